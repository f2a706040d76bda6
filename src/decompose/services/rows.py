"""Rows of files that people make, each with the line of the file on which it begins: that is where they look."""

from __future__ import annotations

import csv
from collections.abc import Iterator


def numbered(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of CSV. The reader counts lines, blank ones too, to the last one of a cell that goes over several."""
    for row in reader:
        yield reader.line_num - _breaks_in(row), row


def filled_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines of JSONL that are not blank. Not `splitlines`: a JSON string may hold what only looks like a line's end."""
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _breaks_in(row: dict[str, str]) -> int:
    """Line breaks in the cells of a row; those beyond the header are a list, and those that it lacks are None."""
    beyond = row.get(None) or []  # type: ignore[call-overload]
    return sum(cell.count("\n") for cell in (*row.values(), *beyond) if isinstance(cell, str))
