"""Same frame, other filler: members of lists, what stands behind a preposition, what is told of one of two things."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told

BUOYS = "The buoy reports swell, drift, salinity and ice over radio."
FIELDS = "Each mooring has:\n- A berth number\n- A depth gauge (in fathoms)\n- A list of visitors"


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (BUOYS, "Swell, drift, rainfall and ice are reported.", "Ice, drift and swell are reported."),
        (BUOYS, "It reports glare, drift and salinity.", "It reports swell, drift and salinity."),
        (BUOYS, "It reports salinity, ice or moonlight.", "It reports salinity, ice or swell."),
        (
            "Charts come as raster, vector and sonar sheets.",
            "Charts come as raster, vector and plaster sheets.",
            "Sheets of charts are raster, vector or sonar ones.",
        ),
        (
            "Queries run over:\n- Harbour names\n- Harbour owners\n- Pilot notes",
            "Queries run over the names of harbours, the owners of harbours and the order of harbours.",
            "Queries run over the names of harbours, the owners of harbours and the notes of pilots.",
        ),
        # One of two is no other either.
        (
            "Cabins and lockers are not covered by the survey.",
            "Cabins and galleys are not covered by the survey.",
            "The survey covers neither cabins nor lockers.",
        ),
        (
            "Cabins and lockers are not covered by the survey.",
            "Galleys and lockers are not covered by the survey.",
            "Lockers and cabins are not covered by the survey.",
        ),
    ],
)
def test_a_member_of_a_list_is_not_exchanged(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("member unknown", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            FIELDS,
            "A mooring has a berth number, a depth gauge, a list of visitors and a weather vane.",
            "A mooring has a berth number, a depth gauge and a list of visitors.",
        ),
        (
            "It prints a tide table and a chart.",
            "It prints a tide table, a chart and a pilot badge.",
            "It prints a chart and a tide table.",
        ),
        (
            "Draws each harbour as a map with a legend.",
            "Draws each harbour as a map with a legend and a compass rose.",
            "Draws each harbour as a map and gives it a legend.",
        ),
        (
            "Buoys show swell and drift to every pilot.",
            "Swell, drift and moon phases are shown to every pilot of class 2.",
            "Every pilot of class 2 is shown drift and swell.",
        ),
    ],
)
def test_nothing_is_added_to_a_list_that_the_quote_ends(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("member unknown", quote, wrong, right)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        # What the quote says in other words stands for what it rephrases; figures are looked at elsewhere.
        ("Reports 12-bit swell, drift and ice.", "Reports int12 swell, drift and ice."),
        ("Reports swell and drift, as pilots asked for both and the mayor paid.", "Reports swell and drift."),
        # A reason is no member.
        ("Swell and drift are reported, but nobody reads them.", "Swell, drift and ice are reported."),
    ],
)
def test_other_words_make_no_member(claim: str, quote: str) -> None:
    assert "member unknown" not in told(claim, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "A family of tools for tidal surveys.",
            "It is a family of tools for border patrols.",
            "Tools for surveys of tides, a whole family.",
        ),
        ("Logs are grouped by vessel.", "The logs come grouped by moon phase.", "The logs come grouped by ship."),
        ("It ships with a sextant.", "It ships with an anchor.", "A sextant ships with it."),
        ("Reads charts from the archive.", "Reads charts from a satellite.", "Reads charts from an old archive."),
    ],
)
def test_behind_the_same_word_stands_the_same_thing(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("object fail", quote, wrong, right)


def test_an_amount_is_no_thing() -> None:
    assert "object fail" not in told("Support for a great many harbours.", "Support for a myriad of harbours.")


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("kelp-net for trawlers, and moss-net for barges.", "Barges use kelp-net.", "Barges use moss-net."),
        ("Radio under deck, lanterns under sail.", "Under sail there is radio.", "Under sail there are lanterns."),
        ("swell: height of waves\ndrift: speed of currents", "The speed of currents is the swell.",
         "The speed of currents is the drift."),
    ],
)  # fmt: skip
def test_of_two_pairs_none_is_crossed(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("part fail", quote, wrong, right)
