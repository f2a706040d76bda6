"""Where the words of one revision stand in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decompose.domain.document import Revision, Span
from decompose.domain.evidence import LONGEST_QUOTE, Evidence, locate, touches_hidden
from decompose.domain.workbench import Workbench

# Shorter quotes ("MIT", "5") stand somewhere in any document: the words around them must stand as well.
TELLING_QUOTE = 20


def relocated(
    evidence: Sequence[Evidence], bench: Workbench | None, was: Revision | None, near: Iterable[Span] = ()
) -> tuple[Evidence, ...] | None:
    """The same words in another revision, and None where one of them is not there, or not for readers.

    Args:
        was: the revision that the evidence is of, if known: the block around a quote tells which of two places is
            meant.
        near: where else the record's evidence stands.
    """
    if bench is None:
        return None
    found: dict[Evidence, None] = {}
    for item in evidence:
        home = _home(item, bench, was)
        if home is None and len(item.quote) < TELLING_QUOTE:
            return None
        span = locate(item.quote, bench.words, near=(home,) if home else near)
        if span is None or touches_hidden(span, bench.revision.visible.hidden):
            return None
        found[Evidence(bench.revision.id, span.start, span.end, bench.revision.visible.words_of(span))] = None
    return tuple(found)


def _home(item: Evidence, bench: Workbench, was: Revision | None) -> Span | None:
    """Where the block that a quote stood in stands now."""
    if was is None or was.id != item.revision:
        return item.span if item.revision == bench.revision.id else None
    blocks = (block.span for block in was.visible.blocks if block.span.covers(item.span))
    around = next((was.visible.words_of(span) for span in blocks), "")
    if not around or len(around) > LONGEST_QUOTE:
        return None
    return item.span if was.id == bench.revision.id else locate(around, bench.words)
