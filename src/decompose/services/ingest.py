"""An order of documents: read and planned, written down as a batch of jobs, and carried out, again if need be.

What was written down is enough to go on: the documents themselves are held with their jobs until they have ended well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from decompose.domain.artifact import Artifact
from decompose.domain.document import Revision, SourceDocument
from decompose.domain.giving import continued
from decompose.domain.job import BROKE_OFF, OPEN, Batch, BatchState, Job, JobState, sharded
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Mode
from decompose.domain.pricing import Prices
from decompose.errors import ResumableError, UsageError
from decompose.llm.client import Llm, Request
from decompose.llm.prompts import Prompts
from decompose.services import reingest
from decompose.services.asking import Purse, Spent
from decompose.services.carrying import Carrying, Course, Watch
from decompose.services.computing import Computing, Here, computing
from decompose.services.decompose import Decomposer
from decompose.services.estimating import Estimate, Estimating
from decompose.services.inputs import Input
from decompose.services.intake import Reach
from decompose.services.jobs import known
from decompose.services.lines import Lines
from decompose.services.observing import NOBODY, Observer
from decompose.services.options import CONCURRENCY, How, Options, options_from_json, options_to_json
from decompose.services.ordering import Ordering, Writing
from decompose.services.reingest import Settled
from decompose.services.shards import ABANDONED, INTERRUPTED, Crew, Directly, HandsOut
from decompose.store import budgets, jobs
from decompose.store.database import Database

__all__ = ["CONCURRENCY", "SHARD", "Estimate", "How", "Ingestion", "Options", "Report", "options_from_json"]

# Documents a shard, measured in docs/decisions/0009; and how much of what was read stays within reach, in bytes.
SHARD = 16
_REACH = 16_000_000
NOTHING_SPENT = Spent()


@dataclass(frozen=True, slots=True)
class Report:
    """How an order ended: a result for each document, in order, and what was spent.

    `stopped` says why the order ended early (the provider gives nothing more, the budget is reached, interrupted); it
    can be given again. It can be resumed as a batch if it `is_whole`: all of it had been written down. `waiting` are
    the documents of the batch that have not ended.
    """

    batch: str
    jobs: tuple[JobResult, ...]
    capabilities: int
    spent: Spent
    stopped: str | None = None
    masked: int = 0
    is_whole: bool = True
    waiting: tuple[str, ...] = ()

    def ended(self, outcome: str) -> tuple[JobResult, ...]:
        return tuple(job for job in self.jobs if job.outcome == outcome)


@dataclass(frozen=True)
class Ingestion:
    """Carries out orders with one llm. `now` gives the time of what is written, `new_id` the name of a batch.

    `hands` hands the shards of a batch out. `how` the llm was chosen is kept with a batch.
    `watch` looks on; `observer` hears of everything. `leave` tells how the order stands and ends the process, where the
    calls on the way are not waited for. `computing` gives
    where so many documents are read and examined. `prunes`: what is gone from the folders of an order leaves.
    """

    database: Database
    llm: Llm
    prompts: Prompts
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    options: Options = field(default_factory=Options)
    prices: Prices = field(default_factory=Prices)
    hands: HandsOut = field(default_factory=Directly)
    how: How | None = None
    shard: int = SHARD
    watch: Watch | None = None
    leave: Callable[[Report], NoReturn] | None = None
    observer: Observer = NOBODY
    computing: Callable[[int], AbstractContextManager[Computing]] = computing
    prunes: bool = False

    def run(
        self,
        inputs: Sequence[Input],
        progress: Callable[[JobResult], None] | None = None,
        *,
        gone: Collection[SourceDocument] = (),
        settled: Callable[[Settled], None] = lambda _: None,
    ) -> Report:
        """Ingest every input; `progress` hears of each document as it ends, by the thread that called.

        The first documents are asked about while others are read. An interrupt (Ctrl-C) lets the calls on the way end,
        and what came back whole is written.

        Args:
            gone: documents of before whose files are gone: those that no input continues are taken out of sight.
            settled: hears what became of the documents of before.

        Raises:
            UsageError: a budget, and no price of the llm.
            ResumableError: the machine stands in the way; what was done is kept.
        """
        batch = self._begin(inputs)
        tell = self._telling(batch, progress)
        with self.computing(len(inputs)) as computing:
            halt = self._carrying.halt(batch)
            reach = Reach(0 if self.hands.is_elsewhere else _REACH)
            writing = Writing(tell, reach, lambda: halt.is_interrupted, gone=gone, settled=settled)
            shards = self._written_down(batch, inputs, computing, writing)
            return self._carried_out(Course(batch, tell, halt, computing, reach), shards)

    def order(self, inputs: Sequence[Input], progress: Callable[[JobResult], None] | None = None) -> str:
        """Write an order down, with all that is needed to carry it out anywhere; the batch is returned.

        Raises:
            UsageError: a budget, and no price of the llm.
        """
        batch = self._begin(inputs)
        with self.computing(len(inputs)) as computing:
            for _ in self._written_down(batch, inputs, computing, Writing(self._telling(batch, progress))):
                """Nobody carries it out yet."""
        return batch

    def _begin(self, inputs: Sequence[Input]) -> str:
        self.require_price()
        words = self._words()
        with self.database.writing() as session:
            earlier = jobs.givings(session, self.llm.name)
            words["continues"] = list(continued(words["options"], {given.where for given in inputs}, earlier))
            batch = Batch(self.new_id(), self.llm.name, words, self.options.budget, owner=self.hands.owner)
            jobs.begin(session, batch, self.now())
            budgets.begin(session, batch.id)
        self.observer.begun(batch.id, self.llm.name)
        return batch.id

    def _written_down(
        self, batch: str, inputs: Sequence[Input], computing: Computing, writing: Writing
    ) -> Iterator[Sequence[int]]:
        """The shards of an order, while it is written down; the batch runs as soon as all of it is."""
        yield from self._ordering(computing).write_down(batch, inputs, self.shard, writing)
        if writing.is_whole:
            with self.database.writing() as session:
                jobs.set_state(session, batch, BatchState.RUNNING, self.now(), owner=self.hands.owner)

    def _telling(self, batch: str, progress: Callable[[JobResult], None] | None) -> Callable[[JobResult], None]:
        def tell(ended: JobResult) -> None:
            self.observer.ended(batch, ended)
            if progress:
                progress(ended)

        return tell

    def resume(
        self, batch: str, progress: Callable[[JobResult], None] | None = None, *, only_failed: bool = False
    ) -> Report:
        """Carry out what a batch has left, and what failed once more; or only what failed.

        Raises:
            UnknownSubjectError: there is no such batch.
            UsageError: it is being carried out, was never written down whole, or a budget and no price of the llm.
        """
        self.require_price()
        with self.database.writing() as session:
            stored = known(jobs.batch(session, batch), batch)
            if stored.state is BatchState.WRITING:
                raise UsageError(f"batch {batch} {BROKE_OFF}", subject=batch)
            if stored.state is BatchState.RUNNING and (self.hands.is_elsewhere or stored.owner is not None):
                raise UsageError(f"batch {batch} is being carried out; wait for it to end, or stop it", subject=batch)
            jobs.release(session, batch, self.now())
            failed = jobs.reopen(session, batch, self.now())
            budgets.open_anew(session, batch, self.options.budget, self.now())
            jobs.set_state(session, batch, BatchState.RUNNING, self.now(), owner=self.hands.owner)
        self.observer.begun(batch, self.llm.name)
        return self.carry_out(batch, progress, only=failed if only_failed else None)

    def carry_out(
        self,
        batch: str,
        progress: Callable[[JobResult], None] | None = None,
        *,
        only: frozenset[int] | None = None,
    ) -> Report:
        """Carry out the jobs of a batch that wait, with the llm and the options of this ingestion.

        Raises:
            ResumableError: the machine stands in the way; what was done is kept.
        """
        with self.database.reading() as session:
            waiting = [job for job in jobs.jobs(session, batch, [JobState.WAITING]) if only is None or job.id in only]
        with self.computing(len(waiting)) as computing:
            course = Course(batch, self._telling(batch, progress), self._carrying.halt(batch), computing)
            return self._carried_out(course, sharded(waiting, self.shard))

    def _carried_out(self, course: Course, shards: Iterable[Sequence[int]]) -> Report:
        try:
            spent = self._carrying.carry_out(course, shards)
        except BaseException as exc:
            with suppress(Exception):
                self._end(course.batch, str(exc) if isinstance(exc, ResumableError) else INTERRUPTED)
            raise
        return self._end(course.batch, course.halt.why, spent)

    def crew(
        self,
        batch: str,
        pool: Executor,
        lines: Lines,
        computing: Computing,
        tell: Callable[[JobResult], None],
    ) -> Crew:
        """Who carries out shards of a batch that was ordered elsewhere, with the threads of a pool."""
        course = Course(batch, tell, self._carrying.halt(batch), computing)
        return self._carrying.crew(course, pool, lines)

    def _end(self, batch: str, why: str | None, spent: Spent = NOTHING_SPENT) -> Report:
        """What was not ended waits again, and the batch is finished or stopped, if it was written down whole."""
        with self.database.writing() as session:
            jobs.release(session, batch, self.now(), owner=self.hands.owner)
            state = BatchState.STOPPED if jobs.counts(session, batch).get(JobState.WAITING) else BatchState.FINISHED
            if known(jobs.batch(session, batch), batch).state is BatchState.WRITING:
                state = BatchState.WRITING
            jobs.set_state(session, batch, state, self.now(), why=why)
        self.observer.finished(batch, why)
        return self.report(batch, spent)

    def report(self, batch: str, spent: Spent = NOTHING_SPENT) -> Report:
        """How a batch stands: every document of it that has ended.

        Raises:
            UnknownSubjectError: there is no such batch.
        """
        with self.database.reading() as session:
            stored = known(jobs.batch(session, batch), batch)
            found = jobs.jobs(session, batch)
        ended = tuple(_result(job) for job in found if job.state not in OPEN)
        waiting = tuple(job.origin for job in found if job.state in OPEN)
        made, masked = sum(job.capabilities for job in found), sum(job.masked for job in found)
        is_whole = stored.state is not BatchState.WRITING
        return Report(batch, ended, made, spent, stored.stopped, masked, is_whole, waiting)

    # -- before anything is called -------------------------------------------------------------------------

    def opened(
        self, inputs: Sequence[Input]
    ) -> tuple[tuple[tuple[str, Artifact, Revision], ...], tuple[JobResult, ...]]:
        """The documents that `run` would decompose, each with its path, and how the others end."""
        return self._estimating.opened(inputs)

    def requests(self, inputs: Sequence[Input]) -> Iterator[tuple[str, Request]]:
        """The first calls that `run` would make, with the slug that each is about; nothing is called or written."""
        return self._estimating.requests(inputs)

    def estimate(self, inputs: Sequence[Input], gone: Sequence[SourceDocument] = ()) -> Estimate:
        """What `run` would ask for where these documents are gone; nothing is called or written."""
        return self._estimating.estimate(inputs, gone)

    def require_price(self) -> None:
        """See that a budget can be kept.

        Raises:
            UsageError: there is one, and the llm is paid and has no price.
        """
        self._estimating.require_price(self.options.budget)

    def gone(self, paths: Sequence[Path], inputs: Sequence[Input]) -> tuple[SourceDocument, ...]:
        """The documents of these folders whose files are gone; nothing is written."""
        with self.database.reading() as session:
            return reingest.gone(session, _folders(paths), inputs)

    def unfamiliar(self, paths: Sequence[Path], inputs: Sequence[Input]) -> tuple[Path, ...]:
        """Those of these folders of which no document is known, though others are: what is gone cannot be told."""
        with self.database.reading() as session:
            return reingest.unfamiliar(session, _folders(paths), inputs)

    # -- the parts -----------------------------------------------------------------------------------------

    @property
    def _estimating(self) -> Estimating:
        return Estimating(self.llm, self.prices, self.now, self._decomposer(), self._ordering, self.computing)

    @property
    def _carrying(self) -> Carrying:
        return Carrying(
            self.database,
            self.llm,
            self.now,
            self.options,
            self.prices,
            self.hands,
            self.shard,
            self._decomposer,
            self.watch,
            self._left if self.leave else None,
        )

    def _left(self, batch: str, spent: Spent) -> NoReturn:
        """Others find later that this process is gone, and free what it had begun."""
        assert self.leave  # noqa: S101
        self.leave(replace(self.report(batch, spent), stopped=ABANDONED))

    def _words(self) -> dict[str, Any]:
        return {"llm": self.how.to_json() if self.how else None, "options": options_to_json(self.options)}

    def _ordering(self, computing: Computing) -> Ordering:
        mode = Mode(self.llm.name, self.options.is_llm_named, self.options.redo, self.prunes)
        return Ordering(self.database, self.now, mode, self.options.max_bytes, computing)

    def _decomposer(
        self, batch: str | None = None, purse: Purse | None = None, computing: Computing | None = None
    ) -> Decomposer:
        return Decomposer(
            self.database,
            self.llm,
            self.prompts,
            self.now,
            self.options.language,
            batch,
            purse or Purse(self.prices),
            point=self.options.point,
            is_judged=self.options.is_judged,
            observer=self.observer,
            computing=computing or Here(),
        )


def _folders(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if path.is_dir()]


def _result(job: Job) -> JobResult:
    return JobResult(job.origin, job.slug, job.state.value, job.code, job.why)
