"""Whom which of two artifacts suits: sentences by need, each with the facts that it rests on.

They take nothing from the silence of a source: what is stated for one only is a reason to look at it, and no word
about the other. Prices are set beside one another only where both are of one unit, direction and currency, and neither
artifact is called better for being cheaper. Where a winner is not named because the two do different jobs, what is left
is what each is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from decompose.domain.artifact import Price, PricingModel
from decompose.domain.capability import Capability, Claim
from decompose.domain.comparison import Comparison
from decompose.domain.readership import published_capabilities

MOST_EACH = 2


class NeedRule(StrEnum):
    """What made a sentence."""

    STATED_ONLY = "stated_only"
    LOWER_PRICE = "lower_price"
    NO_PRICE = "no_price"
    MADE_FOR = "made_for"
    REQUIREMENT = "requirement"
    LIMITATION = "limitation"


@dataclass(frozen=True, slots=True)
class Need:
    """A reason to choose one side ("a" or "b"), as the end of "Choose it if ...", or a thing to know before.

    `subject` is the id of the capability, or of the claim, whose own words the sentence repeats.
    """

    side: str
    text: str
    rule: NeedRule
    facts: tuple[str, ...]
    subject: str | None = None

    @property
    def is_caution(self) -> bool:
        return self.rule in {NeedRule.REQUIREMENT, NeedRule.LIMITATION}


def needs(comparison: Comparison) -> tuple[Need, ...]:
    """All reasons of A, then all of B: what only its sources state, price, what it is made for, and what to know."""
    sides = (("a", comparison.a), ("b", comparison.b))
    return tuple(need for letter, side in sides for need in _of_side(comparison, letter, side.capabilities))


def _of_side(comparison: Comparison, letter: str, capabilities: Sequence[Capability]) -> Iterator[Need]:
    records, alignment = published_capabilities(capabilities), comparison.alignment
    alone = alignment.only_a if letter == "a" else alignment.only_b
    names = {record.id: record.name for record in records}
    for identity in [one for one in alone if one in names][:MOST_EACH]:
        facts = (f"{letter}.capabilities.{identity}.name", f"alignment.only_{letter}")
        yield Need(letter, f"you need {_quoted(names[identity])}", NeedRule.STATED_ONLY, facts, identity)
    if comparison.comparable.ok:
        yield from _price(comparison, letter)
    yield from _claims(letter, records, "best_for", NeedRule.MADE_FOR)
    yield from _claims(letter, records, "requires", NeedRule.REQUIREMENT)
    yield from _claims(letter, records, "limitations", NeedRule.LIMITATION)


def _quoted(name: str) -> str:
    return f"“{name}”"


def _claims(letter: str, records: Sequence[Capability], field: str, rule: NeedRule) -> Iterator[Need]:
    told: list[tuple[str, Claim]] = [(record.id, claim) for record in records for claim in record.of(field)]
    for identity, claim in _each_once(told)[:MOST_EACH]:
        yield Need(letter, claim.text, rule, (f"{letter}.capabilities.{identity}.claims.{claim.id}",), claim.id)


def _each_once(told: Sequence[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    return list({claim.text: (identity, claim) for identity, claim in reversed(told)}.values())[::-1]


# -- price -------------------------------------------------------------------------------------------------


def _price(comparison: Comparison, letter: str) -> Iterator[Need]:
    ours, theirs = (comparison.a, comparison.b) if letter == "a" else (comparison.b, comparison.a)
    models = ours.artifact.pricing.model, theirs.artifact.pricing.model
    if models == (PricingModel.FREE, PricingModel.PAID):
        facts = ("a.pricing.model", "b.pricing.model")
        yield Need(letter, f"you want to pay nothing; {theirs.artifact.name} is paid", NeedRule.NO_PRICE, facts)
    for price in ours.artifact.pricing.prices:
        rivals = [other for other in theirs.artifact.pricing.prices if _unit(other) == _unit(price)]
        if len(rivals) == 1 and price.amount < rivals[0].amount:
            text = f"{_what(price)} counts most: {_amount(price)} against {_amount(rivals[0])}"
            yield Need(letter, text, NeedRule.LOWER_PRICE, ("a.prices", "b.prices"))


def _unit(price: Price) -> tuple[str, str, str | None]:
    return price.currency, price.per, price.direction


def _what(price: Price) -> str:
    return f"the price of {price.direction}" if price.direction else "the price"


def _amount(price: Price) -> str:
    return f"{price.amount.normalize():f} {price.currency} per {price.per}"
