"""A draft of a language model stands only if each clause is provably so: by quotes of its side, or by a relation."""

from __future__ import annotations

import pytest

from decompose.domain.write_up.checking import Refused, names_to_refuse
from decompose.domain.write_up.sentences import Clause, Draft, Written
from decompose.domain.write_up.wording import objections
from domain.written import about_a, about_b, bench, draft, relation


def checked(*clauses: Clause, joint: str = "") -> Written | Refused:
    return bench(others=names_to_refuse(["Lantern", "Tide Gate 2"])).check(draft(*clauses, joint=joint))


def why(*clauses: Clause, joint: str = "") -> str:
    refused = checked(*clauses, joint=joint)
    assert isinstance(refused, Refused), refused
    return "; ".join(refused.why)


def text(*clauses: Clause, joint: str = "") -> str:
    written = checked(*clauses, joint=joint)
    assert isinstance(written, Written), written
    return written.text


# -- clauses about a side ----------------------------------------------------------------------------------


def test_a_clause_retells_a_statement_and_rests_on_it() -> None:
    written = checked(about_b("{b.name} stores readings in memory by default", "b1"))
    assert isinstance(written, Written)
    assert written.text == "{b.name} stores readings in memory by default."
    assert list(written.rests_on) == ["b.claims.pilot0"]
    assert written.claims == ("pilot0",)


def test_two_clauses_are_joined_and_rest_on_both() -> None:
    written = checked(
        about_a("{a.name} can keep readings on disk", "a2"),
        about_b("{b.name} stores readings in memory by default.", "b1"),
        joint="but",
    )
    assert isinstance(written, Written)
    assert written.text == "{a.name} can keep readings on disk, but {b.name} stores readings in memory by default."
    assert list(written.rests_on) == ["a.claims.harbour1", "b.claims.pilot0"]


def test_the_name_of_the_side_needs_no_quote() -> None:
    assert text(about_a("With {a.name}, it can keep readings on disk", "a2"))


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        (about_a("{a.name} stores readings of up to 40 gauges"), "a number outside a slot"),
        (about_a("{a.name} stores readings of up to forty gauges"), "a number outside a slot"),
        (about_a("{a.name} draws charts of half a week", "a3"), "a number outside a slot"),
        (about_b("{b.name} stores readings in memory"), "by default"),
        (about_b("{b.name} will send mail when a gauge is silent", "b2"), "hedges"),
        (about_b("{b.name} may send mail to the harbour master", "b2"), "not in the quote"),
        (about_b("{b.name} never sends mail", "b2"), "denies"),
        (about_a("{a.name} may send mail when a gauge is silent", "a3"), "hardly a word"),
        (about_a("{a.name} may send mail when a gauge is silent", "b2"), "rests on statements of a"),
        (about_a("{a.name} draws charts of each week", "a9"), "rests on statements of a"),
        (Clause("a", "{a.name} draws charts of each week", ()), "rests on statements of a"),
        (about_a("it draws charts of each week", "a3"), "names it once"),
        (about_a("{a.name} draws charts of each week, with {a.name}", "a3"), "names it once"),
        (about_a("{a.name} draws charts of each week with {a.rank}", "a3"), "no other slot"),
        (about_a("{a.name} draws charts of {a.week}", "a3"), "there is no slot {a.week}"),
        (about_a("Harbour draws charts of each week", "a3"), "write the slot of the name"),
        (about_a("{a.name} draws charts of each week like Lantern", "a3"), "it names “Lantern”"),
        (about_a("{a.name} draws charts of each week like tide gate 2", "a3"), "number outside"),
        (about_a("{a.name} draws [charts](http://x) of each week", "a3"), "plain words"),
        (about_a("{a.name} draws <b>charts</b> of each week", "a3"), "plain words"),
        (about_a("{a.name} draws }charts{ of each week", "a3"), "plain words"),
    ],
)
def test_what_its_quotes_do_not_carry_is_refused(clause: Clause, reason: str) -> None:
    assert reason in why(clause)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("{a.name} serves the charts to browsers", "says it of “Quayside”"),
        ("Quayside serves the charts of {a.name} to browsers", None),
    ],
)
def test_what_is_said_of_another_is_not_said_of_the_side(said: str, reason: str | None) -> None:
    if reason is None:
        assert text(about_a(said, "a5"))
    else:
        assert reason in why(about_a(said, "a5"))


# -- the shape of a sentence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [
        Draft(1, (about_a("{a.name} draws charts of each week", "a3"),), "and"),
        Draft(1, (about_a("{a.name} draws charts of each week", "a3"), about_b("{b.name} may send mail", "b2")), ""),
        Draft(1, (about_a("{a.name} draws charts of each week", "a3"),) * 3, "and"),
        Draft(1, (about_a("{a.name} draws charts of each week", "a3"),) * 2, "because"),
    ],
)
def test_a_sentence_is_one_clause_or_two_with_a_known_word_between(shape: Draft) -> None:
    refused = bench().check(shape)
    assert isinstance(refused, Refused)
    assert "one clause, or two" in refused.why[0]


def test_a_sentence_has_an_end() -> None:
    assert "at most 320 characters" in why(about_a("{a.name} draws charts of each week" + " and week" * 40, "a3"))


def test_every_clause_must_stand() -> None:
    assert "number outside a slot" in why(
        about_a("{a.name} can keep readings on disk", "a2"), about_b("{b.name} has 9 gauges", "b1"), joint="and"
    )


