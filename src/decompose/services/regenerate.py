"""Regeneration: after scores or records moved, exactly the stored comparisons that they touch are made anew.

First the touched artifacts are looked at: where nothing that a comparison reads moved, the work ends there. Then their
pairs are made anew, in chunks of one transaction each. What was not finished is taken up by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import TypeVar

from decompose.domain.regeneration import Step
from decompose.services.keeping import Keeping
from decompose.store import comparisons, remembered, reviews, sides
from decompose.store.database import Database, Session

# Artifacts that are looked at, or whose pairs are made anew, in one transaction; and as many pairs.
ARTIFACTS_AT_ONCE = 200
PAIRS_AT_ONCE = 4000
RULES = "rules_of_comparisons"

Transaction = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What a run did, or would do: pairs looked at, fingerprints, verdicts and sentences that changed."""

    pairs_checked: int = 0
    pages_touched: int = 0
    verdicts_changed: int = 0
    sentences_changed: int = 0
    flips: int = 0
    llm_calls: int = 0
    seconds: float = 0.0

    def and_these(self, steps: Sequence[Step]) -> Regenerated:
        """With what a chunk did besides."""
        touched = [step for step in steps if step.is_touched]
        return replace(
            self,
            pairs_checked=self.pairs_checked + len(steps),
            pages_touched=self.pages_touched + len(touched),
            verdicts_changed=self.verdicts_changed + sum(step.is_other_verdict for step in touched),
            sentences_changed=self.sentences_changed + sum(step.sentences_changed for step in touched),
            flips=self.flips + sum(step.is_flip for step in touched),
        )


@dataclass(frozen=True, slots=True)
class Regenerating:
    """`now` gives the time of the change log, `elapsed` seconds of a clock that only runs forward."""

    database: Database
    keeping: Keeping
    now: Callable[[], datetime]
    elapsed: Callable[[], float] = monotonic

    def run(self, *, dry_run: bool = False) -> Regenerated:
        """Bring every stored comparison up to date. A dry run does the same work and takes it back."""
        started = self.elapsed()
        found = Regenerated()
        with self._transactions(dry_run=dry_run) as transaction:
            for steps in self.chunks(transaction):
                found = found.and_these(steps)
        return replace(found, seconds=round(self.elapsed() - started, 3))

    def chunks(self, transaction: Transaction) -> Iterator[list[Step]]:
        """The work, a chunk at a time; each chunk is kept before it is told of."""
        self._look(transaction)
        with transaction() as session:
            behind = sides.unsettled(session)
        for group in _groups(behind):
            yield from self._renew(transaction, [key.slug for key in group])
        for group in _groups(behind):
            with transaction() as session:
                sides.settle(session, group)

    @contextmanager
    def _transactions(self, *, dry_run: bool) -> Iterator[Transaction]:
        if not dry_run:
            yield self.database.writing
            return
        with suppress(_TakenBackError), self.database.writing() as session:
            yield lambda: nullcontext(session)
            raise _TakenBackError

    def _look(self, transaction: Transaction) -> None:
        with transaction() as session:
            reviews.count_readers(session, self.now())
            if remembered.get(session, RULES) != self.keeping.rules:
                sides.touch_all(session)
                remembered.put(session, RULES, self.keeping.rules)
            touched = sides.touched(session)
        for group in _groups(touched):
            with transaction() as session:
                self.keeping.look(session, group)

    def _renew(self, transaction: Transaction, group: Sequence[str]) -> Iterator[list[Step]]:
        for letter in "ab":
            last = ""
            while True:
                with transaction() as session:
                    pairs = comparisons.behind(session, group, letter, after=last, limit=PAIRS_AT_ONCE)
                    steps = self.keeping.steps(session, pairs, self.now())
                yield steps
                if len(pairs) < PAIRS_AT_ONCE:
                    break
                last = pairs[-1].id


class _TakenBackError(Exception):
    """Ends a dry run."""


T = TypeVar("T")


def _groups(everything: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(everything), ARTIFACTS_AT_ONCE):
        yield everything[start : start + ARTIFACTS_AT_ONCE]
