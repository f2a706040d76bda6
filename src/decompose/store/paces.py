"""Limits that processes on several machines keep together: one row an llm, by the clock of the server."""

from __future__ import annotations

import time

from sqlmodel import Session, select, text

from decompose.store.tables import PaceRow


def take(session: Session, name: str, tokens: int, *, per_request: float, per_token: float, catch_up: float) -> float:
    """Begin a call of so many tokens: 0.0, or the seconds until it may be asked for again.

    Args:
        per_request: seconds from one start to the next; `per_token` the same for each token. 0.0 means no limit.
        catch_up: seconds of idleness that may be made good.
    """
    now, row = _clock(session), _locked(session, name)
    wait = (
        max(row.blocked_until, row.requests_from if per_request else 0.0, row.tokens_from if per_token else 0.0) - now
    )
    if wait > 0:
        return wait
    row.requests_from = max(row.requests_from, now - catch_up) + per_request
    row.tokens_from = max(row.tokens_from, now - catch_up) + tokens * per_token
    session.flush()
    return 0.0


def give_back(session: Session, name: str, seconds: float) -> None:
    """A call took fewer tokens than it was counted with, by so many seconds; below zero it took more."""
    row = _locked(session, name)
    row.tokens_from -= seconds
    session.flush()


def block(session: Session, name: str, seconds: float) -> None:
    """No call begins for so long; a longer pause that was asked for before stays."""
    row = _locked(session, name)
    row.blocked_until = max(row.blocked_until, _clock(session) + seconds)
    session.flush()


def _locked(session: Session, name: str) -> PaceRow:
    session.execute(
        text(
            "INSERT INTO pace (name, requests_from, tokens_from, blocked_until) VALUES (:name, 0, 0, 0) "
            "ON CONFLICT (name) DO NOTHING"
        ),
        {"name": name},
    )
    query = select(PaceRow).where(PaceRow.name == name).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one()


def _clock(session: Session) -> float:
    if session.get_bind().dialect.name != "postgresql":
        return time.time()
    return float(session.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
