"""Checks of numbers: D10 (they contradict each other), D12 (one told again and again), D13 (borne out by nothing)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.numbers import DURATIONS, TIMES, Figure, Ratio, figures_in, is_derived, ratios_in
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.audit.words import RIVALS, blanked, folded_name, names, sentences, stem, stems

_MOST = 300  # ratios or figures of a side that are set against each other


def figure_defects(side: SheetSide) -> Iterator[Defect]:
    """What is wrong with the numbers of one side of a page."""
    ratios = [found for statement in side.statements for found in _compared(statement, side)][:_MOST]
    yield from _ratios_agree(ratios)
    yield from _durations_agree(side, ratios)
    yield from _sizes_agree(side, ratios)
    yield from _shares_agree(side)
    yield from _counts_agree(side)
    yield from _repeated(ratios)
    yield from _unsourced(side)


# -- D10: ratios -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Compared:
    """A ratio, the sentence that it stands in, and the folded names of those that it is set against."""

    statement: Statement
    ratio: Ratio
    sentence: str
    rivals: frozenset[str]

    @property
    def quote(self) -> str:
        return self.statement.text[self.ratio.start : self.ratio.end]

    @property
    def circumstance(self) -> frozenset[str]:
        tail = self.statement.text[self.ratio.end : self.ratio.end + 120].split(".")[0]
        return frozenset(
            stem(word) for word in re.findall(r"\b(?:on|at|under|in|during|when) (?:an? |the )?([\w-]+)", tail)
        ) - {""}


def _compared(statement: Statement, side: SheetSide) -> Iterator[_Compared]:
    own = folded_name(side.name)
    for start, sentence in sentences(statement.text):
        rivals = frozenset(
            folded
            for _, name in names(sentence)
            for part in re.split(r" (?:and|or) ", name)
            if len(folded := folded_name(part)) > 2 and folded not in own
        )
        for ratio in ratios_in(sentence):
            moved = Ratio(ratio.start + start, ratio.end + start, ratio.low, ratio.high, ratio.measure, ratio.thing)
            yield _Compared(statement, moved, sentence, rivals)


def _ratios_agree(ratios: Sequence[_Compared]) -> Iterator[Defect]:
    """The same measure against the same rival, in other numbers."""
    for one, other in combinations(ratios, 2):
        x, y = one.ratio, other.ratio
        is_same = x.measure == y.measure and one.rivals & other.rivals and _may_be_same_thing(one, other)
        if is_same and (x.low, x.high) != (y.low, y.high):
            rival = min(one.rivals & other.rivals)
            for here, there in ((one, other), (other, one)):
                why = f"line {there.statement.line} says “{there.quote}” against the same ({rival})"
                yield here.statement.defect("D10", here.quote, why)


def _may_be_same_thing(one: _Compared, other: _Compared) -> bool:
    is_thing = not one.ratio.thing or not other.ratio.thing or one.ratio.thing == other.ratio.thing
    one_at, other_at = one.circumstance, other.circumstance
    return is_thing and (not one_at or not other_at or bool(one_at & other_at))


# -- D10: durations and sizes against ratios ---------------------------------------------------------------

_TAKES = re.compile(
    r"\b(?:require|need|take|last|run)s? (?:about |around |up to |roughly )?$|\bin (?:about )?$", re.IGNORECASE
)
_OTHERS_BEFORE = re.compile(r"\b(?:than|versus|vs|unlike|compared (?:to|with)|whereas)\b|typical", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Duration:
    statement: Statement
    figure: Figure
    rivals: frozenset[str]


def _durations_agree(side: SheetSide, ratios: Sequence[_Compared]) -> Iterator[Defect]:
    """The speed that is claimed against the times that are told of both."""
    claimed = [found for found in ratios if found.ratio.measure == "speed" and found.rivals]
    if not claimed:
        return
    durations = [duration for statement in side.statements for duration in _durations(statement, side)][:_MOST]
    own = [duration for duration in durations if not duration.rivals]
    for theirs in (duration for duration in durations if duration.rivals):
        same = [ours.figure for ours in own if ours.figure.unit == theirs.figure.unit and ours.figure.low > 0]
        for claim in (claim for claim in claimed if same and claim.rivals & theirs.rivals):
            low = theirs.figure.low / max(figure.high for figure in same)
            high = theirs.figure.high / min(figure.low for figure in same)
            if claim.ratio.disagrees(low, high):
                said = theirs.statement.text[theirs.figure.start : theirs.figure.end]
                why = f"line {theirs.statement.line} gives {said} for them, which makes {low:.3g} to {high:.3g} times"
                yield claim.statement.defect("D10", claim.quote, why)
                back = f"line {claim.statement.line} claims “{claim.quote}” against the same"
                yield theirs.statement.defect("D10", said, back)


def _durations(statement: Statement, side: SheetSide) -> Iterator[_Duration]:
    own = folded_name(side.name)
    for start, sentence in sentences(statement.text):
        found = [figure for figure in figures_in(sentence) if figure.unit in DURATIONS]
        for figure in found:
            other = _OTHERS_BEFORE.search(sentence, 0, figure.start)
            others = sentence[other.start() : figure.start] if other else ""
            rivals = frozenset(folded for _, name in names(others) if (folded := folded_name(name)) not in own)
            if other and not (rivals and _TAKES.search(sentence[: figure.start])):
                continue
            moved = Figure(
                figure.start + start,
                figure.end + start,
                figure.low,
                figure.high,
                figure.scale,
                figure.unit,
                figure.is_open,
            )
            yield _Duration(statement, moved, rivals)


_SIZED_NAME = re.compile(r"[A-Z][\w.-]{1,30}(?: [A-Z\d][\w.-]{0,20}){0,2} (\d{1,4}(?:\.\d{1,2})?)B\b")
_OWN_ACTIVE = re.compile(
    r"\b(\d{1,4}(?:\.\d{1,2})?)B (?:of [\d.]{1,8}B )?(?:total )?(?:active parameters|parameters (?:are )?activ\w+)",
    re.IGNORECASE,
)
_OWN_TOTAL = re.compile(r"\b(\d{1,4}(?:\.\d{1,2})?)B (?:total )?parameters\b", re.IGNORECASE)


def _sizes_agree(side: SheetSide, ratios: Sequence[_Compared]) -> Iterator[Defect]:
    """A share such as “1/3 the active parameters” against the sizes that stand in the text and in the rival's name."""
    text = " ".join(statement.text for statement in side.of(DESCRIPTION, UNIQUE))
    active = {float(found) for found in _OWN_ACTIVE.findall(text)}
    total = {float(found) for found in _OWN_TOTAL.findall(text)}
    for claim in ratios:
        told = claim.statement.text[claim.ratio.start : claim.ratio.end + 40]
        if claim.ratio.measure not in {"fewer", "smaller", "less"} or "parameter" not in told.casefold():
            continue
        sizes = [float(found[1]) for found in _SIZED_NAME.finditer(claim.sentence)]
        own = active if "activ" in told.casefold() else total
        implied = [theirs / ours for theirs in sizes for ours in own if ours]
        if implied and claim.ratio.disagrees(min(implied), max(implied)):
            why = f"the sizes on the page make it {min(implied):.3g} times"
            yield claim.statement.defect("D10", claim.quote, why)


