"""Artifacts as comparisons see them: their facts in parts, what was touched since, and whose pairs are behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, literal, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from decompose.domain.balance import Standing
from decompose.domain.catalog import Change
from decompose.domain.comparison import JsonValue
from decompose.domain.regeneration import SideState, may_stay
from decompose.store.chunks import AT_ONCE, chunks
from decompose.store.tables import ComparisonRow, SideChangeRow, SidePartRow, SideRow, TouchedRow

RECORDS, SCORES = "records", "scores"
_SIDE = SideRow.__table__  # type: ignore[attr-defined]

Facts = Mapping[str, JsonValue]


def touched(session: Session) -> tuple[str, ...]:
    """Whose scores or records were written since they were last looked at, by slug."""
    return tuple(sorted(session.exec(select(TouchedRow.slug).distinct()).all()))


def take_touched(session: Session, slugs: Sequence[str]) -> dict[str, frozenset[str]]:
    """What was touched of these; it is noted as looked at.

    Read them in the same transaction, and after this: what is written later is touched again.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = select(TouchedRow.id, TouchedRow.slug, TouchedRow.what).where(col(TouchedRow.slug).in_(slugs))
    rows = session.exec(query).all()
    for _, slug, what in rows:
        found[slug].add(what)
    if rows:
        # Only what was seen: what another writer notes meanwhile stays.
        seen = [{"seen": row[0]} for row in rows]
        session.connection().execute(delete(TouchedRow).where(col(TouchedRow.id) == bindparam("seen")), seen)
    return {slug: frozenset(what) for slug, what in found.items()}


def touch_all(session: Session) -> None:
    """Look at every artifact of a stored comparison again, and at every pair: the rules are others."""
    connection = session.connection()
    for side in (col(ComparisonRow.a), col(ComparisonRow.b)):
        named = sa_select(side, literal(RECORDS), literal(0)).distinct()
        connection.execute(insert(TouchedRow).from_select(["slug", "what", "writer"], named))
    connection.execute(update(SideRow).values(is_settled=False))


def compared(session: Session, slugs: Sequence[str]) -> frozenset[str]:
    """Those of these artifacts of which a comparison is stored."""
    found: set[str] = set()
    for side in (col(ComparisonRow.a), col(ComparisonRow.b)):
        found.update(session.exec(select(side).where(side.in_(slugs)).distinct()).all())
    return frozenset(found)


def states(session: Session, slugs: Iterable[str]) -> dict[str, SideState]:
    """The states that comparisons were last made from, or are about to be."""
    found = {}
    for some in chunks(sorted(slugs)):
        rows = session.execute(sa_select(_SIDE.columns).where(_SIDE.c.slug.in_(some)))
        for row in rows:
            standing = Standing.from_json(row.slug, row.standing)
            found[row.slug] = SideState(row.records, row.scores, standing, row.rulings)
    return found


def put(session: Session, moved: Iterable[tuple[SideState, Facts, Facts]]) -> None:
    """Write new states with the facts of their parts; their pairs are behind from now on."""
    given = list(moved)
    if not given:
        return
    rows = {state.slug: _row(state) for state, _, _ in given}
    parts = {(state.slug, state.records): facts for state, facts, _ in given}
    parts |= {(state.slug, state.scores): facts for state, _, facts in given}
    known = {slug for some in chunks(sorted(rows)) for slug in _known(session, some)}
    there = {key for some in chunks(sorted(rows)) for key in _parts(session, some)}
    connection = session.connection()
    if new := [row for slug, row in rows.items() if slug not in known]:
        connection.execute(insert(SideRow), new)
    if old := [row | {"key": slug} for slug, row in rows.items() if slug in known]:
        columns: dict[str, Any] = {
            name: bindparam(name) for name in ("records", "scores", "rulings", "standing", "is_settled")
        }
        connection.execute(update(SideRow).where(col(SideRow.slug) == bindparam("key")).values(columns), _but_slug(old))
    if fresh := [key for key in parts if key not in there]:
        connection.execute(
            insert(SidePartRow), [{"slug": slug, "digest": name, "facts": parts[slug, name]} for slug, name in fresh]
        )


