"""The index in SQLite: FTS5 tables without content of their own, beside the table of entries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, column, literal_column, select, table, text
from sqlmodel import Session

from decompose.domain.matching.ranking import FIELD_WEIGHTS, FIELDS
from decompose.store.search.schema import ENTRY

_COLUMNS = ", ".join(FIELDS)
_TERMS = ", ".join(f":{field}" for field in FIELDS)
_ADD = (
    f"INSERT INTO index_words (rowid, {_COLUMNS}) VALUES (:id, {_TERMS})",  # noqa: S608 - names of columns
    "INSERT INTO index_grams (rowid, grams) VALUES (:id, :grams)",
)
# A table without content must be told what it is to forget.
_REMOVE = (
    f"INSERT INTO index_words (index_words, rowid, {_COLUMNS}) VALUES ('delete', :id, {_TERMS})",  # noqa: S608
    "INSERT INTO index_grams (index_grams, rowid, grams) VALUES ('delete', :id, :grams)",
)
_RANK = f"bm25({', '.join(map(str, FIELD_WEIGHTS))})"
_CLEAR = (
    "INSERT INTO index_words (index_words) VALUES ('delete-all')",
    "INSERT INTO index_grams (index_grams) VALUES ('delete-all')",
    f"INSERT INTO index_words (index_words, rank) VALUES ('rank', '{_RANK}')",  # noqa: S608 - our own numbers
)


class SqliteFullText:
    """See `index.FullText`."""

    def add(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        for statement in _ADD:
            session.execute(text(statement), [dict(row) for row in rows])

    def remove(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        for statement in _REMOVE:
            session.execute(text(statement), [dict(row) for row in rows])

    def clear(self, session: Session) -> None:
        for statement in _CLEAR:
            session.execute(text(statement))

    def matching(
        self, session: Session, terms: Sequence[str], where: Sequence[ColumnElement[bool]], *, every: bool, limit: int
    ) -> list[int]:
        words = table("index_words", column("rowid"), column("rank"))
        query = select(words.c.rowid).where(literal_column("index_words").op("MATCH")(bindparam("terms")))
        if where:
            query = query.join(ENTRY, ENTRY.c.id == words.c.rowid).where(*where)
        query = query.order_by(words.c.rank).limit(limit)
        return list(session.execute(query, {"terms": _expression(terms, " AND " if every else " OR ")}).scalars())

    def resembling(self, session: Session, grams: Sequence[str], limit: int) -> list[int]:
        query = text("SELECT rowid FROM index_grams WHERE index_grams MATCH :grams ORDER BY rank LIMIT :limit")
        return list(session.execute(query, {"grams": _expression(grams, " OR "), "limit": limit}).scalars())

    def frequencies(self, session: Session, terms: Collection[str]) -> dict[str, int]:
        query = text("SELECT term, doc FROM index_vocabulary WHERE term IN :terms").bindparams(
            bindparam("terms", expanding=True)
        )
        return {row.term: row.doc for row in session.execute(query, {"terms": list(terms)})}


def _expression(terms: Sequence[str], between: str) -> str:
    """Each term quoted, so that it is a word and never an operator."""
    return between.join(f'"{term}"' for term in terms)
