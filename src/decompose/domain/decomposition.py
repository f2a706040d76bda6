"""From what was answered about a revision to capability records: locate the quotes, check the claims, name the records.

A draft is what a language model (or a rule) says; nothing of it is believed. What comes out carries a status and the
reasons for it. Deciding needs the revision alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
from decompose.domain.consistency import (
    DUPLICATE,
    Objections,
    Told,
    banner,
    objected,
    objections,
    same_job,
    says_retired,
)
from decompose.domain.document import Revision, Span
from decompose.domain.evidence import Canonical, locate
from decompose.domain.examination import Point
from decompose.domain.identity import identify
from decompose.domain.verification import Judgement
from decompose.domain.workbench import ClaimKey, Workbench

LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class DraftClaim:
    field: str
    text: str
    quotes: tuple[str, ...]
    rival: str | None = None


@dataclass(frozen=True, slots=True)
class DraftCapability:
    """`call_key` names the call that was answered with it."""

    name: str
    claims: tuple[DraftClaim, ...]
    intents: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    call_key: str | None = None


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
    draft: Draft,
    revision: Revision,
    *,
    names: Sequence[str],
    llm: str,
    template: str | None,
    point: Point = Point.BALANCED,
    judgements: Mapping[ClaimKey, Judgement] | None = None,
    words: Canonical | None = None,
) -> Decomposition:
    """Hold every claim of a draft against the revision.

    Args:
        names: the artifact's own names, which a claim may use whether its quote does or not.
        llm, template: who answered, and the digest of the prompt's template (None where there was none).
        point: where the claim check draws the line.
        judgements: a judge's answers about claims that the rules left open.
        words: the canonical form of the visible text, where it is at hand.
    """
    bench = Workbench.of(revision, names, point=point, judgements=judgements, words=words)
    provenance = Provenance(revision.id, template, llm)
    capabilities: list[Capability] = []
    for drafted in draft.capabilities:
        capability = _capability(drafted, bench, provenance)
        capabilities.append(_held_if_duplicate(capability, capabilities))
    facts = _with_status([_fact(drafted, bench) for drafted in draft.facts], bench)
    records, facts = _consistent(_unique_by_id(capabilities), facts, bench)
    return Decomposition(
        identify("dec", revision.id, llm, template),
        revision,
        llm,
        template,
        records,
        facts,
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
        provenance=replace(provenance, call_key=drafted.call_key),
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
    twin = next((other for other in earlier if same_job(capability, other)), None)
    if twin is None or capability.status is not CapabilityStatus.PUBLISHED:
        return capability
    held = Reason(DUPLICATE, f"looks like “{twin.name}” of the same source")
    return replace(capability, status=CapabilityStatus.REVIEW, held=held)


def _with_status(facts: Sequence[Fact], bench: Workbench) -> tuple[Fact, ...]:
    """The facts, and what the source's banner says of the artifact where none of them tells it yet."""
    known = {fact.claim.id: fact for fact in facts}
    said = banner(bench.revision.visible, bench.names)
    is_told = any(
        fact.kind is FactKind.STATUS and fact.claim.is_publishable and says_retired(fact.claim.text, bench.names)
        for fact in facts
    )
    if said and not is_told:
        fact = _fact(DraftFact(FactKind.STATUS, DraftClaim("fact", said, (said,))), bench)
        if fact.claim.is_publishable:
            known.setdefault(fact.claim.id, fact)
    return tuple(known.values())


def _consistent(
    capabilities: Iterable[Capability], facts: Iterable[Fact], bench: Workbench
) -> tuple[tuple[Capability, ...], tuple[Fact, ...]]:
    """Records and facts of one source with what their claims say against each other."""
    told = Told(bench.names, tuple(capabilities), tuple(facts))
    found = objections(told, beside=lambda claim: " ".join(bench.exhibit(claim.evidence).context))
    records = tuple(_objected(record, found) for record in told.capabilities)
    return records, tuple(
        replace(fact, claim=objected(fact.claim, found.get(fact.claim.id, ()))) for fact in told.facts
    )


def _objected(record: Capability, found: Objections) -> Capability:
    claims = tuple(objected(claim, found.get(claim.id, ())) for claim in record.claims)
    if claims == record.claims:
        return record
    is_quarantined = record.status is CapabilityStatus.QUARANTINED
    status = status_of_capability(claims, has_source=True, quarantined=is_quarantined, held=record.held is not None)
    return replace(record, claims=claims, status=status)


def _unique_by_id(capabilities: Iterable[Capability]) -> Iterable[Capability]:
    return {capability.id: capability for capability in capabilities}.values()
