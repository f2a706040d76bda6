"""A batch that was written down can be carried on: nothing is lost by breaking off, and hardly anything paid twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from decompose.domain.job import BatchState, JobState, at_once, sharded
from decompose.errors import ProviderDownError, TransientLlmError, UnknownSubjectError, UsageError
from decompose.llm.client import Request
from decompose.services.asking import Purse
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import gather
from decompose.services.shards import Crew, Directly
from decompose.store.database import Database, Session
from world import ProcessDiedError, ScriptedLlm, World, answer, claim, completion, record

SLUGS = ("ebb", "eddy", "flow", "gyre", "neap")
BOOKKEEPING = ("batch", "job", "attempt", "held_document", "worker", "reservation", "touched")


def documents(world: World, *slugs: str) -> None:
    for slug in slugs:
        world.document(f"{slug}.md", f"# {slug}", f"The {slug} stores readings.", f"The {slug} never sleeps.")


def slug_of(request: Request) -> str:
    assert request.passage
    return request.passage.slug


def ingestion(world: World, **options: Any) -> Ingestion:
    return world.workspace.ingestion(world.llm, Options(**{"is_llm_named": True} | options))


def standing(world: World, batch: str) -> dict[str, str]:
    return {job.slug or job.origin: job.state.value for job in world.workspace.jobs.jobs(batch)}


# -- shards ------------------------------------------------------------------------------------------------


def job(number: int, slug: str) -> Any:
    from decompose.domain.job import Job

    return Job(number, number, f"{slug}.md", slug, JobState.WAITING)


@pytest.mark.parametrize(
    ("slugs", "size", "shards"),
    [
        ("abcde", 2, [(0, 1), (2, 3), (4,)]),
        ("abab", 2, [(0, 2), (1, 3)]),
        ("abacad", 2, [(0, 2, 4), (1, 3), (5,)]),
        ("abc", 100, [(0, 1, 2)]),
        ("", 4, []),
    ],
)
def test_all_documents_of_an_artifact_are_in_one_shard_in_their_order(slugs, size, shards) -> None:
    assert list(sharded([job(number, slug) for number, slug in enumerate(slugs)], size)) == shards


@pytest.mark.parametrize(("threads", "size", "many"), [(1, 16, 1), (16, 16, 2), (100, 16, 8), (100, 1, 101)])
def test_so_many_shards_are_begun_that_each_thread_has_a_document_more(threads, size, many) -> None:
    assert at_once(threads, size) == many


# -- what is written down ----------------------------------------------------------------------------------


def test_an_order_is_written_down_whole_before_anything_is_asked(world: World) -> None:
    documents(world, *SLUGS)
    world.document("empty.md", "")
    world.document("twin.md", "# ebb", "The ebb stores readings.", "The ebb never sleeps.")
    ordering = ingestion(world)
    batch = ordering.order(gather([world.documents]))
    assert world.llm.calls == 0
    assert standing(world, batch) == dict.fromkeys(SLUGS, "waiting") | {
        str(world.documents / "empty.md"): "refused",
        "twin": "refused",
    }
    for slug in SLUGS:
        (world.documents / f"{slug}.md").unlink()
    assert [job.outcome for job in ordering.carry_out(batch).jobs].count("done") == len(SLUGS)


def test_progress_tells_counts_codes_and_cost(world: World) -> None:
    documents(world, *SLUGS)
    world.document("empty.md", "")
    world.llm.says("ebb", TransientLlmError("http_500", "no"))
    report = world.ingest()
    progress = world.workspace.jobs.progress(report.batch)
    assert progress.jobs == {JobState.DONE: 4, JobState.FAILED: 1, JobState.REFUSED: 1}
    assert (progress.failures, progress.refusals) == ({"http_500": 1}, {"empty": 1})
    assert (progress.total, progress.left, progress.capabilities) == (6, 0, report.capabilities)
    assert (progress.batch.state, progress.can_resume) == (BatchState.FINISHED, True)
    assert (progress.calls, progress.spent) == (5, None)
    assert report.batch in [batch.id for batch in world.workspace.jobs.recent()]


# -- going on ----------------------------------------------------------------------------------------------


def test_a_batch_that_stopped_goes_on_where_it_was(world: World) -> None:
    documents(world, *SLUGS)
    world.llm.says("eddy", ProviderDownError("quota", "no quota left"))
    first = world.ingest()
    assert (first.stopped, standing(world, first.batch)["eddy"]) == ("no quota left", "waiting")
    again = ingestion(world).resume(first.batch)
    assert (again.batch, again.stopped) == (first.batch, None)
    assert standing(world, first.batch) == dict.fromkeys(SLUGS, "done")
    assert [job.outcome for job in again.jobs] == ["done"] * len(SLUGS)
    assert world.workspace.jobs.batch(first.batch).state is BatchState.FINISHED


def test_only_what_failed_is_tried_again(world: World) -> None:
    documents(world, *SLUGS)
    world.llm.says("ebb", TransientLlmError("http_500", "no"))
    world.llm.says("eddy", ProviderDownError("quota", "no quota left"))
    first = world.ingest()
    calls = world.llm.calls
    ingestion(world).resume(first.batch, only_failed=True)
    assert world.llm.calls == calls + 1
    assert standing(world, first.batch) == {"ebb": "done", "eddy": "waiting"} | dict.fromkeys(SLUGS[2:], "waiting")
    assert world.workspace.jobs.batch(first.batch).state is BatchState.STOPPED


def test_what_failed_can_be_given_another_try_from_outside(world: World) -> None:
    documents(world, *SLUGS)
    world.llm.says("ebb", TransientLlmError("http_500", "no"))
    first = world.ingest()
    assert world.workspace.jobs.retry_failed(first.batch) == 1
    assert world.workspace.jobs.progress(first.batch).batch.stopped == "what failed waits for another try"
    ingestion(world).resume(first.batch)
    assert world.workspace.jobs.retry_failed(first.batch) == 0
    assert world.workspace.jobs.batch(first.batch).state is BatchState.FINISHED


def test_a_document_that_another_order_has_done_meanwhile_is_skipped(world: World) -> None:
    documents(world, *SLUGS)
    batch = ingestion(world).order(gather([world.documents]))
    world.ingest(world.documents / "ebb.md")
    calls = world.llm.calls
    report = ingestion(world).resume(batch)
    assert standing(world, batch) == {"ebb": "skipped"} | dict.fromkeys(SLUGS[1:], "done")
    assert world.llm.calls == calls + len(SLUGS) - 1
    assert "has records by scripted" in str(report.jobs[0].why)


def test_a_budget_holds_for_the_batch_however_often_it_is_resumed(world: World) -> None:
    world.workspace.prices = _priced()
    documents(world, *SLUGS)
    budget = Decimal("0.02")
    first = world.ingest(budget=budget)
    assert first.stopped
    again = ingestion(world, budget=budget).resume(first.batch)
    assert again.stopped
    assert again.spent.paid == 0
    more = ingestion(world, budget=Decimal(1)).resume(first.batch)
    assert (more.stopped, len(more.ended("done"))) == (None, len(SLUGS))
    assert world.workspace.jobs.batch(first.batch).budget == 1


def _priced() -> Any:
    from datetime import date

    from decompose.domain.pricing import Price, Prices

    return Prices((Price("scripted", date(2026, 1, 1), Decimal(1), Decimal("0.5"), Decimal(2)),))


@pytest.mark.parametrize(("batch", "error"), [("none", UnknownSubjectError), ("half", UsageError)])
def test_a_batch_that_cannot_go_on_says_so(world: World, batch: str, error: type[Exception]) -> None:
    from decompose.domain.job import Batch
    from decompose.store import jobs

    with world.database.writing() as session:
        jobs.begin(session, Batch("half", "scripted"), world.clock())
    with pytest.raises(error, match=batch):
        ingestion(world).resume(batch)


# -- dying anywhere ----------------------------------------------------------------------------------------


class Constant(ScriptedLlm):
    """Says the same whenever it is asked the same: of one document something that needs a repair."""

    def _next(self, request: Request) -> Any:
        if slug_of(request) == "flow" and request.prompt == "decompose":
            return answer(record("storing", claim("The flow stores 9 readings.")))
        return super()._next(request)


class Mortal:
    """Dies at the n-th write or call, before or after it took place, and does nothing any more from then on."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.left = at
        self.after = after
        self.is_dead = False

    def step(self) -> None:
        if self.is_dead:
            raise ProcessDiedError
        self.left -= 1
        self.is_dead = self.left < 0
        if self.is_dead and not self.after:
            raise ProcessDiedError

    def over(self) -> None:
        if self.is_dead:
            raise ProcessDiedError


