"""The index in Postgres: vectors of the same terms, with an inverted index over them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, REAL, ColumnElement, cast, func, literal, literal_column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import Session

from decompose.domain.matching.ranking import DESCRIPTION, DETAILS, FIELD_WEIGHTS, FIELDS, LABELS, NAME
from decompose.store.search.schema import ENTRY

_LETTERS = {NAME: "A", DESCRIPTION: "B", LABELS: "C", DETAILS: "D"}
_STRONGEST = max(FIELD_WEIGHTS)
# In the order that Postgres wants them: D, C, B, A.
_WEIGHTS = [FIELD_WEIGHTS[at] / _STRONGEST for at in (DETAILS, LABELS, DESCRIPTION, NAME)]
_MOST_POSITIONS = 16_383
_MOST_OF_A_TERM = 255
_COUNTED = 50_000
_BY_LENGTH = 1


class PostgresFullText:
    """See `index.FullText`."""

    def add(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        query = text(
            "UPDATE index_entry SET words_vector = CAST(:words AS tsvector), grams_vector = CAST(:grams AS tsvector) "
            "WHERE id = :id"
        )
        vectors = [{"id": row["id"], "words": _vector(row), "grams": _plain_vector(row["grams"])} for row in rows]
        session.execute(query, vectors)

    def remove(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """The vectors go with the rows that they are in."""

    def clear(self, session: Session) -> None:
        """As above."""

    def matching(
        self, session: Session, terms: Sequence[str], where: Sequence[ColumnElement[bool]], *, every: bool, limit: int
    ) -> list[int]:
        asked = cast(literal(_expression(terms, " & " if every else " | ")), TSQUERY)
        vector = literal_column("words_vector", TSVECTOR)
        order = func.ts_rank(cast(literal(_WEIGHTS), ARRAY(REAL)), vector, asked, _BY_LENGTH)
        query = select(ENTRY.c.id).where(vector.op("@@")(asked), *where).order_by(order.desc(), ENTRY.c.id).limit(limit)
        return list(session.execute(query).scalars())

    def resembling(self, session: Session, grams: Sequence[str], limit: int) -> list[int]:
        query = text(
            "SELECT id FROM index_entry WHERE grams_vector @@ CAST(:grams AS tsquery) "
            "ORDER BY ts_rank(grams_vector, CAST(:grams AS tsquery), 1) DESC, id LIMIT :limit"
        )
        return list(session.execute(query, {"grams": _expression(grams, " | "), "limit": limit}).scalars())

    def frequencies(self, session: Session, terms: Collection[str]) -> dict[str, int]:
        """Counted up to a bound, beyond which a term tells nothing anyway."""
        query = text(
            "SELECT count(*) FROM (SELECT 1 FROM index_entry WHERE words_vector @@ CAST(:term AS tsquery) "
            "LIMIT :most) AS found"
        )
        return {term: session.execute(query, {"term": _quoted(term), "most": _COUNTED}).scalar_one() for term in terms}


def _vector(row: Mapping[str, Any]) -> str:
    """The terms of all fields with their places, each marked with the letter of its field."""
    places: dict[str, list[str]] = {}
    position = 0
    for at, field in enumerate(FIELDS):
        for term in row[field].split():
            position = min(position + 1, _MOST_POSITIONS)
            found = places.setdefault(term, [])
            if len(found) < _MOST_OF_A_TERM:
                found.append(f"{position}{_LETTERS[at]}")
    return " ".join(f"{_quoted(term)}:{','.join(found)}" for term, found in places.items())


def _plain_vector(grams: str) -> str:
    return " ".join(_quoted(gram) for gram in dict.fromkeys(grams.split()))


def _expression(terms: Sequence[str], between: str) -> str:
    return between.join(_quoted(term) for term in terms)


def _quoted(term: str) -> str:
    """A term as a word, whatever is in it."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
