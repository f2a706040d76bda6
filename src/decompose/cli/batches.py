"""Orders in rounds, by the Batch API of a provider or by an offline runner: `batch plan`, `export`, `submit` ..."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    AsksJudge,
    Db,
    GivenKind,
    GivenName,
    GivenSlug,
    Json,
    Language,
    ListFile,
    LlmName,
    Model,
    Paths,
    Redo,
    counting,
    opened,
    print_answer,
    say,
)
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.submission import Progress, Submission
    from decompose.services.batches import Order
    from decompose.services.receiving import Failure, Imported

app = typer.Typer(no_args_is_help=True, help="Ask in files, for half the price: plan, export, submit, status, import.")


@app.command()
def plan(
    paths: Paths = None,
    list_file: ListFile = None,
    artifact: GivenSlug = None,
    name: GivenName = None,
    kind: GivenKind = None,
    llm: LlmName = "auto",
    model: Model = None,
    language: Language = None,
    redo: Redo = False,
    judge: AsksJudge = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Count what an order would send; send nothing."""
    with counting(db) as workspace:
        order = _order(workspace, llm, model)(paths, list_file, artifact, name, kind, language, redo, judge)
        planned = workspace.batching.plan(order)
    value = {
        "documents": planned.documents,
        "requests": planned.requests,
        "files": planned.files,
        "tokens": {"input": planned.input_tokens, "output": planned.output_tokens},
        "in_flight": planned.in_flight,
        "cost_usd_max": None if planned.cost_usd_max is None else float(planned.cost_usd_max),
    }
    tokens = f"about {planned.input_tokens} tokens in, at most {planned.output_tokens} out"
    text = f"{planned.documents} documents, {planned.requests} requests in {planned.files} files, {tokens}"
    print_answer(value, f"{text}; {planned.in_flight} in flight already", as_json=as_json)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="Folder for the request files.", show_default=False)],
    paths: Paths = None,
    list_file: ListFile = None,
    artifact: GivenSlug = None,
    name: GivenName = None,
    kind: GivenKind = None,
    llm: LlmName = "auto",
    model: Model = None,
    language: Language = None,
    redo: Redo = False,
    judge: AsksJudge = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write the requests of an order as files, for a provider or an offline runner."""
    with opened(db, is_made_new=True) as workspace:
        order = _order(workspace, llm, model)(paths, list_file, artifact, name, kind, language, redo, judge)
        exported = workspace.batching.export(order, out)
    value = {"files": [str(path) for path in exported.files], "requests": exported.requests}
    print_answer(value, f"{exported.requests} requests in {len(exported.files)} files in {out}", as_json=as_json)


@app.command()
def submit(
    paths: Paths = None,
    files: Annotated[
        list[Path] | None, typer.Option("--files", help="Request files of `batch export`.", show_default=False)
    ] = None,
    list_file: ListFile = None,
    artifact: GivenSlug = None,
    name: GivenName = None,
    kind: GivenKind = None,
    llm: LlmName = "auto",
    model: Model = None,
    language: Language = None,
    redo: Redo = False,
    judge: AsksJudge = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Hand an order to the Batch API of the endpoint; what is there already is not handed in twice."""
    if files and (paths or list_file):
        raise UsageError("name documents or request files (--files), not both")
    with opened(db, is_made_new=True) as workspace:
        provider = workspace.batch_provider(model)
        if files:
            submitted = workspace.batching.submit_files(files, provider)
        else:
            order = _order(workspace, llm, model)(paths, list_file, artifact, name, kind, language, redo, judge)
            submitted = workspace.batching.submit(order, provider)
    print_answer({"batches": _json(submitted)}, _lines(submitted) or "nothing new to submit", as_json=as_json)


@app.command()
def status(db: Db = None, as_json: Json = False) -> None:
    """Ask the provider how the batches stand, and tell how many requests of the exported files have answers."""
    with opened(db) as workspace:
        known = workspace.batching.status(workspace.batch_provider)
        exports = workspace.batching.exports()
    value = {"batches": _json(known), "exports": [_export_json(one) for one in exports]}
    lines = [_lines(known) or "nothing was submitted", *(_export_line(one) for one in exports)]
    print_answer(value, "\n".join(lines), as_json=as_json)


