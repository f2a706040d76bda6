"""Documents from the web: one guarded way to fetch an address, and the one file that imports the HTTP library.

Who names an address may be anybody, so it must not lead into the machine or its network: the name is resolved first,
every address that it has is checked, and the connection goes to a checked address; so again at each redirect.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from decompose.domain.message import Answered
from decompose.errors import DocumentRefusedError, NotModifiedError

_SCHEMES = {"http": 80, "https": 443}
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MOST_REDIRECTS = 5
_NOT_MODIFIED, _GONE = 304, frozenset([404, 410])
_LONGEST_ADDRESS = 2_000
_AGENT = "decompose (+https://pypi.org/project/decompose/)"
_EMBEDDED_TAIL = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")
_COLLAPSED = re.compile(r"(https?|file|ftp):/+", re.IGNORECASE)

_USER = re.compile(r"\A(\s*[a-z]+:/+)[^/?#]*@", re.IGNORECASE)

Resolve = Callable[[str, int], Iterable[str]]
"""The addresses of a host and a port, as texts."""


@dataclass(frozen=True, slots=True)
class ServerSaid:
    """What a server said of a document when it was fetched: a later request can ask whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it was sent (still compressed, where the server compressed it), and where it came from."""

    address: str
    raw: bytes
    said: ServerSaid


def is_address(words: str) -> bool:
    """Whether an argument is an address rather than a path; a path library may have made one slash of two."""
    return bool(_COLLAPSED.match(words))


def written_out(words: str) -> str:
    """An address with both its slashes."""
    return _COLLAPSED.sub(
        lambda scheme: f"{scheme[1].lower()}:{'///' if scheme[1] == 'file' else '//'}", words, count=1
    )


def without_user(words: str) -> str:
    """An address without the name and the password that it may hold: these are told to nobody and never kept."""
    return _USER.sub(r"\1", words, count=1)


def emptied_of_user(words: str) -> str:
    """An address with an empty name in the place of what it may hold: it is refused still, and tells nothing."""
    return _USER.sub(r"\1@", words, count=1) if is_address(words) else words


def resolved(host: str, port: int) -> Iterable[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public net; those that carry another address are judged by both."""
    if isinstance(address, IPv6Address):
        inside = _embedded(address)
        if inside is not None:
            return is_public(inside)
        if address in _LOCAL_TRANSLATION or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, a 6to4, a Teredo or a translated one leads to."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _EMBEDDED_TAIL) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True)
class Fetcher:
    """Fetches documents. `allow_hosts` are names (or name:port) that are fetched although they are private.

    `max_bytes` holds for what is sent, `seconds` for the whole of a document with its redirects.
    """

    allow_hosts: frozenset[str] = frozenset()
    max_bytes: int = 20_000_000
    seconds: float = 30.0
    resolve: Resolve = field(default=resolved)

    def fetch(self, address: str, before: ServerSaid = ServerSaid()) -> Fetched:
        """The document at an address, redirects followed.

        Raises:
            DocumentRefusedError: `forbidden` (no public web address), `unreachable`, or `too_large`.
            NotModifiedError: it is what it was when `before` was said.
        """
        given = address
        with _time_limit(self.seconds) as clock:
            for _ in range(_MOST_REDIRECTS + 1):
                found = self._ask(given, address, before, clock)
                if isinstance(found, Fetched):
                    return found
                address = found
        raise _refused("unreachable", given, f"redirects more than {_MOST_REDIRECTS} times; name the last address")

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """What an address answers to a body. It is guarded as above; redirects are not followed."""
        import httpx2

        with _time_limit(self.seconds) as clock:
            try:
                parts, addresses = self._checked(address, address)
                with (
                    httpx2.Client(trust_env=False, timeout=max(0.1, min(10.0, self.seconds))) as client,
                    _stream(client, parts, addresses, headers, clock, body) as response,
                ):
                    wait = response.headers.get("retry-after", "")
                    is_number = wait.isascii() and wait.isdigit()
                    return Answered(response.status_code, retry_after=float(wait) if is_number else None)
            except DocumentRefusedError as error:
                return Answered(None, str(error))
            except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
                return Answered(None, f"cannot be reached ({type(error).__name__})")

    def _ask(self, given: str, address: str, before: ServerSaid, clock: _Clock) -> Fetched | str:
        """The document, or the address that it is said to be at."""
        import httpx2

        parts, addresses = self._checked(given, address)
        try:
            with httpx2.Client(trust_env=False, timeout=max(0.1, min(10.0, self.seconds))) as client:
                found: Fetched | str = self._answer(client, given, address, parts, addresses, before, clock)
        # A server may say anything: an address that is none, a header that nobody can read.
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
            why = f"does not answer within {self.seconds:g} seconds" if clock.is_over else "cannot be reached"
            raise _refused(
                "unreachable",
                given,
                f"{why} ({type(error).__name__}); check the address, or give the order again later",
            ) from error
        return found

    def _answer(
        self,
        client: Any,
        given: str,
        address: str,
        parts: SplitResult,
        addresses: list[str],
        before: ServerSaid,
        clock: _Clock,
    ) -> Fetched | str:
        asked = (("if-none-match", before.etag), ("if-modified-since", before.last_modified))
        headers = {name: words for name, value in asked if (words := _repeatable(value))}
        with _stream(client, parts, addresses, headers, clock) as response:
            if response.status_code in _REDIRECTS and response.headers.get("location"):
                return str(urljoin(address, response.headers["location"]))
            if response.status_code == _NOT_MODIFIED and headers:
                raise NotModifiedError(f"{given} has not changed", subject=given)
            if response.status_code != 200:
                remedy = "take it off the list" if response.status_code in _GONE else "check that everybody may read it"
                is_gone = response.status_code in _GONE
                raise _refused("unreachable", given, f"answers {response.status_code}; {remedy}", is_gone=is_gone)
            raw = self._body(response, given)
            said = ServerSaid(*(_repeatable(response.headers.get(name)) for name in ("etag", "last-modified")))
            return Fetched(address, raw, said)

    def _body(self, response: Any, given: str) -> bytes:
        """The bytes as they come over the line: what they unfold to is limited where they are read."""
        raw = bytearray()
        declared = response.headers.get("content-length", "")
        is_declared_large = declared.isdigit() and len(declared) < 20 and int(declared) > self.max_bytes
        for piece in () if is_declared_large else response.iter_raw():
            raw += piece
            if len(raw) > self.max_bytes:
                break
        if is_declared_large or len(raw) > self.max_bytes:
            raise _refused("too_large", given, f"has more than {self.max_bytes} bytes; raise DECOMPOSE_MAX_BYTES")
        if response.headers.get("content-encoding", "identity").strip().lower() in ("gzip", "x-gzip"):
            from decompose.reading.unpacking import unpacked

            return unpacked(bytes(raw), given, self.max_bytes)
        return bytes(raw)

    # -- what may be asked ---------------------------------------------------------------------------------

    def _checked(self, given: str, address: str) -> tuple[SplitResult, list[str]]:
        """The parts of an address that may be asked, and the addresses of its host."""
        try:
            parts = _in_ascii(urlsplit(address))
            host, port = parts.hostname or "", parts.port or _SCHEMES.get(parts.scheme, 0)
        except ValueError as error:
            raise _refused("forbidden", given, f"is no address of the web ({error}); correct it") from error
        if parts.scheme not in _SCHEMES or not host or len(address) > _LONGEST_ADDRESS:
            raise _refused("forbidden", given, "is no address of the web; give one with http:// or https://, or a path")
        if parts.username is not None or parts.password is not None:
            raise _refused("forbidden", given, "holds a name or a password; give an address without", is_shown=False)
        found = self._addresses(given, host, port)
        names = {host.lower(), f"{host.lower()}:{port}"}
        if not names & self.allow_hosts and not all(is_public(each) for each in found):
            raise _refused(
                "forbidden",
                given,
                f"leads to a private address ({host}); save the document and name its path, or name the host in "
                "DECOMPOSE_ALLOW_HOSTS",
            )
        return parts, [str(each) for each in found]

    def _addresses(self, given: str, host: str, port: int) -> list[IPv4Address | IPv6Address]:
        try:
            found = [ip_address(each.partition("%")[0]) for each in self.resolve(host, port)]
        except (OSError, UnicodeError, ValueError) as error:
            raise _refused("unreachable", given, f"names a host that is not known ({host}); check it") from error
        if not found:
            raise _refused("unreachable", given, f"names a host without an address ({host}); check it")
        return found


