"""The judgement of an answer: total over whatever a server may send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.llm.client import Usage
from decompose.llm.judging import bare_answer, complaint_of, error_of, judge_answer, judge_status, usage_of

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
names = st.sampled_from(
    ["choices", "message", "content", "refusal", "finish_reason", "usage", "error", "detail", "prompt_tokens"]
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=20
)


@pytest.mark.slow
@settings(max_examples=200, derandomize=True, deadline=None)
@given(anything)
def test_any_json_has_an_ending(body: Any) -> None:
    raw = json.dumps(body)
    for ending in (judge_answer(raw), judge_status(400, raw, {})):
        assert ending.raw == raw
        assert bool(ending.text) == (ending.outcome == "ok")
        assert "\n" not in str(error_of(ending, "somebody"))


def test_usage_beside_an_error_is_not_lost() -> None:
    raw = json.dumps({"error": {"message": "late"}, "usage": {"prompt_tokens": 7, "completion_tokens": 3}})
    assert judge_status(500, raw, {}).usage == Usage(input=7, output=3)


def test_json_nested_beyond_reason_is_no_json() -> None:
    assert judge_answer("[" * 200_000).outcome == "not_json"


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        (None, None),
        ("many", None),
        ({}, None),
        ({"total_tokens": 9}, None),
        ({"prompt_tokens": 7}, None),
        ({"completion_tokens": 7}, None),
        ({"prompt_tokens": "7", "completion_tokens": 3.0}, Usage(input=7, output=3)),
        ({"prompt_tokens": 7, "completion_tokens": None, "prompt_tokens_details": None}, None),
        ({"prompt_tokens": 7, "completion_tokens": 0, "prompt_tokens_details": None}, Usage(input=7)),
        ({"prompt_tokens": 7, "completion_tokens": "n/a"}, None),
        ({"prompt_tokens": True, "completion_tokens": -1}, None),
        ({"prompt_tokens": float("inf"), "completion_tokens": 1}, None),
        ({"prompt_tokens": 1e300, "completion_tokens": 10**30}, None),
        ({"prompt_tokens": 2**31 - 1, "completion_tokens": 2**31}, None),
        (
            {"prompt_tokens": 7, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 5}},
            Usage(7, 5, 0, 3),
        ),
    ],
)
def test_usage_is_read_where_all_of_it_is_told(usage: Any, counted: Usage | None) -> None:
    assert usage_of({"usage": usage}) == counted


@pytest.mark.parametrize(
    ("usage", "counted"), [({"prompt_tokens": 7, "total_tokens": 7}, Usage(input=7)), ({"completion_tokens": 7}, None)]
)
def test_where_nothing_is_written_the_input_is_all(usage: Any, counted: Usage | None) -> None:
    assert usage_of({"usage": usage}, is_written=False) == counted


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ('  {"a": 1}\n', '{"a": 1}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ("```\n[1]\n```", "[1]"),
        ('```json\n{"a": 1}', '{"a": 1}'),
        ('Here it is:\n```json\n{"a": "```x```"}\n```\nDone.', '{"a": "```x```"}'),
        ('<think>a {"b"} c</think>{"a": 1}', '{"a": 1}'),
        ('a {"b"} c\n</think>\n\n{"a": 1}', '{"a": 1}'),
        ('{"a": "<think>x</think> and ```y```"}', '{"a": "<think>x</think> and ```y```"}'),
        ("Run:\n```sh\nacme send\n```\nand wait.", "Run:\n```sh\nacme send\n```\nand wait."),
        ("", ""),
    ],
)
def test_only_what_stands_around_the_answer_is_taken_off(content: str, answer: str) -> None:
    assert bare_answer(content) == answer


def test_an_answer_in_parts_is_put_together() -> None:
    content = [{"type": "thinking"}, {"type": "text", "text": '{"a":'}, {"type": "text", "text": " 1}"}]
    raw = json.dumps({"choices": [{"message": {"content": content}}]})
    assert judge_answer(raw).text == '{"a": 1}'


def test_a_page_of_html_complains_of_nothing() -> None:
    assert complaint_of("<html>response_format is not supported</html>").words == ""


def test_a_complaint_keeps_the_words_of_the_provider_behind_a_gateway() -> None:
    error = {"message": "Provider returned error", "code": 400, "metadata": {"raw": "no such parameter"}}
    complaint = complaint_of(json.dumps({"error": error}))
    assert complaint.words == "Provider returned error no such parameter"
    assert complaint.codes == {"400"}
