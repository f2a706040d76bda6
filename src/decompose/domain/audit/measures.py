"""D10: what is measured twice in other numbers, two limits of one thing, parts that do not make up their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.numbers import DURATIONS, Figure, figures_in
from decompose.domain.audit.numbers import TIMES as RATIOS
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.audit.words import RIVALS, blanked, clauses, sentences
from decompose.domain.claim_check.words import stem, synonyms
from decompose.domain.contradiction import Measure
from decompose.domain.contradiction import Statement as Told
from decompose.domain.quantities import in_figures, is_number_word

_MOST = 200  # clauses with numbers of a side that are set against each other
_TIMES = frozenset({"x"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A clause with numbers: its words, what they mean without the numbers, and its measures."""

    text: str
    about: frozenset[str]
    measures: tuple[Measure, ...]


@lru_cache(maxsize=8192)
def counted(text: str, names: tuple[str, ...]) -> Counted | None:
    """The clause of what has these names, taken apart; None where it has no number."""
    if not re.search(r"\d", in_figures(text)):
        return None
    told = Told.of(text, names)
    return Counted(
        text, frozenset(w for w in meanings(text) if not w[0].isdigit() and not is_number_word(w)), told.measures
    )


def measure_defects(side: SheetSide) -> Iterator[Defect]:
    """What the records of one side count or measure in two ways."""
    names = (side.name, side.short_name)
    placed = [
        (statement, found)
        for statement in side.of(DESCRIPTION, UNIQUE, VS_ALTERNATIVES)
        for _, clause in clauses(blanked(statement.text, RIVALS))
        if (found := counted(clause, names))
    ][:_MOST]
    for (here, one), (there, other) in combinations(placed, 2):
        if here.line == there.line:
            continue
        is_compared = VS_ALTERNATIVES in {here.field, there.field}
        is_one_record = here.record == there.record
        if two_limits(one, other) or (
            not is_compared
            and (
                measured_twice(one, other, is_one_record=is_one_record)
                or counted_twice(one, other, is_one_record=is_one_record)
            )
        ):
            yield here.defect("D10", one.text, f"line {there.line} says “{other.text.strip()}”")
            yield there.defect("D10", other.text, f"line {here.line} says “{one.text.strip()}”")
    for statement in side.of(DESCRIPTION, UNIQUE):
        for _, sentence in sentences(statement.text):
            why = _does_not_add_up(sentence, statement)
            if why:
                yield statement.defect("D10", sentence, why)


# -- one thing measured twice ------------------------------------------------------------------------------

_FEWEST_SHARED, _FEWEST_IN_RECORD = 3, 2
_LEAST_SHARE = 0.4


def measured_twice(one: Counted, other: Counted, *, is_one_record: bool = False) -> bool:
    """Whether two clauses that speak of the same give it in numbers of one unit that cannot both hold."""
    near = min(len(shared(one.about, other.about)), len(shared(other.about, one.about)))
    fewest = _FEWEST_IN_RECORD if is_one_record else _FEWEST_SHARED
    if near < fewest or near < _LEAST_SHARE * min(len(one.about), len(other.about)):
        return False
    if rates(one.text) != rates(other.text):
        return False
    pairs = [(x, y) for x in one.measures for y in other.measures if _is_one_measure(x, y)]
    agreeing = [(x.quantity.unit, x.kinds & y.kinds) for x, y in pairs if _agree(x, y)]
    return any(
        _is_alone(one, x) and _is_alone(other, y) and (x.quantity.unit, x.kinds & y.kinds) not in agreeing
        for x, y in pairs
    )


_RATE = re.compile(r"\b(?:per|for each|for every) (?!cent\b)([a-z]{3,20})", re.IGNORECASE)


_EVERY = re.compile(r"\bevery (?:\d|half\b|few\b)", re.IGNORECASE)


def rates(text: str) -> set[str]:
    """What the numbers are a number of each of: "8 euros per person"."""
    return {stem(found) for found in _RATE.findall(text)} | ({"every"} if _EVERY.search(in_figures(text)) else set())


