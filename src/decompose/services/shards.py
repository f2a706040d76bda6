"""Shards of a batch carried out: documents decomposed by threads, written in turn, each in one transaction.

The one place with threads. They decompose, and put down what came of it; threads that carry out shards write it, and a
document only as long as its job is still one's own.
"""

from __future__ import annotations

import signal
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType
from typing import Protocol

from decompose.domain.first_told import first_told
from decompose.domain.job import Job
from decompose.domain.ledger import JobResult
from decompose.domain.outage import Silence
from decompose.errors import (
    BudgetReachedError,
    ComputingDiedError,
    LlmError,
    NoAnswerError,
    ProviderDownError,
    ResumableError,
)
from decompose.llm.client import Llm
from decompose.reading.masking import masked_count
from decompose.services.asking import Purse, Stoppable
from decompose.services.computing import DIED
from decompose.services.decompose import Decomposer
from decompose.services.intake import Opened, Reach, reopened
from decompose.services.lines import Line, Lines
from decompose.services.manifest import decomposition_of, is_manifest
from decompose.services.reingest import Made
from decompose.services.scribe import Kept, Scribe
from decompose.store import documents, jobs
from decompose.store.database import Database

INTERRUPTED = "interrupted; give the same order again to go on"
ABANDONED = "interrupted, without waiting for the calls on the way; give the same order again to go on"

# How the decomposing of a document ended: with its result, with an end that is none, or not at all.
End = Made | JobResult | None


@dataclass
class Halt:
    """Why no further document is begun, if that is so. Documents that were begun go on.

    `silence` are the documents that got no answer lately.
    """

    purse: Purse
    llm: Llm
    why: str | None = None
    is_interrupted: bool = False
    silence: Silence = field(default_factory=Silence)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.purse.hears = self._heard

    def _heard(self, outcome: str) -> None:
        with self._lock:
            self.silence = self.silence.after(outcome)

    def gave_none(self, document: str, error: NoAnswerError) -> bool:
        """A document got no answer: whether it fails by that. It does not where the provider is down; then all stop."""
        with self._lock:
            self.silence = self.silence.with_one_more(document)
            silence = self.silence
        if silence.is_outage:
            names = ", ".join(silence.documents)
            self.stop(f"the provider is down, no answer came to {len(silence.documents)} in a row ({names}): {error}")
        return self.why is None

    def stop(self, why: str) -> None:
        self.why = self.why or why

    def interrupt(self, why: str = INTERRUPTED) -> None:
        """No call goes out any more either; those on the way end and are kept."""
        self.is_interrupted = True
        self.stop(why)
        self.purse.close(why)
        if isinstance(self.llm, Stoppable):
            self.llm.stop()


