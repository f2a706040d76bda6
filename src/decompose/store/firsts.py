"""Artifacts that nobody knew, each with its first document: many are put down by one statement a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, insert
from sqlmodel import Session, SQLModel

from decompose.domain.artifact import Artifact
from decompose.domain.decomposition import Decomposition
from decompose.domain.first_told import FirstTold
from decompose.store import artifacts, capabilities, documents, queue_terms, reviews
from decompose.store.mapping import Json
from decompose.store.search import index
from decompose.store.tables import (
    ArtifactRow,
    CapabilityRow,
    ClaimRow,
    DecompositionRow,
    ReviewItemRow,
    RevisionRow,
    SourceDocumentRow,
)


@dataclass(frozen=True, slots=True)
class First:
    """An artifact with its first document: the bytes of that, what was decomposed of it, and what follows."""

    artifact: Artifact
    raw: bytes
    decomposition: Decomposition
    told: FirstTold


def add(session: Session, firsts: Sequence[First], now: datetime) -> None:
    """Put down artifacts of which there is nothing yet, each with its document, and have them found."""
    made = [one.decomposition for one in firsts]
    told = [capabilities.rows_of(each.revision.document.slug, each.capabilities, each.facts, each.id) for each in made]
    _insert(session, ArtifactRow, (artifacts.row_of(one.artifact, now) for one in firsts), key="slug")
    _insert(session, SourceDocumentRow, (documents.row_of(each.revision.document) for each in made))
    _insert(session, RevisionRow, (documents.revision_row(one.decomposition.revision, one.raw, now) for one in firsts))
    _insert(session, DecompositionRow, (capabilities.decomposition_row(each, now) for each in made))
    _insert(session, CapabilityRow, (row for records, _ in told for row in records))
    _insert(session, ClaimRow, (row for _, claims in told for row in claims))
    items = {item.id: item for one in firsts for item in one.told.items}
    _insert(session, ReviewItemRow, (reviews.row_of(item, now) for item in items.values()))
    queue_terms.enter(session, items.values())
    index.enter(session, {name: entry for one in firsts for name, entry in one.told.entries.items()})


def _insert(session: Session, table: type[SQLModel], rows: Iterable[Json], *, key: str = "id") -> None:
    """Insert new rows; of two with one key the last counts."""
    wanted: Mapping[str, Json] = {row[key]: row for row in rows}
    if wanted:
        into: Table = table.__table__  # type: ignore[attr-defined]
        session.connection().execute(insert(into), list(wanted.values()))
