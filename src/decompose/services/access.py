"""Tokens at work: made once, known by their hash, revoked; and the key that signs sessions."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from decompose.domain.access import Role, Token
from decompose.domain.identity import content_hash
from decompose.errors import UnknownSubjectError, UsageError
from decompose.store import remembered, tokens
from decompose.store.database import Database

_PREFIX = "dcp_"
_SECRET = "secret"  # noqa: S105 - the name under which it is kept


@dataclass(frozen=True, slots=True)
class Access:
    """`key` signs sessions; without one, a key is made once and kept in the database."""

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    key: str | None = None

    def create(self, name: str, role: Role) -> tuple[Token, str]:
        """A new token and its secret, which is shown now and never again.

        Raises:
            UsageError: the name is empty.
        """
        if not name.strip():
            raise UsageError("a token needs a name: --name NAME says whose decisions are his")
        secret = _PREFIX + secrets.token_urlsafe(32)
        token = Token(self.new_id(), name.strip(), role, self.now())
        with self.database.writing() as session:
            tokens.add(session, token, _hashed(secret))
        return token, secret

    def tokens(self) -> tuple[Token, ...]:
        """Every token, revoked ones too."""
        with self.database.reading() as session:
            return tokens.all_of(session)

    def revoke(self, token_id: str) -> Token:
        """End a token; whoever is logged in with it is out.

        Raises:
            UnknownSubjectError: there is no such token.
        """
        with self.database.writing() as session:
            found = tokens.get(session, token_id)
            if found is None:
                raise UnknownSubjectError(f"no token {token_id}; see: decompose token list", subject=token_id)
            if found.revoked_at is None:
                tokens.revoke(session, token_id, self.now())
            return tokens.get(session, token_id) or found

    def is_open(self) -> bool:
        """Whether no token was ever made, so that none can be asked for."""
        with self.database.reading() as session:
            return tokens.is_empty(session)

    def with_secret(self, secret: str) -> Token | None:
        """The valid token of a secret."""
        with self.database.reading() as session:
            return tokens.valid(session, secret_hash=_hashed(secret))

    def with_id(self, token_id: str) -> Token | None:
        """The token of that id, unless it was revoked."""
        with self.database.reading() as session:
            return tokens.valid(session, token_id=token_id)

    def signing_key(self) -> str:
        """The key of sessions, the same for every process on the database."""
        if self.key:
            return self.key
        with self.database.reading() as session:
            kept = remembered.get(session, _SECRET)
        if kept:
            return kept
        with self.database.writing() as session:
            return remembered.put_once(session, _SECRET, secrets.token_urlsafe(48))


def _hashed(secret: str) -> str:
    """A secret has 256 random bits: there is nothing to guess, so a plain hash keeps it."""
    return content_hash(secret.encode("utf-8", "surrogatepass"))
