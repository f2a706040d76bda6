"""What stays of something that was removed for good: who decided what and when, and digests in the place of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from decompose.domain.capability import Reason
from decompose.domain.identity import content_hash
from decompose.domain.review import ReviewItem

# A removed word or two is said by others too.
_LEAST = 12
BLOT = "[removed]"


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences that shall stand nowhere any more."""

    sentences: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Iterable[str]) -> Words:
        """The longest first, so that no part of one is left where it holds another."""
        found = {one.strip() for one in sentences if len(one.strip()) >= _LEAST}
        return cls(tuple(sorted(found, key=lambda one: (-len(one), one))))

    def are_in(self, value: Any) -> bool:
        """Whether one of them is in a string anywhere in a JSON value."""
        return bool(self.blotted(value) != value)

    def blotted(self, value: Any) -> Any:
        """A JSON value without them."""
        if isinstance(value, str):
            return self._pattern().sub(BLOT, value) if self.sentences else value
        if isinstance(value, dict):
            return {name: self.blotted(inner) for name, inner in value.items()}
        return [self.blotted(inner) for inner in value] if isinstance(value, list | tuple) else value

    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.sentences)))


def digest_of(words: str) -> str:
    """What stays of words: it tells whoever has them that these were the ones, and nobody else anything."""
    return f"sha256:{content_hash(words.encode())}"


def sealed(item: ReviewItem) -> ReviewItem:
    """A state of an item as the trail keeps it when its subject is removed."""
    return replace(
        item,
        new=digest_of(item.new),
        old=None if item.old is None else digest_of(item.old),
        evidence=(),
        flags=tuple(Reason(flag.check, digest_of(flag.detail)) for flag in item.flags),
        edit=None if item.edit is None else replace(item.edit, text=digest_of(item.edit.text), evidence=(), reasons=()),
        pending=None
        if item.pending is None
        else replace(item.pending, text=digest_of(item.pending.text), evidence=(), reasons=()),
        lease=None,
    )
