"""The ledger's rows and the ends of a batch's documents, as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger. Tokens are None where the server told nothing; `cost` is in USD, None without a price."""

    key: str
    prompt: str
    template: str
    llm: str
    outcome: str
    latency: float
    raw: str
    slug: str | None = None
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


@dataclass(frozen=True, slots=True)
class JobResult:
    """How one document of a batch ended: done, skipped, refused or failed."""

    origin: str
    slug: str | None
    outcome: str
    code: str | None = None
    why: str | None = None
