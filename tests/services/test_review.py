"""The queue at work: what each decision does to what readers see, and what the trail says of it."""

from __future__ import annotations

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.review import Action, ItemStatus, Why
from decompose.errors import DecisionRefusedError, UnknownSubjectError
from decompose.services.review import Said
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
WRONG = "Tide stores 9 readings in a file."
INVENTED = "Tide sorts readings."


@pytest.fixture
def desk(world: World) -> World:
    """Tide with a sentence that stands, one with a wrong number, and one without a quote."""
    said = answer(
        record("storage of readings", claim(STORES), claim(WRONG, STORES), claim(INVENTED, "Tide sorts it all nicely."))
    )
    world.llm.says("tide", said, *["no repair of the invented quote"] * 2)
    path = world.document("tide.md", "# Tide", STORES, "Tide sorts readings by buoy.")
    world.ingest(path)
    return world


def public(world: World) -> list[str]:
    return world.texts("tide", public=True)


def test_what_waits_is_listed_the_riskiest_first(desk: World) -> None:
    assert [item.new for item in desk.review.waiting("tide")] == [INVENTED, WRONG, "not stated"]
    assert {item.artifact for item in desk.review.waiting()} == {"tide", "noise-one", "noise-two"}


def test_everything_lists_what_stands_as_well(desk: World) -> None:
    statuses = {item.new: item.status for item in desk.review.everything("tide")}
    assert statuses[STORES] is ItemStatus.NONE
    assert statuses[WRONG] is ItemStatus.OPEN


def test_an_accepted_sentence_is_published_and_keeps_its_reasons(desk: World) -> None:
    item = desk.item(WRONG)
    outcome = desk.review.accept(item.id, by="eve")
    assert outcome.item.status is ItemStatus.ACCEPTED
    assert WRONG in public(desk)
    [shown] = [
        one for record in desk.show("tide", public=True).capabilities for one in record.claims if one.text == WRONG
    ]
    assert [reason.check for reason in shown.reasons] == ["numbers"]
    assert shown.decided
    assert (shown.decided.by, shown.decided.at, shown.decided.action) == ("eve", desk.clock.now, "accept")


def test_a_sentence_without_a_located_quote_cannot_be_accepted(desk: World) -> None:
    before = desk.tables()
    with pytest.raises(DecisionRefusedError, match="none of its quotes is in the source; edit it with a quote"):
        desk.review.accept(desk.item(INVENTED).id, by="eve")
    assert desk.tables() == before


def test_an_edit_with_a_quote_is_published_as_the_editors_own(desk: World) -> None:
    item = desk.item(INVENTED)
    desk.review.edit(item.id, by="eve", text="Tide sorts by buoy.", quotes=["Tide sorts readings by buoy."])
    assert "Tide sorts by buoy." in public(desk)
    [shown] = [one for record in desk.show("tide").capabilities for one in record.claims if one.edited]
    assert (shown.status.value, shown.evidence[0].quote) == ("verified", "Tide sorts readings by buoy.")


def test_an_edit_with_a_quote_is_published_even_where_a_check_objects(desk: World) -> None:
    desk.review.edit(
        desk.item(INVENTED).id, by="eve", text="Tide sorts 7 ways.", quotes=["Tide sorts readings by buoy."]
    )
    assert "Tide sorts 7 ways." in public(desk)


def test_an_edit_without_a_quote_stands_on_the_quotes_of_before_where_no_check_objects(desk: World) -> None:
    done = desk.review.edit(desk.item(WRONG).id, by="eve", text="Tide stores readings.")
    assert done.item.status is ItemStatus.EDITED
    assert [one.quote for one in done.item.evidence] == [STORES]
    assert "Tide stores readings." in public(desk)


def test_an_edit_without_a_quote_waits_where_the_quotes_of_before_do_not_carry_it(desk: World) -> None:
    done = desk.review.edit(desk.item(WRONG).id, by="eve", text="Tide stores 12 readings in a file.")
    assert done.item.status is ItemStatus.OPEN
    assert done.item.pending
    assert done.item.pending.reasons[0].check == "no_quote"
    assert public(desk) == [STORES]
    said = desk.review.edit(done.item.id, by="eve", text="Tide stores 12 readings in a file.", quotes=[STORES])
    assert said.item.status is ItemStatus.EDITED
    assert "Tide stores 12 readings in a file." in public(desk)


