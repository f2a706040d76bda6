"""Numbers of a text with their places, and ratios: "2-3x cheaper", "half the price", "50 % fewer"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from decompose.domain.audit.words import names, stem

_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = re.compile(
    r"(?<![\w.$-])(?P<sign>[~≈$€£]?)(?P<low>\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,6})?)"
    r"(?:\s?(?:-|–|to)\s?(?P<high>\d{1,12}(?:\.\d{1,6})?)(?![\d-]))?"
    r"(?P<plus>\+?)(?P<scale>[KMBT](?![\w])|[ ](?:thousand|million|billion|trillion)\b)?(?P<plus2>\+?)"
    r"(?P<unit>[ -]?(?:%|×|percent\b|x\b|[KMGTP]i?B\b|GPUs?\b|(?:ms|milliseconds?|seconds?|minutes?|"
    r"hours?|days?|weeks?|months?|years?)\b))?",
    re.IGNORECASE,
)
_LARGEST = 1e15
TIMES = frozenset({"x", "×", "%", "percent"})
DURATIONS = frozenset({"ms", "millisecond", "second", "minute", "hour", "day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at [start, end): from `low` to `high` with the scale applied, `unit` in the singular or ""."""

    start: int
    end: int
    low: float
    high: float
    scale: str
    unit: str
    is_open: bool

    def agrees(self, other: Figure) -> bool:
        """Whether both may be true of one thing; an open end ("600+") agrees with what is above it."""
        low, high = self.low, float("inf") if self.is_open else self.high
        others = float("inf") if other.is_open else other.high
        return low <= others * 1.001 and other.low <= high * 1.001


def figures_in(text: str) -> Iterator[Figure]:
    """The numbers of a text that are no part of a name or a version."""
    for match in _NUMBER.finditer(text):
        before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
        if before == "/" or (behind[:1] in {".", "/"} and behind[1:2].isdigit()) or _goes_on(match, behind):
            continue
        scale = (match["scale"] or "").strip().casefold()
        factor = _SCALES.get(scale, 1.0)
        low = float(match["low"].replace(",", ""))
        high = float(match["high"] or low)
        if max(low, high) * factor < _LARGEST:
            unit = (match["unit"] or "").strip(" -").casefold()
            unit = unit.removesuffix("s") if unit != "ms" else unit
            is_open = bool(match["plus"] or match["plus2"])
            yield Figure(match.start(), match.end(), low * factor, max(low, high) * factor, scale, unit, is_open)


def _goes_on(match: re.Match[str], behind: str) -> bool:
    """Whether a letter follows at once: then it is the beginning of a name."""
    return bool(behind[:1].isalnum()) and not match["unit"]


def is_in_a_name(text: str, figure: Figure) -> bool:
    """Whether the number is a part of a proper name."""
    return any(start <= figure.start < start + len(name) for start, name in names(text))


_MOST_OPERANDS = 12


def is_computed(value: float, known: Iterable[float]) -> bool:
    """Whether the value is a sum or a difference of two or three of the known numbers.

    A quotient is not looked for: among a few numbers one that happens to fit is soon found.
    """
    operands = sorted({number for number in known if number > 0 and number != value})[:_MOST_OPERANDS]
    sums = {(x, y): (x + y, abs(x - y)) for x, y in combinations(operands, 2)}
    return any(
        abs(result - value) < _EXACT
        for pair, firsts in sums.items()
        for first in firsts
        for third in (0.0, *(number for number in operands if number not in pair))
        for result in (first + third, abs(first - third))
    )


_EXACT = 1e-9


# -- ratios ------------------------------------------------------------------------------------------------

_MORE = (
    r"faster|quicker|slower|cheaper|costlier|smaller|larger|bigger|fewer|less|lower|higher|more|"
    r"better|longer|shorter|greater|lighter|denser|wider"
)
_SAME_MEASURE = {"faster": "speed", "quicker": "speed", "slower": "speed", "cheaper": "price", "costlier": "price"}
_RATIO = re.compile(
    rf"(?P<low>\d{{1,6}}(?:\.\d{{1,3}})?)(?:\s?(?:-|–|to)\s?(?P<high>\d{{1,6}}(?:\.\d{{1,3}})?))?"
    rf"\s?(?:x\b|×|times\b|-?fold\b)\s?(?:the |as )?(?P<word>{_MORE}|speed(?:-?up)?|"
    rf"[a-z]+)?(?: (?!than\b)(?P<thing>[a-z]+))?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\b1/(?P<part>\d{1,3}) (?:of )?(?:the |its |as many )?(?P<thing>[\w -]{3,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times more or less, from `low` to `high`; `measure` is of what, as stems."""

    start: int
    end: int
    low: float
    high: float
    measure: str
    thing: str

    def disagrees(self, low: float, high: float, tolerance: float = 1.25) -> bool:
        """Whether the other range lies wholly outside, the rounding of a writer allowed."""
        return self.low > high * tolerance or self.high * tolerance < low


def ratios_in(text: str) -> Iterator[Ratio]:
    """Ratios in any form: “6x faster inference”, “1/3 the parameters” (as 3 times fewer)."""
    for match in _RATIO.finditer(text):
        low = float(match["low"])
        high = float(match["high"] or low)
        word = (match["word"] or "").casefold()
        measure = _SAME_MEASURE.get(word, word or "times")
        measure = "speed" if measure.startswith("speed") else measure
        yield Ratio(match.start(), match.end(), low, max(low, high), measure, stem(match["thing"] or ""))
    for match in _FRACTION.finditer(text):
        part = float(match["part"])
        if part:
            yield Ratio(match.start(), match.end(), part, part, "fewer", match["thing"])


def is_derived(value: Figure, known: Iterable[Figure]) -> bool:
    """Whether a percentage or a ratio follows from two numbers of one scale by division, rounded as printed."""
    numbers_of: dict[str, list[float]] = {}
    for figure in known:
        if figure.unit not in TIMES and figure.low > 0 and (figure.scale or figure.unit):
            numbers_of.setdefault(f"{figure.scale} {figure.unit}", []).append(figure.low)
    if value.unit not in TIMES or value.low != value.high:
        return False
    step = 0.5 if value.low == int(value.low) else 0.051
    for same in numbers_of.values():
        distinct = sorted(set(same))[:100]
        for index, part in enumerate(distinct):
            for whole in distinct[index + 1 :]:
                result = 100 * part / whole if value.unit in {"%", "percent"} else whole / part
                if abs(result - value.low) <= step:
                    return True
    return False
