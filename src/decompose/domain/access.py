"""Who may do what: roles in order, who stands behind a request, and when none of that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
