"""One question to a language model: what was paid for is taken again, every attempt is in the ledger first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable

from decompose.domain.ledger import Call, Entry
from decompose.domain.pricing import NOTHING, Budget, Price, Prices
from decompose.errors import BudgetReachedError, ResumableError, UsageError
from decompose.llm.client import Attempt, Llm, Request, Usage
from decompose.llm.judging import Ending, judge_answer
from decompose.llm.meter import most_tokens
from decompose.services.observing import NOBODY, Observer
from decompose.store import ledger
from decompose.store.database import Database, Session

# After these no further try at the same call follows.
_LAST_OUTCOMES = frozenset({"ok", "refusal", "cut", "empty"})
# Refused before anything was computed. A gateway that ran out of time may have passed the call on.
_REFUSED_UNPAID = frozenset({"throttled", "quota", "auth", "too_long"})
_MAYBE_PASSED_ON = frozenset({"http_408", "http_504", "http_524"})


@runtime_checkable
class Stoppable(Protocol):
    """An llm whose waiting calls can be sent away."""

    def stop(self) -> None:
        """No further try begins."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls took. `paid` counts attempts that went out, `reused` answers that were at hand.

    `cost` is in USD, `unpriced` counts attempts that cost something nobody knows.
    """

    paid: int = 0
    reused: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    cost: Decimal = NOTHING
    unpriced: int = 0

    @property
    def cost_usd(self) -> Decimal | None:
        """USD, or None where there is a call without a price."""
        return None if self.unpriced else self.cost


class Funds(Protocol):
    """Money in USD that calls draw on. `patience` is after how many seconds another look is worth while."""

    patience: float | None

    @property
    def budget(self) -> Budget:
        """How it stands."""

    def reserve(self, amount: Decimal, call: Call | None) -> int | None:
        """Set money aside for a call, if it fits; the number by which it comes back."""

    def write(self, session: Session, number: int, cost: Decimal) -> None:
        """Let a database that keeps what is set aside know of a cost, in the transaction that writes the attempt."""

    def settle(self, number: int, amount: Decimal, cost: Decimal, *, is_written: bool) -> None:
        """Return what was set aside, and spend what was paid; `is_written` tells that `write` has been called."""


@dataclass
class OwnFunds:
    """The money of one process, in its memory."""

    budget: Budget = field(default_factory=Budget)
    patience: float | None = None

    def reserve(self, amount: Decimal, call: Call | None) -> int | None:  # noqa: ARG002
        """Set money aside, if it fits."""
        if not self.budget.fits(amount):
            return None
        self.budget = self.budget.reserve(amount)
        return 0

    def write(self, session: Session, number: int, cost: Decimal) -> None:
        """Nothing is kept."""

    def settle(self, number: int, amount: Decimal, cost: Decimal, *, is_written: bool) -> None:  # noqa: ARG002
        """Return what was set aside, and spend what was paid."""
        self.budget = self.budget.settle(amount, cost)


class Purse:
    """What the calls of one order draw on, from many threads: a budget in USD, and leave to go out at all."""

    def __init__(
        self,
        prices: Prices | None = None,
        budget: Decimal | None = None,
        *,
        spent_before: Decimal = NOTHING,
        funds: Funds | None = None,
        leave: Callable[[], None] = lambda: None,
        hears: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`leave` is asked before each call, and raises where none may go out. `funds` come in place of a budget.

        `hears` is told the outcome of each attempt.
        """
        self.leave = leave
        self.hears = hears
        self.prices = prices or Prices()
        self._funds: Funds = funds or OwnFunds(Budget(budget, spent_before))
        self._spent = Spent()
        self._closed: str | None = None
        self._changed = threading.Condition()

    @property
    def spent(self) -> Spent:
        with self._changed:
            return self._spent

    @contextmanager
    def reserving(self, worst: Decimal, call: Call | None = None) -> Iterator[Reservation]:
        """A call that costs `worst` at the most; what it did not use is returned.

        Raises:
            BudgetReachedError: it does not fit, and no call is on the way that could return something.
            ResumableError: the purse was closed.
        """
        reservation = Reservation(self, worst, call)
        reservation.take()
        try:
            yield reservation
        finally:
            reservation.settle(NOTHING)

    def close(self, why: str) -> None:
        """No call goes out any more; those on the way end."""
        with self._changed:
            self._closed = self._closed or why
            self._changed.notify_all()

    def reuse(self) -> None:
        """An answer was at hand."""
        with self._changed:
            self._spent = replace(self._spent, reused=self._spent.reused + 1)

    def book(self, usage: Usage | None, cost: Decimal | None, *, is_paid: bool) -> None:
        """Count an attempt."""
        known = usage or Usage()
        with self._changed:
            spent = self._spent
            self._spent = replace(
                spent,
                paid=spent.paid + is_paid,
                input=spent.input + known.input,
                cached=spent.cached + known.cached,
                output=spent.output + known.output,
                cost=spent.cost + (cost or NOTHING),
                unpriced=spent.unpriced + (cost is None),
            )

    def take(self, amount: Decimal, call: Call | None) -> int:
        with self._changed:
            while True:
                if self._closed:
                    raise ResumableError(self._closed)
                number = self._funds.reserve(amount, call)
                if number is not None:
                    return number
                budget = self._funds.budget
                if not budget.reserved:
                    raise BudgetReachedError(
                        f"the budget of {budget.limit} USD is reached: {budget.spent:f} are spent, "
                        f"the next call may cost {amount:f}; give the same order again with a larger one"
                    )
                self._changed.wait(self._funds.patience)

    def write(self, session: Session, number: int, cost: Decimal) -> None:
        self._funds.write(session, number, cost)

    def settle(self, number: int, amount: Decimal, cost: Decimal, *, is_written: bool) -> None:
        with self._changed:
            self._funds.settle(number, amount, cost, is_written=is_written)
            self._changed.notify_all()


