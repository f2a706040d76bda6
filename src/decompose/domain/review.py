"""The review queue: what waits for an editor, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from decompose.domain.artifact import Artifact
from decompose.domain.capability import (
    Capability,
    Claim,
    ClaimStatus,
    Decided,
    Reason,
)
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT, LANGUAGE, NO_QUOTE
from decompose.domain.decomposition import Decomposition
from decompose.domain.evidence import Evidence, folded
from decompose.domain.identity import digest, identify


class ItemStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    NONE = "none"


class Action(StrEnum):
    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    SKIP = "skip"
    UNDO = "undo"
    COMMENT = "comment"
    # Another editor shall decide.
    REFER = "refer"
    # What a second editor would have decided, who did not see what the first one did.
    OPINION = "opinion"
    # A reader said that a sentence is wrong.
    SUGGEST = "suggest"
    # By the program itself: what an item was about is gone, or is there again.
    WITHDRAW = "withdraw"
    RETURN = "return"
    # What was decided on has changed; it is there again; what waits is told in other words; a document is gone.
    REOPEN = "reopen"
    RESTORE = "restore"
    RENEW = "renew"
    PRUNE = "prune"
    # By an operator: what he states of an artifact.
    STATE = "state"
    # What an operator does to what readers see.
    HOLD = "hold"
    RELEASE = "release"
    REMOVE = "remove"
    RENAME = "rename"
    MERGE = "merge"


class Why(StrEnum):
    """Why an item is in the queue."""

    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    HIDDEN_INSTRUCTION = "hidden_instruction"
    DUPLICATE = "duplicate"
    CHANGED = "changed"
    EDIT_CONFLICT = "edit_conflict"
    VERDICT_FLIP = "verdict_flip"
    CLASSIFICATION = "classification"
    LANGUAGE = "language"
    # Whether two capabilities do the same job; whether nobody else has one; what a reader says of a sentence.
    ALIGNMENT = "alignment"
    UNIQUE = "unique"
    SUGGESTION = "suggestion"


# Why a decided item waits again: its source changed under the decision.
REOPENED = frozenset({Why.CHANGED, Why.EDIT_CONFLICT})
# The check by which a claim says so.
CHANGED_SOURCE = "changed"

# What an item is about where it is no claim: a whole record, the artifact's kind, a source document, or the verdict
# of a pair of which the artifact comes first.
RECORD = "record"
KIND = "kind"
DOCUMENT = "document"
PAGE = "page"
VERDICT = "verdict"
# A fact that an operator states; the item is what its trail hangs on.
STATED = "stated"

REJECT_CODES = (
    "not_in_source",
    "wrong_number",
    "overstated",
    "wrong_artifact",
    "duplicate",
    "not_a_capability",
    "other",
)


def wrong_reason(code: str | None) -> str | None:
    """Why something cannot be rejected with this reason; None where it can."""
    if code in REJECT_CODES:
        return None
    return (
        f"{f'“{code}” is no reason' if code else 'a rejection needs a reason'}; use one of: {', '.join(REJECT_CODES)}"
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """An editor's own words for a claim, checked like any claim."""

    text: str
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    status: ClaimStatus
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has an item open, and until when nobody else decides it; `wanted_by` asks for it.

    `sitting` tells two windows of one editor apart; None where there is no window.
    """

    by: str
    sitting: str | None
    until: datetime
    wanted_by: str | None = None

    def keeps_out(self, by: str, sitting: str | None, now: datetime) -> bool:
        """Whether an editor must leave the item alone."""
        if now >= self.until:
            return False
        return by != self.by or (None not in (sitting, self.sitting) and sitting != self.sitting)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing that waits for an editor, or was decided by one.

    `revision` counts the moves, so that a decision on an old state is noticed. `old` is what readers see today, `new`
    what waits or was decided. `blocked` says why it cannot be accepted. A claim, a whole record (no claim) or the
    artifact's own classification (neither) is its subject.

    What stands and what waits are apart: `decided` and `edit` are the decision that readers see, whatever the status;
    `pending` is an edit whose words no source holds, or that waits for another editor; readers never see it. `base` is
    the digest of what the last decision was made on. `referred_by` asked that another editor decides. `readers`
    opened its artifact in a week, as last counted.
    """

    id: str
    revision: int
    status: ItemStatus
    reason: Why | None
    artifact: str
    field: str
    new: str
    capability_id: str | None = None
    claim_id: str | None = None
    old: str | None = None
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[Reason, ...] = ()
    blocked: str | None = None
    decided: Decided | None = None
    edit: Edit | None = None
    pending: Edit | None = None
    base: str | None = None
    referred_by: str | None = None
    readers: int = 0
    lease: Lease | None = None

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be accepted together with others, unread: a sentence or record, and nothing in its way."""
        is_free = not (self.blocked or self.pending or self.referred_by)
        return self.status is ItemStatus.OPEN and is_free and (self.claim_id is not None or self.field == RECORD)

    @property
    def risk(self) -> int:
        """The place in the queue, the smallest first."""
        return _RISK_OF_REASON.get(
            self.reason, min((_RISK_OF_CHECK.get(flag.check, 60) for flag in self.flags), default=60)
        )


_RISK_OF_REASON: dict[Why | None, int] = {
    Why.VERDICT_FLIP: 0,
    Why.CONTRADICTED: 10,
    Why.HIDDEN_INSTRUCTION: 20,
    Why.EDIT_CONFLICT: 24,
    Why.CHANGED: 26,
    Why.DUPLICATE: 50,
    Why.SUGGESTION: 28,
    Why.UNIQUE: 46,
    Why.CLASSIFICATION: 70,
    Why.ALIGNMENT: 80,
}
_RISK_OF_CHECK = {
    FABRICATED: 30,
    NO_QUOTE: 30,
    "numbers": 40,
    "names": 42,
    "superlative": 44,
    "comparison": 44,
    "negation": 45,
    "scope": 46,
    "hedge": 47,
}


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One row of the trail: who moved which item, from what to what, and why; `undoes` names the event taken back."""

    id: int
    at: datetime
    who: str
    action: str
    item: str
    before: ReviewItem
    after: ReviewItem
    reason_code: str | None
    undoes: int | None
    comment: str | None = None


