"""The page where a reader says that a sentence is wrong: a form without script, from whoever sends it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from decompose.errors import ForbiddenError
from decompose.page.render import Site, render_suggest
from decompose.web.access import limited
from decompose.web.answers import HTML
from decompose.web.search import in_measure, visit_of
from decompose.web.workspace import Workspace

SUGGESTIONS_PER_MINUTE = 6
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
ClaimId = Annotated[str, Path(max_length=100)]


class SuggestPage:
    """The endpoints."""

    def __init__(self, workspace: Workspace, site: Site) -> None:
        self._workspace = workspace
        self._site = site

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/suggest/{claim}", self.show, methods=["GET", "HEAD"], dependencies=[in_measure("read")])
        measured = [limited("suggest", SUGGESTIONS_PER_MINUTE)]
        router.add_api_route("/suggest/{claim}", self.take, methods=["POST"], dependencies=measured)
        return router

    def show(self, claim: ClaimId, noted: str = "") -> Response:
        """The sentence, what it rests on, and the form; or thanks."""
        said = self._workspace.suggestions.about(claim)
        return Response(render_suggest(said, self._site, is_noted=bool(noted)), media_type=HTML, headers=_HEADERS)

    def take(self, request: Request, claim: ClaimId, words: Annotated[str, Form()] = "") -> Response:
        """Keep what a reader says, once for a visitor and a sentence."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise ForbiddenError("this form is sent from the page of the sentence and from nowhere else")
        self._workspace.suggestions.suggest(claim, words, visit_of(request, self._workspace, "web").visitor)
        return RedirectResponse(f"/suggest/{claim}?noted=1", 303, headers=_HEADERS)
