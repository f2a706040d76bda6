"""Opening a database: SQLite or Postgres, its pragmas, its migrations, and transactions.

SQLite is migrated when it is opened, after a copy of the file was made; Postgres by `migrate()` under an advisory lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from decompose.errors import NewerSchemaError, ResumableError, StoreError

__all__ = ["Database", "Session"]

HEAD = "0001"
KNOWN = ("0001",)
_MIGRATION_LOCK = 0x6465636F
_ADD_DRIVER = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """An open database. Sessions come from `reading()` and `writing()`; close it when done."""

    def __init__(self, url: str, *, lock_timeout: float = 30.0) -> None:
        """Open, and on SQLite bring the schema up to date.

        Args:
            url: an SQLAlchemy URL; `lock_timeout` is in seconds.

        Raises:
            StoreError: the URL or file cannot be used.
            NewerSchemaError: the schema is newer than this program.
            ResumableError: another process holds the database for longer than the timeout.
        """
        self.url = _parsed(url)
        self.engine = _engine(self.url, lock_timeout)
        try:
            with self._told():
                self._check_schema()
        except BaseException:
            self.close()
            raise

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and writes nothing."""
        with self._told(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept, or nothing."""
        engine = self.engine.execution_options(writes=True)
        with self._told(), Session(engine) as session, session.begin():
            yield session

    def migrate(self) -> str:
        """Bring the schema to the newest version; the version it had is returned ("" for a new database)."""
        with self._told():
            if self.is_sqlite:
                return self._check_schema()
            with self.engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
                had = _version(connection)
                self._refuse_newer(had)
                _upgrade(connection)
                return had

    def _check_schema(self) -> str:
        with self.engine.connect() as connection:
            had = _version(connection)
            if had == HEAD:
                return had
            self._refuse_newer(had)
            if not self.is_sqlite and had:
                raise StoreError(f"the schema {had} of {self.name} is old; run: decompose migrate", subject=self.name)
        if self.is_sqlite and had:
            self._copy(f"before-{HEAD}")
        return self._upgrade_alone()

    def _upgrade_alone(self) -> str:
        """Upgrade in one write transaction; another process may have done it meanwhile."""
        with self.engine.execution_options(writes=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            had = _version(connection)
            if had != HEAD:
                _upgrade(connection)
            return had

    def _refuse_newer(self, version: str) -> None:
        if version and version not in KNOWN:
            raise NewerSchemaError(
                f"{self.name} has schema {version}, this decompose knows {HEAD}; install a newer decompose",
                subject=self.name,
            )

    def _copy(self, suffix: str) -> None:
        path = self.url.database
        if path and path != ":memory:":
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.{suffix}")) as copy:
                source.backup(copy)

    @property
    def name(self) -> str:
        """The database as an operator knows it, without a password."""
        return self.url.database or "" if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the driver, in our words."""
        try:
            yield
        except OperationalError as exc:
            raise self._explained(str(exc.orig)) from exc
        except SQLAlchemyError as exc:
            detail = str(exc.orig) if isinstance(exc, DatabaseError) else str(exc)
            raise StoreError(f"{self.name}: {_one_line(detail)}", subject=self.name) from exc

    def _explained(self, detail: str) -> StoreError | ResumableError:
        if "locked" in detail or "busy" in detail:
            return ResumableError(
                f"{self.name} is locked by another process; wait for it to end, then try again", subject=self.name
            )
        if "full" in detail:
            return ResumableError(
                f"no space left for {self.name}; free some, then give the same order again", subject=self.name
            )
        if "readonly" in detail or "read-only" in detail:
            return StoreError(
                f"{self.name} cannot be written; check its owner and permissions, or name another with --db",
                subject=self.name,
            )
        if "unable to open" in detail:
            return StoreError(
                f"{self.name} cannot be opened; check the folder, or name another with --db", subject=self.name
            )
        return StoreError(f"{self.name}: {_one_line(detail)}", subject=self.name)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=_ADD_DRIVER.get(parsed.drivername, parsed.drivername))
    except ArgumentError as exc:
        raise StoreError(
            f"“{url}” is no database URL; write sqlite:///FILE.db or postgresql://HOST/NAME", subject=url
        ) from exc
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreError(f"{parsed.drivername} is not supported; use sqlite or postgresql", subject=url)
    return parsed


def _engine(url: URL, lock_timeout: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, lock_timeout)
    try:
        return create_engine(url, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as exc:
        raise StoreError("Postgres needs a driver; install decompose[postgres]", subject=str(url)) from exc


def _sqlite_engine(url: URL, lock_timeout: float) -> Engine:
    """The driver's own transactions are switched off, so that a writer takes the lock when it begins."""
    path = url.database
    if path and path != ":memory:" and not Path(path).resolve().parent.is_dir():
        raise StoreError(f"{path}: the folder does not exist; make it, or name another with --db", subject=path)
    engine = create_engine(url, connect_args={"timeout": lock_timeout, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _upgrade(connection: Connection) -> None:
    """Alembic is imported here, where it is needed: once in the life of most databases."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _one_line(detail: str) -> str:
    return " ".join(detail.split())
