"""The wire schema of a judge's answer: for each claim, by its number, which words of it the quotes do not carry.

The list comes before the yes or no, so that the words are looked for before the answer is given.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from decompose.llm.wire import object_with, strict_schema


class WireJudgement(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(description="The number of the claim.")
    missing: list[str] = Field(
        description="Words of the claim, copied from it, that its quotes do not carry. Empty if supported."
    )
    supported: bool = Field(description="Whether the quotes carry the whole claim.")


class WireJudgements(BaseModel):
    model_config = ConfigDict(extra="forbid")

    judgements: list[WireJudgement] = Field(description="One for each claim, in the order of their numbers.")


@cache
def judgement_schema() -> dict[str, Any]:
    """The JSON schema of an answer: strict, every key required."""
    return strict_schema(WireJudgements)


def parse_judgements(text: str, count: int) -> dict[int, WireJudgement]:
    """The usable judgements by number, of claims numbered from 1 to `count`.

    A number that is given twice has no answer; a number that was not asked for is ignored; so is a judgement of
    another shape.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    answer = object_with(text, "judgements")
    numbers = Counter(_number(item) for item in answer["judgements"])
    found = filter(None, map(_validated, answer["judgements"]))
    return {one.number: one for one in found if 1 <= one.number <= count and numbers[one.number] == 1}


def _number(item: Any) -> int | None:
    """The number that an item claims to answer, even where the rest of it is no judgement."""
    given = item.get("number") if isinstance(item, dict) else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _validated(item: Any) -> WireJudgement | None:
    if _number(item) is None or not isinstance(item.get("supported"), bool):
        return None
    sound = {name: item.get(name) for name in WireJudgement.model_fields}
    try:
        return WireJudgement.model_validate(sound | {"missing": sound["missing"] or []})
    except ValidationError:
        return None
