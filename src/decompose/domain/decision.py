"""What an editor may do with an item, and what it is afterwards. The moves are a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.capability import Claim, ClaimStatus, Decided, Reason
from decompose.domain.review import (
    KIND,
    RECORD,
    VERDICT,
    Action,
    Edit,
    ItemStatus,
    ReviewItem,
    Why,
    item_of_claim,
    wrong_reason,
)
from decompose.errors import BlockedDecisionError, StaleDecisionError

# (status, action) -> status. What is not here is refused; undo restores whatever the undone event found.
MOVES: dict[tuple[ItemStatus, Action], ItemStatus] = {
    **{
        (status, Action.ACCEPT): ItemStatus.ACCEPTED
        for status in (ItemStatus.OPEN, ItemStatus.NONE, ItemStatus.REJECTED)
    },
    **{(status, Action.EDIT): ItemStatus.EDITED for status in ItemStatus},
    **{(status, Action.REJECT): ItemStatus.REJECTED for status in ItemStatus if status is not ItemStatus.REJECTED},
    (ItemStatus.OPEN, Action.REFER): ItemStatus.OPEN,
    **{(status, action): status for status in ItemStatus for action in (Action.SKIP, Action.COMMENT)},
}
# The check by which a sentence says that another one was split into it.
SPLIT = "split"
# These leave the item as it is, and an event behind.
_REMARKS = frozenset({Action.SKIP, Action.COMMENT})


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor says.

    `edit` goes with Action.EDIT, `reason_code` with Action.REJECT; `base` is what he saw. `sitting` is his window, and
    `seen` the revision of the item that he looked at, None where he did not say. `needs_second` says that an edit waits
    for another editor.
    """

    action: Action
    by: str
    at: datetime
    edit: Edit | None = None
    reason_code: str | None = None
    base: str | None = None
    comment: str | None = None
    sitting: str | None = None
    seen: int | None = None
    needs_second: bool = False


def decide(item: ReviewItem, decision: Decision) -> ReviewItem:
    """The item after a decision.

    Raises:
        StaleDecisionError: the revision is old, another editor holds the item, or the move is not in the table.
        BlockedDecisionError: it needs something that it lacks.
    """
    refuse_stale(item, decision)
    moved = MOVES.get((item.status, decision.action))
    if moved is None:
        raise StaleDecisionError(
            f"{item.id} is {item.status}: {decision.action} is not possible; undo first", subject=item.id, current=item
        )
    _refuse_incomplete(item, decision)
    if decision.action in _REMARKS:
        return item
    if decision.action is Action.REFER:
        return replace(item, revision=item.revision + 1, referred_by=decision.by)
    _refuse_alone(item, decision)
    if decision.edit and _waits(item, decision):
        reason = item.reason or Why.UNSUPPORTED
        return replace(
            item,
            revision=item.revision + 1,
            status=ItemStatus.OPEN,
            reason=reason,
            pending=replace(decision.edit, by=decision.by),
        )
    edit = _accepted(item) if decision.action is Action.ACCEPT else decision.edit
    after = replace(
        item,
        revision=item.revision + 1,
        status=ItemStatus.EDITED if edit else moved,
        decided=Decided(decision.by, decision.at, Action.EDIT if edit else decision.action),
        edit=edit,
        pending=None,
        base=decision.base,
        referred_by=None,
        lease=None,
    )
    return _as_readers_see_it(after)


def refuse_stale(item: ReviewItem, decision: Decision) -> None:
    """Raise StaleDecisionError where the editor looked at an old revision, or another one has the item open."""
    if decision.seen is not None and decision.seen != item.revision:
        raise StaleDecisionError(
            f"{item.id} is at revision {item.revision}, the decision was made on {decision.seen}; look at it again",
            subject=item.id,
            current=item,
        )
    is_kept_out = item.lease and item.lease.keeps_out(decision.by, decision.sitting, decision.at)
    if item.lease and is_kept_out and decision.action not in _REMARKS:
        raise StaleDecisionError(
            f"{item.id} is open before {item.lease.by} until {item.lease.until:%H:%M} UTC; ask for it, or take another",
            subject=item.id,
            current=item,
        )


def refuse_merge(item: ReviewItem, kept: ReviewItem, decision: Decision) -> None:
    """Raise where one item cannot be merged into another; `decision` is the edit of the one that stays.

    Raises:
        StaleDecisionError: the one that stays has changed since it was seen, or somebody else has it open.
        BlockedDecisionError: the two do not belong together, or the one that stays is not to be had.
    """
    if item.id == kept.id or item.artifact != kept.artifact or (item.field == RECORD) != (kept.field == RECORD):
        raise BlockedDecisionError(
            f"{item.id} can be merged into another sentence of {item.artifact} alone, not into {kept.id}",
            subject=item.id,
        )
    refuse_stale(kept, decision)
    if kept.status is ItemStatus.REJECTED:
        by = kept.decided.by if kept.decided else "an editor"
        raise BlockedDecisionError(
            f"{kept.id} was rejected by {by}, and a merge would publish it; undo that first, or merge into another",
            subject=item.id,
        )
    if kept.pending and kept.pending.by != decision.by:
        raise BlockedDecisionError(
            f"{kept.id} holds an edit of {kept.pending.by}, which waits; accept or reject that first", subject=item.id
        )


