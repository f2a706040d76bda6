"""The match graph: what people did with answers, as evidence that an artifact does what a wish asks for.

A pure function of the events. Three rules keep it honest:

- a place high up is seen more often, so an open far down counts more (position bias);
- whoever speaks often speaks once: a source counts once for an artifact and a wish, and one that brings a tenth of all
  searches is a door, behind which its visitors count;
- the three loudest voices for an artifact are not heard, and fewer than seven say nothing. Whatever three sources do
  together, they lend nothing.

Time takes half of an event's weight every half-year, counted back from the newest event.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from decompose.domain.matching.events import Act, Trace
from decompose.domain.matching.words import query_of

NOT_HEARD = 3
FEWEST_HEARD = 7
DOOR = 0.1
HALF_LIFE_DAYS = 182.0
OPENED, READ_BRIEFLY, SUCCEEDED, FAILED = 0.8, 0.2, 1.0, -1.0
BRIEFLY = 5.0
_MOST_FOR_PLACE = 2.0
# How fast attention falls off with the place.
_FALL = 0.12
NEAR_ENOUGH = 0.15
# Likeness counts by this power: many wishes that share one word weigh less than one that shares most.
POWER = 3
HALF_SURE = 1.5
# The component is measured from so many searches that showed the artifact, by so many voices.
FEWEST_SHOWN, FEWEST_VOICES = 20, 5
_NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often the artifact was what was looked for when it was seen: `value` in `low`..`high` (95 %), from `shown`
    searches; `success` is the share of good among the outcomes that were told, None where none was.
    """

    value: float
    low: float
    high: float
    shown: int
    success: float | None


@dataclass(frozen=True)
class Graph:
    """Wishes of the past with their votes: by wish and artifact, what each voice said."""

    votes: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    wishes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by_term: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)

    def used(self, query: str) -> dict[str, float]:
        """By artifact what use says of it for a query, in -1..1; nothing where no wish was like it."""
        if not self.votes:
            return {}
        voices: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for wish, likeness in self._neighbours(query):
            for slug, said in self.votes[wish].items():
                for voice, vote in said.items():
                    voices[slug][voice] += likeness**POWER * vote
        return {slug: sure for slug, said in voices.items() if (sure := _sureness(said.values()))}

    def _neighbours(self, query: str) -> list[tuple[str, float]]:
        vector = _vector(query, self.rarity)
        likeness: defaultdict[str, float] = defaultdict(float)
        for term, weight in vector.items():
            for wish, other in self.by_term.get(term, ()):
                likeness[wish] += weight * other
        return sorted((wish, min(1.0, like)) for wish, like in likeness.items() if like >= NEAR_ENOUGH)


def graph_of(traces: Iterable[Trace]) -> Graph:
    """The graph that these events make, in whatever order they come."""
    counted = sorted((trace for trace in traces if not trace.visit.is_bot), key=lambda trace: (trace.at, trace.id))
    if not counted:
        return Graph()
    voice_of = _voices(counted)
    newest = counted[-1].at
    votes: dict[str, dict[str, dict[str, float]]] = {}
    for trace in counted:
        fade = _fade(trace.at, newest)
        for slug, vote in votes_of(trace).items():
            said = votes.setdefault(trace.intent, {}).setdefault(slug, {})
            voice = voice_of(trace)
            said[voice] = max(said.get(voice, 0.0), vote * fade, key=abs)
    documents = {wish: query_of(wish).terms for wish in votes}
    frequency = Counter(term for terms in documents.values() for term in terms)
    rarity = {term: math.log(1 + len(documents) / count) for term, count in frequency.items()}
    wishes = {wish: _vector(wish, rarity) for wish in documents}
    by_term: dict[str, list[tuple[str, float]]] = {}
    for wish, vector in wishes.items():
        for term, weight in vector.items():
            by_term.setdefault(term, []).append((wish, weight))
    return Graph(votes, wishes, by_term, rarity)


def votes_of(trace: Trace) -> dict[str, float]:
    """What a search says of the artifacts that it showed, in -1..1."""
    places = {slug: place for place, slug in enumerate(trace.shown)}
    votes: dict[str, float] = {}
    for slug in trace.opened:
        brief = trace.dwelt.get(slug, BRIEFLY) < BRIEFLY
        worth = READ_BRIEFLY if brief else OPENED
        votes[slug] = min(1.0, worth / max(1 / _MOST_FOR_PLACE, seen_at(places.get(slug, 0))))
    for slug, act in trace.outcome.items():
        votes[slug] = SUCCEEDED if act is Act.SUCCESS else FAILED
    return votes


