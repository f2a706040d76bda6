"""From a wish to what does it: the capability with all that one must know before it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from decompose.domain.capability import Capability
from decompose.domain.catalog import Record
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit
from decompose.domain.matching.findings import Resolution, Resolved, Result
from decompose.errors import UnknownSubjectError
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
        resolved = list(islice(self._resolved_of(answer.results), limit))
        return Resolution(answer.search_id, wish, tuple(resolved), self.now(), answer.note)

    def _resolved_of(self, results: Sequence[Result]) -> Iterator[Resolved]:
        for result in results:
            # Held back or removed since the search: the others answer all the same.
            with suppress(UnknownSubjectError):
                yield self._resolved(result, [other for other in results if other is not result])

    def _resolved(self, result: Result, others: list[Result]) -> Resolved:
        record = self.catalog.record(result.slug, public=True)
        return Resolved(result, record, _capability(record, result), tuple(others[:MOST_ALTERNATIVES]))


def _capability(record: Record, result: Result) -> Capability | None:
    return next((each for each in record.side.capabilities if each.id == result.best.capability), None)
