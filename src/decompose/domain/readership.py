"""What a reader may see: of records and facts, of a source, and of a comparison's facts and its log.

The one place where that is decided. Catalogue, pages, twins, export, search and API hand on what it lets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from decompose.domain.capability import Capability, CapabilityStatus, Claim, Fact
from decompose.domain.catalog import Change, Source
from decompose.domain.comparison import Comparison, JsonValue, Side
from decompose.domain.document import Block, Publish, Span

# An imported record is named on pages, with the notice that it has no source and without a sentence.
_SHOWN = frozenset({CapabilityStatus.PUBLISHED, CapabilityStatus.IMPORTED})
_VISIBLE = re.compile(r"[^\n]")

# -- records and facts -------------------------------------------------------------------------------------


def readable_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that stand by the checks or by an editor's decision."""
    return tuple(claim for claim in claims if claim.is_publishable)


def published_capabilities(capabilities: Iterable[Capability]) -> tuple[Capability, ...]:
    """Published records, with their publishable claims only."""
    return tuple(record.public() for record in capabilities if record.status is CapabilityStatus.PUBLISHED)


def readable_capabilities(capabilities: Iterable[Capability]) -> tuple[Capability, ...]:
    """Published and imported records, with their publishable claims only."""
    return tuple(record.public() for record in capabilities if record.status in _SHOWN)


def readable_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts whose claim is publishable."""
    return tuple(fact.public() for fact in facts if fact.claim.is_publishable)


def cited_spans(capabilities: Iterable[Capability], facts: Iterable[Fact], revision: str) -> tuple[Span, ...]:
    """The spans of a revision that sentences in sight of readers stand on."""
    claims = [claim for record in published_capabilities(capabilities) for claim in record.claims]
    claims += [fact.claim for fact in readable_facts(facts)]
    return tuple(sorted({item.span for claim in claims for item in claim.evidence if item.revision == revision}))


# -- sources -----------------------------------------------------------------------------------------------


def shown_blocks(source: Source) -> tuple[Block, ...]:
    """All blocks of a source published in full, none of an unpublished one, else those that hold cited words."""
    publish = source.revision.document.publish
    if publish is Publish.NONE:
        return ()
    blocks = source.revision.visible.blocks
    if publish is Publish.FULL:
        return blocks
    return tuple(block for block in blocks if any(block.span.overlaps(span) for span in source.cited))


def withheld_spans(source: Source) -> tuple[Span, ...]:
    """Visible words that readers are not shown though their block is: those addressed to a machine."""
    spans = (hidden.span for hidden in source.revision.visible.hidden)
    return tuple(sorted(span for span in spans if span.start < span.end))


def public_text(source: Source) -> str:
    """The visible text with each character that is not shown replaced by a space; "" where nothing is published."""
    if source.revision.document.publish is Publish.NONE:
        return ""
    text = source.revision.visible.text
    result = list(_VISIBLE.sub(" ", text))
    for block in shown_blocks(source):
        result[block.span.start : block.span.end] = text[block.span.start : block.span.end]
    for span in withheld_spans(source):
        result[span.start : span.end] = _VISIBLE.sub(" ", text[span.start : span.end])
    return "".join(result)


# -- comparisons -------------------------------------------------------------------------------------------


def is_of_record(path: str) -> bool:
    """Whether the fact at this path holds words of a record: a sentence, a name or a label."""
    return path.partition(".")[2].startswith(("facts.", "capabilities."))


def readable_comparison(comparison: Comparison) -> dict[str, JsonValue]:
    """The facts of a comparison without those of records and sentences that readers may not see."""
    closed: set[str] = set()
    silenced: set[str] = set()
    for mark, side in (("a", comparison.a), ("b", comparison.b)):
        readable = {capability.id for capability in readable_capabilities(side.capabilities)}
        closed.update(f"{mark}.capabilities.{each.id}" for each in side.capabilities if each.id not in readable)
        silenced.update(claim.id for claim in _claims(side) if not claim.is_publishable)
    return {
        path: value
        for path, value in comparison.facts.items()
        if path.rpartition(".")[2] not in silenced and not any(f"{path}.".startswith(f"{each}.") for each in closed)
    }


def still_said(path: str, value: JsonValue, readable: Mapping[str, Any]) -> JsonValue:
    """A value of the change log; words of a record only where they are what the record says today."""
    if not is_of_record(path) or value == readable.get(path):
        return value
    return {**value, "text": None} if isinstance(value, dict) else None


def still_read(change: Change, readable: Mapping[str, Any]) -> Change:
    """A change of the log with the values that are still said, by the facts that readers may see today."""
    old, new = (still_said(change.fact, value, readable) for value in (change.old, change.new))
    return Change(change.fact, old, new)


def _claims(side: Side) -> Iterator[Claim]:
    for capability in side.capabilities:
        yield from capability.claims
    yield from (fact.claim for fact in side.facts)
