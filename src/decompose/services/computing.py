"""Where documents are read and answers examined: in this process, or in others beside it.

The interpreter computes in one thread at a time. With hundreds of documents that thread has enough to do with calls and
the database, so whatever needs neither goes to processes of its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from types import TracebackType
from typing import ParamSpec, Protocol, Self, TypeVar

from decompose import LOOKED_AFTER
from decompose.errors import ComputingDiedError

# From so many documents on processes are worth their start, of half a second each; and how many of them at the most.
MANY = 50
# The code of a document that processes die of.
DIED = "died"
_MOST_PROCESSES = 8
# Read by such a process while the one that began it still starts, so that everything is there for the first document.
_EXAMPLE = b"# Anything\n\nThis is said of it, to an agent or to anybody.\n"
# Added to the nice value of such a process: calls and the database go before what can wait.
_LESS_URGENT = 5
P = ParamSpec("P")
T = TypeVar("T")


class Computing(Protocol):
    """Carries out pure functions of modules; arguments and results are values."""

    @property
    def width(self) -> int:
        """How much should be begun ahead to keep it busy."""

    def begin(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin it; what it gives is asked for once, and may raise as `run` does."""

    def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What it gives.

        Raises:
            ComputingDiedError: the process that computed it died, and the next one too.
        """


class Here:
    """In the thread that asks, one at a time: more would only take turns."""

    width = 1

    def __init__(self) -> None:
        self._desk = threading.Lock()

    def begin(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        return partial(self.run, work, *args, **kwargs)

    def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._desk:
            return work(*args, **kwargs)


class Processes:
    """In processes of its own, from `with` on; they start at once, and end with this one, however it ends.

    Where one dies, all that was begun breaks off. It is begun once more then, each piece of work alone: what breaks off
    again is what they die of.
    """

    def __init__(self, many: int | None = None) -> None:
        """`many` processes, one for each processor but one by default."""
        beside = len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 2) - 1
        self._many = many or max(1, min(beside, _MOST_PROCESSES))
        self.width = 16 * self._many
        self._lock = threading.Lock()
        self._alone = threading.Lock()
        self._waited_for = threading.Semaphore(2 * self._many)

    def __enter__(self) -> Self:
        self._pool = self._opened()
        self._begun(self._pool, _nothing)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        pool = self._pool
        future = self._begun(pool, work, *args, **kwargs)

        def result() -> T:
            try:
                return future.result()
            except BrokenProcessPool:
                self._replace(pool)
                return self._once_more(work, *args, **kwargs)

        return result

    def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        # What is begun ahead (documents that are read, so that they can be asked about) goes before what is waited for.
        with self._waited_for:
            return self.begin(work, *args, **kwargs)()

    def _once_more(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._alone:
            pool = self._pool
            try:
                return self._begun(pool, work, *args, **kwargs).result()
            except BrokenProcessPool as exc:
                self._replace(pool)
                raise ComputingDiedError(
                    "the process that looked into it died twice (was it killed, is there too little memory?); take "
                    "the document out, or split it"
                ) from exc

    def _begun(
        self, pool: ProcessPoolExecutor, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        try:
            return pool.submit(work, *args, **kwargs)
        except BrokenProcessPool as exc:
            broken: Future[T] = Future()
            broken.set_exception(exc)
            return broken

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = self._opened()
        broken.shutdown(wait=False, cancel_futures=True)

    def _opened(self) -> ProcessPoolExecutor:
        # A fork would copy locks that other threads hold.
        return ProcessPoolExecutor(self._many, multiprocessing.get_context("spawn"), _prepare)


def _prepare() -> None:
    """Leave Ctrl-C to the process that began this one, and end with it, also where it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_LESS_URGENT)
    gc.set_threshold(LOOKED_AFTER)
    from decompose.services.examining import rehearse
    from decompose.services.opening import visible_text

    rehearse(visible_text(_EXAMPLE, path="example.md", max_bytes=len(_EXAMPLE), is_masked=True))
    # What is there now stays to the end: it is looked through no more, neither meanwhile nor at the exit.
    gc.freeze()


def _nothing() -> None:
    """The first work: with it the processes start."""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def computing(documents: int) -> Iterator[Computing]:
    """Where so many documents are best looked into."""
    if documents < MANY:
        yield Here()
        return
    with Processes() as processes:
        yield processes


def begun(elsewhere: Computing) -> Callable[[int], AbstractContextManager[Computing]]:
    """The same for what was begun before, and is ended by whoever began it."""
    return lambda _: nullcontext(elsewhere)
