"""Small pages of invented artifacts for the tests of the audit: a page without a defect but D8, and parts to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decompose.domain.artifact import Kind
from decompose.domain.audit import Defect, Sheet, audit, sheet
from decompose.domain.comparison import Families, Policy
from decompose.reading import read
from decompose.reading.published_page import lay_out

POLICY = Policy(families=Families(1, {"models": frozenset({Kind.MODEL, Kind.FINETUNE})}))
Record = tuple[str, ...]
SORTS: Record = ("Sorts parcels by size.", "Unique: Sorts by size.", "vs alternatives: Other sorters need a person.")
WEIGHS: Record = ("Weighs crates on a belt.", "Unique: The belt weighs.")


@dataclass(frozen=True)
class Given:
    """What is on the page; both sides are alike unless said otherwise."""

    names: tuple[str, str] = ("Gantry 7B", "Ropeway 2B")
    kinds: tuple[str, str] = ("Model", "Model")
    ranks: tuple[int, int] = (40, 60)
    adoption: tuple[str, str] = ("1", "1")
    ecosystem: tuple[str, str] = ("0", "0")
    pricing: tuple[str, str] = ("Free", "Free")
    price: str = ""
    matched: tuple[int, int] = (3, 4)
    a: Sequence[Record] = (SORTS,)
    b: Sequence[Record] = (WEIGHS,)
    summary: str = "Ropeway 2B stands beside Gantry 7B."
    verdict: str = "Both have their place."

    @property
    def text(self) -> str:
        lines = [
            " vs ".join(self.names),
            self.summary,
            _row("Feature", self.names),
            "|---|---|---|",
            _row("Type", self.kinds),
            _row("YardRank", [f"{rank}/100" for rank in self.ranks]),
            _row("Adoption", self.adoption),
            _row("Quality", ("1", "1")),
            _row("Ecosystem", self.ecosystem),
            _row("Match Graph", ("0", "0")),
            _row("Pricing", self.pricing),
            *([_row("Starting Price", (self.price, "—"))] if self.price else []),
            _row("Capabilities", [f"{len(records)} decomposed" for records in (self.a, self.b)]),
            _row("Times Matched", self.matched),
        ]
        for name, records in zip(self.names, (self.a, self.b), strict=True):
            lines += [f"{name} Capabilities", *(line for record in records for line in record)]
        return "\n".join([*lines, "Verdict", self.verdict, "Need something different?", "Search the match graph →"])


def _row(label: str, cells: Sequence[object]) -> str:
    return f"| {label} | {cells[0]} | {cells[1]} |"


def page(given: Given, name: str = "page.txt") -> Sheet:
    return sheet(name, *lay_out(given.text, name))


def found(*given: Given, documents: Mapping[str, str] | None = None) -> list[Defect]:
    """The defects of pages given together, which are called 0.txt, 1.txt ..."""
    pages = [page(one, f"{number}.txt") for number, one in enumerate(given)]
    read_ = {name: read(text.encode(), name="source.md") for name, text in (documents or {}).items()}
    return list(audit(pages, read_, POLICY))


def quotes(code: str, *given: Given, documents: Mapping[str, str] | None = None) -> list[str]:
    return [defect.quote for defect in found(*given, documents=documents) if defect.code == code]


def told(*lines: str, others: Sequence[Record] = ()) -> Given:
    """A page with one record of these lines for A, and other records besides."""
    return Given(a=(lines, *others))
