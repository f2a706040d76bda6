"""The engine: what it hands out is carried out once, whoever dies is buried, and its tables may go."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from decompose.domain.job import BatchState
from decompose.errors import ConfigurationError, ProviderDownError, ResumableError, UsageError
from decompose.services.engine import Embedded
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import gather
from decompose.services.presence import DIED, Presence
from decompose.store import engine_room, jobs, workers
from world import World

BOOKKEEPING = ("batch", "job", "attempt", "held_document", "worker", "reservation", "touched")
SLUGS = ("ebb", "eddy", "flow", "gyre", "neap")


@pytest.fixture
def world(tmp_path: Path, noisy_file: Path) -> Iterator[World]:
    """The engine beside a file; on Postgres it is tried with workers."""
    (tmp_path / "world.db").write_bytes(noisy_file.read_bytes())
    world = World(f"sqlite:///{tmp_path / 'world.db'}", tmp_path)
    world._count = 100
    for slug in SLUGS:
        world.document(f"{slug}.md", f"# {slug}", f"The {slug} stores readings.")
    yield world
    world.close()


@contextmanager
def engaged(world: World, shard: int = 2, **options: Any) -> Iterator[Ingestion]:
    with Embedded(world.database, world.clock) as hands:
        ingestion = world.workspace.ingestion(world.llm, Options(**{"is_llm_named": True} | options), hands=hands)
        yield replace(ingestion, shard=shard)


def workflows(world: World) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"{world.folder}/world.db.engine")) as file:
        return file.execute("SELECT name, status FROM workflow_status ORDER BY created_at").fetchall()


def test_each_shard_is_a_workflow_that_ends(world: World) -> None:
    with engaged(world) as ingestion:
        report = ingestion.run(gather([world.documents]))
    assert [job.outcome for job in report.jobs] == ["done"] * len(SLUGS)
    assert world.llm.calls == len(SLUGS)
    assert workflows(world) == [("ingest_shard_v1", "SUCCESS")] * 3


@pytest.mark.slow
def test_the_engines_tables_may_be_deleted_between_two_runs(world: World) -> None:
    world.llm.says("eddy", ProviderDownError("quota", "no quota left"))
    with engaged(world) as ingestion:
        stopped = ingestion.run(gather([world.documents]))
    for file in world.folder.glob("world.db.engine*"):
        file.unlink()
    with engaged(world) as ingestion:
        report = ingestion.resume(stopped.batch)
    assert [job.outcome for job in report.jobs] == ["done"] * len(SLUGS)


def test_what_goes_wrong_in_a_shard_ends_the_order_and_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ResumableError("the disk is full")

    with engaged(world) as ingestion:
        claim = jobs.claim
        monkeypatch.setattr(jobs, "claim", broken)
        with pytest.raises(ResumableError, match="the disk is full"):
            ingestion.run(gather([world.documents]))
        monkeypatch.setattr(jobs, "claim", claim)
        [batch, *_] = [batch for batch in world.workspace.jobs.recent() if batch.stopped]
        assert (batch.state, batch.stopped) == (BatchState.STOPPED, "the disk is full")
        assert ingestion.resume(batch.id).ended("done")


@contextmanager
def full(engine: Any, pages: int) -> Iterator[None]:
    """A disk on which so many pages of the database have room."""

    def limit(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    engine.dispose()
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


def undisturbed(world: World) -> Any:
    """What another world has that went through the same without a fault."""
    other = World(f"sqlite:///{world.folder / 'other.db'}", world.folder)
    (world.folder / "other.db").write_bytes((world.folder / "before.db").read_bytes())
    other._count = 100
    other.ingest()
    tables = other.tables(but=BOOKKEEPING)
    other.close()
    return tables


@pytest.mark.slow
@pytest.mark.parametrize("room", range(1, 60, 6))
def test_a_full_disk_stops_the_order_and_with_room_it_goes_on(world: World, room: int) -> None:
    shutil.copyfile(world.folder / "world.db", world.folder / "before.db")
    [pages] = sqlite3.connect(world.folder / "world.db").execute("PRAGMA page_count").fetchone()
    with world.database.reading():
        pass
    with full(world.database.engine, pages + room):
        told = carried_out(world, concurrency=2)
    assert told in (None, f"{world.database.name} has no space left; free some, then give the same order again")
    calls = world.llm.calls
    go_on(world)
    assert world.tables(but=BOOKKEEPING) == undisturbed(world)
    assert world.llm.calls <= len(SLUGS) + min(calls, 2)


@pytest.mark.slow
def test_no_room_for_the_engines_own_tables_stops_the_order_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = engine_room._file_engine

    def cramped(path: str) -> Any:
        engine = made(path)
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 20"))
        return engine

    with monkeypatch.context() as patched:
        patched.setattr(engine_room, "_file_engine", cramped)
        assert "has no space left" in str(carried_out(world))
    go_on(world)


def carried_out(world: World, **options: Any) -> str | None:
    """Why an order could not be carried out, None where it was."""
    try:
        with engaged(world, **options) as ingestion:
            report = ingestion.run(gather([world.documents]))
    except ResumableError as exc:
        return str(exc)
    return None if len(report.ended("done")) == len(SLUGS) else report.stopped


@pytest.mark.slow
def test_a_locked_database_stops_the_order_and_unlocked_it_goes_on(tmp_path: Path, noisy_file: Path) -> None:
    shutil.copyfile(noisy_file, tmp_path / "world.db")
    world = World(f"sqlite:///{tmp_path / 'world.db'}", tmp_path, lock_timeout=0.05)
    world._count = 100
    for slug in SLUGS:
        world.document(f"{slug}.md", f"# {slug}", f"The {slug} stores readings.")
    other = sqlite3.connect(tmp_path / "world.db", isolation_level=None, check_same_thread=False)
    complete = world.llm.complete

    def locking(request: Any, witness: Any) -> Any:
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")
        return complete(request, witness)

    world.llm.complete = locking  # type: ignore[method-assign]
    with pytest.raises(ResumableError, match="is locked by another process"), engaged(world) as ingestion:
        ingestion.run(gather([world.documents]))
    other.close()
    world.llm.complete = complete  # type: ignore[method-assign]
    go_on(world)
    world.close()


def go_on(world: World) -> None:
    """As an operator does: resume the batch, or give the order again where it was never written down whole."""
    with engaged(world) as ingestion:
        for batch in world.workspace.jobs.recent():
            is_whole = batch.state is not BatchState.WRITING
            if is_whole and any(job.slug in SLUGS for job in world.workspace.jobs.jobs(batch.id)):
                report = ingestion.resume(batch.id)
                break
        else:
            report = ingestion.run(gather([world.documents]))
    assert {job.outcome for job in report.jobs} <= {"done", "skipped"}
    assert len(report.jobs) == len(SLUGS)


@pytest.mark.slow
def test_a_batch_whose_process_died_is_stopped_by_the_next_one_and_its_jobs_wait(world: World) -> None:
    with world.database.writing() as session:
        dead = workers.enter(session, "dead", "nowhere", world.clock(), takes_any=False)
    ingestion = world.workspace.ingestion(world.llm, Options(is_llm_named=True))
    batch = ingestion.order(gather([world.documents]))
    with world.database.writing() as session:
        jobs.set_state(session, batch, BatchState.RUNNING, world.clock(), owner=dead)
        taken = jobs.claim(session, [job.id for job in jobs.jobs(session, batch)], dead, world.clock())
    assert len(taken) == len(SLUGS)
    with engaged(world) as engine:
        assert world.workspace.jobs.batch(batch).stopped == DIED
        assert {job.state.value for job in world.workspace.jobs.jobs(batch)} == {"waiting"}
        assert len(engine.resume(batch).ended("done")) == len(SLUGS)


OTHER = """
import sys
from datetime import UTC, datetime
from decompose.services.presence import Presence
from decompose.store.database import Database
with Presence(Database(sys.argv[1]), lambda: datetime.now(UTC)) as presence:
    print(presence.worker, flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_nobody_is_buried_who_lives_and_whoever_was_killed_is(world: World) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, world.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        worker = int(other.stdout.readline()) if other.stdout else 0
        with Presence(world.database, world.clock) as presence:
            assert presence.bury() == ()
            other.kill()
            other.wait()
            assert [dead.id for dead in presence.bury()] == [worker]
            assert presence.bury() == ()


@pytest.mark.slow
def test_what_ended_long_ago_is_forgotten(world: World) -> None:
    world.clock.now = world.clock.now.replace(year=2000)
    with engaged(world) as ingestion:
        ingestion.run(gather([world.documents]))
    world.clock.now = world.clock.now.replace(year=2100)
    with engaged(world):
        assert workflows(world) == []
    world.clock.tick(days=timedelta(days=31).days)
    with engaged(world), world.database.reading() as session:
        assert len(workers.living(session)) == 1


@pytest.mark.parametrize(
    ("python", "sqlite", "told"),
    [
        ((3, 11), (3, 40, 1), None),
        ((3, 12), (3, 40, 1), r"needs 3\.42"),
        ((3, 13), (3, 41, 9), r"needs 3\.42"),
        ((3, 13), (3, 42, 0), None),
    ],
)
def test_with_a_sqlite_that_is_too_old_it_does_not_start_and_says_the_remedy(
    world: World, monkeypatch: pytest.MonkeyPatch, python: Any, sqlite: Any, told: str | None
) -> None:
    monkeypatch.setattr(sys, "version_info", python)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", sqlite)
    if told is None:
        assert engine_room.obstacle() is None
        return
    with pytest.raises(ConfigurationError, match=f"{told}.*or a Postgres database"), engaged(world):
        pass


def test_on_sqlite_there_are_no_workers(world: World) -> None:
    worker = world.workspace.worker(1, lambda _: None, patience=timedelta(seconds=30))
    with pytest.raises(UsageError, match=r"needs a Postgres database.*ingest carries out"):
        worker.run()
