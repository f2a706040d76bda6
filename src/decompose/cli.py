"""The command line. Every command opens a workspace, says one thing to a service, and prints the answer.

What is slow to import is imported by the command that needs it, so that `--help` and a mistyped order answer at once.
With `--json`, standard output is exactly one JSON value; everything else goes to standard error.
"""

from __future__ import annotations

import errno
import io
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from decompose.errors import DecomposeError, ProviderDownError, ResumableError, StoreError, UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.catalog import Compared
    from decompose.domain.ledger import JobResult
    from decompose.services.compare import Grounds
    from decompose.services.ingest import Report
    from decompose.services.review import Outcome

DONE, SOME_FAILED, WRONG_USAGE, RESUMABLE = 0, 1, 2, 3
# What typer makes of Ctrl+C.
_INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Evidenced capability records and comparison pages from raw tool documents.",
)
scores_app = typer.Typer(no_args_is_help=True, help="Measured components and the ranks that they add up to.")
review_app = typer.Typer(no_args_is_help=True, help="The review queue: what waits for an editor, and decisions on it.")
app.add_typer(scores_app, name="scores")
app.add_typer(review_app, name="review")

Db = Annotated[
    str | None,
    typer.Option("--db", help="Database URL; sqlite:///FILE.db or postgresql://HOST/NAME.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Slug = Annotated[str, typer.Argument(help="The artifact's slug.")]
LlmName = Annotated[str, typer.Option("--llm", help="auto, openai, recorded or extractive.")]
Model = Annotated[str | None, typer.Option("--model", help="Name of the llm at the endpoint.", show_default=False)]
Recordings = Annotated[
    Path | None, typer.Option("--recordings", help="Folder of recordings for --llm recorded.", show_default=False)
]
Editor = Annotated[str, typer.Option("--editor", help="Who decides.", envvar="DECOMPOSE_EDITOR")]
Seen = Annotated[
    int | None,
    typer.Option("--revision", help="Revision of the item that the decision is made on.", show_default=False),
]


# -- documents in ------------------------------------------------------------------------------------------


@app.command()
def demo(
    db: Annotated[str, typer.Option("--db", help="Database URL.")] = "sqlite:///demo.db",
    serve_pages: Annotated[bool, typer.Option("--serve", help="Show the pages in a browser afterwards.")] = False,
    host: str = "127.0.0.1",
    port: int = 8000,
) -> None:
    """Six artifacts from recordings: no key, no network."""
    from decompose import packaged
    from decompose.page.text import verdict_text
    from decompose.services.demo import PAIR, load_demo

    with _workspace(db) as workspace:
        report = load_demo(workspace.ingestion, workspace.llm, workspace.scores, workspace.compare, packaged.demo())
        compared = workspace.compare.view(*PAIR)
        _say(f"{len(report.ended('done'))} documents ingested, {len(report.ended('skipped'))} known already")
        typer.echo(verdict_text(compared))
        typer.echo(_next_steps(db))
    if serve_pages:
        serve(db=db, host=host, port=port)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Documents or folders of documents.", show_default=False)
    ] = None,
    list_file: Annotated[
        Path | None, typer.Option("--list", help="CSV or JSONL with name, kind, pricing, path ...", show_default=False)
    ] = None,
    artifact: Annotated[
        str | None, typer.Option("--artifact", help="Slug for the document.", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the artifact.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Kind of the artifact.", show_default=False)] = None,
    llm: LlmName = "auto",
    model: Model = None,
    recordings: Recordings = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Write all records in this language.", show_default=False)
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Decompose again what has records.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count documents, calls and tokens; call nothing.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Decompose documents into capability records."""
    from decompose.services.ingest import Options
    from decompose.services.inputs import gather

    with _workspace(db) as workspace:
        inputs = gather(paths or [], list_file, _said(artifact, name, kind))
        options = Options(llm != "auto", redo, language, workspace.settings.max_bytes)
        chosen = workspace.llm(llm, model=model, recordings=recordings)
        _say(f"llm: {chosen.name}")
        ingestion = workspace.ingestion(chosen, options)
        if dry_run:
            _print_estimate(ingestion.estimate(inputs), as_json=as_json)
            return
        report = ingestion.run(inputs, progress=_say_job)
        if as_json:
            _print_json(_report_json(report))
        else:
            typer.echo(_report_line(report))
    raise typer.Exit(_exit_code(report))


@app.command("import")
def import_pages(
    pages: Annotated[list[Path], typer.Argument(help="Published comparison pages.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take artifacts and records from comparison pages that were published elsewhere."""
    with _workspace(db) as workspace:
        report = workspace.publications.import_pages(pages)
    value = {"pairs": [list(pair) for pair in report.pairs], "records": report.records}
    _print(value, f"{len(report.pairs)} pages, {report.records} records without a source", as_json=as_json)


@app.command()
def record(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Documents or folders of documents.", show_default=False)
    ] = None,
    folder: Annotated[Path, typer.Option("--to", help="Folder of recordings.")] = Path("fixtures/llm"),
    requests: Annotated[
        Path | None,
        typer.Option("--requests", help="Write the unanswered requests here (Batch JSONL).", show_default=False),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="Results file, or folder of <call key>.* files.", show_default=False),
    ] = None,
    list_file: Annotated[Path | None, typer.Option("--list", show_default=False)] = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Record what a language model answers: from an endpoint, or by request and results files."""
    from decompose.services.ingest import Options
    from decompose.services.inputs import gather
    from decompose.services.recording import ask_and_keep, keep_answers, write_requests

    with _workspace("sqlite://") as workspace:
        recorder = workspace.recorder(Options(max_bytes=workspace.settings.max_bytes))
        wanted = recorder.missing(gather(paths or [], list_file), folder)
        if requests:
            _print(
                {"requests": write_requests(wanted, requests, model)},
                f"{len(wanted)} requests in {requests}",
                as_json=as_json,
            )
            return
        kept = (
            keep_answers(wanted, answers, folder)
            if answers
            else ask_and_keep(wanted, workspace.llm("openai", model=model), folder)
        )
    value = {"missing": len(wanted) - len(kept), "recorded": [path.name for path in kept]}
    _print(value, f"{len(kept)} recorded in {folder}, {len(wanted) - len(kept)} still missing", as_json=as_json)


# -- what is known -----------------------------------------------------------------------------------------


@app.command()
def artifacts(db: Db = None, as_json: Json = False) -> None:
    """List the artifacts."""
    from decompose.page.json_views import artifacts_json
    from decompose.page.listing import artifacts_text

    with _workspace(db) as workspace:
        summaries = workspace.catalog.artifacts()
    _print(artifacts_json(summaries), artifacts_text(summaries), as_json=as_json)


@app.command()
def show(
    slug: Slug,
    public: Annotated[bool, typer.Option("--public", help="Only what readers may see.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show an artifact with its records and the words that they stand on."""
    from decompose.page.json_views import artifact_json
    from decompose.page.listing import artifact_text

    with _workspace(db) as workspace:
        known = workspace.catalog.record(slug, public=public)
    _print(artifact_json(known), artifact_text(known), as_json=as_json)


@app.command()
def source(
    revision: Annotated[str, typer.Argument(help="Id of a revision.")], db: Db = None, as_json: Json = False
) -> None:
    """Show the visible text of a revision, and what of the document is hidden."""
    from decompose.page.json_views import source_json

    with _workspace(db) as workspace:
        found = workspace.catalog.source(revision)
    _print(source_json(found, public=False), found.revision.visible.text, as_json=as_json)


# -- scores ------------------------------------------------------------------------------------------------


@scores_app.command("import")
def import_scores(
    file: Annotated[Path, typer.Argument(help="CSV or JSONL with slug, adoption, quality ... and optionally rank.")],
    partial: Annotated[bool, typer.Option("--partial", help="Take the sound rows of a file with wrong ones.")] = False,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let later signals replace these values.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take component values in 0..1 (empty = not measured)."""
    with _workspace(db) as workspace:
        report = workspace.scores.import_file(file, partial=partial, unpin=unpin)
    refused = [{"line": line, "why": why} for line, why in report.refused]
    for row in refused:
        _say(f"{file}, line {row['line']}: {row['why']}")
    value = {"rows": report.rows, "changed": report.changed, "refused": refused}
    _print(value, f"{report.rows} artifacts, {report.changed} values changed", as_json=as_json)
    raise typer.Exit(SOME_FAILED if refused else DONE)


@scores_app.command("show")
def show_score(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show how the rank of an artifact adds up."""
    from decompose.page.json_views import scores_json
    from decompose.page.listing import score_text

    with _workspace(db) as workspace:
        side = workspace.scores.show(slug)
    _print(scores_json(side), score_text(side), as_json=as_json)


@scores_app.command("history")
def score_history(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show every value that ever counted."""
    with _workspace(db) as workspace:
        entries = workspace.scores.history(slug)
    rows = [
        {
            "at": entry.at.isoformat(),
            "component": entry.component,
            "value": float(entry.value) if entry.value is not None else None,
            "origin": entry.origin,
        }
        for entry in entries
    ]
    lines = [
        f"{entry.at:%Y-%m-%d %H:%M}  {entry.component:12} {_or_dash(entry.value):>8}  {entry.origin}"
        for entry in entries
    ]
    _print(rows, "\n".join(lines), as_json=as_json)


# -- comparisons -------------------------------------------------------------------------------------------


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
    with _workspace(db) as workspace:
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
    with _workspace(db) as workspace:
        found = workspace.compare.why(a, b)
    differs = (
        {"path": found.differs.fact, "old": found.differs.old, "new": found.differs.new} if found.differs else None
    )
    value = {
        "a": found.a,
        "b": found.b,
        "stale": found.is_stale,
        "rests_on": [{"path": path, "value": value} for path, value in found.rests_on],
        "differs": differs,
        "llm_calls": 0,
    }
    _print(value, _grounds_text(found), as_json=as_json)


# -- review ------------------------------------------------------------------------------------------------


@review_app.command("list")
def review_list(
    everything: Annotated[bool, typer.Option("--all", help="Every claim, whether it waits or not.")] = False,
    artifact: Annotated[str | None, typer.Option("--artifact", help="Of one artifact.", show_default=False)] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List what waits, the riskiest first."""
    from decompose.page.queue import item_json, items_text

    with _workspace(db) as workspace:
        items = workspace.review.everything(artifact) if everything else workspace.review.waiting(artifact)
    _print({"items": [item_json(item) for item in items], "total": len(items)}, items_text(items), as_json=as_json)


@review_app.command("show")
def review_show(item: str, db: Db = None, as_json: Json = False) -> None:
    """Show one item with its flags and its evidence."""
    from decompose.page.queue import item_json, item_text

    with _workspace(db) as workspace:
        found = workspace.review.item(item)
    _print(item_json(found), item_text(found), as_json=as_json)


@review_app.command("accept")
def review_accept(
    item: str, editor: Editor = "editor", seen: Seen = None, db: Db = None, as_json: Json = False
) -> None:
    """Publish a sentence as it stands."""
    with _workspace(db) as workspace:
        _print_outcome(workspace.review.accept(item, by=editor, seen=seen), as_json=as_json)


@review_app.command("edit")
def review_edit(
    item: str,
    text: Annotated[str, typer.Option("--text", help="The editor's own words.")],
    quote: Annotated[list[str] | None, typer.Option("--quote", help="Words of the source.", show_default=False)] = None,
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Fix a sentence and publish it; it is checked like any other."""
    with _workspace(db) as workspace:
        outcome = workspace.review.edit(item, by=editor, text=text, quotes=tuple(quote or ()), seen=seen)
        _print_outcome(outcome, as_json=as_json)


@review_app.command("reject")
def review_reject(
    item: str,
    reason: Annotated[str, typer.Option("--reason", help="Why: not_in_source, wrong_number, overstated ...")],
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Refuse a sentence for good, with a reason."""
    with _workspace(db) as workspace:
        _print_outcome(workspace.review.reject(item, by=editor, code=reason, seen=seen), as_json=as_json)


@review_app.command("skip")
def review_skip(item: str, editor: Editor = "editor", seen: Seen = None, db: Db = None, as_json: Json = False) -> None:
    """Leave an item as it is."""
    with _workspace(db) as workspace:
        _print_outcome(workspace.review.skip(item, by=editor, seen=seen), as_json=as_json)


@review_app.command("undo")
def review_undo(
    item: Annotated[
        str | None, typer.Argument(help="The item; without it, the editor's last.", show_default=False)
    ] = None,
    editor: Editor = "editor",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take back the last decision: a new event, no deletion."""
    with _workspace(db) as workspace:
        _print_outcome(workspace.review.undo(item, by=editor), as_json=as_json)


@review_app.command("stats")
def review_stats(db: Db = None, as_json: Json = False) -> None:
    """Count items and decisions."""
    with _workspace(db) as workspace:
        stats = workspace.review.stats()
    lines = [
        f"{group}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        for group, counts in stats.items()
    ]
    _print(stats, "\n".join(lines), as_json=as_json)


# -- operation ---------------------------------------------------------------------------------------------


@app.command()
def ledger(db: Db = None, as_json: Json = False) -> None:
    """Show every attempt at a call and what it cost."""
    from decompose.page.accounts import ledger_json, ledger_text

    with _workspace(db) as workspace:
        entries = workspace.accounts.entries()
    _print(ledger_json(entries), ledger_text(entries), as_json=as_json)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    db: Db = None,
) -> None:
    """Show the pages in a browser, read-only."""
    import uvicorn

    from decompose.web.app import create_app

    with _workspace(db) as workspace:
        _ = workspace.database
        site = create_app(workspace, site_url=workspace.settings.site_url, site_name=workspace.settings.site_name)
        with _listening(host, port) as taken:
            _say(f"http://{host}:{port}/")
            uvicorn.Server(uvicorn.Config(site, log_level="warning")).run(sockets=[taken])


@app.command()
def migrate(db: Db = None) -> None:
    """Bring the schema of the database to the newest version."""
    with _workspace(db) as workspace:
        had = workspace.migrate()
    typer.echo(f"up to date; the schema was {had or 'not there yet'}")


# -- one place where answers become output and errors become exit codes ------------------------------------


def main() -> NoReturn:
    """The entry point: errors of ours end in one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names and answers may hold what has no UTF-8; its backslash form is its JSON escape as well.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(prog_name="decompose", standalone_mode=False) or DONE
    except DecomposeError as exc:
        _say(f"decompose: {exc}")
        code = _code_of(exc)
    except TyperException as exc:
        if exc.format_message():
            _say(f"decompose: {' '.join(exc.format_message().split()).rstrip('.')}; see: {_help_of(exc)}")
        code = WRONG_USAGE
    except OSError as exc:
        _say(
            f"decompose: {exc.filename or 'the machine'}: {exc.strerror}; check the path, its permissions and the disk"
        )
        code = RESUMABLE if exc.errno == errno.ENOSPC else WRONG_USAGE
    if code == _INTERRUPTED:
        _say("decompose: interrupted; give the same order again to go on")
        code = RESUMABLE
    sys.exit(code)


def _help_of(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'decompose'} --help"


def _code_of(error: DecomposeError) -> int:
    if isinstance(error, (ProviderDownError, ResumableError)):
        return RESUMABLE
    return WRONG_USAGE if isinstance(error, (UsageError, StoreError)) else SOME_FAILED


def _workspace(db: str | None) -> Workspace:
    from decompose.bootstrap import open_workspace
    from decompose.settings import read_settings

    return open_workspace(read_settings(os.environ), database_url=db)


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _print(value: Any, text: str, *, as_json: bool) -> None:
    if as_json:
        _print_json(value)
    else:
        typer.echo(text)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _or_dash(value: object) -> str:
    return "–" if value is None else str(value)


def _said(artifact: str | None, name: str | None, kind: str | None) -> Any:
    from decompose.domain.artifact import Kind, is_slug, parse_kind
    from decompose.services.inputs import Said

    if artifact is not None and not is_slug(artifact):
        raise UsageError(f"“{artifact}” is no slug; use lower-case letters, digits and dashes")
    known = parse_kind(kind) if kind else None
    if kind and known is None:
        raise UsageError(f"“{kind}” is no kind; use one of {', '.join(item.value for item in Kind)}")
    return Said(slug=artifact, name=name, kind=known)


def _say_job(job: JobResult) -> None:
    why = f": {job.code + ', ' if job.code else ''}{job.why}" if job.why else ""
    _say(f"{job.outcome:8} {job.origin}{why}")


def _exit_code(report: Report) -> int:
    if report.stopped:
        _say(f"decompose: {report.stopped}; give the same order again to go on")
        return RESUMABLE
    return SOME_FAILED if report.ended("failed") or report.ended("refused") else DONE


def _report_line(report: Report) -> str:
    counts = {outcome: len(report.ended(outcome)) for outcome in ("done", "skipped", "refused", "failed")}
    jobs = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    calls = f"{report.spent.paid} calls paid, {report.spent.reused} reused"
    return f"{jobs or 'nothing done'}; {report.capabilities} capabilities; {calls}"


def _report_json(report: Report) -> dict[str, Any]:
    spent = report.spent

    def listed(outcome: str) -> list[dict[str, Any]]:
        return [{"path": job.origin, "code": job.code, "why": job.why} for job in report.ended(outcome)]

    return {
        "batch": report.batch,
        "jobs": {outcome: len(report.ended(outcome)) for outcome in ("done", "failed", "skipped", "refused")},
        "capabilities": report.capabilities,
        "calls": {"paid": spent.paid, "reused": spent.reused},
        "tokens": {"input": spent.input, "cached": spent.cached, "output": spent.output},
        "cost_usd": None if spent.paid else 0,
        "refused": listed("refused"),
        "failed": listed("failed"),
    }


def _print_estimate(estimate: Any, *, as_json: bool) -> None:
    value = {
        "documents": estimate.documents,
        "calls": estimate.calls,
        "tokens": {"input": estimate.input_tokens, "output": estimate.output_tokens},
        "cost_usd_max": None,
    }
    tokens = f"about {estimate.input_tokens} tokens in, at most {estimate.output_tokens} out"
    text = f"{estimate.documents} documents, {estimate.calls} calls, {tokens}"
    _print(value, text, as_json=as_json)


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    from decompose.page.queue import event_json, item_json, outcome_text

    value = {"item": item_json(outcome.item), "event": event_json(outcome.event)}
    _print(value, outcome_text(outcome.item, outcome.event), as_json=as_json)


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


def _listening(host: str, port: int) -> socket.socket:
    """A socket on which nobody else listens, taken before anything is promised."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise UsageError(
            f"{host}:{port} cannot be listened on: {exc.strerror}; name another with --port or --host"
        ) from exc


def _compare_many(workspace: Workspace, pairs: Path | None, *, as_json: bool) -> NoReturn:
    from decompose.services.compare import every_pair, listed_pairs

    wanted = listed_pairs(pairs) if pairs else every_pair(workspace.catalog.artifacts())
    refused = []
    for a, b in wanted:
        try:
            workspace.compare.store(a, b)
        except UsageError as exc:
            refused.append({"a": a, "b": b, "why": str(exc)})
            _say(str(exc))
    value = {"stored": len(wanted) - len(refused), "refused": refused}
    _print(value, f"{value['stored']} comparisons stored, {len(refused)} refused", as_json=as_json)
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


_FIRST_PAIR = ("llama-4-maverick", "mixtral-8x7b")
_COMPARE_FORMATS: dict[str, Callable[[Compared], str]] = {
    "text": _compare_text,
    "markdown": _compare_markdown,
    "html": _compare_html,
    "json": _compare_json,
    "seed": _compare_text,
}


def _next_steps(db: str) -> str:
    program = sys.argv[0] if os.sep in sys.argv[0] else "decompose"
    return f"""Try next:
  {program} compare {" ".join(_FIRST_PAIR)} --db {db}
  {program} show mixtral-8x7b --db {db}
  {program} review list --db {db}
  {program} demo --serve"""
