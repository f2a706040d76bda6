"""Tracked reads: results of a pure function, kept by exactly the (path, value) pairs that it read to get there.

What was not read cannot make a result stale; what was read and is the same again brings the old result back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

R = TypeVar("R")


class Reads:
    """Values by path that note which of them were read, in the order of the first reading."""

    def __init__(self, values: Mapping[str, Hashable]) -> None:
        self._values = values
        self.pairs: dict[str, Hashable] = {}

    def __getitem__(self, path: str) -> Hashable:
        if path not in self.pairs:
            self.pairs[path] = self._values[path]
        return self.pairs[path]


@dataclass(slots=True)
class _Node(Generic[R]):
    """What is read next, and where each value leads; at an end, the result."""

    path: str | None = None
    branches: dict[Hashable, _Node[R]] = field(default_factory=dict)
    result: R | None = None


class Results(Generic[R]):
    """The results of a function of `Reads`. What it reads next may depend only on what it has read.

    `most` bounds how many are kept: beyond it all are forgotten and made again when asked for.
    """

    def __init__(self, function: Callable[[Reads], R], *, most: int = 50_000) -> None:
        self._function = function
        self._most = most
        self._root: _Node[R] = _Node()
        self.made = 0

    def of(self, values: Mapping[str, Hashable]) -> R:
        """The result for these values: an old one where every value that it read is the same."""
        node: _Node[R] | None = self._root
        while node is not None and node.path is not None:
            node = node.branches.get(values[node.path])
        if node is None or node.result is None:
            return self._make(values)
        return node.result

    def _make(self, values: Mapping[str, Hashable]) -> R:
        reads = Reads(values)
        result = self._function(reads)
        if self.made and self.made % self._most == 0:
            self._root = _Node()
        node = self._root
        for path, value in reads.pairs.items():
            node.path = path
            node = node.branches.setdefault(value, _Node())
        node.result = result
        self.made += 1
        return result
