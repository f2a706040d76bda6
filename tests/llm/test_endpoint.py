"""Profiles of endpoints and the bodies made for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from decompose.llm.client import Message, Request
from decompose.llm.endpoint import EndpointProfile, Rung, chat_body, lesson, profile_for
from decompose.llm.judging import Complaint

MakeRequest = Callable[..., Request]


def test_the_strict_schema_is_asked_for_by_the_response_format_alone(make_request: MakeRequest) -> None:
    request = make_request()
    body = chat_body(request, Rung.JSON_SCHEMA, profile_for(None))
    assert body == {
        "model": "gpt-4o-mini",
        "messages": request.body["messages"],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": request.schema},
        },
        "temperature": 0,
        "max_completion_tokens": 8000,
    }


@pytest.mark.parametrize(
    ("rung", "response_format"),
    [
        (Rung.JSON_OBJECT_SCHEMA, "json_object/schema"),
        (Rung.JSON_OBJECT, "json_object"),
        (Rung.PROMPT, None),
    ],
)
def test_below_the_first_rung_the_system_message_ends_with_the_schema(
    rung: Rung, response_format: str | None, make_request: MakeRequest
) -> None:
    request = make_request()
    body = chat_body(request, rung, EndpointProfile())
    asked = body.get("response_format")
    assert (asked and asked["type"] + ("/schema" if "schema" in asked else "")) == response_format
    system, user = body["messages"]
    assert system["content"].startswith("You describe tools.")
    assert json.loads(system["content"].rpartition("\n")[2]) == request.schema
    assert user == request.body["messages"][1]


def test_without_a_system_message_the_schema_makes_one(make_request: MakeRequest) -> None:
    body = chat_body(make_request(messages=(Message("user", "hello"),)), Rung.PROMPT, EndpointProfile())
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_a_request_without_a_schema_asks_for_plain_text(make_request: MakeRequest) -> None:
    request = make_request(schema={})
    for rung in Rung:
        body = chat_body(request, rung, EndpointProfile())
        assert "response_format" not in body
        assert body["messages"] == request.body["messages"]


def test_making_a_body_changes_nothing_of_the_request(make_request: MakeRequest) -> None:
    request = make_request()
    for rung in Rung:
        chat_body(request, rung, EndpointProfile())
    assert replace(request).body == make_request().body


@pytest.mark.parametrize(
    ("base_url", "cap", "rungs"),
    [
        (None, "max_completion_tokens", "json_schema json_object prompt"),
        ("https://api.openai.com/v1", "max_completion_tokens", "json_schema json_object prompt"),
        ("https://acme.openai.azure.com/openai/v1", "max_completion_tokens", "json_schema json_object prompt"),
        ("http://localhost:11434/v1", "max_tokens", "json_schema json_object_schema json_object prompt"),
        ("http://127.0.0.1:1234/v1", "max_tokens", "json_schema prompt"),
        ("http://gpu.example:8000/v1", "max_tokens", "json_schema json_object_schema json_object prompt"),
        ("https://openrouter.ai/api/v1", "max_tokens", "json_schema json_object_schema json_object prompt"),
    ],
)
def test_an_address_has_a_profile_to_begin_with(base_url: str | None, cap: str, rungs: str) -> None:
    profile = profile_for(base_url)
    assert (profile.cap_parameter, " ".join(profile.rungs)) == (cap, rungs)


def test_openrouter_must_honour_every_parameter(make_request: MakeRequest) -> None:
    body = chat_body(make_request(), Rung.JSON_SCHEMA, profile_for("https://openrouter.ai/api/v1"))
    assert body["provider"] == {"require_parameters": True}
    assert profile_for("https://notopenrouter.ai/api/v1").extra_body == {}


def test_only_the_statuses_that_refuse_a_body_teach(make_request: MakeRequest) -> None:
    profile = EndpointProfile()
    body = chat_body(make_request(), Rung.JSON_SCHEMA, profile)
    complaint = Complaint("response_format is not supported")
    teaching = [
        code
        for code in ("http_400", "http_404", "http_409", "http_422", "http_500", "http_503", "too_long")
        if lesson(profile, code, complaint, body)
    ]
    assert teaching == ["http_400", "http_404", "http_422", "http_500"]


def test_what_the_profile_adds_by_itself_is_not_taken_off(make_request: MakeRequest) -> None:
    profile = profile_for("https://openrouter.ai/api/v1")
    body = chat_body(make_request(), Rung.JSON_SCHEMA, profile)
    assert lesson(profile, "http_400", Complaint("unknown field", parameter="provider"), body) is None
