"""What readers are not shown for now, and addresses that artifacts had."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, update
from sqlmodel import Session, SQLModel, col, or_, select

from decompose.domain.catalog import Moved
from decompose.domain.document import SourceDocument
from decompose.domain.plan import identity_of
from decompose.domain.regeneration import pair_id
from decompose.domain.renaming import Renaming
from decompose.store import comparisons, matches, reviews, sides, write_ups
from decompose.store.chunks import among, chunks
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
    WriteUpRow,
    WriteUpSentenceRow,
)
from decompose.store.write_ups import WriteUp


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held back: an artifact, or a pair where `other` is named; and why."""

    slug: str
    other: str | None
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of a change log: its number, by which feeds know it, and whether the verdict flipped."""

    number: int
    is_flip: bool
    moved: Moved


@dataclass(frozen=True, slots=True)
class Kept:
    """A comparison that was stored, with its change log, the newest entry first, and its write-up."""

    a: str
    b: str
    log: tuple[Logged, ...]
    write_up: WriteUp


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


_HELD = select(HoldRow.id).where(among(col(HoldRow.id), "holds"))


def held_among(session: Session, slugs: Collection[str]) -> frozenset[str]:
    """Those of these artifacts that are held back."""
    return frozenset(session.exec(_HELD, params={"holds": list(slugs)}).all())


def is_held(session: Session, slug: str, other: str | None = None) -> bool:
    """Whether an artifact is held back; or a pair, either of its artifacts included."""
    wanted = [_hold_id(slug, None)]
    if other is not None:
        wanted += [_hold_id(other, None), _hold_id(slug, other)]
    return session.exec(_HELD, params={"holds": wanted}).first() is not None


def _hold_id(slug: str, other: str | None) -> str:
    return slug if other is None else f"{slug} {other}"


# -- addresses ---------------------------------------------------------------------------------------------


def redirected(session: Session, slug: str) -> str | None:
    """The artifact that answers for one that was renamed or merged; None where there is none."""
    row = session.get(RedirectRow, slug)
    return row.slug if row else None


def absent(session: Session, slug: str, remedy: str) -> str:
    """What an operator is told of a slug that no artifact has: under which one it is found today, or the remedy."""
    new = redirected(session, slug)
    return f"no artifact {slug}: it is {new} now" if new else f"no artifact {slug}; {remedy}"


def absent_from_sight(session: Session, slug: str, remedy: str) -> str:
    """The same to a reader: of what is held back he is told no more than of what is not there."""
    new = redirected(session, slug)
    return f"no artifact {slug}; {remedy}" if new and is_held(session, new) else absent(session, slug, remedy)


def redirects(session: Session) -> tuple[tuple[str, str], ...]:
    """Every old slug with the one that answers for it."""
    return tuple(sorted((row.old, row.slug) for row in session.exec(select(RedirectRow)).all()))


def redirect(session: Session, old: str, slug: str, now: datetime) -> None:
    """The old name leads to the artifact from now on; the artifact's own name leads nowhere else."""
    delete_rows(session, RedirectRow, RedirectRow.old, [slug])
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
    matches.count_use_anew(session, new, old=old)
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
    """Take the stored comparisons of an artifact out, and hand them over; what was paid stays in the ledger."""
    pairs = comparisons.of_artifact(session, slug)
    kept = tuple(
        Kept(pair.a, pair.b, _log(session, pair.id), write_ups.of_pair(session, pair.a, pair.b)) for pair in pairs
    )
    _delete_comparisons(session, [pair.id for pair in pairs])
    return kept


def give_back(session: Session, kept: Kept, renaming: Renaming, digests: Mapping[str, str]) -> None:
    """Hang log and write-up of a comparison on the one that is stored under another name."""
    name = pair_id(*renaming.pair)
    for entry in kept.log:
        moved = renaming.moved(entry.moved)
        row = ComparisonChangeRow(
            id=entry.number,
            comparison_id=name,
            is_flip=entry.is_flip,
            at=moved.at,
            was=moved.was,
            now=moved.now,
            because=[{"fact": change.fact, "old": change.old, "new": change.new} for change in moved.because],
        )
        session.add(row)
    session.flush()
    write_ups.give(session, *renaming.pair, kept.write_up.told_as(renaming.written, digests))


def erase_comparisons(session: Session, slug: str) -> tuple[tuple[str, str], ...]:
    """Delete the stored comparisons of an artifact with all that was written of them; the pairs are returned."""
    pairs = comparisons.of_artifact(session, slug)
    names = [pair.id for pair in pairs]
    write_ups.erase(session, names)
    _delete_comparisons(session, names)
    return tuple((pair.a, pair.b) for pair in pairs)


def _log(session: Session, name: str) -> tuple[Logged, ...]:
    query = select(ComparisonChangeRow).where(ComparisonChangeRow.comparison_id == name)
    rows = session.exec(query.order_by(col(ComparisonChangeRow.id).desc())).all()
    told = comparisons.told(session, rows)
    return tuple(Logged(row.id or 0, row.is_flip, moved) for row, moved in zip(rows, told, strict=True))


def _delete_comparisons(session: Session, names: Sequence[str]) -> None:
    for row in (WriteUpSentenceRow, WriteUpRow, ComparisonChangeRow):
        delete_rows(session, row, row.comparison_id, names)
    delete_rows(session, ComparisonRow, ComparisonRow.id, names)


def delete_rows(session: Session, table: type[SQLModel], column: Any, wanted: Any) -> None:
    """Delete rows by one column, some hundred names a statement."""
    for names in chunks(list(wanted)):
        session.connection().execute(delete(table_of(table)).where(col(column).in_(names)))
    session.expire_all()


def table_of(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]
