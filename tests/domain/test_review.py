"""Which moves an editor has, and what a decision does to the sentence that readers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from decompose.domain.artifact import Artifact, Kind
from decompose.domain.capability import Claim, ClaimStatus, Reason
from decompose.domain.decision import MOVES, Decision, decide, restored
from decompose.domain.evidence import Evidence
from decompose.domain.overlay import overlaid
from decompose.domain.review import (
    REJECT_CODES,
    Action,
    Edit,
    ItemStatus,
    ReviewItem,
    item_of_claim,
    item_of_kind,
)
from decompose.errors import DecisionRefusedError

NOW = datetime(2026, 1, 2, tzinfo=UTC)
QUOTE = Evidence("rev-1", 0, 5, "words")
REFUSED = Claim(
    "claim-1", "description", "It holds 9 rows.", ClaimStatus.UNSUPPORTED, (Reason("numbers", "9"),), (QUOTE,)
)
FABRICATED = replace(REFUSED, evidence=(), reasons=(Reason("fabricated", "not there"),))
SOUND = replace(REFUSED, status=ClaimStatus.VERIFIED, reasons=())


def decision(action: Action, **given) -> Decision:
    return Decision(action, "ada", NOW, **given)


def item(claim: Claim = REFUSED) -> ReviewItem:
    return item_of_claim("tide", "cap-1", claim)


def edit(text: str = "It holds rows.", *evidence: Evidence) -> Edit:
    return Edit(text, evidence, (), ClaimStatus.VERIFIED if evidence else ClaimStatus.UNSUPPORTED)


def test_a_refused_claim_waits_with_its_reason_and_a_sound_one_does_not() -> None:
    assert (item().status, item().reason) == (ItemStatus.OPEN, "unsupported")
    assert (item(SOUND).status, item(SOUND).reason) == (ItemStatus.NONE, None)


def test_accepting_publishes_the_sentence_and_keeps_the_objections() -> None:
    after = decide(item(), decision(Action.ACCEPT))
    claim = overlaid(REFUSED, after)
    assert claim.is_publishable
    assert claim.reasons == REFUSED.reasons
    assert claim.decided is not None
    assert claim.decided.by == "ada"


def test_a_sentence_without_a_visible_quote_cannot_be_accepted() -> None:
    with pytest.raises(DecisionRefusedError, match="none of its quotes"):
        decide(item(FABRICATED), decision(Action.ACCEPT))


def test_an_edit_with_a_quote_is_published_as_the_editors_own() -> None:
    after = decide(item(FABRICATED), decision(Action.EDIT, edit=edit("It holds rows.", QUOTE)))
    claim = overlaid(FABRICATED, after)
    assert (claim.text, claim.edited, claim.is_publishable) == ("It holds rows.", True, True)


def test_an_edit_without_a_quote_stays_unsupported_and_its_item_open() -> None:
    after = decide(item(FABRICATED), decision(Action.EDIT, edit=edit()))
    assert after.status is ItemStatus.OPEN
    assert not overlaid(FABRICATED, after).is_publishable


def test_readers_keep_what_they_had_until_an_edit_stands() -> None:
    after = decide(item(SOUND), decision(Action.EDIT, edit=edit("Unquoted words.")))
    assert overlaid(SOUND, after) == SOUND


def test_a_rejected_sentence_does_not_come_back_by_an_edit_without_a_quote() -> None:
    rejected = decide(item(SOUND), decision(Action.REJECT, reason_code="overstated"))
    after = decide(rejected, decision(Action.EDIT, edit=edit("Unquoted words.")))
    assert after.status is ItemStatus.OPEN
    assert not overlaid(SOUND, after).is_publishable


def test_an_editors_published_words_stay_until_another_edit_stands() -> None:
    edited = decide(item(SOUND), decision(Action.EDIT, edit=edit("It holds rows.", QUOTE)))
    after = decide(edited, decision(Action.EDIT, edit=edit("Unquoted words.")))
    assert overlaid(SOUND, after).text == "It holds rows."


def test_an_edit_that_waits_for_a_quote_cannot_be_accepted() -> None:
    waiting = decide(item(), decision(Action.EDIT, edit=edit("Unquoted words.")))
    with pytest.raises(DecisionRefusedError, match="without a quote"):
        decide(waiting, decision(Action.ACCEPT))


def test_a_decided_item_tells_the_words_that_stand_now() -> None:
    after = decide(item(FABRICATED), decision(Action.EDIT, edit=edit("It holds rows.", QUOTE)))
    assert (after.old, after.new, after.blocked) == ("It holds rows.", "It holds rows.", None)
    assert decide(after, decision(Action.REJECT, reason_code="other")).old is None


def test_a_rejected_sentence_is_read_nowhere() -> None:
    after = decide(item(SOUND), decision(Action.REJECT, reason_code="overstated"))
    assert not overlaid(SOUND, after).is_publishable


def test_a_rejection_needs_a_known_reason() -> None:
    with pytest.raises(DecisionRefusedError, match="wrong_number"):
        decide(item(), decision(Action.REJECT, reason_code="dislike"))
    assert len(REJECT_CODES) == 7


def test_a_skip_changes_nothing() -> None:
    assert decide(item(), decision(Action.SKIP)) == item()


def test_a_decision_on_an_old_revision_is_refused() -> None:
    after = decide(item(), decision(Action.ACCEPT, seen=1))
    with pytest.raises(DecisionRefusedError, match="revision 2"):
        decide(after, decision(Action.REJECT, reason_code="other", seen=1))


def test_undo_restores_the_state_one_revision_on() -> None:
    after = decide(item(), decision(Action.ACCEPT))
    back = restored(after, item())
    assert back == replace(item(), revision=3)


def full_decision(action: Action) -> Decision:
    return decision(
        action,
        edit=edit("It holds rows.", QUOTE) if action is Action.EDIT else None,
        reason_code="other" if action is Action.REJECT else None,
    )


@pytest.mark.parametrize(
    ("status", "action"), list(product(ItemStatus, [Action.ACCEPT, Action.EDIT, Action.REJECT, Action.SKIP]))
)
def test_the_table_of_moves_is_all_that_is_allowed(status: ItemStatus, action: Action) -> None:
    before = replace(item(), status=status)
    if (status, action) in MOVES:
        assert decide(before, full_decision(action)).status is MOVES[status, action]
    else:
        with pytest.raises(DecisionRefusedError, match="undo first"):
            decide(before, full_decision(action))


def test_an_artifact_without_a_kind_waits_to_be_classified() -> None:
    waiting = item_of_kind(Artifact("tide", "Tide"))
    assert waiting is not None
    assert waiting.reason == "classification"
    assert item_of_kind(Artifact("tide", "Tide", Kind.MODEL)) is None


def test_the_queue_begins_with_what_does_most_harm() -> None:
    contradicted = item(replace(REFUSED, status=ClaimStatus.CONTRADICTED))
    hidden = item(replace(FABRICATED, reasons=(Reason("hidden_text", "comment"),)))
    order = [contradicted, hidden, item(FABRICATED), item()]
    assert [one.risk for one in order] == sorted(one.risk for one in order)
    assert len({one.risk for one in order}) == 4
