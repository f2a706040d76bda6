"""The review desk over HTTP: pages that work without script, and the few answers that the script asks for.

Every form carries the word of its session; every decision is made by the services that the API and the commands use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from decompose.domain.access import Principal, Role
from decompose.domain.review import Action, ItemStatus, ReviewItem
from decompose.errors import BlockedDecisionError, DecisionRefusedError, StaleDecisionError, UsageError
from decompose.page.desk import DeskPage, render_desk, render_source_for_editors
from decompose.page.desk_source import desk_source
from decompose.page.desk_view import conflict_view, entries, item_view, query_of
from decompose.page.render import Site
from decompose.services.pages import whole_number
from decompose.services.queue import COUNTED, Editor, Open
from decompose.services.review import Outcome, Said
from decompose.services.rewriting import Part
from decompose.web.access import gate_of
from decompose.web.answers import JSON, as_json
from decompose.web.desk_forms import (
    HEADERS,
    Endpoint,
    Form,
    Framing,
    ItemId,
    Posted,
    Reader,
    add_endpoints,
    editor_of,
    filter_of,
    is_opened,
    onwards,
    session_of,
    shown,
    wanted_of,
)
from decompose.web.desk_many import DeskOfMany
from decompose.web.desk_tables import DeskTables
from decompose.web.workspace import Workspace

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


def desk_router(workspace: Workspace, site: Site) -> APIRouter:
    """The pages of the queue."""
    router = APIRouter(include_in_schema=False)
    rooms = (Desk(workspace, site), DeskOfMany(workspace, site), DeskTables(workspace, site))
    add_endpoints(router, (route for room in rooms for route in room.routes()))
    return router


class Desk(Framing):
    """The endpoints. Each reads or decides once, and shows a page or leads to the next one."""

    def routes(self) -> tuple[Endpoint, ...]:
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
        wanted = wanted_of(request)
        session = session_of(request)
        editor = Editor(caller.name, session.sid)
        seen = self.workspace.queue.look(filter_of(wanted, self.workspace.now()), item_id, editor)
        if seen and caller.role.covers(Role.EDITOR) and is_opened(request):
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
            done=_done(request.query_params),
        )

    # -- leases --------------------------------------------------------------------------------------------

    def lease(self, request: Request, form: Form, item: ItemId) -> Response:
        """Renew the lease of the open item; who has it, in words."""
        editor = editor_of(request, form)
        held = self.workspace.queue.hold(item, editor)
        wanted = held.lease.wanted_by if held.lease and _is_held(held, editor) else None
        value = {"words": _lease_words(held, editor), "held": _is_held(held, editor), "wanted": wanted}
        return Response(as_json(value), headers=HEADERS, media_type=JSON)

    def ask(self, request: Request, form: Form, item: ItemId) -> Response:
        self.workspace.queue.ask_for(item, editor_of(request, form))
        return onwards(f"/desk/items/{item}", wanted_of(request))

    def release(self, request: Request, form: Form) -> Response:
        """Give back what this window has open: it is being closed."""
        self.workspace.queue.release(editor_of(request, form))
        return Response(status_code=204, headers=HEADERS)

    # -- deciding ------------------------------------------------------------------------------------------

    def decide(self, request: Request, form: Form, item: ItemId, action: str) -> Response:
        """One decision or remark, then the next item; where it is refused, the item again and why."""
        wanted = wanted_of(request)
        following = self.workspace.queue.next_after(
            filter_of(wanted, self.workspace.now()), item, editor_of(request, form)
        )
        try:
            self._decided(request, form, item, action)
        except DecisionRefusedError as exc:
            status = 422 if isinstance(exc, BlockedDecisionError) else 409
            panel = action if status == 422 else ""
            return self._page(
                request, form.caller, item, panel=panel, status=status, refused=exc, form=form, action=action
            )
        if action in ("comment", "refer"):
            return onwards(f"/desk/items/{item}", wanted, done=action)
        return onwards(f"/desk/items/{following}" if following else "/desk", wanted, done=action)

    def _decided(self, request: Request, form: Posted, item: str, action: str) -> tuple[Outcome, ...]:
        by = form.caller.name
        said = Said(
            seen=form.revision,
            sitting=editor_of(request, form).sitting,
            comment=form.text("comment")[:_ONE_LINE] or None,
            text=form.text("text"),
            quotes=form.lines("quotes"),
            reason_code=form.text("reason_code") or None,
        )
        if form.revision is None:
            raise BlockedDecisionError("this form does not say which revision it is of; load the page again")
        if action == "merge":
            into, _, revision = form.text("into").strip().partition(":")
            seen = whole_number(revision)
            return self.workspace.rewriting.merge(item, into, by=by, said=said, seen_into=seen)
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
        wanted = wanted_of(request)
        sitting = editor_of(request, form).sitting
        try:
            outcome = self.workspace.review.undo(by=form.caller.name, said=Said(sitting=sitting))
        except DecisionRefusedError as exc:
            return self._page(request, form.caller, None, status=409, refused=exc, form=form)
        return onwards(f"/desk/items/{outcome.item.id}", wanted, done="undo")

    def undo_all(self, request: Request, form: Form) -> Response:
        """Take back whatever this window decided."""
        sitting = editor_of(request, form).sitting or ""
        undone, refused = self.workspace.review.undo_sitting(by=form.caller.name, sitting=sitting)
        return onwards("/desk", wanted_of(request), undone=str(len(undone)), left=str(len(refused) or ""))


def _done(said: Mapping[str, str]) -> str | None:
    """What an address says was done just now."""
    done, left, undone = (said.get(name, "") for name in ("done", "left", "undone"))
    if whole_number(undone) is not None:
        rest = f", {left} not: it was decided again, waits already, or is open before somebody else"
        words = "Nothing was undone" if undone == "0" else f"{undone} undone"
        return f"{words}{rest if whole_number(left) is not None else ''}."
    if whole_number(done) is None:
        return _DONE.get(done)
    if whole_number(left) is None:
        return f"{done} decided."
    return f"{done} decided, {left} not: blocked, changed meanwhile, or open before somebody else."


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
