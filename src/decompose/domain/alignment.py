"""Which capabilities of two artifacts do the same job, judged by what their records say of it.

A record counts as the words of its name most, then of its intents, then of description, inputs and outputs
(`job_words`), and as the jobs of the trade that they tell (`job_families`), the more surely the more of its parts tell
it. What a thing will do that a record trains is not the record's own job and does not count. What many of the records
at hand share tells less.

The pairs are those that are closest all together, one to one, so that no record is in two of them and two records of
one artifact never meet. What lies just below the line is doubtful: an editor, or a language model, may rule on it. Same
records and rulings, same answer, in whatever order they come and whichever side is named first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from decompose.domain.capability import Capability, prose
from decompose.domain.job_words import families_of, is_training, own_job, root, words_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A capability of A and one of B, by id, that do the same job; `why` says what speaks for it."""

    a: str
    b: str
    why: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Every capability of A and of B, by id, exactly once in `both`, `only_a` and `only_b`.

    `both` has the closest pairs first. `doubtful` are pairs for which something speaks, and not enough: of each
    record the likeliest; they are in neither table nor verdict.
    """

    both: tuple[Pair, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    doubtful: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided of pairs, by the ids of both: the same job or not, and the words that say who decided."""

    same: Mapping[frozenset[str], bool] = field(default_factory=dict)
    by: Mapping[frozenset[str], str] = field(default_factory=dict)


NO_RULINGS = Rulings()
# Measured on fixtures/alignment: above the upper line two records mostly do one job, below the lower one seldom.
SAME_JOB = 0.28
DOUBTFUL = 0.22
# From here on no language model is asked, and below the other none is either.
CERTAIN, FAR = 0.5, 0.03
MOST_UNCERTAIN = 3
# Among pairs that are ruled to be the same, the closest are taken.
_RULED = 0.6
WORDS_NAMED, FAMILIES_NAMED = 5, 2
_NAME, _INTENT, _PROSE, _THING = 1.5, 1.0, 1.0, 0.5
# What the similarity is made of: all words, the two headings most alike, all families, and the one told most surely;
# and the first two where a record tells no family.
_WORDS, _HEADINGS, _FAMILIES, _ONE_FAMILY = 0.5, 0.2, 0.2, 0.1
_WORDS_ALONE, _HEADINGS_ALONE = 0.7, 0.3
# What a heading is worth of which one word alone is shared.
_ONE_WORD = 0.7
# How sure a part of a record makes it that the record belongs to a family.
_BY_NAME, _BY_INTENT, _BY_SENTENCE = 0.6, 0.5, 0.3
# How much it counts that a pair is closer than the next best of either record.
_AHEAD = 0.3
_KNOWN_RECORDS, _KNOWN_PAIRS = 65_536, 256
_SENTENCE_END = re.compile(r"(?<=[.;])\s")


def align(a: Sequence[Capability], b: Sequence[Capability], rulings: Rulings = NO_RULINGS) -> Alignment:
    """The pairs that do the same job, and what is left over on each side in the order given."""
    candidates = _candidates(a, b, rulings, DOUBTFUL)
    both = tuple(sorted(assigned([pair for pair in candidates if pair.similarity >= SAME_JOB]), key=_closest_first))
    paired = {pair.a for pair in both}, {pair.b for pair in both}
    open_pairs = [pair for pair in candidates if pair.a not in paired[0] and pair.b not in paired[1]]
    return Alignment(
        both,
        tuple(record.id for record in a if record.id not in paired[0]),
        tuple(record.id for record in b if record.id not in paired[1]),
        tuple(sorted(assigned(open_pairs), key=_closest_first)),
    )


def uncertain(a: Sequence[Capability], b: Sequence[Capability], rulings: Rulings = NO_RULINGS) -> tuple[Pair, ...]:
    """The pairs of which the words say neither yes nor no and that nobody ruled on, by id.

    They are among the likeliest of either record, so that their number grows with the records and not with their
    square. Families are left out: what is asked, and was paid for, stays the same when they learn a phrasing.
    """
    candidates = _candidates(a, b, rulings, least=FAR, by_words=True)
    open_pairs = [pair for pair in candidates if pair.similarity < CERTAIN]
    by_record: dict[str, list[Pair]] = {}
    for pair in sorted(open_pairs, key=_closest_first):
        by_record.setdefault(f"a {pair.a}", []).append(pair)
        by_record.setdefault(f"b {pair.b}", []).append(pair)
    found = {pair for pairs in by_record.values() for pair in pairs[:MOST_UNCERTAIN]}
    return tuple(sorted(found, key=lambda pair: (pair.a, pair.b)))


def _closest_first(pair: Pair) -> tuple[float, str, str]:
    return -pair.similarity, min(pair.a, pair.b), max(pair.a, pair.b)


