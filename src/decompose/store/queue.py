"""The queue of items: pages by a cursor, counts, and who has which item open. Every question is asked by an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from decompose.domain.queue import Page, Wanted
from decompose.domain.review import Lease, ReviewItem
from decompose.store.mapping import item_from
from decompose.store.tables import (
    AuditEventRow,
    CapabilityRow,
    ClaimRow,
    DecompositionRow,
    ReviewItemRow,
    SavedFilterRow,
)


def page(
    session: Session,
    wanted: Wanted,
    *,
    limit: int,
    after: str | None = None,
    start: str | None = None,
    free_for: Lease | None = None,
    now: datetime | None = None,
) -> Page:
    """The items of a filter behind a cursor, or from a place on, in the order of the queue.

    Args:
        free_for: without those that somebody else has open `now`.
    """
    query = select(ReviewItemRow).where(*_conditions(wanted)).order_by(col(ReviewItemRow.place)).limit(limit + 1)
    if after is not None:
        query = query.where(ReviewItemRow.place > after)
    if start is not None:
        query = query.where(ReviewItemRow.place >= start)
    if free_for and now:
        query = query.where(or_(_is_free(now), _is_his(free_for)))
    rows = session.exec(query).all()
    return Page(tuple(map(item_from, rows[:limit])), rows[limit - 1].place if len(rows) > limit else None)


def before(session: Session, wanted: Wanted, at: str) -> ReviewItem | None:
    """The item of a filter in front of a place."""
    query = select(ReviewItemRow).where(*_conditions(wanted), ReviewItemRow.place < at)
    row = session.exec(query.order_by(col(ReviewItemRow.place).desc()).limit(1)).first()
    return item_from(row) if row else None


def total(session: Session, wanted: Wanted, *, most: int | None = None) -> int:
    """How many items a filter has; counting ends at `most`."""
    return _count(session, _conditions(wanted), most)


def acceptable(session: Session, wanted: Wanted, by: str, now: datetime) -> int:
    """How many items of a filter may be accepted together by an editor."""
    return _count(session, [*_conditions(wanted), *_unread(by, now)], None)


def next_acceptable(session: Session, wanted: Wanted, by: str, now: datetime, limit: int) -> tuple[ReviewItem, ...]:
    """The first of those, which nobody else decides until this transaction ends."""
    query = select(ReviewItemRow).where(*_conditions(wanted), *_unread(by, now)).order_by(col(ReviewItemRow.place))
    return tuple(map(item_from, session.exec(query.limit(limit).with_for_update(skip_locked=True)).all()))


# -- leases ------------------------------------------------------------------------------------------------


def claim(session: Session, wanted: Wanted, lease: Lease, now: datetime, limit: int) -> tuple[ReviewItem, ...]:
    """Lease the next items that nobody has open."""
    query = (
        select(ReviewItemRow)
        .where(*_conditions(wanted), _is_free(now))
        .order_by(col(ReviewItemRow.place))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.exec(query).all()
    for row in rows:
        _put(row, lease, now)
    session.flush()
    return tuple(map(item_from, rows))


def hold(
    session: Session, item_id: str, lease: Lease, now: datetime, *, is_taken_over: bool = False
) -> ReviewItem | None:
    """Lease an item, or renew the lease; with somebody else's lease it stays as it is unless it is taken over.

    None: no such item is stored.
    """
    row = session.get(ReviewItemRow, item_id, with_for_update=True)
    if row is None:
        return None
    held = item_from(row).lease
    if is_taken_over or held is None or not held.keeps_out(lease.by, lease.sitting, now):
        _put(row, lease, now)
        session.flush()
    return item_from(row)


def release(session: Session, by: str, sitting: str | None, *, but: str | None = None) -> None:
    """Give back what an editor has open in a window, except one item."""
    query = select(ReviewItemRow).where(ReviewItemRow.held_by == by, ReviewItemRow.held_in == sitting)
    for row in session.exec(query).all():
        if row.id != but:
            _put(row, None, None)
    session.flush()


def ask(session: Session, item_id: str, by: str) -> ReviewItem | None:
    """Tell whoever has an item open that somebody else wants it."""
    row = session.get(ReviewItemRow, item_id, with_for_update=True)
    if row is None:
        return None
    row.wanted_by = by if row.held_by else None
    session.flush()
    return item_from(row)


# -- saved filters -----------------------------------------------------------------------------------------


def save_filter(session: Session, owner: str, name: str, wanted: dict[str, Any]) -> None:
    session.merge(SavedFilterRow(owner=owner, name=name, wanted=wanted))
    session.flush()


def forget_filter(session: Session, owner: str, name: str) -> None:
    row = session.get(SavedFilterRow, (owner, name))
    if row:
        session.delete(row)
        session.flush()


def filters(session: Session, owner: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """What an editor keeps, by name."""
    rows = session.exec(select(SavedFilterRow).where(SavedFilterRow.owner == owner)).all()
    return tuple(sorted((row.name, row.wanted) for row in rows))


def prompts(session: Session) -> tuple[str, ...]:
    """The digests of the templates that current records were made with."""
    found = session.exec(select(DecompositionRow.template).where(col(DecompositionRow.is_current)).distinct()).all()
    return tuple(sorted(template for template in found if template))


# -- conditions --------------------------------------------------------------------------------------------


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    given = ((condition, getattr(wanted, name)) for name, condition in _CONDITIONS.items())
    return [condition(value) for condition, value in given if value is not None]


def _is_made_with(template: str) -> Any:
    made = select(DecompositionRow.id).where(DecompositionRow.template == template)
    claims = select(ClaimRow.id).where(col(ClaimRow.decomposition_id).in_(made))
    records = select(CapabilityRow.id).where(col(CapabilityRow.decomposition_id).in_(made))
    is_record = and_(col(ReviewItemRow.claim_id).is_(None), col(ReviewItemRow.capability_id).in_(records))
    return or_(col(ReviewItemRow.claim_id).in_(claims), is_record)


def _is_of(editor: str) -> Any:
    touched = select(AuditEventRow.item_id).where(AuditEventRow.who == editor)
    return or_(col(ReviewItemRow.held_by) == editor, col(ReviewItemRow.id).in_(touched))


def _holds(words: str) -> Any:
    places = (ReviewItemRow.new, ReviewItemRow.old, ReviewItemRow.slug, ReviewItemRow.field)
    return and_(
        True, *(or_(*(col(place).icontains(word, autoescape=True) for place in places)) for word in words.split())
    )


_CONDITIONS: dict[str, Callable[[Any], Any]] = {
    "status": lambda status: ReviewItemRow.status == status.value,
    "reason": lambda reason: ReviewItemRow.reason == reason.value,
    "artifact": lambda slug: ReviewItemRow.slug == slug,
    "flag": lambda check: col(ReviewItemRow.checks).contains(f" {check} ", autoescape=True),
    "prompt": _is_made_with,
    "editor": _is_of,
    "before": lambda moment: col(ReviewItemRow.created_at) <= moment,
    "words": _holds,
}


def _is_free(now: datetime) -> Any:
    return or_(col(ReviewItemRow.held_until).is_(None), col(ReviewItemRow.held_until) <= now)


def _is_his(lease: Lease) -> Any:
    return and_(col(ReviewItemRow.held_by) == lease.by, col(ReviewItemRow.held_in) == lease.sitting)


def _unread(by: str, now: datetime) -> list[Any]:
    return [col(ReviewItemRow.is_acceptable), or_(_is_free(now), col(ReviewItemRow.held_by) == by)]


def _count(session: Session, conditions: list[Any], most: int | None) -> int:
    counted = select(ReviewItemRow.id).where(*conditions).limit(most).subquery()
    return session.exec(select(func.count()).select_from(counted)).one()


def _put(row: ReviewItemRow, lease: Lease | None, now: datetime | None) -> None:
    is_renewed = lease and (row.held_by, row.held_in) == (lease.by, lease.sitting) and row.held_until and now
    if not (is_renewed and row.held_until and now and row.held_until > now):
        row.held_since, row.wanted_by = now if lease else None, None
    row.held_by = lease.by if lease else None
    row.held_in = lease.sitting if lease else None
    row.held_until = lease.until if lease else None