def _is_one_measure(one: Measure, other: Measure) -> bool:
    x, y = one.quantity, other.quantity
    if x.unit != y.unit or x.per != y.per or x.unit in _TIMES:
        return False
    return bool(x.unit) or (
        x.bound == y.bound and bool(one.kinds & other.kinds) and (one.kinds <= other.kinds or other.kinds <= one.kinds)
    )


def _agree(one: Measure, other: Measure) -> bool:
    if one.low <= other.high and other.low <= one.high:
        return True
    small, large = sorted((abs(one.quantity.number), abs(other.quantity.number)))
    is_rounded = one.quantity.is_about or other.quantity.is_about
    return small > 0 and large / small <= (Decimal("1.1") if is_rounded else Decimal("1.01"))


def _is_alone(counted_in: Counted, measure: Measure) -> bool:
    """The only number of its unit there: of several, each is of another case."""
    same = [other for other in counted_in.measures if other.quantity.unit == measure.quantity.unit]
    return len({other.quantity.number for other in same if measure.quantity.unit or other.kinds & measure.kinds}) == 1


# -- one whole counted twice -------------------------------------------------------------------------------

_HAS = re.compile(
    r"\b(?:ships?(?: with)?|comes? with|(?:made up|consists?|composed) of|includ\w+|contain\w*|ha[sd]|have|"
    r"offer\w*|provid\w+|"
    r"know\w*|cover\w*|support\w*|hold\w*|counts?|gather\w*|collect\w*|its|all|a total of|altogether|the)"
    r"(?: (?:some|about|around|all|over|nearly|the|its))? $",
    re.IGNORECASE,
)


def counted_twice(one: Counted, other: Counted, *, is_one_record: bool) -> bool:
    """Whether both say how many of a thing the artifact has, and differ; across records the thing is named closely."""
    return any(
        x.kinds == y.kinds
        and len(x.kinds) >= (1 if is_one_record or shared(one.about, other.about) - _stems(x) else 2)
        and not (x.quantity.unit or y.quantity.unit)
        and not _agree(x, y)
        and _is_had(one.text, x)
        and _is_had(other.text, y)
        for x in one.measures
        for y in other.measures
    )


def _stems(measure: Measure) -> frozenset[str]:
    return frozenset(stem(word) for word in measure.kinds) | measure.kinds


def _is_had(text: str, measure: Measure) -> bool:
    at = in_figures(text).find(measure.quantity.words)
    return at >= 0 and _HAS.search(in_figures(text)[:at][-60:]) is not None


# -- two limits of one thing -------------------------------------------------------------------------------

_SCOPE = re.compile(
    r"\b(?:at (?:a|one) (?:single )?(?P<turn>time|go)|at (?P<once>once)|(?:in|for|with|per|of) (?:any )?"
    r"(?:(?:one|an?|each|every|the same) )?(?:single )?(?P<noun>[a-z]{3,20})|(?:each|every) (?P<whole>[a-z]{3,20}))\b",
    re.IGNORECASE,
)
_ANY_TIME = frozenset({"time", "go", "once"})


def two_limits(one: Counted, other: Counted) -> bool:
    """Whether both say how many of a thing go at most into one request, answer or turn, and differ."""
    pairs = [
        (x, y)
        for x in one.measures
        for y in other.measures
        if x.quantity.bound == y.quantity.bound == "<=" and x.quantity.unit == y.quantity.unit and _is_one_thing(x, y)
    ]
    scopes = [(a, b) for a in _scopes(one.text) for b in _scopes(other.text)]
    is_same = any(a == b or a in synonyms(b) or a in _ANY_TIME or b in _ANY_TIME for a, b in scopes)
    return is_same and any(x.quantity.number != y.quantity.number for x, y in pairs)


def _is_one_thing(one: Measure, other: Measure) -> bool:
    return bool(one.kinds & other.kinds) or (bool(one.quantity.unit) and not one.kinds and not other.kinds)


def _scopes(text: str) -> set[str]:
    return {stem(word) for found in _SCOPE.finditer(text) for word in found.groupdict().values() if word}


# -- parts and their whole ---------------------------------------------------------------------------------

