"""What is told of an artifact that nobody knew, by its first document alone.

Nothing was said, decided or compared before, so that what has to be kept follows from the document: records, facts,
what waits for an editor, and what is found of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decompose.domain.artifact import Artifact
from decompose.domain.consistency import Told, having_a_say, is_objected, objections
from decompose.domain.decomposition import Decomposition
from decompose.domain.matching.entries import Entry, entries_of
from decompose.domain.readership import published_capabilities, readable_facts
from decompose.domain.review import ReviewItem, item_of_kind, items_of
from decompose.domain.rivals import FIELD as COMPARING


@dataclass(frozen=True, slots=True)
class FirstTold:
    """`items` wait for an editor, `entries` are what is found, by their digests."""

    items: tuple[ReviewItem, ...]
    entries: Mapping[str, Entry]


def first_told(artifact: Artifact, decomposition: Decomposition) -> FirstTold | None:
    """What a first document gives; None where its claims have to be held against each other or against others."""
    records, facts = decomposition.capabilities, decomposition.facts
    claims = Told(artifact.names, records, facts).claims
    if any(claim.rival or claim.field == COMPARING or is_objected(claim) for claim in claims):
        return None
    if objections(Told(artifact.names, having_a_say(records), facts)):
        return None
    kind = item_of_kind(artifact)
    items = tuple({item.id: item for item in (*items_of(decomposition), *([kind] if kind else ()))}.values())
    licence = decomposition.revision.document.licence
    licences = [licence] if licence else []
    entries = entries_of(artifact, published_capabilities(records), readable_facts(facts), licences)
    return FirstTold(items, {entry.digest: entry for entry in entries})
