"""What is kept of a pair, told as it would have been under another slug of one of its artifacts.

A pair has one order, that of its slugs. Where another slug turns it, A is told as B and B as A, and nothing else moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from decompose.domain.catalog import Change, Moved
from decompose.domain.comparison import JsonValue
from decompose.domain.write_up.material import ROW
from decompose.domain.write_up.sentences import SLOT, Written

_PATHS = {"alignment.only_a": "alignment.only_b", "alignment.only_b": "alignment.only_a"}
_RELATIONS = {"a > b": "a < b", "a < b": "a > b", "only a": "only b", "only b": "only a"}
_LETTERS = {"a": "b", "b": "a"}


@dataclass(frozen=True, slots=True)
class Renaming:
    """One artifact of a pair gets another slug. `partners` maps records of A to those of B that do the same job today.

    They are needed where the order turns alone: a job that both do is named by the record of A.
    """

    old: str
    new: str
    other: str
    partners: Mapping[str, str] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[str, str]:
        """The pair under the new slug, in its order."""
        return min(self.new, self.other), max(self.new, self.other)

    @property
    def is_turned(self) -> bool:
        return (self.old < self.other) != (self.new < self.other)

    def moved(self, entry: Moved) -> Moved:
        """An entry of the change log."""
        was, now = (self.new if winner == self.old else winner for winner in (entry.was, entry.now))
        because = tuple(map(_turned, entry.because)) if self.is_turned else entry.because
        return replace(entry, was=was, now=now, because=because)

    def written(self, one: Written) -> Written:
        """A sentence of the write-up, with what it rests on."""
        if not self.is_turned:
            return one
        text = SLOT.sub(lambda slot: f"{{{self._slot(slot[1], one.rests_on)}}}", one.text)
        rests_on = {self._fact(path, one.rests_on): _relation(value) for path, value in one.rests_on.items()}
        return replace(one, text=text, rests_on=rests_on)

    def _fact(self, path: str, facts: Mapping[str, str | None]) -> str:
        if path.startswith(ROW) and facts.get(path) == "both":
            record = path.removeprefix(ROW)
            return ROW + self.partners.get(record, record)
        return _of_other_side(path)

    def _slot(self, slot: str, facts: Mapping[str, str | None]) -> str:
        """A slot of a row may end in its side: `row.cap-1.a`."""
        if not slot.startswith(ROW):
            return _of_other_side(slot)
        row, letter = (slot[:-2], slot[-1]) if slot.endswith((".a", ".b")) else (slot, "")
        return self._fact(row, facts) + (f".{_LETTERS[letter]}" if letter else "")


def _turned(change: Change) -> Change:
    if change.fact == "alignment.pairs":
        return replace(change, old=_turned_pairs(change.old), new=_turned_pairs(change.new))
    return replace(change, fact=_PATHS.get(change.fact) or _of_other_side(change.fact))


def _turned_pairs(pairs: JsonValue) -> JsonValue:
    return [[each[1], each[0]] for each in pairs if isinstance(each, list)] if isinstance(pairs, list) else pairs


def _of_other_side(path: str) -> str:
    """A path of one side (`a.rank`), as one of the other; any other as it is."""
    letter, dot, rest = path.partition(".")
    return _LETTERS.get(letter, letter) + dot + rest


def _relation(value: str | None) -> str | None:
    """What a fact says: a relation from the other side, a digest of words as it is."""
    return _RELATIONS.get(value, value) if value is not None else None
