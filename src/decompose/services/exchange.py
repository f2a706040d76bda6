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
                self._carry_out(json.loads(line), by)
                decided += 1
            except (ValueError, TypeError, KeyError, AttributeError) as exc:
                refused.append((number, f"this is no decision: {exc}"))
            except (DecisionRefusedError, UnknownSubjectError) as exc:
                refused.append((number, str(exc)))
        return Taken(decided, tuple(refused))

    def _carry_out(self, told: Mapping[str, Any], by: str) -> None:
        action = Action(told["action"])
        if action not in _TAKEN:
            raise ValueError(f"“{action}” is not one of {', '.join(_TAKEN)}")
        said = Said(
            seen=int(told["revision"]),
            comment=told.get("comment"),
            text=told.get("text"),
            quotes=tuple(str(quote) for quote in told.get("quotes") or ()),
            reason_code=told.get("reason_code"),
        )
        self.reviewing.decide(str(told["id"]), action, by=str(told.get("by") or by), said=said)


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
