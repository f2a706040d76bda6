"""The public site: pages with their Markdown and JSON twins, all of them read-only, and the API beside them.

A twin's address is the page's with `.md` or `.json` behind it. What a page says is written in `decompose.page`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from xml.sax.saxutils import escape

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decompose.errors import DecomposeError, UnknownSubjectError
from decompose.page.assets import assets
from decompose.page.json_views import artifact_json, compare_json, home_json, source_json
from decompose.page.render import Format, Site, render_artifact, render_compare, render_home, render_source
from decompose.web import api, reviews
from decompose.web.access import Gate
from decompose.web.answers import HTML, JSON, MARKDOWN, SECURITY_HEADERS, as_json, members_of, page, problem
from decompose.web.limits import BodyLimit, Limits
from decompose.web.workspace import Workspace

_SUFFIXES = {".md": MARKDOWN, ".json": JSON}
_READ = ["GET", "HEAD"]
_FOR_EVER = "public, max-age=31536000, immutable"


def create_app(
    workspace: Workspace,
    *,
    site_url: str | None = None,
    site_name: str = "decompose",
    rate_limit: float = 600.0,
    clock: Callable[[], float] = time.monotonic,
) -> FastAPI:
    """The site over a workspace.

    Args:
        site_url: with or without a slash at its end, makes addresses canonical.
        rate_limit: requests a minute that one caller may make where a token is asked for; 0 switches all limits off.
        clock: seconds that never go back, for the limits.
    """
    site = Site(site_name, site_url.rstrip("/") if site_url else None)
    app = _Application(
        title=site_name,
        version=version("decompose"),
        openapi_url=api.OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.state.gate = Gate(lambda: workspace.access, Limits(clock, is_on=rate_limit > 0), rate_limit)
    app.include_router(api.api_router(workspace))
    app.include_router(reviews.reviews_router(workspace))
    pages = _Pages(workspace, site)
    for path, answer in pages.routes():
        app.add_api_route(path, answer, methods=_READ, response_class=Response, include_in_schema=False)

    def answer_error(request: Request, error: Exception) -> Response:
        return problem(request, error, site, **members_of(error))

    for kind in (DecomposeError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer_error)
    return app


class _Application(FastAPI):
    """FastAPI, whose own account of errors in the OpenAPI document gives way to ours."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = api.complete(super().openapi())
        return self.openapi_schema


@dataclass(frozen=True, slots=True)
class Wanted:
    """The last part of an address without its suffix, and the media type that the suffix asks for."""

    name: str
    media_type: str
    suffix: str


def wanted(last: str) -> Wanted:
    """`mixtral.json` -> the name `mixtral` as JSON; without a known suffix the page in HTML."""
    for suffix, media_type in _SUFFIXES.items():
        if last.endswith(suffix):
            return Wanted(last.removesuffix(suffix), media_type, suffix)
    return Wanted(last, HTML, "")


class _Pages:
    """The endpoints. Each reads the workspace once and renders what it was given."""

    def __init__(self, workspace: Workspace, site: Site) -> None:
        self._catalog = workspace.catalog
        self._compare = workspace.compare
        self._site = site

    def routes(self) -> tuple[tuple[str, Callable[..., Response]], ...]:
        return (
            ("/", self.home),
            ("/index{suffix}", self.home),
            ("/artifacts/{last}", self.artifact),
            ("/compare/{a}/{last}", self.comparison),
            ("/sources/{last}", self.source),
            ("/static/{name}", self.asset),
            ("/sitemap.xml", self.sitemap),
            ("/healthz", self.health),
        )

    def home(self, request: Request, suffix: str = "") -> Response:
        if suffix and suffix not in _SUFFIXES:
            raise HTTPException(404)
        artifacts, pairs = self._catalog.artifacts(), self._catalog.pairs()
        media_type = _SUFFIXES.get(suffix, HTML)
        if media_type == JSON:
            return page(request, as_json(home_json(artifacts, pairs)), JSON)
        return page(request, render_home(artifacts, pairs, _format(media_type), self._site), media_type)

    def artifact(self, request: Request, last: str) -> Response:
        ask = wanted(last)
        record = self._catalog.record(ask.name, public=True)
        if ask.media_type == JSON:
            return page(request, as_json(artifact_json(record)), JSON)
        partners = {b if a == ask.name else a for a, b in self._catalog.pairs() if ask.name in (a, b)}
        others = [summary for summary in self._catalog.artifacts() if summary.slug in partners]
        content = render_artifact(record, _format(ask.media_type), self._site, others=others)
        return page(request, content, ask.media_type)

    def comparison(self, request: Request, a: str, last: str) -> Response:
        ask = wanted(last)
        if a == ask.name:
            raise UnknownSubjectError(f"{a} is not compared with itself: name two artifacts", subject=a)
        if a > ask.name:
            return RedirectResponse(f"/compare/{ask.name}/{a}{ask.suffix}", 308)
        compared = self._compare.view(a, ask.name)
        if ask.media_type == JSON:
            return page(request, as_json(compare_json(compared)), JSON, is_indexed=compared.is_stored)
        content = render_compare(compared, _format(ask.media_type), self._site)
        return page(request, content, ask.media_type, is_indexed=compared.is_stored)

    def source(self, request: Request, last: str) -> Response:
        ask = wanted(last)
        source = self._catalog.source(ask.name)
        if ask.media_type == JSON:
            return page(request, as_json(source_json(source, public=True)), JSON, is_indexed=source.is_current)
        content = render_source(source, _format(ask.media_type), self._site)
        return page(request, content, ask.media_type, is_indexed=source.is_current)

    def asset(self, name: str) -> Response:
        asset = next((asset for asset in assets().values() if asset.name == name), None)
        if asset is None:
            raise HTTPException(404)
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": _FOR_EVER})

    def sitemap(self, request: Request) -> Response:
        """Every public page: the front page, artifacts, their sources, and the comparisons that are kept."""
        slugs = [summary.slug for summary in self._catalog.artifacts()]
        documents = [document for slug in slugs for document in self._catalog.record(slug, public=True).documents]
        paths = ["/", *(f"/artifacts/{slug}" for slug in slugs), *(f"/sources/{document.id}" for document in documents)]
        paths += [f"/compare/{a}/{b}" for a, b in self._catalog.pairs()]
        base = self._site.url or str(request.base_url).rstrip("/")
        places = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in paths)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return page(request, f"{head}{places}</urlset>\n", "application/xml")

    def health(self) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def _format(media_type: str) -> Format:
    return Format.MARKDOWN if media_type == MARKDOWN else Format.HTML


class SecurityHeaders:
    """Puts the security headers on every answer, those to errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
