"""What one sentence denies of a thing, and another says of it; the same sentence with and without a denial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from decompose.domain.any_case import AnyCase
from decompose.domain.contradiction.words import CLAUSE, marks, stem, telling

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
_DENIED_BEFORE = AnyCase(r"\b(?:not|never|cannot|no|nor|n't|unless|without|impossible|fails?|unable|un\w+)\b")
_LIMITED = AnyCase(
    r"\b(?:only|if|unless|when|whenever|except|until|yet|optional\w*|by default|may|might|can be|either|both|some"
    r"|unlike|previous\w*|earlier|older|formerly|originally|longer|always|necessar\w+|just|merely|hardly|planned|future"
    r"|soon|where|alternatively|experimental)\b",
)
_ENDS_THING = frozenset(
    "of in for with and or per at on to from by as is are than that which while but if when via using into over under"
    " because so since where before after during through against between within without".split()
)
_PURPOSE = re.compile(
    r"^\s*(?:for|to|in|on|from|during|as|of|into|inside|before|after|at|under|between|within)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """That something is needed, used or done: the thing, of whom (`subject`), and for what (`rest`)."""

    sort: str
    verb: str
    thing: frozenset[str]
    spelling: str
    subject: frozenset[str]
    rest: frozenset[str]
    marks: frozenset[str]


def things_denied(flat: str) -> tuple[Said, ...]:
    """What a sentence denies of things; none where it says when, or that it is not always so."""
    return () if _LIMITED.search(flat) else tuple(_things(flat, _DENIES))


def things_said(flat: str) -> tuple[Said, ...]:
    """What a sentence says of things; none where it says when, or that it is not always so."""
    return () if _LIMITED.search(flat) else tuple(_things(flat, _SAYS))


def _things(flat: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[Said]:
    is_denial = patterns is _DENIES
    for sort, pattern in patterns:
        for found in pattern.finditer(flat.rstrip(".!")):
            before = flat[: found.start()]
            clause = CLAUSE.split(before)[-1]
            if _DENIED_BEFORE.search(clause) or (not is_denial and found["thing"].casefold().startswith("no ")):
                continue
            words = _head(found["thing"])
            thing = telling(" ".join(words))
            if thing:
                behind = flat[found.start("thing") + len(" ".join(words)) :]
                rest = telling(behind) if _PURPOSE.match(behind) else frozenset()
                apart = marks(flat[: len(flat) - len(behind)] + CLAUSE.split(behind)[0])
                verb = found["verb"].casefold()
                yield Said(sort, verb, thing, " ".join(words), telling(_subject(before, sort)), rest, apart)


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
    return before if sort == "with" else CLAUSE.split(before)[-1]


def denied_and_said(denied_things: Iterable[Said], said_things: Iterable[Said]) -> str | None:
    """Why what one sentence denies cannot stand beside what the other says; None where it can."""
    for denied, said in product(denied_things, said_things):
        if _is_denial_of(denied, said) and _unmarked(denied, said):
            return f"one denies “{denied.spelling}”, the other says “{said.spelling}”"
    return None


def _is_denial_of(denied: Said, said: Said) -> bool:
    """The denied thing, or a narrower one, is said of the same subject for nothing else."""
    if not denied.thing <= said.thing or not _same_act(denied, said):
        return False
    if denied.subject != said.subject:
        return False
    return denied.rest == said.rest or not (denied.rest or said.rest)


def _same_act(denied: Said, said: Said) -> bool:
    if denied.sort != said.sort:
        # What works without a thing does not need it; what has no need of it may still use it.
        return {denied.sort, said.sort} == {"with", "need"} and denied.sort == "with"
    if denied.sort != "do" or denied.verb == "":
        return True
    return stem(denied.verb) == stem(said.verb) or any(denied.verb in row and said.verb in row for row in _SAME_VERB)


def _unmarked(denied: Said, said: Said) -> bool:
    """Nothing but the thing itself is marked on one side alone."""
    things = denied.thing | said.thing
    return not {mark for mark in denied.marks ^ said.marks if stem(mark) not in things and mark != "without"}
