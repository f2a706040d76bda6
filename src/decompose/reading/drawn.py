"""What is painted on a page of a PDF: areas with their colours, where they lie, and what they cover.

Lengths are points (1/72 inch) in the page's own coordinates; colours are red, green and blue from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
Polygon = Sequence[Point]

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# How near two colours are in each part for letters not to be told from their ground.
_SAME = 12 / 255
_OPAQUE, _FAINT = 0.95, 0.05
_BAND, _BANDS = 24.0, 400
# No letters stand on less, in either direction.
_SMALLEST = 2.0
_STEPS = 30_000_000


class TooMuchDrawnError(Exception):
    """More is drawn than can be looked through."""


def times(one: Matrix, other: Matrix) -> Matrix:
    """What `one` does, and then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(point: Point, matrix: Matrix) -> Point:
    x, y = point
    return (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])


def corners(x: float, y: float, width: float, height: float, matrix: Matrix) -> list[Point]:
    """The corners of a rectangle, where a matrix puts them."""
    found = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return [moved(corner, matrix) for corner in found]


def is_same(one: Colour, other: Colour) -> bool:
    return all(abs(first - second) <= _SAME for first, second in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class Area:
    """What polygons enclose, by winding number or by crossings; it ends where the areas of `within` end."""

    polygons: Sequence[Polygon]
    by_crossings: bool = False
    within: tuple[Area, ...] = ()
    box: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        points = [point for polygon in self.polygons for point in polygon] or [(0.0, 0.0)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        object.__setattr__(self, "box", (min(xs), min(ys), max(xs), max(ys)))

    @property
    def is_small(self) -> bool:
        left, bottom, right, top = self.box
        return min(right - left, top - bottom) < _SMALLEST

    @property
    def weight(self) -> int:
        """How much there is to look at before it is known whether a point lies inside."""
        return sum(map(len, self.polygons)) + sum(area.weight for area in self.within)

    def surrounds(self, point: Point) -> bool:
        left, bottom, right, top = self.box
        return left <= point[0] <= right and bottom <= point[1] <= top

    def holds(self, point: Point) -> bool:
        if not self.surrounds(point):
            return False
        x, y = point
        winding = crossings = 0
        for polygon in self.polygons:
            for (x1, y1), (x2, y2) in pairwise((*polygon, polygon[0])):
                if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                    crossings += 1
                    winding += 1 if y2 > y1 else -1
        is_inside = bool(crossings % 2 if self.by_crossings else winding)
        return is_inside and all(area.holds(point) for area in self.within)


def stroked(polygons: Iterable[Polygon], width: float) -> Iterator[Polygon]:
    """The strips that lines of a width cover."""
    for polygon in polygons:
        for (x1, y1), (x2, y2) in pairwise(polygon):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            if length:
                across, along = (y1 - y2) / length * width / 2, (x2 - x1) / length * width / 2
                yield [
                    (x1 + across, y1 + along),
                    (x2 + across, y2 + along),
                    (x2 - across, y2 - along),
                    (x1 - across, y1 - along),
                ]


@dataclass(slots=True, eq=False)
class Letters:
    """Letters that are drawn together: points in them, in which colours, and whether they are seen."""

    points: tuple[Point, ...]
    is_seen: bool


class Paper:
    """One page: what has been painted on it so far. `steps` counts what is looked through, for a whole document."""

    def __init__(self, bottom: float, steps: list[int], blank: Colour | None = WHITE) -> None:
        """`blank` is the colour of what nothing is painted on."""
        self._bottom = bottom
        self._steps = steps
        self._blank = blank
        self._painted: dict[int, list[tuple[Area, Colour | None]]] = {}
        self._written: dict[int, list[Letters]] = {}

    def another(self, blank: Colour | None) -> Paper:
        """A paper of the same size, of a colour."""
        return Paper(self._bottom, self._steps, blank)

    def paint(self, area: Area, colour: Colour | None, alpha: float = 1.0, *, covers: bool = True) -> None:
        """Paint an area; `colour` None is one that is not known, as in a picture. What it covers is not seen."""
        if alpha <= _FAINT or area.is_small:
            return
        left, bottom, right, top = area.box
        if colour is not None and alpha < _OPAQUE:
            below = self.ground(((left + right) / 2, (bottom + top) / 2))
            colour = below and _mixed(colour, below, alpha)
        bands = range(self._band(bottom), self._band(top) + 1)
        for band in bands:
            self._painted.setdefault(band, []).append((area, colour))
        if covers and alpha >= _OPAQUE:
            for band in bands:
                self._cover(band, area)

    def write(self, letters: Letters) -> None:
        self._written.setdefault(self._band(letters.points[0][1]), []).append(letters)

    def ground(self, point: Point) -> Colour | None:
        """The colour that a point has now; None where it is not known."""
        for area, colour in reversed(self._painted.get(self._band(point[1]), ())):
            if self._is_on(area, point):
                return colour
        return self._blank

    def shows(self, points: Sequence[Point], colour: Colour | None, alpha: float) -> bool:
        """Whether letters of a colour are told from their ground at most of the points."""
        if alpha <= _FAINT:
            return False
        if colour is None:
            return True
        grounds = [self.ground(point) for point in points]
        return sum(ground is None or not is_same(colour, ground) for ground in grounds) * 2 > len(points)

    def _cover(self, band: int, area: Area) -> None:
        left: list[Letters] = []
        for letters in self._written.get(band, ()):
            if sum(self._is_on(area, point) for point in letters.points) * 2 > len(letters.points):
                letters.is_seen = False
            else:
                left.append(letters)
        self._written[band] = left

    def _band(self, y: float) -> int:
        return int(min(max((y - self._bottom) / _BAND, 0), _BANDS))

    def _is_on(self, area: Area, point: Point) -> bool:
        self._steps[0] += 1 + area.weight * area.surrounds(point)
        if self._steps[0] > _STEPS:
            raise TooMuchDrawnError
        return area.holds(point)


def _mixed(colour: Colour, below: Colour, alpha: float) -> Colour:
    red, green, blue = (alpha * one + (1 - alpha) * other for one, other in zip(colour, below, strict=True))
    return (red, green, blue)
