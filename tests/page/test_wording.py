"""How figures, days and prices are worded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from decompose.domain.artifact import Price, Pricing, PricingModel
from decompose.page.wording import (
    day,
    fact_name,
    fact_value,
    figure,
    heading,
    money,
    percent,
    price_line,
    starting_price,
)


def per_million(amount: str, direction: str) -> Price:
    return Price(Decimal(amount), "USD", "1M tokens", direction)


def test_a_day_has_its_month_in_letters() -> None:
    assert day(date(2026, 10, 3)) == "3 Oct 2026"


def test_figures_have_two_decimals_rounded_half_up() -> None:
    assert figure(Decimal("22.745")) == "22.75"
    assert figure(Decimal(57)) == "57.00"


@pytest.mark.parametrize(("weight", "words"), [("0.25", "25%"), ("0.2", "20%"), ("1", "100%"), ("0.3334", "33.34%")])
def test_a_weight_is_shown_as_used(weight: str, words: str) -> None:
    assert percent(Decimal(weight)) == words


@pytest.mark.parametrize(("amount", "words"), [("0.5", "$0.50"), ("20", "$20"), ("0.075", "$0.075"), ("100.0", "$100")])
def test_money_has_no_needless_decimals(amount: str, words: str) -> None:
    assert money(Decimal(amount), "USD") == words


def test_an_unknown_currency_is_named() -> None:
    assert money(Decimal(3), "CHF") == "3 CHF"


def test_both_directions_are_shown_and_a_missing_one_is_named() -> None:
    both = (per_million("0.15", "input"), per_million("0.6", "output"))
    assert price_line(both) == "$0.15 in, $0.60 out per 1M tokens"
    assert price_line(both[1:]) == "$0.60 out per 1M tokens; input price not on record"


def test_a_monthly_price_has_no_direction() -> None:
    assert price_line([Price(Decimal(20), "EUR", "month")]) == "€20 per month"


def test_free_is_a_price_and_open_source_is_not() -> None:
    assert starting_price(Pricing(PricingModel.FREE)) == "Free"
    assert starting_price(Pricing(PricingModel.OPEN_SOURCE)) is None
    assert starting_price(Pricing(as_published="$3.00e-7")) == "$3.00e-7"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("a.components.quality", None, "not measured"),
        ("a.rank", None, "not measured"),
        ("a.kind", None, "not stated"),
        ("a.kind", "mcp", "MCP server"),
        ("a.components.quality", 0.785, "78.50"),
        ("a.weights.quality", 0.3333333333, "33.33%"),
        ("a.rank_exact", 57.055, "57.06"),
        ("comparable", False, "no"),
        ("b.pricing.model", "open_source", "Open source"),
        ("alignment.only_a", 3, "3"),
        ("alignment.pairs", [["x", "y"]], "x with y"),
        ("a.facts.f1", {"kind": "size", "text": "7B"}, "7B"),
        ("a.prices", [{"amount": 3, "currency": "USD", "per": "month", "direction": None}], "$3 per month"),
    ],
)
def test_a_fact_is_shown_in_the_figures_of_the_page(path: str, value: object, words: str) -> None:
    assert fact_value(path, value) == words  # type: ignore[arg-type]


def test_a_fact_is_named_by_its_artifact() -> None:
    names = {"a": "Atlas", "b": "Bison"}
    assert fact_name("b.components.match_graph", names) == "Bison match graph"
    assert fact_name("a.facts.clm-1", names) == "Atlas: a fact"
    assert fact_name("policy.noise_band", names) == "policy noise band"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reading of charts", "Reading of charts"),
        ("vLLM serving", "vLLM serving"),
        ("JSON replies", "JSON replies"),
        ("", ""),
    ],
)
def test_a_heading_has_a_capital_unless_its_first_word_is_spelt_in_its_own_way(name: str, words: str) -> None:
    assert heading(name) == words
