"""What came back from a language model, judged by rules: one judgement for live answers and for recordings.

Everything here is pure and total: whatever a server sends has an ending, and an ending never raises before the caller
has written it down. Sending, waiting and the degrade ladder live elsewhere; whether the answer has the wire shape is
the caller's question.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from decompose.errors import BadAnswerError, LlmError, ProviderDownError, TransientLlmError
from decompose.llm.client import Attempt, Request, Usage

_EXCERPT = 300
# What no call takes, in tokens: a server that says more says nothing, and the ledger could not hold it.
_MOST_COUNTED = 2**31 - 1
_DOWN_AT_ONCE = frozenset({"quota", "auth"})
_BAD_ANSWERS = frozenset({"refusal", "cut", "empty"})
_TRANSIENT = frozenset(
    {"throttled", "timeout", "disconnected", "not_json", "error_in_200", "http_408", "http_409", "http_498"}
)
_CUT = {
    "length": "the output limit was reached: raise it or split the document",
    "content_filter": "the content filter of the provider stopped it",
}
_TOO_LONG = re.compile(
    r"context[ _](length|size|window)|context_size|maximum context|prompt is too long|input token count"
    r"|reduce the length|string_above_max_length",
    re.IGNORECASE,
)
# Templates that open the tag themselves leave only its end in the answer.
_THINKING = re.compile(r"\A.*?</think(?:ing)?>", re.DOTALL)
_FENCED_JSON = re.compile(r"```[\w-]*\s*([{\[].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a server refused a request: its words, its codes and types, and the parameter that it names, if any."""

    words: str = ""
    codes: frozenset[str] = frozenset()
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How one try ended.

    `outcome` is a ledger code, `detail` a clause for people that starts with a verb, `text` the usable answer where
    the outcome is "ok". `wait` is the pause in seconds that the server asked for.
    """

    outcome: str
    detail: str = ""
    text: str = ""
    usage: Usage | None = None
    tier: str | None = None
    served: str | None = None
    raw: str = ""
    request_id: str | None = None
    wait: float | None = None
    complaint: Complaint = Complaint()


def judge_answer(raw: str, request_id: str | None = None) -> Ending:
    """The ending that the body of a 200 makes: ok, not_json, error_in_200, refusal, cut or empty."""
    body = _parsed(raw)
    if body is None:
        return Ending("not_json", f"answered 200 without JSON: {excerpt(raw)}", raw=raw, request_id=request_id)
    known = body if isinstance(body, dict) else {}
    outcome, words = _verdict(known, raw)
    detail, text = ("", words) if outcome == "ok" else (words, "")
    tier, served = (_text(known.get(name)) for name in ("service_tier", "model"))
    return Ending(
        outcome, detail, text, usage=usage_of(known), tier=tier, served=served, raw=raw, request_id=request_id
    )


def judge_vectors(raw: str, request_id: str | None = None) -> Ending:
    """The ending that a 200 of an endpoint for vectors makes: ok, not_json or error_in_200; its text is the body."""
    body = _parsed(raw)
    if body is None:
        return Ending("not_json", f"answered 200 without JSON: {excerpt(raw)}", raw=raw, request_id=request_id)
    known = body if isinstance(body, dict) else {}
    told, usage, served = known.get("data"), usage_of(known, is_written=False), _text(known.get("model"))
    if known.get("error") or not isinstance(told, list) or not told:
        detail = f"answered 200 without vectors: {excerpt(raw)}"
        return Ending("error_in_200", detail, usage=usage, served=served, raw=raw, request_id=request_id)
    return Ending("ok", text=raw, usage=usage, served=served, raw=raw, request_id=request_id)


def judge_status(status: int, raw: str, headers: Mapping[str, str], request_id: str | None = None) -> Ending:
    """The ending that an answer with a 4xx or 5xx status makes."""
    complaint = complaint_of(raw)
    outcome = _status_outcome(status, complaint)
    detail = f"{_STATUS_WORDS.get(outcome, 'answered')} ({status}): {excerpt(complaint.words or raw)}"
    body = _parsed(raw)
    usage = usage_of(body) if isinstance(body, dict) else None
    return Ending(
        outcome, detail, usage=usage, raw=raw, request_id=request_id, wait=hinted_wait(headers), complaint=complaint
    )


def attempt_of(request: Request, ending: Ending, *, rung: str | None = None, latency: float = 0.0) -> Attempt:
    """The ledger's view of one try."""
    return Attempt(
        key=request.key,
        prompt=request.prompt,
        template=request.template,
        llm=request.llm,
        outcome=ending.outcome,
        usage=ending.usage,
        raw=ending.raw,
        served=ending.served,
        tier=ending.tier,
        rung=rung,
        request_id=ending.request_id,
        latency=latency,
    )


def error_of(ending: Ending, who: str) -> LlmError:
    """The error for an ending that is not "ok".

    A request that is too long is a plain LlmError, not a bad answer: nothing was answered or paid, and a bad answer
    may be asked for again, which cannot help here.
    """
    sentence = f"{who} {ending.detail}"
    if ending.outcome in _DOWN_AT_ONCE:
        return ProviderDownError(ending.outcome, sentence, subject=who)
    if ending.outcome in _BAD_ANSWERS:
        return BadAnswerError(ending.outcome, sentence, subject=who)
    if ending.outcome in _TRANSIENT or is_server_fault(ending.outcome):
        is_unheard = ending.usage == Usage()
        return TransientLlmError(ending.outcome, sentence, wait=ending.wait, is_unheard=is_unheard, subject=who)
    return LlmError(ending.outcome, sentence, subject=who)


def is_server_fault(outcome: str) -> bool:
    """Whether the outcome is a 5xx."""
    return outcome.startswith("http_5")


