"""How much of a source readers may see: its shown blocks, and its text with everything else blanked."""

from __future__ import annotations

import re

from decompose.domain.catalog import Source
from decompose.domain.document import Block, Publish, Span

_VISIBLE = re.compile(r"[^\n]")


def shown_blocks(source: Source) -> tuple[Block, ...]:
    """All blocks of a source published in full, none of an unpublished one, else those that hold cited words."""
    publish = source.revision.document.publish
    if publish is Publish.NONE:
        return ()
    blocks = source.revision.visible.blocks
    if publish is Publish.FULL:
        return blocks
    return tuple(block for block in blocks if any(block.span.overlaps(span) for span in source.cited))


def withheld_spans(source: Source) -> tuple[Span, ...]:
    """Visible words that readers are not shown though their block is: those addressed to a machine."""
    spans = (hidden.span for hidden in source.revision.visible.hidden)
    return tuple(sorted(span for span in spans if span.start < span.end))


def public_text(source: Source) -> str:
    """The visible text with each character that is not shown replaced by a space; "" where nothing is published."""
    if source.revision.document.publish is Publish.NONE:
        return ""
    text = source.revision.visible.text
    shown = [block.span for block in shown_blocks(source)]
    result = list(_VISIBLE.sub(" ", text))
    for span in shown:
        result[span.start : span.end] = text[span.start : span.end]
    for span in withheld_spans(source):
        result[span.start : span.end] = _VISIBLE.sub(" ", text[span.start : span.end])
    return "".join(result)
