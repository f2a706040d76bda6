"""What processes share at one database: a budget that is never broken, and a pace that is never exceeded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal

import pytest

from decompose.domain.job import Batch
from decompose.domain.ledger import Call, Entry
from decompose.errors import BudgetReachedError
from decompose.llm.meter import CATCH_UP, WINDOW, Meter, Told
from decompose.services.asking import Purse
from decompose.services.funds import SharedFunds
from decompose.services.pacing import SharedPace
from decompose.store import budgets, jobs, ledger
from decompose.store.database import Database
from world import BEGINNING

LIMIT, WORST = Decimal(2), Decimal("0.5")
LATER = BEGINNING + timedelta(days=1)


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
        purse = Purse(funds=funds(processes[owner], owner))
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
    assert funds(processes[0], 0).budget.spent == paid[0]


def test_what_a_dead_process_had_on_the_way_is_in_the_ledger_once_at_its_worst(processes: list[Database]) -> None:
    dead, alive = (funds(database, owner) for owner, database in enumerate(processes))
    numbers = [taken(dead, "k1"), taken(dead, "k2"), taken(alive, "k3")]
    for _ in range(2):
        with processes[1].writing() as session:
            budgets.settle_at_worst(session, 0, LATER)
    assert (alive.budget.spent, alive.budget.reserved) == (2 * WORST, WORST)
    told = [(entry.key, entry.outcome, entry.cost, entry.batch, entry.at) for entry in entries(processes[1])]
    assert told == [(key, "unknown", WORST, "batch", BEGINNING) for key in ("k1", "k2")]
    dead.settle(numbers[0], WORST, Decimal("0.1"), is_written=False)
    alive.settle(numbers[2], WORST, Decimal("0.1"), is_written=False)
    assert (alive.budget.spent, alive.budget.reserved) == (2 * WORST + Decimal("0.1"), 0)


def test_a_larger_budget_takes_what_was_spent_into_account(processes: list[Database]) -> None:
    own = funds(processes[0], 0)
    own.settle(taken(own, "k1"), WORST, Decimal("0.4"), is_written=False)
    taken(own, "k2")
    with processes[0].writing() as session:
        budgets.open_anew(session, "batch", Decimal(5), LATER)
    assert (own.budget.limit, own.budget.spent, own.budget.reserved) == (5, Decimal("0.9"), 0)
    assert [entry.key for entry in entries(processes[0])] == ["k2"]


def test_without_a_budget_calls_on_the_way_are_known_as_well(processes: list[Database]) -> None:
    with processes[0].writing() as session:
        jobs.begin(session, Batch("free", "scripted"), BEGINNING)
    one = funds(processes[0], 0, "free")
    one.settle(taken(one, "k1"), WORST, Decimal("0.4"), is_written=False)
    taken(one, "k2")
    with processes[1].writing() as session:
        budgets.settle_at_worst(session, 0, LATER)
    assert [(entry.key, entry.cost) for entry in entries(processes[1])] == [("k2", WORST)]


def funds(database: Database, owner: int, batch: str = "batch") -> SharedFunds:
    return SharedFunds(database, batch, owner, lambda: BEGINNING)


def taken(own: SharedFunds, key: str) -> int:
    number = own.reserve(WORST, Call(key, "decompose", "template", "scripted", "tide"))
    assert number is not None
    return number


def entries(database: Database) -> tuple[Entry, ...]:
    with database.reading() as session:
        return ledger.entries(session)


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
