"""Can two sentences about one thing both be true? Numbers of one property, things denied and claimed, opposites.

The rules read words, not meaning, and say "no" only where the two sentences speak of the same: whatever is named on one
side alone (a variant, a plan, a platform, a purpose) may be why they differ, and then they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import product

from decompose.domain.evidence import folded
from decompose.domain.quantities import Quantity, figures, in_figures

# -- words -------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# fmt: off
# Words that tell nothing apart: those of the language, and what any sentence about an artifact may say.
_NEUTRAL = frozenset({
    "a", "about", "above", "across", "all", "allow", "allows", "almost", "also", "an", "and", "any",
    "approximately", "are", "around", "as", "at", "available", "be", "been", "below", "between", "by", "can",
    "come", "comes", "cost", "costs", "could", "do", "does", "each", "ever", "every", "exactly", "feature",
    "features", "for", "from", "full", "fully", "get", "gets", "give", "gives", "had", "has", "have", "having",
    "high", "higher", "hold", "holds", "if", "in", "included", "includes", "including", "into", "is", "it",
    "its", "itself", "later", "least", "less", "lets", "library", "like", "makes", "many", "may", "model",
    "more", "most", "must", "need", "needed", "needs", "newer", "no", "not", "of", "offer", "offers", "on",
    "one", "only", "or", "over", "own", "package", "per", "plus", "project", "provide", "provides", "require",
    "required", "requires", "roughly", "run", "running", "runs", "server", "should", "size", "some", "such",
    "support", "supported", "supports", "system", "than", "that", "the", "their", "them", "there", "these",
    "they", "this", "those", "to", "tool", "total", "under", "up", "use", "used", "user", "users", "uses",
    "using", "via", "was", "well", "were", "when", "where", "which", "will", "with", "work", "works", "you",
    "your",
})
# Words that set one case apart from another wherever they stand on one side alone.
_TELLS_APART = frozenset({
    "activated", "active", "actual", "additional", "after", "annual", "annually", "another", "audio", "average",
    "base", "basic", "batch", "before", "beginning", "build", "business", "chat", "client", "cloud",
    "commercial", "community", "compressed", "cpu", "daily", "decoder", "default", "desktop", "developer",
    "development", "download", "earlier", "early", "edition", "embedding", "encoder", "enterprise",
    "experimental", "extended", "extra", "family", "fast", "first", "former", "formerly", "free", "full",
    "future", "global", "gpu", "guest", "hosted", "image", "individual", "inference", "initial", "initially",
    "input", "installed", "instruct", "internal", "large", "larger", "largest", "last", "legacy", "light",
    "lite", "local", "long", "max", "maximum", "mean", "median", "medium", "min", "mini", "minimal", "minimum",
    "mobile", "monthly", "multi", "multilingual", "multiple", "nano", "new", "next", "nightly", "non",
    "official", "old", "older", "optional", "original", "originally", "other", "output", "paid", "peak",
    "personal", "plan", "planned", "planning", "plugin", "premium", "preview", "previous", "previously", "pro",
    "production", "quantised", "quantized", "read", "recommended", "remote", "sample", "second", "secondary",
    "self", "short", "single", "small", "smaller", "smallest", "some", "standard", "starter", "still",
    "student", "subset", "successor", "team", "teams", "test", "testing", "text", "third", "tier", "tiny",
    "train", "training", "trial", "until", "upload", "validation", "variant", "vector", "video", "vision",
    "weekly", "without", "write", "yearly",
})
# fmt: on
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_KNOWN_NAMES, _KNOWN_STATEMENTS = 4_096, 1_024
_SHORTEST_STEM = 3
_CAPITAL = re.compile(r"(?<![\w.-])[A-Z][\w+#.-]*\w|(?<![\w.-])[A-Z]\b|\b[a-z]+[A-Z]\w*")
_WITH_DIGIT = re.compile(r"\b(?=[\w.-]{0,20}\d)(?=[\w.-]{0,20}[A-Za-z])[A-Za-z0-9][\w.-]*\w")
_NUMBERING = r"\b(?:version|release|stage|step|level|phase|part|tier|chapter|round|epoch|it v|it|v)[ -]?"
_NUMBERED = re.compile(rf"{_NUMBERING}(\d[\d.]*)", re.IGNORECASE)
_PART_OF_NAME = re.compile(rf"{_NUMBERING}$", re.IGNORECASE)
# What a list says of each of its items: "en: 305 GB".
_LABEL = re.compile(r"^\W{0,3}([\w./-]{1,40}): ")
_COMMON_CAPITALS = frozenset("ai api apis cli i id llm llms ml ok sdk ui url".split())
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+)['\"(\[]*$")
_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")


def stem(word: str) -> str:
    """A word in lower case without its ending; short words stay whole."""
    low = word.casefold().removesuffix("'s")
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST_STEM and not low.endswith("ss"):
            return low.removesuffix(ending)
    return low


_NEUTRAL_STEMS = frozenset(stem(word) for word in _NEUTRAL) | _NEUTRAL
_APART_STEMS = frozenset(stem(word) for word in _TELLS_APART) | _TELLS_APART


def telling(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(
        stem(word)
        for word in _WORD.findall(text)
        if len(word) > 1 and word.casefold() not in _NEUTRAL and stem(word) not in _NEUTRAL_STEMS
    )


def marks(text: str) -> frozenset[str]:
    """What sets a case apart: names, identifiers, numbered stages, and words such as "free" or "training"."""
    words = {
        stem(word) for word in _WORD.findall(text) if word.casefold() in _TELLS_APART or stem(word) in _APART_STEMS
    }
    names = (found for found in _CAPITAL.finditer(text) if not _begins_sentence(text, found))
    named = {found[0].casefold().rstrip("s.") for found in names} - _COMMON_CAPITALS
    with_digits = {found.casefold() for found in _WITH_DIGIT.findall(text)}
    label = _LABEL.match(text)
    named |= {label[1].casefold()} if label else set()
    return frozenset(words | named | with_digits | {f"#{number}" for number in _NUMBERED.findall(text)})


def _begins_sentence(text: str, found: re.Match[str]) -> bool:
    """One capital at the beginning of a sentence names nothing."""
    is_plain = sum(character.isupper() for character in found[0]) == 1 and found[0][0].isupper()
    return is_plain and bool(_SENTENCE_START.search(text[: found.start()]))


def spelt_freely(name: str) -> re.Pattern[str]:
    """A name whole, whatever stands between its pieces."""
    return _spelt_freely(tuple(_PIECE.findall(name.lower() if name.isascii() else name)))


@lru_cache(_KNOWN_NAMES)
def _spelt_freely(pieces: tuple[str, ...]) -> re.Pattern[str]:
    """Kept, since compiling takes longer than looking: a name and its slug have the same pieces."""
    spelling = r"[-\s_/.:+]{0,2}".join(map(re.escape, pieces)) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z0-9]){spelling}(?:'s)?(?![A-Za-z0-9])(?![.,-]\w)", re.IGNORECASE)


# -- sentences ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its artifact's own names taken out, taken apart once for all that it is held against.

    `about` are its telling stems, `marks` see `marks`; `denies` and `says` are what it denies and says of things,
    `states` the words of `_PAIRS` in it.
    """

    words: str
    about: frozenset[str]
    marks: frozenset[str]
    measures: tuple[Measure, ...]
    denies: tuple[_Said, ...]
    says: tuple[_Said, ...]
    states: tuple[_State, ...]
    denials: int

    @classmethod
    def of(cls, text: str, names: Iterable[str], *, beside: str = "") -> Statement:
        """A sentence about what has these names; `beside` holds the headings that it stands under."""
        return _statement(text, tuple(names), beside)


