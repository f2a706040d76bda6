"""A published comparison page as values: what such a page states about two artifacts, without judging it.

Pages of this shape are read from files and composed again; both ways speak of the same values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.score import Component

# The components that such a page has a row for.
PUBLISHED_COMPONENTS = (Component.ADOPTION, Component.QUALITY, Component.ECOSYSTEM, Component.MATCH_GRAPH)
# More records than these are counted, not shown.
PUBLISHED_RECORDS = 8
# The key of the row of the rank, whose label is the site's own.
RANK_ROW = "rank"
SUMMARY_LINE = 2


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """One capability record of a page: three lines, the last two of which may be missing."""

    description: str
    unique: str | None = None
    vs_alternatives: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedSide:
    """One artifact of a page.

    `components` are values in 0..1, None where the page prints a dash. A page shows whole numbers, so what was read
    from one is 0 or 1. `starting_price` keeps the words of the page. `declared_capabilities` is the count that the
    page states; `records` are those shown, at most PUBLISHED_RECORDS of them.
    """

    name: str
    kind: Kind | None
    rank: int
    components: Mapping[Component, Decimal | None]
    pricing: PricingModel
    starting_price: str | None
    declared_capabilities: int
    times_matched: int
    records: tuple[PublishedRecord, ...]


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Two sides in the order of the page; `rank_label` is the name that the site gives to its rank."""

    a: PublishedSide
    b: PublishedSide
    rank_label: str


@dataclass(frozen=True, slots=True)
class PublishedLayout:
    """Where the parts of a page stand: `lines` are its lines, every number is that of a line, counted from 1.

    `rows` has the rows of the table by their label, as printed; the rank is under RANK_ROW. `headings` and `records`
    have A first; a record is named by the line of its description, its other lines follow in the order of the fields.
    """

    lines: tuple[str, ...]
    rows: Mapping[str, int]
    headings: tuple[int, int]
    records: tuple[tuple[int, ...], tuple[int, ...]]
    verdict: int
