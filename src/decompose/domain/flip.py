"""A verdict that flipped waits for an editor: what it said, what it says now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from decompose.domain.capability import Reason
from decompose.domain.catalog import Change
from decompose.domain.identity import identify
from decompose.domain.readership import is_of_record
from decompose.domain.regeneration import Step, pair_id
from decompose.domain.renaming import Renaming
from decompose.domain.review import VERDICT, ItemStatus, ReviewItem, Why

# Inputs that an announcement names; the page of the pair has them all.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Flipped:
    """A verdict that flipped, as it is announced: the pair, who won and who wins, and which inputs moved.

    `key` is the same for the same change. Words of records are not among the inputs: they may have been withdrawn for
    good reason.
    """

    key: str
    a: str
    b: str
    names: tuple[str, str]
    was: str | None
    now: str | None
    was_reason: str
    now_reason: str
    sentence: str
    because: tuple[Change, ...]
    at: datetime

    @classmethod
    def of(cls, step: Step, names: tuple[str, str], because: Iterable[Change], at: datetime) -> Flipped:
        before, after = step.before, step.after
        told = tuple(change for change in because if not is_of_record(change.fact))
        return cls(
            identify("flip", after.id, before.fingerprint, after.fingerprint, at.isoformat()),
            after.a,
            after.b,
            names,
            before.winner,
            after.winner,
            before.reason,
            after.reason,
            after.texts[0] if after.texts else "",
            told[:_MOST_NAMED],
            at,
        )

    def as_json(self, site_url: str | None) -> dict[str, Any]:
        """What a webhook tells; `url` leads to the page of the pair where the site knows its own address."""
        path = f"/compare/{self.a}/{self.b}"
        return {
            "a": self.a,
            "b": self.b,
            "names": {self.a: self.names[0], self.b: self.names[1]},
            "url": f"{site_url.rstrip('/')}{path}" if site_url else path,
            "was": {"winner": self.was, "reason": self.was_reason},
            "now": {"winner": self.now, "reason": self.now_reason},
            "sentence": self.sentence,
            "because": [{"fact": each.fact, "old": each.old, "new": each.new} for each in self.because],
        }


def item_id_of_pair(a: str, b: str) -> str:
    """The id of the item about the verdict of a pair."""
    return identify("item", pair_id(a, b), VERDICT)


def item_under(item: ReviewItem, renaming: Renaming) -> ReviewItem:
    """The item of a pair as it is told under another slug of one of its artifacts."""
    winner = re.compile(rf"(?<= the winner was ){re.escape(renaming.old)}(?=,)|(?<=, is ){re.escape(renaming.old)}$")
    flags = tuple(replace(flag, detail=winner.sub(renaming.new, flag.detail)) for flag in item.flags)
    return replace(item, id=item_id_of_pair(*renaming.pair), artifact=renaming.pair[0], flags=flags)


def item_of_flip(step: Step, names: tuple[str, str]) -> ReviewItem:
    """The item of a pair whose winner is another, or which came to be or is no longer too close to call."""
    before, after = step.before, step.after
    detail = f"{names[0]} and {names[1]}: the winner was {before.winner or 'nobody'}, is {after.winner or 'nobody'}"
    return ReviewItem(
        id=item_id_of_pair(after.a, after.b),
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