_DIVIDES = re.compile(
    r"\b(?:divi[ds]\w+|split\w*|shares?|parts?|portions?|mix(?:ture|es)?|breakdown|composition|proportions?|"
    r"(?:made up|consists?|composed) of|the (?:rest|remainder)|remaining)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"(?<![\d.])(?P<first>\d{1,3}(?:\.\d{1,2})?) ?(?:%|percent\b)(?P<others>[^.;%]{1,160}"
    r"(?:(?<=\d) ?%[^.;%]{0,120}){0,8}"
    r")",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:^|,| and | or | & )\s*(?:and |"
    r"the )?(?:[a-z-]{2,20} ){0,5}(\d{1,3}(?:\.\d{1,2})?)(?![\d.,]*\d)(?!\s?[a-z]{3,}s\b)"
)
_WHOLE, _SLACK = 100.0, 1.0
_LEAST_PARTS = 3
_PER_GROUP = re.compile(
    r"(?P<each>\d[\d,]{0,12}(?:\.\d{1,3})?)(?: [a-z]+){0,2} (?:an?|per|each|every|for each|for every|in each|"
    r"in every) (?P<group>[a-z]{3,20})\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?P<count>[2-9]|1\d) (?P<thing>[a-z]{3,20}s)(?: are [a-z]+)?(?:: | ?\(| - )(?P<items>[^.:;()]{3,300})",
    re.IGNORECASE,
)


def _does_not_add_up(sentence: str, statement: Statement) -> str | None:
    flat = in_figures(sentence)
    return (
        _shares_exceed(flat, statement.text)
        or _product_differs(flat)
        or _list_differs(flat)
        or _fold_differs(flat)
        or _average_differs(flat)
        or _sum_differs(flat)
        or _rest_differs(flat)
    )


def _shares_exceed(flat: str, around: str) -> str | None:
    """Three parts or more of one whole, of which the first is a percentage, with a sum other than 100."""
    first = _SHARES.search(flat)
    if first is None or not _DIVIDES.search(around):
        return None
    others = [float(number) for number in _ITEM.findall(first["others"].replace("%", ""))]
    total = float(first["first"]) + sum(others)
    if len(others) + 1 < _LEAST_PARTS or total <= _WHOLE + _SLACK:
        return None
    return f"the parts make {total:g} per cent"


def _product_differs(flat: str) -> str | None:
    """So many things in so many groups, and so many a group: the one is not the product of the others."""
    for per in _PER_GROUP.finditer(flat):
        group = stem(per["group"])
        told = Told.of(flat[: per.start()], ()).measures
        groups = [m for m in told if group in {stem(k) for k in m.kinds} or group in m.kinds]
        wholes = [m for m in told if m not in groups and not m.quantity.unit]
        each = Decimal(per["each"].replace(",", ""))
        for number in groups[:1]:
            results = [whole.quantity.number / number.quantity.number for whole in wholes if number.quantity.number]
            if len(results) == 1 and not Decimal("0.9") <= results[0] / each <= Decimal("1.1"):
                return f"divided, it makes {float(results[0]):.4g} for each {per['group']}"
    return None


_FOLD = re.compile(
    r"(?P<ratio>\d{1,5}(?:\.\d{1,2})?)(?:[ -]fold|-times|(?: ?times|x) "
    r"(?:smaller|less|fewer|faster|larger|more|shorter|longer))",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\b(?:to|from|instead of|against|down to|becomes?|before|after|into)\b", re.IGNORECASE)
_MOST_OFF = 1.2


def _fold_differs(flat: str) -> str | None:
    """Two sizes of one thing, before and after, and a ratio that they do not make."""
    fold = _FOLD.search(flat)
    if fold is None or not _FROM_TO.search(flat):
        return None
    sizes = [f for f in figures_in(flat) if f.unit and f.unit not in RATIOS and not (f.start <= fold.start() < f.end)]
    if len(sizes) != 2 or sizes[0].low <= 0 or sizes[1].low <= 0 or not _is_same_dimension(*sizes):
        return None
    small, large = sorted(_in_least(size) for size in sizes)
    made, said = large / small, float(fold["ratio"])
    return None if made / _MOST_OFF <= said <= made * _MOST_OFF else f"the two sizes make {made:.3g} times"


_LEAST = {
    "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0,
    "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30, "tib": 2.0**40,
}  # fmt: skip


def _in_least(figure: Figure) -> float:
    return figure.low * _LEAST.get(figure.unit, 1.0)


def _is_same_dimension(one: Figure, other: Figure) -> bool:
    if one.unit == other.unit:
        return True
    is_time = [figure.unit in DURATIONS for figure in (one, other)]
    return one.unit in _LEAST and other.unit in _LEAST and is_time[0] == is_time[1]


_AVERAGE = re.compile(
    r"\b(?:on average|an average of|averages?|each of about|or about|that is)\b(?P<rest>[^.;]*)", re.IGNORECASE
)
_FOR_EACH = re.compile(r"\b(?:for each|per|a|each|every) (?P<thing>[a-z]{3,20})\b", re.IGNORECASE)


def _average_differs(flat: str) -> str | None:
    """So much time of so many, and an average for each of them that is not the one by the other."""
    average = _AVERAGE.search(flat)
    thing = _FOR_EACH.search(average["rest"]) if average else None
    if average is None or thing is None:
        return None
    whole = next((f for f in figures_in(flat[: average.start()]) if f.unit in _LEAST), None)
    each = next((f for f in figures_in(average["rest"]) if f.unit in _LEAST), None)
    count = re.search(rf"(\d[\d,]*) (?:[a-z]+ )?{re.escape(thing['thing'])}s\b", flat[: average.start()])
    if whole is None or each is None or count is None or not _is_same_dimension(whole, each):
        return None
    made = _in_least(whole) / float(count[1].replace(",", ""))
    said = _in_least(each)
    return (
        None
        if made / _MOST_OFF <= said <= made * _MOST_OFF
        else f"divided, it makes {made / _LEAST[each.unit]:.3g} {each.unit}s"
    )


_TOGETHER = re.compile(
    r"\b(?P<count>\d{1,4}) (?:of (?:them|these)|[a-z]+) (?:together|in all|altogether|at once)\b(?P<rest>[^.;]{0,60})",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?:below|under|less than|within|at most|no more than|up to)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\b(?:each|every|per|a single|one)\b", re.IGNORECASE)


def _sum_differs(flat: str) -> str | None:
    """So much for each, and so many together, that are more than the bound that is said."""
    together = _TOGETHER.search(flat)
    if together is None or not _OF_ONE.search(flat[: together.start()]):
        return None
    each = next((f for f in figures_in(flat[: together.start()]) if f.unit in _LEAST), None)
    bound = next((f for f in figures_in(together["rest"]) if f.unit in _LEAST), None)
    if each is None or bound is None or not _is_same_dimension(each, bound):
        return None
    made = int(together["count"]) * _in_least(each)
    is_over = made > _in_least(bound) * _MOST_OFF and _BELOW.search(together["rest"])
    return f"together they make {made / _LEAST[bound.unit]:.3g} {bound.unit.upper()}" if is_over else None


_REST = re.compile(
    r"\bof (?:the|its|all|these) (?P<whole>\d[\d,]*)\b(?P<parts>[^.;]*?)"
    r"\bthe (?:remaining|other|rest,?) (?P<rest>\d[\d,]*)\b",
    re.IGNORECASE,
)


def _rest_differs(flat: str) -> str | None:
    """Of so many, so many and so many, and the rest: another number than is left."""
    found = _REST.search(flat)
    if found is None:
        return None
    whole, rest = (int(found[name].replace(",", "")) for name in ("whole", "rest"))
    parts = [int(number.replace(",", "")) for number in re.findall(r"(?<![\w.])\d[\d,]*(?![\w.%]|,\d)", found["parts"])]
    left = whole - sum(parts)
    return None if not parts or left == rest else f"{left} are left"


def _list_differs(flat: str) -> str | None:
    """A number of things, and behind a colon or in brackets another number of them."""
    for found in _LISTED.finditer(flat):
        items = [item for item in re.split(r",\s*(?:and |or )?| and | or ", found["items"]) if item.strip()]
        is_list = len(items) > 1 and all(len(item.split()) <= _LONGEST_ITEM for item in items)
        if is_list and len(items) > int(found["count"]):
            return f"{len(items)} {found['thing']} are listed, not {found['count']}"
    return None


_LONGEST_ITEM = 4
