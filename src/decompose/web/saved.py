"""Searches that are kept: saved and listed by programs, each with a feed at an address that nobody can make up."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from decompose.domain.access import Principal, Role
from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.matching.entries import Filters
from decompose.errors import ForbiddenError, UnauthenticatedError
from decompose.page.feeds import search_atom
from decompose.page.render import Site
from decompose.page.search_views import saved_json
from decompose.page.shapes import SavedSearchesShape, SavedSearchShape
from decompose.services.following import LONGEST
from decompose.web.access import bearer_of, gate_of, limited, needs
from decompose.web.answers import JSON, as_json
from decompose.web.api import PREFIX, add_routes, problems
from decompose.web.search import ATOM, Asked, asked_in_form, in_measure
from decompose.web.workspace import Workspace

SAVED_PER_MINUTE = 20
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
Link = Annotated[str, Path(max_length=300, description="The link of a kept search, without its ending.")]
Reader = Annotated[Principal, needs(Role.READER)]


class Wanted(BaseModel):
    """A search to keep, with its filters."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": "answer questions about a picture", "kind": "model"}]}
    )

    query: str = Field(min_length=1, max_length=LONGEST, pattern=r"\S")
    kind: Kind | None = None
    price: PricingModel | None = None
    licence: str | None = Field(default=None, max_length=100)
    verified: bool = False
    hook: str | None = Field(default=None, max_length=LONGEST, description="Where to tell; only with a token.")

    @property
    def filters(self) -> Filters:
        return Filters(self.kind, self.price.value if self.price else None, self.licence, self.verified)


class SavedSearches:
    """The endpoints."""

    def __init__(self, workspace: Workspace, site: Site) -> None:
        self._workspace = workspace
        self._site = site

    def api(self) -> APIRouter:
        router = APIRouter(prefix=PREFIX, responses=problems(422, 429, 503), tags=["search"])
        measured = APIRouter(dependencies=[limited("save", SAVED_PER_MINUTE)])
        add_routes(measured, [("POST", "/searches", self.save_search, SavedSearchShape, (400, 401))])
        add_routes(
            router,
            [
                ("GET", "/searches", self.list_searches, SavedSearchesShape, (401, 403)),
                ("DELETE", "/searches/{link}", self.forget_search, SavedSearchShape, (404,)),
            ],
        )
        router.include_router(measured)
        return router

    def pages(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reading, saving = [in_measure("search")], [limited("save", SAVED_PER_MINUTE)]
        router.add_api_route("/searches/{link}.atom", self.feed, methods=["GET", "HEAD"], dependencies=reading)
        router.add_api_route("/searches", self.save, methods=["POST"], dependencies=saving)
        return router

    def save_search(self, request: Request, wanted: Wanted) -> Response:
        """Keep a search; its feed tells when another artifact matches. With a token it is yours, else the link's."""
        kept, link = self._workspace.following.save(wanted.query, wanted.filters, self._owner(request), wanted.hook)
        return _answer(saved_json(kept, link, self._base(request)))

    def list_searches(self, request: Request, reader: Reader) -> Response:
        """List the searches that you keep."""
        following = self._workspace.following
        kept = [saved_json(one, following.link(one), self._base(request)) for one in following.all_of(reader.name)]
        return _answer({"items": kept})

    def forget_search(self, request: Request, link: Link) -> Response:
        """Forget a kept search: whoever has its link may."""
        following = self._workspace.following
        kept = following.remove(following.of_link(link).id)
        return _answer(saved_json(kept, link, self._base(request)))

    def feed(self, request: Request, link: Link) -> Response:
        """What came to answer a kept search since it was saved."""
        following = self._workspace.following
        kept = following.of_link(link)
        site = replace(self._site, url=self._base(request))
        said = search_atom(kept.query, following.news(kept), f"/searches/{link}.atom", site)
        return Response(said, media_type=ATOM, headers=_HEADERS)

    def save(
        self,
        request: Request,
        asked: Annotated[Asked, Depends(asked_in_form)],
    ) -> Response:
        """Keep the search of a page, and lead to its feed."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise ForbiddenError("this form is sent from the page of the search and from nowhere else")
        _, link = self._workspace.following.save(asked.q, asked.filters, None)
        return RedirectResponse(f"/searches/{link}.atom", 303, headers=_HEADERS)

    def _owner(self, request: Request) -> str | None:
        secret = bearer_of(request)
        if secret is None:
            return None
        token = gate_of(request).tokens().with_secret(secret)
        if token is None:
            raise UnauthenticatedError("this token is not valid; leave it out, or send one that is")
        return token.name

    def _base(self, request: Request) -> str:
        return self._site.url or str(request.base_url).rstrip("/")


def _answer(value: Any) -> Response:
    return Response(as_json(value), media_type=JSON, headers=_HEADERS)
