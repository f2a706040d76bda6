"""D21: a name that is spelt otherwise than the artifact's own, or than that of an artifact on another page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.sheet import Sheet, Statement

_WORD = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z]{3,30}(?![\w])")
_NUMBERED = re.compile(r"(?<![\w-])(?P<word>[A-Z][A-Za-z]{3,30})[ -]?(?P<number>v?\d[\w.]{0,12}(?<!\.))")
_MOST_EDITS = 2
_LONG_WORD = 7


def spelling_defects(sheets: Sequence[Sheet]) -> Iterator[Defect]:
    """Names near to, but not the same as, those at the head of the pages that are audited together."""
    heads = {side.short_name for sheet in sheets for side in sheet.sides}
    numbered = {(match["word"], match["number"]) for head in heads for match in _NUMBERED.finditer(head)}
    for sheet in sheets:
        near = {side.short_name for side in sheet.sides}
        for side in sheet.sides:
            own = [word for word in _WORD.findall(side.name) if not word.islower()]
            for statement in side.statements:
                yield from _numbered(statement, numbered)
                yield from _cased(statement, own, side.name)
                for name in sorted(near):
                    yield from _slipped(statement, name)


_SUFFIXES = ("", "s", "es", "d", "ed", "r", "er", "ing", "'s")
_TWO_WORDS = re.compile(r"(?<![\w-])(?=([A-Z][a-z]{2,20}) ([A-Z][a-z]{2,20})(?!\w))")
_COINED = 7


def _slipped(statement: Statement, name: str) -> Iterator[Defect]:
    """A long word of the name with a letter or two wrong, or in two words; an English ending makes no slip."""
    for word in (word for word in _WORD.findall(name) if len(word) >= _COINED):
        for match in _WORD.finditer(statement.text):
            said = match.group()
            one, other = sorted((said.casefold(), word.casefold()), key=len)
            is_same = one == other or other.removeprefix(one) in _SUFFIXES or said.casefold() in name.casefold().split()
            if said[0] == word[0] and not is_same and _edits(one, other) <= _MOST_EDITS:
                yield statement.defect("D21", said, f"the name is {name}")
        for match in _TWO_WORDS.finditer(statement.text):
            if f"{match[1]}{match[2]}".casefold() == word.casefold():
                yield statement.defect("D21", f"{match[1]} {match[2]}", f"the name is {name}")


def _numbered(statement: Statement, known: set[tuple[str, str]]) -> Iterator[Defect]:
    """The number of a known name behind a word that is almost its own."""
    for match in _NUMBERED.finditer(statement.text):
        for word, number in sorted(known):
            said = match["word"]
            is_near = said.casefold() != word.casefold() and _is_near(said.casefold(), word.casefold())
            if is_near and match["number"].casefold() == number.casefold() and (said, number) not in known:
                yield statement.defect("D21", match.group(), f"the name is {word} {number}")


def _cased(statement: Statement, own: Sequence[str], name: str) -> Iterator[Defect]:
    """A word of the artifact's own name in other capitals."""
    for match in _WORD.finditer(statement.text):
        said = match.group()
        for word in own:
            is_case = said != word and said.casefold() == word.casefold() and not said.islower() and said[0].isupper()
            if is_case:
                yield statement.defect("D21", said, f"the name is spelt {word} in {name}")


def _is_near(one: str, other: str) -> bool:
    return _edits(one, other) <= (_MOST_EDITS if min(len(one), len(other)) >= _LONG_WORD else 1)


def _edits(one: str, other: str) -> int:
    """How many letters must be put in, taken out or replaced (Levenshtein)."""
    if abs(len(one) - len(other)) > _MOST_EDITS:
        return _MOST_EDITS + 1
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (letter != against))
    return row[-1]
