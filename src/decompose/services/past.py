"""The comparison of two artifacts as it was at the end of a day: from histories, and from the log of what moved since.

Scores and what operators state have histories of their own. What records said is today's, taken back along the change
log of the stored pair. What neither holds is not made up: it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel
from decompose.domain.catalog import Compared
from decompose.domain.comparison import JsonValue, Side, compare, facts_of, score_facts
from decompose.domain.past import Records, rebuilt, taken_back
from decompose.domain.score import score_of
from decompose.domain.stated import with_stated
from decompose.domain.verdict import judge
from decompose.errors import UsageError
from decompose.services import doubts
from decompose.services.keeping import Keeping
from decompose.store import artifacts, capabilities, comparisons, matches, scores, stated
from decompose.store.database import Session

Facts = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Past:
    """Reproduces comparisons. A pair that is stored has a log; of another only histories tell."""

    keeping: Keeping

    def compared(self, session: Session, today: Compared, day: date, now: datetime) -> Compared:
        """The comparison as it was at the end of a day (UTC), with what could not be reproduced.

        Raises:
            UsageError: the day is to come, or one of the artifacts was not known then.
        """
        until = datetime.combine(day, time(), UTC) + timedelta(days=1)
        a, b = today.comparison.a, today.comparison.b
        _check(session, (a, b), day, until, now)
        before = _logged(session, today, until)
        sides, notes = [], list(self._always(is_without_log=before is None))
        for letter, side in (("a", a), ("b", b)):
            then, said = self._side(session, side, _of_side(before, letter) if before else None, until)
            sides.append(then)
            notes += said
        comparison = compare(sides[0], sides[1], self.keeping.policy, doubts.rulings(session, *sides))
        notes += _alignment(before, comparison.facts)
        if today.write_up:
            notes.append("what a language model wrote is left out: of that day it is not kept")
        return replace(
            today,
            comparison=comparison,
            verdict=judge(comparison, self.keeping.policy),
            moved=tuple(entry for entry in today.moved if entry.at < until),
            documents=tuple(document for document in today.documents if document.added < until),
            is_stored=False,
            neighbours=(),
            rivals=(),
            write_up=(),
            as_of=day,
            not_reproduced=tuple(notes),
        )

    def _always(self, *, is_without_log: bool) -> Iterator[str]:
        yield f"weights (version {self.keeping.weights.version}), rules and bands are today's"
        if is_without_log:
            yield "the pair is not stored, so it has no log: records and facts of documents are today's"

    def _side(self, session: Session, side: Side, then: Facts | None, until: datetime) -> tuple[Side, list[str]]:
        slug, notes = side.artifact.slug, list[str]()
        artifact, records = artifacts.get_one(session, slug, until), Records(side.capabilities, side.facts)
        if then is not None:
            artifact = _artifact(replace(artifact, stated=()), then)
            if _of_records(then) != _of_records(facts_of(side).records):
                order = capabilities.kept_records(session, slug)
                records, missing = rebuilt(then, records, capabilities.kept_claims(session, slug), order)
                notes.append(f"{slug}: its records of that day stand in the order in which they are kept")
                if missing:
                    notes.append(
                        f"{slug}: {missing} sentences stand without quotes: they were in other words than are kept now"
                    )
            artifact = with_stated(artifact, stated.of(session, [slug], until)[slug])
        standing = scores.standings(session, [slug], until)[slug]
        score = score_of(artifact.kind, standing.components, self.keeping.weights, standing.external)
        if then is not None and any(then.get(path) != value for path, value in score_facts(score).items()):
            notes.append(
                f"{slug}: the page that was stored that day showed rank {then.get('rank')}: it had not been made anew "
                "from the scores of that day yet, or was made by other weights"
            )
        return replace(
            side,
            artifact=artifact,
            score=score,
            capabilities=records.capabilities,
            facts=records.facts,
            times_matched=matches.times_matched(session, [slug], until).get(slug, 0),
            searches=matches.times_shown(session, [slug], until).get(slug, 0),
        ), notes


def _check(session: Session, sides: tuple[Side, Side], day: date, until: datetime, now: datetime) -> None:
    if day > now.date():
        raise UsageError(f"{day} is a day to come; give one until {now.date()}", subject=day.isoformat())
    for side in sides:
        slug = side.artifact.slug
        since = artifacts.known_since(session, slug)
        if since >= until:
            raise UsageError(f"{slug} was not known on {day}; it is since {since.date()}", subject=slug)


def _logged(session: Session, today: Compared, until: datetime) -> Facts | None:
    """The facts of the stored pair before what moved since; None where none is stored."""
    a, b = today.comparison.a.artifact.slug, today.comparison.b.artifact.slug
    kept = comparisons.get(session, a, b)
    if kept is None:
        return None
    since = [change for entry in today.moved if entry.at >= until for change in entry.because]
    return taken_back(comparisons.facts(session, kept), since)


def _of_side(facts: Facts, letter: str) -> dict[str, JsonValue]:
    return {path[2:]: value for path, value in facts.items() if path.startswith(f"{letter}.")}


def _of_records(facts: Facts) -> dict[str, JsonValue]:
    return {path: value for path, value in facts.items() if path.startswith(("capabilities.", "facts."))}


def _artifact(today: Artifact, then: Facts) -> Artifact:
    as_of: Any = then.get("pricing.as_of")
    prices: Any = then.get("prices") or ()
    words: Any = then.get("pricing.as_published")
    pricing = Pricing(
        PricingModel(str(then.get("pricing.model") or PricingModel.UNKNOWN)),
        tuple(Price(Decimal(str(each["amount"])), each["currency"], each["per"], each["direction"]) for each in prices),
        date.fromisoformat(as_of) if as_of else None,
        words,
    )
    kind = then.get("kind")
    return replace(
        today, name=str(then.get("name") or today.name), kind=Kind(str(kind)) if kind else None, pricing=pricing
    )


def _alignment(before: Facts | None, now: Facts) -> Iterator[str]:
    was, reckoned = (before or {}).get("alignment.both"), now.get("alignment.both")
    if before is not None and was != reckoned:
        yield f"which capabilities do the same job is reckoned by today's rules: {was} pairs then, {reckoned} by them"
