"""Documents that are asked about, so many at a time, and documents that are checked, one at a time.

A line is free as soon as the answers to a document have come: the next document is asked about while it is checked.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

# Seconds after which a thread that computes lets one go on whose answer has come; Python's own 5 ms are a hundredth
# of a call each time that it wakes.
_SWITCH = 0.002


class Lines:
    """So many lines to the language model. More threads than lines are needed: one each to ask, the others to check."""

    def __init__(self, many: int) -> None:
        self.threads = many if many == 1 else 2 * many
        self._free = threading.Semaphore(many)
        self._desk = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """A line, taken as soon as one is free. What it gives is called when the last answer has come.

        From then on the line is free for others, and the thread computes alone until the block is left.
        """
        with ExitStack() as held:
            held.enter_context(self._free)

            def answered() -> None:
                held.close()
                held.enter_context(self._desk)

            yield answered


@contextmanager
def waking_early() -> Iterator[None]:
    """Threads whose answer has come go on soon, whatever another one computes."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, _SWITCH))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
