"""An order of documents: read and planned, written down as a batch of jobs, and carried out, again if need be.

What was written down is enough to go on: the documents themselves are held with their jobs until they have ended well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from decompose.domain.artifact import Artifact
from decompose.domain.document import Revision
from decompose.domain.examination import Point
from decompose.domain.job import BROKE_OFF, Batch, BatchState, Job, JobState, at_once, sharded
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Mode, Step
from decompose.domain.pricing import NOTHING, Price, Prices
from decompose.errors import ResumableError, UsageError
from decompose.llm.client import Llm, Request, Usage
from decompose.llm.meter import most_tokens
from decompose.llm.passages import estimated_tokens
from decompose.llm.prompts import Prompts
from decompose.services import reingest
from decompose.services.asking import Purse, Spent, worst_case
from decompose.services.computing import Computing, Here, computing
from decompose.services.decompose import Decomposer
from decompose.services.funds import SharedFunds
from decompose.services.inputs import Input
from decompose.services.intake import Reach, not_done
from decompose.services.jobs import known
from decompose.services.lines import Lines, waking_early
from decompose.services.observing import NOBODY, Observer
from decompose.services.ordering import Ordering, Writing
from decompose.services.scribe import Scribe
from decompose.services.shards import INTERRUPTED, Crew, Directly, Halt, HandsOut, interruptible
from decompose.store import budgets, jobs, ledger
from decompose.store.database import Database

# Documents a shard, measured in docs/decisions/0009; and how much of what was read stays within reach, in bytes.
SHARD = 16
CONCURRENCY = 8
_REACH = 8_000_000
NOTHING_SPENT = Spent()


@dataclass(frozen=True, slots=True)
class Options:
    """How an order is carried out. `is_llm_named` says that the operator chose the llm himself.

    `point` is where the claim check draws the line, `is_judged` whether the llm is asked about what that leaves open.
    `concurrency` is how many documents are decomposed at a time, `budget` what their calls may cost together, in USD.
    """

    is_llm_named: bool = False
    redo: bool = False
    language: str | None = None
    max_bytes: int = 20_000_000
    point: Point = Point.BALANCED
    is_judged: bool = False
    concurrency: int = 1
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class How:
    """By what words the llm of an order was chosen, and at what pace it is asked; kept with a batch."""

    llm: str
    model: str | None = None
    recordings: Path | None = None
    rpm: int | None = None
    tpm: int | None = None

    def to_json(self) -> dict[str, Any]:
        recordings = str(self.recordings) if self.recordings else None
        return {"llm": self.llm, "model": self.model, "recordings": recordings, "rpm": self.rpm, "tpm": self.tpm}

    @classmethod
    def kept(cls, words: Mapping[str, Any]) -> How:
        """As it was stored as JSON."""
        return cls(**{**words, "recordings": Path(words["recordings"]) if words["recordings"] else None})


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would do: documents to decompose, calls, tokens in, and the most tokens that may come out.

    `cost_max` is the most that these calls can cost in USD, None where the llm has no price. Repair calls and the
    judge's come on top: whether there are any depends on the answers.
    """

    documents: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost_max: Decimal | None


@dataclass(frozen=True, slots=True)
class Report:
    """How an order ended: a result for each document, in order, and what was spent.

    `stopped` says why the order ended early (the provider gives nothing more, the budget is reached, interrupted); it
    can be given again. It can be resumed as a batch if it `is_whole`: all of it had been written down.
    """

    batch: str
    jobs: tuple[JobResult, ...]
    capabilities: int
    spent: Spent
    stopped: str | None = None
    masked: int = 0
    is_whole: bool = True

    def ended(self, outcome: str) -> tuple[JobResult, ...]:
        return tuple(job for job in self.jobs if job.outcome == outcome)


@dataclass(frozen=True, slots=True)
class _Course:
    """A batch that is being carried out: who hears of its ends, what stops it, and where documents are read.

    `reach` holds what was read for it a moment ago; None where it was ordered before.
    """

    batch: str
    tell: Callable[[JobResult], None]
    halt: Halt
    computing: Computing
    reach: Reach | None = None


