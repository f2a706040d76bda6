"""Documents in: `demo`, `ingest`, `import`, `record`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from decompose.cli.console import (
    DONE,
    RESUMABLE,
    SOME_FAILED,
    Answers,
    AsksJudge,
    Budget,
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
    Recordings,
    Redo,
    Requests,
    Rpm,
    Tpm,
    by_files,
    counting,
    in_memory,
    opened,
    print_answer,
    print_by_files,
    print_json,
    recorded,
    say,
    usd,
)
from decompose.cli.operation import serve
from decompose.cli.progress import Lively, Plainly, watching
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.document import SourceDocument
    from decompose.domain.ledger import JobResult
    from decompose.domain.said import Said
    from decompose.services.computing import Computing
    from decompose.services.estimating import Estimate
    from decompose.services.ingest import How, Ingestion, Options, Report
    from decompose.services.inputs import Input
    from decompose.services.refreshing import Refreshed
    from decompose.services.reingest import Settled

app = typer.Typer()


@app.command()
def demo(
    db: Annotated[
        str, typer.Option("--db", envvar="DECOMPOSE_DATABASE_URL", help="Database URL.")
    ] = "sqlite:///demo.db",
    serve_pages: Annotated[bool, typer.Option("--serve", help="Show the pages in a browser afterwards.")] = False,
    host: str = "127.0.0.1",
    port: int = 8000,
    as_json: Json = False,
) -> None:
    """Six artifacts from recordings: no key, no network."""
    from decompose import packaged
    from decompose.page.json_views import compare_json
    from decompose.page.text import verdict_text
    from decompose.services.demo import PAIR, load_demo

    with opened(db, is_made_new=True) as workspace:
        report = load_demo(
            workspace.ingestion,
            workspace.llms.named,
            workspace.scores,
            workspace.compare,
            workspace.overlapping,
            workspace.writing_up,
            workspace.writer,
            packaged.demo(),
        )
        compared = workspace.compare.view(*PAIR)
        say(f"{len(report.ended('done'))} documents ingested, {len(report.ended('skipped'))} known already")
        value = {"ingest": _report_json(report), "comparison": compare_json(compared)}
        print_answer(value, f"{verdict_text(compared)}\n{_next_steps(db)}", as_json=as_json)
    if serve_pages:
        serve(db=db, host=host, port=port)


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Documents, folders of documents, or addresses.", show_default=False),
    ] = None,
    list_file: ListFile = None,
    artifact: GivenSlug = None,
    name: GivenName = None,
    kind: GivenKind = None,
    llm: LlmName = "auto",
    model: Model = None,
    recordings: Recordings = None,
    language: Language = None,
    redo: Redo = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Withdraw what is gone from the folders; not with --list.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for the known documents that have an address.")
    ] = False,
    older: Annotated[
        str | None,
        typer.Option("--older", metavar="AGE", help="With --refresh: last asked so long ago, such as 7d or 12h."),
    ] = None,
    judge: AsksJudge = False,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency", min=1, max=1000, help="Documents decomposed at a time.  [default: 8]", show_default=False
        ),
    ] = None,
    rpm: Rpm = None,
    tpm: Tpm = None,
    budget: Budget = None,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="BATCH", help="Go on with a batch, and try again what failed in it."),
    ] = None,
    only_failed: Annotated[
        bool, typer.Option("--failed", help="With --resume: only what failed, not what still waits.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count documents, calls, tokens and cost; call nothing.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Decompose documents into capability records."""
    limit = usd(budget)
    order = _Order(paths or [], list_file, _said(artifact, name, kind), refresh, older, prune)
    if resume or only_failed:
        others = [paths, list_file, artifact, name, kind, llm != "auto", model, recordings, language]
        others += [redo, prune, judge, dry_run, refresh, older]
        anew = Resumption(concurrency, rpm, tpm, limit, only_failed)
        report = _resumed(db, resume, anew, is_alone=not any(others), as_json=as_json)
        _print_report(report, as_json=as_json)
        raise typer.Exit(_exit_code(report))
    with order.begun() as (named, computing), counting(db) if dry_run else opened(db, is_made_new=True) as workspace:
        from decompose.services.ingest import CONCURRENCY, How, Options

        options = Options(
            llm != "auto",
            redo,
            language,
            workspace.settings.max_bytes,
            is_judged=judge,
            concurrency=concurrency or CONCURRENCY,
            budget=limit,
        )
        how = workspace.llms.settled(How(llm, model, recordings, rpm, tpm))
        refreshed = order.refreshed(workspace)
        inputs = named + (refreshed.order if refreshed else ())
        ingestion = replace(_ingestion(workspace, options, how, computing), prunes=prune)
        if dry_run:
            gone = (*order.gone(ingestion, inputs), *order.gone_from_web(workspace, refreshed))
            estimate = ingestion.estimate(inputs, gone)
            _print_estimate(estimate, as_json=as_json)
            raise typer.Exit(SOME_FAILED if estimate.unusable else DONE)
        order.withdraw_from_web(workspace, refreshed)
        gone, settled = order.gone(ingestion, inputs), partial(_say_settled, order.unfamiliar(ingestion, inputs))
        with workspace.hands() as hands, watching(len(inputs), limit) as watch:
            leave = _leaving(watch, as_json=as_json)
            ingestion = replace(ingestion, hands=hands, watch=watch, leave=leave)
            report = ingestion.run(inputs, progress=watch, gone=gone, settled=settled)
    _print_report(report, as_json=as_json)
    raise typer.Exit(_exit_code(report))


