"""Searches by meaning: vectors of what capabilities say are renewed on order, a query's vector is asked for once.

All of it is off unless the settings name an llm for it. What is compared is everything, by brute force over one matrix
in memory, on SQLite and on Postgres.
"""

from __future__ import annotations

import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from decompose.domain.matching.entries import Filters
from decompose.domain.matching.meaning import content_of, passage_of, question_of
from decompose.domain.pricing import NOTHING, Prices
from decompose.errors import BadAnswerError, DecomposeError
from decompose.llm.client import Llm, Request
from decompose.llm.judging import judge_vectors
from decompose.llm.vector_wire import Vector, passages, query, vectors_of
from decompose.services.asking import Asker, Purse, Spent
from decompose.services.observing import NOBODY, Observer
from decompose.store.database import Database, Session
from decompose.store.search import index
from decompose.store.search import vectors as store

# Texts in one request; all of them are of one artifact, so that its answers go when it is removed.
IN_A_REQUEST = 64
NEAREST = 30
# Words whose vectors are kept in memory.
_REMEMBERED = 1_000
# After a failure nobody waits for the endpoint again before this.
_REST = timedelta(seconds=30)
WORDS_ALONE = "Found by words alone: what compares meanings gave no answer just now."
_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Due:
    """What a renewal would ask for. `most` is in USD, None where there is no price."""

    dimension: int | None
    missing: int
    calls: int
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a renewal did. `embedded` and `removed` count vectors; `spent` is what the calls took."""

    dimension: int | None
    embedded: int
    removed: int
    spent: Spent


@dataclass(frozen=True)
class Vectors:
    """Gives published capabilities their vectors. `dimension` None is as many numbers as the llm gives."""

    database: Database
    llm: Llm
    now: Callable[[], datetime]
    prices: Prices
    dimension: int | None = None
    observer: Observer = NOBODY

    def due(self) -> Due:
        """What is missing, and the most that it can cost; nothing is asked or written."""
        with self.database.reading() as session:
            dimension, said = self._expected(session), store.capabilities(session)
            known = store.contents(session, self.llm.name, dimension)
        asker = self._asker(None)
        requests = [self._request(texts) for _, texts in _orders(said, known)]
        costs = [asker.most(request) for request in requests]
        most = None if None in costs else sum((cost for cost in costs if cost), NOTHING)
        return Due(dimension, sum(len(request.messages) for request in requests), len(requests), most)

    def renew(self, budget: Decimal | None = None) -> Renewed:
        """Ask for what is missing, an artifact at a time; what was written stays whatever follows.

        Raises:
            LlmError: no answer, or none that can be used (bad_schema).
            BudgetReachedError: the next call could cost more than is left.
        """
        asker = self._asker(budget)
        if budget is not None:
            asker.require_price()
        with self.database.writing() as session:
            if index.is_stale(session):
                index.rebuild(session)
            removed = store.sweep(session)
            said, dimension = store.capabilities(session), self._expected(session)
            store.note_wordings(session, {one.digest: content_of(one.name, one.text) for one in said})
            known = store.contents(session, self.llm.name, dimension)
        embedded = 0
        for slug, texts in _orders(said, known):
            found = _asked(asker, self._request(texts), slug, dimension)
            dimension = len(found[0])
            values = {content: packed(vector) for content, vector in zip(texts, found, strict=True)}
            with self.database.writing() as session:
                store.add(session, self.llm.name, dimension, values)
                # Words may have gone while they were asked about.
                store.sweep(session)
            embedded += len(values)
        return Renewed(dimension, embedded, removed, asker.spent)

    def _expected(self, session: Session) -> int | None:
        return self.dimension or store.dimension_of(session, self.llm.name)

    def _request(self, texts: Mapping[str, str]) -> Request:
        return passages(list(texts.values()), self.llm.name, self.dimension)

    def _asker(self, budget: Decimal | None) -> Asker:
        purse = Purse(self.prices, budget)
        return Asker(self.database, self.llm, self.now, purse=purse, observer=self.observer, judge=judge_vectors)


def _orders(said: Sequence[store.Said], known: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """What must be asked for: an artifact and the texts of one request by their digests, the same ones each time."""
    missing: dict[str, dict[str, str]] = {}
    taken = set(known)
    for one in said:
        content = content_of(one.name, one.text)
        if content not in taken:
            taken.add(content)
            missing.setdefault(one.slug, {})[content] = passage_of(one.name, one.text)
    for slug, texts in missing.items():
        rows = sorted(texts.items())
        for start in range(0, len(rows), IN_A_REQUEST):
            yield slug, dict(rows[start : start + IN_A_REQUEST])


def _asked(asker: Asker, request: Request, slug: str | None, dimension: int | None) -> tuple[Vector, ...]:
    """The vectors of an answer; one that is none is never taken again."""
    answer = asker.ask(request, slug)
    try:
        return vectors_of(answer, len(request.messages), dimension, asker.llm.name)
    except BadAnswerError as exc:
        asker.note(request, exc.outcome)
        raise


def packed(vector: Vector) -> bytes:
    """A vector as it is stored."""
    return struct.pack(f"<{len(vector)}f", *vector)


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The vectors of one edition of the index: row `i` is that of the entry `ids[i]`, stored under `keys[i]`."""

    edition: int
    dimension: int | None = None
    ids: Any = None
    keys: Any = None
    rows: Any = None


