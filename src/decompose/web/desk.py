"""The review desk over HTTP: pages that work without script, and the few answers that the script asks for.

Every form carries the word of its session; every decision is made by the services that the API and the commands use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from decompose.domain.access import Principal, Role
from decompose.domain.queue import Wanted
from decompose.domain.review import Action, ItemStatus, ReviewItem, Why
from decompose.errors import (
    BlockedDecisionError,
    DecisionRefusedError,
    ForbiddenError,
    StaleDecisionError,
    UsageError,
)
from decompose.page.desk import DeskPage, Frame, render_confirm, render_desk, render_source_for_editors
from decompose.page.desk_source import desk_source
from decompose.page.desk_view import conflict_view, entries, item_view, query_of
from decompose.page.render import Site
from decompose.services.queue import COUNTED, Editor, Open
from decompose.services.review import Outcome, Said
from decompose.services.rewriting import Part
from decompose.web.access import Session, gate_of, needs
from decompose.web.answers import HTML, JSON, SECURITY_HEADERS, as_json
from decompose.web.workspace import Workspace

# Scripts of the desk ask the desk itself.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"] + "; connect-src 'self'",
    "Cache-Control": "no-store",
}
_FIELDS = ("q", "flag", "reason", "artifact", "prompt", "editor", "days")
_DONE = {
    "accept": "Accepted.",
    "edit": "Edited.",
    "reject": "Rejected.",
    "skip": "Skipped.",
    "undo": "Undone.",
    "comment": "Comment kept.",
    "refer": "Another editor is asked.",
    "merge": "Merged.",
    "split": "Split.",
}
_ONE_LINE = 2_000

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
        words = self.text("revision")
        return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


async def form_of(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=1_000)


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


def desk_router(workspace: Workspace, site: Site) -> APIRouter:
    """The pages of the queue."""
    router = APIRouter(include_in_schema=False)
    desk = Desk(workspace, site)
    for method, path, answer in desk.routes():
        router.add_api_route(path, answer, methods=[method], response_class=Response)
    return router


def shown(request: Request, content: str, session: Session, status: int = 200) -> Response:
    """A page of the desk; the browser gets its session where it has none."""
    response = Response(content, status, HEADERS, HTML)
    gate = gate_of(request)
    if gate.session(request) != session:
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
            notice=notice,
        )


class Desk(Framing):
    """The endpoints. Each reads or decides once, and shows a page or leads to the next one."""

    def routes(self) -> tuple[tuple[str, str, Callable[..., Response]], ...]:
        return (
            ("GET", "/desk", self.first),
            ("GET", "/desk/items/{item}", self.item),
            ("POST", "/desk/items/{item}/lease", self.lease),
            ("POST", "/desk/items/{item}/check", self.check),
            ("POST", "/desk/items/{item}/ask", self.ask),
            ("POST", "/desk/items/{item}/{action}", self.decide),
            ("POST", "/desk/release", self.release),
            ("POST", "/desk/undo", self.undo),
            ("POST", "/desk/undo-all", self.undo_all),
            ("POST", "/desk/selected", self.selected),
            ("GET", "/desk/all", self.whole_filter),
            ("POST", "/desk/all", self.decide_all),
            ("POST", "/desk/filters", self.keep_filter),
            ("GET", "/desk/sources/{revision}", self.source),
        )

    # -- looking -------------------------------------------------------------------------------------------

    def first(self, request: Request, caller: Reader) -> Response:
        """The first item of the filter."""
        return self._page(request, caller, None, panel=request.query_params.get("panel", ""))

    def item(self, request: Request, caller: Reader, item: ItemId) -> Response:
        return self._page(request, caller, item, panel=request.query_params.get("panel", ""))

    def source(self, request: Request, caller: Reader, revision: ItemId) -> Response:
        """A whole document with everything that readers never see."""
        session = gate_of(request).session_for(request)
        source = self.workspace.catalog.source(revision)
        view = desk_source(source.revision, (), whole=True)
        return shown(
            request,
            render_source_for_editors(self.frame(request, caller, session), source.artifact, view),
            session,
        )

    def _page(
        self,
        request: Request,
        caller: Principal,
        item_id: str | None,
        *,
        panel: str = "",
        status: int = 200,
        refused: DecisionRefusedError | None = None,
        form: Posted | None = None,
        action: str = "",
    ) -> Response:
        wanted = _wanted(request)
        session = gate_of(request).session_for(request)
        editor = Editor(caller.name, session.sid)
        seen = self.workspace.queue.look(self._filter(wanted), item_id, editor)
        if seen and caller.role.covers(Role.EDITOR) and request.headers.get("x-purpose") != "prefetch":
            seen = replace(seen, item=self.workspace.queue.hold(seen.item.id, editor))
        page = self._desk(caller, wanted, seen, editor, panel, request)
        if refused and seen:
            page = _with_refusal(page, seen.item, refused, form, action)
        frame = self.frame(request, caller, session)
        return shown(request, render_desk(frame, page), session, status)

    def _desk(
        self,
        caller: Principal,
        wanted: Mapping[str, str],
        seen: Open | None,
        editor: Editor,
        panel: str,
        request: Request,
    ) -> DeskPage:
        queue, query = self.workspace.queue, query_of(wanted)
        item = seen.item if seen else None
        count = seen.waiting if seen else 0
        done = request.query_params.get("done", "")
        return DeskPage(
            entries=entries(seen.page.items, query, item.id if item else None, seen.names) if seen else (),
            waiting=f"{'more than ' if count >= COUNTED else ''}{min(count, COUNTED - 1):,} waiting",
            wanted=wanted,
            saved=queue.filters(caller.name),
            prompts=queue.prompts(),
            item=item_view(item, queue.background(item)) if item else None,
            lease=_lease_words(item, editor),
            is_held=_is_held(item, editor),
            is_own_elsewhere=bool(item and item.lease and item.lease.by == editor.name),
            wanted_by=item.lease.wanted_by if item and item.lease and _is_held(item, editor) else None,
            previous=seen.previous if seen else None,
            next=seen.next if seen else None,
            panel=panel if panel in ("edit", "reject") else "",
            done=_DONE.get(done) or (f"{done} decided." if done.isascii() and done.isdigit() else None),
        )

    def _filter(self, wanted: Mapping[str, str]) -> Wanted:
        days, reason = wanted.get("days", ""), wanted.get("reason")
        is_number = days.isascii() and days.isdigit() and len(days) < 6
        return Wanted(
            status=ItemStatus.OPEN,
            reason=Why(reason) if reason in set(Why) else None,
            artifact=wanted.get("artifact") or None,
            flag=wanted.get("flag") or None,
            prompt=wanted.get("prompt") or None,
            editor=wanted.get("editor") or None,
            before=self.workspace.now() - timedelta(days=int(days)) if is_number else None,
            words=wanted.get("q") or None,
        )

    # -- leases --------------------------------------------------------------------------------------------

    def lease(self, request: Request, form: Form, item: ItemId) -> Response:
        """Renew the lease of the open item; who has it, in words."""
        editor = self._editor(request, form)
        held = self.workspace.queue.hold(item, editor)
        wanted = held.lease.wanted_by if held.lease and _is_held(held, editor) else None
        value = {"words": _lease_words(held, editor), "held": _is_held(held, editor), "wanted": wanted}
        return Response(as_json(value), headers=HEADERS, media_type=JSON)

    def ask(self, request: Request, form: Form, item: ItemId) -> Response:
        self.workspace.queue.ask_for(item, self._editor(request, form))
        return _onwards(f"/desk/items/{item}", _wanted(request))

    def release(self, request: Request, form: Form) -> Response:
        """Give back what this window has open: it is being closed."""
        self.workspace.queue.release(self._editor(request, form))
        return Response(status_code=204, headers=HEADERS)

    # -- deciding ------------------------------------------------------------------------------------------

    def decide(self, request: Request, form: Form, item: ItemId, action: str) -> Response:
        """One decision or remark, then the next item; where it is refused, the item again and why."""
        wanted = _wanted(request)
        following = self.workspace.queue.next_after(self._filter(wanted), item, self._editor(request, form))
        try:
            self._decided(request, form, item, action)
        except DecisionRefusedError as exc:
            status = 422 if isinstance(exc, BlockedDecisionError) else 409
            panel = action if status == 422 else ""
            return self._page(
                request, form.caller, item, panel=panel, status=status, refused=exc, form=form, action=action
            )
        if action in ("comment", "refer"):
            return _onwards(f"/desk/items/{item}", wanted, done=action)
        return _onwards(f"/desk/items/{following}" if following else "/desk", wanted, done=action)

    def _decided(self, request: Request, form: Posted, item: str, action: str) -> tuple[Outcome, ...]:
        by = form.caller.name
        said = Said(
            seen=form.revision,
            sitting=self._editor(request, form).sitting,
            comment=form.text("comment")[:_ONE_LINE] or None,
            text=form.text("text"),
            quotes=form.lines("quotes"),
            reason_code=form.text("reason_code") or None,
        )
        if form.revision is None:
            raise BlockedDecisionError("this form does not say which revision it is of; load the page again")
        if action == "merge":
            return self.workspace.rewriting.merge(item, form.text("into").strip(), by=by, said=said)
        if action == "split":
            parts = tuple(Part(line) for line in form.lines("text"))
            return self.workspace.rewriting.split(item, parts, by=by, said=said)
        if action not in _DONE:
            raise UsageError(f"“{action}” is nothing that can be done with an item", subject=action)
        return (self.workspace.review.decide(item, Action(action), by=by, said=said),)

    def check(self, form: Form, item: ItemId) -> Response:
        """What the checks say of words that are being written."""
        edit = self.workspace.review.judge(item, form.text("text"), form.lines("quotes"))
        reasons = [{"check": reason.check, "detail": reason.detail} for reason in edit.reasons]
        return Response(as_json({"status": edit.status.value, "reasons": reasons}), headers=HEADERS, media_type=JSON)

    def undo(self, request: Request, form: Form) -> Response:
        """Take back the last decision of this window."""
        wanted = _wanted(request)
        sitting = self._editor(request, form).sitting
        try:
            outcome = self.workspace.review.undo(by=form.caller.name, said=Said(sitting=sitting))
        except DecisionRefusedError as exc:
            return self._page(request, form.caller, None, status=409, refused=exc, form=form)
        return _onwards(f"/desk/items/{outcome.item.id}", wanted, done="undo")

    def undo_all(self, request: Request, form: Form) -> Response:
        """Take back whatever this window decided."""
        sitting = self._editor(request, form).sitting or ""
        self.workspace.review.undo_sitting(by=form.caller.name, sitting=sitting)
        return _onwards("/desk", _wanted(request), done="undo")

    def selected(self, request: Request, form: Form) -> Response:
        """Decide the selected items, each at the revision that was seen; how many could be."""
        action = form.text("action")
        if action not in ("accept", "reject", "skip"):
            raise UsageError(f"“{action}” is not for many items", subject=action)
        done = 0
        for chosen in form.texts("item"):
            item, _, revision = chosen.partition(":")
            said = Said(
                seen=int(revision) if revision.isascii() and revision.isdigit() else -1,
                sitting=self._editor(request, form).sitting,
                reason_code=form.text("reason_code") or None,
            )
            try:
                self.workspace.review.decide(item, Action(action), by=form.caller.name, said=said)
                done += 1
            except (StaleDecisionError, BlockedDecisionError):
                continue
        return _onwards("/desk", _wanted(request), done=str(done))

    # -- the whole filter ----------------------------------------------------------------------------------

    def whole_filter(
        self, request: Request, caller: Annotated[Principal, needs(Role.EDITOR)], notice: str = ""
    ) -> Response:
        """How many items a decision about all of them would touch."""
        wanted, gate = _wanted(request), gate_of(request)
        session = gate.session_for(request)
        chosen, editor = self._filter(wanted), Editor(caller.name, session.sid)
        count = self.workspace.queue.acceptable(chosen, editor)
        _, total = self.workspace.queue.page(chosen, limit=1)
        frame = self.frame(request, caller, session, notice or None)
        return shown(request, render_confirm(frame, wanted, count, total - count), session)

    def decide_all(self, request: Request, form: Form) -> Response:
        wanted, count = _wanted(request), form.text("count")
        action = form.text("action")
        done = self.workspace.queue.decide_all(
            self._filter(wanted),
            Action(action) if action in set(Action) else Action.SKIP,
            self._editor(request, form),
            confirmed=int(count) if count.isascii() and count.isdigit() and len(count) < 10 else -1,
            reason_code=form.text("reason_code") if action == Action.REJECT else None,
        )
        return _onwards("/desk", wanted, done=str(done))

    def keep_filter(self, request: Request, form: Form) -> Response:
        wanted, name = _wanted(request), form.text("name").strip()[:100]
        if not name:
            raise UsageError("a filter is kept under a name")
        if form.text("forget"):
            self.workspace.queue.forget_filter(form.caller.name, name)
        else:
            self.workspace.queue.save_filter(form.caller.name, name, wanted)
        return _onwards("/desk", wanted)

    def _editor(self, request: Request, form: Posted) -> Editor:
        session = gate_of(request).session(request)
        if session is None:
            raise ForbiddenError("this form is not of your session; load the page again")
        return Editor(form.caller.name, session.sid)


def _with_refusal(
    page: DeskPage, item: ReviewItem, refused: DecisionRefusedError, form: Posted | None, action: str
) -> DeskPage:
    """The page of an item with what was refused on it: three versions where it has changed, else the sentence."""
    is_changed = form and form.revision not in (None, item.revision) and action in set(Action)
    if not (form and is_changed and isinstance(refused, StaleDecisionError)):
        text = form.text("text") if form and action == "edit" else None
        return replace(page, problem=str(refused), text=text or None)
    said = {name: form.text(name) for name in ("reason_code", "text" if action == "edit" else "reason_code")}
    conflict = conflict_view(form.text("base"), item, Action(action), said, form.lines("quotes"))
    return replace(page, conflict=conflict, text=form.text("text") or None)


def _wanted(request: Request) -> dict[str, str]:
    """The filter of an address, by the names of its fields."""
    given = request.query_params
    return {name: given[name][:300].strip() for name in _FIELDS if given.get(name, "").strip()}


def _onwards(path: str, wanted: Mapping[str, str], **more: str) -> Response:
    return RedirectResponse(path + query_of({**wanted, **more}), 303, HEADERS)


def _is_held(item: ReviewItem | None, editor: Editor) -> bool:
    """Whether this window may decide: nobody else has the item open."""
    return item is None or item.lease is None or (item.lease.by, item.lease.sitting) == (editor.name, editor.sitting)


def _lease_words(item: ReviewItem | None, editor: Editor) -> str:
    if item is None:
        return ""
    if item.lease is None:
        return "Waiting" if item.status is ItemStatus.OPEN else f"Decided: {item.status}"
    until = f"until {item.lease.until:%H:%M} UTC"
    if _is_held(item, editor):
        return f"Yours {until}"
    where = " in another window" if item.lease.by == editor.name else ""
    return f"Open before {item.lease.by}{where} {until}"
