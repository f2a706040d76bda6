"""Counts and units without figures: a single thing is not three of them, nor are millions of them gigabytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.claim_check.denials import COUNTED
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import Sentence, is_light, stem, synonyms
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import figures, spellings_of, unit_of

_SINGLE = re.compile(
    r"\b(?:(?:an? |the |its |only |just |exactly )?(?:single|sole|lone)|(?:only|just|exactly) one) "
    r"(?:[\w-]+ ){0,2}?(?P<thing>[a-z]{3,})\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|several|multiple|numerous|various|a (?:few"
    r"|couple of|number"
    r" of|series of)|many) (?:[\w-]+ ){0,2}?(?P<thing>[a-z]{3,}s)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?<!per )(?<!an )(?<!a )(?<!each )(?<!every )(?<!\d )(?P<which>first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|last) (?:[\w-]+ ){0,1}?(?P<thing>[a-z]{3,})\b",
    re.IGNORECASE,
)


def counts_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """One thing is not several of them, several are not one, and the first is not the second."""
    for said, quoted in ((_SINGLE, _SEVERAL), (_SEVERAL, _SINGLE)):
        own, others = list(said.finditer(claim.text)), list(quoted.finditer(exhibit.quoted))
        known = [match["thing"] for match in said.finditer(exhibit.quoted)]
        taken = [match["thing"] for match in quoted.finditer(claim.text)]
        for match in own:
            other = next((one for one in others if _is_of_one_thing(match, one)), None)
            is_known = any(_is_same(match["thing"], thing) for thing in (*known, *taken))
            if other and not is_known:
                yield _other_count(match, other)
                return
    yield from _places_are_kept(claim, exhibit)


def _places_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    quoted = {match["which"].casefold(): match for match in _ORDINAL.finditer(exhibit.quoted)}
    said = {match["which"].casefold(): match for match in _ORDINAL.finditer(claim.text)}
    if not quoted or quoted.keys() & said.keys():
        return
    for which, match in said.items():
        other = next((one for one in quoted.values() if _is_same(match["thing"], one["thing"])), None)
        if match["thing"].casefold() in {"one", "ones"}:
            other = next((one for one in quoted.values() if claim.means(stem(one["thing"]))), None)
        if other and not re.search(rf"\b{which}\b", exhibit.quoted, re.IGNORECASE):
            yield _other_count(match, other)
            return


def _is_of_one_thing(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether both count the same: three commands and a single command, several undo steps and a single undo."""
    return _is_same(one["thing"], other["thing"]) or any(
        _is_same(word, thing["thing"])
        for thing, phrase in ((one, other), (other, one))
        for word in phrase.group().split()[1:-1]
    )


def _is_same(one: str, other: str) -> bool:
    return stem(one) == stem(other) or (stem(other) in synonyms(stem(one)) and not is_light(stem(one)))


def _other_count(match: re.Match[str], other: re.Match[str]) -> Finding:
    detail = f"the sentence says “{match.group()}” where the quote has “{other.group()}”"
    return Finding("numbers", Outcome.FAILED, detail, Span(*match.span()))


_KINDS = (
    "ms s min hour day week month year",
    "bit byte kb mb gb tb pb kib mib gib tib",
    "token character word line page",
)
_KIND_OF = {unit: kind for kind, units in enumerate(_KINDS) for unit in units.split()}
# What tells that a measure of a kind is meant, whatever its unit.
_SPEAKS_OF = (
    re.compile(
        r"\b(?:durations?|intervals?|time-?outs?|delays?|lifetime|age|ttl|timeframe)\b|\b\d+ ?(?:mo|[smhdwy])\b"
    ),
    re.compile(r"\b(?:bytes|[kmgt]i?b|file ?size|disk space)\b", re.IGNORECASE),
    re.compile(r"\b(?:context (?:length|window)|max_tokens|token)\b", re.IGNORECASE),
)
# Letters that stand for a time in settings.
_LETTERS = {"d": "day", "w": "week", "y": "year", "h": "hour", "mo": "month"}
_BESIDE_A_FIGURE = re.compile(r"(?<![\w.])\d+ ?(mo|[dwyh])\b", re.IGNORECASE)
_SCALED = re.compile(r"\bin (?:hundreds|thousands|millions|billions)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:(?:measured |given |told |counted |expressed )?in|number of|amount of|(?:past|last|next|previous"
    r"|coming)(?: few)?"
    r"|per|every|each|once an?|once a) (?P<unit>[a-z]{3,})\b",
    re.IGNORECASE,
)


def units_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A unit that the claim names without a figure is the one that the quote measures in."""
    if not _MEASURED.search(claim.text):
        return
    if any(quantity.number not in exhibit.numbers for quantity in figures(claim.text).quantities):
        return  # its number says whether it is right: two a second are 120 a minute
    for match in _MEASURED.finditer(claim.text):
        unit = unit_of(match["unit"])
        kind = _KIND_OF.get(unit)
        if kind is None or COUNTED.search(claim.text[: match.start("unit")]) or _is_known(unit, exhibit):
            continue
        if _is_measured_otherwise(kind, exhibit.quoted):
            detail = f"the quote measures in something else than “{match['unit']}”"
            yield Finding("numbers", Outcome.FAILED, detail, Span(*match.span("unit")))
            return


def _is_known(unit: str, exhibit: Exhibit) -> bool:
    letters = {_LETTERS.get(found.casefold()) for found in _BESIDE_A_FIGURE.findall(exhibit.quoted)}
    return unit in letters or any(
        re.search(rf"(?<![A-Za-z]){re.escape(spelling)}(?:ly)?(?![A-Za-z])", exhibit.grounds, re.IGNORECASE)
        for spelling in spellings_of(unit)
    )


def _is_measured_otherwise(kind: int, quoted: str) -> bool:
    """Whether the quote has another unit of the kind, a scale, or speaks of a measure of another kind."""
    units = {unit_of(word) for word in re.findall(r"[^\W\d_]{2,}", quoted)}
    letters = {_LETTERS[found.casefold()] for found in _BESIDE_A_FIGURE.findall(quoted)}
    is_other = any(_KIND_OF.get(unit) == kind for unit in units | letters)
    return (
        is_other
        or bool(_SCALED.search(quoted))
        or any(pattern.search(quoted) for other, pattern in enumerate(_SPEAKS_OF) if other != kind)
    )
