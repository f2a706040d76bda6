"""A sentence in which the artifact goes by one name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from decompose.domain.contradiction import spelt_freely
from decompose.domain.evidence import folded

_TITLE_GOES_ON = re.compile(r"\s*[(:|]|\s+[-–—]\s")
_KNOWN_ARTIFACTS = 1_024


def with_name(sentence: str, names: Iterable[str]) -> str:
    """The canonical sentence with NAME in the place of every name of the artifact."""
    words = folded(sentence)
    for name in _spellings(tuple(names)):
        words = name.sub("NAME", words)
    return words


@lru_cache(_KNOWN_ARTIFACTS)
def _spellings(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Kept: all sentences of a document are looked through for the same names."""
    # A title may go on behind the name: "Tide (experimental)", "Tide: a store for readings".
    whole = {*names, *(_TITLE_GOES_ON.split(name)[0] for name in names)} - {""}
    return tuple(dict.fromkeys(spelt_freely(folded(name)) for name in sorted(whole, key=len, reverse=True)))
