"""What a terminal shows of claims and items: never an empty bracket, and no word that the next line takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from decompose.domain.capability import Claim, ClaimStatus, Decided, Reason
from decompose.domain.review import ReviewItem, item_of_claim
from decompose.page.listing import artifact_text
from decompose.page.queue import item_text
from page import facts

TELLS = "It reads tides."
NUMBERS = Reason("numbers", "“7” is not in the quote")
NEVER = facts.claim("1", "description", TELLS)
OBJECTED: dict[str, Any] = {"status": ClaimStatus.UNSUPPORTED, "reasons": (NUMBERS,)}
REJECTED: dict[str, Any] = {"decided": Decided("ada", facts.AT, "reject"), "rejected": True}


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, TELLS),
        (OBJECTED, f"{TELLS} [unsupported: {NUMBERS.detail}]"),
        ({"status": ClaimStatus.STALE}, f"{TELLS} [stale]"),
        (REJECTED, f"{TELLS} [rejected by ada]"),
        (OBJECTED | REJECTED, f"{TELLS} [rejected by ada: {NUMBERS.detail}]"),
    ],
)
def test_show_says_who_or_what_keeps_a_claim_from_readers(changes: dict[str, Any], shown: str) -> None:
    side = facts.atlas()
    record = replace(side.capabilities[0], claims=(replace(NEVER, **changes),))
    known = facts.record(replace(side, capabilities=(record,), facts=()))
    assert f"  description: {shown}" in artifact_text(known).splitlines()


def item(claim: Claim, **changes: Any) -> ReviewItem:
    return replace(item_of_claim("tide", None, claim), **changes)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (item(NEVER), ("tide · description · no check objects", "", TELLS)),
        (item(NEVER, decided=Decided("ada", facts.AT, "reject")), ("no check objects", "reject by ada on 2026-11-14")),
        (item(replace(NEVER, **OBJECTED)), ("tide · description · unsupported", "", TELLS, "  ! numbers: ")),
        (item(replace(NEVER, **OBJECTED), reason=None), ("objected to, but in no queue", "", TELLS, "  ! numbers: ")),
    ],
)
def test_an_item_says_why_it_waits_what_was_decided_and_what_objects(given: ReviewItem, shown: tuple[str, ...]) -> None:
    _, *lines = item_text(given).splitlines()
    assert len(lines) >= len(shown)
    assert all(words in line for words, line in zip(shown, lines, strict=False))
