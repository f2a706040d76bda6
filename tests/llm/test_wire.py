"""An answer is validated item by item: one bad sentence never throws away what was paid for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.llm.wire import AnswerShapeError, answer_schema, parse_answer

CLAIM = {"text": "Tide stores readings.", "quotes": ["stores readings"]}


def record(**given: Any) -> dict[str, Any]:
    return {"name": "storage of readings", "description": [CLAIM], **given}


def parsed(*capabilities: Any, facts: Any = ()):
    return parse_answer(json.dumps({"capabilities": list(capabilities), "facts": list(facts)}))


def objects(node: Any):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    if isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_the_schema_is_strict_and_holds_nothing_that_servers_refuse() -> None:
    schema = answer_schema()
    for node in objects(schema):
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
    words = json.dumps(schema)
    for keyword in ("$ref", "$defs", "default", "maxLength", "minItems", "pattern", "title"):
        assert f'"{keyword}"' not in words


def test_missing_keys_null_and_empty_lists_are_one_value() -> None:
    [bare] = parsed(record()).capabilities
    [full] = parsed(record(limitations=[], unique=None, vs_alternatives=[], best_for=None, intents=None)).capabilities
    assert bare == full


def test_a_bad_claim_is_refused_alone() -> None:
    answer = parsed(record(limitations=[{"text": "No quotes here."}, CLAIM]))
    [capability] = answer.capabilities
    assert [claim.text for claim in capability.limitations] == [CLAIM["text"]]
    assert [refused.path for refused in answer.refused] == ["capabilities[0].limitations[0]"]


def test_a_comparison_without_a_rival_is_refused_alone() -> None:
    answer = parsed(record(vs_alternatives=[CLAIM]))
    assert answer.capabilities[0].vs_alternatives == []
    assert "rival" in answer.refused[0].why


@pytest.mark.parametrize(
    "broken", [{"name": "x"}, {"description": [CLAIM]}, {"name": " ", "description": [CLAIM]}, "words", None]
)
def test_a_record_without_name_or_description_is_refused_and_the_others_stand(broken) -> None:
    answer = parsed(broken, record())
    assert len(answer.capabilities) == 1
    assert answer.refused[-1].path == "capabilities[0]"


def test_a_fact_of_an_unknown_kind_is_refused_alone() -> None:
    answer = parsed(facts=[{"kind": "smell", **CLAIM}, {"kind": "licence", **CLAIM}])
    assert [fact.kind for fact in answer.facts] == ["licence"]
    assert answer.refused[0].path == "facts[0]"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("not JSON", "bad_json"),
        ('{"capabilities": [', "bad_json"),
        ('{"capabilities": ' + "[" * 100_000, "bad_json"),
        ("[]", "bad_schema"),
        ('{"facts": []}', "bad_schema"),
    ],
)
def test_what_is_no_answer_at_all_says_of_what_sort(text: str, outcome: str) -> None:
    with pytest.raises(AnswerShapeError) as caught:
        parse_answer(text)
    assert caught.value.outcome == outcome


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "description", "text", "quotes"]), inner)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=200, derandomize=True)
@given(st.lists(json_values, max_size=3), json_values)
def test_whatever_json_comes_the_usable_part_is_usable(capabilities: list[Any], facts: Any) -> None:
    answer = parse_answer(json.dumps({"capabilities": capabilities, "facts": facts}))
    assert all(capability.name.strip() and capability.description for capability in answer.capabilities)
