"""Numbers that follow from quoted ones: another unit, a rounding that says so, a count of what is listed, arithmetic.

What follows is true of the source without standing in it; a claim that rests on it is derived, not verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from decompose.domain.quantities import Quantity

_SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "hour": Decimal(3600), "day": Decimal(86_400)}
_SECONDS |= {"week": 7 * _SECONDS["day"]}
_MONTHS = {"month": Decimal(1), "year": Decimal(12)}
_BYTES = {unit: Decimal(1000) ** power for power, unit in enumerate(("byte", "kb", "mb", "gb", "tb", "pb"))}
_BINARY = {unit: Decimal(1024) ** power for power, unit in enumerate(("byte", "kib", "mib", "gib", "tib", "pib"))}
_LOOSE = {unit: Decimal(1024) ** power for power, unit in enumerate(("byte", "kb", "mb", "gb", "tb", "pb"))}
_SCALES_OF_BYTES = {"kb": Decimal(10) ** 3, "mb": Decimal(10) ** 6, "gb": Decimal(10) ** 9, "tb": Decimal(10) ** 12}
_MEASURES = (_SECONDS, _MONTHS, _BYTES, _BINARY, _LOOSE)
_ROUNDED = Decimal("0.06")
_MORE_OR_LESS = Decimal("0.25")
_FEWEST_LISTED, _MOST_LISTED = 2, 30
_MOST_COUNTED, _WHOLE = 20, 100
_SEPARATOR = re.compile(r",\s*(?:and|or)\s+|;\s*|,\s*|(?<!\s)\s+(?:and|or|as well as)\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\s?\([^()]{0,60}\)")
# Names in a bibliography are joined so, a line each.
_JOINED = re.compile(r"\sand\s*$")
# "Once a minute" is sixty times an hour, and has no number.
_TIME = re.compile(r"\b(?:second|minute|hour|day|week)(?:s|ly)?\b|\bdaily\b|\bhourly\b", re.IGNORECASE)
# Versions 2.4 to 2.7 are four.
_VERSIONS = re.compile(r"(?<![\w.])(\d+\.)(\d+)\s?(?:-|–|to|through)\s?\1(\d+)(?![\w.]*\d)")
_LIST_END = re.compile(r"\.(?=\s|$)|[:()\n]|\s-\s|,\s(?=[a-z]+ing\b)")


def derivation(said: Quantity, stated: Sequence[Quantity], quotes: Iterable[str]) -> str | None:
    """How the quantity follows from what is quoted, in words for an editor; None where it does not."""
    for other in stated:
        if _is_converted(said, other):
            return f"“{said.words}” is {other.words} in another unit"
        if _is_rounded(said, other):
            return f"“{said.words}” is {other.words} rounded"
    if not said.unit and said.number in set(_counts(quotes)):
        return f"the quotes list {said.words}"
    for one, other in combinations(stated[:_MOST_LISTED], 2):
        if _is_computed(said, one, other):
            return f"“{said.words}” follows from {one.words} and {other.words}"
    return None


def may_follow(said: Quantity, stated: Sequence[Quantity], quotes: Iterable[str]) -> bool:
    """Whether a reader might find it: by counting, adding, subtracting, multiplying, from a time, as a rest of 100.

    What nobody would trust a rule with: two numbers differ by some third one easily, and a list may be counted by
    some of its items.
    """
    if not said.unit and said.number == int(said.number) and said.number <= _MOST_COUNTED:
        return 1 < said.number <= max(_counts(quotes), default=0)
    if said.unit == "%" and any(other.unit == "%" and other.number + said.number == _WHOLE for other in stated):
        return True
    if said.unit == "x" and said.per and any(map(_TIME.search, quotes)):
        return True
    return any(
        one.unit == other.unit == said.unit and _close(said, value)
        for one, other in combinations(stated[:_MOST_LISTED], 2)
        for value in (one.number + other.number, abs(one.number - other.number))
    ) or any(
        said.unit in {one.unit, other.unit} and said.number == one.number * other.number
        for one, other in combinations(stated[:_MOST_LISTED], 2)
        if min(one.number, other.number) > 1
    )


def _is_converted(said: Quantity, other: Quantity) -> bool:
    if said.bound != other.bound and said.bound not in {"", "<=", ">="}:
        return False
    if said.bound != other.bound and other.bound:
        return False
    return any(_close(said, value) for value in _in_unit_of(said, other))


def _in_unit_of(said: Quantity, other: Quantity) -> Iterator[Decimal]:
    """The other number in the unit of the first, where there is a way."""
    for measure in _MEASURES:
        if said.unit in measure and other.unit in measure and said.unit != other.unit:
            yield other.number * measure[other.unit] / measure[said.unit]
    for one, another in ((_BYTES, _BINARY), (_BINARY, _BYTES)):
        if said.unit in one and other.unit in another and said.unit != other.unit:
            yield other.number * another[other.unit] / one[said.unit]
    # Every 30 minutes is 48 times a day.
    if said.unit == "x" and said.per in _SECONDS and other.unit in _SECONDS and other.number:
        yield _SECONDS[said.per] / (other.number * _SECONDS[other.unit])
    if said.unit == "%" and not other.unit and 0 < other.number <= 1:
        yield other.number * 100
    if other.unit == "%" and not said.unit and 0 < said.number <= 1:
        yield other.number / 100
    # "2.3T" in a column of sizes is 2.3 TB.
    if said.unit in _SCALES_OF_BYTES and not other.unit:
        yield other.number / _SCALES_OF_BYTES[said.unit]


def _close(said: Quantity, value: Decimal) -> bool:
    if said.is_about:
        return abs(said.number - value) <= _ROUNDED * abs(value)
    return said.number == value or _is_to_its_digits(said, value)


def _is_to_its_digits(said: Quantity, value: Decimal) -> bool:
    """Whether the number is the value rounded to the digits that it has, at least two of them."""
    digits = said.number.normalize().as_tuple()
    if len(digits.digits) < 2 or not isinstance(digits.exponent, int):
        return False
    return abs(said.number - value) * 2 <= Decimal(10) ** digits.exponent


def _is_rounded(said: Quantity, other: Quantity) -> bool:
    if said.unit and other.unit and said.unit != other.unit:
        return not other.bound and any(_is_rounded_to(said, value) for value in _in_unit_of(said, other))
    if not other.bound and not said.is_about and not said.bound:
        return said.unit == other.unit != "" and said.number != other.number and _is_to_its_digits(said, other.number)
    if "." in said.spelling and not said.is_about and _digits(said) >= _digits(other):
        return False  # 3.12 and newer is another version than 3.9, not what 3.9 is rounded to
    return (said.is_about or not other.bound) and _is_rounded_to(said, other.number)


def _digits(quantity: Quantity) -> int:
    return len(quantity.number.normalize().as_tuple().digits)


def _is_rounded_to(said: Quantity, value: Decimal) -> bool:
    """Whether "about" or a bound makes the number one that is said of the value."""
    if said.number == value or not value:
        return False
    distance = (said.number - value) / abs(value)
    if said.is_about:
        return abs(distance) <= _ROUNDED
    if said.bound in {">", "+", ">="}:
        return -_MORE_OR_LESS <= distance < 0
    return said.bound in {"<", "<="} and 0 < distance <= _MORE_OR_LESS


def _counts(quotes: Iterable[str]) -> Iterator[int]:
    """How many things the quotes list: the quotes themselves, the items between commas, the lines."""
    quotes = tuple(quotes)
    if len(quotes) >= _FEWEST_LISTED:
        yield len(quotes)
    for quote in quotes:
        columns = max(quote.split("\n", 1)[0].count(separator) for separator in ("\t", " | "))
        if columns >= _FEWEST_LISTED:
            yield columns
        for part in _LIST_END.split(_ASIDE.sub("", quote)):
            items = [item for item in _SEPARATOR.split(part) if item.strip()]
            if _FEWEST_LISTED <= len(items) <= _MOST_LISTED:
                yield len(items)
        for block in quote.split("\n\n"):
            if _FEWEST_LISTED < (count := block.count("\n") + 1) <= _MOST_LISTED:
                yield count
        yield from _lines_in(quote)
        for _, first, last in _VERSIONS.findall(quote):
            if _FEWEST_LISTED <= (count := int(last) - int(first) + 1) <= _MOST_LISTED:
                yield count


def _lines_in(quote: str) -> Iterator[int]:
    """How many lines the quote has, with and without that which leads into them, and how many names are joined."""
    lines = [line for line in quote.splitlines() if line.strip()]
    items = [line for line in lines if not line.rstrip().endswith(":")]
    joined = [line for line in lines if _JOINED.search(line)]
    for count in (len(lines), len(items), len(joined) + 1, *_led_in(lines)):
        if _FEWEST_LISTED <= count <= _MOST_LISTED:
            yield count


def _led_in(lines: Sequence[str]) -> Iterator[int]:
    """How many lines stand below each that leads into them, up to the next one that does."""
    leads = [number for number, line in enumerate(lines) if line.rstrip().endswith(":")]
    return (end - start - 1 for start, end in pairwise((*leads, len(lines))))


def _is_computed(said: Quantity, one: Quantity, other: Quantity) -> bool:
    """A ratio, a share, a sum or a difference of two quoted numbers."""
    if one.unit != other.unit or not one.number or not other.number:
        return False
    small, large = sorted((abs(one.number), abs(other.number)))
    if said.unit == "x":
        return _close(said, large / small) and large > small
    if said.unit == "%":
        return any(_close(said, value * 100) for value in (small / large, 1 - small / large)) and large > small
    is_same = said.unit == one.unit != ""
    return is_same and any(_close(said, value) for value in (large + small, large - small))
