"""Small things that the database itself must remember, by name."""

from __future__ import annotations

from sqlmodel import Session

from decompose.store.tables import SettingRow


def get(session: Session, name: str) -> str | None:
    row = session.get(SettingRow, name)
    return row.value if row else None


def put(session: Session, name: str, value: str) -> None:
    session.merge(SettingRow(name=name, value=value))
    session.flush()
