"""Texts and queries as terms: the one analysis that both databases index and that ranking reads.

A term is a run of letters and digits in lower case: the stem of a word, or two neighbouring characters of a script
that is written without spaces. So no term can be anything but a word to a database, whatever a user typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decompose.domain.claim_check.words import ending_cut as stem
from decompose.domain.matching.lexicon import FAINT, NEAR, STOP

# Goes up whenever the same artifacts would get other entries or terms: what was indexed before is then indexed anew.
ANALYSIS_VERSION = 2
LONGEST_QUERY = 4_000
MOST_TERMS = 48
LONGEST_TERM = 64
GRAM = 3

_NEAR_COUNTS, _FAINT_COUNTS = 0.3, 0.5
# Han, kana, Hangul: written without spaces between words, or with endings glued on.
_GLUED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_GLUED}]+|[^\\W_{_GLUED}]+")
_GLUED_RUN = re.compile(f"[{_GLUED}]")
_PIECE = 1 / 3
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: terms with their weights, and `words`, how each term was written.

    `near` are terms that mean about the same as one of the query's own.
    """

    terms: Mapping[str, float]
    near: Mapping[str, float]
    words: Mapping[str, str]

    @property
    def weights(self) -> dict[str, float]:
        return {**self.near, **self.terms}


def query_of(text: str) -> Query:
    """The terms of a query, at most `MOST_TERMS`; a text of nothing but small words keeps these."""
    spelt = list(_spelt(text[:LONGEST_QUERY]))
    telling = [(word, term) for word, term in spelt if word not in STOP] or spelt
    words: dict[str, str] = {}
    for word, term in telling:
        words.setdefault(term, word)
    words = dict(list(words.items())[:MOST_TERMS])
    terms = {term: _FAINT_COUNTS if term in _FAINT else 1.0 for term in words}
    near: dict[str, float] = {}
    for term, weight in terms.items():
        for other in _NEAR.get(term, ()):
            if other not in terms:
                near[other] = max(near.get(other, 0.0), weight * _NEAR_COUNTS)
    return Query(terms, near, words)


def intent_of(text: str) -> str:
    """The name that one wish has however it is spaced and capitalised: what "the same query" means."""
    return " ".join(word for word, _ in _spelt(text[:LONGEST_QUERY]))


def terms_of(text: str) -> list[str]:
    """The terms of a text in their order, small words left out."""
    return [term for word, term in _spelt(text) if word not in STOP]


def name_terms(name: str) -> list[str]:
    """The terms of a name as it is written and cut at the humps of its capitals, so that it counts twice."""
    return terms_of(name) + terms_of(_HUMP.sub(" ", name))


def grams_of(words: Iterable[str]) -> list[str]:
    """The three-letter pieces of words, by which a misspelt or unfinished name is found."""
    return list(dict.fromkeys(word[at : at + GRAM] for word in words for at in range(max(1, len(word) - GRAM + 1))))


def name_words(name: str) -> list[str]:
    """The words of a name as they are written, in lower case, whole and at the humps of its capitals."""
    return list(dict.fromkeys(word for form in (name, _HUMP.sub(" ", name)) for word, _ in _spelt(form)))


def _spelt(text: str) -> Iterator[tuple[str, str]]:
    """Every word as (how it is written, its term)."""
    for found in _RUN.finditer(_plain(text)):
        run = found.group()[:LONGEST_TERM]
        if _is_glued(run):
            yield from ((piece, piece) for piece in (run[at : at + 2] for at in range(max(1, len(run) - 1))))
        else:
            yield run, stem(run) or run


def length_of(terms: Iterable[str]) -> float:
    """How long a text is, in words: of glued scripts three terms make one, since they overlap and hold small words."""
    return sum(_PIECE if _is_glued(term) else 1.0 for term in terms)


def _is_glued(run: str) -> bool:
    return not run.isascii() and bool(_GLUED_RUN.match(run))


def _plain(text: str) -> str:
    """One form of each letter: compatibility forms and accents are folded."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare).casefold()


def _groups(table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        group = {stem(word) for word in line.split()}
        for term in group:
            found.setdefault(term, set()).update(group - {term})
    return {term: frozenset(others) for term, others in found.items()}


_NEAR = _groups(NEAR)
_FAINT = frozenset(stem(word) for word in FAINT)
