"""A document as a prompt shows it: visible words, marks for headings, items and cells, in parts of bounded length.

Visible words that may not be quoted (they speak to a model) are not shown to one either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from decompose.domain.document import Block, BlockKind, Covered, Section, Span, VisibleText, sections

# One call below this, by the estimate; more parts above. The ceiling leaves room for the answer, which is about as
# long as the document, in the windows and output limits that servers really have.
TOKENS_PER_PART = 12_000
_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A run of whole sections (or of blocks of one long section). `path` are the headings above its first block."""

    number: int
    sections: tuple[Section, ...]
    path: tuple[str, ...]
    text: str


def estimated_tokens(text: str) -> int:
    """Tokens of a text: four characters of an alphabet to one token, one token for each character of other scripts."""
    wide = sum(1 for character in text if character > "\u2e7f")
    return wide + -(-(len(text) - wide) // _CHARACTERS_PER_TOKEN)


def parts(visible: VisibleText, *, tokens_per_part: int = TOKENS_PER_PART) -> tuple[Part, ...]:
    """The document in as few parts as the limit allows, cut at headings where that is possible."""
    unquotable = _unquotable(visible)
    groups = list(_grouped(visible, unquotable, tokens_per_part))
    return tuple(
        Part(
            number, tuple(group), group[0].path, "\n\n".join(_shown(visible, unquotable, section) for section in group)
        )
        for number, group in enumerate(groups, start=1)
    )


def render(visible: VisibleText, section: Section) -> str:
    """One section as the prompt shows it."""
    return _shown(visible, _unquotable(visible), section)


def _unquotable(visible: VisibleText) -> Covered:
    return Covered.by(hidden.span for hidden in visible.hidden)


def _shown(visible: VisibleText, unquotable: Covered, section: Section) -> str:
    blocks = ([section.heading] if section.heading else []) + list(section.blocks)
    return "".join(_joined(visible, unquotable, blocks)).strip("\n")


def _grouped(visible: VisibleText, unquotable: Covered, limit: int) -> Iterator[list[Section]]:
    group: list[Section] = []
    filled = 0
    for section in _bounded(visible, limit):
        size = estimated_tokens(_shown(visible, unquotable, section))
        if group and filled + size > limit:
            yield group
            group, filled = [], 0
        group.append(section)
        filled += size
    if group:
        yield group


def _bounded(visible: VisibleText, limit: int) -> Iterator[Section]:
    """The sections, with one that is longer than a part cut between its blocks."""
    for section in sections(visible):
        kept: list[Block] = []
        heading = section.heading
        filled = 0
        for block in section.blocks:
            size = estimated_tokens(visible.words_of(block.span)) + 1
            if kept and filled + size > limit:
                yield replace(section, heading=heading, blocks=tuple(kept))
                kept, filled, heading = [], 0, None
            kept.append(block)
            filled += size
        if kept or heading:
            yield replace(section, heading=heading, blocks=tuple(kept))


def _joined(visible: VisibleText, unquotable: Covered, blocks: list[Block]) -> Iterator[str]:
    previous: Block | None = None
    for block in blocks:
        if previous:
            yield "\n" if block.group and block.group == previous.group else "\n\n"
        yield _marked(visible, unquotable, block)
        previous = block


def _marked(visible: VisibleText, unquotable: Covered, block: Block) -> str:
    words = _quotable(visible, unquotable, block.span)
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * max(block.level, 1)} {words}"
        case BlockKind.ITEM:
            return f"{'  ' * (max(block.level, 1) - 1)}- {words}"
        case BlockKind.ROW:
            return "| " + " | ".join(_quotable(visible, unquotable, cell) for cell in block.cells) + " |"
        case BlockKind.CODE:
            return f"```\n{words}\n```"
        case BlockKind.QUOTE:
            return f"> {words}"
        case _:
            return words


def _quotable(visible: VisibleText, unquotable: Covered, span: Span) -> str:
    """The words of a span without those that may not be quoted."""
    words, at = "", span.start
    for covered in unquotable.under(span):
        words += visible.text[at : covered.start]
        at = covered.end
    return words + visible.text[at : span.end]