@dataclass(frozen=True, slots=True)
class _Order:
    """Which documents are ordered, in the words of the command line."""

    paths: list[str]
    list_file: Path | None
    said: Said
    is_refreshed: bool
    older: str | None
    is_pruned: bool

    @contextmanager
    def begun(self) -> Iterator[tuple[tuple[Input, ...], Computing]]:
        """What is named, and where it is read and examined: processes start and read while the rest is imported."""
        from decompose.services.computing import MANY, computing
        from decompose.services.inputs import gather, read_ahead
        from decompose.services.opening import handling_of
        from decompose.settings import read_settings

        if self.older is not None and not self.is_refreshed:
            raise UsageError("--older goes with --refresh: it says which of the known documents are asked for again")
        if self.is_pruned and (self.list_file or not any(map(os.path.isdir, self.paths))):
            raise UsageError(
                "--prune goes with a folder, without --list: a list and a file do not say what is gone; "
                "name the folder that the documents lie in, or take one out by “decompose remove SLUG”"
            )
        is_named = bool(self.paths or self.list_file) or not self.is_refreshed
        settings = read_settings(os.environ)
        handling = handling_of(settings)
        inputs = gather(self.paths, self.list_file, self.said, handling) if is_named else ()
        # Nobody knows yet how many documents of the web are asked for again.
        with computing(MANY if self.is_refreshed else len(inputs)) as elsewhere:
            yield read_ahead(inputs, settings.max_bytes, elsewhere), elsewhere

    def refreshed(self, workspace: Workspace) -> Refreshed | None:
        """The known documents of the web, asked for again; None where that was not ordered."""
        from decompose.services.opening import handling_of
        from decompose.services.refreshing import parse_age

        if not self.is_refreshed:
            return None
        age = parse_age(self.older) if self.older is not None else None
        return workspace.refreshing(handling_of(workspace.settings)).ask(age)

    def gone(self, ingestion: Ingestion, inputs: Sequence[Input]) -> tuple[SourceDocument, ...]:
        """The documents that are gone from the folders, if those are to be pruned."""
        if not self.is_pruned:
            return ()
        return ingestion.gone([Path(path) for path in self.paths], inputs)

    def unfamiliar(self, ingestion: Ingestion, inputs: Sequence[Input]) -> tuple[Path, ...]:
        """The folders that are to be pruned, and of which nothing is known."""
        return ingestion.unfamiliar([Path(path) for path in self.paths], inputs) if self.is_pruned else ()

    def gone_from_web(self, workspace: Workspace, refreshed: Refreshed | None) -> tuple[SourceDocument, ...]:
        """What `withdraw_from_web` would take out of sight."""
        from decompose.services.opening import handling_of

        return workspace.refreshing(handling_of(workspace.settings)).leaving(refreshed.gone) if refreshed else ()

    def withdraw_from_web(self, workspace: Workspace, refreshed: Refreshed | None) -> None:
        """Take out of sight what is gone from the web, if that was asked for."""
        from decompose.services.opening import handling_of

        if refreshed:
            workspace.refreshing(handling_of(workspace.settings)).withdraw(refreshed.gone)


def _say_settled(unfamiliar: Sequence[Path], settled: Settled) -> None:
    """What becomes of documents that the order does not have under their paths any more."""
    for document in settled.gone:
        say(f"pruned   {document.origin}")
    for _, old, new in settled.moved:
        say(f"moved    {old} to {new}")
    for folder in () if settled.moved else unfamiliar:
        say(f"{folder}: no earlier order had a document that is there now, so that none is known to be gone")


