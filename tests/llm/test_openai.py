"""The client of OpenAI-compatible endpoints: every fault has its ledger outcome, its usage and its error."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from decompose.errors import (
    BadAnswerError,
    ConfigurationError,
    LlmError,
    NoAnswerError,
    ProviderDownError,
    TransientLlmError,
)
from decompose.llm.client import Attempt, Llm, Reply, Request, Usage
from decompose.llm.meter import Meter, Try
from decompose.llm.openai import EndpointProfile, OpenAiLlm, Rung, chat_body

MakeRequest = Callable[..., Request]
USAGE = {
    "prompt_tokens": 1200,
    "prompt_tokens_details": {"cached_tokens": 1000, "cache_write_tokens": 100},
    "completion_tokens": 300,
    "completion_tokens_details": {"reasoning_tokens": 50},
    "total_tokens": 1500,
}
TOKENS = Usage(input=1200, cached=1000, cache_write=100, output=300, reasoning=50)
Answer = httpx2.Response | Exception


def said(content: Any, finish_reason: str = "stop", **more: Any) -> httpx2.Response:
    """A chat completion; `more` goes into the message, save what belongs further up."""
    choice = {"index": 0, "finish_reason": finish_reason, **more.pop("choice", {})}
    top: dict[str, Any] = {name: more.pop(name) for name in ("usage", "service_tier", "error") if name in more}
    choice["message"] = {"content": content, **more}
    body = {"model": "gpt-4o-mini-2024-07-18", "choices": [choice], "usage": USAGE, **top}
    return httpx2.Response(200, json=body, headers={"x-request-id": "req-1"})


def refused(status: int, message: str = "no", headers: dict[str, str] | None = None, **error: Any) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message, **error}}, headers=headers)


class Scene:
    """An endpoint that gives scripted answers (the last one for ever), a client, and everything that was seen."""

    def __init__(self, *answers: Answer | Callable[[dict[str, Any]], httpx2.Response], **options: Any) -> None:
        self.answers = list(answers)
        self.sent: list[httpx2.Request] = []
        self.attempts: list[Attempt] = []
        self.pauses: list[float] = []
        self.now = 0.0
        self.lock = threading.Lock()
        arrangement: dict[str, Any] = {
            "api_key": "sk-secret-of-the-operator",
            "model": "gpt-4o-mini",
            "draw": lambda low, _high: low,
            **options,
        }
        self.llm: Llm = OpenAiLlm(
            http_client=httpx2.Client(transport=httpx2.MockTransport(self._answer)),
            pause=self._pause,
            clock=lambda: self.now,
            **arrangement,
        )

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.sent]

    @property
    def outcomes(self) -> list[str]:
        return [attempt.outcome for attempt in self.attempts]

    def ask(self, request: Request) -> Reply:
        return self.llm.complete(request, self.attempts.append)

    def fail(self, request: Request) -> LlmError:
        with pytest.raises(LlmError) as caught:
            self.ask(request)
        return caught.value

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        with self.lock:
            self.sent.append(request)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx2.Response):
            return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return answer(json.loads(request.content))

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


# -- an answer ---------------------------------------------------------------------------------------------


def test_an_answer_comes_back_with_everything_that_the_ledger_needs(make_request: MakeRequest) -> None:
    scene, request = Scene(said('{"name": "mail"}', service_tier="flex")), make_request()
    reply = scene.ask(request)
    (attempt,) = scene.attempts
    assert reply == Reply('{"name": "mail"}', attempt)
    assert (attempt.key, attempt.prompt, attempt.template) == (request.key, "decompose", "0123456789abcdef")
    assert (attempt.outcome, attempt.usage, attempt.tier) == ("ok", TOKENS, "flex")
    assert (attempt.rung, attempt.request_id, attempt.llm) == ("json_schema", "req-1", "gpt-4o-mini")
    assert json.loads(attempt.raw)["model"] == "gpt-4o-mini-2024-07-18"


def test_what_goes_over_the_line_is_the_chat_body_and_nothing_else(make_request: MakeRequest) -> None:
    profile = EndpointProfile(extra_body={"provider": {"require_parameters": True}})
    scene, request = Scene(said("{}"), profile=profile), make_request()
    scene.ask(request)
    assert scene.bodies == [chat_body(request, Rung.JSON_SCHEMA, profile)]


def test_the_latency_is_the_time_of_the_call(make_request: MakeRequest) -> None:
    def slowly(_body: dict[str, Any]) -> httpx2.Response:
        scene.now += 2.5
        return said("{}")

    scene = Scene(slowly)
    assert scene.ask(make_request()).attempt.latency == 2.5


def test_the_client_stands_before_a_start_is_counted(make_request: MakeRequest) -> None:
    """What the first call of a process imports would else lie between its start and its arrival."""
    stood: list[bool] = []

    class Watched(Meter):
        def enter(self, most: int) -> Try:
            stood.append(scene.llm._client is not None)
            return super().enter(most)

    scene = Scene(said("{}"), meter=Watched())
    scene.ask(make_request())
    assert stood == [True]


def test_thinking_and_fences_are_taken_off(make_request: MakeRequest) -> None:
    scene = Scene(said('<think>What is {"name"}?</think>\n```json\n{"name": "a"}\n```\n'))
    assert scene.ask(make_request()).text == '{"name": "a"}'


def test_the_witness_sees_the_attempt_before_the_answer_is_judged(make_request: MakeRequest) -> None:
    scene = Scene(said("", refusal="I must not."))
    seen: list[str] = []

    def full_ledger(attempt: Attempt) -> None:
        seen.append(attempt.outcome)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        scene.llm.complete(make_request(), full_ledger)
    assert seen == ["refusal"]


# -- answers that were paid and cannot be used -------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        (said(None, refusal="I must not."), "refusal", "I must not."),
        (said('{"name": "ma', "length"), "cut", "length"),
        (said('{"name": "ma', "content_filter"), "cut", "content_filter"),
        (said(""), "empty", "stop"),
        (said(None), "empty", "empty"),
        (said("<think>only thoughts</think>"), "empty", "empty"),
    ],
)
def test_a_bad_answer_is_booked_with_its_usage_and_not_asked_again(
    answer: httpx2.Response, outcome: str, words: str, make_request: MakeRequest
) -> None:
    scene = Scene(answer)
    error = scene.fail(make_request())
    assert (type(error), error.outcome, scene.outcomes) == (BadAnswerError, outcome, [outcome])
    assert words in str(error)
    assert scene.attempts[0].usage == TOKENS
    assert scene.attempts[0].raw == answer.text


# -- refusals of the whole provider ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refused(429, "You exceeded your quota", code="insufficient_quota"), "quota"),
        (refused(429, "You exceeded your quota", type="insufficient_quota"), "quota"),
        (refused(402, "Insufficient credits", code=402), "quota"),
        (refused(401, "bad key"), "auth"),
        (refused(403, "not yours"), "auth"),
    ],
)
def test_without_quota_or_access_the_provider_is_down_at_once(
    answer: httpx2.Response, outcome: str, make_request: MakeRequest
) -> None:
    scene = Scene(answer)
    error = scene.fail(make_request())
    assert (type(error), error.outcome, scene.outcomes) == (ProviderDownError, outcome, [outcome])
    assert scene.attempts[0].usage is None


def test_a_key_that_the_server_repeats_reaches_neither_ledger_nor_sentence(make_request: MakeRequest) -> None:
    scene = Scene(refused(401, "wrong key: sk-secret-of-the-operator"))
    error = scene.fail(make_request())
    assert "secret" not in str(error)
    assert "secret" not in scene.attempts[0].raw


# -- refusals of this one request --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        refused(400, "This model's maximum context length is 8192 tokens", code="context_length_exceeded"),
        refused(400, "the request exceeds the available context size", type="exceed_context_size_error"),
        refused(400, "max_tokens is not supported beyond the maximum context length"),
        refused(413, "Request too large"),
    ],
)
def test_a_request_that_is_too_long_is_no_bad_answer(answer: httpx2.Response, make_request: MakeRequest) -> None:
    scene = Scene(answer)
    error = scene.fail(make_request())
    assert (type(error), error.outcome, scene.outcomes) == (LlmError, "too_long", ["too_long"])


@pytest.mark.parametrize("status", [400, 404, 418, 422])
def test_another_4xx_is_final_for_this_call(status: int, make_request: MakeRequest) -> None:
    scene = Scene(refused(status, "the model does not exist"))
    error = scene.fail(make_request())
    assert (type(error), error.outcome, len(scene.sent)) == (LlmError, f"http_{status}", 1)
    assert "the model does not exist" in str(error)


# -- faults that pass --------------------------------------------------------------------------------------

PASSING = [
    (refused(429, "slow down"), "throttled", ProviderDownError),
    (refused(498, "capacity_exceeded"), "http_498", ProviderDownError),
    (refused(500), "http_500", NoAnswerError),
    (httpx2.Response(502, text="<html>Bad gateway</html>"), "http_502", NoAnswerError),
    (refused(503), "http_503", NoAnswerError),
    (httpx2.ReadError("reset"), "disconnected", NoAnswerError),
    (refused(408), "http_408", TransientLlmError),
    (refused(409), "http_409", TransientLlmError),
    (httpx2.ReadTimeout("silence"), "timeout", TransientLlmError),
    (httpx2.Response(200, text="<html>Log in</html>"), "not_json", TransientLlmError),
    (httpx2.Response(200, json={"error": {"message": "upstream"}}), "error_in_200", TransientLlmError),
    (said("{}", choice={"error": {"code": 502}}), "error_in_200", TransientLlmError),
    (httpx2.Response(200, json={"choices": []}), "error_in_200", TransientLlmError),
    (httpx2.Response(200, json=["?"]), "error_in_200", TransientLlmError),
]


@pytest.mark.parametrize(("answer", "outcome", "_error"), PASSING)
def test_a_passing_fault_is_tried_again(
    answer: Answer, outcome: str, _error: type[LlmError], make_request: MakeRequest
) -> None:
    scene = Scene(answer, said("{}"))
    scene.ask(make_request())
    assert scene.outcomes == [outcome, "ok"]
    assert len(scene.pauses) == 1


@pytest.mark.parametrize(("answer", "outcome", "error"), PASSING)
def test_a_fault_that_does_not_pass_takes_exactly_the_tries_that_were_ordered(
    answer: Answer, outcome: str, error: type[LlmError], make_request: MakeRequest
) -> None:
    scene = Scene(answer, attempts=3)
    raised = scene.fail(make_request())
    assert (type(raised), raised.outcome) == (error, outcome)
    assert scene.outcomes == [outcome] * 3
    assert len(scene.sent) == 3
    assert "gave up after 3 tries" in str(raised)
    assert "\n" not in str(raised)


def test_the_client_itself_never_retries(make_request: MakeRequest) -> None:
    scene = Scene(refused(500, headers={"x-should-retry": "true"}), attempts=1)
    scene.fail(make_request())
    assert len(scene.sent) == len(scene.attempts) == 1
    assert scene.sent[0].headers["x-stainless-retry-count"] == "0"


def test_a_fault_with_usage_is_booked_with_it(make_request: MakeRequest) -> None:
    scene = Scene(said("{}", error={"message": "late"}), attempts=1)
    scene.fail(make_request())
    assert (scene.outcomes, scene.attempts[0].usage) == (["error_in_200"], TOKENS)


@contextmanager
def listening(speak: Callable[[socket.socket], object], times: int = 1) -> Iterator[str]:
    """A loopback server that takes a connection, reads what comes, and then does what `speak` does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(times):
                connection, _address = server.accept()
                with connection:
                    connection.recv(65536)
                    speak(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        thread.join()


def over_the_line(base_url: str, request: Request, timeout: float = 5.0) -> tuple[LlmError, Attempt]:
    llm, attempts = OpenAiLlm(model="local", base_url=base_url, attempts=1, timeout=timeout), list[Attempt]()
    try:
        with pytest.raises(LlmError) as caught:
            llm.complete(request, attempts.append)
    finally:
        llm.close()
    return caught.value, attempts[0]


def test_a_refused_connection_cost_nothing_and_says_so(make_request: MakeRequest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error, attempt = over_the_line(f"http://127.0.0.1:{port}/v1", make_request())
    assert (type(error), attempt.outcome, attempt.usage) == (ProviderDownError, "disconnected", Usage())
    assert f"127.0.0.1:{port}" in str(error)


def test_of_a_line_that_broke_in_the_answer_nothing_is_known(make_request: MakeRequest) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n" + b'{"choices": ['
    with listening(lambda connection: connection.sendall(half)) as base_url:
        error, attempt = over_the_line(base_url, make_request())
    assert (type(error), attempt.outcome, attempt.usage) == (NoAnswerError, "disconnected", None)


def test_of_a_server_that_fell_silent_nothing_is_known(make_request: MakeRequest) -> None:
    answered = threading.Event()
    with listening(lambda _connection: answered.wait(5)) as base_url:
        error, attempt = over_the_line(base_url, make_request(), timeout=0.05)
        answered.set()
    assert (type(error), attempt.outcome, attempt.usage) == (TransientLlmError, "timeout", None)


# -- pauses ------------------------------------------------------------------------------------------------

MINUTE = {"date": "Fri, 20 Nov 2026 12:00:00 GMT", "retry-after": "Fri, 20 Nov 2026 12:01:00 GMT"}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "200"}, 200),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"llm_provider-retry-after": "9"}, 9),
        ({"retry-after": "2", "llm_provider-retry-after": "9"}, 9),
        (MINUTE, 60),
    ],
)
def test_a_pause_is_never_shorter_than_the_server_asks(
    headers: dict[str, str], seconds: float, make_request: MakeRequest
) -> None:
    scene = Scene(refused(429, headers=headers), said("{}"))
    scene.ask(make_request())
    assert scene.pauses == [seconds]