def _repeatable(said: str | None) -> str | None:
    """What a server said of a document, if it can be said to it again: the letters of a header are ASCII."""
    return said if said and said.isascii() else None


def _in_ascii(parts: SplitResult) -> SplitResult:
    """The parts with a name of a host that has other letters as the net knows it."""
    if (parts.hostname or "").isascii():
        return parts
    host = (parts.hostname or "").encode("idna").decode()
    user, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}{at}{host}" + (f":{parts.port}" if parts.port else ""))


@contextmanager
def _stream(
    client: Any,
    parts: SplitResult,
    addresses: list[str],
    more: Mapping[str, str],
    clock: _Clock,
    body: bytes | None = None,
) -> Iterator[Any]:
    """The answer of the first of the checked addresses that takes a connection: no name is resolved here.

    Args:
        more: headers besides the usual ones.
        body: what is posted; without one the address is only read.
    """
    import httpx2

    headers = {
        "host": parts.netloc.rpartition("@")[2],
        "user-agent": _AGENT,
        "accept-encoding": "gzip",
        "accept": "*/*",
    }
    headers |= more
    extensions = {"trace": clock.watch, "sni_hostname": parts.hostname}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for at, address in enumerate(addresses, start=1):
        host = f"[{address}]" if ":" in address else address
        url = f"{parts.scheme}://{host}:{parts.port or _SCHEMES[parts.scheme]}{target}"
        try:
            method = "GET" if body is None else "POST"
            request = client.build_request(method, url, headers=headers, content=body, extensions=extensions)
            response = client.send(request, stream=True)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            if at == len(addresses) or clock.is_over:
                raise
            continue
        try:
            yield response
        finally:
            response.close()
        return


def _refused(
    code: str, address: str, sentence: str, *, is_shown: bool = True, is_gone: bool = False
) -> DocumentRefusedError:
    shown = without_user(address) if is_shown else f"…{address.rpartition('@')[2]}"
    return DocumentRefusedError(code, f"{shown} {sentence}", subject=shown, is_gone=is_gone)


# -- the time that is left ---------------------------------------------------------------------------------


class _Clock:
    """Closes what is open when the time is over, however slowly a server talks."""

    def __init__(self) -> None:
        self.is_over = False
        self._open: socket.socket | None = None

    def watch(self, event: str, told: dict[str, Any]) -> None:
        """Hears of each step of a request."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            stream = told.get("return_value")
            self._open = stream.get_extra_info("socket") if stream is not None else None
        if self.is_over:
            raise TimeoutError("the time for this document is over")

    def end(self) -> None:
        self.is_over = True
        if self._open is not None:
            try:
                self._open.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


@contextmanager
def _time_limit(seconds: float) -> Iterator[_Clock]:
    clock = _Clock()
    timer = threading.Timer(seconds, clock.end)
    timer.daemon = True
    timer.start()
    try:
        yield clock
    finally:
        timer.cancel()
