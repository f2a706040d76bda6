"""Puts the visible text together: folds white space, cuts it into blocks, keeps what was removed with its place.

Knows nothing of markup: it is told what begins, what ends, and what each piece of text is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from decompose.domain.document import Block, BlockKind, Hidden, Span
from decompose.reading.invisible import INVISIBLE, is_harmless, kept, named
from decompose.reading.source_map import Run

_PIECE = re.compile(f"(?P<gone>[{INVISIBLE}]+)|[^\\s{INVISIBLE}]+(?: [^\\s{INVISIBLE}]+)*|(?P<space>\\s+)")
_CODE_PIECE = re.compile(f"(?P<gone>[{INVISIBLE}]+)|(?P<space>\r\n?)|[^\r{INVISIBLE}]+")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)+")
_CLOSING = re.compile(r"[,.;:!?)\]}’”»]+(?![^\s,.;:!?)\]}’”»])")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block is, apart from its words (see `Block`)."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    group: int = 0
    is_head: bool = False


@dataclass(slots=True)
class _Open:
    """The block being written; offsets count from its beginning."""

    shape: Shape
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[Run] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    cells: list[Span] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


class Composer:
    """Collects text in reading order; `text`, `blocks`, `hidden` and `runs` are complete after the last `close`."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.hidden: list[Hidden] = []
        self.runs: list[Run] = []
        self._parts: list[str] = []
        self._length = 0
        self._open: _Open | None = None
        self._gap = ""
        self._gap_is_foreign = False
        self._is_cut = False
        self._cell: int | None = None

    @property
    def text(self) -> str:
        return "".join(self._parts)

    # -- blocks -------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the open block, if there is one; one without words leaves nothing but what was hidden in it."""
        block, self._open = self._open, None
        self._gap, self._is_cut, self._cell = "", False, None
        if block is None:
            return
        text = "".join(block.parts)
        if block.shape.kind is BlockKind.CODE:
            text = text.rstrip()
        if not text.strip():
            self.hidden += [replace(each, span=Span(self._length, self._length)) for each in block.hidden]
            return
        self._separate(block.shape)
        self._place(block, text)

    def _separate(self, shape: Shape) -> None:
        if self.blocks:
            separator = "\n" if shape.group and self.blocks[-1].group == shape.group else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)

    def _place(self, block: _Open, text: str) -> None:
        start, end, shape = self._length, self._length + len(text), block.shape
        self._parts.append(text)
        self._length = end
        self.runs += [
            (first + start, min(last + start, end), origin) for first, last, origin in block.runs if first + start < end
        ]
        places = [(min(each.span.start + start, end), each) for each in block.hidden]
        self.hidden += [replace(each, span=Span(place, place)) for place, each in places]
        cells = tuple(Span(cell.start + start, cell.end + start) for cell in block.cells)
        self.blocks.append(Block(shape.kind, Span(start, end), shape.level, cells, shape.is_head, shape.group))

    def open_row(self, shape: Shape) -> None:
        self.close()
        self._open = _Open(shape)

    def open_cell(self) -> None:
        row = self._open
        if row is not None:
            if row.cells:
                row.put("\t")
            self._gap, self._is_cut, self._cell = "", False, row.length

    def close_cell(self) -> None:
        row = self._open
        if row is not None and self._cell is not None:
            row.cells.append(Span(self._cell, row.length))
            self._gap, self._cell = "", None

    # -- words --------------------------------------------------------------------------------------------

    def write(self, text: str, runs: list[Run], shape: Shape) -> None:
        """Add text that stands in the flow: white space counts as one space, none at the edges of a block."""
        self._gap_is_foreign = bool(self._gap)
        places = _Places(runs)
        for piece in _PIECE.finditer(text):
            if piece["space"]:
                self._gap = self._gap or " "
            elif piece["gone"]:
                self._drop(piece, shape, places)
            else:
                self._add(piece[0], shape, places.of(piece.start(), piece.end()))

    def write_code(self, text: str, runs: list[Run], shape: Shape) -> None:
        """Add text that keeps its line breaks and indentation; blank lines before it do not count."""
        places = _Places(runs)
        blank = None if self._open and self._open.length else _BLANK_LINES.match(text)
        for piece in _CODE_PIECE.finditer(text, blank.end() if blank else 0):
            if piece["gone"]:
                self._drop(piece, shape, places)
            elif piece["space"]:
                self._put("\n", shape, [])
            else:
                self._put(piece[0], shape, places.of(piece.start(), piece.end()))

    def write_made(self, text: str, shape: Shape) -> None:
        """Add a mark that the reader of the rendering sees as a form, not as a character, such as a raised digit."""
        self._put(text, shape, [])

    def ends_in_word(self) -> bool:
        return bool(self._open and self._open.parts and not self._gap and self._open.parts[-1][-1:].isalnum())

    def space(self) -> None:
        """White space that markup makes."""
        self._gap = self._gap or " "

    def line_break(self) -> None:
        self._gap = " " if self._cell is not None else "\n"

    def removed(self) -> None:
        """Something without words stood here: the space around it is not left before closing punctuation."""
        self._is_cut = True

    def hide(self, why: str, words: str) -> None:
        words = _WHITE.sub(" ", words).strip()
        self._is_cut = True
        if not words:
            return
        if self._open is None:
            self.hidden.append(Hidden(Span(self._length, self._length), why, words))
        else:
            self._open.hidden.append(Hidden(Span(self._open.length, self._open.length), why, words))

    def _drop(self, piece: re.Match[str], shape: Shape, places: _Places) -> None:
        run, text = piece[0], piece.string
        needed = kept(run, text[piece.start() - 1 : piece.start()], text[piece.end() : piece.end() + 1])
        if needed:
            at = piece.start() + run.index(needed)
            self._put(needed, shape, places.of(at, at + 1))
        elif not is_harmless(run):
            self.hide("invisible characters", named(run))

    def _add(self, word: str, shape: Shape, runs: list[Run]) -> None:
        if self._gap and self._open and self._open.length > (self._cell or 0):
            is_loose = (self._gap_is_foreign or self._is_cut) and self._gap == " " and _CLOSING.match(word)
            if not is_loose:
                self._open.put(self._gap)
        self._gap, self._gap_is_foreign, self._is_cut = "", False, False
        self._put(word, shape, runs)

    def _put(self, text: str, shape: Shape, runs: list[Run]) -> None:
        if self._open is None:
            self._open = _Open(shape)
        if self._open.shape.kind is BlockKind.ROW and self._cell is None:
            self.open_cell()
        shift = self._open.length
        self._open.runs += [(start + shift, end + shift, origin) for start, end, origin in runs]
        self._open.put(text)


class _Places:
    """The runs of one text, asked for from left to right."""

    def __init__(self, runs: list[Run]) -> None:
        self._runs = runs
        self._next = 0

    def of(self, start: int, end: int) -> list[Run]:
        """The runs inside [start, end), counted from `start`."""
        while self._next < len(self._runs) and self._runs[self._next][1] <= start:
            self._next += 1
        inside: list[Run] = []
        at = self._next
        while at < len(self._runs) and self._runs[at][0] < end:
            first, last, origin = self._runs[at]
            low, high = max(first, start), min(last, end)
            inside.append((low - start, high - start, origin + low - first))
            at += 1
        return inside
