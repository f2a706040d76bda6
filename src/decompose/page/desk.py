"""The desk as HTML: the queue, an item and its source; the login; figures; batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decompose.domain.agreement import Stats
from decompose.domain.job import Batch, Job, JobState, Progress
from decompose.domain.matching.findings import Saved
from decompose.page.desk_source import DeskSource
from decompose.page.desk_view import (
    FLAGS,
    ConflictView,
    Entry,
    ItemView,
    chips,
    parts_of_filter,
    query_of,
    reasons_to_reject,
    whys,
)
from decompose.page.render import Site, render_template


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page of the desk: who is there, and the word that his forms carry."""

    site: Site
    editor: str
    csrf: str
    can_decide: bool
    can_log_out: bool
    today: int = 0
    goal: int = 0
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The three panes. `wanted` is the filter by the names of its fields; `panel` is open: edit, reject or none.

    `is_held` says that this window may decide, `is_own_elsewhere` that the editor has the item open in another one.
    """

    entries: tuple[Entry, ...]
    waiting: str
    wanted: Mapping[str, str]
    saved: Sequence[tuple[str, Mapping[str, str]]]
    prompts: Sequence[str]
    item: ItemView | None
    lease: str
    is_held: bool
    is_own_elsewhere: bool
    wanted_by: str | None
    previous: str | None
    next: str | None
    panel: str
    text: str | None = None
    conflict: ConflictView | None = None
    problem: str | None = None
    done: str | None = None

    @property
    def can_undo(self) -> bool:
        """Whether what was done is taken back by one press."""
        return self.done not in (None, "Undone.", "Skipped.", "Comment kept.")


def render_desk(frame: Frame, page: DeskPage) -> str:
    return _render(
        "desk",
        frame,
        page=page,
        query=query_of(page.wanted),
        query_of=query_of,
        flags=FLAGS,
        whys=whys(),
        chips=chips(page.wanted),
        parts=parts_of_filter(page.wanted),
        reasons=reasons_to_reject(),
    )


def render_login(frame: Frame, why: str, next_: str, oidc: str | None = None) -> str:
    """Where a token is asked for, and why; `oidc` names another way to come in."""
    return _render("desk_login", frame, why=why, next=next_, oidc=oidc)


def render_confirm(frame: Frame, wanted: Mapping[str, str], count: int, blocked: int, mark: str) -> str:
    """How many items a decision about the whole filter would touch, before it is made; `mark` says which."""
    query = query_of(wanted)
    return _render(
        "desk_confirm",
        frame,
        wanted=wanted,
        query=query,
        count=count,
        blocked=blocked,
        mark=mark,
        reasons=reasons_to_reject(),
    )


def render_stats(frame: Frame, stats: Stats) -> str:
    return _render("desk_stats", frame, stats=stats)


def render_second(frame: Frame, item: ItemView | None) -> str:
    """A decided item for a second editor, who does not see the decision."""
    return _render("desk_second", frame, item=item)


def render_source_for_editors(frame: Frame, artifact: str, source: DeskSource) -> str:
    return _render("desk_source", frame, artifact=artifact, source=source)


def render_searches(frame: Frame, kept: Sequence[tuple[Saved, str]]) -> str:
    """The searches that somebody keeps, each with the link of its feed."""
    return _render("desk_searches", frame, kept=kept)


def render_batches(frame: Frame, batches: Sequence[Batch]) -> str:
    return _render("batches", frame, batches=batches)


def render_batch(frame: Frame, progress: Progress, unfit: Sequence[Job], resume: str, *, can_retry: bool) -> str:
    """How a batch stands; the page asks again by itself while it runs."""
    counts = [(state.value, progress.jobs.get(state, 0)) for state in JobState]
    return _render(
        "batch",
        frame,
        progress=progress,
        counts=counts,
        unfit=unfit,
        resume=resume,
        can_retry=can_retry,
        is_live=bool(progress.left) and progress.batch.state.value in ("writing", "running"),
        widths=_widths(counts, progress.total),
    )


def _widths(counts: Sequence[tuple[str, int]], total: int) -> tuple[tuple[str, float, float], ...]:
    """(state, left edge, width) of each part of the bar, of a hundred."""
    parts, left = [], 0.0
    for name, count in counts:
        width = 100 * count / total if total else 0.0
        parts.append((name, round(left, 3), round(width, 3)))
        left += width
    return tuple(parts)


def _render(name: str, frame: Frame, **values: Any) -> str:
    return render_template(name, frame.site, frame=frame, **values)
