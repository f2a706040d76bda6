"""After scores or records moved: `regenerate`, and what a language model writes about the pairs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.cli.console import (
    DONE,
    SOME_FAILED,
    Answers,
    Budget,
    Db,
    Json,
    LlmName,
    Model,
    Recordings,
    Requests,
    Rpm,
    Tpm,
    by_files,
    opened,
    print_answer,
    print_by_files,
    say,
    usd,
)
from decompose.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decompose.bootstrap import Workspace
    from decompose.llm.client import Llm
    from decompose.services.recording import Wanted
    from decompose.services.regenerate import Regenerated
    from decompose.services.write_up import Pairs, WroteUp
    from decompose.services.writing import Writer
    from decompose.store.database import Database

app = typer.Typer()
_CONCURRENCY = 8


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written, by which llm, at what pace and cost."""

    pairs: Pairs | None
    llm: str
    model: str | None
    recordings: Path | None
    rpm: int | None
    tpm: int | None
    budget: Decimal | None
    concurrency: int


@app.command()
def regenerate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    write_ups: Annotated[
        bool, typer.Option("--write-ups", help="Have a language model write what is missing or stale.")
    ] = False,
    pairs: Annotated[
        Path | None,
        typer.Option("--list", help="CSV with columns a,b: write of these pairs alone.", show_default=False),
    ] = None,
    llm: LlmName = "auto",
    model: Model = None,
    recordings: Recordings = None,
    requests: Requests = None,
    answers: Answers = None,
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, max=1000, help="Pairs asked about at a time.")
    ] = _CONCURRENCY,
    rpm: Rpm = None,
    tpm: Tpm = None,
    budget: Budget = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Make the stored comparisons anew that changed scores or records touch."""
    from decompose.services.compare import listed_pairs

    limit = usd(budget)
    if not write_ups and any((pairs, model, recordings, requests, answers, budget)):
        raise UsageError("--list, --model, --recordings, --requests, --answers and --budget go with --write-ups")
    named = tuple(listed_pairs(pairs).values()) if pairs else None
    order = _Order(named, llm, model, recordings, rpm, tpm, limit, concurrency)
    with opened(db) as workspace:
        if requests or answers:
            done = by_files(_missing(workspace, order), requests, answers, recordings, model)
            print_by_files(done, as_json=as_json)
            return
        writer = _writer(workspace, order) if write_ups else None
        regenerated = workspace.regenerate.run(dry_run=dry_run)
        if regenerated.flips and not dry_run and workspace.settings.webhooks:
            sent = workspace.webhooks.deliver()
            say(f"webhooks: {sent.sent} messages sent, {sent.waiting} wait for another attempt")
        wrote = _wrote(workspace, writer, order, dry_run=dry_run) if writer else None
    value: dict[str, Any] = asdict(regenerated)
    if wrote:
        value |= {"llm_calls": wrote.calls, "write_ups": wrote.as_json()}
    print_answer(value, _text(regenerated, wrote, dry_run=dry_run), as_json=as_json)
    for failure in writer.failures if writer else ():
        say(f"decompose: {failure}")
    raise typer.Exit(SOME_FAILED if writer and writer.failures else DONE)


def _writer(workspace: Workspace, order: _Order) -> Writer:
    from decompose.services.ingest import How
    from decompose.services.judge import reads_prompts

    how = workspace.llms.settled(How(order.llm, order.model, order.recordings, order.rpm, order.tpm))
    chosen = reads_prompts(workspace.llm_of(how), "--write-ups")
    say(f"llm: {chosen.name}")
    writer = workspace.writer(chosen, order.budget)
    if order.budget is not None:
        writer.asker.require_price()
    return writer


def _wrote(workspace: Workspace, writer: Writer, order: _Order, *, dry_run: bool) -> WroteUp:
    if dry_run:
        return workspace.writing_up.dry_run(writer, order.pairs)
    return workspace.writing_up.run(writer, order.pairs, concurrency=order.concurrency)


def _missing(workspace: Workspace, order: _Order) -> Sequence[Wanted]:
    from decompose.services.recording import missed

    pairs = workspace.catalog.pairs() if order.pairs is None else order.pairs

    def ask(database: Database, llm: Llm) -> None:
        writer = workspace.writer(llm, database=database)
        for wanted, bench in workspace.writing_up.wanted(pairs):
            writer.write(wanted, bench)

    return missed(order.recordings, ask)


def _text(done: Regenerated, wrote: WroteUp | None, *, dry_run: bool) -> str:
    would = "would change" if dry_run else "changed"
    text = (
        f"{done.pairs_checked} pairs checked, {done.pages_touched} pages {would}: {done.verdicts_changed} verdicts, "
        f"{done.sentences_changed} sentences; {done.flips} verdicts flipped; "
        f"{wrote.calls if wrote else done.llm_calls} LLM calls; {done.seconds:.1f} s"
    )
    if wrote is None:
        return text
    cost = "no price is known" if wrote.cost is None else f"${wrote.cost:.6f}"
    if dry_run:
        return (
            f"{text}\nwrite-ups: {wrote.pairs} pairs, at most {wrote.sentences} sentences ({wrote.stale} stale), "
            f"{wrote.calls} calls and {wrote.reused} answered already, at most {cost} before repairs"
        )
    return (
        f"{text}\nwrite-ups: {wrote.pairs} pairs, {wrote.sentences} sentences written, {wrote.stale} were stale, "
        f"{wrote.refused} refused; {wrote.calls} calls paid, {wrote.reused} reused, {cost}"
    )
