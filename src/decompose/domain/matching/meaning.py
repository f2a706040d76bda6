"""Capabilities by meaning: which of their words become a vector, and how two orders of results become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from decompose.domain.identity import digest
from decompose.domain.matching.ranking import Candidate, Match

# The constant of Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet" (SIGIR 2009).
RANK_CONSTANT = 60
ORDERS = 2
# In characters: what is longer says what it is about before this.
LONGEST_PASSAGE, LONGEST_QUERY = 6_000, 2_000


def passage_of(name: str, text: str) -> str:
    """The words of a capability that a vector is made of: its name and its description."""
    return _clean(f"{name}\n{text}", LONGEST_PASSAGE)


def content_of(name: str, text: str) -> str:
    """What a vector is known by: the digest of the words that it is made of."""
    return digest(passage_of(name, text), 32)


def question_of(text: str) -> str:
    """The words of a query that a vector is made of."""
    return _clean(" ".join(text.split()), LONGEST_QUERY)


def fused(matches: Sequence[Match], nearest: Sequence[tuple[Candidate, float]]) -> tuple[Match, ...]:
    """Two orders of entries as one, by reciprocal ranks; without a second order the first as it is.

    A score is then the share of what an entry has that is first in both (0..1): scores of words and likenesses of
    vectors are on no common scale, places are.

    Args:
        nearest: entries with the likeness of their vector to that of the query (cosine), the best first.
    """
    if not nearest:
        return tuple(matches)
    found = {match.candidate.id: replace(match, score=_share(place)) for place, match in enumerate(matches, start=1)}
    for place, (candidate, likeness) in enumerate(nearest, start=1):
        known = found.get(candidate.id) or Match(candidate, 0.0, ())
        found[candidate.id] = replace(known, score=known.score + _share(place), nearness=likeness)
    return tuple(sorted(found.values(), key=lambda match: (-match.score, match.candidate.slug, match.candidate.id)))


def _share(place: int) -> float:
    return (RANK_CONSTANT + 1) / (RANK_CONSTANT + place) / ORDERS


def _clean(text: str, longest: int) -> str:
    """Without halves of surrogate pairs, which no request can carry."""
    return text[:longest].encode("utf-8", "replace").decode("utf-8")
