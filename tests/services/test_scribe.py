"""Documents that end together are written together: what is told then is what it would be one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from decompose.domain.examination import Point
from decompose.domain.ledger import JobResult
from decompose.errors import StoreError
from decompose.services import reingest
from decompose.services import scribe as scribing
from decompose.services.reingest import Made
from decompose.services.scribe import Kept, Scribe
from decompose.store import jobs
from decompose.store.search.schema import ENTRY
from world import World, answer, claim, fact, record

BOOKKEEPING = ("batch", "job", "attempt", "held_document", "touched")
PATIENCE = 20.0
# What a document may say of its artifact: plainly, of a rival, against itself, with an invented figure, or nothing.
SLUGS = ("ebb", "eddy", "flow", "gyre")
SAYINGS = ("stores", "compares", "contradicts", "invents", "licensed")


def said(slug: str, saying: str) -> tuple[tuple[str, ...], dict[str, object]]:
    """The lines of a document, and what the llm answers about it."""
    stores = f"The {slug} stores readings in a file."
    match saying:
        case "compares":
            other = SLUGS[(SLUGS.index(slug) + 1) % len(SLUGS)]
            compares = f"Unlike {other}, {slug} runs without a server."
            against = [claim(compares, compares, rival=other)]
            return (stores, compares), answer(record("storing", claim(stores), vs_alternatives=against))
        case "contradicts":
            needs, free = f"The {slug} requires a server.", f"The {slug} runs without a server."
            return (stores, needs, free), answer(record("storing", claim(stores), claim(needs), claim(free)))
        case "invents":
            return (stores,), answer(record("storing", claim(stores), claim(f"The {slug} stores 9 readings.", stores)))
        case "licensed":
            licence = f"The {slug} is licensed under MIT."
            return (stores, licence), answer(record("storing", claim(stores)), facts=[fact("licence", licence)])
    return (stores,), answer(record("storing", claim(stores)))


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SAYINGS)), unique_by=lambda one: one[0], min_size=1)
)
def test_what_is_written_together_is_what_is_written_in_turn(
    new_world: Callable[[], World], told: Sequence[tuple[str, str]]
) -> None:
    together, in_turn = new_world(), new_world()
    rows = []
    for number, (slug, saying) in enumerate(told):
        lines, reply = said(slug, saying)
        path = together.file(f"told/{len(told)}-{number}-{slug}-{saying}.md", f"# {slug}\n\n" + "\n\n".join(lines))
        rows.append(f"{slug},{slug},{path.name}")
        for world in (together, in_turn):
            world.llm.says(slug, reply)
    order = together.file("told/order.csv", "\n".join(["slug,name,path", *rows]) + "\n")
    together.ingest(list_file=order, concurrency=len(told))
    for row in rows:
        in_turn.ingest(list_file=together.file("told/one.csv", f"slug,name,path\n{row}\n"))
    assert together.tables(but=BOOKKEEPING) == in_turn.tables(but=BOOKKEEPING)
    assert entries(together) == entries(in_turn)


def entries(world: World) -> list[tuple[object, ...]]:
    """What is found, without the numbers that the entries have."""
    wanted = select(*(column for column in ENTRY.c if column is not ENTRY.c.id))
    with world.database.reading() as session:
        return sorted((tuple(row) for row in session.execute(wanted)), key=repr)


def test_an_artifact_that_nobody_knew_is_put_down_with_one_statement_a_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*_: object, **__: object) -> None:
        raise AssertionError("written one by one")

    monkeypatch.setattr(reingest, "write", written)
    for slug in SLUGS:
        world.document(f"{slug}.md", f"# {slug}", f"The {slug} stores readings.")
    assert [job.outcome for job in world.ingest(concurrency=4).jobs] == ["done"] * len(SLUGS)
    assert world.texts("gyre") == ["The gyre stores readings."]


def scribe(world: World, told: list[JobResult]) -> Scribe:
    return Scribe(world.database, threading.Lock(), world.clock, told.append, Point.BALANCED)


def write(writes: Scribe, number: int) -> None:
    writes.see_to(writes.put(kept(number)))


def kept(number: int) -> Kept:
    return Kept(jobs.End(number, JobResult(f"{number}.md", None, "failed", "refusal", "no")))


def test_documents_that_end_together_are_written_in_one_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []
    monkeypatch.setattr(scribing, "_COMPANY", PATIENCE)
    monkeypatch.setattr(jobs, "end", lambda _, ends, *__: groups.append(len(ends)) or {each.job for each in ends})
    told: list[JobResult] = []
    writes = scribe(world, told)
    writes.expect(4)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(partial(write, writes), range(4))) == [None] * 4
    assert groups == [4]
    assert sorted(ended.origin for ended in told) == [f"{number}.md" for number in range(4)]


class NewestFirst:
    """A pen that waits for all writers, and is handed to them from the last to the first."""

    def __init__(self, many: int) -> None:
        self._many, self._came = many, list[int]()
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._changed:
            self._came.append(me)
            self._many -= 1
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._many <= 0 and self._came[-1] == me, PATIENCE)

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._came.pop()
            self._changed.notify_all()


def test_nobody_is_left_who_was_ready_behind_a_full_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    many = 17
    groups: list[int] = []
    monkeypatch.setattr(jobs, "end", lambda _, ends, *__: groups.append(len(ends)) or {each.job for each in ends})
    writes = Scribe(world.database, NewestFirst(many), world.clock, list[JobResult]().append, Point.BALANCED)
    writes.expect(many)
    with ThreadPoolExecutor(many) as pool:
        futures = [pool.submit(write, writes, number) for number in range(many)]
        assert [future.result(PATIENCE) for future in futures] == [None] * many
    assert groups == [16, 1]


def test_what_keeps_a_transaction_from_ending_is_told_to_all_that_were_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> frozenset[int]:
        raise StoreError("the disk is full")

    monkeypatch.setattr(scribing, "_COMPANY", PATIENCE)
    monkeypatch.setattr(jobs, "end", full)
    told: list[JobResult] = []
    writes = scribe(world, told)
    writes.expect(3)
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(write, writes, number) for number in range(3)]
    assert [str(future.exception()) for future in futures] == ["the disk is full"] * 3
    assert not told


def test_a_job_that_is_somebody_elses_meanwhile_is_neither_written_nor_told(world: World) -> None:
    made = Made(*[None] * 3)  # type: ignore[arg-type]
    told: list[JobResult] = []
    writes = scribe(world, told)
    writes.expect(1)
    writes.see_to(writes.put(Kept(jobs.End(10_000, JobResult("a.md", "a", "done")), made)))
    assert not told
