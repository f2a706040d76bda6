"""Measured components and ranks computed elsewhere: an append-only history of which the newest value counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from decompose.domain.score import Component, Measured
from decompose.store.tables import ScoreValueRow

RANK = "rank"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts now for one artifact: its measured components, and the rank that was computed elsewhere."""

    components: Mapping[Component, Measured]
    external: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """One row of the history; `value` None means that the component is no longer measured."""

    component: str
    value: Decimal | None
    origin: str
    at: datetime


def add(
    session: Session, slug: str, values: Mapping[str, Decimal | None], *, origin: str, at: datetime, pin: bool
) -> int:
    """Append what differs from what counts now; the number of rows written is returned."""
    newest = _newest(session, slug)
    written = 0
    for name, value in values.items():
        before = newest.get(name)
        if before is not None and before.value == _stored(value) and before.is_pinned == pin:
            continue
        if before is None and value is None:
            continue
        session.add(ScoreValueRow(slug=slug, component=name, value=_stored(value), origin=origin, is_pinned=pin, at=at))
        written += 1
    session.flush()
    return written


def standing(session: Session, slug: str) -> Standing:
    newest = _newest(session, slug)
    components = {
        component: Measured(Decimal(row.value), row.origin, row.at.date())
        for component in Component
        if (row := newest.get(component.value)) and row.value is not None
    }
    rank = newest.get(RANK)
    return Standing(components, Decimal(rank.value) if rank and rank.value is not None else None)


def history(session: Session, slug: str) -> tuple[ScoreEntry, ...]:
    """Every value that ever counted, the oldest first."""
    rows = session.exec(select(ScoreValueRow).where(ScoreValueRow.slug == slug).order_by(col(ScoreValueRow.id))).all()
    return tuple(
        ScoreEntry(row.component, Decimal(row.value) if row.value is not None else None, row.origin, row.at)
        for row in rows
    )


def unpin(session: Session, slug: str) -> None:
    for row in session.exec(select(ScoreValueRow).where(ScoreValueRow.slug == slug)).all():
        row.is_pinned = False
    session.flush()


def _newest(session: Session, slug: str) -> dict[str, ScoreValueRow]:
    rows = session.exec(select(ScoreValueRow).where(ScoreValueRow.slug == slug).order_by(col(ScoreValueRow.id))).all()
    return {row.component: row for row in rows}


def _stored(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
