"""Whole databases: every table from one to another, a hash of what a table holds, and a copy of a SQLite file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import JSON, Integer, Table, delete, func, insert, null, select, text
from sqlmodel import Session

from decompose.domain.identity import canonical_json
from decompose.errors import StoreError
from decompose.store import tables
from decompose.store.address import parsed
from decompose.store.database import Database

CHUNK = 500
# Taken from a table, so that the module that fills it is sure to be read.
_METADATA = tables.ArtifactRow.metadata
_OF_TRIGGERS = tables.TouchedRow.__tablename__
_MODULUS = 1 << 256


def missing(url: str) -> Path | None:
    """The SQLite file that the URL names and that is not there, which opening would make; else None."""
    with suppress(StoreError):
        address = parsed(url)
        if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
            path = Path(str(address.database))
            return None if path.exists() else path
    return None


def table_names() -> tuple[str, ...]:
    """Every table, each behind those that it refers to; last of all what triggers write when the others are filled."""
    names = [table.name for table in _METADATA.sorted_tables]
    return tuple(sorted(names, key=lambda name: name == _OF_TRIGGERS))


def count(session: Session, name: str) -> int:
    return int(session.execute(select(func.count()).select_from(_table(name))).scalar_one())


def copy_table(source: Session, target: Session, name: str, *, chunk: int = CHUNK) -> int:
    """Copy the rows of a table in chunks; their number is returned."""
    table = _table(name)
    if name == _OF_TRIGGERS:
        target.execute(delete(table))
    copied = 0
    for rows in _chunks(source, table, chunk):
        target.execute(insert(table), rows)
        copied += len(rows)
    _set_sequence(target, table)
    return copied


def table_hash(session: Session, name: str, *, chunk: int = CHUNK) -> str:
    """A hash over the rows of a table in their canonical form, whatever their order.

    Databases sort text differently: so each row is hashed, and the hashes are added up.
    """
    total = 0
    for rows in _chunks(session, _table(name), chunk):
        for row in rows:
            total += int.from_bytes(hashlib.sha256(_canonical(row)).digest())
    return f"{total % _MODULUS:064x}"


@contextmanager
def copied(database: Database) -> Iterator[Database]:
    """A copy of a SQLite file, to do with as one likes; it is gone when the block is left.

    Raises:
        StoreError: it cannot be read, or the disk is full.
    """
    with TemporaryDirectory(prefix="decompose-") as folder:
        path = Path(folder) / "copy.db"
        copy_file(database, path, is_checked=False)
        with closing(Database(f"sqlite:///{path}")) as copy:
            yield copy


def copy_file(database: Database, path: Path, *, is_checked: bool = True) -> None:
    """Copy a SQLite database while others read and write it: the copy is one state of it, in one file.

    Raises:
        StoreError: it cannot be read, or the copy cannot be written or is not sound.
    """
    draft = path.with_name(f".{path.name}.partial")
    try:
        with closing(sqlite3.connect(database.url.database or "")) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            [sound] = copy.execute("PRAGMA integrity_check(1)").fetchone() if is_checked else ("ok",)
        if sound != "ok":
            raise StoreError(f"the copy of {database.name} is not sound: {sound}", subject=database.name)
        draft.replace(path)
    except sqlite3.Error as exc:
        raise StoreError(f"no copy of {database.name} to {path}: {exc}", subject=str(path)) from exc
    finally:
        draft.unlink(missing_ok=True)


def _table(name: str) -> Table:
    return _METADATA.tables[name]


def _chunks(session: Session, table: Table, chunk: int) -> Iterator[list[dict[str, Any]]]:
    """The rows, in the order of their key: a row may refer to an earlier one of its own table."""
    nothing = [
        column.is_(None).label(f"{column.name} is nothing")
        for column in table.columns
        if column.nullable and isinstance(column.type, JSON)
    ]
    query = select(table, *nothing).order_by(*table.primary_key.columns).execution_options(yield_per=chunk)
    for rows in session.execute(query).partitions():
        yield [_values(row, table) for row in rows]


def _values(row: Any, table: Table) -> dict[str, Any]:
    """A row by column. JSON knows a null of its own; what is nothing at all in the source shall be so in the target."""
    values = {}
    for column in table.columns:
        is_nothing = row._mapping.get(f"{column.name} is nothing")  # noqa: SLF001
        values[column.name] = null() if is_nothing else row._mapping[column]  # noqa: SLF001
    return values


def _canonical(row: dict[str, Any]) -> bytes:
    plain = {name: _plain(value) for name, value in row.items()}
    return canonical_json(plain).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    return {"nothing": True} if value is not None and isinstance(value, type(null())) else value


def _set_sequence(session: Session, table: Table) -> None:
    """Numbers that Postgres gives out go on behind the greatest one that was copied; SQLite sees to that itself."""
    [key, *others] = table.primary_key.columns
    if session.get_bind().dialect.name != "postgresql" or others or not isinstance(key.type, Integer):
        return
    greatest = session.execute(select(func.max(key))).scalar_one()
    if greatest is not None:
        session.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, :key), :greatest)"),
            {"name": f'"{table.name}"', "key": key.name, "greatest": greatest},
        )
