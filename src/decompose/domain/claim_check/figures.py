"""Numbers and names: every one of the claim stands in its quotes, their context, or follows from what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from decompose.domain.bounds import limits_in
from decompose.domain.claim_check.denials import DENIAL
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.vocabulary import ALIASES, KNOWN_NAMES, SMALL_NAMES, STOP
from decompose.domain.claim_check.words import Sentence, exclusive, is_light, stem
from decompose.domain.derivation import derivation, may_follow
from decompose.domain.document import Span
from decompose.domain.durations import clock_times
from decompose.domain.examination import DERIVED, Finding, Outcome
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.quantities import Quantity, figures, in_figures, is_unit, spellings_of

_PER_SCALE = re.compile(r"\b(?:per|for every|for each) (hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_EXACTLY = re.compile(
    r"\b(?:exactly|precisely|always|no (?:more|less|fewer) and no (?:more|less|fewer) than) ", re.IGNORECASE
)
_NUMBERED_NAME = re.compile(r"\b[^\W\d_][\w.]{0,60}[ -]v?\d[\w.]*\b(?:-\w+)*")
_NOTHING = Quantity(Decimal(0), "0", "", "", "", "no")
_ROUND = re.compile(r"\b(?:dozens|hundreds|thousands|millions|billions|trillions)\b", re.IGNORECASE)
_NAME_OF_TWO_WORDS = re.compile(r"\b[A-Z]\w+ [A-Z]\w+")
_SIZE = re.compile(r"(?<=[-_/])\d+(?:\.\d+)?[KkMmBbTt]\b")
# The 3.9+ of Name3.9+, and both numbers of 20/50.
_VERSION = re.compile(r"(?<=[A-Za-z]{2})\d+(?:\.\d+)+\+?")
_OF_ALL = re.compile(r"(\d+)/(\d+)\Z")
_PORT = re.compile(r"(?<=:)\d{4,5}(?!\d)|(?<!\d)\d{4,5}(?=:)")
_BITS = re.compile(r"\b(?:u?int|fp|bf|float|bfloat)-?(\d{1,2})\b", re.IGNORECASE)
_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:\+\+|#(?!\w))?|[^\W\d]")
_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z]+)*(?:\+\+|#(?!\w))?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")\]]*\s+)['\"(\[]*$")
# Capitals that name nothing: what every reader of technical prose knows, whether the source spells it so or not.
COMMON_CAPITALS = frozenset(
    "i ai api apis readme cli gui id ids io it llm llms ml ok os pc sdk ui url urls uri web "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_NUMBERED = re.compile(r"[-_]?\d")
# Where case makes no difference a pattern says so: compiling it takes a third of the time then, and two spellings half
# of that of a choice of letters.
_BETWEEN = r"(?:(?-i:[-\s_/.:+]{0,2})|,?\s(?:Licen(?:se|ce),?|version)\s)"
_NAME_BEGINS = r"(?-i:(?<![A-Za-z0-9])(?<!\d[.,]))"
# C is neither C++ nor C#, and 3 not the beginning of 3.1.
_NAME_END = r"(?:'?s|ful)?(?-i:(?![A-Za-z0-9]|\+\+|#(?!\w))(?![.,]\d))"
_GOES_ON = re.compile(r"-\w")
_SHORTEST_ACRONYM = 3
_COUNTABLE = frozenset({"word", "character", "token", "line", "page", "frame"})
# What is counted may be named by its make in the source.
_COUNTED = frozenset({"gpu", "cpu", "bit", "points"})
_SHORTEST_PLURAL = 4
# A number takes at most so many words: "between one and two hundred million".
_LONGEST_SPELLING = 6
_KNOWN_NAMES = 8_192
# A number that no quote has, and that a reader may still find by counting or computing.
COMPUTED = "computed"


def numbers_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Quantities stand in the quotes or their context, or follow from those; a numbered name may be the artifact's."""
    unnamed = Sentence(_without_numbered_names(claim.text, exhibit))
    said = figures(unnamed.text)
    grounds = exhibit.grounds
    found = figures(grounds)
    stated = [
        *found.quantities,
        *_in_names(found.identifiers),
        *_in_named_units(exhibit.quotes),
        *_on_clocks(grounds),
        *_ports(grounds),
    ]
    if DENIAL.search(grounds):
        stated.append(_NOTHING)
    limits = limits_in(grounds)
    own = limits_in(claim.text)
    for quantity in said.quantities:
        # "12 GB of memory or more" says its bound far behind the number.
        bounds = _bounds_denied(quantity, unnamed.text, grounds) if quantity.bound else ("", *sorted(own))
        if not any(replace(quantity, bound=bound).is_stated_by(stated, limits) for bound in bounds):
            if not (_is_version(quantity, grounds, unnamed.text) or _is_end_of_range(quantity, stated, unnamed.text)):
                yield _derived_or_missing(quantity, stated, unnamed, exhibit)
        elif not _is_unit_known(quantity, stated, exhibit) or _is_other_count(quantity, stated, unnamed.text, exhibit):
            # What is counted may go by another name in the source; a measure may not, nor what the source tells apart.
            is_other = not exclusive(stem(quantity.unit)).isdisjoint(exhibit.evidence.stems)
            is_open = quantity.unit in _COUNTABLE and not is_other
            outcome = Outcome.UNKNOWN if is_open else Outcome.FAILED
            detail = f"the quote gives “{quantity.words}” no such unit"
            yield Finding("numbers", outcome, detail, place(quantity.words, unnamed))
    yield from _rates_are_kept(claim, exhibit)
    yield from _roundness_is_kept(claim, said.quantities, stated)
    for word in _ROUND.findall(claim.text):
        if not is_named(word, grounds):
            yield _missing("numbers", word, claim)
    for identifier in said.identifiers:
        if not is_known(identifier, f"{exhibit.everything}\n{in_figures(grounds)}"):
            yield _missing("names", identifier, unnamed)


