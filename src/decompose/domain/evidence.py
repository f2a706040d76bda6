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
from functools import lru_cache
from itertools import islice

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
        """Places, in the original offsets, where the canonical words occur whole; of those that overlap, the first."""
        at = self.words.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if self._is_inside(at):
                at = self._behind_the_word(at)
            elif self._is_inside(end, may_have_ending=True):
                at += 1
            else:
                yield Span(self.starts[at], self.ends[end - 1])
                at = end
            at = self.words.find(wanted, at)

    def _behind_the_word(self, at: int) -> int:
        """Where to look next, so that one endless word costs no more than many short ones."""
        if not (_goes_on(self.words[at - 1]) and _goes_on(self.words[at])):
            return at + 1
        end = _WORD_END.search(self.words, at)
        return end.start() if end else len(self.words)

    def _is_inside(self, at: int, *, may_have_ending: bool = False) -> bool:
        """Whether a word, a number or a letter goes on over the border before the canonical character `at`.

        Args:
            may_have_ending: a word of a script that hangs particles on it may end there.
        """
        before, after = self.words[max(0, at - 2) : at], self.words[at : at + 2]
        if not before or not after or before[-1] == " " or after[0] == " ":
            return False
        if self.starts[at - 1] == self.starts[at] or _is_mark(after[0]):
            return True
        if _goes_on(before[-1]) and _goes_on(after[0]):
            return not (may_have_ending and _HANGUL.match(before[-1]) and _HANGUL.match(after[0]))
        is_drawn_together = self.ends[at - 1] == self.starts[at]
        return is_drawn_together and bool(_INSIDE_NUMBER.fullmatch(f"{before:>2}|{after:<2}"))


