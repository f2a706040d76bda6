"""The wire schema of an auditor's answer: defects of one artifact's records, each with the words that show it.

Words and the best excuse come before the yes or no, so that both are looked for before it is given.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from decompose.llm.wire import object_with, strict_schema

_MOST = 200


class WireDefect(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    code: Literal["D11", "D14", "D15", "D18"]
    statement: int = Field(description="The number of the statement that has the defect.")
    words: str = Field(description="The fewest words of it that show the defect, copied letter by letter.")
    against: int | None = Field(
        description="D11: the number of the statement that it contradicts, the same where it contradicts itself. "
        "Else null."
    )
    against_words: str | None = Field(
        description="D11: the words of that statement; D14, D15: the words of the document; copied letter by letter. "
        "D18: null."
    )
    why: str = Field(description="One sentence for an editor: what is wrong.")
    excuse: str = Field(description="The best reading under which nothing is wrong, in one sentence; may be weak.")
    stands: bool = Field(description="Whether the defect stands in spite of the excuse.")


class WireDefects(BaseModel):
    model_config = ConfigDict(extra="forbid")

    defects: list[WireDefect] = Field(description="In the order of the statements; often empty.")


@cache
def defects_schema() -> dict[str, Any]:
    """The JSON schema of an answer: strict, every key required."""
    return strict_schema(WireDefects)


def parse_defects(text: str) -> tuple[WireDefect, ...]:
    """The defects that the answer stands by; an item of another shape is left out.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    given = object_with(text, "defects")["defects"][:_MOST]
    return tuple(one for one in map(_validated, given) if one and one.stands)


def _validated(item: Any) -> WireDefect | None:
    known = {name: item.get(name) for name in WireDefect.model_fields} if isinstance(item, dict) else None
    try:
        return WireDefect.model_validate(known)
    except ValidationError:
        return None
