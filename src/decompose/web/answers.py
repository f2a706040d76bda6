"""How the site answers: entity tags, headers, and the one place where errors become statuses."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from decompose.domain.review import ReviewItem
from decompose.errors import (
    BlockedDecisionError,
    DecisionRefusedError,
    DecomposeError,
    FeedbackRefusedError,
    ForbiddenError,
    GoneError,
    ResumableError,
    StaleDecisionError,
    StoreError,
    ThrottledError,
    UnauthenticatedError,
    UnknownSubjectError,
    UsageError,
)
from decompose.page.queue import item_json
from decompose.page.render import Site, render_problem
from decompose.web.limits import TOO_LARGE

HTML = "text/html; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"
PROBLEM = "application/problem+json"

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# A browser keeps a 308 for ever, and a name may be given back or to another: it asks each time.
MAY_BE_TAKEN_BACK: Mapping[str, str] = {"Cache-Control": "no-cache"}
_TITLES = {
    400: "The request cannot be used",
    401: "This needs a token",
    403: "This is not allowed",
    404: "Nothing is kept here",
    410: "This was removed",
    405: "This address does not take that",
    413: "Too large",
    409: "It has changed meanwhile",
    422: "The request cannot be carried out",
    429: "Too many requests",
}
API = "/api/"
_SENTENCES = {404: "No page has this address. Look for it in the lists below.", 413: TOO_LARGE}
# The first class that fits decides, so that a subclass stands above its parent.
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (GoneError, 410),
    (UnknownSubjectError, 404),
    (UnauthenticatedError, 401),
    (ForbiddenError, 403),
    (BlockedDecisionError, 422),
    (DecisionRefusedError, 409),
    (FeedbackRefusedError, 409),
    (ThrottledError, 429),
    (RequestValidationError, 422),
    (UsageError, 400),
    (StoreError, 503),
    (ResumableError, 503),
    (DecomposeError, 500),
)


def page(request: Request, content: str, media_type: str, *, is_indexed: bool = True) -> Response:
    """A public page with its entity tag, or 304 where the reader has it already."""
    body = content.encode()
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if not is_indexed:
        headers["X-Robots-Tag"] = "noindex"
    if is_known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def as_json(value: Any) -> str:
    """A JSON value as a page body."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def problem(request: Request, error: Exception, site: Site, **members: Any) -> Response:
    """An error as a page with ways on, or as problem+json (with `members` besides) where JSON is asked for."""
    status = status_of(error)
    title = _TITLES.get(status, "The page could not be made")
    is_program = request.url.path.startswith(API)
    sentence = (_sentence_for_programs if is_program else _sentence)(error)
    headers = {**SECURITY_HEADERS, **headers_of(error), "Cache-Control": "no-store"}
    if is_program or request.url.path.endswith(".json"):
        content = {"type": "about:blank", "title": title, "status": status, "detail": sentence, **members}
        return Response(as_json(content), status, headers, PROBLEM)
    return Response(render_problem(status, title, sentence, site), status, headers, HTML)


def members_of(error: Exception) -> dict[str, Any]:
    """What a problem tells besides: the item as it is now, to whoever decided on an old state of it."""
    if isinstance(error, StaleDecisionError) and isinstance(error.current, ReviewItem):
        return {"current": item_json(error.current)}
    return {}


def headers_of(error: Exception) -> dict[str, str]:
    """What a status must say besides: how to come in, and when to come again."""
    if isinstance(error, UnauthenticatedError):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, ThrottledError):
        return {"Retry-After": str(max(1, math.ceil(error.wait)))}
    return dict(getattr(error, "headers", None) or {})


def status_of(error: Exception) -> int:
    """The HTTP status of an error."""
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def _sentence(error: Exception) -> str:
    """The error's own sentence where it was written for people; nothing of the inside otherwise."""
    if isinstance(error, UsageError):
        return str(error)
    if isinstance(error, RequestValidationError):
        return "; ".join(map(_wrong_part, error.errors()))
    if isinstance(error, (StoreError, ResumableError)):
        return "The catalogue cannot be read just now. Nothing was changed. Try again."
    if isinstance(error, HTTPException):
        return _SENTENCES.get(error.status_code, "The site has pages to read and nothing else.")
    return "Something went wrong on our side. Nothing was changed. Try again."


_FOR_PROGRAMS = {
    404: "There is no such address; /api/v1/openapi.json lists those that there are.",
    405: "This address does not take the method; /api/v1/openapi.json says which it takes.",
}


def _sentence_for_programs(error: Exception) -> str:
    if isinstance(error, HTTPException):
        return _FOR_PROGRAMS.get(error.status_code, str(error.detail))
    return _sentence(error)


def _wrong_part(error: Mapping[str, Any]) -> str:
    """Where a request is wrong, and how: `limit: Input should be less than or equal to 100`."""
    place = ".".join(str(part) for part in error["loc"] if part not in ("query", "path", "body"))
    return f"{place}: {error['msg']}"


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the reader named this tag; weak tags count, as they do for a GET."""
    named = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in named or "*" in named