def mortal(world: World, monkeypatch: pytest.MonkeyPatch, life: Mortal) -> None:
    writing, complete = Database.writing, ScriptedLlm.complete

    @contextmanager
    def written(database: Database, **how: Any) -> Iterator[Session]:
        life.step()
        with writing(database, **how) as session:
            yield session
        life.over()

    def completed(llm: ScriptedLlm, request: Any, witness: Any) -> Any:
        life.step()
        reply = complete(llm, request, witness)
        life.over()
        return reply

    monkeypatch.setattr(Database, "writing", written)
    monkeypatch.setattr(ScriptedLlm, "complete", completed)


@pytest.mark.slow
def test_wherever_it_dies_the_end_is_that_of_an_undisturbed_run(
    new_world: Callable[[], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write and every call is a point to die at: right before it, and right after."""
    undisturbed = new_world()
    undisturbed.llm = Constant()
    documents(undisturbed, *SLUGS)
    undisturbed.ingest()
    wanted, calls = undisturbed.tables(but=BOOKKEEPING), undisturbed.llm.calls
    points = 0
    for after in (False, True):
        for point in range(100):
            world, life = new_world(), Mortal(point, after=after)
            world.llm = Constant()
            documents(world, *SLUGS)
            with monkeypatch.context() as patched:
                mortal(world, patched, life)
                with suppress(ProcessDiedError):
                    world.ingest()
            if not life.is_dead:
                break
            points += 1
            _go_on(world)
            assert world.tables(but=BOOKKEEPING) == wanted, (point, after)
            assert world.llm.calls <= calls + 1, (point, after)
            world.close()
    assert points > 2 * 3 * len(SLUGS)


def _go_on(world: World) -> None:
    """As an operator does: resume the batch, or give the order again where it was never written down whole."""
    for batch in world.workspace.jobs.recent():
        is_whole = batch.state is not BatchState.WRITING
        if is_whole and any(job.slug in SLUGS for job in world.workspace.jobs.jobs(batch.id)):
            ingestion(world).resume(batch.id)
            return
    world.ingest()


class ByOthers(Directly):
    """Others carry the shards out: nothing is drawn from the purse of the process that ordered."""

    def handing_out(self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int) -> Any:
        others = replace(crew, decomposer=replace(crew.decomposer, purse=Purse()))
        return super().handing_out(others, shards, at_once)


def test_what_others_spent_is_told_as_if_it_had_been_spent_here(world: World, new_world: Callable[[], World]) -> None:
    other = new_world()
    for each in (world, other):
        each.document("tide.md", "# Tide", "Tide stores readings.")
        each.document("ebb.md", "# Ebb", "Ebb stores nothing.")
        each.llm.says("ebb", completion("", refusal="I must not."))
    here = ingestion(world).run(gather([world.documents]))
    there = replace(ingestion(other), hands=ByOthers(is_elsewhere=True)).run(gather([other.documents]))
    assert there.spent == here.spent
    assert there.spent.paid == 2
    again = replace(ingestion(other), hands=ByOthers(is_elsewhere=True)).resume(there.batch)
    assert again.spent.paid == 1
