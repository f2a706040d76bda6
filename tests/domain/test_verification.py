"""A claim that is handed in: who is asked about it, what an answer changes, and what no answer can change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.domain.capability import ClaimStatus
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT, NO_QUOTE
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome, Point, Standing
from decompose.domain.verification import (
    ASKED_ANYWAY,
    JUDGE,
    MISATTRIBUTED,
    Judgement,
    Submitted,
    is_question,
    is_readable,
    judged,
    most_open,
    traced,
    verification,
)

TEXT = "Tide stores readings in a file, always."
YES, NO = Judgement(is_supported=True), Judgement(is_supported=False, missing=("always",))
DOUBTFUL = Finding("new_word", Outcome.UNKNOWN, "“file” is not in the quote", doubt=3.0)
WRONG = Finding("hedge", Outcome.FAILED, "the quote hedges", doubt=4.5)


def examination(*findings: Finding) -> Examination:
    return Examination(findings)


def submitted(field: str | None = None) -> Submitted:
    return Submitted("c1", "tide", TEXT, ("stores readings",), field)


# -- who is asked ------------------------------------------------------------------------------------------


def test_what_the_rules_leave_open_is_asked() -> None:
    assert is_question(examination(DOUBTFUL))
    assert is_question(examination(WRONG))


def test_what_the_rules_accept_or_refuse_for_certain_is_not_asked() -> None:
    assert not is_question(examination())
    assert not is_question(examination(Finding("numbers", Outcome.FAILED, doubt=CERTAIN)))


@pytest.mark.parametrize("check", [FABRICATED, MISATTRIBUTED, HIDDEN_TEXT, NO_QUOTE])
def test_a_claim_without_words_of_its_own_source_is_never_asked_whatever_the_weight(check: str) -> None:
    findings = examination(Finding(check, Outcome.FAILED, doubt=DOUBTFUL.doubt))
    assert findings.standing is Standing.OPEN
    assert not is_question(findings)
    assert not is_readable(findings)


def test_also_a_number_that_nobody_quoted_is_put_to_a_judge_since_a_reader_may_compute() -> None:
    findings = examination(Finding("numbers", Outcome.FAILED, doubt=DOUBTFUL.doubt))
    assert findings.standing is Standing.OPEN
    assert is_question(findings)


def test_of_few_claims_every_open_one_is_asked() -> None:
    assert most_open([examination(DOUBTFUL), examination(), examination(WRONG)]) == {0, 2}


def test_of_many_claims_half_are_asked_and_those_first_that_risk_most() -> None:
    near, far = examination(DOUBTFUL), examination(Finding("item", Outcome.UNKNOWN, doubt=0.5))
    assert near.risk > far.risk
    given = [far] * ASKED_ANYWAY + [near] * ASKED_ANYWAY
    assert most_open(given) == set(range(ASKED_ANYWAY, 2 * ASKED_ANYWAY))
    assert most_open(given, share=1) == set(range(2 * ASKED_ANYWAY))


# -- what an answer changes --------------------------------------------------------------------------------


@pytest.mark.parametrize("point", Point)
@pytest.mark.parametrize("findings", [(DOUBTFUL,), (WRONG,), (DOUBTFUL, WRONG)])
def test_a_yes_makes_an_open_claim_stand_at_every_point(point: Point, findings: tuple[Finding, ...]) -> None:
    after = judged(examination(*findings), TEXT, YES)
    assert verification(submitted(), after, point).status is ClaimStatus.VERIFIED
    assert verification(submitted(), after, point).reasons == ()
    assert after.findings[:-1] == findings


@pytest.mark.parametrize("point", Point)
def test_a_no_refuses_an_open_claim_at_every_point_and_quotes_its_words(point: Point) -> None:
    told = verification(submitted(), judged(examination(DOUBTFUL), TEXT, NO), point)
    assert (told.is_supported, told.status) == (False, ClaimStatus.UNSUPPORTED)
    [reason] = told.reasons
    assert (reason.check, reason.detail) == (JUDGE, "a reader does not find “always” in the quote")


def test_a_no_points_at_the_words_in_the_claim() -> None:
    said = judged(examination(DOUBTFUL), TEXT, NO).findings[-1].said
    assert said is not None
    assert TEXT[said.start : said.end] == "always"


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        (("In a  file,", "always"), "“in a file”, “always”"),
        (("ALWAYS.",), "“always”"),
        ((), "the sentence"),
        (("<b>buy this</b>",), "the sentence"),
        (("  ", "always"), "“always”"),
    ],
)
def test_only_words_of_the_claim_itself_are_shown_back(missing: tuple[str, ...], named: str) -> None:
    finding = judged(examination(DOUBTFUL), TEXT, Judgement(False, missing)).findings[-1]
    assert finding.detail == f"a reader does not find {named} in the quote"


def test_without_an_answer_the_rules_have_the_last_word() -> None:
    assert judged(examination(DOUBTFUL), TEXT, None) == examination(DOUBTFUL)


def test_a_yes_that_lists_missing_words_is_no_answer() -> None:
    assert judged(examination(DOUBTFUL), TEXT, Judgement(True, ("always",))) == examination(DOUBTFUL)


doubts = st.lists(st.floats(min_value=0, max_value=6), max_size=4)


@given(doubts)
def test_an_answer_moves_the_score_its_own_way_and_never_the_other(weights: list[float]) -> None:
    before = examination(*(Finding("new_word", Outcome.UNKNOWN, doubt=weight) for weight in weights))
    assert judged(before, TEXT, NO).score <= before.score <= judged(before, TEXT, YES).score


# -- what becomes of it ------------------------------------------------------------------------------------


def test_a_comparison_that_stands_is_the_word_of_the_vendor() -> None:
    assert verification(submitted("vs_alternatives"), examination(), Point.PUBLISH).status is ClaimStatus.ATTRIBUTED
    assert verification(submitted("vs_alternatives"), examination(WRONG), Point.PUBLISH).status is (
        ClaimStatus.UNSUPPORTED
    )


def test_the_point_draws_the_line_for_what_is_open() -> None:
    told = {point: verification(submitted(), examination(DOUBTFUL), point) for point in Point}
    assert told[Point.BALANCED].is_supported
    assert not told[Point.PUBLISH].is_supported
    assert [reason.check for reason in told[Point.PUBLISH].reasons] == ["new_word"]
    assert told[Point.BALANCED].score == told[Point.PUBLISH].score


# -- whose words they are ----------------------------------------------------------------------------------


def test_a_quote_of_another_document_is_told_apart_from_one_of_none() -> None:
    fabricated = [Finding(FABRICATED, Outcome.FAILED, f"no {n}", doubt=CERTAIN) for n in "ab"]
    before = examination(fabricated[0], DOUBTFUL, fabricated[1])
    after = traced(before, ["nowhere", "low tide"], {"low tide": "ebb.md"}.get)
    assert [finding.check for finding in after.findings] == [FABRICATED, "new_word", MISATTRIBUTED]
    assert after.findings[2].detail == "the words “low tide” are those of ebb.md, not of this source"
    assert after.score == before.score
