"""A provider of identities of our own, on this machine: one person, one key, and every way to go wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from web.serving import served

CLIENT, SECRET = "the-desk", "a secret of two that is long enough"


@cache
def _key(whose: str = "own") -> RSAKey:
    """One key for each owner, by the same number: which it is shows in the signature alone."""
    assert whose
    return RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Identities:
    """What it says of the one person, and how: tests change it between two steps of a login."""

    now: datetime
    issuer: str = ""
    said: dict[str, Any] = field(default_factory=lambda: {"sub": "eve-1", "preferred_username": "Eve"})
    key: Any = field(default_factory=_key)
    signs_with: Any = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    is_down: bool = False

    def claims(self, asked: dict[str, str]) -> dict[str, Any]:
        at = int(self.now.timestamp())
        of_now = {"iss": self.issuer, "aud": CLIENT, "nonce": asked["nonce"], "iat": at, "exp": at + 300}
        return {name: value for name, value in (of_now | self.said).items() if value is not None}

    def token(self, asked: dict[str, str]) -> str:
        signing = self.signs_with or self.key
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, self.claims(asked), signing, algorithms=[self.algorithm])

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/.well-known/openid-configuration", self.describe)
        app.add_api_route("/authorize", self.authorize)
        app.add_api_route("/token", self.exchange, methods=["POST"])
        app.add_api_route("/keys", self.keys)
        return app

    def describe(self) -> Response:
        if self.is_down:
            return Response(status_code=503)
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.issuer} | {name: f"{self.issuer}/{at}" for name, at in places.items()})

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def exchange(self, request: Request) -> Response:
        """Once for each code, and only to the client that can show the word behind the challenge."""
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.codes.pop(given.get("code", ""), None)
        who = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = asked and asked["redirect_uri"] == given.get("redirect_uri") and asked["code_challenge"] == challenge
        if not known or asked is None or who != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked)})


@contextmanager
def identities(now: datetime) -> Iterator[Identities]:
    """A provider while it listens."""
    provider = Identities(now)
    with served(provider.app()) as address:
        provider.issuer = address
        yield provider


def foreign(provider: Identities) -> None:
    provider.signs_with = _key("foreign")


def shared(provider: Identities) -> None:
    """Signed with a secret, which whoever checks it could have signed with too."""
    provider.signs_with, provider.algorithm = OctKey.import_key(SECRET), "HS256"


def says(**said: Any) -> Callable[[Identities], None]:
    return lambda provider: provider.said.update(said)
