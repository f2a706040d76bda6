"""Two artifacts side by side: `compare`, `why`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from decompose.cli.console import DONE, SOME_FAILED, Db, Json, Slug, opened, print_answer, say
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.catalog import Compared
    from decompose.services.compare import Grounds

app = typer.Typer()


@app.command()
def compare(
    a: Annotated[str | None, typer.Argument(help="Slug of one artifact.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(help="Slug of the other.", show_default=False)] = None,
    fmt: Annotated[str, typer.Option("--format", help="text, markdown, html, json or seed.")] = "text",
    pairs: Annotated[Path | None, typer.Option("--list", help="CSV with columns a,b.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair of artifacts.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Compare two artifacts and keep the comparison."""
    with opened(db) as workspace:
        if (pairs or every) and a:
            raise UsageError("name two artifacts, or --list, or --all: one of the three")
        if pairs or every:
            _compare_many(workspace, pairs, as_json=as_json)
        if a is None or b is None:
            raise UsageError("name two artifacts: decompose compare A B; see: decompose artifacts")
        if fmt not in _COMPARE_FORMATS:
            raise UsageError(f"there is no format “{fmt}”; use one of {', '.join(_COMPARE_FORMATS)}")
        compared = workspace.compare.store(a, b)
        fmt = "json" if as_json else fmt
        if fmt == "seed":
            from decompose.page.seed import compose

            sys.stdout.write(compose(workspace.compare.published_page(a, b)))
            return
    typer.echo(_COMPARE_FORMATS[fmt](compared))


@app.command()
def why(a: Slug, b: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show what the page of a pair rests on, and what made it stale."""
    from decompose.page.json_views import grounds_json

    with opened(db) as workspace:
        found = workspace.compare.why(a, b)
    value = grounds_json((found.a, found.b), found.rests_on, found.differs, is_stale=found.is_stale)
    print_answer(value, _grounds_text(found), as_json=as_json)


@app.command()
def regenerate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Make the stored comparisons anew that changed scores or records touch."""
    with opened(db) as workspace:
        done = workspace.regenerate.run(dry_run=dry_run)
        if done.flips and not dry_run and workspace.settings.webhooks:
            told = workspace.webhooks.deliver()
            say(f"webhooks: {told.sent} messages sent, {told.waiting} wait for another attempt")
    would = "would change" if dry_run else "changed"
    text = (
        f"{done.pairs_checked} pairs checked, {done.pages_touched} pages {would}: {done.verdicts_changed} verdicts, "
        f"{done.sentences_changed} sentences; {done.flips} verdicts flipped; {done.llm_calls} LLM calls; "
        f"{done.seconds:.1f} s"
    )
    print_answer(asdict(done), text, as_json=as_json)


def _grounds_text(found: Grounds) -> str:
    """What made a comparison stale, then what it rests on."""
    lines = [f"{path} = {json.dumps(value, ensure_ascii=False)}" for path, value in found.rests_on]
    if not found.is_stored:
        status = "not stored yet; keep it with: decompose compare A B"
    elif found.differs:
        moved = found.differs
        status = f"stale: {moved.fact} was {moved.old}, is {moved.new}; make it anew with: decompose compare A B"
    else:
        status = "up to date"
    return "\n".join([status, "", "It rests on:", *lines])


def _compare_many(workspace: Workspace, pairs: Path | None, *, as_json: bool) -> NoReturn:
    from decompose.services.compare import every_pair, listed_pairs

    wanted = listed_pairs(pairs) if pairs else every_pair(workspace.catalog.artifacts())
    refused = []
    for a, b in wanted:
        try:
            workspace.compare.store(a, b)
        except UsageError as exc:
            refused.append({"a": a, "b": b, "why": str(exc)})
            say(str(exc))
    value = {"stored": len(wanted) - len(refused), "refused": refused}
    print_answer(value, f"{value['stored']} comparisons stored, {len(refused)} refused", as_json=as_json)
    raise typer.Exit(SOME_FAILED if refused else DONE)


def _compare_text(compared: Compared) -> str:
    from decompose.page.text import compare_text

    return compare_text(compared)


def _compare_markdown(compared: Compared) -> str:
    from decompose.page.render import Format, render_compare

    return render_compare(compared, Format.MARKDOWN)


def _compare_html(compared: Compared) -> str:
    from decompose.page.render import Format, render_compare

    return render_compare(compared, Format.HTML)


def _compare_json(compared: Compared) -> str:
    from decompose.page.json_views import compare_json

    return json.dumps(compare_json(compared), ensure_ascii=False, indent=1)


_COMPARE_FORMATS: dict[str, Callable[[Compared], str]] = {
    "text": _compare_text,
    "markdown": _compare_markdown,
    "html": _compare_html,
    "json": _compare_json,
    "seed": _compare_text,
}