# -- D10: shares and counts --------------------------------------------------------------------------------

_PART = re.compile(
    r"(?P<part>\d{1,9}(?:\.\d{1,4})?)\s?(?P<scale>[KMBT]?) (?:out )?of (?:its |"
    r"the )?(?P<whole>\d{1,9}(?:\.\d{1,4})?)\s?(?P=scale)"
    r" (?:total )?(?P<thing>[a-z]{4,20})"
)
_SHARE = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d{1,3})?)\s?% (?:of )?(?:its |the |all )?(?:total )?(?P<thing>[a-z]{4,20})"
)


def _shares_agree(side: SheetSide) -> Iterator[Defect]:
    """Not both of “12 of 48 ports” and “30% of ports” can hold; those that follow from each other are derived."""
    parts = [
        (statement, found) for statement in side.of(DESCRIPTION, UNIQUE) for found in _PART.finditer(statement.text)
    ]
    for statement in side.statements if parts else ():
        for found in _SHARE.finditer(statement.text):
            same = [
                part for part in parts if stem(part[1]["thing"]) == stem(found["thing"]) and float(part[1]["whole"])
            ]
            shares = [100 * float(part["part"]) / float(part["whole"]) for _, part in same]
            if shares and all(abs(share - float(found["share"])) > 1 for share in shares):
                where, part = same[0]
                why = f"line {where.line} says “{part.group()}”, which is {shares[0]:.3g} %"
                yield statement.defect("D10", found.group(), why)
                yield where.defect("D10", part.group(), f"line {statement.line} says “{found.group()}”")


