"""Comparisons that somebody asked to keep, and the log of what moved in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from decompose.domain.catalog import Change, Moved
from decompose.domain.comparison import Comparison, JsonValue
from decompose.domain.identity import identify
from decompose.domain.verdict import Verdict
from decompose.store.tables import ComparisonChangeRow, ComparisonRow


@dataclass(frozen=True, slots=True)
class Stored:
    """What a stored comparison rested on when it was last written."""

    fingerprint: str
    winner: str | None
    facts: dict[str, JsonValue]
    sentences: tuple[str, ...]


def get(session: Session, a: str, b: str) -> Stored | None:
    row = session.get(ComparisonRow, _identity(a, b))
    if row is None:
        return None
    return Stored(row.fingerprint, row.winner, row.facts, tuple(sentence["text"] for sentence in row.sentences))


def pairs(session: Session) -> tuple[tuple[str, str], ...]:
    """The stored pairs, by slug."""
    return tuple(sorted((row.a, row.b) for row in session.exec(select(ComparisonRow)).all()))


def save(
    session: Session, comparison: Comparison, verdict: Verdict, changes: tuple[Change, ...], now: datetime
) -> None:
    """Write a comparison; where it was stored before with another fingerprint, log what moved."""
    identity = _identity(comparison.a.artifact.slug, comparison.b.artifact.slug)
    row = session.get(ComparisonRow, identity)
    if row and row.fingerprint == comparison.fingerprint:
        return
    if row:
        because = [{"fact": change.fact, "old": change.old, "new": change.new} for change in changes]
        session.add(
            ComparisonChangeRow(comparison_id=identity, at=now, was=row.winner, now=verdict.winner, because=because)
        )
    session.merge(
        ComparisonRow(
            id=identity,
            a=comparison.a.artifact.slug,
            b=comparison.b.artifact.slug,
            fingerprint=comparison.fingerprint,
            winner=verdict.winner,
            reason=verdict.reason.value,
            facts=dict(comparison.facts),
            sentences=[
                {"text": sentence.text, "rule": sentence.rule, "facts": list(sentence.facts)}
                for sentence in verdict.sentences
            ],
            stored_at=now,
        )
    )
    session.flush()


def moved(session: Session, a: str, b: str) -> tuple[Moved, ...]:
    """The change log of a pair, the newest first."""
    rows = session.exec(
        select(ComparisonChangeRow)
        .where(ComparisonChangeRow.comparison_id == _identity(a, b))
        .order_by(col(ComparisonChangeRow.id).desc())
    ).all()
    return tuple(
        Moved(
            row.at,
            row.was,
            row.now,
            tuple(Change(change["fact"], change["old"], change["new"]) for change in row.because),
        )
        for row in rows
    )


def _identity(a: str, b: str) -> str:
    return identify("cmp", a, b)
