"""The audit of published comparison pages: defects found by rule, from the page alone or with source documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from decompose.domain.audit.contradictions import contradiction_defects
from decompose.domain.audit.defect import CODES, Defect
from decompose.domain.audit.duplicates import across_pages, miscounted, near_duplicates, repeated_records
from decompose.domain.audit.figures import figure_defects
from decompose.domain.audit.likeness import weights
from decompose.domain.audit.measures import measure_defects
from decompose.domain.audit.records import record_defects
from decompose.domain.audit.sheet import Sheet, SheetSide, sheet
from decompose.domain.audit.sources import source_defects
from decompose.domain.audit.spelling import spelling_defects
from decompose.domain.audit.table import table_defects
from decompose.domain.audit.uniques import unique_defects
from decompose.domain.comparison import Policy
from decompose.domain.document import VisibleText

__all__ = ["CODES", "Defect", "Sheet", "SheetSide", "audit", "in_order", "sheet"]


def audit(pages: Sequence[Sheet], documents: Mapping[str, VisibleText], policy: Policy) -> tuple[Defect, ...]:
    """The defects of pages that are looked at together, by page in the order given, then by line and code.

    Args:
        documents: source documents by the name of the artifact as the pages spell it.
        policy: the noise band within which nobody wins, and the families of kinds.
    """
    return in_order(pages, _all(pages, documents, policy))


def in_order(pages: Sequence[Sheet], defects: Iterable[Defect]) -> tuple[Defect, ...]:
    """Each defect once, by page in the order given, then by line and code."""
    order = {page.name: number for number, page in reversed(list(enumerate(pages)))}
    found = {(defect.page, defect.line, defect.code, defect.quote): defect for defect in defects}
    return tuple(
        sorted(found.values(), key=lambda defect: (order[defect.page], defect.line, int(defect.code[1:]), defect.quote))
    )


def _all(pages: Sequence[Sheet], documents: Mapping[str, VisibleText], policy: Policy) -> Iterator[Defect]:
    for page in pages:
        yield from table_defects(page, policy)
        yield from miscounted(page)
        yield from record_defects(page)
        weighed = weights(" ".join(line.text for line in record) for side in page.sides for record in side.records)
        for side in page.sides:
            yield from figure_defects(side)
            yield from measure_defects(side)
            yield from contradiction_defects(side)
            yield from near_duplicates(side, weighed)
            yield from repeated_records(side)
            yield from unique_defects(side)
            if side.name in documents:
                yield from source_defects(side, documents[side.name])
    yield from across_pages(pages)
    yield from spelling_defects(pages)
