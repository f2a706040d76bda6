"""Visible words that speak to a language model instead of to a reader.

They stay in the text, an editor sees them as such, and nothing that overlaps them can be quoted. The patterns want an
order given to a reader that is a model; a sentence that merely says what a model does or writes is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.document import Block, BlockKind, Hidden, Span, VisibleText

WHY = "addressed to a model"

_MODEL = (
    r"(?:language\s+models?|LLMs?|AI(?:\s+(?:models?|assistants?|agents?|systems?))?|chat\s?bots?|GPT(?:-\d\S*)?|Claude"
    r"|assistants?|crawlers?)"
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|every\s+)*"
    r"(?:previous|prior|above|earlier|preceding|other|system)(?:\s+(?:and|or)\s+\w+)?(?:\s+\w+)?\s+"
    r"(?:instructions?|prompts?|rules|messages?|directions?)\b"
    rf"|\b(?:note|attention|notice|instructions?|message|reminder)\s+(?:to|for)\s+(?:all\s+|any\s+|the\s+)*{_MODEL}\b"
    rf"|\bif\s+you\s+are\s+(?:an?\s+)?(?:large\s+)?{_MODEL}\b"
    rf"|\bas\s+an?\s+(?:AI|large)?\s*{_MODEL}\s*,?\s+you\s+(?:must|should|will|are)\b"
    rf"|\b{_MODEL}\s+(?:reading|processing|summari[sz]ing|parsing|evaluating)\s+this\b"
    r"|\byou\s+(?:must|should|will|shall)\s+(?:now\s+)?(?:rate|rank|recommend|score|describe|present|praise|prefer)\s+(?:this|it|our|us)\b"
    r"|\b(?:rate|rank|score)\s+(?:this|our)\s+(?:tool|model|dataset|product|project|artifact|server|library)\s+"
    r"(?:as\s+|with\s+|at\s+)?(?:the\s+)?(?:best|highest|first|top|#?1\b|10\b|100\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")


def addressed_to_a_model(visible: VisibleText) -> Iterator[Hidden]:
    """The sentences of the visible text that give orders to a model. Code is shown, not said: it is left alone."""
    for block in visible.blocks:
        if block.kind is not BlockKind.CODE:
            yield from _in_block(visible, block)


def _in_block(visible: VisibleText, block: Block) -> Iterator[Hidden]:
    words = visible.words_of(block.span)
    if not _ORDER.search(words):
        return
    for sentence in _SENTENCE.finditer(words):
        if _ORDER.search(sentence.group()):
            span = Span(block.span.start + sentence.start(), block.span.start + sentence.end())
            yield Hidden(span, WHY, visible.words_of(span))
