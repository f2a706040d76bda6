"""A publisher's manifest -> records, without a language model: what it says is the vendor's word, and marked as that.

The records are read back from the visible text, so that a stored revision gives the same ones as the file did; every
sentence is its own quote, and is checked like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from decompose.domain.artifact import Kind, Pricing, parse_kind, parse_pricing_model
from decompose.domain.capability import Claim, ClaimStatus, FactKind, Reason
from decompose.domain.decomposition import Decomposition, Draft, DraftCapability, DraftClaim, DraftFact, substantiate
from decompose.domain.document import BlockKind, Revision, Section, VisibleText, sections
from decompose.domain.examination import Point
from decompose.llm.extractive.sentences import split
from decompose.reading.structured import MANIFEST

# Who answered, where a record names its llm.
MANIFEST_LLM = "manifest"
_CLAIM_LISTS = ("unique", "limitations", "best_for", "requires")
_LINE = re.compile(r"(kind|pricing|licence): (.+)", re.DOTALL)
_VENDOR = Reason("manifest", "the publisher's manifest says so; nobody else has confirmed it")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a manifest states of its artifact besides its capabilities."""

    kind: Kind | None = None
    pricing: Pricing | None = None
    licence: str | None = None


def is_manifest(visible: VisibleText) -> bool:
    return visible.format == MANIFEST


def stated_in(visible: VisibleText) -> Stated:
    """The kind, pricing and licence of a manifest; what is no known kind or pricing is not stated."""
    if not is_manifest(visible):
        return Stated()
    lines = {match[1]: match[2] for match, _ in _lines(visible)}
    model = parse_pricing_model(lines.get("pricing", ""))
    return Stated(parse_kind(lines.get("kind", "")), Pricing(model) if model else None, lines.get("licence"))


def decomposition_of(revision: Revision, names: Sequence[str], *, point: Point = Point.BALANCED) -> Decomposition:
    """The records of a manifest, each claim checked against its words; what stands is attributed to the vendor."""
    made = substantiate(_draft(revision.visible), revision, names=names, llm=MANIFEST_LLM, template=None, point=point)
    return replace(
        made,
        capabilities=tuple(
            replace(capability, claims=tuple(map(_attributed, capability.claims))) for capability in made.capabilities
        ),
        facts=tuple(replace(fact, claim=_attributed(fact.claim)) for fact in made.facts),
    )


def _attributed(claim: Claim) -> Claim:
    is_own_word = claim.status in (ClaimStatus.VERIFIED, ClaimStatus.DERIVED)
    return replace(claim, status=ClaimStatus.ATTRIBUTED, reasons=(*claim.reasons, _VENDOR)) if is_own_word else claim


def _draft(visible: VisibleText) -> Draft:
    drafted: list[DraftCapability] = []
    for section in sections(visible):
        level = section.heading.level if section.heading else 0
        if section.heading and level == 2:
            name = visible.words_of(section.heading.span)
            drafted.append(DraftCapability(name, tuple(_sentences(visible, section, "description"))))
        elif section.heading and level == 3 and drafted:
            drafted[-1] = _with_list(drafted[-1], visible, section)
    licences = [words for match, words in _lines(visible) if match[1] == "licence"]
    facts = (DraftFact(FactKind.LICENCE, DraftClaim("fact", words, (words,))) for words in licences)
    return Draft(tuple(each for each in drafted if each.claims), tuple(facts))


def _with_list(capability: DraftCapability, visible: VisibleText, section: Section) -> DraftCapability:
    key = section.path[-1]
    if key in _CLAIM_LISTS:
        return replace(capability, claims=(*capability.claims, *_sentences(visible, section, key)))
    items = tuple(visible.words_of(block.span) for block in section.blocks)
    match key:
        case "intents":
            return replace(capability, intents=items)
        case "inputs":
            return replace(capability, inputs=items)
        case "outputs":
            return replace(capability, outputs=items)
    return capability


def _sentences(visible: VisibleText, section: Section, field: str) -> Iterator[DraftClaim]:
    for block in section.blocks:
        words = visible.words_of(block.span)
        for sentence in split(words):
            said = words[sentence.start : sentence.end]
            yield DraftClaim(field, said, (said,))


def _lines(visible: VisibleText) -> Iterator[tuple[re.Match[str], str]]:
    """The lines below the title, with the words as they stand."""
    for block in visible.blocks:
        if block.kind is BlockKind.HEADING and block.level > 1:
            return
        words = visible.words_of(block.span)
        match = _LINE.fullmatch(words) if block.kind is BlockKind.ITEM else None
        if match:
            yield match, words