# -- clauses about a relation ------------------------------------------------------------------------------


def test_a_relation_is_what_the_clause_rests_on() -> None:
    written = checked(relation("rank", "a > b", "{a.name} ranks higher than {b.name}, with {a.rank} against {b.rank}"))
    assert isinstance(written, Written)
    assert dict(written.rests_on) == {"rank": "a > b"}


def test_the_slot_of_a_row_is_kept_by_the_row_and_not_by_its_number() -> None:
    written = checked(relation("r2", "only a", "only the sources of {a.name} state {r2}"))
    assert isinstance(written, Written)
    assert written.text == "Only the sources of {a.name} state {row.harbour-drawing}."
    assert dict(written.rests_on) == {"row.harbour-drawing": "only a"}


def test_a_relation_that_does_not_hold_or_is_none_is_refused() -> None:
    assert "is “a > b”, not “a < b”" in why(relation("rank", "a < b", "{b.name} ranks higher than {a.name}"))
    assert "no relation “fame”" in why(relation("fame", "a > b", "{a.name} ranks higher than {b.name}"))
    assert "rests on just one" in why(Clause("relation", "{a.name} ranks higher", ("rank: a > b", "quality: even")))


@pytest.mark.parametrize(
    ("topic", "value", "said"),
    [
        ("rank", "a > b", "{a.name} ranks higher than {b.name}, with {a.rank} against {b.rank}"),
        ("rank", "a > b", "{b.name} is behind {a.name} by {gap}"),
        ("rank", "close", "the ranks of both are close"),
        ("rank", "close", "the ranks of {a.name} and {b.name} are close, at {a.rank} and {b.rank}"),
        ("rank", "equal", "both have the same rank"),
        ("quality", "a < b", "{a.name} scores lower on quality than {b.name}, {a.quality} against {b.quality}"),
        ("quality", "even", "neither leads on quality"),
        ("match_graph", "a > b", "{a.name} leads on match graph"),
        ("price.usd-per-month", "a < b", "{a.name} costs less per month than {b.name}"),
        ("price.input-usd-per-1m-tokens", "a > b", "{b.name} is cheaper than {a.name} on input tokens"),
        ("price.usd-per-month", "equal", "both have the same price"),
        ("pricing", "same", "both are {a.pricing}"),
        ("pricing", "different", "{a.name} is {a.pricing} and {b.name} is {b.pricing}"),
        ("row.x", "both", "the sources of both state {row.x}"),
        ("row.x", "both", "the sources of {a.name} and {b.name} state the same job, {row.x.a} and {row.x.b}"),
        ("row.x", "only b", "only the sources of {b.name} state {row.x}"),
    ],
)
def test_what_is_provably_the_relation_is_said(topic: str, value: str, said: str) -> None:
    assert list(objections(said, topic, value)) == []


@pytest.mark.parametrize(
    ("topic", "value", "said"),
    [
        ("rank", "a > b", "{b.name} ranks higher than {a.name}"),
        ("rank", "a > b", "{a.name} ranks lower than {b.name}"),
        ("rank", "a > b", "in rank {a.name} is ahead of {b.name}"),
        ("rank", "a > b", "{a.name} ranks higher and lower than {b.name}"),
        ("rank", "a > b", "{a.name} ranks higher than {b.name}, with {b.rank} against {a.rank}"),
        ("rank", "a > b", "{a.name} ranks higher, with {a.rank} against {b.rank}"),
        ("rank", "a > b", "{a.name} ranks far higher than {b.name}"),
        ("rank", "a > b", "{a.name} ranks higher than {b.name} on quality"),
        ("rank", "a > b", "{a.name} ranks higher than {b.name} with {a.quality}"),
        ("rank", "close", "{a.name} ranks higher than {b.name}"),
        ("rank", "close", "the ranks of both are {a.rank}"),
        ("quality", "a > b", "{a.name} scores higher than {b.name}"),
        ("quality", "a > b", "{a.name} ranks higher on quality than {b.name}"),
        ("quality", "even", "neither leads"),
        ("price.input-usd-per-1m-tokens", "a < b", "{a.name} costs less than {b.name}"),
        ("price.input-usd-per-1m-tokens", "a < b", "{a.name} costs less than {b.name} on output and input"),
        ("price.usd-per-month", "a < b", "{b.name} is cheaper than {a.name}"),
        ("pricing", "different", "both are {a.pricing}"),
        ("pricing", "different", "{a.name} is {b.pricing}"),
        ("row.x", "only a", "only the sources of {b.name} state {row.x}"),
        ("row.x", "only a", "{b.name} does not state {row.x}"),
        ("row.x", "only a", "the sources of {a.name} state {row.x}"),
        ("row.x", "both", "the sources of {a.name} and {b.name} state the same job, {row.x.b} and {row.x.a}"),
        ("row.x", "both", "the sources of both state {row.x.a} and {row.x.b}"),
        ("row.x", "both", "{a.name} states {row.x}"),
    ],
)
def test_another_direction_topic_or_word_is_refused(topic: str, value: str, said: str) -> None:
    assert list(objections(said, topic, value))


# -- the names that are refused ----------------------------------------------------------------------------


def test_a_name_that_is_a_word_of_the_language_is_looked_for_as_it_is_written() -> None:
    assert names_to_refuse(["ruff", "Tide", "Tide Gate"]) == {"Tide", "Tide Gate", "tide gate"}
