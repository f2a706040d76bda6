"""A request to ask with, as small as one can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decompose.llm.client import Message, Request

SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}


@pytest.fixture
def make_request() -> Callable[..., Request]:
    def make(**changes: Any) -> Request:
        parts: dict[str, Any] = {
            "prompt": "decompose",
            "template": "0123456789abcdef",
            "llm": "gpt-4o-mini",
            "messages": (Message("system", "You describe tools."), Message("user", "Acme sends mail.\nFast.")),
            "schema": SCHEMA,
            "parameters": {"temperature": 0, "max_output_tokens": 8000},
        }
        return Request(**{**parts, **changes})

    return make
