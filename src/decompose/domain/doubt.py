"""Pairs of capabilities of which it is open whether they do the same job, and what was ruled of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decompose.domain.alignment import Pair, Rulings
from decompose.domain.capability import Capability, Reason, prose
from decompose.domain.comparison import Comparison
from decompose.domain.identity import digest, identify
from decompose.domain.review import ItemStatus, ReviewItem, Why

# The subject of a review item about a pair.
PAIR = "pair"
BY_EDITOR = "Matched by an editor"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two capabilities by id, in the order of their ids; `words` is the digest of what both records say.

    `ruling` is what an editor decided: the same job or not; `is_same` what the language model `llm` answered.
    """

    id: str
    a: str
    b: str
    words: str
    ruling: bool | None = None
    is_same: bool | None = None
    llm: str | None = None


def words_of_pair(x: Capability, y: Capability) -> str:
    """The digest of what two records say of their jobs, whichever is named first."""
    said = sorted([record.id, record.name, *record.intents, prose(record.of("description"))] for record in (x, y))
    return digest(said, 16)


def doubt_about(x: Capability, y: Capability) -> Doubt:
    """The doubt about two records, of which nothing is ruled yet."""
    first, second = sorted((x.id, y.id))
    return Doubt(identify("item", first, second, PAIR), first, second, words_of_pair(x, y))


def doubts_of(comparison: Comparison) -> Iterator[tuple[Doubt, ReviewItem]]:
    """The doubtful pairs of two artifacts of comparable kinds, each with the item that asks an editor."""
    if not comparison.comparable.ok:
        return
    records = {record.id: record for side in (comparison.a, comparison.b) for record in side.capabilities}
    for pair in comparison.alignment.doubtful:
        doubt = doubt_about(records[pair.a], records[pair.b])
        yield doubt, _item(doubt.id, comparison, pair, records)


def _item(identity: str, comparison: Comparison, pair: Pair, records: Mapping[str, Capability]) -> ReviewItem:
    a, b = comparison.a.artifact, comparison.b.artifact
    x, y = records[pair.a], records[pair.b]
    return ReviewItem(
        id=identity,
        revision=1,
        status=ItemStatus.OPEN,
        reason=Why.ALIGNMENT,
        artifact=a.slug,
        field=PAIR,
        new=f"“{x.name}” of {a.name} and “{y.name}” of {b.name} do the same job.",
        flags=(
            Reason("alignment", f"{pair.why}; accept it to show them side by side, reject it to keep them apart"),
            Reason(a.slug, prose(x.of("description"))),
            Reason(b.slug, prose(y.of("description"))),
        ),
    )


def rulings_of(doubts: Iterable[Doubt], records: Mapping[str, Capability]) -> Rulings:
    """What stands of each pair while both records say what they said; an editor's word goes before a model's."""
    same: dict[frozenset[str], bool] = {}
    by: dict[frozenset[str], str] = {}
    for doubt in doubts:
        x, y = records.get(doubt.a), records.get(doubt.b)
        ruled = doubt.is_same if doubt.ruling is None else doubt.ruling
        if x is None or y is None or ruled is None or words_of_pair(x, y) != doubt.words:
            continue
        pair = frozenset({doubt.a, doubt.b})
        same[pair] = ruled
        by[pair] = f"Matched by a language model ({doubt.llm})" if doubt.ruling is None else BY_EDITOR
    return Rulings(same, by)
