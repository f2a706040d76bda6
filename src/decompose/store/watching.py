"""Whether anything that readers see was committed since: one small question, and no reading of what it was.

Triggers count the writes to what public pages read (migration 0010), and for each artifact those to its counters of
searches. The numbers are written in the transaction of the change, so they move when it is committed and not before.
Who has an item open, a running batch, a session or a search of something else moves none of them.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

PREFIX = "watched_"
# What every page follows.
EVERYTHING = ""
# Postgres: writers leave a row each, since they must not wait for one another; rows and what was folded are added up.
_QUESTIONS = {
    "sqlite": "SELECT sum(number) FROM watched_edition WHERE subject IN ({places})",
    "postgresql": (
        "SELECT (SELECT count(*) FROM watched_write WHERE subject = ANY(%s))"
        " + (SELECT sum(number) FROM watched_edition WHERE subject = ANY(%s))"
    ),
}
# One statement, so that whoever adds up meanwhile sees a row either here or there; rows of two who fold are two's.
_FOLD = (
    "WITH seen AS (SELECT subject, writer FROM watched_write FOR UPDATE SKIP LOCKED),"
    " gone AS (DELETE FROM watched_write USING seen WHERE watched_write.subject = seen.subject"
    " AND watched_write.writer = seen.writer RETURNING watched_write.subject)"
    " INSERT INTO watched_edition (subject, number)"
    " SELECT subject, count(*) FROM gone GROUP BY subject ORDER BY subject"
    " ON CONFLICT (subject) DO UPDATE SET number = watched_edition.number + excluded.number"
)
# The same for what lists count: the number of all who have ended is that of writer 0.
_FOLD_COUNTS = (
    "WITH seen AS (SELECT subject, kind, writer FROM watched_count WHERE writer <> 0 FOR UPDATE SKIP LOCKED),"
    " gone AS (DELETE FROM watched_count AS w USING seen"
    " WHERE w.subject = seen.subject AND w.kind = seen.kind AND w.writer = seen.writer"
    " RETURNING w.subject, w.kind, w.number)"
    " INSERT INTO watched_count (subject, kind, writer, number)"
    " SELECT subject, kind, 0, sum(number) FROM gone GROUP BY subject, kind ORDER BY subject, kind"
    " ON CONFLICT (subject, kind, writer) DO UPDATE SET number = watched_count.number + excluded.number"
)
_FOLD_EVERY = 500


class Watcher:
    """Asks over a connection of its own; any thread may ask."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._lock = threading.Lock()
        self._connection: Any = None
        self._asked_times = 0

    def state(self, subjects: Collection[str] = ()) -> str:
        """A word that is another one after every commit that changes what readers see.

        Args:
            subjects: the artifacts whose counters are seen. Errors are the driver's own.
        """
        with self._lock:
            try:
                return self._asked(subjects)
            except self._engine.dialect.loaded_dbapi.Error:  # the connection was cut: a new one, once
                self._drop()
                return self._asked(subjects)

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _asked(self, subjects: Collection[str]) -> str:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            if not self._is_sqlite:
                self._connection.driver_connection.autocommit = True
        named = [EVERYTHING, *subjects]
        cursor = self._connection.cursor()
        try:
            if self._is_sqlite:
                places = ", ".join("?" * len(named))
                cursor.execute(_QUESTIONS["sqlite"].format(places=places), named)
            else:
                self._fold_at_times(cursor)
                cursor.execute(_QUESTIONS["postgresql"], (named, named))
            return str(cursor.fetchone()[0])
        finally:
            cursor.close()

    def _fold_at_times(self, cursor: Any) -> None:
        """Keep few rows to be counted; where this database may not be written they are counted as they are."""
        if self._asked_times % _FOLD_EVERY == 0:
            with suppress(self._engine.dialect.loaded_dbapi.Error):
                cursor.execute(_FOLD)
                cursor.execute(_FOLD_COUNTS)
        self._asked_times += 1

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close() if self._is_sqlite else connection.invalidate()
