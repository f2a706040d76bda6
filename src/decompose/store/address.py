"""Addresses of databases: how they are typed, what the driver is given, and what a message shows of them."""

from __future__ import annotations

import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from decompose.errors import StoreError

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
# Of whoever logs in, and among the options; as it stands, also in what is no address.
_PASSWORDS = re.compile(r"(?<=://)(?P<user>[^:/@?]*:)[^?]*(?=@)|(?P<option>[?&]password=)[^&]*")


def parsed(url: str) -> URL:
    """An address with our driver for it.

    Raises:
        StoreError: it is no address, or one of a database that is not supported.
    """
    typed = _typed(url)
    driver = _DRIVERS.get(typed.get_backend_name())
    if driver is None:
        raise StoreError(f"{typed.drivername} is not supported; use sqlite or postgresql", subject=typed.drivername)
    # What stands before the third slash is a server, and a file has none.
    if driver == "sqlite" and (typed.host or typed.username is not None or typed.port):
        scheme, _, path = url.partition("://")
        raise StoreError(
            f"“{url}” names a server, not a file; a file has three slashes: {scheme}:///{path}", subject=url
        )
    return typed.set(drivername=driver)


def shown(url: str) -> str:
    """An address that can be parsed as it was typed, without its password; of SQLite, the file alone."""
    typed = _typed(url)
    return typed.database or "" if typed.get_backend_name() == "sqlite" else _without_passwords(url)


def _typed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as exc:
        # Only a port is made a number of.
        port = "" if isinstance(exc, ArgumentError) else "; PORT is a number"
        hidden = _without_passwords(url)
        raise StoreError(
            f"“{hidden}” is no database URL; write sqlite:///FILE.db or postgresql://HOST:PORT/NAME{port}",
            subject=hidden,
        ) from exc


def _without_passwords(url: str) -> str:
    return _PASSWORDS.sub(lambda found: f"{found['user'] or found['option']}***", url)
