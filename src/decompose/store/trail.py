"""The trail as figures ask it: which decisions stand, what second editors said, and how much somebody decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from decompose.domain.agreement import Verdict
from decompose.domain.review import Action, AuditEvent
from decompose.store.chunks import chunks
from decompose.store.mapping import event_from
from decompose.store.tables import AuditEventRow, ClaimRow, DecompositionRow

_VERDICTS = [Action.ACCEPT.value, Action.EDIT.value, Action.REJECT.value]


def verdicts(session: Session, most: int) -> tuple[Verdict, ...]:
    """The newest decisions that stand, at most so many."""
    rows = session.exec(select(AuditEventRow).where(*_standing()).order_by(_newest()).limit(most)).all()
    made = _templates(session, sorted({row.before["claim_id"] for row in rows if row.before["claim_id"]}))
    return tuple(
        Verdict(
            Action(row.action),
            tuple(dict.fromkeys(check for check, _ in row.before["flags"])),
            made.get(row.before["claim_id"] or ""),
            row.at - row.opened_at if row.opened_at else None,
        )
        for row in rows
    )


def opinions(session: Session, most: int) -> tuple[tuple[str, str], ...]:
    """Pairs of what an editor decided and what a second one would have, the newest first."""
    second = aliased(AuditEventRow)
    query = (
        select(AuditEventRow.action, second.reason_code)
        .join(second, col(second.item_id) == AuditEventRow.item_id)
        .where(*_standing(), second.action == Action.OPINION.value, second.who != AuditEventRow.who)
        .order_by(col(second.id).desc())
        .limit(most)
    )
    return tuple((first, said or "") for first, said in session.exec(query).all())


def read_once(session: Session, editor: str, most: int) -> tuple[AuditEvent, ...]:
    """The newest decisions of others that stand, about which an editor gave no opinion yet."""
    second = aliased(AuditEventRow)
    is_read = (
        select(second.id)
        .where(second.item_id == AuditEventRow.item_id, second.action == Action.OPINION.value, second.who == editor)
        .exists()
    )
    query = select(AuditEventRow).where(*_standing(), AuditEventRow.who != editor, ~is_read)
    return tuple(map(event_from, session.exec(query.order_by(_newest()).limit(most)).all()))


def has_opinion(session: Session, item_id: str, editor: str) -> bool:
    """Whether an editor said what he would have decided of an item."""
    given = select(AuditEventRow.id).where(
        AuditEventRow.item_id == item_id, AuditEventRow.action == Action.OPINION.value, AuditEventRow.who == editor
    )
    return session.exec(given).first() is not None


def decided_since(session: Session, editor: str, since: datetime) -> int:
    """How many decisions of an editor since a moment stand."""
    query = select(func.count()).select_from(AuditEventRow)
    return session.exec(query.where(*_standing(), AuditEventRow.who == editor, AuditEventRow.at >= since)).one()


def _standing() -> list[Any]:
    undoing = aliased(AuditEventRow)
    is_undone = select(undoing.id).where(undoing.undoes == AuditEventRow.id).exists()
    return [col(AuditEventRow.action).in_(_VERDICTS), ~is_undone]


def _newest() -> Any:
    return col(AuditEventRow.id).desc()


def _templates(session: Session, claims: list[str]) -> dict[str, str]:
    """The template that a claim was made with, by the claim's id."""
    made: dict[str, str] = {}
    for some in chunks(claims):
        query = (
            select(ClaimRow.id, DecompositionRow.template)
            .join(DecompositionRow, col(DecompositionRow.id) == ClaimRow.decomposition_id)
            .where(col(ClaimRow.id).in_(some))
        )
        made |= {claim: template for claim, template in session.exec(query).all() if template}
    return made
