"""What answers say of a document, looked into. Nothing is asked and nothing stored here, so any process can do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from decompose.domain.artifact import Artifact
from decompose.domain.capability import FactKind, Reason
from decompose.domain.decomposition import (
    Decomposition,
    Draft,
    DraftCapability,
    DraftClaim,
    DraftFact,
    substantiate,
)
from decompose.domain.document import Revision, SourceDocument, VisibleText
from decompose.domain.evidence import Canonical, canonical, locate
from decompose.domain.examination import Point
from decompose.domain.first_told import FirstTold, first_told
from decompose.domain.verification import Judgement
from decompose.domain.workbench import ClaimKey
from decompose.llm.wire import (
    AnswerShapeError,
    ParsedAnswer,
    Refused,
    WireCapability,
    WireClaim,
    WireComparison,
    parse_answer,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A document with what its claims are held against: whose it is, who answered by which prompt, and the line."""

    artifact: Artifact
    revision: Revision
    llm: str
    template: str | None
    point: Point = Point.BALANCED


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document gave; `told` is what follows from it alone, if its artifact is new."""

    decomposition: Decomposition
    told: FirstTold | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the answer about one part gives.

    `faults` are items that may be asked for once more. Where the whole is no answer, `outcome` says how it ended and
    `why` in words. `examined` is there where nothing is left to be asked.
    """

    draft: Draft
    faults: tuple[Refused, ...] = ()
    outcome: str | None = None
    why: str = ""
    examined: Examined | None = None


def look(text: str, key: str, revision: Revision, *, is_repairable: bool) -> Found:
    """The answer about one part to the call of that key, held against the document."""
    return _look(text, key, canonical(revision.visible.text), is_repairable=is_repairable)


def look_and_examine(text: str, key: str, before: Draft, case: Case, *, is_repairable: bool) -> Found:
    """The answer about the last part, and what all of them give if there is nothing to repair in it."""
    words = canonical(case.revision.visible.text)
    found = _look(text, key, words, is_repairable=is_repairable)
    if found.faults or found.outcome:
        return found
    return Found(found.draft, examined=examine(before + found.draft, case, words=words))


def examine(
    draft: Draft,
    case: Case,
    judgements: Mapping[ClaimKey, Judgement] | None = None,
    *,
    words: Canonical | None = None,
) -> Examined:
    """Hold every claim against the document."""
    made = substantiate(
        draft,
        case.revision,
        names=case.artifact.names,
        llm=case.llm,
        template=case.template,
        point=case.point,
        judgements=judgements,
        words=words,
    )
    return Examined(made, first_told(case.artifact, made))


_REHEARSED = (
    '{"capabilities": [{"name": "Say it", "description": [{"text": "Anything says it to 2 agents.", "quotes": '
    '["This is said of it, to an agent or to anybody."]}], "unique": null, "vs_alternatives": null, "best_for": [], '
    '"limitations": [], "requires": [], "intents": [], "inputs": [], "outputs": []}], "facts": []}'
)


def rehearse(visible: VisibleText) -> Found:
    """Look into an answer about an example: what is made at its first use is there for the first document then."""
    revision = Revision("rev", SourceDocument("anything", "example.md"), "", visible)
    case = Case(Artifact("anything", "Anything"), revision, "", None)
    return look_and_examine(_REHEARSED, "", Draft(), case, is_repairable=True)


def told_by(draft: Draft, key: str) -> Draft:
    """A draft whose records name the first call about their part."""
    return replace(draft, capabilities=tuple(replace(record, call_key=key) for record in draft.capabilities))


def _look(text: str, key: str, words: Canonical, *, is_repairable: bool) -> Found:
    try:
        answer = parse_answer(text)
    except AnswerShapeError as exc:
        return Found(Draft(), outcome=exc.outcome, why=str(exc))
    faults = (*answer.refused, *_without_quote(answer, words)) if is_repairable else ()
    return Found(told_by(draft_of(answer), key), faults)


def _without_quote(answer: ParsedAnswer, words: Canonical) -> Iterator[Refused]:
    """Claims of which no quote is in the document."""
    for capability in answer.capabilities:
        for field_name, claim in _claims_of(capability):
            if not _stands_in(words, claim.quotes):
                item = {"capability": capability.name, field_name: [claim.model_dump()]}
                yield Refused(f"{capability.name}: {field_name}", "no quote of it is in the document", item)
    for fact in answer.facts:
        if not _stands_in(words, fact.quotes):
            yield Refused(f"facts: {fact.kind}", "no quote of it is in the document", fact.model_dump())


def _stands_in(words: Canonical, quotes: Sequence[str]) -> bool:
    return any(locate(quote, words) for quote in quotes)


# -- wire to domain ----------------------------------------------------------------------------------------


def draft_of(answer: ParsedAnswer) -> Draft:
    """An answer in the words of the domain."""
    return Draft(
        capabilities=tuple(_capability(capability) for capability in answer.capabilities),
        facts=tuple(
            DraftFact(FactKind(fact.kind), DraftClaim("fact", fact.text, tuple(fact.quotes))) for fact in answer.facts
        ),
        refused=tuple(Reason("shape", f"{refused.path}: {refused.why}") for refused in answer.refused),
    )


def _capability(wire: WireCapability) -> DraftCapability:
    claims = tuple(
        DraftClaim(field_name, claim.text, tuple(claim.quotes), getattr(claim, "rival", None))
        for field_name, claim in _claims_of(wire)
    )
    return DraftCapability(
        " ".join(wire.name.split()), claims, tuple(wire.intents), tuple(wire.inputs), tuple(wire.outputs)
    )


def _claims_of(wire: WireCapability) -> Iterator[tuple[str, WireClaim | WireComparison]]:
    groups: tuple[tuple[str, Sequence[WireClaim | WireComparison]], ...] = (
        ("description", wire.description),
        ("unique", wire.unique or ()),
        ("vs_alternatives", wire.vs_alternatives or ()),
        ("limitations", wire.limitations),
        ("best_for", wire.best_for),
        ("requires", wire.requires),
    )
    return ((name, claim) for name, claims in groups for claim in claims)
