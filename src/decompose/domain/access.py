"""Who may do what: roles in order, who stands behind a request, and when none of that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# So long a browser that logged in is known.
SESSION_SECONDS = 12 * 3600


class Role(StrEnum):
    """What a token allows; each role may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    OPERATOR = "operator"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: who it names and what it allows. Its secret is shown once and known to its owner."""

    id: str
    name: str
    role: Role
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `key` is what the requests are counted by; `sitting` tells two windows of one person apart."""

    name: str
    role: Role
    key: str
    sitting: str | None = None


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody whom a provider of identities vouches for: `subject` is never another person there.

    `role` is None where he may not come in.
    """

    issuer: str
    subject: str
    name: str
    role: Role | None


ANYBODY = "*"


def role_among(claims: Mapping[str, Any], path: str, roles: Mapping[str, Role]) -> Role | None:
    """The highest role that the values of a claim are mapped to; None: those whom the provider knows may not come in.

    Args:
        path: the name of a claim, or the names on the way to it with dots between (`realm_access.roles`).
        roles: roles by value; that of ANYBODY holds for whoever the provider knows.
    """
    said = _claim(claims, path)
    values = said if isinstance(said, list) else [said]
    given = [roles[value] for value in (*values, ANYBODY) if isinstance(value, str) and value in roles]
    return max(given, key=list(Role).index, default=None)


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def name_among(claims: Mapping[str, Any]) -> str:
    """What a provider calls somebody: the address of his mail where it was verified, or else a name, or the subject."""
    names = ("preferred_username", "name", "sub")
    wanted = ("email", *names) if claims.get("email_verified") is True else names
    said = (claims.get(name) for name in wanted)
    return next((" ".join(value.split()) for value in said if isinstance(value, str) and value.strip()), "")


_HOME = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?", re.IGNORECASE)
# A request that names one of these came by way of somebody else.
_RELAYED = re.compile(r"forwarded|x-forwarded-.*|x-real-ip|via", re.IGNORECASE)


def is_from_home(headers: Iterable[tuple[str, str]], scheme: str) -> bool:
    """Whether a request comes from a program on this machine, by nobody's help and from no foreign page.

    Only such a request is trusted while there is no token: a foreign page has another origin, a foreign name that
    points here another host, and a proxy says for whom it asks.
    """
    said = [(name.lower(), value.strip()) for name, value in headers]
    hosts = [value for name, value in said if name == "host"]
    if len(hosts) != 1 or not _HOME.fullmatch(hosts[0]):
        return False
    if any(_RELAYED.fullmatch(name) for name, _ in said):
        return False
    origins = [value.lower() for name, value in said if name == "origin"]
    return all(origin == f"{scheme}://{hosts[0]}".lower() for origin in origins)
