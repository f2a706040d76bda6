"""What a clause says that is done, or not done, to what: "no tool writes entries", "the server posts an entry".

Verbs that break one promise are one sort: what alters data, what keeps it, what sends it away, and so on. Read from
words alone: a noun that is spelt like a verb is left out where the word before it tells, and a clause with a condition
says nothing that another could contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from decompose.domain.audit.likeness import shared
from decompose.domain.audit.words import clauses
from decompose.domain.claim_check.words import Sentence, is_light, stem

_SORTS = {
    "alter": "write alter change modify edit update overwrite insert delete post append rename fix repair "
    "reformat replace amend correct rewrite "
    "patch commit merge",
    "keep": "keep write store save retain persist archive replay restore remember log record cache",
    "send": "send upload transmit call query ask invoke contact prompt forward share consult request",
    "fetch": "download fetch load import retrieve",
    "train": "train tune finetune learn retrain adapt",
    "need": "require need depend rely demand",
    "show": "show expose display reveal publish print disclose release",
    "remove": "remove delete strip erase redact discard drop purge hide mask",
    "approve": "approve confirm review inspect verify moderate",
    "run": "run execute start launch",
    "wait": "wait block pause",
    "translate": "translate convert transcode",
    "guess": "guess infer estimate predict",
    "sort": "sort rank reorder",
    "again": "retry repeat",
    "refuse": "refuse reject block deny",
    "part": "split divide cut chunk",
}
_SORTS_OF: dict[str, list[str]] = {}
for _sort, _verbs in _SORTS.items():
    for _verb in _verbs.split():
        _SORTS_OF.setdefault(stem(_verb), []).append(_sort)
_IRREGULAR = {
    "written": "write", "wrote": "write", "kept": "keep", "sent": "send", "hidden": "hide", "shown": "show",
    "rewritten": "rewrite", "overwritten": "overwrite", "ran": "run", "learnt": "learn", "built": "build",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_CONDITION = re.compile(
    r"\b(?:if|unless|except|apart from|(?<!-)only|until|optional\w*|by default|may|might|can be (?:set|turned|"
    r"switched)|previous\w*|"
    r"earlier versions?|otherwise|other than|longer than|as long as|when)\b",
    re.IGNORECASE,
)
# What is not done again, or not for long, is done.
_HALF_DENIED = re.compile(
    r"\b(?:again|twice|longer|more than|until|always|necessarily|just|yet|all|others?|another|"
    r"different|further|rush|(?:has|have|needs?) to|must|(?:that|which|who) (?:[a-z]+ ){0,2}(?:not|no|never|cannot))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?P<wide>cannot|can't|never|nothing|nobody|no|not|nor|neither|don't|doesn't|won't)\b"
    r"|\b(?P<narrow>without|rather than|instead of|avoids?|avoiding)\b",
    re.IGNORECASE,
)
# Words before a noun; behind them a form in -s or a bare one is no verb.
_BEFORE_NOUN = frozenset(
    "the a an of its each every this that these those any no one two three all for in on by with from their own "
    "last first single per many most some several as at into".split()
)
_BEHIND_VERB = re.compile(
    r"^ (?:the|an?|every|each|all|any|its|their|no|both|only|nothing|\d[\d,.]*|[a-z]+(?:s|ing))\b", re.IGNORECASE
)
_BE = frozenset("is are was were be been being gets get".split())
_TO_VERB = frozenset("to can and or then will that it which also cannot never not must does do who".split())
_REACH_BEHIND, _REACH_BEFORE = 6, 7
_NO_OBJECT = frozenset(map(stem, "way thing time first new one same step user".split()))


@dataclass(frozen=True, slots=True)
class Act:
    """`sort` of what is done, the stems of what to, [start, end) of its clause in the text, and whether it is denied.

    `is_wide`: the denial is of the whole ("cannot", "nothing"), not of one way of doing something ("without").
    `is_own`: the artifact itself does it, as the beginning of the clause tells, and not to a log of its own.
    `objects` is empty where all of it is denied: "nothing is stored", "read-only".
    """

    sort: str
    objects: frozenset[str]
    start: int
    end: int
    is_denied: bool
    is_wide: bool
    is_own: bool = False


@lru_cache(maxsize=8192)
def acts(text: str) -> tuple[Act, ...]:
    """The acts of a text, clause by clause."""
    return tuple(
        act for start, clause in clauses(text) if not _CONDITION.search(clause) for act in _acts(start, clause)
    )


def _acts(start: int, clause: str) -> Iterator[Act]:
    words = list(_WORD.finditer(clause))
    if _DENIAL.search(clause) and _HALF_DENIED.search(clause):
        return
    for index, word in enumerate(words):
        sorts = _sorts(word.group())
        if not sorts or not _is_verb(clause, words, index):
            continue
        is_passive = _is_passive(words, index)
        denial = _denial_of(clause, words, index)
        is_denied = denial is not None
        objects = _objects(clause, words, index, is_passive=is_passive)
        nothing = is_denied and re.search(r"\bnothing\b", clause[: word.start()], re.IGNORECASE) is not None
        is_of_all = is_denied and not is_passive and _is_of_all(clause, word)
        if objects or nothing or is_of_all:
            things = frozenset[str]() if nothing and is_passive else objects
            for sort in sorts:
                is_wide, is_own = bool(denial and denial["wide"]), _is_own(clause, word)
                yield Act(sort, things, start, start + len(clause), is_denied, is_wide, is_own)
    yield from _left_alone(start, clause)
    if _READ_ONLY.search(clause):
        yield Act("alter", frozenset(), start, start + len(clause), is_denied=True, is_wide=True)


def _is_own(clause: str, verb: re.Match[str]) -> bool:
    before = clause[: verb.start()].split()
    is_subject = not before or before[-1].casefold() in {"it", "server", "tool", "agent", "artifact", "client", "and"}
    return is_subject and not re.search(r"\b(?:logs?|trail|journal|reports?)\b", clause, re.IGNORECASE)


_READ_ONLY = re.compile(
    r"\b(?:it|tools?|server|access|connection|everything|all of it|artifact|agent|application|"
    r"client)\b[^.;,]{0,30}\b(?:is|are|"
    r"stays?|remains?|works?)\b(?: [a-z]+)? read-only\b|^\W*(?:strictly |entirely )?read-only\b",
    re.IGNORECASE,
)


def _is_of_all(clause: str, word: re.Match[str]) -> bool:
    """What is denied has no object: "the server has no tool that writes"."""
    return not _WORD.search(clause, word.end()) and bool(re.search(r"\bno [a-z ]{1,30}$", clause[: word.start()]))


_SHORTEST_VERB = 4
_NO_ACT = frozenset(
    map(
        stem,
        "contains includes means makes does based used using uses given called named made seems supports has".split(),
    )
)
_FAR, _NEXT = 6, 2


def _denial_of(clause: str, words: list[re.Match[str]], index: int) -> re.Match[str] | None:
    """What denies the verb: "without" and its like the next words, "not" and its like the next few."""
    for denial in _DENIAL.finditer(clause, 0, words[index].start()):
        between = [word.group().casefold() for word in words if denial.end() <= word.start() < words[index].start()]
        # "Takes a minute without it" denies no verb; "without a key being asked for" does.
        is_of_noun = not denial["wide"] and between[:1] in (["it"], ["them"], ["this"], ["that"])
        if not is_of_noun and len(between) < (_FAR if denial["wide"] or "being" in between else _NEXT):
            return denial
    return None


_LEFT_ALONE = re.compile(
    r"\b(?:leaves?|left|keeps?|kept|stays?|remains?)\b(?P<thing>[^.;:,]{0,80}?)\b(?:untouched|unchanged|"
    r"unaltered|unmodified|intact|"
    r"as (?:it is|they are|is))\b",
    re.IGNORECASE,
)


_SECRET = re.compile(
    r"(?P<thing>[^.;:,]{3,80}?)\b(?:is|are|stays?|remains?|kept|keeps?)\b(?: [a-z]+){0,2} (?:secret|hidden|"
    r"withheld|confidential|undisclosed)\b",
    re.IGNORECASE,
)


def _left_alone(start: int, clause: str) -> Iterator[Act]:
    """A denial in other words: "leaves comments untouched", "the key stays secret"."""
    for found in _LEFT_ALONE.finditer(clause):
        objects = Sentence.of(found["thing"] or clause[: found.start()]).stems
        for sort in ("alter", "remove") if objects else ():
            yield Act(sort, objects, start, start + len(clause), is_denied=True, is_wide=False)
    for found in _SECRET.finditer(clause):
        objects = Sentence.of(found["thing"]).stems
        if objects and not _DENIAL.search(clause):
            yield Act("show", objects, start, start + len(clause), is_denied=True, is_wide=True)


def _sorts(word: str) -> list[str]:
    folded = word.casefold()
    stemmed = stem(_IRREGULAR.get(folded, folded))
    is_any_verb = folded.endswith(("s", "ed", "ing")) and len(stemmed) >= _SHORTEST_VERB and stemmed not in _NO_ACT
    return _SORTS_OF.get(stemmed) or ([stemmed] if is_any_verb else [])


def _is_verb(clause: str, words: list[re.Match[str]], index: int) -> bool:
    word = words[index].group().casefold()
    before = words[index - 1].group().casefold() if index else ""
    if not before or before in _BE or before in _TO_VERB:
        return True
    if before in _BEFORE_NOUN - _TO_VERB:
        return word.endswith("ing") and before == "without"
    if word.endswith("ing"):
        return before in {"without", "than", "avoids", "avoid", "while", "before", "after"}
    return word.endswith("s") and bool(_BEHIND_VERB.match(clause[words[index].end() :]))


def _is_passive(words: list[re.Match[str]], index: int) -> bool:
    near = [word.group().casefold() for word in words[max(0, index - 2) : index]]
    return any(word in _BE for word in near)


def _objects(clause: str, words: list[re.Match[str]], index: int, *, is_passive: bool) -> frozenset[str]:
    start, end = (max(0, index - _REACH_BEFORE), index) if is_passive else (index + 1, index + 1 + _REACH_BEHIND)
    near = words[start:end]
    if not near:
        return frozenset()
    said = clause[near[0].start() : near[-1].end()]
    told = Sentence.of(said if is_passive else _DENIAL.split(said, maxsplit=1)[0])
    return frozenset(word for word in told.stems if word not in _NO_OBJECT and not (is_light(word) and len(word) < 5))


def excludes(denied: Act, done: Act, *, is_one_record: bool) -> bool:
    """Whether the one says that nothing of the sort is done to what the other does it to."""
    if not denied.is_denied or done.is_denied or denied.sort != done.sort:
        return False
    if not denied.objects:
        return denied.is_wide and (is_one_record or (denied.sort == done.sort == "alter" and done.is_own))
    return bool(shared(denied.objects, done.objects)) and (is_one_record or denied.is_wide)
