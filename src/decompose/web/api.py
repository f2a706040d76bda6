"""The public API: what pages say, as JSON for programs. Its OpenAPI document is at /api/v1/openapi.json.

Errors are problem+json (`decompose.web.answers`). An endpoint reads the workspace once and answers with the same JSON
as the pages' twins; the shapes in the OpenAPI document are those of `decompose.page.shapes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from decompose.errors import UnknownSubjectError
from decompose.page.json_views import artifact_json, artifacts_json, compare_json
from decompose.page.shapes import ArtifactShape, ComparisonShape, ProblemShape, SummariesShape
from decompose.services.pages import moved
from decompose.web.answers import JSON, MAY_BE_TAKEN_BACK, PROBLEM, as_json, page
from decompose.web.workspace import Workspace

PREFIX = "/api/v1"
OPENAPI = f"{PREFIX}/openapi.json"
MOST_ON_A_PAGE = 100
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

Slug = Annotated[str, Path(description="Slug of an artifact.", max_length=300)]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="The most that one page holds.")]
Cursor = Annotated[str, Query(max_length=300, description="`next` of the page before; leave it out for the first one.")]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an endpoint for its OpenAPI entry."""
    described = {
        400: "The order cannot be carried out as it was given.",
        401: "A valid token is needed.",
        403: "The role of the token is too low.",
        404: "Nothing is stored under that name; `detail` says where to look.",
        308: "It goes by another name now; `Location` says under which address.",
        410: "It was removed for good.",
        413: "The body is too large.",
        422: "A parameter or the body has not the form that is described here.",
        409: "The item has changed, or is held by somebody else; `current` is the item now.",
        429: "Too many requests; `Retry-After` says when to come again.",
        503: "The catalogue cannot be read just now.",
    }
    body = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}}
    return {status: {"description": described[status], **(body if status >= 400 else {})} for status in statuses}


# Method, path, endpoint, the shape of its answer, and the errors that are its own.
Route = tuple[str, str, Callable[..., Response], Any, tuple[int, ...]]


def add_routes(router: APIRouter, routes: Iterable[Route]) -> None:
    """Endpoints with what the OpenAPI document says of them; what can be read gives its headers alone as well."""
    for method, path, answer, shape, statuses in routes:
        router.add_api_route(
            path,
            answer,
            methods=[method],
            response_model=shape,
            responses=problems(*statuses, *((413,) if method in _WITH_BODY else ())),
            operation_id=answer.__name__,
        )
        if method == "GET":
            router.add_api_route(path, answer, methods=["HEAD"], response_model=shape, include_in_schema=False)


def api_router(workspace: Workspace) -> APIRouter:
    """The endpoints over a workspace; other rooms of the API add routers of their own beside it."""
    router = APIRouter(prefix=PREFIX, responses=problems(422, 503), tags=["catalogue"])
    add_routes(router, _Catalog(workspace).routes())
    return router


class _Catalog:
    """Artifacts and comparisons, as readers may see them."""

    def __init__(self, workspace: Workspace) -> None:
        self._catalog = workspace.catalog
        self._compare = workspace.compare

    def routes(self) -> tuple[Route, ...]:
        return (
            ("GET", "/artifacts", self.list_artifacts, SummariesShape, ()),
            ("GET", "/artifacts/{slug}", self.get_artifact, ArtifactShape, (308, 404, 410)),
            ("GET", "/compare/{a}/{b}", self.compare, ComparisonShape, (308, 404, 410)),
        )

    def list_artifacts(self, request: Request, limit: Limit = 50, cursor: Cursor = "") -> Response:
        """List the artifacts by slug, page by page."""
        listed, total, has_more = self._catalog.listed(cursor, limit)
        value = {"items": artifacts_json(listed), "total": total, "next": listed[-1].slug if has_more else None}
        return page(request, as_json(value), JSON)

    def get_artifact(self, request: Request, slug: Slug) -> Response:
        """Get an artifact with its published capabilities, facts and the quoted words behind each sentence."""
        try:
            record = self._catalog.record(slug, public=True)
        except UnknownSubjectError as error:
            return self._elsewhere(error, "artifacts", slug)
        return page(request, as_json(artifact_json(record)), JSON)

    def compare(self, request: Request, a: Slug, b: Slug) -> Response:
        """Compare two artifacts: facts, which capabilities do the same job, and the verdict with its grounds."""
        if a == b:
            raise UnknownSubjectError(f"{a} is not compared with itself: name two artifacts", subject=a)
        try:
            compared = self._compare.view(*sorted((a, b)))
        except UnknownSubjectError as error:
            return self._elsewhere(error, "compare", a, b)
        return page(request, as_json(compare_json(compared)), JSON)

    def _elsewhere(self, error: UnknownSubjectError, room: str, *slugs: str) -> Response:
        """Lead to the artifacts that answer for renamed ones; the error stands where none was."""
        now = moved(self._catalog, *slugs)
        if now is None:
            raise error
        return RedirectResponse(f"{PREFIX}/{room}/{'/'.join(now)}", 308, headers=MAY_BE_TAKEN_BACK)


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the shape of problems in it, to which every endpoint's errors refer."""
    from pydantic import TypeAdapter

    shapes = document.setdefault("components", {}).setdefault("schemas", {})
    shapes["ProblemShape"] = TypeAdapter(ProblemShape).json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        shapes.pop(unused, None)
    return document