def test_an_edit_without_a_quote_of_its_own_stands_on_the_claims(desk: World) -> None:
    desk.review.edit(desk.item(WRONG).id, by="eve", text="Tide keeps readings in a file.")
    assert "Tide keeps readings in a file." in public(desk)
    assert WRONG not in public(desk)


def test_an_edit_whose_quote_is_nowhere_is_kept_and_stays_in_the_queue(desk: World) -> None:
    item = desk.item(WRONG)
    outcome = desk.review.edit(item.id, by="eve", text="Tide keeps it.", quotes=["never said"])
    assert outcome.item.status is ItemStatus.OPEN
    assert "Tide keeps it." not in public(desk)
    assert desk.review.item(item.id).pending.text == "Tide keeps it."
    assert item.id in [waiting.id for waiting in desk.review.waiting("tide")]


def test_a_rejected_sentence_is_gone_for_readers_and_kept_for_editors(desk: World) -> None:
    item = desk.item(STORES)
    outcome = desk.review.reject(item.id, by="eve", code="overstated")
    assert (outcome.item.status, outcome.event.reason_code) == (ItemStatus.REJECTED, "overstated")
    assert STORES not in public(desk)
    assert STORES in desk.texts("tide")


@pytest.mark.parametrize(
    ("code", "says"), [("ugly", "“ugly” is no reason"), (None, "a rejection needs a reason"), ("", "needs a reason")]
)
def test_a_rejection_needs_a_known_reason(desk: World, code: str | None, says: str) -> None:
    before = desk.tables()
    with pytest.raises(DecisionRefusedError, match=f"{says}; use one of: not_in_source"):
        desk.review.decide(desk.item(STORES).id, Action.REJECT, by="eve", said=Said(reason_code=code))
    assert desk.tables() == before


def test_a_skip_leaves_an_event_and_nothing_else(desk: World) -> None:
    item = desk.item(WRONG)
    outcome = desk.review.skip(item.id, by="eve")
    assert outcome.item == item == desk.review.item(item.id)
    assert outcome.event.action == "skip"


def test_an_event_holds_the_item_before_and_after(desk: World) -> None:
    item = desk.item(WRONG)
    desk.clock.tick(hours=2)
    event = desk.review.accept(item.id, by="eve").event
    assert (event.who, event.at, event.action, event.item) == ("eve", desk.clock.now, "accept", item.id)
    assert event.before == item
    assert event.after == desk.review.item(item.id)
    assert (event.before.status, event.after.status) == (ItemStatus.OPEN, ItemStatus.ACCEPTED)
    assert event.after.revision == event.before.revision + 1


def test_undo_brings_the_item_back_by_a_new_event(desk: World) -> None:
    item = desk.item(WRONG)
    accepted = desk.review.accept(item.id, by="eve")
    undone = desk.review.undo(item.id, by="adam")
    assert (undone.event.action, undone.event.undoes, undone.event.who) == ("undo", accepted.event.id, "adam")
    assert (undone.item.status, undone.item.decided) == (ItemStatus.OPEN, None)
    assert undone.item.revision == accepted.item.revision + 1
    assert WRONG not in public(desk)


def test_undo_without_an_item_takes_back_this_editors_last_decision(desk: World) -> None:
    desk.review.accept(desk.item(WRONG).id, by="eve")
    desk.review.reject(desk.item(STORES).id, by="eve", code="other")
    desk.review.edit(desk.item("not stated", "tide").id, by="adam", text="cli")
    desk.review.skip(desk.item(INVENTED).id, by="eve")
    assert desk.review.undo(by="eve").item.new == STORES
    assert desk.review.undo(by="eve").item.new == WRONG
    assert desk.show("tide").artifact.kind is Kind.CLI
    with pytest.raises(DecisionRefusedError, match="nothing to undo"):
        desk.review.undo(by="eve")


def test_undo_does_not_sweep_away_what_another_editor_decided_since(desk: World) -> None:
    item = desk.item(WRONG)
    desk.review.accept(item.id, by="eve")
    desk.review.reject(item.id, by="adam", code="wrong_number")
    with pytest.raises(DecisionRefusedError, match="was decided again by adam; undo that first"):
        desk.review.undo(by="eve")
    assert desk.review.item(item.id).status is ItemStatus.REJECTED