@dataclass(frozen=True, slots=True)
class Question:
    """A query's vector, or why there is none. Both None: nothing to compare it with."""

    vector: Vector | None = None
    note: str | None = None


@dataclass
class Meanings:
    """Finds the entries whose vectors are most like that of a query.

    `least` is the least likeness (cosine) that makes a result. The vectors of the last thousand queries are kept in
    memory, and nowhere else; what asking cost is in the ledger.
    """

    database: Database
    llm: Llm
    now: Callable[[], datetime]
    prices: Prices
    dimension: int | None = None
    least: float = 0.0
    observer: Observer = NOBODY
    _matrix: _Matrix = field(default_factory=lambda: _Matrix(-1))
    _remembered: OrderedDict[str, Vector] = field(default_factory=OrderedDict)
    _down_until: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def question(self, text: str) -> Question:
        """The vector of a query. An endpoint that gives none is a note, and is left alone for half a minute."""
        with self.database.reading() as session:
            matrix = self._current(session)
        words = question_of(text)
        if matrix.dimension is None or not words:
            return Question()
        with self._lock:
            known, down = self._remembered.get(words), self._down_until
            if known is not None and len(known) == matrix.dimension:
                self._remembered.move_to_end(words)
                return Question(known)
        if down and self.now() < down:
            return Question(note=WORDS_ALONE)
        asker = Asker(
            self.database,
            self.llm,
            self.now,
            purse=Purse(self.prices),
            observer=self.observer,
            judge=judge_vectors,
            is_kept=False,
        )
        try:
            [vector] = _asked(asker, query(words, self.llm.name, self.dimension), None, matrix.dimension)
        except DecomposeError:
            with self._lock:
                self._down_until = self.now() + _REST
            return Question(note=WORDS_ALONE)
        with self._lock:
            self._remembered[words] = vector
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return Question(vector)

    def nearest(self, session: Session, vector: Vector, filters: Filters) -> tuple[tuple[int, float], ...]:
        """The ids of the entries that pass the filters and are most like it, with their likeness, the best first."""
        import numpy as np

        matrix = self._current(session)
        if matrix.dimension != len(vector):
            return ()
        likeness = matrix.rows @ np.asarray(vector, dtype="<f4")
        passing = store.passing(session, filters)
        wanted = likeness >= self.least
        if passing is not None:
            wanted &= np.isin(matrix.ids, np.asarray(passing, dtype=np.int64))
        places = np.flatnonzero(wanted)
        # Of the same likeness the older entry first, so that the order is the same on all databases.
        best = places[np.lexsort((matrix.ids[places], -likeness[places]))][:NEAREST]
        return tuple((int(matrix.ids[place]), min(1.0, float(likeness[place]))) for place in best)

    def _current(self, session: Session) -> _Matrix:
        """The matrix of what the session sees; of an older one whatever is still there is taken over."""
        edition = index.state(session).edition
        with self._making:
            if self._matrix.edition != edition:
                self._matrix = self._made(session, edition, self._matrix)
            return self._matrix

    def _made(self, session: Session, edition: int, before: _Matrix) -> _Matrix:
        import numpy as np

        dimension = self.dimension or store.dimension_of(session, self.llm.name)
        places = store.places(session, self.llm.name, dimension) if dimension else []
        if not dimension or not places:
            return _Matrix(edition)
        ids = np.asarray([entry for entry, _ in places], dtype=np.int64)
        keys = np.asarray([vector for _, vector in places], dtype=np.int64)
        rows = np.empty((len(places), dimension), dtype="<f4")
        known = np.zeros(len(places), dtype=bool)
        if before.dimension == dimension:
            order = np.argsort(before.keys)
            at = np.clip(np.searchsorted(before.keys[order], keys), 0, len(order) - 1)
            known = before.keys[order][at] == keys
            rows[known] = before.rows[order[at[known]]]
        wanted: dict[int, list[int]] = {}
        for place in np.flatnonzero(~known):
            wanted.setdefault(int(keys[place]), []).append(int(place))
        for key, value in store.values(session, wanted):
            rows[wanted[key]] = np.frombuffer(value, dtype="<f4", count=len(value) // _NUMBER)
        return _Matrix(edition, dimension, ids, keys, rows)
