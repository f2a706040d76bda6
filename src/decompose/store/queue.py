"""The queue of items: pages by a cursor, counts, and who has which item open. Every question is asked by an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, or_
from sqlmodel import Session, col, func, select

from decompose.domain.queue import Page, Wanted, flag_term, why_term, words_sought
from decompose.domain.review import Lease, ReviewItem
from decompose.store import queue_terms
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
    conditions, place = _asked(session, wanted)
    query = select(ReviewItemRow).where(*conditions).order_by(place).limit(limit + 1)
    if after is not None:
        query = query.where(place > after)
    if start is not None:
        query = query.where(place >= start)
    if free_for and now:
        query = query.where(or_(_is_free(now), _is_his(free_for)))
    rows = session.exec(query).all()
    return Page(tuple(map(item_from, rows[:limit])), rows[limit - 1].place if len(rows) > limit else None)


def before(session: Session, wanted: Wanted, at: str) -> ReviewItem | None:
    """The item of a filter in front of a place."""
    conditions, place = _asked(session, wanted)
    query = select(ReviewItemRow).where(*conditions, place < at)
    row = session.exec(query.order_by(place.desc()).limit(1)).first()
    return item_from(row) if row else None


def total(session: Session, wanted: Wanted, *, most: int | None = None) -> int:
    """How many items a filter has; counting ends at `most`."""
    return _count(session, _counted(session, wanted), most)


def acceptable(session: Session, wanted: Wanted, by: str, now: datetime) -> tuple[tuple[str, int], ...]:
    """The items of a filter that may be accepted together by an editor, in their order, as (id, revision)."""
    conditions, place = _asked(session, wanted)
    query = select(ReviewItemRow.id, ReviewItemRow.revision).where(*conditions, *_unread(by, now)).order_by(place)
    return tuple((identity, revision) for identity, revision in session.exec(query).all())


def still_acceptable(
    session: Session, seen: Sequence[tuple[str, int]], by: str, now: datetime
) -> tuple[ReviewItem, ...]:
    """Those that are as they were seen and may still be accepted; nobody else decides them until this transaction ends.

    Args:
        seen: (id, revision), some hundred at most.
    """
    revisions = dict(seen)
    query = select(ReviewItemRow).where(col(ReviewItemRow.id).in_(revisions), *_unread(by, now))
    rows = session.exec(query.with_for_update(skip_locked=True)).all()
    items = {row.id: item_from(row) for row in rows if row.revision == revisions[row.id]}
    return tuple(items[identity] for identity in revisions if identity in items)


# -- leases ------------------------------------------------------------------------------------------------


def claim(session: Session, wanted: Wanted, lease: Lease, now: datetime, limit: int) -> tuple[ReviewItem, ...]:
    """Lease the next items that nobody has open."""
    conditions, place = _asked(session, wanted)
    query = (
        select(ReviewItemRow)
        .where(*conditions, _is_free(now))
        .order_by(place)
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


def _asked(session: Session, wanted: Wanted) -> tuple[list[Any], Any]:
    """The conditions of a filter for pages of it, and the place that its items are ordered by."""
    held = _held(session, wanted)
    if held and held.is_rare:
        return [*_looked_up(wanted, held)], _unindexed(ReviewItemRow.place)
    return [*(held.along() if held else [false()]), *_conditions(wanted)], col(ReviewItemRow.place)


def _counted(session: Session, wanted: Wanted) -> list[Any]:
    """The conditions of a filter where the order of its items does not matter."""
    held = _held(session, wanted)
    if held and held.ranges:
        return _looked_up(wanted, held)
    return [*([] if held else [false()]), *_conditions(wanted)]


def _held(session: Session, wanted: Wanted) -> queue_terms.Held | None:
    """What the items of a filter hold; None where it asks for words and none is said."""
    words = words_sought(wanted.words) if wanted.words else ()
    if wanted.words and not words:
        return None
    names = [flag_term(wanted.flag)] if wanted.flag else []
    return queue_terms.held(session, [*names, *([why_term(wanted.reason)] if wanted.reason else [])], words)


def _looked_up(wanted: Wanted, held: queue_terms.Held) -> list[Any]:
    """No database may take the index of the queue's order here, whatever it guesses of how many are meant."""
    status = [_unindexed(ReviewItemRow.status) == wanted.status.value] if wanted.status else []
    return [*held.looked_up(), *status, *_conditions(replace(wanted, status=None))]


def _conditions(wanted: Wanted) -> list[Any]:
    given = ((condition, getattr(wanted, name)) for name, condition in _CONDITIONS.items())
    return [condition(value) for condition, value in given if value is not None]


def _unindexed(column: Any) -> Any:
    """A column as a value that no index is of."""
    return func.coalesce(column, "")


def _is_made_with(template: str) -> Any:
    made = select(DecompositionRow.id).where(DecompositionRow.template == template)
    claims = select(ClaimRow.id).where(col(ClaimRow.decomposition_id).in_(made))
    records = select(CapabilityRow.id).where(col(CapabilityRow.decomposition_id).in_(made))
    is_record = and_(col(ReviewItemRow.claim_id).is_(None), col(ReviewItemRow.capability_id).in_(records))
    return or_(col(ReviewItemRow.claim_id).in_(claims), is_record)


def _is_of(editor: str) -> Any:
    touched = select(AuditEventRow.item_id).where(AuditEventRow.who == editor)
    return or_(col(ReviewItemRow.held_by) == editor, col(ReviewItemRow.id).in_(touched))


_CONDITIONS: dict[str, Callable[[Any], Any]] = {
    "status": lambda status: ReviewItemRow.status == status.value,
    "artifact": lambda slug: ReviewItemRow.slug == slug,
    "prompt": _is_made_with,
    "editor": _is_of,
    "before": lambda moment: col(ReviewItemRow.created_at) <= moment,
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
