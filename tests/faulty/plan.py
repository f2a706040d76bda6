"""What the faulty server does to whom: shares of faults drawn from a seed, a limit that it enforces, and good answers.

A draw follows from the seed, the request's words and how often they were asked before: whatever order requests come
in, the same ones meet the same faults.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]
GOOD = "good"
# Answers that a provider charges for and nobody can use.
BAD_ANSWERS = frozenset({"bad_json", "bad_schema", "refusal", "length", "empty"})
# Ends without a usable 200, of which only `hang` and `disconnect` may have been charged for.
FAILURES = frozenset({"throttled", "http_500", "hang", "disconnect", "html", "error_in_200"})
# How a server may say when to come again.
HINTS = ("retry-after", "retry-after-ms", "llm_provider-retry-after", "nothing")

_DOCUMENT = re.compile(r"<(document-[0-9a-f]+)>\n(.*?)\n</\1>", re.DOTALL)
_NAME = re.compile(r"^Artifact: (.*)$", re.MULTILINE)
_CLAIMS = 3
_EMPTY = {"limitations": [], "unique": None, "vs_alternatives": None, "best_for": [], "requires": []}


@dataclass(frozen=True, slots=True)
class Plan:
    """Times in seconds. `shares` are the faults by name, each with its share of all requests.

    `per_minute` and `burst` are the limit that is enforced, of `minute` seconds; `hint` is what a throttle says of it,
    one of HINTS, or "limits" for the three x-ratelimit headers, None for any of HINTS by draw.
    """

    seed: int = 1
    latency: float = 0.5
    shares: Mapping[str, float] = field(default_factory=dict)
    per_minute: float | None = None
    burst: float = 20.0
    minute: float = 60.0
    hint: str | None = None
    pause: float = 0.2
    hang: float = 3600.0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Plan:
        return cls(**json.loads(text))

    def draw(self, words: str, time: int) -> tuple[str, random.Random]:
        """What the request meets the time that it is asked (from 0), and a draw for the details of that."""
        draw = random.Random(f"{self.seed} {time} {words}")
        left = draw.random()
        for fault, share in self.shares.items():
            left -= share
            if left < 0:
                return fault, draw
        return GOOD, draw


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the line. `is_cut` hangs up in the middle of it."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    is_cut: bool = False


def answer_to(fault: str, messages: str, draw: random.Random, plan: Plan) -> Answer:
    """The answer to a request that meets this fault."""
    if fault == "throttled":
        return throttle(plan.hint or draw.choice(HINTS), plan.pause)
    content = json.dumps(_decomposed(messages))
    if fault in _BODIES:
        return _BODIES[fault]
    said: dict[str, Any] = {
        "bad_json": {"content": content[: draw.randint(1, len(content) - 1)]},
        "bad_schema": {"content": json.dumps({"capabilities": "many", "records": []})},
        "refusal": {"content": "", "refusal": "I cannot help with that."},
        "length": {"content": content[: len(content) // 2], "reason": "length"},
        "empty": {"content": ""},
    }.get(fault, {"content": content})
    return Answer(200, _completion(messages, **said), is_cut=fault == "disconnect")


_BODIES = {
    "http_500": Answer(500, json.dumps({"error": {"message": "the server had an error"}})),
    "html": Answer(200, "<html><body>Please wait</body></html>", media_type="text/html"),
    "error_in_200": Answer(200, json.dumps({"error": {"message": "upstream failed", "code": 502}})),
}


def throttle(hint: str, wait: float, per_minute: float = 600.0) -> Answer:
    """A 429 that says in one of the usual ways when to come again."""
    headers: dict[str, str] = {}
    if hint == "retry-after-ms":
        headers = {hint: str(round(wait * 1000))}
    elif hint == "limits":
        headers = {
            "x-ratelimit-limit-requests": f"{per_minute:.0f}",
            "x-ratelimit-remaining-requests": "0",
            "x-ratelimit-reset-requests": f"{wait:.3f}s",
        }
    elif hint != "nothing":
        headers = {hint: str(max(1, round(wait)))}
    return Answer(429, json.dumps({"error": {"message": "slow down", "code": "rate_limit_exceeded"}}), headers)


def _decomposed(messages: str) -> Json:
    """A short answer: one record whose claims are the first sentences of the document, each its own quote."""
    found, named = _DOCUMENT.search(messages), _NAME.search(messages)
    lines = found[2].splitlines() if found else []
    said = [line for line in lines if line.endswith(".") and not line.startswith("#")][:_CLAIMS]
    record = {
        "name": f"work of {named[1] if named else 'it'}",
        "description": [{"text": line, "quotes": [line]} for line in said],
        **_EMPTY,
        "intents": ["see what it does"],
        "inputs": [],
        "outputs": [],
    }
    return {"capabilities": [record] if said else [], "facts": []}


def _completion(messages: str, content: str, reason: str = "stop", refusal: str | None = None) -> str:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    usage = {"prompt_tokens": len(messages) // 4, "completion_tokens": len(content) // 4 + 1}
    return json.dumps(
        {
            "id": "chatcmpl-faulty",
            "object": "chat.completion",
            "created": 1,
            "model": "faulty-1",
            "choices": [{"index": 0, "finish_reason": reason, "message": message}],
            "usage": usage | {"total_tokens": sum(usage.values())},
        }
    )
