"""The words of the queue, an index of its own: what waits for an editor is no reader's yet; search does not know it.

A rare word is looked up, and what holds it is put in order; for a frequent one the queue is gone through in its order,
where the next few that hold it are near. So neither costs what the whole queue does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert
from sqlmodel import Session, col, func, select

from decompose.domain.queue import terms_of
from decompose.domain.review import ReviewItem
from decompose.store.chunks import chunks
from decompose.store.mapping import item_from
from decompose.store.tables import QueueTermRow, ReviewItemRow

# A word that more items hold is frequent.
RARE = 5_000
_LAST = "\U0010ffff"


def enter(session: Session, items: Iterable[ReviewItem]) -> None:
    """Have items found that are stored just now."""
    _insert(session, {item.id: terms_of(item) for item in items})


def change(session: Session, before: ReviewItem, after: ReviewItem) -> None:
    """Have an item found by what it says now."""
    was, now = terms_of(before), terms_of(after)
    if was - now:
        of_item = and_(col(QueueTermRow.item_id) == after.id, col(QueueTermRow.term).in_(was - now))
        session.connection().execute(delete(QueueTermRow).where(of_item))
    _insert(session, {after.id: now - was})


def renew(session: Session, rows: Collection[ReviewItemRow]) -> None:
    """Have items found by what they say now, whatever they said before."""
    for some in chunks([row.id for row in rows]):
        session.connection().execute(delete(QueueTermRow).where(col(QueueTermRow.item_id).in_(some)))
    enter(session, map(item_from, rows))


def _insert(session: Session, found: Mapping[str, Collection[str]]) -> None:
    rows = [{"term": term, "item_id": item} for item, terms in found.items() for term in sorted(terms)]
    if rows:
        session.connection().execute(insert(QueueTermRow), rows)


@dataclass(frozen=True, slots=True)
class Held:
    """What a filter wants items to hold, the rarest first."""

    ranges: tuple[list[Any], ...]
    is_rare: bool

    def along(self) -> list[ColumnElement[bool]]:
        """The conditions for going through the queue, item by item."""
        return [_has(each) for each in self.ranges]

    def looked_up(self) -> list[ColumnElement[bool]]:
        """The conditions for beginning with what holds the rarest."""
        rarest = [col(ReviewItemRow.id).in_(select(QueueTermRow.item_id).where(*each)) for each in self.ranges[:1]]
        return [*rarest, *(_has(each) for each in self.ranges[1:])]


def held(session: Session, names: Collection[str], words: Collection[str]) -> Held:
    """What has all these names, and for each of these words one that begins with it."""
    ranges = [[col(QueueTermRow.term) == name] for name in names]
    ranges += [[col(QueueTermRow.term) >= word, col(QueueTermRow.term) < word + _LAST] for word in words]
    counted = sorted((_count(session, each), number) for number, each in enumerate(ranges))
    return Held(tuple(ranges[number] for _, number in counted), bool(counted) and counted[0][0] <= RARE)


def _has(range_: list[Any]) -> ColumnElement[bool]:
    return select(QueueTermRow.item_id).where(col(QueueTermRow.item_id) == ReviewItemRow.id, *range_).exists()


def _count(session: Session, range_: list[Any]) -> int:
    """How many rows are in a range, counted to one above what is rare."""
    some = select(QueueTermRow.item_id).where(*range_).limit(RARE + 1).subquery()
    return session.exec(select(func.count()).select_from(some)).one()
