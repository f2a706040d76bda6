"""Manners of speaking that say what the quote says: limits, ports, defaults, what makes no difference."""

from __future__ import annotations

import pytest

from domain.claims import examined, exhibit


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        (
            "`waves` (number, optional): waves per chart (max 9)",
            "Waves per chart cannot exceed 9.",
            "Waves per chart exceed 9.",
        ),
        (
            "Serves charts at http://localhost:4100/charts",
            "Charts are served at port 4100.",
            "Charts are served at port 4101.",
        ),
        ("tide.setBuoy({width: 800, height: 600})", "The buoy is 800 pixels wide.", "The buoy is 700 pixels wide."),
        ("90 charts/month are free.", "90 charts are free every month.", "90 charts are free every day."),
        ("Charts are sent automatically.", "Nobody has to ask for charts to be sent.", "Charts are never sent."),
        ("Reads logs with and without charts.", "Charts or not, it reads logs.", "It reads no logs."),
        ("- `chart` (string, optional): the chart", "The chart may be omitted.", "The chart must be given."),
        ("Failed readings are repeated.", "Readings that failed are repeated.", "Failed readings are never repeated."),
        (
            "Tide 2 labels waves as “high” or “low”.",
            "Waves get one of two labels, high or low.",
            "Waves get one of 3 labels.",
        ),
        (
            "Counts boats, whatever the weather; it reduces false positives.",
            "Counting boats, it reduces false alarms.",
            "It reduces false charts by 9 %.",
        ),
        (
            "The experimental wave chart",
            "The wave chart is still experimental.",
            "The wave chart is finished and ready.",
        ),
        (
            "Charts are read regardless of whether waves may be high.",
            "Charts are read however high the waves.",
            "Charts are not read when waves are high.",
        ),
    ],
)
def test_a_manner_of_speaking_is_told_from_another_meaning(quote: str, right: str, wrong: str) -> None:
    assert examined(right, exhibit(quote)).is_supported(), examined(right, exhibit(quote)).findings
    assert not examined(wrong, exhibit(quote)).is_supported(), examined(wrong, exhibit(quote)).findings
