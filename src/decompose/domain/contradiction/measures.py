"""The numbers of a sentence, each with what it counts and what it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from decompose.domain.contradiction.words import CLAUSE, NUMBERING, stem, telling
from decompose.domain.quantities import Quantity, figures

# Units of one dimension, in its smallest.
_IN_BASE = {
    unit: (dimension, Decimal(size))
    for dimension, units in {
        "byte": {"byte": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15}
        | {"kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40},
        "ms": {"ms": 1, "s": 10**3, "min": 60 * 10**3, "hour": 3600 * 10**3, "day": 24 * 3600 * 10**3},
    }.items()
    for unit, size in units.items()
}
# A sentence with more of them is a table in one line, and measures many things.
_MOST_NUMBERS = 20
_INFINITE = Decimal("Infinity")
_KIND = re.compile(r"^[ -]?((?:[^\W\d_][\w'-]*[ ]?){1,3})")
_KIND_ENDS = frozenset(
    "of in for with and or per at on to from by as is are than that which while but if when via using between".split()
)
_RANGE_BETWEEN = re.compile(r"^\s*-\s*$")
_BETWEEN = re.compile(r"\bbetween\s*$", re.IGNORECASE)
_PART_OF_NAME = re.compile(rf"{NUMBERING}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with what it counts: `kinds` are the stems of the words behind it; [low, high] is what it allows."""

    quantity: Quantity
    low: Decimal
    high: Decimal
    kinds: frozenset[str]
    near: frozenset[str]
    start: int
    end: int


def measures_of(flat: str) -> Iterator[Measure]:
    """The numbers of a sentence; the two of a range are one measure."""
    placed: list[tuple[Quantity, int, int]] = []
    at = 0
    for written in figures(flat).quantities:
        quantity = _in_base(written)
        start = flat.find(quantity.words, at)
        if start >= 0:
            at = start + len(quantity.words)
            placed.append((quantity, start, at))
    if len(placed) > _MOST_NUMBERS:
        return
    while placed:
        quantity, start, end = placed.pop(0)
        if not quantity.unit and _PART_OF_NAME.search(flat[:start]):
            continue
        low, high = _allowed(quantity)
        if placed and _is_range(flat, start, end, placed[0][1]):
            first = quantity.number
            quantity, _, end = placed.pop(0)
            low, high = sorted((first, quantity.number))
        yield Measure(quantity, low, high, _kinds(flat[end:]), telling(_clause_around(flat, start, end)), start, end)


def _in_base(quantity: Quantity) -> Quantity:
    """The quantity in the smallest unit of its dimension, so that 1 GB and 1,000 MB are one."""
    dimension, size = _IN_BASE.get(quantity.unit, (quantity.unit, Decimal(1)))
    if dimension == quantity.unit:
        return quantity
    number = quantity.number * size
    return replace(quantity, unit=dimension, number=number, spelling=str(number.normalize()))


def _is_range(flat: str, start: int, end: int, following: int) -> bool:
    gap = flat[end:following]
    return bool(_RANGE_BETWEEN.match(gap)) or (gap.strip() == "and" and bool(_BETWEEN.search(flat[:start])))


def _allowed(quantity: Quantity) -> tuple[Decimal, Decimal]:
    if quantity.bound in {">", ">=", "+"}:
        return quantity.number, _INFINITE
    if quantity.bound in {"<", "<="}:
        return -_INFINITE, quantity.number
    return quantity.number, quantity.number


def _kinds(behind: str) -> frozenset[str]:
    run = _KIND.match(behind)
    words: list[str] = []
    for word in run[1].split() if run else []:
        if word.casefold() in _KIND_ENDS:
            break
        words.append(word)
    return frozenset(stem(word) for word in words)


def _clause_around(flat: str, start: int, end: int) -> str:
    before = max((found.end() for found in CLAUSE.finditer(flat, 0, start)), default=0)
    after = CLAUSE.search(flat, end)
    return flat[before : after.start() if after else len(flat)]


def without_measures(flat: str, measures: tuple[Measure, ...]) -> str:
    """The sentence without what its numbers say; a number that is part of a name stays."""
    for measure in reversed(measures):
        flat = f"{flat[: measure.start]} {flat[measure.end :]}"
    return flat
