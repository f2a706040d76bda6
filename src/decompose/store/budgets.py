"""What a batch may cost: spent, and set aside for calls on the way, wherever they go out from."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlmodel import Session, col, select

from decompose.domain.pricing import NOTHING, Budget
from decompose.store import jobs
from decompose.store.tables import BatchRow, ReservationRow


def budget(session: Session, batch: str) -> Budget:
    """How the budget of a batch stands."""
    return _budget(session, session.get_one(BatchRow, batch))


def reserve(session: Session, batch: str, amount: Decimal, owner: int | None) -> int | None:
    """Set money aside for a call, if it fits; the number of the reservation."""
    row = _locked(session, batch)
    if not _budget(session, row).fits(amount):
        return None
    reservation = ReservationRow(batch_id=batch, owner=owner, amount_usd=str(amount))
    session.add(reservation)
    session.flush()
    return reservation.id


def settle(session: Session, batch: str, reservation: int, cost: Decimal) -> None:
    """Return what was set aside, and spend what was really paid. One that is gone was settled at its worst."""
    row = _locked(session, batch)
    held = session.get(ReservationRow, reservation)
    if held:
        session.delete(held)
        row.spent_usd = str(Decimal(row.spent_usd or 0) + cost)
        session.flush()


def settle_at_worst(session: Session, owner: int) -> None:
    """Nobody will ever tell what the calls of a dead owner cost: they are spent as if they had cost the most."""
    _at_worst(session, lambda row: row.owner == owner)


def open_anew(session: Session, batch: str, limit: Decimal | None) -> None:
    """Give a batch a budget, which covers what it has cost so far. What is set aside belongs to nobody any more."""
    row = _locked(session, batch)
    _at_worst(session, lambda held: held.batch_id == batch)
    if limit is not None and row.spent_usd is None:
        _, spent = jobs.spent(session, batch)
        row.spent_usd = str(spent or NOTHING)
    row.budget_usd = str(limit) if limit is not None else None
    session.flush()


def _at_worst(session: Session, is_meant: Callable[[ReservationRow], bool]) -> None:
    for held in session.exec(select(ReservationRow).order_by(col(ReservationRow.batch_id))).all():
        if is_meant(held):
            row = _locked(session, held.batch_id)
            row.spent_usd = str(Decimal(row.spent_usd or 0) + Decimal(held.amount_usd))
            session.delete(held)
    session.flush()


def _locked(session: Session, batch: str) -> BatchRow:
    """The row of a batch, which nobody else changes before this ends."""
    query = select(BatchRow).where(BatchRow.id == batch).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one()


def _budget(session: Session, row: BatchRow) -> Budget:
    amounts = session.exec(select(ReservationRow.amount_usd).where(ReservationRow.batch_id == row.id)).all()
    limit = Decimal(row.budget_usd) if row.budget_usd is not None else None
    return Budget(limit, Decimal(row.spent_usd or 0), sum(map(Decimal, amounts), NOTHING))
