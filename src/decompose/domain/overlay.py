"""How an editor's decision lies over a claim or a record: what was decomposed stays, and readers see it decided."""

from __future__ import annotations

from dataclasses import replace

from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Reason,
    status_of_capability,
)
from decompose.domain.claim_check import HIDDEN_TEXT
from decompose.domain.review import CHANGED_SOURCE, REOPENED, Action, ItemStatus, ReviewItem, Why


def overlaid(claim: Claim, item: ReviewItem | None) -> Claim:
    """The claim as the decision that stands leaves it; what merely waits changes nothing.

    But where a decision was reopened, no reader sees in its place what no editor has seen.
    """
    if item is None or item.decided is None:
        is_reopened = item is not None and item.status is ItemStatus.OPEN and item.reason in REOPENED
        return _kept_back(claim) if is_reopened else claim
    edit = item.edit
    words = (
        replace(claim, text=edit.text, evidence=edit.evidence, reasons=edit.reasons, status=edit.status, edited=True)
        if edit
        else claim
    )
    return replace(words, decided=item.decided, rejected=item.decided.action == Action.REJECT)


def _kept_back(claim: Claim) -> Claim:
    if claim.status is ClaimStatus.STALE:
        return claim
    why = Reason(CHANGED_SOURCE, "an editor decided on what the source said before; this waits for his word")
    return replace(claim, status=ClaimStatus.UNSUPPORTED, reasons=(why, *claim.reasons))


def is_doubted(item: ReviewItem) -> bool:
    """Whether a decision stands that a reader doubts."""
    return item.status is ItemStatus.OPEN and item.reason is Why.SUGGESTION and item.decided is not None


def is_out_of_sight(claim: Claim, before: ReviewItem, after: ReviewItem) -> bool:
    """Whether readers see nothing of a move: the claim is not theirs before nor after, and holds nothing else back."""
    is_read = any(overlaid(claim, item).is_publishable for item in (before, after))
    return not is_read and not any(reason.check == HIDDEN_TEXT for reason in claim.reasons)


def is_all_stale(claims: tuple[Claim, ...]) -> bool:
    return bool(claims) and all(claim.status is ClaimStatus.STALE for claim in claims)


def overlaid_record(capability: Capability, claims: tuple[Claim, ...], item: ReviewItem | None) -> Capability:
    """The record with its decided claims, and the status that follows from them and from its own item."""
    if capability.status is CapabilityStatus.IMPORTED:
        return replace(capability, claims=claims)
    decision = item.decided.action if item and item.decided else None
    if decision == Action.REJECT:
        return replace(capability, claims=claims, status=CapabilityStatus.REJECTED)
    if is_all_stale(claims):
        return replace(capability, claims=claims, status=CapabilityStatus.STALE)
    is_held = bool(capability.held) and decision != Action.ACCEPT
    is_quarantined = capability.status is CapabilityStatus.QUARANTINED and any(
        reason.check == HIDDEN_TEXT and not claim.decided for claim in claims for reason in claim.reasons
    )
    status = status_of_capability(claims, has_source=True, quarantined=is_quarantined, held=is_held)
    return replace(capability, claims=claims, status=status)
