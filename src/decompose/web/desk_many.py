"""Many items at once over HTTP: those that are selected, a whole filter after its count, and filters that are kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request, Response

from decompose.domain.access import Principal, Role
from decompose.domain.review import Action
from decompose.errors import DecisionRefusedError, UnknownSubjectError, UsageError
from decompose.page.desk import render_confirm
from decompose.services.pages import whole_number
from decompose.services.queue import Editor
from decompose.services.review import Said
from decompose.web.access import gate_of, needs
from decompose.web.desk_forms import Endpoint, Form, Framing, editor_of, filter_of, onwards, shown, wanted_of


def _number(words: str) -> int:
    """A revision or a count that somebody saw; -1 is none that there is."""
    number = whole_number(words)
    return -1 if number is None else number


class DeskOfMany(Framing):
    """The endpoints."""

    def routes(self) -> tuple[Endpoint, ...]:
        return (
            ("POST", "/desk/selected", self.selected),
            ("GET", "/desk/all", self.whole_filter),
            ("POST", "/desk/all", self.decide_all),
            ("POST", "/desk/filters", self.keep_filter),
        )

    def selected(self, request: Request, form: Form) -> Response:
        """Decide the selected items, each at the revision that was seen; how many could be."""
        action = form.text("action")
        if action not in ("accept", "reject", "skip"):
            raise UsageError(f"“{action}” is not for many items", subject=action)
        done, selected = 0, form.texts("item")
        for chosen in selected:
            item, _, revision = chosen.partition(":")
            said = Said(
                seen=_number(revision),
                sitting=editor_of(request, form).sitting,
                reason_code=form.text("reason_code") or None,
            )
            try:
                self.workspace.review.decide(item, Action(action), by=form.caller.name, said=said)
                done += 1
            except (DecisionRefusedError, UnknownSubjectError):
                continue
        return onwards("/desk", wanted_of(request), done=str(done), left=str(len(selected) - done or ""))

    # -- the whole filter ----------------------------------------------------------------------------------

    def whole_filter(
        self, request: Request, caller: Annotated[Principal, needs(Role.EDITOR)], notice: str = ""
    ) -> Response:
        """How many items a decision about all of them would touch."""
        wanted, gate = wanted_of(request), gate_of(request)
        session = gate.session_for(request)
        chosen, editor = filter_of(wanted, self.workspace.now()), Editor(caller.name, session.sid)
        count, mark = self.workspace.queue.acceptable(chosen, editor)
        total = self.workspace.queue.count(chosen)
        frame = self.frame(request, caller, session, notice or None)
        return shown(request, render_confirm(frame, wanted, count, total - count, mark), session)

    def decide_all(self, request: Request, form: Form) -> Response:
        wanted, count = wanted_of(request), form.text("count")
        action = form.text("action")
        done = self.workspace.queue.decide_all(
            filter_of(wanted, self.workspace.now()),
            Action(action) if action in set(Action) else Action.SKIP,
            editor_of(request, form),
            confirmed=_number(count),
            mark=form.text("mark"),
            reason_code=form.text("reason_code") if action == Action.REJECT else None,
        )
        return onwards("/desk", wanted, done=str(done))

    def keep_filter(self, request: Request, form: Form) -> Response:
        wanted, name = wanted_of(request), form.text("name").strip()[:100]
        if not name:
            raise UsageError("a filter is kept under a name")
        if form.text("forget"):
            self.workspace.queue.forget_filter(form.caller.name, name)
        else:
            self.workspace.queue.save_filter(form.caller.name, name, wanted)
        return onwards("/desk", wanted)
