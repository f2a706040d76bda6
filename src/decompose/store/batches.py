"""Submissions: files of requests that are answered later, the requests in them, and answers that came this way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from decompose.domain.submission import IN_FLIGHT, Asked, Stage, Submission
from decompose.store.tables import AskedRow, AttemptRow, SubmissionLineRow, SubmissionRow

# What a language model said, though it was of no use; everything else that is not "ok" is no answer at all.
_ANSWERED_BADLY = ("bad_json", "bad_schema", "refusal", "cut", "empty")


def add(session: Session, submission: Submission, asked: Sequence[Asked], now: datetime) -> None:
    """Write a file's requests down, before anybody is told of them."""
    number = session.exec(select(func.count()).select_from(SubmissionRow)).one()
    session.add(_row(submission, number, now))
    session.flush()
    for position, request in enumerate(asked):
        session.merge(
            AskedRow(
                key=request.key,
                slug=request.slug,
                prompt=request.prompt,
                template=request.template,
                llm=request.llm,
                rung=request.rung,
                body=dict(request.body),
            )
        )
        session.flush()
        session.add(SubmissionLineRow(submission_id=submission.id, position=position, key=request.key))
    session.flush()


def update(session: Session, submission: Submission, now: datetime) -> None:
    """Write how a submission stands."""
    row = session.get_one(SubmissionRow, submission.id)
    for name in ("file_id", "batch_id", "status", "done", "failed", "output_file_id", "error_file_id"):
        setattr(row, name, getattr(submission, name))
    row.stage = submission.stage.value
    row.changed_at = now
    session.flush()


def submissions(session: Session, stages: Collection[Stage] = tuple(Stage)) -> tuple[Submission, ...]:
    """Those at one of the stages, the oldest first."""
    rows = session.exec(
        select(SubmissionRow)
        .where(col(SubmissionRow.stage).in_([stage.value for stage in stages]))
        .order_by(col(SubmissionRow.number), col(SubmissionRow.id))
    ).all()
    return tuple(_submission(row) for row in rows)


def asked(session: Session, submission: str) -> tuple[Asked, ...]:
    """The requests of a submission, in the order of its file."""
    rows = session.exec(
        select(AskedRow)
        .join(SubmissionLineRow, col(SubmissionLineRow.key) == col(AskedRow.key))
        .where(SubmissionLineRow.submission_id == submission)
        .order_by(col(SubmissionLineRow.position))
    ).all()
    return tuple(_asked(row) for row in rows)


def asked_by_key(session: Session, key: str) -> Asked | None:
    row = session.get(AskedRow, key)
    return _asked(row) if row else None


def holding(session: Session, keys: Iterable[str]) -> tuple[Submission, ...]:
    """The submissions in which any of these calls stands, the oldest first."""
    found = {
        identity
        for key in keys
        for identity in session.exec(select(SubmissionLineRow.submission_id).where(SubmissionLineRow.key == key)).all()
    }
    return tuple(submission for submission in submissions(session) if submission.id in found)


def in_flight(session: Session) -> frozenset[str]:
    """The calls that a provider has, or is about to get, and whose answers were not taken yet."""
    return frozenset(
        session.exec(
            select(SubmissionLineRow.key)
            .join(SubmissionRow, col(SubmissionRow.id) == col(SubmissionLineRow.submission_id))
            .where(col(SubmissionRow.stage).in_([stage.value for stage in IN_FLIGHT]))
        ).all()
    )


def delivered(session: Session, key: str, tier: str) -> str | None:
    """The raw body of the best answer to a call: a usable one, else the newest bad one that came by this tier."""
    newest = select(AttemptRow.raw).where(AttemptRow.key == key).order_by(col(AttemptRow.id).desc())
    usable = session.exec(newest.where(AttemptRow.outcome == "ok")).first()
    if usable is not None:
        return usable
    return session.exec(newest.where(AttemptRow.tier == tier, col(AttemptRow.outcome).in_(_ANSWERED_BADLY))).first()


def answered(session: Session, submission: str) -> tuple[int, int]:
    """How many requests of a submission have a usable answer in the ledger, and how many have others alone."""
    keys = select(SubmissionLineRow.key).where(SubmissionLineRow.submission_id == submission)
    tried = session.exec(
        select(AttemptRow.key, func.max(case((col(AttemptRow.outcome) == "ok", 1), else_=0)))
        .where(col(AttemptRow.key).in_(keys))
        .group_by(col(AttemptRow.key))
    ).all()
    done = sum(is_usable for _, is_usable in tried)
    return done, len(tried) - done


def is_booked(session: Session, key: str, raw: str, tier: str) -> bool:
    """Whether the ledger has this very answer, which came by this tier."""
    query = select(AttemptRow.id).where(AttemptRow.key == key, AttemptRow.tier == tier, AttemptRow.raw == raw)
    return session.exec(query).first() is not None


def _row(submission: Submission, number: int, now: datetime) -> SubmissionRow:
    return SubmissionRow(
        id=submission.id,
        number=number,
        digest=submission.digest,
        llm=submission.llm,
        order=dict(submission.order),
        stage=submission.stage.value,
        requests=submission.requests,
        file_id=submission.file_id,
        batch_id=submission.batch_id,
        status=submission.status,
        done=submission.done,
        failed=submission.failed,
        output_file_id=submission.output_file_id,
        error_file_id=submission.error_file_id,
        created_at=now,
        changed_at=now,
    )


def _submission(row: SubmissionRow) -> Submission:
    return Submission(
        id=row.id,
        digest=row.digest,
        llm=row.llm,
        stage=Stage(row.stage),
        requests=row.requests,
        order=row.order,
        file_id=row.file_id,
        batch_id=row.batch_id,
        status=row.status,
        done=row.done,
        failed=row.failed,
        output_file_id=row.output_file_id,
        error_file_id=row.error_file_id,
    )


def _asked(row: AskedRow) -> Asked:
    return Asked(row.key, row.slug, row.prompt, row.template, row.llm, row.rung, row.body)
