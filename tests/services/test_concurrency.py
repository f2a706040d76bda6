"""Several documents at a time: nothing depends on which ends first, no budget breaks, every stop can be resumed."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from decompose.domain.ledger import Facet, Selection, summed, summed_by
from decompose.domain.pricing import Price, Prices
from decompose.errors import (
    BudgetReachedError,
    NoAnswerError,
    ProviderDownError,
    ResumableError,
    TransientLlmError,
    UsageError,
)
from decompose.llm.client import Attempt, Reply, Request, Witness
from decompose.services import carrying, ingest, scribe, shards
from decompose.services.asking import Purse, worst_case
from decompose.services.inputs import gather
from decompose.store import jobs
from decompose.store.database import Session
from world import ScriptedLlm, Status, World, answer, claim, completion, record

PRICE = Price("scripted", date(2026, 1, 1), Decimal(1), Decimal("0.5"), Decimal(2))
# 90 tokens in, 10 cached, 40 out: what each answer of the scripted llm takes.
COST = Decimal("0.000175")
BOOKKEEPING = ("batch", "job", "attempt", "held_document", "touched")
PATIENCE = 20.0


@pytest.fixture
def priced(world: World) -> World:
    world.workspace.prices = Prices((PRICE,))
    return world


def documents(world: World, *slugs: str) -> None:
    for slug in slugs:
        world.document(f"{slug}.md", f"# {slug}", f"The {slug} stores readings.", f"The {slug} never sleeps.")


def ended(report: Any) -> list[tuple[str | None, str]]:
    return [(job.slug, job.outcome) for job in report.jobs]


def slug_of(request: Request) -> str:
    assert request.passage
    return request.passage.slug


@dataclass
class Watched(ScriptedLlm):
    """Does something before each answer, and counts how many are asked for at the same time."""

    before: Callable[[str], None] = lambda slug: None
    most_at_once: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    _now: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    def complete(self, request: Request, witness: Witness) -> Reply:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            self.before(slug_of(request))
            return super().complete(request, witness)
        finally:
            with self._lock:
                self._now -= 1

    def stop(self) -> None:
        self.stopped.set()


SLUGS = ("ebb", "eddy", "flow", "gyre", "neap", "spring", "surge", "tide")


def test_as_many_documents_as_ordered_are_decomposed_at_the_same_time(world: World) -> None:
    documents(world, *SLUGS)
    meeting = threading.Barrier(4, timeout=PATIENCE)
    world.llm = Watched(before=lambda slug: meeting.wait() and None)
    report = world.ingest(concurrency=4)
    assert ended(report) == [(slug, "done") for slug in SLUGS]
    assert world.llm.most_at_once == 4


def test_no_document_is_read_long_before_it_is_worked_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = [f"buoy-{number}" for number in range(70)]
    documents(world, *slugs)
    waits, written = threading.Event(), list[int]()
    until = carrying.Ends.until

    def watched(ends: carrying.Ends, most: int) -> None:
        if most and ends._left > most:
            waits.set()
        until(ends, most)

    def before(_slug: str) -> None:
        if not written:
            assert waits.wait(PATIENCE)
            batches = world.workspace.jobs
            written.append(max(len(batches.jobs(batch.id)) for batch in batches.recent()))

    monkeypatch.setattr(carrying.Ends, "until", watched)
    world.llm = Watched(before=before)
    report = replace(_ingestion(world), shard=1).run(gather([world.documents]))
    assert ended(report) == [(slug, "done") for slug in sorted(slugs)]
    # They are written down 32 at a time.
    assert written == [32]


def backwards(slugs: tuple[str, ...]) -> Callable[[str], None]:
    """Each answer waits for that of the document after it."""
    answered = {slug: threading.Event() for slug in slugs}

    def wait(slug: str) -> None:
        later = slugs[slugs.index(slug) + 1 :]
        if later:
            assert answered[later[0]].wait(PATIENCE)
        answered[slug].set()

    return wait


@pytest.mark.slow
def test_which_document_ends_first_changes_nothing_but_the_order_of_the_ledger(
    new_world: Callable[[], World],
) -> None:
    one, many = new_world(), new_world()
    documents(one, *SLUGS)
    many.llm = Watched(before=backwards(SLUGS))
    invented = answer(record("storing", claim("The flow stores 9 readings.", "The flow stores readings.")))
    for world in (one, many):
        world.llm.says("flow", invented)
    reports = [one.ingest(), many.ingest(concurrency=len(SLUGS))]
    assert ended(reports[0]) == ended(reports[1])
    assert reports[0].spent == reports[1].spent
    assert one.tables(but=BOOKKEEPING) == many.tables(but=BOOKKEEPING)
    ledgers = [sorted((entry.slug, entry.key) for entry in world.workspace.accounts.entries()) for world in (one, many)]
    assert ledgers[0] == ledgers[1]


@pytest.mark.parametrize("company", [0.0, PATIENCE], ids=["in two transactions", "in one"])
def test_documents_of_one_artifact_are_written_in_the_order_of_the_list(
    new_world: Callable[[], World], company: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribe, "_COMPANY", company)
    worlds = new_world(), new_world()
    for world, concurrency in zip(worlds, (1, 2), strict=True):
        world.file("a.md", "# Tide\n\nThe tide stores readings.\n")
        world.file("b.md", "# Tide\n\nThe tide stores readings, and more.\n")
        listed = world.file("list.csv", "slug,name,kind,path\ntide,Tide,mcp,a.md\ntide,Tide,agent,b.md\n")
        second = threading.Event()
        world.llm = Watched() if concurrency == 1 else Watched(before=_second_first(second))
        world.ingest(list_file=listed, concurrency=concurrency)
    assert worlds[0].tables(but=BOOKKEEPING) == worlds[1].tables(but=BOOKKEEPING)


def test_documents_of_one_shard_that_end_together_are_written_in_one_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(world, *SLUGS)
    monkeypatch.setattr(scribe, "_COMPANY", PATIENCE)
    groups, end = list[int](), jobs.end

    def counted(session: Session, ends: Sequence[jobs.End], *rest: Any) -> frozenset[int]:
        groups.append(len(ends))
        return end(session, ends, *rest)

    monkeypatch.setattr(jobs, "end", counted)
    assert ended(world.ingest(concurrency=len(SLUGS))) == [(slug, "done") for slug in SLUGS]
    assert groups == [len(SLUGS)]


def _second_first(answered: threading.Event) -> Callable[[str], None]:
    arrivals = iter(range(10))

    def wait(_slug: str) -> None:
        if next(arrivals) == 0:
            assert answered.wait(PATIENCE)
        else:
            answered.set()

    return wait


@pytest.mark.slow
def test_a_database_in_memory_serves_all_threads(tmp_path: Any) -> None:
    world = World("sqlite://", tmp_path)
    documents(world, *SLUGS)
    assert ended(world.ingest(concurrency=4)) == [(slug, "done") for slug in SLUGS]
    world.close()


# -- stopping ----------------------------------------------------------------------------------------------


def test_a_provider_that_is_down_lets_what_was_begun_finish(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    documents(world, *SLUGS)
    is_stopped = threading.Event()
    stop = shards.Halt.stop

    def told(halt: Any, why: str) -> None:
        stop(halt, why)
        is_stopped.set()

    monkeypatch.setattr(shards.Halt, "stop", told)
    together = threading.Barrier(3, timeout=PATIENCE)

    def begun(slug: str) -> None:
        together.wait()
        assert slug == "eddy" or is_stopped.wait(PATIENCE)

    world.llm = Watched(before=begun)
    world.llm.says("eddy", ProviderDownError("quota", "scripted has no quota left"))
    report = world.ingest(concurrency=3)
    assert report.stopped == "scripted has no quota left"
    assert ended(report) == [("ebb", "done"), ("flow", "done")]
    assert world.llm.calls == 3
    world.llm = ScriptedLlm()
    assert ended(world.ingest(concurrency=3)) == [
        (slug, "skipped" if slug in ("ebb", "flow") else "done") for slug in SLUGS
    ]


def test_a_document_that_the_provider_fails_on_fails_and_the_others_go_on(world: World) -> None:
    documents(world, *SLUGS)
    no_answer = NoAnswerError("http_500", "scripted answered (500); gave up after 5 tries")
    world.llm.says(SLUGS[0], no_answer)
    report = world.ingest()
    assert (report.stopped, report.waiting) == (None, ())
    assert [(job.slug, job.code) for job in report.ended("failed")] == [(SLUGS[0], "http_500")]
    assert len(report.ended("done")) == len(SLUGS) - 1
    again = world.ingest()
    assert ended(again) == [(SLUGS[0], "done"), *((slug, "skipped") for slug in SLUGS[1:])]


def test_three_documents_in_a_row_without_an_answer_are_a_provider_that_is_down(world: World) -> None:
    documents(world, *SLUGS)
    for slug in SLUGS[1:4]:
        world.llm.says(slug, NoAnswerError("http_500", f"no answer to {slug}"))
    report = world.ingest()
    assert report.stopped is not None
    assert report.stopped.startswith("the provider is down, no answer came to 3 in a row (")
    assert report.stopped.endswith(f"no answer to {SLUGS[3]}")
    assert [job.outcome for job in report.jobs] == ["done", "failed", "failed"]
    assert [path.removesuffix(".md").split("/")[-1] for path in report.waiting] == list(SLUGS[3:])
    again = world.ingest()
    assert (again.stopped, len(again.ended("done"))) == (None, len(SLUGS) - 1)


def test_an_interrupt_lets_the_calls_on_the_way_end_and_writes_them(world: World) -> None:
    documents(world, *SLUGS)
    together = threading.Barrier(2, timeout=PATIENCE)
    llm = Watched()

    def interrupted(_slug: str) -> None:
        if together.wait() == 0:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        assert llm.stopped.wait(PATIENCE)

    llm.before, world.llm = interrupted, llm
    usual = signal.getsignal(signal.SIGINT)
    report = world.ingest(concurrency=2)
    assert signal.getsignal(signal.SIGINT) is usual
    assert report.stopped == "interrupted; give the same order again to go on"
    assert ended(report) == [("ebb", "done"), ("eddy", "done")]
    world.llm = ScriptedLlm()
    again = world.ingest(concurrency=2)
    assert (again.spent.paid, len(again.ended("done"))) == (len(SLUGS) - 2, len(SLUGS) - 2)


def test_an_error_in_one_thread_ends_the_order_and_loses_no_answer(world: World) -> None:
    documents(world, *SLUGS)
    world.llm = Watched()
    world.llm.says("flow", ResumableError("the disk is full"))  # type: ignore[arg-type]
    world.llm._next = _raising(world.llm._next)  # type: ignore[method-assign]
    with pytest.raises(ResumableError, match="the disk is full"):
        world.ingest(concurrency=3)
    paid = len([entry for slug in SLUGS for entry in world.ledger(slug)])
    again = world.ingest(concurrency=3)
    assert len(again.ended("done")) + len(again.ended("skipped")) == len(SLUGS)
    assert again.spent.paid == len(SLUGS) - paid


def _raising(following: Callable[[Request], Any]) -> Callable[[Request], Any]:
    def said(request: Request) -> Any:
        given = following(request)
        if isinstance(given, ResumableError):
            raise given
        return given

    return said


# -- money -------------------------------------------------------------------------------------------------


def test_each_attempt_and_the_order_have_their_cost(priced: World) -> None:
    documents(priced, "ebb", "tide")
    report = priced.ingest(concurrency=2)
    assert report.spent.cost_usd == 2 * COST
    assert [entry.cost for entry in priced.ledger("tide")] == [COST]


def test_without_a_price_there_is_no_cost(world: World) -> None:
    documents(world, "tide")
    assert world.ingest().spent.cost_usd is None
    assert [entry.cost for entry in world.ledger("tide")] == [None]
    assert world.ingest().spent.cost_usd == 0


def test_an_llm_that_is_not_paid_costs_nothing(world: World) -> None:
    world.llm.is_paid = False
    documents(world, "tide")
    assert world.ingest(budget=Decimal(0)).spent.cost_usd == 0
    assert [entry.cost for entry in world.ledger("tide")] == [0]


class Unknown(ScriptedLlm):
    """Each try ends with the next of these outcomes, of which nobody knows what they cost, and then well."""

    def complete(self, request: Request, witness: Witness) -> Reply:
        for outcome in ("timeout", "throttled", "disconnected", "http_500"):
            witness(Attempt(request.key, request.prompt, request.template, request.llm, outcome))
        return super().complete(request, witness)


def test_an_attempt_of_unknown_outcome_is_booked_at_its_worst(priced: World) -> None:
    documents(priced, "tide")
    priced.llm = Unknown()
    report = priced.ingest()
    worst = worst_case(priced.llm.requests[0], PRICE)
    assert [entry.cost for entry in priced.ledger("tide")] == [worst, 0, worst, 0, COST]
    assert report.spent.cost_usd == 2 * worst + COST


def test_another_try_goes_out_only_if_its_worst_fits_as_well(priced: World) -> None:
    documents(priced, "tide")
    priced.llm = Unknown()
    priced.ingest()
    worst = worst_case(priced.llm.requests[0], PRICE)
    documents(priced, "buoy")
    report = priced.ingest(budget=worst * Decimal("1.9"))
    assert report.stopped
    assert [(entry.outcome, entry.cost) for entry in priced.ledger("buoy")] == [("timeout", worst)]


def test_a_budget_stops_before_the_call_that_could_break_it(priced: World) -> None:
    documents(priced, *SLUGS)
    first, *_ = (request for _, request in _ingestion(priced).requests(gather([priced.documents])))
    worst = worst_case(first, PRICE)
    budget = worst + 3 * COST
    report = priced.ingest(budget=budget, concurrency=4)
    assert report.stopped
    assert "give the same order again with a larger one" in report.stopped
    assert 3 <= len(report.ended("done")) <= 4
    assert report.spent.cost <= budget
    again = priced.ingest(budget=Decimal(1), concurrency=4)
    assert (again.stopped, len(again.ended("skipped"))) == (None, len(report.ended("done")))
    assert again.spent.paid + report.spent.paid == len(SLUGS)


def test_an_order_that_is_given_again_keeps_to_one_budget_until_it_is_complete(priced: World) -> None:
    documents(priced, *SLUGS)
    worst = max(worst_case(request, PRICE) for _, request in _ingestion(priced).requests(gather([priced.documents])))
    budget = worst + 3 * COST
    first = priced.ingest(budget=budget)
    again = priced.ingest(budget=budget)
    part = priced.ingest(priced.documents / f"{SLUGS[-1]}.md", budget=budget)
    assert (first.spent.cost > 0, again.spent.cost, part.spent.cost) == (True, 0, COST)
    assert again.stopped is not None
    assert f"{first.spent.cost:f} are spent" in again.stopped
    assert priced.ingest(budget=Decimal(1)).stopped is None
    anew = priced.ingest(priced.document("new.md", "# New", "The new one stores readings."), budget=budget)
    assert (anew.stopped, anew.spent.cost) == (None, COST)


def test_a_budget_of_nothing_asks_nothing(priced: World) -> None:
    documents(priced, *SLUGS)
    report = priced.ingest(budget=Decimal(0), concurrency=4)
    assert (report.jobs, report.spent.paid, priced.llm.calls) == ((), 0, 0)
    assert report.stopped


def test_a_budget_without_a_price_is_refused_before_anything_is_written(world: World) -> None:
    documents(world, "tide")
    before = world.tables()
    with pytest.raises(UsageError, match="--budget needs the price of scripted"):
        world.ingest(budget=Decimal(1))
    assert world.tables() == before


@pytest.mark.slow
def test_an_estimate_is_the_most_that_the_calls_can_cost(priced: World) -> None:
    documents(priced, *SLUGS)
    estimate = _ingestion(priced).estimate(gather([priced.documents]))
    report = priced.ingest()
    assert estimate.cost_max == sum(worst_case(request, PRICE) for request in priced.llm.requests)
    assert estimate.cost_max >= report.spent.cost
    assert estimate.output_tokens == sum(request.parameters["max_output_tokens"] for request in priced.llm.requests)


def _ingestion(world: World) -> ingest.Ingestion:
    return world.workspace.ingestion(world.llm, ingest.Options(is_llm_named=True))


def test_fifty_calls_on_the_way_never_break_a_budget_and_use_it() -> None:
    limit, worst = Decimal(10), Decimal("0.5")
    purse, lock, on_the_way, paid = Purse(budget=limit), threading.Lock(), [0], [Decimal(0)]

    def work(number: int) -> None:
        draw = random.Random(number)
        while True:
            try:
                with purse.reserving(worst) as reservation:
                    with lock:
                        on_the_way[0] += 1
                        assert paid[0] + on_the_way[0] * worst <= limit
                    cost = worst * draw.randint(0, 20) / 100
                    with lock:
                        on_the_way[0] -= 1
                        paid[0] += cost
                    reservation.charge(cost, is_last=True)
            except BudgetReachedError:
                return

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(work, range(50)))
    assert limit - worst < paid[0] <= limit


def test_calls_that_wait_for_each_other_only_are_told_that_the_budget_is_reached() -> None:
    purse, meeting, told = Purse(budget=Decimal(2)), threading.Barrier(2, timeout=PATIENCE), []

    def work(_number: int) -> None:
        with purse.reserving(Decimal(1)) as reservation:
            meeting.wait()
            try:
                reservation.charge(Decimal(1), is_last=False)
            except BudgetReachedError as exc:
                told.append(str(exc))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert len(told) == 2


# -- the ledger --------------------------------------------------------------------------------------------


def test_the_ledger_is_narrowed_and_added_up(priced: World) -> None:
    documents(priced, "ebb")
    first = priced.ingest()
    priced.clock.tick(days=1)
    documents(priced, "tide")
    priced.llm.says("tide", Status(500), completion(""), completion(""))
    priced.llm.says("tide", TransientLlmError("http_500", "no"))
    second = priced.ingest()
    entries = priced.workspace.accounts.entries
    assert {entry.slug for entry in entries(Selection(batch=first.batch))} == {"ebb"}
    assert {entry.batch for entry in entries(Selection(slug="tide"))} == {second.batch}
    assert {entry.slug for entry in entries(Selection(day=date(2026, 3, 2)))} == {"tide"}
    assert entries(Selection(prompt="repair", slug="ebb")) == ()
    assert entries(Selection(batch=first.batch, slug="tide")) == ()
    by_day = summed_by(entries(), Facet.DAY)
    assert [sums.of for sums in by_day] == ["2026-03-01", "2026-03-02"]
    for facet in Facet:
        groups = summed_by(entries(), facet)
        assert sum(sums.calls for sums in groups) == summed(entries()).calls
        assert sum(sums.cost for sums in groups) == summed(entries()).cost
    assert summed(entries(Selection(slug="ebb"))).cost_usd == COST
    assert summed(()).cost_usd == 0
