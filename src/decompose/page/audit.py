"""The defects of published pages as JSON and as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from decompose.domain.audit import CODES, Defect

_QUOTE = 120


def defects_json(defects: Iterable[Defect]) -> list[dict[str, str | int]]:
    """In the shape of the public surface."""
    return [
        {"page": defect.page, "code": defect.code, "line": defect.line, "quote": defect.quote, "why": defect.why}
        for defect in defects
    ]


def defects_text(defects: Sequence[Defect]) -> str:
    """Grouped by page, in the order of the lines, with what each code means and how often it was found at the end."""
    if not defects:
        return "no defect found"
    lines: list[str] = []
    for page, of_page in groupby(defects, key=lambda defect: defect.page):
        found = list(of_page)
        lines += [f"{page}: {len(found)} defects"]
        for defect in found:
            quote = defect.quote if len(defect.quote) <= _QUOTE else f"{defect.quote[:_QUOTE]}…"
            lines += [f"  {defect.line:>4}  {defect.code:<4} “{quote}”", f"              {defect.why}"]
        lines.append("")
    counts = Counter(defect.code for defect in defects)
    lines += [f"{counts[code]:>6}  {code:<4} {meaning}" for code, meaning in CODES.items() if counts[code]]
    return "\n".join(lines)
