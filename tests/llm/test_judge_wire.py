"""A judge's answer is read claim by claim: what is doubtful about it leaves the claim as the rules left it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.llm.judge_wire import judgement_schema, parse_judgements
from decompose.llm.wire import AnswerShapeError


def one(number: Any, *, supported: Any = True, missing: Any = ()) -> dict[str, Any]:
    return {"number": number, "missing": missing if missing is None else list(missing), "supported": supported}


def parsed(*judgements: Any, count: int = 3) -> dict[int, bool]:
    found = parse_judgements(json.dumps({"judgements": list(judgements)}), count)
    return {number: judgement.supported for number, judgement in found.items()}


def test_each_claim_has_the_answer_of_its_number() -> None:
    assert parsed(one(2, supported=False, missing=["all"]), one(1), one(3)) == {1: True, 2: False, 3: True}


def test_a_claim_without_an_answer_has_none() -> None:
    assert parsed(one(1), one(3)) == {1: True, 3: True}


def test_a_number_that_is_given_twice_has_no_answer() -> None:
    assert parsed(one(1), one(2), one(1, supported=False)) == {2: True}
    assert parsed(one(1), {"number": 1}) == {}


@pytest.mark.parametrize("number", [0, 4, -1, 10**30])
def test_a_number_that_was_not_asked_for_is_ignored(number: int) -> None:
    assert parsed(one(number), one(2)) == {2: True}


@pytest.mark.parametrize(
    "broken",
    [
        "words",
        None,
        [],
        {},
        one("1"),
        one(True),
        one(1.5),
        one(1, supported="yes"),
        one(1, supported=None),
        one(1, missing=[7]),
        {"number": 1, "missing": "all", "supported": False},
    ],
)
def test_a_judgement_of_another_shape_is_left_out_alone(broken: Any) -> None:
    assert parsed(broken, one(2)) == {2: True}


def test_no_list_of_missing_words_is_an_empty_one_and_more_keys_do_no_harm() -> None:
    assert parsed(one(1, missing=None), one(2) | {"why": "it says so"}) == {1: True, 2: True}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("not JSON", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ("[]", "bad_schema"),
        ("{}", "bad_schema"),
        ('{"judgements": {}}', "bad_schema"),
    ],
)
def test_what_is_no_answer_at_all_says_of_what_sort(text: str, outcome: str) -> None:
    with pytest.raises(AnswerShapeError) as caught:
        parse_judgements(text, 3)
    assert caught.value.outcome == outcome


def test_the_schema_asks_for_the_missing_words_before_the_answer() -> None:
    items = judgement_schema()["properties"]["judgements"]["items"]
    assert list(items["properties"]) == items["required"] == ["number", "missing", "supported"]
    assert items["additionalProperties"] is False


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["number", "missing", "supported"]), inner)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=200, derandomize=True)
@given(st.lists(json_values, max_size=4))
def test_whatever_json_comes_only_claims_that_were_asked_about_are_answered(judgements: list[Any]) -> None:
    found = parse_judgements(json.dumps({"judgements": judgements}), 2)
    assert set(found) <= {1, 2}
    assert all(isinstance(judgement.supported, bool) for judgement in found.values())
