"""Signals as they were given: append-only, of which the newest day counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert
from sqlmodel import Session, col, select

from decompose.domain.signal import Signal
from decompose.store.tables import SignalRow

_DAY = "day:"


def add(session: Session, given: Iterable[tuple[str, Signal]], at: datetime) -> int:
    """Append signals by slug, but for those that are there already; the number of rows written is returned."""
    rows = list(given)
    known = {
        (slug, signal)
        for slug, signals in of(session, sorted({slug for slug, _ in rows})).items()
        for signal in signals
    }
    new = [
        {
            "slug": slug,
            "signal": signal.name,
            "value": _stored(signal.value),
            "source": signal.source,
            "day": signal.day.isoformat(),
            "at": at,
        }
        for slug, signal in rows
        if (slug, signal) not in known
    ]
    if new:
        session.connection().execute(insert(SignalRow), new)
    return len(new)


def of(session: Session, slugs: Sequence[str]) -> dict[str, tuple[Signal, ...]]:
    """The signals of these artifacts, in the order in which they were given; as many slugs as fit in one question."""
    query = select(SignalRow).where(col(SignalRow.slug).in_(slugs)).order_by(col(SignalRow.id))
    found: dict[str, list[Signal]] = {slug: [] for slug in slugs}
    for row in session.exec(query).all():
        found[row.slug].append(Signal(row.signal, _value(row.value), row.source, date.fromisoformat(row.day)))
    return {slug: tuple(signals) for slug, signals in found.items()}


def _stored(value: Decimal | date) -> str:
    return f"{_DAY}{value.isoformat()}" if isinstance(value, date) else str(value)


def _value(words: str) -> Decimal | date:
    return date.fromisoformat(words.removeprefix(_DAY)) if words.startswith(_DAY) else Decimal(words)
