"""How an order goes on, for people: a live view at a terminal, plain lines elsewhere, all of it on standard error."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decompose.cli.console import say

if TYPE_CHECKING:
    from decompose.domain.ledger import JobResult
    from decompose.services.asking import Purse

# Seconds over which the pace is measured, and after which plain lines say how far the order is.
_SPAN, _EVERY = 60.0, 30.0
_SHOWN = ("done", "failed", "refused", "skipped")


@dataclass
class Tally:
    """How many documents have ended how. Times are seconds on one clock; `total` is 0 where nobody knows it."""

    total: int
    budget: Decimal | None = None
    counts: Counter[str] = field(default_factory=Counter)
    purse: Purse | None = None
    _worked: deque[float] = field(default_factory=deque)
    _begun: float | None = None

    @property
    def ended(self) -> int:
        return self.counts.total()

    def add(self, outcome: str, now: float) -> None:
        self.counts[outcome] += 1
        if outcome in ("done", "failed"):
            self._begun = now if self._begun is None else self._begun
            self._worked.append(now)

    def a_minute(self, now: float) -> float | None:
        """Documents a minute that were worked on, over the last minute; None before there are two."""
        while self._worked and self._worked[0] < now - _SPAN:
            self._worked.popleft()
        if self._begun is None or len(self._worked) < 2:
            return None
        return 60 * len(self._worked) / max(1.0, min(now - self._begun, _SPAN))

    def seconds_left(self, now: float) -> float | None:
        """Until the last document at this pace; None where that cannot be told."""
        pace = self.a_minute(now)
        return 60 * max(0, self.total - self.ended) / pace if pace and self.total else None

    def line(self, now: float) -> str:
        """All of it in one line: "120 of 300: 118 done, 2 failed; 95 a minute; $0.0412 of $2.50; 2 min left"."""
        counts = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in _SHOWN if self.counts[outcome])
        pace, left = self.a_minute(now), self.seconds_left(now)
        parts = [
            f"{self.ended}{f' of {self.total}' if self.total else ''}: {counts or 'nothing yet'}",
            f"{pace:.0f} a minute" if pace else "",
            self._cost(),
            f"{_in_words(left)} left" if left else "",
        ]
        return "; ".join(part for part in parts if part)

    def _cost(self) -> str:
        cost = self.purse.spent.cost_usd if self.purse else None
        if cost is None:
            return ""
        return f"${cost:.4f} of ${self.budget:.2f}" if self.budget is not None else f"${cost:.4f}"


def _in_words(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"


@dataclass
class Plainly:
    """A line for each document, and now and then one for all."""

    tally: Tally
    clock: Callable[[], float] = time.monotonic
    _told: float | None = None

    def draws_on(self, purse: Purse) -> None:
        self.tally.purse = purse

    def ends_early(self, begun: int) -> None:
        say(interrupted_line(begun))

    def close(self) -> None:
        """Nothing moves."""

    def __call__(self, job: JobResult) -> None:
        now = self.clock()
        self.tally.add(job.outcome, now)
        say(line_of(job))
        self._told = now if self._told is None else self._told
        if now - self._told >= _EVERY:
            self._told = now
            say(self.tally.line(now))


@dataclass
class Lively:
    """A bar that moves, and above it a line for each document of which there is more to say."""

    tally: Tally
    bar: Any
    task: Any
    clock: Callable[[], float] = time.monotonic

    def draws_on(self, purse: Purse) -> None:
        self.tally.purse = purse

    def ends_early(self, begun: int) -> None:
        self.bar.console.print(interrupted_line(begun), markup=False, highlight=False)

    def close(self) -> None:
        """Give the terminal back."""
        self.bar.stop()

    def __call__(self, job: JobResult) -> None:
        now = self.clock()
        self.tally.add(job.outcome, now)
        if job.outcome in ("failed", "refused") or job.is_taken_over:
            self.bar.console.print(line_of(job), markup=False, highlight=False)
        self.bar.update(self.task, completed=self.tally.ended, description=self.tally.line(now))


@contextmanager
def watching(total: int, budget: Decimal | None = None) -> Iterator[Plainly | Lively]:
    """Hears of each document as it ends, and shows how far the order is; at a terminal as a live view."""
    tally = Tally(total, budget)
    if not sys.stderr.isatty():
        yield Plainly(tally)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=4) as bar:
        yield Lively(tally, bar, bar.add_task("nothing yet", total=total or None))


def line_of(job: JobResult) -> str:
    """How a document ended, in one line."""
    why = f": {job.code + ', ' if job.code else ''}{job.why}" if job.why else ""
    return f"{job.outcome:8} {job.origin}{why}"


def interrupted_line(begun: int) -> str:
    """What an interrupt comes to, at once: the end may be a call's time away."""
    documents = f"{begun} document{'' if begun == 1 else 's'} that {'was' if begun == 1 else 'were'} begun"
    return f"interrupted: no further document is begun, {documents} will be finished; press Ctrl-C again to end at once"
