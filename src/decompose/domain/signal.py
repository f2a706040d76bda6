"""Signals: figures measured elsewhere or by our own checks, and the published formulas that make components of them.

What cannot be (a negative count, a day to come), what stands for "not known" (-1) and what is too old to say anything
of today is refused with the reason, and never turned into a small number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from decompose.domain.artifact import Kind
from decompose.domain.score import Component, round_half_up
from decompose.errors import ConfigurationError

# As fine as a component is worth keeping: two more places than a page prints.
PLACES = 6
# What programs write where they know nothing.
SENTINELS = frozenset({Decimal(-1), Decimal(-999), Decimal(-9999), Decimal(2**31 - 1), Decimal(2**63 - 1)})


class FormulaKind(StrEnum):
    LOG = "log"
    SHARE = "share"
    HALF_LIFE = "half_life"


@dataclass(frozen=True, slots=True)
class Formula:
    """What becomes of one signal. `full` is the count that gives 1, `half_life` in days, `stale` as well."""

    signal: str
    component: Component
    kind: FormulaKind
    weight: Decimal
    full: int = 0
    full_by_kind: Mapping[Kind, int] = field(default_factory=dict)
    half_life: int = 0
    half_life_by_kind: Mapping[Kind, int] = field(default_factory=dict)
    most: Decimal | None = None
    stale: int | None = None
    is_own: bool = False

    def words(self, kind: Kind | None = None) -> str:
        """The formula for readers."""
        match self.kind:
            case FormulaKind.LOG:
                return f"log(1 + n) / log(1 + {self.full_of(kind):,}), at most 1"
            case FormulaKind.SHARE:
                return "the share itself"
            case FormulaKind.HALF_LIFE:
                return f"0.5 ^ (days since / {self.half_life_of(kind)})"

    def full_of(self, kind: Kind | None) -> int:
        return self.full_by_kind.get(kind, self.full) if kind else self.full

    def half_life_of(self, kind: Kind | None) -> int:
        return self.half_life_by_kind.get(kind, self.half_life) if kind else self.half_life


@dataclass(frozen=True, slots=True)
class Formulas:
    """All formulas, by the name of the signal."""

    version: int
    by_signal: Mapping[str, Formula]

    def of(self, component: Component) -> tuple[Formula, ...]:
        return tuple(formula for formula in self.by_signal.values() if formula.component is component)


@dataclass(frozen=True, slots=True)
class Signal:
    """A figure: a count, a share in 0..1, or for `release_date` the day itself. `source` says where it was read."""

    name: str
    value: Decimal | date
    source: str
    day: date


@dataclass(frozen=True, slots=True)
class Share:
    """What one signal gives to a component: its value in 0..1, and the weight as used."""

    signal: Signal
    value: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Made:
    """A component made of signals, with what each gave."""

    value: Decimal
    shares: tuple[Share, ...]


def formulas_from(table: Mapping[str, Any]) -> Formulas:
    """The formulas of a parsed file. Raises ConfigurationError."""
    try:
        version = int(table["version"])
        found = {name: _formula(name, given) for name, given in table["signals"].items()}
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        remedy = "give a version, and of each signal its component, formula and weight"
        raise ConfigurationError(f"formulas: {error!r}; {remedy}", subject="formulas") from error
    return Formulas(version, found)


def read_signal(name: str, value: str, source: str, day: str, formulas: Formulas, today: date) -> Signal:
    """A signal from words. Raises ValueError with the reason why it is refused."""
    formula = formulas.by_signal.get(name)
    if formula is None or formula.is_own:
        known = ", ".join(each.signal for each in formulas.by_signal.values() if not each.is_own)
        raise ValueError(f"there is no signal “{name}”; use one of {known}")
    if not source.strip():
        raise ValueError(f"{name} has no source; say where it was read")
    measured = _day(day, "day")
    if measured > today:
        raise ValueError(f"day {day} is to come")
    if formula.stale is not None and (today - measured).days > formula.stale:
        raise ValueError(f"{name} is of {day}, older than {formula.stale} days; measure it anew")
    if formula.kind is FormulaKind.HALF_LIFE:
        released = _day(value, name)
        if released > measured:
            raise ValueError(f"{name} {value} is later than the day it was read")
        return Signal(name, released, source.strip(), measured)
    return Signal(name, _count(name, value, formula), source.strip(), measured)


def make_components(
    kind: Kind | None, signals: Iterable[Signal], formulas: Formulas, today: date
) -> dict[Component, Made]:
    """The components that signals of an artifact of that kind give; one of which no signal is known is not there.

    Where all are our own none is: how well we read a document would be the whole rank of what it tells of.
    """
    newest = {signal.name: signal for signal in sorted(signals, key=lambda each: each.day)}
    known = [(formula, newest[name]) for name, formula in formulas.by_signal.items() if name in newest]
    fresh = [(formula, signal) for formula, signal in known if not _is_stale(formula, signal, today)]
    if all(formula.is_own for formula, _ in fresh):
        return {}
    of_components = {name: [each for each in fresh if each[0].component is name] for name in Component}
    return {name: _made(kind, some, today) for name, some in of_components.items() if some}


def _made(kind: Kind | None, known: Sequence[tuple[Formula, Signal]], today: date) -> Made:
    total = sum((formula.weight for formula, _ in known), Decimal(0))
    shares = tuple(
        Share(signal, _value(formula, kind, signal, today), formula.weight / total) for formula, signal in known
    )
    value = sum((share.value * share.weight for share in shares), Decimal(0))
    return Made(min(Decimal(1), round_half_up(value, PLACES)), shares)


def _value(formula: Formula, kind: Kind | None, signal: Signal, today: date) -> Decimal:
    if isinstance(signal.value, date):
        days = max(0, (today - signal.value).days)
        return _rounded(0.5 ** (days / formula.half_life_of(kind)))
    if formula.kind is FormulaKind.LOG:
        return _rounded(min(1.0, math.log1p(float(signal.value)) / math.log1p(formula.full_of(kind))))
    return signal.value


def _is_stale(formula: Formula, signal: Signal, today: date) -> bool:
    return formula.stale is not None and (today - signal.day).days > formula.stale


def _rounded(number: float) -> Decimal:
    return Decimal(f"{number:.{PLACES}f}")


def _count(name: str, words: str, formula: Formula) -> Decimal:
    try:
        value = Decimal(words.strip())
    except InvalidOperation:
        raise ValueError(f"{name} “{words}” is no number") from None
    if not value.is_finite():
        raise ValueError(f"{name} “{words}” is no number")
    if value in SENTINELS:
        raise ValueError(f"{name} {words} stands for “not known”; leave the row out")
    if value < 0 or (formula.most is not None and value > formula.most):
        raise ValueError(f"{name} {words} cannot be: it is between 0 and {formula.most}")
    if formula.kind is FormulaKind.LOG and value != value.to_integral_value():
        raise ValueError(f"{name} {words} is no whole number")
    return value


def _day(words: str, name: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise ValueError(f"{name} “{words}” is no day; write it as 2026-03-01") from None


def _formula(name: str, given: Mapping[str, Any]) -> Formula:
    known = FormulaKind(given["formula"])
    by_kind = {
        table: {Kind(kind): int(value) for kind, value in given.get(table, {}).items()}
        for table in ("full_by_kind", "half_life_by_kind")
    }
    full, half_life = int(given.get("full", 0)), int(given.get("half_life", 0))
    if (known is FormulaKind.LOG and full <= 0) or (known is FormulaKind.HALF_LIFE and half_life <= 0):
        raise ValueError(f"{name} lacks what its formula needs")
    return Formula(
        signal=name,
        component=Component(given["component"]),
        kind=known,
        weight=Decimal(str(given["weight"])),
        full=full,
        half_life=half_life,
        most=Decimal(str(given["most"])) if "most" in given else None,
        stale=int(given["stale"]) if "stale" in given else None,
        is_own=bool(given.get("is_own", False)),
        **by_kind,
    )
