"""Which artifacts of the catalogue a sentence names: by their slugs, so that it costs the same in any catalogue."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from slugify import slugify

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, Claim

FIELD = "vs_alternatives"
_LONGEST_NAME = 5  # words
_MOST = 400  # slugs that one page asks for
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
    found = {slug: None for record in records for claim in record.of(FIELD) for slug in _runs(claim)}
    return tuple(found)[:_MOST]


def named(records: Iterable[Capability], known: Mapping[str, Artifact], hidden: Collection[str]) -> tuple[Rival, ...]:
    """Who of the known artifacts is named by which claim; of names inside a longer one only the longer."""
    found: list[Rival] = []
    for record in records:
        for claim in record.of(FIELD):
            runs = _runs(claim)
            slugs = [slug for slug in runs if slug in known and slug not in hidden]
            longest = [slug for slug in slugs if not any(_is_part(runs[slug], runs[other]) for other in slugs)]
            found += [Rival(claim.id, slug, known[slug].name) for slug in longest]
    return tuple(found)


def _runs(claim: Claim) -> dict[str, tuple[int, int]]:
    """Runs of words that look like a name, by the slug that it would have, with their places."""
    words = [(word.group().rstrip(".!?’'"), word.start()) for word in _WORD.finditer(claim.text)]
    found: dict[str, tuple[int, int]] = {}
    for length in range(_LONGEST_NAME, 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            text = " ".join(word.removesuffix("’s").removesuffix("'s") for word, _ in run)
            is_sentence_start = length == 1 and at == 0
            if _NAME_LIKE.search(text) and not is_sentence_start and (slug := slugify(text)):
                found.setdefault(slug, (run[0][1], run[-1][1] + len(run[-1][0])))
    return found


def _is_part(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]
