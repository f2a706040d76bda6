"""A pattern for any case finds what a compiled one finds, in every way of asking it."""

from __future__ import annotations

import re

import pytest

from decompose.domain.any_case import AnyCase

PATTERNS = (
    r"\b(?:gate|belts?)\b",
    r"\b(?:LLM|gate)(?![A-Z])",
    r"(?P<how>by)\s+(?:kilns?|sloops?)|\Wsloop\B",
    r"^no(?!\w)|\d+ ms$",
    r"x*",
)
TEXTS = (
    "",
    "Gate 3 opens BY  Kilns; the belt and two BELTS wait.",
    "nothing is open, no gate",
    "No gate\nNO belts\nwithin 12 MS",
    "an llm at the gate",
    "the LLMs",
    "\u212ailns by \u212ailns, a gAte",  # the sign of the kelvin is a k in any case
    "by \u017floops, \u0130 gate",  # the long s is an s; the I with a dot becomes two letters
)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("flags", [0, re.MULTILINE])
def test_finds_what_a_compiled_pattern_finds(pattern: str, text: str, flags: int) -> None:
    ours, plain = AnyCase(pattern, flags), re.compile(pattern, flags | re.IGNORECASE)

    assert _place(ours.search(text)) == _place(plain.search(text))
    assert _place(ours.fullmatch(text)) == _place(plain.fullmatch(text))
    assert [*map(_place, ours.finditer(text))] == [*map(_place, plain.finditer(text))]
    assert ours.findall(text) == plain.findall(text)
    assert ours.sub("·", text) == plain.sub("·", text)


def _place(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None