def test_two_workers_do_not_wake_at_the_same_moment(make_request: MakeRequest) -> None:
    drawn: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        drawn.append((low, high))
        return high

    scene = Scene(refused(429, headers={"retry-after": "8"}), refused(500), said("{}"), draw=draw)
    scene.ask(make_request())
    assert (scene.pauses, drawn) == ([10.0, 1.0], [(0.0, 2.0), (0.5, 1.0)])


@pytest.mark.parametrize("hint", ["soon", "-3", "nan", "inf", ""])
def test_a_hint_that_is_no_time_is_no_hint(hint: str, make_request: MakeRequest) -> None:
    scene = Scene(refused(503, headers={"retry-after": hint}), said("{}"))
    scene.ask(make_request())
    assert scene.pauses == [0.25]


def test_without_a_hint_pauses_double_and_a_throttle_starts_with_a_longer_one(make_request: MakeRequest) -> None:
    for status, pauses in ((500, [0.25, 0.5, 1.0, 2.0]), (429, [2.0, 4.0, 8.0, 16.0])):
        scene = Scene(refused(status))
        scene.fail(make_request())
        assert scene.pauses == pauses


def test_a_pause_beyond_the_patience_is_not_begun(make_request: MakeRequest) -> None:
    scene = Scene(refused(429, headers={"retry-after": "3600"}), said("{}"))
    error = scene.fail(make_request())
    assert (type(error), scene.pauses, scene.outcomes) == (ProviderDownError, [], ["throttled"])
    assert "3600 s" in str(error)


