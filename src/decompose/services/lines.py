"""Documents that are asked about, so many at a time.

A line is free as soon as an answer has come: the next document is asked about while the answer is looked into.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds after which a thread that computes lets one go on whose answer has come; Python's own 5 ms are a hundredth
# of a call each time that it wakes.
_SWITCH = 0.002
# What the interpreter had, once for each block that is in: the setting is one for all threads.
_waking, _usual = threading.Lock(), list[float]()
# Answered documents a line that may wait to be looked into, and how many there may be in all: while 300 are asked about
# with 50 lines, those that come faster than they are looked into find room.
_AHEAD, _MOST_AHEAD = 3, 150


class Lines:
    """So many lines to the language model. More threads than lines are needed: one each to ask, the others to wait.

    `ahead` is how many documents may be answered and not yet looked into. `pen` is held by whoever writes.
    """

    def __init__(self, many: int, *, ahead: int | None = None) -> None:
        most = max(many, min(_AHEAD * many, _MOST_AHEAD)) if ahead is None else ahead
        self.threads = many if many == 1 else many + most
        self.pen = threading.Lock()
        self.free = threading.Semaphore(many)
        self._counting = threading.Lock()
        self._begun = 0

    @property
    def begun(self) -> int:
        """How many documents have had a line and are not done with."""
        return self._begun

    @contextmanager
    def turn(self) -> Iterator[Line]:
        """A line, taken as soon as one is free and given back with the block at the latest."""
        line = Line(self.free)
        line.asks()
        self._count(1)
        try:
            yield line
        finally:
            self._count(-1)
            line.answered()

    def _count(self, many: int) -> None:
        with self._counting:
            self._begun += many


class Line:
    """What one document has of the lines: one, or none while nothing is asked about it."""

    def __init__(self, free: threading.Semaphore) -> None:
        self._free = free
        self._is_held = False

    def asks(self) -> None:
        """A call follows: wait for a line, unless it is held."""
        if not self._is_held:
            self._free.acquire()
            self._is_held = True

    def answered(self) -> None:
        """No call follows for now: the line is free for others."""
        if self._is_held:
            self._is_held = False
            self._free.release()


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
