"""Which artifacts of the catalogue a sentence names: by their slugs, so that it costs the same in any catalogue.

Pages link whoever is named; what is said of him is held against his own records (`consistency`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from slugify import slugify

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, Claim

FIELD = "vs_alternatives"
_LONGEST_NAME = 5  # words
_MOST = 400  # slugs that one page asks for
# Sentences and names are the same document after document.
_KNOWN = 65_536
_WORD = re.compile(r"[^\s,;:()\[\]“”\"]+")
# A word in small letters alone may be a word of the language: `celery` is a vegetable.
_NAME_LIKE = re.compile(r"[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Rival:
    """An artifact that a claim names."""

    claim: str
    slug: str
    name: str


def possible(records: Iterable[Capability]) -> tuple[str, ...]:
    """The slugs that names in the sentences of `vs alternatives` may have, the first of them."""
    found = {slug: None for record in records for claim in record.of(FIELD) for slug in _runs(claim.text)}
    return tuple(found)[:_MOST]


def named(records: Iterable[Capability], known: Mapping[str, Artifact], hidden: Collection[str]) -> tuple[Rival, ...]:
    """Who of the known artifacts is named by which claim; of names inside a longer one only the longer."""
    found: list[Rival] = []
    for record in records:
        for claim in record.of(FIELD):
            runs = _runs(claim.text)
            slugs = [slug for slug in runs if slug in known and slug not in hidden]
            found += [Rival(claim.id, slug, known[slug].name) for slug in _longest(slugs, runs)]
    return tuple(found)


def rivals_of(claim: Claim, known: Collection[str], own: Iterable[str] = ()) -> tuple[str, ...]:
    """Which of these names, given as slugs, the claim is about: its `rival`, and whoever its comparison names.

    `own` are the artifact's names: a rival whose name stands within one is not named by it.
    """
    named_as = [slug] if claim.rival and (slug := slug_of(claim.rival)) in known else []
    if claim.field != FIELD:
        return tuple(named_as)
    runs, itself = _runs(claim.text), set(map(slug_of, own))
    longest = _longest([slug for slug in runs if slug in known or slug in itself], runs)
    return tuple(dict.fromkeys([*named_as, *(slug for slug in longest if slug in known)]))


def may_name(field: str, text: str, rival: str | None) -> frozenset[str]:
    """The slugs of the names that a claim of these words may be about."""
    runs = _runs(text).keys() if field == FIELD else frozenset[str]()
    return frozenset({*runs, slug_of(rival)} if rival else runs)


@lru_cache(_KNOWN)
def slug_of(name: str) -> str:
    """The slug that an artifact of that name would have."""
    return slugify(name)


def _longest(slugs: Iterable[str], runs: Mapping[str, tuple[int, int]]) -> list[str]:
    """Those of these names that stand in no longer one."""
    found = list(slugs)
    return [slug for slug in found if not any(_is_part(runs[slug], runs[other]) for other in found)]


@lru_cache(_KNOWN)
def _runs(sentence: str) -> Mapping[str, tuple[int, int]]:
    """Runs of words that look like a name, by the slug that it would have, with their places."""
    words = [(word.group().rstrip(".!?’'"), word.start()) for word in _WORD.finditer(sentence)]
    found: dict[str, tuple[int, int]] = {}
    for length in range(_LONGEST_NAME, 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            text = " ".join(word.removesuffix("’s").removesuffix("'s") for word, _ in run)
            is_sentence_start = length == 1 and at == 0
            if _NAME_LIKE.search(text) and not is_sentence_start and (slug := slug_of(text)):
                found.setdefault(slug, (run[0][1], run[-1][1] + len(run[-1][0])))
    return found


def _is_part(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]
