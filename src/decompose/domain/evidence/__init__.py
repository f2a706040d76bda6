"""Quotes and where they stand: exact location of a quote in the visible text of a revision.

A quote is looked for after a canonicalisation that keeps an offset map: Unicode compatibility forms, quotation marks
and dashes are unified; white space and the bars between cells are folded and do not count before closing punctuation;
of the quote, the markup of Markdown, HTML and reStructuredText is taken off. Case counts and words count; an ellipsis
is no wild card. There is no fuzzy fall-back: a quote that is not there was not said. Nor was it said where its hit
begins or ends inside a longer word or number: "5000" is no part of "15000", "able" none of "Unable".
"""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.document import Span
from decompose.domain.evidence.canonical import Canonical, canonical, folded
from decompose.domain.evidence.locating import LONGEST_QUOTE, is_in_front_matter, locate, near_miss, touches_hidden
from decompose.domain.evidence.markup import without_markup

__all__ = [
    "LONGEST_QUOTE",
    "Canonical",
    "Evidence",
    "canonical",
    "folded",
    "is_in_front_matter",
    "locate",
    "near_miss",
    "touches_hidden",
    "without_markup",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a revision: `text[start:end]` of its visible text equals `quote`."""

    revision: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
