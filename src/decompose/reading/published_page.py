"""Reads published comparison pages: text of one fixed shape -> PublishedPage, or an error with line and remedy.

The shape: title; summary; a table of two columns; for each side a heading, its records of up to three lines, and a line
that counts the rest; then verdict and footer. Only the lines of records may hold any text: where a record ends is told
by the shape and the declared counts, never by what it says. Summary and verdict are passed over: they are derived.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from decompose.domain.artifact import NO_KIND_LABEL, Kind, PricingModel, parse_kind, parse_pricing_model
from decompose.domain.published import (
    PUBLISHED_COMPONENTS,
    RANK_ROW,
    PublishedLayout,
    PublishedPage,
    PublishedRecord,
    PublishedSide,
)
from decompose.errors import PageFormatError

Value = TypeVar("Value")

_ABSENT = "—"
_HEADER_BEGINS, _BETWEEN = "| Feature | ", " vs "
_HEADER_AT, _TABLE_AT = 2, 4
_CELLS, _TOP_RANK = 3, 100
_PRICE = "Starting Price"
_ROWS = (
    "Type",
    RANK_ROW,
    *(name.label for name in PUBLISHED_COMPONENTS),
    "Pricing",
    _PRICE,
    "Capabilities",
    "Times Matched",
)
_ENDING = ("Need something different?", "Search the match graph →")
_UNIQUE, _VS = "Unique: ", "vs alternatives: "
# A count of more digits is no count; to read one would cost the square of its length.
_COUNT = re.compile("[0-9]{1,18}")
_MORE = re.compile(rf"\+(?!0)({_COUNT.pattern}) more capabilities")
_SHOWN = 60


def parse_page(text: str, name: str) -> PublishedPage:
    """The page as values; `name` (a path) is the subject of errors. Raises PageFormatError."""
    return lay_out(text, name)[0]


def lay_out(text: str, name: str, *, is_count_binding: bool = True) -> tuple[PublishedPage, PublishedLayout]:
    """The page as values, and the lines on which they stand.

    Args:
        is_count_binding: whether a page is refused whose declared counts are not those of its records.

    Raises PageFormatError.
    """
    page = _Page(name, text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n"))
    names = _names(page)
    table = _table(page)
    verdict_at = _verdict_at(page)
    sections = _records(page, names, table, verdict_at, is_count_binding=is_count_binding)
    a, b = (_side(page, names[column], table, column, sections[column].records) for column in (0, 1))
    layout = PublishedLayout(
        lines=tuple(page.lines),
        rows={label: row.at + 1 for label, row in table.items()},
        headings=(sections[0].start, sections[1].start),
        records=(sections[0].lines, sections[1].lines),
        verdict=verdict_at + 2,
    )
    return PublishedPage(a, b, rank_label=table[RANK_ROW].label), layout


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    lines: Sequence[str]

    def line(self, at: int) -> str:
        return self.lines[at] if at < len(self.lines) else ""

    def error(self, at: int, sentence: str) -> PageFormatError:
        """`at` counts from 0, the line that is named from 1."""
        return PageFormatError(f"{self.name}, line {at + 1}: {sentence}", subject=self.name)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table and where it stands."""

    at: int
    label: str
    cells: tuple[str, str]


def _names(page: _Page) -> tuple[str, str]:
    """The names of both sides. A name may itself hold " vs ": it is cut where the header of the table first differs."""
    title, header = page.line(0), page.line(_HEADER_AT)
    pairs = zip(title, header.removeprefix(_HEADER_BEGINS), strict=False)
    cut = next((at for at, (one, other) in enumerate(pairs) if one != other), 0) - 1
    if cut >= 0 and title[cut : cut + len(_BETWEEN)] == _BETWEEN:
        a, b = title[:cut], title[cut + len(_BETWEEN) :]
        if header == f"{_HEADER_BEGINS}{a} | {b} |":
            return a, b
    raise page.error(0, 'the title must be "A vs B", and line 3 the header "| Feature | A | B |" with the same names')


# -- the table --------------------------------------------------------------------------------------------


def _table(page: _Page) -> Mapping[str, _Row]:
    """The rows by label, in their fixed order; only the starting price may be missing."""
    rows: dict[str, _Row] = {}
    for label in _ROWS:
        row = _row(page, _TABLE_AT + len(rows))
        if row.label == label or (label == RANK_ROW and row.label not in _ROWS):
            rows[label] = row
        elif label != _PRICE:
            raise page.error(row.at, f'expected the row "{label}" but found "{row.label}"; give every row, in order')
    return rows


def _row(page: _Page, at: int) -> _Row:
    line = page.line(at)
    cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
    if not (line.startswith("| ") and line.endswith(" |") and len(cells) == _CELLS):
        raise page.error(at, 'expected a row of the table, "| feature | value of A | value of B |"')
    return _Row(at, cells[0], (cells[1], cells[2]))


def _side(
    page: _Page, name: str, table: Mapping[str, _Row], column: int, records: tuple[PublishedRecord, ...]
) -> PublishedSide:
    def cell(label: str, read: Callable[[str], Value | None], expected: str) -> Value:
        return _cell(page, table[label], column, read, expected)

    return PublishedSide(
        name=name,
        kind=_kind(page, table["Type"], column),
        rank=cell(RANK_ROW, _rank, "a whole number from 0 to 100, as in 57/100"),
        components={name: _component(page, table[name.label], column) for name in PUBLISHED_COMPONENTS},
        pricing=cell("Pricing", _pricing, f"one of {', '.join(model.label for model in PricingModel)}"),
        starting_price=_starting_price(table, column),
        declared_capabilities=_declared(page, table, column),
        times_matched=cell("Times Matched", _count, "a whole number of at most 18 digits"),
        records=records,
    )


