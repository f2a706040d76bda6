"""Processes that carry orders out: who they are, whether they live, and what becomes of what they leave behind.

A process holds a lock as long as it lives, which nobody has to give back: on Postgres a session's, on SQLite a byte of
a file beside the database. Whoever can take it knows that its owner is gone.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col, select, text

from decompose.domain.job import BROKE_OFF, BatchState, JobState, Worker
from decompose.store.database import Database
from decompose.store.tables import BatchRow, JobRow, WorkerRow

_KEY = "hashtextextended('decompose worker ' || current_schema() || ' ' || :id, 0)"


class Liveness:
    """The locks of workers of one database; `close` gives one's own back, and so does the death of the process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: set[int] = set()
        self._file: int | None = None
        self._connection = None if database.is_sqlite else database.engine.connect()
        if self._connection is None:
            self._file = os.open(_lock_file(database), os.O_RDWR | os.O_CREAT, 0o644)
        else:
            self._connection = self._connection.execution_options(isolation_level="AUTOCOMMIT")

    def hold(self, worker: int) -> None:
        """Take the lock of a worker that this process is."""
        if not self._take(worker):
            raise RuntimeError(f"worker {worker} lives already")
        self._held.add(worker)

    def is_gone(self, worker: int) -> bool:
        """Whether nobody holds the lock of a worker."""
        if worker in self._held or not self._take(worker):
            return False
        self._give_back(worker)
        return True

    def close(self) -> None:
        if self._connection is not None:
            # The session may lie in a pool afterwards.
            with suppress(Exception):
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self, worker: int) -> bool:
        if self._connection is not None:
            found = self._connection.execute(text(f"SELECT pg_try_advisory_lock({_KEY})"), {"id": str(worker)})
            return bool(found.scalar())
        import fcntl

        try:
            fcntl.lockf(self._file or 0, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, worker)
        except OSError:
            return False
        return True

    def _give_back(self, worker: int) -> None:
        if self._connection is not None:
            self._connection.execute(text(f"SELECT pg_advisory_unlock({_KEY})"), {"id": str(worker)})
            return
        import fcntl

        fcntl.lockf(self._file or 0, fcntl.LOCK_UN, 1, worker)


def _lock_file(database: Database) -> Path:
    return Path(f"{database.url.database}.engine.lock")


def clock(session: Session, ours: datetime) -> datetime:
    """The time by which workers are judged: the server's on Postgres, else our own."""
    if session.get_bind().dialect.name != "postgresql":
        return ours
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def enter(session: Session, name: str, place: str, now: datetime, *, takes_any: bool) -> int:
    """A worker more; its name begins with that of its sessions.

    `takes_any` says that it carries out whatever is ordered, not only what it ordered itself.
    """
    row = WorkerRow(name=name, place=place, takes_any=takes_any, started_at=now, seen_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101
    return row.id


def beat(session: Session, worker: int, now: datetime) -> bool:
    """Say that a worker lives; False where it was taken for dead and may not write any more."""
    changed = session.connection().execute(
        update(WorkerRow).where(col(WorkerRow.id) == worker, col(WorkerRow.fenced_at).is_(None)).values(seen_at=now)
    )
    return bool(changed.rowcount)


def is_fenced(session: Session, worker: int) -> bool:
    return session.exec(select(WorkerRow.fenced_at).where(WorkerRow.id == worker)).one_or_none() is not None


def living(session: Session) -> tuple[Worker, ...]:
    """Workers that were not taken for dead, the oldest first; some may be dead without anybody knowing yet."""
    rows = session.exec(select(WorkerRow).where(col(WorkerRow.fenced_at).is_(None)).order_by(col(WorkerRow.id))).all()
    return tuple(Worker(row.id or 0, row.name, row.place, row.takes_any, row.seen_at) for row in rows)


def fence(session: Session, worker: int, now: datetime, *, why: str | None) -> None:
    """Take a worker for dead: it may write no more, what it had begun waits again.

    Args:
        why: the batches that it led stop with this reason; None leaves them to other workers.
    """
    row = session.get_one(WorkerRow, worker)
    row.fenced_at = now
    session.flush()
    connection = session.connection()
    connection.execute(
        update(JobRow)
        .where(col(JobRow.owner) == worker, col(JobRow.state) == JobState.RUNNING.value)
        .values(state=JobState.WAITING.value, owner=None, at=now)
    )
    written = update(BatchRow).where(col(BatchRow.owner) == worker, col(BatchRow.state) == BatchState.WRITING.value)
    connection.execute(written.values(owner=None, stopped=BROKE_OFF, finished_at=now))
    led = update(BatchRow).where(col(BatchRow.owner) == worker, col(BatchRow.state) == BatchState.RUNNING.value)
    if why is None:
        connection.execute(led.values(owner=None))
    else:
        connection.execute(led.values(owner=None, state=BatchState.STOPPED.value, stopped=why, finished_at=now))


def hang_up(session: Session, name: str) -> None:
    """End the sessions of a process that does not move any more, with whatever it holds open. Postgres only."""
    session.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE starts_with(:name, application_name || ' ') AND usename = current_user AND pid <> pg_backend_pid()"
        ),
        {"name": name},
    )


def forget(session: Session, before: datetime) -> None:
    """Drop workers that were taken for dead before a moment."""
    for row in session.exec(select(WorkerRow).where(col(WorkerRow.fenced_at) < before)).all():
        session.delete(row)
    session.flush()
