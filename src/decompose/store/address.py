"""Addresses of databases: how they are typed, what the driver is given, and what a message shows of them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from decompose.errors import StoreError

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
# A database in memory, for what is thrown away at the end; nobody else's address means one.
IN_MEMORY = "sqlite://"
# What the driver of SQLite takes and this program does not take for itself.
_SQLITE_OPTIONS = frozenset({"timeout", "cached_statements"})
# As they stand, also in what is no address. A password may hold any sign that its owner did not escape: what stands
# before the last @ is taken for one, though it shows too little of some addresses.
_LOGIN = re.compile(r"^(?P<user>(?:[\w+]*:?/+)?+[^:@]*:).*(?=@)")
_OPTION = re.compile(r"(?P<name>[?&][^=&]*=)(?P<value>[^&]*)")
# In the name of an option (password, sslpassword, however it is written), or within the value of one.
_PASSWORD = re.compile("pass", re.IGNORECASE)


def parsed(url: str) -> URL:
    """An address with our driver for it.

    Raises:
        StoreError: it is no address, or one of a database that is not supported.
    """
    typed = _typed(url)
    driver = _DRIVERS.get(typed.get_backend_name())
    if driver is None:
        raise StoreError(f"{typed.drivername} is not supported; use sqlite or postgresql", subject=typed.drivername)
    if driver == "sqlite":
        _check_file(url, typed)
    return typed.set(drivername=driver)


def require_file(url: str) -> None:
    """Refuse the address of a database in memory to whoever typed it: what he pays for would be lost.

    Raises:
        StoreError: it is that address.
    """
    if url == IN_MEMORY:
        raise _no_file(url)


def shown(url: str) -> str:
    """An address that can be parsed as it was typed, without its password; of SQLite, the file alone."""
    typed = _typed(url)
    return typed.database or "" if typed.get_backend_name() == "sqlite" else without_passwords(url)


def without_passwords(url: str) -> str:
    """What was typed as an address, with three stars for whatever is a password in it or may be one."""
    return _OPTION.sub(_starred, _LOGIN.sub(r"\g<user>***", url))


def _check_file(url: str, typed: URL) -> None:
    """Refuse what looks like the address of a file and would be another one, or be opened otherwise than it says."""
    hidden = without_passwords(url)
    if url != IN_MEMORY and not _names_file(typed):
        raise _no_file(hidden)
    # What stands before the third slash is a server, and a file has none.
    if typed.host or typed.username is not None or typed.port:
        scheme, _, path = hidden.partition("://")
        raise StoreError(
            f"“{hidden}” names a server, not a file; a file has three slashes: {scheme}:///{path}", subject=hidden
        )
    unknown = sorted(set(typed.query) - _SQLITE_OPTIONS)
    if unknown:
        file = hidden.partition("?")[0]
        what = f"“{unknown[0]}” of “{hidden}” says nothing here: a file is opened to be read and written"
        raise StoreError(f"{what}; write {file}, and read what must not change in a copy", subject=hidden)


def _names_file(typed: URL) -> bool:
    return (typed.database or "").strip() not in {"", ":memory:"} or bool(typed.host)


def _no_file(hidden: str) -> StoreError:
    return StoreError(
        f"“{hidden}” names no file, and what is written would be lost; write sqlite:///FILE.db", subject=hidden
    )


def _typed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as exc:
        # Only a port is made a number of.
        port = "" if isinstance(exc, ArgumentError) else "; PORT is a number"
        hidden = without_passwords(url)
        raise StoreError(
            f"“{hidden}” is no database URL; write sqlite:///FILE.db or postgresql://HOST:PORT/NAME{port}",
            subject=hidden,
        ) from exc


def _starred(option: re.Match[str]) -> str:
    is_password = _PASSWORD.search(unquote(option[0]))
    return f"{option['name']}***" if is_password else option[0]
