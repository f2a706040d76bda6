"""Soft masks: a group that is not shown, but whose light or cover says how much of what is drawn comes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from decompose.reading.drawn import BLACK, WHITE, Colour, Paper, Point
from decompose.reading.ink.document import is_dictionary, value_of
from decompose.reading.inks import ink_of

_NOTHING = 0.05
_RED, _GREEN, _BLUE = 0.3, 0.59, 0.11


@dataclass(frozen=True, slots=True)
class Mask:
    """A mask with the paper that its group was drawn on; `first` and `last` are what it makes of dark and of light.

    With `power` None it is not known what it makes of them.
    """

    paper: Paper
    first: float = 0.0
    last: float = 1.0
    power: float | None = 1.0

    def hides(self, points: Sequence[Point]) -> bool:
        """Whether nothing that is drawn comes through at most of the points."""
        return sum(self._lets_through(point) for point in points) * 2 <= len(points)

    def _lets_through(self, point: Point) -> bool:
        colour = self.paper.ground(point)
        if colour is None or self.power is None:
            return True
        light = _RED * colour[0] + _GREEN * colour[1] + _BLUE * colour[2]
        return self.first + float(light**self.power) * (self.last - self.first) > _NOTHING


def colours_of(settings: Any) -> tuple[Colour | None, Colour | None]:
    """What a mask is before anything is drawn on it, and the colour that all that is drawn counts as, if any."""
    if settings.get("/S") == "/Alpha":
        return BLACK, WHITE
    backdrop = value_of(settings, "/BC")
    space = value_of(value_of(value_of(settings, "/G"), "/Group"), "/CS")
    return (ink_of(space, backdrop).colour if backdrop else BLACK), None


def mask_on(paper: Paper, settings: Any) -> Mask:
    """The mask whose group was drawn on a paper."""
    transfer = value_of(settings, "/TR")
    if transfer is None or transfer == "/Identity":
        return Mask(paper)
    if not is_dictionary(transfer) or transfer.get("/FunctionType") != 2:
        return Mask(paper, power=None)
    first, last = (float(transfer.get(name, [usual])[0]) for name, usual in (("/C0", 0.0), ("/C1", 1.0)))
    return Mask(paper, first, last, float(transfer.get("/N", 1)))
