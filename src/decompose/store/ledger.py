"""The ledger: one row for each attempt at a call, written before its answer is judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Table, bindparam, insert
from sqlmodel import Session, col, func, select

from decompose.domain.ledger import EVERYTHING, Entry, Selection
from decompose.store.tables import AttemptRow

_ATTEMPT: Table = AttemptRow.__table__  # type: ignore[attr-defined]
# Said for every call: these are put together once.
_ADD = insert(_ATTEMPT)
_ANSWER = (
    select(AttemptRow.raw)
    .where(AttemptRow.key == bindparam("key"), AttemptRow.outcome == "ok")
    .order_by(col(AttemptRow.id).desc())
    .limit(1)
)


def add(session: Session, entry: Entry, at: datetime, batch: str | None = None) -> None:
    row = {
        "at": at,
        "batch_id": batch,
        "slug": entry.slug,
        "other": entry.other,
        "key": entry.key,
        "prompt": entry.prompt,
        "template": entry.template,
        "llm": entry.llm,
        "outcome": entry.outcome,
        "input_tokens": entry.input,
        "cached_tokens": entry.cached,
        "cache_write_tokens": entry.cache_write,
        "output_tokens": entry.output,
        "reasoning_tokens": entry.reasoning,
        "cost_usd": str(entry.cost) if entry.cost is not None else None,
        "served": entry.served,
        "tier": entry.tier,
        "rung": entry.rung,
        "request_id": entry.request_id,
        "latency": entry.latency,
        "raw": entry.raw,
    }
    session.connection().execute(_ADD, row)


def mark(session: Session, key: str, outcome: str) -> None:
    """Correct the outcome of the newest attempt at a call, once its answer was looked into."""
    row = session.exec(select(AttemptRow).where(AttemptRow.key == key).order_by(col(AttemptRow.id).desc())).first()
    if row:
        row.outcome = outcome
        session.flush()


def answer(session: Session, key: str) -> str | None:
    """The raw body of a usable answer to this call, if one was ever paid."""
    raw: str | None = session.connection().execute(_ANSWER, {"key": key}).scalar()
    return raw


def cost(session: Session, key: str) -> Decimal | None:
    """What all attempts at a call cost together in USD; None where no price is known."""
    costs = session.exec(select(AttemptRow.cost_usd).where(AttemptRow.key == key)).all()
    known = [Decimal(one) for one in costs if one is not None]
    return sum(known, Decimal()) if known else None


def newest(session: Session) -> int:
    """The number of the newest attempt, 0 where there is none."""
    return session.exec(select(func.max(AttemptRow.id))).one() or 0


def counted(
    session: Session, batch: str, after: int
) -> tuple[tuple[int | None, int | None, int | None, Decimal | None], ...]:
    """Tokens in, of them cached, tokens out, and USD of each attempt of a batch that came after that one."""
    rows = session.exec(
        select(AttemptRow.input_tokens, AttemptRow.cached_tokens, AttemptRow.output_tokens, AttemptRow.cost_usd).where(
            AttemptRow.batch_id == batch, col(AttemptRow.id) > after
        )
    ).all()
    return tuple(
        (input_, cached, output, Decimal(cost) if cost is not None else None) for input_, cached, output, cost in rows
    )


def entries(session: Session, wanted: Selection = EVERYTHING) -> tuple[Entry, ...]:
    """The attempts that are meant, the oldest first."""
    query = select(AttemptRow).where(*_meant(wanted)).order_by(col(AttemptRow.id))
    return tuple(_entry(row) for row in session.exec(query).all())


def has(session: Session, wanted: Selection) -> bool:
    """Whether there is one that is meant."""
    return session.exec(select(AttemptRow.id).where(*_meant(wanted)).limit(1)).first() is not None


def _meant(wanted: Selection) -> Iterator[ColumnElement[bool]]:
    if wanted.batch is not None:
        yield col(AttemptRow.batch_id) == wanted.batch
    if wanted.slug is not None:
        yield col(AttemptRow.slug) == wanted.slug
    if wanted.prompt is not None:
        yield col(AttemptRow.prompt) == wanted.prompt
    if wanted.day is not None:
        begins = datetime.combine(wanted.day, time(), UTC)
        yield col(AttemptRow.at) >= begins
        yield col(AttemptRow.at) < begins + timedelta(days=1)


def _entry(row: AttemptRow) -> Entry:
    return Entry(
        key=row.key,
        prompt=row.prompt,
        template=row.template,
        llm=row.llm,
        outcome=row.outcome,
        latency=row.latency,
        raw=row.raw,
        slug=row.slug,
        other=row.other,
        input=row.input_tokens,
        cached=row.cached_tokens,
        cache_write=row.cache_write_tokens,
        output=row.output_tokens,
        reasoning=row.reasoning_tokens,
        cost=Decimal(row.cost_usd) if row.cost_usd is not None else None,
        served=row.served,
        tier=row.tier,
        rung=row.rung,
        request_id=row.request_id,
        batch=row.batch_id,
        at=row.at,
    )
