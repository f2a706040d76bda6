"""Signals become components by published formulas; what cannot be, is not known or is too old is refused."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Kind
from decompose.domain.score import Component
from decompose.domain.signal import Signal, formulas_from, make_components, read_signal
from decompose.errors import ConfigurationError

TODAY = date(2026, 3, 1)
FORMULAS = formulas_from(tomllib.loads((files("decompose.data") / "formulas.toml").read_text("utf-8")))


def given_signal(name: str, value: str, day: str = "2026-02-27") -> Signal:
    return read_signal(name, value, "https://code.test/tide", day, FORMULAS, TODAY)


def component(name: Component, *signals: Signal, kind: Kind | None = None, today: date = TODAY) -> Decimal:
    return make_components(kind, signals, FORMULAS, today)[name].value


@pytest.mark.parametrize(
    ("count", "value"), [("0", "0"), ("99999", "0.999999"), ("100000", "1"), ("4000000", "1"), ("315", "0.499999")]
)
def test_a_count_counts_by_its_logarithm(count: str, value: str) -> None:
    assert component(Component.ADOPTION, given_signal("stars", count)) == pytest.approx(
        Decimal(value), abs=Decimal("0.001")
    )


def test_a_kind_may_have_a_full_count_of_its_own() -> None:
    stars = given_signal("stars", "20000")
    assert component(Component.ADOPTION, stars, kind=Kind.MCP) == 1
    assert component(Component.ADOPTION, stars, kind=Kind.FRAMEWORK) < 1


def test_signals_of_one_component_share_its_weight_and_what_is_not_known_gives_its_share_away() -> None:
    stars, likes = given_signal("stars", "100000"), given_signal("likes", "0")
    assert component(Component.ADOPTION, stars) == 1
    assert component(Component.ADOPTION, stars, likes) == Decimal("0.666667")


def test_freshness_halves_with_every_half_life() -> None:
    released = given_signal("release_date", "2025-09-02", "2026-02-27")
    assert component(Component.FRESHNESS, released, today=date(2025, 9, 2) + timedelta(180)) == Decimal("0.5")
    assert component(Component.FRESHNESS, released, today=date(2025, 9, 2) + timedelta(360)) == Decimal("0.25")
    half_a_life = component(Component.FRESHNESS, released, kind=Kind.DATASET, today=date(2025, 9, 2) + timedelta(720))
    assert half_a_life == Decimal("0.5")


def test_the_newest_day_of_a_signal_counts_whatever_the_order() -> None:
    old, new = given_signal("stars", "10", "2026-02-01"), given_signal("stars", "100000", "2026-02-20")
    assert component(Component.ADOPTION, old, new) == component(Component.ADOPTION, new, old) == 1


def test_a_component_without_a_signal_is_not_measured() -> None:
    assert set(make_components(None, [given_signal("stars", "10")], FORMULAS, TODAY)) == {Component.ADOPTION}


def test_our_own_checks_count_beside_a_figure_from_outside_and_never_alone() -> None:
    ours = [Signal(name, Decimal("0.5"), "our own checks", TODAY) for name in ("verified_claims", "review_outcome")]
    stars = given_signal("stars", "100000")
    assert make_components(None, ours, FORMULAS, TODAY) == {}
    beside = make_components(None, [*ours, stars], FORMULAS, TODAY)
    assert {name: made.value for name, made in beside.items()} == {
        Component.ADOPTION: 1,
        Component.QUALITY: Decimal("0.5"),
    }
    assert make_components(None, [*ours, stars], FORMULAS, TODAY + timedelta(120)) == {}
    benchmark = given_signal("benchmark", "1")
    assert component(Component.QUALITY, *ours, benchmark) == Decimal("0.625")


def test_a_figure_that_grew_old_since_it_was_given_no_longer_counts() -> None:
    assert make_components(None, [given_signal("stars", "10")], FORMULAS, TODAY + timedelta(120)) == {}


@pytest.mark.parametrize(
    ("name", "value", "day", "why"),
    [
        ("stars", "-1", "2026-02-27", "stands for “not known”"),
        ("downloads", "2147483647", "2026-02-27", "stands for “not known”"),
        ("stars", "-7", "2026-02-27", "cannot be: it is between 0 and 5000000"),
        ("stars", "9000000000", "2026-02-27", "cannot be"),
        ("stars", "NaN", "2026-02-27", "is no number"),
        ("stars", "Infinity", "2026-02-27", "is no number"),
        ("stars", "", "2026-02-27", "is no number"),
        ("stars", "12.5", "2026-02-27", "is no whole number"),
        ("benchmark", "1.2", "2026-02-27", "between 0 and 1"),
        ("stars", "12", "2026-03-02", "is to come"),
        ("stars", "12", "2025-11-01", "older than 90 days; measure it anew"),
        ("stars", "12", "yesterday", "is no day; write it as 2026-03-01"),
        ("release_date", "2026-02-28", "2026-02-27", "later than the day it was read"),
        ("release_date", "12", "2026-02-27", "is no day"),
        ("karma", "12", "2026-02-27", "there is no signal “karma”; use one of stars"),
        ("verified_claims", "1", "2026-02-27", "there is no signal “verified_claims”"),
    ],
)
def test_what_says_nothing_is_refused_with_the_reason(name: str, value: str, day: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        given_signal(name, value, day)


def test_a_signal_says_where_it_was_read() -> None:
    with pytest.raises(ValueError, match="has no source"):
        read_signal("stars", "12", " ", "2026-02-27", FORMULAS, TODAY)


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"version": 1, "signals": {"x": {}}},
        {"version": 1, "signals": {"x": {"component": "adoption", "formula": "log", "weight": 1}}},
    ],
)
def test_formulas_that_cannot_be_used_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="give a version, and of each signal"):
        formulas_from(table)


counts = st.dictionaries(st.sampled_from(["stars", "downloads", "likes", "dependents"]), st.integers(0, 4_000_000))


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(counts, st.sampled_from([None, *Kind]))
def test_every_component_is_in_its_scale_and_is_the_sum_of_its_shares(known: dict[str, int], kind: Kind | None) -> None:
    signals = [given_signal(name, str(value)) for name, value in known.items()]
    for made in make_components(kind, signals, FORMULAS, TODAY).values():
        assert 0 <= made.value <= 1
        assert sum(share.value * share.weight for share in made.shares) == pytest.approx(
            made.value, abs=Decimal("1e-6")
        )


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.integers(0, 4_999_999))
def test_more_is_never_less(count: int) -> None:
    less, more = (component(Component.ADOPTION, given_signal("stars", str(each))) for each in (count, count + 1))
    assert less <= more
