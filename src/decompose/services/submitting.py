"""Submissions to a provider: request files handed in, taken up again where that broke off, and looked after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.submission import IN_FLIGHT, Asked, Progress, Stage, Submission
from decompose.errors import LlmError, UsageError
from decompose.llm.batch_files import BatchProvider, BatchState, is_over, request_line
from decompose.llm.client import Message, Request
from decompose.llm.endpoint import EndpointProfile
from decompose.store import batches
from decompose.store.database import Database

NOT_FOUND = "not_found"
# What a provider answers to a batch that it surely did not begin, for reasons that lie in the file.
_FILE_REFUSED = frozenset({"http_400", "http_404", "http_413", "http_422", "too_long"})
_LISTS_NOTHING = frozenset({"http_404", "http_405", "http_501"})
_SURELY_NOT_BEGUN = _FILE_REFUSED | {"auth", "quota", "throttled"}


@dataclass(frozen=True)
class Submitting:
    """Brings to a provider what is written down as its submission. `profile` is what is believed of its endpoint."""

    database: Database
    now: Callable[[], datetime]
    profile: EndpointProfile

    def hand_in(self, provider: BatchProvider) -> tuple[Submission, ...]:
        """Bring to the provider whatever is written down and not there yet."""
        half_done = self.at(Stage.PREPARED, Stage.UPLOADED, Stage.CREATING)
        return tuple(self._handed_in(submission, provider) for submission in half_done)

    def _handed_in(self, submission: Submission, provider: BatchProvider) -> Submission:
        if submission.stage is Stage.CREATING and (found := _begun(submission, provider)):
            return self.save(_with(replace(submission, stage=Stage.SUBMITTED), found))
        content, is_whole = self._content(submission)
        if not content:
            return self.save(replace(submission, stage=Stage.DROPPED))
        if submission.file_id is None or not is_whole:
            file_id = provider.upload(content, f"{submission.digest[:16]}.jsonl")
            submission = self.save(replace(submission, stage=Stage.UPLOADED, file_id=file_id))
        creating = self.save(replace(submission, stage=Stage.CREATING))
        try:
            state = provider.create(creating.file_id or "", creating.id)
        except LlmError as exc:
            if exc.outcome in _FILE_REFUSED:
                self.save(replace(creating, stage=Stage.PREPARED, file_id=None))
            elif exc.outcome in _SURELY_NOT_BEGUN:
                self.save(replace(creating, stage=Stage.UPLOADED))
            raise
        return self.save(_with(replace(creating, stage=Stage.SUBMITTED), state))

    def _content(self, submission: Submission) -> tuple[bytes, bool]:
        """The request file, without what was removed meanwhile, and whether that is all of it."""
        with self.database.reading() as session:
            asked = batches.asked(session, submission.id)
        left = [request_of(one) for one in asked if not one.is_removed]
        return b"".join(request_line(one, self.profile) for one in left), len(left) == len(asked)

    def submissions(self) -> tuple[Submission, ...]:
        """Everything that was ever handed in, the oldest first."""
        with self.database.reading() as session:
            return batches.submissions(session, [stage for stage in Stage if stage is not Stage.EXPORTED])

    def status(self, provider: Callable[[], BatchProvider]) -> tuple[Submission, ...]:
        """Ask how everything in flight stands, and keep the answer; a provider is needed where something is."""
        running = [submission for submission in self.at(Stage.SUBMITTED) if not is_over(submission.status)]
        if running:
            asked = provider()
            for submission in running:
                self.refreshed(submission, asked)
        return self.submissions()

    def exports(self) -> tuple[Progress, ...]:
        """The files that were written for others to run, the oldest first, and what has come back of each."""
        with self.database.reading() as session:
            written = batches.submissions(session, [Stage.EXPORTED])
            return tuple(Progress(one, *batches.answered(session, one.id)) for one in written)

    def refreshed(self, submission: Submission, provider: BatchProvider) -> Submission:
        """The submission as the provider sees it now; one that it does not know may be another provider's."""
        try:
            return self.save(_with(submission, provider.retrieve(submission.batch_id or "")))
        except LlmError as exc:
            if exc.outcome != "http_404":
                raise
            return self.save(replace(submission, status=NOT_FOUND))

    def drop(self, identity: str) -> Submission:
        """Give a submission up: what it asked for may be submitted again.

        Raises:
            UsageError: there is none of that id in flight.
        """
        for submission in self.at(*IN_FLIGHT):
            if identity in (submission.id, submission.batch_id):
                return self.save(replace(submission, stage=Stage.DROPPED))
        raise UsageError(f"no batch “{identity}” is in flight; see: decompose batch status", subject=identity)

    def at(self, *stages: Stage) -> tuple[Submission, ...]:
        """The submissions that have come so far."""
        with self.database.reading() as session:
            return batches.submissions(session, stages)

    def save(self, submission: Submission) -> Submission:
        """Keep how a submission stands."""
        with self.database.writing() as session:
            batches.update(session, submission, self.now())
        return submission


def request_of(asked: Asked) -> Request:
    """The request that was written down."""
    messages = tuple(Message(one["role"], one["content"]) for one in asked.body["messages"])
    return Request(asked.prompt, asked.template, asked.llm, messages, asked.body["schema"], asked.body["parameters"])


def _begun(submission: Submission, provider: BatchProvider) -> BatchState | None:
    """The provider's batch of a submission that broke off while it was begun, if there is one."""
    try:
        return provider.find(submission.id)
    except LlmError as exc:
        if exc.outcome not in _LISTS_NOTHING:
            raise
        why = f"nobody can tell whether batch {submission.id} was begun: the provider lists none ({exc.outcome})"
        remedy = f"look there; if it was not, give it up: decompose batch drop {submission.id}"
        raise LlmError(exc.outcome, f"{why}; {remedy}", subject=submission.id) from exc


def _with(submission: Submission, state: BatchState) -> Submission:
    return replace(
        submission,
        batch_id=state.id,
        status=state.status,
        done=state.done,
        failed=state.failed,
        output_file_id=state.output_file_id,
        error_file_id=state.error_file_id,
    )
