"""Does a claim say what its quotes say? Typed, explainable checks of one sentence against its evidence.

Each check answers with the reasons for which it objects, in words for an editor; no reason means that it passes.
A claim without an objection is verified. Names and numbers may also stand in the evidence's context: the headings above
it, the header of its table, the lead-in of its list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from decompose.domain.capability import ClaimStatus, Reason
from decompose.domain.evidence import canonical
from decompose.domain.language import ENGLISH, language_of

FABRICATED = "fabricated"
HIDDEN_TEXT = "hidden_text"
NO_QUOTE = "no_quote"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a claim is held against: its located quotes, their context, and the names of the artifact."""

    quotes: tuple[str, ...]
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def everything(self) -> str:
        return "\n".join((*self.quotes, *self.context, *self.names))


def check(text: str, exhibit: Exhibit, *, rival: str | None = None) -> tuple[Reason, ...]:
    """All objections to the sentence, in a fixed order; empty where it may be published."""
    if not exhibit.quotes:
        return (Reason(NO_QUOTE, "no quote of this sentence was found in the source"),)
    objections = [reason for examine in _CHECKS for reason in examine(text, exhibit)]
    return (*objections, *_rival_is_named(rival, exhibit))


def status_for(reasons: Iterable[Reason], *, rival: str | None) -> ClaimStatus:
    """Verified without an objection; a comparison that stands is the vendor's word, not ours."""
    if any(True for _ in reasons):
        return ClaimStatus.UNSUPPORTED
    return ClaimStatus.ATTRIBUTED if rival else ClaimStatus.VERIFIED


def unsupported_label(label: str, exhibit: Exhibit) -> Reason | None:
    """Why a label (name, intent, input, output) must be dropped: a number or superlative that no quote holds."""
    objections = (*_numbers_are_quoted(label, exhibit), *_superlatives_are_quoted(label, exhibit))
    return Reason(objections[0].check, f"“{label}”: {objections[0].detail}") if objections else None


