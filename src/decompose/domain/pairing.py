"""Who is whose successor: one-to-one pairs of old and new things, by how alike they are.

All pairs are weighed together and the set that weighs most is taken, so that no pair is made because another was made
before it, and a thing is never paired through a third one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from decompose.domain.contradiction import telling
from decompose.domain.document import Covered, Span
from decompose.domain.evidence import folded

Old = TypeVar("Old")
New = TypeVar("New")


def paired(old: Sequence[Old], new: Sequence[New], weight: Callable[[Old, New], float]) -> list[tuple[Old, New]]:
    """The pairs whose weights add up to the most, in the order of `old`. A weight of 0 is no pair."""
    if not old or not new:
        return []
    weights = [[weight(one, other) for other in new] for one in old]
    if len(old) > len(new):
        turned = [list(column) for column in zip(*weights, strict=True)]
        found = sorted((row, column) for column, row in enumerate(_heaviest(turned)))
    else:
        found = list(enumerate(_heaviest(weights)))
    return [(old[row], new[column]) for row, column in found if weights[row][column] > 0]


def _heaviest(weights: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row; there are at least as many columns. Kuhn's method with potentials, in cubic time."""
    matching = _Matching(weights)
    for row in range(1, len(weights) + 1):
        matching.add(row)
    found = [0] * len(weights)
    for column, row in enumerate(matching.taken_by):
        if column and row:
            found[row - 1] = column - 1
    return found


class _Matching:
    """Rows get their columns one after the other; one that is taken is given up where both find a heavier sum.

    Rows and columns count from 1 inside, 0 stands for "none".
    """

    def __init__(self, weights: Sequence[Sequence[float]]) -> None:
        self.weights = weights
        self.of_row = [0.0] * (len(weights) + 1)
        self.of_column = [0.0] * (len(weights[0]) + 1)
        self.taken_by = [0] * (len(weights[0]) + 1)

    def add(self, row: int) -> None:
        self.taken_by[0], at = row, 0
        count = len(self.taken_by)
        least, came_from, seen = [math.inf] * count, [0] * count, [False] * count
        while self.taken_by[at]:
            seen[at] = True
            self._look_from(at, least, came_from, seen)
            at = min((column for column in range(1, count) if not seen[column]), key=least.__getitem__)
            self._shift(least[at], least, seen)
        while at:
            self.taken_by[at] = self.taken_by[came_from[at]]
            at = came_from[at]

    def _look_from(self, at: int, least: list[float], came_from: list[int], seen: Sequence[bool]) -> None:
        row = self.taken_by[at]
        for column in range(1, len(seen)):
            cost = -self.weights[row - 1][column - 1] - self.of_row[row] - self.of_column[column]
            if not seen[column] and cost < least[column]:
                least[column], came_from[column] = cost, at

    def _shift(self, step: float, least: list[float], seen: Sequence[bool]) -> None:
        for column in range(len(seen)):
            if seen[column]:
                self.of_row[self.taken_by[column]] += step
                self.of_column[column] -= step
            else:
                least[column] -= step


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but spelling of the same characters."""
    return folded(one) == folded(other)


def likeness(one: str, other: str) -> float:
    """How far two texts say the same, in 0..1: the telling words that they share (twice those, of all)."""
    if same_words(one, other):
        return 1.0
    words = _told(one), _told(other)
    return 2 * len(words[0] & words[1]) / max(len(words[0]) + len(words[1]), 1)


_NUMBER = re.compile(r"\d[\d.,]*")
# Scripts that are written without spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uf900-\ufaff]+")


def _told(text: str) -> frozenset[str]:
    """The telling words, the numbers, and of scripts without spaces each two neighbours."""
    words = folded(text)
    runs = _UNSPACED.findall(words)
    neighbours = {run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))}
    numbers = {number.rstrip(".,") for number in _NUMBER.findall(words)}
    return telling(_UNSPACED.sub(" ", words)) | numbers | neighbours


def overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """What is covered by both, of what is covered by either, in code points; 0..1."""
    shared, first, second = _covered(one, other)
    return shared / (first + second - shared) if shared else 0.0


def share(one: Iterable[Span], other: Iterable[Span]) -> float:
    """What is covered by both, of what is covered by the smaller one; 0..1."""
    shared, first, second = _covered(one, other)
    return shared / min(first, second) if shared else 0.0


def _covered(one: Iterable[Span], other: Iterable[Span]) -> tuple[int, int, int]:
    first, second = Covered.by(one), Covered.by(other)
    shared = sum(
        span.end - span.start
        for start, end in zip(first.starts, first.ends, strict=True)
        for span in second.under(Span(start, end))
    )
    return shared, _length(first), _length(second)


def _length(covered: Covered) -> int:
    return sum(covered.ends) - sum(covered.starts)
