"""Capability records and the claims that they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from decompose.domain.evidence import Evidence


class ClaimStatus(StrEnum):
    VERIFIED = "verified"
    DERIVED = "derived"
    ATTRIBUTED = "attributed"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    STALE = "stale"


STANDING = frozenset({ClaimStatus.VERIFIED, ClaimStatus.DERIVED, ClaimStatus.ATTRIBUTED})


class CapabilityStatus(StrEnum):
    PUBLISHED = "published"
    REVIEW = "review"
    REJECTED = "rejected"
    STALE = "stale"
    QUARANTINED = "quarantined"
    IMPORTED = "imported"


class FactKind(StrEnum):
    """What is true of the artifact and is no job that a user gets done."""

    LICENCE = "licence"
    PRICE = "price"
    ACCESS = "access"
    INSTALL = "install"
    REQUIREMENT = "requirement"
    BENCHMARK = "benchmark"
    SIZE = "size"
    LANGUAGE = "language"
    HOSTING = "hosting"
    STATUS = "status"
    RELATION = "relation"


PROSE_FIELDS = ("description", "unique", "vs_alternatives")
LIST_FIELDS = ("limitations", "best_for", "requires")
CLAIM_FIELDS = PROSE_FIELDS + LIST_FIELDS
_OVERRULED = "an editor accepted the sentence over this objection"
LABEL_FIELDS = ("intents", "inputs", "outputs")
_STEM = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim has its status: the name of the check, and a sentence for the editor."""

    check: str
    detail: str


@dataclass(frozen=True, slots=True)
class Decided:
    """An editor's decision on a claim."""

    by: str
    at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence with the words of the source that carry it.

    `quotes` are the words that were given as evidence, whether found or not; `evidence` those that were located.
    `rival` names the other side of a comparison.
    """

    id: str
    field: str
    text: str
    status: ClaimStatus
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    quotes: tuple[str, ...] = ()
    rival: str | None = None
    decided: Decided | None = None
    edited: bool = False
    rejected: bool = False

    @property
    def is_publishable(self) -> bool:
        """Readers see it: it stands by the checks or by an editor's decision, and no editor rejected it."""
        if self.rejected:
            return False
        return self.status in STANDING or bool(self.decided and self.evidence)

    def public(self) -> Claim:
        """The claim as readers get it: objections by name only, since their words quote what is not published."""
        if not self.reasons:
            return self
        return replace(self, reasons=tuple(replace(reason, detail=_OVERRULED) for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record comes from: the revision, the digest of the prompt's template, and who answered."""

    revision: str | None
    prompt: str | None
    llm: str
    call_key: str | None = None


@dataclass(frozen=True, slots=True)
class Capability:
    """One job that a user gets done with an artifact. `held` says why the whole record waits for an editor."""

    id: str
    name: str
    status: CapabilityStatus
    claims: tuple[Claim, ...]
    intents: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    dropped_labels: tuple[Reason, ...] = ()
    held: Reason | None = None
    provenance: Provenance = field(default_factory=lambda: Provenance(None, None, "none"))

    def of(self, field_name: str) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.field == field_name)

    def public(self) -> Capability:
        """The same record with publishable claims only, and without labels that repeat a refused one."""
        kept = tuple(claim.public() for claim in self.claims if claim.is_publishable)
        refused = [_words(claim.text) for claim in self.claims if not claim.is_publishable]
        told = _words(" ".join(claim.text for claim in kept)) if refused else frozenset()

        def standing(labels: tuple[str, ...]) -> tuple[str, ...]:
            if not refused:
                return tuple(dict.fromkeys(labels))
            found = {label: _words(label) for label in labels}
            return tuple(
                label for label, words in found.items() if words <= told or not any(words <= one for one in refused)
            )

        return replace(
            self,
            claims=kept,
            intents=standing(self.intents),
            inputs=standing(self.inputs),
            outputs=standing(self.outputs),
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim about the artifact itself."""

    kind: FactKind
    claim: Claim

    def public(self) -> Fact:
        return replace(self, claim=self.claim.public())


def _words(text: str) -> frozenset[str]:
    """The words that carry a text, without their endings."""
    return frozenset(word[:_STEM] for word in re.findall(r"\w{3,}", text.casefold()))


def status_of_capability(
    claims: tuple[Claim, ...], *, has_source: bool, quarantined: bool = False, held: bool = False
) -> CapabilityStatus:
    """Published as soon as one description claim may be read; a refused claim waits in the queue by itself."""
    if quarantined:
        return CapabilityStatus.QUARANTINED
    if not has_source:
        return CapabilityStatus.IMPORTED
    if held:
        return CapabilityStatus.REVIEW
    description = [claim for claim in claims if claim.field == "description"]
    if any(claim.is_publishable for claim in description):
        return CapabilityStatus.PUBLISHED
    if description and all(claim.rejected for claim in description):
        return CapabilityStatus.REJECTED
    return CapabilityStatus.REVIEW


def prose(claims: tuple[Claim, ...]) -> str:
    """The sentences of one field as running text."""
    return " ".join(claim.text for claim in claims)
