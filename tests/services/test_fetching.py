"""Fetching an address: only the public web, only a checked address, and an end to size, time and redirects."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from decompose.errors import DocumentRefusedError, NotModifiedError
from decompose.services.fetching import Fetcher, ServerSaid, is_address, is_public, written_out

WORDS = b"# Tide\n\nTide stores readings.\n"
Answer = Callable[[BaseHTTPRequestHandler], None]


def sends(body: bytes = WORDS, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@dataclass
class Server:
    """A web server on this machine: an answer for each path, and the requests that came."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str, host: str = "tide.test") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            made.answers[self.path](self)

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    made.port = listening.server_port
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    listening.shutdown()
    listening.server_close()
    thread.join()


def local(host: str, port: int) -> list[str]:
    """Every name is this machine."""
    return ["127.0.0.1"]


def fetcher(**options: object) -> Fetcher:
    return Fetcher(**({"allow_hosts": frozenset({"tide.test"}), "resolve": local, "seconds": 5.0} | options))


def refused(fetcher: Fetcher, address: str) -> DocumentRefusedError:
    with pytest.raises(DocumentRefusedError) as raised:
        fetcher.fetch(address)
    assert "\n" not in str(raised.value)
    return raised.value


# -- which addresses are public ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - never listened at
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::808:808",
        "::127.0.0.1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:db8::1",
    ],
)
def test_an_address_that_leads_into_a_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_public_net_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file:///etc/passwd", "forbidden"),
        ("ftp://tide.test/x", "forbidden"),
        ("gopher://tide.test/x", "forbidden"),
        ("http:///x", "forbidden"),
        ("http://tide.test:99999/x", "forbidden"),
        ("http://[::1/x", "forbidden"),
        ("http://mara:h7Gk2p@tide.test/x", "forbidden"),
        ("http://other.test/x", "forbidden"),
        ("http://2130706433/x", "forbidden"),
    ],
)
def test_what_is_no_public_address_of_the_web_is_forbidden(address: str, code: str) -> None:
    error = refused(fetcher(), address)
    assert error.code == code
    assert "h7Gk2p" not in str(error)


def test_a_host_of_which_one_address_is_private_is_forbidden() -> None:
    error = refused(Fetcher(resolve=lambda *_: ["93.184.216.34", "10.0.0.1"]), "https://tide.test/x")
    assert error.code == "forbidden"


def test_a_host_that_is_not_known_is_unreachable() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    assert refused(Fetcher(resolve=unknown), "https://tide.test/x").code == "unreachable"


# -- what is fetched ---------------------------------------------------------------------------------------


def test_a_document_comes_with_what_its_server_says_of_it(server: Server) -> None:
    server.answers["/tide.md"] = sends(etag='"a1"', last_modified="Sat, 01 Aug 2026 00:00:00 GMT")
    fetched = fetcher().fetch(server.at("/tide.md"))
    assert fetched.raw == WORDS
    assert fetched.said == ServerSaid('"a1"', "Sat, 01 Aug 2026 00:00:00 GMT")
    [(_, headers)] = server.seen
    assert headers["host"] == f"tide.test:{server.port}"
    assert "authorization" not in headers
    assert "cookie" not in headers


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(server: Server) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    server.answers["/tide.md"] = sends()
    assert fetcher(resolve=changing).fetch(server.at("/tide.md")).raw == WORDS
    assert asked == ["tide.test"]


def test_a_name_with_other_letters_is_asked_for_as_the_net_knows_it(server: Server) -> None:
    server.answers["/tide.md"] = sends()
    hosts = frozenset({"xn--flt-ioa.test"})
    local = Fetcher(allow_hosts=hosts, resolve=lambda *_: ["127.0.0.1"])
    assert local.fetch(f"http://flüt.test:{server.port}/tide.md").raw == WORDS
    [(_, headers)] = server.seen
    assert headers["host"] == f"xn--flt-ioa.test:{server.port}"


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    server.answers["/tide.md"] = sends(b"", 304)
    with pytest.raises(NotModifiedError):
        fetcher().fetch(server.at("/tide.md"), ServerSaid('"a1"', "Sat, 01 Aug 2026 00:00:00 GMT"))
    [(_, headers)] = server.seen
    assert headers["if-none-match"] == '"a1"'
    assert headers["if-modified-since"] == "Sat, 01 Aug 2026 00:00:00 GMT"


