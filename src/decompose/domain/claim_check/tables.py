"""Tables: a number stands in the row and under the head that the claim names, and rows keep their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named, place
from decompose.domain.claim_check.words import Sentence
from decompose.domain.evidence import folded
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import Quantity, figures

_CELL_END = "\t"
_ANY_CELL_END = re.compile(r"\t|\s*\|\s*")
# Cells that say no.
_SAYS_NO = re.compile(
    r"(?:no|none|never|false|off|n/?a|unsupported|missing|[-–—✗✘×❌]|not? .*|without .*|un\w+ed)", re.IGNORECASE
)
_CONTRASTS = re.compile(r"[;:.]\s|,?\s\b(?:whereas|while|but|unlike|as opposed to|in contrast to)\b", re.IGNORECASE)
_FEWEST_LABELS = 2
_DECORATION = re.compile(r"[^\w\s.%@+-]|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        return _plain(self.cells[0])


def cells_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A number that is quoted in another column or row than the one that the claim speaks of."""
    rows = [
        _Row(tuple(line.split(_CELL_END)))
        for quote in exhibit.quotes
        for line in quote.split("\n")
        if _CELL_END in line
    ]
    if not rows:
        return
    head = _head(exhibit)
    body = [row for row in rows if row.cells != head]
    named = {column for column, title in enumerate(head) if column and _speaks_of(claim, title)}
    found = [(quantity, _places(quantity, body)) for quantity in figures(claim.text).quantities]
    located = [(quantity, places) for quantity, places in found if places]
    for quantity, places in located:
        columns = {column for _, column in places}
        # With fewer heads than figures in the sentence, some head goes by another name there.
        if len(located) <= len(named) and not columns & named:
            title = _plain(head[min(columns)]) if min(columns) < len(head) else "another head"
            yield _misplaced(quantity, f"stands under “{title}”", claim)
        elif not any(_is_meant(row, body, claim, exhibit) for row, _ in places):
            yield _misplaced(quantity, f"stands in the row “{places[0][0].label}”", claim)


def _places(quantity: Quantity, body: list[_Row]) -> list[tuple[_Row, int]]:
    return [(row, column) for row in body for column, cell in enumerate(row.cells) if column and _holds(cell, quantity)]


def _is_meant(row: _Row, body: list[_Row], claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether the claim may speak of the row: no other is named, a word of its label is, or it is the artifact."""
    if not any(_speaks_of(claim, other.label) for other in body if other is not row):
        return True
    common = set.intersection(*(set(other.label.casefold().split()) for other in body))
    own = set(row.label.casefold().split()) - common
    said = set(_plain(claim.text).casefold().split())
    if own & said or is_named(row.label, claim.text):
        return True
    return any(is_named(row.label, name) or is_named(name, row.label) for name in exhibit.own.split("\n") if name)


def _head(exhibit: Exhibit) -> tuple[str, ...]:
    """The header of the table, which stands in the context before the row itself."""
    rows = (tuple(text.split(_CELL_END)) for text in exhibit.context if _CELL_END in text)
    return next(rows, ())


def _plain(cell: str) -> str:
    return " ".join(_DECORATION.sub(" ", folded(cell)).split())


def _speaks_of(claim: Sentence, title: str) -> bool:
    title = _plain(title)
    return bool(title) and is_named(title, claim.text)


def _holds(cell: str, quantity: Quantity) -> bool:
    return any(other.number == quantity.number for other in figures(cell).quantities)


def _misplaced(quantity: Quantity, where: str, claim: Sentence) -> Finding:
    return Finding("numbers", Outcome.FAILED, f"“{quantity.words}” {where}", place(quantity.words, claim))


def answers_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of rows that say yes and rows that say no, the claim does not name both in one breath and others in the next."""
    answers = dict(_answers(exhibit))
    if len(set(answers.values())) < _FEWEST_LABELS:
        return
    parts = [part for part in _CONTRASTS.split(claim.text) if part]
    named = [[label for label in answers if is_named(label, part)] for part in parts]
    told = [labels for labels in named if labels]
    for labels in told if len(told) > 1 else ():
        if len({answers[label] for label in labels}) > 1:
            detail = f"the rows “{labels[0]}” and “{labels[-1]}” differ, and the sentence tells them as alike"
            yield Finding("part", Outcome.FAILED, detail, place(labels[0], claim))
            return


def _answers(exhibit: Exhibit) -> Iterator[tuple[str, bool]]:
    """The label of each row of two cells, and whether the other says no."""
    for line in (line for quote in exhibit.quotes for line in quote.split("\n")):
        cells = [cell for cell in map(_plain, _ANY_CELL_END.split(line.strip(" |"))) if cell]
        if len(cells) == _FEWEST_LABELS:
            yield cells[0], bool(_SAYS_NO.fullmatch(cells[1]))
