"""Verdicts: sentences derived by rule from the facts of a comparison, each with the facts that it rests on.

No sentence may contradict the table above it. So whatever a sentence compares is rounded as it is printed before it is
compared, what is not measured is not spoken of but as that, and silence of a source is never taken for absence.

What scores say is weighed from a projection of them (`balance`); what records say (the remarks) no score can move.
"""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.artifact import PricingModel
from decompose.domain.balance import BALANCES, Balance, Rule, Standing, VerdictReason, figures, project, standing_of
from decompose.domain.capability import FactKind
from decompose.domain.comparison import Comparison, Policy, Side

__all__ = ["Rule", "Sentence", "Verdict", "VerdictReason", "judge", "remarks", "standing", "weigh"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the rule that made it, and the paths of the facts that it rests on."""

    text: str
    rule: Rule
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`winner` is a slug, or None where no winner is named."""

    winner: str | None
    reason: VerdictReason
    sentences: tuple[Sentence, ...]


def judge(comparison: Comparison, policy: Policy) -> Verdict:
    """The verdict of a comparison: who wins or why nobody does, then leads, what is not measured, price, records."""
    a, b = standing(comparison.a), standing(comparison.b)
    balance, texts = weigh(a, b, policy, comparable=comparison.comparable.ok)
    weighed = tuple(Sentence(text, line.rule, line.facts) for text, line in zip(texts, balance.lines, strict=True))
    winner = {"a": a.slug, "b": b.slug}.get(balance.winner or "")
    return Verdict(winner, balance.reason, weighed + remarks(comparison))


def standing(side: Side) -> Standing:
    """What a verdict reads of the scores of a side."""
    return standing_of(side.artifact.slug, side.artifact.name, side.score, was_matched=side.times_matched > 0)


def weigh(a: Standing, b: Standing, policy: Policy, *, comparable: bool) -> tuple[Balance, tuple[str, ...]]:
    """What the scores of two sides say: a balance, and its sentences with their figures."""
    balance = BALANCES.of(project(a, b, policy, comparable=comparable))
    words = figures(a, b, policy) if balance.lines else {}
    return balance, tuple(line.filled(words) for line in balance.lines)


def remarks(comparison: Comparison) -> tuple[Sentence, ...]:
    """What the records of two sides say, whatever their scores are."""
    return (*_different_jobs(comparison), _price(comparison), _capabilities(comparison))


def _different_jobs(comparison: Comparison) -> tuple[Sentence, ...]:
    if comparison.comparable.ok:
        return ()
    facts = ("a.name", "b.name", "a.kind", "b.kind", "comparable.ok")
    return (Sentence(comparison.comparable.reason, Rule.DIFFERENT_JOBS, facts),)


# -- price and records ------------------------------------------------------------------------------------


def _price(comparison: Comparison) -> Sentence:
    """Who pays: "free" is a price; a free tier is something else, and so is an open licence."""
    a, b = comparison.a, comparison.b
    quoted = (*_quoted_prices("a", a), *_quoted_prices("b", b))
    is_alike = a.artifact.pricing.model is b.artifact.pricing.model
    is_unknown = a.artifact.pricing.model is PricingModel.UNKNOWN
    if is_alike and not (is_unknown and quoted):
        text = _PRICE_OF_BOTH[a.artifact.pricing.model]
    else:
        text = f"{_price_of(a)}; {_price_of(b)}."
    return Sentence(text, Rule.PRICE, ("a.pricing.model", "b.pricing.model", *quoted))


def _quoted_prices(letter: str, side: Side) -> tuple[str, ...]:
    """The paths of the facts in which a source states a price of an artifact whose pricing model is not on record."""
    if side.artifact.pricing.model is not PricingModel.UNKNOWN:
        return ()
    return tuple(f"{letter}.facts.{fact.claim.id}" for fact in side.facts if fact.kind is FactKind.PRICE)


_PRICE_OF_BOTH = {
    PricingModel.FREE: "Both are free.",
    PricingModel.PAID: "Both are paid.",
    PricingModel.FREEMIUM: "Both have a free tier beside paid ones.",
    PricingModel.OPEN_SOURCE: "Both are open source.",
    PricingModel.UNKNOWN: "The pricing model is not stated for either.",
}
_PRICE_OF_ONE = {
    PricingModel.FREE: "is free",
    PricingModel.PAID: "is paid",
    PricingModel.FREEMIUM: "has a free tier beside paid ones",
    PricingModel.OPEN_SOURCE: "is open source",
    PricingModel.UNKNOWN: "has no stated pricing model",
}


def _price_of(side: Side) -> str:
    if _quoted_prices("", side):
        return f"{side.artifact.name} has no pricing model on record, its price is quoted below"
    return f"{side.artifact.name} {_PRICE_OF_ONE[side.artifact.pricing.model]}"


def _capabilities(comparison: Comparison) -> Sentence:
    """What the sources state; a source that is silent says nothing about what an artifact cannot do."""
    (name_a, name_b), found = _names(comparison), comparison.alignment
    both, only_a, only_b = len(found.both), len(found.only_a), len(found.only_b)
    facts = ("alignment.both", "alignment.only_a", "alignment.only_b")
    if both == only_a == only_b == 0:
        return Sentence("No capability with a source is on record for either.", Rule.CAPABILITIES, facts)
    opening = f"{both} capabilities are" if both > 1 else f"{'One' if both else 'No'} capability is"
    rest = f"{_count(only_a)} for {name_a} only and {_count(only_b)} for {name_b} only"
    return Sentence(f"{opening} stated for both, {rest}.", Rule.CAPABILITIES, facts)


# -- words ------------------------------------------------------------------------------------------------


def _names(comparison: Comparison) -> tuple[str, str]:
    return comparison.a.artifact.name, comparison.b.artifact.name


def _count(number: int) -> str:
    return str(number) if number else "none"
