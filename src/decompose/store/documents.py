"""Source documents and their revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from decompose.domain.catalog import RevisionSummary
from decompose.domain.document import Publish, Revision, SourceDocument, VisibleText
from decompose.domain.plan import Known, identity_of
from decompose.store.chunks import among, chunks
from decompose.store.mapping import (
    Json,
    blocks_from_json,
    blocks_to_json,
    hidden_from_json,
    hidden_to_json,
    source_map_from_json,
)
from decompose.store.tables import DecompositionRow, JobRow, RevisionRow, SourceDocumentRow


def save(session: Session, revision: Revision, raw: bytes, now: datetime) -> None:
    """Keep a revision and make it the current one of its document."""
    document = revision.document
    row = _document_row(session, document)
    # The texts of older revisions stay where they are.
    known = dict(
        session.exec(select(RevisionRow.id, RevisionRow.is_current).where(RevisionRow.document_id == row.id)).all()
    )
    if any(is_current != (identity == revision.id) for identity, is_current in known.items()):
        session.exec(
            update(RevisionRow)
            .where(col(RevisionRow.document_id) == row.id)
            .values(is_current=col(RevisionRow.id) == revision.id)
        )
    if revision.id not in known:
        session.add(RevisionRow(**revision_row(revision, raw, now)))
    session.flush()


def get(session: Session, revision_id: str) -> Revision | None:
    row = session.get(RevisionRow, revision_id)
    return _revision(session, row) if row else None


def current(session: Session, document_id: str) -> Revision | None:
    """The current revision of a document; None where it has none, or was taken out of sight."""
    row = session.exec(
        select(RevisionRow).where(RevisionRow.document_id == document_id, col(RevisionRow.is_current))
    ).first()
    return _revision(session, row) if row else None


def said(session: Session, slug: str, origins: Sequence[str]) -> tuple[SourceDocument, ...]:
    """Documents of an artifact with what was said of them."""
    rows = session.exec(
        select(SourceDocumentRow).where(SourceDocumentRow.slug == slug, col(SourceDocumentRow.origin).in_(origins))
    ).all()
    found = (SourceDocument(row.slug, row.origin, row.licence, Publish(row.publish)) for row in rows)
    return tuple(sorted(found, key=lambda document: document.origin))


def say(session: Session, document: SourceDocument) -> None:
    """Write what is said of a document that is there."""
    _document_row(session, document)


def withdraw(session: Session, document_id: str) -> None:
    """Take a document out of sight; its revisions are kept."""
    for row in session.exec(select(RevisionRow).where(RevisionRow.document_id == document_id)).all():
        row.is_current = False
    session.flush()


def ordered_together(session: Session) -> tuple[tuple[SourceDocument, frozenset[tuple[str, str]]], ...]:
    """Every document in sight, with the orders that it came in by: which batch, and from which folder."""
    paths: dict[str, set[tuple[str, str]]] = {}
    for batch, slug, path in session.exec(select(JobRow.batch_id, JobRow.slug, JobRow.origin)).all():
        paths.setdefault(slug or "", set()).add((batch, path))
    rows = session.exec(
        select(SourceDocumentRow)
        .join(RevisionRow, col(RevisionRow.document_id) == SourceDocumentRow.id)
        .where(col(RevisionRow.is_current))
    ).all()
    found = {row.id: SourceDocument(row.slug, row.origin, row.licence, Publish(row.publish)) for row in rows}
    return tuple(
        (
            found[identity],
            frozenset(
                (batch, path.removesuffix(found[identity].origin))
                for batch, path in paths.get(found[identity].slug, ())
                if f"/{path}".endswith(f"/{found[identity].origin}")
            ),
        )
        for identity in sorted(found)
    )


def is_current(session: Session, revision_id: str) -> bool:
    row = session.get(RevisionRow, revision_id)
    return bool(row and row.is_current)


def decomposed_by(session: Session, revision_id: str) -> str | None:
    """Who made the records that a current revision has, None where it has none."""
    return session.exec(
        select(DecompositionRow.llm)
        .join(RevisionRow, col(RevisionRow.id) == col(DecompositionRow.revision_id))
        .where(
            DecompositionRow.revision_id == revision_id, col(DecompositionRow.is_current), col(RevisionRow.is_current)
        )
    ).first()


def known(session: Session) -> tuple[Known, ...]:
    """Every current revision, with who made its records."""
    made_by = dict(
        session.exec(
            select(DecompositionRow.revision_id, DecompositionRow.llm).where(col(DecompositionRow.is_current))
        ).all()
    )
    rows = session.exec(
        select(SourceDocumentRow.slug, SourceDocumentRow.origin, RevisionRow.content_hash, RevisionRow.id)
        .join(RevisionRow, col(RevisionRow.document_id) == SourceDocumentRow.id)
        .where(col(RevisionRow.is_current))
        .order_by(col(RevisionRow.id))
    ).all()
    return tuple(
        Known(slug, origin, content, revision, made_by.get(revision)) for slug, origin, content, revision in rows
    )


def withdrawn(session: Session) -> tuple[Known, ...]:
    """The last revision of every document that is out of sight."""
    in_sight = select(RevisionRow.document_id).where(col(RevisionRow.is_current))
    rows = session.exec(
        select(SourceDocumentRow.slug, SourceDocumentRow.origin, RevisionRow.content_hash, RevisionRow.id)
        .join(RevisionRow, col(RevisionRow.document_id) == SourceDocumentRow.id)
        .where(col(SourceDocumentRow.id).not_in(in_sight))
        .order_by(col(RevisionRow.created_at), col(RevisionRow.id))
    ).all()
    last = {(slug, origin): Known(slug, origin, content, revision, None) for slug, origin, content, revision in rows}
    return tuple(last.values())


def texts(session: Session, revisions: Collection[str]) -> Mapping[str, str]:
    """The visible texts of revisions."""
    found: dict[str, str] = {}
    for ids in chunks(sorted(revisions)):
        found |= dict(session.exec(select(RevisionRow.id, RevisionRow.text).where(col(RevisionRow.id).in_(ids))).all())
    return found


def move(session: Session, slug: str, paths: Iterable[tuple[str, str]]) -> None:
    """Let documents of an artifact have other origins, all at once: two may change places, several become one.

    What was told of them, and what is out of sight under the other origin, is told of one document from now on.
    """
    found = ((session.get(SourceDocumentRow, identity_of(SourceDocument(slug, old))), new) for old, new in paths)
    rows = [(row, new) for row, new in found if row]
    goals = {row.id: SourceDocument(slug, new, row.licence, Publish(row.publish)) for row, new in rows}
    revisions = {
        row.id: session.exec(select(RevisionRow.id).where(RevisionRow.document_id == row.id)).all() for row, _ in rows
    }
    for goal in goals.values():
        _document_row(session, goal)
    for identity, goal in goals.items():
        session.exec(
            update(RevisionRow)
            .where(col(RevisionRow.id).in_(revisions[identity]))
            .values(document_id=identity_of(goal))
        )
    kept = {identity_of(goal) for goal in goals.values()}
    for row, _ in rows:
        if row.id not in kept:
            session.delete(row)
    session.flush()


# Not the row of the revision: a page that names a document would read all of it.
_SUMMARIES = (
    select(SourceDocumentRow, RevisionRow.id, RevisionRow.created_at, func.length(RevisionRow.text))
    .join(RevisionRow, col(RevisionRow.document_id) == SourceDocumentRow.id)
    .where(among(col(SourceDocumentRow.slug), "slugs"), col(RevisionRow.is_current))
)


def of_artifact(session: Session, *slugs: str) -> tuple[RevisionSummary, ...]:
    """The current revisions of these artifacts' documents, in the order of the slugs and by origin."""
    rows = session.exec(_SUMMARIES, params={"slugs": slugs}).all()
    return tuple(
        RevisionSummary(
            id=revision,
            slug=document.slug,
            origin=document.origin,
            licence=document.licence,
            publish=Publish(document.publish),
            added=added,
            characters=characters,
        )
        for document, revision, added, characters in sorted(
            rows, key=lambda row: (slugs.index(row[0].slug), row[0].origin)
        )
    )


