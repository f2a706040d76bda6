"""How editors decide, in figures: what objections are worth, how prompts fare, and how far two editors agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from decompose.domain.review import Action

# An item that was open for longer was left lying.
_LEFT_LYING = timedelta(minutes=30)
# Every so many-th decided item is put before a second editor who does not see what the first one said.
SAMPLED = 10


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision that was not undone: the checks that objected, and the time it took where that is known."""

    action: Action
    checks: tuple[str, ...]
    prompt: str | None
    took: timedelta | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two editors on the same items: how many pairs, how often they said the same, and Cohen's kappa."""

    pairs: int
    same: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of items by status and of events by action, and what the newest decisions say.

    `flags` and `prompts` are shares, `seconds` is the median time of a decision.
    """

    items: dict[str, int]
    decisions: dict[str, int]
    flags: dict[str, Share]
    prompts: dict[str, Share]
    seconds: float | None
    agreement: Agreement


def flag_precision(verdicts: Iterable[Verdict]) -> dict[str, Share]:
    """By check: of the decided items that it objected to, those that were not accepted as they stood."""
    right, seen = Counter[str](), Counter[str]()
    for verdict in verdicts:
        seen.update(verdict.checks)
        if verdict.action is not Action.ACCEPT:
            right.update(verdict.checks)
    return {check: Share(right[check], seen[check]) for check in sorted(seen)}


def accepted_by_prompt(verdicts: Iterable[Verdict]) -> dict[str, Share]:
    """By the digest of the template: of the decided sentences, those that were accepted as they stood."""
    kept, seen = Counter[str](), Counter[str]()
    for verdict in verdicts:
        if verdict.prompt:
            seen[verdict.prompt] += 1
            kept[verdict.prompt] += verdict.action is Action.ACCEPT
    return {prompt: Share(kept[prompt], seen[prompt]) for prompt in sorted(seen)}


def seconds_an_item(verdicts: Iterable[Verdict]) -> float | None:
    """The median time from opening an item to deciding it."""
    times = [verdict.took.total_seconds() for verdict in verdicts if verdict.took and verdict.took <= _LEFT_LYING]
    return median(times) if times else None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """How far two editors agree beyond what chance would give.

    Kappa is (observed - expected) / (1 - expected), None where there is nothing to compare or no room for chance.
    """
    if not pairs:
        return Agreement(0, None, None)
    count = len(pairs)
    observed = sum(first == second for first, second in pairs) / count
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(firsts[name] * seconds[name] for name in firsts) / count**2
    kappa = None if expected == 1 else (observed - expected) / (1 - expected)
    return Agreement(count, observed, kappa)


def is_sampled(item_id: str) -> bool:
    """Whether an item is put before a second editor: its id decides, so that everybody draws the same sample."""
    return int(item_id.rpartition("-")[2] or "0", 16) % SAMPLED == 0
