"""Files of the OpenAI Batch form, lines in and lines out, and what a provider says of a batch. Pure.

The same request file serves the Batch API of a provider and offline runners; a result file of either is read here. A
line comes out as the ending that a live answer would have made, so that one judgement serves both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from decompose.llm.client import Request, Usage
from decompose.llm.endpoint import EndpointProfile, chat_body
from decompose.llm.judging import Ending, complaint_of, excerpt, judge_answer, judge_status

ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"
TIER = "batch"
MOST_LINES = 50_000
MOST_BYTES = 200_000_000
_OVER = frozenset({"completed", "expired", "failed", "cancelled"})
# A request that the provider never ran: it cost nothing.
_NOT_RUN = {"batch_expired": "timeout", "batch_cancelled": "disconnected"}


class NotAResultError(ValueError):
    """A line that is no result of a batch."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for one request."""

    custom_id: str
    ending: Ending


@dataclass(frozen=True, slots=True)
class BatchState:
    """What a provider says of a batch; counts are of requests, files are named by the provider's ids."""

    id: str
    status: str
    done: int = 0
    failed: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None

    @property
    def is_over(self) -> bool:
        return is_over(self.status)


class BatchProvider(Protocol):
    """Somebody who runs files of requests. Each method raises LlmError as a call does, ProviderDownError included."""

    def upload(self, content: bytes, name: str) -> str:
        """Hand a request file over; its id is returned."""

    def create(self, file_id: str, mark: str) -> BatchState:
        """Begin a batch over an uploaded file; `mark` is kept with it. It is never tried twice by itself."""

    def find(self, mark: str) -> BatchState | None:
        """The batch that was begun with this mark."""

    def retrieve(self, batch_id: str) -> BatchState:
        """How a batch stands."""

    def content(self, file_id: str) -> bytes:
        """A result file."""


def is_over(status: str | None) -> bool:
    """Whether nothing more comes of a batch with this status."""
    return status in _OVER


def request_line(request: Request, profile: EndpointProfile) -> bytes:
    """One line of a request file, with its end; the body is exactly that of a live call."""
    line = {
        "custom_id": request.key,
        "method": "POST",
        "url": ENDPOINT,
        "body": chat_body(request, profile.rungs[0], profile),
    }
    # A lone surrogate has no UTF-8 form; its backslash form is the JSON escape of the same character.
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def packed(
    sizes: Iterable[int], *, most_lines: int = MOST_LINES, most_bytes: int = MOST_BYTES
) -> Iterator[tuple[int, int]]:
    """Where files begin and end, as [start, end) over lines of these sizes in bytes: as few as the limits allow."""
    start = end = filled = 0
    for size in sizes:
        if end > start and (end - start == most_lines or filled + size > most_bytes):
            yield start, end
            start, filled = end, 0
        end += 1
        filled += size
    if end > start:
        yield start, end


def read_result(line: str) -> Result:
    """The result in one line of an output file or an error file.

    Raises:
        NotAResultError: it is not JSON, or names no request.
    """
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise NotAResultError("is not JSON; the file may be cut") from exc
    if not isinstance(told, dict) or not isinstance(told.get("custom_id"), str):
        raise NotAResultError("has no custom_id")
    return Result(told["custom_id"], replace(_ending(told), tier=TIER))


def state_of(body: Mapping[str, Any]) -> BatchState:
    """A batch object of the API.

    Raises:
        NotAResultError: it has no id or no status.
    """
    identity, status = _text(body.get("id")), _text(body.get("status"))
    if not identity or not status:
        raise NotAResultError("is no batch")
    counts = _mapping(body.get("request_counts"))
    output, error = (_text(body.get(name)) or None for name in ("output_file_id", "error_file_id"))
    return BatchState(identity, status, _count(counts.get("completed")), _count(counts.get("failed")), output, error)


def _ending(told: Mapping[str, Any]) -> Ending:
    response = told.get("response")
    if not isinstance(response, dict):
        return _unanswered(told.get("error"))
    status = response.get("status_code", 200)
    body, error = response.get("body"), told.get("error")
    if body is None and error:
        # Offline runners put the error beside a response that has a status and nothing else.
        if status == 200:
            return _unanswered(error)
        body = error if isinstance(error, dict) and "error" in error else {"error": error}
    raw = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    request_id = _text(response.get("request_id"))
    return judge_answer(raw, request_id) if status == 200 else judge_status(_count(status), raw, {}, request_id)


def _unanswered(error: Any) -> Ending:
    """The end of a request without a response; where the provider says that it never ran, nothing was paid."""
    raw = json.dumps({"error": error}, ensure_ascii=False)
    complaint = complaint_of(raw)
    for code, outcome in _NOT_RUN.items():
        if code in complaint.codes:
            return Ending(outcome, f"did not run it ({code})", usage=Usage(), raw=raw, complaint=complaint)
    return Ending("error_in_200", f"gave an error instead of an answer: {excerpt(raw)}", raw=raw, complaint=complaint)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
