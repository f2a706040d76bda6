"""That there is nothing but one value of a property, held against words that speak of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.audit.words import DENIED, RIVALS, blanked, clauses
from decompose.domain.claim_check.words import stem

# Properties of which an artifact has one value or several.
_PROPERTIES = frozenset(
    map(
        stem,
        "licence license language format platform protocol region vendor provider country browser database editor "
        "currency locale dialect".split(),
    )
)
_ONLY = re.compile(
    r"\b(?:nothing (?:but|except|other than)|none but|no \w+ (?:but|except|other than)|(?<!not )only|solely|"
    r"exclusively|"
    r"nothing else than|all(?: of (?:it|them|the \w+))? (?:is|are))\b(?P<value>[^.;:,]{2,80})",
    re.IGNORECASE,
)
# What says of a part that it is so.
_PART = re.compile(
    r"\b(?:those|some|others?|the rest|the remainder|several|various|different|mixed|many|most|an? (?:few|third|"
    r"quarter|fifth|"
    r"tenth|half|number|part|share)|another|other|\d[\d.]* ?(?:%|per ?cent)(?: of)?|non-[a-z]+|any)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w.+-]*")
_REACH = 5


def only_and_others(one: str, other: str) -> tuple[str, str] | None:
    """The clause of the first text that admits one value alone, and that of the second that tells of others."""
    for clause, value, properties in _exclusive_clauses(one):
        for _, rival in clauses(blanked(other, DENIED, RIVALS)):
            if _tells_of_others(rival, value, properties):
                return clause.strip(), rival.strip()
    return None


_NAME = r"[A-Z][\w+#.-]{1,30}"
_ONLY_NAME = re.compile(rf"\b(?P<before>{_NAME})(?: [a-z]+){{0,2}} (?:only|alone)\b|\b[Oo]nly (?P<behind>{_NAME})")
_LIST = re.compile(rf"\b{_NAME}(?:, {_NAME})*,? (?:and|or) {_NAME}")


def one_of_a_list(one: str, other: str) -> tuple[str, str] | None:
    """“Latin script only” in the one text, and a list that goes beyond it, with the same noun, in the other."""
    for only in _ONLY_NAME.finditer(one):
        name = only["before"] or only["behind"]
        nouns = {stem(word) for word in re.findall(r"[a-z][a-z-]{3,}", one)} - {stem("only"), stem("alone")}
        for listed in _LIST.finditer(other):
            near = {stem(word) for word in re.findall(r"[a-z][a-z-]{3,}", other)}
            items = re.findall(_NAME, listed.group())
            if (
                name in items
                and len(items) > 1
                and nouns & near
                and not re.search(rf"{re.escape(name)}(?:,| and| or) {_NAME}", one)
            ):
                return only.group(), listed.group()
    return None


def _exclusive_clauses(text: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Each clause that says "only", what it admits as folded words, and the properties that the text speaks of."""
    spoken = frozenset(stem(word) for word in _WORD.findall(text)) & _PROPERTIES
    for _, clause in clauses(text):
        for found in _ONLY.finditer(clause):
            near = frozenset(stem(word) for word in _WORD.findall(clause)) & _PROPERTIES
            named = bool(re.match(r" (?:the |an? |in |under |for |to )?[A-Z]", found["value"]))
            properties = near or (spoken if named else frozenset())
            if properties:
                yield clause, frozenset(word.casefold() for word in _WORD.findall(found["value"])), properties


def _tells_of_others(clause: str, value: frozenset[str], properties: frozenset[str]) -> bool:
    if _ONLY.search(clause):
        return False
    words = [word.group() for word in _WORD.finditer(clause)]
    for at, word in enumerate(words):
        near = " ".join(words[max(0, at - _REACH) : at])
        is_same = {found.casefold() for found in near.split()} & value - {"the", "a", "an", "of", "under", "in", "and"}
        if stem(word) in properties and not is_same and _PART.search(near):
            return True
    return False
