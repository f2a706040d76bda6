"""Sentences as the checks see them: words by their meaning, clauses by their ends."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import snowballstemmer

from decompose.domain.any_case import AnyCase
from decompose.domain.claim_check.families import AGAIN, FAMILIES
from decompose.domain.claim_check.opposites import EXCLUSIVE
from decompose.domain.claim_check.synonyms import SYNONYMS
from decompose.domain.claim_check.vocabulary import ALIASES, GRADED, IRREGULAR, LIGHT, STOP
from decompose.domain.document import Span
from decompose.domain.evidence import canonical, folded

_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()
_WORD = re.compile(r"[^\W\d_]{2,}(?:'[a-z]{1,2}\b)?")
_BRITISH = ((re.compile(r"is(e[ds]?|ing|ations?|ers?)$"), r"iz\1"), (re.compile(r"our(s|ed|ing|able)?$"), r"or\1"))
_SHORTEST_BRITISH = 6
_KNOWN_STEMS = 65_536
_KNOWN_SENTENCES = 1_024


def _grades(word: str) -> tuple[str, str]:
    root = "bigg" if word == "big" else re.sub("y$", "i", word.removesuffix("e"))
    return f"{root}er", f"{root}est"


GRADES = {grade: word for word in GRADED for grade in _grades(word)}
"""Comparatives and superlatives that are made by an ending, and the word that each of them grades."""
_VERBS = {form: verb for verb, *forms in map(str.split, IRREGULAR.strip().splitlines()) for form in forms}
# "LLM-Bench" is a name.
_LLM, _LLM_IN_WORDS = re.compile(r"(?<![\w-])LLM(?=s?\b)(?!-[A-Z])"), "language model"


def _american(word: str) -> str:
    if len(word) >= _SHORTEST_BRITISH:
        for ending, american in _BRITISH:
            word = ending.sub(american, word)
    return word


def _with_plural(noun: str) -> tuple[str, str]:
    return noun, f"{noun.removesuffix('y')}ies" if re.search("[^aeiou]y$", noun) else f"{noun}s"


_FAMILY = {
    form: _american(first)
    for first, *others in map(str.split, FAMILIES.strip().splitlines())
    for other in others
    for form in _with_plural(_american(other))
}


@lru_cache(_KNOWN_STEMS)
def stem(word: str) -> str:
    """The word without its ending, in lower case and American spelling; for a family its first word stands."""
    plain = _plain(word)
    return _without_ending(_FAMILY.get(plain, plain))


@lru_cache(_KNOWN_STEMS)
def ending_cut(word: str) -> str:
    """The word without its ending, in lower case and American spelling, whatever its family."""
    return _without_ending(_plain(word))


def _plain(word: str) -> str:
    folded = word.casefold().removesuffix("'s")
    return _american(GRADES.get(folded) or _VERBS.get(folded, folded))


def _without_ending(word: str) -> str:
    # A stemmer keeps the word at hand in itself: of two threads one would get the other's.
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))


def _lines(table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(dict.fromkeys(stem(word) for word in line.split())) for line in table.splitlines() if line.strip()
    )


def _by_word(lines: Iterable[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        for word in line:
            found.setdefault(word, set()).update(other for other in line if other != word)
    return {word: frozenset(others) for word, others in found.items()}


def by_line(table: str) -> dict[str, frozenset[str]]:
    """The stems of a table that has one meaning a line, each with those beside it."""
    return _by_word(_lines(table))


def _with_synonyms(others: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """What excludes slow excludes what means the same as slow, and the other way round; no word excludes its own."""
    found: dict[str, set[str]] = {}
    for word, excluded in others.items():
        same = _SAME.get(word, frozenset())
        for one in {word, *same}:
            for other in excluded - same - {one} - _SAME.get(one, frozenset()):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return {word: frozenset(excluded) for word, excluded in found.items()}


def _aliases() -> str:
    """The names of one letters-only word each that stand for one another, a line each."""
    lines = ([name for name in line.split() if name.isalpha() and len(name) > 1] for line in ALIASES.splitlines())
    return "\n".join(" ".join(names) for names in lines if len(names) > 1)


_SAME = by_line("\n".join((SYNONYMS, _aliases(), *(f"{verb} re{verb}" for verb in AGAIN.split()))))
_OTHER = by_line(EXCLUSIVE)
_ALL_OTHERS = _with_synonyms(_OTHER)
_STOP = frozenset(stem(word) for word in STOP) | STOP
_LIGHT = frozenset(stem(word) for word in LIGHT)


def synonyms(word: str) -> frozenset[str]:
    """Stems that may stand for a stem; without itself."""
    return _SAME.get(word, frozenset())


def exclusive(word: str) -> frozenset[str]:
    """Stems that mean something else of the same sort."""
    return _ALL_OTHERS.get(word, frozenset())


def excludes_outright(word: str, others: Iterable[str]) -> bool:
    """Whether the stem itself, and no synonym of it, is set against one of the others."""
    return not _OTHER.get(word, frozenset()).isdisjoint(others)


def is_light(word: str) -> bool:
    """Whether any sentence may use the stem to rephrase another."""
    return word in _LIGHT


def spelt_out(words: str) -> str:
    """The one abbreviation that every document uses, in words."""
    return _LLM.sub(_LLM_IN_WORDS, words)


def places_in(text: str) -> list[Span]:
    """For every character of the sentence that is made of a text, the place in the text that it comes from."""
    form = canonical(text)
    places, at = [Span(start, end) for start, end in zip(form.starts, form.ends, strict=True)], 0
    found: list[Span] = []
    for match in _LLM.finditer(form.words):
        whole = Span(places[match.start()].start, places[match.end() - 1].end)
        found += [*places[at : match.start()], *[whole] * len(_LLM_IN_WORDS)]
        at = match.end()
    return [*found, *places[at:]]


def whole_words(alternatives: str) -> AnyCase:
    """A pattern for any of the alternatives, as whole words, in any case."""
    return AnyCase(rf"\b(?:{alternatives})\b")


_NEGATED = re.compile(r"(?:\bnot|n't)\s(?:yet\s|very\s|fully\s)?([a-z]{4,})", re.IGNORECASE)


def negated(text: str) -> Iterator[str]:
    """The stems that say what a text denies of a word: what is not secure is insecure, what is not signed unsigned."""
    for found in _NEGATED.finditer(text):
        yield from (stem(f"{prefix}{found[1]}") for prefix in ("in", "un"))


_UNDENIED = re.compile(
    r"\b(?:un|non-?)([a-z]{3,}(?:ed|able|ible|ing|ly|en))\b|\bnon-([a-z]{4,})\b"
    r"|\b(?:in|im|ir|il|dis)(secure|complete|visible|active|accurate|compatible|correct|consistent|dependent|valid"
    r"|sufficient|direct|possible|regular|reversible|relevant|legal|connected|accessible|frequent|precise|mutable)\b",
    re.IGNORECASE,
)


_OFFLINE = whole_words(r"offline|air-?gapped")
_NETWORK = frozenset(stem(word) for word in ("internet", "network", "connection", "connectivity"))


def undenied(text: str) -> Iterator[str]:
    """The stems of words that others deny by themselves: of unsigned signed, of insecure secure, of offline network."""
    yield from (stem(next(filter(None, found.groups()))) for found in _UNDENIED.finditer(text))
    if _OFFLINE.search(text):
        yield from _NETWORK


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts: its stem, and its place [start, end) in the sentence."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A text in canonical form, with its words; `respelt` are stems that it says in another spelling."""

    text: str
    respelt: frozenset[str] = frozenset()

    @staticmethod
    @lru_cache(_KNOWN_SENTENCES)
    def of(text: str) -> Sentence:
        """Kept for a while: a claim that repeats its quote, and a quote of several claims, are taken apart once."""
        return Sentence(spelt_out(folded(text)))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that carry an assertion, in order."""
        found = ((match, stem(match.group())) for match in _WORD.finditer(self.text))
        return tuple(
            Word(stem_, match.start(), match.end())
            for match, stem_ in found
            if match.group().casefold() not in STOP and stem_ not in _STOP
        )

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        """The stems of every word, those without an assertion too."""
        return frozenset(stem(match.group()) for match in _WORD.finditer(self.text))

    @cached_property
    def meanings(self) -> frozenset[str]:
        """The stems of the words and of all their synonyms."""
        parts = {stem(part) for part in _HUMPS.findall(self.text)}
        return self.stems.union(self.respelt, parts, *(synonyms(word) for word in self.stems), negated(self.text))

    @cached_property
    def clauses(self) -> tuple[Sentence, ...]:
        """Its parts between points, commas, brackets and conjunctions."""
        parts = (part.strip() for part in _CLAUSE_END.split(self.text))
        return tuple(Sentence(part) for part in parts if part)

    def place_of(self, stems: Collection[str]) -> Span | None:
        """From the first to the last word that says the same as one of the stems; None where no word does."""
        found = [word for word in self.words if word.stem in stems or not synonyms(word.stem).isdisjoint(stems)]
        return Span(found[0].start, found[-1].end) if found else None

    def means(self, word: str) -> bool:
        """Whether a word of the sentence says the same as the stem."""
        return word in self.meanings


# The words of setViewport.
_HUMPS = re.compile(r"(?<![A-Za-z])[a-z]{3,}(?=[A-Z][a-z])|(?<=[a-z])[A-Z][a-z]{2,}(?![a-z])")
_CLAUSE_END = re.compile(
    r"[.!?;:,](?=\s|$)|\n|\s(?:and|(?<!nothing )(?<!nobody )(?<!no one )(?<!none )but|while|whereas"
    r"|although|though|however|so that|which|because)\s"
    r"|\s(?=without being )"
    r"|\s(?=(?:if(?! (?:needed|necessary)\b)|when|unless|in case)\s)|\s-\s|[()]",
    re.IGNORECASE,
)
