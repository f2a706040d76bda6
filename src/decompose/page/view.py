"""Facts -> what a page shows: frozen values that templates print as they are, already worded, never yet escaped.

The tables of facts, comparisons and artifacts; records are in `cards`, scores in `breakdown`, sources in `source_view`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from decompose.domain.absence import stated_absent
from decompose.domain.artifact import Artifact, StatedFact, kind_label
from decompose.domain.capability import Capability, CapabilityStatus, Claim, Fact, FactKind
from decompose.domain.catalog import Change, Compared, Moved, Neighbour, Record, RevisionSummary
from decompose.domain.comparison import Comparison, Side
from decompose.domain.matching.graph import Confidence
from decompose.domain.needs import Need, NeedRule, needs
from decompose.domain.readership import is_of_record, published_capabilities, readable_capabilities, readable_facts
from decompose.domain.rivals import Rival
from decompose.domain.score import Component, round_half_up
from decompose.domain.verdict import Sentence, Verdict, VerdictReason
from decompose.domain.write_up.sentences import Told
from decompose.page.breakdown import RankCell, ScoreCell, ScoreRow, rank_cell, score_cells, score_rows
from decompose.page.cards import CardView, ClaimView, Evidenced, LinkView, Origins, card_view, claim_view, evidenced
from decompose.page.reviewing import RecentView, recent, reviewed
from decompose.page.wording import (
    NOT_MEASURED,
    NOT_STATED,
    count,
    day,
    fact_label,
    fact_name,
    fact_value,
    percent,
    relation_words,
    starting_price,
    topic_name,
)

_ALTERNATIVES, _JOBS_NAMED = 6, 4

# -- the facts table ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the facts table: plain words, sentences below them, or neither, which `absent` words."""

    text: str | None = None
    claims: tuple[ClaimView, ...] = ()
    note: str | None = None
    absent: str = NOT_STATED


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the facts table: one cell for each artifact on the page."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A side with what may be read of it, taken once."""

    side: Side
    capabilities: tuple[Capability, ...]
    facts: tuple[Fact, ...]
    origins: Origins

    @property
    def artifact(self) -> Artifact:
        return self.side.artifact

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every sentence that is shown."""
        of_records = [claim for record in self.capabilities for claim in record.claims]
        return (*of_records, *(fact.claim for fact in self.facts))


def _origins(known: Record | Compared) -> Origins:
    by_capability: dict[str, tuple[Neighbour, ...]] = {}
    for one in known.neighbours:
        by_capability[one.capability] = (*by_capability.get(one.capability, ()), one)
    by_claim: dict[str, tuple[Rival, ...]] = {}
    for rival in known.rivals:
        by_claim[rival.claim] = (*by_claim.get(rival.claim, ()), rival)
    return Origins({document.id: document.origin for document in known.documents}, by_capability, by_claim)


def shown(side: Side, origins: Origins | None = None) -> Shown:
    """A side with its readable capabilities and facts; `origins` names the documents of its revisions."""
    return Shown(side, readable_capabilities(side.capabilities), readable_facts(side.facts), origins or Origins())


def fact_rows(sides: Sequence[Shown]) -> tuple[FactRow, ...]:
    """Type, Rank, Pricing, Starting price, Capabilities, each kind of fact that one side states, Times matched."""
    plain: tuple[tuple[str, Callable[[Shown], Cell]], ...] = (
        ("Type", _type_cell),
        ("Rank", _rank_fact_cell),
        ("Pricing", _pricing_cell),
        ("Starting price", _starting_price_cell),
        ("Capabilities", _capabilities_cell),
    )
    rows = [FactRow(label, tuple(cell(side) for side in sides)) for label, cell in plain]
    for kind in FactKind:
        cells = tuple(_claims_cell(side, kind) for side in sides)
        if any(cell.claims or cell.text for cell in cells):
            rows.append(FactRow(fact_label(kind), cells))
    rows.append(FactRow("Times matched", tuple(_matched_cell(side) for side in sides)))
    return tuple(rows)


def _type_cell(side: Shown) -> Cell:
    kind = side.artifact.kind
    return Cell(kind_label(kind) if kind else None, note=_by_operator(side, StatedFact.KIND))


def _rank_fact_cell(side: Shown) -> Cell:
    score = side.side.score
    if score.rank is None:
        return Cell(absent=NOT_MEASURED)
    note = "computed elsewhere" if score.is_external else f"from {score.depth}"
    return Cell(f"{score.rank} of 100", note=note)


def _pricing_cell(side: Shown) -> Cell:
    pricing = side.artifact.pricing
    label = pricing.model.label
    note = _by_operator(side, StatedFact.PRICING) or (f"as of {day(pricing.as_of)}" if pricing.as_of else None)
    return Cell(None if label == NOT_STATED else label, note=note)


def _starting_price_cell(side: Shown) -> Cell:
    return Cell(starting_price(side.artifact.pricing), note=_by_operator(side, StatedFact.PRICE))


def _capabilities_cell(side: Shown) -> Cell:
    declared = side.artifact.declared_capabilities
    shown_here = len(side.capabilities)
    note = f"{declared} declared where it was published" if declared is not None and declared != shown_here else None
    return Cell(str(shown_here), note=note)


def _claims_cell(side: Shown, kind: FactKind) -> Cell:
    claims = tuple(claim_view(fact.claim, side.origins) for fact in side.facts if fact.kind is kind)
    said = side.artifact.statement(StatedFact.LICENCE) if kind is FactKind.LICENCE else None
    return Cell(said.value, claims, _by_operator(side, said.fact)) if said else Cell(claims=claims)


def _by_operator(side: Shown, fact: StatedFact) -> str | None:
    """Who says so and as of when, where the operator does; that stands above what documents say."""
    said = side.artifact.statement(fact)
    return f"stated by the operator ({said.source}), as of {day(said.day)}" if said else None


def _matched_cell(side: Shown) -> Cell:
    times, searches = side.side.times_matched, side.side.searches
    if not times and not searches:
        return Cell("0 searches so far")
    return Cell(str(times), note=f"in {count(searches, 'search', 'searches')}")


def _use_rows(use: Confidence | None) -> tuple[FactRow, ...]:
    """How often an artifact was good, and how often it was what was looked for when it was seen."""
    success, confidence = Cell(absent=NOT_MEASURED), Cell(absent=NOT_MEASURED)
    if use and use.has_success and use.success is not None:
        success = Cell(_share(use.success), note=f"of {count(use.told, 'outcome')} told")
    if use and use.is_measured:
        note = f"{_share(use.low)} to {_share(use.high)} at 95%, from {count(use.shown, 'search', 'searches')}"
        confidence = Cell(_share(use.value), note=note)
    return FactRow("Success rate", (success,)), FactRow("Match confidence", (confidence,))


def _share(value: float) -> str:
    """A share in whole per cent."""
    return percent(round_half_up(Decimal(str(value)), 2))


def _fact_evidence(rows: Iterable[FactRow], column: int) -> Evidenced:
    return evidenced(chain.from_iterable(row.cells[column].claims for row in rows))


# -- a comparison ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SideView:
    """The head of one side: `mark` is "a" or "b"."""

    mark: str
    name: str
    href: str
    rank: RankCell
    meta: tuple[str, ...]
    fact_evidence: Evidenced
    has_sources: bool

    @property
    def silence(self) -> str:
        """Why a job has no card on this side."""
        if not self.has_sources:
            return f"No sentence about {self.name} stands on a source yet, so nothing is known of this."
        return f"Not stated in the sources of {self.name}. That does not mean that it is absent."


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of the verdict with its rule and the facts that it rests on: (path, value)."""

    text: str
    rule: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldView:
    """A sentence of the write-up: the relations that it rests on (of, is), and its quotes on the same page."""

    text: str
    relations: tuple[tuple[str, str], ...]
    quotes: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """A reason or a caution; `href` leads to the words that it repeats, `note` says what sort of thing it is."""

    text: str
    href: str | None
    note: str


