"""What an llm answers, parsed; an answer that is none is asked for again, once, with what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from decompose.errors import BadAnswerError
from decompose.llm.client import Request
from decompose.llm.wire import AnswerShapeError
from decompose.services.asking import Asker

Answer = TypeVar("Answer")
# Why an answer is asked for again, in words that stay the same whatever the answer held.
COMPLAINTS = {
    "cut": "it was cut off",
    "empty": "it was empty",
    "bad_json": "it was not JSON",
    "bad_schema": "it did not have the shape of the schema",
}


def insist(
    asker: Asker, request_for: Callable[[str | None], Request], parse: Callable[[str], Answer], *about: str
) -> Answer:
    """One call, and one more where its answer is no answer.

    Args:
        request_for: the question, with a complaint about an earlier answer or without.
        about: the slug of an artifact, or those of a pair.

    Raises:
        LlmError: no usable answer; whatever was paid is in the ledger.
    """
    try:
        return parsed(asker, request_for(None), parse, *about)
    except BadAnswerError as exc:
        if exc.outcome not in COMPLAINTS:
            raise
        return parsed(asker, request_for(COMPLAINTS[exc.outcome]), parse, *about)


def parsed(asker: Asker, request: Request, parse: Callable[[str], Answer], *about: str) -> Answer:
    """One call. Where its answer does not have the shape, the ledger says so, and it is never taken again.

    Raises:
        LlmError: no usable answer.
    """
    text = asker.ask(request, *about)
    try:
        return parse(text)
    except AnswerShapeError as exc:
        asker.note(request, exc.outcome)
        raise BadAnswerError(exc.outcome, str(exc), subject=" ".join(about)) from exc