def test_tries_end_when_the_patience_is_used_up(make_request: MakeRequest) -> None:
    def silent(_body: dict[str, Any]) -> httpx2.Response:
        scene.now += 120
        raise httpx2.ReadTimeout("silence")

    scene = Scene(silent, patience=300)
    scene.fail(make_request())
    assert scene.outcomes == ["timeout"] * 3


# -- the degrade ladder ------------------------------------------------------------------------------------


def speaking_only(*formats: str | None) -> Callable[[dict[str, Any]], httpx2.Response]:
    """An endpoint that refuses every response format but these ("schema" after a slash: with a schema beside it)."""

    def answer(body: dict[str, Any]) -> httpx2.Response:
        wanted = body.get("response_format")
        spoken = wanted and wanted["type"] + ("/schema" if "schema" in wanted else "")
        return said("{}") if spoken in formats else refused(400, f"response_format {spoken} is not supported")

    return answer


@pytest.mark.parametrize(
    ("formats", "rungs"),
    [
        (("json_schema",), ["json_schema"]),
        (("json_object/schema",), ["json_schema", "json_object_schema"]),
        (("json_object",), ["json_schema", "json_object_schema", "json_object"]),
        ((None,), ["json_schema", "json_object_schema", "json_object", "prompt"]),
    ],
)
def test_the_ladder_is_climbed_down_one_try_a_rung_and_remembered(
    formats: tuple[str | None, ...], rungs: list[str], make_request: MakeRequest
) -> None:
    scene = Scene(speaking_only(*formats), profile=EndpointProfile())
    scene.ask(make_request())
    assert [attempt.rung for attempt in scene.attempts] == rungs
    assert scene.outcomes == ["http_400"] * (len(rungs) - 1) + ["ok"]
    scene.ask(make_request())
    assert [attempt.rung for attempt in scene.attempts] == [*rungs, rungs[-1]]
    assert scene.pauses == []