def _ingestion(workspace: Workspace, options: Options, how: How, computing: Computing) -> Ingestion:
    """Who carries the order out, with the llm that was chosen."""
    from decompose.services.computing import begun
    from decompose.services.judge import reads_claims

    if how.llm == "recorded":
        workspace.llms.require_recordings(how.recordings)
    chosen = workspace.llm_of(how)
    if options.is_judged:
        chosen = reads_claims(chosen)
    say(f"llm: {chosen.name}")
    ingestion = replace(workspace.ingestion(chosen, options, how), computing=begun(computing))
    ingestion.require_price()
    return ingestion


@dataclass(frozen=True, slots=True)
class Resumption:
    """What is said anew when a batch is resumed; None means as it was ordered."""

    concurrency: int | None
    rpm: int | None
    tpm: int | None
    budget: Decimal | None
    only_failed: bool


def _resumed(db: str | None, batch: str | None, anew: Resumption, *, is_alone: bool, as_json: bool) -> Report:
    """A batch carried on. How it was ordered is known; only its pace and its budget can be said anew."""
    if batch is None or not is_alone:
        raise UsageError(
            "--resume BATCH goes with --failed, --concurrency, --rpm, --tpm and --budget, and nothing else"
        )
    from decompose.domain.job import JobState

    with opened(db) as workspace, workspace.hands() as hands:
        ingestion = workspace.resumed(
            batch, concurrency=anew.concurrency, rpm=anew.rpm, tpm=anew.tpm, budget=anew.budget, hands=hands
        )
        say(f"llm: {ingestion.llm.name}")
        left = workspace.jobs.jobs(batch, [JobState.WAITING, JobState.RUNNING, JobState.FAILED])
        with watching(len(left), ingestion.options.budget) as watch:
            ingestion = replace(ingestion, watch=watch, leave=_leaving(watch, as_json=as_json))
            return ingestion.resume(batch, watch, only_failed=anew.only_failed)


def _leaving(watch: Plainly | Lively, *, as_json: bool) -> Callable[[Report], NoReturn]:
    """Tells how an order stands and ends the process at once: its threads may wait for answers for minutes."""

    def leave(report: Report) -> NoReturn:
        watch.close()
        _print_report(report, as_json=as_json)
        code = _exit_code(report)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    return leave


def _print_report(report: Report, *, as_json: bool) -> None:
    if report.masked:
        say(f"masked: {report.masked} secrets and personal data; DECOMPOSE_MASK=0 leaves them in")
    if as_json:
        print_json(_report_json(report))
    else:
        typer.echo(_report_line(report))