def seen_at(place: int) -> float:
    """How likely somebody looks at a place, counted from 0."""
    return 1 / (1 + _FALL * place)


def confidences(traces: Iterable[Trace]) -> dict[str, Confidence]:
    """By artifact how often it was what was looked for; a voice and a wish count once."""
    seen: defaultdict[str, dict[tuple[str, str], tuple[float, bool]]] = defaultdict(dict)
    told: defaultdict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    for trace in traces:
        if trace.visit.is_bot:
            continue
        key = (trace.visit.visitor, trace.intent)
        for place, slug in enumerate(trace.shown):
            before = seen[slug].get(key, (0.0, False))
            seen[slug][key] = (max(before[0], seen_at(place)), before[1] or slug in trace.matched)
        for slug, act in trace.outcome.items():
            told[slug][key] = act is Act.SUCCESS
    return {slug: _confidence(list(each.values()), list(told[slug].values())) for slug, each in seen.items()}


def component_values(traces: Iterable[Trace]) -> dict[str, Decimal | None]:
    """The match-graph component by artifact in 0..1; None is *not measured*: too few searches, or too few voices."""
    kept = list(traces)
    voice_of = _voices([trace for trace in kept if not trace.visit.is_bot])
    voices: defaultdict[str, set[str]] = defaultdict(set)
    for trace in kept:
        if not trace.visit.is_bot:
            for slug in trace.shown:
                voices[slug].add(voice_of(trace))
    return {
        slug: (
            Decimal(str(round(confidence.value, 4)))
            if confidence.shown >= FEWEST_SHOWN and len(voices[slug]) >= FEWEST_VOICES
            else None
        )
        for slug, confidence in confidences(kept).items()
    }


def _confidence(seen: Sequence[tuple[float, bool]], told: Sequence[bool]) -> Confidence:
    """Wilson's interval, in which a search counts as much as its place was likely seen."""
    looks = math.fsum(max(looked, float(matched)) for looked, matched in seen)
    matched = sum(matched for _, matched in seen)
    share = matched / looks if looks else 0.0
    spread = _NORMAL * _NORMAL / looks if looks else 1.0
    middle = (share + spread / 2) / (1 + spread)
    half = _NORMAL * math.sqrt(max(0.0, share * (1 - share) / looks + spread / (4 * looks))) / (1 + spread)
    return Confidence(
        value=share,
        low=max(0.0, middle - half),
        high=min(1.0, middle + half),
        shown=len(seen),
        success=sum(told) / len(told) if told else None,
    )


def _sureness(votes: Iterable[float]) -> float:
    """Votes for and against, each without its loudest voices, on a scale that never reaches 1."""
    clipped = [max(-1.0, min(1.0, vote)) for vote in votes]
    good, bad = (_heard(vote * side for vote in clipped) for side in (1, -1))
    return (good - bad) / (good + bad + HALF_SURE) if good or bad else 0.0


def _heard(votes: Iterable[float]) -> float:
    for_it = sorted((vote for vote in votes if vote > 0), reverse=True)
    return math.fsum(for_it[NOT_HEARD:]) if len(for_it) >= FEWEST_HEARD else 0.0


def _voices(traces: Sequence[Trace]) -> _Voices:
    by_source = Counter(trace.visit.source for trace in traces)
    return _Voices(frozenset(source for source, count in by_source.items() if count >= DOOR * len(traces)))


@dataclass(frozen=True, slots=True)
class _Voices:
    doors: frozenset[str]

    def __call__(self, trace: Trace) -> str:
        source = trace.visit.source
        return f"{source}\x00{trace.visit.visitor}" if source in self.doors else source


def _fade(at: datetime, newest: datetime) -> float:
    return math.exp2(-(newest - at).total_seconds() / 86_400 / HALF_LIFE_DAYS)


def _vector(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """The terms of a wish with their weights, of length 1."""
    weights = {term: weight * rarity[term] for term, weight in query_of(text).terms.items() if term in rarity}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}
