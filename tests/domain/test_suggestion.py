"""What readers say: which words are kept, and what a doubt does to the item of a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.domain.capability import ClaimStatus, Decided
from decompose.domain.decision import Decision, decide
from decompose.domain.review import Action, Edit, ItemStatus, ReviewItem, Why
from decompose.domain.suggestion import doubted, worded

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ITEM = ReviewItem("item-1", 3, ItemStatus.NONE, None, "tide", "description", "Tide is fast.", claim_id="clm-1")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It is\r\n slow.\n", "It is slow."),
        ("\x1b[31mred\x00 \u202etxet\u202c", "[31mred txet"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("👩\u200d🔬 می\u200cخواهم", "👩\u200d🔬 می\u200cخواهم"),
        (" \u2066\ufeff\x7f ", ""),
    ],
)
def test_words_are_kept_on_one_line_without_signs_that_steer_a_screen(said: str, kept: str) -> None:
    assert worded(said) == kept


@given(st.text())
def test_whatever_is_kept_prints_on_one_line_and_is_kept_again(said: str) -> None:
    kept = worded(said)
    assert len(kept.splitlines()) <= 1
    assert worded(kept) == kept


@pytest.mark.parametrize("status", [status for status in ItemStatus if status is not ItemStatus.OPEN])
def test_a_doubted_item_waits_and_keeps_what_was_decided(status: ItemStatus) -> None:
    item = replace(ITEM, status=status, decided=Decided("ann", NOW, Action.ACCEPT))
    after = doubted(item)
    assert (after.status, after.reason, after.revision) == (ItemStatus.OPEN, Why.SUGGESTION, 4)
    assert after.decided == item.decided


def test_what_waits_already_waits_for_its_own_reason() -> None:
    item = replace(ITEM, status=ItemStatus.OPEN, reason=Why.CONTRADICTED)
    assert doubted(item) == item


def test_to_accept_an_edit_that_a_reader_doubts_keeps_the_edit() -> None:
    edit = Edit("Tide is quick.", (), (), ClaimStatus.VERIFIED, by="ann")
    edited = replace(ITEM, status=ItemStatus.EDITED, new=edit.text, edit=edit, decided=Decided("ann", NOW, Action.EDIT))
    after = decide(doubted(edited), Decision(Action.ACCEPT, "ben", NOW))
    assert (after.status, after.edit, after.new) == (ItemStatus.EDITED, edit, edit.text)
