"""Words of a claim that its quotes have in another spelling are no new words."""

from __future__ import annotations

import pytest

from domain.claims import told


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        # The letters of an acronym, or all but the last one, which says what sort of thing it is.
        ("Gauges with a low MTR.", "Gauges with a low missed tide rate.", "Gauges with a low missed gale rate."),
        ("Charts are drawn by TPUs.", "Drawn by tensor processors.", "Drawn by rapid processors."),
        ("Watches any very large tide.", "Watches any VLT.", "Watches any VLR."),
        # Two names of one thing, of which one has several words.
        ("The CLI reads gauges.", "The command-line program reads gauges.", "The command-bar program reads gauges."),
        ("Answers by RAG.", "Answers by retrieval-augmented generation.", "Answers by grammar-augmented generation."),
        # Two words, or one.
        ("Gauges fall back to the moon.", "The moon is the fallback of gauges.", "The moon is the setback of gauges."),
        ("Reading has a timeout.", "A time out of reading.", "Reading burns out."),
        # A word, and another made of it.
        ("Charts can be used by sailors.", "Charts are usable by sailors.", "Charts are laughable to sailors."),
        ("Cryptographic signing of charts.", "Signed cryptographically.", "Signed photographically."),
        ("Holds facts of the tide.", "Holds factual tide.", "Holds tactual tide."),
        # What begins with two dashes.
        ("Pass --gauge=7 for depth.", "Pass depth by a command-line option.", "Pass depth by a spreadsheet."),
        # The terms of a licence.
        ("Tide is licensed under TPL.", "Tide is distributed under TPL.", "Tide is buried under TPL."),
        # A state, and how one gets there.
        ("Gauges are always on.", "Gauges are always switched on.", "Gauges are always hammered on."),
    ],
)  # fmt: skip
def test_another_spelling_is_no_new_word(quote: str, right: str, wrong: str) -> None:
    assert "new_word unknown" not in told(right, quote)
    assert "new_word unknown" in told(wrong, quote)


def test_what_was_switched_on_is_not_what_stands_on_something() -> None:
    assert told("Gauges are switched on.", "Gauges stand on piers.")["new_word unknown"] == "switched"


@pytest.mark.parametrize("bound", ["from version 3 onwards", "version 3 or a newer one", "version 3 or above"])
def test_the_words_of_a_bound_say_what_its_number_says(bound: str) -> None:
    assert not any(finding.endswith("_word unknown") for finding in told(f"Needs Wave {bound}.", "Needs Wave >= 3."))


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("Reads gauges of MET5.", "Reads gauges, taken from MET5.", "Reads gauges, taken from MET6."),
        ("`moon3` - tides of gauges.", "Gauges get tides, with moon3.", "Gauges get tides, with snow."),
    ],
)
def test_an_item_with_a_quoted_name_is_quoted(quote: str, right: str, wrong: str) -> None:
    assert not any(finding.startswith("item") for finding in told(right, quote))
    assert any(finding.startswith(("item", "names")) for finding in told(wrong, quote))


def test_an_item_that_is_nothing_but_a_name_belongs_to_its_list() -> None:
    quote = "Reads metre, int8, and brass gauges"
    assert "item fail" not in told("Reads metre, 8-bit and brass gauges.", quote)
    assert "item fail" in told("Reads metre, 8-bit, wooden and brass gauges.", quote)
