"""Denials that say the same as a quote without one, and what denies or singles out without such a word."""

from __future__ import annotations

import pytest

from domain.claims import told


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Charts are not part of the package.", "Charts are an optional download."),
        ("No two readings have the same number.", "Each reading has a unique number."),
        ("Its format is not confined to one language.", "The format can be read in any language."),
        ("No single port is used.", "The port depends on the boat."),
        ("Alarms are sent without being asked for.", "Alarms are sent by default."),
        ("It goes no further than 9 ports.", "It reads up to 9 ports."),
        ("Its charts are not final.", "The charts are still changing."),
    ],
)
def test_a_denial_may_say_what_the_quote_says_without_one(claim: str, quote: str) -> None:
    assert "negation fail" not in told(claim, quote)
    assert "negation fail" in told("It draws no charts of readings.", "It draws charts of readings.")


@pytest.mark.parametrize(
    "claim", ["The user is confined to harbours.", "Leaves the boats alone.", "Visitors are turned away."]
)
def test_a_denial_in_a_verb_is_a_doubt_where_the_quote_denies_nothing(claim: str) -> None:
    assert "omission unknown" in told(claim, "Reads harbours, boats and visitors.")
    assert "omission unknown" not in told(claim, "Reads harbours, but no boats and no visitors.")


@pytest.mark.parametrize("claim", ["No other tool can read waves.", "There is no faster reader of waves."])
def test_what_has_no_equal_needs_a_quote_that_says_so(claim: str) -> None:
    assert "superlative fail" in told(claim, "It can read waves.")
    assert "superlative fail" not in told(claim, "It is the fastest and the only reader of waves.")


def test_what_is_becoming_something_has_not_become_it() -> None:
    quote = "Tide is rapidly becoming the standard of harbours."
    assert "hedge fail" in told("Tide has become the standard of harbours.", quote)
    assert "hedge fail" not in told("Tide is becoming the standard of harbours.", quote)


def test_a_part_is_not_all_of_it() -> None:
    quote = "In some cases Tide has charts of the harbour."
    assert "quantifier fail" in told("Tide has charts for each harbour.", quote)
    assert "quantifier fail" not in told("In some cases Tide has charts for each harbour.", quote)


def test_what_only_some_need_is_no_duty_for_everybody() -> None:
    quote = "Charts. (Optional, with tide[charts])"
    assert "scope fail" in told("An extra must be installed.", quote)
    assert "scope fail" not in told("To see charts, an extra must be installed.", quote)


def test_in_all_counts_and_all_does_not() -> None:
    quote = "Tide has 9 charts of harbours."
    assert "scope fail" not in told("Tide has 9 charts of harbours in all.", quote)
    assert "scope fail" in told("Tide has charts of all harbours.", quote)


def test_behind_than_stands_what_falls_short() -> None:
    quote = "Lotse is twice as fast on the same boat."
    assert "comparison fail" in told("It is twice as fast as Lotse.", quote)
    assert "comparison fail" not in told("It is slower than Lotse.", quote)


def test_of_a_lower_bound_the_number_is_the_oldest() -> None:
    assert "superlative fail" not in told("Python 3.9 is the oldest version that it reads.", "needs Python 3.9+")
    assert "superlative fail" in told("It is the oldest reader of waves.", "a reader of waves")


def test_second_is_a_place_in_a_row_as_well_as_a_time() -> None:
    assert "exchange fail" not in told("Ann is named first and Bo second.", "Ann and Bo wrote it in a year.")


def test_a_number_of_them_is_not_every_one() -> None:
    assert "scope fail" in told("It reads charts in any language.", "It reads charts in all ports, in 8 languages.")
    assert "scope fail" not in told("It reads charts in any language.", "It reads charts in any of 8 languages.")


def test_nothing_is_certain_that_the_quote_says_may_be() -> None:
    quote = "Reading the charts will show the waves and may help."
    assert "scope fail" in told("Reading the charts is certain to help.", quote)
    assert "scope fail" not in told("Reading the charts is certain to help.", "Reading the charts will help.")


def test_cannot_do_without_is_needs() -> None:
    assert "negation fail" not in told("A chart cannot do without a key.", "A key is needed for a chart.")


def test_what_is_graded_may_be_compared_with_what_the_quote_names() -> None:
    quote = "Tide is a light alternative to the heavy Lotse."
    assert "comparison fail" not in told("Tide is lighter than Lotse.", quote)
    assert "comparison fail" in told("Tide is lighter than Ebb.", quote)


def test_a_version_below_a_bound_may_follow_from_it() -> None:
    found = told("It does not run on Python 3.8.", "Needs Python 3.9 or newer.")
    assert "computed fail" in found
    assert "numbers fail" not in found


def test_an_acronym_stands_in_a_name_made_of_it() -> None:
    assert "names fail" not in told("Charts are sorted by an RRF ranker.", "Charts are sorted by the RRFRanker.")
