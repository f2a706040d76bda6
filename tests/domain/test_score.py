"""A rank is a sum that a reader can check with the figures on the page."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Kind
from decompose.domain.score import (
    Component,
    Measured,
    PrintedComponent,
    Score,
    Weights,
    printed,
    round_half_up,
    score_of,
    weights_from,
)
from decompose.errors import ConfigurationError

DEFAULT = {"adoption": 0.25, "quality": 0.25, "ecosystem": 0.10, "match_graph": 0.25, "freshness": 0.15}
ADOPTION, QUALITY, ECOSYSTEM, MATCH_GRAPH, FRESHNESS = Component


def weights(**kinds: dict[str, float]) -> Weights:
    return weights_from({"version": 1, "default": DEFAULT, "kinds": kinds})


def score(external: Decimal | None = None, **values: str) -> Score:
    measured = {Component(name): Measured(Decimal(value), "scores.csv") for name, value in values.items()}
    return score_of(None, measured, weights(), external)


def test_the_rank_is_the_weighted_sum_of_five_components() -> None:
    full = score(adoption="0.8", quality="0.6", ecosystem="0.5", match_graph="0.2", freshness="1")
    assert full.rank_exact == Decimal(60)
    assert full.components[ADOPTION].points == Decimal(20)
    assert full.components[FRESHNESS].points == Decimal(15)
    assert full.depth == "5 of 5 components"


def test_the_weight_of_what_is_not_measured_is_shared_among_the_rest_in_proportion() -> None:
    partial = score(adoption="1", quality="0", ecosystem="0.5", freshness="1")
    assert partial.components[MATCH_GRAPH].value is None
    assert partial.components[MATCH_GRAPH].weight == partial.components[MATCH_GRAPH].points == 0
    assert round(partial.components[ADOPTION].weight, 6) == Decimal("0.333333")
    assert partial.rank_exact == Decimal(60)
    assert partial.depth == "4 of 5 components"


def test_thirds_of_a_weight_do_not_push_a_rank_below_the_half() -> None:
    level = score(adoption="0.575", quality="0.575", ecosystem="0.575", freshness="0.575")
    assert level.rank_exact == Decimal("57.5")
    assert level.rank == 58


def test_the_rank_shown_is_rounded_half_up() -> None:
    assert score(adoption="0.565").rank == 57
    assert score(adoption="0.5649").rank == 56
    assert round_half_up(Decimal("2.5")) == 3


def test_no_component_at_all_is_no_rank() -> None:
    nothing = score()
    assert (nothing.rank_exact, nothing.rank, nothing.depth) == (None, None, "0 of 5 components")
    assert printed(nothing).rank_exact is None


def test_an_external_rank_is_shown_and_leaves_the_breakdown_alone() -> None:
    outside = score(Decimal("57.5"), adoption="0.2")
    assert outside.is_external
    assert outside.rank == 58
    assert outside.rank_exact == Decimal(20)


def test_an_external_rank_needs_no_components() -> None:
    assert score(Decimal(23)).rank == 23


def test_a_kind_may_have_weights_of_its_own() -> None:
    table = weights(prompt={**DEFAULT, "adoption": 0.05, "match_graph": 0.45})
    assert table.of(Kind.PROMPT)[MATCH_GRAPH] == Decimal("0.45")
    assert table.of(Kind.MODEL) == table.of(None) == table.default


def test_each_value_keeps_its_origin_and_day() -> None:
    measured = {QUALITY: Measured(Decimal("0.5"), "checklist", date(2026, 11, 1))}
    row = score_of(None, measured, weights()).components[QUALITY]
    assert (row.origin, row.at) == ("checklist", date(2026, 11, 1))


def test_a_page_prints_components_from_0_to_100_with_two_decimals_and_weights_as_used() -> None:
    page = printed(score(adoption="0.12345", quality="1", ecosystem="0"))
    assert str(page.components[ADOPTION].value) == "12.35"
    assert str(page.components[ADOPTION].weight) == "0.4167"
    assert page.components[FRESHNESS].value is page.components[FRESHNESS].points is None
    assert sum(row.weight for row in page.components.values()) == 1


def test_a_weight_has_a_third_decimal_of_a_percent_only_where_its_row_would_else_be_too_far_off() -> None:
    shares = ("0.91552", "0.01792", "0.02872", "0.01532", "0.02252")
    values = ("0.97625", "0.166295", "0.075905", "0.220627", "0.119005")
    table = weights_from({"version": 1, "default": dict(zip(map(str, Component), shares, strict=True))})

    def first_row(*told: str) -> PrintedComponent:
        measured = {name: Measured(Decimal(value), "drawn") for name, value in zip(Component, told, strict=True)}
        return printed(score_of(None, measured, table)).components[ADOPTION]

    # With 0.9156 it would be 0.02028 points off.
    assert first_row(*values) == PrintedComponent(Decimal("97.63"), Decimal("0.91552"), Decimal("89.37"))
    assert first_row("0.5", *values[1:]).weight == Decimal("0.9156")


def test_a_sum_just_below_a_half_is_not_printed_as_that_half_beside_the_lower_rank() -> None:
    almost = score(adoption="0.284951")
    page = printed(almost)
    assert (str(almost.rank_exact), almost.rank) == ("28.4951000000", 28)
    assert (str(page.rank_exact), str(page.components[ADOPTION].points)) == ("28.49", "28.49")
    assert str(printed(score(adoption="0.285")).rank_exact) == "28.50"


near_a_half = st.integers(0, 99).map(lambda whole: Decimal(whole).scaleb(-2) + Decimal("0.004951"))
values = (
    st.none()
    | st.decimals(0, 1, places=6)
    | near_a_half
    | st.sampled_from([Decimal("0.005"), Decimal("0.33335"), Decimal(1)])
)
cuts = st.lists(st.integers(1, 9999), min_size=4, max_size=4, unique=True)


@st.composite
def any_score(draw: st.DrawFn) -> Score:
    """A score under weights that may be anything that sums to 1, with any components missing."""
    borders = [0, *sorted(draw(cuts)), 10000]
    table = {name.value: Decimal(borders[at + 1] - borders[at]) / 10000 for at, name in enumerate(Component)}
    drawn = {name: draw(values) for name in Component}
    measured = {name: Measured(value, "drawn") for name, value in drawn.items() if value is not None}
    return score_of(None, measured, weights_from({"version": 1, "default": table}))


@pytest.mark.slow
@settings(max_examples=2000, derandomize=True, deadline=None)
@given(any_score())
def test_what_is_printed_adds_up(score: Score) -> None:
    page = printed(score)
    rows = [row for row in page.components.values() if row.value is not None]
    assert sum((row.points or 0 for row in rows), Decimal(0)) == (page.rank_exact or 0)
    assert sum((row.weight for row in rows), Decimal(0)) == (1 if rows else 0)
    assert page.rank_exact is None or round_half_up(page.rank_exact) == page.rank
    for row in rows:
        assert row.value is not None
        assert row.points is not None
        assert abs(row.points - row.value * row.weight) < Decimal("0.02")


@pytest.mark.slow
@settings(max_examples=500, derandomize=True, deadline=None)
@given(any_score())
def test_exact_points_sum_to_the_exact_rank_and_a_rank_stays_in_its_scale(score: Score) -> None:
    rows = score.components.values()
    assert sum((row.points for row in rows), Decimal(0)) == (score.rank_exact or 0)
    assert 0 <= (score.rank or 0) <= 100
    for row in rows:
        assert abs(row.points - 100 * (row.value or 0) * row.weight) < Decimal("1e-7")


def test_the_weights_that_ship_are_complete_and_sum_to_one() -> None:
    table = weights_from(tomllib.loads((files("decompose.data") / "weights.toml").read_text("utf-8")))
    assert table.default == {Component(name): Decimal(str(weight)) for name, weight in DEFAULT.items()}
    assert Kind.MODEL in table.by_kind


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"version": None}, "version"),
        ({"default": {**DEFAULT, "adoption": 0.26}}, "sum to 1"),
        ({"default": {**DEFAULT, "adoption": 0.35, "ecosystem": 0}}, "above 0"),
        ({"default": {"adoption": 1}}, "each of adoption"),
        ({"default": {**DEFAULT, "adoption": "much"}}, "number"),
        ({"kinds": {"gadget": DEFAULT}}, "gadget"),
    ],
)
def test_weights_that_cannot_be_used_are_refused_with_the_remedy(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        weights_from({"version": 1, "default": DEFAULT, **change})
