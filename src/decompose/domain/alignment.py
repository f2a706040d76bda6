"""Which capabilities of two artifacts do the same job, judged by what their records say of it.

A record counts as the words of its name most, then of its intents, then of description, inputs and outputs
(`job_words`), and as the jobs of the trade that they tell (`job_families`), the more surely the more of its parts tell
it. What a thing will do that a record trains is not the record's own job and does not count. What many of the records
at hand share tells less. Half of the similarity weighs that by hand; the other half compares part with part, and
sequences of letters, by weights that were learnt from labelled pairs (`job_weights`).

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
from itertools import chain

from decompose.domain.capability import Capability, prose
from decompose.domain.job_weights import BIAS, WEIGHTS
from decompose.domain.job_words import ACTS, deed_of, families_of, is_training, own_job, root, words_of


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
DOUBTFUL = 0.15
# From here on no language model is asked, and below the other none is either.
CERTAIN, FAR = 0.5, 0.03
MOST_UNCERTAIN = 3
# Of what is farther apart by the formula, no more is asked.
_NEAR = 0.08
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
# What likeness in so few words is worth where no family is told by both headings, and what it is in half a job. That
# much is left of both: it may be doubtful still, and makes no pair by itself, however far ahead of others it is.
_FEW, _SLIGHT, _HALF_A_JOB, _LEFT_OPEN = 3, 0.7, 0.0, 0.2
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
    terms_a, terms_b = ([_terms(*one[1:]) for one in side] for side in (a, b))
    if by_words:
        terms_a, terms_b = ([replace(one, families={}) for one in side] for side in (terms_a, terms_b))
    measured_a, measured_b, tells = _measured(terms_a, terms_b)
    pairs = [
        _pair(one[0], other[0], x, y, tells, by_words=by_words)
        for one, x in zip(a, measured_a, strict=True)
        for other, y in zip(b, measured_b, strict=True)
    ]
    return tuple(_ahead(pairs))


def _measured(a: Sequence[Terms], b: Sequence[Terms]) -> tuple[list[_Measured], list[_Measured], _Tells]:
    """The terms of both sides with their lengths, and what tells how much among them."""
    both = [*a, *b]
    tells = _Tells(
        _rarity([one.weights for one in both]),
        _rarity([one.families for one in both]),
        _rarity([one.parts.letters for one in both]),
        _rarity([one.parts.letters_headed for one in both]),
        math.sqrt(math.log(1 + len(both) / 2)),
    )
    return [_Measured.of(one, tells) for one in a], [_Measured.of(one, tells) for one in b], tells


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
    and how surely, in 0..1; `parts` the meanings of each of its parts, to be compared with the same part of another;
    `deed` whether its name tells that something is read or changed, "" where it tells neither or both.
    """

    weights: Mapping[str, float]
    spelling: Mapping[str, str]
    headings: tuple[frozenset[str], ...]
    families: Mapping[str, float]
    parts: Parts
    deed: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The meanings of the parts of a record; `things` are its inputs and outputs together.

    `letters` are sequences of letters in name, intents and description, `letters_headed` those in name and intents.
    """

    name: frozenset[str]
    intents: tuple[frozenset[str], ...]
    description: frozenset[str]
    things: frozenset[str]
    letters: Mapping[str, float]
    letters_headed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Tells:
    """How much something tells among the records at hand; `only_both` is what a family tells that just two have."""

    words: Mapping[str, float]
    families: Mapping[str, float]
    letters: Mapping[str, float]
    letters_headed: Mapping[str, float]
    only_both: float


# Words with what they tell together, as a length or as a sum; sequences of letters with what each tells, as a length.
_Weighed = tuple[frozenset[str], float]
_Told = tuple[Mapping[str, float], float]


@dataclass(frozen=True, slots=True)
class _Measured:
    """The terms of a record, with lengths and sums of its parts, taken once for all its pairs."""

    terms: Terms
    words: float
    families: float
    letters: _Told
    letters_headed: _Told
    name: _Weighed
    intents: tuple[_Weighed, ...]
    description: _Weighed
    things: _Weighed
    objects: _Weighed
    everything: frozenset[str]
    headed: _Weighed
    headings: tuple[_Weighed, ...]

    @classmethod
    def of(cls, terms: Terms, tells: _Tells) -> _Measured:
        def long(words: frozenset[str]) -> _Weighed:
            return words, math.sqrt(math.fsum(tells.words[word] ** 2 for word in words))

        def summed(words: frozenset[str]) -> _Weighed:
            return words, math.fsum(tells.words[word] for word in words)

        def told(letters: Mapping[str, float], tells: Mapping[str, float]) -> _Told:
            found = {one: times * tells[one] for one, times in letters.items()}
            return found, math.sqrt(math.fsum([value * value for value in found.values()]))

        parts = terms.parts
        everything = frozenset(terms.weights)
        headings = (parts.name, *parts.intents)
        return cls(
            terms,
            _length(terms.weights, tells.words),
            _length(terms.families, tells.families),
            told(parts.letters, tells.letters),
            told(parts.letters_headed, tells.letters_headed),
            long(parts.name),
            tuple(map(long, parts.intents)),
            long(parts.description),
            long(parts.things),
            long(everything - ACTS),
            everything,
            summed(frozenset().union(*headings)),
            tuple(summed(words) for words in headings if len(words) > 1),
        )


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
    fields += [(thing, _THING) for thing in things]
    trains = is_training(name)
    told = [words_of(own_job(text, trains=trains)) for text, _ in fields]
    for (_, weight), found in zip(fields, told, strict=True):
        for meaning, word in found:
            weights[meaning] = max(weight, weights.get(meaning, 0.0))
            spelling[meaning] = min(word, spelling.get(meaning, word), key=lambda form: (len(form), form))
        headings += [frozenset(meaning for meaning, _ in found)] if found and weight in (_NAME, _INTENT) else []
    sets = [frozenset(meaning for meaning, _ in found) for found in told]
    last = len(intents) + 1
    spelt = [[word for _, word in found] for found in told]
    parts = Parts(
        sets[0],
        tuple(sets[1:last]),
        sets[last],
        frozenset().union(*sets[last + 1 :]),
        _letters(chain.from_iterable(spelt[: last + 1])),
        _letters(chain.from_iterable(spelt[:last])),
    )
    return Terms(weights, spelling, tuple(headings), _families(name, intents, description), parts, deed_of(name))


def _letters(words: Iterable[str]) -> dict[str, float]:
    """Sequences of three and of four letters, and how much each counts."""
    bounded = [f"^{word}$" for word in words]
    times = Counter(
        word[at : at + length] for word in bounded for length in (3, 4) for at in range(len(word) - length + 1)
    )
    return {letters: 1 + math.log(count) for letters, count in times.items()}


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


def _pair(a: str, b: str, one: _Measured, other: _Measured, tells: _Tells, *, by_words: bool) -> Pair:
    x, y = one.terms, other.terms
    words, shared_words = _cosine(x.weights, y.weights, tells.words, one.words * other.words)
    if not shared_words:
        return Pair(a, b, "", 0.0)
    families, shared_families = _cosine(x.families, y.families, tells.families, one.families * other.families)
    heading = _heading(x, y, tells.words)
    if by_words:
        similarity = _WORDS_ALONE * words + _HEADINGS_ALONE * heading
    else:
        given = {"words": words, "heading": heading, "families": families, "surest_family": _surest(x, y, tells)}
        similarity = _by_hand(given, has_families=bool(x.families and y.families))
        likely = _learnt(given | _features(one, other, tells)) if similarity >= _NEAR else 0.0
        similarity = (similarity + likely) / 2
        weighed = similarity * _weight_of_evidence(x, y, shared_words, shared_families)
        similarity = max(weighed, min(similarity, _LEFT_OPEN))
    named = [_as_spelt(x.spelling[word], y.spelling[word]) for word in shared_words[:WORDS_NAMED]]
    why = [f"Shared words: {', '.join(named)}"] if named else []
    headed = [family for family in shared_families if min(x.families[family], y.families[family]) >= _BY_INTENT]
    why += [f"Both tell of {' and '.join(headed[:FAMILIES_NAMED])}"] if headed else []
    return Pair(a, b, ". ".join(why), round(similarity, 4))


def _weight_of_evidence(x: Terms, y: Terms, shared: Sequence[str], families: Sequence[str]) -> float:
    """What likeness is worth by how much there is to be alike in: short records are alike in little.

    One word alone is an act or an object, and two objects are no act: a job is both. A name that says the whole of
    another's says its job. What reads a thing is another job than what changes it.
    """
    names = x.parts.name, y.parts.name
    if x.deed and y.deed and x.deed != y.deed:
        return _HALF_A_JOB
    if names[0] == names[1]:
        return 1.0
    if len(shared) == 1:
        return _HALF_A_JOB
    if len(shared) > _FEW or any(min(x.families[one], y.families[one]) >= _BY_INTENT for one in families):
        return 1.0
    whole = min(names, key=len)
    if whole == names[0] & names[1] and len(whole) > 1 and not whole.isdisjoint(ACTS):
        return 1.0
    return _HALF_A_JOB if len(shared) == 2 and ACTS.isdisjoint(shared) else _SLIGHT


def _by_hand(found: Mapping[str, float], *, has_families: bool) -> float:
    if not has_families:
        return _WORDS_ALONE * found["words"] + _HEADINGS_ALONE * found["heading"]
    of_words = _WORDS * found["words"] + _HEADINGS * found["heading"]
    return of_words + _FAMILIES * found["families"] + _ONE_FAMILY * found["surest_family"]


def _learnt(found: Mapping[str, float]) -> float:
    """How likely it is that two records do one job, by weights that were learnt from labelled pairs."""
    return 1 / (1 + math.exp(-BIAS - math.fsum(WEIGHTS[name] * value for name, value in found.items())))


def parts_alike(a: Sequence[Capability], b: Sequence[Capability]) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Every pair by its ids, with how alike both are in each respect, in 0..1: what weights are learnt for."""
    measured_a, measured_b, tells = _measured([terms_of(record) for record in a], [terms_of(record) for record in b])
    for one, x in zip(a, measured_a, strict=True):
        for other, y in zip(b, measured_b, strict=True):
            words, _ = _cosine(x.terms.weights, y.terms.weights, tells.words, x.words * y.words)
            families, _ = _cosine(x.terms.families, y.terms.families, tells.families, x.families * y.families)
            given = {
                "words": words,
                "heading": _heading(x.terms, y.terms, tells.words),
                "families": families,
                "surest_family": _surest(x.terms, y.terms, tells),
            }
            yield one.id, other.id, given | _features(x, y, tells)


