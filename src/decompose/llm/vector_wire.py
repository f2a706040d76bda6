"""Requests for vectors, and what their answers say. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from decompose.errors import BadAnswerError
from decompose.llm.client import Message, Request

# The name in the ledger, where other calls have that of their prompt.
PASSAGES, QUERY = "embed", "embed_query"
_DIMENSIONS = "dimensions"
_NO_TEMPLATE = "none"
Vector = tuple[float, ...]


def passages(texts: Sequence[str], llm: str, dimension: int | None) -> Request:
    """A request for the vectors of these texts."""
    return _request(PASSAGES, "passage", texts, llm, dimension)


def query(text: str, llm: str, dimension: int | None) -> Request:
    """A request for the vector of a query; never the same call as one for a passage of the same words."""
    return _request(QUERY, "query", [text], llm, dimension)


def vectors_of(raw: str, count: int, dimension: int | None, who: str) -> tuple[Vector, ...]:
    """The vectors of an answer, in the order of the texts, each of unit length.

    Raises:
        BadAnswerError: (bad_schema) they are not `count`, not all of `dimension` numbers (None: of one length), or one
            of them has no direction.
    """
    found: dict[int, Vector] = {}
    for place, item in enumerate(json.loads(raw)["data"]):
        known = item if isinstance(item, dict) else {}
        number = known.get("index", place)
        if not isinstance(number, int):
            raise _bad(who, "answered with a vector whose index is no number")
        found[number] = _unit(known.get("embedding"), who)
    if sorted(found) != list(range(count)):
        raise _bad(who, f"answered with {len(found)} vectors in place of {count}")
    vectors = tuple(found[place] for place in range(count))
    lengths = {len(vector) for vector in vectors}
    wanted = lengths if dimension is None else {dimension}
    if lengths != wanted or len(lengths) != 1:
        told = ", ".join(map(str, sorted(lengths)))
        raise _bad(
            who,
            f"answered with vectors of {told} numbers where {dimension or 'one length'} was expected; if another model "
            "answers under this name, set DECOMPOSE_EMBEDDINGS_DIMENSIONS and give: decompose vectors renew",
        )
    return vectors


def _request(prompt: str, role: str, texts: Sequence[str], llm: str, dimension: int | None) -> Request:
    parameters = {} if dimension is None else {_DIMENSIONS: dimension}
    return Request(prompt, _NO_TEMPLATE, llm, tuple(Message(role, text) for text in texts), {}, parameters)


def _unit(values: Any, who: str) -> Vector:
    numbers = values if isinstance(values, list) and values else None
    if numbers is None or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        raise _bad(who, "answered with a vector that is no list of numbers")
    try:
        length = math.hypot(*numbers)
    except OverflowError:
        length = math.inf
    if not math.isfinite(length) or not length:
        raise _bad(who, "answered with a vector that has no direction: a number in it is not finite, or all are 0")
    return tuple(one / length for one in numbers)


def _bad(who: str, why: str) -> BadAnswerError:
    return BadAnswerError("bad_schema", f"{who} {why}", subject=who)
