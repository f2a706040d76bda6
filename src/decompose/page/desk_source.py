"""A source as an editor sees it: all of its words, what readers never see marked as such, the cited spans in place.

Every character is shown: what has no shape of its own stands as the number that it has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from decompose.domain.document import Block, Hidden, Revision, Span
from decompose.domain.evidence import Evidence

# Blocks around the words that the editor came for.
_AROUND = 25
_SHAPELESS = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"})
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u115f\u1160\u3164"
_PLAIN = "\n\t "


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one sort: `text`, `cited`, `hidden` (visible and never quotable), `glyph`, or `removed` before here."""

    sort: str
    words: str
    anchor: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a source."""

    kind: str
    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class DeskSource:
    """The part of a source around the cited words. `first` is the anchor to scroll to."""

    revision: str
    origin: str
    passages: tuple[Passage, ...]
    before: int
    after: int
    first: str | None


def desk_source(
    revision: Revision, cited: Iterable[Evidence], *, quotes: Sequence[str] = (), whole: bool = False
) -> DeskSource:
    """A revision with the spans of evidence in it.

    Args:
        quotes: words that were given as evidence and were not found: hidden text that holds them is scrolled to.
        whole: show all of it.
    """
    visible = revision.visible
    spans = sorted({item.span for item in cited if item.revision == revision.id})
    suspects = [hidden for hidden in visible.hidden if any(_holds(hidden, quote) for quote in quotes)]
    focus = spans[0].start if spans else suspects[0].span.start if suspects else 0
    middle = next((n for n, block in enumerate(visible.blocks) if block.span.end >= focus), 0)
    low, high = (0, len(visible.blocks)) if whole else (max(0, middle - _AROUND), middle + _AROUND)
    shown = visible.blocks[low:high]
    passages = tuple(_passages(revision, shown, spans, is_end=high >= len(visible.blocks)))
    first = _anchor(spans[0]) if spans else _anchor_of_hidden(suspects[0]) if suspects else None
    return DeskSource(revision.id, revision.document.origin, passages, low, max(0, len(visible.blocks) - high), first)


def glyphs(words: str) -> tuple[Run, ...]:
    """Words with what has no shape set apart as its number: `U+200B`."""
    runs: list[Run] = []
    for character in words:
        sort = "glyph" if _is_shapeless(character) else "text"
        if sort == "glyph":
            runs.append(Run("glyph", f"U+{ord(character):04X}", why=unicodedata.name(character, "unnamed").lower()))
        elif runs and runs[-1].sort == "text":
            runs[-1] = Run("text", runs[-1].words + character)
        else:
            runs.append(Run("text", character))
    return tuple(runs)


def _passages(revision: Revision, blocks: Sequence[Block], spans: Sequence[Span], *, is_end: bool) -> Iterator[Passage]:
    removed = [hidden for hidden in revision.visible.hidden if hidden.span.start == hidden.span.end]
    for number, block in enumerate(blocks):
        is_last = is_end and number == len(blocks) - 1
        end = blocks[number + 1].span.start if number + 1 < len(blocks) else block.span.end + (1 if is_last else 0)
        here = [hidden for hidden in removed if block.span.start <= hidden.span.start < max(end, block.span.end)]
        yield Passage(block.kind.value, block.level, tuple(_runs(revision, block.span, spans, here)))
    if not blocks and removed:
        yield Passage("paragraph", 0, tuple(_removed(hidden) for hidden in removed))


def _runs(revision: Revision, stretch: Span, spans: Sequence[Span], removed: Sequence[Hidden]) -> Iterator[Run]:
    visible = revision.visible
    marked = [hidden for hidden in visible.unquotable if hidden.span.overlaps(stretch)]
    edges = {stretch.start, stretch.end}
    for span in (*spans, *(hidden.span for hidden in marked)):
        edges.update(edge for edge in (span.start, span.end) if stretch.start < edge < stretch.end)
    places = {hidden.span.start for hidden in removed if stretch.start < hidden.span.start < stretch.end}
    told: set[str] = set()
    for start, end in pairwise(sorted(edges | places)):
        yield from (_removed(hidden) for hidden in removed if hidden.span.start == start)
        piece = Span(start, end)
        under = next((hidden for hidden in marked if hidden.span.overlaps(piece)), None)
        cited = next((span for span in spans if span.overlaps(piece)), None)
        anchor = _anchor_of_hidden(under) if under else _anchor(cited) if cited else None
        sort = "hidden" if under else "cited" if cited else "text"
        for run in glyphs(visible.text[start:end]):
            own = anchor if anchor and anchor not in told else None
            told |= {own} if own else set()
            yield Run(sort if run.sort == "text" else run.sort, run.words, own, under.why if under else run.why)
    yield from (_removed(hidden) for hidden in removed if hidden.span.start >= stretch.end)


def _removed(hidden: Hidden) -> Run:
    words = "".join(run.words if run.sort == "text" else f"‹{run.words}›" for run in glyphs(hidden.words))
    return Run("removed", words, _anchor_of_hidden(hidden), hidden.why)


def _holds(hidden: Hidden, quote: str) -> bool:
    words, wanted = " ".join(hidden.words.split()), " ".join(quote.split())
    return bool(wanted) and (wanted in words or (len(words) > 10 and words in wanted))


def _is_shapeless(character: str) -> bool:
    if character in _PLAIN:
        return False
    return character in _SPACES or unicodedata.category(character) in _SHAPELESS


def _anchor(span: Span) -> str:
    return f"s-{span.start}-{span.end}"


def _anchor_of_hidden(hidden: Hidden) -> str:
    return f"h-{hidden.span.start}-{hidden.span.end}"
