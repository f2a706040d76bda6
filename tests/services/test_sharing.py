"""What processes share at one database: a budget that is never broken, and a pace that is never exceeded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from decompose.domain.job import Batch
from decompose.errors import BudgetReachedError
from decompose.llm.meter import CATCH_UP, WINDOW, Meter, Told
from decompose.services.asking import Purse
from decompose.services.funds import SharedFunds
from decompose.services.pacing import SharedPace
from decompose.store import budgets, jobs
from decompose.store.database import Database
from world import BEGINNING

LIMIT, WORST = Decimal(2), Decimal("0.5")


@pytest.fixture
def processes(empty_url: Callable[[], str]) -> Iterator[list[Database]]:
    """Two ways to one database in which a batch is, as two processes have them."""
    url = empty_url()
    with closing(Database(url)) as one, closing(Database(url)) as other:
        with one.writing() as session:
            jobs.begin(session, Batch("batch", "scripted", budget=LIMIT), BEGINNING)
        yield [one, other]


def test_calls_of_two_processes_never_break_a_budget_and_use_it(processes: list[Database]) -> None:
    paid, lock, told = [Decimal(0)], threading.Lock(), []

    def work(owner: int) -> None:
        purse = Purse(funds=SharedFunds(processes[owner], "batch", owner))
        while True:
            try:
                with purse.reserving(WORST) as reservation:
                    with lock:
                        paid[0] += Decimal("0.2")
                    reservation.charge(Decimal("0.2"), is_last=True)
            except BudgetReachedError as exc:
                told.append(str(exc))
                return

    threads = [threading.Thread(target=work, args=(owner,)) for owner in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert LIMIT - WORST < paid[0] <= LIMIT
    assert ["of 2 USD is reached" in words for words in told] == [True, True]
    assert SharedFunds(processes[0], "batch", 0).budget.spent == paid[0]


def test_what_a_dead_process_had_set_aside_is_spent_at_its_worst(processes: list[Database]) -> None:
    dead, alive = (SharedFunds(database, "batch", owner) for owner, database in enumerate(processes))
    assert [dead.reserve(WORST), dead.reserve(WORST), alive.reserve(WORST)] == [True] * 3
    with processes[1].writing() as session:
        budgets.settle_at_worst(session, 0)
    assert (alive.budget.spent, alive.budget.reserved) == (2 * WORST, WORST)
    dead.settle(WORST, Decimal("0.1"))
    alive.settle(WORST, Decimal("0.1"))
    assert (alive.budget.spent, alive.budget.reserved) == (2 * WORST + Decimal("0.1"), 0)


def test_a_larger_budget_takes_what_was_spent_into_account(processes: list[Database]) -> None:
    funds = SharedFunds(processes[0], "batch", 0)
    funds.reserve(WORST)
    funds.settle(WORST, Decimal("0.4"))
    funds.reserve(WORST)
    with processes[0].writing() as session:
        budgets.open_anew(session, "batch", Decimal(5))
    assert (funds.budget.limit, funds.budget.spent, funds.budget.reserved) == (5, Decimal("0.9"), 0)


# -- pace --------------------------------------------------------------------------------------------------


def test_after_what_may_be_caught_up_the_next_start_waits_whoever_asks(processes: list[Database]) -> None:
    one, other = (SharedPace(database, "llm", rpm=6) for database in processes)
    assert one.take(0) == 0
    between = WINDOW / 6
    assert between - CATCH_UP - 5 < other.take(0) <= between - CATCH_UP
    assert SharedPace(processes[0], "another llm", rpm=6).take(0) == 0


def test_tokens_that_were_not_used_come_back(processes: list[Database]) -> None:
    one, other = (SharedPace(database, "llm", tpm=6_000) for database in processes)
    assert one.take(3_000) == 0
    assert other.take(1) > WINDOW / 2 - CATCH_UP - 5
    one.give_back(3_000)
    assert other.take(1) == 0


def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it(processes: list[Database]) -> None:
    one, other = (SharedPace(database, "llm", rpm=600) for database in processes)
    one.block(100)
    other.block(1)
    assert 90 < other.take(0) <= 100


def test_a_meter_waits_for_the_pace_that_is_kept_together() -> None:
    asked, waited = iter([3.0, 0.2, 0.0]), []

    class Others:
        given_back = blocked = 0.0

        def take(self, tokens: int) -> float:
            return next(asked)

        def give_back(self, tokens: int) -> None:
            self.given_back += tokens

        def block(self, seconds: float) -> None:
            self.blocked = seconds

    others = Others()
    meter = Meter(together=others, clock=lambda: 0.0, sleep=waited.append)
    tried = meter.enter(100)
    assert waited == [0.25, 0.2]
    meter.leave(tried, Told(tokens=40))
    meter.leave(tried, Told(is_throttled=True, tokens=0, pause=7.0))
    assert (others.given_back, others.blocked) == (60 + 100, 7.0)