class Reservation:
    """The part of a purse that one call holds. Used by the thread of that call alone."""

    def __init__(self, purse: Purse, worst: Decimal, call: Call | None) -> None:
        self._purse = purse
        self._worst = worst
        self._call = call
        self._held: int | None = None

    def take(self) -> None:
        self._purse.leave()
        self._held = self._purse.take(self._worst, self._call)

    def settle(self, cost: Decimal, *, is_written: bool = False) -> None:
        """Return what is held, and spend the cost."""
        if self._held is not None:
            number, self._held = self._held, None
            self._purse.settle(number, self._worst, cost, is_written=is_written)

    def write(self, session: Session, cost: Decimal, *, is_last: bool) -> None:
        """The part of `charge` that has to be written with the try itself: a crash between them would book it twice."""
        if self._held is not None and (is_last or cost):
            self._purse.write(session, self._held, cost)

    def charge(self, cost: Decimal, *, is_last: bool, is_written: bool = False) -> None:
        """A try cost this much. Another one may follow, which can cost the worst again."""
        if is_last:
            self.settle(cost, is_written=is_written)
        elif cost:
            self.settle(cost, is_written=is_written)
            self.take()


@dataclass(frozen=True)
class Asker:
    """Asks one llm and books what that took. `now` gives the time of ledger rows, `batch` their order.

    `judge` reads answers out of the ledger again. Where they are not `is_kept` the ledger tells what calls cost and not
    what was answered, and each call is a new one.
    """

    database: Database
    llm: Llm
    now: Callable[[], datetime]
    batch: str | None = None
    purse: Purse = field(default_factory=Purse)
    observer: Observer = NOBODY
    judge: Callable[[str], Ending] = judge_answer
    is_kept: bool = True

    @property
    def spent(self) -> Spent:
        return self.purse.spent

    def ask(self, request: Request, slug: str | None, other: str | None = None) -> str:
        """The text of a usable answer about an artifact or a pair: one that is in the ledger already, or a new one.

        What follows from the document by rule is no call: it is not booked, and made anew each time.

        Raises:
            LlmError: no usable answer; whatever was paid is in the ledger.
            BudgetReachedError: the call could break the budget.
            ResumableError: the order was interrupted before the call.
        """
        if not self.llm.reads_prompts:
            return self.llm.complete(request, _unbooked).text
        with self.database.reading() as session:
            known = ledger.answer(session, request.key) if self.is_kept else None
        if known is not None:
            self.purse.reuse()
            return self.judge(known).text
        price = self._price()
        worst = worst_case(request, price) if price else NOTHING
        with self.purse.reserving(worst, self._call(request, (slug, other), price)) as reservation:
            reply = self.llm.complete(
                request, lambda attempt: self._witness(attempt, (slug, other), price, worst, reservation)
            )
        if not self.llm.is_paid:
            self.purse.reuse()
        return reply.text

    def note(self, request: Request, outcome: str) -> None:
        """The answer came whole and was still no answer: its ledger row says so, and it is never taken again."""
        with self.database.writing() as session:
            ledger.mark(session, request.key, outcome)

    def require_price(self) -> None:
        """See that a budget can be kept.

        Raises:
            UsageError: the llm is paid and has no price.
        """
        if self.llm.is_paid and self._price() is None:
            raise UsageError(
                f"--budget needs the price of {self.llm.name}, and none is known; add it to a file of prices and name "
                "that by DECOMPOSE_PRICES",
                subject=self.llm.name,
            )

    def most(self, request: Request) -> Decimal | None:
        """The most USD that one try at a request can cost now: nothing where it is answered already, None: no price."""
        if not self.llm.is_paid or self.is_answered(request):
            return NOTHING
        price = self._price()
        return worst_case(request, price) if price else None

    def is_answered(self, request: Request) -> bool:
        """Whether the ledger holds a usable answer."""
        with self.database.reading() as session:
            return ledger.answer(session, request.key) is not None

    def _price(self) -> Price | None:
        is_priced = self.llm.is_paid
        return self.purse.prices.at(self.llm.name, self.now().astimezone(UTC).date()) if is_priced else None

    def _call(self, request: Request, about: tuple[str | None, str | None], price: Price | None) -> Call | None:
        """What is kept of a call while it is on the way; nothing of one that costs nothing."""
        if not self.llm.is_paid:
            return None
        slug, other = about
        return Call(request.key, request.prompt, request.template, request.llm, slug, other, price is not None)

    def _cost(self, attempt: Attempt, price: Price | None, worst: Decimal) -> Decimal | None:
        """USD of an attempt, None where there is no price. What nobody knows is booked at its worst."""
        usage = attempt.usage
        if not self.llm.is_paid or usage == Usage() or (usage is None and _is_unpaid(attempt.outcome)):
            return NOTHING
        if price is None:
            return None
        if usage is None:
            return worst
        return price.cost(input=usage.input, cached=usage.cached, output=usage.output, tier=attempt.tier)

    def _witness(
        self,
        attempt: Attempt,
        about: tuple[str | None, str | None],
        price: Price | None,
        worst: Decimal,
        reservation: Reservation,
    ) -> None:
        """Write an attempt down before anything judges its answer. One that reached nobody is known to cost nothing."""
        usage = attempt.usage
        cost = self._cost(attempt, price, worst)
        self.purse.book(usage, cost, is_paid=self.llm.is_paid and usage != Usage())
        entry = Entry(
            key=attempt.key,
            prompt=attempt.prompt,
            template=attempt.template,
            llm=attempt.llm,
            outcome=attempt.outcome,
            latency=attempt.latency,
            raw=attempt.raw if self.is_kept else "",
            slug=about[0],
            other=about[1],
            input=usage.input if usage else None,
            cached=usage.cached if usage else None,
            cache_write=usage.cache_write if usage else None,
            output=usage.output if usage else None,
            reasoning=usage.reasoning if usage else None,
            cost=cost,
            served=attempt.served,
            tier=attempt.tier,
            rung=attempt.rung,
            request_id=attempt.request_id,
        )
        is_last = attempt.outcome in _LAST_OUTCOMES
        with self.database.writing() as session:
            ledger.add(session, entry, self.now(), self.batch)
            reservation.write(session, cost or NOTHING, is_last=is_last)
        self.purse.hears(entry.outcome)
        self.observer.called(self.batch, entry)
        reservation.charge(cost or NOTHING, is_last=is_last, is_written=True)


def worst_case(request: Request, price: Price) -> Decimal:
    """The most USD that one try at a request can cost."""
    most = most_tokens(request)
    return price.cost(input=most.input, output=most.output)


def _is_unpaid(outcome: str) -> bool:
    return outcome in _REFUSED_UNPAID or (outcome.startswith("http_") and outcome not in _MAYBE_PASSED_ON)


def _unbooked(_: Attempt) -> None:
    """Nothing to write down."""
