"""What a search found, as the faces of the program are handed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decompose.domain.capability import Capability
from decompose.domain.catalog import Readable
from decompose.domain.matching.entries import Filters


@dataclass(frozen=True, slots=True)
class Hit:
    """A capability that answers a query; `capability` None is the artifact itself."""

    capability: str | None
    name: str
    text: str
    score: float
    why: str
    words: tuple[str, ...]
    times_matched: int


@dataclass(frozen=True, slots=True)
class Result:
    """An artifact that answers a query, its best capability first. `token` proves that it was shown for this search."""

    slug: str
    name: str
    kind: str | None
    hits: tuple[Hit, ...]
    times_matched: int
    token: str

    @property
    def best(self) -> Hit:
        return self.hits[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, the best first; `note` says what readers should know of how it was found.

    `total` artifacts answer it, of which `results` are the best; more than that where not all was read (`is_all`).
    """

    search_id: str
    query: str
    results: tuple[Result, ...]
    note: str | None = None
    total: int = 0
    is_all: bool = True

    @property
    def is_cut(self) -> bool:
        return not self.is_all or self.total > len(self.results)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One answer to a wish: the capability (None where the artifact itself was found), and what else would answer."""

    result: Result
    record: Readable
    capability: Capability | None
    alternatives: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    search_id: str
    wish: str
    resolved: tuple[Resolved, ...]
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An artifact that answers a search that somebody follows, and when it was first read."""

    slug: str
    name: str
    capability: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that somebody keeps; `owner` is the name of a token, None where only its link is known.

    `edition` is that of the index when it was last looked through, None where it never was; `hook` is an address that
    is told as well.
    """

    id: str
    owner: str | None
    query: str
    filters: Filters
    created_at: datetime
    asked_at: datetime
    edition: int | None = None
    hook: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A published capability in a list of all."""

    number: int
    slug: str
    artifact: str
    capability: str
    name: str
    text: str
    kind: str | None
    times_matched: int
