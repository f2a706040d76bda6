"""Names and rows go to a database some hundred at a time: statements have a most of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 500


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in their order, `AT_ONCE` at a time."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
