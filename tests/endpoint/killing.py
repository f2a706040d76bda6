"""Real processes that are killed: a provider that counts, orders as an operator gives them, and dumps to compare."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import select
from sqlmodel import SQLModel

from decompose.domain.ledger import UNKNOWN, Entry
from decompose.store.database import Database
from decompose.store.tables import _Moment
from endpoint.server import Answer, Endpoint, said, serving
from world import answer, claim, record

PATIENCE = 240.0
_READING = 0.3
BOOKKEEPING = {"batch", "job", "attempt", "held_document", "worker", "reservation", "pace", "setting", "touched"}
_SAYS = re.compile(r"Buoy \d+ stores readings in a file\.")


def documents(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"buoy-{number}.md").write_text(f"# Buoy {number}\n\nBuoy {number} stores readings in a file.\n")
    return folder


@dataclass
class Provider:
    """An endpoint that says of each buoy what its document says, and knows which calls are on the way."""

    latency: float = 0.3
    finished: list[float] = field(default_factory=list)
    endpoint: Endpoint = field(default_factory=lambda: Endpoint(lambda _number, _body: said("")))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, _number: int, body: dict[str, Any]) -> Answer:
        found = _SAYS.search(json.dumps(body["messages"]))
        assert found
        content = json.dumps(answer(record("storing", claim(found[0]))))
        return Answer(said(content).body, after=self.latency, then=self._finish)

    def _finish(self) -> None:
        with self._lock:
            self.finished.append(time.monotonic())

    @property
    def asked(self) -> int:
        return len(self.endpoint.asked)

    @property
    def on_the_way(self) -> int:
        """Calls whose answer was not sent, or so shortly ago that nobody may have written it down."""
        with self._lock:
            return self.asked - sum(moment < time.monotonic() - _READING for moment in self.finished)

    def wait_for_calls(self, count: int, process: subprocess.Popen[str]) -> None:
        """Until so many calls have come, or none will come any more."""
        self.wait_for(lambda: self.asked >= count or process.poll() is not None)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, "nothing happens"
            time.sleep(0.005)


@contextmanager
def provider(latency: float = 0.3) -> Iterator[Provider]:
    made = Provider(latency)
    with serving(made) as endpoint:
        made.endpoint = endpoint
        yield made


@dataclass
class Operator:
    """Starts the program in processes of its own, against one endpoint and one database."""

    url: str
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, nothing that was started is left."""
        for process in self.started:
            process.kill()
            process.communicate()

    def start(self, *words: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "OPENAI_BASE_URL": self.endpoint, **self.settings}
        environment.pop("OPENAI_API_KEY", None)
        program = [sys.executable, "-c", "from decompose.cli import main; main()"]
        process = subprocess.Popen(
            [*program, *words, "--db", self.url],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def __call__(self, *words: str) -> tuple[int, str, str]:
        process = self.start(*words)
        out, told = process.communicate(timeout=PATIENCE)
        return process.returncode, out, told


def dump(url: str) -> Mapping[str, Counter[str]]:
    """Every row that must be the same after any disturbance, without times."""
    database = Database(url)
    try:
        with database.reading() as session:
            return {
                table.name: Counter(
                    repr(tuple(row))
                    for row in session.connection().execute(
                        select(*(column for column in table.columns if not isinstance(column.type, _Moment)))
                    )
                )
                for table in SQLModel.metadata.sorted_tables
                if table.name not in BOOKKEEPING
            }
    finally:
        database.close()


def batches(url: str) -> list[tuple[str, str]]:
    """Ids and states, the oldest first."""
    from decompose.store import jobs

    database = Database(url)
    try:
        with database.reading() as session:
            return [(batch.id, batch.state.value) for batch in reversed(jobs.batches(session))]
    finally:
        database.close()


def written(url: str) -> int:
    """How many calls are in the ledger whose end was heard."""
    return sum(entry.outcome != UNKNOWN for entry in booked(url))


def booked(url: str) -> tuple[Entry, ...]:
    """The rows of the ledger."""
    from decompose.store import ledger

    database = Database(url)
    try:
        with database.reading() as session:
            return ledger.entries(session)
    finally:
        database.close()


def living(url: str) -> int:
    """How many workers there are that nobody took for dead."""
    from decompose.store import workers

    database = Database(url)
    try:
        with database.reading() as session:
            return len(workers.living(session))
    finally:
        database.close()
