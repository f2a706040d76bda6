"""Tokens: who may come in. Only the hash of a secret is kept, and a revoked token stays as a row."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select

from decompose.domain.access import Role, Token
from decompose.store.tables import EndedSessionRow, TokenRow


def add(session: Session, token: Token, secret_hash: str) -> None:
    session.add(
        TokenRow(
            id=token.id,
            name=token.name,
            role=token.role.value,
            secret_hash=secret_hash,
            created_at=token.created_at,
            revoked_at=token.revoked_at,
        )
    )
    session.flush()


def is_empty(session: Session) -> bool:
    """Whether no token was ever made; a revoked one counts."""
    return session.exec(select(TokenRow.id).limit(1)).first() is None


def all_of(session: Session) -> tuple[Token, ...]:
    """Every token, the oldest first."""
    rows = session.exec(select(TokenRow)).all()
    return tuple(_token(row) for row in sorted(rows, key=lambda row: (row.created_at, row.id)))


def get(session: Session, token_id: str) -> Token | None:
    row = session.get(TokenRow, token_id)
    return _token(row) if row else None


def valid(session: Session, secret_hash: str) -> Token | None:
    """The token of that secret, unless it was revoked."""
    wanted = TokenRow.secret_hash == secret_hash
    row = session.exec(select(TokenRow).where(wanted, col(TokenRow.revoked_at).is_(None))).first()
    return _token(row) if row else None


def of_sitting(session: Session, token_id: str, sid: str) -> Token | None:
    """The token that a session was opened with, unless it was revoked, or the session or all of the token's ended."""
    ended = select(EndedSessionRow.sid).where(col(EndedSessionRow.sid).in_([sid, token_id])).exists()
    query = select(TokenRow).where(TokenRow.id == token_id, col(TokenRow.revoked_at).is_(None), ~ended)
    row = session.exec(query).first()
    return _token(row) if row else None


def end_sitting(session: Session, sid: str, until: datetime) -> None:
    """From now on that session, or every session of that token, opens nothing."""
    session.merge(EndedSessionRow(sid=sid, until=until))
    session.flush()


def resume_sittings(session: Session, token_id: str) -> None:
    """Sessions of a token open what they opened before all of them were ended."""
    session.exec(delete(EndedSessionRow).where(col(EndedSessionRow.sid) == token_id))


def forget_ended(session: Session, now: datetime) -> None:
    """Drop what was ended and would be too old by now without that."""
    session.exec(delete(EndedSessionRow).where(col(EndedSessionRow.until) < now))


def rename(session: Session, token_id: str, name: str, role: Role) -> Token:
    """Give a token another name and role."""
    row = session.get_one(TokenRow, token_id)
    row.name, row.role = name, role.value
    session.flush()
    return _token(row)


def revoke(session: Session, token_id: str, at: datetime) -> None:
    session.get_one(TokenRow, token_id).revoked_at = at
    session.flush()


def _token(row: TokenRow) -> Token:
    return Token(row.id, row.name, Role(row.role), row.created_at, row.revoked_at)