@lru_cache(_KNOWN_STATEMENTS)
def _statement(text: str, names: tuple[str, ...], beside: str) -> Statement:
    """Kept: a sentence is held against those of its document, and soon after against all of its artifact."""
    words = folded(text)
    for name in sorted(names, key=len, reverse=True):
        words = spelt_freely(folded(name)).sub("it", words)
    flat = in_figures(words)
    measures = tuple(_measures(flat))
    bare = _without_measures(flat, measures)
    apart = marks(bare) | _headed(beside)
    is_whole = not _LIMITED.search(flat)
    return Statement(
        words=flat,
        about=telling(bare),
        marks=apart,
        measures=measures,
        denies=tuple(_things(flat, _DENIES)) if is_whole else (),
        says=tuple(_things(flat, _SAYS)) if is_whole else (),
        states=() if _BOTH.search(flat) else tuple(_states(flat)),
        denials=len(_DENIAL.findall(flat)),
    )


def _headed(beside: str) -> frozenset[str]:
    """What headings set apart; the capitals of a title name nothing."""
    words = marks(beside.casefold())
    return words - {stem(word) for word in ("build", "test", "install", "development", "training")}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with what it counts: `kinds` are the stems of the words behind it; [low, high] is what it allows."""

    quantity: Quantity
    low: Decimal
    high: Decimal
    kinds: frozenset[str]
    near: frozenset[str]
    start: int
    end: int


# Units of one dimension, in its smallest.
_IN_BASE = {
    unit: (dimension, Decimal(size))
    for dimension, units in {
        "byte": {"byte": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15}
        | {"kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40},
        "ms": {"ms": 1, "s": 10**3, "min": 60 * 10**3, "hour": 3600 * 10**3, "day": 24 * 3600 * 10**3},
    }.items()
    for unit, size in units.items()
}
# A sentence with more of them is a table in one line, and measures many things.
_MOST_NUMBERS = 20
_INFINITE = Decimal("Infinity")
_KIND = re.compile(r"^[ -]?((?:[^\W\d_][\w'-]*[ ]?){1,3})")
_KIND_ENDS = frozenset(
    "of in for with and or per at on to from by as is are than that which while but if when via using between".split()
)
_CLAUSE = re.compile(r"[,;:()]\s|\s-\s|\s(?:and|but|while|whereas|although|of which|against|versus|vs|compared)\s")
_RANGE_BETWEEN = re.compile(r"^\s*-\s*$")
_BETWEEN = re.compile(r"\bbetween\s*$", re.IGNORECASE)


def _measures(flat: str) -> Iterator[Measure]:
    """The numbers of a sentence; the two of a range are one measure."""
    placed: list[tuple[Quantity, int, int]] = []
    at = 0
    for written in figures(flat).quantities:
        quantity = _in_base(written)
        start = flat.find(quantity.words, at)
        if start >= 0:
            at = start + len(quantity.words)
            placed.append((quantity, start, at))
    if len(placed) > _MOST_NUMBERS:
        return
    while placed:
        quantity, start, end = placed.pop(0)
        if not quantity.unit and _PART_OF_NAME.search(flat[:start]):
            continue
        low, high = _allowed(quantity)
        if placed and _is_range(flat, start, end, placed[0][1]):
            first = quantity.number
            quantity, _, end = placed.pop(0)
            low, high = sorted((first, quantity.number))
        yield Measure(quantity, low, high, _kinds(flat[end:]), telling(_clause_around(flat, start, end)), start, end)


def _in_base(quantity: Quantity) -> Quantity:
    """The quantity in the smallest unit of its dimension, so that 1 GB and 1,000 MB are one."""
    dimension, size = _IN_BASE.get(quantity.unit, (quantity.unit, Decimal(1)))
    if dimension == quantity.unit:
        return quantity
    number = quantity.number * size
    return replace(quantity, unit=dimension, number=number, spelling=str(number.normalize()))


def _is_range(flat: str, start: int, end: int, following: int) -> bool:
    gap = flat[end:following]
    return bool(_RANGE_BETWEEN.match(gap)) or (gap.strip() == "and" and bool(_BETWEEN.search(flat[:start])))


def _allowed(quantity: Quantity) -> tuple[Decimal, Decimal]:
    if quantity.bound in {">", ">=", "+"}:
        return quantity.number, _INFINITE
    if quantity.bound in {"<", "<="}:
        return -_INFINITE, quantity.number
    return quantity.number, quantity.number


def _kinds(behind: str) -> frozenset[str]:
    run = _KIND.match(behind)
    words: list[str] = []
    for word in run[1].split() if run else []:
        if word.casefold() in _KIND_ENDS:
            break
        words.append(word)
    return frozenset(stem(word) for word in words)


def _clause_around(flat: str, start: int, end: int) -> str:
    before = max((found.end() for found in _CLAUSE.finditer(flat, 0, start)), default=0)
    after = _CLAUSE.search(flat, end)
    return flat[before : after.start() if after else len(flat)]


def _without_measures(flat: str, measures: tuple[Measure, ...]) -> str:
    """The sentence without what its numbers say; a number that is part of a name stays."""
    for measure in reversed(measures):
        flat = f"{flat[: measure.start]} {flat[measure.end :]}"
    return flat


def _apart(one: Statement, other: Statement) -> frozenset[str]:
    """The marks of one side alone; a word that begins the other sentence is there, whatever its capital means."""
    mine = {mark for mark in one.marks - other.marks if stem(mark) not in other.about}
    return frozenset(mine | {mark for mark in other.marks - one.marks if stem(mark) not in one.about})


# -- do two sentences contradict? --------------------------------------------------------------------------


def contradiction(one: Statement, other: Statement) -> str | None:
    """Why both sentences cannot be true, in words for an editor; None where they can."""
    return (
        _numbers_differ(one, other)
        or _denied_and_said(one, other)
        or _opposites(one, other)
        or _one_is_denied(one, other)
    )


# -- numbers -----------------------------------------------------------------------------------------------

_ADDS_UP = re.compile(r"\b(?:support|compatib|work|run|test|includ|exampl|such as|one of|among)", re.IGNORECASE)
_MINIMUM = re.compile(r"\b(?:requir\w*|needs?|needed|minimum|must|at least)\b", re.IGNORECASE)
_ROUNDED = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|over|more than|up to)\b|[~≈+]", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:if|unless|when|whenever|except|otherwise|until|depending|depends|varies|e\.g)\b", re.IGNORECASE
)
_CLOSE, _LARGE, _NEAR_LARGE = Decimal("0.1"), Decimal(10) ** 6, Decimal("0.06")
_BINARY = tuple(Decimal(1024) ** power / Decimal(1000) ** power for power in (1, 2, 3, 4))
_FEWEST_SHARED, _MOST_EXTRA = 2, 2


def _numbers_differ(one: Statement, other: Statement) -> str | None:
    if _apart(one, other) or _CONDITION.search(one.words) or _CONDITION.search(other.words):
        return None
    for mine, its in product(one.measures, other.measures):
        if not _measures_one_thing(one, mine, other, its) or not _differ(one, mine, other, its):
            continue
        agreeing = any(_agree(mine, measure) for measure in other.measures)
        agreeing = agreeing or any(_agree(its, measure) for measure in one.measures)
        if not agreeing:
            return f"it says {mine.quantity.words} where the other says {its.quantity.words}"
    return None


def _agree(mine: Measure, its: Measure) -> bool:
    return mine.quantity.number == its.quantity.number and {mine.quantity.unit, its.quantity.unit} != {"%", "x"}


def _measures_one_thing(one: Statement, mine: Measure, other: Statement, its: Measure) -> bool:
    """Same unit or counted thing, and about the same: nothing but neutral words on both sides alone."""
    if mine.quantity.unit != its.quantity.unit or (mine.quantity.per and its.quantity.per != mine.quantity.per):
        return False
    kinds = mine.kinds & its.kinds
    if (mine.kinds or its.kinds) and not mine.quantity.unit and not kinds:
        return False
    if mine.near and its.near and not mine.near & its.near:
        return False
    return _about_the_same(one, mine, other, its, weight=bool(mine.quantity.unit))


def _about_the_same(one: Statement, mine: Measure, other: Statement, its: Measure, *, weight: bool) -> bool:
    about, others = (
        one.about - mine.kinds | (mine.kinds & its.kinds),
        other.about - its.kinds | (mine.kinds & its.kinds),
    )
    shared = len(about & others) + weight
    extra = len(about - others), len(others - about)
    if extra == (0, 0):
        return bool(shared)
    if min(extra) == 0:
        return shared >= _FEWEST_SHARED and max(extra) <= _MOST_EXTRA
    return shared > _FEWEST_SHARED and sum(extra) <= _MOST_EXTRA


def _differ(one: Statement, mine: Measure, other: Statement, its: Measure) -> bool:
    is_version = not mine.quantity.unit and not (mine.kinds & its.kinds)
    is_minimum = _is_minimum(one, mine) and _is_minimum(other, its)
    # "More than 50" and "more than 90" may both be true; what is required, or allowed at most, is one number.
    if is_minimum or {mine.quantity.bound, its.quantity.bound} == {"<="}:
        return not _close(mine.quantity, its.quantity, is_rounded=False)
    if is_version and _ADDS_UP.search(one.words) and not is_minimum:
        return False
    if mine.low <= its.high and its.low <= mine.high:
        return is_version and mine.quantity.spelling != its.quantity.spelling and not _are_bounds(mine, its)
    is_rounded = bool(_ROUNDED.search(one.words) or _ROUNDED.search(other.words))
    return not _close(mine.quantity, its.quantity, is_rounded=is_rounded)


def _is_minimum(statement: Statement, measure: Measure) -> bool:
    return bool(_MINIMUM.search(statement.words)) and measure.quantity.bound in {"+", ">", ">="}


def _are_bounds(mine: Measure, its: Measure) -> bool:
    return bool(mine.quantity.bound or its.quantity.bound)


def _close(mine: Quantity, its: Quantity, *, is_rounded: bool) -> bool:
    """One is the other, rounded, or counted in powers of 1024."""
    small, large = sorted((abs(mine.number), abs(its.number)))
    if small == 0:
        return large == 0
    if (mine.number < 0) != (its.number < 0):
        return False
    ratio = large / small
    if any(abs(ratio - binary) < Decimal("0.002") for binary in _BINARY) and not mine.unit.startswith("%"):
        return True
    if is_rounded and ratio - 1 <= _CLOSE:
        return True
    if large >= _LARGE and ratio - 1 <= _NEAR_LARGE:
        return True
    return ratio - 1 <= _CLOSE and (_rounds_to(mine.number, its.number) or _rounds_to(its.number, mine.number))


def _rounds_to(exact: Decimal, coarse: Decimal) -> bool:
    exponent = coarse.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    finest = exact.normalize().as_tuple().exponent
    is_finer = isinstance(finest, int) and isinstance(exponent, int) and finest < exponent
    return is_finer and (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step == coarse


# -- what one denies and the other says --------------------------------------------------------------------

_THING = (
    r"(?:(?:any|an?|the|its|own|extra|separate|additional|external)\s+){0,2}(?P<thing>[\w+#./-]+(?:\s[\w+#./-]+){0,3})"
)
_NEEDS = r"require|requires|required|need|needs|depend on|depends on"
_VERBS_OF_DOING = (
    "support accept have include offer provide handle read use store send collect generate produce contain understand"
    " take process stream encrypt cache log need"
)
_HAS = "|".join(f"{verb}s?" for verb in _VERBS_OF_DOING.split()) + "|has|processes|caches"
_NOT = r"(?:does not|do not|doesn't|don't|cannot|can't|can not|never|is not able to|will not)"
_DENIES = (
    ("need", re.compile(rf"\b{_NOT}\s+(?P<verb>{_NEEDS})\s+{_THING}", re.IGNORECASE)),
    ("need", re.compile(rf"\b(?P<verb>requires?|needs?)\s+no\s+{_THING}", re.IGNORECASE)),
    ("need", re.compile(rf"\bno\s+{_THING}\s+(?:is|are)\s+(?P<verb>required|needed|necessary)\b", re.IGNORECASE)),
    ("with", re.compile(rf"\bwithout\s+(?P<verb>)(?:using\s+|needing\s+|requiring\s+)?{_THING}", re.IGNORECASE)),
    ("with", re.compile(rf"\b(?P<verb>instead of|rather than)\s+(?:using\s+)?{_THING}", re.IGNORECASE)),
    ("do", re.compile(rf"\b{_NOT}\s+(?P<verb>{_HAS})\s+{_THING}", re.IGNORECASE)),
    (
        "do",
        re.compile(rf"\b(?P<verb>has|have|uses?|offers?|supports?|includes?|stores?)\s+no\s+{_THING}", re.IGNORECASE),
    ),
    ("do", re.compile(rf"\b(?P<verb>lacks?)\s+(?:support for\s+)?{_THING}", re.IGNORECASE)),
    ("do", re.compile(rf"^no\s+(?P<verb>){_THING}$", re.IGNORECASE)),
    (
        "do",
        re.compile(
            rf"^{_THING}\s+(?:is|are)\s+not\s+(?:yet\s+)?(?P<verb>supported|available|included)\b", re.IGNORECASE
        ),
    ),
)
_SAYS = (
    ("need", re.compile(rf"\b(?P<verb>{_NEEDS}|requiring)\s+{_THING}", re.IGNORECASE)),
    ("need", re.compile(rf"^{_THING}\s+(?:is|are)\s+(?P<verb>required|needed|necessary|mandatory)\b", re.IGNORECASE)),
    ("with", re.compile(rf"\b(?P<verb>with|using|through|on top of|built on|based on)\s+{_THING}", re.IGNORECASE)),
    ("do", re.compile(rf"\b(?P<verb>{_HAS}|storing|supporting)\s+{_THING}", re.IGNORECASE)),
    ("do", re.compile(rf"^{_THING}\s+(?:is|are)\s+(?P<verb>supported|available|included)\b", re.IGNORECASE)),
)
# Verbs that say the same of a thing; what is in no row says what it says.
_SAME_VERB = (
    frozenset("support supports accept accepts handle handles read reads understand understands take takes".split())
    | frozenset("process processes supported available included include includes offer offers provide".split())
    | frozenset("provides have has lack lacks supporting".split()),
    frozenset("use uses with using through on top of built based".split()) | {"on top of", "built on", "based on"},
    frozenset("store stores storing".split()),
    frozenset("generate generates produce produces".split()),
)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|never|cannot|no|nor|n't|unless|without|impossible|fails?|unable|un\w+)\b", re.IGNORECASE
)
_LIMITED = re.compile(
    r"\b(?:only|if|unless|when|whenever|except|until|yet|optional\w*|by default|may|might|can be|either|both|some"
    r"|unlike|previous\w*|earlier|older|formerly|originally|longer|always|necessar\w+|just|merely|hardly|planned|future"
    r"|soon|where|alternatively|experimental)\b",
    re.IGNORECASE,
)
_ENDS_THING = frozenset(
    "of in for with and or per at on to from by as is are than that which while but if when via using into over under"
    " because so since where before after during through against between within without".split()
)
_PURPOSE = re.compile(
    r"^\s*(?:for|to|in|on|from|during|as|of|into|inside|before|after|at|under|between|within)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Said:
    """That something is needed, used or done: the thing, of whom (`subject`), and for what (`rest`)."""

    sort: str
    verb: str
    thing: frozenset[str]
    spelling: str
    subject: frozenset[str]
    rest: frozenset[str]
    marks: frozenset[str]


def _denied_and_said(one: Statement, other: Statement) -> str | None:
    for no, yes in ((one, other), (other, one)):
        for denied, said in product(no.denies, yes.says):
            if _is_denial_of(denied, said) and _unmarked(denied, said):
                return f"one denies “{denied.spelling}”, the other says “{said.spelling}”"
    return None


def _things(flat: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[_Said]:
    is_denial = patterns is _DENIES
    for sort, pattern in patterns:
        for found in pattern.finditer(flat.rstrip(".!")):
            before = flat[: found.start()]
            clause = _CLAUSE.split(before)[-1]
            if _DENIED_BEFORE.search(clause) or (not is_denial and found["thing"].casefold().startswith("no ")):
                continue
            words = _head(found["thing"])
            thing = telling(" ".join(words))
            if thing:
                behind = flat[found.start("thing") + len(" ".join(words)) :]
                rest = telling(behind) if _PURPOSE.match(behind) else frozenset()
                apart = marks(flat[: len(flat) - len(behind)] + _CLAUSE.split(behind)[0])
                verb = found["verb"].casefold()
                yield _Said(sort, verb, thing, " ".join(words), telling(_subject(before, sort)), rest, apart)


def _head(thing: str) -> list[str]:
    words: list[str] = []
    for word in thing.split():
        if word.casefold() in _ENDS_THING or word.casefold() in {"not", "no"}:
            break
        words.append(word.rstrip(".,;:"))
        if word[-1] in ".,;:":
            break
    return words


def _subject(before: str, sort: str) -> str:
    """Who it is said of: what stands before the verb; "without" is said of all that stands before it."""
    return before if sort == "with" else _CLAUSE.split(before)[-1]


def _is_denial_of(denied: _Said, said: _Said) -> bool:
    """The denied thing, or a narrower one, is said of the same subject for nothing else."""
    if not denied.thing <= said.thing or not _same_act(denied, said):
        return False
    if denied.subject != said.subject:
        return False
    return denied.rest == said.rest or not (denied.rest or said.rest)


def _same_act(denied: _Said, said: _Said) -> bool:
    if denied.sort != said.sort:
        # What works without a thing does not need it; what has no need of it may still use it.
        return {denied.sort, said.sort} == {"with", "need"} and denied.sort == "with"
    if denied.sort != "do" or denied.verb == "":
        return True
    return stem(denied.verb) == stem(said.verb) or any(denied.verb in row and said.verb in row for row in _SAME_VERB)


def _unmarked(denied: _Said, said: _Said) -> bool:
    """Nothing but the thing itself is marked on one side alone."""
    things = denied.thing | said.thing
    return not {mark for mark in denied.marks ^ said.marks if stem(mark) not in things and mark != "without"}


# -- opposites ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two words for states that exclude each other. `is_of_the_whole`: said of the artifact, it holds for all of it."""

    one: re.Pattern[str]
    other: re.Pattern[str]
    is_of_the_whole: bool = False


