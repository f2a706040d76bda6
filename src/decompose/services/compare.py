"""Two artifacts side by side: the comparison, its verdict, what moved, and the pairs that are kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from decompose.domain.capability import Capability, CapabilityStatus, prose
from decompose.domain.catalog import ArtifactSummary, Change, Compared
from decompose.domain.comparison import Comparison, JsonValue, Side, compare, ordered
from decompose.domain.published import PUBLISHED_COMPONENTS, PublishedPage, PublishedRecord, PublishedSide
from decompose.domain.readership import readable_comparison, still_read
from decompose.domain.regeneration import changes
from decompose.domain.verdict import judge
from decompose.errors import UnreadableInputError, UsageError
from decompose.services import doubts
from decompose.services.catalog import require_in_sight, sides_of
from decompose.services.keeping import Keeping
from decompose.services.past import Past
from decompose.services.rivals import named_by
from decompose.services.rows import numbered
from decompose.services.write_up import shown
from decompose.store import comparisons, documents, overlaps, remembered
from decompose.store.database import Database, Session

RANK_LABEL = "rank_label"
DEFAULT_RANK_LABEL = "Rank"


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes to make a page anew: calls, sentences that they write, and the most that it costs in USD.

    `usd` is None where a call has no price.
    """

    calls: int = 0
    sentences: int = 0
    usd: Decimal | None = Decimal(0)


NOTHING = Cost()


def costs_nothing(_session: Session, _compared: Compared) -> Cost:
    """Verdicts and sentences by rule ask no language model."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a comparison rests on, and for a stored one the first fact that moved since it was stored."""

    a: str
    b: str
    is_stored: bool
    is_stale: bool
    rests_on: tuple[tuple[str, JsonValue], ...]
    differs: Change | None
    cost: Cost = NOTHING


@dataclass(frozen=True, slots=True)
class Comparing:
    """Compares what readers may see. `now` gives the time of stored comparisons.

    `cost` says what it takes to make the page of a comparison anew: nothing, where no prose of an llm is kept.
    """

    database: Database
    keeping: Keeping
    now: Callable[[], datetime]
    cost: Callable[[Session, Compared], Cost] = costs_nothing

    def view(self, a: str, b: str) -> Compared:
        """The comparison of two artifacts as it is at this moment; nothing is stored.

        Raises:
            UnknownSubjectError: one of them is not known, or readers are not shown the pair.
            UsageError: both are the same.
        """
        with self.database.reading() as session:
            require_in_sight(session, a, b)
            return self._compared(session, a, b)

    def store(self, a: str, b: str) -> Compared:
        """Compare and keep the pair; where it was kept before and a fact moved, the change log says so."""
        with self.database.writing() as session:
            self.keep(session, a, b)
            return self._compared(session, a, b)

    def keep(self, session: Session, a: str, b: str) -> Comparison:
        """The same in a transaction that others write in too."""
        comparison = self.of(session, a, b)
        self.keeping.keep(session, comparison, self.now())
        doubts.enqueue(session, comparison, self.now())
        return comparison

    def as_of(self, a: str, b: str, day: date) -> Compared:
        """The comparison as it was at the end of a day, with what of it could not be reproduced; nothing is stored.

        Raises:
            UnknownSubjectError: one of them is not known, or the pair is held back.
            UsageError: both are the same, the day is to come, or one of them was not known then.
        """
        with self.database.reading() as session:
            require_in_sight(session, a, b)
            return Past(self.keeping).compared(session, self._compared(session, a, b), day, self.now())

    def why_then(self, a: str, b: str, day: date) -> Grounds:
        """What a comparison rested on at the end of a day, and the first fact that is another today. Raises as said."""
        then, now = self.as_of(a, b, day).comparison, self.view(a, b)
        moved = changes(then.facts, now.comparison.facts)
        slugs = (then.a.artifact.slug, then.b.artifact.slug)
        return Grounds(
            *slugs, now.is_stored, bool(moved), tuple(sorted(then.facts.items())), moved[0] if moved else None
        )

    def why(self, a: str, b: str, *, public: bool = False) -> Grounds:
        """What a comparison rests on, what made the stored one stale, and what it takes to make its page anew.

        Args:
            public: as readers may see it: a held pair is refused, and what moved shows no words that are said no more.

        Raises:
            UnknownSubjectError: one of them is not known, or readers are not shown the pair.
            UsageError: both are the same.
        """
        with self.database.reading() as session:
            if public:
                require_in_sight(session, a, b)
            compared = self._compared(session, a, b)
            comparison = compared.comparison
            cost = self.cost(session, compared)
            slugs = (comparison.a.artifact.slug, comparison.b.artifact.slug)
            stored = comparisons.get(session, *slugs)
            is_stale = stored is not None and stored.fingerprint != comparison.fingerprint
            moved = changes(comparisons.facts(session, stored), comparison.facts) if stored and is_stale else ()
        facts = readable_comparison(comparison) if public else comparison.facts
        differs = moved[0] if moved else None
        if public and differs:
            differs = still_read(differs, facts)
        return Grounds(*slugs, stored is not None, is_stale, tuple(sorted(facts.items())), differs, cost)

    def published_page(self, a: str, b: str) -> PublishedPage:
        """The two artifacts, in the order of the arguments, as the seed format shows them.

        Raises:
            UsageError: one of them has no rank, without which that format has no winner.
        """
        with self.database.reading() as session:
            sides = sides_of(session, (a, b), self.keeping.weights, public=False)
            label = remembered.get(session, RANK_LABEL) or DEFAULT_RANK_LABEL
        return PublishedPage(_published(sides[0]), _published(sides[1]), label)

    def of(self, session: Session, a: str, b: str) -> Comparison:
        """The comparison of what readers may see of two artifacts."""
        if a == b:
            raise UsageError(f"{a} cannot be compared with itself; name two artifacts", subject=a)
        first, second = ordered(*sides_of(session, (a, b), self.keeping.weights, public=True))
        return compare(first, second, self.keeping.policy, doubts.rulings(session, first, second))

    def _compared(self, session: Session, a: str, b: str) -> Compared:
        comparison = self.of(session, a, b)
        first, second = comparison.a, comparison.b
        slugs = (first.artifact.slug, second.artifact.slug)
        return Compared(
            comparison=comparison,
            verdict=judge(comparison, self.keeping.policy),
            moved=comparisons.moved(session, *slugs),
            documents=documents.of_artifact(session, *slugs),
            is_stored=comparisons.get(session, *slugs) is not None,
            neighbours=overlaps.of_artifact(session, *slugs),
            rivals=named_by(session, first, second),
            write_up=shown(session, comparison, self.keeping.policy),
        )


