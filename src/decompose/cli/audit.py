"""Pages published elsewhere: `audit`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from decompose.cli.console import Db, Json, print_answer

app = typer.Typer()


@app.command()
def audit(
    pages: Annotated[list[Path], typer.Argument(help="Published comparison pages.")],
    documents: Annotated[
        Path | None,
        typer.Option("--documents", help="Folder of source documents, <slug>.md or .txt.", show_default=False),
    ] = None,
    db: Db = None,  # noqa: ARG001 - it needs none; every command takes the option
    as_json: Json = False,
) -> None:
    """Find the defects of published comparison pages. Needs no database."""
    from decompose.page.audit import defects_json, defects_text
    from decompose.services.audit import audit_pages
    from decompose.settings import read_settings

    found = audit_pages(pages, documents, noise_band=read_settings(os.environ).noise_band)
    print_answer(defects_json(found), defects_text(found), as_json=as_json)
