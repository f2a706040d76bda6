"""Doubtful pairs of capabilities: into the queue, and back into comparisons as rulings."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import datetime

from decompose.domain.alignment import Rulings
from decompose.domain.comparison import Comparison, Side
from decompose.domain.doubt import doubts_of, rulings_of
from decompose.domain.identity import digest
from decompose.domain.review import Action, ItemStatus
from decompose.store import doubts, reviews
from decompose.store.database import Session


def rulings(session: Session, a: Side, b: Side) -> Rulings:
    """What was ruled of pairs of capabilities of two artifacts."""
    ids_a, ids_b = ([record.id for record in side.capabilities] for side in (a, b))
    records = {record.id: record for side in (a, b) for record in side.capabilities}
    return rulings_of(doubts.between(session, ids_a, ids_b), records)


def ruled(session: Session, side: Side) -> str:
    """The digest of what was ruled of the capabilities of an artifact, "" where nothing was."""
    found = doubts.ruled(session, [record.id for record in side.capabilities]) if side.capabilities else ()
    return digest([astuple(doubt) for doubt in found], 16) if found else ""


def enqueue(session: Session, comparison: Comparison, now: datetime) -> None:
    """Ask an editor about the doubtful pairs of a comparison; a ruling on other words is asked for again."""
    for doubt, item in doubts_of(comparison):
        known = reviews.get(session, doubt.id)
        if known is None or known.status is ItemStatus.NONE:
            reviews.enqueue(session, [item], now)
        elif known.flags != item.flags:
            after = replace(item, revision=known.revision + 1)
            action = Action.REOPEN if known.decided else Action.RENEW
            reviews.move(session, known, after, who=reviews.PROGRAM, action=action, at=now)
        doubts.save(session, doubt)
