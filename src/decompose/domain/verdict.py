"""Verdicts: sentences derived by rule from the facts of a comparison, each with the facts that it rests on.

No sentence may contradict the table above it. So whatever a sentence compares is rounded as it is printed before it is
compared, what is not measured is not spoken of but as that, and silence of a source is never taken for absence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from decompose.domain.artifact import PricingModel
from decompose.domain.capability import FactKind
from decompose.domain.comparison import Comparison, Policy, Side, speaks_of_matches
from decompose.domain.score import EXACT_PLACES, PRINTED_PLACES, Component, Score, printed, printed_value, round_half_up


class VerdictReason(StrEnum):
    """Why there is a winner, or none."""

    HIGHER_RANK = "higher_rank"
    TOO_CLOSE = "too_close"
    NOT_COMPARABLE = "not_comparable"
    NOT_MEASURED = "not_measured"


class Rule(StrEnum):
    """What made a sentence."""

    DIFFERENT_JOBS = "different_jobs"
    RANK_MISSING = "rank_missing"
    TOO_CLOSE = "too_close"
    HIGHER_RANK = "higher_rank"
    EXTERNAL_RANK = "external_rank"
    LEADS = "leads"
    NO_LEAD = "no_lead"
    NOT_MEASURED = "not_measured"
    PRICE = "price"
    CAPABILITIES = "capabilities"


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
    winner, reason, opening = _decide(comparison, policy)
    sentences = [opening]
    if reason is not VerdictReason.NOT_COMPARABLE:
        sentences += _external_ranks(comparison)
        sentences += _leads(comparison, policy)
        sentences += _not_measured(comparison)
    sentences += [_price(comparison), _capabilities(comparison)]
    return Verdict(winner.artifact.slug if winner else None, reason, tuple(sentences))


# -- who wins ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ranks:
    """The two ranks that decide: the exact ones, or those shown where either was computed elsewhere."""

    a: Decimal
    b: Decimal
    places: int
    paths: tuple[str, ...]

    def printed(self, places: int, policy: Policy) -> tuple[Decimal, Decimal]:
        """Both with at least so many places, and with as many more as it takes to show what the rule saw."""
        for enough in range(places, EXACT_PLACES):
            a, b = round_half_up(self.a, enough), round_half_up(self.b, enough)
            if _is_close(a, b, policy) == _is_close(self.a, self.b, policy):
                return a, b
        return self.a, self.b


def _decide(comparison: Comparison, policy: Policy) -> tuple[Side | None, VerdictReason, Sentence]:
    if not comparison.comparable.ok:
        facts = ("a.name", "b.name", "a.kind", "b.kind", "comparable.ok")
        return (None, VerdictReason.NOT_COMPARABLE, Sentence(comparison.comparable.reason, Rule.DIFFERENT_JOBS, facts))
    ranks = _ranks(comparison.a.score, comparison.b.score)
    if ranks is None:
        return None, VerdictReason.NOT_MEASURED, _rank_missing(comparison)
    if _is_close(ranks.a, ranks.b, policy):
        return None, VerdictReason.TOO_CLOSE, _too_close(comparison, ranks, policy)
    winner = comparison.a if ranks.a > ranks.b else comparison.b
    return winner, VerdictReason.HIGHER_RANK, _higher_rank(comparison, ranks, policy)


def _is_close(x: Decimal, y: Decimal, policy: Policy) -> bool:
    return x == y or abs(x - y) < policy.noise_band


def _ranks(a: Score, b: Score) -> _Ranks | None:
    if a.rank is None or b.rank is None:
        return None
    shown = ("a.rank", "b.rank", "policy.noise_band")
    if a.is_external or b.is_external or a.rank_exact is None or b.rank_exact is None:
        return _Ranks(Decimal(a.rank), Decimal(b.rank), 0, ("a.external_rank", "b.external_rank", *shown))
    return _Ranks(a.rank_exact, b.rank_exact, PRINTED_PLACES, ("a.rank_exact", "b.rank_exact", *shown))


def _rank_missing(comparison: Comparison) -> Sentence:
    missing = [side.artifact.name for side in (comparison.a, comparison.b) if side.score.rank is None]
    subject = f"The rank of {missing[0]} is" if len(missing) == 1 else f"The ranks of {' and '.join(missing)} are"
    return Sentence(f"{subject} not measured, so no winner is named.", Rule.RANK_MISSING, ("a.rank", "b.rank"))


def _too_close(comparison: Comparison, ranks: _Ranks, policy: Policy) -> Sentence:
    """Exact figures always: two whole numbers can look further apart than the ranks are."""
    (name_a, name_b), (a, b) = _names(comparison), ranks.printed(ranks.places, policy)
    if a == b:
        text = f"Too close to call: {name_a} and {name_b} both rank {a} of 100."
    else:
        gap, band = _points(abs(a - b)), _points(policy.noise_band)
        text = (
            f"Too close to call: {name_a} ranks {a} of 100 and {name_b} {b}; {gap} is inside the noise band of {band}."
        )
    return Sentence(text, Rule.TOO_CLOSE, ranks.paths)


def _higher_rank(comparison: Comparison, ranks: _Ranks, policy: Policy) -> Sentence:
    figures = zip(ranks.printed(0, policy), _names(comparison), strict=True)
    (low, loser), (high, winner) = sorted(figures)
    return Sentence(f"{winner} ranks higher: {high} of 100 against {low} for {loser}.", Rule.HIGHER_RANK, ranks.paths)


def _external_ranks(comparison: Comparison) -> Iterator[Sentence]:
    for letter, side in (("a", comparison.a), ("b", comparison.b)):
        if side.score.is_external:
            ours = printed(side.score).rank_exact
            ending = "" if ours is None else f"; our components give {ours}"
            text = f"The rank of {side.artifact.name} is computed elsewhere{ending}."
            yield Sentence(text, Rule.EXTERNAL_RANK, (f"{letter}.external_rank", f"{letter}.rank_exact"))


# -- components -------------------------------------------------------------------------------------------


def _leads(comparison: Comparison, policy: Policy) -> Iterator[Sentence]:
    compared = [name for name in _spoken_of(comparison) if None not in _printed_pair(comparison, name)]
    if not compared:
        return
    leads_a = [name for name in compared if _lead(comparison, name) >= policy.lead]
    leads_b = [name for name in compared if -_lead(comparison, name) >= policy.lead]
    name_a, name_b = _names(comparison)
    clauses = [f"{name} leads on {_list(leads)}" for name, leads in ((name_a, leads_a), (name_b, leads_b)) if leads]
    if clauses:
        facts = (*_paths("a", *leads_a, *leads_b), *_paths("b", *leads_a, *leads_b), "policy.lead")
        yield Sentence(f"{'; '.join(clauses)}.", Rule.LEADS, facts + _match_paths(leads_a + leads_b))
    else:
        text = f"Neither leads by {_points(policy.lead)} or more on {_list(compared, 'or')}."
        facts = (*_paths("a", *compared), *_paths("b", *compared), "policy.lead")
        yield Sentence(text, Rule.NO_LEAD, facts + _match_paths(compared))


def _not_measured(comparison: Comparison) -> Iterator[Sentence]:
    missing_a, missing_b = (
        [name for name in _spoken_of(comparison) if side.score.components[name].value is None]
        for side in (comparison.a, comparison.b)
    )
    name_a, name_b = _names(comparison)
    both = [name for name in missing_a if name in missing_b]
    groups = [
        ("either", both, ("a", "b")),
        (name_a, [name for name in missing_a if name not in both], ("a",)),
        (name_b, [name for name in missing_b if name not in both], ("b",)),
    ]
    for whom, missing, letters in groups:
        if missing:
            text = f"{_capitalised(_list(missing))} {'is' if len(missing) == 1 else 'are'} not measured for {whom}."
            facts = tuple(path for letter in letters for path in _paths(letter, *missing))
            yield Sentence(text, Rule.NOT_MEASURED, facts + _match_paths(missing))


def _spoken_of(comparison: Comparison) -> list[Component]:
    """All components, but the match graph only where searches matched both sides: no evidence, no word of it."""
    matched = speaks_of_matches(comparison.a, comparison.b)
    return [name for name in Component if name is not Component.MATCH_GRAPH or matched]


def _printed_pair(comparison: Comparison, name: Component) -> tuple[Decimal | None, Decimal | None]:
    a, b = (printed_value(side.score.components[name].value) for side in (comparison.a, comparison.b))
    return a, b


def _lead(comparison: Comparison, name: Component) -> Decimal:
    """By how many printed points A is ahead."""
    a, b = _printed_pair(comparison, name)
    return Decimal(0) if a is None or b is None else a - b


def _paths(letter: str, *names: Component) -> tuple[str, ...]:
    return tuple(f"{letter}.components.{name}" for name in names)


def _match_paths(names: Sequence[Component]) -> tuple[str, ...]:
    return ("a.was_matched", "b.was_matched") if Component.MATCH_GRAPH in names else ()


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


def _points(number: Decimal) -> str:
    return "1 point" if str(number) == "1" else f"{number} points"


def _list(names: Sequence[Component], joint: str = "and") -> str:
    """The labels as running text: "adoption, quality and freshness"."""
    words = [name.label.lower() for name in names]
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _count(number: int) -> str:
    return str(number) if number else "none"


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
