"""Batches and their jobs: written down before they are carried out, claimed by one owner, ended by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from decompose.domain.artifact import Artifact, Kind
from decompose.domain.document import Publish, SourceDocument
from decompose.domain.giving import Giving
from decompose.domain.job import OPEN, Batch, BatchState, Held, Job, JobState
from decompose.domain.ledger import JobResult, Sums
from decompose.store.mapping import Json, pricing_from_json, pricing_to_json
from decompose.store.tables import AttemptRow, BatchRow, HeldRow, JobRow

_JOB: Table = JobRow.__table__  # type: ignore[attr-defined]
_HELD: Table = HeldRow.__table__  # type: ignore[attr-defined]

# -- batches -----------------------------------------------------------------------------------------------


def begin(session: Session, batch: Batch, now: datetime) -> None:
    """Write an order down."""
    session.add(
        BatchRow(
            id=batch.id,
            llm=batch.llm,
            order=dict(batch.order),
            state=batch.state.value,
            budget_usd=str(batch.budget) if batch.budget is not None else None,
            owner=batch.owner,
            started_at=now,
        )
    )
    session.flush()


def set_state(
    session: Session, batch: str, state: BatchState, now: datetime, *, why: str | None = None, owner: int | None = None
) -> None:
    """Where a batch stands now; `why` it was stopped, and who works on it."""
    row = session.get_one(BatchRow, batch)
    row.state, row.stopped, row.owner = state.value, why, owner
    # One that broke off while it was written down has ended: the order is given again.
    is_at_work = state is BatchState.RUNNING or (state is BatchState.WRITING and why is None)
    row.finished_at = None if is_at_work else now
    session.flush()


def stop(session: Session, batch: str, why: str, now: datetime) -> None:
    """Stop a running batch, wherever it runs; the first reason stays."""
    session.connection().execute(
        update(BatchRow)
        .where(col(BatchRow.id) == batch, col(BatchRow.state) == BatchState.RUNNING.value)
        .values(state=BatchState.STOPPED.value, stopped=why, finished_at=now)
    )


def finish(session: Session, batch: str, now: datetime) -> None:
    """A running batch of which nothing is left has ended."""
    left = select(JobRow.id).where(
        JobRow.batch_id == batch, col(JobRow.state).in_([JobState.WAITING.value, JobState.RUNNING.value])
    )
    session.connection().execute(
        update(BatchRow)
        .where(col(BatchRow.id) == batch, col(BatchRow.state) == BatchState.RUNNING.value, ~left.exists())
        .values(state=BatchState.FINISHED.value, finished_at=now, owner=None)
    )


def batch(session: Session, identity: str) -> Batch | None:
    row = session.get(BatchRow, identity)
    return _batch(row) if row else None


def batches(session: Session, states: Collection[BatchState] = tuple(BatchState)) -> tuple[Batch, ...]:
    """Those in one of the states, the newest first."""
    rows = session.exec(
        select(BatchRow)
        .where(col(BatchRow.state).in_([state.value for state in states]))
        .order_by(col(BatchRow.started_at).desc(), col(BatchRow.id))
    ).all()
    return tuple(_batch(row) for row in rows)


def givings(session: Session, llm: str) -> tuple[Giving, ...]:
    """The orders that were given to an llm and are not at work, the oldest first."""
    rows = session.exec(
        select(BatchRow).where(BatchRow.llm == llm).order_by(col(BatchRow.started_at), col(BatchRow.id))
    ).all()
    idle = [row for row in rows if row.finished_at is not None]
    documents = _documents(session, [row.id for row in idle if row.state != BatchState.FINISHED])
    return tuple(
        Giving(
            row.id,
            row.order.get("options") or {},
            frozenset(documents[row.id]),
            frozenset(origin for origin, state in documents[row.id].items() if state in OPEN),
            is_over=row.state == BatchState.FINISHED,
            continues=tuple(row.order.get("continues") or ()),
        )
        for row in idle
    )


def _documents(session: Session, batches: Sequence[str]) -> defaultdict[str, dict[str, JobState]]:
    """The documents of batches, and where they stand."""
    found: defaultdict[str, dict[str, JobState]] = defaultdict(dict)
    for batch in batches:
        rows = session.exec(select(JobRow.origin, JobRow.state).where(JobRow.batch_id == batch)).all()
        found[batch] = {origin: JobState(state) for origin, state in rows}
    return found


# -- jobs --------------------------------------------------------------------------------------------------


def add(session: Session, batch: str, ended: Sequence[tuple[int, JobResult]], now: datetime) -> None:
    """Documents that ended before anything was asked, each with its number."""
    if ended:
        rows = [_row(batch, number, each.origin, each.slug, each.outcome, each, now) for number, each in ended]
        session.connection().execute(insert(_JOB), rows)


def hold(session: Session, batch: str, held: Sequence[tuple[int, Held]], now: datetime) -> tuple[Job, ...]:
    """Documents that wait for their turn, each with its number; their jobs."""
    if not held:
        return ()
    waiting = JobState.WAITING
    rows = [_row(batch, number, each.path, each.artifact.slug, waiting.value, None, now) for number, each in held]
    added = insert(_JOB).returning(_JOB.c.id, sort_by_parameter_order=True)
    ids = session.connection().execute(added, rows).scalars().all()
    session.connection().execute(
        insert(_HELD), [_held_row(job, each) for job, (_, each) in zip(ids, held, strict=True)]
    )
    return tuple(
        Job(job, number, each.path, each.artifact.slug, waiting, at=now)
        for job, (number, each) in zip(ids, held, strict=True)
    )


def _row(
    batch: str, number: int, origin: str, slug: str | None, state: str, ended: JobResult | None, now: datetime
) -> Json:
    return {
        "batch_id": batch,
        "number": number,
        "origin": origin,
        "slug": slug,
        "state": state,
        "code": ended.code if ended else None,
        "why": ended.why if ended else None,
        "capabilities": 0,
        "masked": 0,
        "at": now,
    }


def _held_row(job: int, held: Held) -> Json:
    return {
        "job_id": job,
        "artifact": {
            "slug": held.artifact.slug,
            "name": held.artifact.name,
            "kind": held.artifact.kind.value if held.artifact.kind else None,
            "pricing": pricing_to_json(held.artifact.pricing),
        },
        "document": {
            "origin": held.document.origin,
            "licence": held.document.licence,
            "publish": held.document.publish.value,
        },
        "content_hash": held.content_hash,
        "is_masked": held.is_masked,
        "has_given_slug": held.has_given_slug,
        "raw": held.raw,
    }


def jobs(session: Session, batch: str, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
    """Jobs of a batch in one of the states, in the order in which they were given."""
    rows = session.exec(
        select(JobRow)
        .where(JobRow.batch_id == batch, col(JobRow.state).in_([state.value for state in states]))
        .order_by(col(JobRow.number), col(JobRow.id))
    ).all()
    return tuple(_job(row) for row in rows)


def counts(session: Session, batch: str) -> dict[JobState, int]:
    rows = session.exec(select(JobRow.state, func.count()).where(JobRow.batch_id == batch).group_by(JobRow.state)).all()
    return {JobState(state): count for state, count in rows}


def made(session: Session, batch: str) -> int:
    """How many capabilities the jobs of a batch have made."""
    return session.exec(select(func.coalesce(func.sum(JobRow.capabilities), 0)).where(JobRow.batch_id == batch)).one()


def claim(session: Session, ids: Sequence[int], owner: int | None, now: datetime) -> tuple[Job, ...]:
    """Make jobs that wait one's own; those that somebody else took or ended are left out."""
    waiting = [col(JobRow.id).in_(ids), col(JobRow.state) == JobState.WAITING.value]
    claimed = session.connection().execute(
        update(JobRow)
        .where(*waiting)
        .values(state=JobState.RUNNING.value, owner=owner, at=now)
        .returning(col(JobRow.id))
    )
    mine = [row[0] for row in claimed]
    rows = session.exec(
        select(JobRow).where(col(JobRow.id).in_(mine)).order_by(col(JobRow.number), col(JobRow.id))
    ).all()
    return tuple(_job(row) for row in rows)


