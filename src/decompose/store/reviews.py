"""Review items and the audit trail. `move` is the one function that changes the status of an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, update
from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from decompose.domain.queue import place_of
from decompose.domain.rejection import Rejection
from decompose.domain.review import VERDICT, Action, AuditEvent, ItemStatus, Lease, ReviewItem
from decompose.store import matches, queue_terms
from decompose.store.chunks import among
from decompose.store.mapping import Json, event_from, evidence_from_json, item_from, item_to_json
from decompose.store.tables import (
    AuditEventRow,
    ClaimRow,
    DecompositionRow,
    QueueTermRow,
    ReviewItemRow,
    RevisionRow,
    SealedEventRow,
)

# Who moves an item when no editor does.
PROGRAM = "decompose"
_DECISIONS = [Action.ACCEPT.value, Action.EDIT.value, Action.REJECT.value, Action.REFER.value]
# After these a decided item waits.
_REOPENINGS = [Action.REOPEN.value, Action.SUGGEST.value]
_A_FEW = 20
A_WEEK = timedelta(days=7)


def enqueue(session: Session, items: Iterable[ReviewItem], now: datetime) -> None:
    """Put items into the queue; one that is there already keeps what editors did with it.

    One that was closed because its claim was gone, and whose claim is back, waits again.
    """
    wanted: dict[str, ReviewItem] = {}
    for item in items:
        wanted.setdefault(item.id, item)
    if not wanted:
        return
    rows = session.exec(select(ReviewItemRow).where(col(ReviewItemRow.id).in_(wanted))).all()
    known = {row.id: row for row in rows}
    slugs = {item.artifact for item in wanted.values() if item.id not in known}
    readers = matches.readers(session, now - A_WEEK, slugs) if slugs else {}
    new: list[ReviewItem] = []
    for item in wanted.values():
        row = known.get(item.id)
        if row is None:
            session.add(_row(replace(item, readers=readers.get(item.artifact, 0)), now))
            new.append(item)
        elif row.status == ItemStatus.NONE.value:
            before = item_from(row)
            after = replace(
                item, revision=before.revision + 1, decided=before.decided, edit=before.edit, base=before.base
            )
            move(session, before, after, who=PROGRAM, action=Action.RETURN, at=now)
    session.flush()
    queue_terms.enter(session, new)


def move(
    session: Session,
    before: ReviewItem,
    after: ReviewItem,
    *,
    who: str,
    action: Action,
    at: datetime,
    reason_code: str | None = None,
    comment: str | None = None,
    sitting: str | None = None,
    undoes: int | None = None,
) -> AuditEvent:
    """Change an item and write the event, in one transaction. A skip leaves an event and changes nothing."""
    row = session.get(ReviewItemRow, before.id)
    if row is None:
        row = _row(before, at)
        session.add(row)
        session.flush()
        queue_terms.enter(session, [before])
    opened_at = row.held_since if row.held_by == who else None
    _put(row, after)
    queue_terms.change(session, before, after)
    event = AuditEventRow(
        at=at,
        who=who,
        action=action.value,
        item_id=before.id,
        before=item_to_json(before),
        after=item_to_json(after),
        reason_code=reason_code,
        comment=comment,
        sitting=sitting,
        opened_at=opened_at,
        undoes=undoes,
    )
    session.add(event)
    session.flush()
    return event_from(event)


def get(session: Session, item_id: str, *, to_change: bool = False) -> ReviewItem | None:
    """A stored item; one that is read to be changed is nobody else's until the transaction ends."""
    row = session.get(ReviewItemRow, item_id, with_for_update=True if to_change else None)
    return item_from(row) if row else None


