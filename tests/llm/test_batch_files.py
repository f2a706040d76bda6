"""Files of the Batch form: how requests become lines and files, and what each kind of result line ends as."""

from __future__ import annotations

import json
from typing import Any

import pytest

from decompose.llm.batch_files import (
    BatchState,
    NotAResultError,
    is_over,
    packed,
    read_result,
    request_line,
    state_of,
)
from decompose.llm.client import Message, Request, Usage
from decompose.llm.endpoint import chat_body, profile_for
from world import USAGE, completion

GOOD = json.loads(completion('{"capabilities": []}').raw)
REQUEST = Request(
    prompt="decompose",
    template="t",
    llm="tidal-1",
    messages=(Message("user", "Where the tide – turns?\nHere."),),
    schema={"type": "object"},
    parameters={"temperature": 0, "max_output_tokens": 4000},
)


def line(**told: Any) -> str:
    return json.dumps({"id": "r-1", "custom_id": "key", **told})


def response(body: Any, status: int = 200) -> dict[str, Any]:
    return {"status_code": status, "request_id": "q-1", "body": body}


@pytest.mark.parametrize("address", [None, "http://localhost:8000/v1"])
def test_a_line_carries_the_call_key_and_exactly_the_body_of_a_live_call(address: str | None) -> None:
    profile = profile_for(address)
    content = request_line(REQUEST, profile)
    assert content.endswith(b"}\n")
    assert content.count(b"\n") == 1
    assert json.loads(content) == {
        "custom_id": REQUEST.key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": chat_body(REQUEST, profile.rungs[0], profile),
    }


def test_half_a_character_does_not_break_the_file() -> None:
    broken = Request("decompose", "t", "tidal-1", (Message("user", "\ud800"),), {})
    [message] = json.loads(request_line(broken, profile_for(None)))["body"]["messages"]
    assert message["content"] == "\ud800"


@pytest.mark.parametrize(
    ("sizes", "most_lines", "most_bytes", "files"),
    [
        ([], 3, 100, []),
        ([10, 10, 10], 3, 100, [(0, 3)]),
        ([10, 10, 10, 10], 3, 100, [(0, 3), (3, 4)]),
        ([50, 50, 1], 3, 100, [(0, 2), (2, 3)]),
        ([101, 1], 3, 100, [(0, 1), (1, 2)]),
        ([1, 101], 3, 100, [(0, 1), (1, 2)]),
    ],
)
def test_files_hold_as_many_lines_as_the_limits_allow(
    sizes: list[int], most_lines: int, most_bytes: int, files: list[tuple[int, int]]
) -> None:
    assert list(packed(sizes, most_lines=most_lines, most_bytes=most_bytes)) == files


REFUSED = {"error": {"message": "maximum context length", "code": "context_length_exceeded"}}
UNUSABLE = {**GOOD, "choices": [{"finish_reason": "length", "message": {"content": "{"}}]}
ENDINGS = {
    "an answer": (line(response=response(GOOD), error=None), "ok"),
    "an answer of a runner that tells no status": (line(response={"body": GOOD}), "ok"),
    "a body in a string": (line(response=response(json.dumps(GOOD))), "ok"),
    "a cut answer": (line(response=response(UNUSABLE)), "cut"),
    "an error in a good status": (line(response=response({"error": {"message": "away"}})), "error_in_200"),
    "a page": (line(response=response("<html>")), "not_json"),
    "no body": (line(response=response(None)), "not_json"),
    "too long": (line(response=response(REFUSED, 400)), "too_long"),
    "a bad request": (line(response=response({"error": {"message": "no"}}, 400)), "http_400"),
    "a refusal of an offline runner": (
        line(response={"status_code": 400}, error={"message": "prompt is too long"}),
        "too_long",
    ),
    "an error inside an error": (line(response={"status_code": 400}, error=REFUSED), "too_long"),
    "an error beside a good status": (line(response={"status_code": 200}, error={"message": "odd"}), "error_in_200"),
    "no quota": (line(response=response({"error": {"code": "insufficient_quota"}}, 429)), "quota"),
    "a fault of the server": (line(response=response({}, 500)), "http_500"),
    "the window ran out": (line(response=None, error={"code": "batch_expired", "message": "late"}), "timeout"),
    "the batch was cancelled": (line(response=None, error={"code": "batch_cancelled"}), "disconnected"),
    "an error without a response": (line(response=None, error={"message": "odd"}), "error_in_200"),
    "an error in words": (line(error="odd"), "error_in_200"),
    "nothing at all": (line(), "error_in_200"),
    "a status that is none": (line(response=response({}, "often")), "http_0"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", ENDINGS)
def test_a_result_line_ends_as_a_live_answer_would(case: str) -> None:
    given, outcome = ENDINGS[case]
    result = read_result(given)
    assert (result.custom_id, result.ending.outcome, result.ending.tier) == ("key", outcome, "batch")


def test_the_usage_of_an_answer_is_read_and_what_was_never_run_cost_nothing() -> None:
    usage = read_result(ENDINGS["a cut answer"][0]).ending.usage
    assert usage == Usage(input=USAGE["prompt_tokens"], cached=10, output=USAGE["completion_tokens"])
    assert read_result(ENDINGS["the window ran out"][0]).ending.usage == Usage()
    assert read_result(ENDINGS["an error without a response"][0]).ending.usage is None


@pytest.mark.parametrize("given", ["{", '{"custom_id": "ke', "[]", "{}", '{"custom_id": 7}', "[" * 100_000])
def test_what_names_no_request_is_no_result(given: str) -> None:
    with pytest.raises(NotAResultError):
        read_result(given)


def test_a_batch_is_read_with_its_counts_and_files() -> None:
    counts = {"total": 3, "completed": 2, "failed": 1}
    told = {"id": "b-1", "status": "completed", "request_counts": counts, "output_file_id": "f-2", "error_file_id": ""}
    assert state_of(told) == BatchState("b-1", "completed", 2, 1, "f-2", None)
    assert state_of({"id": "b-1", "status": "validating", "request_counts": None}) == BatchState("b-1", "validating")
    with pytest.raises(NotAResultError):
        state_of({"id": "b-1"})


@pytest.mark.parametrize(
    ("status", "expected"),
    [("completed", True), ("expired", True), ("failed", True), ("cancelled", True)]
    + [(status, False) for status in ("validating", "in_progress", "finalizing", "cancelling", "other", None)],
)
def test_nothing_more_comes_of_a_batch_that_is_over(status: str | None, expected: bool) -> None:  # noqa: FBT001
    assert is_over(status) is expected
