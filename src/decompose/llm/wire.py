"""The wire schema: what a language model is asked to answer for one document. Lean on purpose.

Strings, lists, enums and null only, every key required, limits in descriptions: servers differ in what else they
accept, and whatever they enforce is checked again here. Each item is validated alone, so that one bad sentence never
throws away a paid answer. These classes are never tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_QUOTES = 3
FactKindName = Literal[
    "licence",
    "price",
    "access",
    "install",
    "requirement",
    "benchmark",
    "size",
    "language",
    "hosting",
    "status",
    "relation",
]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


Shape = TypeVar("Shape", bound="_Wire")


class WireClaim(_Wire):
    text: str = Field(description="One assertion, complete in itself, 40-200 characters.")
    quotes: list[str] = Field(
        description="1-2 quotes, 3 at most: whole sentences, list items or table rows, unaltered."
    )


class WireComparison(_Wire):
    text: str = Field(description="One comparison that the document itself draws.")
    quotes: list[str] = Field(description="1-2 quotes that name the rival and compare.")
    rival: str = Field(description="The other side, in words that stand in a quote.")


class WireCapability(_Wire):
    name: str = Field(description="The job as a noun phrase, 3-7 words, lower case but for proper names.")
    description: list[WireClaim] = Field(description="2-4 claims.")
    limitations: list[WireClaim]
    unique: list[WireClaim] | None = Field(description="null unless the document singles something out.")
    vs_alternatives: list[WireComparison] | None = Field(description="null unless the document names an outside rival.")
    intents: list[str] = Field(description="2-4 short requests that a user would type to get this job done.")
    best_for: list[WireClaim]
    requires: list[WireClaim]
    inputs: list[str] = Field(description="What goes in, a few words each.")
    outputs: list[str] = Field(description="What comes out, a few words each.")


class WireFact(_Wire):
    kind: FactKindName
    text: str = Field(description="One assertion, complete in itself.")
    quotes: list[str]


class WireAnswer(_Wire):
    capabilities: list[WireCapability]
    facts: list[WireFact]


@dataclass(frozen=True, slots=True)
class Refused:
    """An item of an answer that does not have the wire shape: where it stood, why, and the item itself."""

    path: str
    why: str
    item: Any


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """The usable part of an answer, and what was refused of it."""

    capabilities: tuple[WireCapability, ...]
    facts: tuple[WireFact, ...]
    refused: tuple[Refused, ...] = ()


class AnswerShapeError(ValueError):
    """The text is not JSON ("bad_json"), or not an answer at all ("bad_schema"); `outcome` says which."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer: strict, every key required, references inlined, no default, no limit keyword."""
    return strict_schema(WireAnswer)


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The schema of a wire class as every server understands it."""
    schema = shape.model_json_schema()
    definitions = schema.pop("$defs", {})
    inlined: dict[str, Any] = _inline(schema, definitions)
    return inlined


def object_with(text: str, items: str) -> dict[str, Any]:
    """The object that an answer is, with a list of these items.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise AnswerShapeError("bad_json", f"the answer is not JSON: {exc}") from exc
    if not isinstance(answer, dict) or not isinstance(answer.get(items), list):
        raise AnswerShapeError("bad_schema", f"the answer has no list of {items}")
    return answer


def parse_answer(text: str) -> ParsedAnswer:
    """Validate each item alone.

    Raises:
        AnswerShapeError: the text as a whole is no answer.
    """
    answer = object_with(text, "capabilities")
    refused: list[Refused] = []
    capabilities = [_capability(item, f"capabilities[{n}]", refused) for n, item in enumerate(answer["capabilities"])]
    given_facts = answer.get("facts")
    facts = [
        _validated(WireFact, item, f"facts[{n}]", refused)
        for n, item in enumerate(given_facts if isinstance(given_facts, list) else [])
    ]
    kept = tuple(capability for capability in capabilities if capability and capability.description)
    return ParsedAnswer(kept, tuple(fact for fact in facts if fact), tuple(refused))


_CLAIM_LISTS = ("description", "limitations", "unique", "best_for", "requires")
_LABEL_LISTS = ("intents", "inputs", "outputs")


def _capability(item: Any, path: str, refused: list[Refused]) -> WireCapability | None:
    """One capability with its bad claims left out; None where nothing of it is usable."""
    if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not item["name"].strip():
        refused.append(Refused(path, "no name", item))
        return None
    sound: dict[str, Any] = {"name": item["name"]}
    for field in _CLAIM_LISTS:
        sound[field] = _claims(WireClaim, item.get(field), f"{path}.{field}", refused)
    sound["vs_alternatives"] = _claims(WireComparison, item.get("vs_alternatives"), f"{path}.vs_alternatives", refused)
    for field in _LABEL_LISTS:
        given = item.get(field)
        sound[field] = [label for label in given if isinstance(label, str)] if isinstance(given, list) else []
    if not sound["description"]:
        refused.append(Refused(path, "no usable description", item))
        return None
    return WireCapability.model_validate(sound)


def _claims(shape: type[_Wire], given: Any, path: str, refused: list[Refused]) -> list[dict[str, Any]]:
    """null, a missing key and an empty list are one value: nothing is said."""
    if given is None:
        return []
    if not isinstance(given, list):
        refused.append(Refused(path, "not a list", given))
        return []
    sound = [_validated(shape, item, f"{path}[{n}]", refused) for n, item in enumerate(given)]
    return [claim.model_dump() for claim in sound if claim]


def _validated(shape: type[Shape], item: Any, path: str, refused: list[Refused]) -> Shape | None:
    try:
        return shape.model_validate(item)
    except ValidationError as exc:
        first = exc.errors()[0]
        refused.append(Refused(path, f"{'.'.join(map(str, first['loc'])) or 'item'}: {first['msg']}", item))
        return None


def _inline(node: Any, definitions: dict[str, Any]) -> Any:
    """References replaced by what they point at; titles and defaults left out; every key of an object required."""
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = _inline(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
        return {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    kept = {
        key: {name: _inline(value, definitions) for name, value in inner.items()}
        if key == "properties"
        else _inline(inner, definitions)
        for key, inner in node.items()
        if key not in {"title", "default"}
    }
    if kept.get("type") == "object":
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    return kept
