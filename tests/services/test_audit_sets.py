"""The audit over pages with planted defects that others wrote: what is found, and how seldom it is wrong."""

from __future__ import annotations

import pytest

from audit_figures import READ, SETS, Measured, measured, recorded_auditor

# Found by rule on every page of the shape, whoever wrote it.
BY_RULE = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D15", "D16", "D17", "D18", "D21", "D23")
# Codes that are wrong now and then; two pages with other records of one artifact are told once for each record.
MOST_ALARMS = {"D9": 3, "D10": 3, "D19": 3, "D5": 1, "D15": 1, "D17": 14}


@pytest.fixture(scope="module", params=SETS)
def by_rule(request: pytest.FixtureRequest) -> Measured:
    return measured(request.param)


def test_the_codes_that_rules_decide_are_all_found(by_rule: Measured) -> None:
    assert {code: by_rule.of(code)[1] for code in BY_RULE} == {code: by_rule.of(code)[0] for code in BY_RULE}


def test_what_is_no_defect_is_seldom_reported(by_rule: Measured) -> None:
    codes = {code for _, code, _ in by_rule.alarms}
    assert {code: by_rule.of(code)[2] for code in codes if by_rule.of(code)[2] > MOST_ALARMS.get(code, 0)} == {}


@pytest.mark.parametrize("name", SETS)
def test_an_llm_that_reads_beside_the_rules_finds_what_they_cannot(name: str) -> None:
    auditor = recorded_auditor(name)
    read = measured(name, auditor)
    assert auditor.failures == [], "the prompt or a page has changed: record the answers anew (docs/howto/audit.md)"
    assert {code: read.of(code)[1] for code in READ} == {code: read.of(code)[0] for code in READ}
