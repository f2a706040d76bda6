"""Patterns that are compiled when they are first used: most programs never read a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Late:
    """A pattern in any case, with the methods of a compiled one that are needed here."""

    spelling: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.spelling, re.IGNORECASE)

    def search(self, words: str) -> re.Match[str] | None:
        return self.compiled.search(words)

    def match(self, words: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.match(words, start)

    def fullmatch(self, words: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(words)

    def finditer(self, words: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(words)
