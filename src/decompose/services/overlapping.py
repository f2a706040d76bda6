"""Which capabilities of the catalogue do the same job, and claims to be the only one that this contradicts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.capability import Claim, Reason
from decompose.domain.overlap import Overlap, overlaps
from decompose.domain.readership import published_capabilities
from decompose.domain.review import Action, ItemStatus, Why, item_of_claim
from decompose.services.catalog import require_known
from decompose.store import artifacts, capabilities, reviews
from decompose.store import overlaps as kept
from decompose.store.database import Database, Session

CONTESTED = "unique"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """How many artifacts were looked at, how many pairs of capabilities do one job, how many claims are contested."""

    artifacts: int
    pairs: int
    contested: int


@dataclass(frozen=True, slots=True)
class Overlapping:
    """Looks through the whole catalogue; a language model is not asked."""

    database: Database
    now: Callable[[], datetime]

    def survey(self, slugs: Collection[str] | None = None) -> Surveyed:
        """Find the overlaps of these artifacts, or of all, and put contested claims into the queue.

        Raises:
            UnknownSubjectError: one of them is not known.
        """
        with self.database.writing() as session:
            known = [artifact.slug for artifact in artifacts.all_of(session)]
            require_known(session, *(slugs or ()))
            records = {slug: published_capabilities(capabilities.of_artifact(session, slug)) for slug in known}
            found = tuple(overlaps(records, slugs))
            kept.replace(session, slugs, found)
            claims = {record.id: record.of("unique") for told in records.values() for record in told}
            contested = self._contest(session, found, claims)
        return Surveyed(len(slugs or known), len(found) // 2, contested)

    def _contest(self, session: Session, found: Collection[Overlap], claims: dict[str, tuple[Claim, ...]]) -> int:
        """Put each claim to be the only one into the queue whose capability others have; how many there are."""
        others: dict[tuple[str, str], set[str]] = {}
        for one in found:
            others.setdefault((one.slug, one.a), set()).add(one.other)
        count = 0
        for (slug, record), names in sorted(others.items()):
            for claim in claims[record]:
                count += 1
                self._queue(session, slug, record, claim, names)
        return count

    def _queue(self, session: Session, slug: str, record: str, claim: Claim, others: set[str]) -> None:
        item = item_of_claim(slug, record, claim)
        known = reviews.get(session, item.id)
        if known and known.status is not ItemStatus.NONE:
            # An editor has it before him, or decided.
            return
        said = Reason(CONTESTED, f"{len(others)} others state the same job: {', '.join(sorted(others))}")
        contested = replace(item, status=ItemStatus.OPEN, reason=Why.UNIQUE, flags=(said,), blocked=None)
        if known is None:
            reviews.enqueue(session, [contested], self.now())
        elif known.decided is None:
            after = replace(contested, revision=known.revision + 1)
            reviews.move(session, known, after, who=reviews.PROGRAM, action=Action.RETURN, at=self.now())
