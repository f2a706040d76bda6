"""Lists of artifacts and comparisons as readers page through them: what a page shows is read, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, func, select

from decompose.domain.artifact import Kind, StatedFact, parse_kind
from decompose.domain.capability import STANDING, CapabilityStatus
from decompose.domain.catalog import KeptPair, Turned
from decompose.domain.readership import published_capabilities
from decompose.domain.regeneration import pair_id
from decompose.domain.review import KIND, REOPENED, ItemStatus
from decompose.store import capabilities, comparisons, stated
from decompose.store.mapping import edit_from_json
from decompose.store.tables import (
    ArtifactRow,
    CapabilityRow,
    ClaimRow,
    ComparisonChangeRow,
    ComparisonRow,
    HoldRow,
    ReviewItemRow,
)

_STANDING = [status.value for status in STANDING]
_COUNTED = frozenset({CapabilityStatus.PUBLISHED.value, CapabilityStatus.REVIEW.value})


def count_by_kind(session: Session) -> dict[Kind | None, int]:
    """How many artifacts readers may see, by kind as stated or as an editor classified them."""
    rows = session.exec(select(ArtifactRow.kind, func.count()).where(in_sight()).group_by(ArtifactRow.kind)).all()
    found: Counter[Kind | None] = Counter({Kind(kind) if kind else None: number for kind, number in rows})
    for before, kind in _told(session).values():
        found[kind] += 1
        found[before] -= 1
    return {kind: number for kind, number in found.items() if number}


def slugs(session: Session, kind: Kind | None, offset: int, limit: int) -> tuple[str, ...]:
    """Artifacts in sight by slug, of one kind or of all."""
    query = select(ArtifactRow.slug).where(in_sight())
    if kind is not None:
        told = _told(session)
        given = [slug for slug, (_, known) in told.items() if known is kind]
        is_kind = (col(ArtifactRow.kind) == kind.value) & col(ArtifactRow.slug).not_in(list(told))
        query = query.where(or_(is_kind, col(ArtifactRow.slug).in_(given)))
    return tuple(session.exec(query.order_by(_by(session, ArtifactRow.slug)).offset(offset).limit(limit)).all())


def slugs_after(session: Session, after: str, limit: int) -> tuple[str, ...]:
    """The artifacts in sight behind one, by slug."""
    by_slug = _by(session, ArtifactRow.slug)
    query = select(ArtifactRow.slug).where(in_sight(), by_slug > after)
    return tuple(session.exec(query.order_by(by_slug).limit(limit)).all())


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(ArtifactRow).where(in_sight())).one()


def newest(session: Session, limit: int) -> tuple[str, ...]:
    """The artifacts that came last, by slug where they came together."""
    order = (col(ArtifactRow.created_at).desc(), _by(session, ArtifactRow.slug))
    return tuple(session.exec(select(ArtifactRow.slug).where(in_sight()).order_by(*order).limit(limit)).all())


def published(session: Session, wanted: Sequence[str]) -> dict[str, int]:
    """How many published capabilities each of these artifacts has; whom an editor decided about is read whole."""
    decided = set(
        session.exec(
            select(ReviewItemRow.slug)
            .where(
                col(ReviewItemRow.slug).in_(wanted),
                or_(
                    col(ReviewItemRow.status).not_in([ItemStatus.OPEN.value, ItemStatus.NONE.value]),
                    col(ReviewItemRow.reason).in_([reason.value for reason in REOPENED]),
                    col(ReviewItemRow.revision) > 1,
                ),
            )
            .distinct()
        ).all()
    )
    told = capabilities.told_of(session, decided) if decided else {}
    found = {slug: len(published_capabilities(records)) for slug, (records, _) in told.items()}
    others = [slug for slug in wanted if slug not in decided]
    described = set(
        session.exec(
            select(ClaimRow.capability_id).where(
                col(ClaimRow.slug).in_(others),
                col(ClaimRow.is_current),
                ClaimRow.field == "description",
                col(ClaimRow.status).in_(_STANDING),
            )
        ).all()
    )
    columns = select(CapabilityRow.id, CapabilityRow.slug, CapabilityRow.status, CapabilityRow.labels)
    for identity, slug, status, labels in session.exec(
        columns.where(col(CapabilityRow.slug).in_(others), col(CapabilityRow.is_current))
    ).all():
        is_counted = identity in described and status in _COUNTED and not labels["held"]
        found[slug] = found.get(slug, 0) + is_counted
    return found


def pairs(session: Session, offset: int, limit: int) -> tuple[KeptPair, ...]:
    """Stored comparisons in sight, those that were made last first."""
    query = select(ComparisonRow.a, ComparisonRow.b, ComparisonRow.winner, ComparisonRow.stored_at)
    order = (col(ComparisonRow.stored_at).desc(), _by(session, ComparisonRow.a), _by(session, ComparisonRow.b))
    rows = session.exec(query.where(_pair_in_sight()).order_by(*order).offset(offset).limit(limit)).all()
    return tuple(KeptPair(*row) for row in rows)


def pairs_of(session: Session, slug: str, limit: int) -> tuple[KeptPair, ...]:
    """The stored comparisons of one artifact, by the other's slug."""
    query = select(ComparisonRow.a, ComparisonRow.b, ComparisonRow.winner, ComparisonRow.stored_at)
    of_slug = or_(col(ComparisonRow.a) == slug, col(ComparisonRow.b) == slug)
    order = (_by(session, ComparisonRow.a), _by(session, ComparisonRow.b))
    rows = session.exec(query.where(of_slug, _pair_in_sight()).order_by(*order).limit(limit)).all()
    return tuple(KeptPair(*row) for row in rows)


