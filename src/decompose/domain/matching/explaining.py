"""Why a result is one, in a sentence; and how alike two names are."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from decompose.domain.matching.ranking import NAME, Match
from decompose.domain.matching.words import Query, terms_of

_BEGINNING, _MISSPELT = 0.8, 0.7
_SHORTEST_BEGINNING, _SHORTEST_MISSPELT, _ALIKE = 3, 4, 0.8


def likeness(word: str, name: str) -> float:
    """How surely a word stands for a term of a name: as its beginning, or misspelt; 0 where neither.

    A term is a stem, so that a misspelt word is held against it as it is written and as its own stem.
    """
    if len(word) >= _SHORTEST_BEGINNING and name.startswith(word):
        return _BEGINNING
    is_long = min(len(word), len(name)) >= _SHORTEST_MISSPELT
    is_alike = is_long and any(
        SequenceMatcher(None, form, name).ratio() >= _ALIKE for form in dict.fromkeys((word, *terms_of(word)))
    )
    return _MISSPELT if is_alike else 0.0


def why(match: Match, query: Query, meant: Mapping[str, Mapping[str, float]]) -> str:
    """What of a query is in the record, what is not, and whether use speaks for it."""
    has = set(match.terms)
    said = [word for term, word in query.words.items() if term in has]
    guessed = [query.words.get(word, word) for word, terms in meant.items() if has & terms.keys()]
    near = bool(has & query.near.keys())
    missing = [word for term, word in query.words.items() if term not in has and word not in guessed]
    parts = []
    if said:
        named = set(match.candidate.fields[NAME])
        place = "its name" if all(term in named for term in query.words if term in has) else "its record"
        parts.append(f"{_listed(said)} {'is' if len(said) == 1 else 'are'} in {place}")
    if guessed:
        parts.append(f"{_listed(guessed)} {'is' if len(guessed) == 1 else 'are'} close to its name")
    if near and not said:
        parts.append("it speaks of the same subject in other words")
    if match.lifted:
        parts.append("people with like wishes chose it")
    if missing and parts:
        parts.append(f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} not")
    if match.nearness:
        parts.append("it is found by meaning as well" if parts else "it is found by meaning")
    sentence = "; ".join(parts) or "It resembles what was asked for"
    return f"{sentence[0].upper()}{sentence[1:]}."


_MOST_LISTED = 6


def _listed(words: list[str]) -> str:
    shown = [f"“{word}”" for word in words[:_MOST_LISTED]]
    more = f" and {len(words) - _MOST_LISTED} more" if len(words) > _MOST_LISTED else ""
    return ", ".join(shown) + more
