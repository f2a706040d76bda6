"""The walk over a parsed page: what of it a reader sees, in which blocks, and what he does not see."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from decompose.domain.document import Block, BlockKind, Hidden, Span
from decompose.reading.composing import Composer, Shape
from decompose.reading.hiding import Cascade, Look, cascade, seen_from
from decompose.reading.page import parsable
from decompose.reading.rendered import Removed, Rendered, line_starts
from decompose.reading.source_map import Aligner, Run, joined

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HIDDEN_BY_STYLE = "hidden by style"

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
        "listing",
        "plaintext",
    ]
) | frozenset(_HEADINGS)
_LISTS = frozenset(["ul", "ol", "dl", "menu", "dir"])
_ITEMS = frozenset(["li", "dt", "dd"])
_CODE = frozenset(["pre", "xmp", "listing", "plaintext"])
_CELLS = frozenset(["td", "th"])
# Controls stand beside the words around them, never in one word with them.
_CONTROLS = frozenset(["button", "select", "option", "textarea", "input", "progress", "meter"])
_WITHOUT_WORDS = frozenset(
    ["script", "style", "svg", "iframe", "title", "link", "meta", "base", "area", "map", "frame", "frameset", "rp"]
)
# What is in these is shown only where the element itself cannot be.
_FALLBACKS = frozenset(
    ["audio", "video", "canvas", "object", "noembed", "noframes", "datalist", "annotation", "annotation-xml"]
)
_TABLE_PARTS = frozenset(["table", "thead", "tr", "td", "th"])
_SHAPING = _LISTS | _ITEMS | _CODE | _TABLE_PARTS | frozenset(_HEADINGS) | {"blockquote", "summary", "caption", "sup"}
_ROW_BREAKERS = "tr pre, tr table, tr h1, tr h2, tr h3, tr h4, tr h5, tr h6"
_MOST_SPANNED = 50
_MOST_COLUMNS = 200
_RAISED = re.compile(r"[-−+]?\d")


@dataclass(slots=True)
class _Table:
    """A table while its rows come; `taken` are columns that cells of rows above reach into, with how many rows more."""

    group: int
    taken: dict[int, int] = field(default_factory=dict)
    column: int = 0
    wide: int = 1
    in_row: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the page the walk is: what holds for text that stands here. `unseen` is why it is not seen, or ""."""

    shape: Shape
    look: Look
    unseen: str = ""
    depth: int = 0
    group: int = 0
    table: _Table | None = None
    is_head: bool = False
    is_code: bool = False
    in_cell: bool = False
    is_raised: bool = False


