"""Where a quote stands in a text, what hidden words it touches, and how far one agrees that was not found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from decompose.domain.document import FRONT_MATTER, Hidden, Span
from decompose.domain.evidence.canonical import Canonical, canonical, folded
from decompose.domain.evidence.markup import (
    FOOTNOTE,
    FOOTNOTE_LABEL,
    HALF_A_MARK,
    LINE_START,
    LINK_WITHOUT_END,
    LINK_WITHOUT_START,
    REFERENCE,
    SHORTCUT_LINK,
    with_code_kept,
    without_markup,
)

# In characters. What is longer is no quote, and would only be slow to look for.
LONGEST_QUOTE = 2_000
_MOST_PLACES = 5_000


def locate(quote: str, text: Canonical, *, near: Iterable[Span] = ()) -> Span | None:
    """Where the quote stands in the text, in the text's own offsets; None where it does not.

    A quote that occurs several times is taken at the place closest to the spans of `near` (the record's other
    quotes), the first where there are none. What is longer than LONGEST_QUOTE is not looked for, and of a quote that
    occurs everywhere the first thousands of places are looked at.
    """
    if len(quote) > LONGEST_QUOTE:
        return None
    near = tuple(near)
    tried: set[str] = set()
    for words in map(folded, _readings(quote)):
        if words in tried:
            continue
        tried.add(words)
        found = (span for numbered in _numbered(words, text) for span in text.find_all(numbered))
        spans = list(islice(found, _MOST_PLACES))
        if spans:
            return min(spans, key=lambda span: (_distance(span, near), span.start))
    return None


# Footnotes are named in a source, and numbered where they are read; a second mark of one note has a number of its own.
_NUMBER_OF_A_NOTE = r"\[\d{1,4}(?::\d{1,4})?\]"


def _numbered(words: str, text: Canonical) -> Iterable[str]:
    """The words, those of a quote with marks of footnotes as the text numbers these."""
    named = FOOTNOTE.split(words)
    if len(named) == 1:
        return (words,)
    pattern = _NUMBER_OF_A_NOTE.join(map(re.escape, named))
    return dict.fromkeys((words, *(found[0] for found in re.finditer(pattern, text.words))))


def is_in_front_matter(quote: str, hidden: Iterable[Hidden]) -> bool:
    """Whether the front matter says a quote, which is data about the document and no part of its text."""
    return any(range_.why == FRONT_MATTER and locate(quote, canonical(range_.words)) for range_ in hidden)


def _readings(quote: str) -> Iterator[str]:
    """As it is, but for what begins its lines; as markup; as markup whose bare brackets or last underscores are links,
    or that was cut within a mark or a link.

    Which of them is meant only the whole text tells.
    """
    yield quote
    yield LINE_START.sub("", quote)
    words = without_markup(quote)
    yield words
    yield without_markup(FOOTNOTE_LABEL.sub("", quote))
    yield SHORTCUT_LINK.sub(r"\1", words)
    yield REFERENCE.sub("", words)
    yield HALF_A_MARK.sub("", words)
    yield LINK_WITHOUT_END.sub(r"\1", HALF_A_MARK.sub("", words))
    yield without_markup(LINK_WITHOUT_START.sub(r"\1", quote))
    yield from with_code_kept(quote)


def _distance(span: Span, near: Iterable[Span]) -> int:
    return min((max(other.start - span.end, span.start - other.end, 0) for other in near), default=0)


# Removed words that leave a sentence what it is: a marker of a generator ("GEN:version"), the names of characters that
# have no look. Anything else between two words of a quote, were it only "not", may have been taken from the sentence.
_MARKER = re.compile(r"/?[A-Za-z0-9]+[:_/.=-][A-Za-z0-9:_/.=-]*")
_CHARACTER_NAMES = re.compile(
    r"U\+[0-9A-F]{4,6} [A-Z0-9 -]+?(?: x \d+)?(?:, U\+[0-9A-F]{4,6} [A-Z0-9 -]+?(?: x \d+)?)*"
)
_IMAGE = "image description"
_DENIAL = re.compile(r"\b(?:not|no|never|without|un\w+)\b", re.IGNORECASE)


def touches_hidden(span: Span, hidden: Iterable[Hidden]) -> Hidden | None:
    """The hidden range that a quote overlaps, or whose removed words would change it; None where it is clean."""
    for range_ in hidden:
        is_removed = range_.span.start == range_.span.end
        if range_.span.overlaps(span) and not is_removed:
            return range_
        if is_removed and span.start < range_.span.start < span.end and _may_change_a_sentence(range_):
            return range_
    return None


def _may_change_a_sentence(removed: Hidden) -> bool:
    words = removed.words.strip()
    if removed.why == _IMAGE:
        return bool(_DENIAL.search(words))
    return not (_MARKER.fullmatch(words) or _CHARACTER_NAMES.fullmatch(words))


_WORDS_SHOWN = 3


def near_miss(quote: str, text: Canonical) -> str | None:
    """How far a quote that was not found agrees with the text: a sentence for the editor, None below three words."""
    if len(quote) > LONGEST_QUOTE:
        return f"a quote has at most {LONGEST_QUOTE} characters, not {len(quote)}"
    words = canonical(without_markup(quote)).words.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if " ".join(words[:middle]) in text.words else (low, middle - 1)
    if low < _WORDS_SHOWN:
        return None
    beginning = " ".join(words[:low])
    at = text.words.find(beginning) + len(beginning)
    said = f"{' '.join(words[max(0, low - _WORDS_SHOWN) : low])}{text.words[at : at + 40]}"
    return f"the source says “…{said}…”, the quote goes on “{' '.join(words[low : low + 6])}”"
