"""Regeneration: after scores or records moved, exactly the stored comparisons that they touch are made anew.

First the touched artifacts are looked at: where nothing that a comparison reads moved, the work ends there. Then their
pairs are made anew, in chunks of one transaction each. What was not finished is taken up by the next run.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import TypeVar

from decompose.domain.regeneration import Step
from decompose.services.keeping import Keeping
from decompose.store import comparisons, moving, remembered, reviews, sides
from decompose.store.database import Database, Session

# Artifacts that are looked at, or whose pairs are made anew, in one transaction; and as many pairs.
ARTIFACTS_AT_ONCE = 200
PAIRS_AT_ONCE = 4000
# Objects after which garbage is looked for: more than a chunk makes and keeps.
_YOUNG = 200_000
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
        """Bring every stored comparison up to date.

        A dry run does the same work on a copy of a SQLite file, so that nobody waits for it; elsewhere in a transaction
        that is taken back, since readers do not see and writers do not await what is in it.
        """
        started = self.elapsed()
        if dry_run and self.database.is_sqlite and not self.database.is_in_memory:
            with moving.copied(self.database) as copy:
                done = replace(self, database=copy).run()
            return replace(done, seconds=round(self.elapsed() - started, 3))
        found = Regenerated()
        with _collecting_rarely(), self._transactions(dry_run=dry_run) as transaction:
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


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """A chunk is many objects that live as long as it: to look for garbage among them is a fifth of all the work."""
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _TakenBackError(Exception):
    """Ends a dry run."""


T = TypeVar("T")


def _groups(everything: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(everything), ARTIFACTS_AT_ONCE):
        yield everything[start : start + ARTIFACTS_AT_ONCE]