@app.command("import")
def import_pages(
    pages: Annotated[list[Path], typer.Argument(help="Published comparison pages.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take artifacts and records from comparison pages that were published elsewhere."""
    with opened(db, is_made_new=True) as workspace:
        report = workspace.publications.import_pages(pages)
    value = {"pairs": [list(pair) for pair in report.pairs], "records": report.records}
    print_answer(value, f"{len(report.pairs)} pages, {report.records} records without a source", as_json=as_json)


@app.command()
def record(
    paths: Paths = None,
    folder: Annotated[Path, typer.Option("--to", help="Folder of recordings.")] = Path("fixtures/llm"),
    requests: Requests = None,
    answers: Answers = None,
    list_file: ListFile = None,
    model: Model = None,
    db: Db = None,  # noqa: ARG001 - nothing is kept but the recordings; every command takes the option
    as_json: Json = False,
) -> None:
    """Record what a language model answers: from an endpoint, or by request and results files."""
    from decompose.services.ingest import Options
    from decompose.services.inputs import gather
    from decompose.services.opening import handling_of
    from decompose.services.recording import ask_and_keep

    with in_memory() as workspace:
        recorder = workspace.recorder(Options(max_bytes=workspace.settings.max_bytes))
        inputs = gather(paths or [], list_file, handling=handling_of(workspace.settings))
        wanted = recorder.missing(inputs, folder)
        if requests or answers:
            done = by_files(wanted, requests, answers, folder, model)
        else:
            kept = ask_and_keep(wanted, workspace.llms.named("openai", model=model), folder)
            done = iter([recorded(wanted, kept)])
        print_by_files(done, as_json=as_json)


def _said(artifact: str | None, name: str | None, kind: str | None) -> Said:
    from decompose.domain.artifact import Kind, parse_kind, why_no_slug
    from decompose.domain.said import Said

    if artifact is not None and (why := why_no_slug(artifact)):
        raise UsageError(why)
    known = parse_kind(kind) if kind else None
    if kind and known is None:
        raise UsageError(f"“{kind}” is no kind; use one of {', '.join(item.value for item in Kind)}")
    return Said(slug=artifact, name=name, kind=known)


def _exit_code(report: Report) -> int:
    if report.stopped:
        remedy = "" if "same order again" in report.stopped else "; give the same order again to go on"
        resumed = f" (or: decompose ingest --resume {report.batch})" if report.is_whole else ""
        waiting = f"; {_waiting_words(report.waiting)}" if report.waiting else ""
        say(f"decompose: {report.stopped}{remedy}{resumed}{waiting}")
        return RESUMABLE
    if report.waiting:
        say(f"{_waiting_words(report.waiting)}; decompose ingest --resume {report.batch} takes them up")
    return SOME_FAILED if report.ended("failed") or report.ended("refused") else DONE


# So many documents that wait are named in a line; `--json` has all of them.
_NAMED = 5


def _waiting_words(waiting: Sequence[str]) -> str:
    """Which documents wait, the first by their names."""
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    return f"{len(waiting)} wait: {', '.join(waiting[:_NAMED])}{more}"


def _report_line(report: Report) -> str:
    counts = {outcome: len(report.ended(outcome)) for outcome in ("done", "skipped", "refused", "failed")}
    jobs = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    taken = sum(job.is_taken_over for job in report.jobs)
    jobs += f" ({taken} with what is said of it taken over)" if taken else ""
    calls = f"{report.spent.paid} calls paid, {report.spent.reused} reused"
    cost = report.spent.cost_usd
    price = "no price is known" if cost is None else f"${cost:.6f}"
    return f"{jobs or 'nothing done'}; {report.capabilities} capabilities; {calls}; {price}"


def _report_json(report: Report) -> dict[str, Any]:
    spent = report.spent

    return {
        "batch": report.batch,
        "jobs": {outcome: len(report.ended(outcome)) for outcome in ("done", "failed", "skipped", "refused")},
        "capabilities": report.capabilities,
        "masked": report.masked,
        "calls": {"paid": spent.paid, "reused": spent.reused},
        "tokens": {"input": spent.input, "cached": spent.cached, "output": spent.output},
        "cost_usd": None if spent.cost_usd is None else float(spent.cost_usd),
        "stopped": report.stopped,
        "waiting": list(report.waiting),
        "refused": _listed(report.ended("refused")),
        "failed": _listed(report.ended("failed")),
        "taken_over": _listed(job for job in report.jobs if job.is_taken_over),
    }


def _listed(jobs: Iterable[JobResult]) -> list[dict[str, Any]]:
    return [{"path": job.origin, "code": job.code, "why": job.why} for job in jobs]


def _print_estimate(estimate: Estimate, *, as_json: bool) -> None:
    unusable = estimate.unusable
    skipped = len(estimate.others) - len(unusable)
    for job in unusable:
        say(f"{job.outcome:8} {job.origin}: {job.code}, {job.why}")
    for job in estimate.taken_over:
        say(f"to take over {job.origin}: {job.why}")
    for document in estimate.gone:
        say(f"to prune {document.origin}")
    value = {
        "documents": estimate.documents,
        "calls": estimate.calls,
        "tokens": {"input": estimate.input_tokens, "output": estimate.output_tokens},
        "cost_usd_max": None if estimate.cost_max is None else float(estimate.cost_max),
        "skipped": skipped,
        "refused": _listed(unusable),
        "taken_over": _listed(estimate.taken_over),
        "pruned": [document.origin for document in estimate.gone],
    }
    tokens = f"about {estimate.input_tokens} tokens in, at most {estimate.output_tokens} out"
    cost = "no price is known" if estimate.cost_max is None else f"at most ${estimate.cost_max:.6f}"
    text = f"{estimate.documents} documents, {estimate.calls} calls, {tokens}, {cost}"
    text += f"; {skipped} skipped, {len(unusable)} refused"
    text += f", {len(estimate.gone)} to prune" if estimate.gone else ""
    print_answer(value, text, as_json=as_json)


_FIRST_PAIR = ("llama-4-maverick", "mixtral-8x7b")


def _next_steps(db: str) -> str:
    program = sys.argv[0] if os.sep in sys.argv[0] else "decompose"
    return f"""Try next:
  {program} compare {" ".join(_FIRST_PAIR)} --db {db}
  {program} show mixtral-8x7b --db {db}
  {program} review list --db {db}
  {program} demo --serve"""
