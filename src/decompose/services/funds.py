"""Money that several processes draw on, kept in their database, with the calls that it is set aside for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from decompose.domain.ledger import Call
from decompose.domain.pricing import Budget
from decompose.store import budgets
from decompose.store.database import Database, Session

# The number of what is not kept: a call that costs nothing is in no ledger.
_UNKEPT = 0


@dataclass
class SharedFunds:
    """The money of one batch; `owner` is the worker that this process is."""

    database: Database
    batch: str
    owner: int
    now: Callable[[], datetime]

    # Money may come back that another process had set aside: worth a look every so many seconds.
    patience: float | None = 0.2

    @property
    def budget(self) -> Budget:
        """How it stands, over all processes."""
        with self.database.reading() as session:
            return budgets.budget(session, self.batch)

    def reserve(self, amount: Decimal, call: Call | None) -> int | None:
        """Set money aside for a call, if it fits."""
        if call is None and not amount:
            return _UNKEPT
        with self.database.writing() as session:
            return budgets.reserve(session, self.batch, amount, self.owner, call, self.now())

    def write(self, session: Session, number: int, cost: Decimal) -> None:
        """Return what was set aside and spend the cost, together with whatever else the session writes."""
        if number != _UNKEPT:
            budgets.settle(session, self.batch, number, cost)

    def settle(self, number: int, amount: Decimal, cost: Decimal, *, is_written: bool) -> None:  # noqa: ARG002
        """Return what was set aside, and spend what was paid, unless that is written already."""
        if not is_written and number != _UNKEPT:
            with self.database.writing() as session:
                budgets.settle(session, self.batch, number, cost)
