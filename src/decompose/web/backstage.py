"""What stands around the desk: the login, the figures, second readings, and batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from decompose.domain.access import Principal, Role
from decompose.domain.job import JobState
from decompose.domain.review import Action
from decompose.errors import BlockedDecisionError, UnauthenticatedError, UnknownSubjectError
from decompose.page.desk import (
    Frame,
    render_batch,
    render_batches,
    render_login,
    render_searches,
    render_second,
    render_stats,
)
from decompose.page.desk_view import item_view
from decompose.page.render import Site
from decompose.services.jobs import resume_command
from decompose.web.access import gate_of, needs
from decompose.web.answers import headers_of
from decompose.web.desk_forms import HEADERS, Framing, ItemId, Posted, add_endpoints, form_of, posted, shown
from decompose.web.provider import OUT as PROVIDER
from decompose.web.provider import inside
from decompose.web.workspace import Workspace

Reader = Annotated[Principal, needs(Role.READER)]
Decider = Annotated[Principal, needs(Role.EDITOR)]
# So many documents that went wrong are named.
_NAMED = 500


def backstage_router(workspace: Workspace, site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    backstage = Backstage(workspace, site)
    add_endpoints(router, backstage.routes())
    return router


def is_behind_the_door(request: Request) -> bool:
    """Whether an address is one that people log in for."""
    path = request.url.path
    return path.split("/", 2)[1] in ("desk", "batches") if path.startswith("/") else False


def login_instead(request: Request, error: UnauthenticatedError, site: Site) -> Response:
    """The login where somebody must be known; after it the page that was asked for."""
    gate = gate_of(request)
    session = gate.session_for(request)
    frame = Frame(site, "", gate.csrf_of(session), can_decide=False, can_log_out=False)
    target = "/desk"
    if request.method == "GET" and not request.url.path.startswith(PROVIDER):
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    page = render_login(frame, str(error), target, _vouching(request))
    response = shown(request, page, session, 401)
    response.headers.update(headers_of(error))
    return response


class Backstage(Framing):
    def routes(self) -> tuple[tuple[str, str, Callable[..., Response]], ...]:
        return (
            ("GET", "/desk/login", self.login_page),
            ("POST", "/desk/login", self.log_in),
            ("POST", "/desk/logout", self.log_out),
            ("GET", "/desk/stats", self.stats),
            ("GET", "/desk/second", self.second),
            ("POST", "/desk/second", self.give_opinion),
            ("GET", "/desk/searches", self.searches),
            ("POST", "/desk/searches/{search}/forget", self.forget_search),
            ("GET", "/batches", self.batches),
            ("GET", "/batches/{batch}", self.batch),
            ("POST", "/batches/{batch}/retry", self.retry),
        )

    # -- coming in and going out ---------------------------------------------------------------------------

    def login_page(self, request: Request) -> Response:
        session = gate_of(request).session_for(request)
        frame = Frame(self.site, "", gate_of(request).csrf_of(session), can_decide=False, can_log_out=False)
        why = "Give the token that was made for you: decompose token create --name NAME --role editor"
        return shown(request, render_login(frame, why, "/desk", _vouching(request)), session)

    def log_in(self, request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        """A new session for a known token; the old one is worth nothing for it."""
        gate, values = gate_of(request), Posted.of_nobody(form)
        gate.check_csrf(request, values.text("csrf"))
        session = gate.log_in(request, values.text("token"))
        response = RedirectResponse(inside(values.text("next")), 303, HEADERS)
        gate.keep(request, response, session)
        return response

    def log_out(self, request: Request, form: Annotated[Posted, posted(Role.READER)]) -> Response:
        del form
        response = RedirectResponse("/desk/login", 303, HEADERS)
        gate_of(request).log_out(request, response)
        return response

    # -- figures -------------------------------------------------------------------------------------------

    def stats(self, request: Request, caller: Reader) -> Response:
        session = gate_of(request).session_for(request)
        return shown(
            request, render_stats(self.frame(request, caller, session), self.workspace.figures.stats()), session
        )

    def second(self, request: Request, caller: Decider) -> Response:
        session = gate_of(request).session_for(request)
        item = self.workspace.figures.second_reading(caller.name)
        view = item_view(item, self.workspace.queue.background(item)) if item else None
        return shown(request, render_second(self.frame(request, caller, session), view), session)

    def give_opinion(self, form: Annotated[Posted, posted(Role.EDITOR)]) -> Response:
        verdict = form.text("verdict")
        if verdict not in set(Action):
            raise BlockedDecisionError(f"“{verdict}” is no verdict; say accept, edit or reject")
        self.workspace.figures.give_opinion(form.text("item"), by=form.caller.name, verdict=Action(verdict))
        return RedirectResponse("/desk/second", 303, HEADERS)

    # -- kept searches -------------------------------------------------------------------------------------

    def searches(self, request: Request, caller: Reader) -> Response:
        """The searches that somebody keeps, each with its feed."""
        session, following = gate_of(request).session_for(request), self.workspace.following
        kept = [(one, following.link(one)) for one in following.all_of(caller.name)]
        return shown(request, render_searches(self.frame(request, caller, session), kept), session)

    def forget_search(self, form: Annotated[Posted, posted(Role.READER)], search: ItemId) -> Response:
        """Forget a search of one's own; to others it is none."""
        following = self.workspace.following
        if search not in {one.id for one in following.all_of(form.caller.name)}:
            raise UnknownSubjectError("you keep no such search", subject=search)
        following.remove(search)
        return RedirectResponse("/desk/searches", 303, HEADERS)

    # -- batches -------------------------------------------------------------------------------------------

    def batches(self, request: Request, caller: Reader) -> Response:
        session = gate_of(request).session_for(request)
        page = render_batches(self.frame(request, caller, session), self.workspace.jobs.recent())
        return shown(request, page, session)

    def batch(self, request: Request, caller: Reader, batch: ItemId) -> Response:
        """How a batch stands just now."""
        session, jobs = gate_of(request).session_for(request), self.workspace.jobs
        tried = request.query_params.get("retry", "")
        waits = "1 document waits" if tried == "1" else f"{tried} documents wait"
        notice = f"{waits} for another try." if tried.isascii() and tried.isdigit() else None
        page = render_batch(
            self.frame(request, caller, session, notice),
            jobs.progress(batch),
            jobs.jobs(batch, (JobState.FAILED, JobState.REFUSED))[:_NAMED],
            resume_command(batch),
            can_retry=caller.role.covers(Role.OPERATOR),
        )
        return shown(request, page, session)

    def retry(self, form: Annotated[Posted, posted(Role.OPERATOR)], batch: ItemId) -> Response:
        del form
        count = self.workspace.jobs.retry_failed(batch)
        return RedirectResponse(f"/batches/{batch}?retry={count}", 303, HEADERS)


def _vouching(request: Request) -> str | None:
    """The name of the provider whom people may log in with."""
    provider = gate_of(request).provider()
    return provider.name if provider else None
