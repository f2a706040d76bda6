"""The public pages over HTTP: tags, 304s that render nothing, redirects, the feeds and the assets."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decompose.page.assets import assets
from decompose.services.pages import Elsewhere, Pages, artifacts_at
from decompose.web.answers import MAY_BE_TAKEN_BACK, is_known

READ = ["GET", "HEAD"]
_FOR_EVER = "public, max-age=31536000, immutable"
_REMEMBERED = 20_000
_ADDRESSES = (
    "/",
    "/index{suffix}",
    "/methodology",
    "/methodology{suffix}",
    "/browse/{name}/{last}",
    "/artifacts/{last}",
    "/compare/{a}/{last}",
    "/sources/{last}",
    "/sitemap.xml",
    "/sitemap-{number}.xml",
    "/feed.xml",
    "/changes.xml",
    "/llms.txt",
    "/robots.txt",
)


@dataclass(frozen=True, slots=True)
class _Answered:
    """The headers that an address was answered with, and the state of the database at that time."""

    state: str
    headers: Mapping[str, str]


class PublicSite:
    """The endpoints. `state` gives a word that is another one after every change of what readers see, the counters of
    the named artifacts included.

    As long as it is the same, whoever names the tag that an address had gets a 304 without a look at the page.
    """

    def __init__(self, pages: Pages, state: Callable[[Collection[str]], str]) -> None:
        self._pages = pages
        self._state = state
        self._answered: OrderedDict[str, _Answered] = OrderedDict()
        self._lock = threading.Lock()

    def routes(self) -> tuple[tuple[str, Callable[..., Response]], ...]:
        shown = tuple((address, self.page) for address in _ADDRESSES)
        return (*shown, ("/static/{name}", self.asset), ("/healthz", self.health))

    def page(self, request: Request) -> Response:
        path = request.url.path
        named = request.headers.get("if-none-match", "")
        state = self._state(artifacts_at(path))
        known = self._answered.get(path)
        if named and known and known.state == state and is_known(named, known.headers["ETag"]):
            return Response(status_code=304, headers=known.headers)
        found = self._pages.at(path, str(request.base_url).rstrip("/"))
        if isinstance(found, Elsewhere):
            return RedirectResponse(found.path, 308, headers=MAY_BE_TAKEN_BACK)
        headers = {"ETag": f'"{found.tag}"', "Cache-Control": "no-cache"}
        if not found.is_indexed:
            headers["X-Robots-Tag"] = "noindex"
        self._remember(path, _Answered(state, headers))
        if is_known(named, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(found.render().encode(), media_type=found.media_type, headers=headers)

    def _remember(self, path: str, answered: _Answered) -> None:
        with self._lock:
            self._answered[path] = answered
            self._answered.move_to_end(path)
            if len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)

    def asset(self, name: str) -> Response:
        asset = next((asset for asset in assets().values() if asset.name == name), None)
        if asset is None:
            raise HTTPException(404)
        return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": _FOR_EVER})

    def health(self) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


class OpenToAll:
    """Lets pages of other origins read what the API and the twins say: reading only, and without credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_for_programs(scope["path"]):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            await send(message)

        await self._app(scope, receive, send_open if scope["method"] in READ else send)


_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def _is_for_programs(path: str) -> bool:
    return path.startswith("/api/") or path.endswith((".json", ".md", ".xml", ".txt"))
