"""Measured components and ranks: `scores import | show | history`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decompose.cli.console import Db, Json, Slug, end_import, opened, print_answer
from decompose.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="Measured components and the ranks that they add up to.")


@app.command("import")
def import_scores(
    file: Annotated[Path, typer.Argument(help="CSV or JSONL with slug, adoption, quality ... and optionally rank.")],
    partial: Annotated[bool, typer.Option("--partial", help="Take the sound rows of a file with wrong ones.")] = False,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let later signals replace these values.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take component values in 0..1 (empty = not measured)."""
    with opened(db) as workspace:
        report = workspace.scores.import_file(file, partial=partial, unpin=unpin)
    end_import(file, report, f"{report.rows} artifacts, {report.changed} values changed", as_json=as_json)


@app.command("show")
def show_score(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show how the rank of an artifact adds up."""
    from decompose.page.json_views import scores_json
    from decompose.page.listing import score_text

    with opened(db) as workspace:
        side = workspace.scores.show(slug)
    print_answer(scores_json(side), score_text(side), as_json=as_json)


@app.command("methodology")
def methodology(
    fmt: Annotated[str, typer.Option("--format", help="markdown or html.")] = "markdown",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show the weights, formulas and bands that ranks and verdicts are made by."""
    if fmt not in ("markdown", "html"):
        raise UsageError(f"there is no format “{fmt}”; use markdown or html")
    with opened(db) as workspace:
        found = workspace.methodology
    print_answer(found.as_json(), found.render(fmt), as_json=as_json)


@app.command("history")
def score_history(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show every value that ever counted."""
    with opened(db) as workspace:
        entries = workspace.scores.history(slug)
    rows = [
        {
            "at": entry.at.isoformat(),
            "component": entry.component,
            "value": float(entry.value) if entry.value is not None else None,
            "origin": entry.origin,
            "pinned": entry.is_pinned,
        }
        for entry in entries
    ]
    lines = [
        f"{entry.at:%Y-%m-%d %H:%M}  {entry.component:12} {_or_dash(entry.value):>8}  {entry.origin}"
        for entry in entries
    ]
    print_answer(rows, "\n".join(lines), as_json=as_json)


def _or_dash(value: object) -> str:
    return "–" if value is None else str(value)
