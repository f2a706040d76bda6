"""What all pages of the desk share: forms that carry the word of their session, the frame around a page, the filter of
an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from decompose.domain.access import Principal, Role
from decompose.domain.queue import Wanted
from decompose.domain.review import ItemStatus, Why
from decompose.errors import ForbiddenError
from decompose.page.desk import Frame
from decompose.page.desk_view import query_of
from decompose.page.render import Site
from decompose.services.pages import whole_number
from decompose.services.queue import Editor
from decompose.web.access import Session, gate_of, needs
from decompose.web.answers import HTML, SECURITY_HEADERS
from decompose.web.site import READ
from decompose.web.workspace import Workspace

# An endpoint: method, path, and what answers it; what can be read gives its headers alone as well.
Endpoint = tuple[str, str, Callable[..., Response]]
# Scripts of the desk ask the desk itself.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"] + "; connect-src 'self'",
    "Cache-Control": "no-store",
}
# Each item of a selection is a field; the size of a form has a bound of its own.
MOST_FIELDS = 20_000
_FIELDS = ("q", "flag", "reason", "artifact", "prompt", "editor", "days")
Reader = Annotated[Principal, needs(Role.READER)]
ItemId = Annotated[str, Path(max_length=100)]


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that an editor of this session sent."""

    caller: Principal
    form: FormData

    def text(self, name: str) -> str:
        value = self.form.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str) and value.strip())

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(line.strip() for value in self.texts(name) for line in value.splitlines() if line.strip())

    @classmethod
    def of_nobody(cls, form: FormData) -> Posted:
        """A form of somebody who is not known yet."""
        return cls(Principal("", Role.READER, ""), form)

    @property
    def revision(self) -> int | None:
        return whole_number(self.text("revision"))


async def form_of(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


def posted(role: Role) -> Any:
    """The dependency of an endpoint that takes a form: who sends it may, and it was made for his session."""

    def checked(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Posted:
        gate = gate_of(request)
        caller = gate.admit(request, role)
        given = form.get("csrf")
        gate.check_csrf(request, given if isinstance(given, str) else "")
        return Posted(caller, form)

    return Depends(checked)


Form = Annotated[Posted, posted(Role.EDITOR)]


def add_endpoints(router: APIRouter, endpoints: Iterable[Endpoint]) -> None:
    for method, path, answer in endpoints:
        methods = [*READ] if method == "GET" else [method]
        router.add_api_route(path, answer, methods=methods, response_class=Response)


def is_ahead(request: Request) -> bool:
    """Whether a script asks for a page that nobody has opened yet."""
    return request.headers.get("x-purpose") == "prefetch"


def is_opened(request: Request) -> bool:
    """Whether somebody reads the page that is asked for."""
    return request.method != "HEAD" and not is_ahead(request)


def session_of(request: Request) -> Session:
    """The session that a page is shown in: the one that the browser has, or a new one.

    Raises:
        ForbiddenError: there is none, and nobody opens the page: what is fetched ahead begins no session.
    """
    gate = gate_of(request)
    if is_ahead(request) and gate.session(request) is None:
        raise ForbiddenError("a page is fetched ahead in a session only; load the page again")
    return gate.session_for(request)


def shown(request: Request, content: str, session: Session, status: int = 200) -> Response:
    """A page of the desk; the browser gets its session where it has none.

    Not with what its script asks for in the background: that answer may come after the one to a page that was opened
    meanwhile, and all forms of that page would be of another session than the browser's.
    """
    response = Response(content, status, HEADERS, HTML)
    gate = gate_of(request)
    if gate.session(request) != session and "x-purpose" not in request.headers:
        gate.keep(request, response, session)
    return response


@dataclass(frozen=True)
class Framing:
    """Makes what stands on every page of the desk."""

    workspace: Workspace
    site: Site

    def frame(self, request: Request, caller: Principal, session: Session, notice: str | None = None) -> Frame:
        return Frame(
            site=self.site,
            editor=caller.name,
            csrf=gate_of(request).csrf_of(session),
            can_decide=caller.role.covers(Role.EDITOR),
            can_log_out=session.token is not None,
            today=self.workspace.figures.today(caller.name),
            goal=self.workspace.figures.goal,
            notice=notice,
        )


# -- the filter of an address ------------------------------------------------------------------------------


def wanted_of(request: Request) -> dict[str, str]:
    """The filter of an address, by the names of its fields."""
    given = request.query_params
    return {name: given[name][:300].strip() for name in _FIELDS if given.get(name, "").strip()}


def onwards(path: str, wanted: Mapping[str, str], **more: str) -> Response:
    return RedirectResponse(path + query_of({**wanted, **more}), 303, HEADERS)


def filter_of(wanted: Mapping[str, str], now: datetime) -> Wanted:
    """What the services are asked for."""
    days, reason = wanted.get("days", ""), wanted.get("reason")
    is_number = days.isascii() and days.isdigit() and len(days) < 6
    return Wanted(
        status=ItemStatus.OPEN,
        reason=Why(reason) if reason in set(Why) else None,
        artifact=wanted.get("artifact") or None,
        flag=wanted.get("flag") or None,
        prompt=wanted.get("prompt") or None,
        editor=wanted.get("editor") or None,
        before=now - timedelta(days=int(days)) if is_number else None,
        words=wanted.get("q") or None,
    )


def editor_of(request: Request, form: Posted) -> Editor:
    """Who sent a form, and from which window.

    Raises:
    ForbiddenError: the form is of no session.
    """
    session = gate_of(request).session(request)
    if session is None:
        raise ForbiddenError("this form is not of your session; load the page again")
    return Editor(form.caller.name, session.sid)
