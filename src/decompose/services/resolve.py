"""From a wish to what does it: the capability with all that one must know before it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from decompose.domain.capability import Capability
from decompose.domain.catalog import Readable
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit
from decompose.domain.matching.findings import Resolution, Resolved, Result
from decompose.services.catalog import Catalog
from decompose.services.search import Searching

MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Resolving:
    search: Searching
    catalog: Catalog
    now: Callable[[], datetime]

    def resolve(self, wish: str, visit: Visit, *, filters: Filters | None = None, limit: int = 3) -> Resolution:
        """The best answers to a wish with their grounds; the search is remembered like any other.

        Raises:
            UsageError: nothing is asked, or more than anybody reads.
        """
        answer = self.search.search(wish, visit, filters=filters, limit=limit + MOST_ALTERNATIVES)
        return Resolution(answer.search_id, wish, self._resolved(answer.results, limit), self.now(), answer.note)

    def _resolved(self, results: Sequence[Result], limit: int) -> tuple[Resolved, ...]:
        # Held back or removed since the search: the others answer all the same.
        records = self.catalog.readable([result.slug for result in results])
        return tuple(
            Resolved(result, record, _capability(record, result), _beside(result, results))
            for result in results
            if (record := records.get(result.slug))
        )[:limit]


def _beside(result: Result, results: Sequence[Result]) -> tuple[Result, ...]:
    """What else would answer, the best first."""
    return tuple(other for other in results if other is not result)[:MOST_ALTERNATIVES]


def _capability(record: Readable, result: Result) -> Capability | None:
    return next((each for each in record.side.capabilities if each.id == result.best.capability), None)
