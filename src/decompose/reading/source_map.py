"""Where the words of the rendered document stand in its source.

The parsers do not tell, so the words are found again: in order, each after the one before it, inside the source lines
of their block where these are known. A word is taken only if its neighbours agree, the more of them the further away
it stands; what is not found has no place and moves nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from html import unescape

from decompose.domain.document import Span

Run = tuple[int, int, int]
"""(start, end) in a rendered text, and the offset in the source where the same characters begin."""

# A word, a line drawn with one character, or one character; in the source, a character reference as well.
_UNIT = r"[^\W_]+|([^\w\s])\1{3,}|[^\w\s]|_"
_WORD = re.compile(_UNIT)
_SOURCE_WORD = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,31});|" + _UNIT)
# How far ahead (in words) a word may stand, and how many of the next words must then follow it.
_REACHES = ((4, 0), (12, 1), (60, 2), (2000, 4))
# Marks of emphasis, ends of links: words of the source that may stand between two neighbours.
_MARKS_BETWEEN = 6
_CANDIDATES = 32
# At the end of a text there are fewer neighbours: these few may be missing if the words themselves are long enough.
_FEW, _LONG = 2, 4


class Aligner:
    """A cursor over the words of a source; `unseen` are the parts of it that render to nothing."""

    def __init__(self, source: str, unseen: Iterable[Span] = ()) -> None:
        self._words: list[str] = []
        self._starts: list[int] = []
        self._is_exact: list[bool] = []
        self._where: dict[str, list[int]] = {}
        self._read(source, sorted(unseen))
        self._cursor = 0
        self._end = len(self._words)

    def limit(self, start: int, end: int) -> int:
        """Look only between these offsets of the source, from the first on. Returns what `widen` takes back."""
        before = self._end
        self._cursor, self._end = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return before

    def widen(self, before: int) -> None:
        """Give back the limit that stood before; what was found stays found."""
        self._end = before

    def locate(self, text: str) -> list[Run]:
        """The runs of `text` that stand in the source, in order; moves the cursor behind them."""
        found = [(match[0], match.start()) for match in _WORD.finditer(text)]
        words = [word for word, _ in found]
        runs: list[Run] = []
        for at, (word, start) in enumerate(found):
            place = self._find(words, at)
            if place is None:
                continue
            self._cursor = place + 1
            if self._is_exact[place]:
                _append(runs, (start, start + len(word), self._starts[place]))
        return runs

    def _read(self, source: str, unseen: Sequence[Span]) -> None:
        at = 0
        for span in (*unseen, Span(len(source), len(source))):
            for match in _SOURCE_WORD.finditer(source, at, max(at, span.start)):
                self._add(match[0], match.start())
            at = max(at, span.end)

    def _add(self, written: str, start: int) -> None:
        # What a reference stands for is not in the source: it is passed over, but has no place.
        word = unescape(written).strip() if len(written) > 1 and written[0] == "&" else written
        if not word:
            return
        self._where.setdefault(word, []).append(len(self._words))
        self._words.append(word)
        self._starts.append(start)
        self._is_exact.append(word == written)

    def _find(self, words: Sequence[str], at: int) -> int | None:
        if self._cursor < self._end and self._words[self._cursor] == words[at]:
            return self._cursor
        places = self._where.get(words[at], ())
        first = bisect_left(places, self._cursor)
        for place in places[first : first + _CANDIDATES]:
            if place >= self._end:
                return None
            needed = next((needed for reach, needed in _REACHES if place - self._cursor <= reach), None)
            if needed is None:
                return None
            if self._agrees(words[at + 1 : at + 1 + needed], place, needed):
                return place
        return None

    def _agrees(self, following: Sequence[str], place: int, needed: int) -> bool:
        if len(following) < needed and (needed > _FEW or len("".join(following)) + len(self._words[place]) < _LONG):
            return False
        for word in following:
            ahead = self._words[place + 1 : min(place + 1 + _MARKS_BETWEEN, self._end)]
            if word not in ahead:
                return False
            place += 1 + ahead.index(word)
        return True


def _append(runs: list[Run], run: Run) -> None:
    if runs and runs[-1][1] == run[0] and runs[-1][2] + run[0] - runs[-1][0] == run[2]:
        runs[-1] = (runs[-1][0], run[1], runs[-1][2])
    else:
        runs.append(run)


def joined(runs: Iterable[Run], text: str, source: str) -> tuple[Run, ...]:
    """Runs of `text` with those made one that only a character lies between which is the same in the source."""
    made: list[Run] = []
    for start, end, origin in runs:
        if made:
            last_start, last_end, last_origin = made[-1]
            gap, behind = start - last_end, last_origin + last_end - last_start
            if gap in (0, 1) and origin - behind == gap and text[last_end:start] == source[behind:origin]:
                made[-1] = (last_start, end, last_origin)
                continue
        made.append((start, end, origin))
    return tuple(made)
