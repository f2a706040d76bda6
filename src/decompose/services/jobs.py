"""Batches looked at from outside: how one stands, what it cost, and what failed given another try."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from decompose.domain.job import Batch, BatchState, Job, JobState, Progress, codes
from decompose.errors import UnknownSubjectError, UsageError
from decompose.store import jobs
from decompose.store.database import Database

RETRY = "what failed waits for another try"


@dataclass(frozen=True)
class Jobs:
    """Shows batches, whether they run or not. `now` gives the time of what is written."""

    database: Database
    now: Callable[[], datetime]

    def recent(self, limit: int = 50) -> tuple[Batch, ...]:
        """The last batches, the newest first."""
        with self.database.reading() as session:
            return jobs.batches(session)[:limit]

    def batch(self, batch: str) -> Batch:
        """How a batch was ordered and where it stands.

        Raises:
            UnknownSubjectError: there is no such batch.
        """
        with self.database.reading() as session:
            return known(jobs.batch(session, batch), batch)

    def jobs(self, batch: str, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
        """The jobs of a batch in one of the states, in the order in which they were given."""
        with self.database.reading() as session:
            return jobs.jobs(session, batch, states)

    def progress(self, batch: str) -> Progress:
        """How a batch stands just now: counts, codes, and what it has cost.

        Raises:
            UnknownSubjectError: there is no such batch.
        """
        with self.database.reading() as session:
            stored = known(jobs.batch(session, batch), batch)
            counts = jobs.counts(session, batch)
            made = jobs.made(session, batch)
            unfit = jobs.jobs(session, batch, [JobState.FAILED, JobState.REFUSED])
            ledger = jobs.spent_by_prompt(session, batch)
        failures, refusals = codes(unfit, JobState.FAILED), codes(unfit, JobState.REFUSED)
        return Progress(stored, counts, failures, refusals, made, ledger)

    def retry_failed(self, batch: str) -> int:
        """Let what failed wait for another try; how many that are. `resume_command` says how to go on.

        Raises:
            UnknownSubjectError: there is no such batch.
            UsageError: it runs; what fails there can be tried again when it has ended.
        """
        with self.database.writing() as session:
            stored = known(jobs.batch(session, batch), batch)
            if stored.state in (BatchState.WRITING, BatchState.RUNNING):
                raise UsageError(f"batch {batch} is running; try again what failed when it has ended", subject=batch)
            reopened = jobs.reopen(session, batch, self.now())
            if reopened:
                jobs.set_state(session, batch, BatchState.STOPPED, self.now(), why=RETRY)
        return len(reopened)


def resume_command(batch: str) -> str:
    """The command that carries out what a batch has left."""
    return f"decompose ingest --resume {batch}"


def known(batch: Batch | None, identity: str) -> Batch:
    """A batch that was looked up.

    Raises:
        UnknownSubjectError: there was none.
    """
    if batch is None:
        raise UnknownSubjectError(f"there is no batch {identity}; see: decompose ledger --by batch", subject=identity)
    return batch