def restored(item: ReviewItem, before: ReviewItem) -> ReviewItem:
    """The item as it was before an event, one revision on; it keeps the name that it has since."""
    return replace(before, id=item.id, artifact=item.artifact, revision=item.revision + 1, lease=item.lease)


def part_of(whole: ReviewItem, claim: Claim) -> ReviewItem:
    """The item of a sentence that another one is split into; until that is decided, nobody is asked about it."""
    return replace(item_of_claim(whole.artifact, whole.capability_id, claim), status=ItemStatus.NONE, reason=None)


def as_part(claim: Claim) -> Claim:
    """The claim of such a sentence: whatever the checks say, readers see it by an editor's decision alone."""
    why = Reason(SPLIT, "one of the sentences that an editor put in the place of another one")
    return replace(claim, status=ClaimStatus.UNSUPPORTED, reasons=(why, *claim.reasons))


def is_beginning_of_part(item: ReviewItem) -> bool:
    """Whether this is what a sentence was before it was split off: nothing."""
    is_untouched = item.decided is None and item.pending is None
    return is_untouched and any(flag.check == SPLIT for flag in item.flags)


def _accepted(item: ReviewItem) -> Edit | None:
    """The edit that an acceptance is of: the one that waits, or the one that stands and that only a reader doubts."""
    is_doubted = item.reason is Why.SUGGESTION and item.edit is not None and item.edit.text == item.new
    return item.pending or (item.edit if is_doubted else None)


def _waits(item: ReviewItem, decision: Decision) -> bool:
    """Whether an edit is not for readers yet: nothing carries it, or somebody else must look at it."""
    if item.field == KIND:
        return False
    return decision.needs_second or not (decision.edit and decision.edit.evidence)


def _as_readers_see_it(item: ReviewItem) -> ReviewItem:
    """A decided item tells the words that stand now, and that nothing blocks them."""
    if item.status is ItemStatus.REJECTED:
        return replace(item, old=None)
    if item.edit is None:
        return replace(item, old=item.new)
    edit = item.edit
    return replace(item, old=edit.text, new=edit.text, evidence=edit.evidence, flags=edit.reasons, blocked=None)


def _refuse_alone(item: ReviewItem, decision: Decision) -> None:
    """Nobody gives the second opinion on his own question."""
    if item.referred_by == decision.by:
        raise BlockedDecisionError(
            f"{decision.by} asked for a second opinion on {item.id}: another editor decides, or undo the question",
            subject=item.id,
        )


def _refuse_incomplete(item: ReviewItem, decision: Decision) -> None:
    if decision.action is Action.ACCEPT:
        _refuse_unacceptable(item, decision)
    if decision.action is Action.REJECT and (why := wrong_reason(decision.reason_code)):
        raise BlockedDecisionError(why, subject=item.id)
    if decision.action is Action.EDIT and not (decision.edit and decision.edit.text.strip()):
        raise BlockedDecisionError("an edit needs its text: --text “…”", subject=item.id)
    if decision.action is Action.EDIT and item.field == VERDICT:
        raise BlockedDecisionError(
            "a verdict follows from its facts: accept it as seen, or change what it rests on; see: decompose why A B",
            subject=item.id,
        )
    if decision.action is Action.EDIT and item.field == RECORD:
        raise BlockedDecisionError(
            "a whole record is accepted or rejected; edit its sentences one by one", subject=item.id
        )
    if decision.action is Action.COMMENT and not (decision.comment or "").strip():
        raise BlockedDecisionError("a comment needs its words", subject=item.id)


def _refuse_unacceptable(item: ReviewItem, decision: Decision) -> None:
    if item.pending and not item.pending.evidence:
        raise BlockedDecisionError(
            f"{item.id} holds an edit without a quote; edit it with a quote, reject it, or undo the edit",
            subject=item.id,
        )
    if item.pending and item.pending.by == decision.by:
        raise BlockedDecisionError(
            f"{item.id} holds an edit of {decision.by}, which waits for another editor", subject=item.id
        )
    if item.blocked and not item.pending:
        raise BlockedDecisionError(
            f"{item.id} cannot be accepted: {item.blocked}; edit it with a quote, or reject it", subject=item.id
        )
