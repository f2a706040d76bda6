"""The review queue at work: one decision after the other, each with its event in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.artifact import Kind, parse_kind
from decompose.domain.capability import STANDING, Claim, ClaimStatus, Reason
from decompose.domain.claim_check import NO_QUOTE
from decompose.domain.decision import Decision, decide, is_beginning_of_part, refuse_stale, restored
from decompose.domain.evidence import Evidence
from decompose.domain.merge import relocated
from decompose.domain.plan import identity_of
from decompose.domain.review import (
    KIND,
    REOPENED,
    Action,
    AuditEvent,
    Edit,
    ItemStatus,
    ReviewItem,
    base_of,
    item_of_claim,
)
from decompose.domain.workbench import Workbench
from decompose.errors import BlockedDecisionError, DecisionRefusedError, UnknownSubjectError
from decompose.services.catalog import require_known
from decompose.store import artifacts, capabilities, documents, reviews
from decompose.store.database import Database, Session

DEFAULT_EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The item after a decision, and the event that was written."""

    item: ReviewItem
    event: AuditEvent


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor says beside his verdict.

    `seen` is the revision that he looked at, `sitting` his window; `text` and `quotes` go with an edit, `reason_code`
    with a rejection.
    """

    seen: int | None = None
    sitting: str | None = None
    comment: str | None = None
    text: str | None = None
    quotes: tuple[str, ...] = ()
    reason_code: str | None = None


NOTHING_BESIDE = Said()


@dataclass(frozen=True, slots=True)
class Reviewing:
    """`needs_second` says that an edit waits for another editor."""

    database: Database
    now: Callable[[], datetime]
    needs_second: bool = False

    def waiting(self, artifact: str | None = None) -> tuple[ReviewItem, ...]:
        """The open items, the riskiest first."""
        with self.database.reading() as session:
            require_known(session, artifact)
            return reviews.queue(session, artifact)

    def everything(self, artifact: str | None = None) -> tuple[ReviewItem, ...]:
        """An item for every claim, whether it waits or not, and for every other thing that waits."""
        with self.database.reading() as session:
            require_known(session, artifact)
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
            return found(session, item_id)

    def decide(self, item_id: str, action: Action, *, by: str, said: Said = NOTHING_BESIDE) -> Outcome:
        """Carry out one decision of an editor, or a remark of his.

        Raises:
            UnknownSubjectError: no item and no claim has that id.
            StaleDecisionError: the item has changed, or another editor has it open.
            BlockedDecisionError: the decision lacks something, or cannot be made.
        """
        if action is Action.UNDO:
            return self.undo(item_id, by=by, said=said)
        with self.database.writing() as session:
            item = found(session, item_id, to_change=self.now())
            edit = self._edit(session, item, said.text or "", said.quotes) if action is Action.EDIT else None
            return self.decide_in(session, item, self.decision(action, by, said, edit))

    def accept(self, item_id: str, *, by: str, seen: int | None = None) -> Outcome:
        return self.decide(item_id, Action.ACCEPT, by=by, said=Said(seen))

    def reject(self, item_id: str, *, by: str, code: str, seen: int | None = None) -> Outcome:
        return self.decide(item_id, Action.REJECT, by=by, said=Said(seen, reason_code=code))

    def skip(self, item_id: str, *, by: str, seen: int | None = None) -> Outcome:
        return self.decide(item_id, Action.SKIP, by=by, said=Said(seen))

    def edit(self, item_id: str, *, by: str, text: str, quotes: Sequence[str] = (), seen: int | None = None) -> Outcome:
        """Put the editor's words in the place of a claim's; they are checked like any claim."""
        return self.decide(item_id, Action.EDIT, by=by, said=Said(seen, text=text, quotes=tuple(quotes)))

    def undo(self, item_id: str | None = None, *, by: str, said: Said = NOTHING_BESIDE) -> Outcome:
        """Take back the last decision on an item, or the last one of this editor: a new event, no deletion.

        What stands or falls with it is taken back too; the outcome is that of the item, or of the first of them.

        Raises:
            DecisionRefusedError: there is nothing to undo, or not all of it can be.
        """
        with self.database.writing() as session:
            last = reviews.last_event(session, item_id, None if item_id else by, None if item_id else said.sitting)
            if last is None:
                raise DecisionRefusedError("nothing to undo", subject=item_id)
            undone = self._undo(session, last, by, said)
            return next((outcome for outcome in undone if outcome.item.id == item_id), undone[0])

    def undo_sitting(self, *, by: str, sitting: str) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
        """Take back whatever an editor decided in one window, the newest first; and why some of it could not be."""
        with self.database.writing() as session:
            undone: list[Outcome] = []
            refused: list[str] = []
            tried: set[int] = set()
            for last in reviews.decisions_of(session, by, sitting):
                if last.id in tried:
                    continue
                tried |= {event.id for event in reviews.act_of(session, last)}
                try:
                    undone += self._undo(session, last, by, Said(sitting=sitting))
                except DecisionRefusedError as exc:
                    refused.append(str(exc))
            return tuple(undone), tuple(refused)

    def judge(self, item_id: str, text: str, quotes: Sequence[str] = ()) -> Edit:
        """What the checks say of an editor's words before he saves them."""
        with self.database.reading() as session:
            return self._edit(session, found(session, item_id), text, quotes)

    def _undo(self, session: Session, last: AuditEvent, by: str, said: Said) -> tuple[Outcome, ...]:
        """Take back a whole act: nothing is written before all of it is known to be possible."""
        act = reviews.act_of(session, last)
        of_others = replace(said, seen=None)
        turns = [self._turn_back(session, one, by, said if one.id == last.id else of_others) for one in act]
        outcomes: list[Outcome] = []
        for one, (item, after) in zip(act, turns, strict=True):
            event = reviews.move(
                session, item, after, who=by, action=Action.UNDO, at=self.now(), sitting=said.sitting, undoes=one.id
            )
            if item.claim_id and is_beginning_of_part(one.before):
                capabilities.take_away(session, item.claim_id)
            outcomes.append(Outcome(after, event))
        return tuple(outcomes)

    def _turn_back(self, session: Session, last: AuditEvent, by: str, said: Said) -> tuple[ReviewItem, ReviewItem]:
        """The item as it is, and as it was before a decision."""
        now = self.now()
        item = found(session, last.item, to_change=now)
        refuse_stale(item, Decision(Action.UNDO, by, now, seen=said.seen, sitting=said.sitting))
        newest = reviews.last_event(session, last.item)
        if newest and newest.id != last.id:
            raise DecisionRefusedError(
                f"{item.id} was decided again by {newest.who}; undo that first, by its id", subject=item.id
            )
        if reviews.is_reopened(session, last):
            raise DecisionRefusedError(
                f"{item.id} was decided last and waits again already: nothing to undo; decide it anew", subject=item.id
            )
        return item, self._as_of_today(session, restored(item, last.before))

    def decision(self, action: Action, by: str, said: Said, edit: Edit | None = None) -> Decision:
        """What an editor says, as of now."""
        return Decision(
            action=action,
            by=by,
            at=self.now(),
            edit=edit,
            reason_code=said.reason_code,
            comment=said.comment,
            sitting=said.sitting,
            seen=said.seen,
            needs_second=self.needs_second,
        )

    def decide_in(self, session: Session, item: ReviewItem, decision: Decision) -> Outcome:
        """One decision inside a transaction that is open."""
        claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
        after = decide(item, replace(decision, base=base_of(claim) if claim else None))
        event = reviews.move(
            session,
            item,
            after,
            who=decision.by,
            action=decision.action,
            at=decision.at,
            reason_code=decision.reason_code,
            comment=decision.comment,
            sitting=decision.sitting,
        )
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
        located: list[Evidence] = []
        for one in evidence:
            was = documents.get(session, one.revision)
            now = documents.current(session, identity_of(was.document)) if was else None
            is_moved = was is not None and now is not None and now.id != was.id
            today = relocated([one], Workbench.of(now, ()), was) if is_moved and now else (one,)
            if today is None and item.status is not ItemStatus.OPEN:
                raise DecisionRefusedError(
                    f"the source of {item.id} has changed since; decide it anew", subject=item.id
                )
            located += today or (one,)
        return tuple(located)

    def _edit(self, session: Session, item: ReviewItem, text: str, quotes: Sequence[str]) -> Edit:
        """The editor's words with the evidence that is found for them.

        Without a quote of his own, those of before carry them as far as no check objects: he did not say that they do.
        """
        if item.field == KIND:
            return _classified(text)
        claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
        if claim is None:
            return Edit(text, (), (), ClaimStatus.UNSUPPORTED)
        standing = item.pending or item.edit
        before = tuple(one.quote for one in standing.evidence) if standing and standing.evidence else claim.quotes
        judged = judged_anew(session, item.artifact, replace(claim, text=text, quotes=tuple(quotes) or before))
        if not quotes and judged.evidence and judged.status not in STANDING:
            why = Reason(NO_QUOTE, "name the words of the source that carry it: those of the sentence before do not")
            return Edit(judged.text, (), (why, *judged.reasons), ClaimStatus.UNSUPPORTED)
        return Edit(judged.text, judged.evidence, judged.reasons, judged.status)