def test_five_redirects_are_followed_and_a_sixth_is_not(server: Server) -> None:
    for at in range(6):
        server.answers[f"/{at}"] = sends(b"", 302, location=f"/{at + 1}")
    server.answers["/6"] = sends()
    assert fetcher().fetch(server.at("/1")).raw == WORDS
    assert refused(fetcher(), server.at("/0")).code == "unreachable"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://inner.test/",
        "//10.0.0.1/",
        "http://a:b@tide.test/",
    ],
)
def test_a_redirect_into_the_network_is_forbidden(server: Server, target: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return {"inner.test": ["10.0.0.1"], "tide.test": ["127.0.0.1"]}.get(host, [host])

    server.answers["/out"] = sends(b"", 302, location=target)
    assert refused(fetcher(resolve=resolve), server.at("/out")).code == "forbidden"
    assert len(server.seen) == 1


def test_a_redirect_to_an_address_that_is_none_is_unreachable(server: Server) -> None:
    server.answers["/out"] = sends(b"", 302, location="http://[oops")
    assert refused(fetcher(), server.at("/out")).code == "unreachable"


def test_not_modified_is_no_answer_where_nothing_was_known(server: Server) -> None:
    server.answers["/x"] = sends(b"", 304)
    error = refused(fetcher(), server.at("/x"))
    assert (error.code, "304" in str(error)) == ("unreachable", True)


def test_a_tag_that_cannot_be_said_again_is_not_kept(server: Server) -> None:
    server.answers["/tide.md"] = sends(etag='"caf\u00e9"', last_modified="Sat, 01 Aug 2026 00:00:00 GMT")
    fetched = fetcher().fetch(server.at("/tide.md"))
    assert (fetched.raw, fetched.said) == (WORDS, ServerSaid(None, "Sat, 01 Aug 2026 00:00:00 GMT"))
    assert fetcher().fetch(server.at("/tide.md"), ServerSaid('"caf\u00e9"')).raw == WORDS


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (410, True), (500, False), (403, False), (204, False)])
def test_an_answer_without_a_document_is_unreachable(server: Server, status: int, is_gone: object) -> None:
    server.answers["/x"] = sends(b"", status)
    error = refused(fetcher(), server.at("/x"))
    assert (error.code, error.is_gone) == ("unreachable", is_gone)
    assert str(status) in str(error)


def test_a_host_where_nobody_listens_is_unreachable(server: Server) -> None:
    address = server.at("/x").replace(str(server.port), "1")
    assert refused(fetcher(), address).code == "unreachable"


def test_a_body_above_the_limit_is_not_read_to_its_end(server: Server) -> None:
    server.answers["/said"] = sends(b"x" * 2000)
    server.answers["/unsaid"] = lambda request: (
        request.send_response(200),
        request.end_headers(),
        request.wfile.write(b"x" * 2000),
    )
    for path in ("/said", "/unsaid"):
        assert refused(fetcher(max_bytes=1000), server.at(path)).code == "too_large"


def test_a_compressed_body_is_unfolded_within_the_limit(server: Server) -> None:
    server.answers["/x"] = sends(gzip.compress(WORDS, mtime=0), content_encoding="gzip")
    server.answers["/bomb"] = sends(gzip.compress(bytes(5_000_000), mtime=0), content_encoding="gzip")
    assert fetcher().fetch(server.at("/x")).raw == WORDS
    assert refused(fetcher(max_bytes=100_000), server.at("/bomb")).code == "too_large"


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\nTide"])
def test_a_server_that_talks_for_ever_is_left_when_the_time_is_over(server: Server, beginning: bytes) -> None:
    ended = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(beginning)
        try:
            while not ended.wait(0.02):
                request.wfile.write(b"x")
        except OSError:
            return

    server.answers["/x"] = drip
    error = refused(fetcher(seconds=0.2), server.at("/x"))
    ended.set()
    assert error.code == "unreachable"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://tide.io/a", "https://tide.io/a"),
        ("https:/tide.io/a", "https://tide.io/a"),
        ("HTTP://tide.io", "http://tide.io"),
        ("file:/etc/passwd", "file:///etc/passwd"),
    ],
)
def test_an_address_is_told_from_a_path_though_a_slash_was_lost(words: str, address: str) -> None:
    assert is_address(words)
    assert written_out(words) == address


@pytest.mark.parametrize("words", ["docs/tide.md", "C:/tide.md", "https", "tide.io/a"])
def test_a_path_is_no_address(words: str) -> None:
    assert not is_address(words)
