"""Moving a whole database to another one, and keeping a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decompose.errors import StoreError, UsageError
from decompose.store import moving
from decompose.store.database import Database


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that was copied and found to be the same: how many rows, and their hash."""

    table: str
    rows: int
    hash: str


def not_there(url: str) -> Path | None:
    """The SQLite file that a URL names and that does not exist; None for any other."""
    return moving.missing(url)


def require_there(url: str, option: str = "--db") -> None:
    """Refuse a SQLite file that does not exist, before opening makes it.

    Args:
        option: where it was named.

    Raises:
        UsageError: there is none.
    """
    missing = not_there(url)
    if missing:
        raise UsageError(f"{missing} does not exist; check {option}", subject=url)


def copy(source: Database, target: Database, progress: Callable[[Moved], None] | None = None) -> tuple[Moved, ...]:
    """Copy every table, in one transaction of the target: all of it arrives, and the same, or nothing.

    Raises:
        UsageError: the source holds nothing, the target holds something, or both are one.
        StoreError: what arrived is not what was sent.
    """
    if source.url == target.url:
        raise UsageError(f"{source.name} cannot be copied to itself; name another database with --to")
    moved = []
    with source.reading() as origin, target.writing() as goal:
        names = moving.table_names()
        if not any(moving.count(origin, name) for name in names):
            raise UsageError(f"{source.name} holds nothing; check --from", subject=source.name)
        for name in names:
            if rows := moving.count(goal, name):
                raise UsageError(
                    f"{target.name} is not empty ({name}: {rows} rows); name an empty database", subject=target.name
                )
        for name in names:
            moving.copy_table(origin, goal, name)
        for name in names:
            moved.append(
                _verified(name, *((moving.count(s, name), moving.table_hash(s, name)) for s in (origin, goal)))
            )
            if progress:
                progress(moved[-1])
    return tuple(moved)


def backup(database: Database, path: Path) -> int:
    """Copy a SQLite database to a new file while it is in use; the size in bytes is returned.

    Raises:
        UsageError: it is on Postgres, in memory, or the file exists.
    """
    if not database.is_sqlite:
        raise UsageError(f"{database.name} is on Postgres: {dump_command(database, path)}", subject=database.name)
    if not database.url.database or database.url.database == ":memory:":
        raise UsageError("a database in memory has no backup; name a file with --db")
    if path.exists():
        raise UsageError(f"{path} exists; name another file, or remove it", subject=str(path))
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: the folder does not exist; make it, or name another", subject=str(path))
    moving.copy_file(database, path)
    return path.stat().st_size


def dump_command(database: Database, path: Path) -> str:
    """The command that makes a backup of a Postgres database; no password is in it, pg_dump asks for one."""
    url = database.url.set(drivername="postgresql", password=None)
    secret = [name for name in url.query if "password" in name.casefold()]
    address = url.difference_update_query(secret).render_as_string()
    return f"pg_dump --format=custom --file={path} '{address}'"


def _verified(name: str, sent: tuple[int, str], arrived: tuple[int, str]) -> Moved:
    if sent != arrived:
        raise StoreError(
            f"table {name}: {sent[0]} rows were sent and {arrived[0]} arrived, or not the same ones; "
            "nothing was kept, report this",
            subject=name,
        )
    return Moved(name, *sent)
