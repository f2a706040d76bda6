"""Whose capabilities do the same job as whose, across the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, or_, select

from decompose.domain.catalog import Neighbour
from decompose.domain.overlap import Overlap
from decompose.store import capabilities
from decompose.store.chunks import among, chunks
from decompose.store.tables import ArtifactRow, CapabilityRow, HoldRow, OverlapRow


def replace(session: Session, slugs: Collection[str] | None, found: Iterable[Overlap]) -> None:
    """Put the overlaps of these artifacts (None: of all) in the place of those that were known."""
    table = SQLModel.metadata.tables["overlap"]
    connection = session.connection()
    if slugs is None:
        connection.execute(delete(table))
    for some in chunks(sorted(slugs or ())):
        connection.execute(delete(table).where(or_(table.c.slug.in_(some), table.c.other.in_(some))))
    rows = [
        {"a": one.a, "b": one.b, "slug": one.slug, "other": one.other, "similarity": one.similarity} for one in found
    ]
    for together in chunks(rows):
        connection.execute(insert(table), together)
    session.flush()


_NEIGHBOURS = (
    select(OverlapRow.a, OverlapRow.other, ArtifactRow.name, OverlapRow.b)
    .join(ArtifactRow, col(ArtifactRow.slug) == OverlapRow.other)
    .join(CapabilityRow, col(CapabilityRow.id) == OverlapRow.b)
    .join(HoldRow, (col(HoldRow.slug) == OverlapRow.other) & col(HoldRow.other).is_(None), isouter=True)
    .where(among(col(OverlapRow.slug), "slugs"), col(CapabilityRow.is_current), col(HoldRow.id).is_(None))
    .order_by(col(OverlapRow.similarity).desc(), col(OverlapRow.a), col(OverlapRow.b))
)


def of_artifact(session: Session, *slugs: str) -> tuple[Neighbour, ...]:
    """Who in sight has published capabilities like those of these artifacts, the closest first.

    What editors decided since the overlaps were counted holds for both records of a pair.
    """
    found = [Neighbour(*row) for row in session.exec(_NEIGHBOURS, params={"slugs": slugs}).all()]
    shown = capabilities.published_among(session, {each for one in found for each in (one.capability, one.other)})
    return tuple(one for one in found if one.capability in shown and one.other in shown)
