"""Which entries answer a query best, by their words, by what resembles the best, and by what people found useful.

The words decide: BM25 over four fields, each with a weight. Of the best entries the common terms are then asked for as
well, which lifts what is of their sort. What is known from use lifts artifacts at the end, by numbers of places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from decompose.domain.matching.words import Query

NAME, LABELS, DESCRIPTION, DETAILS = range(4)
FIELDS = ("name", "labels", "description", "details")
FIELD_WEIGHTS = (3.0, 0.8, 1.0, 0.5)
SATURATION, LENGTH = 1.6, 0.75
# How many of the best entries lend how many terms, and their share of the score.
LENDERS, LENT, LENT_SHARE = 30, 15, 0.17
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of the index. `fields` are its terms by field, `length` is in words.

    `capability` None is the artifact itself.
    """

    id: int
    slug: str
    capability: str | None
    fields: tuple[tuple[str, ...], ...]
    length: float

    def weights(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for weight, terms in zip(FIELD_WEIGHTS, self.fields, strict=True):
            for term in terms:
                found[term] = found.get(term, 0.0) + weight
        return found


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the whole index says: how many entries, their mean length in terms, and in how many each term is."""

    entries: int
    mean_length: float
    frequency: Mapping[str, int]

    def rarity(self, term: str) -> float:
        count = min(self.frequency.get(term, 0), self.entries)
        return math.log(1 + (self.entries - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that answers a query.

    `score` is the words' (0..1); what use lifted has that of the result before which it was put. `terms` are those of
    the query that the entry has, `lifted` is by how many places, `nearness` the likeness of its vector to the query's
    where that is why it was found (see `meaning`).
    """

    candidate: Candidate
    score: float
    terms: tuple[str, ...]
    lifted: int = 0
    nearness: float = 0.0


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    corpus: Corpus,
    *,
    names: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[Match, ...]:
    """The candidates, the best first; the same candidates in any order give the same answer.

    Args:
        names: for a word that no entry has, which terms it may be a misspelling or a beginning of, and how surely.
    """
    asked = query.weights
    for word, meant in (names or {}).items():
        for term, likeness in meant.items():
            asked[term] = max(asked.get(term, 0.0), query.terms.get(word, 1.0) * likeness)
    bags = {each.id: each.weights() for each in candidates}
    direct = {each.id: _score(asked, bags[each.id], each.length, corpus) for each in candidates}
    best = max(direct.values(), default=0.0)
    shares = _with_lent(direct, best, bags, {each.id: each for each in candidates}, corpus)
    # On one scale for all queries: what an entry would score that has each term once and nothing else.
    ideal = sum(weight * corpus.rarity(term) for term, weight in query.terms.items()) * (SATURATION + 1)
    scale = min(1.0, best / ideal) if ideal else 0.0
    found = []
    for each in candidates:
        terms = tuple(term for term in asked if term in bags[each.id])
        if terms:
            found.append(Match(each, shares[each.id] * scale, terms))
    return tuple(sorted(found, key=lambda match: (-match.score, match.candidate.slug, match.candidate.id)))


def covers(match: Match, query: Query) -> bool:
    """Whether an entry has at least half of what was asked for, near words and small ones aside."""
    asked = sum(query.terms.values())
    return sum(weight for term, weight in query.terms.items() if term in match.terms) >= asked / 2


def best_of_each(matches: Iterable[Match]) -> tuple[tuple[Match, ...], ...]:
    """The matches by artifact: the best of each first, the others behind it."""
    grouped: dict[str, list[Match]] = {}
    for match in matches:
        grouped.setdefault(match.candidate.slug, []).append(match)
    return tuple(tuple(group) for group in grouped.values())


def lifted(groups: Sequence[tuple[Match, ...]], order: Sequence[str]) -> tuple[tuple[Match, ...], ...]:
    """The results in this order of their artifacts; what goes up has the score of what it is put before."""
    was = {group[0].candidate.slug: place for place, group in enumerate(groups)}
    found: list[tuple[Match, ...]] = []
    score = 0.0
    for place in range(len(order) - 1, -1, -1):
        best, *others = groups[was[order[place]]]
        score = max(score, best.score)
        found.append((replace(best, score=score, lifted=max(0, was[order[place]] - place)), *others))
    return tuple(reversed(found))


def _score(asked: Mapping[str, float], bag: Mapping[str, float], length: float, corpus: Corpus) -> float:
    """BM25, in which every occurrence counts the weight of its field."""
    norm = SATURATION * (1 - LENGTH + LENGTH * length / corpus.mean_length) if corpus.mean_length else SATURATION
    return sum(
        weight * corpus.rarity(term) * bag[term] * (SATURATION + 1) / (bag[term] + norm)
        for term, weight in asked.items()
        if term in bag
    )


def _with_lent(
    direct: Mapping[int, float],
    best: float,
    bags: Mapping[int, Mapping[str, float]],
    candidates: Mapping[int, Candidate],
    corpus: Corpus,
) -> dict[int, float]:
    """Scores in 0..1 of the best, with a share for the terms that the best entries have in common."""
    if not best:
        return dict.fromkeys(direct, 0.0)
    lent = lent_terms(direct, candidates)
    again = {
        each: _score(lent, bags[each], candidates[each].length, corpus) for each, score in direct.items() if score > 0
    }
    most = max(again.values(), default=0.0)
    if not most:
        return {each: score / best for each, score in direct.items()}
    return {
        each: (1 - LENT_SHARE) * score / best + LENT_SHARE * again.get(each, 0.0) / most
        for each, score in direct.items()
    }


def lent_terms(direct: Mapping[int, float], candidates: Mapping[int, Candidate]) -> dict[str, float]:
    """The terms that the best entries share, each weighted by the scores of those that have it."""
    lenders = [each for each in sorted(direct, key=lambda each: (-direct[each], each))[:LENDERS] if direct[each] > 0]
    weights: dict[str, float] = {}
    for each in lenders:
        candidate = candidates[each]
        for terms in candidate.fields:
            for term in terms:
                weights[term] = weights.get(term, 0.0) + direct[each] / candidate.length
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:LENT]
    total = sum(weight for _, weight in kept)
    return {term: weight / total for term, weight in kept} if total else {}
