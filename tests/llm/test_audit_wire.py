"""An auditor's answer is read defect by defect: what he does not stand by, or does not tell whole, is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.llm.audit_wire import defects_schema, parse_defects
from decompose.llm.wire import AnswerShapeError


def one(**changed: Any) -> dict[str, Any]:
    whole = {"code": "D11", "statement": 2, "words": "w", "against": 3, "against_words": "x", "why": "y", "excuse": ""}
    return whole | {"stands": True} | changed


def numbers(*defects: Any) -> list[int]:
    return [defect.statement for defect in parse_defects(json.dumps({"defects": list(defects)}))]


def test_the_defects_come_in_their_order() -> None:
    assert numbers(one(), one(statement=1), one(code="D18", against=None, against_words=None)) == [2, 1, 2]
    assert numbers() == []


def test_what_the_auditor_excuses_is_no_defect() -> None:
    assert numbers(one(statement=1), one(stands=False)) == [1]


@pytest.mark.parametrize(
    "broken",
    ["words", None, [], {}, one(code="D99"), one(statement="2"), one(words=None), one(stands=None), one(against="3")],
)
def test_a_defect_of_another_shape_is_left_out_alone(broken: Any) -> None:
    assert numbers(broken, one()) == [2]


def test_a_key_too_many_does_no_harm() -> None:
    assert numbers(one(note="z")) == [2]


@pytest.mark.parametrize(
    ("text", "outcome"), [("", "bad_json"), ("[1]", "bad_schema"), ('{"defects": 1}', "bad_schema")]
)
def test_what_is_no_answer_at_all_is_refused(text: str, outcome: str) -> None:
    with pytest.raises(AnswerShapeError) as refused:
        parse_defects(text)
    assert refused.value.outcome == outcome


def test_words_and_excuse_come_before_the_yes_or_no() -> None:
    item = defects_schema()["properties"]["defects"]["items"]
    assert list(item["properties"])[-2:] == ["excuse", "stands"]
    assert item["required"] == list(item["properties"])
    assert item["additionalProperties"] is False


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_comes_is_read_or_left_out(item: Any) -> None:
    assert numbers(item, one()) == [2]
