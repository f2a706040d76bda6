"""Tokens at work: made once, known by their hash, revoked; and the key that signs sessions."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from decompose.domain.access import SESSION_SECONDS, Introduced, Role, Token
from decompose.domain.identity import content_hash, digest
from decompose.errors import ForbiddenError, UnknownSubjectError, UsageError
from decompose.store import remembered, tokens
from decompose.store.database import Database

_PREFIX = "dcp_"
# Cookies tell their age in whole seconds.
_OUTLASTS_A_SESSION = timedelta(seconds=SESSION_SECONDS + 60)
_SECRET = "secret"  # noqa: S105 - the name under which it is kept


@dataclass(frozen=True, slots=True)
class Access:
    """`key` signs sessions; without one, a key is made once and kept in the database.

    `has_provider` says that people can log in elsewhere, so that the house is open to nobody else.
    """

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    key: str | None = None
    has_provider: bool = False

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

    def welcome(self, guest: Introduced) -> Token:
        """The token of somebody whom a provider vouches for: made at his first login, of his role at each one.

        Nobody knows a secret of it. Where another token has his name, he gets his subject beside it, so that nobody
        takes the name of somebody else. Whoever has no role any more is out of the sessions that he has open.

        Raises:
            ForbiddenError: he has no role, or the token was revoked.
        """
        identity = f"guest-{digest([guest.issuer, guest.subject], 32)}"
        if guest.role is None:
            self.end(identity)
            raise ForbiddenError(
                f"{guest.name} has no role here: DECOMPOSE_OIDC_ROLES names no value of the claim "
                f"DECOMPOSE_OIDC_CLAIM that {guest.issuer} gives"
            )
        with self.database.writing() as session:
            tokens.resume_sittings(session, identity)
            taken = {token.name for token in tokens.all_of(session) if token.id != identity}
            name = guest.name if guest.name not in taken else f"{guest.name} ({guest.subject})"
            found = tokens.get(session, identity)
            if found is None:
                found = Token(identity, name, guest.role, self.now())
                tokens.add(session, found, _hashed(secrets.token_urlsafe(48)))
            elif found.revoked_at is not None:
                raise ForbiddenError(f"the token of {found.name} was revoked; an admin has to make one")
            elif (found.name, found.role) != (name, guest.role):
                found = tokens.rename(session, identity, name, guest.role)
        return found

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
        """Whether no token was ever made and none can be had, so that none can be asked for."""
        if self.has_provider:
            return False
        with self.database.reading() as session:
            return tokens.is_empty(session)

    def with_secret(self, secret: str) -> Token | None:
        """The valid token of a secret."""
        with self.database.reading() as session:
            return tokens.valid(session, _hashed(secret))

    def with_id(self, token_id: str, sid: str) -> Token | None:
        """The token of that id, unless it was revoked or the session `sid` ended."""
        with self.database.reading() as session:
            return tokens.of_sitting(session, token_id, sid)

    def end(self, sid: str) -> None:
        """End a session before its time, or by the id of a token all sessions of that one."""
        now = self.now()
        with self.database.writing() as session:
            tokens.forget_ended(session, now)
            tokens.end_sitting(session, sid, now + _OUTLASTS_A_SESSION)

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
