"""Opening a database: SQLite or Postgres, its pragmas, its migrations, and transactions.

SQLite is migrated when it is opened, after a copy of the file was made; Postgres by `migrate()` under an advisory lock.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import uuid
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from decompose.errors import NewerSchemaError, ResumableError, StoreError
from decompose.store.address import parsed, shown, without_passwords
from decompose.store.search.index import followed
from decompose.store.watching import Watcher

__all__ = ["Database", "Session"]

MIGRATIONS = Path(__file__).parent / "migrations"
# The number that the name of a migration begins with is its version.
KNOWN = tuple(sorted(file.name[1:5] for file in (MIGRATIONS / "versions").glob("m*.py")))
HEAD = KNOWN[-1]
# Whoever migrates another schema of the same server is not waited for.
_LOCK_MIGRATION = f"SELECT pg_advisory_xact_lock({0x6465636F}, hashtext(current_schema()))"
_ALONE_LOCK = 0x64656370
# Tables that every schema of ours has had since the first.
_ALWAYS_OURS = ("artifact", "source_document", "review_item")
_LONGEST_ALONE = "180s"
# The words of SQLite or the code of Postgres, and what it means to an operator.
_EXPLANATIONS: tuple[tuple[str, type[StoreError | ResumableError], str], ...] = (
    (
        r"locked|busy|^55P03$|^40P01$|^40001$",
        ResumableError,
        "is locked by another process; wait for it to end, then try again",
    ),
    (r"disk is full|^53100$", ResumableError, "has no space left; free some, then give the same order again"),
    (r"^57P0[123]$|closed the connection", ResumableError, "went away; give the same order again when it is back"),
    (
        r'database ".*" does not exist|^3D000$',
        StoreError,
        "does not exist, though its server answers; create it there (createdb), or name another with --db",
    ),
    (
        r'role ".*" does not exist|authentication failed|no password supplied|pg_hba\.conf|^28',
        StoreError,
        "refuses this user; check the user and the password in --db, or what the server lets in",
    ),
    (
        r"invalid connection option|bad value for|invalid port|invalid integer",
        StoreError,
        "cannot be asked for in these words; check the port and what stands behind “?” in --db",
    ),
    (
        r"^3F000$",
        StoreError,
        "has no schema to make tables in; create the one that its search_path names, or correct that",
    ),
    (
        r"connection failed|connection timeout|failed to resolve host|^08",
        StoreError,
        "cannot be reached; check that the server runs, the address and the password",
    ),
    (
        r"not a database|malformed",
        StoreError,
        "is no database that can be read; restore a copy, or name another with --db",
    ),
    (
        r"readonly|read-only|^42501$|^25006$",
        StoreError,
        "cannot be written; check its owner and permissions, or name another with --db",
    ),
    (r"unable to open", StoreError, "cannot be opened; check the folder, or name another with --db"),
)
_PLAIN = frozenset({int, float, bool, type(None), datetime})
# Neither database keeps these as text: Postgres has no NUL, and a lone surrogate has no UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# KiB of pages that one connection of SQLite keeps at hand. A program has up to fifteen of them, and the machine keeps
# the pages of the file anyway: SQLite's own 2,000 come to 30 MB, taken bit by bit as the file grows.
_CACHE = 512


class Database:
    """An open database. Sessions come from `reading()` and `writing()`, in any thread; close it when done."""

    def __init__(
        self, url: str, *, lock_timeout: float = 30.0, is_to_migrate: bool = False, is_made_new: bool = True
    ) -> None:
        """Open, and on SQLite bring the schema up to date.

        Args:
            url: an SQLAlchemy URL; `lock_timeout` is in seconds.
            is_to_migrate: leave the schema as it is; the caller says `migrate()` next.
            is_made_new: give a schema to a database that has none; else one that is not in memory is refused.

        Raises:
            StoreError: the URL or file cannot be used.
            NewerSchemaError: the schema is newer than this program.
            ResumableError: another process holds the database for longer than the timeout.
        """
        self.url = parsed(url)
        # The database as an operator knows it, without a password.
        self.name = shown(url)
        # What the sessions of this process are called, so that others can tell them on Postgres.
        self.session_name = f"decompose {uuid.uuid4().hex[:16]}"
        self._lock_timeout = lock_timeout
        self.engine = _engine(self.url, lock_timeout, self.session_name)
        # SQLite takes one writer at a time: threads queue up here, where nobody is overtaken for ever. What lies in
        # memory is one connection, which takes one session at a time.
        one_at_a_time = threading.RLock()
        self._writers: AbstractContextManager[Any] = one_at_a_time if self.is_sqlite else nullcontext()
        self._readers: AbstractContextManager[Any] = one_at_a_time if _is_in_memory(self.url) else nullcontext()
        self._watcher = Watcher(self.engine)
        try:
            with self.told():
                if not is_to_migrate:
                    self._check_schema(is_made_new=is_made_new or self.is_in_memory)
        except BaseException:
            self.close()
            raise

    @property
    def is_in_memory(self) -> bool:
        return _is_in_memory(self.url)

    def another(self) -> Engine:
        """Connections of their own to the same database, by the same name; dispose of them when done."""
        return _engine(self.url, self._lock_timeout, self.session_name)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def close(self) -> None:
        self._watcher.close()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and writes nothing."""
        # SQLite gives one state to a transaction by itself; Postgres is asked for it.
        engine = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with self._readers, self.told(), Session(engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Session]:
        """One transaction: all of it is kept, or nothing. What can be found is brought up to date in it.

        Args:
            alone: no other process is in such a transaction at the same time. On SQLite that is always so.
        """
        engine = self.engine.execution_options(writes=True)
        with self._writers, self.told(), Session(engine) as session, session.begin(), followed(session):
            if alone and not self.is_sqlite:
                # One that stands still in the middle is found and hung up by others; that takes its time.
                session.execute(text("SELECT set_config('lock_timeout', :longest, true)"), {"longest": _LONGEST_ALONE})
                session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ALONE_LOCK})
            yield session

    def is_alone(self, session: Session) -> bool:
        """Whether no other process is in a transaction that asked to be alone; if so, none will be before this ends."""
        if self.is_sqlite:
            return True
        return bool(session.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _ALONE_LOCK}).scalar())

    def overwrite(self) -> bool:
        """Leave no byte of deleted rows in a SQLite file and its log; whether that is so.

        It is not while somebody else reads the file; and a server of databases keeps deleted rows until it needs
        their place, and in its own logs.
        """
        if not self.is_sqlite:
            return False
        with self._writers, self.told(), closing(self.engine.raw_connection()) as connection:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def state(self, subjects: Collection[str] = ()) -> str:
        """A word that is another one after every committed transaction that changes what readers see.

        It costs one small question (see `watching`).

        Args:
            subjects: the artifacts whose counters of searches are seen.
        """
        with self._readers:
            try:
                return self._watcher.state(_storable(tuple(subjects)))
            except Exception as exc:
                raise self._explained(str(exc), getattr(exc, "sqlstate", None)) from exc

    def version(self) -> str:
        """The version of its schema, "" for one that has none; nothing is changed."""
        with self.told(), self.engine.connect() as connection:
            return _version(connection, self.name)

    def migrate(self) -> str:
        """Bring the schema to the newest version; the version it had is returned ("" for a new database)."""
        with self.told():
            if self.is_sqlite:
                return self._check_schema(is_made_new=True)
            with self.engine.begin() as connection:
                connection.execute(text(_LOCK_MIGRATION))
                had = _version(connection, self.name)
                self._refuse_newer(had)
                _upgrade(connection)
                return had

    def _check_schema(self, *, is_made_new: bool) -> str:
        with self.engine.connect() as connection:
            had = _version(connection, self.name)
            if had == HEAD:
                return had
            self._refuse_newer(had)
            if not (had or is_made_new):
                raise StoreError(
                    f"{self.name} holds nothing of decompose; check the address, or make its tables: decompose migrate",
                    subject=self.name,
                )
            if not self.is_sqlite and had:
                raise StoreError(f"the schema {had} of {self.name} is old; run: decompose migrate", subject=self.name)
        if self.is_sqlite and had:
            self._copy(f"before-{HEAD}")
        return self._upgrade_alone()

    def _upgrade_alone(self) -> str:
        """Upgrade in one write transaction; another process may have done it meanwhile."""
        with self.engine.execution_options(writes=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text(_LOCK_MIGRATION))
            had = _version(connection, self.name)
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
            try:
                with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.{suffix}")) as copy:
                    source.backup(copy)
            except sqlite3.Error as exc:
                raise self._explained(f"no copy to {path}.{suffix}: {exc}") from exc

    @contextmanager
    def told(self) -> Iterator[None]:
        """Errors of the driver, in our words."""
        try:
            yield
        except DatabaseError as exc:
            raise self._explained(str(exc.orig), getattr(exc.orig, "sqlstate", None)) from exc
        except SQLAlchemyError as exc:
            raise StoreError(f"{self.name}: {_one_line(str(exc))}", subject=self.name) from exc

    def _explained(self, detail: str, sqlstate: str | None = None) -> StoreError | ResumableError:
        """`sqlstate` is the code that Postgres gives; of SQLite only the words say what happened."""
        for pattern, error, sentence in _EXPLANATIONS:
            if re.search(pattern, sqlstate or detail):
                return error(f"{self.name} {sentence}", subject=self.name)
        return StoreError(f"{self.name}: {_one_line(detail)}", subject=self.name)


