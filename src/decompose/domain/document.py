"""Source documents and their revisions: what a reader of the rendered document sees, and what he does not.

Offsets are code points. `text` is the visible text: the words of the rendered document, one block after the other,
separated by newlines; cells of a table row are separated by tabs. Markup, link targets, images and comments are not
in it. What was removed, and what is visible but addressed to a machine, is kept apart as `Hidden` and is never quoted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """[start, end) in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Covered:
    """Spans drawn together where they overlap or touch, so that it costs little to ask what lies under one."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def by(cls, spans: Iterable[Span]) -> Covered:
        """What the spans cover; empty ones cover nothing."""
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            elif span.start < span.end:
                merged.append(span)
        return cls(tuple(span.start for span in merged), tuple(span.end for span in merged))

    def under(self, span: Span) -> Iterator[Span]:
        """What is covered of a span, in order."""
        for at in range(bisect_right(self.ends, span.start), len(self.starts)):
            if self.starts[at] >= span.end:
                return
            yield Span(max(self.starts[at], span.start), min(self.ends[at], span.end))


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block.

    `level` is the depth of a heading (1-6) or of a list item (1 = outermost), else 0. `cells` are the spans of a
    row's cells; `is_head` marks a table's header row. Blocks of one table or list share a `group` number > 0.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    cells: tuple[Span, ...] = ()
    is_head: bool = False
    group: int = 0


# Data about a document above its text, which a renderer shows nobody.
FRONT_MATTER = "front matter"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that cannot be quoted.

    Removed words stand at `span` = [p, p), the place in the visible text where they were. Visible words that may not
    be quoted have a span of their own length. `why` is a short reason: "comment", "front matter", "hidden by style",
    "struck out", "not rendered", "image description", "invisible characters", "addressed to a model".
    """

    span: Span
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Runs (visible start, visible end, original start): visible[start + i] came from original[original start + i].

    Sorted by visible start, not overlapping. What no run covers (separators made by the reader) has no original.
    """

    runs: tuple[tuple[int, int, int], ...] = ()

    def original(self, offset: int) -> int | None:
        """The offset in the decoded original of one visible character, or None."""
        at = bisect_right(self.runs, (offset, float("inf"), 0)) - 1
        if at < 0:
            return None
        start, end, original_start = self.runs[at]
        return original_start + offset - start if offset < end else None


@dataclass(frozen=True, slots=True)
class VisibleText:
    """What reading makes of the bytes of a document.

    `format` is markdown, html, rst or text; `encoding` the codec that decoded it; `title` the first level-1 heading.
    """

    text: str
    blocks: tuple[Block, ...]
    hidden: tuple[Hidden, ...] = ()
    source_map: SourceMap = SourceMap()
    format: str = "text"
    encoding: str = "utf-8"
    title: str | None = None

    def words_of(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def unquotable(self) -> tuple[Hidden, ...]:
        """What is visible and may not be quoted."""
        return tuple(hidden for hidden in self.hidden if hidden.span.start < hidden.span.end)

    @property
    def quotable_title(self) -> str | None:
        """The title, unless its heading is among what may not be quoted."""
        heading = next((block for block in self.blocks if self.words_of(block.span) == self.title), None)
        is_spoilt = heading and any(hidden.span.overlaps(heading.span) for hidden in self.unquotable)
        return None if is_spoilt else self.title


class Publish(StrEnum):
    """How much of a source document readers may see."""

    FULL = "full"
    EXCERPT = "excerpt"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A raw document of an artifact from one origin: a URL, or a path relative to the folder or list that named it."""

    slug: str
    origin: str
    licence: str | None = None
    publish: Publish = Publish.EXCERPT


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable text of a source document, known by the hash of its bytes."""

    id: str
    document: SourceDocument
    content_hash: str
    visible: VisibleText


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks below it, up to the next heading. `path` holds the headings from the outermost in."""

    path: tuple[str, ...]
    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def span(self) -> Span:
        inside = (self.heading, *self.blocks) if self.heading else self.blocks
        return Span(inside[0].span.start, inside[-1].span.end)


def sections(visible: VisibleText) -> Iterator[Section]:
    """The document cut at its headings, in order. Blocks before the first heading form a section without one."""
    path: list[tuple[int, str]] = []
    heading: Block | None = None
    blocks: list[Block] = []
    for block in visible.blocks:
        if block.kind is not BlockKind.HEADING:
            blocks.append(block)
            continue
        if heading or blocks:
            yield Section(tuple(words for _, words in path), heading, tuple(blocks))
        path = [step for step in path if step[0] < block.level] + [(block.level, visible.words_of(block.span))]
        heading, blocks = block, []
    if heading or blocks:
        yield Section(tuple(words for _, words in path), heading, tuple(blocks))
