"""A sentence that is almost its quote: what was put in, taken out or exchanged is looked at alone."""

from __future__ import annotations

import pytest

from domain.claims import told

QUOTE = "Tide reads the waves of every station and may write a chart for each of them."


@pytest.mark.parametrize(
    ("claim", "finding"),
    [
        ("Tide never reads the waves of every station.", "negation fail"),
        ("Tide fails to read the waves of every station.", "negation fail"),
        ("Tide reads the waves of every station and will write a chart for each of them.", "hedge fail"),
        ("Tide reads the waves of every station and writes a chart for each of them.", "hedge fail"),
        ("Tide reads the waves, invoices of every station.", "altered fail"),
        ("Tide reads the waves and podcasts of every station.", "altered fail"),
        ("Tide reads the waves like podcasts of every station.", "altered fail"),
        ("open boje reads the waves of every station.", "altered fail"),
    ],
)
def test_a_change_to_the_words_of_the_quote_is_seen(claim: str, finding: str) -> None:
    assert finding in told(claim, QUOTE)


def test_what_was_put_in_is_named() -> None:
    assert told("Tide reads the waves and podcasts of every station.", QUOTE)["altered fail"] == "and podcasts"


@pytest.mark.parametrize(
    "claim",
    [
        "Tide reads the waves of every station.",
        "It reads the waves of every station and may write a chart for each of them.",
        "Tide reads the waves of every station and could write a chart for each of them.",
        "Possibly Tide will write a chart for each of the stations whose waves it reads.",
        "Tide reads the tide waves of every station and may write a chart for each of them.",
    ],
)
def test_a_change_that_says_nothing_else_is_harmless(claim: str) -> None:
    assert not {"negation fail", "hedge fail", "altered fail"} & told(claim, QUOTE).keys()


def test_a_denial_that_only_moved_is_kept() -> None:
    quote = "No file changes its name by being read: that of its folder goes on to apply."
    assert "negation fail" not in told(
        "A read file does not change its name: that of its folder goes on to apply.", quote
    )


def test_a_denial_in_another_clause_keeps_nothing() -> None:
    quote = "The table holds names and dates in place, but Tide never reads it."
    assert "negation fail" in told("The table does not hold names and dates in place.", quote)


def test_a_free_paraphrase_is_left_to_the_other_checks() -> None:
    assert "altered fail" not in told(
        "For stations, Tide draws diagrams, podcasts and maps out of what it reads.", QUOTE
    )
