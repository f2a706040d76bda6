"""The queue and the trail for programs: the same services as the desk, with a bearer token."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from decompose.domain.access import Principal, Role
from decompose.domain.queue import Wanted
from decompose.domain.review import Action, ItemStatus, Why
from decompose.page.queue import event_json, item_json
from decompose.page.review_shapes import ClaimedShape, EventsShape, ItemShape, ItemsShape, OutcomeShape
from decompose.services.queue import MOST_AT_ONCE, MOST_COUNTED, Editor
from decompose.services.review import Said
from decompose.web.access import needs
from decompose.web.answers import JSON, as_json
from decompose.web.api import PREFIX, Cursor, Route, add_routes, problems
from decompose.web.workspace import Workspace

ItemId = Annotated[str, Path(description="Id of a review item.", max_length=100)]
Many = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="The most that one page holds.")]
Reader = Annotated[Principal, needs(Role.READER)]
Decider = Annotated[Principal, needs(Role.EDITOR)]
Slug = Annotated[str | None, Query(description="Slug of an artifact.", max_length=300)]
Words = Annotated[str | None, Query(max_length=300)]
_KEPT_TO_ONESELF = {"Cache-Control": "no-store"}


class Claimed(BaseModel):
    """How many items to lease."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=1, ge=1, le=MOST_AT_ONCE)


class Decided(BaseModel):
    """What to do with an item. `revision` is the one that was looked at."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["accept", "edit", "reject", "skip", "undo", "comment", "refer"]
    revision: int
    text: str | None = Field(default=None, max_length=10_000)
    quotes: list[Annotated[str, Field(max_length=10_000)]] | None = Field(default=None, max_length=20)
    reason_code: str | None = Field(default=None, max_length=100)
    comment: str | None = Field(default=None, max_length=10_000)


def reviews_router(workspace: Workspace) -> APIRouter:
    """The endpoints over a workspace."""
    router = APIRouter(prefix=PREFIX, responses=problems(401, 403, 422, 429, 503), tags=["review"])
    queue = _Queue(workspace)
    add_routes(router, queue.routes())
    return router


class _Queue:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> tuple[Route, ...]:
        return (
            ("GET", "/reviews", self.list_reviews, ItemsShape, (404,)),
            ("GET", "/reviews/{item}", self.get_review, ItemShape, (404,)),
            ("POST", "/reviews/claim", self.claim_reviews, ClaimedShape, ()),
            ("POST", "/reviews/{item}/decisions", self.decide_review, OutcomeShape, (404, 409)),
            ("GET", "/audit", self.list_events, EventsShape, ()),
        )

    def list_reviews(
        self,
        caller: Reader,
        status: ItemStatus = ItemStatus.OPEN,
        reason: Why | None = None,
        artifact: Slug = None,
        flag: Words = None,
        prompt: Words = None,
        editor: Words = None,
        older_than_days: Annotated[int | None, Query(ge=0, le=36_500)] = None,
        q: Words = None,
        limit: Many = 50,
        cursor: Cursor = "",
    ) -> Response:
        """List the items of a filter, the riskiest first, page by page."""
        del caller
        before = self._workspace.now() - timedelta(days=older_than_days) if older_than_days is not None else None
        wanted = Wanted(status, reason, artifact, flag, prompt, editor, before, q)
        page, total = self._workspace.queue.page(wanted, limit=limit, cursor=cursor or None)
        value = {
            "items": [item_json(item) for item in page.items],
            "total": min(total, MOST_COUNTED),
            "more": total > MOST_COUNTED,
            "next": page.next,
        }
        return _answer(value)

    def get_review(self, caller: Reader, item: ItemId) -> Response:
        """Get one item, whether it waits or not."""
        del caller
        return _answer(item_json(self._workspace.review.item(item)))

    def claim_reviews(self, caller: Decider, wanted: Claimed | None = None) -> Response:
        """Lease the next open items that nobody has open, for ten minutes; one where nothing is said."""
        limit = (wanted or Claimed()).limit
        items = self._workspace.queue.claim(Editor(caller.name, caller.sitting), limit=limit)
        return _answer({"items": [item_json(item) for item in items]})

    def decide_review(self, caller: Decider, item: ItemId, decided: Decided) -> Response:
        """Decide an item; every decision is an event of the trail."""
        said = Said(
            decided.revision,
            caller.sitting,
            decided.comment,
            decided.text,
            tuple(decided.quotes or ()),
            decided.reason_code,
        )
        outcome = self._workspace.review.decide(item, Action(decided.action), by=caller.name, said=said)
        return _answer({"item": item_json(outcome.item), "event": event_json(outcome.event)})

    def list_events(
        self,
        caller: Reader,
        item: Annotated[str | None, Query(max_length=100)] = None,
        limit: Many = 50,
        cursor: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
    ) -> Response:
        """List the trail, the newest event first, page by page."""
        del caller
        events, older = self._workspace.queue.events(limit=limit, item=item, before=cursor)
        value = {"events": [event_json(event) for event in events], "next": str(older) if older else None}
        return _answer(value)


def _answer(value: Any) -> Response:
    return Response(as_json(value), media_type=JSON, headers=_KEPT_TO_ONESELF)