# -- numbers and units -------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"(?<![\w.])[$€£¥~≈<>=+-]*\d(?:[\w.,/×%$€-]|:(?=\d))*"  # begins with a digit, signs before it: $4.50, ~67TB, 2-5
    r"|\b[A-Za-z][\w.+/-]*\d[\w.+/-]*",  # or has one inside: Llama-3, ViT-L/14
    re.ASCII,  # where words are not set apart by spaces, a figure ends where its own script does
)
_QUANTITY = re.compile(r"^[$€£¥~≈<>=+-]*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>[A-Za-z%×]*)$")
_WORDS = {
    word: Decimal(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
    if number != 1
}
_SCALE = {
    **dict.fromkeys(("k", "thousand"), Decimal(1000)),
    **dict.fromkeys(("m", "million", "millions", "mio"), Decimal(10) ** 6),
    **dict.fromkeys(("b", "bn", "billion", "billions"), Decimal(10) ** 9),
    **dict.fromkeys(("t", "trillion", "trillions"), Decimal(10) ** 12),
}
_UNIT = {
    **dict.fromkeys(("%", "percent", "per cent"), "%"),
    **{f"{prefix}b": f"{prefix}b" for prefix in "kmgtp"},
    **dict.fromkeys(("x", "×", "times"), "x"),
    **dict.fromkeys(("ms", "milliseconds", "millisecond"), "ms"),
    **dict.fromkeys(("s", "second", "seconds"), "s"),
    **dict.fromkeys(("minute", "minutes", "min"), "min"),
    **dict.fromkeys(("hour", "hours", "h"), "h"),
    **dict.fromkeys(("day", "days"), "day"),
    **{f"{prefix}ib": f"{prefix}b" for prefix in "kmgtp"},
}
_RANGE = re.compile(r"(?<=\d)\s*(?:-|to)\s*(?=\d)")
_SENTENCE_END = ".,:;/"


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: Decimal
    unit: str
    words: str

    def is_stated_by(self, others: Iterable[_Quantity]) -> bool:
        """The same value, and the same unit; a bare number stands for it only where no other unit contradicts."""
        units = {other.unit for other in others if other.value == self.value}
        if not self.unit or self.unit in units:
            return bool(units)
        return units == {""}


def _numbers_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """Every quantity and every identifier with a digit stands in the quotes or their context."""
    quantities, identifiers = _figures(text)
    stated, named = _figures(exhibit.everything)
    known = {_bare(name) for name in named} | {_bare(quantity.words) for quantity in stated}
    for quantity in quantities:
        if not quantity.is_stated_by(stated):
            yield Reason("numbers", f"“{quantity.words}” is not in the quote")
    everything = _bare(exhibit.everything)
    for identifier in identifiers:
        if _bare(identifier) not in known and _bare(identifier) not in everything:
            yield Reason("names", f"“{identifier}” is not in the quote")


def _figures(text: str) -> tuple[list[_Quantity], list[str]]:
    """The quantities of a text with scale and unit read, and its other tokens with a digit."""
    flat = _RANGE.sub(" - ", canonical(text).words)
    quantities: list[_Quantity] = []
    identifiers: list[str] = []
    for match in _TOKEN.finditer(flat):
        token = match.group().rstrip(_SENTENCE_END)
        shape = _QUANTITY.match(token)
        if shape:
            quantities.append(_quantity(shape, token, flat[match.start() + len(token) :]))
        else:
            identifiers.append(token)
    lowered = flat.casefold()
    quantities += [_Quantity(value, "", word) for word, value in _WORDS.items() if re.search(rf"\b{word}\b", lowered)]
    return quantities, identifiers


def _quantity(shape: re.Match[str], token: str, following: str) -> _Quantity:
    """5M, 5 million and 5,000,000 are one value; the unit is what follows the number and its scale."""
    value = Decimal(shape["number"].replace(",", ""))
    attached = shape["unit"].casefold()
    next_words = (
        [word.casefold() for word in re.findall(r"[A-Za-z%×]+", following[:40])[:2]] if following[:1] in " -" else []
    )
    if attached in _SCALE:
        return _Quantity(value * _SCALE[attached], _UNIT.get(next_words[0], "") if next_words else "", token)
    if attached:
        return _Quantity(value, _UNIT.get(attached, attached), token)
    if next_words and next_words[0] in _SCALE and len(next_words[0]) > 1:
        unit = _UNIT.get(next_words[1], "") if len(next_words) > 1 else ""
        return _Quantity(value * _SCALE[next_words[0]], unit, f"{token} {next_words[0]}")
    unit = _UNIT.get(next_words[0], "") if next_words else ""
    if token[:1] in "$€£¥":
        unit = token[:1]
    return _Quantity(value, unit, token)


def _bare(words: str) -> str:
    return re.sub(r"[^\w]", "", words).casefold()


# -- superlatives and comparisons --------------------------------------------------------------------------

_SUPERLATIVE = re.compile(
    r"\b(?:best|worst|fastest|slowest|largest|biggest|smallest|cheapest|easiest|simplest|safest|newest|latest|first|only|"
    r"leading|unmatched|unique|(?<!at )(?:most|least)\s+\w+|state[- ]of[- ]the[- ]art)\b",
    re.IGNORECASE,
)


def _superlatives_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """First, only, most ...: such a word stands in the quote itself, its headings do not count."""
    quoted = canonical(" ".join(exhibit.quotes)).words.casefold()
    for match in _SUPERLATIVE.finditer(canonical(text).words):
        word = match.group().casefold().split()[0]
        if not re.search(rf"\b{re.escape(word)}", quoted):
            yield Reason("superlative", f"“{match.group()}” is not in the quote")


def _rival_is_named(rival: str | None, exhibit: Exhibit) -> Iterable[Reason]:
    if rival and _bare(rival) not in _bare(" ".join(exhibit.quotes)):
        yield Reason("comparison", f"the rival “{rival}” is not named in the quote")


# -- negation and words that nobody quoted -----------------------------------------------------------------

_NEGATION = re.compile(r"\b(?:not|no|never|none|without|cannot|unable|unsupported|neither|nor)\b|n't\b", re.IGNORECASE)
_DENYING = re.compile(
    r"\b(?:limit|lack|fail|exclu|prevent|disab|avoid|remov|prohibit|block|unsafe|instead|rather|unlike|only|except|free|otherwise"
    r"|outside|out of scope|read-only|un\w+ed\b)",
    re.IGNORECASE,
)
# fmt: off
_STOP = frozenset({
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "each", "for", "from",
    "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no", "not", "of", "on", "one",
    "only", "or", "other", "per", "such", "than", "that", "the", "their", "then", "these", "this", "to", "two", "use",
    "used", "user", "users", "uses", "using", "via", "was", "were", "when", "which", "with",
})
# fmt: on
_MIN_SHARED_WORDS = 0.25


def _negation_agrees(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """A sentence that denies needs evidence that denies, by a word of denial or by one that amounts to it."""
    if not _NEGATION.search(text):
        return
    if not _NEGATION.search(exhibit.everything) and not _DENYING.search(exhibit.everything):
        yield Reason("negation", "the sentence denies something that the quote does not deny")


def _words_are_shared(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """A sentence that shares almost no word with its quotes rephrases something else."""
    said = _stems(text)
    quoted = _stems(exhibit.everything)
    if said and len(said & quoted) / len(said) < _MIN_SHARED_WORDS:
        yield Reason("coverage", "hardly a word of the sentence is in the quote")


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{2,}", canonical(text).words.casefold())
    return {word[:5] for word in words if word not in _STOP}


# -- language ----------------------------------------------------------------------------------------------


def _language_is_known(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """What is rephrased in, or from, a language without rules is never verified by rule; its own words need none."""
    said = canonical(text).words
    if any(said in canonical(quote).words for quote in exhibit.quotes):
        return
    language, quoted = language_of(text), language_of(" ".join(exhibit.quotes))
    if language and quoted and language != quoted:
        yield Reason(LANGUAGE, f"the sentence is in “{language}”, its quote in “{quoted}”")
    elif (language or quoted) not in {None, ENGLISH}:
        yield Reason(LANGUAGE, f"no rules ship for “{language or quoted}”: an editor must read it")


_CHECKS: tuple[Callable[[str, Exhibit], Iterable[Reason]], ...] = (
    _numbers_are_quoted,
    _superlatives_are_quoted,
    _negation_agrees,
    _words_are_shared,
    _language_is_known,
)