def keep(session: Session, item: ReviewItem, now: datetime) -> ReviewItem:
    """An item that is kept from now on; of several who do this at once, all get the one that is kept first."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(_row(item, now))
        session.flush()
        queue_terms.enter(session, [item])
    return get(session, item.id, to_change=True) or item


def rejections(session: Session, document_id: str) -> tuple[Rejection, ...]:
    """The sentences of a document that editors rejected, each with the reason of its last rejection."""
    rows = session.connection().execute(_REJECTED, {"document": document_id})
    found = {item: (text, evidence, quotes, code) for item, text, evidence, quotes, code in rows}
    return tuple(
        Rejection(text, (code or "other").replace("_", " "), _quoted(evidence, quotes))
        for _, (text, evidence, quotes, code) in sorted(found.items())
    )


# Asked for every document of an order: it is put together once.
_REJECTED = (
    columns(
        col(ReviewItemRow.id),
        col(ClaimRow.text),
        col(ClaimRow.evidence),
        col(ClaimRow.quotes),
        col(AuditEventRow.reason_code),
    )
    .join(ClaimRow, col(ClaimRow.id) == col(ReviewItemRow.claim_id))
    .join(DecompositionRow, col(DecompositionRow.id) == col(ClaimRow.decomposition_id))
    .join(RevisionRow, col(RevisionRow.id) == col(DecompositionRow.revision_id))
    .join(AuditEventRow, col(AuditEventRow.item_id) == col(ReviewItemRow.id))
    .where(
        col(RevisionRow.document_id) == bindparam("document"),
        col(ReviewItemRow.status) == ItemStatus.REJECTED.value,
        col(AuditEventRow.action) == Action.REJECT.value,
    )
    .order_by(col(AuditEventRow.id))
)


def _quoted(evidence: Sequence[Json], quotes: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.quote for one in evidence_from_json(evidence)) or tuple(quotes)


def count_readers(session: Session, now: datetime) -> int:
    """Put what waits where this week's readers want it; how many items moved."""
    counted = matches.readers(session, now - A_WEEK)
    query = select(ReviewItemRow.slug, ReviewItemRow.readers).where(ReviewItemRow.status == ItemStatus.OPEN.value)
    known = session.exec(query.distinct()).all()
    moved = 0
    for slug in sorted({slug for slug, readers in known if readers != counted.get(slug, 0)}):
        for row in session.exec(
            select(ReviewItemRow).where(ReviewItemRow.slug == slug, ReviewItemRow.status == ItemStatus.OPEN.value)
        ).all():
            row.readers = counted.get(slug, 0)
            row.place = place_of(item_from(row))
            moved += 1
    session.flush()
    return moved


def place_anew(session: Session, slug: str) -> None:
    """Put the items of an artifact where its name of today wants them, and have them found by it."""
    rows = session.exec(select(ReviewItemRow).where(ReviewItemRow.slug == slug)).all()
    for row in rows:
        row.place = place_of(item_from(row))
    session.flush()
    queue_terms.renew(session, rows)


def keep_as(session: Session, item_id: str, item: ReviewItem) -> None:
    """Keep an item under another id, with its trail."""
    old = session.get_one(ReviewItemRow, item_id)
    row = ReviewItemRow(**(old.model_dump() | {"id": item.id}))
    session.add(row)
    session.flush()
    for table in (AuditEventRow, SealedEventRow):
        session.connection().execute(update(table).where(col(table.item_id) == item_id).values(item_id=item.id))
    session.connection().execute(delete(QueueTermRow).where(col(QueueTermRow.item_id) == item_id))
    session.expire_all()
    session.delete(session.get_one(ReviewItemRow, item_id))
    _put(row, item)
    session.flush()
    queue_terms.enter(session, [item])


def queue(session: Session, slug: str | None = None) -> tuple[ReviewItem, ...]:
    """The open items, the riskiest first, of one artifact or of all."""
    query = select(ReviewItemRow).where(ReviewItemRow.status == ItemStatus.OPEN.value)
    if slug is not None:
        query = query.where(ReviewItemRow.slug == slug)
    rows = session.exec(query.order_by(col(ReviewItemRow.place))).all()
    return tuple(item_from(row) for row in rows)


