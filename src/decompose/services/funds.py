"""A budget that several processes draw on, kept in their database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from decompose.domain.pricing import Budget
from decompose.store import budgets
from decompose.store.database import Database


@dataclass
class SharedFunds:
    """The budget of one batch; `owner` is the worker that this process is."""

    database: Database
    batch: str
    owner: int
    _reserved: defaultdict[Decimal, list[int]] = field(default_factory=lambda: defaultdict(list))

    # Money may come back that another process had set aside: worth a look every so many seconds.
    patience: float | None = 0.2

    @property
    def budget(self) -> Budget:
        """How it stands, over all processes."""
        with self.database.reading() as session:
            return budgets.budget(session, self.batch)

    def reserve(self, amount: Decimal) -> bool:
        """Set money aside, if it fits."""
        with self.database.writing() as session:
            number = budgets.reserve(session, self.batch, amount, self.owner)
        if number is not None:
            self._reserved[amount].append(number)
        return number is not None

    def settle(self, amount: Decimal, cost: Decimal) -> None:
        """Return what was set aside, and spend what was paid."""
        number = self._reserved[amount].pop()
        with self.database.writing() as session:
            budgets.settle(session, self.batch, number, cost)
