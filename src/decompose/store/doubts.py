"""Pairs of capabilities of which it is open whether they do the same job, with the rulings on them."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from decompose.domain.doubt import Doubt
from decompose.domain.review import Action, ItemStatus
from decompose.store.chunks import among
from decompose.store.mapping import decided_from_json
from decompose.store.tables import DoubtRow, ReviewItemRow

_RULINGS = {Action.ACCEPT.value: True, Action.EDIT.value: True, Action.REJECT.value: False}


def save(session: Session, doubt: Doubt) -> None:
    """Keep a doubt; what a language model answered about other words is forgotten."""
    row = session.get(DoubtRow, doubt.id)
    if row is None:
        session.add(DoubtRow(id=doubt.id, a=doubt.a, b=doubt.b, words=doubt.words))
    elif row.words != doubt.words:
        row.words, row.is_same, row.llm = doubt.words, None, None
    session.flush()


def answer(session: Session, doubt_id: str, llm: str, *, is_same: bool) -> None:
    """Write down what a language model says of a pair."""
    row = session.get_one(DoubtRow, doubt_id)
    row.is_same, row.llm = is_same, llm
    session.flush()


_BETWEEN = (
    select(DoubtRow, ReviewItemRow)
    .join(ReviewItemRow, col(ReviewItemRow.id) == DoubtRow.id, isouter=True)
    .where(
        (among(col(DoubtRow.a), "ids_a") & among(col(DoubtRow.b), "ids_b"))
        | (among(col(DoubtRow.a), "ids_b") & among(col(DoubtRow.b), "ids_a"))
    )
)


def between(session: Session, ids_a: Collection[str], ids_b: Collection[str]) -> tuple[Doubt, ...]:
    """The doubts about capabilities of two artifacts, by id."""
    if not ids_a or not ids_b:
        return ()
    rows = session.exec(_BETWEEN, params={"ids_a": ids_a, "ids_b": ids_b}).all()
    return tuple(_doubt(row, item) for row, item in sorted(rows, key=lambda pair: pair[0].id))


def ruled(session: Session, ids: Collection[str]) -> tuple[Doubt, ...]:
    """What was ruled of these capabilities beside any others, by id."""
    rows = session.exec(
        select(DoubtRow, ReviewItemRow)
        .join(ReviewItemRow, col(ReviewItemRow.id) == DoubtRow.id, isouter=True)
        .where(col(DoubtRow.a).in_(ids) | col(DoubtRow.b).in_(ids))
    ).all()
    doubts = (_doubt(row, item) for row, item in sorted(rows, key=lambda pair: pair[0].id))
    return tuple(doubt for doubt in doubts if doubt.ruling is not None or doubt.is_same is not None)


def _doubt(row: DoubtRow, item: ReviewItemRow | None) -> Doubt:
    decided = decided_from_json(item.decided) if item and item.status != ItemStatus.OPEN.value else None
    ruling = _RULINGS.get(decided.action) if decided else None
    return Doubt(row.id, row.a, row.b, row.words, ruling, row.is_same, row.llm)
