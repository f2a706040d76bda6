"""Addresses on the command line: ingested, asked for again, recorded, put into request files."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.cli import app
from decompose.errors import UsageError

FIRST = "# Tide\n\nTide stores readings of the sea in a file.\n"
SECOND = "# Tide\n\nTide sorts readings of the sea by their age.\n"


@dataclass
class Site:
    """One page on loopback with a tag; None is a page that is gone."""

    page: str | None = FIRST
    url: str = ""
    asked: list[str | None] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tag = f'"{hash(site.page)}"'
            site.asked.append(self.headers["if-none-match"])
            content = (site.page or "").encode()
            self.send_response(404 if site.page is None else 304 if self.headers["if-none-match"] == tag else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}/docs/tide.md"
        yield site
        server.shutdown()


@pytest.fixture
def order(tmp_path, monkeypatch):
    monkeypatch.setenv("DECOMPOSE_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    database = ["--db", f"sqlite:///{tmp_path / 'tide.db'}"]

    def run(*words: str, has_database: bool = True) -> tuple[int, Any, str]:
        result = CliRunner().invoke(app, [*words, *(database if has_database else []), "--json"])
        if isinstance(result.exception, UsageError):
            return 2, None, str(result.exception)
        return result.exit_code, json.loads(result.stdout or "null"), result.stderr

    return run


@pytest.mark.slow
def test_known_addresses_are_asked_for_again_and_only_what_changed_is_ingested(order, site) -> None:
    assert order("ingest", site.url, "--llm", "extractive")[1]["jobs"]["done"] == 1
    code, report, told = order("ingest", "--refresh", "--llm", "extractive")
    assert (code, report["jobs"], site.asked[-1] is None) == (
        0,
        {"done": 0, "failed": 0, "skipped": 1, "refused": 0},
        False,
    )
    assert "not modified" in told
    site.page = SECOND
    assert order("ingest", "--refresh", "--older", "7d", "--llm", "extractive")[1]["jobs"]["done"] == 0
    assert order("ingest", "--refresh", "--llm", "extractive")[1]["jobs"]["done"] == 1
    [record] = order("show", "tide")[1]["capabilities"]
    assert record["description"]["text"] == "Tide sorts readings of the sea by their age."


@pytest.mark.slow
def test_a_page_that_is_gone_is_refused_with_its_reason_and_its_records_stay(order, site) -> None:
    order("ingest", site.url, "--llm", "extractive")
    site.page = None
    code, report, _ = order("ingest", "--refresh", "--llm", "extractive")
    [refused] = report["refused"]
    assert (code, refused["code"], "gone since" in refused["why"]) == (1, "unreachable", True)
    assert order("show", "tide")[1]["capabilities"][0]["status"] == "published"


@pytest.mark.slow
def test_refreshing_without_any_address_does_nothing(order) -> None:
    code, report, _ = order("ingest", "--refresh", "--llm", "extractive")
    assert (code, sum(report["jobs"].values())) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("words", [("--older", "7d", "docs"), ("--refresh", "--older", "a week")])
def test_an_age_needs_a_refresh_and_a_unit(order, words) -> None:
    assert order("ingest", *words)[0] == 2


@pytest.mark.slow
def test_an_address_is_recorded_and_put_into_request_files_like_a_file(order, site, tmp_path) -> None:
    lines = tmp_path / "requests.jsonl"
    assert order("record", site.url, "--to", str(tmp_path), "--requests", str(lines), has_database=False)[1] == {
        "requests": 1
    }
    [recorded] = lines.read_text().splitlines()
    code, exported, _ = order("batch", "export", site.url, "--out", str(tmp_path / "out"))
    [line] = (tmp_path / "out" / "requests-001.jsonl").read_text().splitlines()
    assert (code, exported["requests"]) == (0, 1)
    for each in (recorded, line):
        assert "Tide stores readings of the sea in a file." in json.loads(each)["body"]["messages"][-1]["content"]
