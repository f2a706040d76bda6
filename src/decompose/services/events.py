"""Events handed in and out as lines, kept as long as is wished, and what the match graph measures of each artifact."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from decompose.domain.identity import canonical_json
from decompose.domain.matching.events import OUTCOMES, Act, Trace, Visit
from decompose.domain.matching.graph import component_values
from decompose.domain.matching.words import intent_of
from decompose.domain.score import Component
from decompose.errors import UnreadableInputError
from decompose.store import artifacts, matches, reviews, scores
from decompose.store.database import Database, Session

ORIGIN = "match graph"
_NAMESPACE = uuid.UUID("6f2b7b0e-3f0b-5b0a-9d51-5b8a7f1f6c11")
_Json = dict[str, Any]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: new searches, those that were kept already, and the lines that were refused, with why."""

    imported: int
    known: int
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Events:
    """What is older than `kept_for` is forgotten before anything is handed out or measured, and never taken in."""

    database: Database
    now: Callable[[], datetime]
    kept_for: timedelta | None = None

    def import_file(self, path: Path) -> Imported:
        """Take the lines of a file; the same line again changes nothing.

        Raises:
            UnreadableInputError: the file cannot be read.
        """
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as exc:
            raise UnreadableInputError(
                f"{path} cannot be read ({exc}); give a JSONL file in UTF-8", subject=str(path)
            ) from exc
        traces: list[Trace] = []
        refused: list[tuple[int, str]] = []
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    traces.append(trace_of(json.loads(line)))
                except (ValueError, RecursionError) as exc:
                    refused.append((number, str(exc)))
        with self.database.writing() as session:
            imported = matches.add(session, traces)
            self._tidy(session)
            reviews.count_readers(session, self.now())
        return Imported(imported, len(traces) - imported, tuple(refused))

    def export(self) -> tuple[_Json, ...]:
        """Every search with what came of it, as lines that an import takes."""
        if self.kept_for is not None:
            with self.database.writing() as session:
                self._tidy(session)
        with self.database.reading() as session:
            return tuple(line_of(trace) for trace in matches.all_of(session))

    def forget(self, days: float) -> int:
        """Delete searches older than so many days, with all that came of them; their number is returned."""
        with self.database.writing() as session:
            return matches.forget(session, self.now() - timedelta(days=days))

    def _tidy(self, session: Session) -> None:
        if self.kept_for is not None:
            matches.forget(session, self.now() - self.kept_for)

    def measure(self) -> int:
        """Hand the match graph's component of every artifact to the scores; how many values changed is returned.

        A value that an operator pinned counts until it is unpinned.
        """
        with self.database.writing() as session:
            self._tidy(session)
            values = component_values(matches.all_of(session))
            slugs = [artifact.slug for artifact in artifacts.all_of(session)]
            return sum(
                scores.add(
                    session,
                    slug,
                    {Component.MATCH_GRAPH.value: values.get(slug)},
                    origin=ORIGIN,
                    at=self.now(),
                    pin=False,
                )
                for slug in slugs
            )


def trace_of(line: Any) -> Trace:
    """The search that a line tells of.

    Raises:
        ValueError: the line has not the form of an event.
    """
    if not isinstance(line, dict):
        raise ValueError("the line is no JSON object")  # noqa: TRY004 - a wrong line, whatever is wrong in it
    at = _moment(line.get("at"))
    query = _words(line, "query")
    outcome = line.get("outcome") or {}
    if not isinstance(outcome, dict) or not set(outcome.values()) <= set(OUTCOMES):
        raise ValueError(f"outcome is no object of slug: {' or '.join(OUTCOMES)}")
    name = line.get("search_id") or str(uuid.uuid5(_NAMESPACE, canonical_json(line)))
    return Trace(
        id=str(name),
        at=at,
        visit=Visit(_words(line, "visitor"), _words(line, "source"), bool(line.get("bot"))),
        query=query,
        intent=intent_of(query),
        shown=tuple(dict.fromkeys(_slugs(line, "shown"))),
        capabilities=_object(line, "capabilities", str),
        opened=frozenset(_slugs(line, "opened")),
        dwelt=_object(line, "dwelt", float),
        outcome={str(slug): Act(said) for slug, said in outcome.items()},
    )


def line_of(trace: Trace) -> _Json:
    """The line that tells of a search."""
    line: _Json = {
        "at": trace.at.isoformat(),
        "visitor": trace.visit.visitor,
        "source": trace.visit.source,
        "query": trace.query,
        "shown": list(trace.shown),
        "opened": sorted(trace.opened),
        "outcome": {slug: act.value for slug, act in sorted(trace.outcome.items())},
        "search_id": trace.id,
        "capabilities": dict(sorted(trace.capabilities.items())),
        "dwelt": dict(sorted(trace.dwelt.items())),
    }
    return line | ({"bot": True} if trace.visit.is_bot else {})


def _moment(said: Any) -> datetime:
    try:
        at = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise ValueError("at is no time in ISO 8601") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _words(line: Mapping[str, Any], name: str) -> str:
    said = line.get(name)
    if not isinstance(said, str) or not said.strip():
        raise ValueError(f"{name} is missing or no text")
    return said


def _slugs(line: Mapping[str, Any], name: str) -> list[str]:
    said = line.get(name) or []
    if not isinstance(said, list) or not all(isinstance(slug, str) for slug in said):
        raise ValueError(f"{name} is no list of slugs")
    return said


def _object(line: Mapping[str, Any], name: str, kind: Callable[[Any], _Value]) -> dict[str, _Value]:
    said = line.get(name) or {}
    if not isinstance(said, dict):
        raise ValueError(f"{name} is no object")  # noqa: TRY004
    try:
        return {str(key): kind(value) for key, value in said.items()}
    except (TypeError, ValueError):
        raise ValueError(f"{name} has a value of the wrong sort") from None
