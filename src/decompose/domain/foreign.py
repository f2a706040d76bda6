"""Parts of a document that tell of another artifact: two tools described in one file, each under its own title.

Features stand under level-1 headings as well. What tells another artifact from one is that the two parts do not know
each other: the part speaks of itself by the name in its heading and never of the artifact, and nowhere else is the
name said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from decompose.domain.called import name_in, shares_a_word, words_of
from decompose.domain.document import Block, BlockKind, Span, VisibleText

_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Foreign:
    """A part of the visible text, and the name of the other artifact that it tells of."""

    span: Span
    name: str


def foreign_parts(visible: VisibleText, names: Iterable[str]) -> tuple[Foreign, ...]:
    """The parts that tell of others than the artifact of these names; none where no title is the artifact's own."""
    parts = list(_parts(visible))
    named = tuple(names)
    own = [word for name in named for word in words_of(name)]
    if len(parts) < 2 or not own:
        return ()
    titled = [(name_in(visible.words_of(heading.span), own), heading, span) for heading, span in parts]
    others = [each for each in titled if not shares_a_word(words_of(each[0]), own)]
    if len(others) == len(titled):
        return ()
    named += tuple(each[0] for each in titled if each not in others)
    return tuple(
        Foreign(span, name) for name, heading, span in others if _is_apart(name, heading, span, visible, named)
    )


def _parts(visible: VisibleText) -> Iterator[tuple[Block, Span]]:
    """Each level-1 heading with the span down to the next one."""
    titles = [block for block in visible.blocks if block.kind is BlockKind.HEADING and block.level == 1]
    starts = [title.span.start for title in titles]
    return (
        (title, Span(start, end))
        for title, (start, end) in zip(titles, pairwise([*starts, len(visible.text)]), strict=True)
    )


def _is_apart(name: str, heading: Block, part: Span, visible: VisibleText, names: Sequence[str]) -> bool:
    """Whether a part speaks of itself by its name, never of the artifact, and no other part speaks of it."""
    if not 0 < len(words_of(name)) <= _MOST_WORDS:
        return False
    below = visible.text[heading.span.end : part.end]
    rest = [visible.text[span.start : span.end] for _, span in _parts(visible) if span != part]
    return _does(name, below) and not _says(below, names) and not any(_says(other, [name]) for other in rest)


def _does(name: str, text: str) -> bool:
    """Whether a sentence says what a thing of that name does, or is."""
    verb = r"(?:is|was|has|can|will|lets|[a-z]{2,}s)"
    return bool(re.search(rf"(?m)(?:^|[.!?]\s+)(?:The )?{re.escape(name)}(?: \([^()\n]*\))? {verb}\b", text))


def _says(text: str, names: Iterable[str]) -> bool:
    said = "|".join(re.escape(name) for name in names)
    return bool(re.search(rf"(?i)(?<!\w)(?:{said})(?!\w)", text))
