"""Signals measured elsewhere: `signals import | fetch | show | renew`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from decompose.cli.console import Db, Json, Slug, end_import, opened, print_answer

if TYPE_CHECKING:
    from decompose.services.imported import Imported

app = typer.Typer(no_args_is_help=True, help="Figures measured elsewhere, and the components made of them.")


@app.command("import")
def import_signals(
    file: Annotated[Path, typer.Argument(help="CSV or JSONL with slug, signal, value, source, day.")],
    partial: Annotated[bool, typer.Option("--partial", help="Take the sound rows of a file with wrong ones.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take stars, downloads, likes, dependents, benchmarks, documentation and release dates."""
    with opened(db) as workspace:
        report = workspace.signals.import_file(file, partial=partial)
    _end(file, report, as_json=as_json)


@app.command("fetch")
def fetch_signals(
    file: Annotated[Path, typer.Argument(help="CSV with slug, connector, subject.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read signals at GitHub, deps.dev, Hugging Face and OpenRouter."""
    with opened(db) as workspace:
        report = workspace.collecting.collect(file)
    _end(file, report, as_json=as_json)


def _end(file: Path, report: Imported, *, as_json: bool) -> NoReturn:
    end_import(file, report, f"{report.rows} signals, {report.changed} values changed", as_json=as_json)


@app.command("renew")
def renew_components(db: Db = None, as_json: Json = False) -> None:
    """Make components anew from what is known, as of today."""
    with opened(db) as workspace:
        changed = workspace.signals.renew()
    print_answer({"changed": changed}, f"{changed} values changed", as_json=as_json)


@app.command("show")
def show_signals(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show how components come about from signals: value, weight, source and day of each."""
    from decompose.page.methodology import made_json, made_text

    with opened(db) as workspace:
        made = workspace.signals.show(slug)
        formulas = workspace.formulas
    print_answer(made_json(slug, made, formulas), made_text(made, formulas), as_json=as_json)
