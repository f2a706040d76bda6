"""A batch and its jobs as values: what was ordered, where each document of it stands, and what may become of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from decompose.domain.artifact import Artifact
from decompose.domain.document import SourceDocument
from decompose.domain.ledger import Sums
from decompose.domain.pricing import NOTHING


class JobState(StrEnum):
    """Where a job stands: the first two are ahead of it, the others are its end."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"


OPEN = frozenset({JobState.WAITING, JobState.RUNNING})

# Why a batch cannot be resumed that a process left while it wrote it down.
BROKE_OFF = "broke off while it was written down; give the same order again"


class BatchState(StrEnum):
    """A batch is `writing` while its jobs are written down, and `stopped` where it can be resumed."""

    WRITING = "writing"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Batch:
    """One order: by which llm, how (`order`, as JSON), and within what budget in USD.

    `owner` is the process that carries it out, None where workers do or nobody does. `stopped` says why it stopped.
    """

    id: str
    llm: str
    order: Mapping[str, Any] = field(default_factory=dict)
    budget: Decimal | None = None
    state: BatchState = BatchState.WRITING
    stopped: str | None = None
    owner: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that carries orders out: its name among sessions, and where it runs. `takes_any`: not only its own."""

    id: int
    name: str
    place: str
    takes_any: bool
    seen_at: datetime

    def is_silent(self, now: datetime, patience: timedelta) -> bool:
        """Whether nothing was heard of it for so long that it does not move any more."""
        return now - self.seen_at > patience


@dataclass(frozen=True, slots=True)
class Held:
    """A document that waits for its turn, as it was when the order was given: nothing else is needed to go on."""

    path: str
    artifact: Artifact
    document: SourceDocument
    content_hash: str
    raw: bytes
    is_masked: bool
    has_given_slug: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A document of a batch: its number in the order, and how it stands. Made `capabilities`, `masked` so many."""

    id: int
    number: int
    origin: str
    slug: str | None
    state: JobState
    code: str | None = None
    why: str | None = None
    capabilities: int = 0
    masked: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How a batch stands: jobs by state, failures and refusals by code, and what was asked for it so far, by prompt."""

    batch: Batch
    jobs: Mapping[JobState, int]
    failures: Mapping[str, int]
    refusals: Mapping[str, int]
    capabilities: int = 0
    ledger: tuple[Sums, ...] = ()

    @property
    def calls(self) -> int:
        """The attempts that went out."""
        return sum(sums.calls for sums in self.ledger)

    @property
    def spent(self) -> Decimal | None:
        """USD; None where a call had no price."""
        costs = [sums.cost_usd for sums in self.ledger]
        known = [cost for cost in costs if cost is not None]
        return sum(known, NOTHING) if len(known) == len(costs) else None

    @property
    def total(self) -> int:
        return sum(self.jobs.values())

    @property
    def left(self) -> int:
        return sum(self.jobs.get(state, 0) for state in OPEN)

    @property
    def can_resume(self) -> bool:
        """Whether something of it is left that nobody works on, or failed."""
        is_idle = self.batch.state in (BatchState.STOPPED, BatchState.FINISHED)
        return is_idle and bool(self.left or self.jobs.get(JobState.FAILED))


def codes(jobs: Iterable[Job], state: JobState) -> Mapping[str, int]:
    """How many jobs of that state ended with which code, the most frequent first."""
    return dict(Counter(job.code or state for job in jobs if job.state is state).most_common())


def sharded(jobs: Iterable[Job], size: int) -> tuple[tuple[int, ...], ...]:
    """The ids of jobs in shards of about that size, in order; all documents of one artifact are in one shard."""
    by_artifact: defaultdict[str, list[int]] = defaultdict(list)
    for job in jobs:
        by_artifact[job.slug or ""].append(job.id)
    shards: list[list[int]] = []
    for ids in by_artifact.values():
        if not shards or len(shards[-1]) + len(ids) > size:
            shards.append([])
        shards[-1] += ids
    return tuple(tuple(shard) for shard in shards)


def at_once(threads: int, size: int) -> int:
    """How many shards are worked on together, so that no thread waits for the last document of one."""
    return 1 if threads == 1 else -(-threads // size) + 1