def _candidates(
    a: Sequence[Capability], b: Sequence[Capability], rulings: Rulings, least: float, *, by_words: bool = False
) -> list[Pair]:
    """Every pair that is at least so similar and that nobody ruled out."""
    found = []
    for pair in _all_pairs(tuple(map(_said, a)), tuple(map(_said, b)), by_words=by_words):
        both = frozenset({pair.a, pair.b})
        ruled = rulings.same.get(both)
        if ruled:
            similarity = round(_RULED + (1 - _RULED) * max(0.0, min(1.0, pair.similarity)), 4)
            found.append(replace(pair, why=rulings.by[both], similarity=similarity))
        elif ruled is None and pair.similarity >= least:
            found.append(pair)
    return found


# What a pair of artifacts says stays the same from one page of it to the next.
@lru_cache(_KNOWN_PAIRS)
def _all_pairs(a: tuple[_Said, ...], b: tuple[_Said, ...], *, by_words: bool) -> tuple[Pair, ...]:
    terms_a, terms_b = ({one[0]: _terms(*one[1:]) for one in side} for side in (a, b))
    if by_words:
        terms_a, terms_b = (
            {key: replace(one, families={}) for key, one in side.items()} for side in (terms_a, terms_b)
        )
    all_terms = [*terms_a.values(), *terms_b.values()]
    words, families = _rarity([one.weights for one in all_terms]), _rarity([one.families for one in all_terms])
    tells = _Tells(words, families, math.sqrt(math.log(1 + len(all_terms) / 2)))
    lengths = {id(one): (_length(one.weights, words), _length(one.families, families)) for one in all_terms}
    pairs = [
        _pair(id_a, id_b, x, y, tells, tuple(map(math.prod, zip(lengths[id(x)], lengths[id(y)], strict=True))))
        for id_a, x in terms_a.items()
        for id_b, y in terms_b.items()
    ]
    return tuple(_ahead(pairs))


def _length(parts: Mapping[str, float], tells: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum((part * tells[one]) ** 2 for one, part in parts.items()))


