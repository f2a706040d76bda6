"""A small OpenAI-compatible server on loopback that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "prompt_tokens_details": {"cached_tokens": 20}}


@dataclass(frozen=True)
class Answer:
    """What the server sends: a status and a body."""

    body: str
    status: int = 200
    media_type: str = "application/json"


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
    url: str = ""


@contextmanager
def serving(script: Callable[[int, dict[str, Any]], Answer]) -> Iterator[Endpoint]:
    endpoint = Endpoint(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            answer = endpoint.script(len(endpoint.asked) - 1, body)
            content = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
        try:
            yield endpoint
        finally:
            server.shutdown()
