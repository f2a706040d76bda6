"""Prices in force on a day, what tokens cost by them, and a budget that holds back what calls may yet cost."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose import packaged
from decompose.domain.pricing import NOTHING, Budget, Price, Prices, prices_from
from decompose.errors import ConfigurationError

MINI = Price("gpt-4o-mini", date(2024, 7, 18), Decimal("0.15"), Decimal("0.075"), Decimal("0.60"))
CHEAPER = Price("gpt-4o-mini", date(2026, 1, 1), Decimal("0.10"), Decimal("0.05"), Decimal("0.40"))


def packaged_prices() -> Prices:
    text = packaged.data("prices.toml").read_text(encoding="utf-8")
    return prices_from(tomllib.loads(text, parse_float=Decimal), "prices.toml")


@pytest.mark.parametrize(
    ("tokens", "usd"),
    [
        ({"input": 0}, "0"),
        ({"input": 1_000_000}, "0.15"),
        ({"input": 1_000_000, "cached": 1_000_000}, "0.075"),
        ({"input": 0, "output": 1_000_000}, "0.60"),
        ({"input": 1200, "cached": 1000, "output": 300}, "0.000285"),
        ({"input": 1200, "cached": 1000, "output": 300, "tier": "batch"}, "0.0001425"),
        ({"input": 1200, "cached": 1000, "output": 300, "tier": "default"}, "0.000285"),
        ({"input": 10, "cached": 99}, "0.00000075"),
    ],
)
def test_tokens_cost_exactly_what_the_table_says(tokens: dict[str, Any], usd: str) -> None:
    assert MINI.cost(**tokens) == Decimal(usd)


@pytest.mark.parametrize(
    ("day", "price"),
    [
        (date(2024, 7, 17), None),
        (date(2024, 7, 18), MINI),
        (date(2025, 12, 31), MINI),
        (date(2026, 1, 1), CHEAPER),
        (date(2030, 1, 1), CHEAPER),
    ],
)
def test_the_newest_price_that_has_begun_is_in_force(day: date, price: Price | None) -> None:
    assert Prices((CHEAPER, MINI)).at("gpt-4o-mini", day) == price
    assert Prices((MINI, CHEAPER)).at("gpt-4o-mini", day) == price


def test_an_unknown_llm_has_no_price() -> None:
    assert packaged_prices().at("gpt-4o-mini-of-my-own", date(2026, 1, 1)) is None
    assert Prices().at("gpt-4o-mini", date(2026, 1, 1)) is None


def test_the_packaged_table_has_the_price_that_the_surface_names() -> None:
    assert packaged_prices().at("gpt-4o-mini", date(2026, 1, 1)) == MINI
    assert all(price.cached_input <= price.input <= price.output for price in packaged_prices().rows)


ROW = {"llm": "x", "from": date(2026, 1, 1), "input": 1, "cached_input": Decimal("0.5"), "output": 2}


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({}, "rows"),
        ({"price": ROW}, "rows"),
        ({"price": [ROW], "prices": []}, "nothing else"),
        ({"price": ["x"]}, "price 1 needs llm"),
        ({"price": [ROW, ROW | {"llm": None}]}, "price 2 needs llm"),
        ({"price": [ROW | {"from": "2026-01-01"}]}, "as a date"),
        ({"price": [ROW | {"from": datetime(2026, 1, 1)}]}, "as a date"),  # noqa: DTZ001
        ({"price": [ROW | {"input": -1}]}, "needs input"),
        ({"price": [ROW | {"cached_input": True}]}, "needs cached_input"),
        ({"price": [ROW | {"output": Decimal("nan")}]}, "needs output"),
        ({"price": [ROW, ROW | {"output": 3}]}, "the same day"),
    ],
)
def test_a_table_that_is_none_is_refused_with_the_place(table: dict[str, Any], why: str) -> None:
    with pytest.raises(ConfigurationError, match=f"mine.toml .*{why}"):
        prices_from(table, "mine.toml")


# -- the budget --------------------------------------------------------------------------------------------

AMOUNTS = st.decimals(0, 10, places=6)


def test_a_budget_holds_back_the_worst_of_what_is_on_the_way() -> None:
    budget = Budget(Decimal(10)).reserve(Decimal(6))
    assert not budget.fits(Decimal(5))
    assert budget.fits(Decimal(4))
    settled = budget.settle(Decimal(6), Decimal(1))
    assert (settled.spent, settled.reserved) == (1, 0)
    assert settled.fits(Decimal(9))
    assert not settled.fits(Decimal("9.000001"))


def test_without_a_limit_everything_fits() -> None:
    assert Budget(spent=Decimal(10**9)).fits(Decimal(10**9))


@pytest.mark.slow
@given(AMOUNTS, st.lists(st.tuples(AMOUNTS, st.decimals(0, 1, places=3))))
def test_a_budget_is_never_exceeded_whatever_calls_cost(limit: Decimal, calls: list[tuple[Decimal, Decimal]]) -> None:
    budget, on_the_way = Budget(limit), list[tuple[Decimal, Decimal]]()
    for worst, share in calls:
        if budget.fits(worst):
            budget = budget.reserve(worst)
            on_the_way.append((worst, worst * share))
        elif on_the_way:
            budget = budget.settle(*on_the_way.pop(0))
        assert budget.spent + budget.reserved <= limit
    for worst, cost in on_the_way:
        budget = budget.settle(worst, cost)
    assert budget.reserved == NOTHING
    assert budget.spent <= limit
