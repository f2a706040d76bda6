"""What editors did to the sentences of a page, and when: in a line, and as a list of what changed last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.domain.capability import Claim
from decompose.domain.catalog import RevisionSummary
from decompose.page.wording import count, day

_MOST_RECENT = 5
_DONE = {"accept": "confirmed", "edit": "reworded"}


@dataclass(frozen=True, slots=True)
class RecentView:
    """A change of an artifact: its time, the day as it is printed, and what was done."""

    at: str
    day: str
    words: str


def reviewed(claims: Iterable[Claim]) -> str:
    """`3 sentences reviewed, last by ada on 14 Nov 2026`."""
    decisions = [claim.decided for claim in claims if claim.decided]
    if not decisions:
        return "no sentence reviewed by an editor yet"
    last = max(decisions, key=lambda one: (one.at, one.by))
    return f"{count(len(decisions), 'sentence')} reviewed, last by {last.by} on {day(last.at)}"


def recent(documents: Iterable[RevisionSummary], claims: Sequence[Claim]) -> tuple[RecentView, ...]:
    """The documents read and the sentences decided on, the newest first; decisions of one day and editor are one."""
    read = [(one.added.isoformat(), day(one.added), f"{one.origin} read") for one in documents]
    times: Counter[tuple[str, str, str]] = Counter()
    latest: dict[tuple[str, str, str], str] = {}
    for claim in claims:
        if claim.decided:
            did = _DONE.get(claim.decided.action, "decided on")
            key = day(claim.decided.at), did, claim.decided.by
            times[key] += 1
            latest[key] = max(latest.get(key, ""), claim.decided.at.isoformat())
    decided = [
        (latest[key], key[0], f"{count(number, 'sentence')} {key[1]} by {key[2]}") for key, number in times.items()
    ]
    newest = sorted({*read, *decided}, key=lambda one: (one[0], one[2]), reverse=True)[:_MOST_RECENT]
    return tuple(RecentView(*one) for one in newest)
