"""Of whom a statement says what it says: a clause that names the side may not put it in the place of another name.

Every clause names its side, and its quotes seldom do. So nothing in them would object to “Harbour serves the model”
where the statement says that of another program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[\w.+-]*\w")
_SENTENCE_END = re.compile(r"[.!?:]\s+$|^\s*$")
# What a sentence begins with where its verb follows at once: Quayside serves.
_ACTOR = re.compile(r"(?!(?:It|This|That|One|Each|Every|There|What|Who)\b)[A-Z][\w.+-]*(?= [a-z]+s\b)")
# Other names of what stands before them: Defamation (S5).
_ASIDE = re.compile(r"\([^()]*\)")
# Words that a clause shares with a statement by chance.
_JOINING = frozenset("and or but for with of in on to at by as than from the a an".split())
_MIXED = re.compile(r"[^\W\d_].*[A-Z]|^[A-Z].*\d")


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words that are written as names: with a capital within a sentence, or within the word."""
    found: set[str] = set()
    for text in texts:
        for match in _TOKEN.finditer(text):
            is_inside = not _SENTENCE_END.search(text[: match.start()])
            if (match.group()[0].isupper() and is_inside) or _MIXED.search(match.group()):
                found.add(match.group())
    return frozenset(found)


def usurped(clause: str, statement: str, own: str, names: frozenset[str]) -> str | None:
    """The name that a statement says it of and that the clause left out; None where there is none.

    Args:
        clause: with a slot in the place of the side's name.
        own: that name.
        names: what is written as a name in the statements of the side (`names_in`).
    """
    mine = {word.casefold() for word in _TOKEN.findall(own.rpartition(": ")[2])}
    kept = {word.casefold() for word in _TOKEN.findall(re.sub(r"\{[^{}]*\}", " ", clause))}
    before_slot = (_TOKEN.findall(clause.partition("{")[0]) or [""])[-1].casefold()
    behind_slot = (_TOKEN.findall(clause.partition("}")[2]) or [""])[0].casefold()
    words: list[str] = _TOKEN.findall(statement if "({" in clause else _ASIDE.sub(" ", statement))
    if actor := _ACTOR.match(statement):
        names |= {actor.group()}
    for at, word in enumerate(words):
        if word not in names or word.casefold() in mine | kept:
            continue
        # The clause has its own name where this one stood: at the beginning, behind the same word, or before it.
        before = next((other for other in reversed(words[:at]) if other not in names), "").casefold()
        behind = next((other for other in words[at + 1 :] if other not in names), "").casefold()
        if not before or before == before_slot or behind == behind_slot or behind in kept - _JOINING:
            return word
    return None
