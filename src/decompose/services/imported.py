"""What an import of a file did, whatever its rows hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows taken, values that changed, and by line the rows that were refused, with why."""

    rows: int
    changed: int
    refused: tuple[tuple[int, str], ...]
