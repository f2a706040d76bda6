"""Scores: five measured components, the weights of a kind, and the rank that they add up to.

Figures are exact (fractions inside, decimals outside) and rounded half up, so that a page can show the whole sum.
Reading the weights file and the scores themselves is the business of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from decompose.domain.artifact import Kind
from decompose.errors import ConfigurationError


class Component(StrEnum):
    """What a rank is made of, in the order in which pages show it."""

    ADOPTION = "adoption"
    QUALITY = "quality"
    ECOSYSTEM = "ecosystem"
    MATCH_GRAPH = "match_graph"
    FRESHNESS = "freshness"

    @property
    def label(self) -> str:
        """How a page spells it."""
        return self.value.replace("_", " ").title()


@dataclass(frozen=True, slots=True)
class Measured:
    """A component's value in 0..1, where it came from (a file, the signals) and the day it was measured."""

    value: Decimal
    origin: str
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each component counts; every table sums to 1. A kind without a table of its own takes the default."""

    version: int
    default: Mapping[Component, Decimal]
    by_kind: Mapping[Kind, Mapping[Component, Decimal]]

    def of(self, kind: Kind | None) -> Mapping[Component, Decimal]:
        return self.by_kind.get(kind, self.default) if kind else self.default


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One row of the breakdown; `value` None is *not measured*, which has no weight and no points.

    `weight` (0..1) is the one used, after the shares of what is not measured were given to the rest.
    `points` = 100 x value x weight.
    """

    value: Decimal | None
    weight: Decimal
    points: Decimal
    origin: str | None = None
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A rank with its breakdown.

    `rank_exact` (0..100) is always the sum of our points. `rank` is the whole number shown: that of `external`,
    a rank computed elsewhere, where there is one, else that of `rank_exact`; None is *not measured*.
    """

    kind: Kind | None
    components: Mapping[Component, ComponentScore]
    rank_exact: Decimal | None = None
    rank: int | None = None
    external: Decimal | None = None

    @property
    def is_external(self) -> bool:
        return self.external is not None

    @property
    def measured(self) -> tuple[Component, ...]:
        return tuple(name for name, row in self.components.items() if row.value is not None)

    @property
    def depth(self) -> str:
        """How much evidence the rank stands on: "3 of 5 components"."""
        return f"{len(self.measured)} of {len(Component)} components"


@dataclass(frozen=True, slots=True)
class PrintedComponent:
    """A row of the breakdown as a page prints it: value in 0..100 and points with two decimals, weight in 0..1."""

    value: Decimal | None
    weight: Decimal
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A breakdown as a page prints it. Points sum to `rank_exact`, weights to 1, both without a remainder.

    Where our own sum is the rank, `rank_exact` rounds half up to `rank`.
    """

    components: Mapping[Component, PrintedComponent]
    rank_exact: Decimal | None
    rank: int | None


# Finer than any figure that is shown; it keeps a third of a weight from turning 57.5 into 57.4999.
EXACT_PLACES = 10
PRINTED_PLACES = 2
PRINTED_UNIT = Decimal(1).scaleb(-PRINTED_PLACES)
# A printed row may be 0.02 points off its own product. Rounding costs 0.005 for the component and under 0.01 for the
# points; a weight of four places, two decimals of a percent, costs under 0.01, and one of five under 0.001.
PRINTED_SLACK = Decimal("0.02")
WEIGHT_PLACES = 4
_FINER_PLACES = 5


