"""Numbers as sentences write them: value, scale, unit, rate, bound and spelling. Nothing here judges a claim.

"5M", "5 million" and "five million" are one quantity; "3.1" and "3.10" are two, since a bare number with a point may be
a version; a GB is no GiB, since the two differ by 7 % and a source that writes the rarer one means it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from decompose.domain.bounds import bound_of, is_about
from decompose.domain.durations import joined_times
from decompose.domain.evidence import folded

# -- data --------------------------------------------------------------------------------------------------

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER_WORDS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_GROUPS = {"hundred": 100, "dozen": 12}
_IN_WORDS = frozenset(
    (*_NUMBER_WORDS, *_GROUPS, *"half third thirds quarter quarters fifth fifths tenth tenths twice".split())
)
_SCALES = {
    **dict.fromkeys(("k", "thousand"), Decimal(10) ** 3),
    **dict.fromkeys(("m", "million", "millions", "mio"), Decimal(10) ** 6),
    **dict.fromkeys(("b", "bn", "billion", "billions"), Decimal(10) ** 9),
    **dict.fromkeys(("t", "trillion", "trillions"), Decimal(10) ** 12),
}
_UNITS = {
    spelling: unit
    for unit, spellings in {
        "%": "% percent pct",
        "points": "points pp",
        "x": "x × times",
        "ms": "ms millisecond milliseconds",
        "s": "s sec secs second seconds",
        "min": "min mins minute minutes",
        "hour": "h hr hrs hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
        "bit": "bit bits",
        "byte": "byte bytes",
        "word": "word words",
        "character": "character characters char chars",
        "token": "token tokens",
        "line": "line lines",
        "page": "page pages",
        "pixel": "pixel pixels px",
        "mm": "mm millimetre millimetres millimeter millimeters",
        "cm": "cm centimetre centimetres centimeter centimeters",
        "inch": "inch inches",
        "frame": "frame frames",
        "gpu": "gpu gpus",
        "cpu": "cpu cpus",
        "$": "$ dollar dollars usd",
        "cent": "cent cents ¢",
        "€": "€ euro euros eur",
        **{f"{prefix}ib": f"{prefix}ib" for prefix in "kmgtp"},
        **{f"{word[0]}b": f"{word[0]}b {word}byte {word}bytes" for word in ("kilo", "mega", "giga", "tera", "peta")},
        **{f"{prefix}bps": f"{prefix}bps {prefix}bit/s {prefix}b/s" for prefix in "kmgt"},
    }.items()
    for spelling in spellings.split()
}
# A processor is named before it is counted: "8 NVIDIA A100 GPUs".
_UNITS_AFTER_A_NAME = frozenset({"gpu", "cpu"})
_CURRENCIES = "$€£¥"
# Without a unit behind it "one" is a pronoun, and "a" an article without a scale.
_ONE = (
    rf"(?:one|an?)(?=[ -](?:{'|'.join([*_GROUPS, *(scale for scale in _SCALES if len(scale) > 2)])})\b)"
    rf"|one(?=[ -](?:second|minute|hour|day|week|month|year)\b)"
)
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?P<one>{_ONE})|(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(_SMALL[1:10])}))?"
    # "No two" of them counts nothing.
    rf"|(?<!\bno )(?P<small>{'|'.join(word for word in _SMALL if word != 'one')}))"
    rf"(?:[ -](?P<group>{'|'.join(_GROUPS)}))?\b",
    re.IGNORECASE,
)
_LOOK_BACK, _LOOK_AHEAD = 40, 200
_LONGEST_NUMBER = 40  # characters; what is longer is a key or a digest
_KNOWN_TEXTS = 1_024

# -- reading -----------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"(?<![\w.])[$€£¥~≈<>=≤≥+-]{0,8}\d(?:[\w.,/×%$€⁰¹²³⁴⁵⁶⁷⁸⁹⁻-]|:(?=\d))*"  # begins with a digit: $4.50, ~67TB, 10⁶
    r"|\b[A-Za-z][\w.+/-]{0,80}\d[\w.+/-]*",  # or has one inside: Llama-3, ViT-L/14
    re.ASCII,  # where words are not set apart by spaces, a figure ends where its own script does
)
_SHAPE = re.compile(
    r"(?P<sign>[$€£¥~≈<>=≤≥+-]*)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})?"
    r"(?P<unit>(?:[A-Za-z]+(?:/s)?|[%×$€])?)[⁰¹²³⁴⁵⁶⁷⁸⁹]*"
)
_RANGE = re.compile(r"(?<![\w.-])([$€£¥~]?\d[\d.,]{0,40}[%A-Za-z]{0,3})\s*(?:-|\bto\b)\s*(?=[$€£¥]?\d)")
_VERSION_SIGN = re.compile(r"^[vV](?=\d)")
_DATE = re.compile(r"\b(\d{4})[-./](\d\d)[-./](\d\d)\b")
_SHARES = {"third": Decimal("33.3"), "quarter": Decimal(25), "fifth": Decimal(20), "tenth": Decimal(10)}
_FRACTION = re.compile(
    r"\b(?:(?:(?P<count>an?|one|two|three|four|nine)[ -])(?P<part>third|quarter|fifth|tenth)s?\b(?! party)"
    r"|(?<=by )half\b|half(?= (?:of|the|as|that)\b))",
    re.IGNORECASE,
)
# "8 or 70 billion" are 8 billion and 70 billion.
_DISTRIBUTED = re.compile(
    r"(?P<first>(?<![\w.])\d[\d.]*(?:(?:,| and| or|/| to|-) ?\d[\d.]*){0,8})(?P<last>(?:,? and "
    r"|,? or |, | / | to )\d[\d.]* )"
    r"(?P<scale>thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d[\d.]*(?<!\.)")
_HYPHENED = re.compile(r"(?<![\w.-])(\d[\d.,]{0,40})-(?=[a-z]{3,}\b)", re.IGNORECASE)
_HALVES = {
    "minute": "30 seconds",
    "hour": "30 minutes",
    "day": "12 hours",
    "year": "6 months",
    "million": "500 thousand",
    "billion": "500 million",
    "trillion": "500 billion",
}
_AND_A_HALF = re.compile(rf"(?<![\w.])(?P<whole>\d+|{'|'.join(_SMALL)}) and a half(?= [a-z])", re.IGNORECASE)
_HALF = re.compile(rf"\bhalf[- ](?:an? )?(?P<whole>{'|'.join(_HALVES)})\b", re.IGNORECASE)
_PART_OF_A_UNIT = re.compile(
    r"\b(?P<count>an?|one|two|three|four|nine)[ -](?P<part>third|quarter|fifth|tenth)s? of an? "
    r"(?=(?:second|minute|hour|day|year|million|billion|trillion)\b)",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s?'(?P<year>\d\d)\b")
# "From 15 GB up to 2 TB" bounds nothing: both are there.
_FROM_UP_TO = re.compile(r"(\bfrom \S{1,20}(?: [A-Za-z]{1,10})?) up to ", re.IGNORECASE)
_PER_CENT = re.compile(r"\bper cent\b", re.IGNORECASE)
_POINTS = re.compile(r"(?:\bpercentage|(?<=\d)\s*%)[ -]points?\b", re.IGNORECASE)
_PER = re.compile(
    r"^\s*(?:\w+\s+){0,2}?(?:\w*/\s*|(?:per|an?|every|each)\s+)(second|minute|hour|day|week|month|year)\b",
    re.IGNORECASE,
)
# "The 5.7 line" is one of versions.
_NAMED_BY_NUMBER = re.compile(r" (?:line|page|word|token|frame|character)\b", re.IGNORECASE)
_SCALE_LETTER = re.compile(r"\s([KMBT])(?=\s|$)")
_SENTENCE_END = ".,:;/-"
_SHORTEST_MISSPELT = 6
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text. `number` with its scale and sign; `spelling` tells "3.1" from "3.10" where no unit does.

    `unit` and `per` are empty where none is written, `bound` is one of "", ">=", "<=", ">", "<" and "+", which leaves
    open whether the number itself is meant. `words`: as it is written, for a message. `is_about`: the text says that it
    is rounded.
    """

    number: Decimal
    spelling: str
    unit: str
    per: str
    bound: str
    words: str
    is_about: bool = False

    def is_stated_by(self, others: Iterable[Quantity], limits: Iterable[str] = ()) -> bool:
        """The same value, unit, rate and bound; a bare number stands for it only where no other unit contradicts.

        Args:
            limits: the bounds that the text of the others states anywhere, see `limits_in`.
        """
        known = frozenset(limits)
        equal = [other for other in others if self._equals(other)]
        units = {other.unit for other in equal}
        if self.unit and self.unit not in units and units != {""}:
            return False
        return any(self._fits(other, known) for other in equal if not self.unit or other.unit in {self.unit, ""})

    def _equals(self, other: Quantity) -> bool:
        if self.unit and other.unit:
            return self.number == other.number
        # 4 is what code writes as 4.0; 3.1 and 3.10 may be versions.
        return self.spelling in {other.spelling, other.spelling.removesuffix(".0")}

    def _fits(self, other: Quantity, limits: frozenset[str]) -> bool:
        is_same_rate = not self.per or not other.per or self.per == other.per
        is_bound_apart = not other.bound and self.bound in limits
        return is_same_rate and (is_bound_apart or _bounds_agree(self.bound, other.bound, self.number))


