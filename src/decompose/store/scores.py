"""Measured components and ranks computed elsewhere: an append-only history of which the newest value counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, and_, bindparam, or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, func, select

from decompose.domain.score import Component, Measured
from decompose.store.chunks import among
from decompose.store.tables import ScoreValueRow

RANK = "rank"
UNPIN = "unpin"


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts now for one artifact: its measured components, and the rank that was computed elsewhere."""

    components: Mapping[Component, Measured]
    external: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """One row of the history; `value` None means that the component is no longer measured.

    A row of the component `unpin` has no value: what was pinned before it counts as unpinned from then on.
    """

    component: str
    value: Decimal | None
    origin: str
    at: datetime
    is_pinned: bool = False


def add(
    session: Session, slug: str, values: Mapping[str, Decimal | None], *, origin: str, at: datetime, pin: bool
) -> int:
    """Append what differs from the newest value of its sort, pinned or not; the number of rows written is returned.

    A pinned value counts until it is unpinned, whatever is appended without a pin.
    """
    newest = _newest(session, [slug])[slug]
    written = 0
    for name, value in values.items():
        pinned, free = newest.get(name, (None, None))
        before = pinned if pin else free
        if before is None and value is None and not (pin and free):
            continue
        if before is not None and before.value == value:
            continue
        session.add(ScoreValueRow(slug=slug, component=name, value=_stored(value), origin=origin, is_pinned=pin, at=at))
        written += 1
    session.flush()
    return written


def standing(session: Session, slug: str) -> Standing:
    return standings(session, [slug])[slug]


def standings(session: Session, slugs: Sequence[str], until: datetime | None = None) -> dict[str, Standing]:
    """What counts for each of these artifacts, now or before a moment; as many slugs as fit in one question."""
    return {slug: _standing(newest) for slug, newest in _newest(session, slugs, until).items()}


def history(session: Session, slug: str) -> tuple[ScoreEntry, ...]:
    """Every value that was ever given, the oldest first."""
    rows = session.execute(
        sa_select(*_COLUMNS, col(ScoreValueRow.is_pinned))
        .where(col(ScoreValueRow.slug) == slug)
        .order_by(col(ScoreValueRow.id))
    ).all()
    return tuple(_entry(row) for row in rows)


def unpin(session: Session, slug: str, *, origin: str, at: datetime) -> None:
    """End the pins of an artifact. Its rows stay as they are: on the days before, what was pinned was."""
    if any(pinned for pinned, _ in _newest(session, [slug])[slug].values()):
        session.add(ScoreValueRow(slug=slug, component=UNPIN, origin=origin, at=at))
        session.flush()


_Newest = dict[str, tuple[ScoreEntry | None, ScoreEntry | None]]
_COLUMNS = (
    col(ScoreValueRow.slug),
    col(ScoreValueRow.component),
    col(ScoreValueRow.value),
    col(ScoreValueRow.origin),
    col(ScoreValueRow.at),
)


def _ended(*, is_past: bool) -> Subquery:
    """By slug the row that ended its pins last."""
    query = (
        sa_select(col(ScoreValueRow.slug), func.max(ScoreValueRow.id).label("id"))
        .where(among(col(ScoreValueRow.slug), "slugs"), col(ScoreValueRow.component) == UNPIN)
        .group_by(col(ScoreValueRow.slug))
    )
    return (query.where(col(ScoreValueRow.at) < bindparam("until")) if is_past else query).subquery()


def _question(*, is_past: bool) -> Any:
    """The newest values of some artifacts, now or before a moment.

    A pin that was ended counts as none: a value is pinned that was given with a pin after the last end.
    """
    ended = _ended(is_past=is_past)
    is_after = or_(ended.c.id.is_(None), col(ScoreValueRow.id) > ended.c.id)
    is_pinned = and_(col(ScoreValueRow.is_pinned), is_after)
    ids = (
        select(func.max(ScoreValueRow.id))
        .outerjoin(ended, ended.c.slug == col(ScoreValueRow.slug))
        .where(among(col(ScoreValueRow.slug), "slugs"), col(ScoreValueRow.component) != UNPIN)
        .group_by(ScoreValueRow.slug, ScoreValueRow.component, is_pinned)
    )
    if is_past:
        ids = ids.where(col(ScoreValueRow.at) < bindparam("until"))
    query = sa_select(*_COLUMNS, is_pinned).outerjoin(ended, ended.c.slug == col(ScoreValueRow.slug))
    return query.where(col(ScoreValueRow.id).in_(ids))


_NOW, _PAST = _question(is_past=False), _question(is_past=True)


def _newest(session: Session, slugs: Sequence[str], until: datetime | None = None) -> dict[str, _Newest]:
    """By slug and component the newest value with a pin and the newest without; of 500 slugs at most."""
    query, given = (_NOW, {}) if until is None else (_PAST, {"until": until})
    found: dict[str, _Newest] = {slug: {} for slug in slugs}
    for row in session.execute(query, {"slugs": slugs, **given}).all():
        entry, values = _entry(row), found[row[0]]
        pinned, free = values.get(entry.component, (None, None))
        values[entry.component] = (entry, free) if entry.is_pinned else (pinned, entry)
    return found


def _standing(newest: _Newest) -> Standing:
    counts = {name: pinned or free for name, (pinned, free) in newest.items()}
    components = {
        component: Measured(entry.value, entry.origin, entry.at.date())
        for component in Component
        if (entry := counts.get(component.value)) and entry.value is not None
    }
    rank = counts.get(RANK)
    return Standing(components, rank.value if rank else None)


def _entry(row: Any) -> ScoreEntry:
    _, component, value, origin, at, is_pinned = row
    return ScoreEntry(component, None if value is None else Decimal(value), origin, at, is_pinned)


def _stored(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