def _cell(page: _Page, row: _Row, column: int, read: Callable[[str], Value | None], expected: str) -> Value:
    value = read(row.cells[column])
    if value is None:
        raise page.error(row.at, f'"{_shown(row.cells[column])}" under "{row.label}" is not {expected}')
    return value


def _shown(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _kind(page: _Page, row: _Row, column: int) -> Kind | None:
    if row.cells[column] == NO_KIND_LABEL:
        return None
    return _cell(page, row, column, parse_kind, f"a kind; use one of {', '.join(kind.label for kind in Kind)}")


def _component(page: _Page, row: _Row, column: int) -> Decimal | None:
    if row.cells[column] == _ABSENT:
        return None
    values = {"0": Decimal(0), "1": Decimal(1)}
    return _cell(page, row, column, values.get, f"0, 1 or {_ABSENT}")


def _starting_price(table: Mapping[str, _Row], column: int) -> str | None:
    words = table[_PRICE].cells[column] if _PRICE in table else _ABSENT
    return None if words == _ABSENT else words


def _declared(page: _Page, table: Mapping[str, _Row], column: int) -> int:
    return _cell(page, table["Capabilities"], column, _decomposed, 'a count, as in "11 decomposed"')


def _decomposed(words: str) -> int | None:
    return _count(words.removesuffix(" decomposed")) if words.endswith(" decomposed") else None


def _rank(words: str) -> int | None:
    rank = _count(words.removesuffix("/100")) if words.endswith("/100") else None
    return rank if rank is not None and rank <= _TOP_RANK else None


def _pricing(words: str) -> PricingModel | None:
    return PricingModel.UNKNOWN if words == PricingModel.UNKNOWN.label else parse_pricing_model(words)


def _count(words: str) -> int | None:
    return int(words) if _COUNT.fullmatch(words) else None


# -- the records ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Section:
    """The records of a side, their lines, how many more are counted, and the line of the heading (both from 1)."""

    start: int
    records: tuple[PublishedRecord, ...]
    lines: tuple[int, ...]
    more: int

    @property
    def counted(self) -> int:
        return len(self.records) + self.more


def _verdict_at(page: _Page) -> int:
    """The line of the heading "Verdict", counted from the end: a record may well say "Verdict"."""
    at = len(page.lines) - len(_ENDING) - 2
    if tuple(page.lines[-len(_ENDING) :]) != _ENDING:
        raise page.error(
            len(page.lines) - 1, f'a page ends with the lines "{_ENDING[0]}" and "{_ENDING[1]}"; is it cut off?'
        )
    if at < 0 or page.lines[at] != "Verdict":
        raise page.error(max(at, 0), 'expected the heading "Verdict", followed by the verdict in one line')
    return at


def _records(
    page: _Page, names: tuple[str, str], table: Mapping[str, _Row], verdict_at: int, *, is_count_binding: bool
) -> tuple[_Section, _Section]:
    """The records of both sides: cut at the heading of B at which both sections agree with the declared counts."""
    starts, headings = _headings(page, names, _TABLE_AT + len(table), verdict_at)
    declared = _declared(page, table, 0), _declared(page, table, 1)
    cuts = [(_section(page, starts, at), _section(page, at + 1, verdict_at)) for at in headings]
    for a, b in cuts:
        if (a.counted, b.counted) == declared:
            return a, b
    if not is_count_binding:
        return cuts[0]
    found = cuts[0][0].counted, cuts[0][1].counted
    raise page.error(
        table["Capabilities"].at,
        f"{declared[0]} and {declared[1]} capabilities are declared, but {found[0]} and {found[1]} are listed or "
        "counted; correct the row, or give the missing records or the line that counts them",
    )


def _headings(page: _Page, names: tuple[str, str], at: int, verdict_at: int) -> tuple[int, list[int]]:
    """The line after the heading of A, and every line that could be the heading of B: a record may look like it."""
    if page.line(at) != f"{names[0]} Capabilities":
        raise page.error(at, f'expected the heading "{names[0]} Capabilities" after the table')
    headings = [line for line in range(at + 1, verdict_at) if page.lines[line] == f"{names[1]} Capabilities"]
    if not headings:
        raise page.error(verdict_at, f'the heading "{names[1]} Capabilities" is missing above the verdict')
    return at + 1, headings


def _section(page: _Page, start: int, end: int) -> _Section:
    """The records between two lines, and how many more are counted below them."""
    counted = _MORE.fullmatch(page.lines[end - 1]) if end > start else None
    records: list[PublishedRecord] = []
    lines: list[int] = []
    at, end = start, end - 1 if counted else end
    while at < end:
        lines.append(at + 1)
        record, at = _record(page, at, end)
        records.append(record)
    return _Section(start, tuple(records), tuple(lines), int(counted[1]) if counted else 0)


def _record(page: _Page, at: int, end: int) -> tuple[PublishedRecord, int]:
    """The record that begins at a line, and the line after it. Its first line is the description, whatever it says."""
    description = page.lines[at]
    if not description.strip():
        raise page.error(at, "an empty line between the records; remove it")
    unique, at = _labelled(page, at + 1, end, _UNIQUE)
    vs_alternatives, at = _labelled(page, at, end, _VS)
    return PublishedRecord(description, unique, vs_alternatives), at


def _labelled(page: _Page, at: int, end: int, label: str) -> tuple[str | None, int]:
    if at < end and page.lines[at].startswith(label):
        return page.lines[at].removeprefix(label), at + 1
    return None, at