_UPWARDS, _DOWNWARDS = frozenset({">", ">="}), frozenset({"<", "<="})
# Of a large number prose leaves open whether it is itself meant; "more than 5" and "at least 5" are two things.
_LARGE = 50


def _bounds_agree(said: str, quoted: str, number: Decimal) -> bool:
    """A bound is said where it is quoted, in its own direction; "18+" may be "18 or newer" and "more than 18"."""
    if said == quoted or ("+" in {said, quoted} and {said, quoted} <= {"+", *_UPWARDS}):
        return True
    return abs(number) >= _LARGE and ({said, quoted} <= _UPWARDS or {said, quoted} <= _DOWNWARDS)


@dataclass(frozen=True, slots=True)
class Figures:
    """The quantities of a text, and its other words with a digit in them (identifiers, versions, dates)."""

    quantities: tuple[Quantity, ...]
    identifiers: tuple[str, ...]


@lru_cache(_KNOWN_TEXTS)
def figures(text: str) -> Figures:
    """What a text says in figures or in number words, kept: the same quotes are looked at by several checks."""
    flat = in_figures(folded(text))
    quantities: list[Quantity] = []
    identifiers: list[str] = []
    for match in _TOKEN.finditer(flat):
        token = match.group().rstrip(_SENTENCE_END)
        shape = _SHAPE.fullmatch(_VERSION_SIGN.sub("", token)) if len(token) <= _LONGEST_NUMBER else None
        if shape:
            before = flat[max(0, match.start() - _LOOK_BACK) : match.start()]
            end = match.start() + len(token)
            quantities.append(_quantity(shape, before, flat[end : end + _LOOK_AHEAD]))
        else:
            identifiers.append(token)
    return Figures(tuple(quantities), tuple(identifiers))


