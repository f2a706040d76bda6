"""Logging in with a provider of identities (OpenID Connect), and the one file that imports Authlib.

The code flow: a browser is sent to the provider with a word that only we know the answer to, comes back with a code,
and the code is exchanged for a signed token that says who it is. Nothing is imported where no provider is set.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from decompose.domain.access import Introduced, Role, name_among, role_among
from decompose.errors import ConfigurationError, ResumableError, UnauthenticatedError
from decompose.settings import Settings

_SECONDS = 10.0
# Seconds by which the clocks of two machines may differ.
_LEEWAY = 30
# Keys that anybody can look up verify these; a token that is signed with a shared secret, or not at all, is refused.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_AGAIN = "log in again"
_AT_HOME = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a browser keeps while it is at the provider: whoever brings it back is the one who was sent."""

    state: str
    nonce: str
    verifier: str

    def as_words(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of identities. `claim` says what somebody is there, `roles` what that gives here."""

    issuer: str
    client_id: str
    client_secret: str | None
    claim: str
    roles: Mapping[str, Role]
    now: Callable[[], datetime]

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _AT_HOME):
            raise ConfigurationError(
                f"DECOMPOSE_OIDC_ISSUER is “{self.issuer}”; give its address with https://", subject="OIDC_ISSUER"
            )

    @property
    def name(self) -> str:
        return urlsplit(self.issuer).netloc

    def begin(self, back_to: str) -> tuple[str, Begun]:
        """Where to send a browser, and what it keeps meanwhile.

        Raises:
            ResumableError: the provider does not answer as one.
        """
        from authlib.common.security import generate_token

        begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), generate_token(64))
        with self._client(back_to) as (client, places):
            address, _ = client.create_authorization_url(
                places["authorization_endpoint"], state=begun.state, code_verifier=begun.verifier, nonce=begun.nonce
            )
        return str(address), begun

    def finish(self, begun: Begun | None, came_back: str, back_to: str) -> Introduced:
        """Who came back from the provider, with his role here, if he has one.

        Args:
            came_back: the address with which the browser came.

        Raises:
            UnauthenticatedError: this browser was not sent, or the provider does not vouch for anybody.
            ResumableError: the provider does not answer as one.
        """
        from authlib.common.errors import AuthlibBaseError
        from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response
        from joserfc.errors import JoseError

        if begun is None:
            raise UnauthenticatedError(f"this login was not begun in this browser, or took too long; {_AGAIN}")
        try:
            code = parse_authorization_code_response(came_back, state=begun.state)["code"]
            with self._client(back_to) as (client, places):
                token = client.fetch_token(
                    places["token_endpoint"],
                    code=code,
                    code_verifier=begun.verifier,
                    grant_type="authorization_code",
                )
                keys = self._read(client, places["jwks_uri"])
            claims = self._claims(token, keys, begun)
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            why = getattr(error, "error", None) or type(error).__name__
            raise UnauthenticatedError(f"{self.name} does not vouch for this login ({why}); {_AGAIN}") from error
        role = role_among(claims, self.claim, self.roles)
        return Introduced(self.issuer, claims["sub"], name_among(claims), role)

    def _claims(self, token: Mapping[str, Any], keys: Any, begun: Begun) -> Mapping[str, Any]:
        """What the signed token says, if it is of this provider, for us, for this login, and of now."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet

        signed = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "nonce": {"essential": True, "value": begun.nonce},
            },
            {"nonce": begun.nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=int(self.now().timestamp()), leeway=_LEEWAY)
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise ValueError("a subject is a text")
        return dict(claims)

    @contextmanager
    def _client(self, back_to: str) -> Iterator[tuple[Any, Mapping[str, str]]]:
        """A client of the provider, and the places that it names."""
        import httpx2
        from authlib.integrations.httpx_client import OAuth2Client

        secret = self.client_secret
        with OAuth2Client(
            self.client_id,
            secret,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope="openid profile email",
            redirect_uri=back_to,
            code_challenge_method="S256",
            timeout=_SECONDS,
            trust_env=False,
        ) as client:
            try:
                places = self._places(client)
                yield client, places
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise ResumableError(
                    f"{self.name} cannot be asked who this is ({type(error).__name__}); log in with a token, or try "
                    "again later"
                ) from error

    def _places(self, client: Any) -> Mapping[str, str]:
        """The addresses of the provider, as it describes itself."""
        places = self._read(client, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if places.get("issuer") != self.issuer or not all(isinstance(places.get(name), str) for name in wanted):
            raise ResumableError(f"{self.issuer} does not describe itself as DECOMPOSE_OIDC_ISSUER names it")
        return {name: places[name] for name in wanted}

    def _read(self, client: Any, address: str) -> Any:
        """A JSON object of the provider, asked for without a token."""
        answer = client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ResumableError(f"{address} does not answer with a JSON object; check DECOMPOSE_OIDC_ISSUER")
        return found


def provider_of(settings: Settings, now: Callable[[], datetime]) -> Provider | None:
    """Whom people may log in with, as the settings name it; none by default.

    Raises:
        ConfigurationError: something of it is missing, or is no role.
    """
    if settings.oidc_issuer is None:
        return None
    if not settings.oidc_client_id or not settings.oidc_roles:
        raise ConfigurationError("DECOMPOSE_OIDC_ISSUER needs DECOMPOSE_OIDC_CLIENT_ID and DECOMPOSE_OIDC_ROLES")
    if find_spec("authlib") is None:
        raise ConfigurationError("DECOMPOSE_OIDC_ISSUER needs more of the program: pip install 'decompose[oidc]'")
    unknown = [role for _, role in settings.oidc_roles if role not in set(Role)]
    if unknown:
        raise ConfigurationError(f"DECOMPOSE_OIDC_ROLES: “{unknown[0]}” is no role; use one of {', '.join(Role)}")
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_claim,
        {value: Role(role) for value, role in settings.oidc_roles},
        now,
    )
