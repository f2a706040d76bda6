"""Which capabilities of two artifacts do the same job, judged by the words of their records.

A record counts as its words: those of the name most, then the intents, then description, inputs and outputs. Words are
cut to stems, and a word that many of the records at hand share counts less. Whatever pairs is paired one to one, the
closest first. Same records, same answer, in whatever order they come.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decompose.domain.capability import Capability, prose


@dataclass(frozen=True, slots=True)
class Pair:
    """A capability of A and one of B, by id, that do the same job; `why` names the words they share."""

    a: str
    b: str
    why: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Every capability of A and of B, by id, exactly once. `both` has the closest pairs first."""

    both: tuple[Pair, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()


# Two phrasings of one job lie above 0.37 as soon as names or intents agree; two jobs of one field ("generate code",
# "search code") share their object alone and stay below 0.34. A missed pair is shown as two records, each still
# true; a wrong pair puts a false heading over both: so the line is drawn just above the latter.
SAME_JOB = 0.36
# One word in common is a subject ("code"), not a job.
FEWEST_SHARED_WORDS = 2
WORDS_NAMED = 5

_NAME, _INTENT, _PROSE = 3.0, 2.0, 1.0


def align(a: tuple[Capability, ...], b: tuple[Capability, ...]) -> Alignment:
    """The pairs that do the same job, and what is left over on each side in the order given."""
    words_a = {record.id: _Words.of(record) for record in a}
    words_b = {record.id: _Words.of(record) for record in b}
    rarity = _rarity([*words_a.values(), *words_b.values()])
    pairs = [pair for x in words_a.values() for y in words_b.values() if (pair := _pair(x, y, rarity))]
    both = tuple(_one_to_one(sorted(pairs, key=lambda pair: (-pair.similarity, pair.a, pair.b))))
    paired = {pair.a for pair in both}, {pair.b for pair in both}
    return Alignment(
        both,
        tuple(record.id for record in a if record.id not in paired[0]),
        tuple(record.id for record in b if record.id not in paired[1]),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The stems of one record with their weights, and the shortest word that each was cut from."""

    id: str
    weights: Mapping[str, float]
    spelling: Mapping[str, str]

    @classmethod
    def of(cls, record: Capability) -> _Words:
        weights: dict[str, float] = {}
        spelling: dict[str, str] = {}
        for text, weight in _fields(record):
            for word in _words(text):
                stem = _stem(word)
                weights[stem] = max(weight, weights.get(stem, 0.0))
                spelling[stem] = min(word, spelling.get(stem, word), key=lambda form: (len(form), form))
        return cls(record.id, weights, spelling)


def _fields(record: Capability) -> Iterator[tuple[str, float]]:
    yield record.name, _NAME
    for intent in record.intents:
        yield intent, _INTENT
    yield prose(record.of("description")), _PROSE
    for label in (*record.inputs, *record.outputs):
        yield label, _PROSE


def _rarity(records: list[_Words]) -> dict[str, float]:
    """How much a stem tells: log(1 + records / records with it)."""
    count = Counter(stem for record in records for stem in record.weights)
    return {stem: math.log(1 + len(records) / times) for stem, times in count.items()}


def _pair(x: _Words, y: _Words, rarity: Mapping[str, float]) -> Pair | None:
    shared = sorted(x.weights.keys() & y.weights.keys())
    if len(shared) < FEWEST_SHARED_WORDS:
        return None
    parts = {stem: x.weights[stem] * y.weights[stem] * rarity[stem] ** 2 for stem in shared}
    similarity = round(math.fsum(parts.values()) / (_length(x, rarity) * _length(y, rarity)), 4)
    if similarity < SAME_JOB:
        return None
    telling = sorted(shared, key=lambda stem: (-round(parts[stem], 9), stem))[:WORDS_NAMED]
    named = [min(x.spelling[stem], y.spelling[stem], key=lambda form: (len(form), form)) for stem in telling]
    return Pair(x.id, y.id, f"Shared words: {', '.join(named)}", similarity)


def _length(record: _Words, rarity: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum((weight * rarity[stem]) ** 2 for stem, weight in record.weights.items()))


def _one_to_one(pairs: Iterable[Pair]) -> Iterator[Pair]:
    taken_a: set[str] = set()
    taken_b: set[str] = set()
    for pair in pairs:
        if pair.a not in taken_a and pair.b not in taken_b:
            taken_a.add(pair.a)
            taken_b.add(pair.b)
            yield pair


# -- words and stems (English; other languages keep their words whole) ------------------------------------

_WORD = re.compile(r"[^\W_]+")
# Besides the small words of the language, those that any record may use of any job.
_STOP = frozenset(
    """
    a about across after all also an and any are as at be been before being between both but by can could do does
    each either for from get gets give given gives had has have how if in into is it its made make makes many may
    more most must no nor not of off on one only onto or other our out over own per same several should so some
    such than that the their them then there these they this those through to too two under up upon use used user
    users uses using via was were what when where which while who whose will with within without would you your
    able based capability capabilities feature features handle handles offer offers provide provided provides
    support supported supports system tool tools various well work works
    """.split()
)
# Cut one group after the other: the plural, the verb's ending, the noun made of a verb, the last e.
# An ending goes only where at least that many letters stay ("embed" is no past tense).
_ENDINGS: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (("ies", "y", 3), ("sses", "ss", 2), ("ches", "ch", 2), ("shes", "sh", 2), ("s", "", 3)),
    (("ing", "", 3), ("ed", "", 4)),
    (("ation", "at", 3),),
    (("e", "", 3),),
)
_SHORTEST_STEM = 3
_NO_PLURAL = ("ss", "us")
# Words for one thing that no ending connects.
_SAME_THING = {
    "pictur": "imag",
    "photo": "imag",
    "photograph": "imag",
    "visual": "imag",
    "vision": "imag",
    "corpus": "dataset",
    "dialogu": "conversat",
    "chat": "conversat",
    "conversational": "conversat",
}


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _STOP]


def _stem(word: str) -> str:
    """The word without its endings; short words stay whole."""
    stem = word
    for group in _ENDINGS:
        stem = _cut(stem, group)
    return _SAME_THING.get(stem, stem)


def _cut(word: str, group: tuple[tuple[str, str, int], ...]) -> str:
    for ending, instead, shortest in group:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            is_plural_only_in_looks = ending == "s" and word.endswith(_NO_PLURAL)
            return word if is_plural_only_in_looks else _undoubled(word.removesuffix(ending) + instead)
    return word


def _undoubled(stem: str) -> str:
    """The stem of "tagging" is that of "tag"; "calling" keeps its letters."""
    doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "aeiouls"
    return stem[:-1] if doubled else stem
