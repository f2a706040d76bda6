"""A provider with a Batch API on loopback: files and batches, run when the test says so, and losing what it is told to.

with providing() as provider:
    order(provider.url, "batch", "submit", "docs/")
    provider.finish(output=[answered(line) for line in provider.lines()])
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from endpoint.server import said

Json = dict[str, Any]
_PART = re.compile(rb'name="(?P<name>\w+)"(?:; filename="(?P<file>[^"\r\n]*)")?[^\r]*\r\n(?:[^\r\n]+\r\n)*\r\n')


@dataclass
class Provider:
    """`breaks` names a call ("POST /files") whose answer gets lost once: "before" or "after" it was done.

    `refuses` names a call that is answered with a status and a body once.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Json] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    breaks: dict[str, str] = field(default_factory=dict)
    refuses: dict[str, tuple[int, Json]] = field(default_factory=dict)

    def lines(self, batch: int = -1) -> list[Json]:
        """The request lines of a batch, by default of the newest one."""
        file = list(self.batches.values())[batch]["input_file_id"]
        return [json.loads(line) for line in self.files[file].splitlines()]

    def finish(
        self,
        output: Iterable[Json | str] | None = None,
        errors: Iterable[Json | str] | None = None,
        *,
        status: str = "completed",
        batch: int = -1,
    ) -> None:
        """End a batch, by default the newest one, with these result files (None: without that file)."""
        state = list(self.batches.values())[batch]
        kept = {"output_file_id": output, "error_file_id": errors}
        counts = [0, 0]
        for place, (name, lines) in enumerate(kept.items()):
            if lines is not None:
                written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
                counts[place] = len(written)
                state[name] = self.keep("\n".join([*written, ""]).encode())
        state["status"] = status
        state["request_counts"] = {"total": sum(counts), "completed": counts[0], "failed": counts[1]}

    def keep(self, content: bytes) -> str:
        identity = f"file-{len(self.files) + 1}"
        self.files[identity] = content
        return identity

    def begin(self, wanted: Json) -> Json:
        identity = f"batch_{self.calls.count('POST /batches')}"
        self.batches[identity] = {"id": identity, "object": "batch", "status": "validating", **wanted}
        return self.batches[identity]

    def page(self, after: str) -> Json:
        """Two batches behind the one that is named, the newest first."""
        listed = list(reversed(self.batches))
        start = listed.index(after) + 1 if after else 0
        shown = [self.batches[identity] for identity in listed[start : start + 2]]
        return {"object": "list", "data": shown, "has_more": start + 2 < len(listed)}

    def answer(self, call: str, body: bytes) -> Json | bytes | None:
        """What a call does and gives; None where there is no such thing."""
        method, path, *_ = call.split(" ")
        match method, *path.strip("/").split("/"):
            case "POST", "files":
                return {"id": self.keep(uploaded(body)), "object": "file"}
            case "GET", "files", file, "content":
                return self.files.get(file)
            case "POST", "batches":
                return self.begin(json.loads(body))
            case "GET", "batches":
                return self.page(call.partition("after=")[2].partition("&")[0])
            case "GET", "batches", batch:
                return self.batches.get(batch)
        return None


def uploaded(body: bytes) -> bytes:
    """The file of a multipart form, whose purpose must be "batch"."""
    boundary = body.split(b"\r\n", 1)[0]
    parts = {}
    for part in body.split(boundary)[1:-1]:
        head = _PART.search(part)
        assert head
        parts[head["name"]] = part[head.end() : -2]
    assert parts[b"purpose"] == b"batch"
    return parts[b"file"]


def answered(line: Json, content: str, **more: Any) -> Json:
    """The result line of a request that was answered with this content."""
    body = json.loads(said(content, **more).body)
    return {
        "id": f"batch_req_{line['custom_id'][:8]}",
        "custom_id": line["custom_id"],
        "response": {"status_code": 200, "request_id": "req-1", "body": body},
        "error": None,
    }


def refused(line: Json, status: int = 400, message: str = "no") -> Json:
    """The line of an error file for a request that the provider refused."""
    response = {"status_code": status, "body": {"error": {"message": message}}}
    return {"id": "batch_req", "custom_id": line["custom_id"], "response": response, "error": None}


def expired(line: Json) -> Json:
    error = {"code": "batch_expired", "message": "This request could not be executed before the completion window"}
    return {"id": "batch_req", "custom_id": line["custom_id"], "response": None, "error": error}


@contextmanager
def providing() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._handle("GET")

        def do_POST(self) -> None:
            self._handle("POST")

        def _handle(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path, _, query = self.path.removeprefix("/v1").partition("?")
            call = f"{method} {path}"
            provider.calls.append(call)
            if call in provider.refuses:
                status, refusal = provider.refuses.pop(call)
                self._send(status, json.dumps(refusal).encode())
                return
            broken = provider.breaks.pop(call, None)
            given = None if broken == "before" else provider.answer(f"{call} {query}", body)
            if broken:
                self.close_connection = True
                return
            if given is None:
                self._send(404, b'{"error": {"message": "no such thing"}}')
                return
            self._send(200, given if isinstance(given, bytes) else json.dumps(given).encode())

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        provider.url = f"http://127.0.0.1:{server.server_port}/v1"
        try:
            yield provider
        finally:
            server.shutdown()
