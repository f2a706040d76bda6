"""The queue as lines of JSON, for a team that decides with a tool of its own, and its decisions taken back in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from decompose.domain.review import Action, ReviewItem
from decompose.errors import DecisionRefusedError, UnknownSubjectError
from decompose.services.review import Reviewing, Said

_TAKEN = (Action.ACCEPT, Action.EDIT, Action.REJECT, Action.SKIP)
_TEXTS = ("id", "action", "text", "reason_code", "comment")
_FORM = (
    f'{{"id", "revision", "action": {"|".join(_TAKEN)}}}, '
    'for edit with "text" and "quotes": [...], for reject with "reason_code"'
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many decisions were taken in, and which lines were refused: (number of the line, why)."""

    decided: int
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    reviewing: Reviewing

    def lines(self, artifact: str | None = None) -> Iterator[dict[str, Any]]:
        """What waits, the riskiest first; `id` and `revision` must come back with a decision."""
        return (_line(item) for item in self.reviewing.waiting(artifact))

    def take(self, lines: Iterable[str], *, by: str) -> Taken:
        """Carry out decisions: `{id, revision, action, text?, quotes?, reason_code?, by?}`, one a line.

        A line that cannot be carried out is refused by itself; giving the file again decides nothing twice, since the
        revisions of what was decided are old by then.
        """
        decided, refused = 0, []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                self._carry_out(_decision(line), by)
                decided += 1
            except ValueError as exc:
                refused.append((number, f"this is no decision: {exc}; a line is {_FORM}"))
            except (DecisionRefusedError, UnknownSubjectError) as exc:
                refused.append((number, str(exc)))
        return Taken(decided, tuple(refused))

    def _carry_out(self, told: Mapping[str, Any], by: str) -> None:
        said = Said(
            seen=int(told["revision"]),
            comment=told.get("comment"),
            text=told.get("text"),
            quotes=tuple(told.get("quotes") or ()),
            reason_code=told.get("reason_code"),
        )
        self.reviewing.decide(told["id"], Action(told["action"]), by=str(told.get("by") or by), said=said)


def _decision(line: str) -> Mapping[str, Any]:
    """The decision that a line tells. Raises ValueError for what is missing in it, or of another form."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise ValueError(f"it is no JSON ({exc})") from exc
    if not isinstance(told, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - the line is wrong, not the program
    why = next(_lacks(told), None)
    if why:
        raise ValueError(why)
    return told


def _lacks(told: Mapping[str, Any]) -> Iterator[str]:
    """What is missing in a decision, or of another form."""
    yield from (f"{name} is missing" for name in ("id", "revision", "action") if told.get(name) is None)
    yield from (f"{name} is no text" for name in _TEXTS if not isinstance(told.get(name), str | None))
    if not str(told["revision"]).isdecimal():
        yield "revision is no number"
    if told["action"] not in _TAKEN:
        yield f"“{told['action']}” is not one of {', '.join(_TAKEN)}"
    quotes = told.get("quotes") or []
    if not isinstance(quotes, list) or not all(isinstance(quote, str) for quote in quotes):
        yield "quotes is no list of texts"


def _line(item: ReviewItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "revision": item.revision,
        "artifact": item.artifact,
        "field": item.field,
        "reason": item.reason.value if item.reason else None,
        "published": item.old,
        "sentence": item.new,
        "quotes": [evidence.quote for evidence in item.evidence],
        "objections": [f"{flag.check}: {flag.detail}" for flag in item.flags],
        "blocked": item.blocked,
    }
