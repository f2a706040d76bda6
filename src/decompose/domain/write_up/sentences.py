"""Sentences with slots, and which of them stand today: no figure decides it, and what turned is never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decompose.domain.tracked import Reads
from decompose.domain.write_up.material import Material

SLOT = re.compile(r"\{([^{}]*)\}")
_CLAIM = re.compile(r"[ab]\.claims\.")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a draft. `about` is "a", "b" or "relation"; `rests_on` names statements, or one relation."""

    about: str
    text: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as it was answered: one or two clauses with a word between; without a clause nothing is said."""

    place: int
    clauses: tuple[Clause, ...]
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A checked sentence: its place in the write-up, its text with slots, and the facts that it was checked against.

    A text of "" says that nothing is to be said there while those facts are so. `llm` wrote it.
    """

    place: int
    text: str
    rests_on: Mapping[str, str | None]
    llm: str = ""

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that it retells."""
        return tuple(path.split(".claims.")[1] for path in self.rests_on if _CLAIM.match(path))

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether everything that it was checked against is so still."""
        return all(facts.get(path) == value for path, value in self.rests_on.items())


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as readers get it: figures filled in, with the relations and claims that it rests on."""

    text: str
    relations: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    llm: str


def written(place: int, text: str, reads: Reads) -> Written:
    """A sentence that was checked by these reads, and is kept by them."""
    return Written(place, text, {path: str(value) for path, value in reads.pairs.items()})


def silence(stale: Written, facts: Mapping[str, str]) -> Written:
    """Nothing in the place of a stale sentence, until what it rested on turns again."""
    return Written(stale.place, "", {path: facts.get(path) for path in stale.rests_on})


def standing_at(kept: Iterable[Written], facts: Mapping[str, str]) -> dict[int, Written]:
    """By place the sentence that holds, the oldest of several: change and revert ends where it began."""
    found: dict[int, Written] = {}
    for one in kept:
        if one.place not in found and one.holds(facts):
            found[one.place] = one
    return dict(sorted(found.items()))


def stale_at(kept: Iterable[Written], facts: Mapping[str, str]) -> tuple[Written, ...]:
    """Of each place where no sentence holds, the newest one."""
    each = list(kept)
    stands = standing_at(each, facts)
    return tuple(
        {one.place: one for one in sorted(each, key=lambda one: one.place) if one.place not in stands}.values()
    )


def filled(one: Written, material: Material) -> str | None:
    """The sentence with its slots filled in; None where one has nothing to fill it with."""
    if not one.text or any(slot not in material.slots for slot in SLOT.findall(one.text)):
        return None
    return SLOT.sub(lambda slot: material.slots[slot[1]], one.text)


def told(kept: Iterable[Written], material: Material) -> tuple[Told, ...]:
    """What readers are shown today, in the order of the places."""
    return tuple(_told(kept, material))


def _told(kept: Iterable[Written], material: Material) -> Iterator[Told]:
    for one in standing_at(kept, material.facts).values():
        text = filled(one, material)
        if text is not None:
            yield Told(text, _relations(one, material), one.claims, one.llm)


def _relations(one: Written, material: Material) -> tuple[tuple[str, str], ...]:
    """The relations by topic; of a row by what it is called."""
    rows = {row.path: row.name for row in material.rows}
    return tuple((rows.get(path, path), value or "") for path, value in one.rests_on.items() if not _CLAIM.match(path))
