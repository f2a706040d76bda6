"""Pages published elsewhere: `audit`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    Answers,
    Db,
    Json,
    Model,
    Recordings,
    Requests,
    by_files,
    opened,
    print_answer,
    print_by_files,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decompose.bootstrap import Workspace
    from decompose.services.recording import Wanted

app = typer.Typer()


@app.command()
def audit(
    pages: Annotated[list[Path], typer.Argument(help="Published comparison pages.")],
    documents: Annotated[
        Path | None,
        typer.Option("--documents", help="Folder of source documents, <slug>.md or .txt.", show_default=False),
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option("--llm", help="Have an llm read beside the rules: auto, openai or recorded.", show_default=False),
    ] = None,
    model: Model = None,
    recordings: Recordings = None,
    requests: Requests = None,
    answers: Answers = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Find the defects of published comparison pages. Needs a database only for the ledger of an llm."""
    if requests or answers:
        with opened(db, is_made_new=True) as workspace:
            wanted = _missing(workspace, pages, documents, recordings)
            print_by_files(by_files(wanted, requests, answers, recordings, model), as_json=as_json)
        return
    if llm is None:
        _audit_by_rules(pages, documents, as_json=as_json)
        return
    _audit_with(llm, pages, documents, (model, recordings), db, as_json=as_json)


def _audit_by_rules(pages: Sequence[Path], documents: Path | None, *, as_json: bool) -> None:
    from decompose.page.audit import defects_json, defects_text
    from decompose.services.audit import audit_pages
    from decompose.settings import read_settings

    found = audit_pages(pages, documents, read_settings(os.environ))
    print_answer(defects_json(found), defects_text(found), as_json=as_json)


def _audit_with(
    llm: str,
    pages: Sequence[Path],
    documents: Path | None,
    whose: tuple[str | None, Path | None],
    db: str | None,
    *,
    as_json: bool,
) -> None:
    """The rules, and an llm beside them. Exit code 1 where it gave no usable answer about something."""
    from decompose.page.audit import defects_json, defects_text
    from decompose.services.audit import audit_pages
    from decompose.services.judge import reads_prompts

    with opened(db, is_made_new=True) as workspace:
        named = workspace.llms.named(llm, model=whose[0], recordings=whose[1])
        auditor = workspace.auditor(reads_prompts(named, "audit --llm"))
        say(f"llm: {auditor.asker.llm.name}")
        found = audit_pages(pages, documents, workspace.settings, auditor)
    print_answer(defects_json(found), defects_text(found), as_json=as_json)
    for failure in auditor.failures:
        say(f"decompose: {failure}")
    raise typer.Exit(SOME_FAILED if auditor.failures else DONE)


def _missing(
    workspace: Workspace, pages: Sequence[Path], documents: Path | None, recordings: Path | None
) -> Sequence[Wanted]:
    """What an llm would be asked and no recording answers."""
    from decompose.services.audit import audit_pages
    from decompose.services.recording import missed

    return missed(
        recordings,
        lambda database, llm: audit_pages(pages, documents, workspace.settings, workspace.auditor(llm, database)),
    )