def every_pair(summaries: Iterable[ArtifactSummary]) -> tuple[tuple[str, str], ...]:
    """All pairs of artifacts, by slug."""
    return tuple(combinations(sorted(summary.slug for summary in summaries), 2))


def listed_pairs(path: Path) -> dict[int, tuple[str, str]]:
    """The pairs of a CSV file with the columns a and b, by line; a cell that is not there is an empty slug.

    Raises:
        UnreadableInputError: the file or its columns cannot be read.
    """
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        rows = list(numbered(reader))
        if not {"a", "b"} <= set(reader.fieldnames or ()):
            raise UnreadableInputError(
                f"{path} has the columns {','.join(reader.fieldnames or ())}; give a CSV file with the columns a,b",
                subject=str(path),
            )
        return {line: ((row["a"] or "").strip(), (row["b"] or "").strip()) for line, row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise UnreadableInputError(
            f"{path} cannot be read ({exc}); give a CSV file with the columns a,b", subject=str(path)
        ) from exc


def _published(side: Side) -> PublishedSide:
    artifact, score = side.artifact, side.score
    if score.rank is None:
        raise UsageError(
            f"{artifact.slug} has no rank; give it scores first: decompose scores import FILE", subject=artifact.slug
        )
    records = [
        record
        for record in side.capabilities
        if record.status in {CapabilityStatus.PUBLISHED, CapabilityStatus.IMPORTED}
    ]
    return PublishedSide(
        name=artifact.name,
        kind=artifact.kind,
        rank=score.rank,
        components={component: score.components[component].value for component in PUBLISHED_COMPONENTS},
        pricing=artifact.pricing.model,
        starting_price=artifact.pricing.as_published,
        declared_capabilities=artifact.declared_capabilities or len(records),
        times_matched=side.times_matched,
        records=tuple(_record(record) for record in records),
    )


def _record(capability: Capability) -> PublishedRecord:
    """An imported record with its own words; of another, what readers may see."""
    shown = capability if capability.status is CapabilityStatus.IMPORTED else capability.public()
    return PublishedRecord(
        description=prose(shown.of("description")),
        unique=prose(shown.of("unique")) or None,
        vs_alternatives=prose(shown.of("vs_alternatives")) or None,
    )