@dataclass
class _Turns:
    """Hands documents on in the order in which they end, but those of one artifact in the order of the plan.

    `lock` is held until what `end` gives was handed on, so that nobody overtakes it.
    """

    waiting: defaultdict[str | None, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    ended: dict[int, tuple[Job, Opened | None, End]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def expect(self, job: Job) -> None:
        self.waiting[job.slug].append(job.id)

    def end(self, job: Job, document: Opened | None, end: End) -> Iterator[tuple[Job, Opened | None, End]]:
        """The documents whose turn has come."""
        self.ended[job.id] = job, document, end
        queue = self.waiting[job.slug]
        while queue and queue[0] in self.ended:
            yield self.ended.pop(queue.popleft())


@dataclass(frozen=True)
class Crew:
    """Carries out shards of one batch, many at a time, with the threads of one pool.

    `owner` is the worker that this process is, None where nobody else can be at the same database. `is_again` says
    that other orders may have been carried out since the jobs were planned. `tell` hears of each end, from any thread.
    """

    batch: str
    database: Database
    decomposer: Decomposer
    halt: Halt
    pool: Executor
    lines: Lines
    scribe: Scribe
    now: Callable[[], datetime]
    tell: Callable[[JobResult], None]
    owner: int | None = None
    reach: Reach = field(default_factory=lambda: Reach(0))
    is_again: bool = False
    is_redo: bool = False

    def work(self, ids: Sequence[int]) -> None:
        """Carry out the jobs of a shard that wait. After a halt the rest is left as it is."""
        if self.halt.why:
            return
        with self.database.writing() as session:
            claimed = jobs.claim(session, ids, self.owner, self.now())
        self.scribe.expect(len(claimed))
        turns = _Turns()
        for job in claimed:
            turns.expect(job)
        try:
            running = [self.pool.submit(self._carried, job, turns) for job in claimed]
            for carried in as_completed(running):
                for written in carried.result():
                    self.scribe.see_to(written)
        except BaseException:
            self.halt.stop(INTERRUPTED)
            self.halt.purse.close(INTERRUPTED)
            raise

    def _carried(self, job: Job, turns: _Turns) -> list[Future[None]]:
        """What a thread of the pool does; the documents whose turn came with this one wait to be written then."""
        document, end = self._decomposed(job)
        with turns.lock:
            put = [self._put(*ended) for ended in turns.end(job, document, end)]
        return [written for written in put if written]

    def _decomposed(self, job: Job) -> tuple[Opened | None, End]:
        with self.lines.turn() as line:
            if self.halt.why:
                return None, None
            document = self.reach.take(job.id) or self._reopened(job)
            if document is None:
                return None, None
            return document, self._known(document) or self._made(document, line)

    def _reopened(self, job: Job) -> Opened | None:
        with self.database.reading() as session:
            held = jobs.held(session, job.id)
        return reopened(held, self.decomposer.computing) if held else None

    def _known(self, document: Opened) -> JobResult | None:
        """How a document ends that another order has decomposed meanwhile."""
        if not self.is_again or self.is_redo:
            return None
        with self.database.reading() as session:
            by = documents.decomposed_by(session, document.revision.id)
        path, slug = document.candidate.path, document.candidate.artifact.slug
        return JobResult(path, slug, "skipped", why=f"has records by {by}; --redo decomposes it again") if by else None

    def _made(self, document: Opened, line: Line) -> End:
        path, artifact = document.candidate.path, document.candidate.artifact
        try:
            if is_manifest(document.visible):
                made = decomposition_of(document.revision, artifact.names, point=self.scribe.point)
                return Made(artifact, document.raw, made, first_told(artifact, made))
            examined = self.decomposer.decompose(artifact, document.revision, line)
            return Made(artifact, document.raw, examined.decomposition, examined.told)
        except NoAnswerError as exc:
            if self.halt.gave_none(path, exc):
                return JobResult(path, artifact.slug, "failed", exc.outcome, str(exc))
        except (ProviderDownError, BudgetReachedError) as exc:
            self.halt.stop(str(exc))
        except LlmError as exc:
            return JobResult(path, artifact.slug, "failed", exc.outcome, str(exc))
        except ComputingDiedError as exc:
            return JobResult(path, artifact.slug, "failed", DIED, str(exc))
        except ResumableError:
            if not self.halt.is_interrupted:
                raise
        return None

    def _put(self, job: Job, document: Opened | None, end: End) -> Future[None] | None:
        """Have written what a document gave, whole or not at all. One that was not finished goes on waiting."""
        if document is None or end is None:
            self.scribe.expect(-1)
            return None
        made = end if isinstance(end, Made) else None
        ended = JobResult(job.origin, job.slug, "done") if isinstance(end, Made) else end
        records = len(made.decomposition.capabilities) if made else 0
        return self.scribe.put(Kept(jobs.End(job.id, ended, records, masked_count(document.visible)), made))


class HandsOut(Protocol):
    """Sees to it that every shard of a batch is worked on, so many at a time."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether others do it, so that a batch without an owner may be at work."""

    @property
    def owner(self) -> int | None:
        """The worker that this process is; None where nobody else can be at the same database, or others do it."""

    def leave(self) -> None:
        """Asked before each call goes out. Raises ResumableError where this process was taken for dead."""

    def handing_out(
        self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int
    ) -> AbstractContextManager[Iterable[Future[None]]]:
        """One future a shard, as they come; what is not begun when the block is left is not begun any more."""


@dataclass(frozen=True)
class Directly:
    """Hands shards to threads of this process, and leaves it at that."""

    owner: int | None = None
    is_elsewhere: bool = False

    def leave(self) -> None:
        """Nobody takes this process for dead."""

    @contextmanager
    def handing_out(
        self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int
    ) -> Iterator[Iterable[Future[None]]]:
        with ThreadPoolExecutor(at_once, thread_name_prefix="shard") as pool:
            try:
                yield (pool.submit(crew.work, shard) for shard in shards)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def interruptible(interrupt: Callable[[], None], abandon: Callable[[], None] | None = None) -> Iterator[None]:
    """The first Ctrl-C is an order to end soon, the next one to `abandon` what is on the way; nothing kept minds that.

    Without anybody who abandons, and at the third one, the signal itself ends the process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    # Python's own handler would wait for every thread, and so for calls that may take minutes.
    def end_now(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if abandon:
            abandon()

    def end_soon(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, end_now if abandon else signal.SIG_DFL)
        interrupt()

    usual = signal.signal(signal.SIGINT, end_soon) or signal.default_int_handler
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