def _is_in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and (url.database or ":memory:") == ":memory:"


def _engine(url: URL, lock_timeout: float, name: str) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = _sqlite_engine(url, lock_timeout) if is_sqlite else _postgres_engine(url, lock_timeout, name)

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _make_storable(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, _many: Any) -> tuple[str, Any]:
        return statement, parameters if _is_plain(parameters) else _storable(parameters)

    return engine


def _postgres_engine(url: URL, lock_timeout: float, name: str) -> Engine:
    try:
        engine = create_engine(url, pool_pre_ping=True, connect_args={"application_name": name})
    except (ImportError, NoSuchModuleError) as exc:
        raise StoreError(
            "Postgres needs a driver; install decompose[postgres]",
            subject=without_passwords(url.render_as_string()),
        ) from exc

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.autocommit = True
        # Zero would mean to wait for ever.
        connection.execute(f"SET lock_timeout = {max(1, int(lock_timeout * 1000))}")
        connection.autocommit = False

    return engine


def _sqlite_engine(url: URL, lock_timeout: float) -> Engine:
    """The driver's own transactions are switched off, so that a writer takes the lock when it begins."""
    path = url.database
    if path and path != ":memory:" and not Path(path).resolve().parent.is_dir():
        raise StoreError(f"{path}: the folder does not exist; make it, or name another with --db", subject=path)
    pooled: dict[str, Any] = {"poolclass": StaticPool} if _is_in_memory(url) else {"pool_use_lifo": True}
    try:
        engine = create_engine(url, connect_args={"timeout": lock_timeout, "check_same_thread": False}, **pooled)
    except ValueError as exc:
        raise StoreError(f"{path}: {exc}; check what stands behind “?” in --db", subject=path) from exc

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        _write_ahead(connection, lock_timeout)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Switch a new file to a write-ahead log. For this one change SQLite does not wait for others by itself."""
    from tenacity import retry, retry_if_exception_message, stop_after_delay, wait_random

    @retry(
        retry=retry_if_exception_message(match=r".*\b(?:locked|busy)\b"),
        stop=stop_after_delay(patience),
        wait=wait_random(0.005, 0.05),
        reraise=True,
    )
    def switch() -> None:
        connection.execute("PRAGMA journal_mode = WAL")

    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        switch()


def _version(connection: Connection, name: str) -> str:
    """The version of our schema, "" where there is none.

    Raises:
        StoreError: another program notes the version of its schema there, which would be taken for ours.
    """
    tables = inspect(connection)
    if not tables.has_table("alembic_version"):
        return ""
    if not all(map(tables.has_table, _ALWAYS_OURS)):
        raise StoreError(
            f"{name} holds tables of another program (its alembic_version is not ours); nothing was changed: name "
            "another database, or on Postgres a schema of its own: ?options=-csearch_path%3DSCHEMA",
            subject=name,
        )
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _upgrade(connection: Connection) -> None:
    """Alembic is imported here, where it is needed: once in the life of most databases."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _is_plain(parameters: Any) -> bool:
    """Whether nothing in the rows of a statement needs a closer look: many rows are sent at once."""
    return type(parameters) is list and all(
        (value.isascii() and "\x00" not in value) if type(value) is str else type(value) in _PLAIN
        for row in parameters
        for value in (row.values() if type(row) is dict else row)
    )


def _storable(value: Any) -> Any:
    """Parameters of a statement with what cannot be stored replaced, one character for one."""
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: _storable(inner) for name, inner in value.items()}
    return type(value)(map(_storable, value)) if isinstance(value, list | tuple) else value


def _one_line(detail: str) -> str:
    return " ".join(detail.split())
