"""How much one caller may ask: requests a minute by key and address, and the size of a body."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decompose.errors import ThrottledError

_MINUTE = 60.0
# Callers that are remembered; who was not heard of for longest is forgotten first, and then has a full bucket again.
_REMEMBERED = 10_000
MAX_BODY = 1_000_000
TOO_LARGE = f"at most {MAX_BODY:,} bytes are read of a request; send less at once"


@dataclass
class Limits:
    """Buckets that fill with time. `now` is a clock in seconds that never goes back."""

    now: Callable[[], float]
    is_on: bool = True
    _buckets: OrderedDict[tuple[str, str], tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, what: str, caller: str, per_minute: float) -> None:
        """Count one request of a caller for one sort of thing; a minute's worth may come at once.

        Raises:
            ThrottledError: the bucket is empty; its `wait` says when there is one more.
        """
        if not self.is_on or per_minute <= 0:
            return
        with self._lock:
            now, key = self.now(), (what, caller)
            left, since = self._buckets.pop(key, (per_minute, now))
            left = min(per_minute, left + (now - since) * per_minute / _MINUTE)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        if left < 1:
            wait = (1 - left) * _MINUTE / per_minute
            raise ThrottledError(f"too many requests; try again in {max(1, round(wait))} s", wait=wait, subject=caller)


class BodyLimit:
    """Refuses bodies above a size, whether they say how long they are or not."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > self._limit:
            await _refuse(send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
            return message

        await self._app(scope, counted, send)


async def _refuse(send: Send) -> None:
    """Before a byte of it is read."""
    body = json.dumps({"type": "about:blank", "title": "Too large", "status": 413, "detail": TOO_LARGE}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
