"""A verdict that flipped waits for an editor: what it said, what it says now."""

from __future__ import annotations

from dataclasses import replace

from decompose.domain.capability import Reason
from decompose.domain.identity import identify
from decompose.domain.regeneration import Step
from decompose.domain.review import VERDICT, ItemStatus, ReviewItem, Why


def item_of_flip(step: Step, names: tuple[str, str]) -> ReviewItem:
    """The item of a pair whose winner is another, or which came to be or is no longer too close to call."""
    before, after = step.before, step.after
    detail = f"{names[0]} and {names[1]}: the winner was {before.winner or 'nobody'}, is {after.winner or 'nobody'}"
    return ReviewItem(
        id=identify("item", after.id, VERDICT),
        revision=1,
        status=ItemStatus.OPEN,
        reason=Why.VERDICT_FLIP,
        artifact=after.a,
        field=VERDICT,
        old=before.texts[0] if before.texts else None,
        new=after.texts[0],
        flags=(Reason(VERDICT, detail),),
    )


def reopened(before: ReviewItem, flipped: ReviewItem) -> ReviewItem:
    """The item of a pair that flipped again. Until an editor has seen it, it tells what he saw last.

    A verdict that says again what it said then has nothing to tell: its item is closed.
    """
    is_waiting = before.status is ItemStatus.OPEN
    old = before.old if is_waiting else flipped.old
    is_back = is_waiting and flipped.new == old
    return replace(
        flipped, revision=before.revision + 1, old=old, status=ItemStatus.NONE if is_back else ItemStatus.OPEN
    )
