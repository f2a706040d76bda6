"""The table of facts: what is known of one artifact, or of two side by side, and what is not stated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from decompose.domain.artifact import Artifact, StatedFact, kind_label
from decompose.domain.capability import Capability, Claim, Fact, FactKind
from decompose.domain.catalog import Compared, Neighbour, Record
from decompose.domain.comparison import Side
from decompose.domain.matching.graph import Confidence
from decompose.domain.readership import readable_capabilities, readable_facts
from decompose.domain.rivals import Rival
from decompose.domain.score import round_half_up
from decompose.page.cards import ClaimView, Evidenced, Origins, claim_view, evidenced
from decompose.page.wording import (
    NOT_MEASURED,
    NOT_STATED,
    count,
    day,
    fact_label,
    percent,
    starting_price,
)

# A source that says what a job requires is not silent, though it says nothing of the whole artifact.
SAID_BELOW = "stated with its capabilities, below"


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


def origins_of(known: Record | Compared) -> Origins:
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
    if said:
        return Cell(said.value, claims, _by_operator(side, said.fact))
    is_said_below = kind is FactKind.REQUIREMENT and any(record.of("requires") for record in side.capabilities)
    return Cell(claims=claims, absent=SAID_BELOW if is_said_below else NOT_STATED)


def _by_operator(side: Shown, fact: StatedFact) -> str | None:
    """Who says so and as of when, where the operator does; that stands above what documents say."""
    said = side.artifact.statement(fact)
    return f"stated by the operator ({said.source}), as of {day(said.day)}" if said else None


def _matched_cell(side: Shown) -> Cell:
    times, searches = side.side.times_matched, side.side.searches
    if not times and not searches:
        return Cell("0 searches so far")
    return Cell(str(times), note=f"in {count(searches, 'search', 'searches')}")


def use_rows(use: Confidence | None) -> tuple[FactRow, ...]:
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


def fact_evidence(rows: Iterable[FactRow], column: int) -> Evidenced:
    return evidenced(chain.from_iterable(row.cells[column].claims for row in rows))
