"""Quotes and where they stand: exact location of a quote in the visible text of a revision.

A quote is looked for after a canonicalisation that keeps an offset map: Unicode compatibility forms, quotation marks
and dashes are unified; white space and the bars between cells are folded and do not count before closing punctuation;
of the quote, the markup of Markdown, HTML and reStructuredText is taken off. Case counts and words count; an ellipsis
is no wild card. There is no fuzzy fall-back: a quote that is not there was not said.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.domain.document import Hidden, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a revision: `text[start:end]` of its visible text equals `quote`."""

    revision: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Canonical:
    """A text in canonical form. `starts[i]`, `ends[i]`: where the i-th canonical character stands in the text."""

    words: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find_all(self, wanted: str) -> Iterator[Span]:
        """Every place, in the original offsets, where the canonical words occur."""
        at = self.words.find(wanted) if wanted else -1
        while at >= 0:
            yield Span(self.starts[at], self.ends[at + len(wanted) - 1])
            at = self.words.find(wanted, at + 1)


_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
# A bar between cells is drawn in one rendering and left out in another; it says nothing in either.
_CELL = "|"
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%")
_INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn"})


def canonical(text: str) -> Canonical:
    """The canonical form of visible text, with the map back to its own offsets."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap: tuple[int, int] | None = None
    for offset, character in enumerate(text):
        if character.isspace() or character == _CELL:
            gap = (gap[0] if gap else offset, offset + 1)
            continue
        for folded in _folded(character):
            if gap and words and folded not in _NO_SPACE_BEFORE:
                words.append(" ")
                starts.append(gap[0])
                ends.append(gap[1])
            gap = None
            words.append(folded)
            starts.append(offset)
            ends.append(offset + 1)
    return Canonical("".join(words), tuple(starts), tuple(ends))


def _folded(character: str) -> str:
    if character < "\x80":
        return _SAME.get(character, character) if character.isprintable() else ""
    if character in _SAME:
        return _SAME[character]
    folded = unicodedata.normalize("NFKC", character)
    visible = (part for part in folded if unicodedata.category(part) not in _INVISIBLE and not part.isspace())
    return "".join(_SAME.get(part, part) for part in visible)


_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])"), ""),
    (re.compile(r"\[([^\[\]]*)\](\([^()]*(\([^()]*\))?[^()]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r":[a-z][a-z:+.-]*:`(?:([^`<]+?)\s*<[^`>]*>|[~!.]?([^`]+))`"), r"\1\2"),
    (re.compile(r"`([^`<]+?)\s*<[^`>]*>`__?"), r"\1"),
    (re.compile(r"`+([^`]*)`+_{0,2}"), r"\1"),
    (re.compile(r"^[ \t]*(>[ \t]?)*([-*+][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?(\[[ xX]\][ \t]+)?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\|?[ \t:|-]*-{3}[ \t:|-]*\|?[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"\|"), " "),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)


def without_markup(quote: str) -> str:
    """The words of a quote that was copied from the source's markup."""
    words = quote
    for pattern, replacement in _MARKUP:
        words = pattern.sub(replacement, words)
    return html.unescape(words)


def locate(quote: str, text: Canonical, *, near: Iterable[Span] = ()) -> Span | None:
    """Where the quote stands in the text, in the text's own offsets; None where it does not.

    A quote that occurs several times is taken at the place closest to the spans of `near` (the record's other
    quotes), the first where there are none.
    """
    for words in (quote, without_markup(quote)):
        spans = list(text.find_all(canonical(words).words))
        if spans:
            return min(spans, key=lambda span: (_distance(span, near), span.start))
    return None


def _distance(span: Span, near: Iterable[Span]) -> int:
    return min((max(other.start - span.end, span.start - other.end, 0) for other in near), default=0)


# Removed words that leave a sentence what it is: a marker of a generator ("GEN:version"), the names of characters that
# have no look. Anything else between two words of a quote, were it only "not", may have been taken from the sentence.
_MARKER = re.compile(r"/?[A-Za-z0-9]+(?:[:_/.=-]+[A-Za-z0-9]*)+")
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
