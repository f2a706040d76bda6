"""The shapes of the JSON in `queue`, for the OpenAPI document. A shape names the keys that are promised."""

from __future__ import annotations

from typing_extensions import TypedDict

from decompose.page.shapes import EvidenceShape, ReasonShape


class LeaseShape(TypedDict):
    """Who has the item open, and until when."""

    by: str
    until: str


class ItemShape(TypedDict):
    """One thing that waits for an editor, or was decided by one. `blocked` says why it cannot be accepted."""

    id: str
    revision: int
    status: str
    reason: str | None
    artifact: str
    capability_id: str | None
    field: str
    old: str | None
    new: str
    evidence: list[EvidenceShape]
    flags: list[ReasonShape]
    blocked: str | None
    lease: LeaseShape | None


class ItemsShape(TypedDict):
    """One page of items; `next` is the cursor of the following one, null on the last page.

    `total` is counted to 10,000; `more` says that there are more.
    """

    items: list[ItemShape]
    total: int
    more: bool
    next: str | None


class ClaimedShape(TypedDict):
    items: list[ItemShape]


class EventShape(TypedDict):
    """One row of the trail."""

    id: int
    at: str
    who: str
    action: str
    item: str
    before: ItemShape
    after: ItemShape
    reason_code: str | None


class EventsShape(TypedDict):
    """One page of the trail, the newest event first."""

    events: list[EventShape]
    next: str | None


class OutcomeShape(TypedDict):
    item: ItemShape
    event: EventShape
