"""The public site: pages with their Markdown and JSON twins, all of them read-only, and the API beside them.

A twin's address is the page's with `.md` or `.json` behind it. What a page says is written in `decompose.page`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decompose.errors import DecomposeError, UnauthenticatedError
from decompose.page.render import Site
from decompose.services.pages import Pages
from decompose.web import api, backstage, desk, provider, reviews, saved, search, suggestions
from decompose.web.access import Gate
from decompose.web.answers import SECURITY_HEADERS, members_of, problem
from decompose.web.limits import BodyLimit, Limits
from decompose.web.site import READ, OpenToAll, PublicSite
from decompose.web.workspace import Workspace


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
    limits = Limits(clock, is_on=rate_limit > 0)
    app.state.gate = Gate(lambda: workspace.access, limits, rate_limit, lambda: workspace.provider)
    app.include_router(api.api_router(workspace))
    app.include_router(search.search_router(workspace))
    kept = saved.SavedSearches(workspace, site)
    app.include_router(kept.api())
    app.include_router(kept.pages())
    app.include_router(reviews.reviews_router(workspace))
    app.include_router(backstage.backstage_router(workspace, site))
    app.include_router(provider.provider_router(workspace, site))
    app.include_router(desk.desk_router(workspace, site))
    app.include_router(search.SearchPage(workspace, site).router())
    app.include_router(suggestions.SuggestPage(workspace, site).router())
    app.add_middleware(OpenToAll)
    shown = Pages(workspace.catalog, workspace.compare, site, workspace.methodology)
    for path, answer in PublicSite(shown, workspace.catalog.state).routes():
        app.add_api_route(path, answer, methods=READ, response_class=Response, include_in_schema=False)

    def answer_error(request: Request, error: Exception) -> Response:
        if isinstance(error, UnauthenticatedError) and backstage.is_behind_the_door(request):
            return backstage.login_instead(request, error, site)
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
