"""Scores in printed figures: components, points and ranks of one artifact and of two side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from decompose.domain.score import Component, PrintedComponent, Score, printed
from decompose.page.wording import figure, percent


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A component of one artifact: value and points with two decimals, the weight as used; None: not measured."""

    value: str | None = None
    weight: str | None = None
    points: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class RankCell:
    """The rank shown and the exact sum of our points. `is_external`: the rank was computed elsewhere."""

    rank: int | None
    exact: str | None
    is_external: bool
    depth: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Who has more of a component ("a", "b" or None) and by how much, in words."""

    side: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A component of both artifacts."""

    label: str
    a: ScoreCell
    b: ScoreCell
    difference: Difference


def score_cells(score: Score) -> dict[Component, ScoreCell]:
    """The breakdown in printed figures."""
    rows = printed(score).components
    return {name: _score_cell(rows[name], score.components[name].origin) for name in Component}


def _score_cell(row: PrintedComponent, origin: str | None) -> ScoreCell:
    if row.value is None or row.points is None:
        return ScoreCell()
    return ScoreCell(figure(row.value), percent(row.weight), figure(row.points), origin)


def rank_cell(score: Score) -> RankCell:
    """The rank as it is shown, with the sum that it does or does not stand on."""
    exact = printed(score).rank_exact
    return RankCell(score.rank, None if exact is None else figure(exact), score.is_external, score.depth)


def _difference(a: ScoreCell, b: ScoreCell) -> Difference:
    if a.value is None or b.value is None:
        return Difference(None, "cannot be said")
    gap = Decimal(a.value) - Decimal(b.value)
    if gap == 0:
        return Difference(None, "equal")
    return Difference("a" if gap > 0 else "b", f"by {figure(abs(gap))}")


def score_rows(a: Score, b: Score) -> tuple[ScoreRow, ...]:
    left, right = score_cells(a), score_cells(b)
    return tuple(
        ScoreRow(name.label, left[name], right[name], _difference(left[name], right[name])) for name in Component
    )
