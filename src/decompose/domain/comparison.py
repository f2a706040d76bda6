"""A comparison: all facts about two artifacts that alignment, table and verdict read, and their fingerprint.

Facts have flat paths: `a.` and `b.` for the two sides, `alignment.`, `policy.` and `comparable.` for the pair. Their
values are plain JSON. The fingerprint covers all of them but the live counters; it knows no clock, no row id and no
order that means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from decompose.domain.alignment import NO_RULINGS, Alignment, Rulings, align
from decompose.domain.artifact import Artifact, Kind, Price, Pricing
from decompose.domain.capability import Capability, Claim, Fact
from decompose.domain.identity import digest
from decompose.domain.score import Component, Score
from decompose.errors import ConfigurationError, UsageError

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True)
class Side:
    """One artifact as readers see it: public capabilities and facts.

    `times_matched` and `searches` are live counters: pages fill them in when they are rendered.
    """

    artifact: Artifact
    score: Score
    capabilities: tuple[Capability, ...] = ()
    facts: tuple[Fact, ...] = ()
    times_matched: int = 0
    searches: int = 0


@dataclass(frozen=True, slots=True)
class Families:
    """Kinds that do the same job, so that a winner may be named across them. A kind is its own family besides."""

    version: int = 0
    members: Mapping[str, frozenset[Kind]] = field(default_factory=dict)

    def share(self, a: Kind, b: Kind) -> bool:
        return a is b or any({a, b} <= kinds for kinds in self.members.values())


@dataclass(frozen=True, slots=True)
class Policy:
    """Below `noise_band` points of rank nobody wins; from `lead` points of a component on, a lead is named."""

    noise_band: Decimal = Decimal(3)
    lead: Decimal = Decimal(5)
    families: Families = field(default_factory=Families)


@dataclass(frozen=True, slots=True)
class Comparability:
    """Whether two artifacts do the same sort of job; `reason` is a sentence for readers."""

    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`facts` maps flat paths (`a.rank`, `b.components.quality`) to JSON values."""

    a: Side
    b: Side
    comparable: Comparability
    alignment: Alignment
    facts: Mapping[str, JsonValue]
    fingerprint: str


# The tag goes up whenever the same facts would get another digest.
FINGERPRINT_VERSION = 2
LIVE = frozenset({"a.times_matched", "b.times_matched", "a.searches", "b.searches"})


def families_from(table: Mapping[str, Any]) -> Families:
    """The families of a parsed families file: `version` and `families`, a list of kinds each.

    Raises ConfigurationError.
    """
    try:
        members = {name: frozenset(Kind(kind) for kind in kinds) for name, kinds in table["families"].items()}
        return Families(int(table["version"]), members)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        remedy = f"give a version and lists of kinds ({', '.join(Kind)})"
        raise ConfigurationError(f"families: {error}; {remedy}", subject="families") from error


def ordered(x: Side, y: Side) -> tuple[Side, Side]:
    """The two sides by slug: a pair has one canonical order. Raises UsageError for an artifact against itself."""
    if x.artifact.slug == y.artifact.slug:
        raise UsageError(f'"{x.artifact.slug}" cannot be compared with itself: name two', subject=x.artifact.slug)
    return (x, y) if x.artifact.slug < y.artifact.slug else (y, x)


def compare(a: Side, b: Side, policy: Policy, rulings: Rulings = NO_RULINGS) -> Comparison:
    """The comparison of two sides in the order given (see `ordered`), with what was ruled of pairs of capabilities."""
    comparable = comparability(a.artifact, b.artifact, policy.families)
    alignment = align(a.capabilities, b.capabilities, rulings)
    shared = {**pair_facts(comparable, alignment, policy), **match_facts(a, b)}
    sides = {"a": facts_of(a), "b": facts_of(b)}
    facts = {
        **shared,
        **{f"{letter}.{path}": value for letter, parts in sides.items() for path, value in parts.every()},
        **{f"{letter}.{path}": value for letter, side in (("a", a), ("b", b)) for path, value in _counters(side)},
    }
    return Comparison(a, b, comparable, alignment, facts, fingerprint_of(sides["a"], sides["b"], shared))


@dataclass(frozen=True, slots=True)
class SideFacts:
    """The lasting facts of one side in two parts: what its records say, and what is measured of it."""

    records: Mapping[str, JsonValue]
    scores: Mapping[str, JsonValue]

    @property
    def digests(self) -> tuple[str, str]:
        return digest_of(self.records), digest_of(self.scores)

    def every(self) -> Iterator[tuple[str, JsonValue]]:
        yield from self.records.items()
        yield from self.scores.items()


def facts_of(side: Side) -> SideFacts:
    """The facts of a side by path, without the letter in front."""
    return SideFacts(dict(_record_facts(side)), score_facts(side.score))


def digest_of(facts: Mapping[str, JsonValue]) -> str:
    """The name of a part of the facts of a side: the same for the same facts."""
    return digest(facts, 32)


def fingerprint_of(a: SideFacts, b: SideFacts, shared: Mapping[str, JsonValue]) -> str:
    """The name of a comparison's lasting facts, made of the names of its parts."""
    return fingerprint_from((*a.digests, *b.digests), shared)


def fingerprint_from(digests: Sequence[str], shared: Mapping[str, JsonValue]) -> str:
    """The fingerprint of four parts (records and scores of A, then of B) and the facts of the pair."""
    return f"{FINGERPRINT_VERSION}:{digest([*digests, shared])}"


