"""What an OpenAI-compatible endpoint understands, the request body made for it, and what its refusals teach. Pure.

Servers differ in three things: how they are asked for JSON of a given schema, how the output limit is called, and
which sampling parameters they take. A profile holds what is believed of one endpoint; a refusal that speaks of one of
the three makes the next, humbler profile. None of it changes the call key, and an answer is judged the same on all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from decompose.domain.identity import canonical_json
from decompose.llm.client import Request
from decompose.llm.judging import Complaint

OUTPUT_LIMIT = "max_output_tokens"


class Rung(StrEnum):
    """How the schema is told, strongest first. Below the first rung it stands in the system message as well."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT_SCHEMA = "json_object_schema"
    JSON_OBJECT = "json_object"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class EndpointProfile:
    """What is believed of an endpoint.

    `rungs` are the schema modes still to be tried, the first one is in use. `cap_parameter` is max_completion_tokens
    or max_tokens: by default the older one, because servers that do not know the newer one ignore it without a word.
    `extra_body` is merged into every body. `refused` are parameters that the endpoint has refused: they are not sent.
    """

    rungs: tuple[Rung, ...] = tuple(Rung)
    cap_parameter: str = "max_tokens"
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


_OPENAI = EndpointProfile((Rung.JSON_SCHEMA, Rung.JSON_OBJECT, Rung.PROMPT), "max_completion_tokens")
_OPENAI_HOSTS = ("api.openai.com", ".openai.azure.com")
_LM_STUDIO = EndpointProfile((Rung.JSON_SCHEMA, Rung.PROMPT))
_LM_STUDIO_PORT = 1234
# Without it a routed provider may ignore the schema without a word.
_OPENROUTER = EndpointProfile(extra_body={"provider": {"require_parameters": True}})

_OTHER_CAP = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_TEACHING = frozenset({"http_400", "http_404", "http_422", "http_500"})
_UNSUPPORTED = re.compile(
    r"unsupported|not support|n't support|unknown|unrecogni[sz]ed|unexpected|not permitted|not allowed|extra_forbidden",
    re.IGNORECASE,
)
_ABOUT_FORMAT = re.compile(
    r"response_format|json[ _](schema|object|mode)|structured output|unsupported[ _]parameter|requested parameters",
    re.IGNORECASE,
)


def profile_for(base_url: str | None) -> EndpointProfile:
    """The profile to begin with at an address; None is OpenAI itself.

    Ollama (port 11434) documents max_tokens only and needs no entry of its own: it is what every unknown server gets.
    """
    if base_url is None:
        return _OPENAI
    address = urlsplit(base_url)
    host = address.hostname or ""
    if host.endswith(_OPENAI_HOSTS):
        return _OPENAI
    if host == "openrouter.ai" or host.endswith(".openrouter.ai"):
        return _OPENROUTER
    return _LM_STUDIO if address.port == _LM_STUDIO_PORT else EndpointProfile()


def chat_body(request: Request, rung: Rung, profile: EndpointProfile) -> dict[str, Any]:
    """The body of a chat completion, complete, as it goes over the line or into a file of the Batch API."""
    messages = [{"role": message.role, "content": message.content} for message in request.messages]
    body: dict[str, Any] = {"model": request.llm, "messages": messages}
    if request.schema:
        body.update(_response_format(request.schema, rung))
        if rung is not Rung.JSON_SCHEMA:
            body["messages"] = _with_note(messages, request.schema)
    for name, value in request.parameters.items():
        sent = profile.cap_parameter if name == OUTPUT_LIMIT else name
        if sent not in profile.refused:
            body[sent] = value
    return {**body, **profile.extra_body}


def lesson(
    profile: EndpointProfile, outcome: str, complaint: Complaint, body: Mapping[str, Any]
) -> EndpointProfile | None:
    """The profile to go on with after `body` was refused; None where the refusal teaches nothing of this kind.

    Every lesson takes something away, so that a chain of lessons ends. Both names of the output limit refused is no
    lesson: a call without a limit could break any budget.
    """
    if outcome not in _TEACHING:
        return None
    for name in sorted(body.keys() - {"model", "messages", "response_format"} - profile.extra_body.keys()):
        if not _rejects(complaint, name):
            continue
        refused = profile.refused | {name}
        if name != profile.cap_parameter:
            return replace(profile, refused=refused)
        other = _OTHER_CAP.get(name)
        return replace(profile, cap_parameter=other, refused=refused) if other and other not in refused else None
    if "response_format" in body and len(profile.rungs) > 1 and _is_about_format(complaint):
        return replace(profile, rungs=profile.rungs[1:])
    return None


def _response_format(schema: Mapping[str, Any], rung: Rung) -> dict[str, Any]:
    wanted: dict[Rung, dict[str, Any]] = {
        Rung.JSON_SCHEMA: {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)},
        },
        Rung.JSON_OBJECT_SCHEMA: {"type": "json_object", "schema": dict(schema)},
        Rung.JSON_OBJECT: {"type": "json_object"},
    }
    return {"response_format": wanted[rung]} if rung in wanted else {}


def _with_note(messages: list[dict[str, str]], schema: Mapping[str, Any]) -> list[dict[str, str]]:
    """The schema at the end of the system message: many chat templates refuse a second one, or one further down."""
    note = f"Answer with one JSON object and nothing else. It must match this JSON schema:\n{canonical_json(schema)}"
    if messages and messages[0]["role"] == "system":
        return [{"role": "system", "content": f"{messages[0]['content'].rstrip()}\n\n{note}"}, *messages[1:]]
    return [{"role": "system", "content": note}, *messages]


def _rejects(complaint: Complaint, name: str) -> bool:
    """Whether the complaint is that the endpoint does not take `name`, rather than that its value is wrong."""
    told = " ".join((complaint.words, *sorted(complaint.codes)))
    if not _UNSUPPORTED.search(told):
        return False
    if complaint.parameter is not None:
        return complaint.parameter == name
    if name in _OTHER_CAP:
        # The other name may follow as advice ("use ... instead").
        first = re.search(r"\b(max_completion_tokens|max_tokens)\b", told)
        return first is not None and first[0] == name
    return re.search(rf"\b{re.escape(name)}\b", told) is not None


def _is_about_format(complaint: Complaint) -> bool:
    told = " ".join((complaint.words, complaint.parameter or "", *sorted(complaint.codes)))
    return _ABOUT_FORMAT.search(told) is not None
