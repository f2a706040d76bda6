"""What editors reject reaches the next decomposition of that part of the document, and no other call."""

from __future__ import annotations

import pytest

from decompose.domain.rejection import Rejection, by_part
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
WRONG = "Tide stores 9 readings in a file."
INVENTED = "Tide sorts readings by hand."


@pytest.fixture
def told(world: World) -> World:
    world.llm.says(
        "tide",
        answer(record("storage", claim(STORES), claim(WRONG, STORES), claim(INVENTED, "never said"))),
        "no repair",
    )
    world.ingest(world.document("tide.md", "# Tide", STORES))
    world.llm.says("tide", answer(record("storage", claim(STORES))))
    world.llm.requests.clear()
    return world


def test_without_a_rejection_the_call_stays_the_same_call(told: World) -> None:
    told.review.accept(told.item(WRONG).id, by="eve")
    told.ingest(redo=True)
    assert [request.prompt for request in told.llm.requests if request.prompt == "decompose"] == []


def test_a_rejected_sentence_and_its_reason_are_told_to_the_llm(told: World) -> None:
    told.review.reject(told.item(WRONG).id, by="eve", code="wrong_number")
    told.review.reject(told.item(INVENTED).id, by="eve", code="not_in_source")
    told.ingest(redo=True)
    [request] = [request for request in told.llm.requests if request.prompt == "decompose"]
    shown = request.messages[-1].content
    assert f"- {WRONG} (wrong number)" in shown
    assert f"- {INVENTED} (not in source)" in shown
    assert told.texts("tide", public=True) == [STORES]


def test_the_same_rejections_make_the_same_call(told: World) -> None:
    told.review.reject(told.item(WRONG).id, by="eve", code="wrong_number")
    told.ingest(redo=True)
    calls = told.llm.calls
    told.ingest(redo=True)
    assert told.llm.calls == calls


def test_a_rejection_that_was_taken_back_is_told_no_more(told: World) -> None:
    told.review.reject(told.item(WRONG).id, by="eve", code="wrong_number")
    told.review.undo(by="eve")
    told.ingest(redo=True)
    assert [request.prompt for request in told.llm.requests if request.prompt == "decompose"] == []


def test_a_rejection_goes_to_the_part_where_its_quotes_or_most_of_its_words_stand() -> None:
    quoted = Rejection("It is fast.", "overstated", ("maps of *currents*",))
    loose = Rejection("Tide sorts readings by hand.", "not in source", ("never said",))
    texts = ("# Tide\n\nTide sorts and stores readings.", "# Maps\n\n- Draws maps of currents.", "# Licence")
    assert by_part([Rejection("x", "other", ("maps of currents",)), loose], texts) == (
        (loose,),
        (Rejection("x", "other", ("maps of currents",)),),
        (),
    )
    assert by_part([quoted], ()) == ()
    assert by_part(iter(()), texts) == ((), (), ())