def current_of(session: Session, slugs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The ids of the current revisions of these artifacts' documents, by origin; as many as fit in one question."""
    rows = session.exec(
        select(SourceDocumentRow.slug, SourceDocumentRow.origin, RevisionRow.id)
        .join(RevisionRow, col(RevisionRow.document_id) == SourceDocumentRow.id)
        .where(col(SourceDocumentRow.slug).in_(slugs), col(RevisionRow.is_current))
    ).all()
    found: dict[str, tuple[str, ...]] = {}
    for slug, _, revision in sorted(rows):
        found[slug] = (*found.get(slug, ()), revision)
    return found


def _document_row(session: Session, document: SourceDocument) -> SourceDocumentRow:
    identity = identity_of(document)
    row = session.get(SourceDocumentRow, identity) or SourceDocumentRow(**row_of(document))
    row.licence, row.publish = document.licence, document.publish.value
    session.add(row)
    session.flush()
    return row


def row_of(document: SourceDocument) -> Json:
    """The row of a document, by column."""
    return {
        "id": identity_of(document),
        "slug": document.slug,
        "origin": document.origin,
        "licence": document.licence,
        "publish": document.publish.value,
    }


def revision_row(revision: Revision, raw: bytes, now: datetime) -> Json:
    """The row of a current revision, by column."""
    visible = revision.visible
    return {
        "id": revision.id,
        "document_id": identity_of(revision.document),
        "content_hash": revision.content_hash,
        "format": visible.format,
        "encoding": visible.encoding,
        "title": visible.title,
        "text": visible.text,
        "blocks": blocks_to_json(visible.blocks),
        "hidden": hidden_to_json(visible.hidden),
        "source_map": [list(run) for run in visible.source_map.runs],
        "raw": raw,
        "is_current": True,
        "created_at": now,
    }


def _revision(session: Session, row: RevisionRow) -> Revision:
    document = session.get_one(SourceDocumentRow, row.document_id)
    return Revision(
        id=row.id,
        document=SourceDocument(document.slug, document.origin, document.licence, Publish(document.publish)),
        content_hash=row.content_hash,
        visible=VisibleText(
            text=row.text,
            blocks=blocks_from_json(row.blocks),
            hidden=hidden_from_json(row.hidden),
            source_map=source_map_from_json(row.source_map),
            format=row.format,
            encoding=row.encoding,
            title=row.title,
        ),
    )
