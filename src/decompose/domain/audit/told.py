"""What a source document tells of its artifact: sentences under headings, and tables by the column that is its."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decompose.domain.audit.likeness import meanings
from decompose.domain.audit.numbers import Figure, figures_in
from decompose.domain.audit.words import folded_name, sentences, stems

_MOST_SENTENCES, _LONGEST_LINE = 3000, 4000
_LONGEST_HEADING = 80
_NONE = frozenset({"no", "none", "-", "–", "—", "✗", "✘", "❌", "not supported", "not available", "n/a"})
_CELLS = "\t"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the source with the stems it speaks of, its numbers, and what it means together with its heading.

    `is_cell`: it was put together from the label of a row and the cell of the artifact. `is_limit`: its heading says
    that the artifact does not do it.
    """

    text: str
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    meanings: frozenset[str]
    is_cell: bool = False
    is_limit: bool = False


def told(document: str, names: Sequence[str]) -> list[Told]:
    """The sentences of a visible text about what has these names, in their order.

    Of a table with a column for the artifact the other columns, which tell of others, are left out.
    """
    found = [
        Told(
            text,
            stems(text),
            tuple(figures_in(text)),
            meanings(f"{heading}. {text}"),
            is_cell,
            bool(_LIMITS.search(heading)),
        )
        for text, heading, is_cell in _sentences(document, frozenset(map(folded_name, names)))
    ]
    return [one for one in found[:_MOST_SENTENCES] if one.stems]


_LIMITS = re.compile(
    r"\b(?:does not|do not|doesn't|don't|cannot|can't|not (?:supported|included|covered|handled|possible)|"
    r"unsupported|out of scope|"
    r"non-goals?|limitations)\b",
    re.IGNORECASE,
)


def _sentences(document: str, own: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    heading, column, is_table = "", 0, False
    for line in (line[:_LONGEST_LINE] for line in document.split("\n")):
        cells = line.split(_CELLS)
        if len(cells) == 1:
            is_table = False
            heading = line if _is_heading(line) else heading
            yield from ((text, heading, False) for _, text in sentences(line))
        elif not is_table:
            is_table = True
            column = next((at for at, cell in enumerate(cells) if at and folded_name(cell) in own), 0)
            yield from ((text, heading, False) for _, text in sentences("" if column else line))
        elif column and column < len(cells):
            yield _cell(cells[0].strip(), cells[column].strip()), heading, True
        else:
            yield from ((text, heading, False) for _, text in sentences(line))


def _is_heading(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_HEADING and not re.search(r"[.!?;,]$", line)


def _cell(label: str, value: str) -> str:
    return f"No {label.casefold()}" if value.casefold() in _NONE else f"{label}: {value}"
