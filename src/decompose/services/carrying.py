"""The shards of a batch handed out and waited for, and what that spent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import datetime
from queue import SimpleQueue
from typing import NoReturn, Protocol

from decompose.domain.job import at_once
from decompose.domain.ledger import JobResult
from decompose.domain.pricing import Prices
from decompose.llm.client import Llm, Usage
from decompose.services.asking import Purse, Spent
from decompose.services.computing import Computing
from decompose.services.decompose import Decomposer
from decompose.services.funds import SharedFunds
from decompose.services.intake import Reach
from decompose.services.lines import Lines, waking_early
from decompose.services.options import Options
from decompose.services.scribe import Scribe
from decompose.services.shards import INTERRUPTED, Crew, Halt, HandsOut, interruptible
from decompose.services.threads import FreshThreads
from decompose.store import budgets, ledger
from decompose.store.database import Database

# How many shards are handed out beyond those that are worked on.
_AHEAD = 4


class Watch(Protocol):
    """Whoever looks on while a batch is carried out."""

    def draws_on(self, purse: Purse) -> None:
        """What the calls draw on, before the first one."""

    def ends_early(self, begun: int) -> None:
        """It was interrupted: so many documents were begun and are finished, no other is begun."""


@dataclass(frozen=True, slots=True)
class Course:
    """A batch that is being carried out: who hears of its ends, what stops it, and where documents are read.

    `reach` holds what was read for it a moment ago; None where it was ordered before.
    """

    batch: str
    tell: Callable[[JobResult], None]
    halt: Halt
    computing: Computing
    reach: Reach | None = None


@dataclass(frozen=True)
class Carrying:
    """Carries batches out with one llm. `decomposer` gives who asks for a batch, on what purse, and examines where.

    `shard` is how many documents are handed out together. `leave` ends the process, and is told the batch and what it
    spent, where nobody waits for the calls on the way.
    """

    database: Database
    llm: Llm
    now: Callable[[], datetime]
    options: Options
    prices: Prices
    hands: HandsOut
    shard: int
    decomposer: Callable[[str, Purse, Computing], Decomposer]
    watch: Watch | None = None
    leave: Callable[[str, Spent], NoReturn] | None = None

    def carry_out(self, course: Course, shards: Iterable[Sequence[int]]) -> Spent:
        """Have every shard worked on; what that spent.

        Raises:
            ResumableError: the machine stands in the way; what was done is kept.
        """
        if self.watch:
            self.watch.draws_on(course.halt.purse)
        before = self._newest_attempt() if self.hands.is_elsewhere else 0
        self._hand_out(course, shards)
        return self._spent_elsewhere(course.batch, before) if self.hands.is_elsewhere else course.halt.purse.spent

    def _hand_out(self, course: Course, shards: Iterable[Sequence[int]]) -> None:
        """Have every shard worked on; told by the thread that called."""
        halt, lines = course.halt, Lines(self.options.concurrency)
        together = at_once(lines.threads, self.shard)
        ends = Ends(course.tell, self.watch.ends_early if self.watch else lambda _: None, self._leaving(course))

        def interrupt() -> None:
            halt.interrupt()
            if not self.hands.is_elsewhere:
                ends.interrupted(lines.begun)

        with (
            interruptible(interrupt, ends.abandoned if self.leave else None),
            waking_early(),
            FreshThreads(lines.threads, name="document") as pool,
        ):
            crew = self.crew(replace(course, tell=ends.put), pool, lines)
            try:
                with self.hands.handing_out(crew, shards, together) as futures:
                    for future in futures:
                        ends.expect(future)
                        # What is read far ahead only lies there. Others begin when all is written down.
                        if not self.hands.is_elsewhere:
                            ends.until(together + _AHEAD)
                    ends.wait()
            except BaseException:
                halt.stop(INTERRUPTED)
                halt.purse.close(INTERRUPTED)
                raise

    def _leaving(self, course: Course) -> Callable[[], None]:
        def leave() -> None:
            if self.leave:
                self.leave(course.batch, course.halt.purse.spent)

        return leave

    def halt(self, batch: str) -> Halt:
        """What stops a batch, and the purse that its calls draw on."""
        budget, owner, leave = self.options.budget, self.hands.owner, self.hands.leave
        if owner is not None:
            funds = SharedFunds(self.database, batch, owner, self.now)
            return Halt(Purse(self.prices, funds=funds, leave=leave), self.llm)
        with self.database.reading() as session:
            before = budgets.spent(session, batch)
        return Halt(Purse(self.prices, budget, spent_before=before, leave=leave), self.llm)

    def crew(self, course: Course, pool: Executor, lines: Lines) -> Crew:
        """Who carries out shards of a batch, with the threads of a pool."""
        return Crew(
            course.batch,
            self.database,
            self.decomposer(course.batch, course.halt.purse, course.computing),
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


@dataclass(frozen=True, slots=True)
class Interruption:
    """An interrupt, and how many documents were begun then."""

    begun: int


@dataclass(frozen=True, slots=True)
class Abandonment:
    """Another interrupt: nothing is waited for."""


class Ends:
    """The ends of documents, and interrupts, told by one thread, until every shard has ended."""

    def __init__(
        self,
        tell: Callable[[JobResult], None],
        tell_interrupted: Callable[[int], None],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        self._tell, self._tell_interrupted, self._leave = tell, tell_interrupted, leave
        self._came: SimpleQueue[JobResult | Future[None] | Interruption | Abandonment] = SimpleQueue()
        self._failed: list[Future[None]] = []
        self._left = 0
        self.put = self._came.put

    def expect(self, shard: Future[None]) -> None:
        """A shard was handed out; what came meanwhile is told."""
        self._left += 1
        shard.add_done_callback(self._came.put)
        while not self._came.empty():
            self._take()

    def interrupted(self, begun: int) -> None:
        """So many documents are finished, no other is begun. A signal handler may say so: it is told when it may be."""
        self._came.put(Interruption(begun))

    def abandoned(self) -> None:
        """Nothing is waited for; a signal handler may say so, and it is done where the database can be asked."""
        self._came.put(Abandonment())

    def until(self, most: int) -> None:
        """Tell until so many shards at the most have not ended."""
        while self._left > most:
            self._take()

    def wait(self) -> None:
        """Tell until the last shard has ended; what went wrong in one is raised."""
        self.until(0)
        for shard in self._failed:
            shard.result()

    def _take(self) -> None:
        ended = self._came.get()
        if isinstance(ended, JobResult):
            self._tell(ended)
            return
        if isinstance(ended, Interruption):
            self._tell_interrupted(ended.begun)
            return
        if isinstance(ended, Abandonment):
            self._leave()
            return
        self._left -= 1
        if ended.cancelled() or ended.exception():
            self._failed.append(ended)