_OF_SLUGS = select(ReviewItemRow).where(among(col(ReviewItemRow.slug), "slugs"))


def by_subject(session: Session, *slugs: str) -> dict[str, ReviewItem]:
    """The items of these artifacts by the claim, or for a whole record by the capability, that they are about."""
    rows = session.exec(_OF_SLUGS, params={"slugs": slugs}).all()
    return {_subject(row): item_from(row) for row in rows}


def of_records(session: Session, records: Collection[str], claims: Collection[str]) -> dict[str, ReviewItem]:
    """The items of these records and of these claims, by what they are about."""
    is_of_record = and_(col(ReviewItemRow.capability_id).in_(records), col(ReviewItemRow.claim_id).is_(None))
    rows = session.exec(select(ReviewItemRow).where(or_(col(ReviewItemRow.claim_id).in_(claims), is_of_record))).all()
    return {_subject(row): item_from(row) for row in rows}


def follow(session: Session, item: ReviewItem) -> None:
    """Bring an item up to date that says the same at another place; the trail has nothing to tell of it."""
    row = session.get_one(ReviewItemRow, item.id)
    before = item_from(row)
    _put(row, item)
    session.flush()
    queue_terms.change(session, before, item)


def join(session: Session, events: Sequence[AuditEvent]) -> None:
    """Make one act of events that stand or fall together."""
    ids = [event.id for event in events]
    for row in session.exec(select(AuditEventRow).where(col(AuditEventRow.id).in_(ids))).all():
        row.act = min(ids)
    session.flush()


def act_of(session: Session, event: AuditEvent) -> tuple[AuditEvent, ...]:
    """The decisions that stand or fall with one and were not undone, itself among them, the first one first."""
    act = session.exec(select(AuditEventRow.act).where(AuditEventRow.id == event.id)).one()
    if act is None:
        return (event,)
    query = select(AuditEventRow).where(AuditEventRow.act == act, ~_is_undone())
    return tuple(map(event_from, session.exec(query.order_by(col(AuditEventRow.id))).all()))


def last_event(
    session: Session, item_id: str | None = None, who: str | None = None, sitting: str | None = None
) -> AuditEvent | None:
    """The newest decision that was not undone, of one item, of one editor, or of one of his windows, whatever became
    of it since.
    """
    return next(map(event_from, _decisions_of(session, item_id, who, sitting)), None)


def suggestions(session: Session, item_id: str) -> tuple[str | None, ...]:
    """Who said what of an item that waits, by the names of the day that its readers had; the newest first."""
    query = select(AuditEventRow).where(AuditEventRow.item_id == item_id).order_by(col(AuditEventRow.id).desc())
    told: list[str | None] = []
    for row in session.exec(query).all():
        if row.action in _DECISIONS and row.action != Action.REFER.value:
            break
        if row.action == Action.SUGGEST.value:
            told.append(row.sitting)
    return tuple(told)


def decisions_of(session: Session, who: str, sitting: str) -> tuple[AuditEvent, ...]:
    """What an editor decided in one window and did not take back, the newest first."""
    return tuple(map(event_from, _decisions_of(session, None, who, sitting)))


def events(
    session: Session,
    *,
    limit: int,
    item_id: str | None = None,
    before: int | None = None,
    actions: Collection[Action] | None = None,
) -> tuple[AuditEvent, ...]:
    """The trail of one item or of all, the newest event first, from the one before `before` on, all of it or these
    actions; of what was removed, sealed (see `domain/removal`).
    """
    found: list[AuditEvent] = []
    for table in (AuditEventRow, SealedEventRow):
        query = select(table).order_by(col(table.id).desc()).limit(limit)
        if item_id is not None:
            query = query.where(table.item_id == item_id)
        if before is not None:
            query = query.where(col(table.id) < before)
        if actions is not None:
            query = query.where(col(table.action).in_([action.value for action in actions]))
        found += map(event_from, session.exec(query).all())
    return tuple(sorted(found, key=lambda event: -event.id)[:limit])


