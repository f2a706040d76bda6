"""The wire schema of a write-up: sentences of one or two clauses, each with the facts that it rests on.

A clause that could be held against several things at once could be held against none. So each is about one side, and
rests on statements of that side, or about one relation. The heading `rests_on` comes before the words, so that it is
chosen before they are.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from decompose.domain.write_up.sentences import Clause, Draft
from decompose.llm.wire import object_with, strict_schema


class WireClause(BaseModel):
    model_config = ConfigDict(extra="forbid")

    about: Literal["a", "b", "relation"]
    rests_on: list[str] = Field(
        description='Ids of statements of that side ("a3"), or one relation with its value ("rank: a > b").'
    )
    text: str = Field(description="The words with their slots, without a full stop.")


class WireSentence(BaseModel):
    model_config = ConfigDict(extra="forbid")

    place: int = Field(description="The place of the sentence, from 1.")
    clauses: list[WireClause] = Field(description="One or two; none where nothing is to be said at this place.")
    joint: Literal["", "while", "but", "and", ";"] = Field(description='Between two clauses; "" where there is one.')


class WireSentences(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentences: list[WireSentence]


@cache
def sentences_schema() -> dict[str, Any]:
    """The JSON schema of an answer: strict, every key required."""
    return strict_schema(WireSentences)


def parse_sentences(text: str) -> tuple[Draft, ...]:
    """The drafts of an answer, the first of each place; an item of another shape is left out.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    answer = object_with(text, "sentences")
    drafts: dict[int, Draft] = {}
    for item in answer["sentences"]:
        try:
            given = WireSentence.model_validate(item)
        except ValidationError:
            continue
        clauses = tuple(Clause(one.about, one.text, tuple(one.rests_on)) for one in given.clauses)
        drafts.setdefault(given.place, Draft(given.place, clauses, given.joint))
    return tuple(drafts.values())


def draft_json(draft: Draft) -> str:
    """A draft in the shape in which it was answered."""
    clauses = [{"about": one.about, "rests_on": list(one.rests_on), "text": one.text} for one in draft.clauses]
    return json.dumps({"place": draft.place, "clauses": clauses, "joint": draft.joint}, ensure_ascii=False)
