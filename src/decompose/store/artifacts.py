"""Artifacts, as stored and as an editor classified them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from decompose.domain.artifact import Artifact, Kind, parse_kind
from decompose.domain.review import KIND, ItemStatus
from decompose.domain.stated import with_stated
from decompose.store import stated
from decompose.store.chunks import among, chunks
from decompose.store.mapping import Json, edit_from_json, pricing_from_json, pricing_to_json
from decompose.store.tables import ArtifactRow, ReviewItemRow


def save(session: Session, artifact: Artifact, now: datetime) -> None:
    """Insert, or bring an existing row up to date; what is not stated now does not erase what was.

    The kind that an editor gave to one that came without is kept.
    """
    row = session.get(ArtifactRow, artifact.slug)
    if row is None:
        row = ArtifactRow(**row_of(artifact, now))
    row.name = artifact.name
    if artifact.kind and not _is_classified(session, row):
        row.kind = artifact.kind.value
    if artifact.pricing != type(artifact.pricing)():
        row.pricing = pricing_to_json(artifact.pricing)
    if artifact.declared_capabilities is not None:
        row.declared_capabilities = artifact.declared_capabilities
    session.add(row)
    session.flush()


def row_of(artifact: Artifact, now: datetime) -> Json:
    """The row of an artifact, by column."""
    return {
        "slug": artifact.slug,
        "name": artifact.name,
        "kind": artifact.kind.value if artifact.kind else None,
        "pricing": pricing_to_json(artifact.pricing),
        "declared_capabilities": artifact.declared_capabilities,
        "created_at": now,
    }


def known(session: Session, slugs: Sequence[str]) -> frozenset[str]:
    """Those of these that are there; as many as fit in one question."""
    return frozenset(session.exec(select(ArtifactRow.slug).where(col(ArtifactRow.slug).in_(slugs))).all())


def get(session: Session, slug: str) -> Artifact | None:
    row = session.get(ArtifactRow, slug)
    return with_stated(_artifact(session, row), stated.of(session, [slug])[slug]) if row else None


def names_of(session: Session, slug: str) -> tuple[str, ...]:
    """What an artifact is called; its slug alone where it is not known."""
    name = session.exec(select(ArtifactRow.name).where(ArtifactRow.slug == slug)).first()
    return (slug,) if name is None else Artifact(slug, name).names


def get_one(session: Session, slug: str, until: datetime | None = None) -> Artifact:
    """An artifact that is known to be there, with what its operator states, now or before a moment."""
    return with_stated(_artifact(session, session.get_one(ArtifactRow, slug)), stated.of(session, [slug], until)[slug])


def written(session: Session, slug: str) -> tuple[Artifact, bool]:
    """An artifact that is there as its documents and orders have it, and whether an editor gave it its kind."""
    row = session.get_one(ArtifactRow, slug)
    return _artifact(session, row), _is_classified(session, row)


def known_since(session: Session, slug: str) -> datetime:
    """Since when an artifact that is there is known."""
    return session.get_one(ArtifactRow, slug).created_at


_SOME = select(ArtifactRow).where(among(col(ArtifactRow.slug), "slugs"))


def some(session: Session, slugs: Sequence[str]) -> dict[str, Artifact]:
    """Those of these artifacts that are there, by slug; as many slugs as fit in one question."""
    rows = session.exec(_SOME, params={"slugs": slugs}).all()
    told = stated.of(session, slugs)
    return {slug: with_stated(artifact, told[slug]) for slug, artifact in _artifacts(session, rows).items()}


def all_of(session: Session) -> tuple[Artifact, ...]:
    """Every artifact, by slug."""
    # Databases differ in how they order text.
    rows = sorted(session.exec(select(ArtifactRow)).all(), key=lambda row: row.slug)
    told = stated.everything(session)
    return tuple(with_stated(artifact, told.get(slug, ())) for slug, artifact in _artifacts(session, rows).items())


def _artifacts(session: Session, rows: Sequence[ArtifactRow]) -> dict[str, Artifact]:
    """Rows as artifacts by slug, those that came without a kind with the one that an editor gave."""
    classified = _classified(session, [row.slug for row in rows if not row.kind])
    return {
        row.slug: Artifact(
            slug=row.slug,
            name=row.name,
            kind=Kind(row.kind) if row.kind else classified.get(row.slug),
            pricing=pricing_from_json(row.pricing),
            declared_capabilities=row.declared_capabilities,
        )
        for row in rows
    }


def _artifact(session: Session, row: ArtifactRow) -> Artifact:
    return _artifacts(session, [row])[row.slug]


def _is_classified(session: Session, row: ArtifactRow) -> bool:
    return row.kind is None and bool(_classified(session, [row.slug]))


def _classified(session: Session, slugs: Sequence[str]) -> dict[str, Kind | None]:
    """The kinds that editors gave to artifacts that came without one."""
    found = {}
    for some_ in chunks(slugs):
        rows = session.exec(
            select(ReviewItemRow.slug, ReviewItemRow.edit).where(
                col(ReviewItemRow.slug).in_(some_),
                ReviewItemRow.field == KIND,
                ReviewItemRow.status == ItemStatus.EDITED.value,
            )
        ).all()
        edits = {slug: edit_from_json(edit) for slug, edit in rows}
        found.update({slug: parse_kind(edit.text) for slug, edit in edits.items() if edit})
    return found
