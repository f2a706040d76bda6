"""What of a record may stand on a page. Whatever is handed in, only this goes on to the templates and the twins."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.domain.capability import Capability, CapabilityStatus, Claim, Fact

READABLE = frozenset({CapabilityStatus.PUBLISHED, CapabilityStatus.IMPORTED})


def readable_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that stand by the checks or by an editor's decision."""
    return tuple(claim for claim in claims if claim.is_publishable)


def readable_capabilities(capabilities: Iterable[Capability]) -> tuple[Capability, ...]:
    """Published and imported records, with their publishable claims only."""
    return tuple(capability.public() for capability in capabilities if capability.status in READABLE)


def readable_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts whose claim is publishable."""
    return tuple(fact.public() for fact in facts if fact.claim.is_publishable)