@app.command("import")
def import_results(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Result and error files; none: download what is finished.", show_default=False),
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take results into the ledger, and finish the documents that wait for nothing more."""
    with opened(db) as workspace:
        batching = workspace.batching
        report = batching.import_files(files) if files else batching.collect(workspace.batch_provider())
    for failure in report.failed:
        say(f"failed   {_failure_line(failure)}")
    for why in (*(job.why for job in report.jobs if job.outcome == "failed"), *report.unfinished):
        say(f"decompose: {why}")
    print_answer(_imported_json(report), _imported_text(report), as_json=as_json)
    raise typer.Exit(SOME_FAILED if _is_short(report) else DONE)


@app.command()
def drop(
    batch: Annotated[str, typer.Argument(help="Id of a batch, ours or the provider's.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Give a batch up, so that its requests can be submitted again."""
    with opened(db) as workspace:
        dropped = workspace.batching.drop(batch)
    print_answer({"batches": _json([dropped])}, _lines([dropped]), as_json=as_json)


def _kept(path: Path) -> str:
    """A path or an address, as it is found again from anywhere."""
    from decompose.services.fetching import is_address, written_out

    return written_out(str(path)) if is_address(str(path)) else str(path.absolute())


def _order(workspace: Workspace, llm: str, model: str | None) -> Callable[..., Order]:
    """Makes the order of what the other options say."""
    from decompose.domain.artifact import parse_kind, why_no_slug
    from decompose.services.batches import Order

    if llm not in ("auto", "openai"):
        raise UsageError(f"--llm {llm} makes no calls that a file could hold; use openai, or plain ingest")

    def order(
        paths: Sequence[Path] | None,
        list_file: Path | None,
        artifact: str | None,
        name: str | None,
        kind: str | None,
        language: str | None,
        is_redo: bool,
        is_judged: bool,
    ) -> Order:
        if artifact is not None and (why := why_no_slug(artifact)):
            raise UsageError(why)
        known = parse_kind(kind) if kind else None
        if kind and known is None:
            raise UsageError(f"“{kind}” is no kind")
        return Order(
            paths=tuple(_kept(path) for path in paths or ()),
            list_file=str(list_file.absolute()) if list_file else None,
            slug=artifact,
            name=name,
            kind=known.value if known else None,
            llm=model or workspace.settings.model,
            is_llm_named=llm != "auto",
            redo=is_redo,
            language=language,
            is_judged=is_judged,
        )

    return order


def _json(submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "status": one.standing,
            "requests": one.requests,
            "done": one.done,
            "failed": one.failed,
            "stage": one.stage.value,
            "provider_id": one.batch_id,
            "llm": one.llm,
        }
        for one in submissions
    ]


def _export_json(one: Progress) -> dict[str, Any]:
    submission = one.submission
    counts = {"requests": submission.requests, "done": one.done, "failed": one.failed}
    return {"id": submission.id, **counts, "llm": submission.llm}


def _export_line(one: Progress) -> str:
    requests = one.submission.requests
    return f"{one.submission.id}  exported     {one.done} of {requests} answered, {one.failed} failed"


def _lines(submissions: Sequence[Submission]) -> str:
    return "\n".join(
        f"{one.id}  {one.standing:12} {one.stage.value:10} {one.done} of {one.requests} done, {one.failed} failed"
        for one in submissions
    )


def _imported_json(report: Imported) -> dict[str, Any]:
    outcomes = [job.outcome for job in report.jobs]
    return {
        "imported": report.imported,
        "failed": [{"custom_id": failure.custom_id, "why": failure.why} for failure in report.failed],
        "unknown": report.unknown,
        "ignored": report.ignored,
        "waiting": report.waiting,
        "jobs": {outcome: outcomes.count(outcome) for outcome in ("done", "failed", "skipped", "refused")},
        "batches": _json(report.submissions),
        "unfinished": report.unfinished,
    }


def _failure_line(failure: Failure) -> str:
    """A request without an answer: where that came, what it asks about, and why there is none."""
    if failure.custom_id is None:
        return failure.why
    where = ", ".join(word for word in (failure.place, failure.slug) if word)
    return f"{where}: {failure.why} ({failure.custom_id})"


def _imported_text(report: Imported) -> str:
    done = sum(job.outcome == "done" for job in report.jobs)
    counts = f"{report.imported} answers taken, {len(report.failed)} failed, {report.unknown} unknown"
    next_round = (
        f"; {report.waiting} requests for the next round: submit the same order again" if report.waiting else ""
    )
    return f"{counts}, {report.ignored} known already; {done} documents done{next_round}"


def _is_short(report: Imported) -> bool:
    """Whether something of the order is still to be had."""
    has_failed_job = any(job.outcome in ("failed", "refused") for job in report.jobs)
    return bool(report.failed or report.waiting or report.unfinished or has_failed_job)