def usage_of(body: Mapping[str, Any], *, is_written: bool = True) -> Usage | None:
    """The tokens that a body tells; None where it does not tell what was read, or what was written.

    Half of it would be booked as all. Answers in which nothing `is_written` tell the input alone. Of the details what
    is no count is 0.
    """
    told = body.get("usage")
    if not isinstance(told, dict):
        return None
    read, written = (_count(told.get(name)) for name in ("prompt_tokens", "completion_tokens"))
    if read is None or (is_written and written is None):
        return None
    of_input, of_output = (_mapping(told.get(f"{side}_tokens_details")) for side in ("prompt", "completion"))
    return Usage(
        input=read,
        cached=_count(of_input.get("cached_tokens")) or 0,
        cache_write=_count(of_input.get("cache_write_tokens")) or 0,
        output=written or 0,
        reasoning=_count(of_output.get("reasoning_tokens")) or 0,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def bare_answer(content: str) -> str:
    """The answer without thinking before it and without the fence around it.

    Content that already starts like JSON is left alone: tags and fences inside it are the answer's own words. So is a
    fence around anything but JSON.
    """
    text = content.strip()
    if not text.startswith(("{", "[", "```")):
        text = _THINKING.sub("", text, count=1).strip()
    if not text.startswith(("{", "[")) and (fenced := _FENCED_JSON.search(text)):
        inside, fence, _ = fenced[1].rpartition("```")
        text = (inside if fence else fenced[1]).strip()
    return text


def hinted_wait(headers: Mapping[str, str]) -> float | None:
    """The longest pause in seconds that the headers ask for; None where they ask for none.

    Gateways pass the provider's own hint on under a name of theirs. A date counts from the answer's own `date`.
    """
    hints = [
        _seconds(headers.get("retry-after-ms"), per_second=1000),
        _seconds(headers.get("retry-after")),
        _seconds(headers.get("llm_provider-retry-after")),
        _seconds_between(headers.get("date"), headers.get("retry-after")),
    ]
    return max((hint for hint in hints if hint is not None), default=None)


def complaint_of(raw: str) -> Complaint:
    """What an error body says. Of a validation list only places and messages: it may echo the whole request."""
    body = _parsed(raw)
    if not isinstance(body, dict):
        return Complaint("" if raw.lstrip().startswith("<") else raw.strip())
    error = body.get("error") or body
    if isinstance(error, str):
        return Complaint(error)
    error = _mapping(error)
    codes = frozenset(str(error[name]) for name in ("code", "type") if error.get(name) is not None)
    parameter = error.get("param")
    return Complaint(_words(error), codes, parameter if isinstance(parameter, str) else None)


def excerpt(words: str) -> str:
    """The beginning of `words` on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}..."


_STATUS_WORDS = {
    "quota": "has no quota left, add credit and give the same order again",
    "auth": "refused access, check OPENAI_API_KEY",
    "throttled": "asks to slow down",
    "http_404": "knows no such LLM or address, check --model and OPENAI_BASE_URL",
    "too_long": "finds the request too long, split the document or take an LLM with a larger context",
}


def _status_outcome(status: int, complaint: Complaint) -> str:
    # Gateways fill `code` with whatever they like, so that only this one value is trusted.
    if status == 402 or (status == 429 and "insufficient_quota" in complaint.codes):
        return "quota"
    if status == 429:
        return "throttled"
    if status in (401, 403):
        return "auth"
    told = " ".join((complaint.words, *sorted(complaint.codes)))
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(told)):
        return "too_long"
    return f"http_{status}"


def _verdict(body: Mapping[str, Any], raw: str) -> tuple[str, str]:
    """The outcome, with the answer where it is "ok" and with a clause for people where it is not."""
    choices = body.get("choices")
    choice = _mapping(choices[0]) if isinstance(choices, list) and choices else {}
    if not choice or body.get("error") or choice.get("error"):
        return "error_in_200", f"answered 200 with an error in it: {excerpt(raw)}"
    message = _mapping(choice.get("message"))
    refusal, reason = message.get("refusal"), choice.get("finish_reason")
    if isinstance(refusal, str) and refusal.strip():
        return "refusal", f"refused to answer: {excerpt(refusal)}"
    if isinstance(reason, str) and reason in _CUT:
        return "cut", f"gave an answer that was cut ({reason}): {_CUT[reason]}"
    text = bare_answer(_content(message.get("content")))
    return ("ok", text) if text else ("empty", f"gave an empty answer (finish_reason {reason})")


def _content(content: Any) -> str:
    """The text of a message, which some servers give in parts."""
    if isinstance(content, list):
        return "".join(part["text"] for part in map(_mapping, content) if isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _words(error: Mapping[str, Any]) -> str:
    detail = error.get("detail")
    if isinstance(detail, list):
        return "; ".join(f"{_path(item.get('loc'))}: {item.get('msg')}" for item in map(_mapping, detail))
    parts = (error.get("message"), detail, _mapping(error.get("metadata")).get("raw"))
    return " ".join(part for part in parts if isinstance(part, str))


def _path(places: Any) -> str:
    return ".".join(map(str, places)) if isinstance(places, list) else ""


def _parsed(raw: str) -> Any:
    """The JSON value, or None where it is none (or nested beyond reason)."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return int(number) if 0 <= number <= _MOST_COUNTED else None


def _seconds(value: str | None, per_second: int = 1) -> float | None:
    try:
        seconds = float(value or "") / per_second
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _seconds_between(start: str | None, end: str | None) -> float | None:
    try:
        pause = parsedate_to_datetime(end or "") - parsedate_to_datetime(start or "")
    except (ValueError, TypeError):
        return None
    return max(0.0, pause.total_seconds())
