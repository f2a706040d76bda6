"""What an answer of an endpoint for vectors must be."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from decompose.errors import BadAnswerError
from decompose.llm.judging import judge_vectors
from decompose.llm.vector_wire import passages, query, vectors_of

BAD: dict[str, list[Any]] = {
    "a number too few": [{"index": 0, "embedding": [1.0] * 4}, {"index": 1, "embedding": [1.0] * 3}],
    "another dimension": [{"index": place, "embedding": [1.0] * 3} for place in range(2)],
    "not a number": [{"index": place, "embedding": [float("nan")] * 4} for place in range(2)],
    "endless": [{"index": place, "embedding": [float("inf"), 0, 0, 1]} for place in range(2)],
    "too large": [{"index": place, "embedding": [10**400, 0, 0, 1]} for place in range(2)],
    "nothing": [{"index": place, "embedding": [0.0] * 4} for place in range(2)],
    "words": [{"index": place, "embedding": ["a"] * 4} for place in range(2)],
    "truths": [{"index": place, "embedding": [True] * 4} for place in range(2)],
    "empty": [{"index": place, "embedding": []} for place in range(2)],
    "base64": [{"index": place, "embedding": "AACAPw=="} for place in range(2)],
    "one too many": [{"index": place, "embedding": [1.0] * 4} for place in range(3)],
    "one too few": [{"index": 0, "embedding": [1.0] * 4}],
    "one twice": [{"index": 0, "embedding": [1.0] * 4} for _ in range(2)],
    "no index": [{"index": [], "embedding": [1.0] * 4} for _ in range(2)],
    "no objects": [1, 2],
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_vector_is_a_bad_answer(bad: str) -> None:
    with pytest.raises(BadAnswerError) as raised:
        vectors_of(json.dumps({"data": BAD[bad]}), 2, 4, "vectors-1")
    assert raised.value.outcome == "bad_schema"
    assert "vectors-1" in str(raised.value)


def test_vectors_come_in_the_order_of_the_texts_and_of_unit_length() -> None:
    data = [{"index": 1, "embedding": [0, 2, 0]}, {"index": 0, "embedding": [3, 0, 4]}]
    first, second = vectors_of(json.dumps({"data": data}), 2, None, "vectors-1")
    assert first == (0.6, 0.0, 0.8)
    assert second == (0.0, 1.0, 0.0)
    assert math.hypot(*first) == pytest.approx(1)


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        ("<html>", "not_json"),
        ("[]", "error_in_200"),
        ('{"data": []}', "error_in_200"),
        ('{"error": {"message": "no"}, "data": [{}]}', "error_in_200"),
        ('{"choices": []}', "error_in_200"),
        ('{"data": [{}]}', "ok"),
    ],
)
def test_how_a_body_ends(raw: str, outcome: str) -> None:
    assert judge_vectors(raw).outcome == outcome


def test_tokens_and_the_name_that_answered_are_told() -> None:
    ending = judge_vectors('{"data": [{}], "model": "m-2", "usage": {"prompt_tokens": 7, "total_tokens": 7}}')
    assert ending.usage is not None
    assert (ending.usage.input, ending.usage.output, ending.served) == (7, 0, "m-2")


def test_a_question_is_never_the_same_call_as_a_passage_nor_one_of_other_dimensions() -> None:
    keys = {passages(["a"], "m", None).key, query("a", "m", None).key, query("a", "m", 3).key, query("a", "n", 3).key}
    assert len(keys) == 4
