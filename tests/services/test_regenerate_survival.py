"""Regeneration that is killed anywhere ends where it would have; readers beside it see one state of the scores."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from decompose.domain.artifact import Artifact, Kind
from decompose.store import artifacts, comparisons
from world import World

pytestmark = pytest.mark.slow

SLUGS = tuple(f"gauge-{at:02d}" for at in range(12))
MOMENTS = 20
# Runs the regeneration, and dies without a word before the statement of that number.
DYING = """
import os, signal, sys
from datetime import UTC, datetime
from sqlalchemy import event
from decompose.bootstrap import Workspace
from decompose.services import regenerate
from decompose.settings import Settings

regenerate.ARTIFACTS_AT_ONCE, regenerate.PAIRS_AT_ONCE = 3, 10
left = int(sys.argv[2])
settings = Settings(database_url=sys.argv[1], reviews_flips=True)
with Workspace(settings, now=lambda: datetime(2026, 3, 2, tzinfo=UTC)) as work:
    @event.listens_for(work.database.engine, "before_cursor_execute")
    def count(*_):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    work.regenerate.run()
    print(int(sys.argv[2]) - left)
"""


def filled(world: World) -> World:
    with world.database.writing() as session:
        for slug in SLUGS:
            artifacts.save(session, Artifact(slug, slug.title(), Kind.CLI), world.clock.now)
    world.score(*(f"{slug},0.{at:02d},0.5,0.5,,0.5" for at, slug in enumerate(SLUGS, start=10)))
    for pair in combinations(SLUGS, 2):
        world.workspace.compare.store(*pair)
    world.workspace.regenerate.run()
    world.score(*(f"{slug},0.5,0.{90 - 3 * at:02d},0.5,,0.5" for at, slug in enumerate(SLUGS)))
    return world


def regenerate(url: str, dies_before: int) -> subprocess.CompletedProcess[str]:
    ran = [sys.executable, "-c", DYING, url, str(dies_before)]
    return subprocess.run(ran, capture_output=True, text=True, check=False, env=os.environ, timeout=300)


def state(url: str) -> dict[str, Counter[str]]:
    """Everything that is stored, and what was logged, in whatever order."""
    with closing(World(url, Path())) as world:
        tables = dict(world.tables(but=["comparison_change", "audit_event", "touched"]))
        with world.database.reading() as session:
            pairs = comparisons.pairs(session)
            log = Counter(repr((pair, comparisons.moved(session, *pair))) for pair in pairs)
    return {**tables, "log": log}


def test_killed_at_any_statement_it_ends_in_the_same_state(new_world: Callable[[], World], tmp_path: Path) -> None:
    filled_one = filled(new_world())
    if filled_one.database.is_sqlite:
        filled_one.close()
        original = Path(filled_one.url.removeprefix("sqlite:///"))
        copies = [tmp_path / f"killed-{at}.db" for at in range(MOMENTS + 1)]
        for copy in copies:
            copy.write_bytes(original.read_bytes())
        urls = [f"sqlite:///{copy}" for copy in copies]
    else:
        urls = [filled_one.url, *(filled(new_world()).url for _ in range(2))]
    whole = regenerate(urls[0], 10**9)
    assert whole.returncode == 0, whole.stderr
    expected, statements = state(urls[0]), int(whole.stdout)
    random = Random(5)
    for url in urls[1:]:
        moment = random.randint(1, statements)
        assert regenerate(url, moment).returncode == -signal.SIGKILL
        assert regenerate(url, 10**9).returncode == 0
        assert state(url) == expected, moment


def test_a_reader_sees_table_and_verdict_of_the_same_scores(world: World) -> None:
    """Both scores move in one import so that they sum to 100: whoever sees another sum, or other figures in the
    sentence than in the table, saw two states at once."""
    one, other = SLUGS[:2]
    with world.database.writing() as session:
        for slug in (one, other):
            artifacts.save(session, Artifact(slug, slug.title(), Kind.CLI), world.clock.now)
    world.score(f"{one},0.1,0.1,0.1,0.1,0.1", f"{other},0.9,0.9,0.9,0.9,0.9")
    world.workspace.compare.store(one, other)
    seen: list[tuple[float, float, str]] = []
    is_over = threading.Event()

    def read() -> None:
        with closing(World(world.url, world.folder)) as reader:
            while not is_over.is_set():
                compared = reader.workspace.compare.view(one, other)
                facts = compared.comparison.facts
                seen.append((facts["a.rank_exact"], facts["b.rank_exact"], compared.verdict.sentences[0].text))  # type: ignore[arg-type]

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for at in [*range(10, 90, 2), 10]:
            value, rest = f"0.{at}", f"0.{100 - at}"
            world.score(f"{one},{value},{value},{value},{value},{value}", f"{other},{rest},{rest},{rest},{rest},{rest}")
            world.workspace.regenerate.run()
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    assert len({a for a, _, _ in seen}) > 5
    for a, b, text in seen:
        assert a + b == pytest.approx(100)
        [figure] = re.findall(r"(\d+(?:\.\d+)?) of 100", text)
        assert float(figure) == pytest.approx(max(a, b) if "higher" in text else a, abs=0.5), text
