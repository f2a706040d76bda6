"""Times of several units are one quantity, and how often something is done is a number."""

from __future__ import annotations

import pytest

from decompose.domain.bounds import bound_of
from decompose.domain.durations import clock_times, joined_times
from decompose.domain.quantities import figures
from domain.claims import told


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("It took 8m30s.", "It took 510 seconds."),
        ("It took 1 hour 20 min, then stopped.", "It took 4800 seconds, then stopped."),
        ("It took 2 hours and 30 minutes.", "It took 9000 seconds."),
        ("It took 3 minutes.", "It took 3 minutes."),
        ("It took 3 min, 4 min.", "It took 3 min, 4 min."),
        ("It is 5m 3dB away.", "It is 5m 3dB away."),
        ("It reads twice an hour.", "It reads 2 times an hour."),
        ("It reads once daily.", "It reads once daily."),
        ("It reads twice.", "It reads twice."),
    ],
)
def test_a_time_of_two_units_is_told_in_seconds(text: str, joined: str) -> None:
    assert joined_times(text) == joined


def test_a_clock_may_count_minutes_or_hours() -> None:
    assert list(clock_times("[16:11<00:00, 3.5it/s] 1:02:03 at 10:20:30:40")) == [
        "971 seconds",
        "0 seconds",
        "3723 seconds",
    ]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("older than 3.14", "<"),
        ("newer than 3.14", ">"),
        ("older than 5 years", ">"),
        ("no older than 3.9", ">="),
        ("no older than 30 days", "<="),
        ("nothing older than Harbour 3.9 will do", ">="),
        ("nothing above 3.9", "<="),
        ("9 waves at the most", "<="),
        ("9 waves at the very least", ">="),
        ("9 MB max", "<="),
        ("a search over 9 charts", ""),
        ("over 9 charts", ">"),
        ("more than 9 charts", ">"),
    ],
)
def test_a_bound_stands_before_or_behind_its_number(text: str, bound: str) -> None:
    assert [quantity.bound for quantity in figures(text).quantities] == [bound]


def test_a_bound_may_hang_on_its_number() -> None:
    assert bound_of("≥", "", "", is_measured=False) == ">="


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("2 milllion waves", 2_000_000, ""),
        ("2 billon waves", 2_000_000_000, ""),
        ("2 minutia", 2, ""),
        ("the 5.7 line", 5.7, ""),
        ("80 lines", 80, "line"),
        ("three and a half million waves", 3_500_000, ""),
        ("eight and a half minutes", 8.5, "min"),
    ],
)
def test_scales_may_be_misspelt_and_halves_spelt_out(text: str, number: float, unit: str) -> None:
    (quantity,) = figures(text).quantities
    assert (float(quantity.number), quantity.unit) == (number, unit)


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("Reads the buoys every 30 minutes.", "Reads the buoys twice an hour.", "Reads the buoys twice a day."),
        ("Took 8m30s.", "It took eight and a half minutes.", "It took nine and a half minutes."),
        (
            "Reading waves: 400/400 [16:11<00:00]",
            "Reading 400 waves took a little over sixteen minutes.",
            "Reading 400 waves took a little over nineteen minutes.",
        ),
        ("Harbour 2.4-2.7", "It runs on four versions of Harbour.", "It runs on five versions of Harbour."),
        ("Runs on PyHarbour3.9+", "Runs on PyHarbour 3.9 and up.", "Runs on PyHarbour 3.8 and up."),
        ("Needs Harbour >=3.10 <3.14", "Needs Harbour older than 3.14.", "Needs Harbour older than 3.15."),
    ],
)
def test_what_follows_from_a_time_or_a_range_is_told_apart(quote: str, right: str, wrong: str) -> None:
    assert not any(finding.endswith(" fail") for finding in told(right, quote))
    assert any(finding in told(wrong, quote) for finding in ("numbers fail", "computed fail", "bound fail"))