@dataclass(frozen=True, slots=True)
class End:
    """How a job ended: with so many records, and so many places that were masked."""

    job: int
    result: JobResult
    made: int = 0
    masked: int = 0


def end(session: Session, ends: Sequence[End], owner: int | None, now: datetime) -> frozenset[int]:
    """Write how jobs of one's own ended; those that still were one's own. Of the others nothing is written."""
    connection = session.connection()
    mine = col(JobRow.owner).is_(None) if owner is None else col(JobRow.owner) == owner
    taken = connection.execute(
        update(JobRow)
        .where(col(JobRow.id).in_([each.job for each in ends]), col(JobRow.state) == JobState.RUNNING.value, mine)
        .values(owner=None, at=now)
        .returning(col(JobRow.id))
    )
    own = frozenset(identity for identity in taken.scalars() if identity is not None)
    written = [each for each in ends if each.job in own]
    if written:
        connection.execute(_END, [_how(each) for each in written])
    done = [each.job for each in written if each.result.outcome != JobState.FAILED]
    if done:
        connection.execute(delete(HeldRow).where(col(HeldRow.job_id).in_(done)))
    return own


_END = (
    update(_JOB)
    .where(_JOB.c.id == bindparam("job"))
    .values(
        state=bindparam("to_state"),
        code=bindparam("to_code"),
        why=bindparam("to_why"),
        capabilities=bindparam("to_made"),
        masked=bindparam("to_masked"),
    )
)