def _decisions_of(
    session: Session, item_id: str | None, who: str | None, sitting: str | None
) -> Iterator[AuditEventRow]:
    """The newest first, a few at a time: mostly the first is the one."""
    query = select(AuditEventRow).where(col(AuditEventRow.action).in_(_DECISIONS), ~_is_undone())
    if item_id is not None:
        query = query.where(AuditEventRow.item_id == item_id)
    if who is not None:
        query = query.where(AuditEventRow.who == who)
    if sitting is not None:
        query = query.where(AuditEventRow.sitting == sitting)
    query, last = query.order_by(col(AuditEventRow.id).desc()).limit(_A_FEW), None
    while rows := session.exec(query if last is None else query.where(col(AuditEventRow.id) < last)).all():
        yield from rows
        last = rows[-1].id


def _is_undone() -> Any:
    undoing = aliased(AuditEventRow)
    return select(undoing.id).where(undoing.undoes == AuditEventRow.id).exists()


def is_reopened(session: Session, decision: AuditEvent) -> bool:
    """Whether what was decided waits already: its source changed under it, or a reader doubts it."""
    later = session.exec(
        select(AuditEventRow.action)
        .where(
            AuditEventRow.item_id == decision.item,
            col(AuditEventRow.id) > decision.id,
            col(AuditEventRow.action).in_([*_REOPENINGS, Action.RESTORE.value]),
        )
        .order_by(col(AuditEventRow.id).desc())
    ).first()
    return later in _REOPENINGS


def counts(session: Session) -> dict[str, int]:
    """How many items have which status."""
    rows = session.exec(select(ReviewItemRow.status, func.count()).group_by(ReviewItemRow.status)).all()
    return dict(rows)


def decisions(session: Session) -> dict[str, int]:
    """How many events there are of which action."""
    rows = session.exec(select(AuditEventRow.action, func.count()).group_by(AuditEventRow.action)).all()
    return dict(rows)


def withdraw(session: Session, slug: str, in_sight: frozenset[str], now: datetime) -> None:
    """Take undecided items out of the queue whose claim, record or artifact is gone; decided ones stay as they are."""
    rows = session.exec(
        select(ReviewItemRow).where(ReviewItemRow.slug == slug, ReviewItemRow.status == ItemStatus.OPEN.value)
    ).all()
    for row in rows:
        if row.field != VERDICT and _subject(row) not in in_sight:
            before = item_from(row)
            after = replace(before, status=ItemStatus.NONE, revision=before.revision + 1)
            move(session, before, after, who=PROGRAM, action=Action.WITHDRAW, at=now)


def row_of(item: ReviewItem, now: datetime) -> Json:
    """The row of an item that nobody has open, by column."""
    return {**item_to_json(item), **_following(item), "readers": item.readers, "created_at": now}


def _row(item: ReviewItem, now: datetime) -> ReviewItemRow:
    row = ReviewItemRow(**row_of(item, now))
    _lease(row, item.lease)
    return row


def _put(row: ReviewItemRow, item: ReviewItem) -> None:
    for name, value in (item_to_json(item) | _following(replace(item, readers=row.readers))).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    _lease(row, item.lease)


def _following(item: ReviewItem) -> Json:
    """What the queue is asked by."""
    return {
        "risk": item.risk,
        "place": place_of(item),
        "is_acceptable": item.is_acceptable,
    }


def _lease(row: ReviewItemRow, lease: Lease | None) -> None:
    """A decision ends the lease; whatever else happens to an item leaves it."""
    if lease is None:
        row.held_by = row.held_in = row.held_since = row.held_until = row.wanted_by = None


def _subject(row: ReviewItemRow) -> str:
    return row.claim_id or row.capability_id or row.slug