@dataclass(frozen=True, slots=True)
class SuitsView:
    """Whom one side suits."""

    mark: str
    name: str
    reasons: tuple[NeedView, ...]
    cautions: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class AlignedView:
    """One job: the card of A, of B or of both; `relation` is both, a or b and `tag` its wording.

    `absent` is the sentence by which the source of the side without a card denies the job.
    """

    anchor: str
    title: str
    relation: str
    tag: str
    why: str | None
    a: CardView | None
    b: CardView | None
    absent: ClaimView | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A fact that moved, in words."""

    fact: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """An entry of the change log; `turned` says whether the winner changed from `was` to `now`."""

    at: str
    day: str
    changes: tuple[ChangeView, ...]
    turned: bool
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """All that a comparison page shows. `noise_band` is None where ranks are not set against each other."""

    a: SideView
    b: SideView
    kinds: str
    is_comparable: bool
    headline: str
    sentences: tuple[SentenceView, ...]
    scores: tuple[ScoreRow, ...]
    noise_band: Decimal | None
    lead: Decimal | None
    is_unmeasured: bool
    facts: tuple[FactRow, ...]
    aligned: tuple[AlignedView, ...]
    needs: tuple[SuitsView, ...]
    write_up: tuple[ToldView, ...]
    written_by: str
    moved: tuple[MovedView, ...]
    has_imported: bool
    is_stored: bool
    reviewed: str
    as_of: str | None
    not_reproduced: tuple[str, ...]

    @property
    def sides(self) -> tuple[SideView, SideView]:
        return self.a, self.b

    @property
    def title(self) -> str:
        return f"{self.a.name} vs {self.b.name}"

    @property
    def fact_count(self) -> int:
        return len({path for sentence in self.sentences for path, _ in sentence.facts})


def compare_view(compared: Compared) -> CompareView:
    """A comparison as a page shows it."""
    comparison = compared.comparison
    origins = _origins(compared)
    a, b = shown(comparison.a, origins), shown(comparison.b, origins)
    facts = fact_rows((a, b))
    aligned = _aligned(comparison, a, b)
    names = {"a": a.artifact.name, "b": b.artifact.name}
    scores = score_rows(a.side.score, b.side.score)
    is_comparable = comparison.comparable.ok
    return CompareView(
        a=_side_view("a", a, _fact_evidence(facts, 0)),
        b=_side_view("b", b, _fact_evidence(facts, 1)),
        kinds=_kinds(a.artifact, b.artifact),
        is_comparable=is_comparable,
        headline=_headline(compared.verdict, comparison),
        sentences=tuple(_sentence(sentence, comparison) for sentence in compared.verdict.sentences),
        scores=scores,
        noise_band=_policy(comparison, "policy.noise_band") if is_comparable else None,
        lead=_policy(comparison, "policy.lead"),
        is_unmeasured=any(cell.value is None for row in scores for cell in (row.a, row.b)),
        facts=facts,
        aligned=aligned,
        needs=_needs(comparison, aligned),
        write_up=tuple(_told(one, (a, b)) for one in compared.write_up),
        written_by=", ".join(dict.fromkeys(one.llm for one in compared.write_up)),
        moved=tuple(_moved(entry, names, comparison) for entry in compared.moved),
        has_imported=any(card.is_imported for row in aligned for card in (row.a, row.b) if card),
        is_stored=compared.is_stored,
        reviewed=reviewed((*a.claims, *b.claims)),
        as_of=day(compared.as_of) if compared.as_of else None,
        not_reproduced=compared.not_reproduced,
    )


def _side_view(mark: str, side: Shown, evidence: Evidenced) -> SideView:
    artifact = side.artifact
    meta = (
        kind_label(artifact.kind) if artifact.kind else "type not stated",
        artifact.pricing.model.label if artifact.pricing.model.label != NOT_STATED else "pricing not stated",
        count(len(side.capabilities), "capability", "capabilities"),
    )
    href = f"/artifacts/{artifact.slug}"
    has_sources = bool(side.facts) or any(each.status is not CapabilityStatus.IMPORTED for each in side.capabilities)
    return SideView(mark, artifact.name, href, rank_cell(side.side.score), meta, evidence, has_sources)


def _kinds(a: Artifact, b: Artifact) -> str:
    labels = [kind_label(artifact.kind) if artifact.kind else "type not stated" for artifact in (a, b)]
    return labels[0] if labels[0] == labels[1] else f"{labels[0]} and {labels[1]}"


def _headline(verdict: Verdict, comparison: Comparison) -> str:
    if verdict.winner:
        return f"{_name_of(verdict.winner, comparison)} ranks higher"
    if verdict.reason is VerdictReason.NOT_COMPARABLE:
        is_stated = all(side.artifact.kind for side in (comparison.a, comparison.b))
        return f"{'Different kinds' if is_stated else 'Kind not stated'}, so no winner"
    if verdict.reason is VerdictReason.TOO_CLOSE:
        return "Too close to call"
    return "Not enough is measured to name a winner"


def _name_of(slug: str | None, comparison: Comparison) -> str:
    names = {side.artifact.slug: side.artifact.name for side in (comparison.a, comparison.b)}
    return names.get(slug, slug) if slug else "no winner"


def _sentence(sentence: Sentence, comparison: Comparison) -> SentenceView:
    facts = tuple((path, fact_value(path, comparison.facts.get(path))) for path in sentence.facts)
    return SentenceView(sentence.text, str(sentence.rule), facts)


def _told(one: Told, sides: Sequence[Shown]) -> ToldView:
    """The first quote of each claim; it leads to its place on the page, where the source is one step away."""
    claims = {
        claim.id: (side.artifact.name, claim)
        for side in sides
        for claim in chain(*(record.claims for record in side.capabilities), (fact.claim for fact in side.facts))
    }
    cited = [claims[name] for name in one.claims if name in claims]
    quotes = tuple(LinkView(f"#q-{claim.id}", claim.evidence[0].quote, name) for name, claim in cited if claim.evidence)
    names = {f"{mark}": side.artifact.name for mark, side in zip("ab", sides, strict=True)}
    return ToldView(
        one.text, tuple((topic_name(of), relation_words(value, names)) for of, value in one.relations), quotes
    )


def _policy(comparison: Comparison, path: str) -> Decimal | None:
    value = comparison.facts.get(path)
    return Decimal(f"{Decimal(str(value)).normalize():f}") if isinstance(value, int | float) else None


def _aligned(comparison: Comparison, a: Shown, b: Shown) -> tuple[AlignedView, ...]:
    left = {capability.id: card_view(capability, a.origins) for capability in a.capabilities}
    right = {capability.id: card_view(capability, b.origins) for capability in b.capabilities}
    alignment = comparison.alignment
    both = [
        _row("both", "Both", pair.why, left[pair.a], right[pair.b])
        for pair in alignment.both
        if pair.a in left and pair.b in right
    ]
    paired = {card.anchor for row in both for card in (row.a, row.b) if card}
    only_a = {key: card for key, card in left.items() if card.anchor not in paired}
    only_b = {key: card for key, card in right.items() if card.anchor not in paired}
    return (*both, *_all_alone("a", only_a, a, b), *_all_alone("b", only_b, b, a))


def _row(relation: str, tag: str, why: str | None, a: CardView | None, b: CardView | None) -> AlignedView:
    cards = [card for card in (a, b) if card]
    names = list(dict.fromkeys(card.name for card in cards))
    return AlignedView(cards[0].anchor, " / ".join(names), relation, tag, why, a, b)


def _all_alone(mark: str, cards: Mapping[str, CardView], side: Shown, other: Shown) -> Iterator[AlignedView]:
    """The rows of one side alone: what the other denies is told from what it does not speak of."""
    records = [record for record in side.capabilities if record.id in cards]
    absent = stated_absent(records, published_capabilities(other.capabilities))
    for key, card in cards.items():
        denied = claim_view(absent[key], other.origins) if key in absent else None
        yield _alone(mark, card, side.artifact.name, denied)


def _alone(mark: str, card: CardView, name: str, absent: ClaimView | None) -> AlignedView:
    tag = f"Only {name}" if absent else f"{'Published' if card.is_imported else 'Stated'} for {name} only"
    row = _row(mark, tag, None, card if mark == "a" else None, card if mark == "b" else None)
    return replace(row, absent=absent)


def _needs(comparison: Comparison, aligned: Iterable[AlignedView]) -> tuple[SuitsView, ...]:
    """For each side the reasons to choose it, and what to know before; each leads to its place on the page."""
    anchors = {card.anchor: row.anchor for row in aligned for card in (row.a, row.b) if card}
    found = needs(comparison)
    views = []
    for letter, side in (("a", comparison.a), ("b", comparison.b)):
        of_side = [(need, _need(need, anchors, side)) for need in found if need.side == letter]
        reasons = tuple(view for need, view in of_side if not need.is_caution)
        cautions = tuple(view for need, view in of_side if need.is_caution)
        if of_side:
            views.append(SuitsView(letter, side.artifact.name, reasons, cautions))
    return tuple(views)


def _need(need: Need, anchors: Mapping[str, str], side: Side) -> NeedView:
    if need.rule is NeedRule.STATED_ONLY:
        anchor = f"c-{need.subject}"
        return NeedView(need.text, f"#{anchors.get(anchor, anchor)}", "stated for it only")
    quoted = next((claim for record in side.capabilities for claim in record.claims if claim.id == need.subject), None)
    href = f"#q-{quoted.id}" if quoted and quoted.evidence else None
    return NeedView(
        need.text, href, {NeedRule.REQUIREMENT: "requires", NeedRule.LIMITATION: "limit"}.get(need.rule, "")
    )


def _moved(entry: Moved, names: dict[str, str], comparison: Comparison) -> MovedView:
    return MovedView(
        entry.at.isoformat(),
        day(entry.at),
        tuple(change_view(change, names) for change in entry.because),
        entry.was != entry.now,
        _name_of(entry.was, comparison),
        _name_of(entry.now, comparison),
    )


def change_view(change: Change, names: dict[str, str]) -> ChangeView:
    """Words of a record that changed are not repeated: they may have been withdrawn for good reason."""
    if is_of_record(change.fact):
        states = ["stated" if value else NOT_STATED for value in (change.old, change.new)]
        old, new = ("one wording", "another") if states[0] == states[1] else states
        return ChangeView(fact_name(change.fact, names), old, new)
    old, new = (fact_value(change.fact, value) for value in (change.old, change.new))
    return ChangeView(fact_name(change.fact, names), old, new)


# -- an artifact, and the front page -----------------------------------------------------------------------


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
    origins = _origins(record)
    side = shown(record.side, origins)
    facts = fact_rows((side,)) + _use_rows(record.use)
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
        fact_evidence=_fact_evidence(facts, 0),
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
    named = [*jobs[:_JOBS_NAMED], f"{rest} more"] if rest > 0 else list(jobs)
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