def _how(end: End) -> dict[str, Any]:
    result = end.result
    return {
        "job": end.job,
        "to_state": result.outcome,
        "to_code": result.code,
        "to_why": result.why,
        "to_made": end.made,
        "to_masked": end.masked,
    }


def release(session: Session, batch: str, now: datetime, *, owner: int | None = None) -> None:
    """What was begun and not ended waits again: of one owner, or of everybody."""
    mine = [col(JobRow.owner) == owner] if owner is not None else []
    session.connection().execute(
        update(JobRow)
        .where(col(JobRow.batch_id) == batch, col(JobRow.state) == JobState.RUNNING.value, *mine)
        .values(state=JobState.WAITING.value, owner=None, at=now)
    )


def reopen(session: Session, batch: str, now: datetime) -> frozenset[int]:
    """What failed waits again; the ids of those jobs. Only what is still held can be tried again."""
    changed = session.connection().execute(
        update(JobRow)
        .where(
            col(JobRow.batch_id) == batch,
            col(JobRow.state) == JobState.FAILED.value,
            col(JobRow.id).in_(select(HeldRow.job_id)),
        )
        .values(state=JobState.WAITING.value, code=None, why=None, at=now)
        .returning(col(JobRow.id))
    )
    return frozenset(identity for identity in changed.scalars() if identity is not None)


def held(session: Session, job: int) -> Held | None:
    """The document of a job that has not ended well yet."""
    row = session.get(HeldRow, job)
    return _held(row, session.get_one(JobRow, job).origin) if row else None


def forget_held(session: Session, before: datetime) -> int:
    """Drop the documents that batches which ended before a moment still hold; how many those were."""
    old = select(BatchRow.id).where(col(BatchRow.finished_at) < before)
    ids = select(JobRow.id).where(col(JobRow.batch_id).in_(old))
    return int(session.connection().execute(delete(HeldRow).where(col(HeldRow.job_id).in_(ids))).rowcount)


def spent(session: Session, batch: str) -> tuple[int, Decimal | None]:
    """Attempts of a batch that went out, and their USD; None where one has no price."""
    rows = session.exec(
        select(AttemptRow.cost_usd, func.count()).where(AttemptRow.batch_id == batch).group_by(AttemptRow.cost_usd)
    ).all()
    if any(cost is None for cost, _ in rows):
        return sum(count for _, count in rows), None
    return sum(count for _, count in rows), sum((Decimal(cost or 0) * count for cost, count in rows), Decimal(0))


def spent_by_prompt(session: Session, batch: str) -> tuple[Sums, ...]:
    """The attempts of a batch added up by prompt, in the order of their names."""
    counted = (AttemptRow.input_tokens, AttemptRow.cached_tokens, AttemptRow.output_tokens)
    tokens = (func.coalesce(func.sum(col(each)), 0) for each in counted)
    rows = session.execute(
        columns(col(AttemptRow.prompt), col(AttemptRow.cost_usd), func.count(), *tokens)
        .where(col(AttemptRow.batch_id) == batch)
        .group_by(col(AttemptRow.prompt), col(AttemptRow.cost_usd))
    ).all()
    found: dict[str, Sums] = {}
    for prompt, cost, count, *told in rows:
        sums = found.get(prompt, Sums(prompt, 0, 0, 0, 0, Decimal(0), 0))
        amount = None if cost is None else Decimal(cost) * count
        found[prompt] = sums.and_these(count, tuple(map(int, told)), amount)
    return tuple(found[prompt] for prompt in sorted(found))


# -- rows to values ----------------------------------------------------------------------------------------


def _batch(row: BatchRow) -> Batch:
    return Batch(
        id=row.id,
        llm=row.llm,
        order=row.order,
        budget=Decimal(row.budget_usd) if row.budget_usd is not None else None,
        state=BatchState(row.state),
        stopped=row.stopped,
        owner=row.owner,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id or 0,
        number=row.number,
        origin=row.origin,
        slug=row.slug,
        state=JobState(row.state),
        code=row.code,
        why=row.why,
        capabilities=row.capabilities,
        masked=row.masked,
        at=row.at,
    )


def _held(row: HeldRow, path: str) -> Held:
    slug, kind = row.artifact["slug"], row.artifact["kind"]
    artifact = Artifact(
        slug, row.artifact["name"], Kind(kind) if kind else None, pricing_from_json(row.artifact["pricing"])
    )
    stated: dict[str, Any] = row.document
    document = SourceDocument(slug, stated["origin"], stated["licence"], Publish(stated["publish"]))
    return Held(path, artifact, document, row.content_hash, row.raw, row.is_masked, row.has_given_slug)
