"""Where sentences end, in running text of any script. Offsets are code points of the text given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.document import Span

_STOP = re.compile(r"(?P<marks>[.!?…]+|[。！？｡]+)[\"'”’»)\]」』）]*")
# A full stop after one of these goes on: what follows belongs to the same sentence even where it is a capital.
_ABBREVIATIONS = frozenset(
    """
    e.g i.e eg ie vs cf al approx incl excl resp fig figs eq sec no nos vol ed eds dr mr mrs ms prof st jr sr inc ltd
    co corp dept est min max avg ca bzw z.b d.h u.a usw nr abb p.ex ej núm
    """.split()
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]*$")
_WORD_WINDOW = 24


def split(text: str) -> Iterator[Span]:
    """The sentences of a text, in order, without the white space between them. A line break ends a sentence too."""
    offset = 0
    for line in text.split("\n"):
        for span in _split_line(line):
            yield Span(offset + span.start, offset + span.end)
        offset += len(line) + 1


def is_finished(sentence: str) -> bool:
    """Whether the words end as a sentence does."""
    ends = list(_STOP.finditer(sentence[-_WORD_WINDOW:]))
    return bool(ends) and ends[-1].end() == len(sentence[-_WORD_WINDOW:])


def _split_line(line: str) -> Iterator[Span]:
    start = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, stop):
            yield from _trimmed(line, start, stop.end())
            start = stop.end()
    yield from _trimmed(line, start, len(line))


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    """A mark of a script without capitals always ends; a full stop needs a gap and a beginning behind it."""
    if stop["marks"][0] in "。！？｡":
        return True
    following = line[stop.end() : stop.end() + _WORD_WINDOW]
    if not following[:1].isspace():
        return False
    begins = following.lstrip()[:1]
    if begins.islower() or begins in {"", ",", ";", ")", "-", "–", "—"}:
        return False
    return stop["marks"] != "." or not _is_abbreviation(line[max(0, stop.start() - _WORD_WINDOW) : stop.start()])


def _is_abbreviation(before: str) -> bool:
    """e.g, vs, U.S, a single initial; a numeral of an ordered list ("2")."""
    match = _LAST_WORD.search(before)
    word = match.group() if match else ""
    is_initial = len(word) == 1 and word.isalpha() and word != "I"
    is_dotted = "." in word and all(len(piece) == 1 and piece.isalpha() for piece in word.split("."))
    is_ordinal = word.isdigit() and word == before.strip()
    return is_initial or is_dotted or is_ordinal or word.casefold() in _ABBREVIATIONS


def _trimmed(line: str, start: int, end: int) -> Iterator[Span]:
    words = line[start:end]
    left = start + len(words) - len(words.lstrip())
    right = start + len(words.rstrip())
    if left < right:
        yield Span(left, right)
