"""A page as the checks read it: its values, its lines, and its records as statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.artifact import NO_KIND_LABEL
from decompose.domain.audit.defect import Defect
from decompose.domain.published import SUMMARY_LINE, PublishedLayout, PublishedPage, PublishedSide

DESCRIPTION, UNIQUE, VS_ALTERNATIVES = "description", "unique", "vs_alternatives"
# What goes beyond this many characters of a line, or records of a side, is not audited: no page is written so.
LONGEST_TEXT, MOST_RECORDS = 4_000, 60
_VENDOR_ENDS = ": "
_QUOTED = 300


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a record. `artifact` is the name on the page, `record` counts from 1, `text` has no label."""

    page: str
    artifact: str
    record: int
    field: str
    line: int
    text: str

    def defect(self, code: str, quote: str, why: str) -> Defect:
        return Defect(self.page, code, self.line, quote.strip()[:_QUOTED].strip(), why)


@dataclass(frozen=True, slots=True)
class SheetSide:
    """One side of a page with its statements, record by record."""

    side: PublishedSide
    heading: int
    records: tuple[tuple[Statement, ...], ...]

    @property
    def name(self) -> str:
        return self.side.name

    @property
    def short_name(self) -> str:
        """The name without the vendor in front."""
        return self.name.split(_VENDOR_ENDS, 1)[-1].strip()

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for record in self.records for statement in record)

    def of(self, *fields: str) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if statement.field in fields)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be audited. `name` is the path as the caller gave it."""

    name: str
    page: PublishedPage
    layout: PublishedLayout
    sides: tuple[SheetSide, SheetSide]

    def line(self, number: int) -> str:
        return self.layout.lines[number - 1][:LONGEST_TEXT]

    def row(self, label: str) -> str:
        return self.line(self.layout.rows[label])

    def row_defect(self, code: str, label: str, quote: str, why: str) -> Defect:
        return self.defect(code, self.layout.rows[label], quote, why)

    def defect(self, code: str, line: int, quote: str, why: str) -> Defect:
        return Defect(self.name, code, line, quote.strip()[:_QUOTED].strip(), why)

    @property
    def derived_lines(self) -> tuple[tuple[int, str], ...]:
        """Summary and verdict, which the site composes from the table."""
        return tuple((number, self.line(number)) for number in (SUMMARY_LINE, self.layout.verdict))


def sheet(name: str, page: PublishedPage, layout: PublishedLayout) -> Sheet:
    """The page with its records taken apart."""
    sides = tuple(
        SheetSide(
            side,
            layout.headings[column],
            tuple(
                tuple(_statements(name, side, number, at))
                for number, at in enumerate(layout.records[column][:MOST_RECORDS], 1)
            ),
        )
        for column, side in enumerate((page.a, page.b))
    )
    return Sheet(name, page, layout, (sides[0], sides[1]))


def _statements(page: str, side: PublishedSide, number: int, at: int) -> Iterator[Statement]:
    record = side.records[number - 1]
    fields = ((DESCRIPTION, record.description), (UNIQUE, record.unique), (VS_ALTERNATIVES, record.vs_alternatives))
    line = at
    for field, text in fields:
        if text is not None:
            yield Statement(page, side.name, number, field, line, text[:LONGEST_TEXT])
            line += 1


def kind_words(side: PublishedSide) -> str:
    return side.kind.label if side.kind else NO_KIND_LABEL
