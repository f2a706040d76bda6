"""An artifact -> what its page shows: frozen values that templates print as they are, worded, never yet escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from decompose.domain.artifact import kind_label
from decompose.domain.catalog import Neighbour, Record, RevisionSummary
from decompose.domain.readership import published_capabilities
from decompose.domain.score import Component
from decompose.page.breakdown import RankCell, ScoreCell, rank_cell, score_cells
from decompose.page.cards import CardView, ClaimView, Evidenced, LinkView, card_view, evidenced
from decompose.page.facts_table import FactRow, fact_evidence, fact_rows, origins_of, shown, use_rows
from decompose.page.reviewing import RecentView, recent, reviewed
from decompose.page.wording import (
    count,
    day,
)

_ALTERNATIVES, _JOBS_NAMED = 6, 4


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A source document in the list of sources."""

    href: str
    origin: str
    licence: str | None
    published: str
    added_at: str
    added: str
    characters: str
    quotes: int


@dataclass(frozen=True, slots=True)
class ArtifactView:
    """All that the page of an artifact shows. `standfirst` names the jobs, "" where there is none."""

    name: str
    slug: str
    kind: str
    rank: RankCell
    scores: tuple[tuple[str, ScoreCell], ...]
    facts: tuple[FactRow, ...]
    fact_evidence: Evidenced
    capabilities: tuple[CardView, ...]
    documents: tuple[DocumentView, ...]
    evidence: Evidenced
    has_imported: bool
    declared: int | None
    alternatives: tuple[LinkView, ...]
    standfirst: str
    reviewed: str
    recent: tuple[RecentView, ...]


def artifact_view(record: Record) -> ArtifactView:
    """An artifact as a page shows it: what readers may see, whatever the record holds."""
    origins = origins_of(record)
    side = shown(record.side, origins)
    facts = fact_rows((side,)) + use_rows(record.use)
    cards = tuple(card_view(capability, origins) for capability in side.capabilities)
    claims = [claim for row in facts for claim in row.cells[0].claims]
    for card in cards:
        claims += chain(card.description, *(each.claims for each in card.fields))
    cells = score_cells(side.side.score)
    return ArtifactView(
        name=side.artifact.name,
        slug=side.artifact.slug,
        kind=kind_label(side.artifact.kind) if side.artifact.kind else "Type not stated",
        rank=rank_cell(side.side.score),
        scores=tuple((name.label, cells[name]) for name in Component),
        facts=facts,
        fact_evidence=fact_evidence(facts, 0),
        capabilities=cards,
        documents=tuple(_document(document, claims) for document in record.documents),
        evidence=evidenced(claims),
        has_imported=any(card.is_imported for card in cards),
        declared=side.artifact.declared_capabilities,
        alternatives=_alternatives(record.neighbours),
        standfirst=_standfirst([record.name for record in published_capabilities(side.capabilities)]),
        reviewed=reviewed(side.claims),
        recent=recent(record.documents, side.claims),
    )


def _standfirst(jobs: Sequence[str]) -> str:
    """What the sources say it does, by the names of its records."""
    if not jobs:
        return ""
    rest = len(jobs) - _JOBS_NAMED
    named = [*jobs[:_JOBS_NAMED], f"and {rest} more"] if rest > 0 else list(jobs)
    return f"Its sources state {count(len(jobs), 'job')}: {'; '.join(named)}."


def _alternatives(neighbours: Iterable[Neighbour]) -> tuple[LinkView, ...]:
    """The artifacts that share most jobs."""
    jobs = Counter((slug, name) for slug, name, _ in {(one.slug, one.name, one.capability) for one in neighbours})
    closest = sorted(jobs.items(), key=lambda item: (-item[1], item[0]))[:_ALTERNATIVES]
    return tuple(
        LinkView(f"/artifacts/{slug}", name, f"{count(shared, 'job')} in common") for (slug, name), shared in closest
    )


_PUBLISHED = {"full": "shown in full", "excerpt": "cited passages shown", "none": "not shown"}


def _document(document: RevisionSummary, claims: Iterable[ClaimView]) -> DocumentView:
    href = f"/sources/{document.id}"
    return DocumentView(
        href=href,
        origin=document.origin,
        licence=document.licence,
        published=_PUBLISHED[document.publish.value],
        added_at=document.added.isoformat(),
        added=day(document.added),
        characters=f"{document.characters:,}",
        quotes=sum(quote.href.startswith(f"{href}#") for claim in claims for quote in claim.quotes),
    )
