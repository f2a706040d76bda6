"""Sentences about a pair are kept by relations and statements, and no figure: what turns one is stale, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Kind
from decompose.domain.capability import ClaimStatus
from decompose.domain.comparison import Comparison, compare
from decompose.domain.write_up.material import Material, material_of
from decompose.domain.write_up.sentences import Written, filled, silence, stale_at, standing_at, told
from decompose.services.writing import facts_in_words
from domain.written import (
    AHEAD,
    BEHIND,
    HARBOUR,
    PILOT,
    POLICY,
    about_a,
    about_b,
    bench,
    draft,
    material,
    pair,
    relation,
    side,
)

RANKS = relation("rank", "a > b", "{a.name} ranks higher than {b.name}, with {a.rank} against {b.rank}")
QUALITY = relation("quality", "even", "neither leads on quality")
KEEPS = about_a("{a.name} can keep readings on disk", "a2")
MAILS = about_b("{b.name} may send mail when a gauge is silent", "b2")
RANKS_AND_MAILS = (
    "Harbour ranks higher than Pilot, with 57 of 100 against 46 of 100, but Pilot may send mail when a gauge is silent."
)
ALONE = relation("r2", "only a", "only the sources of {a.name} state {r2}")


def written_up(about: Material | None = None) -> tuple[Written, ...]:
    """A write-up of four sentences: of a rank and a statement, of a component, of both sides, of a row."""
    drafts = [
        draft(RANKS, MAILS, joint="but", place=1),
        draft(QUALITY, place=2),
        draft(KEEPS, MAILS, joint="while", place=3),
        draft(ALONE, place=4),
    ]
    checked = [bench(about).check(one) for one in drafts]
    assert all(isinstance(one, Written) for one in checked), checked
    return tuple(replace(one, llm="scripted") for one in checked if isinstance(one, Written))


def stale_places(kept: tuple[Written, ...], now: Material) -> list[int]:
    return [one.place for one in stale_at(kept, now.facts)]


# -- what may be told --------------------------------------------------------------------------------------


def test_a_row_that_is_not_there_is_no_relation() -> None:
    refused = bench().check(draft(relation("row.gone", "both", "the sources of both state {r1}"), place=1))
    assert not isinstance(refused, Written)
    assert "there is no relation “row.gone”" in str(refused)


def test_relations_are_told_apart_from_figures() -> None:
    found = material()
    assert dict(found.relations) == {
        "rank": "a > b",
        "adoption": "a > b",
        "quality": "even",
        "ecosystem": "a > b",
        "freshness": "a < b",
        "price.usd-per-month": "a < b",
        "pricing": "same",
    }
    assert found.slots["a.rank"] == "57 of 100"
    assert found.slots["b.adoption"] == "20.00"
    assert found.slots["b.price.usd-per-month"] == "9 USD per month"
    assert not any(figure in facts_in_words(found) for figure in ("57", "20.00", "9 USD"))


def test_a_row_has_the_name_of_its_records_and_what_they_state() -> None:
    found = material(pilot=("keeping readings | Pilot stores readings in memory by default.", *PILOT[1:]))
    assert [(row.handle, row.relation) for row in found.rows] == [("r1", "both"), ("r2", "only a"), ("r3", "only b")]
    assert dict(found.rows[0].names) == {"r1.a": "“storing readings”", "r1.b": "“keeping readings”"}
    assert [(one.handle, one.row) for one in found.statements if one.side == "b"] == [
        ("b1", "r1"), ("b2", "r3"), ("b3", None),
    ]  # fmt: skip


@pytest.mark.parametrize("status", [ClaimStatus.ATTRIBUTED, ClaimStatus.UNSUPPORTED, ClaimStatus.STALE])
def test_what_only_its_makers_vouch_for_or_nothing_carries_is_no_material(status: ClaimStatus) -> None:
    comparison = pair()
    record = comparison.a.capabilities[0]
    claims = (replace(record.claims[0], status=status), *record.claims[1:])
    records = (replace(record, claims=claims), *comparison.a.capabilities[1:])
    a = replace(comparison.a, capabilities=records)
    found = material_of(compare(a, comparison.b, POLICY), POLICY)
    assert "a.claims.harbour0" not in found.facts
    assert "a.claims.harbour1" in found.facts


def test_of_what_is_not_comparable_no_score_or_price_is_set_beside_another() -> None:
    comparison = pair()
    dataset = replace(comparison.b, artifact=replace(comparison.b.artifact, kind=Kind.DATASET))
    found = material_of(compare(comparison.a, dataset, POLICY), POLICY)
    assert set(found.relations) <= {"pricing"}
    assert "a.rank" not in found.slots


def test_a_component_that_one_side_lacks_is_in_no_relation() -> None:
    found = material({**AHEAD, "quality": None}, BEHIND)
    assert "quality" not in found.relations
    assert "a.quality" not in found.slots


# -- what stands, and what is stale ------------------------------------------------------------------------


def test_figures_are_filled_in_last() -> None:
    kept = written_up()
    assert [one.text for one in told(kept, material())] == [
        RANKS_AND_MAILS,
        "Neither leads on quality.",
        "Harbour can keep readings on disk, while Pilot may send mail when a gauge is silent.",
        "Only the sources of Harbour state “drawing charts”.",
    ]
    raised = material({**AHEAD, "adoption": "0.9"}, BEHIND)
    assert told(kept, raised)[0].text.startswith("Harbour ranks higher than Pilot, with 61 of 100 against 46 of 100")


def test_each_sentence_tells_what_it_rests_on() -> None:
    first, _, third, fourth = told(written_up(), material())
    assert (first.relations, first.claims, first.llm) == ((("rank", "a > b"),), ("pilot1",), "scripted")
    assert (third.relations, third.claims) == ((), ("harbour1", "pilot1"))
    assert fourth.relations == (("“drawing charts”", "only a"),)


def test_a_score_that_turns_no_relation_leaves_everything_as_it_is() -> None:
    before, after = material(), material({**AHEAD, "adoption": "0.9"}, {**BEHIND, "freshness": "0.95"})
    assert after.slots != before.slots
    assert after.digest == before.digest
    assert facts_in_words(after) == facts_in_words(before)
    assert stale_places(written_up(), after) == []


@pytest.mark.parametrize(
    ("a", "b", "stale"),
    [
        ({**AHEAD, "quality": "0.6"}, BEHIND, [2]),
        ({**AHEAD, "adoption": "0.45"}, BEHIND, [1]),
        ({**AHEAD, "adoption": "0.45", "quality": "0.4"}, BEHIND, [1, 2]),
        ({**AHEAD, "quality": None}, BEHIND, [2]),
        ({}, BEHIND, [1, 2]),
    ],
)
def test_a_turned_relation_makes_its_sentences_stale_and_no_other(
    a: Mapping[str, str | None], b: Mapping[str, str | None], stale: list[int]
) -> None:
    kept, now = written_up(), material(a, b)
    assert stale_places(kept, now) == stale
    assert [one.text for one in told(kept, now)] == [
        filled(one, now) for one in kept if one.place not in stale
    ]  # what turned is not shown


def test_a_statement_that_is_another_makes_its_sentences_stale() -> None:
    softened = (PILOT[0], "sending mail | Pilot may send mail when a gauge is silent for long.", PILOT[2])
    assert stale_places(written_up(), material(pilot=softened)) == [1, 3]


def test_a_job_that_the_other_side_states_now_makes_its_row_stale() -> None:
    charts = (*PILOT, "drawing charts | Pilot draws charts of each day.")
    assert stale_places(written_up(), material(pilot=charts)) == [4]


def test_a_renamed_row_is_told_by_its_new_name() -> None:
    kept = written_up()
    comparison = pair()
    renamed = tuple(
        replace(record, name="plotting charts") if record.name == "drawing charts" else record
        for record in comparison.a.capabilities
    )
    now = material_of(compare(replace(comparison.a, capabilities=renamed), comparison.b, POLICY), POLICY)
    assert told(kept, now)[3].text == "Only the sources of Harbour state “plotting charts”."


def test_changed_and_reverted_the_first_sentence_stands_again() -> None:
    kept, turned = written_up(), material({**AHEAD, "quality": "0.6"}, BEHIND)
    better = relation("quality", "a > b", "{a.name} scores higher on quality than {b.name}")
    again = bench(turned).check(draft(better, place=2))
    assert isinstance(again, Written)
    kept = (*kept, again)
    assert stale_places(kept, turned) == []
    assert told(kept, turned)[1].text == "Harbour scores higher on quality than Pilot."
    assert stale_places(kept, material()) == []
    assert told(kept, material())[1].text == "Neither leads on quality."


def test_a_place_that_is_silent_is_asked_about_when_its_relation_turns_again() -> None:
    kept, turned = written_up(), material({**AHEAD, "quality": "0.6"}, BEHIND)
    kept = (*kept, silence(kept[1], turned.facts))
    assert stale_places(kept, turned) == []
    assert len(told(kept, turned)) == 3
    assert stale_places(kept, material({**AHEAD, "quality": "0.4"}, BEHIND)) == [2]
    assert stale_places(kept, material()) == []


def test_a_sentence_that_nothing_fills_is_not_shown() -> None:
    [first, *_] = written_up()
    assert filled(replace(first, text="{a.name} has {a.wonders}."), material()) is None


# -- whatever scores do ------------------------------------------------------------------------------------

COMPONENTS = ("adoption", "quality", "ecosystem", "freshness")
values = st.one_of(st.none(), st.integers(0, 100).map(lambda points: f"{points / 100}"))
changes = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(COMPONENTS), values), min_size=1, max_size=12)
SIDES = {"a": side("harbour", HARBOUR, {}), "b": side("pilot", PILOT, {})}
SAID = {
    "a > b": "{{a.name}} is ahead of {{b.name}} on {0}",
    "a < b": "{{b.name}} is ahead of {{a.name}} on {0}",
    "even": "neither leads on {0}",
    "close": "neither leads on {0}",
    "equal": "both are level on {0}",
}


def scored(values_of: Mapping[str, Mapping[str, str | None]]) -> Comparison:
    """The pair with other scores; its documents are the same."""
    fresh = {letter: side(one.artifact.slug, (), values_of[letter]) for letter, one in SIDES.items()}
    a, b = (replace(SIDES[letter], score=fresh[letter].score) for letter in "ab")
    return compare(a, b, POLICY)


def reckoned(values_of: Mapping[str, Mapping[str, str | None]]) -> dict[str, str]:
    """The relations of two sides by hand: five points lead on a component, under three points ranks are close."""
    found = {}
    for name in COMPONENTS:
        x, y = (values_of[letter].get(name) for letter in "ab")
        if x is not None and y is not None:
            gap = Decimal(x) - Decimal(y)
            found[name] = "a > b" if gap >= Decimal("0.05") else "a < b" if gap <= Decimal("-0.05") else "even"
    ranks = [rank_of(values_of[letter]) for letter in "ab"]
    if None not in ranks:
        gap = ranks[0] - ranks[1]  # type: ignore[operator]
        found["rank"] = "a > b" if gap >= 3 else "a < b" if gap <= -3 else "close" if gap else "equal"
    return found


def rank_of(values_of: Mapping[str, str | None]) -> Decimal | None:
    """The weighted sum of what is measured, its weights shared out, of 100 with two decimals."""
    measured = {name: Decimal(value) for name, value in values_of.items() if value is not None}
    weights = {"adoption": Decimal(25), "quality": Decimal(25), "ecosystem": Decimal(10), "freshness": Decimal(15)}
    total = sum(weights[name] for name in measured)
    if not total:
        return None
    exact = sum((measured[name] * weights[name] for name in measured), Decimal(0)) * 100 / total
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def answered(stale: tuple[int, ...], now: Material, topics: tuple[str, ...]) -> list[Written]:
    """As a language model that tells the relation of each place in the plainest words."""
    found = []
    for place in stale:
        topic = topics[place - 1]
        value = now.relations.get(topic)
        if value is not None:
            words = "rank" if topic == "rank" else topic
            checked = bench(now).check(draft(relation(topic, value, SAID[value].format(words)), place=place))
            assert isinstance(checked, Written), checked
            found.append(checked)
    return found


@pytest.mark.slow
@settings(max_examples=2_000, derandomize=True, deadline=None)
@given(changes)
def test_no_call_for_any_scores_that_turn_no_relation_and_just_the_stale_sentences_for_those_that_do(
    sequence: list[tuple[str, str, str | None]],
) -> None:
    """After each change: what is asked for is what the relations by hand say, and a relation met before is free."""
    now = {"a": dict(AHEAD), "b": dict(BEHIND)}
    topics = ("rank", *COMPONENTS)
    first = material_of(scored(now), POLICY)
    kept = answered(tuple(range(1, 6)), first, topics)
    met = {topic: {value} for topic, value in reckoned(now).items()}
    before, digest, asked = reckoned(now), first.digest, facts_in_words(first)
    for letter, name, value in sequence:
        now[letter][name] = value
        relations, about = reckoned(now), material_of(scored(now), POLICY)
        assert {topic: about.relations[topic] for topic in topics if topic in about.relations} == relations
        assert (about.digest == digest) == (relations == before) == (facts_in_words(about) == asked)
        stale = stale_at(kept, about.facts)
        assert {topics[one.place - 1] for one in stale} == {
            topic for topic in topics if relations.get(topic) not in met[topic]
        }
        written = answered(tuple(one.place for one in stale), about, topics)
        gone = [silence(one, about.facts) for one in stale if one.place not in {new.place for new in written}]
        kept += [*written, *gone]
        for topic in topics:
            met[topic].add(relations.get(topic))  # type: ignore[arg-type]
        assert stale_at(kept, about.facts) == ()
        assert set(standing_at(kept, about.facts)) == {1, 2, 3, 4, 5}
        before, digest, asked = relations, about.digest, facts_in_words(about)
