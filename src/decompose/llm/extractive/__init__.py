"""The language model that is none: verbatim sentences of the passage, chosen by structure and cue words.

Every claim is its own quote. It is the answer for a user without a key, and a floor that any language model has to
beat. What is worth a record is decided in `picking`, how a record is called in `naming`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from decompose.llm.client import Attempt, Passage, Reply, Request, Usage, Witness
from decompose.llm.extractive.cues import rival_in
from decompose.llm.extractive.headings import Room
from decompose.llm.extractive.naming import Namer
from decompose.llm.extractive.picking import MAX_DESCRIPTION, Picker, Proof, Record, Rung
from decompose.llm.extractive.statements import Statement

_MAX_RECORDS = 40
_MAX_FACTS = 12
_MIN_FACTS = 2
_MAX_INTENTS = 3
# A document of this many characters promises so many records, one of that many a few; a shorter one tells what it has.
_LONG, _MIDDLING = 5_000, 1_500
_WANTED, _WANTED_OF_THE_MIDDLING = 5, 3
_WANTED_OF_A_LATER_PART = 3
_STRICT = frozenset({Room.JOBS, Room.PLAIN})
# The first that gives as many records as are wanted, else the last.
_SIZES = tuple(Rung(_STRICT, Proof.CUE, size) for size in (MAX_DESCRIPTION, 2, 1))
# Climbed for the records that are still missing, the best sentences first; a later part of a long document climbs only
# as far as sentences still show what they are about.
_LADDER = (
    Rung(_STRICT | {Room.FACTS}, Proof.OWN_NAME, 2),
    Rung(_STRICT | {Room.FACTS, Room.SETUP}, Proof.CUE, 2),
    Rung(_STRICT, Proof.NONE, 2),
    Rung(_STRICT | {Room.FACTS, Room.SETUP}, Proof.NONE, 1),
    Rung(frozenset({Room.REFERENCE}), Proof.NONE, 1),
)
_RUNGS_OF_A_LATER_PART = 2
_Named = tuple[Record, str]


@dataclass(frozen=True, slots=True)
class ExtractiveLlm:
    """Answers from `Request.passage` alone; free, at once, and the same every time."""

    name: str = "extractive"
    is_paid: bool = False
    reads_prompts: bool = False

    def complete(self, request: Request, witness: Witness) -> Reply:
        """The answer in the wire shape; with empty lists where nothing can be taken, or where there is no passage."""
        answer = _answer(request.passage) if request.passage else {"capabilities": [], "facts": []}
        text = json.dumps(answer, ensure_ascii=False)
        attempt = Attempt(request.key, request.prompt, request.template, request.llm, "ok", Usage(), text)
        witness(attempt)
        return Reply(text, attempt)


def _answer(passage: Passage) -> dict[str, object]:
    picker = Picker(passage)
    namer, named = _named_records(picker, *_wanted(passage))
    named.sort(key=lambda pair: pair[0].start)
    if named:
        named[0][0].claims += picker.limits()
    picker.use(record for record, _ in named)
    shown = sum(section.span.end - section.span.start for section in passage.sections)
    room = max(_MIN_FACTS, round(_MAX_FACTS * shown / max(len(passage.visible.text), 1)))
    return {
        "capabilities": [_capability(record, name, namer, picker.own_words) for record, name in named],
        "facts": [{"kind": kind, **_claim(statement)} for kind, statement in picker.facts(room)],
    }


def _wanted(passage: Passage) -> tuple[int, tuple[Rung, ...]]:
    """How many records the passage should give (it gives more where it has more of the best), and what to climb."""
    length = len(passage.visible.text)
    if length < _LONG or not passage.sections:
        return 1 if length < _MIDDLING else _WANTED_OF_THE_MIDDLING, _LADDER
    if passage.sections[0].span.start <= passage.visible.blocks[0].span.start:
        return _WANTED, _LADDER
    return _WANTED_OF_A_LATER_PART, _LADDER[:_RUNGS_OF_A_LATER_PART]


def _named_records(picker: Picker, wanted: int, ladder: Iterable[Rung]) -> tuple[Namer, list[_Named]]:
    """The records of the best rung, and of the lower ones as many as are missing."""
    vocabulary = picker.vocabulary()
    for rung in _SIZES:
        namer = Namer(vocabulary)
        found = _named(picker, rung, namer, _MAX_RECORDS)
        if len(found) >= wanted:
            return namer, found
    for rung in ladder:
        picker.use(record for record, _ in found)
        found += _named(picker, rung, namer, wanted - len(found))
    return namer, found


def _named(picker: Picker, rung: Rung, namer: Namer, limit: int) -> list[_Named]:
    """At most `limit` records of a rung; one for which no name of its own is left is not told."""
    named = ((record, namer.name(record.title, record.told, above=record.above)) for record in picker.records(rung))
    return list(islice(((record, name) for record, name in named if name), limit))


def _capability(record: Record, name: str, namer: Namer, own_words: frozenset[str]) -> dict[str, object]:
    compared = record.of("vs_alternatives")
    return {
        "name": name,
        "description": _claims(record.of("description")),
        "limitations": _claims(record.of("limitations")),
        "unique": _claims(record.of("unique")) or None,
        "vs_alternatives": [{**_claim(one), "rival": rival_in(one.words, own_words)} for one in compared] or None,
        "intents": _intents(record, name, namer),
        "best_for": _claims(record.of("best_for")),
        "requires": _claims(record.of("requires")),
        "inputs": [],
        "outputs": [],
    }


def _intents(record: Record, name: str, namer: Namer) -> list[str]:
    """The name and what the descriptions tell, as somebody would type them; nothing with figures in it."""
    phrases = (name, *(namer.phrase(told) or name for told in record.told))
    plain = (re.sub(r"\s*:\s*", " ", phrase) for phrase in phrases if not re.search(r"\d", phrase))
    return list(dict.fromkeys(plain))[:_MAX_INTENTS]


def _claims(statements: Iterable[Statement]) -> list[dict[str, object]]:
    return [_claim(statement) for statement in statements]


def _claim(statement: Statement) -> dict[str, object]:
    return {"text": statement.words, "quotes": [statement.words]}
