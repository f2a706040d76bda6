"""A comparison holds every fact that its page reads, and a fingerprint that changes exactly with them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Decided, Fact, FactKind
from decompose.domain.comparison import Comparison, Families, Policy, Side, compare, families_from, ordered
from decompose.domain.score import Component, Measured, Score, score_of, weights_from
from decompose.errors import ConfigurationError, UsageError

WEIGHTS = weights_from(
    {
        "version": 1,
        "default": {"adoption": 0.25, "quality": 0.25, "ecosystem": 0.1, "match_graph": 0.25, "freshness": 0.15},
    }
)


def score(external: str | None = None, **values: str) -> Score:
    measured = {Component(name): Measured(Decimal(value), "scores.csv") for name, value in values.items()}
    return score_of(Kind.MODEL, measured, WEIGHTS, Decimal(external) if external else None)


def capability(name: str, text: str = "Reads charts.", **changes: object) -> Capability:
    claim = Claim(f"claim-{name}", "description", text, ClaimStatus.VERIFIED)
    record = Capability(f"cap-{name}", name, CapabilityStatus.PUBLISHED, (claim,), ("read a chart", "ask a chart"))
    return replace(record, **changes)  # type: ignore[arg-type]


def artifact(slug: str, kind: Kind | None = Kind.MODEL) -> Artifact:
    prices = (Price(Decimal("0.15"), "USD", "1M tokens", "input"), Price(Decimal("0.6"), "USD", "1M tokens", "output"))
    return Artifact(slug, slug.title(), kind, Pricing(PricingModel.PAID, prices, date(2026, 11, 1)))


LICENCE = Fact(FactKind.LICENCE, Claim("fact-1", "licence", "Apache 2.0.", ClaimStatus.VERIFIED))
ALDER = Side(
    artifact("alder"),
    score(adoption="0.5", quality="0.7"),
    (capability("Chart reading"), capability("Chart drawing")),
    (LICENCE,),
    times_matched=4,
    searches=9,
)
BIRCH = Side(artifact("birch"), score(quality="0.4", freshness="0.9"), (capability("Reading of charts"),))


def pair(a: Side = ALDER, b: Side = BIRCH, policy: Policy | None = None) -> Comparison:
    return compare(a, b, policy or Policy())


# -- which artifacts can be compared ----------------------------------------------------------------------


def reason(a: Kind | None, b: Kind | None) -> tuple[bool, str]:
    families = Families(1, {"models": frozenset({Kind.MODEL, Kind.FINETUNE})})
    found = pair(
        replace(ALDER, artifact=artifact("alder", a)),
        replace(BIRCH, artifact=artifact("birch", b)),
        Policy(families=families),
    ).comparable
    return found.ok, found.reason


def test_one_kind_is_comparable() -> None:
    assert reason(Kind.MCP, Kind.MCP) == (True, "Alder and Birch are of one kind: MCP server.")


def test_kinds_of_one_family_are_comparable() -> None:
    assert reason(Kind.MODEL, Kind.FINETUNE) == (
        True,
        "Alder is a model and Birch is a fine-tune: they do the same sort of job.",
    )


def test_kinds_of_different_families_are_not() -> None:
    assert reason(Kind.API, Kind.DATASET) == (
        False,
        "Alder is an API and Birch is a dataset: they do different jobs, so neither is named the winner.",
    )
    assert reason(Kind.MCP, Kind.AGENT)[1].startswith("Alder is an MCP server and Birch is an agent")


def test_what_has_no_kind_is_compared_with_nothing() -> None:
    assert reason(None, Kind.MODEL) == (False, "The kind of Alder is not stated, so neither is named the winner.")
    assert reason(None, None) == (False, "The kinds of Alder and Birch are not stated, so neither is named the winner.")


def test_the_families_that_ship_are_few_and_share_no_kind() -> None:
    families = families_from(tomllib.loads((files("decompose.data") / "families.toml").read_text("utf-8")))
    assert families.share(Kind.MODEL, Kind.FINETUNE)
    assert not families.share(Kind.MODEL, Kind.DATASET)
    members = [kind for kinds in families.members.values() for kind in kinds]
    assert len(members) == len(set(members)) < 6


@pytest.mark.parametrize("table", [{}, {"version": 1, "families": {"x": ["gadget"]}}, {"version": 1, "families": []}])
def test_families_that_cannot_be_used_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="give a version and lists of kinds"):
        families_from(table)


# -- order ------------------------------------------------------------------------------------------------


def test_a_pair_is_ordered_by_slug() -> None:
    assert ordered(BIRCH, ALDER) == ordered(ALDER, BIRCH) == (ALDER, BIRCH)


def test_an_artifact_is_not_compared_with_itself() -> None:
    with pytest.raises(UsageError, match='"alder" cannot be compared with itself: name two'):
        ordered(ALDER, replace(ALDER, times_matched=0))


# -- facts ------------------------------------------------------------------------------------------------


def test_facts_have_flat_paths_and_plain_values() -> None:
    facts = pair().facts
    expected = {
        "a.slug": "alder",
        "a.kind": "model",
        "a.rank": 60,
        "a.rank_exact": 60.0,
        "a.external_rank": None,
        "a.components.quality": 0.7,
        "a.components.freshness": None,
        "a.weights.quality": 0.5,
        "a.pricing.model": "paid",
        "a.pricing.as_of": "2026-11-01",
        "a.capabilities": 2,
        "a.capabilities.cap-Chart reading.name": "Chart reading",
        "a.capabilities.cap-Chart reading.intents": ["ask a chart", "read a chart"],
        "a.capabilities.cap-Chart reading.claims.claim-Chart reading": {
            "field": "description",
            "text": "Reads charts.",
            "status": "verified",
        },
        "a.facts.fact-1": {"kind": "licence", "text": "Apache 2.0.", "status": "verified"},
        "a.times_matched": 4,
        "b.times_matched": 0,
        "alignment.both": 1,
        "alignment.only_a": 1,
        "comparable.ok": True,
        "policy.noise_band": 3.0,
        "policy.lead": 5.0,
    }
    assert {path: facts[path] for path in expected} == expected
    assert json.loads(json.dumps(facts)) == facts


def test_prices_are_facts_with_unit_and_direction() -> None:
    assert pair().facts["a.prices"] == [
        {"amount": 0.15, "currency": "USD", "per": "1M tokens", "direction": "input"},
        {"amount": 0.6, "currency": "USD", "per": "1M tokens", "direction": "output"},
    ]


# -- fingerprint ------------------------------------------------------------------------------------------

Change = Callable[[Side], Side]


def with_claim(side: Side, **changes: object) -> Side:
    first, *rest = side.capabilities
    claim = replace(first.claims[0], **changes)  # type: ignore[arg-type]
    return replace(side, capabilities=(replace(first, claims=(claim,)), *rest))


def with_artifact(side: Side, **changes: object) -> Side:
    return replace(side, artifact=replace(side.artifact, **changes))  # type: ignore[arg-type]


READ: dict[str, Change] = {
    "the name": lambda side: with_artifact(side, name="Other"),
    "the kind": lambda side: with_artifact(side, kind=Kind.FINETUNE),
    "the pricing model": lambda side: with_artifact(side, pricing=Pricing(PricingModel.FREE)),
    "an amount": lambda side: with_artifact(
        side, pricing=Pricing(PricingModel.PAID, (Price(Decimal("0.16"), "USD", "1M tokens", "input"),))
    ),
    "a component": lambda side: replace(side, score=score(adoption="0.5001", quality="0.7")),
    "a component that is gone": lambda side: replace(side, score=score(quality="0.7")),
    "an external rank": lambda side: replace(side, score=score("60", adoption="0.5", quality="0.7")),
    "a match graph": lambda side: replace(side, score=score(adoption="0.5", quality="0.7", match_graph="0.6")),
    "a sentence": lambda side: with_claim(side, text="Reads graphs."),
    "the status of a sentence": lambda side: with_claim(side, status=ClaimStatus.ATTRIBUTED),
    "a record that is gone": lambda side: replace(side, capabilities=side.capabilities[1:]),
    "a label": lambda side: replace(side, capabilities=(capability("Chart reading", inputs=("image",)),)),
    "a fact": lambda side: replace(side, facts=()),
}
NOT_READ: dict[str, Change] = {
    "how often it was matched": lambda side: replace(side, times_matched=side.times_matched + 1),
    "how many searches there were": lambda side: replace(side, searches=1000),
    "the order of records": lambda side: replace(side, capabilities=side.capabilities[::-1]),
    "the order of labels": lambda side: replace(
        side,
        capabilities=(replace(side.capabilities[0], intents=("ask a chart", "read a chart")), *side.capabilities[1:]),
    ),
    "the order of prices": lambda side: with_artifact(
        side, pricing=replace(side.artifact.pricing, prices=side.artifact.pricing.prices[::-1])
    ),
    "how a price is spelled": lambda side: with_artifact(
        side,
        pricing=replace(
            side.artifact.pricing,
            prices=tuple(
                replace(price, amount=price.amount * Decimal("1.000")) for price in side.artifact.pricing.prices
            ),
        ),
    ),
    "when an editor decided": lambda side: with_claim(
        side, decided=Decided("ann", datetime(2026, 1, 1, tzinfo=UTC), "accept")
    ),
    "the origin of a component": lambda side: replace(
        side,
        score=score_of(
            Kind.MODEL,
            {
                Component.ADOPTION: Measured(Decimal("0.50"), "signals", date(2026, 11, 2)),
                Component.QUALITY: Measured(Decimal("0.7"), "signals"),
            },
            WEIGHTS,
        ),
    ),
}


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_a_change_of_what_is_read_changes_the_fingerprint(change: Change) -> None:
    assert pair(change(ALDER)).fingerprint != pair().fingerprint


@pytest.mark.parametrize("change", NOT_READ.values(), ids=NOT_READ)
def test_a_change_of_what_is_not_read_leaves_it(change: Change) -> None:
    assert repr(change(ALDER)) != repr(ALDER)
    assert pair(change(ALDER)).fingerprint == pair().fingerprint


def test_a_setting_that_the_verdict_reads_is_covered() -> None:
    assert pair(policy=Policy(noise_band=Decimal(4))).fingerprint != pair().fingerprint
    assert pair(policy=Policy(lead=Decimal(6))).fingerprint != pair().fingerprint


def test_the_first_match_counts_only_where_a_match_graph_could_be_named() -> None:
    def fingerprint(times_matched: int, **values: str) -> str:
        return pair(replace(ALDER, times_matched=times_matched, score=score(**values))).fingerprint

    assert fingerprint(0, quality="0.7") == fingerprint(1, quality="0.7")
    assert fingerprint(0, match_graph="0.7") != fingerprint(1, match_graph="0.7") == fingerprint(2, match_graph="0.7")


changes = st.lists(st.sampled_from(sorted(READ)), max_size=4)


@pytest.mark.slow
@settings(max_examples=200, derandomize=True, deadline=None)
@given(changes, changes, st.randoms(use_true_random=False))
def test_same_facts_same_fingerprint_other_facts_another(one: list[str], other: list[str], random: Random) -> None:
    def changed(names: list[str]) -> Comparison:
        side = ALDER
        for name in names:
            side = READ[name](side) if side.capabilities else side
        for name in (
            random.sample(sorted(NOT_READ), 3) if len(side.capabilities) > 1 and side.score == ALDER.score else ()
        ):
            side = NOT_READ[name](side)
        return pair(side)

    def lasting(comparison: Comparison) -> dict[str, object]:
        live = ("a.times_matched", "a.searches")
        return {path: value for path, value in comparison.facts.items() if path not in live}

    x, y = changed(one), changed(other)
    assert (x.fingerprint == y.fingerprint) == (lasting(x) == lasting(y))


def test_a_fingerprint_carries_the_version_of_its_making() -> None:
    assert pair().fingerprint.startswith("2:")