# From when on something is there.
_SINCE = re.compile(r"\b(?:since|added|introduced|new|first|starting|arriv\w+|appear\w+)\b", re.IGNORECASE)


def _bounds_denied(quantity: Quantity, words: str, grounds: str) -> tuple[str, ...]:
    """Its bound, and what that comes to where it is denied: what is not there before 2.4 is there from 2.4 on."""
    if quantity.bound != "<" or quantity.unit or not DENIAL.search(words):
        return (quantity.bound,)
    return (quantity.bound, ">=", *([""] if _SINCE.search(grounds) else []))


def _rates_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Two dollars per thousand pages are not those per million."""
    said = _PER_SCALE.search(claim.text)
    quoted = {scale.casefold() for scale in _PER_SCALE.findall(exhibit.grounds)}
    if said and quoted and said[1].casefold() not in quoted:
        yield _missing("numbers", said[0], claim)


def _roundness_is_kept(claim: Sentence, said: Iterable[Quantity], stated: Iterable[Quantity]) -> Iterator[Finding]:
    """About four is not exactly four."""
    rounded = {quantity.number for quantity in stated if quantity.is_about}
    for match in _EXACTLY.finditer(claim.text) if rounded else ():
        behind = in_figures(claim.text[match.end() :])
        if any(quantity.number in rounded and behind.startswith(quantity.words) for quantity in said):
            detail = f"“{match[0].strip()}” where the quote gives a round number"
            yield Finding("bound", Outcome.FAILED, detail, Span(match.start(), match.end() - 1))


def _is_version(quantity: Quantity, grounds: str, words: str) -> bool:
    """5.7 is what a source calls v5.7.x, version 2 what it calls v2."""
    if quantity.unit or quantity.bound:
        return False
    spelling = re.escape(quantity.spelling)
    if "." not in quantity.spelling:
        is_called_one = re.search(rf"\b(?:version|release) {spelling}\b", words, re.IGNORECASE)
        return bool(is_called_one and re.search(rf"(?<![\w.])v{spelling}(?![\w.])", grounds))
    return bool(re.search(rf"(?<![\w.])v?{spelling}\.x\b|[A-Za-z][- ]v?{spelling}(?![\w.])", grounds))


def _is_end_of_range(quantity: Quantity, stated: list[Quantity], words: str) -> bool:
    """Of "3.10 to 3.13" each end, where the quote has ">=3.10 <3.14": the last one stands before what is left out."""
    spelling = re.escape(quantity.spelling)
    if quantity.unit or quantity.bound:
        return False
    if re.search(rf"(?<![\w.]){spelling}\s?(?:to|through|until|up to|-) ?\d", words):
        return any(other.spelling == quantity.spelling and other.bound in {">=", "+"} for other in stated)
    if not re.search(rf"\d\s?(?:to|through|until|up to|-) ?{spelling}(?!\.?\d)", words):
        return False
    head, _, last = quantity.spelling.rpartition(".")
    following = f"{head}.{int(last) + 1}" if head and last.isdigit() else ""
    return any(
        (other.bound == "<=" and other.spelling == quantity.spelling)
        or (other.bound == "<" and other.spelling == following)
        for other in stated
    )


# What is measured in pixels wherever no unit is written.
_SCREEN = re.compile(r"width|height|resolution|viewport|screen|canvas", re.IGNORECASE)


def _is_unit_known(quantity: Quantity, stated: list[Quantity], exhibit: Exhibit) -> bool:
    """Whether the unit stands with the number, or at least in the header or the sentence around it."""
    if not quantity.unit or quantity.unit in _COUNTED or not quantity.unit.isalpha():
        return True
    if quantity.unit == "pixel" and _SCREEN.search(exhibit.grounds):
        return True
    if exhibit.evidence.means(stem(quantity.unit)) or exhibit.surroundings.means(stem(quantity.unit)):
        return True
    return any(other.unit for other in stated if other.number == quantity.number) or any(
        re.search(rf"(?<![A-Za-z]){re.escape(spelling)}(?![A-Za-z])", exhibit.grounds, re.IGNORECASE)
        for spelling in spellings_of(quantity.unit)
    )


def _is_other_count(quantity: Quantity, stated: list[Quantity], words: str, exhibit: Exhibit) -> bool:
    """Four words are not the quoted 4 bytes."""
    equal = [other for other in stated if other.number == quantity.number]
    if quantity.unit or not equal or not all(other.unit.isalpha() for other in equal):
        return False
    counted = re.search(rf"(?<!\w){re.escape(quantity.words)}[ -]([a-z]{{3,}}s)\b", in_figures(words))
    return counted is not None and not is_unit(counted[1]) and not exhibit.evidence.means(stem(counted[1]))


def _in_names(identifiers: Iterable[str]) -> Iterator[Quantity]:
    """The 32B that stands in Name-32B-Instruct, and the ports of 8080:80."""
    for identifier in identifiers:
        yield from figures(" ".join(_PORT.findall(identifier))).quantities
        yield from figures(" ".join(_SIZE.findall(identifier))).quantities
        yield from figures(" ".join(_VERSION.findall(identifier))).quantities
        yield from figures(_OF_ALL.sub(r"\1 \2", identifier) if _OF_ALL.match(identifier) else "").quantities
        yield from figures(" ".join(f"{bits} bit" for bits in _BITS.findall(identifier))).quantities


_NAMED_UNIT = re.compile(
    r"(?:\bin |\()(?P<unit>milliseconds?|ms|seconds?|minutes?|hours?|days?|bytes?|[kmg]i?b|kilobytes?|megabytes?"
    r"|gigabytes?)\b",
    re.IGNORECASE,
)


def _in_named_units(quotes: Iterable[str]) -> Iterator[Quantity]:
    """The 500 of "delay in milliseconds (default: 500)"."""
    for line in (line for quote in quotes for line in quote.split("\n")):
        units = {found["unit"].casefold() for found in _NAMED_UNIT.finditer(line)}
        bare = [one for one in figures(line).quantities if not one.unit and not one.bound]
        if len(units) == 1 and bare:
            yield from figures(" ".join(f"{one.words} {next(iter(units))}" for one in bare)).quantities


# The 3000 of localhost:3000/path.
_PORT_OF_HOST = re.compile(r"(?<=[A-Za-z\]]:)\d{2,5}(?![\d:.])|(?<=\d\.\d:)\d{2,5}(?![\d:.])")


def _ports(text: str) -> Iterator[Quantity]:
    yield from figures(" ".join(_PORT_OF_HOST.findall(text))).quantities


def _on_clocks(text: str) -> Iterator[Quantity]:
    for time in clock_times(text):
        yield from figures(time).quantities


def _derived_or_missing(quantity: Quantity, stated: list[Quantity], claim: Sentence, exhibit: Exhibit) -> Finding:
    how = derivation(quantity, stated, exhibit.quotes)
    if how:
        return Finding(DERIVED, Outcome.PASSED, how, place(quantity.words, claim))
    unbound = replace(quantity, bound="")
    if quantity.bound and (unbound.is_stated_by(stated) or _is_version(unbound, exhibit.grounds, claim.text)):
        detail = f"the quote sets no such bound as that of “{quantity.words}”"
        # "No more than five" follows from "five"; "at least five" promises more.
        is_weaker = quantity.bound == "<=" and not any(one.bound for one in stated)
        outcome = Outcome.UNKNOWN if is_weaker else Outcome.FAILED
        return Finding("bound", outcome, detail, place(quantity.words, claim))
    if may_follow(quantity, stated, exhibit.quotes) or _is_left_behind(quantity, stated, claim, exhibit):
        detail = f"“{quantity.words}” is not in the quote, and whether it follows takes a reader"
        return Finding(COMPUTED, Outcome.FAILED, detail, place(quantity.words, claim))
    return _missing("numbers", quantity.words, claim)


_TOO_OLD = re.compile(r"\b(?:not|no longer|cannot|upgrade\w*|too old|drop\w*|below|unsupported)\b|n't\b", re.IGNORECASE)


def _is_left_behind(quantity: Quantity, stated: list[Quantity], claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether a version is told as too old for a bound that the quote sets: below 3.9 there is 3.8."""
    if "." not in quantity.spelling or not _TOO_OLD.search(claim.text):
        return False
    has_bound = ">=" in limits_in(exhibit.grounds)
    return any(
        int(other.number) == int(quantity.number) and other.number != quantity.number and not other.unit
        for other in stated
        if has_bound or other.bound in {">=", "+", ">"}
    )


