"""A section as entries: a paragraph, a list item with what hangs below it, or a table row, each cut into statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.document import Block, BlockKind, Section, Span, VisibleText
from decompose.llm.extractive.cues import role_of
from decompose.llm.extractive.sentences import is_finished, split

_SEPARATOR = re.compile(r"\s[-–—]+\s|:\s|：|\s*\n\s*")
_LABEL_WORDS = 7
_LABEL_CHARACTERS = 60
_TOPIC_WORDS = 5
_QUALIFIED_LIMIT = 320
# Marks in front of the words: bullets, ticks, pictures. A cross in front denies the words behind it.
_MARKS = re.compile(r"^(?:\[[ xX]\]\s*)?[^\w\"'“‘(（「\[$€£<]*")
_CROSSES = re.compile(r"^\W*[❌✗✘✖🚫⛔]")


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that can be quoted: the text at `span` with white space folded, and the field that a lead-in gives them."""

    span: Span
    words: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Statements that belong together.

    `told` is the first statement without its label; `topic` stands above a list; a paragraph of one sentence before
    code `leads_to_code`; entries of one list or table share a `group`.
    """

    statements: tuple[Statement, ...]
    label: str | None = None
    told: str = ""
    topic: str | None = None
    is_item: bool = False
    leads_to_code: bool = False
    group: int = 0


def entries(section: Section, visible: VisibleText) -> Iterator[Entry]:
    """The entries of a section in order; code, headers of tables and lead-ins are none."""
    reader = _Reader(visible, section.blocks)
    while reader.at < len(reader.blocks):
        yield from reader.next()


class _Reader:
    """Walks over the blocks once, remembering what was said before a list."""

    def __init__(self, visible: VisibleText, blocks: tuple[Block, ...]) -> None:
        self.visible = visible
        self.blocks = blocks
        self.at = 0
        self.topic: str | None = None
        self.lead_in: Block | None = None

    def next(self) -> Iterator[Entry]:
        block = self.blocks[self.at]
        match block.kind:
            case BlockKind.ITEM:
                yield from self._items(block)
            case BlockKind.ROW:
                self.at += 1
                yield from self._row(block)
            case BlockKind.PARAGRAPH | BlockKind.QUOTE:
                self.at += 1
                yield from self._paragraph(block)
            case _:
                self.at += 1

    # -- running text ----------------------------------------------------------------------------------

    def _paragraph(self, block: Block) -> Iterator[Entry]:
        words = self._folded(block.span)
        is_short = len(words.split()) <= _TOPIC_WORDS and not is_finished(words)
        self.topic = words.rstrip(":") if is_short else None
        self.lead_in = block if _introduces(words) else None
        if is_short:
            return
        text = self.visible.words_of(block.span)
        first_line = text.split("\n", 1)[0]
        label = first_line if "\n" in text and _is_label(first_line) else None
        skipped = len(first_line) if label else 0
        statements = tuple(self._statements(Span(block.span.start + skipped, block.span.end)))
        if statements:
            run_in, told = _labelled(statements[0].words)
            is_before_code = self.at < len(self.blocks) and self.blocks[self.at].kind is BlockKind.CODE
            yield Entry(statements, label or run_in, told, leads_to_code=is_before_code and len(statements) == 1)

    # -- lists -----------------------------------------------------------------------------------------

    def _items(self, block: Block) -> Iterator[Entry]:
        """One item with its children, or all items of a list that its lead-in gives a meaning."""
        role = role_of(self._folded(self.lead_in.span)) if self.lead_in else None
        if role is not None and self.lead_in:
            yield from self._qualified(role, self.lead_in, block)
            return
        self.at += 1
        words = self._folded(block.span)
        children = self._children(block)
        if role_of(words) is not None and _introduces(words):
            return
        label, told = _labelled(words)
        statements = list(self._statements(block.span))
        if label is None and children and _is_label(words):
            label, told, statements = words.rstrip(":"), children[0].words, children
        if statements:
            yield Entry(tuple(statements), label, told, self.topic, is_item=True, group=block.group)

    def _children(self, parent: Block) -> list[Statement]:
        """The statements of the items below one, up to the first that introduces something else."""
        found: list[Statement] = []
        is_open = True
        name = self._folded(parent.span)
        is_bare_name = "_" in name and " " not in name
        while self.at < len(self.blocks) and self._is_below(parent, is_bare_name=is_bare_name and not found):
            child = self.blocks[self.at]
            words = self._folded(child.span)
            is_open = is_open and not _introduces(words) and role_of(words.split(":")[0] + ":") is None
            if is_open:
                found += self._statements(child.span)
            self.at += 1
        return found

    def _is_below(self, parent: Block, *, is_bare_name: bool) -> bool:
        """Deeper in the list; or, where indentation was lost, whatever item follows a bare name of code."""
        block = self.blocks[self.at]
        if block.kind is BlockKind.QUOTE:
            return _is_label(self._folded(parent.span))
        if block.kind is not BlockKind.ITEM:
            return False
        return block.level > parent.level or (is_bare_name and block.group != parent.group)

    def _qualified(self, role: str, lead_in: Block, first: Block) -> Iterator[Entry]:
        """The lead-in with the items after it as one statement ("Best for: ..."); nothing where they are of no use."""
        end = lead_in.span.end
        while self.at < len(self.blocks) and self.blocks[self.at].group == first.group:
            item_end = self.blocks[self.at].span.end
            if end == lead_in.span.end or item_end - lead_in.span.start <= _QUALIFIED_LIMIT:
                end = item_end
            self.at += 1
        self.lead_in = None
        if role:
            span = Span(lead_in.span.start, end)
            yield Entry((Statement(span, self._folded(span), role),))

    # -- tables ----------------------------------------------------------------------------------------

    def _row(self, block: Block) -> Iterator[Entry]:
        """The cell that tells most, named by the first cell with words."""
        cells = [(cell, self._folded(cell)) for cell in block.cells]
        filled = [(cell, words) for cell, words in cells if words]
        if block.is_head or len(filled) == len(filled[:1]):
            return
        span, told = max(filled[1:], key=lambda pair: len(pair[1]))
        yield Entry((Statement(span, told),), filled[0][1], told, self.topic, is_item=True, group=block.group)

    # -- words -----------------------------------------------------------------------------------------

    def _folded(self, span: Span) -> str:
        return " ".join(self.visible.words_of(span).split())

    def _statements(self, within: Span) -> Iterator[Statement]:
        """The sentences inside a span, without the marks in front of them."""
        for sentence in split(self.visible.words_of(within)):
            span = Span(within.start + sentence.start, within.start + sentence.end)
            text = self.visible.words_of(span)
            marks = _MARKS.match(text)
            kept = Span(span.start + (marks.end() if marks else 0), span.end)
            if kept.start < kept.end and not _CROSSES.match(text):
                yield Statement(kept, self._folded(kept))


def _labelled(words: str) -> tuple[str | None, str]:
    """("Faceting", "aggregate results") of "Faceting - aggregate results"; (None, words) without a label."""
    words = _MARKS.sub("", words)
    separator = _SEPARATOR.search(words[: _LABEL_CHARACTERS + 3])
    if separator and separator.start() and _is_label(words[: separator.start()]) and words[separator.end() :].strip():
        return words[: separator.start()], words[separator.end() :].strip()
    return None, words


def _is_label(words: str) -> bool:
    is_short = 0 < len(words.split()) <= _LABEL_WORDS and len(words) <= _LABEL_CHARACTERS
    return is_short and not is_finished(words.rstrip(":"))


def _introduces(words: str) -> bool:
    """Whether the words announce what comes after them."""
    return words.endswith((":", "："))
