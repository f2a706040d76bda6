"""A page says who reviewed its sentences, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from decompose.domain.capability import Claim, Decided
from decompose.page.reviewing import recent, reviewed
from page import facts


def decided(name: str, by: str, days: int, action: str = "accept") -> Claim:
    return replace(
        facts.claim(name, "description", "It reads."), decided=Decided(by, facts.AT + timedelta(days), action)
    )


def test_the_last_review_is_named_with_its_editor_and_day() -> None:
    claims = [decided("1", "ada", 0), decided("2", "bob", 2), facts.claim("3", "description", "It reads.")]
    assert reviewed(claims) == "2 sentences reviewed, last by bob on 16 Nov 2026"


def test_that_nobody_reviewed_is_said() -> None:
    assert reviewed([facts.claim("3", "description", "It reads.")]) == "no sentence reviewed by an editor yet"


def test_recent_changes_are_the_newest_first_and_one_line_for_a_day_of_an_editor() -> None:
    claims = [decided("1", "ada", 3), decided("2", "ada", 3), decided("3", "bob", 4, "edit")]
    document = facts.record(facts.atlas()).documents[0]
    words = [one.words for one in recent([document], claims)]
    assert words[:2] == ["1 sentence reworded by bob", "2 sentences confirmed by ada"]
    assert words[2] == f"{document.origin} read"
