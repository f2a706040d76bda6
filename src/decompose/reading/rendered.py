"""What the readers of the syntaxes hand on: HTML, and what they know of where its parts come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, pairwise

from decompose.domain.document import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


class TooDeepError(Exception):
    """The parts of a document stand inside one another deeper than is read."""

    remedy = "take quotes and lists out of one another, or what stands there would be lost"

    def __init__(self, levels: int) -> None:
        super().__init__(f"is nested deeper than {levels} levels")


class TooTangledError(Exception):
    """A document leaves so much open that reading it would take very long."""

    remedy = "close brackets, and fill the rows of tables"

    def __init__(self) -> None:
        super().__init__("leaves more brackets open, or more cells of tables empty, than is read")


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of the source that the rendering does not have, and the offset in the source where they stand."""

    offset: int
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML made of a source.

    An element with the attribute `mark` ("first-last", lines of the source from 0, `last` not included) comes from
    these lines; so does what follows an empty template with it. `unseen` are parts of the source that leave no words.
    """

    html: str
    mark: str = ""
    unseen: tuple[Span, ...] = ()
    removed: tuple[Removed, ...] = ()


def mark_for(source: str) -> str:
    """An attribute name that the source does not contain, since it is made of its hash."""
    return f"data-at-{sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def line_starts(source: str) -> list[int]:
    """The offset of each line, and that of the end of the source."""
    lengths = (len(line[0]) for line in _LINE.finditer(source))
    starts = list(accumulate(lengths, initial=0))
    return [start for start, end in pairwise(starts) if end > start] + [len(source)]
