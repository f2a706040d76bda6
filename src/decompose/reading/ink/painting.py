"""Paths and pictures: what they cover, in which colour, and what they cut out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from decompose.reading.drawn import Area, Colour, Point, corners, moved, stroked
from decompose.reading.ink.state import Work
from decompose.reading.inks import Ink

PAINTING = {
    b"f": "fill", b"F": "fill", b"f*": "fill*", b"B": "fill stroke", b"B*": "fill* stroke",
    b"b": "fill stroke", b"b*": "fill* stroke", b"S": "stroke", b"s": "stroke", b"n": "",
}  # fmt: skip


class Brush:
    """Follows a path, and paints it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.path: list[list[Point]] = []
        self._cut = ""

    def build(self, operator: bytes, operands: Any) -> bool:
        """Go on with the path; False for an operation that is none of a path."""
        matrix, path = self._work.state.matrix, self.path
        if operator == b"re":
            left, bottom, width, height = map(float, operands)
            path.append(corners(left, bottom, width, height, matrix))
        elif operator == b"m":
            path.append([moved((float(operands[0]), float(operands[1])), matrix)])
        elif operator in (b"l", b"c", b"v", b"y"):
            numbers = [float(operand) for operand in operands]
            if path:
                path[-1] += [moved((x, y), matrix) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        elif operator == b"h":
            if path:
                path[-1].append(path[-1][0])
                path.append([path[-1][0]])
        elif operator in (b"W", b"W*"):
            self._cut = operator.decode()
        else:
            return False
        return True

    def paint(self, how: str) -> None:
        """Paint the path, let it cut out what comes, and begin another."""
        path, self.path = [polygon for polygon in self.path if len(polygon) > 1], []
        cut, self._cut = self._cut, ""
        state = self._work.state
        if path and not self._work.is_off:
            if "fill" in how:
                self._fill(Area(path, "fill*" in how, state.within), state.fill)
            if "stroke" in how:
                width = state.width * abs(state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2]) ** 0.5
                for strip in stroked(path, width) if width >= 2 else ():
                    self._fill(Area([strip], False, state.within), state.stroke)
        if path and cut:
            self._work.state = replace(state, within=(*state.within, Area(path, cut == "W*")))

    def picture(self, image: Any, *, is_whole: bool = False) -> None:
        """Paint a picture, or the whole page in a run of colours: what colour it has where is not known."""
        state = self._work.state
        if self._work.is_off:
            return
        shape = state.within[0].polygons if is_whole and state.within else [corners(0, 0, 1, 1, state.matrix)]
        is_solid = image is not None and not any(key in image for key in ("/SMask", "/Mask", "/ImageMask"))
        area = Area(shape, False, state.within)
        self._cover(area, self._work.only if is_solid else None, state.fill.alpha, covers=is_solid)

    def _fill(self, area: Area, ink: Ink) -> None:
        self._cover(area, self._work.only or ink.colour, ink.alpha, covers=True)

    def _cover(self, area: Area, colour: Colour | None, alpha: float, *, covers: bool) -> None:
        """Paint an area. What mixes with its ground, or comes through a mask in part, has no colour that is known."""
        state = self._work.state
        is_masked = state.mask is not None
        if state.mask and state.mask.hides(_inside(area)):
            return
        is_plain = not (state.mixes or is_masked)
        self._work.paper.paint(area, colour if is_plain else None, alpha, covers=covers and is_plain)
        for letters in self._work.cutting:
            letters.is_seen = letters.is_seen or any(map(area.holds, letters.points))


def _inside(area: Area) -> list[Point]:
    """Points all over an area."""
    left, bottom, right, top = area.box
    parts = (0.1, 0.5, 0.9)
    return [(left + across * (right - left), bottom + up * (top - bottom)) for across in parts for up in parts]
