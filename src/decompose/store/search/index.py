"""The index behind one protocol; which database it lies in is known here and nowhere above."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, delete, event, func, insert, inspect, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from decompose.domain.artifact import StatedFact
from decompose.domain.matching.entries import OF_ARTIFACT, Entry, Filters, entries_of, entry_of
from decompose.domain.matching.ranking import FIELDS, Candidate
from decompose.domain.matching.words import ANALYSIS_VERSION
from decompose.domain.overlay import is_out_of_sight
from decompose.domain.readership import published_capabilities, readable_facts
from decompose.store import artifacts, capabilities, documents, listing, publishing
from decompose.store.mapping import claim_from, item_from, item_from_json
from decompose.store.search.schema import ENTRY, STATE
from decompose.store.tables import (
    ArtifactRow,
    CapabilityRow,
    ClaimRow,
    HoldRow,
    ReviewItemRow,
    SourceDocumentRow,
    StatedRow,
)

# Whatever changes what readers see of an artifact passes through a row of one of these.
_FOLLOWED = (ArtifactRow, CapabilityRow, ClaimRow, HoldRow, ReviewItemRow, SourceDocumentRow, StatedRow)
# Who has an item open changes nothing for readers.
_LEASE = frozenset({"held_by", "held_in", "held_since", "held_until", "wanted_by"})
_STATE_ID = 1


@dataclass(frozen=True, slots=True)
class State:
    """How many entries there are, their mean length, and a number that goes up with every change."""

    edition: int
    entries: int
    mean_length: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader is shown of an entry."""

    slug: str
    artifact: str
    capability: str | None
    name: str
    text: str
    kind: str | None


