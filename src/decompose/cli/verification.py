"""Claims of others, held against their documents: `verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    Answers,
    AsksJudge,
    Db,
    Json,
    LlmName,
    Model,
    Recordings,
    Requests,
    by_files,
    opened,
    say,
)
from decompose.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decompose.bootstrap import Workspace
    from decompose.domain.verification import Submitted, Verification
    from decompose.services.recording import Wanted

app = typer.Typer()


@app.command()
def verify(
    documents: Annotated[Path, typer.Option("--documents", help="Folder of documents, SLUG.md or SLUG.txt.")],
    claims: Annotated[Path, typer.Option("--claims", help="JSONL with id, slug, claim, quotes and maybe field.")],
    point: Annotated[
        str | None,
        typer.Option("--point", help="balanced, or publish to let almost nothing pass.", show_default=False),
    ] = None,
    judge: AsksJudge = False,
    judged: Annotated[
        float, typer.Option("--judged", min=0, max=1, help="The most that is put to the judge, as a share of all.")
    ] = 0.5,
    llm: LlmName = "auto",
    model: Model = None,
    recordings: Recordings = None,
    requests: Requests = None,
    answers: Answers = None,
    db: Db = None,
    as_json: Json = False,  # noqa: ARG001 - the answer has one form; every command that prints data takes the option
) -> None:
    """Hold claims against the words quoted for them: one JSON line a claim, in their order."""
    from decompose.services.judge import reads_claims
    from decompose.services.verify import read_claims

    with opened(db, is_made_new=True) as workspace:
        _check(point)
        submitted = read_claims(claims)
        if requests or answers:
            if not judge:
                raise UsageError("--requests and --answers are about the judge; add --judge")
            wanted = _missing(workspace, documents, submitted, recordings, judged)
            for line in by_files(wanted, requests, answers, recordings, model):
                _print_line(line)
            return
        asked = None
        if judge:
            asked = workspace.judge(reads_claims(workspace.llms.named(llm, model=model, recordings=recordings)))
            say(f"llm: {asked.asker.llm.name}")
        verifying = workspace.verifying(documents, point, asked, judged)
        for verified in verifying.verify(submitted):
            _print_line(_verification_json(verified))
    raise typer.Exit(_exit_code([*verifying.failures, *(asked.failures if asked else ())]))


def _check(point: str | None) -> None:
    from decompose.settings import POINTS

    if point is not None and point not in POINTS:
        raise UsageError(f"there is no point “{point}”; use one of {', '.join(POINTS)}", subject=point)


def _missing(
    workspace: Workspace, documents: Path, submitted: Sequence[Submitted], recordings: Path | None, judged: float
) -> tuple[Wanted, ...]:
    """What the judge would be asked and no recording answers."""
    from decompose.services.recording import missed

    return missed(
        recordings,
        lambda database, llm: list(
            workspace.verifying(documents, judge=workspace.judge(llm, database), judged=judged).verify(submitted)
        ),
    )


def _exit_code(failures: Sequence[str]) -> int:
    for failure in failures:
        say(f"decompose: {failure}")
    return SOME_FAILED if failures else DONE


def _verification_json(verified: Verification) -> dict[str, Any]:
    return {
        "id": verified.id,
        "supported": verified.is_supported,
        "score": round(verified.score, 6),
        "status": verified.status,
        "reasons": [{"check": reason.check, "detail": reason.detail} for reason in verified.reasons],
    }


def _print_line(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
