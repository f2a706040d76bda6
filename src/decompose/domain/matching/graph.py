"""The match graph: what people did with answers, as evidence that an artifact does what a wish asks for.

A pure function of the events. Five rules keep it honest:

- a place high up is seen more often, so an open far down counts more (position bias);
- behind our own doors each visitor is a voice, every other source is one whatever its visitors;
- a voice has one vote a query, which it may split among artifacts, and one vote an artifact, however many wishes it
  gives it to: who pushes one thing everywhere says little anywhere;
- votes lift by places. What people at our doors chose passes those before it that they chose less; two voices buy one
  place, three buy two, each further one `PLACES_A_VOTE`;
- other sources lift one artifact after that, by what it leads by, and only beyond what people at the doors said.

So three visitors lift nothing that nobody chose by more than two places, and three more sources, whatever they say,
move no result at all by more than two.

Time takes half of an event's weight every half-year, counted back from the newest at our doors.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from decompose.domain.matching.events import Act, Trace, Visit
from decompose.domain.matching.words import query_of

# What people and programs ask through.
DOORS = frozenset({"web", "api", "mcp", "cli"})
# The first vote lifts nothing, a few lift by a place each, those beyond by more.
FREE_VOTES, FEW_VOTES, PLACES_A_VOTE = 1.0, 3.0, 4.0
# What each vote of a lead buys an artifact that other sources favour: three voices buy no more than two places.
PLACES_A_SOURCE = 2 / 3
MOST_BESIDE = 5
HALF_LIFE_DAYS = 182.0
OPENED, READ_BRIEFLY, SUCCEEDED, FAILED = 0.8, 0.2, 1.0, -1.0
BRIEFLY = 5.0
_MOST_FOR_PLACE = 2.0
# How fast attention falls off with the place.
_FALL = 0.12
# Wishes less alike say nothing of each other; from the second on they count whole.
NEAR_ENOUGH, ALIKE = 0.1, 0.25
# What use says is measured from so many searches that showed the artifact, by so many voices; success from so many
# outcomes that were told.
FEWEST_SHOWN, FEWEST_VOICES, FEWEST_TOLD = 20, 5, 5
_NORMAL = 1.96

# A source and a visitor of it; the visitor is empty where the source speaks as a whole.
Voice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often the artifact was what was looked for when it was seen: `value` in `low`..`high` (95 %), from `shown`
    searches by so many `voices`; `success` is the share of good among the outcomes `told`, None where none was.
    """

    value: float
    low: float
    high: float
    shown: int
    success: float | None
    told: int = 0
    voices: int = 0

    @property
    def is_measured(self) -> bool:
        """Whether there is enough to speak of how often it was what was looked for."""
        return self.shown >= FEWEST_SHOWN and self.voices >= FEWEST_VOICES

    @property
    def has_success(self) -> bool:
        """Whether enough outcomes were told to speak of their share."""
        return self.told >= FEWEST_TOLD and self.voices >= FEWEST_VOICES


@dataclass(frozen=True, slots=True)
class Used:
    """By artifact its votes for a wish, those against taken off: of visitors at our doors, and of other sources."""

    doors: Mapping[str, float] = field(default_factory=dict)
    others: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.doors or self.others)


class Rarity:
    """How much a term tells of a wish, from the wishes that have it; one that none has is as rare as can be."""

    def __init__(self, wishes: Collection[str]) -> None:
        self._wishes = max(1, len(wishes))
        self._frequency = Counter(term for wish in wishes for term in query_of(wish).terms)

    def __call__(self, term: str) -> float:
        return math.log(1 + self._wishes / max(1, self._frequency[term]))