def keep_words(session: Session, slug: str, said: Facts) -> None:
    """Of an artifact's facts, and of what moved of them, keep no words but those that are said still."""
    for part in session.exec(select(SidePartRow).where(SidePartRow.slug == slug)).all():
        part.facts = {path: value for path, value in part.facts.items() if may_stay(path, said, value)}
    for row in session.exec(select(SideChangeRow).where(SideChangeRow.slug == slug)).all():
        row.changes = [each for each in row.changes if may_stay(each["fact"], said, each["old"], each["new"])]
    session.flush()


def drop(session: Session, slugs: Sequence[str]) -> None:
    """Forget artifacts of which no comparison is stored any more."""
    for table in (SideRow, SidePartRow, SideChangeRow):
        session.connection().execute(delete(table).where(col(table.slug).in_(slugs)))


@dataclass(frozen=True, slots=True)
class Behind:
    """A state from which not all pairs were made yet."""

    slug: str
    records: str
    scores: str
    rulings: str


def unsettled(session: Session) -> tuple[Behind, ...]:
    """The artifacts some of whose pairs are behind, by slug."""
    columns = (_SIDE.c.slug, _SIDE.c.records, _SIDE.c.scores, _SIDE.c.rulings)
    rows = session.execute(sa_select(*columns).where(_SIDE.c.is_settled.is_(False)))
    return tuple(sorted((Behind(*row) for row in rows), key=lambda behind: behind.slug))


def settle(session: Session, settled: Iterable[Behind]) -> None:
    """All pairs of these were made from these states; facts that no pair refers to any more go."""
    keys = [
        {"key": state.slug, "of_records": state.records, "of_scores": state.scores, "of_rulings": state.rulings}
        for state in settled
    ]
    if not keys:
        return
    connection = session.connection()
    is_same = and_(
        col(SideRow.slug) == bindparam("key"),
        col(SideRow.records) == bindparam("of_records"),
        col(SideRow.scores) == bindparam("of_scores"),
        col(SideRow.rulings) == bindparam("of_rulings"),
    )
    connection.execute(update(SideRow).where(is_same).values(is_settled=True), keys)
    is_old = col(SidePartRow.digest).not_in([bindparam("of_records"), bindparam("of_scores")])
    of_settled = col(SidePartRow.slug) == select(SideRow.slug).where(is_same).scalar_subquery()
    connection.execute(delete(SidePartRow).where(of_settled, is_old), keys)


def facts(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Facts]:
    """The facts of parts by (slug, digest); a part that is not there has none."""
    keys = set(wanted)
    found: dict[tuple[str, str], Facts] = {}
    columns = select(SidePartRow.slug, SidePartRow.digest, SidePartRow.facts)
    for some in chunks(sorted({slug for slug, _ in keys})):
        digests = {name for slug, name in keys if slug in set(some)}
        named = columns.where(col(SidePartRow.slug).in_(some))
        if len(digests) <= AT_ONCE:
            named = named.where(col(SidePartRow.digest).in_(digests))
        found |= {(slug, name): values for slug, name, values in session.exec(named).all()}
    return found


def log_changes(session: Session, moved: Mapping[str, tuple[str, tuple[Change, ...]]]) -> None:
    """Write what moved of sides, by the change's id, as (slug, changes); what is there already is left."""
    missing: list[dict[str, Any]] = []
    for some in chunks(sorted(moved)):
        there = set(session.exec(select(SideChangeRow.id).where(col(SideChangeRow.id).in_(some))).all())
        missing += [
            {"id": name, "slug": moved[name][0], "changes": [_change(change) for change in moved[name][1]]}
            for name in some
            if name not in there
        ]
    if missing:
        session.connection().execute(insert(SideChangeRow), missing)


def _change(change: Change) -> dict[str, Any]:
    return {"fact": change.fact, "old": change.old, "new": change.new}


def _row(state: SideState) -> dict[str, Any]:
    return {
        "slug": state.slug,
        "records": state.records,
        "scores": state.scores,
        "rulings": state.rulings,
        "standing": state.standing.as_json(),
        "is_settled": False,
    }


def _but_slug(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "slug"} for row in rows]


def _known(session: Session, slugs: Sequence[str]) -> Sequence[str]:
    return session.exec(select(SideRow.slug).where(col(SideRow.slug).in_(slugs))).all()


def _parts(session: Session, slugs: Sequence[str]) -> Sequence[tuple[str, str]]:
    rows = session.exec(select(SidePartRow.slug, SidePartRow.digest).where(col(SidePartRow.slug).in_(slugs))).all()
    return [(slug, name) for slug, name in rows]
