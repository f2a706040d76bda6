"""Searches that people keep, and what has answered them so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, select

from decompose.domain.artifact import Kind
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.findings import Saved
from decompose.store.tables import SavedFindRow, SavedSearchRow


def add(session: Session, saved: Saved) -> None:
    session.add(
        SavedSearchRow(
            id=saved.id,
            owner=saved.owner,
            wanted={"query": saved.query, **asdict(saved.filters)},
            created_at=saved.created_at,
            asked_at=saved.asked_at,
            hook=saved.hook,
        )
    )
    session.flush()


def get(session: Session, saved_id: str) -> Saved | None:
    row = session.get(SavedSearchRow, saved_id)
    return _saved(row) if row else None


def all_of(session: Session, owner: str | None = None, *, but_seen_in: int | None = None) -> tuple[Saved, ...]:
    """Every kept search, or those of one owner, the oldest first; without those looked through in an edition."""
    query = select(SavedSearchRow)
    if but_seen_in is not None:
        seen = col(SavedSearchRow.edition)
        query = query.where(seen.is_(None) | (seen != but_seen_in))
    if owner is not None:
        query = query.where(SavedSearchRow.owner == owner)
    return tuple(sorted(map(_saved, session.exec(query).all()), key=lambda saved: (saved.created_at, saved.id)))


def ask(session: Session, saved_id: str, at: datetime) -> None:
    """Note that somebody read the feed of a search."""
    row = session.get(SavedSearchRow, saved_id)
    if row:
        row.asked_at = at
        session.flush()


def note(session: Session, saved_id: str, slugs: Collection[str], edition: int, at: datetime) -> tuple[str, ...]:
    """Note what answers a search in an edition of the index; what is news is returned, by slug.

    What answers when a search is looked through for the first time is no news.
    """
    row = session.exec(select(SavedSearchRow).where(SavedSearchRow.id == saved_id).with_for_update()).first()
    if row is None:
        return ()
    known = set(session.exec(select(SavedFindRow.slug).where(SavedFindRow.saved_id == saved_id)).all())
    is_news = row.edition is not None
    new = sorted(set(slugs) - known)
    session.add_all(SavedFindRow(saved_id=saved_id, slug=slug, at=at, is_news=is_news) for slug in new)
    row.edition = edition
    session.flush()
    return tuple(new) if is_news else ()


def news(session: Session, saved_id: str) -> Mapping[str, datetime]:
    """What came to answer a search since it was saved, and when."""
    query = select(SavedFindRow.slug, SavedFindRow.at).where(
        SavedFindRow.saved_id == saved_id, col(SavedFindRow.is_news).is_(True)
    )
    return {slug: at for slug, at in session.exec(query).all()}  # noqa: C416 - rows are no pairs to mypy


def remove(session: Session, saved_id: str) -> bool:
    """Forget a search; whether there was one."""
    row = session.get(SavedSearchRow, saved_id)
    if row is None:
        return False
    session.connection().execute(delete(SavedFindRow).where(col(SavedFindRow.saved_id) == saved_id))
    session.delete(row)
    session.flush()
    return True


def forget(session: Session, before: datetime) -> int:
    """Forget the searches of nobody whose feeds were last read before; their number is returned."""
    query = select(SavedSearchRow.id).where(col(SavedSearchRow.owner).is_(None), col(SavedSearchRow.asked_at) < before)
    return sum(remove(session, saved_id) for saved_id in session.exec(query).all())


def count_unowned(session: Session) -> int:
    query = select(func.count()).select_from(SavedSearchRow).where(col(SavedSearchRow.owner).is_(None))
    return int(session.exec(query).one())


def _saved(row: SavedSearchRow) -> Saved:
    wanted: dict[str, Any] = dict(row.wanted)
    query = str(wanted.pop("query"))
    kind = wanted.pop("kind", None)
    filters = Filters(kind=Kind(kind) if kind else None, **wanted)
    return Saved(row.id, row.owner, query, filters, row.created_at, row.asked_at, row.edition, row.hook)
