"""What editors rejected of a document, for its next decomposition: each sentence goes where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.domain.evidence import folded

_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A sentence that an editor rejected, the code of his reason, and the words that it stood on."""

    text: str
    reason: str
    quotes: tuple[str, ...] = ()


def by_part(rejections: Iterable[Rejection], texts: Sequence[str]) -> tuple[tuple[Rejection, ...], ...]:
    """The rejections of each part of a document: where their quotes stand, else where most of their words do.

    A part about which nothing was rejected gets none, so that its call stays the same call.
    """
    rejections = tuple(rejections)
    given: list[list[Rejection]] = [[] for _ in texts]
    if not texts or not rejections:
        return tuple(() for _ in texts)
    shown = [folded(text) for text in texts]
    words = [set(_WORD.findall(text)) for text in shown]
    for rejection in rejections:
        places = [at for at, text in enumerate(shown) if any(folded(quote) in text for quote in rejection.quotes)]
        told = set(_WORD.findall(folded(rejection.text)))
        nearest = max(range(len(texts)), key=lambda at: (len(told & words[at]), -at))
        for at in places or [nearest]:
            given[at].append(rejection)
    return tuple(tuple(part) for part in given)
