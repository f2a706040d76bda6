"""How ranks come about, worded from the very files that make them: weights by kind, formulas, bands, families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from decompose.domain.artifact import Kind
from decompose.domain.comparison import Policy
from decompose.domain.score import WEIGHT_PLACES, Component, Weights, printed_value, round_half_up
from decompose.domain.signal import Formula, Formulas, Made
from decompose.page.render import Format, Site, render_page
from decompose.page.wording import figure, percent

Json = dict[str, Any]
DEFAULT = "All other kinds"


@dataclass(frozen=True, slots=True)
class FormulaView:
    """A signal of a component: how it counts, for which kinds otherwise, and when it is too old."""

    signal: str
    words: str
    weight: str
    by_kind: tuple[tuple[str, str], ...]
    stale: str


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component with its signals; without any it comes from scores files alone."""

    label: str
    formulas: tuple[FormulaView, ...]


@dataclass(frozen=True, slots=True)
class MethodologyView:
    """What the page says. `weights` has a row a kind: its name, and its weights in the order of `components`."""

    weights_version: int
    formulas_version: int
    weights: tuple[tuple[str, tuple[str, ...]], ...]
    components: tuple[ComponentView, ...]
    noise_band: str
    lead: str
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Methodology:
    """All that ranks and verdicts are made by."""

    weights: Weights
    formulas: Formulas
    policy: Policy

    def view(self) -> MethodologyView:
        tables = [
            *((kind.label, table) for kind, table in self.weights.by_kind.items()),
            (DEFAULT, self.weights.default),
        ]
        return MethodologyView(
            self.weights.version,
            self.formulas.version,
            tuple((label, tuple(percent(table[name]) for name in Component)) for label, table in tables),
            tuple(
                ComponentView(name.label, tuple(_formula_view(formula) for formula in self.formulas.of(name)))
                for name in Component
            ),
            str(self.policy.noise_band),
            str(self.policy.lead),
            tuple(
                ", ".join(sorted(kind.label for kind in kinds))
                for _, kinds in sorted(self.policy.families.members.items())
            ),
        )

    def render(self, fmt: str = Format.HTML, site: Site | None = None) -> str:
        """The page. Raises ValueError for an unknown format."""
        return render_page("methodology", fmt, site, path="/methodology", view=self.view())

    def as_json(self) -> Json:
        """The page's `.json` twin: the numbers of the files."""
        return {
            "weights": {
                "version": self.weights.version,
                "default": _numbers(self.weights.default),
                "kinds": {kind.value: _numbers(table) for kind, table in self.weights.by_kind.items()},
            },
            "formulas": {
                "version": self.formulas.version,
                "signals": {name: _formula_json(formula) for name, formula in self.formulas.by_signal.items()},
            },
            "policy": {"noise_band": float(self.policy.noise_band), "lead": float(self.policy.lead)},
            "families": {name: sorted(kinds) for name, kinds in sorted(self.policy.families.members.items())},
        }


def made_json(slug: str, made: Mapping[Component, Made], formulas: Formulas) -> Json:
    """How the components of an artifact come about: values and weights in 0..1, with source and day of each signal."""
    return {
        "slug": slug,
        "formulas": formulas.version,
        "components": {
            component.value: {
                "value": float(each.value),
                "signals": [
                    {
                        "signal": share.signal.name,
                        "given": str(share.signal.value),
                        "source": share.signal.source,
                        "day": share.signal.day.isoformat(),
                        "value": float(share.value),
                        "weight": float(share.weight),
                    }
                    for share in each.shares
                ],
            }
            for component, each in made.items()
        },
    }


def made_text(made: Mapping[Component, Made], formulas: Formulas) -> str:
    """The same for a terminal."""
    lines = [f"formulas, version {formulas.version}"]
    if not made:
        lines.append("nothing is measured: no figure from outside is known, and our own checks alone make no component")
    for component, each in made.items():
        lines.append(f"{component.label}: {_printed(each.value)}")
        lines += [
            f"  {share.signal.name} {share.signal.value} ({share.signal.source}, {share.signal.day}): "
            f"{_printed(share.value)} x {percent(round_half_up(share.weight, WEIGHT_PLACES))}"
            for share in each.shares
        ]
    return "\n".join(lines)


def _printed(value: Decimal) -> str:
    shown = printed_value(value)
    return "" if shown is None else figure(shown)


def _formula_view(formula: Formula) -> FormulaView:
    others = sorted({*formula.full_by_kind, *formula.half_life_by_kind}, key=lambda kind: kind.label)
    return FormulaView(
        formula.signal.replace("_", " "),
        formula.words() + (" (counted by our own checks)" if formula.is_own else ""),
        str(formula.weight),
        tuple((kind.label, formula.words(kind)) for kind in others),
        f"{formula.stale} days" if formula.stale else "never",
    )


def _formula_json(formula: Formula) -> Json:
    return {
        "component": formula.component.value,
        "formula": formula.kind.value,
        "weight": float(formula.weight),
        "full": formula.full or None,
        "full_by_kind": _by_value(formula.full_by_kind),
        "half_life": formula.half_life or None,
        "half_life_by_kind": _by_value(formula.half_life_by_kind),
        "most": None if formula.most is None else float(formula.most),
        "stale": formula.stale,
        "own": formula.is_own,
    }


def _by_value(by_kind: Mapping[Kind, int]) -> dict[str, int]:
    return {kind.value: number for kind, number in by_kind.items()}


def _numbers(table: Mapping[Component, Decimal]) -> dict[str, float]:
    return {name.value: float(table[name]) for name in Component}
