"""Words of one family are one word to the checks, and words of two families are two."""

from __future__ import annotations

import pytest

from decompose.domain.claim_check.families import FAMILIES
from decompose.domain.claim_check.opposites import EXCLUSIVE
from decompose.domain.claim_check.words import Sentence, exclusive, stem
from domain.claims import told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("modify", "modification"),
        ("verifies", "verification"),
        ("decided", "decisions"),
        ("frequent", "frequencies"),
        ("analysing", "analyses"),
        ("analyze", "analysis"),
        ("colliding", "collision"),
        ("testable", "test"),
        ("accuracy", "accurate"),
        ("summarising", "summarization"),
    ],
)
def test_a_word_is_led_back_to_its_family(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("converse", "conversion"),
        ("publish", "public"),
        ("exclusive", "exclusion"),
        ("apply", "application"),
        ("permit", "permission"),
        ("inverse", "invest"),
        ("argue", "argument"),
    ],
)
def test_words_that_only_look_alike_are_of_two_families(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_each_word_is_of_one_family() -> None:
    words = FAMILIES.split()
    assert len(words) == len(set(words))


def test_what_excludes_another_is_of_another_family() -> None:
    for line in EXCLUSIVE.strip().splitlines():
        stems = [stem(word) for word in line.split()]
        assert len(stems) == len(set(stems)), line
        assert all(word not in exclusive(word) for word in stems)


def test_nouns_say_what_their_verbs_say() -> None:
    quote = "You are free to use, modify, and distribute the charts."
    assert told("Use, modification and redistribution of the charts are free.", quote) == {}
    assert "item unknown" in told("Use, sale and storage of the charts are free.", quote)


def test_again_is_said_by_two_letters() -> None:
    assert Sentence("It builds charts.").means(stem("rebuild"))
    assert not Sentence("It finds charts.").means(stem("refund"))
