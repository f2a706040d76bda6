"""Who does a thing, by what it is done, and which side of a relation is which."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Built by Ada Lund and maintained by Bo Ek.", "It was built by Bo Ek.", "It was built by Ada Lund."),
        ("Built by Ada Lund and maintained by Bo Ek.", "Ada Lund still maintains it.", "Bo Ek maintains it."),
        ("Drawn by Lotse, read by Gull.", "It is read by Lotse.", "It is drawn by Lotse."),
    ],
)
def test_what_was_made_by_one_is_not_told_of_another(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("part fail", quote, wrong, right)


def test_somebody_whom_no_quote_names_is_left_to_the_check_of_names() -> None:
    found = told("It was built by Cleo.", "Built by Ada Lund.")
    assert "part fail" not in found
    assert "names fail" in found
    assert "part fail" not in told("Every test drawn is by Lotse.", "Every wave was tested by Lotse, each twice.")


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Tides are sorted by height.", "Tides are sorted by colour.", "Tides are ordered by height."),
        ("Waves are sent via satellite.", "Waves are sent via cable.", "Waves are sent via satellite."),
        ("Buoys are charged per reading.", "Buoys are charged per mooring.", "Buoys are charged per reading."),
    ],
)
def test_what_is_sorted_by_one_thing_is_not_sorted_by_another(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("exchange fail", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "The pilot is built on top of the chart.",
            "The chart is built on the pilot.",
            "The pilot is built on the chart.",
        ),
        (
            "Local reading falls back to radar.",
            "Radar falls back to local reading.",
            "Local reading falls back to radar.",
        ),
        ("Converts charts to tables.", "Converts tables to charts.", "Charts are turned into tables."),
        ("The flag overrides the file.", "The file overrides the flag.", "The flag overrides what the file says."),
    ],
)
def test_the_sides_of_a_relation_do_not_change_places(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("roles fail", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "claim", "fails"),
    [
        ("Gull sessions appear on the map.", "Sessions of any pilot appear on the map.", True),
        ("It learns from harbour-specific readings.", "It learns from any reading.", True),
        ("Works with NMEA compatible compasses.", "Works with any NMEA-compatible compass.", False),
        ("Reads no tide that is old.", "Does not read any old tide.", False),
        ("Skips tides that are known.", "Leaves out any whose tide is known.", False),
        ("Reads every tide.", "Reads any tide.", False),
    ],
)
def test_any_such_thing_is_more_than_one_of_them(quote: str, claim: str, fails: bool) -> None:  # noqa: FBT001
    assert ("scope fail" in told(claim, quote)) == fails
