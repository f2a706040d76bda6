"""Messages that wait to be sent, were sent, or were given up; whoever sends one has it for a while."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, func, or_, select

from decompose.domain.message import Message, MessageState
from decompose.store.chunks import chunks
from decompose.store.tables import MessageRow

_TABLE = MessageRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is this process's to send; `attempts` counts this one."""

    message: Message
    attempts: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as an operator looks at it; `said` is what the address answered last."""

    id: str
    address: str
    kind: str
    state: MessageState
    attempts: int
    at: datetime
    due_at: datetime | None
    said: str


def put(session: Session, messages: Iterable[Message]) -> int:
    """Write messages down, to be sent when the transaction ends; one that is there already is left as it is."""
    given = list({message.id: message for message in messages}.values())
    written = 0
    for some in chunks(given):
        ids = [message.id for message in some]
        known = set(session.exec(select(MessageRow.id).where(col(MessageRow.id).in_(ids))).all())
        rows = [_row(message) for message in some if message.id not in known]
        if rows:
            session.connection().execute(insert(_TABLE), rows)
        written += len(rows)
    return written


def is_due(session: Session, now: datetime) -> bool:
    """Whether a message waits for nothing but to be sent."""
    return session.exec(select(MessageRow.id).where(*_due(now)).limit(1)).first() is not None


def take(session: Session, now: datetime, lease: timedelta, limit: int, but: Sequence[str] = ()) -> list[Taken]:
    """The messages that are due, the oldest first, for this process alone until the lease ends; none to `but`."""
    query = (
        select(MessageRow)
        .where(*_due(now), col(MessageRow.address).not_in(list(but)))
        .order_by(col(MessageRow.due_at), col(MessageRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query).all()
    for row in found:
        row.leased_until = now + lease
        row.attempts += 1
    session.flush()
    return [Taken(Message(row.id, row.address, row.kind, row.body, row.at), row.attempts) for row in found]


def end(session: Session, taken: Taken, state: MessageState, due_at: datetime | None, said: str, now: datetime) -> None:
    """What became of an attempt."""
    session.connection().execute(
        update(_TABLE)
        .where(_TABLE.c.id == taken.message.id, _TABLE.c.state == MessageState.WAITING.value)
        .values(
            state=state.value, due_at=due_at, said=said, leased_until=None, ended_at=now if due_at is None else None
        )
    )


def give_back(session: Session, taken: Iterable[Taken]) -> None:
    """Messages that were taken and not sent wait again, as if nothing had been."""
    for each in taken:
        session.connection().execute(
            update(_TABLE)
            .where(_TABLE.c.id == each.message.id)
            .values(leased_until=None, attempts=_TABLE.c.attempts - 1)
        )


def again(session: Session, now: datetime) -> int:
    """Messages that were given up wait anew; how many they are."""
    done = session.connection().execute(
        update(_TABLE)
        .where(_TABLE.c.state == MessageState.FAILED.value)
        .values(state=MessageState.WAITING.value, due_at=now, attempts=0, ended_at=None)
    )
    return int(done.rowcount)


def tidy(session: Session, before: datetime) -> None:
    """Forget what was sent before a moment."""
    is_old = (_TABLE.c.state == MessageState.SENT.value) & (_TABLE.c.ended_at < before)
    session.connection().execute(_TABLE.delete().where(is_old))


def forget(session: Session, slug: str) -> None:
    """Delete what was told, or waits to be told, of an artifact that is removed for good."""
    about = or_(*(col(MessageRow.body).contains(f'"{name}":"{slug}"', autoescape=True) for name in ("a", "b", "slug")))
    session.connection().execute(_TABLE.delete().where(about))


def counts(session: Session) -> dict[MessageState, int]:
    """How many messages there are in each state."""
    rows = session.exec(select(MessageRow.state, func.count()).group_by(MessageRow.state)).all()
    return {MessageState(state): number for state, number in rows}


def newest(session: Session, limit: int) -> tuple[Listed, ...]:
    """The newest messages."""
    rows = session.exec(select(MessageRow).order_by(col(MessageRow.at).desc(), col(MessageRow.id)).limit(limit)).all()
    return tuple(
        Listed(row.id, row.address, row.kind, MessageState(row.state), row.attempts, row.at, row.due_at, row.said)
        for row in rows
    )


def _due(now: datetime) -> list[Any]:
    free = or_(col(MessageRow.leased_until).is_(None), col(MessageRow.leased_until) <= now)
    return [col(MessageRow.state) == MessageState.WAITING.value, col(MessageRow.due_at) <= now, free]


def _row(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "address": message.address,
        "kind": message.kind,
        "body": message.body,
        "at": message.at,
        "state": MessageState.WAITING.value,
        "attempts": 0,
        "due_at": message.at,
        "leased_until": None,
        "ended_at": None,
        "said": "",
    }
