"""Whom which artifact suits: reasons that stand on facts, and none that is taken from silence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.comparison import Comparison, Policy, Side, compare
from decompose.domain.needs import MOST_EACH, Need, NeedRule, needs
from decompose.domain.score import score_of, weights_from

SHARES = {"adoption": "0.25", "quality": "0.25", "ecosystem": "0.10", "match_graph": "0.25", "freshness": "0.15"}
WEIGHTS = weights_from({"version": 1, "default": SHARES})


def record(identity: str, name: str, **told: str) -> Capability:
    claims = (
        Claim(f"{identity} does", "description", f"It does {name}.", ClaimStatus.VERIFIED),
        *(Claim(f"{identity} {field}", field, text, ClaimStatus.VERIFIED) for field, text in told.items()),
    )
    return Capability(identity, name, CapabilityStatus.PUBLISHED, claims)


def side(name: str, *records: Capability, kind: Kind = Kind.MODEL, **pricing: Any) -> Side:
    artifact = Artifact(name.lower(), name, kind, Pricing(**pricing))
    return Side(artifact, score_of(kind, {}, WEIGHTS), records)


def usd(amount: str, direction: str | None = "input", per: str = "1M tokens") -> Price:
    return Price(Decimal(amount), "USD", per, direction)


def compared(a: Side, b: Side) -> Comparison:
    return compare(a, b, Policy())


def told(comparison: Comparison, rule: NeedRule, letter: str = "a") -> list[str]:
    return [need.text for need in needs(comparison) if need.rule is rule and need.side == letter]


TIDES = record("c1", "tide forecasts")
CHARTS = record("c2", "chart drawing", best_for="Harbours with many visitors.", limitations="It draws no depths.")
STORE = record("c3", "storage of readings", requires="A disk of 2 GB.")


def test_what_only_one_source_states_is_a_reason_to_look_there() -> None:
    found = compared(side("Ebb", TIDES), side("Flow", STORE))
    assert told(found, NeedRule.STATED_ONLY, "a") == ["you need “tide forecasts”"]
    assert told(found, NeedRule.STATED_ONLY, "b") == ["you need “storage of readings”"]
    assert not any(word in need.text for need in needs(found) for word in ("cannot", "lacks", "unlike", "does not"))


def test_what_both_state_is_no_reason_for_either() -> None:
    found = compared(side("Ebb", TIDES), side("Flow", replace(TIDES, id="c9")))
    assert told(found, NeedRule.STATED_ONLY, "a") == told(found, NeedRule.STATED_ONLY, "b") == []


def test_what_it_is_made_for_speaks_for_it_and_limits_and_requirements_are_cautions() -> None:
    found = compared(side("Ebb", CHARTS), side("Flow", STORE))
    assert told(found, NeedRule.MADE_FOR) == ["Harbours with many visitors."]
    cautions = {(need.side, need.text) for need in needs(found) if need.is_caution}
    assert cautions == {("a", "It draws no depths."), ("b", "A disk of 2 GB.")}


def test_the_lower_price_of_one_unit_is_named_with_both_amounts() -> None:
    found = compared(side("Ebb", prices=(usd("0.10"),)), side("Flow", prices=(usd("0.15"),)))
    assert told(found, NeedRule.LOWER_PRICE) == [
        "the price of input counts most: 0.1 USD per 1M tokens against 0.15 USD per 1M tokens"
    ]
    assert told(found, NeedRule.LOWER_PRICE, "b") == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (usd("0.10"), usd("0.15", "output")),
        (usd("0.10"), usd("0.15", per="month")),
        (usd("0.10"), replace(usd("0.15"), currency="EUR")),
        (usd("0.10"), usd("0.10")),
    ],
)
def test_prices_that_cannot_be_set_beside_one_another_are_not(ours: Price, theirs: Price) -> None:
    found = compared(side("Ebb", prices=(ours,)), side("Flow", prices=(theirs,)))
    assert told(found, NeedRule.LOWER_PRICE) == told(found, NeedRule.LOWER_PRICE, "b") == []


def test_an_open_licence_and_a_free_tier_are_no_price() -> None:
    for model in (PricingModel.OPEN_SOURCE, PricingModel.FREEMIUM, PricingModel.UNKNOWN):
        found = compared(side("Ebb", model=model), side("Flow", model=PricingModel.PAID))
        assert told(found, NeedRule.NO_PRICE) == []
    free = compared(side("Ebb", model=PricingModel.FREE), side("Flow", model=PricingModel.PAID))
    assert told(free, NeedRule.NO_PRICE) == ["you want to pay nothing; Flow is paid"]


def test_prices_of_kinds_that_do_different_jobs_are_no_reason() -> None:
    found = compared(side("Ebb", prices=(usd("0.10"),)), side("Flow", kind=Kind.DATASET, prices=(usd("0.15"),)))
    assert not found.comparable.ok
    assert told(found, NeedRule.LOWER_PRICE) == []


RECORDS = st.lists(st.sampled_from([TIDES, CHARTS, STORE]), unique_by=lambda one: one.id).map(tuple)
PRICES = st.lists(st.builds(usd, st.sampled_from(["1", "2"])), max_size=2).map(tuple)


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, deadline=None)
@given(RECORDS, RECORDS, PRICES, PRICES)
def test_every_reason_stands_on_facts_of_the_comparison_and_sides_may_be_swapped(
    a: tuple[Capability, ...], b: tuple[Capability, ...], price_a: tuple[Price, ...], price_b: tuple[Price, ...]
) -> None:
    b = tuple(replace(one, id=f"b {one.id}", claims=tuple(replace(c, id=f"b {c.id}") for c in one.claims)) for one in b)
    ebb, flow = side("Ebb", *a, prices=price_a), side("Flow", *b, prices=price_b)
    there, back = compared(ebb, flow), compared(flow, ebb)
    assert all(need.facts and set(need.facts) <= there.facts.keys() for need in needs(there))
    assert {_turned(need) for need in needs(back)} == {(need.side, need.text, need.rule) for need in needs(there)}
    for letter in "ab":
        assert all(len(told(there, rule, letter)) <= MOST_EACH for rule in NeedRule)


def _turned(need: Need) -> tuple[str, str, NeedRule]:
    return {"a": "b", "b": "a"}[need.side], need.text, need.rule
