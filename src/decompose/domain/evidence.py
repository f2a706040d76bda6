"""Quotes and where they stand: exact location of a quote in the visible text of a revision.

A quote is looked for after a canonicalisation that keeps an offset map: Unicode compatibility forms, quotation marks
and dashes are unified; white space and the bars between cells are folded and do not count before closing punctuation;
of the quote, the markup of Markdown, HTML and reStructuredText is taken off. Case counts and words count; an ellipsis
is no wild card. There is no fuzzy fall-back: a quote that is not there was not said. Nor was it said where its hit
begins or ends inside a longer word or number: "5000" is no part of "15000", "able" none of "Unable".
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

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
        """Every place, in the original offsets, where the canonical words occur whole."""
        at = self.words.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if not self._is_inside(at) and not self._is_inside(end):
                yield Span(self.starts[at], self.ends[end - 1])
            at = self.words.find(wanted, at + 1)

    def _is_inside(self, at: int) -> bool:
        """Whether a word or a number goes on over the border before the canonical character `at`."""
        before, after = self.words[max(0, at - 2) : at], self.words[at : at + 2]
        if not before or not after:
            return False
        if _goes_on(before[-1]) and _goes_on(after[0]):
            return True
        is_drawn_together = self.ends[at - 1] == self.starts[at]
        return is_drawn_together and bool(_INSIDE_NUMBER.fullmatch(f"{before:>2}|{after:<2}"))


# A digit, the sign, and a digit again: the border lies before or behind the sign.
_INSIDE_NUMBER = re.compile(r".\d\|[.,]\d|\d[.,]\|\d.", re.DOTALL)


def _goes_on(character: str) -> bool:
    """Letters and figures of scripts that set their words apart; in the others a word may begin anywhere."""
    return character.isalnum() and unicodedata.category(character) != "Lo"


_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
# A bar between cells is drawn in one rendering and left out in another; it says nothing in either.
_CELL = "|"
# A power is not a figure: 10² folded to plain digits would read 102.
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
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
    if character in _SUPERSCRIPTS:
        return character
    folded = unicodedata.normalize("NFKC", character)
    visible = (part for part in folded if unicodedata.category(part) not in _INVISIBLE and not part.isspace())
    return "".join(_SAME.get(part, part) for part in visible)


_ROLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r":[a-z][a-z:+.-]*:`(?:([^`<]+?)\s*<[^`>]*>|[~!.]?([^`]+))`"), r"\1\2"),
    (re.compile(r"`([^`<]+?)\s*<[^`>]*>`__?"), r"\1"),
)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)_{0,2}", re.DOTALL)
# Stand-ins for code while the markup around it is taken off. They are of no script, and no text means them.
_FIRST_STAND_IN, _STAND_INS = 0xF0000, 0xFFFD
_STAND_IN = re.compile(f"[{chr(_FIRST_STAND_IN)}-{chr(_FIRST_STAND_IN + _STAND_INS)}]")
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])"), ""),
    (re.compile(r"\[([^\[\]]*)\](\([^()]*(\([^()]*\))?[^()]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"^[ \t]*(>[ \t]?)*([-*+][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?(\[[ xX]\][ \t]+)?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\|?[ \t:|-]*-{3}[ \t:|-]*\|?[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"\|"), " "),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)


_SHORTCUT_LINK = re.compile(r"(?<!\w)\[([^\[\]]+)\]")


def without_markup(quote: str) -> str:
    """The words of a quote that was copied from the source's markup. What stands in code is no markup."""
    words = _STAND_IN.sub("", quote)
    for pattern, replacement in _ROLES:
        words = pattern.sub(replacement, words)
    code = [span[2].replace("\\|", "|") for span in islice(_CODE.finditer(words), _STAND_INS)]
    stand_in = count(_FIRST_STAND_IN)
    words = _CODE.sub(lambda _: chr(next(stand_in)), words, count=_STAND_INS)
    for pattern, replacement in _MARKUP:
        words = pattern.sub(replacement, words)
    kept = {chr(number): words_of_code for number, words_of_code in enumerate(code, _FIRST_STAND_IN)}
    return _STAND_IN.sub(lambda found: kept.get(found[0], ""), html.unescape(words))


# In characters. What is longer is no quote, and would only be slow to look for.
LONGEST_QUOTE = 2_000


def locate(quote: str, text: Canonical, *, near: Iterable[Span] = ()) -> Span | None:
    """Where the quote stands in the text, in the text's own offsets; None where it does not.

    A quote that occurs several times is taken at the place closest to the spans of `near` (the record's other
    quotes), the first where there are none. What is longer than LONGEST_QUOTE is not looked for.
    """
    if len(quote) > LONGEST_QUOTE:
        return None
    near = tuple(near)
    for words in _readings(quote):
        spans = list(text.find_all(canonical(words).words))
        if spans:
            return min(spans, key=lambda span: (_distance(span, near), span.start))
    return None


def _readings(quote: str) -> Iterator[str]:
    """As it is; as markup; as markup whose bare brackets are links, which only the whole document could tell."""
    yield quote
    words = without_markup(quote)
    yield words
    yield _SHORTCUT_LINK.sub(r"\1", words)


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
