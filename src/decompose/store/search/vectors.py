"""What capabilities say as vectors, by the digest of their words: an unchanged capability has its vector for good.

An entry finds its vector through `index_wording`, which tells the digest of its words by its own. Vectors are float32,
little-endian, of unit length. Those of another llm or another dimension lie beside each other and are never compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from decompose.domain.matching.entries import Filters
from decompose.store.chunks import chunks
from decompose.store.search.index import conditions
from decompose.store.search.schema import ENTRY, STATE

# Apart from the other tables of the index, which migration 0007 makes as they are declared.
_METADATA = MetaData()
WORDING = Table(
    "index_wording",
    _METADATA,
    Column("digest", String, primary_key=True),
    Column("content", String, nullable=False),
)
VECTOR = Table(
    "index_vector",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("content", String, nullable=False),
    Column("llm", String, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("value", LargeBinary, nullable=False),
    UniqueConstraint("content", "llm", "dimension"),
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What a published capability says: the digest of its entry, its artifact, and its words."""

    digest: str
    slug: str
    name: str
    text: str


def capabilities(session: Session) -> tuple[Said, ...]:
    """Every published capability, by artifact."""
    columns = (ENTRY.c.digest, ENTRY.c.slug, ENTRY.c.title, ENTRY.c.text)
    query = select(*columns).where(ENTRY.c.capability.is_not(None)).order_by(ENTRY.c.slug, ENTRY.c.id)
    return tuple(Said(*row) for row in session.execute(query))


def contents(session: Session, llm: str, dimension: int | None) -> frozenset[str]:
    """The digests of words that have a vector of this llm and dimension; None is any dimension."""
    query = select(VECTOR.c.content).where(VECTOR.c.llm == llm)
    if dimension is not None:
        query = query.where(VECTOR.c.dimension == dimension)
    return frozenset(session.execute(query).scalars())


def dimension_of(session: Session, llm: str) -> int | None:
    """The dimension of most vectors of an llm; None where it has none."""
    query = select(VECTOR.c.dimension).where(VECTOR.c.llm == llm).group_by(VECTOR.c.dimension)
    return session.execute(query.order_by(func.count().desc(), VECTOR.c.dimension).limit(1)).scalar()


def note_wordings(session: Session, content: Mapping[str, str]) -> None:
    """The digests of words by the digests of entries; what is known already stays."""
    _insert(session, WORDING, [{"digest": one, "content": words} for one, words in content.items()])


def add(session: Session, llm: str, dimension: int, values: Mapping[str, bytes]) -> None:
    """Keep vectors by the digests of words. The index has changed with them."""
    rows = [
        {"content": content, "llm": llm, "dimension": dimension, "value": value} for content, value in values.items()
    ]
    _insert(session, VECTOR, rows)
    session.execute(update(STATE).values(edition=STATE.c.edition + 1))


def sweep(session: Session) -> int:
    """Delete the vectors of words that no entry says any more; how many they were."""
    entries = select(ENTRY.c.digest)
    session.execute(delete(WORDING).where(WORDING.c.digest.not_in(entries)))
    gone = session.execute(delete(VECTOR).where(VECTOR.c.content.not_in(select(WORDING.c.content))))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def places(session: Session, llm: str, dimension: int) -> list[tuple[int, int]]:
    """Which entry has which vector, as pairs of their ids."""
    query = (
        select(ENTRY.c.id, VECTOR.c.id)
        .join(WORDING, WORDING.c.digest == ENTRY.c.digest)
        .join(VECTOR, VECTOR.c.content == WORDING.c.content)
        .where(VECTOR.c.llm == llm, VECTOR.c.dimension == dimension, ENTRY.c.capability.is_not(None))
        .order_by(ENTRY.c.id)
    )
    return [(entry, vector) for entry, vector in session.execute(query)]


def values(session: Session, ids: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """Vectors by their ids."""
    for some in chunks(sorted(ids)):
        yield from session.execute(select(VECTOR.c.id, VECTOR.c.value).where(VECTOR.c.id.in_(some)))


def passing(session: Session, filters: Filters) -> list[int] | None:
    """Ids of the entries that pass the filters; None where all do."""
    where = conditions(filters)
    return list(session.execute(select(ENTRY.c.id).where(*where)).scalars()) if where else None


def _insert(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert what is not there yet, whoever else inserts the same."""
    made = sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)
    for some in chunks(rows):
        session.execute(made.on_conflict_do_nothing(), [dict(row) for row in some])
