"""Which capabilities of two artifacts do the same job, where their words leave it open: `align`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    Answers,
    Db,
    Json,
    LlmName,
    Model,
    Recordings,
    Requests,
    by_files,
    opened,
    print_answer,
    print_by_files,
    say,
)
from decompose.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decompose.bootstrap import Workspace
    from decompose.llm.client import Llm
    from decompose.services.recording import Wanted
    from decompose.store.database import Database

app = typer.Typer()
Pairs = list[tuple[str, str]]


@app.command()
def align(
    a: Annotated[str | None, typer.Argument(help="Slug of one artifact.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(help="Slug of the other.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair that is stored.")] = False,
    llm: LlmName = "auto",
    model: Model = None,
    recordings: Recordings = None,
    requests: Requests = None,
    answers: Answers = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Have a language model rule on pairs of capabilities that the words of the records leave open."""
    from decompose.services.judge import reads_prompts

    if every == bool(a and b):
        raise UsageError("name two artifacts, or --all: decompose align A B")
    with opened(db) as workspace:
        pairs: Pairs = list(workspace.catalog.pairs()) if every else [(a or "", b or "")]
        if requests or answers:
            wanted = _missing(workspace, pairs, recordings)
            print_by_files(by_files(wanted, requests, answers, recordings, model), as_json=as_json)
            return
        aligner = workspace.aligner(
            reads_prompts(workspace.llms.named(llm, model=model, recordings=recordings), "align")
        )
        say(f"llm: {aligner.asker.llm.name}")
        done = [workspace.aligning.align(*pair, aligner) for pair in pairs]
        spent = aligner.asker.spent
    value = {
        "pairs": [{"a": one.a, "b": one.b, "asked": one.asked, "same": one.same} for one in done],
        "calls": {"paid": spent.paid, "reused": spent.reused},
    }
    text = "\n".join(f"{one.a} {one.b}: {one.asked} pairs were open, {one.same} are the same job" for one in done)
    print_answer(value, text, as_json=as_json)
    for failure in aligner.failures:
        say(f"decompose: {failure}")
    raise typer.Exit(SOME_FAILED if aligner.failures else DONE)


def _missing(workspace: Workspace, pairs: Pairs, recordings: Path | None) -> Sequence[Wanted]:
    from decompose.services.recording import missed

    def ask(database: Database, llm: Llm) -> None:
        aligner = workspace.aligner(llm, database)
        for pair in pairs:
            aligner.rule(*workspace.aligning.questions(*pair))

    return missed(recordings, ask)