# -- what goes into the queue ------------------------------------------------------------------------------


def items_of(decomposition: Decomposition) -> Iterator[ReviewItem]:
    """What of a decomposition an editor must look at: refused claims, and records held as a whole."""
    slug = decomposition.revision.document.slug
    for capability in decomposition.capabilities:
        if capability.held:
            yield item_of_record(slug, capability)
        for claim in capability.claims:
            if not claim.is_publishable:
                yield item_of_claim(slug, capability.id, claim)
    for fact in decomposition.facts:
        if not fact.claim.is_publishable:
            yield item_of_claim(slug, None, fact.claim)


def item_id_of(claim_id: str) -> str:
    """The id of the item about a claim."""
    return identify("item", claim_id)


def item_of_claim(slug: str, capability_id: str | None, claim: Claim) -> ReviewItem:
    """The item of a claim; its status is `none` where the claim may be read as it stands."""
    waits = not claim.is_publishable
    return ReviewItem(
        id=item_id_of(claim.id),
        revision=1,
        status=ItemStatus.OPEN if waits else ItemStatus.NONE,
        reason=_why(claim) if waits else None,
        artifact=slug,
        field=claim.field,
        new=claim.text,
        capability_id=capability_id,
        claim_id=claim.id,
        old=None if waits else claim.text,
        evidence=claim.evidence,
        flags=claim.reasons,
        blocked=_blocked(claim),
    )


def item_of_record(slug: str, capability: Capability) -> ReviewItem:
    """The item of a record that is held as a whole."""
    return ReviewItem(
        id=identify("item", capability.id, "record"),
        revision=1,
        status=ItemStatus.OPEN,
        reason=Why.DUPLICATE,
        artifact=slug,
        field=RECORD,
        new=capability.name,
        capability_id=capability.id,
        flags=(capability.held,) if capability.held else (),
    )


def item_of_kind(artifact: Artifact) -> ReviewItem | None:
    """An artifact without a kind waits to be classified: an edit gives the kind."""
    if artifact.kind:
        return None
    return ReviewItem(
        id=identify("item", artifact.slug, "kind"),
        revision=1,
        status=ItemStatus.OPEN,
        reason=Why.CLASSIFICATION,
        artifact=artifact.slug,
        field=KIND,
        new="not stated",
        flags=(Reason("classification", "no kind was given; edit it with --text model, dataset, mcp ..."),),
    )


def item_of_document(slug: str, document_id: str, origin: str) -> ReviewItem:
    """What the trail of a source document hangs on; nobody has to decide it."""
    return ReviewItem(identify("item", document_id), 1, ItemStatus.NONE, None, slug, DOCUMENT, origin)


def item_of_stated(slug: str, fact: str, value: str | None) -> ReviewItem:
    """What the trail of a stated fact hangs on; nobody has to decide it."""
    new = "not stated" if value is None else f"{fact}: {value}"
    return ReviewItem(identify("item", slug, STATED, fact), 1, ItemStatus.NONE, None, slug, STATED, new)


def item_of_page(slug: str, other: str | None) -> ReviewItem:
    """What the trail of an artifact's pages, or of a comparison's, hangs on; nobody has to decide it."""
    name = slug if other is None else f"{slug} {other}"
    return ReviewItem(identify("item", PAGE, slug, other), 1, ItemStatus.NONE, None, slug, PAGE, name)


def base_of(claim: Claim) -> str:
    """The digest of what a decision on a claim is made on: its sentence and the words that it stands on."""
    quotes = [item.quote for item in claim.evidence] or list(claim.quotes)
    return digest([claim.text, sorted({folded(quote) for quote in quotes})], 16)


def _why(claim: Claim) -> Why:
    if any(reason.check == HIDDEN_TEXT for reason in claim.reasons):
        return Why.HIDDEN_INSTRUCTION
    if claim.status is ClaimStatus.CONTRADICTED:
        return Why.CONTRADICTED
    return Why.LANGUAGE if {reason.check for reason in claim.reasons} == {LANGUAGE} else Why.UNSUPPORTED


def _blocked(claim: Claim) -> str | None:
    """Why accepting would publish words that no reader can find."""
    if claim.evidence:
        return None
    checks = {reason.check for reason in claim.reasons}
    if HIDDEN_TEXT in checks:
        return "its quote stands in text that is not for readers"
    return "none of its quotes is in the source"
