"""The queue goes out as lines and comes back as decisions, each held to the rules of the desk."""

from __future__ import annotations

import json

import pytest

from decompose.domain.review import ItemStatus
from decompose.services.exchange import Exchange
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
WRONG = [f"Tide stores {count} readings in a file." for count in (2, 3, 4)]
INVENTED = "Tide sorts readings."


@pytest.fixture
def desk(world: World) -> World:
    claims = [claim(STORES), *(claim(words, STORES) for words in WRONG), claim(INVENTED, "Tide sorts it nicely.")]
    world.llm.says("tide", answer(record("storage", *claims)), "no repair")
    world.ingest(world.document("tide.md", "# Tide", STORES))
    return world


@pytest.fixture
def exchange(desk: World) -> Exchange:
    return desk.workspace.exchange


def test_what_waits_goes_out_with_what_is_needed_to_decide_it(desk: World, exchange: Exchange) -> None:
    lines = list(exchange.lines("tide"))
    assert [line["id"] for line in lines] == [item.id for item in desk.review.waiting("tide")]
    [wrong] = [line for line in lines if line["sentence"] == WRONG[0]]
    assert (wrong["revision"], wrong["quotes"], wrong["objections"]) == (
        1,
        [STORES],
        ["numbers: “2” is not in the quote"],
    )


def test_decisions_come_back_and_a_second_time_decide_nothing(desk: World, exchange: Exchange) -> None:
    ids = [desk.item(words).id for words in WRONG]
    edit = {"action": "edit", "text": "Tide stores readings.", "quotes": [STORES]}
    lines = [
        json.dumps({"id": ids[0], "revision": 1, "action": "accept", "by": "adam"}),
        "",
        json.dumps({"id": ids[1], "revision": 1, "action": "reject", "reason_code": "wrong_number"}),
        json.dumps({"id": ids[2], "revision": 1} | edit),
    ]
    assert exchange.take(lines, by="eve").decided == 3
    assert [desk.review.item(item).status for item in ids] == [
        ItemStatus.ACCEPTED,
        ItemStatus.REJECTED,
        ItemStatus.EDITED,
    ]
    assert [desk.review.item(item).decided.by for item in ids] == ["adam", "eve", "eve"]
    before = desk.tables()
    again = exchange.take(lines, by="eve")
    assert (again.decided, [number for number, _ in again.refused]) == (0, [1, 3, 4])
    assert desk.tables() == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is no JSON object"),
        ('{"id": "x", "revision": 1}', "action is missing"),
        ('{"id": "x", "action": "skip"}', "revision is missing"),
        ('{"id": 3, "revision": 1, "action": "skip"}', "id is no text"),
        ('{"id": "x", "revision": "one", "action": "skip"}', "revision is no number"),
        ('{"id": "x", "revision": 1, "action": ["skip"]}', "action is no text"),
        ('{"id": "x", "revision": 1, "action": "undo"}', "“undo” is not one of accept, edit, reject, skip"),
        ('{"id": "x", "revision": 1, "action": "edit", "text": 5}', "text is no text"),
        ('{"id": "x", "revision": 1, "action": "edit", "text": "a", "quotes": "a"}', "quotes is no list of texts"),
    ],
)
def test_a_line_of_the_wrong_form_is_told_what_it_lacks(exchange: Exchange, line: str, why: str) -> None:
    [(number, told)] = exchange.take([line], by="eve").refused
    assert number == 1
    assert told.startswith(f"this is no decision: {why}")
    assert 'a line is {"id", "revision", "action": accept|edit|reject|skip}' in told


def test_a_line_that_cannot_be_carried_out_is_refused_alone(desk: World, exchange: Exchange) -> None:
    good = {"id": desk.item(WRONG[0]).id, "revision": 1, "action": "accept"}
    wrong = [
        "{",
        "[]",
        "7",
        json.dumps(good | {"action": "burn"}),
        json.dumps(good | {"action": "undo"}),
        json.dumps(good | {"revision": None}),
        json.dumps(good | {"id": "item-0"}),
        json.dumps(good | {"id": desk.item(INVENTED).id}),
        json.dumps(good | {"action": "reject", "reason_code": "ugly"}),
        json.dumps({"id": good["id"]}),
    ]
    taken = exchange.take([*wrong, json.dumps(good)], by="eve")
    assert (taken.decided, len(taken.refused)) == (1, len(wrong))
