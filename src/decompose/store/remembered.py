"""Small things that the database itself must remember, by name."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from decompose.store.tables import SettingRow


def get(session: Session, name: str) -> str | None:
    row = session.get(SettingRow, name)
    return row.value if row else None


def put(session: Session, name: str, value: str) -> None:
    session.merge(SettingRow(name=name, value=value))
    session.flush()


def put_once(session: Session, name: str, value: str) -> str:
    """The value that stands: this one, or the one of whoever was first."""
    if session.get(SettingRow, name) is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(SettingRow(name=name, value=value))
            session.flush()
    return session.get_one(SettingRow, name, populate_existing=True).value
