"""How good the answers about documents are: `eval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    Db,
    Json,
    ListFile,
    LlmName,
    Model,
    Paths,
    Recordings,
    opened,
    print_answer,
    say,
)

if TYPE_CHECKING:
    from decompose.domain.evaluation import Measured
    from decompose.services.evaluate import Version

app = typer.Typer()


@app.command("eval")
def evaluate(
    paths: Paths = None,
    list_file: ListFile = None,
    llm: LlmName = "recorded",
    model: Model = None,
    recordings: Recordings = None,
    prompts: Annotated[
        list[Path] | None,
        typer.Option("--prompts", help="Folder of prompts; name two to compare them.", show_default=False),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write an HTML report here.", show_default=False)
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Measure what an llm answers about documents; nothing is ingested."""
    from decompose.page.evaluation.as_json import evaluation_json
    from decompose.page.evaluation.report import evaluation_html
    from decompose.page.evaluation.text import evaluation_text
    from decompose.services.evaluate import documents_at
    from decompose.services.ingest import Options

    with opened(db, is_made_new=True) as workspace:
        inputs = documents_at(paths or [], list_file)
        if llm == "recorded":
            workspace.llms.require_recordings(recordings)
        chosen = workspace.llms.named(llm, model=model, recordings=recordings)
        say(f"llm: {chosen.name}")
        options = Options(is_llm_named=True, max_bytes=workspace.settings.max_bytes)
        evaluating = workspace.evaluating(chosen, options)
        evaluation = evaluating.run(inputs, workspace.versions(prompts or []), progress=_say_document)
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        # A lone surrogate has no UTF-8 form.
        report.write_text(evaluation_html(evaluation), encoding="utf-8", errors="backslashreplace")
        say(f"report: {report}")
    print_answer(evaluation_json(evaluation), evaluation_text(evaluation), as_json=as_json)
    raise typer.Exit(SOME_FAILED if evaluation.has_failures else DONE)


def _say_document(version: Version, document: Measured) -> None:
    ended = document.failure
    why = f": {ended.code}, {(ended.why or '').partition(chr(10))[0]}" if ended else ""
    say(f"{ended.outcome if ended else 'measured':8} {document.path} ({version.name}){why}")
