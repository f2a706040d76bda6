"""What a batch may cost: spent, and set aside for calls on the way, wherever they go out from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from decompose.domain.ledger import Call
from decompose.domain.pricing import NOTHING, Budget
from decompose.store import jobs, ledger
from decompose.store.tables import BatchRow, ReservationRow


def budget(session: Session, batch: str) -> Budget:
    """How the budget of a batch stands."""
    return _budget(session, session.get_one(BatchRow, batch))


def begin(session: Session, batch: str) -> None:
    """What the earlier givings of an order have spent counts for this one as well."""
    session.get_one(BatchRow, batch).spent_usd = str(spent(session, batch))
    session.flush()


def spent(session: Session, batch: str) -> Decimal:
    """USD that an order has cost so far, as the ledger has it, by this batch and by all that it goes on with."""
    row = session.get_one(BatchRow, batch)
    amounts = (jobs.spent(session, one)[1] for one in (batch, *(row.order.get("continues") or ())))
    return sum((amount or NOTHING for amount in amounts), NOTHING)


def reserve(
    session: Session, batch: str, amount: Decimal, owner: int | None, call: Call | None, now: datetime
) -> int | None:
    """Set money aside for a call, if it fits; the number of the reservation."""
    if _is_limited(session, batch) and not _budget(session, _locked(session, batch)).fits(amount):
        return None
    reservation = ReservationRow(
        batch_id=batch, owner=owner, amount_usd=str(amount), call=asdict(call) if call else None, at=now
    )
    session.add(reservation)
    session.flush()
    return reservation.id


def settle(session: Session, batch: str, reservation: int, cost: Decimal) -> None:
    """Return what was set aside, and spend what was really paid. One that is gone was settled at its worst."""
    row = _locked(session, batch) if _is_limited(session, batch) else None
    held = session.get(ReservationRow, reservation)
    if held:
        session.delete(held)
        if row:
            row.spent_usd = str(Decimal(row.spent_usd or 0) + cost)
        session.flush()


def settle_at_worst(session: Session, owner: int, now: datetime) -> None:
    """Nobody will ever tell how the calls of a dead owner ended: the ledger says so, at the most that they can cost."""
    _at_worst(session, lambda row: row.owner == owner, now)


def open_anew(session: Session, batch: str, limit: Decimal | None, now: datetime) -> None:
    """Give a batch a budget, which covers what it has cost so far. What is set aside belongs to nobody any more."""
    row = _locked(session, batch)
    _at_worst(session, lambda held: held.batch_id == batch, now)
    # What is kept may be more: calls that were on the way were not always in the ledger.
    row.spent_usd = str(max(spent(session, batch), Decimal(row.spent_usd or 0)))
    row.budget_usd = str(limit) if limit is not None else None
    session.flush()


def _at_worst(session: Session, is_meant: Callable[[ReservationRow], bool], now: datetime) -> None:
    for held in session.exec(select(ReservationRow).order_by(col(ReservationRow.batch_id))).all():
        if is_meant(held):
            row, worst = _locked(session, held.batch_id), Decimal(held.amount_usd)
            row.spent_usd = str(Decimal(row.spent_usd or 0) + worst)
            if held.call:
                ledger.add(session, Call(**held.call).unheard(worst), held.at or now, held.batch_id)
            session.delete(held)
    session.flush()


def _is_limited(session: Session, batch: str) -> bool:
    """Whether calls have to see to each other's money: the limit of a batch stays while it is carried out."""
    return session.exec(select(BatchRow.budget_usd).where(BatchRow.id == batch)).one() is not None


def _locked(session: Session, batch: str) -> BatchRow:
    """The row of a batch, which nobody else changes before this ends."""
    query = select(BatchRow).where(BatchRow.id == batch).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one()


def _budget(session: Session, row: BatchRow) -> Budget:
    amounts = session.exec(select(ReservationRow.amount_usd).where(ReservationRow.batch_id == row.id)).all()
    limit = Decimal(row.budget_usd) if row.budget_usd is not None else None
    return Budget(limit, Decimal(row.spent_usd or 0), sum(map(Decimal, amounts), NOTHING))
