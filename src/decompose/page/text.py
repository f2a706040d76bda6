"""A comparison as plain text for a terminal of 80 to 100 columns. No colour, no control characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from decompose.domain.catalog import Compared
from decompose.page.breakdown import RankCell, ScoreCell
from decompose.page.cards import CardView
from decompose.page.comparison_view import AlignedView, CompareView, compare_view
from decompose.page.facts_table import Cell, FactRow
from decompose.page.wording import NOT_MEASURED, NOT_STATED, count

WIDTH = 88
_LABEL = 16
_COLUMN = (WIDTH - _LABEL - 2) // 2
_HALF = (WIDTH - 3) // 2


def compare_text(compared: Compared) -> str:
    """The comparison: verdict with its rules, scores, facts and capabilities side by side. Ends with a newline."""
    view = compare_view(compared)
    parts = (_head(view), _scores(view), _facts(view), _capabilities(view))
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def verdict_text(compared: Compared) -> str:
    """The short form: verdict with its rules, and scores."""
    view = compare_view(compared)
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in (_head(view), _scores(view))) + "\n"


def _head(view: CompareView) -> Iterator[str]:
    title = _plain(view.title)
    yield title
    yield "=" * min(len(title), WIDTH)
    yield ""
    if view.as_of:
        yield from _wrap(
            f"As it was at the end of {view.as_of}. Not reproduced: {'; '.join(view.not_reproduced)}.", WIDTH
        )
        yield ""
    yield _plain(view.headline)
    for sentence in view.sentences:
        rule = f"[{sentence.rule.replace('_', ' ')}]"
        yield from _wrap(f"{sentence.text} {rule}", WIDTH - 2, first="- ", rest="  ")
    for told in view.write_up:
        yield from _wrap(f"{told.text} [written by {view.written_by}]", WIDTH - 2, first="- ", rest="  ")


def _scores(view: CompareView) -> Iterator[str]:
    yield _row("Scores", view.a.name, view.b.name)
    yield "-" * WIDTH
    for row in view.scores:
        yield _row(row.label, _score(row.a), _score(row.b))
    yield _row("Rank", _rank(view.a.rank), _rank(view.b.rank))


def _facts(view: CompareView) -> Iterator[str]:
    yield _row("Facts", view.a.name, view.b.name)
    yield "-" * WIDTH
    for row in view.facts:
        left, right = (_wrap(words, _COLUMN) for words in _cells(row))
        for number, (a, b) in enumerate(zip_longest(left, right, fillvalue="")):
            yield _row(row.label if number == 0 else "", a, b)


def _capabilities(view: CompareView) -> Iterator[str]:
    yield "Capabilities"
    yield "-" * WIDTH
    for row in view.aligned:
        yield from _wrap(f"{row.title} ({row.tag})", WIDTH)
        yield from _side_by_side(row, view)
        yield ""


def _side_by_side(row: AlignedView, view: CompareView) -> Iterator[str]:
    left, right = (_card(card, side.name) for card, side in zip((row.a, row.b), view.sides, strict=True))
    for a, b in zip_longest(left, right, fillvalue=""):
        yield f"{a:<{_HALF}} | {b}"


def _card(card: CardView | None, name: str) -> list[str]:
    if card is None:
        return _wrap(f"{name}: {NOT_STATED}", _HALF)
    if card.is_imported:
        return _wrap(f"{name}: no source, published elsewhere, unsupported", _HALF)
    lines = _wrap(f"{name}: {' '.join(claim.text for claim in card.description)}", _HALF)
    for field in card.fields:
        lines += _wrap(f"{field.label}: {' '.join(claim.text for claim in field.claims)}", _HALF)
    return [*lines, count(len(card.evidence.quotes), "quote")]


def _cells(row: FactRow) -> tuple[str, ...]:
    return tuple(_cell(cell) for cell in row.cells)


def _cell(cell: Cell) -> str:
    said = [cell.text] if cell.text else []
    return " ".join([*said, *(claim.text for claim in cell.claims)]) or cell.absent


def _score(cell: ScoreCell) -> str:
    return NOT_MEASURED if cell.value is None else f"{cell.value:>6} x {cell.weight} = {cell.points}"


def _rank(rank: RankCell) -> str:
    if rank.rank is None:
        return NOT_MEASURED
    return f"{rank.rank} of 100{', computed elsewhere' if rank.is_external else f' ({rank.exact})'}"


def _row(label: str, a: str, b: str) -> str:
    cells = [_cut(_plain(words), width) for words, width in ((label, _LABEL), (a, _COLUMN), (b, _COLUMN))]
    return f"{cells[0]:<{_LABEL}} {cells[1]:<{_COLUMN}} {cells[2]}"


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


def _wrap(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(_plain(words), width, initial_indent=first, subsequent_indent=rest) or [""]


def _plain(words: str) -> str:
    """Words on one line; a terminal's control sequences in them are shown, not obeyed."""
    return "".join(letter if letter.isprintable() else " " for letter in words)
