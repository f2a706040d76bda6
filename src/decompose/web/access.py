"""Who stands before the desk and the API.

One line of an endpoint asks for it: `caller: Annotated[Principal, needs(Role.EDITOR)]`. It is the owner of a bearer
token or of a session that was opened with one, or, while no token was ever made, a program on this machine.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from starlette.responses import Response

from decompose.domain.access import SESSION_SECONDS, Principal, Role, Token, is_from_home
from decompose.errors import ForbiddenError, UnauthenticatedError
from decompose.services.provider import Provider
from decompose.web.limits import Limits
from decompose.web.workspace import Tokens

COOKIE = "decompose_session"
LOGINS_PER_MINUTE = 10
# Whose decisions are those that nobody had to log in for: the same name as on the command line.
NOBODY_IN_PARTICULAR = "editor"
_MAKE_ONE = "decompose token create --name NAME --role reader|editor|operator|admin"
_bearer = HTTPBearer(auto_error=False, description="A token made with `decompose token create`.")


@dataclass(frozen=True, slots=True)
class Session:
    """What a signed cookie says: a number of its own, and the token that it was opened with, if any."""

    sid: str
    token: str | None = None


@dataclass(frozen=True)
class Gate:
    """The one at the door. `tokens` is asked late, so that a site can be made before its database is opened.

    `provider` vouches for people who have no token, if there is one.
    """

    tokens: Callable[[], Tokens]
    limits: Limits
    per_minute: float = 600.0
    provider: Callable[[], Provider | None] = lambda: None

    def caller(self, request: Request) -> Principal:
        """Who asks.

        Raises:
            UnauthenticatedError: nobody who is known.
        """
        tokens = self.tokens()
        if tokens.is_open():
            if not is_from_home(request.headers.items(), request.url.scheme):
                raise UnauthenticatedError(
                    f"without a token, only a browser or program on this machine may come in; make one: {_MAKE_ONE}"
                )
            session = self.session(request)
            return Principal(NOBODY_IN_PARTICULAR, Role.ADMIN, "this machine", session.sid if session else None)
        secret = bearer_of(request)
        if secret is not None:
            token, sitting = tokens.with_secret(secret), None
        else:
            session = self.session(request)
            token = tokens.with_id(session.token, session.sid) if session and session.token else None
            sitting = session.sid if session else None
        if token is None:
            raise UnauthenticatedError(f"this needs a valid token (Authorization: Bearer TOKEN); make one: {_MAKE_ONE}")
        return Principal(token.name, token.role, token.id, sitting)

    def admit(self, request: Request, role: Role) -> Principal:
        """Who asks, if that one may do what a role may.

        Raises:
            UnauthenticatedError: nobody who is known.
            ForbiddenError: the role is too low.
            ThrottledError: too many requests.
        """
        self.limits.take("knock", address_of(request), 4 * self.per_minute)
        principal = self.caller(request)
        self.limits.take("call", principal.key, self.per_minute)
        if not principal.role.covers(role):
            raise ForbiddenError(f"a token of role {principal.role} may not do this; it needs {role}")
        return principal

    # -- sessions of browsers ------------------------------------------------------------------------------

    def session(self, request: Request) -> Session | None:
        """The session of a browser, if it has one that we signed and that is not too old."""
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            return None
        try:
            said = self._sessions().loads(cookie, max_age=SESSION_SECONDS)
        except BadSignature:
            return None
        return Session(said["sid"], said["token"])

    def session_for(self, request: Request) -> Session:
        """The session of a browser, or a new one for somebody who is not logged in; `keep` gives it to him."""
        return self.session(request) or Session(secrets.token_urlsafe(16))

    def log_in(self, request: Request, secret: str) -> Session:
        """A new session for the owner of a token; whatever session was there before is worth nothing for it.

        Raises:
            UnauthenticatedError: no such token.
            ThrottledError: too many tries from that address.
        """
        self.limits.take("login", address_of(request), LOGINS_PER_MINUTE)
        token = self.tokens().with_secret(secret.strip())
        if token is None:
            raise UnauthenticatedError(f"this token is not known, or was revoked; make one: {_MAKE_ONE}")
        return self.opened_for(token)

    def opened_for(self, token: Token) -> Session:
        """A new session for the owner of a token."""
        return Session(secrets.token_urlsafe(16), token.id)

    def keep(self, request: Request, response: Response, session: Session) -> None:
        """Give a browser its session."""
        response.set_cookie(
            COOKIE,
            self._sessions().dumps({"sid": session.sid, "token": session.token}),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )

    def log_out(self, request: Request, response: Response) -> None:
        """End the session of a browser: whoever kept its cookie comes in no more."""
        session = self.session(request)
        if session:
            self.tokens().end(session.sid)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")

    def csrf_of(self, session: Session) -> str:
        """What every form of a session carries, and no page of another site can know."""
        return str(self._forms().dumps(session.sid))

    def check_csrf(self, request: Request, given: str) -> Session:
        """The session that a form was made for.

        Raises:
            ForbiddenError: the form is not of this session.
        """
        session = self.session(request)
        try:
            made_for = self._forms().loads(given)
        except BadSignature:
            made_for = None
        if session is None or made_for != session.sid:
            raise ForbiddenError("this form is not of your session, or is too old; load the page again")
        return session

    def _sessions(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.tokens().signing_key(), salt="session")

    def _forms(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.tokens().signing_key(), salt="form")


def gate_of(request: Request) -> Gate:
    """The gate of the site that a request came to."""
    gate: Gate = request.app.state.gate
    return gate


def needs(role: Role) -> Any:
    """The dependency of an endpoint that only a role may use; it gives the Principal."""

    def admitted(
        request: Request,
        _shown_in_openapi: HTTPAuthorizationCredentials | None = Security(_bearer),  # noqa: B008 - so FastAPI wants it
    ) -> Principal:
        return gate_of(request).admit(request, role)

    return Depends(admitted)


def limited(what: str, per_minute: float) -> Any:
    """The dependency of an endpoint that is open to all, so many times a minute for an address."""

    def counted(request: Request) -> None:
        gate_of(request).limits.take(what, address_of(request), per_minute)

    return Depends(counted)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def bearer_of(request: Request) -> str | None:
    """The token that a request carries in its header; "" where the header is there and holds none."""
    said = request.headers.get("authorization")
    if said is None:
        return None
    scheme, _, secret = said.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
