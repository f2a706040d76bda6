"""Schemas of a Postgres server, each of which is a database of its own to the program.

To migrate one takes a second, so that those with noise in them are made once and filled anew for each test.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text

from world import World, make_noise

# The server survives every test: nobody need wait for its disk.
_OPTIONS = "-csearch_path={schema} -csynchronous_commit=off"
_COLUMNS = """
    SELECT relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = CAST(:schema AS regnamespace) AND relkind = 'r'
    AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = :schema"
_IS_SUPERUSER = "SELECT current_setting('is_superuser') = 'on'"


@dataclass
class Schemas:
    """Makes schemas of one server; `close` drops those that are left. `folder` is for the documents of the noise."""

    server: URL
    folder: Path
    _made: list[str] = field(default_factory=list)
    _free: list[str] = field(default_factory=list)

    @cached_property
    def _connection(self) -> Connection:
        engine = create_engine(self.server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        connection = engine.connect()
        connection.execute(text("SET synchronous_commit = off"))
        return connection

    @cached_property
    def _noisy(self) -> str:
        """The schema that the others are filled from; no test has it."""
        return self._with_noise()

    @cached_property
    def _columns(self) -> Mapping[str, str]:
        return _columns(self._connection, self._noisy)

    @cached_property
    def _may_fill(self) -> bool:
        """Only a superuser may leave triggers and foreign keys aside."""
        return bool(self._connection.execute(text(_IS_SUPERUSER)).scalar_one())

    def url(self, name: str) -> str:
        """The address of a schema as a database."""
        options = {"options": _OPTIONS.format(schema=name)}
        return self.server.update_query_dict(options).render_as_string(hide_password=False)

    def empty(self) -> str:
        """A schema in which nothing is, by name."""
        name = f"test_{uuid.uuid4().hex}"
        self._connection.execute(text(f"CREATE SCHEMA {name}"))
        self._made.append(name)
        return name

    def noisy(self) -> str:
        """A schema in which there is what `make_noise` leaves, and nothing else."""
        if not self._may_fill:
            return self._with_noise()
        name = self._free.pop() if self._free else self._with_noise()
        self._fill(name)
        return name

    def give_back(self, name: str) -> None:
        """A schema of `noisy` is for the next test, unless this one changed its tables."""
        self._connection.execute(text(f"DROP SCHEMA IF EXISTS {name}_engine CASCADE"))
        if self._may_fill and _columns(self._connection, name) == self._columns:
            self._free.append(name)
        else:
            self.drop(name)

    def drop(self, *names: str) -> None:
        for name in names:
            self._connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
            self._connection.execute(text(f"DROP SCHEMA IF EXISTS {name}_engine CASCADE"))
            self._made.remove(name)

    def close(self) -> None:
        self.drop(*list(self._made))
        self._connection.close()
        self._connection.engine.dispose()

    def _with_noise(self) -> str:
        name = self.empty()
        world = World(self.url(name), self.folder)
        make_noise(world)
        world.close()
        return name

    def _fill(self, name: str) -> None:
        """The rows of the noisy schema in the place of those that are there."""
        steps = ["SET session_replication_role = replica"]
        for table, columns in self._columns.items():
            steps.append(f'DELETE FROM {name}."{table}"')
            rows = f'SELECT {columns} FROM {self._noisy}."{table}"'
            steps.append(f'INSERT INTO {name}."{table}" ({columns}) OVERRIDING SYSTEM VALUE {rows}')
        for sequence, last in self._connection.execute(text(_SEQUENCES), {"schema": self._noisy}):
            steps.append(f"SELECT setval('{name}.\"{sequence}\"', {last or 1}, {last is not None})")
        steps.append("SET session_replication_role = DEFAULT")
        self._connection.exec_driver_sql("; ".join(steps))


def _columns(connection: Connection, name: str) -> Mapping[str, str]:
    """The columns of every table, as an INSERT lists them."""
    return dict(connection.execute(text(_COLUMNS), {"schema": name}).all())
