"""Times of several units as one quantity: 8m30s, 1 hour 20 minutes, 16:11 on a clock that counts up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from decompose.domain.any_case import AnyCase

_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_ONE = r"\d+[ -]?(?:days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[dhms])(?![^\W\d_])"
_JOINED = re.compile(rf"(?<![\w.]){_ONE}(?:(?:,? and |, ?| )?{_ONE})+(?!\w)", re.IGNORECASE)
_PART = re.compile(r"(\d+)[ -]?([dhms])", re.IGNORECASE)
_TWICE = AnyCase(r"\b(?P<how>once|twice)(?= (?:(?:an?|per|every|each) )?(?:second|minute|hour|day|week|month|year)\b)")
_TIMES = {"once": "1 times", "twice": "2 times"}
_CLOCK = re.compile(r"(?<![\w:.])(?:(\d{1,3}):)?(\d{1,2}):(\d\d)(?![\w:])")


def joined_times(words: str) -> str:
    """The text with seconds for each time of two units or more, and numbers for "once" and "twice" a unit."""
    return _TWICE.sub(lambda match: _TIMES[match["how"].casefold()], _JOINED.sub(_joined, words))


def _joined(match: re.Match[str]) -> str:
    parts = [(int(number), _SECONDS[unit.casefold()]) for number, unit in _PART.findall(match[0])]
    if not all(large > small for (_, large), (_, small) in pairwise(parts)):
        return match[0]  # two times, and not one
    return f"{sum(number * seconds for number, seconds in parts)} seconds"


def clock_times(text: str) -> Iterator[str]:
    """What a clock that counts up may mean: 16:11 are so many seconds."""
    for hours, minutes, seconds in _CLOCK.findall(text):
        yield f"{int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)} seconds"
