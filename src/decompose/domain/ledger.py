"""The ledger's rows and the ends of a batch's documents, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger. Tokens are None where the server told nothing; `cost` is in USD, None without a price.

    `slug` is the artifact that was asked about, `other` the second one of a pair.
    """

    key: str
    prompt: str
    template: str
    llm: str
    outcome: str
    latency: float
    raw: str
    slug: str | None = None
    other: str | None = None
    input: int | None = None
    cached: int | None = None
    cache_write: int | None = None
    output: int | None = None
    reasoning: int | None = None
    cost: Decimal | None = None
    served: str | None = None
    tier: str | None = None
    rung: str | None = None
    request_id: str | None = None
    batch: str | None = None
    at: datetime | None = None


# The code of a document that is skipped while what is said of it is news.
TAKEN_OVER = "taken_over"

# How an attempt ended of which nothing is known but that it was on the way when its process ended.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """A call on the way: what its row of the ledger says if nobody is left to hear how it ended."""

    key: str
    prompt: str
    template: str
    llm: str
    slug: str | None = None
    other: str | None = None
    is_priced: bool = True

    def unheard(self, worst: Decimal) -> Entry:
        """Its row where its process ended before it did: at its worst case, since it may have been paid for."""
        return Entry(
            key=self.key,
            prompt=self.prompt,
            template=self.template,
            llm=self.llm,
            outcome=UNKNOWN,
            latency=0.0,
            raw="",
            slug=self.slug,
            other=self.other,
            cost=worst if self.is_priced else None,
        )


class Facet(StrEnum):
    """What attempts can be summed up by."""

    BATCH = "batch"
    ARTIFACT = "artifact"
    PROMPT = "prompt"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which attempts are meant; None means all. `day` is a day in UTC."""

    batch: str | None = None
    slug: str | None = None
    prompt: str | None = None
    day: date | None = None


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Sums:
    """Attempts added up. `of` is the batch, slug, prompt or day; tokens that no server told count as 0.

    `cost` is in USD over those of a known cost, `unpriced` counts the others.
    """

    of: str | None
    calls: int
    input: int
    cached: int
    output: int
    cost: Decimal
    unpriced: int

    @property
    def cost_usd(self) -> Decimal | None:
        """USD, or None where there is an attempt without a price."""
        return None if self.unpriced else self.cost

    def and_these(self, calls: int, tokens: tuple[int, ...], cost: Decimal | None) -> Sums:
        """With so many attempts more, their tokens (in, of them cached, out) and what they cost; None: no price."""
        read, cached, written = tokens
        return Sums(
            self.of,
            self.calls + calls,
            self.input + read,
            self.cached + cached,
            self.output + written,
            self.cost + (cost or 0),
            self.unpriced + (calls if cost is None else 0),
        )


def summed(entries: Iterable[Entry], of: str | None = None) -> Sums:
    """Attempts as one sum."""
    rows = tuple(entries)
    return Sums(
        of,
        len(rows),
        sum(entry.input or 0 for entry in rows),
        sum(entry.cached or 0 for entry in rows),
        sum(entry.output or 0 for entry in rows),
        sum((entry.cost for entry in rows if entry.cost is not None), Decimal(0)),
        sum(entry.cost is None for entry in rows),
    )


def summed_by(entries: Iterable[Entry], facet: Facet) -> tuple[Sums, ...]:
    """A sum for each batch, artifact, prompt or day, in the order in which they come first."""
    groups: dict[str | None, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_facet(entry, facet), []).append(entry)
    return tuple(summed(rows, of) for of, rows in groups.items())


def _facet(entry: Entry, facet: Facet) -> str | None:
    match facet:
        case Facet.BATCH:
            return entry.batch
        case Facet.ARTIFACT:
            return entry.slug
        case Facet.PROMPT:
            return entry.prompt
        case Facet.DAY:
            return entry.at.date().isoformat() if entry.at else None


@dataclass(frozen=True, slots=True)
class JobResult:
    """How one document of a batch ended: done, skipped, refused or failed."""

    origin: str
    slug: str | None
    outcome: str
    code: str | None = None
    why: str | None = None

    @property
    def is_taken_over(self) -> bool:
        """Whether it was known, and something is said otherwise of it or of its artifact."""
        return self.code == TAKEN_OVER
