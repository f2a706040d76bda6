"""A small OpenAI-compatible server on loopback that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "prompt_tokens_details": {"cached_tokens": 20}}


@dataclass(frozen=True)
class Answer:
    """What the server sends: a status and a body, after so many seconds; or it hangs up without a word.

    `then` is called right before it is sent."""

    body: str
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0
    hangs_up: bool = False
    then: Callable[[], None] = lambda: None


def said(content: str, **choice: Any) -> Answer:
    """A chat completion that says this, with usage."""
    message = {"role": "assistant", "content": content, **choice.pop("message", {})}
    whole = {"index": 0, "finish_reason": "stop", **choice, "message": message}
    return Answer(json.dumps({"model": "served-by", "choices": [whole], "usage": USAGE}))


@dataclass
class Endpoint:
    """`script` gives the answer to the n-th request (from 0) with its body."""

    script: Callable[[int, dict[str, Any]], Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    sent: list[Answer] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""


def refused(status: int, headers: Mapping[str, str] | None = None, **error: Any) -> Answer:
    return Answer(json.dumps({"error": {"message": "not now", **error}}), status, headers=headers or {})


@dataclass
class Throttle:
    """Takes `per_minute` requests and `burst` at once, and refuses the rest: `headers` says what it tells of that."""

    answer: Answer
    per_minute: float = 600.0
    burst: float = 20.0
    headers: Callable[[float], Mapping[str, str]] = lambda _wait: {}
    taken: int = 0
    _level: float = 0.0
    _at: float | None = None

    def __call__(self, _number: int, _body: dict[str, Any]) -> Answer:
        now, rate = time.monotonic(), self.per_minute / 60
        self._level = self.burst if self._at is None else min(self.burst, self._level + (now - self._at) * rate)
        self._at = now
        if self._level < 1:
            return refused(429, self.headers((1 - self._level) / rate))
        self._level -= 1
        self.taken += 1
        return self.answer


@contextmanager
def serving(script: Callable[[int, dict[str, Any]], Answer]) -> Iterator[Endpoint]:
    endpoint = Endpoint(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with endpoint.lock:
                endpoint.asked.append(body)
                endpoint.arrived.append(time.monotonic())
                answer = endpoint.script(len(endpoint.asked) - 1, body)
                endpoint.sent.append(answer)
            time.sleep(answer.after)
            answer.then()
            if answer.hangs_up:
                self.close_connection = True
                return
            content = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(content)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 512
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asked may have died meanwhile."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
        try:
            yield endpoint
        finally:
            server.shutdown()
