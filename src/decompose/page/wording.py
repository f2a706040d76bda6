"""How figures, days, prices and facts are worded on a page. British spelling; no clock and no locale of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from decompose.domain.artifact import Kind, Price, Pricing, PricingModel, kind_label
from decompose.domain.capability import FactKind
from decompose.domain.comparison import JsonValue
from decompose.domain.readership import is_of_record
from decompose.domain.score import PRINTED_PLACES, PRINTED_UNIT, WEIGHT_PLACES, printed_value, round_half_up, round_once

NOT_STATED = "not stated"
NOT_MEASURED = "not measured"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_DIRECTIONS = {"input": "in", "output": "out"}
_FACT_LABELS = {FactKind.PRICE: "Price as stated", FactKind.LANGUAGE: "Languages", FactKind.RELATION: "Related to"}


# Signs that no HTML or XML may hold, or that turn the direction of whatever is printed after them.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")


def inert(words: str) -> str:
    """Words without signs that nobody sees and that could spoil a page or its reading order."""
    return _STEERING.sub("", words) if _STEERING.search(words) else words


def markdown_words(words: str) -> str:
    """Words of Markdown: on one line, with whatever would be markup behind a backslash."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", inert(words)))


def day(at: date) -> str:
    """`14 Nov 2026`, of a date or of a time."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def figure(value: Decimal) -> str:
    """A component, points or an exact rank: two decimals."""
    return f"{round_half_up(value, PRINTED_PLACES):.2f}"


def percent(weight: Decimal) -> str:
    """A weight in 0..1 as used, without trailing zeros: `25%`, `33.33%`."""
    return f"{(100 * weight).normalize():f}%"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 quote`, `3 quotes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def heading(words: str) -> str:
    """The name of a record as a heading, with a capital unless its first word is spelt in a way of its own."""
    first = words.partition(" ")[0]
    return words[:1].upper() + words[1:] if first.isalpha() and first.islower() else words


def money(amount: Decimal, currency: str) -> str:
    """`$0.15`, `€20`, `3 CHF`: as many decimals as the amount has, two where it has one."""
    plain = f"{amount.normalize():f}"
    if "." in plain and len(plain.partition(".")[2]) == 1:
        plain += "0"
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{plain}" if symbol else f"{plain} {currency}"


def price_line(prices: Iterable[Price]) -> str | None:
    """All prices with their unit; of a directed pair the direction that is not on record is named. None: no price."""
    by_unit: dict[str, list[Price]] = {}
    for price in prices:
        by_unit.setdefault(price.per, []).append(price)
    return "; ".join(_unit_line(per, group) for per, group in by_unit.items()) or None


def _unit_line(per: str, prices: list[Price]) -> str:
    amounts = ", ".join(_amount(price) for price in prices)
    directions = {price.direction for price in prices if price.direction}
    missing = [name for name in _DIRECTIONS if directions and name not in directions]
    silence = "".join(f"; {name} price not on record" for name in missing)
    return f"{amounts} per {per}{silence}"


def _amount(price: Price) -> str:
    words = money(price.amount, price.currency)
    return f"{words} {_DIRECTIONS.get(price.direction, price.direction)}" if price.direction else words


def starting_price(pricing: Pricing) -> str | None:
    """What a reader pays to begin, or None where nothing says so. "Free" is a price."""
    if pricing.prices:
        return price_line(pricing.prices)
    if pricing.as_published:
        return pricing.as_published
    return "Free" if pricing.model is PricingModel.FREE else None


def fact_label(kind: FactKind) -> str:
    """The row header of a kind of fact."""
    return _FACT_LABELS.get(kind, kind.value.capitalize())


def sum_up(quoted: int, vendor: int, editor: int) -> str:
    """How the sentences stand that quotes are for: `, all verified`, or `: 3 verified, 1 reported by the makers`."""
    if not vendor and not editor:
        return ", all verified" if quoted > 1 else ", verified"
    return ": " + ", ".join(
        words
        for number, words in (
            (quoted, f"{quoted} verified"),
            (vendor, f"{vendor} reported by the makers"),
            (editor, f"{editor} confirmed by an editor"),
        )
        if number
    )


# -- facts of a comparison ---------------------------------------------------------------------------------


def fact_name(path: str, names: dict[str, str]) -> str:
    """A fact's path in words: `a.components.quality` -> `LLaVA 1.6 quality`. `names` maps a and b to names."""
    side, _, rest = path.partition(".")
    if side not in names:
        return path.replace(".", " ").replace("_", " ")
    if is_of_record(path):
        return f"{names[side]}: {'a fact' if rest.startswith('facts.') else 'a capability'}"
    return f"{names[side]} {rest.removeprefix('components.').replace('.', ' ').replace('_', ' ')}"


def fact_value(path: str, value: JsonValue) -> str:
    """The value of a fact as a page prints it."""
    if value is None:
        return NOT_MEASURED if "rank" in path or ".components." in path else NOT_STATED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(path, Decimal(str(value)))
    if isinstance(value, list):
        return ", ".join(_entry(entry) for entry in value) or "none"
    if isinstance(value, dict):
        return _entry(value)
    return _word(path, value)


def _number(path: str, value: Decimal) -> str:
    if ".components." in path:
        return figure(printed_value(value) or Decimal(0))
    if ".weights." in path:
        return percent(round_half_up(value, WEIGHT_PLACES))
    if path.endswith("rank_exact"):
        return figure(round_once(value, PRINTED_UNIT))
    return f"{value.normalize():f}"


def _word(path: str, value: str) -> str:
    if ".stated." in path:
        return value
    if path.endswith(".kind"):
        return kind_label(Kind(value))
    if path.endswith("pricing.model"):
        return PricingModel(value).label
    return value


def _entry(value: JsonValue) -> str:
    if isinstance(value, dict) and "amount" in value:
        price = Price(
            Decimal(str(value["amount"])),
            str(value["currency"]),
            str(value["per"]),
            str(value["direction"]) if value["direction"] else None,
        )
        return f"{_amount(price)} per {price.per}"
    if isinstance(value, dict):
        return str(value.get("text") or value.get("name") or "")
    if isinstance(value, list):
        return " with ".join(_entry(part) for part in value)
    return "" if value is None else str(value)


# -- relations of a write-up -------------------------------------------------------------------------------


def topic_name(topic: str) -> str:
    """What a relation is about: a component, a price, or the quoted name of a row."""
    return topic if topic.startswith("“") else topic.replace(".", " ").replace("_", " ").replace("-", " ")


def relation_words(relation: str, names: dict[str, str]) -> str:
    """A relation in words; `names` maps a and b to names."""
    words = {
        "a > b": f"higher for {names['a']}",
        "a < b": f"higher for {names['b']}",
        "both": "stated for both",
        "only a": f"stated for {names['a']} only",
        "only b": f"stated for {names['b']} only",
    }
    return words.get(relation, relation)
