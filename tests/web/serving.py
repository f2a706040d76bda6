"""A site on a port of its own, in a thread, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class _Server(uvicorn.Server):
    """A server in a thread that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of a site while it is served."""
    server = _Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.listens.wait(20)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join()


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's browser; without one the test is skipped, or fails where DECOMPOSE_REQUIRE names it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        reason = "no chromium on the path: apt-get install chromium"
        pytest.fail(reason) if "browser" in os.environ.get("DECOMPOSE_REQUIRE", "") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield running
        running.close()
