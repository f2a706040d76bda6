"""Lists of artifacts and comparisons as readers page through them: what a page shows is read, and no more.

How many there are is counted when they are written (migration 0022), in the transaction that writes them. What is held
back and what people said of kinds is few, and is taken from that when somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, text, union
from sqlmodel import Session, col, func, select

from decompose.domain.artifact import Kind, parse_kind
from decompose.domain.capability import STANDING, CapabilityStatus
from decompose.domain.catalog import KeptPair, Turned
from decompose.domain.readership import published_capabilities
from decompose.domain.regeneration import pair_id
from decompose.domain.review import KIND, REOPENED, ItemStatus
from decompose.store import capabilities, comparisons, stated
from decompose.store.chunks import chunks
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

PREFIX = "listed_"
_ARTIFACTS, _PAIRS = "artifact", "comparison"
_COUNT = text("SELECT kind, sum(number) FROM watched_count WHERE subject = :subject GROUP BY kind")
# Spelt out as in the index over these rows, which is taken for no other words.
_IS_CLASSIFIED = f"review_item.field = '{KIND}' AND review_item.status = '{ItemStatus.EDITED.value}'"
_STANDING = [status.value for status in STANDING]
_COUNTED = frozenset({CapabilityStatus.PUBLISHED.value, CapabilityStatus.REVIEW.value})


def count_by_kind(session: Session) -> dict[Kind | None, int]:
    """How many artifacts readers may see, by kind as stated or as an editor classified them."""
    found = Counter(_written(session, _ARTIFACTS))
    found.subtract(_held_by_kind(session))
    for before, kind in _told(session).values():
        found[kind] += 1
        found[before] -= 1
    return {kind: number for kind, number in found.items() if number}


def slugs(session: Session, kind: Kind | None, offset: int, limit: int) -> tuple[str, ...]:
    """Artifacts in sight by slug, of one kind or of all."""
    query = select(ArtifactRow.slug).where(in_sight()).order_by(_by(session, ArtifactRow.slug))
    if kind is None:
        return tuple(session.exec(query.offset(offset).limit(limit)).all())
    told = _told(session)
    is_kind = (col(ArtifactRow.kind) == kind.value) & col(ArtifactRow.slug).not_in(list(told))
    came = session.exec(query.where(is_kind).limit(offset + limit)).all()
    given = [slug for slug, (_, known) in told.items() if known is kind]
    return tuple(sorted([*came, *given])[offset : offset + limit])


def slugs_after(session: Session, after: str, limit: int) -> tuple[str, ...]:
    """The artifacts in sight behind one, by slug."""
    by_slug = _by(session, ArtifactRow.slug)
    query = select(ArtifactRow.slug).where(in_sight(), by_slug > after)
    return tuple(session.exec(query.order_by(by_slug).limit(limit)).all())


def count(session: Session) -> int:
    return sum(_written(session, _ARTIFACTS).values()) - sum(_held_by_kind(session).values())


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
    """How many stored comparisons readers may see."""
    pair, is_artifact = select(ComparisonRow.id), col(HoldRow.other).is_(None)
    held = pair.where(col(ComparisonRow.a) == HoldRow.slug, col(ComparisonRow.b) == HoldRow.other).scalar_subquery()
    hidden = union(
        pair.join(HoldRow, col(HoldRow.slug) == ComparisonRow.a).where(is_artifact),
        pair.join(HoldRow, col(HoldRow.slug) == ComparisonRow.b).where(is_artifact),
        select(held.label("id")).select_from(HoldRow).where(~is_artifact),
    ).subquery()
    return sum(_written(session, _PAIRS).values()) - session.exec(select(func.count(hidden.c.id))).one()


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


def _written(session: Session, subject: str) -> dict[Kind | None, int]:
    """How many there are, held back or not, by kind as they came."""
    rows = session.execute(_COUNT, {"subject": subject}).all()
    return {Kind(kind) if kind else None: int(number) for kind, number in rows}


def _held_by_kind(session: Session) -> dict[Kind | None, int]:
    """How many artifacts are held back, by kind as they came."""
    held = select(ArtifactRow.kind, func.count()).join(HoldRow, col(HoldRow.id) == ArtifactRow.slug)
    rows = session.exec(held.where(col(HoldRow.other).is_(None)).group_by(ArtifactRow.kind)).all()
    return {Kind(kind) if kind else None: number for kind, number in rows}


def _told(session: Session) -> dict[str, tuple[Kind | None, Kind]]:
    """Artifacts in sight whose kind is an editor's or an operator's, with the kind that they came with."""
    found: dict[str, tuple[Kind | None, Kind]] = {slug: (None, kind) for slug, kind in _classified(session).items()}
    of_operator = {slug: Kind(each.value) for slug, each in stated.of_kind(session).items()}
    for some in chunks(sorted(of_operator)):
        query = select(ArtifactRow.slug, ArtifactRow.kind).where(col(ArtifactRow.slug).in_(some), in_sight())
        for slug, came in session.exec(query).all():
            found[slug] = (Kind(came) if came else None, of_operator[slug])
    return found


def _classified(session: Session) -> dict[str, Kind]:
    """Artifacts that came without a kind and that an editor gave one."""
    rows = session.exec(
        select(ReviewItemRow.slug, ReviewItemRow.edit)
        .join(ArtifactRow, col(ArtifactRow.slug) == ReviewItemRow.slug)
        .where(col(ArtifactRow.kind).is_(None), text(_IS_CLASSIFIED), in_sight())
    ).all()
    edits = {slug: edit_from_json(edit) for slug, edit in rows}
    return {slug: kind for slug, edit in edits.items() if edit and (kind := parse_kind(edit.text))}


def _by(session: Session, column: Any) -> Any:
    """Databases differ in how they order text: by code points in both."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return col(column) if is_sqlite else col(column).collate("C")


def in_sight() -> ColumnElement[bool]:
    """Whether readers are shown an artifact of a question."""
    return ~exists().where(col(HoldRow.id) == ArtifactRow.slug)


def _pair_in_sight() -> ColumnElement[bool]:
    a, b = col(ComparisonRow.a), col(ComparisonRow.b)
    # By its id, which is made of the names: whatever else is held is not looked at.
    return ~exists().where(col(HoldRow.id).in_([a, b, a + " " + b]))
