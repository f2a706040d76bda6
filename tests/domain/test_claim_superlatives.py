"""What is first in a row, or the end of a bound, is no record; what singles out stands in the quote."""

from __future__ import annotations

import pytest

from domain.claims import told


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Read the warning first.", "Read the warning before you sail."),
        ("Charts have to be drawn first, because Tide reads them.", "Tide reads charts once they are drawn."),
        ("The first argument is a harbour.", "tide HARBOUR"),
        ("The first 12 waves are read.", "It reads up to a dozen waves."),
        ("For the best readings a buoy is cleaned.", "A buoy should be cleaned to get optimal readings."),
        ("The makers call it the leading reader.", "It is a SOTA reader."),
        ("In the first place it reads waves.", "It mainly reads waves."),
        ("It reads nine waves at the most.", "Maximum number of waves (default: 9)"),
        ("At the latest it reads after a minute.", "It reads within a minute."),
        ("Chart 3.2 is the lowest version it reads.", "The minimum version of charts is 3.2."),
        ("Nine waves is the largest batch.", "Reads up to 9 waves in a batch."),
        ("Five harbours is the highest number it takes.", "max_harbours: at most 5"),
        ("Rowing is the quickest way to the buoy.", "The fastest way to the buoy is rowing."),
        ("Tide is its earliest reader.", "Tide was the original reader."),
    ],
)
def test_what_is_placed_or_bounded_is_no_superlative(claim: str, quote: str) -> None:
    assert not any(finding.startswith("superlative") for finding in told(claim, quote))


@pytest.mark.parametrize(
    "claim",
    [
        "It is the first to read waves.",
        "It is the first reader of waves.",
        "It is the first 64K reader of waves.",
        "It ranks first among readers of waves.",
        "It came first in reading waves.",
        "It is the largest reader of waves.",
        "It is the most accurate reader of waves.",
        "It is the oldest reader of waves.",
    ],
)
def test_a_record_stands_in_the_quote(claim: str) -> None:
    assert "superlative fail" in told(claim, "It is a reader of waves.")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The buoy has the largest queue, with rate limits.", "The buoy has a queue, with rate limits."),
        ("The fastest relay, up to 5 harbours at a time.", "A relay, up to 5 harbours at a time."),
    ],
)
def test_a_bound_without_a_figure_and_praise_beside_a_bound_single_out(claim: str, quote: str) -> None:
    assert "superlative fail" in told(claim, quote)


def test_only_a_little_restricts_nothing() -> None:
    assert "restriction unknown" not in told("Reading takes only a little ink.", "Reading takes very little ink.")
    assert "restriction unknown" in told("Reading takes only ink.", "Reading takes very little ink.")