def _missing(check: str, words: str, claim: Sentence) -> Finding:
    return Finding(check, Outcome.FAILED, f"“{words}” is not in the quote", place(words, claim))


def place(words: str, claim: Sentence) -> Span | None:
    """Where the words stand in the claim, or what stands there for them (zero-shot for 0-shot); None if nothing."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    match = whole.search(claim.text)
    if match:
        return Span(*match.span())
    tokens = list(re.finditer(r"\S+", claim.text))
    for length in range(_LONGEST_SPELLING):
        for first, last in zip(tokens, tokens[length:], strict=False):
            if whole.search(in_figures(claim.text[first.start() : last.end()])):
                return Span(first.start(), last.end())
    return None


def place_of_any(names: Iterable[str], claim: Sentence) -> Span | None:
    """Where the first of the names stands that the claim has, however it is spelt."""
    found = (spelt_freely(name).search(claim.text) for name in names if name)
    return next((Span(*match.span()) for match in found if match), None)


def _without_numbered_names(words: str, exhibit: Exhibit) -> str:
    """The sentence with points for those known names in it that have a number, such as Llama 4 or Apache 2.0."""
    for name in sorted(exhibit.own.split("\n"), key=len, reverse=True):
        words = spelt_freely(name).sub(_points_if_apart, words)
    return _NUMBERED_NAME.sub(
        lambda name: _points(name) if name[0][0].isupper() and is_named(name[0], exhibit.everything) else name[0], words
    )


def _points_if_apart(match: re.Match[str]) -> str:
    """Points for a name that is no part of a compound."""
    return match[0] if _GOES_ON.match(match.string, match.end()) else _points(match)


def _points(match: re.Match[str]) -> str:
    """As many points as there are characters, so that all others keep their places."""
    return "·" * len(match[0])


def is_named(name: str, grounds: str) -> bool:
    """Whether the name stands whole in the grounds, however it is spelt."""
    return bool(spelt_freely(name).search(grounds))


def spelt_freely(name: str) -> re.Pattern[str]:
    """The name whole, whatever stands between its pieces: Apache-2.0 and Apache 2.0, but not 3.1 in 3.10."""
    return _spelt_freely(_pieces(name))


@lru_cache(_KNOWN_NAMES)
def _pieces(name: str) -> tuple[str, ...]:
    singular = _singular(name)
    return tuple(_PIECE.findall(singular.lower() if singular.isascii() else singular))


@lru_cache(_KNOWN_NAMES)
def _spelt_freely(pieces: tuple[str, ...]) -> re.Pattern[str]:
    """Kept, since compiling takes longer than looking: a name and its slug have the same pieces."""
    spelling = _BETWEEN.join(map(re.escape, pieces)) or r"(?!)"
    return re.compile(f"{_NAME_BEGINS}{spelling}{_NAME_END}", re.IGNORECASE)


def _singular(name: str) -> str:
    return name[:-1] if len(name) >= _SHORTEST_PLURAL and name.endswith("s") and name[-2] != "s" else name


_ALIASES = {word: line.split() for line in ALIASES.splitlines() for word in line.split()}


def names_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A proper name (of a product, a company, a licence, a language) stands in the quotes, their context or names."""
    grounds = exhibit.everything
    is_english = language_of(f"{claim.text} {exhibit.quoted}") in {None, ENGLISH}
    # "Hugging Face" is HuggingFace in another spelling.
    unnamed = _NAME_OF_TWO_WORDS.sub(lambda name: _points(name) if is_known(name[0], grounds) else name[0], claim.text)
    for name in _names_in(unnamed):
        # Other languages write common nouns with a capital.
        is_common = (not is_english and name[1:].islower()) or is_unit(name)
        if not is_common and not is_known(name, grounds):
            yield _missing("names", name, claim)


