"""Words of statements for the checks: sentences, stems, names, and what a sentence denies or sets itself against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# -- sentences ---------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\d\"“(])")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text with their offsets."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    if start < len(text):
        yield start, text[start:]


# -- stems -------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
STOP = frozenset(
    """a about across after all also an and any are as at be been both but by can do does each every for from has have
    if in into is it its may more most no nor not of on one only or other over own per so such than that the their them
    then these they this through to under up use used uses using via was were when where which while who will with
    within without you your""".split()
)
_ENDINGS = ("ations", "ation", "ingly", "ings", "ing", "ally", "ies", "ied", "ely", "ed", "es", "ly", "al", "s", "e")
_SHORTEST_STEM = 3
_SAME_THING = {"visual": "vision", "visu": "vision", "pictur": "imag", "photograph": "imag", "imagery": "imag"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: [start, end) and its stem, "" for a word that carries no subject."""

    start: int
    end: int
    stem: str


def words_of(text: str) -> list[Word]:
    """All words in their order."""
    return [Word(match.start(), match.end(), stem(match.group())) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """What a text speaks of."""
    return frozenset(word.stem for word in words_of(text) if word.stem and not word.stem[0].isdigit())


def stem(word: str) -> str:
    """The word without its ending; "" for the small words of the language."""
    folded = word.casefold()
    if folded in STOP:
        return ""
    if folded in _SAME_THING:
        return _SAME_THING[folded]
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM and not folded.endswith("ss"):
            folded = folded.removesuffix(ending)
            break
    return _SAME_THING.get(folded, folded)


# -- what is denied, and what is said of others ------------------------------------------------------------

_DENIAL = (
    r"rather than|instead of|without|as opposed to|in contrast to|no longer|cannot|can't|not|no|never|nor|neither|"
    r"avoid(?:s|ing)?|eliminat(?:es|ing)|lack(?:s|ing)?|n't"
)
DENIED = re.compile(rf"\b(?P<denial>{_DENIAL})\b(?P<scope>[^.,;:()—]{{0,160}})", re.IGNORECASE)
# The rest of the sentence part after such a word is about somebody else.
RIVALS = re.compile(
    r"\b(?:than(?! \d)|versus|vs|unlike|compared (?:to|with)|whereas|relative to|as opposed to|in contrast to|"
    r"differ(?:s|ing)? from|rather than|instead of)\b[^.,;:—]{0,240}(?:, and (?:from|than|to|with)\b[^.,;:—]{0,240})?",
    re.IGNORECASE,
)


def blanked(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with every match replaced by as many spaces, so that offsets keep their meaning."""
    for pattern in patterns:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


# -- names -------------------------------------------------------------------------------------------------

_NAME = re.compile(
    r"(?<![\w.-])(?:[A-Z][A-Za-z0-9+&.-]{0,40}|[a-z]{1,12}[A-Z][A-Za-z0-9]{0,30})"
    r"(?: (?:[A-Z][A-Za-z0-9+&.-]{0,40}|v?\d[\w.]{0,12})){0,4}"
)
_LEADING = frozenset("a an the more less only other these this both all no new it its each".split())
_NO_NAME_ALONE = frozenset("i if in on at for and or but by to of is as we you our".split())


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[tuple[int, str], ...]:
    """Proper names with their offsets; a capital that only begins a sentence makes none."""
    return tuple(_names(text))


def _names(text: str) -> Iterator[tuple[int, str]]:
    starts = {start for start, _ in sentences(text)}
    for match in _NAME.finditer(text):
        start, name = match.start(), match.group().rstrip(".-&")
        if start in starts or text[max(0, start - 2) : start] in {": ", "— "}:
            first, _, rest = name.partition(" ")
            is_plain = first[1:].islower() or len(first) == 1
            if is_plain and (not rest or first.casefold() in _LEADING or first.endswith(("s", "ed", "ing", "ly"))):
                start, name = start + len(first) + 1, rest
        if name[:1].isalpha() and name.casefold() not in _NO_NAME_ALONE:
            yield start, name


def folded_name(name: str) -> str:
    """The name without case and without what stands between its letters."""
    return re.sub(r"[\W_]+", "", name).casefold()


# -- clauses -----------------------------------------------------------------------------------------------

_CLAUSE = re.compile(r"[^.;:,()—]+(?:[.,:](?=\S)[^.;:,()—]*)*")


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text between its points and commas, with their offsets; a point inside a number parts nothing."""
    for match in _CLAUSE.finditer(text):
        if match.group().strip():
            yield match.start(), match.group()


def stand_together(wanted: frozenset[str], text: str, *, slack: int = 3) -> bool:
    """Whether all of these stems stand in one stretch of the text, with at most so many other words."""
    words = words_of(text)
    reach = len(wanted) + slack
    return any(
        word.stem in wanted and wanted <= {near.stem for near in words[at : at + reach]}
        for at, word in enumerate(words)
    )
