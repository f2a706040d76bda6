"""What calls cost, and a budget that calls draw on. Decimals throughout: money is never a float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from decompose.errors import ConfigurationError

_PER = 1_000_000
_HALF_PRICED = frozenset({"batch", "flex"})
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens of one llm, from a day on."""

    llm: str
    since: date
    input: Decimal
    cached_input: Decimal
    output: Decimal

    def cost(self, *, input: int, cached: int = 0, output: int = 0, tier: str | None = None) -> Decimal:  # noqa: A002
        """USD for so many tokens; `input` includes `cached`. The tier is the one that answered."""
        cached = min(cached, input)
        amount = (input - cached) * self.input + cached * self.cached_input + output * self.output
        return amount / _PER / (2 if tier in _HALF_PRICED else 1)


@dataclass(frozen=True, slots=True)
class Prices:
    """All prices that are known; by default none."""

    rows: tuple[Price, ...] = ()

    def at(self, llm: str, day: date) -> Price | None:
        """The price in force on a day: the newest that has begun. None where there is none."""
        begun = [price for price in self.rows if price.llm == llm and price.since <= day]
        return max(begun, key=lambda price: price.since, default=None)


@dataclass(frozen=True, slots=True)
class Budget:
    """Money in USD: what may be spent (None: without limit), what was, and what calls on the way may yet cost."""

    limit: Decimal | None = None
    spent: Decimal = NOTHING
    reserved: Decimal = NOTHING

    def fits(self, amount: Decimal) -> bool:
        """Whether so much more may be reserved, with everything on the way at its worst."""
        return self.limit is None or self.spent + self.reserved + amount <= self.limit

    def reserve(self, amount: Decimal) -> Budget:
        return replace(self, reserved=self.reserved + amount)

    def settle(self, amount: Decimal, cost: Decimal) -> Budget:
        """A reserved amount is returned, and what was really paid is spent."""
        return replace(self, reserved=self.reserved - amount, spent=self.spent + cost)


def prices_from(table: Mapping[str, Any], name: str) -> Prices:
    """The prices of a table as TOML holds it: `[[price]] llm, from, input, cached_input, output`.

    Args:
        table: its numbers are Decimals or integers.
        name: of the file, for people.

    Raises:
        ConfigurationError: a row that is no price, or two of one llm from the same day.
    """
    rows = table.get("price")
    if not isinstance(rows, Sequence) or set(table) != {"price"}:
        raise _wrong(name, "it holds rows [[price]] and nothing else")
    prices = tuple(_price(row, number, name) for number, row in enumerate(rows, start=1))
    if len({(price.llm, price.since) for price in prices}) < len(prices):
        raise _wrong(name, "two prices of one llm begin on the same day")
    return Prices(prices)


def _price(row: Any, number: int, name: str) -> Price:
    known = row if isinstance(row, Mapping) else {}
    llm, since = known.get("llm"), known.get("from")
    if not isinstance(llm, str) or not isinstance(since, date) or isinstance(since, datetime):
        raise _wrong(name, f"price {number} needs llm, and from as a date (2025-04-14)")
    return Price(llm, since, *(_amount(known, column, number, name) for column in ("input", "cached_input", "output")))


def _amount(row: Mapping[str, Any], column: str, number: int, name: str) -> Decimal:
    value = row.get(column)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value < 0:
        raise _wrong(name, f"price {number} needs {column} as a number of USD per million tokens")
    return Decimal(value)


def _wrong(name: str, why: str) -> ConfigurationError:
    return ConfigurationError(f"{name} is no table of prices: {why}", subject=name)
