"""Texts in the form in which they are compared: one spelling of quotation marks, dashes, spaces and compositions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from decompose.domain.document import Span


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
CELL = "|"
# A power is not a figure: 10² folded to plain digits would read 102.
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# They choose between two looks of one character.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%")
_INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn"})


# What is longer is no sentence or heading, and is not met again.
_KNOWN_TEXTS, _LONGEST_KNOWN = 4_096, 1_000


def folded(text: str) -> str:
    """The words of a text in canonical form."""
    return _known(text) if len(text) <= _LONGEST_KNOWN else _words(text)


@lru_cache(_KNOWN_TEXTS)
def _known(text: str) -> str:
    """Kept: claims of one document share their headings and table heads."""
    return _words(text)


def _words(text: str) -> str:
    if _PLAIN_WORDS.fullmatch(text):
        return " ".join(text.replace(CELL, " ").split())
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
