"""The queue for editors: pages of what waits, leases on what is open, and many decisions at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from decompose.domain.capability import Claim
from decompose.domain.decision import Decision
from decompose.domain.identity import digest
from decompose.domain.queue import Background, Page, Wanted, place_of
from decompose.domain.review import (
    REOPENED,
    Action,
    AuditEvent,
    ItemStatus,
    Lease,
    ReviewItem,
    item_id_of,
    wrong_reason,
)
from decompose.errors import BlockedDecisionError, StaleDecisionError
from decompose.services.catalog import require_known
from decompose.services.review import Reviewing, found
from decompose.store import artifacts, capabilities, documents, listing, queue, reviews
from decompose.store.database import Database, Session

LEASE = timedelta(minutes=10)
MOST_AT_ONCE = 100
COUNTED = 1_001
# The total of a page is counted so far.
MOST_COUNTED = 10_000
# Decisions in one transaction, so that others get their turn in between.
_TOGETHER = 100
# Items and events of a table are read so many at a time.
_A_PAGE = 500
# What an editor does with an item that readers see, or that takes it back.
DECIDING = (Action.ACCEPT, Action.EDIT, Action.REJECT, Action.UNDO)
# Events that are shown beside an item.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Editor:
    """Who asks, and in which window."""

    name: str
    sitting: str | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """An item with what stands around it in the queue of a filter.

    `waiting` is counted up to COUNTED; `names` are those of the page's artifacts.
    """

    item: ReviewItem
    previous: str | None
    next: str | None
    waiting: int
    page: Page
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Queue:
    database: Database
    now: Callable[[], datetime]
    reviewing: Reviewing

    def page(self, wanted: Wanted, *, limit: int, cursor: str | None = None) -> tuple[Page, int]:
        """Items of a filter and how many it has in all, counted to one above MOST_COUNTED.

        Raises:
            UnknownSubjectError: there is no such artifact.
        """
        with self.database.reading() as session:
            require_known(session, wanted.artifact)
            page = queue.page(session, wanted, limit=limit, after=cursor)
            return self._of_now(page), queue.total(session, wanted, most=MOST_COUNTED + 1)

    def everything(self, wanted: Wanted) -> Iterator[ReviewItem]:
        """Every item of a filter in the order of the queue, read a page at a time.

        Raises:
            UnknownSubjectError: there is no such artifact.
        """
        with self.database.reading() as session:
            require_known(session, wanted.artifact)
        return self._pages(wanted)

    def _pages(self, wanted: Wanted) -> Iterator[ReviewItem]:
        cursor: str | None = None
        while True:
            with self.database.reading() as session:
                page = self._of_now(queue.page(session, wanted, limit=_A_PAGE, after=cursor))
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def count(self, wanted: Wanted) -> int:
        """How many items a filter has, however many."""
        with self.database.reading() as session:
            return queue.total(session, wanted)

    def look(self, wanted: Wanted, item_id: str | None, editor: Editor, *, around: int = 30) -> Open | None:
        """An item, or the first that nobody else has open, with its neighbours; None where nothing waits.

        Raises:
            UnknownSubjectError: there is no such item.
        """
        with self.database.reading() as session:
            waiting = queue.total(session, wanted, most=COUNTED)
            if item_id is None:
                first = self._free(session, wanted, editor).items or queue.page(session, wanted, limit=1).items
                if not first:
                    return None
                item = first[0]
            else:
                item = found(session, item_id)
            at = place_of(item)
            previous = queue.before(session, wanted, at)
            page = queue.page(session, wanted, limit=around, start=place_of(previous) if previous else at)
            following = next((one.id for one in page.items if place_of(one) > at), None)
            return Open(
                self._item_of_now(item),
                previous.id if previous else None,
                following,
                waiting,
                self._of_now(page),
                listing.names(session, sorted({one.artifact for one in page.items})),
            )

    def next_after(self, wanted: Wanted, item_id: str, editor: Editor) -> str | None:
        """The first free item of a filter behind another one, or else the first of all; None where no other waits."""
        with self.database.reading() as session:
            page = self._free(session, wanted, editor, after=place_of(found(session, item_id)))
            items = page.items or self._free(session, wanted, editor).items
            return next((item.id for item in items if item.id != item_id), None)

    def _free(self, session: Session, wanted: Wanted, editor: Editor, *, after: str | None = None) -> Page:
        now = self.now()
        return queue.page(session, wanted, limit=2, after=after, free_for=self._lease(editor, now), now=now)

    def events(
        self, *, limit: int, item: str | None = None, before: int | None = None
    ) -> tuple[tuple[AuditEvent, ...], int | None]:
        """The trail, the newest first, and the cursor of what is older."""
        with self.database.reading() as session:
            events = reviews.events(session, limit=limit + 1, item_id=item, before=before)
        return events[:limit], events[limit - 1].id if len(events) > limit else None

    def decisions(self, since: datetime | None = None) -> Iterator[AuditEvent]:
        """What editors decided and took back, the newest first, from a moment on; read a page at a time."""
        before: int | None = None
        while True:
            with self.database.reading() as session:
                events = reviews.events(session, limit=_A_PAGE, before=before, actions=DECIDING)
            for event in events:
                if since is not None and event.at < since:
                    return
                yield event
            if len(events) < _A_PAGE:
                return
            before = events[-1].id

    def background(self, item: ReviewItem) -> Background:
        """What an editor sees beside an item: its sources, where it comes from, and what was done with it."""
        with self.database.reading() as session:
            artifact = artifacts.get(session, item.artifact)
            origin = capabilities.origin_of(session, item.claim_id, item.capability_id)
            last = reviews.last_event(session, item.id) if item.reason in REOPENED else None
            earlier = last.after.evidence if last else ()
            wanted = [one.revision for one in (*item.evidence, *earlier)] + [origin.revision or ""]
            sources = (documents.get(session, revision) for revision in dict.fromkeys(wanted))
            others = capabilities.beside(session, item.capability_id, item.claim_id) if item.capability_id else ()
            return Background(
                artifact=artifact.name if artifact else item.artifact,
                origin=origin,
                sources=tuple(source for source in sources if source),
                earlier=earlier,
                trail=reviews.events(session, limit=_SHOWN, item_id=item.id),
                siblings=tuple(_as_sibling(session, claim) for claim in others),
            )

    # -- leases --------------------------------------------------------------------------------------------

    def claim(self, editor: Editor, *, limit: int, wanted: Wanted | None = None) -> tuple[ReviewItem, ...]:
        """Lease the next open items that nobody has open."""
        now = self.now()
        with self.database.writing() as session:
            return queue.claim(session, wanted or Wanted(), self._lease(editor, now), now, min(limit, MOST_AT_ONCE))

    def hold(self, item_id: str, editor: Editor) -> ReviewItem:
        """Lease an item that waits, or renew the lease, and give back what the window had open before.

        With somebody else's lease the item stays with that one; a lease on what does not wait is none.

        Raises:
            UnknownSubjectError: there is no such item.
        """
        now = self.now()
        with self.database.writing() as session:
            item = found(session, item_id)
            if editor.sitting:
                queue.release(session, editor.name, editor.sitting, but=item_id)
            if item.status is ItemStatus.OPEN:
                item = queue.hold(session, item_id, self._lease(editor, now), now) or item
            return self._item_of_now(item)

    def release(self, editor: Editor) -> None:
        """Give back whatever a window has open."""
        with self.database.writing() as session:
            queue.release(session, editor.name, editor.sitting)

    def ask_for(self, item_id: str, editor: Editor) -> ReviewItem:
        """Ask whoever has an item open to give it back; he is told. From his own other window an editor takes it."""
        now = self.now()
        with self.database.writing() as session:
            item = found(session, item_id)
            if item.lease and item.lease.by == editor.name:
                taken = queue.hold(session, item_id, self._lease(editor, now), now, is_taken_over=True)
                return self._item_of_now(taken or item)
            return self._item_of_now(queue.ask(session, item_id, editor.name) or found(session, item_id))

    def _lease(self, editor: Editor, now: datetime) -> Lease:
        return Lease(editor.name, editor.sitting, now + LEASE)

    def _of_now(self, page: Page) -> Page:
        return replace(page, items=tuple(map(self._item_of_now, page.items)))

    def _item_of_now(self, item: ReviewItem) -> ReviewItem:
        """Without a lease that is over."""
        is_over = item.lease is not None and self.now() >= item.lease.until
        return replace(item, lease=None) if is_over else item

    # -- the whole filter ----------------------------------------------------------------------------------

    def acceptable(self, wanted: Wanted, editor: Editor) -> tuple[int, str]:
        """How many items of a filter `decide_all` would decide, and a mark of which, each as it is.

        Blocked ones and those that others hold are not decided.
        """
        seen = self._acceptable(wanted, editor)
        return len(seen), digest(seen, 16)

    def _acceptable(self, wanted: Wanted, editor: Editor) -> tuple[tuple[str, int], ...]:
        with self.database.reading() as session:
            return queue.acceptable(session, _waiting(wanted), editor.name, self.now())

    def decide_all(
        self,
        wanted: Wanted,
        action: Action,
        editor: Editor,
        *,
        confirmed: int,
        mark: str | None = None,
        reason_code: str | None = None,
    ) -> int:
        """Accept or reject every item of a filter that can be decided unread; how many that were.

        What changes while this goes on is left as it is.

        Args:
            confirmed: the number that the editor agreed to.
            mark: of the items that he agreed to, where he was shown one.

        Raises:
            StaleDecisionError: there are more or fewer by now, or others.
            BlockedDecisionError: this cannot be done to many at once.
        """
        if action not in (Action.ACCEPT, Action.REJECT):
            raise BlockedDecisionError(f"{action} is for one item at a time")
        if action is Action.REJECT and (why := wrong_reason(reason_code)):
            raise BlockedDecisionError(why)
        seen = self._acceptable(wanted, editor)
        if len(seen) != confirmed:
            raise StaleDecisionError(f"{len(seen)} items can be decided now, not {confirmed}; look again and confirm")
        if mark is not None and mark != digest(seen, 16):
            raise StaleDecisionError(f"the {confirmed} items are not those that you saw; look again and confirm")
        decision = Decision(action, editor.name, self.now(), reason_code=reason_code, sitting=editor.sitting)
        done = 0
        for start in range(0, len(seen), _TOGETHER):
            with self.database.writing() as session:
                done += self._decide_some(session, seen[start : start + _TOGETHER], decision)
        return done

    def _decide_some(self, session: Session, seen: Sequence[tuple[str, int]], decision: Decision) -> int:
        some = queue.still_acceptable(session, seen, decision.by, decision.at)
        for item in some:
            self.reviewing.decide_in(session, replace(item, lease=None), decision)
        return len(some)

    # -- saved filters -------------------------------------------------------------------------------------

    def filters(self, editor: str) -> tuple[tuple[str, dict[str, Any]], ...]:
        with self.database.reading() as session:
            return queue.filters(session, editor)

    def save_filter(self, editor: str, name: str, wanted: Mapping[str, str]) -> None:
        with self.database.writing() as session:
            queue.save_filter(session, editor, name, dict(wanted))

    def forget_filter(self, editor: str, name: str) -> None:
        with self.database.writing() as session:
            queue.forget_filter(session, editor, name)

    def prompts(self) -> tuple[str, ...]:
        """The digests of templates that a filter can name."""
        with self.database.reading() as session:
            return queue.prompts(session)


def _as_sibling(session: Session, claim: Claim) -> tuple[str, int, str]:
    item = reviews.get(session, item_id_of(claim.id))
    return item_id_of(claim.id), item.revision if item else 1, item.new if item else claim.text


def _waiting(wanted: Wanted) -> Wanted:
    return replace(wanted, status=ItemStatus.OPEN)