def comparability(a: Artifact, b: Artifact, families: Families) -> Comparability:
    """Same kind, or kinds of one family; what is not known is not comparable."""
    if a.kind is None or b.kind is None:
        return Comparability(False, _kind_missing(a, b))
    kinds = f"{a.name} is {_with_article(a.kind)} and {b.name} is {_with_article(b.kind)}"
    if a.kind is b.kind:
        return Comparability(True, f"{a.name} and {b.name} are of one kind: {_in_sentence(a.kind)}.")
    if families.share(a.kind, b.kind):
        return Comparability(True, f"{kinds}: they do the same sort of job.")
    return Comparability(False, f"{kinds}: they do different jobs, so neither is named the winner.")


def _has_match_graph(side: Side) -> bool:
    return side.score.components[Component.MATCH_GRAPH].value is not None


def _kind_missing(a: Artifact, b: Artifact) -> str:
    without = [artifact.name for artifact in (a, b) if artifact.kind is None]
    subject = f"The kind of {without[0]} is" if len(without) == 1 else f"The kinds of {a.name} and {b.name} are"
    return f"{subject} not stated, so neither is named the winner."


def _in_sentence(kind: Kind) -> str:
    return kind.label if kind.label[:2].isupper() else kind.label.lower()


def _with_article(kind: Kind) -> str:
    begins_with_vowel = kind.label[0] in "AEIOU" or kind is Kind.MCP
    return f"{'an' if begins_with_vowel else 'a'} {_in_sentence(kind)}"


# -- facts ------------------------------------------------------------------------------------------------


def pair_facts(comparable: Comparability, alignment: Alignment, policy: Policy) -> dict[str, JsonValue]:
    """The facts that no side has by itself."""
    return {
        "comparable.ok": comparable.ok,
        "policy.noise_band": float(policy.noise_band),
        "policy.lead": float(policy.lead),
        **dict(_alignment_facts(alignment)),
    }


def match_facts(a: Side, b: Side) -> dict[str, JsonValue]:
    """Whether searches matched each side: a fact where a match graph is there that could be named."""
    if _has_match_graph(a) or _has_match_graph(b):
        return matched(was_matched_a=a.times_matched > 0, was_matched_b=b.times_matched > 0)
    return {}


def matched(*, was_matched_a: bool, was_matched_b: bool) -> dict[str, JsonValue]:
    """The facts of the pair that say whether searches matched its sides."""
    return {"a.was_matched": was_matched_a, "b.was_matched": was_matched_b}


def _record_facts(side: Side) -> Iterator[tuple[str, JsonValue]]:
    yield "slug", side.artifact.slug
    yield "name", side.artifact.name
    yield "kind", side.artifact.kind.value if side.artifact.kind else None
    yield from _pricing_facts(side.artifact.pricing)
    for stated in side.artifact.stated:
        yield f"stated.{stated.fact}", f"{stated.value} ({stated.source}, {stated.day.isoformat()})"
    yield "capabilities", len(side.capabilities)
    for capability in side.capabilities:
        yield from _capability_facts(capability)
    for fact in side.facts:
        yield f"facts.{fact.claim.id}", {"kind": fact.kind.value, **_said(fact.claim)}


def _counters(side: Side) -> Iterator[tuple[str, JsonValue]]:
    yield "times_matched", side.times_matched
    yield "searches", side.searches


def score_facts(score: Score) -> dict[str, JsonValue]:
    """The facts that are measured of a side."""
    facts: dict[str, JsonValue] = {
        "rank": score.rank,
        "rank_exact": _number(score.rank_exact),
        "external_rank": _number(score.external),
    }
    for name, row in score.components.items():
        facts[f"components.{name}"] = _number(row.value)
        facts[f"weights.{name}"] = float(row.weight)
    return facts


def _pricing_facts(pricing: Pricing) -> Iterator[tuple[str, JsonValue]]:
    yield "pricing.model", pricing.model.value
    yield "pricing.as_of", pricing.as_of.isoformat() if pricing.as_of else None
    yield "pricing.as_published", pricing.as_published
    yield ("prices", [_price(price) for price in sorted(pricing.prices, key=_price_order)])


def _price(price: Price) -> JsonValue:
    amount = float(price.amount)
    return {"amount": amount, "currency": price.currency, "per": price.per, "direction": price.direction}


def _price_order(price: Price) -> tuple[str, str, str, Decimal]:
    return price.per, price.direction or "", price.currency, price.amount


def _capability_facts(capability: Capability) -> Iterator[tuple[str, JsonValue]]:
    path = f"capabilities.{capability.id}"
    yield f"{path}.name", capability.name
    yield f"{path}.intents", _labels(capability.intents)
    yield f"{path}.inputs", _labels(capability.inputs)
    yield f"{path}.outputs", _labels(capability.outputs)
    for claim in capability.claims:
        yield f"{path}.claims.{claim.id}", {"field": claim.field, **_said(claim)}


def _labels(words: tuple[str, ...]) -> JsonValue:
    return [*sorted(words)]


def _said(claim: Claim) -> dict[str, JsonValue]:
    return {"text": claim.text, "status": claim.status.value}


def _alignment_facts(alignment: Alignment) -> Iterator[tuple[str, JsonValue]]:
    yield "alignment.both", len(alignment.both)
    yield "alignment.only_a", len(alignment.only_a)
    yield "alignment.only_b", len(alignment.only_b)
    yield "alignment.pairs", [[pair.a, pair.b] for pair in alignment.both]


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