_Step = tuple["LexborNode", _Place | None, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the walk found. `runs` lead from the visible text to the source."""

    text: str
    blocks: tuple[Block, ...]
    hidden: tuple[Hidden, ...]
    runs: tuple[Run, ...]


def see(rendered: Rendered, source: str, original: str) -> Seen:
    """Walk the rendering of `source`; `original` has the same length, and control characters as they were."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(parsable(rendered.html))
    walk = _Walk(rendered, source, cascade(page), _broken_rows(page.css(_ROW_BREAKERS)))
    if page.root is not None:
        walk.over(page.root)
    made = walk.composer
    text = made.text
    runs = joined(made.runs, text, original)
    hidden = sorted([*_placed(rendered.removed, runs), *made.hidden], key=lambda each: each.span)
    return Seen(text, tuple(made.blocks), tuple(hidden), runs)


def _placed(removed: Iterable[Removed], runs: Iterable[Run]) -> Iterator[Hidden]:
    """What was removed before the parse, behind the last visible words that stand before it in the source."""
    by_source = sorted((origin + end - start, end) for start, end, origin in runs)
    behind = [place for place, _ in by_source]
    reached = list(accumulate((end for _, end in by_source), max))
    for each in removed:
        at = bisect_right(behind, each.offset)
        place = reached[at - 1] if at else 0
        words = " ".join(each.words.split())
        if words:
            yield Hidden(Span(place, place), each.why, words)


def _broken_rows(breakers: Iterable[LexborNode]) -> set[int]:
    """The rows whose cells hold headings, code or tables: these are no rows of figures, but a layout of blocks."""
    found: set[int] = set()
    for breaker in breakers:
        node = breaker.parent
        while node is not None and node.mem_id not in found:
            if node.tag == "tr":
                found.add(node.mem_id)
            node = node.parent
    return found


class _Walk:
    """Goes over a page and tells a composer what is seen."""

    def __init__(self, rendered: Rendered, source: str, styles: Cascade, broken_rows: set[int]) -> None:
        self.composer = Composer()
        self._mark = rendered.mark
        self._marks = re.compile(f'<template {self._mark}="[^"]*"></template>| {self._mark}="[^"]*"')
        self._starts = line_starts(source) if rendered.mark else []
        self._aligner = Aligner(source, rendered.unseen)
        self._styles = styles
        self._broken_rows = broken_rows
        self._place = _Place(Shape(), styles.first)
        self._groups = 0
        self._unseen: list[str] = []
        self._is_joining = False

    def over(self, root: LexborNode) -> None:
        """Visit everything in document order, without recursion: what stands before, in and after `root`."""
        first = root
        while first.prev is not None:
            first = first.prev
        steps: list[_Step] = [(first, None, -1)]
        while steps:
            node, before, limit = steps.pop()
            if before is not None:
                self._leave(node, before, limit)
                continue
            if node.next is not None:
                steps.append((node.next, None, -1))
            self._visit(node, steps)
        self._tell_unseen()
        self.composer.close()

    def _visit(self, node: LexborNode, steps: list[_Step]) -> None:
        if node.is_text_node:
            self._text(node.text_content or "")
        elif node.is_comment_node:
            self._hide("comment", (node.comment_content or "").replace("-\u200b-", "--"))
        elif node.is_element_node:
            self._element(node, steps)

    # -- elements -----------------------------------------------------------------------------------------

    def _element(self, node: LexborNode, steps: list[_Step]) -> None:
        tag, attributes = node.tag or "", node.attributes
        if tag == "template":
            self._template(node, attributes)
        elif tag in _WITHOUT_WORDS:
            self.composer.removed()
        elif tag == "br":
            self._break()
        elif tag in ("img", "input"):
            self._picture(tag, attributes)
        else:
            before, limit = self._place, self._limit(attributes)
            self._enter(tag, node, attributes)
            steps.append((node, before, limit))
            if node.first_child is not None:
                steps.append((node.first_child, None, -1))

    def _limit(self, attributes: Mapping[str, str | None]) -> int:
        """Look for the words of an element in its own lines only. Returns the limit to go back to, or -1."""
        lines = attributes.get(self._mark) if self._mark else None
        if not lines:
            return -1
        first, last = (min(int(line), len(self._starts) - 1) for line in lines.split("-"))
        return self._aligner.limit(self._starts[first], self._starts[last])

    def _template(self, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        if self._mark and self._mark in attributes:
            self._limit(attributes)
        else:
            fragments = node.template_fragments()
            self._hide(HIDDEN_BY_STYLE, " ".join(each.text(separator=" ") for each in fragments))

    def _picture(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "img" or attributes.get("type") == "image":
            words = attributes.get("alt") or ""
            self._hide("image description", "" if words == attributes.get("src") else words)
        self.composer.removed()

    def _break(self) -> None:
        if self._place.unseen:
            self._unseen.append(" ")
        elif self._place.is_code:
            self.composer.write_code("\n", [], self._place.shape)
        else:
            self.composer.line_break()

    def _enter(self, tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        look = seen_from(self._place.look, self._styles.declared(node, attributes))
        if tag in _FALLBACKS or (tag == "dialog" and "open" not in attributes):
            look = replace(look, gone=True)
        why = look.why
        if why != self._place.unseen:
            self._tell_unseen()
        if look is not self._place.look:
            self._place = replace(self._place, look=look, unseen=why)
        self._boundary(tag)
        if tag in _SHAPING:
            self._place = self._shaped(tag, node, attributes)

    def _leave(self, node: LexborNode, before: _Place, limit: int) -> None:
        tag, inside = node.tag or "", self._place
        if limit >= 0:
            self._aligner.widen(limit)
        if inside.unseen != before.unseen:
            self._tell_unseen()
        if tag in _CELLS and inside.in_cell and not before.in_cell:
            self._close_cell(inside.table)
        elif tag == "tr" and inside.table is not None and not inside.in_cell:
            inside.table.in_row = False
        self._place = before
        self._is_joining = self._is_joining or self._is_label(tag, node)
        self._boundary(tag)

    def _is_label(self, tag: str, node: LexborNode) -> bool:
        """The label of a field or a footnote as docutils writes it: one block with the words that follow."""
        if tag not in ("dt", "span"):
            return False
        kind = node.attributes.get("class") or ""
        if tag == "span":
            return kind == "label"
        return node.parent is not None and "field-list" in (node.parent.attributes.get("class") or "")

    def _boundary(self, tag: str) -> None:
        """End the block before and after what is one; between a label and its words, and in cells, is a space."""
        place = self._place
        if place.unseen or (tag in _CELLS and place.table is not None and place.table.in_row):
            return
        if tag in _CONTROLS or (tag in _BLOCKS and (place.in_cell or self._is_joining)):
            self.composer.space()
        elif tag in _BLOCKS:
            self.composer.close()

    # -- shapes -------------------------------------------------------------------------------------------

    def _shaped(self, tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> _Place:
        place = self._place
        if tag == "sup":
            return replace(place, is_raised=True)
        if place.in_cell:
            return place
        if tag in _TABLE_PARTS:
            return self._in_table(tag, node, attributes)
        if tag in _LISTS:
            return replace(place, depth=place.depth + 1, group=place.group if place.depth else self._new_group())
        if tag in _CODE:
            return replace(place, shape=Shape(BlockKind.CODE), is_code=True)
        return replace(place, shape=self._shape(tag))

    def _shape(self, tag: str) -> Shape:
        if tag in _HEADINGS:
            return Shape(BlockKind.HEADING, _HEADINGS[tag])
        if tag in _ITEMS:
            group = self._place.group or self._new_group()
            return Shape(BlockKind.ITEM, max(1, self._place.depth), group)
        return Shape(BlockKind.QUOTE if tag == "blockquote" else BlockKind.PARAGRAPH)

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups

    # -- tables -------------------------------------------------------------------------------------------

    def _in_table(self, tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> _Place:
        place = self._place
        if tag == "table":
            return replace(place, table=_Table(self._new_group()), is_head=False)
        if tag == "thead":
            return replace(place, is_head=True)
        if place.table is None or place.unseen:
            return place
        if tag == "tr":
            return self._in_row(node, place, place.table)
        return self._in_cell(attributes, place, place.table) if place.table.in_row else place

    def _in_row(self, row: LexborNode, place: _Place, table: _Table) -> _Place:
        table.column, table.in_row = 0, row.mem_id not in self._broken_rows
        if not table.in_row:
            return place
        is_head = place.is_head or _has_heads_only(row)
        shape = Shape(BlockKind.ROW, 0, table.group, is_head)
        self.composer.open_row(shape)
        return replace(place, shape=shape)

    def _in_cell(self, attributes: Mapping[str, str | None], place: _Place, table: _Table) -> _Place:
        """Open a cell below its heading: columns taken by wide or high cells before it get empty cells."""
        while table.taken.get(table.column):
            table.taken[table.column] -= 1
            self._empty_cell(table)
        table.wide = _spanned(attributes.get("colspan"))
        rows = _spanned(attributes.get("rowspan")) - 1
        if rows:
            table.taken |= dict.fromkeys(range(table.column, table.column + table.wide), rows)
        self.composer.open_cell()
        return replace(place, in_cell=True)

    def _close_cell(self, table: _Table | None) -> None:
        self.composer.close_cell()
        if table is not None:
            table.column += 1
            for _ in range(table.wide - 1):
                self._empty_cell(table)

    def _empty_cell(self, table: _Table) -> None:
        table.column += 1
        if table.column <= _MOST_COLUMNS:
            self.composer.open_cell()
            self.composer.close_cell()

    # -- words --------------------------------------------------------------------------------------------

    def _text(self, words: str) -> None:
        if self._mark and self._mark in words:
            words = self._marks.sub("", words)
        runs, place = self._aligner.locate(words), self._place
        if place.unseen:
            self._unseen.append(words)
        elif place.is_code and not place.in_cell:
            self.composer.write_code(words, runs, place.shape)
        else:
            if place.is_raised and _RAISED.match(words) and self.composer.ends_in_word():
                self.composer.write_made("^", place.shape)
            self.composer.write(words, runs, place.shape)
            self._is_joining = self._is_joining and not words.strip()

    def _hide(self, why: str, words: str) -> None:
        self.composer.hide(why, self._marks.sub("", words) if self._mark else words)

    def _tell_unseen(self) -> None:
        words, self._unseen = "".join(self._unseen), []
        self._hide(self._place.unseen, words)


def _has_heads_only(row: LexborNode) -> bool:
    cells = [child.tag for child in row.iter() if child.tag in _CELLS]
    return bool(cells) and all(tag == "th" for tag in cells)


def _spanned(value: str | None) -> int:
    return min(max(int(value), 1), _MOST_SPANNED) if value and value.isascii() and value.isdigit() else 1
