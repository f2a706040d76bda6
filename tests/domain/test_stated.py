"""What an operator may state: one form for each value, and a reason for what cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel, Stated, StatedFact
from decompose.domain.stated import contradiction, prices_of, read_stated, with_stated

TODAY = date(2026, 3, 1)
BEFORE = Artifact("tide", "Tide", Kind.CLI, Pricing(PricingModel.FREE, (Price(Decimal(9), "USD", "month"),)))


def stated(fact: StatedFact, value: str) -> Stated:
    return read_stated(fact, value, "https://tide.test/pricing", "2026-02-27", TODAY)


@pytest.mark.parametrize(
    ("fact", "value", "form"),
    [
        ("kind", "MCP server", "mcp"),
        ("kind", "library", "framework"),
        ("pricing", "Open source", "open_source"),
        ("price", "$0.15 per million tokens input", "0.15 USD per 1M tokens input"),
        ("price", "0.00000015 usd per token input", "0.15 USD per 1M tokens input"),
        ("price", "20 EUR per month; 0.60 EUR per 1M tokens output", "20 EUR per month; 0.6 EUR per 1M tokens output"),
        ("licence", " Apache  2.0 ", "Apache 2.0"),
    ],
)
def test_a_value_has_one_form_and_is_read_back_from_it(fact: str, value: str, form: str) -> None:
    assert stated(StatedFact(fact), value).value == form
    assert stated(StatedFact(fact), form).value == form


@pytest.mark.parametrize(
    ("fact", "value", "day", "why"),
    [
        ("colour", "blue", "2026-02-27", "is no fact that is stated"),
        ("kind", "gadget", "2026-02-27", "is no kind"),
        ("pricing", "unknown", "2026-02-27", "is no pricing"),
        ("price", "-1 USD per month", "2026-02-27", "not known"),
        ("price", "NaN USD per month", "2026-02-27", "not between"),
        ("price", "sNaN USD per month", "2026-02-27", "not between"),
        ("price", "2.50 USD per token input", "2026-02-27", "not between 0 and 1"),
        ("price", "-3 USD per month", "2026-02-27", "not between"),
        ("price", "15 per month", "2026-02-27", "no currency"),
        ("price", "15 USD", "2026-02-27", "is no price"),
        ("price", "0.15 USD per 1M tokens", "2026-02-27", "of which tokens"),
        ("price", "1 USD per month; 2 USD per month", "2026-02-27", "two prices of one unit"),
        ("price", "1 USD per <b>", "2026-02-27", "is no unit"),
        ("licence", "42", "2026-02-27", "no name of a licence"),
        ("licence", "", "2026-02-27", "no value"),
        ("licence", "MIT", "2026-03-02", "a day to come"),
        ("licence", "MIT", "yesterday", "is no day"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(fact: str, value: str, day: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_stated(fact, value, "a page", day, TODAY)
    with pytest.raises(ValueError, match="no source"):
        read_stated("licence", "MIT", " ", "2026-02-27", TODAY)


def test_statements_stand_above_what_documents_say_and_the_rest_stays() -> None:
    after = with_stated(BEFORE, [stated(StatedFact.PRICE, "5 USD per month")])
    assert after.pricing == Pricing(PricingModel.PAID, prices_of("5 USD per month"), date(2026, 2, 27))
    assert (after.kind, after.name) == (Kind.CLI, "Tide")
    assert with_stated(BEFORE, [stated(StatedFact.PRICING, "free")]).pricing.prices == ()
    assert with_stated(BEFORE, [stated(StatedFact.PRICING, "freemium")]).pricing.prices == BEFORE.pricing.prices
    assert with_stated(BEFORE, [stated(StatedFact.KIND, "agent")]).kind is Kind.AGENT
    assert with_stated(BEFORE, ()) is BEFORE


def test_a_price_of_a_free_artifact_does_not_hold_together() -> None:
    both = [stated(StatedFact.PRICING, "free"), stated(StatedFact.PRICE, "5 USD per month")]
    assert "withdraw one of both" in (contradiction(both) or "")
    assert contradiction([both[0], stated(StatedFact.PRICE, "0 USD per month")]) is None