def test_a_decision_on_an_old_state_of_the_item_is_refused(desk: World) -> None:
    item = desk.item(WRONG)
    desk.review.reject(item.id, by="adam", code="wrong_number", seen=item.revision)
    with pytest.raises(DecisionRefusedError, match="is at revision 2, the decision was made on 1; look at it again"):
        desk.review.accept(item.id, by="eve", seen=item.revision)


def test_a_decision_cannot_be_made_twice(desk: World) -> None:
    desk.review.accept(desk.item(WRONG).id, by="eve")
    with pytest.raises(DecisionRefusedError, match="undo first"):
        desk.review.accept(desk.item(WRONG).id, by="eve")


def test_decisions_survive_another_ingestion_of_the_same_document(desk: World) -> None:
    desk.review.accept(desk.item(WRONG).id, by="eve")
    desk.review.reject(desk.item(STORES).id, by="eve", code="other")
    desk.review.edit(desk.item(INVENTED).id, by="eve", text="It sorts.", quotes=["Tide sorts readings by buoy."])
    before = public(desk)
    assert before == [WRONG, "It sorts."]
    desk.ingest(redo=True)
    assert public(desk) == before
    assert [item.reason for item in desk.review.waiting("tide")] == [Why.CLASSIFICATION]


def test_a_kind_is_given_by_an_edit_and_taken_back_by_undo(desk: World) -> None:
    item = desk.item("not stated", "tide")
    desk.review.edit(item.id, by="eve", text="MCP server")
    assert desk.show("tide").artifact.kind is Kind.MCP
    desk.review.undo(item.id, by="eve")
    assert desk.show("tide").artifact.kind is None
    with pytest.raises(DecisionRefusedError, match="“teapot” is no kind; use one of agent"):
        desk.review.edit(item.id, by="eve", text="teapot")


def test_a_record_that_is_held_is_published_when_its_item_is_accepted(world: World) -> None:
    twice = answer(record("storage of readings", claim(STORES)), record("readings of storage", claim(STORES)))
    world.told("tide", twice, STORES)
    assert len(world.show("tide", public=True).capabilities) == 1
    [held] = [item for item in world.review.waiting("tide") if item.reason is Why.DUPLICATE]
    with pytest.raises(DecisionRefusedError, match="accepted or rejected"):
        world.review.edit(held.id, by="eve", text="other")
    world.review.accept(held.id, by="eve")
    assert len(world.show("tide", public=True).capabilities) == 2
    world.review.reject(held.id, by="eve", code="duplicate")
    assert len(world.show("tide", public=True).capabilities) == 1


def test_statistics_count_items_and_decisions(desk: World) -> None:
    before = desk.workspace.figures.stats()
    desk.review.accept(desk.item(WRONG).id, by="eve")
    after = desk.workspace.figures.stats()
    assert after.items["accepted"] == before.items.get("accepted", 0) + 1
    assert after.items["open"] == before.items["open"] - 1
    assert after.decisions["accept"] == before.decisions.get("accept", 0) + 1


def test_what_is_not_known_is_named(desk: World) -> None:
    with pytest.raises(UnknownSubjectError, match="no item item-0; see: decompose review list --all"):
        desk.review.item("item-0")
    with pytest.raises(UnknownSubjectError, match="no artifact flow; see: decompose artifacts"):
        desk.review.waiting("flow")


def test_what_leaves_the_queue_by_itself_and_comes_back_is_in_the_trail(world: World) -> None:
    world.told("tide", answer(record("storage", claim(STORES), claim(WRONG, STORES))), STORES)
    item = world.item(WRONG, "tide")
    world.told("tide", answer(record("storage", claim(STORES))), STORES, "Tide is small.")
    assert world.review.item(item.id).status is ItemStatus.NONE
    world.ingest(world.document("tide.md", "# Tide", STORES))
    assert world.review.item(item.id).status is ItemStatus.OPEN
    assert world.review.item(item.id).revision == item.revision + 2
    assert {"withdraw", "return"} <= world.workspace.figures.stats().decisions.keys()
