"""All that is told of one artifact, and which claims of it have a say; the names of the checks across claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Fact, Reason

# The names of the checks across claims.
CONTRADICTION = "contradiction"
RIVAL = "rival_contradiction"
RETIRED = "status_banner"
OWN_HEDGE = "own_hedge"
UNIQUE = "unique"
DUPLICATE = "duplicate"
DUPLICATE_ELSEWHERE = "duplicate_elsewhere"
_CONTRADICTING = frozenset({CONTRADICTION, RIVAL, RETIRED})
CHECKS = _CONTRADICTING | {OWN_HEDGE, UNIQUE}


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of one artifact: its names, its records and its facts, as editors left them."""

    names: tuple[str, ...]
    capabilities: tuple[Capability, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim once, in an order that no document's place changes."""
        found = [claim for record in self.capabilities for claim in record.claims]
        found += [fact.claim for fact in self.facts]
        return tuple(sorted({claim.id: claim for claim in found}.values(), key=lambda claim: claim.id))


# What is told by records of these has no say: rejected, stale, taken from pages elsewhere, spoken by hidden text.
_SILENT = frozenset(
    {CapabilityStatus.REJECTED, CapabilityStatus.STALE, CapabilityStatus.IMPORTED, CapabilityStatus.QUARANTINED}
)


def having_a_say(records: Iterable[Capability]) -> tuple[Capability, ...]:
    """The records whose claims are held against those of others."""
    return tuple(record for record in records if record.status not in _SILENT)


def stands(claim: Claim) -> bool:
    """Whether the claim has a say: the checks of the sentence itself let it pass, or an editor did."""
    if claim.rejected:
        return False
    return claim.is_publishable or is_objected(claim)


def is_objected(claim: Claim) -> bool:
    """Whether nothing but the checks across claims speaks against the claim."""
    return bool(claim.reasons) and all(reason.check in CHECKS for reason in claim.reasons)


def objected(claim: Claim, reasons: Sequence[Reason]) -> Claim:
    """A standing claim with the objections to it; without any it is as it was."""
    if not reasons:
        return claim
    is_contradicted = any(reason.check in _CONTRADICTING for reason in reasons)
    status = ClaimStatus.CONTRADICTED if is_contradicted else ClaimStatus.UNSUPPORTED
    return replace(claim, status=status, reasons=tuple(reasons))


def published(told: Told) -> tuple[Claim, ...]:
    """The claims that readers see."""
    shown = [
        claim for record in told.capabilities if record.status is CapabilityStatus.PUBLISHED for claim in record.claims
    ]
    shown += [fact.claim for fact in told.facts]
    return tuple(sorted((claim for claim in shown if claim.is_publishable), key=lambda claim: claim.id))
