"""A provider that throttles and lies, as a process of its own.

with faulty.running(Plan(shares={"http_500": 0.05})) as provider:
    order(provider.url, "ingest", "docs/")
    provider.ledger()
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from faulty.plan import BAD_ANSWERS, FAILURES, GOOD, Plan
from faulty.server import Row

__all__ = ["BAD_ANSWERS", "FAILURES", "GOOD", "Plan", "Provider", "Row", "documents", "running"]


@dataclass(frozen=True)
class Provider:
    """A server that runs; `url` is the address for OPENAI_BASE_URL."""

    address: str

    @property
    def url(self) -> str:
        return f"{self.address}/v1"

    def ledger(self) -> list[Row]:
        """Every request so far, in the order in which they arrived."""
        with urllib.request.urlopen(f"{self.address}/ledger", timeout=60) as answer:  # noqa: S310 - our own server
            return [Row(**row) for row in json.load(answer)]


@contextmanager
def running(plan: Plan) -> Iterator[Provider]:
    """A server that follows the plan, ended with the block."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "faulty", plan.to_json()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        try:
            yield Provider(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


def documents(folder: Path, count: int) -> Path:
    """A folder of so many documents, each about an artifact of its own, some twenty lines long."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"buoy-{number:05}.md").write_text(_document(number), encoding="utf-8")
    return folder


def _document(number: int) -> str:
    name = f"Buoy {number:05}"
    heads = ("Storing", "Sending", "Reading", "Watching")
    parts = [f"# {name}", f"{name} stores readings of the sea in a file.", f"{name} sends a message when waves rise."]
    for place, head in enumerate(heads):
        parts += [
            f"## {head}",
            f"{name} keeps up to {number % 90 + place + 10} readings of harbour {place} before writing.",
            f"- reads the depth below station {place}\n- writes lines\n- names the winds of {number} coasts",
        ]
    return "\n\n".join(parts) + "\n"
