"""Records of two sources that tell one job twice."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from decompose.domain.capability import Capability, Reason
from decompose.domain.consistency.told import DUPLICATE_ELSEWHERE, stands
from decompose.domain.contradiction import marks, telling
from decompose.domain.document import Span

SAME_NAME = 0.8
SAME_EVIDENCE = 0.6
SAME_WORDS = 0.9
_FEWEST_WORDS = 4


def twins(records: Iterable[Capability]) -> dict[str, Reason]:
    """Which records tell the job of one of another source again, by id, whatever their order.

    Of two, the one with more decisions of editors and more to tell stays.
    """
    kept: list[Capability] = []
    found: dict[str, Reason] = {}
    for record in sorted(records, key=_worth):
        elsewhere = (other for other in kept if other.provenance.revision != record.provenance.revision)
        twin = next((other for other in elsewhere if same_job(record, other)), None)
        if twin is None:
            kept.append(record)
        else:
            found[record.id] = Reason(DUPLICATE_ELSEWHERE, f"looks like “{twin.name}” of another source")
    return found


def _worth(record: Capability) -> tuple[int, int, str]:
    decided = sum(claim.decided is not None for claim in record.claims)
    return -decided, -sum(claim.is_publishable for claim in record.claims), record.id


def same_job(record: Capability, other: Capability) -> bool:
    """Whether two records have the same name, describe by the same quotes, or in the same words."""
    return (
        _overlap(set(record.name.casefold().split()), set(other.name.casefold().split())) >= SAME_NAME
        or _overlap(_described_by(record), _described_by(other)) >= SAME_EVIDENCE
        or _say_the_same(record, other)
    )


def _say_the_same(record: Capability, other: Capability) -> bool:
    """The same telling words, and nothing that tells two cases apart on one side alone."""
    texts = [" ".join(claim.text for claim in one.of("description") if stands(claim)) for one in (record, other)]
    words = [telling(text) for text in texts]
    are_enough = min(map(len, words)) >= _FEWEST_WORDS
    return are_enough and _overlap(*words) >= SAME_WORDS and marks(texts[0]) == marks(texts[1])


def _described_by(record: Capability) -> set[tuple[str, Span]]:
    return {(item.revision, item.span) for claim in record.of("description") for item in claim.evidence}


def _overlap(one: AbstractSet[Any], other: AbstractSet[Any]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