def round_half_up(number: Decimal | Fraction, places: int = 0) -> Decimal:
    """The decimal with that many places nearest to a number >= 0; a tie goes up."""
    over, under = number.as_integer_ratio()
    return Decimal((2 * over * 10**places + under) // (2 * under)).scaleb(-places)


def round_once(number: Decimal, unit: Decimal) -> Decimal:
    """The multiple of a unit nearest to a number >= 0, but never up to a half that the number is below.

    Whoever rounds what is printed to a whole number so gets the number's own: 28.4951 is 28, and 28.50 would be 29.
    """
    shown = number.quantize(unit, ROUND_HALF_UP)
    return shown - unit if shown > number and shown % 1 == _HALF else shown


_HALF = Decimal("0.5")


def weights_from(table: Mapping[str, Any]) -> Weights:
    """The weights of a parsed weights file: `version`, `default` and `kinds`, each table complete and of sum 1.

    Raises ConfigurationError.
    """
    version = table.get("version")
    if not isinstance(version, int):
        raise ConfigurationError('weights: "version" is missing or is no whole number', subject="version")
    by_kind = {_kind(name): _checked_table(name, weights) for name, weights in table.get("kinds", {}).items()}
    return Weights(version, _checked_table("default", table.get("default", {})), by_kind)


def score_of(
    kind: Kind | None, measured: Mapping[Component, Measured], weights: Weights, external: Decimal | None = None
) -> Score:
    """The score of an artifact of that kind from what was measured of it."""
    table = weights.of(kind)
    present = [name for name in Component if name in measured]
    counts, _ = _common([table[name] for name in present])
    values, unit = _common([measured[name].value for name in present])
    total = sum(counts)
    points = [100 * value * count for value, count in zip(values, counts, strict=True)]
    rows = zip(
        present, _apportion(counts, total, EXACT_PLACES), _apportion(points, unit * total, EXACT_PLACES), strict=True
    )
    filled = {
        name: ComponentScore(measured[name].value, weight, share, measured[name].origin, measured[name].at)
        for name, weight, share in rows
    }
    absent = ComponentScore(None, Decimal(0), Decimal(0))
    rank_exact = sum((row.points for row in filled.values()), Decimal(0)) if present else None
    return Score(
        kind, {name: filled.get(name, absent) for name in Component}, rank_exact, _shown(rank_exact, external), external
    )


def printed(score: Score) -> PrintedScore:
    """The breakdown in the figures of a page; what is printed adds up (see PrintedScore)."""
    rows = [score.components[name] for name in score.measured]
    rank_exact = None if score.rank_exact is None else round_once(score.rank_exact, PRINTED_UNIT)
    points = _apportion(*_common([row.points for row in rows]), PRINTED_PLACES, rank_exact)
    values = [printed_value(row.value) for row in rows]
    weights = _printed_weights([row.weight for row in rows], values, points)
    filled = {
        name: PrintedComponent(value, weight.normalize(), share)
        for name, value, weight, share in zip(score.measured, values, weights, points, strict=True)
    }
    absent = PrintedComponent(None, Decimal(0), None)
    return PrintedScore({name: filled.get(name, absent) for name in Component}, rank_exact, score.rank)


def _printed_weights(
    weights: Sequence[Decimal], values: Sequence[Decimal | None], points: Sequence[Decimal]
) -> list[Decimal]:
    """Weights of four places that sum to 1; finer ones where a row would else be too far off its own product."""
    coarse, finer = (_apportion(*_common(weights), places) for places in (WEIGHT_PLACES, _FINER_PLACES))
    products = [weight * (value or 0) for weight, value in zip(coarse, values, strict=True)]
    is_kept = all(abs(product - share) < PRINTED_SLACK for product, share in zip(products, points, strict=True))
    return coarse if is_kept else finer


def printed_value(value: Decimal | None) -> Decimal | None:
    """A component's value in 0..1 as it is printed: 0..100 with two decimals."""
    return None if value is None else round_half_up(value, PRINTED_PLACES + 2).scaleb(2)


def _shown(rank_exact: Decimal | None, external: Decimal | None) -> int | None:
    rank = rank_exact if external is None else external
    return None if rank is None else int(round_half_up(rank))


def _common(numbers: Sequence[Decimal]) -> tuple[list[int], int]:
    """Decimals >= 0 as whole numbers over one denominator, so that what is reckoned with them is exact."""
    unit = 10 ** max(0, *(-int(number.as_tuple().exponent) for number in numbers), 0)
    return [int(over * unit // under) for over, under in (number.as_integer_ratio() for number in numbers)], unit


def _apportion(shares: Sequence[int], denominator: int, places: int, total: Decimal | None = None) -> list[Decimal]:
    """Shares >= 0 over a denominator, rounded so that they sum to their rounded sum: largest remainders go up.

    `total` is that sum where it is not rounded half up; it lies less than one unit of the last place from the sum.

    Each is less than one unit of the last place from its share; equal remainders go to the earlier share.
    """
    if not shares:
        return []
    parts = [divmod(share * 10**places, denominator) for share in shares]
    half_up = (2 * sum(shares) * 10**places + denominator) // (2 * denominator)
    rounded_sum = half_up if total is None else int(total.scaleb(places))
    whole = [units for units, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    for at in by_remainder[: rounded_sum - sum(whole)]:
        whole[at] += 1
    return [Decimal(count).scaleb(-places) for count in whole]


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise ConfigurationError(f'weights: "{name}" is no kind; use one of {", ".join(Kind)}', subject=name) from None


def _checked_table(name: str, table: Mapping[str, Any]) -> dict[Component, Decimal]:
    if set(table) != {component.value for component in Component}:
        raise ConfigurationError(f'weights of "{name}": name each of {", ".join(Component)} once', subject=name)
    try:
        weights = {component: Decimal(str(table[component])) for component in Component}
    except InvalidOperation:
        raise ConfigurationError(f'weights of "{name}": every weight must be a number', subject=name) from None
    if not all(weight > 0 for weight in weights.values()) or sum(weights.values()) != 1:
        raise ConfigurationError(f'weights of "{name}": they must be above 0 and sum to 1', subject=name)
    return weights
