"""Workers: processes, on as many machines as wanted, that carry out what others order over one Postgres database.

Whoever orders writes the jobs down and puts their shards into the queue; workers take them from there. One that dies or
stands still is buried by the others, and what it had begun goes back into the queue.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType

from decompose.domain.job import OPEN, BatchState, JobState, at_once
from decompose.domain.ledger import JobResult
from decompose.errors import DecomposeError, ResumableError, UsageError
from decompose.services.computing import Processes
from decompose.services.engine import Embedded, Engine
from decompose.services.ingest import SHARD, Ingestion
from decompose.services.lines import Lines, waking_early
from decompose.services.presence import DIED, PATIENCE, Presence, Present
from decompose.services.shards import INTERRUPTED, Crew
from decompose.services.threads import FreshThreads
from decompose.store import jobs
from decompose.store.database import Database

LEFT = "no worker is left; start one (decompose worker), then: decompose ingest --resume"
_LOOK = 0.25
_LOOK_AROUND = 1.0
_WITHOUT_WORKERS = 5.0


def _say_nothing(_: JobResult) -> None:
    """Nobody wants to hear of it."""


@dataclass
class Worker(Present):
    """Carries out shards of the queue, with so many documents at a time, until it is stopped.

    `ingestion` makes the ingestion that goes on with a batch, as it was ordered; `tell` hears of each end.
    """

    database: Database
    now: Callable[[], datetime]
    ingestion: Callable[[str, Worker], Ingestion]
    concurrency: int
    tell: Callable[[JobResult], None] = _say_nothing
    patience: timedelta = PATIENCE
    _crews: dict[str, Crew] = field(default_factory=dict)
    _working: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _why: str | None = None

    def run(self) -> None:
        """Work until `stop`. Threads may be left that hold shards which others will take: end the process soon.

        Raises:
            UsageError: the database is SQLite, where one process does everything.
            ResumableError: this process stood still and was taken for dead, or the database went away.
        """
        if self.database.is_sqlite:
            raise UsageError(
                "a worker needs a Postgres database (--db postgresql://...): on SQLite decompose ingest carries out "
                "what it was ordered itself",
                subject=self.database.name,
            )
        with Presence(self.database, self.now, takes_any=True, patience=self.patience) as self._presence:
            # What is far ahead of the desk would be taken away from other workers.
            self._lines = Lines(self.concurrency, ahead=self.concurrency)
            takes = at_once(self._lines.threads, SHARD)
            engine = Engine(self.database, self._presence.name, self._carry, takes=takes)
            self._pool = FreshThreads(self._lines.threads, name="document")
            with Processes() as self._computing, engine as self._engine, self._pool, waking_early():
                self._engine.tidy(self.now())
                self._presence.tidy()
                self._watch()
            if self._why:
                # A line that broke may have been cut by those who took this process for dead: that says more.
                self._presence.require()
        if self._why:
            raise ResumableError(self._why)

    def _watch(self) -> None:
        """Look around until stopped, then wait for what is being written."""
        while not self._stopped.wait(_LOOK_AROUND):
            try:
                self._look()
            except ResumableError as exc:
                self.stop(str(exc))
        with self._changed:
            self._changed.wait_for(lambda: not self._working)

    def stop(self, why: str | None = None) -> None:
        """Begin no further document. Calls on the way end and are kept; what is left goes back into the queue."""
        self._why = self._why or why
        with self._changed:
            for crew in self._crews.values():
                crew.halt.interrupt()
        self._stopped.set()

    # -- for ingestions ------------------------------------------------------------------------------------

    @contextmanager
    def handing_out(
        self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int
    ) -> Iterator[Iterable[Future[None]]]:
        """A worker orders nothing."""
        del crew, shards, at_once
        yield ()

    # -- shards --------------------------------------------------------------------------------------------

    def _carry(self, batch: str, shard: Sequence[int]) -> None:
        """A shard, as the engine hands it over."""
        with self._changed:
            self._working += 1
        try:
            crew = self._crew(batch)
            if crew:
                crew.work(shard)
            if not self._stopped.is_set():
                self._settle(batch, crew)
        except Exception as exc:  # noqa: BLE001
            # Also a fault of our own: a shard that ended with it would be missed by nobody.
            self._give_up(batch, exc)
        finally:
            with self._changed:
                self._working -= 1
                self._changed.notify_all()
        if self._stopped.is_set():
            # To return would tell the engine that the shard has ended. Others take it when this process is gone.
            threading.Event().wait()

    def _crew(self, batch: str) -> Crew | None:
        """Who works on a batch; None where it was stopped."""
        with self.database.reading() as session:
            stored = jobs.batch(session, batch)
        if self._stopped.is_set() or stored is None or stored.state is not BatchState.RUNNING:
            return None
        with self._changed:
            if batch not in self._crews:
                ingestion = self.ingestion(batch, self)
                self._crews[batch] = ingestion.crew(batch, self._pool, self._lines, self._computing, self.tell)
            return self._crews[batch]

    def _give_up(self, batch: str, error: Exception) -> None:
        """An order that cannot be carried out stops; where it is the machine, this process does."""
        if isinstance(error, ResumableError):
            self.stop(str(error))
            return
        why = str(error) if isinstance(error, DecomposeError) else f"a fault of the program: {error!r}"
        with self.database.writing() as session:
            jobs.stop(session, batch, why, self.now())
            jobs.release(session, batch, self.now(), owner=self._presence.worker)

    def _settle(self, batch: str, crew: Crew | None) -> None:
        """A batch that is halted stops everywhere; one of which nothing is left is finished."""
        with self.database.writing() as session:
            if crew and crew.halt.why:
                jobs.stop(session, batch, crew.halt.why, self.now())
                jobs.release(session, batch, self.now(), owner=self._presence.worker)
            jobs.finish(session, batch, self.now())

    # -- looking after others ------------------------------------------------------------------------------

    def _look(self) -> None:
        """Whether this process may go on, which batches were stopped, and who died."""
        self._presence.require()
        with self._changed:
            known = dict(self._crews)
        for batch, crew in known.items():
            with self.database.reading() as session:
                stored = jobs.batch(session, batch)
            if stored is None or stored.state is not BatchState.RUNNING:
                crew.halt.interrupt((stored and stored.stopped) or INTERRUPTED)
                with self._changed:
                    self._crews.pop(batch, None)
        self._presence.bury(why=None)
        self._engine.take_over(self._presence.living())


@contextmanager
def stopping(worker: Worker) -> Iterator[None]:
    """The first Ctrl-C or TERM lets the worker end in order."""

    def end(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, usual[signal.Signals(number)])
        threading.Thread(target=worker.stop, daemon=True).start()

    usual = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


class ByWorkers:
    """Hands shards over to the workers that there are, and looks on until they have ended."""

    owner: int | None = None
    is_elsewhere = True

    def __init__(self, presence: Presence, engine: Engine) -> None:
        self._database = presence.database
        self._now = presence.now
        self._presence = presence
        self._engine = engine

    def leave(self) -> None:
        """No call goes out from here."""

    @contextmanager
    def handing_out(
        self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int
    ) -> Iterator[Iterable[Future[None]]]:
        """One future for all of it, once it is written down whole."""
        del at_once
        known = tuple(shards)
        self._engine.enqueue(crew.batch, known)
        with ThreadPoolExecutor(1, thread_name_prefix="looking on") as pool:
            yield [pool.submit(self._look_on, crew, frozenset(job for shard in known for job in shard))]

    def _look_on(self, crew: Crew, left: frozenset[int]) -> None:
        is_told = False
        patience = 0.0
        while left:
            time.sleep(_LOOK)
            if crew.halt.is_interrupted and not is_told:
                is_told = True
                with self._database.writing() as session:
                    jobs.stop(session, crew.batch, crew.halt.why or INTERRUPTED, self._now())
            left = self._ended(crew, left)
            patience = 0.0 if self._presence.helpers() else patience + _LOOK
            if patience > _WITHOUT_WORKERS:
                raise ResumableError(f"{LEFT} {crew.batch}")

    def _ended(self, crew: Crew, left: frozenset[int]) -> frozenset[int]:
        """Tell what has ended since, and what is left; nothing where the batch was stopped and nobody works on it."""
        with self._database.reading() as session:
            stored = jobs.batch(session, crew.batch)
            found = jobs.jobs(session, crew.batch)
        for job in found:
            if job.id in left and job.state not in OPEN:
                crew.tell(JobResult(job.origin, job.slug, job.state.value, job.code, job.why))
        open_ones = frozenset(job.id for job in found if job.state in OPEN)
        is_stopped = stored is None or stored.state is BatchState.STOPPED
        if is_stopped and not any(job.state is JobState.RUNNING for job in found):
            crew.halt.stop((stored and stored.stopped) or INTERRUPTED)
            return frozenset()
        return left & open_ones


@contextmanager
def handing(database: Database, now: Callable[[], datetime]) -> Iterator[ByWorkers | Embedded]:
    """Who carries out an order over a database: its workers, where there are any, else this process."""
    if not database.is_sqlite:
        with Presence(database, now) as presence:
            presence.bury(why=None if presence.helpers() else DIED)
            if presence.helpers():
                with Engine(database, presence.name, lambda _batch, _shard: None) as engine:
                    yield ByWorkers(presence, engine)
                return
    with Embedded(database, now) as hands:
        yield hands
