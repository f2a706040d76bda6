"""Which capabilities of a whole catalogue do the same job, and what that says of claims to be the only one.

Two artifacts are aligned only where a record of one shares the rarest words, or pairs of words, of a record of the
other, so that a large catalogue costs what its neighbourhoods cost and not what all its pairs would.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, zip_longest

from decompose.domain.alignment import align, terms_of
from decompose.domain.capability import Capability

# Up to so many artifacts each is held against each.
FEW = 60
MOST_NEIGHBOURS = 60
# Of one record so many artifacts are looked at, whatever the catalogue holds; the rarest keys come first.
_LOOKED_AT = 300

_Key = tuple[str, ...]


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
    keys = {slug: tuple(map(_keys, told)) for slug, told in sorted(records.items())}
    having: dict[_Key, list[str]] = defaultdict(list)
    for slug, told in keys.items():
        for key in frozenset().union(*told):
            having[key].append(slug)
    return {
        (min(slug, other), max(slug, other))
        for slug in wanted
        for other in _closest([_sharing(slug, told, having, len(records)) for told in keys[slug]])
    }


def _keys(record: Capability) -> frozenset[_Key]:
    """The meanings in the name and the intents of a record, alone and each with each other of the same heading.

    Two words together stay rare where each alone becomes common as the catalogue grows.
    """
    headings = terms_of(record).headings
    return frozenset(key for words in headings for size in (1, 2) for key in combinations(sorted(words), size))


def _sharing(slug: str, keys: Collection[_Key], having: Mapping[_Key, list[str]], size: int) -> list[str]:
    """The artifacts that share the rarest keys of one record, those that share most first.

    Of an artifact list that is long, those beside the artifact are taken: to each its own, so that a job that many do
    has neighbours everywhere, and not the same few.
    """
    shared: dict[str, float] = defaultdict(float)
    looked_at = 0
    for key in sorted(keys, key=lambda key: (len(having[key]), key)):
        if looked_at >= _LOOKED_AT:
            break
        others = _beside(slug, having[key])
        looked_at += len(others)
        for other in others:
            shared[other] += math.log(1 + size / len(having[key]))
    shared.pop(slug, None)
    return sorted(shared, key=lambda other: (-shared[other], other))


def _beside(slug: str, slugs: list[str]) -> list[str]:
    """Of slugs in their order all, or the so many that stand around one of them, end and beginning being neighbours."""
    if len(slugs) <= FEW:
        return slugs
    first = bisect_left(slugs, slug) - FEW // 2
    return [slugs[(first + place) % len(slugs)] for place in range(FEW + 1)]


def _closest(of_records: Sequence[Sequence[str]]) -> list[str]:
    """The closest artifacts of each record in turn, so that a job that many do gives way to no other."""
    in_turn = (other for row in zip_longest(*of_records) for other in row if other is not None)
    return list(islice(dict.fromkeys(in_turn), MOST_NEIGHBOURS))
