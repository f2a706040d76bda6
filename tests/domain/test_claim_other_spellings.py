"""One thing under two names, in a word of the claim's own or in another form: told apart from another thing."""

from __future__ import annotations

import pytest

from domain.claims import told


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        (
            "Logs are kept as msgpack or yaml.",
            "Logs are kept as MessagePack or YAML.",
            "Logs are kept as Pickle or YAML.",
        ),
        (
            "Bindings for JS/TS exist.",
            "There are bindings for JavaScript and TypeScript.",
            "There are bindings for Kotlin.",
        ),
        ("Reads hand-drawn charts.", "Reads hand-painted charts.", "Reads pkg-drawn_2 charts, and a queue."),
        ("Runs on PyTide3.9+.", "Runs on PyTide 3.9 and up.", "Runs on PyEbb 3.9 and up."),
        ("tide-reader prints waves.", "The tide-reader prints waves.", "The tide-writer prints waves."),
        ("- Drawing of `waves`, in C", "Reading waves takes C.", "Its Kelp of waves takes C."),
        ("Tide(waves = 9, boats = 3)", "By default waves is 9.", "By default waves is 8."),
        ("You are free to copy the charts.", "Everyone is free to copy the charts.", "Everyone copies the charts."),
        ("You may copy the charts.", "Anybody may copy the charts.", "Every boat copies the charts."),
        (
            "A short wave for harbours and a long steady wave across bays.",
            "It has a short wave for harbours, and a steady one across bays.",
            "It has a short steady wave across bays.",
        ),
        (
            "Instead of paper charts it draws waves.",
            "Waves take the place of paper charts.",
            "Paper charts have 3 waves drawn.",
        ),
    ],
)
def test_another_name_is_told_from_another_thing(quote: str, right: str, wrong: str) -> None:
    assert not any(finding.endswith(" fail") for finding in told(right, quote)), told(right, quote)
    assert any(finding.endswith(" fail") for finding in told(wrong, quote)), told(wrong, quote)
