"""D12 and D23 (the same told twice), D17 (different things told of one artifact on several pages)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import Weights, likeness, meanings
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, Sheet, SheetSide, Statement
from decompose.domain.audit.words import folded_name, names, stems
from decompose.domain.published import RANK_ROW

# Measured on pages of this shape: records that tell one job twice lie above both, those of one field below one.
_NEAR_OF_ALL, _NEAR_OF_SHORTER = 0.30, 0.50
_SHARED_NAMES = 6
_SHARED_NUMBERS = 3
_ALIKE = 0.3
_FEWEST_STEMS = 4

_MORE = re.compile(r"\+([0-9]{1,18}) more capabilities")
Record = tuple[Statement, ...]


def near_duplicates(side: SheetSide, weighed: Weights) -> Iterator[Defect]:
    """D12: pairs of records that mostly say the same; the words propose, an editor decides.

    Args:
        weighed: what a word counts on this page, see `likeness.weights`.
    """
    told = [
        (record, _stems(record, DESCRIPTION), _stems(record, DESCRIPTION, UNIQUE), _names(record))
        for record in side.records
    ]
    for (one, x, xs, n), (other, y, ys, m) in combinations(told, 2):
        if _texts(one) == _texts(other) or min(len(x), len(y)) < _FEWEST_STEMS:
            continue
        of_all, of_shorter = len(x & y) / len(x | y), len(xs & ys) / min(len(xs), len(ys))
        is_near = (of_all >= _NEAR_OF_ALL and of_shorter >= _NEAR_OF_SHORTER) or len(n & m) >= _SHARED_NAMES
        if is_near or _mean_the_same(one, other, weighed):
            for here, there in ((one, other), (other, one)):
                why = f"tells mostly what record {there[0].record} (line {there[0].line}) tells"
                yield here[0].defect("D12", _opening(here[0]), why)


def _mean_the_same(one: Record, other: Record, weighed: Weights) -> bool:
    """Whether the records are alike in other words: both as wholes and by their descriptions."""
    return all(
        likeness(*_compared(one, other, fields), weighed) >= _ALIKE
        for fields in ((DESCRIPTION,), (DESCRIPTION, UNIQUE))
    )


def _compared(one: Record, other: Record, fields: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What both mean; the numbers only where they share several, since each job may say how large the artifact is."""
    mine, its = record_meanings(one, *fields), record_meanings(other, *fields)
    if len(_numbers(mine & its)) >= _SHARED_NUMBERS:
        return mine, its
    return mine - _numbers(mine), its - _numbers(its)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())


def record_meanings(record: Record, *fields: str) -> frozenset[str]:
    """What the lines of a record mean that stand in one of the fields."""
    return frozenset[str]().union(*(meanings(statement.text) for statement in record if statement.field in fields))


def repeated_records(side: SheetSide) -> Iterator[Defect]:
    """D23 inside a page: a record that stands there twice, word for word."""
    first: dict[tuple[str, ...], Record] = {}
    for record in side.records:
        known = first.setdefault(_texts(record), record)
        if known is not record:
            yield record[0].defect("D23", _opening(record[0]), f"word for word the record on line {known[0].line}")
            yield known[0].defect("D23", _opening(known[0]), f"word for word the record on line {record[0].line}")


def miscounted(sheet: Sheet) -> Iterator[Defect]:
    """D17 inside a page: the count of the table is not that of the records and of the line that counts the rest."""
    ends = (sheet.layout.headings[1] - 1, sheet.layout.verdict - 2)
    for column, side in enumerate(sheet.sides):
        more = _MORE.fullmatch(sheet.line(ends[column]))
        counted = len(side.side.records) + (int(more[1]) if more else 0)
        if counted != side.side.declared_capabilities:
            quote = _cells(sheet, "Capabilities")[column]
            why = f"{counted} records stand below or are counted for {side.name}"
            yield sheet.row_defect("D17", "Capabilities", quote, why)


def across_pages(sheets: Sequence[Sheet]) -> Iterator[Defect]:
    """D17 and D23 of the artifacts that are on more than one of the pages."""
    together: dict[str, list[tuple[Sheet, int]]] = {}
    for sheet in sheets:
        for column, side in enumerate(sheet.sides):
            together.setdefault(folded_name(side.short_name), []).append((sheet, column))
    for places in together.values():
        # The first page and each other one: as many findings as pages, not as pairs of them.
        for other in places[1:]:
            if other[0].name != places[0][0].name:
                yield from _against(places[0], other, is_first=other is places[1])
                yield from _against(other, places[0], is_first=True)


def _against(here: tuple[Sheet, int], there: tuple[Sheet, int], *, is_first: bool) -> Iterator[Defect]:
    (sheet, column), (others, their_column) = here, there
    ours, theirs = sheet.sides[column], others.sides[their_column]
    texts = {_texts(record) for record in theirs.records}
    same = [record for record in ours.records if _texts(record) in texts]
    if ours.records and len(same) == len(ours.records) == len(theirs.records):
        if is_first:
            quote = sheet.line(ours.heading)
            yield sheet.defect("D23", ours.heading, quote, f"the whole block is that of {others.name}, word for word")
    else:
        for record in same:
            yield record[0].defect("D23", _opening(record[0]), f"word for word a record of {others.name}")
        for record in ours.records:
            if _texts(record) not in texts and theirs.records:
                yield record[0].defect("D17", _opening(record[0]), f"{others.name} has other records of {theirs.name}")
    yield from _other_facts(here, there)


def _other_facts(here: tuple[Sheet, int], there: tuple[Sheet, int]) -> Iterator[Defect]:
    """The rows of the table in which one artifact differs between two pages."""
    (sheet, column), (others, their_column) = here, there
    for label in sheet.layout.rows:
        if label in others.layout.rows:
            ours, theirs = _cells(sheet, label)[column], _cells(others, label)[their_column]
            if ours != theirs:
                name = sheet.page.rank_label if label == RANK_ROW else label
                why = f"{others.name} gives {theirs} for {name} of {sheet.sides[column].name}"
                yield sheet.row_defect("D17", label, ours, why)


def _cells(sheet: Sheet, label: str) -> list[str]:
    cells = sheet.row(label).removeprefix("| ").removesuffix(" |").split(" | ")
    return [*cells, "", "", ""][1:3]


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(f"{statement.field} {statement.text}" for statement in record)


def _stems(record: Record, *fields: str) -> frozenset[str]:
    return frozenset[str]().union(*(stems(statement.text) for statement in record if statement.field in fields))


def _names(record: Record) -> frozenset[str]:
    return frozenset(folded_name(name) for statement in record[:2] for _, name in names(statement.text))


def _opening(statement: Statement) -> str:
    return statement.text[:120]
