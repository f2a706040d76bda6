"""Numbers that follow from quoted ones, and numbers that only look as if they did."""

from __future__ import annotations

import pytest

from decompose.domain.derivation import derivation
from decompose.domain.quantities import figures


def derived(said: str, *quotes: str) -> str | None:
    [quantity] = figures(said).quantities
    stated = [quantity for quote in quotes for quantity in figures(quote).quantities]
    return derivation(quantity, stated, quotes)


@pytest.mark.parametrize(
    ("said", "quote", "not_said"),
    [
        ("90 minutes", "1.5 hours", "80 minutes"),
        ("0.5 seconds", "500 ms", "0.6 seconds"),
        ("2 weeks", "14 days", "3 weeks"),
        ("18 months", "1.5 years", "15 months"),
        ("1.5 TB", "1500 GB", "15 TB"),
        ("2 GiB", "2048 MiB", "3 GiB"),
        ("2 GB", "2048 MB", "4 GB"),
        ("about 17 GB", "16 GiB", "about 30 GB"),
        ("85%", "a recall of 0.85", "80%"),
        ("0.85", "85%", "0.8"),
        ("2.3 TB", "2.3T", "3.2 TB"),
        ("roughly 2,300 gigabytes", "2.3TB", "roughly 230 gigabytes"),
        ("48 times a day", "every 30 minutes", "30 times a day"),
        ("about 2 hours", "119 minutes", "about 3 hours"),
    ],
)
def test_another_unit_of_the_same_measure(said: str, quote: str, not_said: str) -> None:
    assert "in another unit" in (derived(said, quote) or "")
    assert derived(not_said, quote) is None


@pytest.mark.parametrize(
    ("said", "quote"), [("5 hours", "5 GB"), ("36 days", "3 years"), ("at most 60 seconds", "at least 1 minute")]
)
def test_a_unit_of_another_measure_or_another_bound_does_not_follow(said: str, quote: str) -> None:
    assert derived(said, quote) is None


@pytest.mark.parametrize(
    ("said", "quote", "not_said"),
    [
        ("about 500 ports", "483 ports", "500 ports"),
        ("roughly 500 ports", "512 ports", "roughly 600 ports"),
        ("~500 ports", "483 ports", "~400 ports"),
        ("more than 480 ports", "483 ports", "more than 490 ports"),
        ("over 400 ports", "483 ports", "over 300 ports"),
        ("fewer than 500 ports", "483 ports", "fewer than 900 ports"),
        ("at least 480 ports", "483 ports", "at least 490 ports"),
        ("4.8 GB", "4.83 GB", "4.9 GB"),
    ],
)
def test_a_rounding_that_says_so(said: str, quote: str, not_said: str) -> None:
    assert "rounded" in (derived(said, quote) or "")
    assert derived(not_said, quote) is None


def test_a_version_is_not_rounded() -> None:
    assert derived("3.12 or newer", "3.9 and 3.10 or newer") is None


def test_a_rounding_of_a_bound_does_not_follow() -> None:
    assert derived("more than 480 ports", "at most 483 ports") is None


@pytest.mark.parametrize(
    ("said", "quotes", "not_said"),
    [
        ("3 things", ("tides, waves and winds",), "4 things"),
        ("2 things", ("tides or waves",), "3 things"),
        ("4 things", ("It reads: tides; waves; winds; rain",), "5 things"),
        ("3 things", ("tides\nwaves\nwinds",), "2 things"),
        ("2 quotes", ("tides", "waves"), "3 quotes"),
    ],
)
def test_a_count_of_what_is_listed(said: str, quotes: tuple[str, ...], not_said: str) -> None:
    assert "the quotes list" in (derived(said, *quotes) or "")
    assert derived(not_said, *quotes) is None


def test_a_count_has_no_unit() -> None:
    assert derived("3 GB", "tides, waves and winds") is None


@pytest.mark.parametrize(
    ("said", "quote", "not_said"),
    [
        ("4x", "from 40 ms to 10 ms", "3x"),
        ("25%", "10 of 40 ports", "30%"),
        ("75%", "from 40 ms to 10 ms", "70%"),
        ("50 ms", "40 ms and 10 ms", "60 ms"),
        ("30 ms", "40 ms and 10 ms", "20 ms"),
    ],
)
def test_a_ratio_a_share_a_sum_or_a_difference_of_two_quoted_numbers(said: str, quote: str, not_said: str) -> None:
    assert "follows from" in (derived(said, quote) or "")
    assert derived(not_said, quote) is None


def test_numbers_of_two_units_make_no_arithmetic() -> None:
    assert derived("4x", "40 ms and 10 GB") is None
    assert derived("50 ms", "40 ms and 10") is None


@pytest.mark.parametrize(
    ("said", "quote", "not_said"),
    [
        ("two clients", "Official:\n- Lotse client\n- Boje client", "four clients"),
        (
            "three clients",
            "Official:\n- Lotse client\n- Boje client\n- Kai client\nOther:\n- Watt\n- Ebbe\n- Flut\n- Sog",
            "six clients",
        ),
        ("three authors", "author={\n  Ada Lot and\n  Ben Mole and\n  Cem Tau},\n  note={early},", "two authors"),
    ],
)
def test_items_below_their_lead_in_and_names_joined_line_by_line_are_counted(
    said: str, quote: str, not_said: str
) -> None:
    assert "list" in (derived(said, quote) or "")
    assert derived(not_said, quote) is None
