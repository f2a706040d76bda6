"""The review queue at work: what waits, and one decision after the other, each with its event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from decompose.domain.artifact import Kind, parse_kind
from decompose.domain.capability import Claim, ClaimStatus, Reason
from decompose.domain.evidence import Evidence
from decompose.domain.merge import relocated
from decompose.domain.plan import identity_of
from decompose.domain.review import (
    KIND,
    REOPENED,
    Action,
    AuditEvent,
    Decision,
    Edit,
    ItemStatus,
    ReviewItem,
    base_of,
    decide,
    item_of_claim,
    restored,
)
from decompose.domain.workbench import Workbench
from decompose.errors import DecisionRefusedError, UnknownSubjectError
from decompose.store import artifacts, capabilities, documents, reviews
from decompose.store.database import Database, Session

DEFAULT_EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The item after a decision, and the event that was written."""

    item: ReviewItem
    event: AuditEvent


@dataclass(frozen=True, slots=True)
class Reviewing:
    database: Database
    now: Callable[[], datetime]

    def waiting(self, artifact: str | None = None) -> tuple[ReviewItem, ...]:
        """The open items, the riskiest first."""
        with self.database.reading() as session:
            self._check_artifact(session, artifact)
            return reviews.queue(session, artifact)

    def everything(self, artifact: str | None = None) -> tuple[ReviewItem, ...]:
        """An item for every claim, whether it waits or not, and for every other thing that waits."""
        with self.database.reading() as session:
            self._check_artifact(session, artifact)
            items = {item.id: item for item in reviews.queue(session, artifact)}
            for slug, capability_id, claim in capabilities.claims_of(session, artifact):
                virtual = _not_waiting(item_of_claim(slug, capability_id, claim))
                items.setdefault(virtual.id, reviews.get(session, virtual.id) or virtual)
            return tuple(items.values())

    def item(self, item_id: str) -> ReviewItem:
        """One item, waiting or not.

        Raises:
            UnknownSubjectError: no item and no claim has that id.
        """
        with self.database.reading() as session:
            return self._item(session, item_id)

    def accept(self, item_id: str, *, by: str, seen: int | None = None) -> Outcome:
        return self._decide(item_id, Action.ACCEPT, by, seen)

    def reject(self, item_id: str, *, by: str, code: str, seen: int | None = None) -> Outcome:
        return self._decide(item_id, Action.REJECT, by, seen, reason_code=code)

    def skip(self, item_id: str, *, by: str, seen: int | None = None) -> Outcome:
        return self._decide(item_id, Action.SKIP, by, seen)

    def edit(self, item_id: str, *, by: str, text: str, quotes: Sequence[str] = (), seen: int | None = None) -> Outcome:
        """Put the editor's words in the place of a claim's; they are checked like any claim."""
        return self._decide(item_id, Action.EDIT, by, seen, text=text, quotes=quotes)

    def undo(self, item_id: str | None = None, *, by: str) -> Outcome:
        """Take back the last decision on an item, or the last one of this editor: a new event, no deletion.

        Raises:
            DecisionRefusedError: there is nothing to undo.
        """
        with self.database.writing() as session:
            last = reviews.last_event(session, item_id, None if item_id else by)
            if last is None:
                raise DecisionRefusedError("nothing to undo", subject=item_id)
            item = self._item(session, last.item)
            newest = reviews.last_event(session, last.item)
            if newest and newest.id != last.id:
                raise DecisionRefusedError(
                    f"{item.id} was decided again by {newest.who}; undo that first, by its id", subject=item.id
                )
            after = self._as_of_today(session, restored(item, last.before))
            event = reviews.move(session, item, after, who=by, action=Action.UNDO, at=self.now(), undoes=last.id)
            return Outcome(after, event)

    def stats(self) -> dict[str, Any]:
        """Counts of items by status and of events by action."""
        with self.database.reading() as session:
            return {"items": reviews.counts(session), "decisions": reviews.decisions(session)}

    def _decide(
        self,
        item_id: str,
        action: Action,
        by: str,
        seen: int | None,
        *,
        reason_code: str | None = None,
        text: str | None = None,
        quotes: Sequence[str] = (),
    ) -> Outcome:
        with self.database.writing() as session:
            item = self._item(session, item_id)
            edit = self._edit(session, item, text, quotes) if text is not None else None
            claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
            decision = Decision(action, by, self.now(), edit, reason_code, base_of(claim) if claim else None)
            after = decide(item, decision, seen=seen)
            event = reviews.move(session, item, after, who=by, action=action, at=decision.at, reason_code=reason_code)
            return Outcome(after, event)

    def _as_of_today(self, session: Session, item: ReviewItem) -> ReviewItem:
        """An item of the trail with its evidence where that stands now.

        Raises:
            DecisionRefusedError: the words that it stood on are no longer in the source.
        """
        evidence = self._today(session, item, item.evidence)
        edit = replace(item.edit, evidence=self._today(session, item, item.edit.evidence)) if item.edit else None
        claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
        if claim and item.decided is None and item.pending is None and item.reason not in REOPENED:
            claimed = item_of_claim(item.artifact, item.capability_id, claim)
            item = replace(item, new=claimed.new, flags=claimed.flags, blocked=claimed.blocked)
            evidence = claimed.evidence
        return replace(item, evidence=evidence, edit=edit)

    def _today(self, session: Session, item: ReviewItem, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for one in evidence:
            was = documents.get(session, one.revision)
            now = documents.current(session, identity_of(was.document)) if was else None
            is_moved = was is not None and now is not None and now.id != was.id
            today = relocated([one], Workbench.of(now, ()), was) if is_moved and now else (one,)
            if today is None and item.status is not ItemStatus.OPEN:
                raise DecisionRefusedError(
                    f"the source of {item.id} has changed since; decide it anew", subject=item.id
                )
            found += today or (one,)
        return tuple(found)

    def _item(self, session: Session, item_id: str) -> ReviewItem:
        stored = reviews.get(session, item_id)
        if stored:
            return stored
        for slug, capability_id, claim in capabilities.claims_of(session):
            virtual = _not_waiting(item_of_claim(slug, capability_id, claim))
            if virtual.id == item_id:
                return virtual
        raise UnknownSubjectError(f"no item {item_id}; see: decompose review list --all", subject=item_id)

    def _edit(self, session: Session, item: ReviewItem, text: str, quotes: Sequence[str]) -> Edit:
        """The editor's words with the evidence that is found for them; without a quote of his own, the claim's."""
        if item.field == KIND:
            return _classified(text)
        claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
        if claim is None:
            return Edit(text, (), (), ClaimStatus.UNSUPPORTED)
        judged = self._judged(session, item, claim, text, tuple(quotes) or claim.quotes)
        return Edit(judged.text, judged.evidence, judged.reasons, judged.status)

    def _judged(self, session: Session, item: ReviewItem, claim: Claim, text: str, quotes: tuple[str, ...]) -> Claim:
        """The claim with new words, held against the artifact's current sources."""
        artifact = artifacts.get(session, item.artifact)
        names = artifact.names if artifact else ()
        found = replace(claim, text=text, quotes=quotes, evidence=(), reasons=(), status=ClaimStatus.UNSUPPORTED)
        for summary in documents.of_artifact(session, item.artifact):
            revision = documents.get(session, summary.id)
            if revision:
                found = Workbench.of(revision, names).judge(replace(claim, text=text, quotes=quotes))
                if found.evidence:
                    break
        return found

    def _check_artifact(self, session: Session, slug: str | None) -> None:
        if slug is not None and artifacts.get(session, slug) is None:
            raise UnknownSubjectError(f"no artifact {slug}; see: decompose artifacts", subject=slug)


def _not_waiting(item: ReviewItem) -> ReviewItem:
    """What was never put into the queue does not wait, whatever the checks say of it (an imported sentence)."""
    return replace(item, status=ItemStatus.NONE, reason=None)


def _classified(text: str) -> Edit:
    kind = parse_kind(text)
    if kind is None:
        known = ", ".join(kind.value for kind in Kind)
        raise DecisionRefusedError(f"“{text}” is no kind; use one of {known}")
    return Edit(kind.value, (), (Reason("classification", "given by an editor"),), ClaimStatus.VERIFIED)