_GIVES_A_NAME = re.compile(
    r"\b(?:named|known as|dubbed|nicknamed|goes by|by the name(?: of)?|under the name(?: of)?"
    r"|(?:its|the)(?: \w+)? name is"
    r"|(?:is|are|was|were|command|binary|executable|tool|file|package|module|function|class|flag|option) called) "
    r"(?:the name (?:of )?)?(?P<name>[a-z][\w-]+)"
    r"(?=[.,;:)]|$| (?:and|or|in|on|for|from|by|with|to|that|which|is|does|has))"
)


def given_names_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What somebody is told to go by is a name, whatever letters it is written in."""
    for match in _GIVES_A_NAME.finditer(claim.text):
        name = match["name"]
        word = stem(name)
        is_word = is_light(word) or name in STOP or name.endswith(("ly", "ed", "ing"))
        known = exhibit.evidence.meanings | exhibit.surroundings.meanings
        if not is_word and word not in known and not is_known(name, exhibit.everything):
            yield Finding("names", Outcome.FAILED, f"“{name}” is not in the quote", Span(*match.span("name")))
            return


def is_known(name: str, grounds: str) -> bool:
    """Whether the name stands in the grounds, by itself, by another name, or by the words whose letters it has."""
    aliases = _ALIASES.get(name.casefold().replace(" ", "-"), [])
    if " " in name and name.replace(" ", "") in grounds:
        return True
    if name[0].isdigit() and is_named(f"v{name}", grounds):
        return True
    # RRF stands in RRFRanker.
    if name.isupper() and re.search(rf"(?<![A-Za-z]){re.escape(name)}(?=[A-Z][a-z])", grounds):
        return True
    # PyPy stands in PyPy3.9+.
    if len(name) >= _SHORTEST_ACRONYM and re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?=\d)", grounds):
        return True
    if is_named(name, grounds) or any(is_named(alias, grounds) for alias in aliases) or _is_acronym(name, grounds):
        return True
    return _is_of_its_people(name, grounds)


_OF_PEOPLE = "(?:n|an|ian|ean|ese|ish)"
_SHORTEST_COUNTRY = 5


def _is_of_its_people(name: str, grounds: str) -> bool:
    """Whether a country is named by what comes from it, or the other way round: Estonia, Estonian."""
    if not (name.isalpha() and name.istitle() and len(name) >= _SHORTEST_COUNTRY):
        return False
    spelt = rf"{re.escape(name)}{_OF_PEOPLE}" + (f"|{re.escape(name[:-1])}" if name.endswith("n") else "")
    return bool(re.search(rf"(?<![A-Za-z])(?:{spelt})(?![A-Za-z])", grounds))


def _names_in(words: str) -> Iterator[str]:
    """Words with a capital: anywhere but at the beginning of a sentence, there only with more than one."""
    for match in _NAME.finditer(words):
        name = match.group()
        capitals = sum(character.isupper() for character in name)
        begins = capitals == 1 and name[0].isupper() and _SENTENCE_START.search(words[: match.start()])
        is_word = bool(begins) and name.casefold() not in KNOWN_NAMES
        # GPT-4 is an identifier, which is looked at as a whole.
        is_part = any(map(str.isdigit, name)) or bool(_NUMBERED.match(words, match.end()))
        is_name = (capitals and not is_word) or name in SMALL_NAMES
        if is_name and not is_part and name.casefold() not in COMMON_CAPITALS:
            yield name


def _is_acronym(name: str, grounds: str) -> bool:
    """VAD is what a quote of voice activity detection calls for."""
    words = re.findall(r"\b[^\W\d_][^\W_]*", grounds.casefold())
    spelt = ("".join(word[0] for word in words), "".join(word[0] for word in words if word not in STOP))
    return name.isupper() and len(name) >= _SHORTEST_ACRONYM and any(name.casefold() in initials for initials in spelt)