def is_unit(word: str) -> bool:
    """Whether the word is a unit or a scale in any spelling."""
    return word.casefold() in _UNITS or word.casefold() in _SCALES


def unit_of(word: str) -> str:
    """The unit that a word is a spelling of; empty where it is none."""
    return _UNITS.get(word.casefold(), "")


def spellings_of(unit: str) -> tuple[str, ...]:
    """Every way to write a unit."""
    return tuple(spelling for spelling, known in _UNITS.items() if known == unit)


def is_number_word(word: str) -> bool:
    """Whether the word is a number, or a part of one."""
    return word.casefold() in _IN_WORDS


@lru_cache(_KNOWN_TEXTS)
def in_figures(words: str) -> str:
    """Number words as figures ("zero-shot" is "0-shot"), the parts of ranges and dates apart, units in one word."""
    for cues, written, figures_for in _IN_FIGURES:
        # A spelling without any of its cues is not there; other scripts have more than one letter for some of them.
        small = words.lower()
        if not words.isascii() or any(cue in small for cue in cues):
            words = written.sub(figures_for, words)
    words = joined_times(_SPELLED.sub(_spelled, words))
    return _RANGE.sub(r"\1 - ", _DATE.sub(r"\1 - \2 - \3", words))


def _distributed(match: re.Match[str]) -> str:
    return _BARE.sub(rf"\g<0> {match['scale']}", match["first"]) + match["last"] + match["scale"]


def _and_a_half(match: re.Match[str]) -> str:
    return f"{_NUMBER_WORDS.get(match['whole'].casefold(), match['whole'])}.5"


def _half(match: re.Match[str]) -> str:
    return _HALVES[match["whole"].casefold()]


def _fraction(match: re.Match[str]) -> str:
    return f"{_share(match):f}%"


def _part_of_a_unit(match: re.Match[str]) -> str:
    return f"{_share(match) / 100:f} "


def _share(match: re.Match[str]) -> Decimal:
    """How many of a hundred are meant."""
    share = _SHARES[match["part"].casefold()] if match["part"] else Decimal(50)
    return (share * _NUMBER_WORDS.get((match["count"] or "one").casefold(), 1)).normalize()


