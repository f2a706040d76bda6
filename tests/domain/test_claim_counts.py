"""Counts and units without figures, rows that answer, things of one sort, and how general a claim is."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Tides are read by a single command.", "Three commands are needed to read tides.", "One command reads tides."),
        ("The log is kept in several files.", "The log is kept in a single file.", "The log is kept in some files."),
        ("A single haul lifts it.", "Several haul steps lift it.", "It is lifted by a single haul."),
        ("It takes only one buoy.", "Multiple buoys are taken.", "A single buoy is enough."),
        ("The log is cut after the first line.", "The log is cut after the second line.", "Cut after the first line."),
        ("Only the last wave is kept.", "Only the first wave is kept.", "Only the last wave is kept."),
    ],
)
def test_one_thing_is_not_several_and_the_first_is_not_the_second(quote: str, wrong: str, right: str) -> None:
    assert "numbers fail" in told(wrong, quote)
    assert "numbers fail" not in told(right, quote)


def test_a_single_thing_among_several_is_one() -> None:
    quote = "Reads several files, or a single file that holds them."
    assert "numbers fail" not in told("Reads a single file.", quote)
    assert "numbers fail" not in told("Reads several files.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("The depth of the log (in thousands) is set.", "The depth of the log is set in gigabytes.", "Sets its depth."),
        ("Waits for a given duration (`5d`, `2mo`).", "Waits for a number of bytes.", "Waits for a number of days."),
        ('fetch(range="3W")', "Fetches the past year.", "Fetches the past weeks."),
        ("The timeout in seconds.", "A timeout in minutes.", "A timeout in seconds."),
        ("Prices count each token.", "Prices are per word.", "Prices are per token."),
    ],
)
def test_a_unit_without_a_figure_is_the_one_of_the_quote(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("numbers fail", quote, wrong, right)


def test_a_unit_of_a_kind_that_the_quote_does_not_measure_is_only_a_new_word() -> None:
    assert "numbers fail" not in told("Tides are told every week.", "Tides are told.")


_ROWS = ("| Skiff | needed |", "| Yawl | not needed |", "| Dory | not needed |")


@pytest.mark.parametrize(
    ("claim", "fails"),
    [
        ("A Yawl and a Skiff go without a key, whereas a Dory needs one.", True),
        ("A Yawl and a Dory go without a key, whereas a Skiff needs one.", False),
        ("Rows tell of Skiff, Yawl and Dory.", False),
    ],
)
def test_rows_that_answer_otherwise_are_not_told_in_one_breath(claim: str, fails: bool) -> None:  # noqa: FBT001
    assert ("part fail" in told(claim, *_ROWS)) == fails


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Kept in the server directory.", "Kept in the home directory.", "Kept in a directory of the server."),
        ("Set it at the project level.", "It is set at the user level.", "It is set at the project level."),
        ("Scored on the test set.", "Scored on the training set.", "Scored on a set for tests."),
        ("Signed with the private key.", "Signed with the public key.", "Signed with a private key."),
        ("Usable as a cache backend.", "Usable as a message broker.", "A backend for the cache."),
        ("Takes keyword arguments.", "Takes positional arguments.", "Takes arguments by keyword."),
    ],
)
def test_of_things_with_one_name_the_quoted_one_is_meant(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("exchange fail", quote, wrong, right)


def test_a_thing_of_another_sort_that_a_heading_names_is_known() -> None:
    assert "exchange fail" not in told("Kept in the home directory.", "In the cache directory.", context=("home",))


@pytest.mark.parametrize(
    ("quote", "claim", "finding"),
    [
        ("Tides are read (in Fortran).", "Tides are read in any of the languages.", "scope fail"),
        ("If a skiff or a yawl is there, it sails.", "Whatever boat is there, it sails.", "scope fail"),
        ("Select a chart; it sails.", "Whichever chart is selected, it sails.", "scope fail"),
        ("Some harbours may need a pilot.", "None of the harbours does without a pilot.", "quantifier fail"),
        ("Plain sailing needs no pilot.", "Nobody who sails ever needs a pilot.", "scope fail"),
        ("Most buoys may be read.", "Any of the buoys may be read.", "quantifier fail"),
    ],
)
def test_a_case_is_not_every_case(quote: str, claim: str, finding: str) -> None:
    assert finding in told(claim, quote)


def test_an_item_more_than_a_list_with_asides_has_is_new() -> None:
    quote = "It takes ship names (such as Gull, Tern), port names (such as Ystad), or call signs (such as DA1)."
    assert "item fail" in told("Takes ship names, port names, call signs or moods.", quote)
    assert "item fail" not in told("Takes ship names, port names or call signs.", quote)
