"""Names and rows go to a database some hundred at a time: statements have a most of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, bindparam

T = TypeVar("T")
AT_ONCE = 500


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in their order, `AT_ONCE` at a time."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a column is one of those given under a name when the question is asked.

    A question that every page asks is built once with it: to build it takes longer than to answer it.
    """
    found: ColumnElement[bool] = column.in_(bindparam(name, expanding=True))
    return found