@pytest.mark.parametrize(
    "answer",
    [
        refused(500, "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type')}]"),
        refused(404, "No endpoints found that can handle the requested parameters."),
        refused(400, "'response_format.type' must be 'json_schema' or 'text'"),
        refused(400, "Unsupported parameter", param="response_format", code="unsupported_parameter"),
        httpx2.Response(422, json={"detail": [{"loc": ["body", "response_format", "type"], "msg": "bad"}]}),
        httpx2.Response(422, text="Failed to deserialize: response_format: unknown variant"),
        httpx2.Response(400, json={"object": "error", "message": "json_schema needs a grammar backend"}),
        refused(400, "Provider returned error", metadata={"raw": "Structured Outputs are off"}),
    ],
)
def test_the_dialects_of_refusing_a_format_are_understood(answer: httpx2.Response, make_request: MakeRequest) -> None:
    scene = Scene(answer, said("{}"), profile=EndpointProfile())
    scene.ask(make_request())
    assert [attempt.rung for attempt in scene.attempts] == ["json_schema", "json_object_schema"]


def test_an_echo_of_the_document_in_a_refusal_teaches_nothing(make_request: MakeRequest) -> None:
    echo = {"loc": ["body", "messages"], "msg": "too odd", "input": "This tool sets response_format to json_schema."}
    scene = Scene(httpx2.Response(422, json={"detail": [echo]}))
    assert scene.fail(make_request()).outcome == "http_422"
    assert len(scene.sent) == 1


