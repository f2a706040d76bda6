"""What readers are not shown for now, and addresses that artifacts had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, update
from sqlmodel import Session, SQLModel, col, or_, select

from decompose.domain.catalog import Moved
from decompose.domain.document import SourceDocument
from decompose.domain.identity import identify
from decompose.domain.plan import identity_of
from decompose.store import comparisons, reviews, sides, write_ups
from decompose.store.chunks import chunks
from decompose.store.tables import (
    ArtifactRow,
    ComparisonChangeRow,
    ComparisonRow,
    HoldRow,
    JobRow,
    MatchEventRow,
    OverlapRow,
    RedirectRow,
    RevisionRow,
    SavedFindRow,
    ScoreValueRow,
    SignalRow,
    SourceDocumentRow,
    StatedRow,
)


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held back: an artifact, or a pair where `other` is named; and why."""

    slug: str
    other: str | None
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A comparison that was stored, with its change log, the newest entry first."""

    a: str
    b: str
    log: tuple[Moved, ...]


# -- holds -------------------------------------------------------------------------------------------------


def hold(session: Session, slug: str, other: str | None, why: str, now: datetime) -> None:
    """Hold back an artifact or a pair; a pair in the order of the slugs."""
    session.merge(HoldRow(id=_hold_id(slug, other), slug=slug, other=other, why=why, at=now))
    session.flush()


def release(session: Session, slug: str, other: str | None) -> bool:
    """Show it again; whether it was held."""
    row = session.get(HoldRow, _hold_id(slug, other))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def holds(session: Session) -> tuple[Hold, ...]:
    """All that is held back, by slug."""
    rows = sorted(session.exec(select(HoldRow)).all(), key=lambda row: (row.slug, row.other or ""))
    return tuple(Hold(row.slug, row.other, row.why, row.at) for row in rows)


def is_held(session: Session, slug: str, other: str | None = None) -> bool:
    """Whether an artifact is held back; or a pair, either of its artifacts included."""
    wanted = [_hold_id(slug, None)]
    if other is not None:
        wanted += [_hold_id(other, None), _hold_id(slug, other)]
    return session.exec(select(HoldRow.id).where(col(HoldRow.id).in_(wanted))).first() is not None


def _hold_id(slug: str, other: str | None) -> str:
    return slug if other is None else f"{slug} {other}"


# -- addresses ---------------------------------------------------------------------------------------------


def redirected(session: Session, slug: str) -> str | None:
    """The artifact that answers for one that was renamed or merged; None where there is none."""
    row = session.get(RedirectRow, slug)
    return row.slug if row else None


def redirects(session: Session) -> tuple[tuple[str, str], ...]:
    """Every old slug with the one that answers for it."""
    return tuple(sorted((row.old, row.slug) for row in session.exec(select(RedirectRow)).all()))


def redirect(session: Session, old: str, slug: str, now: datetime) -> None:
    session.merge(RedirectRow(old=old, slug=slug, at=now))
    session.flush()


def origins(session: Session, slug: str) -> frozenset[str]:
    """Where the documents of an artifact are from."""
    return frozenset(session.exec(select(SourceDocumentRow.origin).where(SourceDocumentRow.slug == slug)).all())


def copy_artifact(session: Session, slug: str, new: str) -> None:
    """A row of the same artifact under another slug."""
    row = session.get_one(ArtifactRow, slug)
    session.add(ArtifactRow(**(row.model_dump() | {"slug": new})))
    session.flush()


def hand_over(session: Session, old: str, new: str) -> None:
    """Whatever belongs to one artifact belongs to the other from now on; the row of the first is deleted.

    Documents get the id that they have there, so that the next text of one is known to be of it. Comparisons must be
    gone before.
    """
    for document in session.exec(select(SourceDocumentRow).where(SourceDocumentRow.slug == old)).all():
        _rename_document(session, document, new)
    _rename_holds(session, old, new)
    for table, column in columns_of_artifacts():
        if table.name not in ("source_document", "comparison"):
            session.connection().execute(update(table).where(column == old).values({column.name: new}))
    # Neither refers to artifacts: they also tell of those that are gone.
    for row in (JobRow, MatchEventRow):
        named = table_of(row)
        session.connection().execute(update(named).where(named.c.slug == old).values(slug=new))
    session.flush()
    sides.drop(session, [old])
    session.expire_all()
    session.delete(session.get_one(ArtifactRow, old))
    session.flush()
    reviews.place_anew(session, new)


def drop_own(session: Session, slug: str) -> None:
    """Delete what an artifact does not take along when it becomes part of another: its scores, its kind's item."""
    delete_rows(session, ScoreValueRow, ScoreValueRow.slug, [slug])
    delete_rows(session, SignalRow, SignalRow.slug, [slug])
    delete_rows(session, StatedRow, StatedRow.slug, [slug])
    delete_rows(session, OverlapRow, OverlapRow.slug, [slug])
    delete_rows(session, OverlapRow, OverlapRow.other, [slug])
    delete_rows(session, HoldRow, HoldRow.slug, [slug])
    delete_rows(session, HoldRow, HoldRow.other, [slug])
    delete_rows(session, SavedFindRow, SavedFindRow.slug, [slug])