@dataclass(frozen=True)
class Ingestion:
    """Carries out orders with one llm. `now` gives the time of what is written, `new_id` the name of a batch.

    `hands` hands the shards of a batch out. `how` the llm was chosen is kept with a batch.
    `watch` is told what the calls draw on, before the first one; `observer` hears of everything. `computing` gives
    where so many documents are read and examined.
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
    watch: Callable[[Purse], None] | None = None
    observer: Observer = NOBODY
    computing: Callable[[int], AbstractContextManager[Computing]] = computing

    def run(self, inputs: Sequence[Input], progress: Callable[[JobResult], None] | None = None) -> Report:
        """Ingest every input; `progress` hears of each document as it ends, by the thread that called.

        The first documents are asked about while others are read. An interrupt (Ctrl-C) lets the calls on the way end,
        and what came back whole is written.

        Raises:
            UsageError: a budget, and no price of the llm.
            ResumableError: the machine stands in the way; what was done is kept.
        """
        batch = self._begin()
        tell = self._telling(batch, progress)
        with self.computing(len(inputs)) as computing:
            halt = self._halt(batch)
            reach = Reach(_REACH)
            writing = Writing(tell, reach, lambda: halt.is_interrupted)
            shards = self._written_down(batch, inputs, computing, writing)
            return self._carried_out(_Course(batch, tell, halt, computing, reach), shards)

    def order(self, inputs: Sequence[Input], progress: Callable[[JobResult], None] | None = None) -> str:
        """Write an order down, with all that is needed to carry it out anywhere; the batch is returned.

        Raises:
            UsageError: a budget, and no price of the llm.
        """
        batch = self._begin()
        with self.computing(len(inputs)) as computing:
            for _ in self._written_down(batch, inputs, computing, Writing(self._telling(batch, progress))):
                """Nobody carries it out yet."""
        return batch

    def _begin(self) -> str:
        self.require_price()
        batch = Batch(self.new_id(), self.llm.name, self._words(), self.options.budget, owner=self.hands.owner)
        with self.database.writing() as session:
            jobs.begin(session, batch, self.now())
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
            budgets.open_anew(session, batch, self.options.budget)
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
            course = _Course(batch, self._telling(batch, progress), self._halt(batch), computing)
            return self._carried_out(course, sharded(waiting, self.shard))

    def _carried_out(self, course: _Course, shards: Iterable[Sequence[int]]) -> Report:
        if self.watch:
            self.watch(course.halt.purse)
        before = self._newest_attempt() if self.hands.is_elsewhere else 0
        try:
            self._hand_out(course, shards)
        except BaseException as exc:
            with suppress(Exception):
                self._end(course.batch, str(exc) if isinstance(exc, ResumableError) else INTERRUPTED)
            raise
        spent = self._spent_elsewhere(course.batch, before) if self.hands.is_elsewhere else course.halt.purse.spent
        return self._end(course.batch, course.halt.why, spent)

    def _newest_attempt(self) -> int:
        with self.database.reading() as session:
            return ledger.newest(session)

    def _spent_elsewhere(self, batch: str, before: int) -> Spent:
        """What others spent on a batch, as the ledger has it, after the attempt of that number."""
        purse = Purse(self.prices)
        with self.database.reading() as session:
            attempts = ledger.counted(session, batch, before)
        for tokens_in, cached, output, cost in attempts:
            usage = None if tokens_in is None else Usage(input=tokens_in, cached=cached or 0, output=output or 0)
            purse.book(usage, cost, is_paid=self.llm.is_paid and usage != Usage())
            if not self.llm.is_paid:
                purse.reuse()
        return purse.spent

    def _hand_out(self, course: _Course, shards: Iterable[Sequence[int]]) -> None:
        """Have every shard worked on; told by the thread that called."""
        halt, lines = course.halt, Lines(self.options.concurrency)
        ends = _Ends(course.tell)
        with (
            interruptible(halt.interrupt),
            waking_early(),
            ThreadPoolExecutor(lines.threads, thread_name_prefix="document") as pool,
        ):
            crew = self._crew(replace(course, tell=ends.put), pool, lines)
            try:
                with self.hands.handing_out(crew, shards, at_once(lines.threads, self.shard)) as futures:
                    for future in futures:
                        ends.expect(future)
                    ends.wait()
            except BaseException:
                halt.stop(INTERRUPTED)
                halt.purse.close(INTERRUPTED)
                raise

    def crew(
        self,
        batch: str,
        pool: ThreadPoolExecutor,
        lines: Lines,
        computing: Computing,
        tell: Callable[[JobResult], None],
    ) -> Crew:
        """Who carries out shards of a batch that was ordered elsewhere, with the threads of a pool."""
        return self._crew(_Course(batch, tell, self._halt(batch), computing), pool, lines)

    def _halt(self, batch: str) -> Halt:
        budget, owner, leave = self.options.budget, self.hands.owner, self.hands.leave
        if budget is not None and owner is not None:
            return Halt(Purse(self.prices, funds=SharedFunds(self.database, batch, owner), leave=leave), self.llm)
        with self.database.reading() as session:
            _, before = jobs.spent(session, batch)
        return Halt(Purse(self.prices, budget, spent_before=before or NOTHING, leave=leave), self.llm)

    def _crew(self, course: _Course, pool: ThreadPoolExecutor, lines: Lines) -> Crew:
        return Crew(
            course.batch,
            self.database,
            self._decomposer(course.batch, course.halt.purse, course.computing),
            course.halt,
            pool,
            lines,
            Scribe(self.database, lines.pen, self.now, course.tell, self.options.point, self.hands.owner),
            self.now,
            course.tell,
            owner=self.hands.owner,
            reach=course.reach or Reach(0),
            is_again=course.reach is None,
            is_redo=self.options.redo,
        )

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
        ended = tuple(_result(job) for job in found if job.state not in (JobState.WAITING, JobState.RUNNING))
        made, masked = sum(job.capabilities for job in found), sum(job.masked for job in found)
        is_whole = stored.state is not BatchState.WRITING
        return Report(batch, ended, made, spent, stored.stopped, masked, is_whole)

    # -- planning ------------------------------------------------------------------------------------------

    def _words(self) -> dict[str, Any]:
        return {"llm": self.how.to_json() if self.how else None, "options": options_to_json(self.options)}

    def _ordering(self, computing: Computing) -> Ordering:
        mode = Mode(self.llm.name, self.options.is_llm_named, self.options.redo)
        return Ordering(self.database, self.now, mode, self.options.max_bytes, computing)

    def opened(
        self, inputs: Sequence[Input]
    ) -> tuple[tuple[tuple[str, Artifact, Revision], ...], tuple[JobResult, ...]]:
        """The documents that `run` would decompose, each with its path, and how the others end."""
        wanted, others = [], []
        with self.computing(len(inputs)) as computing:
            for step in self._ordering(computing).plan(inputs):
                if isinstance(step, tuple) and step[0].step is Step.DECOMPOSE:
                    candidate = step[0].candidate
                    wanted.append((candidate.path, candidate.artifact, step[1].revision))
                else:
                    others.append(not_done(step[0]) if isinstance(step, tuple) else step)
        return tuple(wanted), tuple(others)

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

    def requests(self, inputs: Sequence[Input]) -> Iterator[tuple[str, Request]]:
        """The first calls that `run` would make, with the slug that each is about; nothing is called or written."""
        decomposer = self._decomposer()
        for _, artifact, revision in self.opened(inputs)[0]:
            yield from ((artifact.slug, request) for request in decomposer.requests(artifact, revision))

    def estimate(self, inputs: Sequence[Input]) -> Estimate:
        """What `run` would ask for; nothing is called and nothing written."""
        wanted, _ = self.opened(inputs)
        decomposer = self._decomposer()
        asked = (decomposer.requests(artifact, revision) for _, artifact, revision in wanted)
        requests = list(chain.from_iterable(asked))
        return Estimate(
            len(wanted),
            len(requests),
            sum(estimated_tokens(message.content) for request in requests for message in request.messages),
            sum(most_tokens(request).output for request in requests),
            self._most_usd(requests),
        )

    def require_price(self) -> None:
        """See that a budget can be kept.

        Raises:
            UsageError: there is one, and the llm is paid and has no price.
        """
        if self.options.budget is not None and self.llm.is_paid and self._price is None:
            raise UsageError(
                f"--budget needs the price of {self.llm.name}, and none is known; add it to a file of prices and name "
                "that by DECOMPOSE_PRICES",
                subject=self.llm.name,
            )

    @property
    def _price(self) -> Price | None:
        return self.prices.at(self.llm.name, self.now().astimezone(UTC).date())

    def _most_usd(self, requests: Iterable[Request]) -> Decimal | None:
        price = self._price
        if not self.llm.is_paid:
            return NOTHING
        return sum((worst_case(request, price) for request in requests), NOTHING) if price else None

    def prune(self, paths: Sequence[Path], inputs: Sequence[Input]) -> tuple[str, ...]:
        """Take documents of these folders out of sight whose files are gone; the origins of those."""
        folders = [path for path in paths if path.is_dir()]
        with self.database.writing() as session:
            return reingest.prune(session, folders, inputs, self.now())


class _Ends:
    """The ends of documents, told by one thread, until every shard has ended."""

    def __init__(self, tell: Callable[[JobResult], None]) -> None:
        self._tell = tell
        self._came: SimpleQueue[JobResult | None] = SimpleQueue()
        self._shards: list[Future[None]] = []
        self._left = 0
        self.put = self._came.put

    def expect(self, shard: Future[None]) -> None:
        """A shard was handed out; what came meanwhile is told."""
        self._left += 1
        self._shards.append(shard)
        shard.add_done_callback(lambda _: self._came.put(None))
        while not self._came.empty():
            self._take()

    def wait(self) -> None:
        """Tell until the last shard has ended; what went wrong in one is raised."""
        while self._left:
            self._take()
        for shard in self._shards:
            shard.result()

    def _take(self) -> None:
        ended = self._came.get()
        if ended is None:
            self._left -= 1
        else:
            self._tell(ended)


def options_to_json(options: Options) -> dict[str, Any]:
    """How an order is carried out, in words that can be kept."""
    return {
        "is_llm_named": options.is_llm_named,
        "redo": options.redo,
        "language": options.language,
        "max_bytes": options.max_bytes,
        "point": options.point.value,
        "is_judged": options.is_judged,
        "concurrency": options.concurrency,
    }


def options_from_json(words: Mapping[str, Any], budget: Decimal | None) -> Options:
    return Options(**{**words, "point": Point(words["point"]), "budget": budget})


def _result(job: Job) -> JobResult:
    return JobResult(job.origin, job.slug, job.state.value, job.code, job.why)
