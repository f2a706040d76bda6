"""Documents that are asked about, so many at a time, and documents that are checked, one at a time.

A line is free as soon as the answers to a document have come: the next document is asked about while it is checked.
Calls go first: as long as documents wait for a line, those that are answered are checked with rests between them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

# Seconds after which a thread that computes lets one go on whose answer has come; Python's own 5 ms are a hundredth
# of a call each time that it wakes.
_SWITCH = 0.002
# Seconds between two documents at the desk while others wait for a line: a third of the processor, more or less.
_REST = 0.04
# What the interpreter had, once for each block that is in: the setting is one for all threads.
_waking, _usual = threading.Lock(), list[float]()
# Answered documents a line that may wait to be checked, and how many there may be in all.
_AHEAD, _MOST_AHEAD = 5, 250


class Lines:
    """So many lines to the language model. More threads than lines are needed: one each to ask, the others to check.

    `ahead` is how many documents may be answered and not yet checked.
    """

    def __init__(self, many: int, *, ahead: int | None = None, rest: float = _REST) -> None:
        most = max(many, min(_AHEAD * many, _MOST_AHEAD)) if ahead is None else ahead
        self.threads = many if many == 1 else many + most
        self.pen = threading.Lock()
        self._free = threading.Semaphore(many)
        self._desk = threading.Lock()
        self._rest = rest
        self._wanting = 0
        self._all_asked = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """A line, taken as soon as one is free. What it gives is called when the last answer has come.

        From then on the line is free for others, and the thread computes alone until the block is left.
        """
        with ExitStack() as held:
            self._take()
            held.callback(self._free.release)

            def answered() -> None:
                held.close()
                held.enter_context(self._desk)
                self._let_calls_go_first()

            yield answered

    def _take(self) -> None:
        with self._all_asked:
            self._wanting += 1
        self._free.acquire()
        with self._all_asked:
            self._wanting -= 1
            if not self._wanting:
                self._all_asked.notify_all()

    def _let_calls_go_first(self) -> None:
        """Rest, unless every document that a thread has is asked about."""
        with self._all_asked:
            self._all_asked.wait_for(lambda: not self._wanting, self._rest)


@contextmanager
def waking_early() -> Iterator[None]:
    """Threads whose answer has come go on soon, whatever another one computes; until the last such block is left."""
    with _waking:
        _usual.append(_usual[0] if _usual else sys.getswitchinterval())
        sys.setswitchinterval(min(_usual[0], _SWITCH))
    try:
        yield
    finally:
        with _waking:
            usual = _usual.pop()
            if not _usual:
                sys.setswitchinterval(usual)
