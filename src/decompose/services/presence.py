"""One process among those that carry orders out: it shows that it lives, and buries those that do not."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from decompose.domain.job import Worker
from decompose.errors import ResumableError
from decompose.store import budgets, jobs, workers
from decompose.store.database import Database
from decompose.store.workers import Liveness

DIED = "its process ended before it did; decompose ingest --resume goes on"
FENCED = "this process stood still for so long that others took over its work; what it had done is kept"
BEAT = 2.0
KEPT = timedelta(days=30)
PATIENCE = timedelta(seconds=30)


@dataclass
class Presence:
    """One process at one database, from `with` on. `patience` is how long a silent one is believed to live.

    `takes_any` says that it carries out what anybody ordered. All times are those of the database's own clock where
    processes may be on several machines.
    """

    database: Database
    now: Callable[[], datetime]
    takes_any: bool = False
    patience: timedelta = PATIENCE
    worker: int = 0
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """The name is another one at each start, also of one process."""
        self.name = f"{self.database.session_name} {uuid.uuid4().hex[:8]}"

    def __enter__(self) -> Self:
        self._liveness = Liveness(self.database)
        self._gone = threading.Event()
        place = f"{socket.gethostname()}, process {os.getpid()}"
        with self.database.writing() as session:
            moment = workers.clock(session, self.now())
            self.worker = workers.enter(session, self.name, place, moment, takes_any=self.takes_any)
            # The lock is taken before anybody can see the row, so that nobody takes a newcomer for dead.
            self._liveness.hold(self.worker)
        if not self.database.is_sqlite:
            threading.Thread(target=self._beat, name="beat", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gone.set()
        try:
            with self.database.writing() as session:
                workers.fence(session, self.worker, self.now(), why=DIED)
                budgets.settle_at_worst(session, self.worker, self.now())
        except ResumableError:
            # The next one that comes finds that nobody holds the lock.
            if error is None:
                raise
        finally:
            self._liveness.close()

    def require(self) -> None:
        """See that nobody took this process for dead.

        Raises:
            ResumableError: somebody did.
        """
        if self.database.is_sqlite:
            return
        with self.database.reading() as session:
            if workers.is_fenced(session, self.worker):
                raise ResumableError(FENCED)

    def bury(self, *, why: str | None = DIED) -> tuple[Worker, ...]:
        """Find workers that are gone or do not move any more, and free what they had begun.

        Args:
            why: their batches stop with this reason; None leaves them to the workers that there are.
        """
        with self.database.reading() as session:
            living = workers.living(session)
            moment = workers.clock(session, self.now())
        dead = [worker for worker in living if self._is_dead(worker, moment)]
        return tuple(worker for worker in dead if self._is_buried(worker, moment, why))

    def _is_buried(self, worker: Worker, moment: datetime, why: str | None) -> bool:
        """Bury a worker; not while somebody writes a document, who may be the dead one or another that stands still."""
        if not self.database.is_sqlite:
            with self.database.writing() as session:
                workers.hang_up(session, worker.name)
        with self.database.writing() as session:
            if not self.database.is_alone(session):
                return False
            workers.fence(session, worker.id, moment, why=why)
            budgets.settle_at_worst(session, worker.id, moment)
        return True

    def living(self) -> frozenset[str]:
        """The names of all that nobody took for dead, this one included."""
        with self.database.reading() as session:
            return frozenset(worker.name for worker in workers.living(session))

    def helpers(self) -> tuple[Worker, ...]:
        """Workers that carry out what others order, and live."""
        with self.database.reading() as session:
            found = [worker for worker in workers.living(session) if worker.takes_any]
            moment = workers.clock(session, self.now())
        return tuple(worker for worker in found if worker.id != self.worker and not self._is_dead(worker, moment))

    def tidy(self) -> None:
        """Drop what nobody asks for any more: dead workers, and documents that old batches still hold."""
        with self.database.writing() as session:
            workers.forget(session, self.now() - KEPT)
            jobs.forget_held(session, self.now() - KEPT)

    def _is_dead(self, worker: Worker, now: datetime) -> bool:
        if worker.id == self.worker:
            return False
        if self._liveness.is_gone(worker.id):
            return True
        return not self.database.is_sqlite and worker.is_silent(now, self.patience)

    def _beat(self) -> None:
        while not self._gone.wait(BEAT):
            try:
                with self.database.writing() as session:
                    if not workers.beat(session, self.worker, workers.clock(session, self.now())):
                        return
            except Exception:  # noqa: BLE001, S112
                # Whatever stands in the way may pass; if not, the others will notice.
                continue


class Present:
    """What one who hands out says of the process that he is."""

    is_elsewhere = False
    _presence: Presence

    @property
    def owner(self) -> int | None:
        """The worker that this process is."""
        return self._presence.worker

    def leave(self) -> None:
        """Raises ResumableError where this process was taken for dead."""
        self._presence.require()
