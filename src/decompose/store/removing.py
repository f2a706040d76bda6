"""Taking things out for good: no word of what is removed stays in any table, and the trail keeps digests of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text, update
from sqlmodel import Session, col, or_, select

from decompose.domain.capability import ClaimStatus
from decompose.domain.flip import item_id_of_pair
from decompose.domain.identity import canonical_json
from decompose.domain.removal import Words, sealed
from decompose.domain.review import ItemStatus, item_of_claim
from decompose.store import messages, reviews
from decompose.store.chunks import chunks
from decompose.store.mapping import claim_from, item_from_json, item_to_json
from decompose.store.publishing import columns_of_artifacts, delete_rows, erase_comparisons, table_of
from decompose.store.search import vectors
from decompose.store.tables import (
    ArtifactRow,
    AskedRow,
    AttemptRow,
    AuditEventRow,
    CapabilityRow,
    ClaimRow,
    DecompositionRow,
    DoubtRow,
    HeldRow,
    JobRow,
    OverlapRow,
    RedirectRow,
    RemovedRow,
    ReviewItemRow,
    RevisionRow,
    SealedEventRow,
    SideChangeRow,
    SidePartRow,
    SideRow,
    SourceDocumentRow,
    TouchedRow,
)

_KEPT_OF_EVENTS = {"id", "at", "who", "action", "item_id", "reason_code", "undoes"}
# The outcome of an attempt whose answer is no longer there.
_REMOVED = "removed"


def is_removed(session: Session, subject: str) -> bool:
    """Whether an artifact of this slug, or a revision of this id, was removed."""
    return session.get(RemovedRow, subject) is not None


def removed(session: Session) -> tuple[tuple[str, str], ...]:
    """What was removed and did not come back, each with its sort."""
    rows = session.exec(select(RemovedRow.subject, RemovedRow.what)).all()
    back = {*session.exec(select(ArtifactRow.slug)).all(), *session.exec(select(RevisionRow.id)).all()}
    return tuple((subject, what) for subject, what in rows if subject not in back)


def names_of(session: Session, slug: str) -> tuple[str, ...]:
    """The slugs that an artifact has and had: the ledger and old orders know it by these."""
    return (slug, *session.exec(select(RedirectRow.old).where(RedirectRow.slug == slug)).all())


def neighbours(session: Session, slug: str) -> tuple[str, ...]:
    """The artifacts of which a capability does the same job as one of this artifact."""
    return tuple(sorted(session.exec(select(OverlapRow.slug).where(OverlapRow.other == slug).distinct()).all()))


def words_of(session: Session, slug: str, revision_id: str | None = None) -> Words:
    """The sentences that go with an artifact, or with one revision of it, in the words of llm and editors."""
    claims = select(ClaimRow).where(ClaimRow.slug == slug)
    if revision_id is not None:
        claims = claims.where(col(ClaimRow.id).in_(claims_of(session, slug, revision_id)))
    rows = session.exec(claims).all()
    items = session.exec(select(ReviewItemRow).where(col(ReviewItemRow.claim_id).in_([row.id for row in rows]))).all()
    edits = [edit["text"] for row in items for edit in (row.edit, row.pending) if edit]
    return Words.of([*(row.text for row in rows), *(quote for row in rows for quote in row.quotes), *edits])


def remove_revision(session: Session, revision_id: str, now: datetime) -> None:
    """Delete a revision with all that was made of it; its document too, where it has no other.

    A sentence that came along to a later revision because an editor decided on it goes too, unless it stands there.
    """
    revision = session.get_one(RevisionRow, revision_id)
    document = session.get_one(SourceDocumentRow, revision.document_id)
    made = session.exec(select(DecompositionRow.id).where(DecompositionRow.revision_id == revision_id)).all()
    records = session.exec(select(CapabilityRow.id).where(col(CapabilityRow.decomposition_id).in_(made))).all()
    _remove_records(session, records, claims_of(session, document.slug, revision_id))
    _forget_in_reviews(session, document.slug, revision_id, now)
    delete_rows(session, DecompositionRow, DecompositionRow.id, made)
    names = names_of(session, document.slug)
    _empty_answers(session, names, _keys_in_use(session, document.slug))
    _drop_held(session, names, revision.content_hash)
    session.delete(session.get_one(RevisionRow, revision_id))
    session.flush()
    if session.exec(select(RevisionRow.id).where(RevisionRow.document_id == document.id)).first() is None:
        session.delete(session.get_one(SourceDocumentRow, document.id))
    session.merge(RemovedRow(subject=revision_id, what="revision", at=now))
    session.flush()


def remove_artifact(session: Session, slug: str, now: datetime) -> None:
    """Delete an artifact with its documents, records, reviews, scores and comparisons.

    The ledger keeps what its calls cost; the answers in it are emptied, those of its former names too.
    """
    names = names_of(session, slug)
    _drop_items(session, [item_id_of_pair(*pair) for pair in erase_comparisons(session, slug)])
    records = session.exec(select(CapabilityRow.id).where(CapabilityRow.slug == slug)).all()
    claims = session.exec(select(ClaimRow.id).where(ClaimRow.slug == slug)).all()
    _remove_records(session, records, claims, slug)
    documents = session.exec(select(SourceDocumentRow.id).where(SourceDocumentRow.slug == slug)).all()
    revisions = session.exec(select(RevisionRow.id).where(col(RevisionRow.document_id).in_(documents))).all()
    delete_rows(session, DecompositionRow, DecompositionRow.revision_id, revisions)
    delete_rows(session, RevisionRow, RevisionRow.id, revisions)
    delete_rows(session, SourceDocumentRow, SourceDocumentRow.id, documents)
    _empty_answers(session, names, ())
    _drop_held(session, names)
    for name in names:
        messages.forget(session, name)
    for row in (SideRow, SidePartRow, SideChangeRow, TouchedRow):
        delete_rows(session, row, row.slug, [slug])
    for table, column in columns_of_artifacts():
        session.connection().execute(table.delete().where(column == slug))
    session.expire_all()
    session.delete(session.get_one(ArtifactRow, slug))
    for subject, what in [*((name, "artifact") for name in names), *((one, "revision") for one in revisions)]:
        session.merge(RemovedRow(subject=subject, what=what, at=now))
    session.flush()


def forget_in_objections(session: Session, slugs: Iterable[str], words: Words) -> None:
    """Take removed sentences out of what was objected to in other artifacts, and out of the trail of that."""
    for slug in slugs:
        for claim in session.exec(select(ClaimRow).where(ClaimRow.slug == slug)).all():
            if words.are_in(claim.reasons):
                claim.reasons = words.blotted(claim.reasons)
        items = session.exec(select(ReviewItemRow).where(ReviewItemRow.slug == slug)).all()
        for item in items:
            if words.are_in(item.flags):
                item.flags = words.blotted(item.flags)
        for some in chunks([item.id for item in items]):
            query = select(AuditEventRow).where(col(AuditEventRow.item_id).in_(some))
            for event in session.exec(query).all():
                for name in ("before", "after"):
                    state = getattr(event, name)
                    if words.are_in(state["flags"]):
                        setattr(event, name, state | {"flags": words.blotted(state["flags"])})
        session.flush()


def overwrite(session: Session) -> None:
    """Nothing of a removed row is left as a vector, or in what the index of a SQLite file holds beside its rows."""
    vectors.sweep(session)
    if session.get_bind().dialect.name == "sqlite":
        for name in ("index_words", "index_grams"):
            session.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"))  # noqa: S608 - our own names


def claims_of(session: Session, slug: str, revision_id: str) -> tuple[str, ...]:
    """The claims of an artifact that were made of a revision or stand on it, and those that stand on nothing now."""
    made = select(DecompositionRow.id).where(DecompositionRow.revision_id == revision_id)
    of_it = {*session.exec(select(ClaimRow.id).where(col(ClaimRow.decomposition_id).in_(made))).all()}
    rows = session.exec(select(ClaimRow.id, ClaimRow.status, ClaimRow.evidence).where(ClaimRow.slug == slug)).all()
    return tuple(
        identity
        for identity, status, evidence in rows
        if identity in of_it or _names(evidence, revision_id) or (not evidence and status == ClaimStatus.STALE.value)
    )


def _remove_records(session: Session, records: Sequence[str], claims: Sequence[str], slug: str | None = None) -> None:
    """Delete records and claims with the reviews of them; of an artifact that goes, with all of its reviews."""
    doubts = session.exec(
        select(DoubtRow.id).where(or_(col(DoubtRow.a).in_(records), col(DoubtRow.b).in_(records)))
    ).all()
    about = or_(
        col(ReviewItemRow.claim_id).in_(claims),
        col(ReviewItemRow.capability_id).in_(records),
        col(ReviewItemRow.id).in_(doubts),
        *([ReviewItemRow.slug == slug] if slug else []),
    )
    _drop_items(session, session.exec(select(ReviewItemRow.id).where(about)).all())
    delete_rows(session, DoubtRow, DoubtRow.id, doubts)
    delete_rows(session, OverlapRow, OverlapRow.a, records)
    delete_rows(session, OverlapRow, OverlapRow.b, records)
    delete_rows(session, ClaimRow, ClaimRow.id, claims)
    left = {*session.exec(select(ClaimRow.capability_id).where(col(ClaimRow.capability_id).in_(records))).all()}
    delete_rows(session, CapabilityRow, CapabilityRow.id, [one for one in records if one not in left])


def _forget_in_reviews(session: Session, slug: str, revision_id: str, now: datetime) -> None:
    """Take back decisions that stand on a revision, and seal what the trail of others tells of it.

    A sentence that loses its decision and is no reader's without one waits again.
    """
    rows = session.exec(select(ReviewItemRow).where(ReviewItemRow.slug == slug)).all()
    gone = [row for row in rows if _names([row.evidence, row.edit, row.pending], revision_id)]
    again = [row.claim_id for row in gone]
    _drop_items(session, [row.id for row in gone])
    claims = session.exec(select(ClaimRow).where(col(ClaimRow.id).in_(again), col(ClaimRow.is_current))).all()
    items = [item_of_claim(slug, row.capability_id, claim_from(row)) for row in claims]
    reviews.enqueue(session, [item for item in items if item.status is ItemStatus.OPEN], now)
    ids = session.exec(select(ReviewItemRow.id).where(ReviewItemRow.slug == slug)).all()
    events = [
        event
        for some in chunks(ids)
        for event in session.exec(select(AuditEventRow).where(col(AuditEventRow.item_id).in_(some))).all()
        if _names([event.before, event.after], revision_id)
    ]
    _seal(session, events)


def _drop_items(session: Session, items: Sequence[str]) -> None:
    """Delete items; their events are sealed."""
    for some in chunks(items):
        _seal(session, session.exec(select(AuditEventRow).where(col(AuditEventRow.item_id).in_(some))).all())
    delete_rows(session, ReviewItemRow, ReviewItemRow.id, items)


def _seal(session: Session, events: Sequence[AuditEventRow]) -> None:
    """Put events away: who did what and when, and digests in the place of words."""
    table = table_of(AuditEventRow)
    ids = [event.id for event in events]
    for event in events:
        states = {name: item_to_json(sealed(item_from_json(getattr(event, name)))) for name in ("before", "after")}
        session.add(SealedEventRow(**(event.model_dump(include=_KEPT_OF_EVENTS) | states)))
    session.flush()
    for some in chunks(ids):
        session.connection().execute(update(table).where(table.c.undoes.in_(some)).values(undoes=None))
    delete_rows(session, AuditEventRow, AuditEventRow.id, ids)


def _names(value: Any, revision_id: str) -> bool:
    return revision_id in canonical_json(value)


def _keys_in_use(session: Session, slug: str) -> Collection[str]:
    """The calls whose answers the records that an artifact still has were made of."""
    rows = session.exec(select(CapabilityRow.provenance).where(CapabilityRow.slug == slug)).all()
    return {row["call_key"] for row in rows if row["call_key"]}


def _empty_answers(session: Session, names: Collection[str], but: Collection[str]) -> None:
    """What language models answered about an artifact, and were asked: the costs stay in the ledger."""
    attempts, asked = table_of(AttemptRow), table_of(AskedRow)
    is_about = or_(attempts.c.slug.in_(names), attempts.c.other.in_(names))
    session.connection().execute(
        update(attempts).where(is_about, attempts.c.key.not_in(but)).values(raw="", outcome=_REMOVED)
    )
    session.connection().execute(update(asked).where(asked.c.slug.in_(names), asked.c.key.not_in(but)).values(body={}))


def _drop_held(session: Session, names: Collection[str], content_hash: str | None = None) -> None:
    """Documents of jobs that did not end well, which were kept for another try."""
    held = select(HeldRow.job_id).join(JobRow, col(JobRow.id) == HeldRow.job_id).where(col(JobRow.slug).in_(names))
    if content_hash is not None:
        held = held.where(HeldRow.content_hash == content_hash)
    delete_rows(session, HeldRow, HeldRow.job_id, session.exec(held).all())
