"""Hold all that is told of an artifact together, across its documents and against what is told of its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, CapabilityStatus, Claim
from decompose.domain.consistency import (
    DUPLICATE_ELSEWHERE,
    Told,
    having_a_say,
    is_objected,
    objected,
    objections,
    stands,
    twins,
)
from decompose.domain.review import ReviewItem, item_of_claim, item_of_record
from decompose.domain.rivals import slug_of
from decompose.domain.workbench import Workbench
from decompose.store import artifacts, capabilities, documents, reviews
from decompose.store.database import Session


def reconcile(session: Session, slug: str, now: datetime) -> None:
    """Object to what contradicts, and take objections back whose grounds are gone.

    Of the artifact itself, and of every one that compares itself with it.
    """
    compared = capabilities.compared(session)
    own = {slug, *map(slug_of, artifacts.names_of(session, slug))}
    is_compared = any(owner == slug or not own.isdisjoint(named) for owner, named in compared)
    known = _known_by_name(session) if is_compared else {}
    for one in (slug, *_comparing_with(slug, compared, known)):
        _settle(session, one, _rivals(session, one, compared, known), now)


def comparing_with(session: Session, slug: str) -> tuple[str, ...]:
    """Who compares itself with an artifact, and may be objected to in its words."""
    return _comparing_with(slug, capabilities.compared(session), _known_by_name(session))


def rivals_named(session: Session) -> frozenset[str]:
    """By which names, as slugs, current claims may compare somebody with rivals."""
    return frozenset().union(*(named for _, named in capabilities.compared(session)))


def is_named(artifact: Artifact, rivals: frozenset[str]) -> bool:
    """Whether the artifact goes by one of these names."""
    return not rivals.isdisjoint({artifact.slug, *map(slug_of, artifact.names)})


def _settle(session: Session, slug: str, rivals: Mapping[str, Told], now: datetime) -> None:
    told = _told(session, slug)
    sources = _Sources(session, told.names)
    found = objections(told, rivals, sources.beside)
    moved: dict[str, ReviewItem | None] = {}
    records = {claim.id: record.id for record in told.capabilities for claim in record.claims}
    for claim in told.claims:
        wanted = found.get(claim.id, ())
        known = claim.reasons if is_objected(claim) else ()
        if claim.decided or not stands(claim):
            continue
        after = objected(claim, wanted) if wanted else sources.released(claim) if known else claim
        if after != claim:
            capabilities.settle_claim(session, after)
        if wanted or known:
            moved[claim.id] = item_of_claim(slug, records.get(claim.id), after) if wanted else None
    moved |= _hold_twins(session, slug, told)
    _requeue(session, slug, moved, now)


def _hold_twins(session: Session, slug: str, told: Told) -> dict[str, ReviewItem | None]:
    """Records that tell the job of one of another source, by id, with their items; None where one is free again."""
    told_twice = {record.id: record for record in told.capabilities if _may_be_twin(record)}
    found = twins(told_twice.values())
    moved: dict[str, ReviewItem | None] = {}
    for record in told_twice.values():
        held = found.get(record.id)
        if held != record.held:
            capabilities.hold(session, record.id, held)
            moved[record.id] = item_of_record(slug, replace(record, held=held)) if held else None
    return moved


def _may_be_twin(record: Capability) -> bool:
    if record.held:
        return record.held.check == DUPLICATE_ELSEWHERE
    return record.status is CapabilityStatus.PUBLISHED


def _requeue(session: Session, slug: str, moved: Mapping[str, ReviewItem | None], now: datetime) -> None:
    """Items whose objection is gone or another leave the queue; those that are objected to (again) come into it."""
    if not moved:
        return
    waiting = {item.claim_id or item.capability_id: item for item in reviews.queue(session, slug)}
    kept = {subject: item for subject, item in waiting.items() if not _is_another(item, moved, subject)}
    reviews.withdraw(session, slug, frozenset({slug, *(subject for subject in kept if subject)}), now)
    reviews.enqueue(session, [item for item in moved.values() if item], now)


def _is_another(item: ReviewItem, moved: Mapping[str, ReviewItem | None], subject: str | None) -> bool:
    if subject is None or subject not in moved or item.pending:
        return False
    after = moved[subject]
    return after is None or after.flags != item.flags


def _told(session: Session, slug: str) -> Told:
    """What is told of an artifact by whatever has a say."""
    records, facts = capabilities.told(session, slug)
    return Told(artifacts.names_of(session, slug), having_a_say(records), facts)


_Compared = Sequence[tuple[str, frozenset[str]]]


def _rivals(session: Session, slug: str, compared: _Compared, known: Mapping[str, str]) -> dict[str, Told]:
    """What is told of each rival that a comparison of the artifact may name and that is known, by that name."""
    named = sorted({name for owner, names in compared if owner == slug for name in names})
    found = {name: known[name] for name in named if known.get(name, slug) != slug}
    told = {rival: _told(session, rival) for rival in sorted(set(found.values()))}
    return {name: told[rival] for name, rival in found.items()}


def _comparing_with(slug: str, compared: _Compared, known: Mapping[str, str]) -> tuple[str, ...]:
    """Who may compare itself with the artifact."""
    own = {name for name, artifact in known.items() if artifact == slug}
    return tuple(sorted({owner for owner, named in compared if owner != slug and not own.isdisjoint(named)}))


def _known_by_name(session: Session) -> dict[str, str]:
    """Slugs by the slugs of their artifacts' names, and by themselves."""
    known = capabilities.names(session)
    return {slug_of(name): slug for slug, name in reversed(known)} | {slug: slug for slug, _ in known}


@dataclass(frozen=True)
class _Sources:
    """The revisions of an artifact, prepared when a claim asks for its own."""

    session: Session
    names: tuple[str, ...]
    benches: dict[str, Workbench | None] = field(default_factory=dict)

    def beside(self, claim: Claim) -> str:
        """The headings that the quotes of a claim stand under."""
        bench = self._bench(claim)
        return " ".join(bench.exhibit(claim.evidence).context) if bench else ""

    def released(self, claim: Claim) -> Claim:
        """The claim with the status that its own quotes give it."""
        bench = self._bench(claim)
        return replace(bench.judge(claim), evidence=claim.evidence) if bench else claim

    def _bench(self, claim: Claim) -> Workbench | None:
        revision = claim.evidence[0].revision if claim.evidence else ""
        if revision not in self.benches:
            found = documents.get(self.session, revision)
            self.benches[revision] = Workbench.of(found, self.names) if found else None
        return self.benches[revision]
