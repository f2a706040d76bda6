"""The numbers of two sentences: do they differ, and are they of one thing."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from decompose.domain.contradiction.measures import Measure
from decompose.domain.contradiction.statement import Statement, set_apart
from decompose.domain.quantities import Quantity

_ADDS_UP = re.compile(r"\b(?:support|compatib|work|run|test|includ|exampl|such as|one of|among)", re.IGNORECASE)
_MINIMUM = re.compile(r"\b(?:requir\w*|needs?|needed|minimum|must|at least)\b", re.IGNORECASE)
_ROUNDED = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|over|more than|up to)\b|[~≈+]", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:if|unless|when|whenever|except|otherwise|until|depending|depends|varies|e\.g)\b", re.IGNORECASE
)
_CLOSE, _LARGE, _NEAR_LARGE = Decimal("0.1"), Decimal(10) ** 6, Decimal("0.06")
_BINARY = tuple(Decimal(1024) ** power / Decimal(1000) ** power for power in (1, 2, 3, 4))
_FEWEST_SHARED, _MOST_EXTRA = 2, 2


def numbers_differ(one: Statement, other: Statement) -> str | None:
    if set_apart(one, other) or _CONDITION.search(one.words) or _CONDITION.search(other.words):
        return None
    for mine, its in product(one.measures, other.measures):
        if not _measures_one_thing(one, mine, other, its) or not _differ(one, mine, other, its):
            continue
        agreeing = any(_agree(mine, measure) for measure in other.measures)
        agreeing = agreeing or any(_agree(its, measure) for measure in one.measures)
        if not agreeing:
            return f"it says {mine.quantity.words} where the other says {its.quantity.words}"
    return None


def _agree(mine: Measure, its: Measure) -> bool:
    return mine.quantity.number == its.quantity.number and {mine.quantity.unit, its.quantity.unit} != {"%", "x"}


def _measures_one_thing(one: Statement, mine: Measure, other: Statement, its: Measure) -> bool:
    """Same unit or counted thing, and about the same: nothing but neutral words on both sides alone."""
    if mine.quantity.unit != its.quantity.unit or (mine.quantity.per and its.quantity.per != mine.quantity.per):
        return False
    kinds = mine.kinds & its.kinds
    if (mine.kinds or its.kinds) and not mine.quantity.unit and not kinds:
        return False
    if mine.near and its.near and not mine.near & its.near:
        return False
    return _about_the_same(one, mine, other, its, weight=bool(mine.quantity.unit))


def _about_the_same(one: Statement, mine: Measure, other: Statement, its: Measure, *, weight: bool) -> bool:
    about, others = (
        one.about - mine.kinds | (mine.kinds & its.kinds),
        other.about - its.kinds | (mine.kinds & its.kinds),
    )
    shared = len(about & others) + weight
    extra = len(about - others), len(others - about)
    if extra == (0, 0):
        return bool(shared)
    if min(extra) == 0:
        return shared >= _FEWEST_SHARED and max(extra) <= _MOST_EXTRA
    return shared > _FEWEST_SHARED and sum(extra) <= _MOST_EXTRA


def _differ(one: Statement, mine: Measure, other: Statement, its: Measure) -> bool:
    is_version = not mine.quantity.unit and not (mine.kinds & its.kinds)
    is_minimum = _is_minimum(one, mine) and _is_minimum(other, its)
    # "More than 50" and "more than 90" may both be true; what is required, or allowed at most, is one number.
    if is_minimum or {mine.quantity.bound, its.quantity.bound} == {"<="}:
        return not _close(mine.quantity, its.quantity, is_rounded=False)
    if is_version and _ADDS_UP.search(one.words) and not is_minimum:
        return False
    if mine.low <= its.high and its.low <= mine.high:
        return is_version and mine.quantity.spelling != its.quantity.spelling and not _are_bounds(mine, its)
    is_rounded = bool(_ROUNDED.search(one.words) or _ROUNDED.search(other.words))
    return not _close(mine.quantity, its.quantity, is_rounded=is_rounded)


def _is_minimum(statement: Statement, measure: Measure) -> bool:
    return bool(_MINIMUM.search(statement.words)) and measure.quantity.bound in {"+", ">", ">="}


def _are_bounds(mine: Measure, its: Measure) -> bool:
    return bool(mine.quantity.bound or its.quantity.bound)


def _close(mine: Quantity, its: Quantity, *, is_rounded: bool) -> bool:
    """One is the other, rounded, or counted in powers of 1024."""
    small, large = sorted((abs(mine.number), abs(its.number)))
    if small == 0:
        return large == 0
    if (mine.number < 0) != (its.number < 0):
        return False
    ratio = large / small
    if any(abs(ratio - binary) < Decimal("0.002") for binary in _BINARY) and not mine.unit.startswith("%"):
        return True
    if is_rounded and ratio - 1 <= _CLOSE:
        return True
    if large >= _LARGE and ratio - 1 <= _NEAR_LARGE:
        return True
    return ratio - 1 <= _CLOSE and (_rounds_to(mine.number, its.number) or _rounds_to(its.number, mine.number))


def _rounds_to(exact: Decimal, coarse: Decimal) -> bool:
    exponent = coarse.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    finest = exact.normalize().as_tuple().exponent
    is_finer = isinstance(finest, int) and isinstance(exponent, int) and finest < exponent
    return is_finer and (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step == coarse