@dataclass(frozen=True)
class Graph:
    """Wishes of the past with their votes: by wish and artifact, what each voice said."""

    votes: Mapping[str, Mapping[str, Mapping[Voice, float]]] = field(default_factory=dict)
    by_term: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    rarity: Rarity = field(default_factory=lambda: Rarity(()))

    def used(self, query: str) -> Used:
        """The votes for a query; none where no wish was like it."""
        votes: defaultdict[Voice, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for wish, likeness in self._neighbours(query):
            counts = min(1.0, likeness / ALIKE)
            for slug, voices in self.votes[wish].items():
                for voice, vote in voices.items():
                    votes[voice][slug] += counts * vote
        doors: defaultdict[str, float] = defaultdict(float)
        others: defaultdict[str, float] = defaultdict(float)
        for voice, split in sorted(votes.items()):
            said = max(1.0, math.fsum(abs(vote) for vote in split.values()))
            for slug, vote in split.items():
                (doors if voice[0] in DOORS else others)[slug] += vote / said
        return Used(dict(doors), dict(others))

    def _neighbours(self, query: str) -> list[tuple[str, float]]:
        vector = _vector(query, self.rarity)
        likeness: defaultdict[str, float] = defaultdict(float)
        for term, weight in vector.items():
            for wish, other in self.by_term.get(term, ()):
                likeness[wish] += weight * other
        return sorted((wish, min(1.0, like)) for wish, like in likeness.items() if like >= NEAR_ENOUGH)


def places_of(votes: float) -> int:
    """By how many places so many votes of visitors lift an artifact that nobody before it was given any."""
    few = min(votes, FEW_VOTES) - FREE_VOTES
    return max(0, math.floor(few + max(0.0, votes - FEW_VOTES) * PLACES_A_VOTE))


def reordered(slugs: Sequence[str], used: Used) -> list[str]:
    """Artifacts in the order of their words, as use orders them."""
    order = list(slugs)
    most = 0.0
    for place, slug in enumerate(slugs):
        votes = used.doors.get(slug, 0.0)
        if votes > most:
            order.insert(max(0, place - places_of(votes) + places_of(most)), order.pop(place))
            most = votes
    favourite, places = _favourite(used)
    if places and favourite in order:
        place = order.index(favourite)
        order.insert(max(0, place - places), order.pop(place))
    return order


def beside(slugs: Collection[str], used: Used) -> list[str]:
    """Artifacts that words did not find but that use may lift, the most chosen first."""
    chosen = sorted(used.doors, key=lambda slug: (-used.doors[slug], slug))
    wanted = [slug for slug in chosen if slug not in slugs and places_of(used.doors[slug])][:MOST_BESIDE]
    favourite, places = _favourite(used)
    return list(dict.fromkeys(wanted + ([favourite] if places and favourite not in slugs else [])))


def _favourite(used: Used) -> tuple[str, int]:
    """What other sources lift, and by how many places; a choice against that of the doors must make up for its lead."""
    most = max([0.0, *used.doors.values()])
    beyond = {slug: votes - most + used.doors.get(slug, 0.0) for slug, votes in used.others.items()}
    best, *others = sorted(beyond, key=lambda slug: (-beyond[slug], slug)) or [""]
    lead = beyond.get(best, 0.0) - max(0.0, beyond[others[0]] if others else 0.0)
    return best, max(0, math.floor(lead * PLACES_A_SOURCE))


def graph_of(traces: Iterable[Trace]) -> Graph:
    """The graph that these events make, in whatever order they come."""
    counted = sorted((trace for trace in traces if not trace.visit.is_bot), key=lambda trace: (trace.at, trace.id))
    if not counted:
        return Graph()
    # Other sources have no say in how rare a term is, or how old an event, lest they move what the visitors said.
    ours = [trace for trace in counted if trace.visit.source in DOORS]
    newest = ours[-1].at if ours else counted[0].at
    rarity = Rarity({trace.intent for trace in ours if votes_of(trace)})
    votes: dict[str, dict[str, dict[Voice, float]]] = {}
    for trace in counted:
        fade = _fade(trace.at, newest)
        for slug, vote in votes_of(trace).items():
            said = votes.setdefault(trace.intent, {}).setdefault(slug, {})
            voice = voice_of(trace.visit)
            said[voice] = max(said.get(voice, 0.0), vote * fade, key=abs)
    _share_out(votes)
    by_term: dict[str, list[tuple[str, float]]] = {}
    for wish in votes:
        for term, weight in _vector(wish, rarity).items():
            by_term.setdefault(term, []).append((wish, weight))
    return Graph(votes, by_term, rarity)


def _share_out(votes: Mapping[str, Mapping[str, dict[Voice, float]]]) -> None:
    """Leave each voice one vote for an artifact in all, shared among the wishes that it gave it to."""
    given: defaultdict[tuple[str, Voice], float] = defaultdict(float)
    for said in votes.values():
        for slug, voices in said.items():
            for voice, vote in voices.items():
                given[slug, voice] += abs(vote)
    for said in votes.values():
        for slug, voices in said.items():
            for voice in voices:
                voices[voice] /= max(1.0, given[slug, voice])


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
    voices: defaultdict[str, set[Voice]] = defaultdict(set)
    for trace in traces:
        if trace.visit.is_bot:
            continue
        key = (trace.visit.visitor, trace.intent)
        for place, slug in enumerate(trace.shown):
            voices[slug].add(voice_of(trace.visit))
            before = seen[slug].get(key, (0.0, False))
            seen[slug][key] = (max(before[0], seen_at(place)), before[1] or slug in trace.matched)
        for slug, act in trace.outcome.items():
            told[slug][key] = act is Act.SUCCESS
    return {
        slug: _confidence(Counter(each.values()), sum(told[slug].values()), len(told[slug]), len(voices[slug]))
        for slug, each in seen.items()
    }


def confidence_of(seen: Iterable[tuple[int, bool, int]], good: int, told: int, voices: int) -> Confidence | None:
    """What `confidences` says of one artifact, from sums; None where nobody was shown it.

    Args:
        seen: its best place, whether it was what was looked for, and for how many voices and wishes that is so.
        good: how many of the `told` last outcomes, one a voice and wish, were good.
    """
    looks: Counter[tuple[float, bool]] = Counter()
    for place, matched, times in seen:
        looks[seen_at(place), matched] += times
    return _confidence(looks, good, told, voices) if looks else None


def component_values(traces: Iterable[Trace]) -> dict[str, Decimal | None]:
    """The match-graph component by artifact in 0..1; None is *not measured*: too few searches, or too few voices."""
    return {
        slug: Decimal(str(round(found.value, 4))) if found.is_measured else None
        for slug, found in confidences(traces).items()
    }


def _confidence(seen: Mapping[tuple[float, bool], int], good: int, told: int, voices: int) -> Confidence:
    """Wilson's interval, in which a search counts as much as its place was likely seen.

    Args:
        seen: how often it was seen how surely, and was what was looked for or not.
    """
    looks = math.fsum(times * max(looked, float(matched)) for (looked, matched), times in seen.items())
    matched = sum(times for (_, matched), times in seen.items() if matched)
    share = matched / looks if looks else 0.0
    spread = _NORMAL * _NORMAL / looks if looks else 1.0
    middle = (share + spread / 2) / (1 + spread)
    half = _NORMAL * math.sqrt(max(0.0, share * (1 - share) / looks + spread / (4 * looks))) / (1 + spread)
    return Confidence(
        value=share,
        low=max(0.0, middle - half),
        high=min(1.0, middle + half),
        shown=sum(seen.values()),
        success=good / told if told else None,
        told=told,
        voices=voices,
    )


def voice_of(visit: Visit) -> Voice:
    """Who speaks: the visitor at one of our doors, or the source as a whole."""
    return visit.source, visit.visitor if visit.source in DOORS else ""


def _fade(at: datetime, newest: datetime) -> float:
    return min(1.0, math.exp2(-(newest - at).total_seconds() / 86_400 / HALF_LIFE_DAYS))


def _vector(text: str, rarity: Rarity) -> dict[str, float]:
    """The terms of a wish with their weights, of length 1."""
    weights = {term: weight * rarity(term) for term, weight in query_of(text).terms.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}