_KEY_WORDS = 3
_NOUN_PHRASE = re.compile(r"[ -]?((?:[A-Za-z][a-z]+[ -]?){1,3})")
# Sizes are told of many things in one record; alone they count no thing.
_MEASURES = frozenset(map(stem, "bytes pixels characters words lines points".split()))
_NO_KEY = frozenset("of and or in for to per on by with from at than are is that which when while only as over".split())
# A noun for what an artifact has one number of, whatever the sentence is about.
_ONE_COUNT = frozenset(
    map(
        stem,
        "languages parameters formats platforms integrations providers connectors models tools countries datasets "
        "experts benchmarks plugins backends sources regions licences licenses editors databases channels".split(),
    )
)
_OF_SOME = re.compile(
    r"\b(?:each|every|per|another|additional|more|next|first|last|top|other|further|e\.g\.|such as)\s?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Count:
    statement: Statement
    figure: Figure
    key: tuple[str, ...]
    about: frozenset[str]
    words: str


def _counts_agree(side: SheetSide) -> Iterator[Defect]:
    """The same thing counted twice, in other numbers."""
    counts = [count for statement in side.of(DESCRIPTION, UNIQUE) for count in _counts(statement)][:_MOST]
    for one, other in combinations(counts, 2):
        if one.statement.line == other.statement.line or one.key != other.key or one.figure.agrees(other.figure):
            continue
        shared = (one.about & other.about) - set(one.key)
        is_whole = len(one.key) == 1 and one.key[0] in _ONE_COUNT
        if is_whole or len(shared) >= (1 if len(one.key) > 1 else 2):
            for here, there in ((one, other), (other, one)):
                yield here.statement.defect("D10", here.words, f"line {there.statement.line} says “{there.words}”")


def _counts(statement: Statement) -> Iterator[_Count]:
    text = blanked(statement.text, RIVALS)
    for figure in figures_in(text):
        phrase = _NOUN_PHRASE.match(text, figure.end)
        if figure.unit in TIMES or _OF_SOME.search(text[: figure.start]):
            continue
        key, end = _key(phrase, text) if phrase else ((), figure.end)
        if figure.unit:
            key = (figure.unit, *key)
        sentence = next(s for start, s in sentences(text) if start <= figure.start < start + len(s) + 1)
        if key[:1] and key[0] in _MEASURES:
            continue
        if len(key) > (1 if figure.unit in DURATIONS else 0):
            yield _Count(statement, figure, key, stems(sentence), statement.text[figure.start : end].strip())


def _key(phrase: re.Match[str], text: str) -> tuple[tuple[str, ...], int]:
    key: list[str] = []
    end = phrase.start()
    for word in re.finditer(r"[A-Za-z]+", phrase.group()):
        if word.group().casefold() in _NO_KEY or not stem(word.group()):
            break
        key.append(stem(word.group()))
        end = phrase.start() + word.end()
    del text
    return tuple(key[:_KEY_WORDS]), end


# -- D12: one figure again and again -----------------------------------------------------------------------

_OFTEN = 3


def _repeated(ratios: Iterable[_Compared]) -> Iterator[Defect]:
    lines: dict[tuple[float, float, str], list[_Compared]] = {}
    for found in ratios:
        lines.setdefault((found.ratio.low, found.ratio.high, found.ratio.measure), []).append(found)
    for same in lines.values():
        records = {found.statement.record for found in same}
        if len(records) < _OFTEN or not frozenset.intersection(*(_or_all(found, same) for found in same)):
            continue
        where = ", ".join(str(line) for line in sorted({found.statement.line for found in same}))
        for line in sorted({found.statement.line for found in same}):
            found = next(found for found in same if found.statement.line == line)
            yield found.statement.defect("D12", found.quote, f"the same figure stands on the lines {where}")


def _or_all(found: _Compared, same: Sequence[_Compared]) -> frozenset[str]:
    """The rivals of a ratio; one that names none is taken for a repetition."""
    return found.rivals or frozenset().union(*(other.rivals for other in same))


# -- D13 ---------------------------------------------------------------------------------------------------

_EQUIVALENT = re.compile(r"\b(\d{1,6}(?:\.\d{1,3})?[KMBT]?)[- ](?:equivalent|level|class|grade)\b(?: [\w-]+)?")
_CAUSE = re.compile(
    r"\b(?:due to|because of|thanks to|owing to|as a result of)\b[^.;]{0,60}\b(?:proprietary|"
    r"undisclosed|secret|in-house|"
    r"internal|confidential|patented)\b[^.;]{0,80}",
    re.IGNORECASE,
)
_WORD_RATIO = re.compile(
    r"\b(?:twice|half|double|triple|thrice|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|"
    r"fifty|hundred)[ -](?:times|fold)"
    r"|(?:an?|two|several) orders? of magnitude|a (?:third|quarter|fifth|tenth)) (?:as \w+|the \w+|"
    r"of the \w+|faster|sooner|quicker|cheaper|"
    r"slower|fewer|less|more|smaller|larger|lower|higher|better)\b",
    re.IGNORECASE,
)
_ABOUT_RIVAL = re.compile(r"\b(?:than|versus|vs|unlike|compared (?:to|with)|whereas|which|who|over)\b", re.IGNORECASE)


def _unsourced(side: SheetSide) -> Iterator[Defect]:
    """Figures of a comparison that nothing else on the page states, and that do not follow from what it states."""
    known = [figure for statement in side.of(DESCRIPTION, UNIQUE) for figure in figures_in(statement.text)]
    for statement in side.of(VS_ALTERNATIVES):
        for figure in figures_in(statement.text):
            if _is_borne_out(statement, figure, known) or _is_in_a_name(statement.text, figure):
                continue
            yield statement.defect(
                "D13", _around(statement.text, figure), "a figure that no source on the page bears out"
            )
        for match in (*_WORD_RATIO.finditer(statement.text), *_fractions(statement.text)):
            yield statement.defect("D13", match.group(), "a ratio that no source on the page bears out")
        for match in _CAUSE.finditer(statement.text):
            yield statement.defect("D13", match.group(), "a cause that nobody outside can know")
    for statement in side.of(UNIQUE):
        for match in _EQUIVALENT.finditer(statement.text):
            if not any(_states(other, match[1]) for other in side.of(DESCRIPTION)):
                yield statement.defect("D13", match.group(), "set equal to a figure that nothing on the page bears out")


def _fractions(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"\b1/\d{1,3} (?:of )?(?:the |its )?[\w-]+(?: [\w-]+)?", text)


def _states(statement: Statement, figure: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){re.escape(figure)}(?!\w)", statement.text))


def _is_borne_out(statement: Statement, figure: Figure, known: Sequence[Figure]) -> bool:
    if is_derived(figure, known):
        return True
    is_rivals = _ABOUT_RIVAL.search(statement.text, 0, figure.start) is not None
    if figure.unit in TIMES and figure.unit not in {"%", "percent"}:
        return False
    same = any(other.low == figure.low and other.high == figure.high and other.unit == figure.unit for other in known)
    return same and not (is_rivals and figure.low != figure.high)


_VERSION = re.compile(r"\b(?:version|release|v|level|stage|phase|no\.)\s?$", re.IGNORECASE)


def _is_in_a_name(text: str, figure: Figure) -> bool:
    is_version = _VERSION.search(text[: figure.start][-12:]) is not None
    return is_version or any(start <= figure.start < start + len(name) for start, name in names(text))


def _around(text: str, figure: Figure) -> str:
    behind = re.match(r"(?:[ -][\w-]+){0,2}", text[figure.end :])
    return text[figure.start : figure.end + (behind.end() if behind else 0)]
