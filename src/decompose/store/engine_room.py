"""Where the engine keeps its own tables: in a file beside a SQLite database, in a schema of its own on Postgres."""

from __future__ import annotations

import sqlite3
import sys
import time
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL

from decompose.store.database import Database

# Since Python 3.12 the engine asks SQLite for times in a way that older ones do not know.
_ASKS_FOR_SUBSECONDS = (3, 12)
_KNOWS_SUBSECONDS = (3, 42)
_LAUNCH_LOCK = 0x6465656E
_LAUNCH_POLL = 0.1
# Little is kept at hand: rows are written once and hardly read again.
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -256")


def obstacle() -> str | None:
    """Why the engine cannot run on SQLite here, with the remedy; None where it can."""
    if sys.version_info < _ASKS_FOR_SUBSECONDS or sqlite3.sqlite_version_info >= _KNOWS_SUBSECONDS:
        return None
    python = ".".join(map(str, sys.version_info[:2]))
    return (
        f"Python {python} here has SQLite {sqlite3.sqlite_version}, the engine needs 3.42 or newer; "
        "use Python 3.11, a Python with a newer SQLite, or a Postgres database (--db postgresql://...)"
    )


def engine_of(database: Database) -> Engine:
    """A way to the engine's tables; dispose of it when done."""
    return _file_engine(f"{database.url.database}.engine") if database.is_sqlite else database.another()


def schema_of(database: Database) -> str:
    """The schema that the engine makes its tables in, on Postgres; each schema of ours has one beside it."""
    if database.is_sqlite:
        return "main"
    with database.reading() as session:
        ours = str(session.execute(text("SELECT current_schema()")).scalar())
    return "decompose_engine" if ours == "public" else f"{ours}_engine"


class LaunchLock:
    """Held by whoever makes the engine's tables, so that workers that start together do not collide. Postgres only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> None:
        if self._engine.dialect.name == "postgresql":
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # Asked for again and again: making an index waits for every statement that is under way, also for one
            # that waits for this lock.
            take = text("SELECT pg_try_advisory_lock(:lock)")
            while not self._connection.execute(take, {"lock": _LAUNCH_LOCK}).scalar():
                time.sleep(_LAUNCH_POLL)

    def __exit__(self, *_: object) -> None:
        if self._engine.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LAUNCH_LOCK})
            self._connection.close()


def _file_engine(path: str) -> Engine:
    """Write-ahead, for speed; what the last commits before a loss of power had is found again by the ledger."""
    engine = create_engine(
        URL.create("sqlite", database=path), connect_args={"timeout": 30, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine
