"""The queue and the decisions as tables for a spreadsheet, a row at a time.

A spreadsheet takes a cell that begins like a formula for one, whoever wrote it: a document, a reader, an editor. So
each of those begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from decompose.domain.review import AuditEvent, ReviewItem

# Spreadsheets tell UTF-8 from what their country used before by this character.
MARK = "\ufeff"
QUEUE = (
    "item", "revision", "status", "reason", "artifact", "field", "published", "sentence", "quotes", "objections",
    "blocked", "readers", "held_by", "referred_by",
)  # fmt: skip
DECISIONS = (
    "event", "at", "who", "action", "reason_code", "comment", "undoes", "item", "artifact", "field", "waited_as",
    "before", "after", "status",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | None


def queue_csv(items: Iterable[ReviewItem]) -> Iterator[str]:
    """What waits, an item a row; where there are several quotes or objections, each has a line of its cell."""
    return _lines(QUEUE, map(_item, items))


def decisions_csv(events: Iterable[AuditEvent]) -> Iterator[str]:
    """Decisions, one a row: what waited, and what readers see since."""
    return _lines(DECISIONS, map(_decision, events))


def _item(item: ReviewItem) -> tuple[Cell, ...]:
    return (
        item.id,
        item.revision,
        item.status.value,
        item.reason.value if item.reason else None,
        item.artifact,
        item.field,
        item.old,
        item.new,
        "\n".join(evidence.quote for evidence in item.evidence),
        "\n".join(f"{flag.check}: {flag.detail}" for flag in item.flags),
        item.blocked,
        item.readers,
        item.lease.by if item.lease else None,
        item.referred_by,
    )


def _decision(event: AuditEvent) -> tuple[Cell, ...]:
    before, after = event.before, event.after
    return (
        event.id,
        event.at.isoformat(),
        event.who,
        event.action,
        event.reason_code,
        event.comment,
        event.undoes,
        event.item,
        after.artifact,
        after.field,
        before.reason.value if before.reason else None,
        before.new,
        after.old,
        after.status.value,
    )


def _lines(columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    yield MARK + _line(columns)
    for row in rows:
        yield _line(map(_harmless, row))


def _line(cells: Iterable[Cell]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
