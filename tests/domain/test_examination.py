"""Findings add up to one score; two lines are drawn through it, and three standings lie beside them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.domain.capability import ClaimStatus
from decompose.domain.claim_check.doubts import DOUBTS
from decompose.domain.examination import (
    ATTRIBUTED,
    CERTAIN,
    DERIVED,
    LEAST_ACCEPTED,
    LEAST_SCORE,
    MOST_REFUSED,
    Examination,
    Finding,
    Outcome,
    Point,
    Standing,
    status_at,
)

FAILURES = [(check, doubt) for (check, outcome), doubt in DOUBTS.items() if outcome == "fail"]
UNKNOWNS = [(check, doubt) for (check, outcome), doubt in DOUBTS.items() if outcome == "unknown"]


def doubted(*doubts: float, outcome: Outcome = Outcome.UNKNOWN) -> Examination:
    return Examination(tuple(Finding("new_word", outcome, f"{doubt} nats", doubt=doubt) for doubt in doubts))


def doubt_to(score: float) -> float:
    """How much doubt brings a claim down to a score."""
    clean = doubted().score
    return math.log(clean / (1 - clean)) - math.log(score / (1 - score))


# -- the score ---------------------------------------------------------------------------------------------


def test_a_claim_against_which_nothing_speaks_scores_high_and_not_one() -> None:
    assert 0.98 < doubted().score < 1


@given(st.lists(st.floats(0, 30), max_size=8), st.floats(0.01, 30))
def test_each_doubt_lowers_the_score(doubts: list[float], more: float) -> None:
    assert doubted(*doubts, more).score < doubted(*doubts).score


@given(
    st.lists(st.floats(0, 30), max_size=6).flatmap(lambda doubts: st.tuples(st.just(doubts), st.permutations(doubts)))
)
def test_the_score_does_not_depend_on_the_order_of_the_findings(both: tuple[list[float], list[float]]) -> None:
    assert doubted(*both[0]).score == pytest.approx(doubted(*both[1]).score)


@given(st.floats(0, 1e300))
def test_a_score_lies_between_nought_and_one_however_great_the_doubt(doubt: float) -> None:
    assert 0 <= doubted(doubt).score <= 1


# -- the points --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("check", "doubt"), FAILURES)
@pytest.mark.parametrize("point", Point)
def test_one_failure_refuses_a_claim_at_every_point(check: str, doubt: float, point: Point) -> None:
    examination = Examination((Finding(check, Outcome.FAILED, "why", doubt=doubt),))
    assert not examination.is_supported(point)
    assert [reason.check for reason in examination.reasons(point)] == [check]


@pytest.mark.parametrize(("check", "doubt"), UNKNOWNS)
def test_one_unknown_refuses_a_claim_only_where_it_weighs_as_a_failure_does(check: str, doubt: float) -> None:
    examination = Examination((Finding(check, Outcome.UNKNOWN, "why", doubt=doubt),))
    assert examination.is_supported(Point.BALANCED) is (check not in {"cut", "duty", "rival"})


def test_an_unknown_of_a_check_weighs_less_than_its_failure() -> None:
    both = [(doubt, dict(FAILURES)[check]) for check, doubt in UNKNOWNS if check in dict(FAILURES)]
    assert both
    assert all(unknown < failure for unknown, failure in both)


def test_every_doubt_weighs_something_and_less_than_a_certainty() -> None:
    assert all(0 < doubt < CERTAIN for doubt in DOUBTS.values())


@given(st.lists(st.floats(0, 8), max_size=6))
def test_what_stands_where_the_line_is_strict_stands_where_it_is_not(doubts: list[float]) -> None:
    examination = doubted(*doubts)
    assert examination.is_supported(Point.BALANCED) or not examination.is_supported(Point.PUBLISH)


@pytest.mark.parametrize(
    ("score", "points"),
    [
        (LEAST_SCORE[Point.PUBLISH] + 0.001, {Point.BALANCED, Point.PUBLISH}),
        (LEAST_SCORE[Point.PUBLISH] - 0.001, {Point.BALANCED}),
        (LEAST_SCORE[Point.BALANCED] + 0.001, {Point.BALANCED}),
        (LEAST_SCORE[Point.BALANCED] - 0.001, set()),
    ],
)
def test_each_point_draws_its_own_line(score: float, points: set[Point]) -> None:
    assert {point for point in Point if doubted(doubt_to(score)).is_supported(point)} == points


def test_small_doubts_add_up() -> None:
    most = doubt_to(LEAST_SCORE[Point.BALANCED])
    assert doubted(*[most / 10] * 9).is_supported()
    assert not doubted(*[most / 10] * 11).is_supported()


# -- the standings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "standing"),
    [
        (LEAST_ACCEPTED + 0.001, Standing.ACCEPTED),
        (LEAST_ACCEPTED - 0.001, Standing.OPEN),
        (0.5, Standing.OPEN),
        (MOST_REFUSED * 1.1, Standing.OPEN),
        (MOST_REFUSED * 0.9, Standing.REFUSED),
        (1e-9, Standing.REFUSED),
    ],
)
def test_a_claim_is_accepted_open_or_refused(score: float, standing: Standing) -> None:
    examination = doubted(doubt_to(score))
    assert examination.score == pytest.approx(score)
    assert examination.standing is standing


def test_a_claim_without_a_doubt_is_accepted_and_one_that_is_certainly_wrong_refused() -> None:
    assert doubted().standing is Standing.ACCEPTED
    assert doubted(CERTAIN).standing is Standing.REFUSED


def test_the_farther_a_claim_is_from_the_line_the_less_is_risked_by_not_reading_it() -> None:
    line = doubt_to(LEAST_SCORE[Point.BALANCED])
    for doubts in ((line - 0.01, line / 2, line / 4, 0.01, 0), (line + 0.01, line + 1, line + 3, line + 9, line + 20)):
        risks = [doubted(doubt).risk for doubt in doubts]
        assert risks == sorted(risks, reverse=True)


def test_a_wrong_claim_that_passes_costs_more_than_a_good_one_that_is_refused() -> None:
    line = doubt_to(LEAST_SCORE[Point.BALANCED])
    assert doubted(line - 0.01).risk > 2 * doubted(line + 0.01).risk
    assert doubted(line / 2).risk > doubted(line + 1).risk
    # One failure of a number is refused about as safely as a claim is accepted without a doubt.
    assert doubted(8.0).risk == pytest.approx(doubted().risk, abs=0.03)


def test_what_is_refused_beyond_every_float_risks_nothing() -> None:
    assert doubted(1e300).risk == 0


@given(st.lists(st.floats(0, 8), max_size=6))
def test_what_is_accepted_stands_everywhere_and_what_is_refused_nowhere(doubts: list[float]) -> None:
    examination = doubted(*doubts)
    points = {examination.is_supported(point) for point in Point}
    assert examination.standing is not Standing.ACCEPTED or points == {True}
    assert examination.standing is not Standing.REFUSED or points == {False}


# -- reasons and status ------------------------------------------------------------------------------------


def test_what_failed_is_the_reason_else_what_is_in_doubt_and_nothing_where_it_stands() -> None:
    failed = Finding("numbers", Outcome.FAILED, "“5” is not in the quote", doubt=8.0)
    doubt = Finding("new_word", Outcome.UNKNOWN, "“mud” is not in the quote", doubt=2.0)
    passed = Finding(DERIVED, Outcome.PASSED, "60 seconds")
    assert [reason.check for reason in Examination((doubt, failed, passed)).reasons()] == ["numbers"]
    assert [reason.check for reason in Examination((doubt, doubt, passed)).reasons()] == ["new_word", "new_word"]
    assert Examination((doubt, passed)).reasons() == ()


@pytest.mark.parametrize(
    ("checks", "rival", "status"),
    [
        ((), None, ClaimStatus.VERIFIED),
        ((DERIVED,), None, ClaimStatus.DERIVED),
        ((ATTRIBUTED,), None, ClaimStatus.ATTRIBUTED),
        ((DERIVED, ATTRIBUTED), None, ClaimStatus.ATTRIBUTED),
        ((), "Lotse", ClaimStatus.ATTRIBUTED),
        ((DERIVED,), "Lotse", ClaimStatus.ATTRIBUTED),
    ],
)
@pytest.mark.parametrize("point", Point)
def test_what_stands_is_verified_derived_or_the_vendors_word(
    checks: tuple[str, ...], rival: str | None, status: ClaimStatus, point: Point
) -> None:
    findings = tuple(Finding(check, Outcome.PASSED) for check in checks)
    assert status_at(Examination(findings), point, rival=rival) is status
    refused = (*findings, Finding("numbers", Outcome.FAILED, doubt=8.0))
    assert status_at(Examination(refused), point, rival=rival) is ClaimStatus.UNSUPPORTED