def _features(one: _Measured, other: _Measured, tells: _Tells) -> dict[str, float]:
    """What is learnt besides what is weighed by hand."""
    told = tells.words
    covered = _covered(one.headed, other.everything, told), _covered(other.headed, one.everything, told)
    whole = [_covered(heading, other.everything, told) for heading in one.headings]
    whole += [_covered(heading, one.everything, told) for heading in other.headings]
    intents = [_same(these, those, told) for these in one.intents for those in other.intents]
    return {
        "name": _same(one.name, other.name, told),
        "intent": max(intents, default=0.0),
        "description": _same(one.description, other.description, told),
        "things": _same(one.things, other.things, told),
        "objects": _same(one.objects, other.objects, told),
        "headings_said_least": min(covered),
        "headings_said_most": max(covered),
        "one_heading_said": max(whole, default=0.0),
        "letters": _dot(one.letters, other.letters),
        "letters_headed": _dot(one.letters_headed, other.letters_headed),
    }


def _heading(x: Terms, y: Terms, tells: Mapping[str, float]) -> float:
    """How alike the two headings are that are most alike."""
    return max((_alike(these, those, tells) for these in x.headings for those in y.headings), default=0.0)


def _same(one: _Weighed, other: _Weighed, tells: Mapping[str, float]) -> float:
    """How much of two parts of records is the same, by what it tells."""
    shared = one[0] & other[0]
    return math.fsum(tells[word] ** 2 for word in shared) / (one[1] * other[1]) if shared else 0.0


def _covered(heading: _Weighed, by: frozenset[str], tells: Mapping[str, float]) -> float:
    """How much of a heading another record says, wherever it does: a broad record may include a narrow one."""
    return math.fsum([tells[word] for word in heading[0] & by]) / heading[1] if heading[1] else 0.0


def _dot(one: _Told, other: _Told) -> float:
    (x, length_x), (y, length_y) = one, other
    shared = x.keys() & y.keys()
    return math.fsum([x[letters] * y[letters] for letters in shared]) / (length_x * length_y) if shared else 0.0


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
    shared, all_of_both = (math.fsum([tells[one] for one in words]) for words in (x & y, x | y))
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
