"""Searches over HTTP: for programs `search`, `resolve`, `capabilities` and `feedback`, for people the page.

Who asks is known by a name of the day that is made from address and browser; neither is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit, is_bot, visitor_of
from decompose.errors import FeedbackRefusedError
from decompose.page.feeds import search_atom
from decompose.page.render import Format, Site, render_search
from decompose.page.search_page import asked_for, search_view
from decompose.page.search_views import capabilities_json, resolution_json, search_json, trace_json
from decompose.page.shapes import CapabilitiesShape, FeedbackShape, ResolutionShape, SearchShape
from decompose.web.access import Gate, address_of, bearer_of
from decompose.web.answers import HTML, JSON, MARKDOWN, as_json, page
from decompose.web.api import MOST_ON_A_PAGE, PREFIX, Limit, Route, add_routes, problems
from decompose.web.workspace import Workspace

LONGEST, LONGEST_LICENCE = 2_000, 100
ATOM = "application/atom+xml"
MOST_FOUND = 50
# Whoever shows a key may ask so many times as often as an address without one.
_WITH_KEY = 4
_KEPT_TO_ONESELF = {"Cache-Control": "no-store"}
_NOT_FOR_ENGINES = {**_KEPT_TO_ONESELF, "X-Robots-Tag": "noindex"}

Question = Annotated[
    str, Query(min_length=1, max_length=LONGEST, description="What the tool should do.", examples=["classify images"])
]
Few = Annotated[int, Query(ge=1, le=MOST_FOUND, description="The most results.")]
OfKind = Annotated[Kind | None, Query(description="Only artifacts of this kind.")]
OfPrice = Annotated[PricingModel | None, Query(description="Only artifacts with this pricing model.")]
OfLicence = Annotated[str | None, Query(max_length=LONGEST_LICENCE, description="Only where the licence names this.")]
Verified = Annotated[bool, Query(description="Only what does not rest on the vendor's word alone.")]
Number = Annotated[
    str, Query(pattern=r"^\d{0,9}$", description="`next` of the page before; leave it out for the first one.")
]


class Wish(BaseModel):
    """What somebody wants to get done."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"intent": "answer questions about a picture", "limit": 2}]}
    )

    intent: str = Field(min_length=1, max_length=LONGEST)
    limit: int = Field(default=3, ge=1, le=10)


class Judged(BaseModel):
    """Whether a result was good; `token` is the `callback_token` that came with it."""

    model_config = ConfigDict(extra="forbid")

    search_id: str = Field(max_length=100)
    slug: str = Field(max_length=300)
    outcome: Literal["success", "failure"]
    token: str = Field(max_length=1000)


def in_measure(what: str) -> Any:
    """The dependency of an endpoint that is open to all, so many times a minute for a key or else an address."""

    def counted(request: Request) -> None:
        gate: Gate = request.app.state.gate
        secret = bearer_of(request)
        token = gate.tokens().with_secret(secret) if secret else None
        if token:
            gate.limits.take(what, f"key {token.id}", _WITH_KEY * gate.per_minute)
        else:
            gate.limits.take(what, address_of(request), gate.per_minute)

    return Depends(counted)


def visit_of(request: Request, workspace: Workspace, source: str) -> Visit:
    """Who asks, without a name that lasts."""
    agent = request.headers.get("user-agent", "")
    key = workspace.access.signing_key()
    return Visit(visitor_of(key, workspace.now(), address_of(request), agent), source, is_bot(agent))


def search_router(workspace: Workspace) -> APIRouter:
    """The endpoints over a workspace."""
    router = APIRouter(
        prefix=PREFIX, responses=problems(422, 429, 503), tags=["search"], dependencies=[in_measure("search")]
    )
    asked = _Search(workspace)
    add_routes(router, asked.routes())
    return router


