"""Where letters are written, how far they reach, and whether they are seen where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from decompose.reading.drawn import AS_IT_IS, Letters, Matrix, Point, moved, times
from decompose.reading.ink.state import State, Work

SHOWING = frozenset([b"Tj", b"TJ", b"'", b'"'])
_TEXT_STATE = {
    b"Tr": ("mode", 1), b"TL": ("leading", 1), b"Ts": ("rise", 1), b"Tc": ("spacing", 1),
    b"Tw": ("word_spacing", 1), b"Tz": ("stretch", 0.01),
}  # fmt: skip
PLACING = frozenset([b"BT", b"ET", b"Tm", b"Td", b"TD", b"T*", b"Tf", *_TEXT_STATE])
_TINY = 1.0
_STROKES, _FILLS = frozenset([1, 2, 5, 6]), frozenset([0, 2, 4, 6])
_CUTTING = 4
_PLACES = (1 / 6, 1 / 2, 5 / 6)
_MIDDLE = 0.3
_USUAL_WIDTH = 0.5


class Pen:
    """Goes where the next letters are written."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.line = self.at = AS_IT_IS

    def place(self, operator: bytes, operands: Any) -> None:
        """An operation that places text, or says how it is set."""
        state = self._work.state
        if operator == b"Tf":
            self._work.state = replace(state, size=float(operands[1]))
        elif operator in _TEXT_STATE:
            name, scale = _TEXT_STATE[operator]
            self._work.state = replace(state, **{name: float(operands[0]) * scale})  # type: ignore[arg-type]  # one of the numbers
        else:
            self._go(operator, operands)

    def _go(self, operator: bytes, operands: Any) -> None:
        if operator == b"BT":
            self.line = self.at = AS_IT_IS
        elif operator == b"Tm":
            self.line = self.at = matrix_of(operands)
        elif operator in (b"Td", b"TD"):
            if operator == b"TD":
                self._work.state = replace(self._work.state, leading=-float(operands[1]))
            self.line = self.at = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)
        elif operator == b"T*":
            self.line = self.at = times((1, 0, 0, 1, 0, -self._work.state.leading), self.line)

    def write(self, operator: bytes, operands: Any) -> Letters:
        """Write letters, and go behind them."""
        work = self._work
        if operator == b'"':
            work.state = replace(work.state, word_spacing=float(operands[0]), spacing=float(operands[1]))
        if operator in (b"'", b'"'):
            self._go(b"T*", [])
        shown = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        state = work.state
        width = _width(shown, state)
        em = times((state.size * state.stretch, 0, 0, state.size, 0, state.rise), times(self.at, state.matrix))
        along = width / state.size if state.size else 0.0
        points = tuple(moved((along / (state.stretch or 1) * part, _MIDDLE), em) for part in _PLACES)
        letters = Letters(points, self._is_seen(points, em))
        work.paper.write(letters)
        if state.mode >= _CUTTING:
            work.cutting.append(letters)
        self.at = times((1, 0, 0, 1, width, 0), self.at)
        return letters

    def _is_seen(self, points: tuple[Point, ...], em: Matrix) -> bool:
        state = self._work.state
        is_tiny = min((em[0] ** 2 + em[1] ** 2) ** 0.5, (em[2] ** 2 + em[3] ** 2) ** 0.5) <= _TINY
        if is_tiny or self._work.is_off or (state.mask and state.mask.hides(points)):
            return False
        if sum(all(area.holds(point) for area in state.within) for point in points) * 2 <= len(points):
            return False
        inks = [state.fill] * (state.mode in _FILLS) + [state.stroke] * (state.mode in _STROKES)
        return any(self._work.paper.shows(points, ink.colour, ink.alpha) for ink in inks)


def matrix_of(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return (a, b, c, d, e, f)


def _width(shown: Sequence[Any], state: State) -> float:
    """How far letters reach in the space of the text."""
    width = 0.0
    for part in shown:
        if isinstance(part, (int, float)):
            width -= float(part) / 1000 * state.size
        else:
            ems, count, spaces = _measured(part, state.font)
            width += ems * state.size + count * state.spacing + spaces * state.word_spacing
    return width * state.stretch


def _measured(shown: Any, font: Any) -> tuple[float, int, int]:
    """How wide a string is, in sizes of its letters; how many letters and spaces it has."""
    from pypdf._text_extraction import get_text_operands

    raw = bytes(shown) if isinstance(shown, bytes) else shown.original_bytes
    count = len(raw) // 2 if font is not None and font.sub_type == "Type0" else len(raw)
    if font is None:
        return count * _USUAL_WIDTH, count, raw.count(b" ")
    letters: list[Any] = [raw]
    width = get_text_operands(letters, list(AS_IT_IS), list(AS_IT_IS), font, (0,))[2]
    return (width / 1000 if width > 0 else count * _USUAL_WIDTH), count, raw.count(b" ")
