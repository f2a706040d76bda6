"""What stands around a quote: the headings above it, the header of its table, the lead-in of its list.

Names and numbers of a claim may be found there; it is added by rule, never by the language model.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from decompose.domain.document import Block, BlockKind, Covered, Span, VisibleText

_LEAD_IN_END = ":"
# In characters. What is longer is no heading, and no row that anybody reads.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The context of every block of a document, made once for all quotes that are looked at.

    What may not be quoted vouches for nothing as context either.
    """

    visible: VisibleText
    starts: tuple[int, ...]
    contexts: tuple[tuple[Span, ...], ...]

    def of(self, span: Span) -> tuple[str, ...]:
        """The words around a span, outermost heading first; the whole row for a span inside a table row."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        last = max(bisect_right(self.starts, max(span.end - 1, span.start)) - 1, 0)
        found = [
            context for index in range(first, min(last + 1, len(self.contexts))) for context in self.contexts[index]
        ]
        return tuple(dict.fromkeys(self.visible.words_of(context)[:_LONGEST] for context in dict.fromkeys(found)))

    def start_of_block(self, offset: int) -> int:
        """Where the block begins in which an offset lies."""
        return self.starts[max(bisect_right(self.starts, offset) - 1, 0)] if self.starts else 0


def surroundings(visible: VisibleText) -> Surroundings:
    """One pass over the blocks."""
    headings: list[Block] = []
    heads: dict[int, Span] = {}
    lead_in: dict[int, Span] = {}
    previous: Block | None = None
    contexts: list[tuple[Span, ...]] = []
    unquotable = Covered.by(hidden.span for hidden in visible.unquotable)
    for block in visible.blocks:
        if block.kind is BlockKind.HEADING:
            headings = [above for above in headings if above.level < block.level]
        if block.is_head:
            heads.setdefault(block.group, block.span)
        if block.group and block.group not in lead_in and previous and _leads_in(visible, previous):
            lead_in[block.group] = previous.span
        around = [above.span for above in headings]
        around += [place for place in (lead_in.get(block.group), heads.get(block.group)) if place]
        if block.kind is BlockKind.ROW:
            around.append(block.span)
        if block.kind is BlockKind.CODE and previous and _leads_in(visible, previous):
            around.append(previous.span)
        contexts.append(tuple(place for place in around if not any(unquotable.under(place))))
        if block.kind is BlockKind.HEADING:
            headings.append(block)
        previous = block
    return Surroundings(visible, tuple(block.span.start for block in visible.blocks), tuple(contexts))


def _leads_in(visible: VisibleText, block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and visible.words_of(block.span).endswith(_LEAD_IN_END)
