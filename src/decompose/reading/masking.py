"""Masks secrets and personal data in a visible text: the text is made anew, and every offset with it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from decompose.domain.document import Block, Hidden, SourceMap, Span, VisibleText
from decompose.reading.secrets import Sensitive, sensitive

MASKED = "masked"
"""Why a `Hidden` is there that stands for what was masked."""


def masked(visible: VisibleText) -> VisibleText:
    """The visible text with a mark such as “[masked API key]” for each secret and each personal datum.

    Each of them is told as a hidden range of that place, without its words. What holds none is returned as it is.
    """
    found = tuple(_within_blocks(sensitive(visible.text), visible.blocks))
    hidden = tuple(replace(each, words=masked_words(each.words)) for each in visible.hidden)
    if not found:
        return visible if hidden == visible.hidden else replace(visible, hidden=hidden)
    moves = _Moves(found)
    marks = [Hidden(Span(place, place), MASKED, _label(each)) for each, place in moves.marks()]
    others = [replace(each, span=moves.span(each.span)) for each in hidden]
    return replace(
        visible,
        text=_written(visible.text, found),
        blocks=tuple(_moved(block, moves) for block in visible.blocks),
        hidden=tuple(sorted((*others, *marks), key=lambda each: each.span)),
        source_map=SourceMap(tuple(_runs(visible.source_map, found, moves))),
        title=masked_words(visible.title) if visible.title else visible.title,
    )


def masked_words(words: str) -> str:
    """The words with the same marks."""
    found = sensitive(words)
    return _written(words, found) if found else words


def masked_count(visible: VisibleText) -> int:
    """How many secrets and personal data a masked text had."""
    return sum(each.why == MASKED for each in visible.hidden)


def _mark(each: Sensitive) -> str:
    return f"[masked {each.kind}]"


def _label(each: Sensitive) -> str:
    # Of one piece, as names of characters are: it stands for no words that could turn a sentence.
    return f"{MASKED}:{each.kind.replace(' ', '-')}"


def _written(text: str, found: Sequence[Sensitive]) -> str:
    parts: list[str] = []
    at = 0
    for each in found:
        parts += [text[at : each.span.start], _mark(each)]
        at = each.span.end
    return "".join([*parts, text[at:]])


def _within_blocks(found: Iterable[Sensitive], blocks: Sequence[Block]) -> Iterator[Sensitive]:
    """What reaches over the end of a block is cut there, so that each block keeps its own."""
    starts = [block.span.start for block in blocks]
    for each in found:
        for at in range(max(0, bisect_right(starts, each.span.start) - 1), len(blocks)):
            block = blocks[at].span
            if block.start >= each.span.end:
                break
            start, end = max(block.start, each.span.start), min(block.end, each.span.end)
            if start < end:
                yield Sensitive(Span(start, end), each.kind)


def _moved(block: Block, moves: _Moves) -> Block:
    return replace(block, span=moves.span(block.span), cells=tuple(map(moves.span, block.cells)))


def _runs(source_map: SourceMap, found: Sequence[Sensitive], moves: _Moves) -> Iterator[tuple[int, int, int]]:
    """The runs without what was masked: a mark has no original."""
    at = 0
    for start, end, origin in source_map.runs:
        while at < len(found) and found[at].span.end <= start:
            at += 1
        first, ahead = start, at
        while ahead < len(found) and found[ahead].span.start < end:
            gone = found[ahead].span
            if first < gone.start:
                yield moves.of(first), moves.of(first) + gone.start - first, origin + first - start
            first = max(first, gone.end)
            ahead += 1
        if first < end:
            yield moves.of(first), moves.of(first) + end - first, origin + first - start


class _Moves:
    """Where an offset of the text stands in the masked text; inside of what was masked, where its mark begins."""

    def __init__(self, found: Sequence[Sensitive]) -> None:
        self._found = found
        self._starts = [each.span.start for each in found]
        self._shifts = [0]
        for each in found:
            gained = len(_mark(each)) - (each.span.end - each.span.start)
            self._shifts.append(self._shifts[-1] + gained)

    def of(self, offset: int) -> int:
        at = bisect_right(self._starts, offset)
        if at and offset < self._found[at - 1].span.end:
            return self._found[at - 1].span.start + self._shifts[at - 1]
        return offset + self._shifts[at]

    def span(self, span: Span) -> Span:
        return Span(self.of(span.start), self.of(span.end))

    def marks(self) -> Iterator[tuple[Sensitive, int]]:
        for each, shift in zip(self._found, self._shifts, strict=False):
            yield each, each.span.start + shift
