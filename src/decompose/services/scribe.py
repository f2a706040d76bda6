"""What documents gave, written as long as their jobs are one's own: those that end together, in one transaction."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from decompose.domain.examination import Point
from decompose.domain.ledger import JobResult
from decompose.services import reingest
from decompose.services.reingest import Made
from decompose.store import jobs
from decompose.store.database import Database

# Documents written in one transaction, and seconds that one which is ready waits for others that were begun.
_TOGETHER = 16
_COMPANY = 0.25


@dataclass(frozen=True, slots=True)
class Kept:
    """How a job ended, and what its document gave if it ended well."""

    end: jobs.End
    made: Made | None = None


@dataclass
class Scribe:
    """Writes for many threads. `tell` hears of each end once it is written.

    `pen` is held while a transaction is open: threads queue up before they have a connection.
    """

    database: Database
    pen: AbstractContextManager[object]
    now: Callable[[], datetime]
    tell: Callable[[JobResult], None]
    point: Point
    owner: int | None = None
    _ready: deque[tuple[Kept, Future[None]]] = field(default_factory=deque)
    _begun: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def expect(self, many: int) -> None:
        """So many documents more were begun; fewer, where some have come to nothing."""
        with self._changed:
            self._begun += many
            self._changed.notify_all()

    def put(self, kept: Kept) -> Future[None]:
        """It is ready to be written, behind what was put before; somebody has to `see_to` that it is."""
        written: Future[None] = Future()
        with self._changed:
            self._ready.append((kept, written))
            self._changed.notify_all()
        return written

    def see_to(self, written: Future[None]) -> None:
        """Return when it is written, whoever had the pen; what went wrong is raised for all of one transaction."""
        if not written.done():
            with self.pen:
                # Others may have been ready before it, more than are written at once.
                while not written.done():
                    self._write_together()
        written.result()

    def _write_together(self) -> None:
        together = self._taken()
        try:
            self._write([kept for kept, _ in together])
        except BaseException as exc:  # noqa: BLE001 -- each raises it that waits for its own
            for _, written in together:
                written.set_exception(exc)
        else:
            for _, written in together:
                written.set_result(None)

    def _taken(self) -> list[tuple[Kept, Future[None]]]:
        """What is ready, as soon as there is enough of it or nothing more was begun."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._ready) >= min(_TOGETHER, self._begun), _COMPANY)
            taken = [self._ready.popleft() for _ in range(min(_TOGETHER, len(self._ready)))]
            self._begun -= len(taken)
            return taken

    def _write(self, together: Sequence[Kept]) -> None:
        # What is told of rivals is held together pair by pair: two at a time would each miss the other.
        with self.database.writing(alone=True) as session:
            own = jobs.end(session, [kept.end for kept in together], self.owner, self.now())
            written = [kept for kept in together if kept.end.job in own]
            made = [kept.made for kept in written if kept.made]
            if made:
                reingest.write_all(session, made, self.now(), point=self.point)
        for kept in written:
            self.tell(kept.end.result)
