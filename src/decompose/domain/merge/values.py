"""What goes into a merge and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from decompose.domain.capability import Capability, Fact
from decompose.domain.document import Revision
from decompose.domain.review import Action, ReviewItem


class Outcome(StrEnum):
    """What became of a record or a claim."""

    SAME = "same"
    REWORDED = "reworded"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Before:
    """What was told of a document, as it was decomposed, and what editors made of it.

    `items` are by the claim or record that they are about. `last` holds, by item, what the last decision on a reopened
    item was. `revision` is the one on which the evidence stands.
    """

    capabilities: tuple[Capability, ...] = ()
    facts: tuple[Fact, ...] = ()
    items: Mapping[str, ReviewItem] = field(default_factory=dict)
    last: Mapping[str, ReviewItem] = field(default_factory=dict)
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An item before and after. Without an action it only follows its words to where they stand now."""

    before: ReviewItem
    after: ReviewItem
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one record or claim, by the ids that it had and has."""

    before: str | None
    after: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Merge:
    """The records and facts that the document has now, the items that move, and what became of what."""

    capabilities: tuple[Capability, ...]
    facts: tuple[Fact, ...]
    moves: tuple[Move, ...] = ()
    records: tuple[Fate, ...] = ()
    claims: tuple[Fate, ...] = ()
