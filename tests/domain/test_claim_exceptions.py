"""What is permitted is not forbidden, what is spared not demanded, what is left out not there."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "You can bring a chart of your own as well.",
            "An own chart may not be brought.",
            "A chart of one's own can be brought.",
        ),
        ("Users may skip the survey.", "The survey cannot be skipped.", "Users can skip the survey."),
        ("It lets you rename the buoys.", "Buoys must not be renamed.", "Buoys can be renamed."),
    ],
)
def test_what_the_quote_permits_is_not_forbidden(quote: str, wrong: str, right: str) -> None:
    assert "negation fail" in told(wrong, quote)
    assert "negation fail" not in told(right, quote)


def test_a_quote_that_forbids_something_itself_permits_with_care() -> None:
    quote = "You can rename buoys, but not the harbour."
    assert "negation fail" not in told("The harbour may not be renamed.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "This eliminates the need to moor the buoy.",
            "The buoy has to be moored first.",
            "There is no need to moor the buoy.",
        ),
        (
            "A key is optional for reading waves.",
            "A key is needed for reading waves.",
            "Waves can be read without a key.",
        ),
        (
            "You don't need to restart the harbour.",
            "The harbour must be restarted.",
            "The harbour need not be restarted.",
        ),
    ],
)
def test_what_the_quote_spares_is_not_demanded(quote: str, wrong: str, right: str) -> None:
    assert "negation fail" in told(wrong, quote)
    assert "negation fail" not in told(right, quote)


def test_what_is_spared_here_may_be_demanded_there() -> None:
    quote = "A key is required on the open sea. There is no need for a licence in the bay."
    assert "negation fail" not in told("A key is required on the open sea.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "It reports all winds, omitting any that blow from the desert at night.",
            "Winds that blow from the desert at night are reported.",
            "Winds that blow from the desert at night are left out.",
        ),
        (
            "Every port is watched, with the exception of fishing ports in the north.",
            "Fishing ports in the north are watched.",
            "Every port is watched except fishing ports in the north.",
        ),
    ],
)
def test_what_the_quote_leaves_out_is_not_told_as_there(quote: str, wrong: str, right: str) -> None:
    assert "negation fail" in told(wrong, quote)
    assert "negation fail" not in told(right, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "A pilot is mandatory for tankers; voluntary for yachts in the summer season.",
            "A pilot is mandatory for tankers, and for yachts in the summer season.",
            "A pilot is mandatory for tankers.",
        ),
        (
            "Public for harbour masters, private for visiting sailors.",
            "Public for harbour masters and visiting sailors.",
            "Private for visiting sailors.",
        ),
    ],
)
def test_of_two_opposites_each_keeps_its_things(quote: str, wrong: str, right: str) -> None:
    assert "exchange fail" in told(wrong, quote)
    assert "exchange fail" not in told(right, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "It charts tides, no compass required.",
            "It charts tides and needs a compass.",
            "It charts tides without a compass.",
        ),
        (
            "Boats are steered from the shore without a crew on board.",
            "Boats can only be steered with a crew on board.",
            "Boats are steered from the shore.",
        ),
        (
            "The gate opens without a pilot's badge.",
            "The gate only opens once a pilot's badge has been shown.",
            "The gate opens without a badge.",
        ),
        ("Reads charts without a licence.", "Reading charts requires a licence.", "Charts are read without a licence."),
    ],
)
def test_what_is_done_without_a_thing_does_not_need_it(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("negation fail", quote, wrong, right)


def test_what_fails_without_a_thing_needs_it() -> None:
    assert "negation fail" not in told("Steering requires a rudder.", "Steering fails without a rudder.")