class _Search:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> tuple[Route, ...]:
        return (
            ("GET", "/search", self.search, SearchShape, (400,)),
            ("POST", "/resolve", self.resolve, ResolutionShape, (400,)),
            ("POST", "/feedback", self.feedback, FeedbackShape, (403, 404, 409)),
            ("GET", "/capabilities", self.list_capabilities, CapabilitiesShape, ()),
        )

    def search(
        self,
        request: Request,
        q: Question,
        limit: Few = 10,
        kind: OfKind = None,
        price: OfPrice = None,
        licence: OfLicence = None,
        verified: Verified = False,  # noqa: FBT002 - a parameter of the address
    ) -> Response:
        """Find artifacts by what they can do, the best first. The search is counted without your address."""
        if request.method == "HEAD":
            # Who asks for the headers alone reads no result: that is no search.
            return Response(media_type=JSON, headers=_KEPT_TO_ONESELF)
        filters = Filters(kind, price.value if price else None, licence, verified)
        visit = visit_of(request, self._workspace, "api")
        return _answer(search_json(self._workspace.search.search(q, visit, filters=filters, limit=limit)))

    def resolve(self, request: Request, wish: Wish) -> Response:
        """Find what does a job, with why, limitations, requirements, alternatives and how fresh its evidence is."""
        visit = visit_of(request, self._workspace, "api")
        resolution = self._workspace.resolve.resolve(wish.intent, visit, limit=wish.limit)
        return _answer(resolution_json(resolution, str(request.base_url).rstrip("/")))

    def feedback(self, judged: Judged) -> Response:
        """Say whether a result was good, once. A token that is forged, too old or of another answer is refused."""
        trace = self._workspace.search.feedback(judged.search_id, judged.slug, judged.outcome, judged.token)
        return _answer(trace_json(trace))

    def list_capabilities(self, limit: Limit = 50, cursor: Number = "") -> Response:
        """List all published capabilities, page by page."""
        limit = min(limit, MOST_ON_A_PAGE)
        listed, total = self._workspace.search.capabilities(int(cursor or 0), limit + 1)
        return _answer(capabilities_json(listed, total, limit))


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the address or the form of a page says it; a filter that there is not filters nothing."""

    q: str = ""
    kind: str = ""
    price: str = ""
    licence: str = ""
    verified: str = ""

    @property
    def filters(self) -> Filters:
        kind = next((each for each in Kind if each.value == self.kind), None)
        price = next((each.value for each in PricingModel if each.value == self.price), None)
        return Filters(kind, price, self.licence.strip()[:LONGEST_LICENCE] or None, bool(self.verified))


def asked_in_form(
    q: Annotated[str, Form(max_length=LONGEST)] = "",
    kind: Annotated[str, Form()] = "",
    price: Annotated[str, Form()] = "",
    licence: Annotated[str, Form()] = "",
    verified: Annotated[str, Form()] = "",
) -> Asked:
    """The search that a form carries with it."""
    return Asked(q, kind, price, licence, verified)


class SearchPage:
    """The page for people. A result is opened by way of an address of ours, so that no script need run."""

    def __init__(self, workspace: Workspace, site: Site) -> None:
        self._workspace = workspace
        self._site = site

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False, dependencies=[in_measure("search")])
        for suffix in ("", ".md", ".json"):
            router.add_api_route(f"/search{suffix}", self.show, methods=["GET", "HEAD"])
        router.add_api_route("/search.atom", self.follow, methods=["GET", "HEAD"])
        router.add_api_route("/search/open/{token}", self.open, methods=["GET"])
        router.add_api_route("/search/feedback", self.judge, methods=["POST"])
        return router

    def show(
        self, request: Request, asked: Annotated[Asked, Depends()], noted: str = "", judged_before: str = ""
    ) -> Response:
        """What was found, as a page or its twins; a filter that there is not filters nothing.

        Who asks for the headers alone reads no result: that is no search.
        """
        if request.method == "HEAD":
            return _headers_of(request.url.path)
        search = self._workspace.search
        answer = None
        if asked.q.strip():
            visit = visit_of(request, self._workspace, "web")
            answer = search.search(asked.q[:LONGEST], visit, filters=asked.filters, limit=20)
        if request.url.path.endswith(".json"):
            return Response(as_json(search_json(answer)), media_type=JSON, headers=_NOT_FOR_ENGINES)
        view = search_view(
            answer, asked.filters, kinds=search.kinds(), noted=noted or judged_before, is_again=bool(judged_before)
        )
        if request.url.path.endswith(".md"):
            said = render_search(view, Format.MARKDOWN, self._site)
            return Response(said, media_type=MARKDOWN, headers=_NOT_FOR_ENGINES)
        return Response(render_search(view, site=self._site), media_type=HTML, headers=_NOT_FOR_ENGINES)

    def follow(self, request: Request, asked: Annotated[Asked, Depends()]) -> Response:
        """The same search as a feed: what is new in it. Looking whether there is news is no search of a person."""
        words = asked.q[:LONGEST]
        news = self._workspace.search.followed(words, filters=asked.filters) if words.strip() else ()
        path = f"/search.atom?{urlencode({name: value for name, value in request.query_params.items() if value})}"
        site = replace(self._site, url=self._site.url or str(request.base_url).rstrip("/"))
        return page(request, search_atom(words, news, path, site), ATOM, is_indexed=False)

    def open(self, request: Request, token: Annotated[str, Path(max_length=1000)]) -> Response:
        """Note that a result was opened, unless nobody sits before the browser, and show it."""
        agent = request.headers.get("user-agent", "")
        looks_ahead = request.headers.get("sec-purpose", "").startswith("prefetch")
        search = self._workspace.search
        slug = search.shown_by(token) if is_bot(agent) or looks_ahead else search.opened(token)
        return RedirectResponse(f"/artifacts/{slug}", 303, headers=_NOT_FOR_ENGINES)

    def judge(
        self,
        token: Annotated[str, Form(max_length=1000)],
        outcome: Annotated[Literal["success", "failure"], Form()],
        asked: Annotated[Asked, Depends(asked_in_form)],
    ) -> Response:
        """Note a judgement, once, and show the same search again; whoever presses again is told that it counted."""
        search = self._workspace.search
        try:
            said = {"noted": search.judged(token, outcome)}
        except FeedbackRefusedError as error:
            said = {"judged_before": error.subject or ""}
        shown = asked_for(asked.q, asked.filters) | said
        return RedirectResponse(f"/search?{urlencode(shown)}", 303, headers=_KEPT_TO_ONESELF)


def _headers_of(path: str) -> Response:
    """The headers of a page of results; how long it is nobody knows who has not searched."""
    media_type = {".json": JSON, ".md": MARKDOWN}.get(PurePosixPath(path).suffix, HTML)
    response = Response(media_type=media_type, headers=_NOT_FOR_ENGINES)
    del response.headers["content-length"]
    return response


def _answer(value: Any) -> Response:
    return Response(as_json(value), media_type=JSON, headers=_KEPT_TO_ONESELF)
