"""Which capabilities of a whole catalogue do the same job, and what that says of claims to be the only one.

Two artifacts are aligned only where they share words that few records have, so that a large catalogue costs what its
neighbourhoods cost and not what all its pairs would.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decompose.domain.alignment import align, terms_of
from decompose.domain.capability import Capability

# Up to so many artifacts each is held against each.
FEW = 60
MOST_NEIGHBOURS = 60
# What so large a part of all records says tells no neighbourhood.
_COMMON = 0.02


@dataclass(frozen=True, slots=True)
class Overlap:
    """A capability `a` of `slug` and one `b` of `other` do the same job; stands once each way round."""

    slug: str
    a: str
    other: str
    b: str
    similarity: float


def overlaps(records: Mapping[str, Sequence[Capability]], of: Collection[str] | None = None) -> Iterator[Overlap]:
    """The overlaps of these artifacts (None: of all) with any, both ways round."""
    for slug, other in sorted(_neighbours(records, of)):
        for pair in align(records[slug], records[other]).both:
            yield Overlap(slug, pair.a, other, pair.b, pair.similarity)
            yield Overlap(other, pair.b, slug, pair.a, pair.similarity)


def _neighbours(records: Mapping[str, Sequence[Capability]], of: Collection[str] | None) -> set[tuple[str, str]]:
    """Pairs of artifacts that may share a job, in the order of their slugs."""
    wanted = records.keys() if of is None else [slug for slug in of if slug in records]
    if len(records) <= FEW:
        return {(min(one, other), max(one, other)) for one in wanted for other in records if one != other}
    telling = {slug: _telling(capabilities) for slug, capabilities in records.items()}
    times = Counter(word for words in telling.values() for word in words)
    most = max(FEW, int(_COMMON * len(records)))
    has_word: dict[str, list[str]] = defaultdict(list)
    for slug, words in telling.items():
        for word in words:
            if times[word] <= most:
                has_word[word].append(slug)
    found: set[tuple[str, str]] = set()
    for slug in wanted:
        shared: dict[str, float] = defaultdict(float)
        for word in sorted(telling[slug]):
            for other in has_word.get(word, ()):
                shared[other] += len(records) / times[word]
        shared.pop(slug, None)
        closest = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_NEIGHBOURS]
        found |= {(min(slug, other), max(slug, other)) for other in closest}
    return found


def _telling(capabilities: Sequence[Capability]) -> frozenset[str]:
    """The meanings in names and intents of an artifact's records."""
    return frozenset(word for record in capabilities for heading in terms_of(record).headings for word in heading)
