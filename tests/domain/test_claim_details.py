"""What a claim adds of its own: definite things that nobody quoted, and names in small letters."""

from __future__ import annotations

import pytest

from decompose.domain.claim_check.details import FEATURE
from decompose.domain.claim_check.features import FEATURE_PHRASES, FEATURES, SINGLE_FEATURES
from decompose.domain.claim_check.vocabulary import SMALL_NAMES
from decompose.domain.claim_check.words import stem
from domain.claims import assert_told_apart, told


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("Readings can be exported.", "Readings are exported with a watermark.", "Exports readings.", "watermark"),
        ("Waves are drawn on a chart.", "Draws waves in a spreadsheet.", "Draws the waves.", "spreadsheet"),
        ("Buoys send readings.", "Buoys send encrypted readings.", "Readings are sent by the buoys.", "encrypted"),
        ("The harbour has a page.", "The harbour has a page with a calendar.", "A page of the harbour.", "calendar"),
        ("Waves can be erased.", "Waves can be erased, and that undone.", "Erases waves.", "undone"),
        ("Buoys are named.", "A language model names the buoys.", "Names buoys.", "language model"),
        ("Has a page.", "Has a page with a dark mode.", "A page is there.", "dark mode"),
    ],
)
def test_a_definite_thing_that_no_quote_names_was_added(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart(f"{FEATURE} fail", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Runs in a jail.", "Runs in a sandbox."),
        ("Needs 2 GB of VRAM.", "Takes 2 GB of memory."),
        ("Changes are made by PRs.", "Changes are made by pull requests."),
        ("The model names buoys.", "A language model names the buoys."),
        ("The tides are translated.", "A translation of the tides is made."),
    ],
)
def test_a_thing_may_go_by_another_of_its_words(quote: str, claim: str) -> None:
    assert f"{FEATURE} fail" not in told(claim, quote)


def test_a_thing_that_a_heading_names_was_not_added() -> None:
    assert f"{FEATURE} fail" not in told("The cache keeps waves.", "Waves are kept for an hour.", context=("Cache",))


def test_the_subject_of_a_sentence_may_be_called_by_its_sort() -> None:
    assert f"{FEATURE} fail" not in told("The chatbot reads waves.", "Tide reads waves.")
    assert f"{FEATURE} fail" in told("Tide reads waves for a chatbot.", "Tide reads waves.")


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Checked by Ruff.", "Its types are checked by mypy.", "It is checked by ruff."),
        ("Install it with your package manager.", "Installed by homebrew.", "Installed by a package manager."),
    ],
)
def test_a_name_that_is_written_small_stands_in_the_quote_too(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("names fail", quote, wrong, right)


def test_a_small_name_may_stand_in_a_heading() -> None:
    assert "names fail" not in told("Needs numpy.", "It needs version 2.", context=("numpy",))


def test_no_thing_stands_twice_and_none_is_a_name() -> None:
    words = [*FEATURES.split(), *SINGLE_FEATURES.split()]
    stems = [stem(word) for word in words]
    assert sorted(one for one in set(stems) if stems.count(one) > 1) == []
    assert all(name == name.lower() and name.isalnum() for name in SMALL_NAMES)
    phrases = [tuple(map(stem, line.split()[:2])) for line in FEATURE_PHRASES.strip().split("\n")]
    assert len(phrases) == len(set(phrases))
    assert all(set(phrase).isdisjoint(stems) for phrase in phrases)