def _rename_document(session: Session, document: SourceDocumentRow, slug: str) -> None:
    identity = identity_of(SourceDocument(slug, document.origin))
    session.add(SourceDocumentRow(**(document.model_dump() | {"id": identity, "slug": slug})))
    session.flush()
    revisions = table_of(RevisionRow)
    session.connection().execute(
        update(revisions).where(revisions.c.document_id == document.id).values(document_id=identity)
    )
    session.flush()
    session.delete(document)
    session.flush()


def _rename_holds(session: Session, old: str, new: str) -> None:
    """What is held back stays so under the new name; a hold is found by the names in its id."""
    for row in session.exec(select(HoldRow).where(or_(col(HoldRow.slug) == old, col(HoldRow.other) == old))).all():
        names = sorted(new if name == old else name for name in (row.slug, row.other) if name)
        why, at = row.why, row.at
        session.delete(row)
        session.flush()
        if len(set(names)) == len(names):
            hold(session, names[0], names[1] if len(names) > 1 else None, why, at)


def columns_of_artifacts() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that names an artifact."""
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "artifact":
                yield table, key.parent


# -- comparisons of an artifact ----------------------------------------------------------------------------


def take_comparisons(session: Session, slug: str) -> tuple[Kept, ...]:
    """Remove the stored comparisons of an artifact with their write-ups, and hand them over with their change logs."""
    rows = session.exec(
        select(ComparisonRow).where(or_(col(ComparisonRow.a) == slug, col(ComparisonRow.b) == slug))
    ).all()
    found = [(row, comparisons.moved(session, row.a, row.b)) for row in sorted(rows, key=lambda row: (row.a, row.b))]
    kept = tuple(Kept(row.a, row.b, moved) for row, moved in found)
    names = [row.id for row, _ in found]
    write_ups.erase(session, names)
    delete_rows(session, ComparisonChangeRow, ComparisonChangeRow.comparison_id, names)
    delete_rows(session, ComparisonRow, ComparisonRow.id, names)
    return kept


def give_log(session: Session, a: str, b: str, log: tuple[Moved, ...]) -> None:
    """Hang a change log, the newest entry first, on a stored comparison."""
    for entry in reversed(log):
        because = [{"fact": change.fact, "old": change.old, "new": change.new} for change in entry.because]
        session.add(
            ComparisonChangeRow(
                comparison_id=identify("cmp", a, b), at=entry.at, was=entry.was, now=entry.now, because=because
            )
        )
    session.flush()


def delete_rows(session: Session, table: type[SQLModel], column: Any, wanted: Any) -> None:
    """Delete rows by one column, some hundred names a statement."""
    for names in chunks(list(wanted)):
        session.connection().execute(delete(table_of(table)).where(col(column).in_(names)))
    session.expire_all()


def table_of(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]
