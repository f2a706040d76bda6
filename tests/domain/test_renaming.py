"""What is kept of a pair under another slug of one of its artifacts: the same, from the other side where it turns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from decompose.domain.catalog import Change, Moved
from decompose.domain.renaming import Renaming
from decompose.domain.write_up.sentences import Written

TURNING = Renaming("ebb", "zephyr", "tide", {"cap-1": "cap-9"})
STAYING = Renaming("ebb", "beach", "tide", {"cap-1": "cap-9"})


def test_the_pair_turns_where_its_order_does() -> None:
    assert (STAYING.pair, STAYING.is_turned) == (("beach", "tide"), False)
    assert (TURNING.pair, TURNING.is_turned) == (("tide", "zephyr"), True)


@pytest.mark.parametrize(
    ("change", "turned"),
    [
        (Change("a.rank", 1, 2), Change("b.rank", 1, 2)),
        (Change("b.claims.x", "one", None), Change("a.claims.x", "one", None)),
        (Change("alignment.only_a", 0, 1), Change("alignment.only_b", 0, 1)),
        (Change("alignment.only_b", 0, 1), Change("alignment.only_a", 0, 1)),
        (Change("alignment.both", 0, 1), Change("alignment.both", 0, 1)),
        (Change("alignment.pairs", None, [["x", "y"]]), Change("alignment.pairs", None, [["y", "x"]])),
        (Change("policy.lead", 0.1, 0.2), Change("policy.lead", 0.1, 0.2)),
    ],
)
def test_an_entry_of_the_log_names_the_side_that_moved(change: Change, turned: Change) -> None:
    entry = Moved(datetime(2026, 3, 1, tzinfo=UTC), "ebb", "tide", (change,))
    after = TURNING.moved(entry)
    assert (after.was, after.now, after.because) == ("zephyr", "tide", (turned,))
    assert STAYING.moved(entry).because == (change,)


def test_a_sentence_says_the_same_of_the_same_sides() -> None:
    text = "{a.name} has {row.cap-1.a}, {b.name} {row.cap-1.b} and {row.cap-2}, by {gap} and {b.price.usd}."
    rests_on = {"rank": "a > b", "row.cap-1": "both", "row.cap-2": "only b", "a.claims.x": "f00", "row.cap-3": None}
    turned = TURNING.written(Written(2, text, rests_on, "llm"))
    assert turned == Written(
        2,
        "{b.name} has {row.cap-9.b}, {a.name} {row.cap-9.a} and {row.cap-2}, by {gap} and {a.price.usd}.",
        {"rank": "a < b", "row.cap-9": "both", "row.cap-2": "only a", "b.claims.x": "f00", "row.cap-3": None},
        "llm",
    )
    assert STAYING.written(Written(2, text, rests_on, "llm")).text == text
    back = Renaming("zephyr", "ebb", "tide", {"cap-9": "cap-1"})
    assert back.written(turned).rests_on == rests_on