def count_pairs(session: Session) -> int:
    return session.exec(select(func.count()).select_from(ComparisonRow).where(_pair_in_sight())).one()


def turned(session: Session, limit: int, pair: tuple[str, str] | None = None) -> tuple[Turned, ...]:
    """The verdicts that flipped last, of all pairs that readers may see or of one, the newest first."""
    query = (
        select(ComparisonChangeRow, ComparisonRow.a, ComparisonRow.b)
        .join(ComparisonRow, col(ComparisonRow.id) == ComparisonChangeRow.comparison_id)
        .where(col(ComparisonChangeRow.is_flip), _pair_in_sight())
    )
    if pair:
        query = query.where(ComparisonChangeRow.comparison_id == pair_id(*pair))
    rows = session.exec(query.order_by(col(ComparisonChangeRow.id).desc()).limit(limit)).all()
    entries = comparisons.told(session, [row for row, _, _ in rows])
    return tuple(Turned(row.id or 0, a, b, moved) for (row, a, b), moved in zip(rows, entries, strict=True))


def names(session: Session, wanted: Sequence[str]) -> dict[str, str]:
    """The names of these artifacts."""
    query = select(ArtifactRow.slug, ArtifactRow.name).where(col(ArtifactRow.slug).in_(set(wanted)))
    return dict(session.exec(query).all())


def _told(session: Session) -> dict[str, tuple[Kind | None, Kind]]:
    """Artifacts whose kind is an editor's or an operator's, with the kind that they came with."""
    found: dict[str, tuple[Kind | None, Kind]] = {slug: (None, kind) for slug, kind in _classified(session).items()}
    of_operator = {
        slug: Kind(each.value)
        for slug, facts in stated.everything(session).items()
        for each in facts
        if each.fact is StatedFact.KIND
    }
    query = select(ArtifactRow.slug, ArtifactRow.kind).where(col(ArtifactRow.slug).in_(of_operator), in_sight())
    for slug, came in session.exec(query).all():
        found[slug] = (Kind(came) if came else None, of_operator[slug])
    return found


def _classified(session: Session) -> dict[str, Kind]:
    """Artifacts that came without a kind and that an editor gave one."""
    rows = session.exec(
        select(ReviewItemRow.slug, ReviewItemRow.edit)
        .join(ArtifactRow, col(ArtifactRow.slug) == ReviewItemRow.slug)
        .where(
            col(ArtifactRow.kind).is_(None),
            ReviewItemRow.field == KIND,
            ReviewItemRow.status == ItemStatus.EDITED.value,
            in_sight(),
        )
    ).all()
    edits = {slug: edit_from_json(edit) for slug, edit in rows}
    return {slug: kind for slug, edit in edits.items() if edit and (kind := parse_kind(edit.text))}


def _by(session: Session, column: Any) -> Any:
    """Databases differ in how they order text: by code points in both."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return col(column) if is_sqlite else col(column).collate("C")


def in_sight() -> ColumnElement[bool]:
    """Whether readers are shown an artifact of a question."""
    held = (col(HoldRow.slug) == col(ArtifactRow.slug)) & col(HoldRow.other).is_(None)
    return ~exists().where(held)


def _pair_in_sight() -> ColumnElement[bool]:
    of_artifact = col(HoldRow.other).is_(None) & col(HoldRow.slug).in_([col(ComparisonRow.a), col(ComparisonRow.b)])
    of_pair = (col(HoldRow.slug) == col(ComparisonRow.a)) & (col(HoldRow.other) == col(ComparisonRow.b))
    return ~exists().where(or_(of_artifact, of_pair))