def _spelled(match: re.Match[str]) -> str:
    parts = [_NUMBER_WORDS[match[part].casefold()] for part in ("tens", "ones", "small") if match[part]]
    group = _GROUPS[match["group"].casefold()] if match["group"] else 1
    return str((sum(parts) if parts else 1) * group)


_PARTS = ("third", "quarter", "fifth", "tenth")
# What is written otherwise, in the order in which it is made into figures; each with what no spelling of it is without.
_IN_FIGURES: tuple[tuple[tuple[str, ...], re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ((" up to ",), _FROM_UP_TO, r"\1 to "),
    ((" and a half",), _AND_A_HALF, _and_a_half),
    (("'",), _SHORT_DATE, r"\g<month> 20\g<year>"),
    (("thousand", "illion"), _DISTRIBUTED, _distributed),
    (("half",), _HALF, _half),
    (("-",), _HYPHENED, r"\1 "),
    (_PARTS, _PART_OF_A_UNIT, _part_of_a_unit),
    (("cent",), _PER_CENT, "percent"),
    (("point",), _POINTS, " points"),
    ((*_PARTS, "half"), _FRACTION, _fraction),
)


def _quantity(shape: re.Match[str], before: str, behind: str) -> Quantity:
    number = Decimal(shape["number"].replace(",", ""))
    if shape["power"] and number:
        number **= int(shape["power"].translate(_POWERS))
    scale, unit, rest = _scale_and_unit(shape["unit"].casefold(), behind, is_version="." in shape["number"])
    value = number * scale * (-1 if shape["sign"].endswith("-") else 1)
    is_plain = scale == 1 and not shape["power"] and not shape["sign"].endswith("-")
    currency = next((sign for sign in shape["sign"] if sign in _CURRENCIES), "")
    return Quantity(
        number=value,
        spelling=shape["number"].replace(",", "") if is_plain and "." in shape["number"] else str(value.normalize()),
        unit=currency or unit,
        per=_rate(rest),
        bound=bound_of(
            before + shape["sign"].strip("-~≈" + _CURRENCIES), behind, rest, is_measured=bool(currency or unit)
        ),
        words=(shape.group() + behind[: len(behind) - len(rest)]).strip(),
        is_about=is_about(before + shape["sign"].strip("-" + _CURRENCIES)),
    )


def _scale_and_unit(attached: str, behind: str, *, is_version: bool) -> tuple[Decimal, str, str]:
    """The scale, the unit, and what follows them. Both may hang on the number or stand behind it."""
    if attached and attached not in _SCALES:
        return Decimal(1), _UNITS.get(attached, attached), behind
    scale = _SCALES.get(attached, Decimal(1))
    letter = _SCALE_LETTER.match(behind)
    if not attached and letter:
        scale, behind = _SCALES[letter[1].casefold()], behind[letter.end() :]
    word, rest = _next_word(behind)
    word = word if word in _SCALES else _scale_meant(word)
    if not attached and len(word) > 1 and word in _SCALES:
        scale, behind = _SCALES[word], rest
        word, rest = _next_word(behind)
    if word in _UNITS and not (_NAMED_BY_NUMBER.match(behind) and is_version):
        return scale, _UNITS[word], rest
    return scale, _processor(behind), behind


@lru_cache(_KNOWN_TEXTS)
def _scale_meant(word: str) -> str:
    """The one scale from which a long word differs by a letter too many, too few or mistaken: a "milllion"."""
    if len(word) < _SHORTEST_MISSPELT or word in _UNITS:
        return word
    meant = [scale for scale in _SCALES if len(scale) > _SHORTEST_MISSPELT and _is_slip(word, scale)]
    return meant[0] if len(meant) == 1 else word


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter makes the whole difference."""
    short, long = sorted((word, other), key=len)
    same = next((at for at, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short))
    return len(long) - len(short) <= 1 and long[same + 1 :] == short[same + (len(short) == len(long)) :]


def _next_word(text: str) -> tuple[str, str]:
    match = re.match(r"[ -]([A-Za-z]+(?:/s\b)?|[%×])", text)
    return (match[1].casefold(), text[match.end() :]) if match else ("", text)


def _processor(behind: str) -> str:
    words = re.match(r"(?:\s+[\w-]+){1,4}", behind)
    found = [_UNITS.get(word.casefold(), "") for word in words.group().split()] if words else []
    return next((unit for unit in found if unit in _UNITS_AFTER_A_NAME), "")


def _rate(rest: str) -> str:
    match = _PER.match(rest)
    return match[1].casefold() if match else ""
