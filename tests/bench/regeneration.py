"""Regeneration beside a floor that only reads two rows of scores, applies the rules and writes the row.

    BENCH_FULL=1 make bench BENCH=regeneration                  20,000, 200,000 and 2,000,000 pairs: much of an hour
    PYTHONPATH=tests python -m bench.regeneration 500000        other sizes

Twenty pairs an artifact, as with 10,000 artifacts and 200,000 pairs. They have scores and no records: a score change
reads none. Seconds are those of the processor.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Artifact, Kind, Pricing
from decompose.domain.comparison import Side, compare
from decompose.domain.regeneration import new_pair, renewed
from decompose.domain.score import Component, Weights, score_of
from decompose.domain.verdict import weigh
from decompose.services.keeping import Keeping, Moved, _state
from decompose.services.regenerate import Regenerating
from decompose.settings import Settings
from decompose.store import scores, sides
from decompose.store.comparisons import _values
from decompose.store.mapping import pricing_to_json
from decompose.store.tables import ArtifactRow, ComparisonRow, ScoreValueRow, TouchedRow

T = TypeVar("T")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PAIRS_OF_ONE = 20
USUAL, FULL = (20_000, 40_000), (20_000, 200_000, 2_000_000)
MOST_FLOORS = 3.0
MOST_FOR_ONE = 1.0
MOST_MEMORY = 150  # MB that the largest run may need beyond the smallest
# Twice the pairs may cost twice as much, and a quarter of that again.
TWICE = 2.5
_CHUNK = 2000


def _slug(number: int) -> str:
    return f"a-{number:06d}"


def _pairs(count: int) -> Iterator[tuple[str, str]]:
    """Distinct pairs, spread over all artifacts."""
    artifacts = count // PAIRS_OF_ONE
    for at in range(artifacts):
        for step in range(1, PAIRS_OF_ONE + 1):
            a, b = sorted((_slug(at), _slug((at + step * 7) % artifacts)))
            yield a, b


def batched(everything: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(everything)
    while some := tuple(islice(rest, size)):
        yield some


def _score(session: Session, random: Random, numbers: Iterable[int]) -> None:
    for some in batched(numbers, _CHUNK):
        rows = [
            {
                "slug": _slug(number),
                "component": component.value,
                "value": str(round(Decimal(random.random()), 3)),
                "origin": "bench",
                "is_pinned": True,
                "at": NOW,
            }
            for number in some
            for component in Component
            if random.random() > 0.1
        ]
        session.connection().execute(insert(ScoreValueRow), rows)


def _opened(folder: Path, count: int) -> Workspace:
    return Workspace(Settings(database_url=f"sqlite:///{folder}/{count}.db"), now=lambda: NOW)


def fill(folder: Path, count: int) -> None:
    """Make a database of that many stored pairs, up to date."""
    with _opened(folder, count) as workspace:
        _regenerate(workspace)
        _fill(workspace, count)


def _fill(workspace: Workspace, count: int) -> None:
    number, keeping = count // PAIRS_OF_ONE, workspace.keeping
    known = [Artifact(_slug(at), f"Artifact {at}", Kind.CLI) for at in range(number)]
    pricing = pricing_to_json(Pricing())
    with workspace.database.writing() as session:
        rows = [{"slug": each.slug, "name": each.name, "kind": "cli", "created_at": NOW} for each in known]
        session.connection().execute(insert(ArtifactRow), [row | {"pricing": pricing} for row in rows])
        _score(session, Random(7), range(number))
        for some in batched(known, 500):
            sides.put(session, _states(session, some, keeping.weights))
        sides.settle(session, sides.unsettled(session))
        session.connection().execute(delete(TouchedRow))
    for pairs in batched(_pairs(count), _CHUNK):
        with workspace.database.writing() as session:
            _store(session, pairs, keeping)


def _states(session: Session, some: Sequence[Artifact], weights: Weights) -> list[Moved]:
    of_scores = scores.standings(session, [artifact.slug for artifact in some])
    measured = [score_of(Kind.CLI, of_scores[artifact.slug].components, weights) for artifact in some]
    return [_state(Side(artifact, score)) for artifact, score in zip(some, measured, strict=True)]


def _store(session: Session, pairs: Sequence[tuple[str, str]], keeping: Keeping) -> None:
    states = sides.states(session, {slug for pair in pairs for slug in pair})
    empty = compare(
        *(Side(Artifact(name, name, Kind.CLI), score_of(None, {}, keeping.weights)) for name in "ab"), keeping.policy
    )
    made = [renewed(new_pair(a, b), states[a], states[b], keeping.policy, keeping.rules, empty) for a, b in pairs]
    session.connection().execute(
        insert(ComparisonRow), [_values(kept) | {"id": kept.id, "stored_at": NOW} for kept in made]
    )


def _regenerate(workspace: Workspace) -> tuple[float, int]:
    started = time.process_time()
    done = Regenerating(workspace.database, workspace.keeping, lambda: NOW).run()
    return time.process_time() - started, done.pairs_checked


def _floor(workspace: Workspace) -> float:
    """Read both rows of scores of every pair, apply the rules, write the row: nothing else."""
    started = time.process_time()
    table, database = ComparisonRow.__table__, workspace.database  # type: ignore[attr-defined]
    written = update(table).where(table.c.id == bindparam("key"))
    written = written.values({name: bindparam(name) for name in ("winner", "reason", "sentences", "fingerprint")})
    last = ""
    while True:
        with database.writing() as session:
            page = select(table.c.id, table.c.a, table.c.b).where(table.c.id > last).order_by(table.c.id).limit(_CHUNK)
            pairs = session.connection().execute(page).all()
            if not pairs:
                return time.process_time() - started
            last = pairs[-1].id
            rows = []
            read = sides.states(session, {slug for _, a, b in pairs for slug in (a, b)})
            for name, a, b in pairs:
                balance, texts = weigh(read[a].standing, read[b].standing, workspace.policy, comparable=True)
                winner = {"a": a, "b": b}.get(balance.winner or "")
                rows.append(
                    {"key": name, "winner": winner, "reason": balance.reason, "sentences": texts, "fingerprint": "-"}
                )
            session.connection().execute(written, rows)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, count: int) -> tuple[float, float, bool]:
    """Seconds for all pairs, the most memory meanwhile in MB, and whether a limit is broken."""
    with _opened(folder, count) as workspace:
        one = []
        for round_ in range(3):
            with workspace.database.writing() as session:
                _score(session, Random(100 + round_), [count // PAIRS_OF_ONE // 2])
            one.append(_regenerate(workspace))
        seconds, pairs = min(one)
        with workspace.database.writing() as session:
            _score(session, Random(9), range(count // PAIRS_OF_ONE))
        every, checked = _regenerate(workspace)
        memory = _memory()
        floor = _floor(workspace)
    is_over = seconds > MOST_FOR_ONE or every > MOST_FLOORS * floor or checked != count
    print(
        f"{count} pairs: one score changed {seconds * 1e3:.0f} ms for its {pairs} pairs (limit {MOST_FOR_ONE:.0f} s); "
        f"all changed {every:.1f} s, {checked / every:.0f} pairs/s, floor {floor:.1f} s, {every / floor:.1f} floors "
        f"(limit {MOST_FLOORS:.0f}); {memory:.0f} MB{'  OVER' if is_over else ''}",
        flush=True,
    )
    return every, memory, is_over


def main(counts: tuple[int, ...] = ()) -> int:
    counts = counts or (FULL if os.environ.get("BENCH_FULL") == "1" else USUAL)
    failed = 0
    # A process each, so that the memory of one step does not count for the next.
    apart = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with tempfile.TemporaryDirectory() as folder, apart:
        found = []
        for count in counts:
            apart.submit(fill, Path(folder), count).result()
            seconds, memory, is_over = apart.submit(measure, Path(folder), count).result()
            found.append((count, seconds, memory))
            failed += is_over
    for (few, least, memory), (many, most, more) in pairwise(found):
        growth, allowed = most / least, TWICE / 2 * many / few
        is_over = growth > allowed or more - memory > MOST_MEMORY
        print(
            f"{many / few:.0f} times the pairs: {growth:.1f} times the time (limit {allowed:.1f}), "
            f"{more - memory:.0f} MB more (limit {MOST_MEMORY}){'  OVER' if is_over else ''}"
        )
        failed += is_over
    return failed


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:]))))
