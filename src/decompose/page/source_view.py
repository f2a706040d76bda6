"""How a source is shown to readers: its blocks as plain words, the cited spans marked, and what is left out said.

A block is a run of pieces. Marks may overlap: where a span crosses the end of another, it is closed and opened again,
and only its first piece carries the anchor, so that every cited span has exactly one place to go to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from decompose.domain.catalog import Source
from decompose.domain.document import Block, BlockKind, Publish, Span
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.readership import shown_blocks, withheld_spans
from decompose.page.wording import count


class Step(StrEnum):
    """What a piece does."""

    TEXT = "text"
    OPEN = "open"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to print, a mark to open under the anchor `words`, one to open again, or one to close."""

    step: Step
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A block, or the row of a table: one run of pieces, or one for each cell."""

    level: int
    is_head: bool
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that belong together (a list, a table) or a single one. `skipped`: blocks left out before it."""

    kind: str
    lines: tuple[Line, ...]
    skipped: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """All that a source page shows. `unplaced` are the anchors of cited spans whose words are not shown."""

    artifact: str
    href: str
    revision: str
    origin: str
    licence: str | None
    is_current: bool
    notice: str | None
    cited: str
    characters: str
    passages: tuple[Passage, ...]
    language: str
    skipped_after: str | None
    unplaced: tuple[str, ...]


_NOTICES = {
    Publish.FULL: None,
    Publish.EXCERPT: "Only the passages that hold cited words are shown. The rest of the document is not published.",
    Publish.NONE: "The text of this document is not published. Its quotes stand beside the sentences that cite them.",
}
_WITHHELD = "(words addressed to a machine are not shown)"


# So many characters of a document tell its language.
_TELLS_LANGUAGE = 4_000


def source_view(source: Source) -> SourceView:
    """A source as readers see it."""
    revision, document = source.revision, source.revision.document
    marker = _Marker(revision.visible.text, source.cited, withheld_spans(source))
    passages = tuple(_passages(source, marker))
    blocks = shown_blocks(source)
    return SourceView(
        artifact=source.artifact,
        href=f"/artifacts/{document.slug}",
        revision=revision.id,
        origin=document.origin,
        licence=document.licence,
        is_current=source.is_current,
        notice=_NOTICES[document.publish],
        cited=count(len(set(source.cited)), "cited passage"),
        characters=f"{len(revision.visible.text):,} characters",
        passages=passages,
        language=language_of(revision.visible.text[:_TELLS_LANGUAGE]) or ENGLISH,
        skipped_after=_skipped(source, blocks[-1].span.end if blocks else 0, None),
        unplaced=tuple(_anchor(span) for span in sorted(set(source.cited)) if _anchor(span) not in marker.placed),
    )


def _anchor(span: Span) -> str:
    return f"s-{span.start}-{span.end}"


def _passages(source: Source, marker: _Marker) -> Iterator[Passage]:
    """Consecutive blocks of one list or table together, unless something between them is left out."""
    end, lines, kind, skipped = 0, list[Line](), BlockKind.PARAGRAPH, None
    last: Block | None = None
    for block in shown_blocks(source):
        gap = _skipped(source, end, block.span.start)
        if last and (gap or not _belong_together(last, block)):
            yield Passage(kind.value, tuple(lines), skipped)
            lines = []
        if not lines:
            kind, skipped = block.kind, gap
        lines.append(_line(block, marker))
        last, end = block, block.span.end
    if lines:
        yield Passage(kind.value, tuple(lines), skipped)


def _belong_together(block: Block, following: Block) -> bool:
    is_grouped = block.kind in (BlockKind.ITEM, BlockKind.ROW)
    return is_grouped and block.kind is following.kind and block.group == following.group


def _skipped(source: Source, start: int, end: int | None) -> str | None:
    """A line for the blocks between two offsets, none of which is shown; None where there are none."""
    blocks = source.revision.visible.blocks
    left_out = sum(start <= block.span.start and (end is None or block.span.end <= end) for block in blocks)
    return f"{count(left_out, 'passage')} not shown" if left_out else None


def _line(block: Block, marker: _Marker) -> Line:
    cells = block.cells or (block.span,)
    return Line(block.level, block.is_head, tuple(tuple(marker.pieces(cell)) for cell in cells))


class _Marker:
    """Cuts stretches of a text into pieces, in the order of the text, and remembers which spans have their anchor."""

    def __init__(self, text: str, cited: Iterable[Span], withheld: Sequence[Span]) -> None:
        self._text = text
        self._cited = sorted(set(cited), key=lambda span: (span.start, -span.end))
        self._withheld = withheld
        self.placed: set[str] = set()

    def pieces(self, stretch: Span) -> Iterator[Piece]:
        """The stretch as words and marks; every mark that it opens it closes."""
        spans = [span for span in self._cited if span.overlaps(stretch)]
        opened: list[Span] = []
        for start, end in self._cuts(stretch, spans):
            while any(span.end <= start for span in opened):
                opened.pop()
                yield Piece(Step.CLOSE)
            for span in spans:
                if span.start <= start < span.end and span not in opened:
                    opened.append(span)
                    yield self._open(span)
            yield from self._words(Span(start, end))
        for _ in opened:
            yield Piece(Step.CLOSE)

    def _cuts(self, stretch: Span, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
        edges = {stretch.start, stretch.end}
        for span in (*spans, *self._withheld):
            edges.update(edge for edge in (span.start, span.end) if stretch.start < edge < stretch.end)
        ordered = sorted(edges)
        yield from pairwise(ordered)

    def _open(self, span: Span) -> Piece:
        anchor = _anchor(span)
        step = Step.REOPEN if anchor in self.placed else Step.OPEN
        self.placed.add(anchor)
        return Piece(step, anchor)

    def _words(self, atom: Span) -> Iterator[Piece]:
        withheld = next((span for span in self._withheld if span.overlaps(atom)), None)
        if withheld is None:
            yield Piece(Step.TEXT, self._text[atom.start : atom.end])
        elif withheld.start == atom.start:
            yield Piece(Step.WITHHELD)


def marked_runs(pieces: Iterable[Piece]) -> tuple[tuple[bool, str], ...]:
    """The pieces as words alone: runs that are cited (True) or not, as long as they can be."""
    runs: list[tuple[bool, str]] = []
    depth = 0
    for piece in pieces:
        depth += {Step.OPEN: 1, Step.REOPEN: 1, Step.CLOSE: -1}.get(piece.step, 0)
        words = {Step.TEXT: piece.words, Step.WITHHELD: _WITHHELD}.get(piece.step, "")
        if not words:
            continue
        if runs and runs[-1][0] == (depth > 0):
            runs[-1] = (runs[-1][0], runs[-1][1] + words)
        else:
            runs.append((depth > 0, words))
    return tuple(runs)