def _pair(one: str, other: str, *, whole: bool = False) -> _Pair:
    return _Pair(
        re.compile(rf"\b(?:{one})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{other})\b", re.IGNORECASE),
        is_of_the_whole=whole,
    )


_NET = r"(?:an? )?(?:active |working |permanent )?(?:internet|network|online)(?: connection| access)?"
_PAIRS = (
    _pair(r"frozen|kept fixed|fixed|not updated", r"(?:re)?trained|fine-?tuned|updated|learned|trainable|unfrozen"),
    _pair(
        rf"offline|without {_NET}|air-gapped|no (?:internet|network)(?: connection| access)?",
        rf"(?:requires?|needs?|depends on) {_NET}|online[- ]only|{_NET} (?:is )?(?:required|needed)",
        whole=True,
    ),
    _pair(r"open[- ]source|open[- ]sourced", r"proprietary|closed[- ]source", whole=True),
    _pair(r"stateless", r"stateful|keeps state between \w+", whole=True),
    _pair(r"synchronous(?:ly)?", r"asynchronous(?:ly)?"),
    _pair(r"single-threaded", r"multi-?threaded", whole=True),
    _pair(r"(?<!not )thread-safe", r"not thread-safe|thread-unsafe"),
    _pair(r"deterministic(?:ally)?", r"non-?deterministic(?:ally)?|random(?:ly|ised|ized)?"),
    _pair(r"immutable", r"mutable"),
    _pair(r"unencrypted|in plain text|as plain text", r"encrypted"),
    _pair(r"(?:en|switched |turned )(?:abled|on)|on by default", r"disabled|(?:switched|turned) off|off by default"),
    _pair(r"case-insensitive(?:ly)?|case insensitive", r"(?<!not )case-sensitive(?:ly)?|(?<!not )case sensitive"),
    _pair(r"lossless(?:ly)?", r"lossy"),
    _pair(r"gated", r"ungated|open to everyone|freely downloadable", whole=True),
    _pair(r"read-only", r"read-write|read and write|writable|writes to"),
    _pair(r"self-hosted only|only self-hosted", r"cloud[- ]only|only (?:as|in) (?:a|the) cloud\w*", whole=True),
    _pair(r"free (?:of charge|to use)|(?:complete|entire)ly free", r"paid[- ]only|no free (?:plan|tier)", whole=True),
    _pair(r"monolingual|English[- ]only|only English", r"multilingual", whole=True),
    _pair(r"commercial use is (?:allowed|permitted)|allows? commercial use|permits? commercial use",
          r"(?:forbids?|prohibits?) commercial use|commercial use is (?:forbidden|prohibited|not allowed)"
          r"|non-?commercial (?:use )?only|does not (?:allow|permit) commercial use", whole=True),
    _pair(r"mandatory|required|must be (?:set|given)", r"optional"),
    _pair(r"unsupported|not supported", r"(?<!not )(?<!un)supported"),
    _pair(
        r"deprecated|unmaintained|no longer maintained|not maintained",
        r"actively (?:maintained|developed)",
        whole=True,
    ),
    _pair(r"unlimited", r"limited to"),
    _pair(r"persistent(?:ly)?|persists?|on disk|to disk", r"in memory only|only in memory|not persisted"),
    _pair(r"locally", r"(?:only )?(?:in the cloud|on (?:our|its|remote) servers)"),
    _pair(r"batched|in batches", r"one (?:by one|at a time)"),
    _pair(r"statically typed", r"dynamically typed", whole=True),
    _pair(r"eager(?:ly)?", r"lazy|lazily"),
    _pair(r"blocking", r"non-?blocking"),
    _pair(r"ordered|in order", r"unordered|in any order|not ordered|out of order"),
    _pair(r"unsupervised", r"(?<!un)(?<!self-)supervised"),
)  # fmt: skip
_BOTH = re.compile(
    r"\b(?:both|either|or|optionally|also|switch\w*|if|unless|when|except|previous\w*|formerly|but)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _State:
    """A word of a pair in a sentence: which pair and which side of it, and what the rest of the sentence says."""

    pair: int
    is_first: bool
    words: str
    subject: frozenset[str]
    about: frozenset[str]
    marks: frozenset[str]


def _states(flat: str) -> Iterator[_State]:
    for number, pair in enumerate(_PAIRS):
        found = [(side, side is pair.one, side.search(flat)) for side in (pair.one, pair.other)]
        if sum(bool(match) for _, _, match in found) != 1:
            continue
        for side, is_first, match in found:
            if match and not _is_denied(flat, match):
                rest = side.sub(" ", flat)
                subject = telling(_CLAUSE.split(flat[: match.start()])[-1])
                yield _State(number, is_first, match[0], subject, telling(rest), marks(rest))


def _is_denied(flat: str, found: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:not|never|no|n't|cannot)\s+(?:\w+\s+)?$", flat[: found.start()], re.IGNORECASE))


def _opposites(one: Statement, other: Statement) -> str | None:
    for this, that in product(one.states, other.states):
        if this.pair == that.pair and this.is_first is not that.is_first and _of_the_same(this, that):
            return f"“{this.words}” and “{that.words}” exclude each other"
    return None


def _of_the_same(this: _State, that: _State) -> bool:
    if this.marks != that.marks:
        return False
    if _PAIRS[this.pair].is_of_the_whole and not this.subject and not that.subject:
        return True
    extra = this.about ^ that.about
    is_near = this.subject == that.subject and len(extra) <= _MOST_EXTRA
    return bool(this.about & that.about) and (not extra or is_near)


# -- the same sentence with and without a denial -----------------------------------------------------------

_DENIAL = re.compile(r"\b(?:not|never|cannot|no|without|nor|neither)\b|n't\b", re.IGNORECASE)
_HALF_DENIAL = re.compile(
    r"\b(?:un\w+|in\w+able|only|instead|rather|except|un\w+ed|lacks?|fails?|prevents?|avoids?|disab\w+|if|unless"
    r"|when|may|might|some|yet|both|either|longer)\b|-free\b|\bnot only\b",
    re.IGNORECASE,
)


def _one_is_denied(one: Statement, other: Statement) -> str | None:
    """The same words, denied once: only in a sentence that says nothing else can the denial bear on nothing else."""
    no, yes = (one, other) if one.denials else (other, one)
    is_flipped = (no.denials, yes.denials) == (1, 0) and len(one.about) >= _FEWEST_SHARED
    if not is_flipped or one.about != other.about or _apart(no, yes) - {"without"}:
        return None
    if _HALF_DENIAL.search(one.words) or _HALF_DENIAL.search(other.words):
        return None
    alike = [sorted(measure.quantity.number for measure in statement.measures) for statement in (one, other)]
    return "one denies what the other says" if alike[0] == alike[1] else None