def test_at_the_foot_of_the_ladder_the_refusal_stands(make_request: MakeRequest) -> None:
    scene = Scene(speaking_only(), profile=EndpointProfile())
    error = scene.fail(make_request())
    assert (type(error), error.outcome, len(scene.sent)) == (LlmError, "http_400", 4)


def test_a_request_that_asks_for_no_format_climbs_no_ladder(make_request: MakeRequest) -> None:
    scene = Scene(refused(400, "json_schema is odd"), profile=EndpointProfile())
    scene.fail(make_request(schema={}))
    assert len(scene.sent) == 1


def test_threads_that_learn_at_the_same_time_do_not_overshoot(make_request: MakeRequest) -> None:
    scene = Scene(speaking_only("json_object/schema", "json_object"), profile=EndpointProfile())
    requests = [make_request(prompt=f"prompt-{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(scene.ask, requests))
    assert {reply.attempt.rung for reply in replies} == {"json_object_schema"}


def test_a_late_refusal_does_not_undo_what_was_learnt_meanwhile(make_request: MakeRequest) -> None:
    only_objects = speaking_only("json_object")

    def overtaken(body: dict[str, Any]) -> httpx2.Response:
        scene.ask(make_request())
        return only_objects(body)

    scene = Scene(overtaken, only_objects, profile=EndpointProfile())
    scene.ask(make_request())
    overtaking, late = scene.attempts[:3], scene.attempts[3:]
    assert [attempt.rung for attempt in overtaking] == ["json_schema", "json_object_schema", "json_object"]
    assert [attempt.rung for attempt in late] == ["json_schema", "json_object"]


def test_the_other_name_of_the_output_limit_is_tried_and_remembered(make_request: MakeRequest) -> None:
    advice = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
    for first, other in (("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens")):
        message = advice if first == "max_tokens" else f"Unrecognized request argument supplied: {first}"
        scene = Scene(refused(400, message), said("{}"), profile=EndpointProfile(cap_parameter=first))
        scene.ask(make_request())
        scene.ask(make_request())
        assert [body.get(first) for body in scene.bodies] == [8000, None, None]
        assert [body.get(other) for body in scene.bodies] == [None, 8000, 8000]
        assert {attempt.rung for attempt in scene.attempts} == {"json_schema"}


def test_no_call_is_made_without_an_output_limit(make_request: MakeRequest) -> None:
    def answer(body: dict[str, Any]) -> httpx2.Response:
        return refused(400, "unknown", param="max_tokens" if "max_tokens" in body else "max_completion_tokens")

    scene = Scene(answer)
    assert scene.fail(make_request()).outcome == "http_400"
    assert len(scene.sent) == 2


def test_an_output_limit_that_is_too_large_is_not_a_name_that_is_unknown(make_request: MakeRequest) -> None:
    scene = Scene(refused(400, "max_tokens is too large: 8000", param="max_tokens"), profile=EndpointProfile())
    assert scene.fail(make_request()).outcome == "http_400"
    assert len(scene.sent) == 1


def test_a_temperature_that_is_refused_is_left_out_from_then_on(make_request: MakeRequest) -> None:
    message = "Unsupported value: 'temperature' does not support 0 with this model."
    scene = Scene(refused(400, message, param="temperature", code="unsupported_value"), said("{}"))
    scene.ask(make_request())
    scene.ask(make_request())
    assert [body.get("temperature") for body in scene.bodies] == [0, None, None]
    assert {attempt.rung for attempt in scene.attempts} == {"json_schema"}


def test_neither_address_nor_rung_is_in_the_key(make_request: MakeRequest) -> None:
    scene = Scene(speaking_only(None), profile=EndpointProfile())
    elsewhere = Scene(said("{}"), base_url="http://localhost:8080/v1", api_key=None)
    scene.ask(make_request())
    elsewhere.ask(make_request())
    keys = {attempt.key for attempt in scene.attempts + elsewhere.attempts}
    assert keys == {make_request().key}


# -- address and key ---------------------------------------------------------------------------------------


def test_a_server_of_ones_own_needs_no_key(make_request: MakeRequest) -> None:
    scene = Scene(said("{}"), base_url="http://localhost:8080/v1", api_key=None)
    scene.ask(make_request())
    assert str(scene.sent[0].url) == "http://localhost:8080/v1/chat/completions"
    assert scene.sent[0].headers["authorization"].startswith("Bearer ")


def test_the_environment_is_not_read_behind_the_settings(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    scene = Scene(said("{}"), api_key=" sk-secret-of-the-operator\n")
    scene.ask(make_request())
    assert scene.sent[0].url.host == "api.openai.com"
    assert scene.sent[0].headers["authorization"] == "Bearer sk-secret-of-the-operator"


@pytest.mark.parametrize(
    ("key", "base_url", "words"),
    [
        (None, None, "OPENAI_API_KEY"),
        ("", None, "OPENAI_API_KEY"),
        ("sk-ключ", None, "OPENAI_API_KEY"),
        (None, "localhost:8080/v1", "OPENAI_BASE_URL"),
        (None, "ftp://host/v1", "OPENAI_BASE_URL"),
    ],
)
def test_a_missing_key_or_a_malformed_address_is_told_before_any_call(
    key: str | None, base_url: str | None, words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        OpenAiLlm(model="gpt-4o-mini", api_key=key, base_url=base_url)


def test_credentials_in_an_address_are_in_no_sentence(make_request: MakeRequest) -> None:
    scene = Scene(refused(418), base_url="https://user:hunter2@llm.example/v1", api_key=None)
    assert "hunter2" not in str(scene.fail(make_request()))


@pytest.mark.slow
def test_neither_importing_nor_constructing_loads_openai() -> None:
    program = (
        "import sys; from decompose.llm.openai import OpenAiLlm; OpenAiLlm(model='m', api_key='k');"
        "sys.exit('openai' in sys.modules or 'httpx2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_closed_client_opens_again(make_request: MakeRequest) -> None:
    answer = json.dumps({"choices": [{"message": {"content": "{}"}}]}).encode()
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(answer), answer)
    with listening(lambda connection: connection.sendall(whole), times=2) as base_url:
        llm = OpenAiLlm(model="local", base_url=base_url)
        for _ in range(2):
            assert llm.complete(make_request(), lambda _attempt: None).text == "{}"
            llm.close()
