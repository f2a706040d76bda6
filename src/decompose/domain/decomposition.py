"""From what was answered about a revision to capability records: locate the quotes, check the claims, name the records.

A draft is what a language model (or a rule) says; nothing of it is believed. What comes out carries a status and the
reasons for it. Deciding needs the revision alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from decompose.domain import claim_check
from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Fact,
    FactKind,
    Provenance,
    Reason,
    status_of_capability,
)
from decompose.domain.claim_check import HIDDEN_TEXT, Exhibit
from decompose.domain.document import Revision, Span
from decompose.domain.evidence import locate
from decompose.domain.identity import identify
from decompose.domain.workbench import Workbench

SAME_NAME = 0.8
SAME_EVIDENCE = 0.6
LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class DraftClaim:
    field: str
    text: str
    quotes: tuple[str, ...]
    rival: str | None = None


@dataclass(frozen=True, slots=True)
class DraftCapability:
    name: str
    claims: tuple[DraftClaim, ...]
    intents: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFact:
    kind: FactKind
    claim: DraftClaim


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was answered about one revision, in order. `refused` are items without a usable shape."""

    capabilities: tuple[DraftCapability, ...] = ()
    facts: tuple[DraftFact, ...] = ()
    refused: tuple[Reason, ...] = ()

    def __add__(self, other: Draft) -> Draft:
        return Draft(self.capabilities + other.capabilities, self.facts + other.facts, self.refused + other.refused)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The act and its record: which revision, who answered by which prompt, and what came of it."""

    id: str
    revision: Revision
    llm: str
    template: str | None
    capabilities: tuple[Capability, ...]
    facts: tuple[Fact, ...]
    refused: tuple[Reason, ...] = ()


def substantiate(
    draft: Draft, revision: Revision, *, names: Sequence[str], llm: str, template: str | None
) -> Decomposition:
    """Hold every claim of a draft against the revision.

    Args:
        names: the artifact's own names, which a claim may use whether its quote does or not.
        llm, template: who answered, and the digest of the prompt's template (None where there was none).
    """
    bench = Workbench.of(revision, names)
    provenance = Provenance(revision.id, template, llm)
    capabilities: list[Capability] = []
    for drafted in draft.capabilities:
        capability = _capability(drafted, bench, provenance)
        capabilities.append(_held_if_duplicate(capability, capabilities))
    facts = [_fact(drafted, bench) for drafted in draft.facts]
    return Decomposition(
        identify("dec", revision.id, llm, template),
        revision,
        llm,
        template,
        tuple(_unique_by_id(capabilities)),
        tuple({fact.claim.id: fact for fact in facts}.values()),
        draft.refused,
    )


def _capability(drafted: DraftCapability, bench: Workbench, provenance: Provenance) -> Capability:
    spans = _spans_of(drafted, bench)
    owner = identify(
        "cap",
        bench.revision.document.slug,
        bench.revision.id,
        drafted.name,
        sorted([span.start, span.end] for span in spans),
    )
    claims = tuple(
        {claim.id: claim for claim in (_claim(draft, bench, owner, spans) for draft in drafted.claims)}.values()
    )
    labels, dropped = _labels(drafted, bench.exhibit(item for claim in claims for item in claim.evidence))
    name, objection = _name(drafted.name, claims, bench)
    is_quarantined = any(reason.check == HIDDEN_TEXT for claim in claims for reason in claim.reasons)
    return Capability(
        id=owner,
        name=name,
        status=status_of_capability(claims, has_source=True, quarantined=is_quarantined),
        claims=claims,
        intents=labels["intents"],
        inputs=labels["inputs"],
        outputs=labels["outputs"],
        dropped_labels=(*([objection] if objection else []), *dropped),
        provenance=provenance,
    )


def _spans_of(drafted: DraftCapability, bench: Workbench) -> list[Span]:
    found = (locate(quote, bench.words) for claim in drafted.claims for quote in claim.quotes)
    return [span for span in found if span]


def _fact(drafted: DraftFact, bench: Workbench) -> Fact:
    owner = identify("fact", bench.revision.document.slug, bench.revision.id, drafted.kind)
    return Fact(drafted.kind, _claim(drafted.claim, bench, owner, ()))


def _claim(draft: DraftClaim, bench: Workbench, owner: str, near: Iterable[Span]) -> Claim:
    text = " ".join(draft.text.split())
    claim = Claim(
        id=identify("claim", owner, draft.field, text),
        field=draft.field,
        text=text,
        status=ClaimStatus.UNSUPPORTED,
        quotes=draft.quotes,
        rival=draft.rival,
    )
    return bench.judge(claim, near=near)


def _name(given: str, claims: Sequence[Claim], bench: Workbench) -> tuple[str, Reason | None]:
    """What the record is called; a name that says more than its quotes gives way to the first words of a sentence."""
    objection = claim_check.unsupported_label(given, bench.exhibit(item for claim in claims for item in claim.evidence))
    sound = next((claim for claim in claims if claim.is_publishable), None)
    if objection is None or sound is None:
        return given, None
    return " ".join(sound.text.split()[:LONGEST_NAME]).rstrip(".,;:"), objection


def _labels(drafted: DraftCapability, exhibit: Exhibit) -> tuple[dict[str, tuple[str, ...]], tuple[Reason, ...]]:
    """The labels that may be printed, and why the others are dropped."""
    kept: dict[str, tuple[str, ...]] = {}
    dropped: list[Reason] = []
    for field, given in (("intents", drafted.intents), ("inputs", drafted.inputs), ("outputs", drafted.outputs)):
        objections = {label: claim_check.unsupported_label(label, exhibit) for label in given if label.strip()}
        kept[field] = tuple(label for label, objection in objections.items() if objection is None)
        dropped += [objection for objection in objections.values() if objection]
    return kept, tuple(dropped)


def _held_if_duplicate(capability: Capability, earlier: Sequence[Capability]) -> Capability:
    """A record that tells an earlier one's job again waits for an editor instead of standing beside it."""
    twin = next((other for other in earlier if _same_job(capability, other)), None)
    if twin is None or capability.status is not CapabilityStatus.PUBLISHED:
        return capability
    held = Reason("duplicate", f"looks like “{twin.name}” of the same source")
    return replace(capability, status=CapabilityStatus.REVIEW, held=held)


def _same_job(capability: Capability, other: Capability) -> bool:
    return (
        _overlap(set(capability.name.casefold().split()), set(other.name.casefold().split())) >= SAME_NAME
        or _overlap(_described_by(capability), _described_by(other)) >= SAME_EVIDENCE
    )


def _described_by(capability: Capability) -> set[tuple[int, int]]:
    return {(item.start, item.end) for claim in capability.of("description") for item in claim.evidence}


def _overlap(one: AbstractSet[Any], other: AbstractSet[Any]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _unique_by_id(capabilities: Iterable[Capability]) -> Iterable[Capability]:
    return {capability.id: capability for capability in capabilities}.values()
