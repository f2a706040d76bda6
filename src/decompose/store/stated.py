"""What operators state of artifacts: an append-only history of which the newest value of a fact counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from decompose.domain.artifact import Stated, StatedFact
from decompose.store.chunks import among
from decompose.store.tables import StatedRow


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of the history; `value` None takes back what was stated."""

    fact: StatedFact
    value: str | None
    source: str
    day: date
    who: str
    at: datetime

    @property
    def counts(self) -> Stated | None:
        return None if self.value is None else Stated(self.fact, self.value, self.source, self.day)


def add(session: Session, slug: str, statement: Statement) -> None:
    """Append; it counts from now on."""
    session.add(
        StatedRow(
            slug=slug,
            fact=statement.fact.value,
            value=statement.value,
            source=statement.source,
            day=statement.day.isoformat(),
            who=statement.who,
            at=statement.at,
        )
    )
    session.flush()


def of(session: Session, slugs: Sequence[str], until: datetime | None = None) -> dict[str, tuple[Stated, ...]]:
    """What counts for each of these artifacts, now or before a moment; of 500 slugs at most."""
    found = _newest(session, slugs, until)
    return {slug: found.get(slug, ()) for slug in slugs}


def everything(session: Session) -> Mapping[str, tuple[Stated, ...]]:
    """What counts, for every artifact of which something is stated."""
    return _newest(session, None, None)


def of_kind(session: Session) -> dict[str, Stated]:
    """What counts as the kind of every artifact whose kind is stated."""
    ids = select(func.max(StatedRow.id)).where(StatedRow.fact == StatedFact.KIND.value).group_by(StatedRow.slug)
    rows = session.exec(select(StatedRow).where(col(StatedRow.id).in_(ids))).all()
    return {row.slug: counts for row in rows if (counts := _statement(row).counts)}


def history(session: Session, slug: str) -> tuple[Statement, ...]:
    """All that was ever stated of an artifact, the oldest first."""
    rows = session.exec(select(StatedRow).where(StatedRow.slug == slug).order_by(col(StatedRow.id))).all()
    return tuple(map(_statement, rows))


_IDS = select(func.max(StatedRow.id)).group_by(StatedRow.slug, StatedRow.fact)
_IDS_OF = _IDS.where(among(col(StatedRow.slug), "slugs"))


def _rows(ids: SelectOfScalar[int | None]) -> SelectOfScalar[StatedRow]:
    return select(StatedRow).where(col(StatedRow.id).in_(ids)).order_by(col(StatedRow.id))


_NEWEST_OF = _rows(_IDS_OF)


def _newest(session: Session, slugs: Sequence[str] | None, until: datetime | None) -> dict[str, tuple[Stated, ...]]:
    query = _rows(_IDS) if slugs is None else _NEWEST_OF
    if until is not None:
        query = _rows((_IDS if slugs is None else _IDS_OF).where(col(StatedRow.at) < until))
    found: dict[str, tuple[Stated, ...]] = {}
    for row in session.exec(query, params=None if slugs is None else {"slugs": slugs}).all():
        counts = _statement(row).counts
        if counts:
            found[row.slug] = (*found.get(row.slug, ()), counts)
    return found


def _statement(row: StatedRow) -> Statement:
    return Statement(StatedFact(row.fact), row.value, row.source, date.fromisoformat(row.day), row.who, row.at)