def _ahead(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs with what they are ahead of the next best of either record."""
    best: dict[tuple[str, str], list[float]] = {}
    for pair in pairs:
        for key in (("a", pair.a), ("b", pair.b)):
            best.setdefault(key, []).append(pair.similarity)
    for found in best.values():
        found.sort(reverse=True)
    for pair in pairs:
        others = [_next_best(best[key], pair.similarity) for key in (("a", pair.a), ("b", pair.b))]
        lifted = pair.similarity + _AHEAD * (pair.similarity - sum(others) / 2) if pair.similarity else 0.0
        yield replace(pair, similarity=round(lifted, 4))


def _next_best(found: Sequence[float], own: float) -> float:
    if found[0] > own:
        return found[0]
    return found[1] if len(found) > 1 else own


# -- what a record says ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terms:
    """The meanings of one record's words with their weights and the shortest spelling of each.

    `headings` are the meanings of its name and of each intent; `families` the jobs of the trade that its parts tell,
    and how surely, in 0..1.
    """

    weights: Mapping[str, float]
    spelling: Mapping[str, str]
    headings: tuple[frozenset[str], ...]
    families: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Tells:
    """How much a meaning, and how much a family, tells among the records at hand; `only_both` what just two have."""

    words: Mapping[str, float]
    families: Mapping[str, float]
    only_both: float


# Of a record its id, name, intents, description, and inputs with outputs.
_Said = tuple[str, str, tuple[str, ...], str, tuple[str, ...]]


def _said(record: Capability) -> _Said:
    things = (*record.inputs, *record.outputs)
    return record.id, record.name, record.intents, prose(record.of("description")), things


def terms_of(record: Capability) -> Terms:
    """The terms of a record; taken once from the same words."""
    return _terms(*_said(record)[1:])


@lru_cache(_KNOWN_RECORDS)
def _terms(name: str, intents: tuple[str, ...], description: str, things: tuple[str, ...]) -> Terms:
    weights: dict[str, float] = {}
    spelling: dict[str, str] = {}
    headings = []
    fields = [(name, _NAME), *((intent, _INTENT) for intent in intents), (description, _PROSE)]
    trains = is_training(name)
    for text, weight in (*fields, *((thing, _THING) for thing in things)):
        found = words_of(own_job(text, trains=trains))
        for meaning, word in found:
            weights[meaning] = max(weight, weights.get(meaning, 0.0))
            spelling[meaning] = min(word, spelling.get(meaning, word), key=lambda form: (len(form), form))
        headings += [frozenset(meaning for meaning, _ in found)] if found and weight in (_NAME, _INTENT) else []
    return Terms(weights, spelling, tuple(headings), _families(name, intents, description))


def _families(name: str, intents: Sequence[str], description: str) -> dict[str, float]:
    """How surely a record belongs to each family, as if its parts told it independently."""
    parts = [(name, _BY_NAME), *((intent, _BY_INTENT) for intent in intents)]
    parts += [(sentence, _BY_SENTENCE) for sentence in _SENTENCE_END.split(description)]
    trains = is_training(name)
    doubt: dict[str, float] = {}
    for text, surely in parts:
        for family in families_of(own_job(text, trains=trains)):
            doubt[family] = doubt.get(family, 1.0) * (1 - surely)
    return {family: round(1 - left, 6) for family, left in doubt.items()}


def _rarity(records: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How much a meaning or family tells: the root of log(1 + records / records with it)."""
    count = Counter(one for record in records for one in record)
    return {one: math.sqrt(math.log(1 + len(records) / times)) for one, times in count.items()}


# -- what speaks for a pair ----------------------------------------------------------------------------------


def _pair(a: str, b: str, x: Terms, y: Terms, tells: _Tells, lengths: Sequence[float]) -> Pair:
    """Two records; `lengths` are the products of theirs, in words and in families."""
    words, shared_words = _cosine(x.weights, y.weights, tells.words, lengths[0])
    families, shared_families = _cosine(x.families, y.families, tells.families, lengths[1])
    heading = max((_alike(one, other, tells.words) for one in x.headings for other in y.headings), default=0.0)
    similarity = _WORDS_ALONE * words + _HEADINGS_ALONE * heading
    if x.families and y.families:
        similarity = _WORDS * words + _HEADINGS * heading
        similarity += _FAMILIES * families + _ONE_FAMILY * _surest(x, y, tells)
    named = [_as_spelt(x.spelling[one], y.spelling[one]) for one in shared_words[:WORDS_NAMED]]
    why = [f"Shared words: {', '.join(named)}"] if named else []
    headed = [one for one in shared_families if min(x.families[one], y.families[one]) >= _BY_INTENT]
    why += [f"Both tell of {' and '.join(headed[:FAMILIES_NAMED])}"] if headed else []
    return Pair(a, b, ". ".join(why), round(similarity, 4))


def _cosine(
    x: Mapping[str, float], y: Mapping[str, float], tells: Mapping[str, float], length: float
) -> tuple[float, list[str]]:
    """How alike two records are in what both have, in 0..1, and what that is, the most telling first."""
    parts = {one: x[one] * y[one] * tells[one] ** 2 for one in sorted(x.keys() & y.keys())}
    if not parts:
        return 0.0, []
    return math.fsum(parts.values()) / length, sorted(parts, key=lambda one: (-round(parts[one], 9), one))


def _surest(x: Terms, y: Terms, tells: _Tells) -> float:
    """The family to which both belong most surely; 1 where no doubt is left and no other record has it."""
    both = x.families.keys() & y.families.keys()
    best = max((x.families[one] * y.families[one] * tells.families[one] for one in both), default=0.0)
    return best / tells.only_both if both else 0.0


def _as_spelt(one: str, other: str) -> str:
    """The shorter of two endings of a word; both where they are two words for one thing."""
    if root(one) == root(other):
        return min(one, other, key=lambda form: (len(form), form))
    return " or ".join(sorted((one, other)))


def _alike(x: frozenset[str], y: frozenset[str], tells: Mapping[str, float]) -> float:
    """How much of two headings is the same, by what it tells."""
    shared, all_of_both = (math.fsum(sorted(tells[one] for one in words)) for words in (x & y, x | y))
    return shared / all_of_both * (1 if len(x & y) > 1 else _ONE_WORD)


# -- one to one --------------------------------------------------------------------------------------------


def assigned(pairs: Sequence[Pair]) -> list[Pair]:
    """Of these pairs those that are closest all together, each id in one of them at most."""
    return [pair for group in _connected(pairs) for pair in _best_of(group)]


def _connected(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs in groups that have no id of a side in common."""
    waiting = list(pairs)
    while waiting:
        group = [waiting.pop()]
        ids_a, ids_b = {group[0].a}, {group[0].b}
        while joined := [pair for pair in waiting if pair.a in ids_a or pair.b in ids_b]:
            waiting = [pair for pair in waiting if not (pair.a in ids_a or pair.b in ids_b)]
            group += joined
            ids_a |= {pair.a for pair in joined}
            ids_b |= {pair.b for pair in joined}
        yield group


def _best_of(group: list[Pair]) -> list[Pair]:
    ids_a, ids_b = sorted({pair.a for pair in group}), sorted({pair.b for pair in group})
    if len(ids_a) == 1 or len(ids_b) == 1:
        return [min(group, key=_closest_first)]
    if ids_b < ids_a:
        turned = [replace(pair, a=pair.b, b=pair.a) for pair in group]
        return [replace(pair, a=pair.b, b=pair.a) for pair in _best_of(turned)]
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((len(ids_a), len(ids_b)))
    by_place = {(ids_a.index(pair.a), ids_b.index(pair.b)): pair for pair in group}
    for place, pair in by_place.items():
        table[place] = pair.similarity
    rows, columns = linear_sum_assignment(table, maximize=True)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    return [by_place[place] for place in places if place in by_place]
