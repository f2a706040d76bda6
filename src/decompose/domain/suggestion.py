"""What readers say of a published sentence: which words of theirs are kept, and what their doubt does to its item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from decompose.domain.capability import Claim
from decompose.domain.review import ItemStatus, ReviewItem, Why

LONGEST = 1_000
# Of one sentence, until an editor has decided; an editor who reads so many needs no more.
MOST_WAITING = 20
# Signs that control a device or turn the direction of whatever is printed after them.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that readers see, and of which artifact: slug and name; `capability` is None for a fact."""

    slug: str
    name: str
    capability: str | None
    claim: Claim


def worded(words: str) -> str:
    """A reader's words on one line, without signs that nobody sees and that steer a screen."""
    return " ".join(_STEERING.sub(" ", words).split())


def doubted(item: ReviewItem) -> ReviewItem:
    """The item of a sentence that a reader doubts: it waits, and what readers see stays as it is.

    One that waits already goes on to wait for its own reason.
    """
    if item.status is ItemStatus.OPEN:
        return item
    return replace(item, revision=item.revision + 1, status=ItemStatus.OPEN, reason=Why.SUGGESTION)
