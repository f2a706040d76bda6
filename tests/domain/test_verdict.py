"""No sentence of a verdict contradicts the table above it.

The examples show the rules. The property reads each sentence of random verdicts as a reader would, and compares it
with a table that this file computes by itself from what was measured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Artifact, Kind, Pricing, PricingModel
from decompose.domain.balance import Standing
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Fact, FactKind
from decompose.domain.comparison import Comparison, Families, Policy, Side, compare
from decompose.domain.score import Component, Measured, score_of, weights_from
from decompose.domain.verdict import Rule, Verdict, VerdictReason, judge, standing

SHARES = {"adoption": "0.25", "quality": "0.25", "ecosystem": "0.10", "match_graph": "0.25", "freshness": "0.15"}
WEIGHTS = weights_from({"version": 1, "default": SHARES})
FAMILIES = Families(1, {"models": frozenset({Kind.MODEL, Kind.FINETUNE})})
POLICY = Policy(families=FAMILIES)


def side(
    name: str,
    values: dict[str, Decimal],
    kind: Kind | None = Kind.MODEL,
    external: Decimal | None = None,
    pricing: PricingModel = PricingModel.FREE,
    jobs: tuple[str, ...] = (),
    times_matched: int = 0,
) -> Side:
    measured = {Component(part): Measured(value, "scores.csv") for part, value in values.items()}
    score = score_of(kind, measured, WEIGHTS, external)
    artifact = Artifact(name.lower(), name, kind, Pricing(pricing))
    return Side(artifact, score, tuple(record(name, job) for job in jobs), times_matched=times_matched)


def record(name: str, job: str) -> Capability:
    claim = Claim(f"{name} {job} claim", "description", job, ClaimStatus.VERIFIED)
    return Capability(f"{name} {job}", job, CapabilityStatus.PUBLISHED, (claim,))


def plain(name: str, level: str, **changes: object) -> Side:
    return side(name, {part: Decimal(level) for part in SHARES if part != "match_graph"}, **changes)  # type: ignore[arg-type]


def verdict(a: Side, b: Side, policy: Policy = POLICY) -> Verdict:
    return judge(compare(a, b, policy), policy)


def said(found: Verdict, rule: Rule) -> list[str]:
    return [sentence.text for sentence in found.sentences if sentence.rule is rule]


# -- who wins ---------------------------------------------------------------------------------------------


def test_the_higher_rank_wins() -> None:
    found = verdict(plain("Alder", "0.23"), plain("Birch", "0.58"))
    assert (found.winner, found.reason) == ("birch", VerdictReason.HIGHER_RANK)
    assert said(found, Rule.HIGHER_RANK) == ["Birch ranks higher: 58 of 100 against 23 for Alder."]


levels = st.none() | st.integers(0, 1000).map(lambda units: Decimal(units).scaleb(-3))
both = st.fixed_dictionaries({part: st.tuples(levels, levels) for part in SHARES})


@pytest.mark.slow
@settings(max_examples=1000, derandomize=True, deadline=None)
@given(both, st.integers(0, 1), st.integers(0, 1))
def test_who_stands_first_changes_neither_winner_nor_reason_nor_leads(
    values: dict[str, tuple[Decimal | None, Decimal | None]], matched_a: int, matched_b: int
) -> None:
    left, right = ({part: pair[at] for part, pair in values.items() if pair[at] is not None} for at in (0, 1))
    a, b = side("Ebb", left, times_matched=matched_a), side("Tide", right, times_matched=matched_b)
    here, there = verdict(a, b), verdict(b, a)
    assert (here.winner, here.reason) == (there.winner, there.reason)
    assert words_of(here) == words_of(there)


def words_of(found: Verdict) -> list[tuple[str, list[str]]]:
    """Each sentence by its rule, its words in the order of the alphabet: sides are named in the order they stand."""
    return sorted(
        (sentence.rule, sorted(re.findall(r"[\w.]*\w", sentence.text.lower()))) for sentence in found.sentences
    )


def test_different_jobs_have_no_winner_and_no_leads() -> None:
    found = verdict(plain("Alder", "0.2"), plain("Birch", "0.9", kind=Kind.DATASET))
    assert (found.winner, found.reason) == (None, VerdictReason.NOT_COMPARABLE)
    assert found.sentences[0].text.startswith("Alder is a model and Birch is a dataset: they do different jobs")
    assert {sentence.rule for sentence in found.sentences} == {Rule.DIFFERENT_JOBS, Rule.PRICE, Rule.CAPABILITIES}


def test_inside_the_noise_band_nobody_wins_and_the_exact_ranks_are_given() -> None:
    found = verdict(plain("Alder", "0.575"), plain("Birch", "0.549"))
    assert (found.winner, found.reason) == (None, VerdictReason.TOO_CLOSE)
    assert said(found, Rule.TOO_CLOSE) == [
        "Too close to call: Alder ranks 57.50 of 100 and Birch 54.90; 2.60 points is inside the noise band of 3 points."
    ]


def test_exactly_three_points_are_a_win() -> None:
    assert verdict(plain("Alder", "0.55"), plain("Birch", "0.58")).winner == "birch"
    assert verdict(plain("Alder", "0.55"), plain("Birch", "0.5799")).winner is None


def test_a_gap_that_would_be_printed_as_three_points_is_given_with_more_places() -> None:
    found = verdict(plain("Alder", "0.55006"), plain("Birch", "0.58005"))
    assert found.winner is None
    assert "58.005 of 100" not in found.sentences[0].text
    assert "Alder ranks 55.006 of 100 and Birch 58.005; 2.999 points" in found.sentences[0].text


def test_equal_ranks_have_no_winner_even_without_a_noise_band() -> None:
    found = verdict(plain("Alder", "0.5"), plain("Birch", "0.5"), Policy(noise_band=Decimal(0)))
    assert found.winner is None
    assert found.sentences[0].text == "Too close to call: Alder and Birch both rank 50.00 of 100."


def test_a_narrow_band_is_decided_with_the_places_that_show_it() -> None:
    found = verdict(plain("Alder", "0.5001"), plain("Birch", "0.5"), Policy(noise_band=Decimal("0.01")))
    assert found.sentences[0].text == "Alder ranks higher: 50.01 of 100 against 50.00 for Birch."


def test_without_a_rank_there_is_no_winner() -> None:
    found = verdict(plain("Alder", "0.5"), side("Birch", {}))
    assert (found.winner, found.reason) == (None, VerdictReason.NOT_MEASURED)
    assert found.sentences[0].text == "The rank of Birch is not measured, so no winner is named."
    both = verdict(side("Alder", {}), side("Birch", {}))
    assert both.sentences[0].text == "The ranks of Alder and Birch are not measured, so no winner is named."


def test_where_a_rank_comes_from_elsewhere_the_ranks_shown_decide() -> None:
    found = verdict(plain("Alder", "0.9", external=Decimal(23)), plain("Birch", "0.264"))
    assert found.winner == "birch"
    assert found.sentences[0].text == "Birch ranks higher: 26 of 100 against 23 for Alder."
    assert said(found, Rule.EXTERNAL_RANK) == ["The rank of Alder is computed elsewhere; our components give 90.00."]


@pytest.mark.parametrize(
    ("alder", "birch", "winner", "opening"),
    [
        ("70.5", "68.4", None, "Too close to call: Alder ranks 70.5 of 100 and Birch 68.4; 2.1 points is inside"),
        ("71.4", "68.5", None, "Too close to call: Alder ranks 71 of 100 and Birch 69; 2 points is inside"),
        ("70.5", "67.5", "alder", "Alder ranks higher: 71 of 100 against 68 for Birch."),
        ("70.4999", "67.5", None, "Too close to call: Alder ranks 70 of 100 and Birch 68; 2 points is inside"),
        ("70.4", "70.1", None, "Too close to call: Alder and Birch both rank 70 of 100."),
    ],
)
def test_the_noise_band_is_held_against_external_ranks_as_they_were_given(
    alder: str, birch: str, winner: str | None, opening: str
) -> None:
    found = verdict(side("Alder", {}, external=Decimal(alder)), side("Birch", {}, external=Decimal(birch)))
    assert found.winner == winner
    assert found.sentences[0].text.startswith(opening)


def test_a_standing_that_is_kept_decides_as_the_one_that_it_was_made_from() -> None:
    for shown in (side("Alder", {}, external=Decimal("70.5")), plain("Birch", "0.684")):
        known = standing(shown)
        assert Standing.from_json(known.slug, json.loads(json.dumps(known.as_json()))) == known


def test_the_noise_band_is_held_against_our_exact_rank_beside_an_external_one() -> None:
    found = verdict(side("Alder", {}, external=Decimal("70.5")), plain("Birch", "0.684"))
    assert (found.winner, found.reason) == (None, VerdictReason.TOO_CLOSE)
    assert found.sentences[0].facts[:2] == ("a.external_rank", "b.rank_exact")


def test_external_ranks_inside_the_band_are_given_as_shown() -> None:
    found = verdict(side("Alder", {}, external=Decimal(57)), side("Birch", {}, external=Decimal(58)))
    assert found.sentences[0].text == (
        "Too close to call: Alder ranks 57 of 100 and Birch 58; 1 point is inside the noise band of 3 points."
    )
    assert said(found, Rule.EXTERNAL_RANK)[0] == "The rank of Alder is computed elsewhere."


# -- components -------------------------------------------------------------------------------------------


def test_a_lead_is_named_from_five_printed_points_on() -> None:
    a = side("Alder", {"adoption": Decimal("0.55"), "quality": Decimal("0.4"), "freshness": Decimal("0.5")})
    b = side("Birch", {"adoption": Decimal("0.50"), "quality": Decimal("0.4499"), "freshness": Decimal("0.9")})
    assert said(verdict(a, b), Rule.LEADS) == ["Alder leads on adoption; Birch leads on freshness."]


def test_values_are_rounded_before_they_are_compared() -> None:
    a, b = side("Alder", {"quality": Decimal("0.549951")}), side("Birch", {"quality": Decimal("0.50")})
    assert said(verdict(a, b), Rule.LEADS) == ["Alder leads on quality."]


def test_where_nobody_leads_the_components_compared_are_named() -> None:
    found = verdict(plain("Alder", "0.5"), plain("Birch", "0.52"))
    assert said(found, Rule.NO_LEAD) == [
        "Neither leads by 5 points or more on adoption, quality, ecosystem or freshness."
    ]


def test_what_is_measured_on_one_side_only_leads_nothing_and_is_said_to_be_missing() -> None:
    a = side("Alder", {"quality": Decimal("0.9"), "adoption": Decimal("0.9")})
    b = side("Birch", {"quality": Decimal("0.9"), "freshness": Decimal("0.1")})
    found = verdict(a, b)
    assert said(found, Rule.LEADS) == []
    assert said(found, Rule.NOT_MEASURED) == [
        "Ecosystem is not measured for either.",
        "Freshness is not measured for Alder.",
        "Adoption is not measured for Birch.",
    ]


def test_the_match_graph_is_not_spoken_of_before_searches_matched_both() -> None:
    a, b = side("Alder", {"match_graph": Decimal("0.9")}), side("Birch", {"match_graph": Decimal("0.1")})
    assert "match" not in " ".join(sentence.text for sentence in verdict(a, b).sentences).lower()
    matched = verdict(replace(a, times_matched=1), replace(b, times_matched=2))
    assert said(matched, Rule.LEADS) == ["Alder leads on match graph."]


# -- price and records ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        (PricingModel.FREE, PricingModel.FREE, "Both are free."),
        (PricingModel.FREE, PricingModel.PAID, "Alder is free; Birch is paid."),
        (PricingModel.FREEMIUM, PricingModel.PAID, "Alder has a free tier beside paid ones; Birch is paid."),
        (PricingModel.OPEN_SOURCE, PricingModel.UNKNOWN, "Alder is open source; Birch has no stated pricing model."),
        (PricingModel.UNKNOWN, PricingModel.UNKNOWN, "The pricing model is not stated for either."),
    ],
)
def test_free_is_a_price_and_a_free_tier_is_not(a: PricingModel, b: PricingModel, text: str) -> None:
    found = verdict(plain("Alder", "0.5", pricing=a), plain("Birch", "0.5", pricing=b))
    assert said(found, Rule.PRICE) == [text]


def test_records_are_counted_as_stated_and_never_as_missing() -> None:
    a = plain("Alder", "0.5", jobs=("write code", "read charts"))
    b = plain("Birch", "0.5", jobs=("write code", "sort mail", "plan routes"))
    counted = said(verdict(a, b), Rule.CAPABILITIES)
    assert counted == ["One capability is stated for both, 1 for Alder only and 2 for Birch only."]
    assert said(verdict(plain("Alder", "0.5"), b), Rule.CAPABILITIES) == [
        "No capability is stated for both, none for Alder only and 3 for Birch only."
    ]
    assert said(verdict(plain("Alder", "0.5"), plain("Birch", "0.5")), Rule.CAPABILITIES) == [
        "No capability with a source is on record for either."
    ]


def test_a_name_is_spelled_as_published_at_the_start_of_a_sentence() -> None:
    a = plain("alder.cpp", "0.9", pricing=PricingModel.PAID)
    texts = [sentence.text for sentence in verdict(a, plain("Birch", "0.5")).sentences]
    assert not any("Alder" in text for text in texts)


# -- the property -----------------------------------------------------------------------------------------


def half_up(number: Fraction | Decimal, places: int) -> Decimal:
    exact = Fraction(number)
    wide = Decimal(exact.numerator) / Decimal(exact.denominator)
    return wide.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def printed(rank: Fraction | Decimal, places: int) -> Decimal:
    """Half up, but never up to .5 where the rank itself is below it: a reader would round that to another whole."""
    shown = half_up(rank, places)
    is_misleading = places > 0 and half_up(shown, 0) != half_up(rank, 0)
    return shown - Decimal(1).scaleb(-places) if is_misleading else shown


@dataclass
class Column:
    """What the table prints of one side, computed here from what was measured."""

    name: str
    slug: str
    kind: str
    components: dict[str, Decimal | None]
    rank_exact: Decimal | None
    rank: int | None
    is_external: bool
    deciding: Decimal | None
    pricing: str
    times_matched: int

    @classmethod
    def of(cls, shown: Side) -> Column:
        values = {name.value: row.value for name, row in shown.score.components.items()}
        known = {name: value for name, value in values.items() if value is not None}
        weight = sum((Fraction(SHARES[name]) for name in known), Fraction())
        total = sum((100 * Fraction(SHARES[name]) * Fraction(value) for name, value in known.items()), Fraction())
        exact = total / weight if known else None
        external = shown.score.external
        rank = external if external is not None else exact
        return cls(
            shown.artifact.name,
            shown.artifact.slug,
            shown.artifact.kind.label.lower() if shown.artifact.kind else "not stated",
            {name: None if value is None else half_up(100 * value, 2) for name, value in values.items()},
            None if exact is None else half_up(exact, 6),
            None if rank is None else int(half_up(Fraction(rank), 0)),
            external is not None,
            half_up(exact, 6) if external is None and exact is not None else external,
            shown.artifact.pricing.model.value,
            shown.times_matched,
        )


@dataclass
class Table:
    a: Column
    b: Column
    both: int
    only_a: int
    only_b: int

    def named(self, name: str) -> Column:
        return {self.a.name: self.a, self.b.name: self.b}[name]

    def other(self, column: Column) -> Column:
        return self.b if column is self.a else self.a

    @property
    def may_say_match(self) -> bool:
        return self.a.times_matched > 0 and self.b.times_matched > 0

    @property
    def gap(self) -> Decimal | None:
        """The distance that the noise band is held against."""
        if self.a.deciding is None or self.b.deciding is None:
            return None
        return abs(self.a.deciding - self.b.deciding)


def listed(words: str) -> list[str]:
    return [word.replace(" ", "_").lower() for word in re.split(r", | and | or ", words)]


def read(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text)
    assert found, text
    return found.groups()


def check_different_jobs(text: str, table: Table) -> None:
    if "do different jobs" in text:
        kind_a, kind_b = read(r"Alder is an? (.+) and Birch is an? (.+): they do .+", text)
        assert (kind_a, kind_b) == (table.a.kind, table.b.kind)
        assert kind_a != kind_b
    else:
        assert "not stated" in (table.a.kind, table.b.kind)
        for column in (table.a, table.b):
            assert (column.name in text) == (column.kind == "not stated")


def check_rank_missing(text: str, table: Table) -> None:
    for column in (table.a, table.b):
        assert (column.name in text) == (column.rank is None)


def check_higher_rank(text: str, table: Table) -> None:
    winner, high, low, loser = read(r"(.+) ranks higher: (\S+) of 100 against (\S+) for (.+)\.", text)
    assert (int(high), int(low)) == (table.named(winner).rank, table.named(loser).rank)
    assert table.gap is not None
    assert table.gap >= 3
    assert int(high) - int(low) >= 3


def check_too_close(text: str, table: Table) -> None:
    if "both rank" in text:
        (figure,) = read(r"Too close to call: Alder and Birch both rank (\S+) of 100\.", text)
        figures = [figure, figure]
    else:
        *figures, gap = read(
            r"Too close to call: Alder ranks (\S+) of 100 and Birch (\S+); (\S+) points? is .+ of 3 points\.", text
        )
        assert abs(Decimal(figures[0]) - Decimal(figures[1])) == Decimal(gap) < 3
    for figure, column in zip(figures, (table.a, table.b), strict=True):
        places = -int(Decimal(figure).as_tuple().exponent)
        assert column.deciding is not None
        assert Decimal(figure) == printed(column.deciding, places)
    assert table.gap is not None
    assert table.gap < 3


def check_external(text: str, table: Table) -> None:
    name, ours = read(r"The rank of (.+) is computed elsewhere(?:; our components give (.+))?\.", text)
    column = table.named(name)
    assert column.is_external
    assert (None if ours is None else Decimal(ours)) == (
        None if column.rank_exact is None else printed(column.rank_exact, 2)
    )


def leads(table: Table, column: Column) -> set[str]:
    rival = table.other(column)
    return {
        name
        for name, value in column.components.items()
        if value is not None
        and (other := rival.components[name]) is not None
        and value - other >= 5
        and (name != "match_graph" or table.may_say_match)
    }


def check_leads(text: str, table: Table) -> None:
    stated = {
        name: set(listed(words)) for name, words in (read(r"(.+) leads on (.+?)\.?", part) for part in text.split("; "))
    }
    assert stated == {column.name: leads(table, column) for column in (table.a, table.b) if leads(table, column)}


def check_no_lead(text: str, table: Table) -> None:
    (words,) = read(r"Neither leads by 5 points or more on (.+)\.", text)
    for name in listed(words):
        x, y = table.a.components[name], table.b.components[name]
        assert x is not None
        assert y is not None
        assert abs(x - y) < 5
    assert not leads(table, table.a) | leads(table, table.b)


def check_not_measured(text: str, table: Table) -> None:
    words, whom = read(r"(.+) (?:is|are) not measured for (.+)\.", text)
    columns = [table.a, table.b] if whom == "either" else [table.named(whom)]
    for name in listed(words):
        assert all(column.components[name] is None for column in columns)


def check_price(text: str, table: Table) -> None:
    words = {
        "free": "is free",
        "paid": "is paid",
        "freemium": "has a free tier",
        "open_source": "is open source",
        "unknown": "has no stated pricing model",
    }
    if table.a.pricing == table.b.pricing:
        assert "either" in text or text.startswith("Both ")
        assert words[table.a.pricing].split(" ", 1)[1] in text or table.a.pricing == "unknown"
    else:
        assert f"Alder {words[table.a.pricing]}" in text
        assert f"Birch {words[table.b.pricing]}" in text
    assert ("free tier" in text) == ("freemium" in (table.a.pricing, table.b.pricing))
    assert bool(re.search(r"(?:is|are) free\b", text)) == ("free" in (table.a.pricing, table.b.pricing))


def check_capabilities(text: str, table: Table) -> None:
    if text == "No capability with a source is on record for either.":
        assert table.both == table.only_a == table.only_b == 0
        return
    counted = read(
        r"(\S+) capabilit\S+ (?:is|are) stated for both, (\S+) for Alder only and (\S+) for Birch only\.", text
    )
    numbers = {"No": 0, "One": 1, "none": 0}
    assert [numbers.get(word, word) for word in counted] == [
        count if count < 1 or (count == 1 and at == 0) else str(count)
        for at, count in enumerate((table.both, table.only_a, table.only_b))
    ]


CHECKS: dict[Rule, Callable[[str, Table], None]] = {
    Rule.DIFFERENT_JOBS: check_different_jobs,
    Rule.RANK_MISSING: check_rank_missing,
    Rule.HIGHER_RANK: check_higher_rank,
    Rule.TOO_CLOSE: check_too_close,
    Rule.EXTERNAL_RANK: check_external,
    Rule.LEADS: check_leads,
    Rule.NO_LEAD: check_no_lead,
    Rule.NOT_MEASURED: check_not_measured,
    Rule.PRICE: check_price,
    Rule.CAPABILITIES: check_capabilities,
}
NEVER = re.compile(r"does not have|lacks|unlike|cannot|best|powerful|seamless|!|more accessible", re.IGNORECASE)


def check_whole(found: Verdict, comparison: Comparison, table: Table) -> None:
    texts = " ".join(sentence.text for sentence in found.sentences)
    assert not NEVER.search(texts)
    assert table.may_say_match or "match" not in texts.lower()
    for sentence in found.sentences:
        assert set(sentence.facts) <= set(comparison.facts), sentence
        assert sentence.facts
    if found.winner is not None:
        won = table.a if found.winner == table.a.slug else table.b
        assert comparison.comparable.ok
        assert (won.rank or 0) > (table.other(won).rank or 0)
        assert found.sentences[0].text.startswith(f"{won.name} ranks higher")
    elif comparison.comparable.ok:
        assert table.gap is None or table.gap < 3
    check_nothing_missing_is_unsaid(found, comparison, table)


def check_nothing_missing_is_unsaid(found: Verdict, comparison: Comparison, table: Table) -> None:
    """Each component that one side lacks is said to be not measured, where components are spoken of at all."""
    text = " ".join(said(found, Rule.NOT_MEASURED)).lower().replace("match graph", "match_graph")
    for name in SHARES:
        missing = table.a.components[name] is None or table.b.components[name] is None
        silent = name == "match_graph" and (
            not table.may_say_match or table.a.components[name] is table.b.components[name] is None
        )
        assert (name in text) == (missing and not silent and comparison.comparable.ok)


fine = st.integers(0, 100_000).map(lambda number: Decimal(number) / 100_000)
coarse = st.integers(0, 20).map(lambda number: Decimal(number) / 20)
JOBS = ["write code", "sort mail", "plan routes", "read charts", "translate letters"]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Side, Side]:
    """Two sides, often close to each other: most mistakes would be made at the edges of bands."""
    first = {part: draw(fine | coarse) for part in SHARES if draw(st.integers(0, 5))}
    shift = draw(st.sampled_from(["0", "0.02999", "0.03", "0.030001", "0.05", "0.049995", "0.04999", "-0.03", "-0.05"]))
    near = {part: min(max(value + Decimal(shift), Decimal(0)), Decimal(1)) for part, value in first.items()}
    far = {part: draw(fine | coarse) for part in SHARES if draw(st.integers(0, 5))}
    second = draw(st.sampled_from([near, far, {**far, **near}, {}]))
    alder, birch = (
        side(
            name,
            values,
            kind=draw(st.sampled_from([Kind.MODEL] * 6 + [Kind.FINETUNE, Kind.DATASET, None])),
            external=draw(st.none() | st.none() | st.integers(500, 620).map(lambda tenths: Decimal(tenths) / 10)),
            pricing=draw(st.sampled_from(list(PricingModel))),
            jobs=tuple(draw(st.lists(st.sampled_from(JOBS), unique=True, max_size=4))),
            times_matched=draw(st.sampled_from([0, 0, 1, 7])),
        )
        for name, values in (("Alder", first), ("Birch", second))
    )
    return alder, birch


@pytest.mark.slow
def test_no_sentence_contradicts_the_table() -> None:
    rules_seen: set[Rule] = set()

    @settings(max_examples=1000, derandomize=True, deadline=None)
    @given(pairs())
    def each(drawn: tuple[Side, Side]) -> None:
        comparison = compare(*drawn, POLICY)
        found = judge(comparison, POLICY)
        aligned = comparison.alignment
        counts = len(aligned.both), len(aligned.only_a), len(aligned.only_b)
        table = Table(Column.of(drawn[0]), Column.of(drawn[1]), *counts)
        for sentence in found.sentences:
            CHECKS[sentence.rule](sentence.text, table)
            rules_seen.add(sentence.rule)
        check_whole(found, comparison, table)

    each()
    assert rules_seen == set(Rule)


def test_a_price_that_a_source_states_is_pointed_at_where_no_model_is_on_record() -> None:
    price = Claim("claim-9", "fact", "Alder costs $9 a month.", ClaimStatus.VERIFIED)
    a = replace(plain("Alder", "0.5", pricing=PricingModel.UNKNOWN), facts=(Fact(FactKind.PRICE, price),))
    b = plain("Birch", "0.5", pricing=PricingModel.UNKNOWN)
    comparison = compare(a, b, POLICY)
    [sentence] = [one for one in judge(comparison, POLICY).sentences if one.rule is Rule.PRICE]
    assert "its price is quoted below" in sentence.text
    assert "a.facts.claim-9" in sentence.facts
    assert set(sentence.facts) <= comparison.facts.keys()
