"""What an operator's own instruments hear of: batches, calls and documents, never a word of a document or an answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TextIO

from decompose.domain.ledger import Entry, JobResult


class Observer(Protocol):
    """Hears of what happens, from any thread, after it was written down."""

    def begun(self, batch: str, llm: str) -> None:
        """A batch is carried out, or carried on."""

    def called(self, batch: str | None, entry: Entry) -> None:
        """An attempt at a call has ended."""

    def ended(self, batch: str, job: JobResult) -> None:
        """A document has ended."""

    def finished(self, batch: str, stopped: str | None) -> None:
        """A batch has ended, or was stopped for a reason."""

    def close(self) -> None:
        """Nothing more comes; what was heard goes out."""


@dataclass(frozen=True)
class Observers:
    """All of them, one after the other; none by default."""

    each: tuple[Observer, ...] = ()

    def begun(self, batch: str, llm: str) -> None:
        for one in self.each:
            one.begun(batch, llm)

    def called(self, batch: str | None, entry: Entry) -> None:
        for one in self.each:
            one.called(batch, entry)

    def ended(self, batch: str, job: JobResult) -> None:
        for one in self.each:
            one.ended(batch, job)

    def finished(self, batch: str, stopped: str | None) -> None:
        for one in self.each:
            one.finished(batch, stopped)

    def close(self) -> None:
        for one in self.each:
            one.close()


NOBODY = Observers()


@dataclass(frozen=True)
class JsonLog:
    """One JSON object a line: what happened, when, and in figures. `now` gives the time of a line."""

    now: Callable[[], datetime]
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def begun(self, batch: str, llm: str) -> None:
        self._write("batch begun", batch=batch, llm=llm)

    def called(self, batch: str | None, entry: Entry) -> None:
        self._write("call", batch=batch, **figures_of(entry))

    def ended(self, batch: str, job: JobResult) -> None:
        self._write("document", batch=batch, slug=job.slug, outcome=job.outcome, code=job.code)

    def finished(self, batch: str, stopped: str | None) -> None:
        self._write("batch ended", batch=batch, is_stopped=stopped is not None)

    def close(self) -> None:
        self.stream.flush()

    def _write(self, event: str, **figures: Any) -> None:
        known = {name: value for name, value in figures.items() if value is not None}
        line = json.dumps({"at": self.now().isoformat(), "event": event, **known})
        # One write, so that lines of several threads do not run into one another.
        self.stream.write(f"{line}\n")


def figures_of(entry: Entry) -> dict[str, Any]:
    """What may be told of an attempt outside: neither the request nor the answer, nor what was in an error."""
    return {
        "slug": entry.slug,
        "prompt": entry.prompt,
        "llm": entry.llm,
        "served": entry.served,
        "outcome": entry.outcome,
        "seconds": round(entry.latency, 3),
        "input_tokens": entry.input,
        "cached_tokens": entry.cached,
        "output_tokens": entry.output,
        "cost_usd": float(entry.cost) if entry.cost is not None else None,
    }
