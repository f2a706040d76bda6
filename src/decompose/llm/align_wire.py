"""The wire schema of an aligner's answer: for each pair of records, by its number, whether both do the same job.

The heading comes before the yes or no, so that it is looked for before the answer is given.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from decompose.llm.wire import object_with, strict_schema


class WireRuling(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(description="The number of the pair.")
    job: str = Field(description="A heading that is true of both records, two to six words. Empty if there is none.")
    same: bool = Field(description="Whether both records do the same job.")


class WireRulings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pairs: list[WireRuling] = Field(description="One for each pair, in the order of their numbers.")


@cache
def rulings_schema() -> dict[str, Any]:
    """The JSON schema of an answer: strict, every key required."""
    return strict_schema(WireRulings)


def parse_rulings(text: str, count: int) -> dict[int, bool]:
    """Whether a pair is the same job, by number, of pairs numbered from 1 to `count`.

    A number that is given twice has no answer; one that was not asked for is ignored; so is an item of another shape.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    answer = object_with(text, "pairs")
    given = [item for item in answer["pairs"] if isinstance(item, dict)]
    times = Counter(item["number"] for item in given if _is_number(item.get("number")))
    return {
        item["number"]: item["same"]
        for item in given
        if _is_number(item.get("number"))
        and times[item["number"]] == 1
        and 1 <= item["number"] <= count
        and isinstance(item.get("same"), bool)
    }


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
