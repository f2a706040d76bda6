"""A sentence in which the artifact goes by one name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from decompose.domain.contradiction import spelt_freely
from decompose.domain.evidence import folded

_TITLE_GOES_ON = re.compile(r"\s*[(:|]|\s+[-–—]\s")


def with_name(sentence: str, names: Iterable[str]) -> str:
    """The canonical sentence with NAME in the place of every name of the artifact."""
    words = folded(sentence)
    # A title may go on behind the name: "Tide (experimental)", "Tide: a store for readings".
    whole = {*names, *(_TITLE_GOES_ON.split(name)[0] for name in names)} - {""}
    for name in sorted(whole, key=len, reverse=True):
        words = spelt_freely(folded(name)).sub("NAME", words)
    return words
