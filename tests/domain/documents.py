"""Small revisions to hold claims against, written as lines of marked-up blocks."""

from __future__ import annotations

from decompose.domain.document import Block, BlockKind, Hidden, Revision, SourceDocument, Span, VisibleText

_KINDS = {"#": BlockKind.HEADING, "-": BlockKind.ITEM, "|": BlockKind.ROW, "`": BlockKind.CODE}


def visible(*lines: str, hidden: tuple[Hidden, ...] = ()) -> VisibleText:
    """Blocks from lines: "# heading", "- item", "| cell | cell" (the first row of a table is its head), else prose."""
    text = ""
    blocks: list[Block] = []
    group = 0
    previous = BlockKind.PARAGRAPH
    for line in lines:
        kind = _KINDS.get(line[0], BlockKind.PARAGRAPH)
        words = line[1:].strip() if line[0] in _KINDS else line
        level = len(line) - len(line.lstrip("#"))
        if kind is BlockKind.HEADING:
            words = line.lstrip("# ")
        starts_group = kind in {BlockKind.ITEM, BlockKind.ROW} and kind is not previous
        group += starts_group
        words = words.replace(" | ", "\t")
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{words}" if text else words
        blocks.append(
            Block(
                kind,
                Span(start, len(text)),
                level=max(level, 1) if kind in {BlockKind.HEADING, BlockKind.ITEM} else 0,
                group=group if kind in {BlockKind.ITEM, BlockKind.ROW} else 0,
                is_head=kind is BlockKind.ROW and starts_group,
            )
        )
        previous = kind
    return VisibleText(text, tuple(blocks), hidden)


def revision(*lines: str, hidden: tuple[Hidden, ...] = (), slug: str = "tide") -> Revision:
    return Revision("rev-1", SourceDocument(slug, f"{slug}.md"), "hash", visible(*lines, hidden=hidden))