class FullText(Protocol):
    """What a database must do with terms. They hold letters and digits only; see `domain/matching/words`."""

    def add(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Index rows of the entries' table."""
        ...

    def remove(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Forget them, before they are deleted."""
        ...

    def clear(self, session: Session) -> None: ...

    def matching(
        self, session: Session, terms: Sequence[str], where: Sequence[ColumnElement[bool]], *, every: bool, limit: int
    ) -> list[int]:
        """Ids of the best entries with all of the terms, or with any."""
        ...

    def resembling(self, session: Session, grams: Sequence[str], limit: int) -> list[int]:
        """Ids of the entries whose names share most of these pieces."""
        ...

    def frequencies(self, session: Session, terms: Collection[str]) -> dict[str, int]:
        """In how many entries each term is; a term that is in none may be missing."""
        ...


def full_text(session: Session) -> FullText:
    if session.get_bind().dialect.name == "sqlite":
        from decompose.store.search.sqlite import SqliteFullText

        return SqliteFullText()
    from decompose.store.search.postgres import PostgresFullText

    return PostgresFullText()


# -- keeping up --------------------------------------------------------------------------------------------


@contextmanager
def followed(session: Session) -> Iterator[None]:
    """Whatever the block changes is found as soon as its transaction ends: the index is part of it."""
    touched: dict[str, set[str | None]] = {}

    def note(flushed: Session, _context: object) -> None:
        rows = [*flushed.new, *filter(_is_more_than_leased, flushed.dirty), *flushed.deleted]
        for row in rows:
            if isinstance(row, _FOLLOWED) and not _is_out_of_sight(flushed, row):
                touched.setdefault(row.slug, set()).update(_records_of(row))

    event.listen(session, "after_flush", note)
    yield
    session.flush()
    if not touched:
        return
    if is_stale(session):
        rebuild(session)
        return
    for slug, records in sorted(touched.items()):
        if None in records or not _renew_records(session, slug, {one for one in records if one}):
            renew(session, [slug])


def _is_out_of_sight(session: Session, row: SQLModel) -> bool:
    """Whether nothing that is found reads another way: a held pair, an item about a sentence that stays unpublished."""
    if isinstance(row, HoldRow):
        return row.other is not None
    if not isinstance(row, ReviewItemRow) or row.claim_id is None or row not in session.dirty:
        return False
    claim = session.get(ClaimRow, row.claim_id)
    was = {each.key: each.history.deleted[0] for each in inspect(row).attrs if each.history.deleted}
    return claim is not None and is_out_of_sight(
        claim_from(claim), item_from_json(row.model_dump() | was), item_from(row)
    )


def _records_of(row: SQLModel) -> set[str | None]:
    """The records that a changed row is of; None where more than these may read differently."""
    if isinstance(row, CapabilityRow):
        return {row.id}
    if isinstance(row, ClaimRow | ReviewItemRow):
        return {row.capability_id, *inspect(row).attrs.capability_id.history.deleted}
    return {None}


def _is_more_than_leased(row: object) -> bool:
    """Whether anything of a changed row was written but who has it open."""
    return not {each.key for each in inspect(row).attrs if each.history.has_changes()} <= _LEASE


def is_stale(session: Session) -> bool:
    """Whether the entries are missing, or were made by another analysis."""
    return session.execute(select(STATE.c.analysis)).scalar() != ANALYSIS_VERSION


def rebuild(session: Session) -> None:
    """Make all entries anew."""
    full_text(session).clear(session)
    session.execute(delete(ENTRY))
    session.execute(delete(STATE))
    session.execute(insert(STATE).values(id=_STATE_ID, analysis=ANALYSIS_VERSION, edition=0, entries=0, length=0.0))
    renew(session, [slug for slug, _ in capabilities.names(session)])


def renew(session: Session, slugs: Iterable[str]) -> None:
    """Bring the entries of these artifacts up to date."""
    for slug in slugs:
        put(session, slug, _entries(session, slug))


def _renew_records(session: Session, slug: str, records: Collection[str]) -> bool:
    """Bring the entries of these records alone up to date; False where the entry of their artifact changes with them.

    That one tells the names of all records. What an entry says of its artifact it says already: where that changes,
    all entries are made anew.
    """
    there = {row["capability"]: row for row in _there(session, slug, records)}
    after = published_capabilities(capabilities.some(session, slug, records))
    if {name: row["title"] for name, row in there.items()} != {record.id: record.name for record in after}:
        return False
    of = {record.id: {name: there[record.id][name] for name in OF_ARTIFACT} for record in after}
    _replace(session, list(there.values()), [entry_of(record, of[record.id]) for record in after])
    return True


def enter(session: Session, entries: Mapping[str, Entry]) -> None:
    """Index artifacts that were not there before, by the digests of entries; their rows are in this transaction."""
    if is_stale(session):
        rebuild(session)
    else:
        _add(session, [_row(entry, name) for name, entry in entries.items()])


def put(session: Session, slug: str, entries: Sequence[Entry]) -> None:
    """Make these the entries of an artifact; what is there already in the same words stays."""
    _replace(session, _there(session, slug), entries)


def _there(session: Session, slug: str, records: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The entries of an artifact, or of these records of it, as they are stored."""
    query = select(ENTRY).where(ENTRY.c.slug == slug)
    if records is not None:
        query = query.where(ENTRY.c.capability.in_(records))
    return [dict(row) for row in session.execute(query).mappings()]


def _replace(session: Session, there: Sequence[Mapping[str, Any]], entries: Sequence[Entry]) -> None:
    engine = full_text(session)
    wanted = {entry.digest: entry for entry in entries}
    gone = [row for row in there if row["digest"] not in wanted]
    if gone:
        engine.remove(session, gone)
        session.execute(delete(ENTRY).where(ENTRY.c.id.in_([row["id"] for row in gone])))
        _count(session, -len(gone), -sum(row["length"] for row in gone))
    known = {row["digest"] for row in there}
    _add(session, [_row(entry, name) for name, entry in wanted.items() if name not in known])


def _add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    ids = session.execute(insert(ENTRY).returning(ENTRY.c.id, sort_by_parameter_order=True), rows).scalars()
    full_text(session).add(session, [row | {"id": identity} for row, identity in zip(rows, ids, strict=True)])
    _count(session, len(rows), sum(row["length"] for row in rows))


def _count(session: Session, entries: int, length: float) -> None:
    session.execute(
        update(STATE).values(
            edition=STATE.c.edition + 1, entries=STATE.c.entries + entries, length=STATE.c.length + length
        )
    )


def _entries(session: Session, slug: str) -> tuple[Entry, ...]:
    artifact = artifacts.get(session, slug)
    if artifact is None or publishing.is_held(session, slug):
        return ()
    licences = [document.licence for document in documents.of_artifact(session, slug) if document.licence]
    if said := artifact.statement(StatedFact.LICENCE):
        licences.insert(0, said.value)
    records, facts = capabilities.told(session, slug)
    return entries_of(artifact, published_capabilities(records), readable_facts(facts), licences)


def _row(entry: Entry, name: str) -> dict[str, Any]:
    terms = {field: " ".join(entry.terms[field]) for field in FIELDS}
    return {
        "slug": entry.slug,
        "capability": entry.capability,
        "artifact": entry.artifact,
        "title": entry.name,
        "text": entry.text,
        "kind": entry.kind,
        "price": entry.price,
        "licence": entry.licence,
        "is_verified": entry.is_verified,
        "length": entry.length,
        "digest": name,
        "grams": " ".join(entry.grams),
        **terms,
    }


# -- asking ------------------------------------------------------------------------------------------------


def state(session: Session) -> State:
    row = session.execute(select(STATE.c.edition, STATE.c.entries, STATE.c.length)).one_or_none()
    if row is None or not row.entries:
        return State(row.edition if row else 0, 0, 0.0)
    return State(row.edition, row.entries, row.length / row.entries)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as conditions on entries."""
    found: list[ColumnElement[bool]] = []
    if filters.kind:
        found.append(ENTRY.c.kind == filters.kind.value)
    if filters.price:
        found.append(ENTRY.c.price == filters.price)
    if filters.licence:
        found.append(ENTRY.c.licence.contains(filters.licence.casefold(), autoescape=True))
    if filters.is_verified:
        found.append(ENTRY.c.is_verified)
    return found


def candidates(session: Session, ids: Collection[int], filters: Filters) -> tuple[Candidate, ...]:
    """Those of the entries that pass the filters, as ranking reads them."""
    columns = (ENTRY.c.id, ENTRY.c.slug, ENTRY.c.capability, ENTRY.c.length, *(ENTRY.c[field] for field in FIELDS))
    rows = session.execute(select(*columns).where(ENTRY.c.id.in_(ids), *conditions(filters)))
    return tuple(
        Candidate(id_, slug, capability, tuple(tuple(terms.split()) for terms in fields), length)
        for id_, slug, capability, length, *fields in rows
    )


def of_artifacts(session: Session, slugs: Collection[str], filters: Filters) -> list[int]:
    """Ids of the entries of these artifacts."""
    query = select(ENTRY.c.id).where(and_(ENTRY.c.slug.in_(slugs), *conditions(filters)))
    return list(session.execute(query).scalars())


def shown(session: Session, ids: Collection[int]) -> dict[int, Shown]:
    """What readers are shown of entries, by id."""
    columns = (
        ENTRY.c.id,
        ENTRY.c.slug,
        ENTRY.c.artifact,
        ENTRY.c.capability,
        ENTRY.c.title,
        ENTRY.c.text,
        ENTRY.c.kind,
    )
    return {row[0]: Shown(*row[1:]) for row in session.execute(select(*columns).where(ENTRY.c.id.in_(ids)))}


def capabilities_after(session: Session, number: int, limit: int) -> list[tuple[int, Shown]]:
    """The entries of capabilities behind the one of that number, in the order in which they came."""
    columns = (
        ENTRY.c.id, ENTRY.c.slug, ENTRY.c.artifact, ENTRY.c.capability, ENTRY.c.title, ENTRY.c.text, ENTRY.c.kind
    )  # fmt: skip
    query = select(*columns).where(ENTRY.c.id > number, ENTRY.c.capability.is_not(None)).order_by(ENTRY.c.id)
    return [(row[0], Shown(*row[1:])) for row in session.execute(query.limit(limit))]


def count_capabilities(session: Session) -> int:
    return int(
        session.execute(select(func.count()).select_from(ENTRY).where(ENTRY.c.capability.is_not(None))).scalar_one()
    )


def kinds(session: Session) -> tuple[str, ...]:
    """The kinds that something is found of."""
    found = session.execute(select(ENTRY.c.kind).where(ENTRY.c.kind.is_not(None)).distinct()).scalars()
    return tuple(sorted(found))


def added(session: Session, slugs: Collection[str]) -> dict[str, datetime]:
    """When each of these artifacts was first read."""
    rows = session.exec(select_rows(ArtifactRow).where(col(ArtifactRow.slug).in_(slugs))).all()
    return {row.slug: row.created_at for row in rows}


def near_names(session: Session, words: str, limit: int) -> tuple[tuple[str, str], ...]:
    """Artifacts in sight whose slug or name begins like these words or holds them, as (slug, name)."""
    wanted = words.casefold()
    query = select_rows(ArtifactRow.slug, ArtifactRow.name).where(
        listing.in_sight(),
        func.lower(ArtifactRow.slug).contains(wanted, autoescape=True)
        | func.lower(ArtifactRow.name).contains(wanted, autoescape=True),
    )
    return tuple(sorted((slug, name) for slug, name in session.exec(query.limit(limit)).all()))
