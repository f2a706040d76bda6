"""A document read again, or gone: what is told of it now is laid over what was told, and editors' work goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, Fact
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Revision, SourceDocument
from decompose.domain.examination import Point
from decompose.domain.first_told import FirstTold
from decompose.domain.merge import Before, Merge, merge, withdrawn
from decompose.domain.plan import Planned, Step, identity_of
from decompose.domain.review import REOPENED, Action, ItemStatus, ReviewItem, item_of_document, item_of_kind, items_of
from decompose.domain.said import News, news
from decompose.domain.workbench import Workbench
from decompose.services.fetching import is_address
from decompose.services.inputs import Input
from decompose.services.reconcile import comparing_with, is_named, reconcile, rivals_named
from decompose.store import artifacts, capabilities, documents, firsts, reviews
from decompose.store.database import Session
from decompose.store.firsts import First


@dataclass(frozen=True, slots=True)
class Made:
    """What a document gave; `told` is what follows from it alone, if its artifact is new."""

    artifact: Artifact
    raw: bytes
    decomposition: Decomposition
    told: FirstTold | None = None

    @property
    def slug(self) -> str:
        return self.artifact.slug


def write_all(session: Session, made: Sequence[Made], now: datetime, *, point: Point) -> None:
    """Write several documents. Those that concern nothing but themselves are put down together, the others in turn."""
    alone = _alone(session, made)
    if alone:
        firsts.add(session, tuple(alone.values()), now)
    for place, each in enumerate(made):
        if place not in alone:
            write(session, each.artifact, each.raw, each.decomposition, now, point=point)


def _alone(session: Session, made: Sequence[Made]) -> dict[int, First]:
    """The first documents of artifacts that nobody knew and nobody compares himself with, by their places."""
    known = set(artifacts.known(session, [each.slug for each in made]))
    rivals = rivals_named(session)
    found: dict[int, First] = {}
    for place, each in enumerate(made):
        if each.told and each.slug not in known and not is_named(each.artifact, rivals):
            found[place] = First(each.artifact, each.raw, each.decomposition, each.told)
        known.add(each.slug)
    return found


def write(
    session: Session, artifact: Artifact, raw: bytes, decomposition: Decomposition, now: datetime, *, point: Point
) -> None:
    """Make a decomposition what is told of its document, with what editors decided on the one before."""
    document = decomposition.revision.document
    before = _before(session, document)
    artifacts.save(session, artifact, now)
    documents.save(session, decomposition.revision, raw, now)
    if before.capabilities or before.facts:
        merged = merge(before, decomposition, Workbench.of(decomposition.revision, artifact.names, point=point))
        decomposition = replace(decomposition, capabilities=merged.capabilities, facts=merged.facts)
    else:
        merged = Merge(decomposition.capabilities, decomposition.facts)
    capabilities.save_decomposition(session, decomposition, now)
    _move(session, merged, now)
    settle_queue(session, document.slug, items_of(decomposition), now)


@dataclass(frozen=True, slots=True)
class Settled:
    """What an order makes of the documents of before, but for new texts.

    `left` have a text that another document tells, `gone` have no file any more and go on nowhere, `moved` have other
    paths: slug, origin of before and of now.
    """

    left: tuple[SourceDocument, ...] = ()
    gone: tuple[SourceDocument, ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()


def settle(session: Session, settled: Settled, now: datetime) -> None:
    """Take out of sight what nothing tells, and let the others have their new paths."""
    for document in (*settled.left, *settled.gone):
        withdraw(session, document, now)
    paths: dict[str, list[tuple[str, str]]] = {}
    for slug, old, new in settled.moved:
        paths.setdefault(slug, []).append((old, new))
    for slug, moved in paths.items():
        documents.move(session, slug, moved)


def gone(session: Session, folders: Sequence[Path], inputs: Sequence[Input]) -> tuple[SourceDocument, ...]:
    """The documents whose files are gone from folders that they were ingested with.

    A document belongs to a folder where an earlier order had it together with one that is there now.
    """
    found: dict[SourceDocument, None] = {}
    known = _on_files(session)
    for folder in folders:
        there = _there(folder, inputs)
        orders = {order for document, came_by in known if document.origin in there for order in came_by}
        for document, came_by in known:
            if document.origin not in there and came_by & orders and not (folder / document.origin).exists():
                found[document] = None
    return tuple(found)


def unfamiliar(session: Session, folders: Sequence[Path], inputs: Sequence[Input]) -> tuple[Path, ...]:
    """Those of the folders with no document that an earlier order had, if earlier orders had any."""
    known = {document.origin for document, came_by in _on_files(session) if came_by}
    return tuple(folder for folder in folders if known and not known & _there(folder, inputs))


def _on_files(session: Session) -> list[tuple[SourceDocument, frozenset[tuple[str, str]]]]:
    """What lies on the web lies in no folder, though an order from "." brought both."""
    known = documents.ordered_together(session)
    return [(document, came_by) for document, came_by in known if not is_address(document.origin)]


def _there(folder: Path, inputs: Sequence[Input]) -> set[str]:
    return {given.origin for given in inputs if folder / given.origin == given.path}


def withdraw(session: Session, document: SourceDocument, now: datetime) -> None:
    """Take a document out of sight that is gone: what is told of it is stale, what editors decided on it waits."""
    identity = identity_of(document)
    made = capabilities.newest_decomposition(session, identity)
    merged = withdrawn(_before(session, document), document.slug)
    capabilities.retire(session, identity)
    documents.withdraw(session, identity)
    if made:
        capabilities.save_all(session, document.slug, merged.capabilities, merged.facts, decomposition_id=made)
    _move(session, merged, now)
    fresh = item_of_document(document.slug, identity, document.origin)
    item = reviews.get(session, fresh.id) or fresh
    reviews.move(
        session,
        item,
        replace(item, revision=item.revision + 1),
        who=reviews.PROGRAM,
        action=Action.PRUNE,
        at=now,
    )
    settle_queue(session, document.slug, (), now)


def news_of(session: Session, step: Planned) -> News | None:
    """What an operator says of a document that is skipped otherwise than it is known."""
    said = step.candidate.said
    if step.step is not Step.SKIP or step.speaks_of is None or said.is_silent:
        return None
    slug = step.candidate.document.slug
    artifact, is_classified = artifacts.written(session, slug)
    return news(said, artifact, documents.said(session, slug, step.speaks_of), is_classified=is_classified)


def take_over(session: Session, told: News, now: datetime) -> None:
    """Write what is said otherwise of a known artifact and of documents of it; what rests on that follows."""
    slug = told.artifact.slug
    # Whoever compares himself with it by a name that it gives up.
    rivals = comparing_with(session, slug)
    artifacts.save(session, told.artifact, now)
    for document in told.documents:
        documents.say(session, document)
    settle_queue(session, slug, (), now)
    for rival in rivals:
        reconcile(session, rival, now)


def _before(session: Session, document: SourceDocument) -> Before:
    """What was told of a document so far, with the items about it."""
    records, facts = capabilities.drafted(session, identity_of(document))
    if not records and not facts:
        return Before()
    items = reviews.by_subject(session, document.slug)
    last = {
        item.id: decision.after
        for item in items.values()
        if _is_reopened(item) and (decision := reviews.last_event(session, item.id))
    }
    return Before(records, facts, items, last, _revision_of(session, records, facts))


def _is_reopened(item: ReviewItem) -> bool:
    return item.status is ItemStatus.OPEN and item.reason in REOPENED


def _revision_of(session: Session, records: Iterable[Capability], facts: Iterable[Fact]) -> Revision | None:
    """The revision that the evidence is of; what is stale stands on older ones."""
    claims = [claim for record in records for claim in record.claims] + [fact.claim for fact in facts]
    times = Counter(item.revision for claim in claims for item in claim.evidence)
    return documents.get(session, max(times, key=lambda revision: (times[revision], revision))) if times else None


def _move(session: Session, merged: Merge, now: datetime) -> None:
    for move in merged.moves:
        if move.action:
            reviews.move(session, move.before, move.after, who=reviews.PROGRAM, action=move.action, at=now)
        else:
            reviews.follow(session, move.after)


def settle_queue(session: Session, slug: str, items: Iterable[ReviewItem], now: datetime) -> None:
    """What of the artifact waits now: the kind, what is refused, and what does not go together."""
    unclassified = _unclassified(session, slug)
    in_sight = capabilities.in_sight(session, slug) | ({slug} if unclassified else frozenset())
    reviews.withdraw(session, slug, in_sight, now)
    reviews.enqueue(session, (*items, *([unclassified] if unclassified else ())), now)
    reconcile(session, slug, now)


def _unclassified(session: Session, slug: str) -> ReviewItem | None:
    """The item of a kind that nobody has said; none where no document is in sight by which an editor could tell it."""
    stored = artifacts.get(session, slug)
    return item_of_kind(stored) if stored and slug in documents.current_of(session, [slug]) else None
