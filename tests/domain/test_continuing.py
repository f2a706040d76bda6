"""A document of an order goes on with the one of before that it is, whatever its path is called now."""

from __future__ import annotations

import pytest

from decompose.domain.continuing import Text, continued, runs_of

BELLS = "Kelp rings the harbour bell at noon. Kelp counts the boats that leave before the tide turns."
LONGER = BELLS + " It writes down when each of them comes home again."
ONE_WORD = BELLS.replace("harbour bell", "old harbour bell")
PART = "Kelp rings the harbour bell at noon. Whales are heard by night and followed far out to the sea by sound."
MAPS = "Sand draws charts of shallow water for people who row."


def texts(**said: str) -> list[Text]:
    return [Text(origin, text, runs_of(text)) for origin, text in said.items()]


@pytest.mark.parametrize(
    ("before", "given", "goes_on"),
    [
        ({"a": BELLS}, {"a": BELLS}, {"a": "a"}),
        ({"a": BELLS}, {"a": MAPS}, {"a": "a"}),
        ({"a": BELLS}, {"b": BELLS}, {"a": "b"}),
        ({"a": BELLS}, {"b": LONGER}, {"a": "b"}),
        ({"a": BELLS}, {"b": ONE_WORD}, {"a": "b"}),
        ({"a": LONGER}, {"b": BELLS}, {"a": "b"}),
        ({"a": BELLS}, {"b": PART}, {}),
        ({"a": BELLS}, {"b": MAPS}, {}),
        ({"a": BELLS}, {"a": BELLS, "b": LONGER}, {"a": "a"}),
        ({"a": BELLS}, {"a": MAPS, "b": BELLS}, {"a": "b"}),
        ({"a": BELLS, "b": MAPS}, {"a": MAPS, "b": BELLS}, {"a": "b", "b": "a"}),
        ({"a": BELLS, "b": MAPS}, {"c": BELLS + MAPS}, {"a": "c", "b": "c"}),
        ({"a": BELLS}, {"b": PART, "c": LONGER}, {"a": "c"}),
    ],
    ids=[
        "stays",
        "says something else",
        "renamed",
        "renamed and longer",
        "renamed with a word more",
        "renamed and shorter",
        "another that says some of it",
        "another",
        "both are there",
        "renamed, and its name given to another",
        "changed names",
        "two became one",
        "to the likest",
    ],
)
def test_a_text_is_known_again(before: dict[str, str], given: dict[str, str], goes_on: dict[str, str]) -> None:
    assert continued(texts(**given), texts(**before)) == goes_on


def test_what_says_the_same_as_another_of_the_order_goes_on_with_nothing() -> None:
    """Not even with what its own path told before."""
    assert continued(texts(a=MAPS, b=MAPS), texts(a=BELLS, b=MAPS)) == {"b": "b"}
    assert continued(texts(b=BELLS, c=BELLS), texts(a=BELLS, c=MAPS)) == {"a": "b"}
    assert continued(texts(b=BELLS, a=BELLS), texts(a=BELLS)) == {"a": "a"}


def test_what_was_out_of_sight_goes_on_where_nothing_in_sight_does() -> None:
    assert continued(texts(b=BELLS), [], texts(a=BELLS)) == {"a": "b"}
    assert continued(texts(b=LONGER), [], texts(a=BELLS)) == {"a": "b"}
    assert continued(texts(b=BELLS), texts(b=MAPS), texts(a=BELLS)) == {"b": "b"}
    assert continued(texts(b=BELLS), texts(a=BELLS), texts(b=MAPS)) == {"a": "b"}


def test_short_texts_are_known_again_as_a_whole() -> None:
    assert continued([Text("b", "1", runs_of("Two words"))], [Text("a", "2", runs_of("two  WORDS."))]) == {"a": "b"}
    assert continued([Text("b", "1", runs_of(""))], [Text("a", "2", runs_of(""))]) == {}