# A digit, the sign, and a digit again: the border lies before or behind the sign. A minus, or a power, of a number.
_INSIDE_NUMBER = re.compile(r".\d\|[.,]\d|\d[.,]\|\d.|[ (\[=<>~$€£¥]-\|\d.|.\d\|[\u207b^]\d?.?", re.DOTALL)
# Scripts that are written without spaces between words.
_LETTERS_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fd-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_UNSPACED, _WORD_END = re.compile(f"[{_LETTERS_UNSPACED}]"), re.compile(rf"[\W_{_LETTERS_UNSPACED}]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def _goes_on(character: str) -> bool:
    """Letters and figures of scripts that set their words apart; in the others a word may begin anywhere."""
    return character.isalnum() and not _UNSPACED.match(character)


def _is_mark(character: str) -> bool:
    """What belongs to the character before it: accents and vowel signs, the long vowel of kana, a tone of skin."""
    if character < "\u0300":
        return False
    return unicodedata.category(character)[0] == "M" or character == "ー" or "\U0001f3fb" <= character <= "\U0001f3ff"


_SAME = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
# A bar between cells is drawn in one rendering and left out in another; it says nothing in either.
_CELL = "|"
# A power is not a figure: 10² folded to plain digits would read 102.
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# They choose between two looks of one character.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%")
_INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn"})


_KNOWN_TEXTS = 4_096


@lru_cache(_KNOWN_TEXTS)
def folded(text: str) -> str:
    """The words of a text in canonical form, kept: claims of one document share their headings and table heads."""
    if _PLAIN_WORDS.fullmatch(text):
        return " ".join(text.replace(_CELL, " ").split())
    return canonical(text).words


# What has no other canonical form, and no space that does not count.
_PLAIN_WORDS = re.compile(r"(?:[!-_a-{}~]|[ \t\n\r|](?![,.;:!?)\]}%]))*")


def canonical(text: str) -> Canonical:
    """The canonical form of visible text, with the map back to its own offsets."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap: tuple[int, int] | None = None
    at = 0
    for run in _RUN.finditer(text):
        if run.start() > at:
            gap = (gap[0] if gap else at, run.start())
        at = run.end()
        for start, end, folded in _pieces(text, run):
            if gap and words and (folded[0] not in _NO_SPACE_BEFORE or text[start + 1 : start + 2].isalnum()):
                words.append(" ")
                starts.append(gap[0])
                ends.append(gap[1])
            gap = None
            words.append(folded)
            if end - start == len(folded) and folded.isascii():
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:
                starts.extend([start] * len(folded))
                ends.extend([end] * len(folded))
    return Canonical("".join(words), tuple(starts), tuple(ends))


# Between white space and the bars of cells; most of what is written is plain, and stays as it is.
_RUN = re.compile(r"[^\s|]+")
_PLAIN = re.compile(r"[!-_a-~]+")


def _pieces(text: str, run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """What stands at [start, end) of the text, in canonical form."""
    if _PLAIN.fullmatch(run[0]):
        yield run.start(), run.end(), run[0]
        return
    for start, end in _characters(text, *run.span()):
        folded = _folded(text[start:end])
        if folded:
            yield start, end, folded


def _characters(text: str, at: int, until: int) -> Iterator[tuple[int, int]]:
    """Every character [start, end), together with the accents behind it, or the parts of its syllable."""
    for composed in _COMPOSED.finditer(text, at, until):
        yield from ((offset, offset + 1) for offset in range(at, composed.start()))
        at = composed.end()
        yield composed.span()
    yield from ((offset, offset + 1) for offset in range(at, until))


_COMPOSED = re.compile(
    r"[^\W\u1160-\u11ff][\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u"
    r"093c\u09bc\u0a3c\u0b3c"
    r"\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a]{1,30}"
)


@lru_cache(8_192)
def _folded(character: str) -> str:
    if len(character) > 1:
        return unicodedata.normalize("NFC", "".join(map(_folded, character)))
    if character < "\x80":
        return _SAME.get(character, character) if character.isprintable() else ""
    if character in _SAME:
        return _SAME[character]
    if character in _SUPERSCRIPTS:
        return character
    if character in _SELECTORS:
        return ""
    folded = unicodedata.normalize("NFKC", character)
    visible = (part for part in folded if unicodedata.category(part) not in _INVISIBLE and not part.isspace())
    return "".join(_SAME.get(part, part) for part in visible)


_ROLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r":[a-z][a-z:+.-]{0,60}:`(?:([^`<]*[^`<\s])\s*<[^`>]*>|[~!.]?([^`]+))`"), r"\1\2"),
    (re.compile(r"`([^`<]*[^`<\s])\s*<[^`>]*>`__?"), r"\1"),
)
_FENCE = re.compile(r"^[ \t]{0,40}(?:`{3,}|~{3,})[\w+-]{0,40}[ \t]{0,40}$", re.MULTILINE)
_TICKS = re.compile(r"`+")
_LINK_ENDS = "__"
# Stand-ins for code while the markup around it is taken off. They are of no script, and no text means them.
_FIRST_STAND_IN, _STAND_INS = 0xF0000, 0xFFFD
_STAND_IN = re.compile(f"[{chr(_FIRST_STAND_IN)}-{chr(_FIRST_STAND_IN + _STAND_INS)}]")
_LINE_START = re.compile(
    r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?(?:\[[ xX]\][ \t]+)?", re.MULTILINE
)
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(https?://[^<>\s]+)>", re.IGNORECASE), r"\1"),
    (re.compile(r"^[ \t]*([=~^\"'#*+-])\1{3,}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"::[ \t]*$", re.MULTILINE), ":"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"<sup>(?=\d)", re.IGNORECASE), "^"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!\[[^\]]{0,500}\](\([^)]{0,500}\)|\[[^\]]{0,500}\])"), ""),
    (re.compile(r"\[([^\[\]]*)\](\([^()]{0,500}(\([^()]{0,500}\)[^()]{0,500})?\)|\[[^\]]{0,500}\])"), r"\1"),
    (_LINE_START, ""),
    (re.compile(r"^(?=[ \t:|-]*-{3})[ \t:|-]+$", re.MULTILINE), ""),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


# A mark of which the quote has one half only.
_HALF_A_MARK = re.compile(r"\*\*|`+")
_REFERENCE = re.compile(r"(?<=\w)_{1,2}(?!\w)")
_SHORTCUT_LINK = re.compile(r"(?<!\w)\[([^\[\]]+)\]")


def without_markup(quote: str) -> str:
    """The words of a quote that was copied from the source's markup. What stands in code is no markup."""
    words = _FENCE.sub("", _STAND_IN.sub("", quote))
    for pattern, replacement in _ROLES:
        words = pattern.sub(replacement, words)
    words, code = _code_apart(words)
    words = _without_comments(words)
    for pattern, replacement in _MARKUP:
        words = pattern.sub(replacement, words)
    words = _ESCAPE.sub(r"\1", _without_emphasis(words).replace(_CELL, " "))
    kept = {chr(number): words_of_code for number, words_of_code in enumerate(code, _FIRST_STAND_IN)}
    return _STAND_IN.sub(lambda found: kept.get(found[0], ""), html.unescape(words))


def _without_comments(words: str) -> str:
    kept, at = "", 0
    while (start := words.find("<!--", at)) >= 0 and (end := words.find("-->", start + 4)) >= 0:
        kept, at = kept + words[at:start], end + 3
    return kept + words[at:]


_EMPHASIS = re.compile(r"(?<!\\)(?:(?<!\*)\*{1,3}(?!\*)|(?<!_)_{1,3}(?!_)|(?<!~)~~(?!~))")


def _without_emphasis(words: str) -> str:
    """The words without the marks in pairs around them; what stands alone, or between figures, is a sign of its own."""
    opened: dict[str, list[int]] = {}
    removed: set[int] = set()
    for mark in _EMPHASIS.finditer(words):
        before, after = words[mark.start() - 1 : mark.start()], words[mark.end() : mark.end() + 1]
        is_inside_word = before.isalpha() and after.isalpha() and mark[0][0] == "*"
        waiting = opened.setdefault(mark[0], [])
        if waiting and before and not before.isspace() and (is_inside_word or not _is_of_word(after)):
            removed.update(range(waiting[-1], waiting[-1] + len(mark[0])), range(*mark.span()))
            waiting.clear()
        elif after and not after.isspace() and (is_inside_word or not _is_of_word(before)):
            waiting.append(mark.start())
    return "".join(character for at, character in enumerate(words) if at not in removed) if removed else words


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _code_apart(words: str) -> tuple[str, list[str]]:
    """The words with a stand-in for each piece of code, and the code: it ends at as many backticks as it began."""
    ticks = [found.span() for found in _TICKS.finditer(words)]
    later: dict[int, list[int]] = {}
    for number in range(len(ticks) - 1, -1, -1):
        later.setdefault(ticks[number][1] - ticks[number][0], []).append(number)
    kept: list[str] = []
    code: list[str] = []
    at = 0
    for number, (start, end) in enumerate(ticks):
        same = later[end - start]
        while same and same[-1] <= number:
            same.pop()
        if start < at or not same or len(code) == _STAND_INS:
            continue
        closing = ticks[same[-1]]
        kept += [words[at:start], chr(_FIRST_STAND_IN + len(code))]
        inside = words[end : closing[0]].replace("\\|", "|")
        code.append(inside[1:-1] if inside.strip() and inside[0] == inside[-1] == " " else inside)
        at = closing[1] + next(len(ends) for ends in (_LINK_ENDS, "_", "") if words.startswith(ends, closing[1]))
    return "".join((*kept, words[at:])), code


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
        spans = list(islice(text.find_all(words), _MOST_PLACES))
        if spans:
            return min(spans, key=lambda span: (_distance(span, near), span.start))
    return None


def _readings(quote: str) -> Iterator[str]:
    """As it is, but for what begins its lines; as markup; as markup whose bare brackets or last underscores are links.

    Which of them is meant only the whole text tells.
    """
    yield quote
    yield _LINE_START.sub("", quote)
    words = without_markup(quote)
    yield words
    yield _SHORTCUT_LINK.sub(r"\1", words)
    yield _REFERENCE.sub("", words)
    yield _HALF_A_MARK.sub("", words)


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
