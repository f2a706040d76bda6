"""A search among many capabilities beside the bare query of the full text index, both in this run.

The bare query asks the database for any of the words, by its own rank: FTS5, or Postgres where
`DECOMPOSE_BENCH_DATABASE` names an empty one (then times are those of the wall, since the server works elsewhere). Ours
adds ranking, the graph, reasons, counts, and the rows that remember the search. `DECOMPOSE_BENCH_ENTRIES` sets how many
capabilities there are.
"""

from __future__ import annotations

import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from decompose.bootstrap import Workspace
from decompose.domain.matching.entries import Entry, entry
from decompose.domain.matching.events import Trace, Visit
from decompose.domain.matching.words import intent_of, query_of
from decompose.settings import Settings
from decompose.store import matches
from decompose.store.search import index

DATABASE = os.environ.get("DECOMPOSE_BENCH_DATABASE", "")
ENTRIES = int(os.environ.get("DECOMPOSE_BENCH_ENTRIES", "100000"))
OF_AN_ARTIFACT = 20
EVENTS = 5_000
SEARCHES = 120
LIMIT = 1.5
MOST_OF_AN_UPDATE = 200
_WORDS, _LENGTH = 30_000, 28
_BEGUN = datetime(2026, 1, 5, tzinfo=UTC)


def made(draw: random.Random) -> list[Entry]:
    """Capabilities of words as common as words are: the nth is said 1/n as often as the first."""
    vocabulary = ["".join(draw.choices("bcdfglmnprst", k=2)) + f"a{number:x}" for number in range(_WORDS)]
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(_WORDS)))
    return [
        entry(
            slug=f"artifact-{number // OF_AN_ARTIFACT}",
            artifact=f"Artifact {number // OF_AN_ARTIFACT}",
            capability=f"cap-{number}",
            name=f"capability {number}",
            labels=draw.choices(vocabulary, cum_weights=weights, k=4),
            text=" ".join(draw.choices(vocabulary, cum_weights=weights, k=_LENGTH)),
            details=(),
        )
        for number in range(ENTRIES)
    ]


def asked(entries: Sequence[Entry], draw: random.Random) -> list[str]:
    """Three words of an entry, as somebody might remember them."""
    return [" ".join(draw.sample(draw.choice(entries).text.split(), 3)) for _ in range(SEARCHES)]


_ON_SQLITE = "SELECT rowid FROM index_words WHERE index_words MATCH :words ORDER BY rank LIMIT 20"
_ON_POSTGRES = (
    "SELECT id FROM index_entry WHERE words_vector @@ CAST(:words AS tsquery) "
    "ORDER BY ts_rank(words_vector, CAST(:words AS tsquery)) DESC LIMIT 20"
)
_BARE = {"sqlite": (" OR ", '"{}"', _ON_SQLITE), "postgresql": (" | ", "'{}'", _ON_POSTGRES)}
_clock = time.perf_counter if DATABASE else time.process_time


def p95(work: Callable[[str], object], queries: Sequence[str]) -> float:
    spent = []
    for query in queries:
        started = _clock()
        work(query)
        spent.append(_clock() - started)
    return sorted(spent)[int(len(spent) * 0.95)]


def _events(entries: Sequence[Entry], draw: random.Random) -> list[Trace]:
    queries = asked(entries, draw)
    return [
        Trace(
            f"search-{number}",
            _BEGUN + timedelta(minutes=number),
            Visit(f"visitor-{number}", "web"),
            query,
            intent_of(query),
            (slug,),
            opened=frozenset({slug}),
        )
        for number in range(EVENTS)
        for query, slug in [(draw.choice(queries), draw.choice(entries).slug)]
    ]


def main() -> int:
    draw = random.Random(5)
    entries = made(draw)
    queries = asked(entries, draw)
    with (
        tempfile.TemporaryDirectory() as folder,
        Workspace(Settings(database_url=DATABASE or f"sqlite:///{folder}/bench.db")) as workspace,
    ):
        if DATABASE:
            workspace.migrate()
        started = _clock()
        with workspace.database.writing() as session:
            index.rebuild(session)
            for slug, of_artifact in itertools.groupby(entries, lambda each: each.slug):
                index.put(session, slug, list(of_artifact))
        per_entry = (_clock() - started) / len(entries)
        with workspace.database.writing() as session:
            matches.add(session, _events(entries, draw))
        workspace.search.search(queries[0], Visit("first", "bench"))

        between, quoted, asked_for = _BARE[workspace.database.engine.dialect.name]

        def bare(query: str) -> object:
            words = between.join(quoted.format(term) for term in query_of(query).terms)
            with workspace.database.reading() as session:
                return session.execute(text(asked_for), {"words": words}).all()

        def ours(query: str) -> object:
            return workspace.search.search(query, Visit("bench", "bench"))

        base, whole = p95(bare, queries), p95(ours, queries)
        started = _clock()
        with workspace.database.writing() as session:
            index.put(session, entries[0].slug, [*entries[1:OF_AN_ARTIFACT], replace(entries[0], text="")])
        update = (_clock() - started) / per_entry
    failed = (whole > LIMIT * base) + (update > MOST_OF_AN_UPDATE)
    print(f"{len(entries):,} capabilities, {EVENTS:,} searches on record: p95 {whole * 1e3:.1f} ms, ", end="")
    print(f"bare query {base * 1e3:.1f} ms, {whole / base:.2f} times  (limit {LIMIT})")
    print(f"one changed entry costs {update:.1f} times its share of indexing all  (limit {MOST_OF_AN_UPDATE})")
    return failed
