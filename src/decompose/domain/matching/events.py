"""What happened after a question: a search with what it showed, and what was opened, read and found good or bad."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# The same wish of the same visitor within this time is one wish.
REPEATS_WITHIN = timedelta(hours=24)
# A visitor's name lasts a day and is made with a key, so that nobody can be found by it.
_VISITOR_DIGITS = 16
_BOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|monitor|uptime|headlesschrome|lighthouse", re.IGNORECASE
)


class Act(StrEnum):
    """What happened to a result."""

    SHOWN = "shown"
    OPENED = "opened"
    DWELT = "dwelt"
    SUCCESS = "success"
    FAILURE = "failure"


OUTCOMES = (Act.SUCCESS, Act.FAILURE)
# What "Times Matched" counts.
MATCHES = (Act.OPENED, Act.SUCCESS)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, without a name: `visitor` rotates daily, `source` is the door or the program that was asked through."""

    visitor: str
    source: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One search and all that came of it. `root` is the search that it repeats, its own id where it repeats none.

    `shown` has slugs, the best first; `capabilities` names the capability shown of each; `dwelt` is in seconds.
    """

    id: str
    at: datetime
    visit: Visit
    query: str
    intent: str
    shown: tuple[str, ...] = ()
    capabilities: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    dwelt: Mapping[str, float] = field(default_factory=dict)
    outcome: Mapping[str, Act] = field(default_factory=dict)
    root: str = ""

    @property
    def matched(self) -> frozenset[str]:
        return self.opened | {slug for slug, act in self.outcome.items() if act is Act.SUCCESS}


def visitor_of(key: str, at: datetime, *marks: str) -> str:
    """The day's name of whoever has these marks (an address, a browser); the marks cannot be had back from it."""
    said = "\x00".join((at.date().isoformat(), *marks)).encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:_VISITOR_DIGITS]


def is_bot(agent: str) -> bool:
    """Whether a browser's own words give away that nobody sits before it."""
    return not agent or bool(_BOT.search(agent))


def roots(searches: Iterable[tuple[str, datetime, str, str]]) -> dict[str, str]:
    """Which search each repeats, from (id, at, visitor, intent) in any order; a search repeats itself if none other."""
    found: dict[str, str] = {}
    first: dict[tuple[str, str], tuple[str, datetime]] = {}
    for identity, at, visitor, intent in sorted(searches, key=lambda search: (search[1], search[0])):
        root = first.get((visitor, intent))
        if root is None or at - root[1] >= REPEATS_WITHIN:
            root = first[visitor, intent] = (identity, at)
        found[identity] = root[0]
    return found


def times_matched(traces: Iterable[Trace]) -> dict[str, int]:
    """By artifact, in how many different searches of people it was opened or found good."""
    pairs = {(trace.root or trace.id, slug) for trace in traces if not trace.visit.is_bot for slug in trace.matched}
    counts: dict[str, int] = {}
    for _, slug in pairs:
        counts[slug] = counts.get(slug, 0) + 1
    return counts