def found(session: Session, item_id: str, *, to_change: datetime | None = None) -> ReviewItem:
    """An item, waiting or not.

    Args:
        to_change: the time of the change that it is looked up for; until that is made it is nobody else's.

    Raises:
        UnknownSubjectError: no item and no claim has that id.
    """
    stored = reviews.get(session, item_id, to_change=to_change is not None)
    if stored:
        return stored
    owner = capabilities.claim_of_item(session, item_id)
    if owner is None:
        raise UnknownSubjectError(f"no item {item_id}; see: decompose review list --all", subject=item_id)
    virtual = _not_waiting(item_of_claim(*owner))
    return reviews.keep(session, virtual, to_change) if to_change else virtual


def judged_anew(session: Session, slug: str, claim: Claim) -> Claim:
    """A claim in new words, held against the artifact's current sources."""
    artifact = artifacts.get(session, slug)
    names = artifact.names if artifact else ()
    judged = replace(claim, evidence=(), reasons=(), status=ClaimStatus.UNSUPPORTED)
    for summary in documents.of_artifact(session, slug):
        revision = documents.get(session, summary.id)
        if revision:
            judged = Workbench.of(revision, names).judge(claim)
            if judged.evidence:
                break
    return judged


def _not_waiting(item: ReviewItem) -> ReviewItem:
    """What was never put into the queue does not wait, whatever the checks say of it (an imported sentence)."""
    return replace(item, status=ItemStatus.NONE, reason=None)


def _classified(text: str) -> Edit:
    kind = parse_kind(text)
    if kind is None:
        known = ", ".join(kind.value for kind in Kind)
        raise BlockedDecisionError(f"“{text}” is no kind; use one of {known}")
    return Edit(kind.value, (), (Reason("classification", "given by an editor"),), ClaimStatus.VERIFIED)
