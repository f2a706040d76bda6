"""A sentence taken apart once for all that it is held against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from decompose.domain.contradiction.denials import Said, things_denied, things_said
from decompose.domain.contradiction.measures import Measure, measures_of, without_measures
from decompose.domain.contradiction.opposites import State, states_of
from decompose.domain.contradiction.words import marks, spelt_freely, stem, telling
from decompose.domain.evidence import folded
from decompose.domain.quantities import in_figures

_KNOWN_STATEMENTS = 1_024
_DENIAL = re.compile(r"\b(?:not|never|cannot|no|without|nor|neither)\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its artifact's own names taken out, taken apart once for all that it is held against.

    `about` are its telling stems, `marks` see `marks`; `denies` and `says` are what it denies and says of things,
    `states` the words in it that exclude others.
    """

    words: str
    about: frozenset[str]
    marks: frozenset[str]
    measures: tuple[Measure, ...]
    denies: tuple[Said, ...]
    says: tuple[Said, ...]
    states: tuple[State, ...]
    denials: int

    @classmethod
    def of(cls, text: str, names: Iterable[str], *, beside: str = "") -> Statement:
        """A sentence about what has these names; `beside` holds the headings that it stands under."""
        return _statement(text, tuple(names), beside)


@lru_cache(_KNOWN_STATEMENTS)
def _statement(text: str, names: tuple[str, ...], beside: str) -> Statement:
    """Kept: a sentence is held against those of its document, and soon after against all of its artifact."""
    words = folded(text)
    for name in sorted(names, key=len, reverse=True):
        words = spelt_freely(folded(name)).sub("it", words)
    flat = in_figures(words)
    measures = tuple(measures_of(flat))
    bare = without_measures(flat, measures)
    apart = marks(bare) | _headed(beside)
    return Statement(
        words=flat,
        about=telling(bare),
        marks=apart,
        measures=measures,
        denies=things_denied(flat),
        says=things_said(flat),
        states=tuple(states_of(flat)),
        denials=len(_DENIAL.findall(flat)),
    )


def _headed(beside: str) -> frozenset[str]:
    """What headings set apart; the capitals of a title name nothing."""
    words = marks(beside.casefold())
    return words - {stem(word) for word in ("build", "test", "install", "development", "training")}


def set_apart(one: Statement, other: Statement) -> frozenset[str]:
    """The marks of one side alone; a word that begins the other sentence is there, whatever its capital means."""
    mine = {mark for mark in one.marks - other.marks if stem(mark) not in other.about}
    return frozenset(mine | {mark for mark in other.marks - one.marks if stem(mark) not in one.about})
