"""Two sentences made one, or one made two: several decisions that stand or fall together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from decompose.domain.capability import Claim
from decompose.domain.decision import as_part, part_of, refuse_merge
from decompose.domain.evidence import Evidence
from decompose.domain.identity import identify
from decompose.domain.review import RECORD, Action, Edit, ReviewItem
from decompose.errors import BlockedDecisionError
from decompose.services.review import Outcome, Reviewing, Said, found, judged_anew
from decompose.store import capabilities, reviews
from decompose.store.database import Database, Session


@dataclass(frozen=True, slots=True)
class Part:
    """One of the sentences that a sentence is split into; without quotes of its own it stands on those of the whole."""

    text: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewriting:
    database: Database
    reviewing: Reviewing

    def merge(
        self, item_id: str, into: str, *, by: str, said: Said, seen_into: int | None = None
    ) -> tuple[Outcome, ...]:
        """Reject a duplicate and give its evidence to the sentence that stays.

        A whole record that tells another one's job is rejected; the sentences of the other stay as they are.

        Args:
            seen_into: the revision at which the one that stays was seen.

        Raises:
            StaleDecisionError: one of the two has changed since.
            BlockedDecisionError: the two are not of one artifact or not of one sort, or the one that stays was rejected
                or holds an edit of another editor.
        """
        with self.database.writing() as session:
            item, kept = (found(session, one, to_change=self.reviewing.now()) for one in (item_id, into))
            stays = Said(seen=seen_into, sitting=said.sitting, comment=f"merged with {item.id}")
            refuse_merge(item, kept, self.reviewing.decision(Action.EDIT, by, stays))
            gone = replace(said, reason_code="duplicate", comment=f"merged into {kept.id}")
            decide = self.reviewing.decide_in
            outcomes = [decide(session, item, self.reviewing.decision(Action.REJECT, by, gone))]
            if item.field != RECORD:
                joined = self._joined(session, item, kept)
                outcomes.append(decide(session, kept, self.reviewing.decision(Action.EDIT, by, stays, joined)))
            return _as_one(session, outcomes)

    def split(self, item_id: str, parts: Sequence[Part], *, by: str, said: Said) -> tuple[Outcome, ...]:
        """Put several sentences in the place of one; each is an edit, checked like any.

        Raises:
            BlockedDecisionError: there are fewer than two, or the item is about no sentence.
        """
        with self.database.writing() as session:
            item = found(session, item_id, to_change=self.reviewing.now())
            claim = capabilities.claim(session, item.claim_id) if item.claim_id else None
            if claim is None or len({part.text for part in parts if part.text.strip()}) < max(2, len(parts)):
                raise BlockedDecisionError(f"{item_id} is split into two or more different sentences", subject=item_id)
            first, *others = parts
            own = replace(said, comment=f"split into {len(parts)}")
            outcomes = [self._edited(session, item, claim, first, by, own)]
            for part in others:
                text, quotes = part.text, part.quotes or claim.quotes
                other = replace(claim, id=identify("claim", claim.id, text), text=text, quotes=quotes)
                added = as_part(judged_anew(session, item.artifact, other))
                capabilities.add_beside(session, claim.id, added)
                beside = Said(sitting=said.sitting, comment=f"split from {item.id}")
                outcomes.append(self._edited(session, self._part(session, item, added), added, part, by, beside))
            return _as_one(session, outcomes)

    def _part(self, session: Session, whole: ReviewItem, added: Claim) -> ReviewItem:
        """The item of an added sentence; one of an earlier split goes on at its revision.

        Raises:
            BlockedDecisionError: editors have decided on that sentence already.
        """
        fresh = part_of(whole, added)
        known = reviews.get(session, fresh.id, to_change=True)
        if known and (known.decided or known.pending):
            raise BlockedDecisionError(
                f"“{added.text}” was split from {whole.id} before and is {known.id}: decide on that", subject=whole.id
            )
        return replace(fresh, revision=known.revision) if known else fresh

    def _edited(self, session: Session, item: ReviewItem, claim: Claim, part: Part, by: str, said: Said) -> Outcome:
        edit = self._judged(session, item.artifact, claim, part.text, part.quotes or claim.quotes)
        return self.reviewing.decide_in(session, item, self.reviewing.decision(Action.EDIT, by, said, edit))

    def _joined(self, session: Session, item: ReviewItem, kept: ReviewItem) -> Edit:
        """The words of the one that stays, on the evidence of both."""
        claim = capabilities.claim(session, kept.claim_id or "")
        standing = kept.pending or kept.edit
        text = standing.text if standing else kept.new
        own = kept.pending.evidence if kept.pending else kept.evidence
        evidence: dict[Evidence, None] = dict.fromkeys((*own, *item.evidence))
        if claim is None:
            raise BlockedDecisionError(f"{kept.id} is about no sentence that is told", subject=kept.id)
        edit = self._judged(session, kept.artifact, claim, text, tuple(one.quote for one in evidence))
        return replace(edit, evidence=tuple(evidence))

    def _judged(self, session: Session, slug: str, claim: Claim, text: str, quotes: tuple[str, ...]) -> Edit:
        judged = judged_anew(session, slug, replace(claim, text=text, quotes=quotes))
        return Edit(text, judged.evidence, judged.reasons, judged.status)


def _as_one(session: Session, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Decisions that are taken back together."""
    reviews.join(session, [outcome.event for outcome in outcomes])
    return tuple(outcomes)
