"""Whether anything was committed since: one small question, and no reading of what it was."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

# SQLite counts for a connection what others commit, and what it changed itself; Postgres names what is committed.
_QUESTIONS = {
    "sqlite": "SELECT data_version, total_changes() FROM pragma_data_version",
    "postgresql": "SELECT pg_current_snapshot()::text",
}


class Watcher:
    """Asks over a connection of its own, on which nothing is ever written; any thread may ask."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._question = _QUESTIONS[engine.dialect.name]
        self._lock = threading.Lock()
        self._connection: Any = None

    def state(self) -> str:
        """A word that is another one after every commit. Errors are the driver's own."""
        with self._lock:
            try:
                return self._asked()
            except self._engine.dialect.loaded_dbapi.Error:  # the connection was cut: a new one, once
                self._drop()
                return self._asked()

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _asked(self) -> str:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            if self._engine.dialect.name == "postgresql":
                self._connection.driver_connection.autocommit = True
        cursor = self._connection.cursor()
        try:
            cursor.execute(self._question)
            return " ".join(str(value) for value in cursor.fetchone())
        finally:
            cursor.close()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.invalidate() if self._engine.dialect.name == "postgresql" else connection.close()
