"""Patterns that take a word in any case, and are quick to say that a text has none.

A pattern for any case cannot pass over an alternative by its first letter, and takes three times as long to find
nothing as one for small letters. Most texts have no word of most patterns: each is first looked for in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_ESCAPE_OR_NAME = re.compile(r"\\.|\(\?P<\w+>|\(\?P=\w+\)")


@dataclass(frozen=True)
class AnyCase:
    """What a compiled pattern for any case offers, with the same results; compiled when a text is first looked at."""

    pattern: str
    flags: int = 0

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags | re.IGNORECASE)

    @cached_property
    def _small(self) -> re.Pattern[str]:
        """For texts in small letters; a pattern that names a capital means either."""
        has_capital = any(map(str.isupper, _ESCAPE_OR_NAME.sub("", self.pattern)))
        return self.whole if has_capital else re.compile(self.pattern, self.flags)

    def _is_missing(self, text: str) -> bool:
        # In other scripts some letters change their number in small letters, and some meet.
        return text.isascii() and self._small.search(text.lower()) is None

    def search(self, text: str) -> re.Match[str] | None:
        return None if self._is_missing(text) else self.whole.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.whole.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return iter(()) if self._is_missing(text) else self.whole.finditer(text)

    def findall(self, text: str) -> list[str]:
        return [] if self._is_missing(text) else self.whole.findall(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return text if self._is_missing(text) else self.whole.sub(by, text)
