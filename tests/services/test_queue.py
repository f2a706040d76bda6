"""The queue at work: its order and filters, who has what open, and many decisions at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select, update

from decompose.domain.matching.events import Trace, Visit
from decompose.domain.queue import Page, Wanted, terms_of
from decompose.domain.review import Action, ItemStatus, ReviewItem, Why
from decompose.errors import BlockedDecisionError, DecisionRefusedError, StaleDecisionError, UnknownSubjectError
from decompose.services.queue import LEASE, Editor, Queue
from decompose.services.review import Said
from decompose.services.rewriting import Part, Rewriting
from decompose.store import matches, queue_terms
from decompose.store.mapping import item_from
from decompose.store.search import index
from decompose.store.tables import AttemptRow, QueueTermRow, ReviewItemRow
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
INVENTED = "Tide sorts readings."
WRONG = [f"Tide stores {count} readings in a file." for count in range(2, 8)]
PARTS = (Part("Tide stores readings."), Part("Tide sorts by buoy.", ("Tide sorts readings by buoy.",)))
EVE, ADAM = Editor("eve", "window-1"), Editor("adam", "window-2")


@pytest.fixture
def desk(world: World) -> World:
    """Tide with a sentence that stands, six with a wrong number, and one without a quote."""
    claims = [claim(STORES), *(claim(words, STORES) for words in WRONG), claim(INVENTED, "Tide sorts it all nicely.")]
    world.llm.says("tide", answer(record("storage of readings", *claims)), *["no repair"] * 2)
    world.ingest(world.document("tide.md", "# Tide", STORES, "Tide sorts readings by buoy."))
    return world


@pytest.fixture
def queue(desk: World) -> Queue:
    return desk.workspace.queue


def all_pages(queue: Queue, wanted: Wanted, limit: int) -> list[ReviewItem]:
    found, cursor = list[ReviewItem](), None
    while True:
        page, total = queue.page(wanted, limit=limit, cursor=cursor)
        found += page.items
        if (cursor := page.next) is None:
            assert len(found) == total
            return found


# -- order and filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_page_by_page_the_queue_is_the_whole_queue_in_its_order(desk: World, queue: Queue, limit: int) -> None:
    assert all_pages(queue, Wanted(), limit) == list(desk.review.waiting())


def opened(world: World, slug: str, *visitors: str, is_bot: bool = False) -> None:
    """Visitors who searched for it and opened what they found."""
    for visitor in visitors:
        search = f"{slug}-{visitor}"
        trace = Trace(
            search, world.clock(), Visit(visitor, "web", is_bot), slug, slug, shown=(slug,), opened=frozenset({slug})
        )
        with world.database.writing() as session:
            matches.add(session, [trace])


def test_of_the_same_risk_what_most_people_read_in_a_week_comes_first(desk: World, queue: Queue) -> None:
    for slug in ("ebb", "flow"):
        stores, wrong = f"{slug.title()} stores readings.", f"{slug.title()} stores 9 readings."
        desk.told(slug, answer(record("storage", claim(stores), claim(wrong, stores))), stores)

    def order() -> list[str]:
        items, _ = queue.page(Wanted(flag="numbers"), limit=100)
        return list(dict.fromkeys(item.artifact for item in items.items if item.artifact in ("ebb", "flow", "tide")))

    assert order() == ["ebb", "flow", "tide"]
    opened(desk, "tide", "ann", "ben", "cat")
    opened(desk, "flow", "ann", "ben")
    opened(desk, "flow", "crawler", "spider", is_bot=True)
    desk.workspace.regenerate.run()
    assert order() == ["tide", "flow", "ebb"]
    assert [desk.item("Flow stores 9 readings.").readers, desk.item("Ebb stores 9 readings.").readers] == [2, 0]
    desk.told("flow", answer(record("more", claim("Flow keeps 7 tides.", "Flow keeps tides."))), "Flow keeps tides.")
    assert desk.item("Flow keeps 7 tides.").readers == 2
    desk.review.reject(desk.item("Flow keeps 7 tides.").id, by="eve", code="other")
    desk.review.undo(desk.item("Flow keeps 7 tides.").id, by="eve")
    assert order() == ["tide", "flow", "ebb"]
    desk.clock.tick(days=8)
    desk.workspace.regenerate.run()
    assert order() == ["ebb", "flow", "tide"]


def test_an_item_says_what_its_part_of_the_document_cost(desk: World, queue: Queue) -> None:
    [(key, cost)] = {(entry.key, entry.cost) for entry in desk.ledger("tide") if entry.prompt == "decompose"}
    with desk.database.writing() as session:
        session.exec(update(AttemptRow).where(AttemptRow.key == key).values(cost_usd="0.0021"))
    origin = queue.background(desk.item(WRONG[0])).origin
    assert (cost, origin.call_key, origin.cost_usd) == (None, key, Decimal("0.0021"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(artifact="tide", flag="numbers"), sorted(WRONG)),
        (Wanted(artifact="tide", flag="fabricated"), [INVENTED]),
        (Wanted(artifact="tide", flag="number"), []),
        (Wanted(artifact="tide", words="STORES 3"), [WRONG[1]]),
        (Wanted(words="tide sorts"), [INVENTED]),
        (Wanted(words="100%"), []),
        (Wanted(artifact="tide", status=ItemStatus.ACCEPTED), []),
        (Wanted(artifact="tide", prompt="of another prompt"), []),
        (Wanted(artifact="tide", editor="eve"), []),
    ],
)
def test_a_filter_shows_what_it_says(queue: Queue, wanted: Wanted, found: list[str]) -> None:
    page, total = queue.page(wanted, limit=50)
    assert sorted(item.new for item in page.items) == found
    assert total == len(found)


@pytest.mark.parametrize("rare", [0, 10_000])
def test_a_word_is_looked_up_or_looked_for_along_the_queue_and_both_find_the_same(
    desk: World, queue: Queue, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr(queue_terms, "RARE", rare)
    stores = [item for item in desk.review.waiting("tide") if "stores" in item.new]
    assert len(stores) == len(WRONG)
    assert all_pages(queue, Wanted(words="stor", artifact="tide"), 2) == stores
    wrong = [item for item in stores if item.new in WRONG]
    assert all_pages(queue, Wanted(words="readings tide", flag="numbers", reason=Why.UNSUPPORTED), 3) == wrong
    second = wrong[1]
    seen = queue.look(Wanted(words="file", flag="numbers", artifact="tide"), second.id, EVE)
    assert (seen.previous, seen.next, seen.waiting) == (wrong[0].id, wrong[2].id, len(wrong))
    assert queue.claim(EVE, limit=9, wanted=Wanted(words="3", artifact="tide"))[0].new == WRONG[1]
    for nothing in ("tories", "★", "stores paints"):
        assert queue.page(Wanted(words=nothing), limit=9) == (Page((), None), 0)


def terms_hold(world: World) -> bool:
    """Whether the queue is asked by what its items say now."""
    with world.database.reading() as session:
        terms = set(session.exec(select(QueueTermRow.item_id, QueueTermRow.term)).all())
        items = [item_from(row) for row in session.exec(select(ReviewItemRow)).all()]
    return terms == {(item.id, term) for item in items for term in terms_of(item)}


@pytest.mark.slow
def test_an_item_is_found_by_what_it_says_whatever_became_of_it(desk: World, queue: Queue) -> None:
    edited, rejected, referred = (desk.item(words) for words in WRONG[:3])
    desk.review.edit(edited.id, by="eve", text="Tide keeps readings.", quotes=[STORES])
    assert terms_hold(desk)
    desk.review.reject(rejected.id, by="eve", code="other")
    desk.review.undo(rejected.id, by="eve")
    desk.review.decide(referred.id, Action.REFER, by="eve")
    desk.review.skip(desk.item(STORES).id, by="eve")
    desk.told("tide", answer(record("storage", claim("Tide sorts readings by hour."))), "Tide sorts readings by hour.")
    assert terms_hold(desk)
    desk.workspace.publishing.rename("tide", "harbour-tide")
    assert terms_hold(desk)
    assert {item.artifact for item in queue.page(Wanted(words="harb", status=None), limit=50)[0].items} == {
        "harbour-tide"
    }


def test_rare_words_cost_no_walk_through_the_queue(desk: World, queue: Queue) -> None:
    """Whatever is asked for a rare word, no step of any plan goes through items by their place or their status."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    queue.look(Wanted(words="sorts"), None, EVE)
    queue.page(Wanted(words="sorts", flag="fabricated"), limit=10)
    event.remove(desk.database.engine, "before_cursor_execute", note)
    about = [one for one in asked if "queue_term" in one[0] and "FROM review_item" in one[0]]
    assert len(about) >= 5
    if desk.database.is_sqlite:
        with desk.database.engine.connect() as connection:
            for statement, parameters in about:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                steps = [str(row[-1]) for row in plan if "review_item" in str(row[-1])]
                assert steps
                assert all("(id=?)" in step for step in steps), steps


def test_a_filter_by_prompt_shows_what_was_made_with_it(queue: Queue) -> None:
    [prompt] = queue.prompts()
    page, _ = queue.page(Wanted(prompt=prompt, artifact="tide"), limit=50)
    assert len(page.items) == 7


def test_a_filter_by_age_and_editor(desk: World, queue: Queue) -> None:
    came = desk.clock.now
    desk.clock.tick(days=3)
    assert queue.page(Wanted(artifact="tide", before=came), limit=50)[1] == 8
    desk.clock.tick(days=-4)
    assert queue.page(Wanted(artifact="tide", before=desk.clock.now), limit=50)[1] == 0
    desk.review.skip(desk.item(WRONG[0]).id, by="eve")
    assert [item.new for item in queue.page(Wanted(editor="eve"), limit=50)[0].items] == [WRONG[0]]


def test_an_artifact_that_is_not_known_is_named(queue: Queue) -> None:
    with pytest.raises(UnknownSubjectError, match="no artifact ebb"):
        queue.page(Wanted(artifact="ebb"), limit=1)


def test_an_item_stands_between_its_neighbours(desk: World, queue: Queue) -> None:
    order = [item.id for item in desk.review.waiting("tide")]
    wanted = Wanted(artifact="tide")
    for before, one, after in zip([None, *order], order, [*order[1:], None], strict=False):
        seen = queue.look(wanted, one, EVE)
        assert seen
        assert (seen.previous, seen.item.id, seen.next, seen.waiting) == (before, one, after, len(order))
    first = queue.look(wanted, None, EVE)
    assert first
    assert first.item.id == order[0]
    assert queue.look(Wanted(words="nothing of the sort"), None, EVE) is None
    assert [queue.next_after(wanted, one, EVE) for one in order] == [*order[1:], order[0]]


def test_filters_are_kept_by_editor_and_name(queue: Queue) -> None:
    queue.save_filter("eve", "numbers", {"flag": "numbers"})
    queue.save_filter("eve", "numbers", {"flag": "names"})
    queue.save_filter("adam", "numbers", {"flag": "scope"})
    assert queue.filters("eve") == (("numbers", {"flag": "names"}),)
    queue.forget_filter("eve", "numbers")
    assert (queue.filters("eve"), len(queue.filters("adam"))) == ((), 1)


# -- leases ------------------------------------------------------------------------------------------------


def test_what_somebody_has_open_another_cannot_decide(desk: World, queue: Queue) -> None:
    item = desk.item(WRONG[0])
    held = queue.hold(item.id, EVE)
    assert held.lease
    assert (held.lease.by, held.lease.until) == ("eve", desk.clock.now + LEASE)
    with pytest.raises(StaleDecisionError, match=r"open before eve until \d\d:\d\d UTC") as refused:
        desk.review.decide(item.id, Action.ACCEPT, by="adam", said=Said(sitting="window-2"))
    assert refused.value.current == desk.review.item(item.id)
    with pytest.raises(StaleDecisionError):
        desk.review.decide(item.id, Action.ACCEPT, by="eve", said=Said(sitting="window-9"))
    assert queue.hold(item.id, ADAM).lease == held.lease
    desk.review.skip(item.id, by="adam")
    done = desk.review.decide(item.id, Action.ACCEPT, by="eve", said=Said(sitting="window-1")).item
    assert (done.status, done.lease) == (ItemStatus.ACCEPTED, None)


def test_a_lease_that_is_not_renewed_ends(desk: World, queue: Queue) -> None:
    item = desk.item(WRONG[0])
    queue.hold(item.id, EVE)
    desk.clock.tick(minutes=9)
    queue.hold(item.id, EVE)
    desk.clock.tick(minutes=9)
    assert queue.hold(item.id, ADAM).lease.by == "eve"
    desk.clock.tick(minutes=1)
    assert queue.look(Wanted(), item.id, EVE).item.lease is None
    assert desk.review.accept(item.id, by="adam").item.status is ItemStatus.ACCEPTED


def test_whoever_waits_for_an_item_can_ask_for_it(desk: World, queue: Queue) -> None:
    item = desk.item(WRONG[0])
    queue.hold(item.id, EVE)
    assert queue.ask_for(item.id, ADAM).lease.wanted_by == "adam"
    assert queue.hold(item.id, EVE).lease.wanted_by == "adam"
    queue.release(EVE)
    held = queue.hold(item.id, ADAM)
    assert (held.lease.by, held.lease.wanted_by) == ("adam", None)


def test_a_window_has_one_item_open(desk: World, queue: Queue) -> None:
    first, second = desk.item(WRONG[0]), desk.item(WRONG[1])
    queue.hold(first.id, EVE)
    queue.hold(second.id, EVE)
    assert queue.hold(first.id, ADAM).lease.by == "adam"


def test_the_queue_leads_to_what_nobody_else_has_open(desk: World, queue: Queue) -> None:
    first, second, third, *_ = [item.id for item in desk.review.waiting("tide")]
    wanted = Wanted(artifact="tide")
    queue.hold(first, ADAM)
    assert queue.look(wanted, None, EVE).item.id == second
    assert queue.look(wanted, None, ADAM).item.id == first
    queue.hold(second, Editor("eve", "window-9"))
    assert queue.look(wanted, None, EVE).item.id == third
    assert queue.next_after(wanted, first, EVE) == third


def test_an_editor_takes_over_what_he_has_open_elsewhere(desk: World, queue: Queue) -> None:
    item = desk.item(WRONG[0])
    queue.hold(item.id, Editor("eve", "window-9"))
    assert queue.ask_for(item.id, EVE).lease.sitting == "window-1"
    with pytest.raises(StaleDecisionError):
        desk.review.decide(item.id, Action.ACCEPT, by="eve", said=Said(sitting="window-9"))


def test_who_has_an_item_open_is_no_reason_to_look_what_can_be_found_of_its_artifact(
    desk: World, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[str] = []
    monkeypatch.setattr(index, "_renew_records", lambda _session, slug, _records: bool(renewed.append(slug) or True))
    item = desk.item(WRONG[0])
    queue.hold(item.id, EVE)
    queue.ask_for(item.id, ADAM)
    desk.clock.tick(minutes=1)
    queue.hold(item.id, EVE)
    queue.release(EVE)
    assert len(queue.claim(ADAM, limit=3)) == 3
    assert renewed == []
    desk.review.accept(item.id, by="eve")
    assert renewed == ["tide"]


def test_what_does_not_wait_needs_no_lease(desk: World, queue: Queue) -> None:
    assert queue.hold(desk.item(STORES).id, EVE).lease is None


def test_claimed_items_are_handed_out_once(desk: World, queue: Queue) -> None:
    every = {item.id for item in desk.review.waiting()}
    names = [Editor(f"editor-{number}") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda who: queue.claim(who, limit=3), names))
    given = [item.id for batch in batches for item in batch]
    assert len(given) == len(set(given)) == min(12, len(every))
    assert set(given) <= every
    assert {item.lease.by for batch in batches for item in batch} <= {who.name for who in names}
    desk.clock.tick(minutes=10)
    assert len(queue.claim(EVE, limit=100)) == len(every)


# -- the whole filter --------------------------------------------------------------------------------------


def test_the_whole_filter_is_accepted_when_its_number_is_confirmed(desk: World, queue: Queue) -> None:
    wanted = Wanted(artifact="tide")
    queue.hold(desk.item(WRONG[0]).id, ADAM)
    count, _ = queue.acceptable(wanted, EVE)
    assert count == 5
    before = desk.tables()
    for wrong in (4, 6):
        with pytest.raises(StaleDecisionError, match=f"5 items can be decided now, not {wrong}"):
            queue.decide_all(wanted, Action.ACCEPT, EVE, confirmed=wrong)
    assert desk.tables() == before
    assert queue.decide_all(wanted, Action.ACCEPT, EVE, confirmed=count) == 5
    left = {item.new for item in desk.review.waiting("tide")}
    assert left == {WRONG[0], INVENTED, "not stated"}
    events, _ = queue.events(limit=5)
    assert {(event.who, event.action) for event in events} == {("eve", "accept")}


def test_of_the_whole_filter_those_are_decided_that_were_seen_and_no_others(desk: World, queue: Queue) -> None:
    wanted = Wanted(artifact="tide")
    desk.review.accept(desk.item(WRONG[0]).id, by="adam")
    count, mark = queue.acceptable(wanted, EVE)
    desk.review.accept(desk.item(WRONG[1]).id, by="adam")
    desk.review.undo(desk.item(WRONG[0]).id, by="adam")
    assert queue.acceptable(wanted, EVE)[0] == count
    before = desk.tables()
    with pytest.raises(StaleDecisionError, match="the 5 items are not those that you saw; look again and confirm"):
        queue.decide_all(wanted, Action.ACCEPT, EVE, confirmed=count, mark=mark)
    assert desk.tables() == before
    assert queue.decide_all(wanted, Action.ACCEPT, EVE, confirmed=count, mark=queue.acceptable(wanted, EVE)[1]) == 5


def test_the_whole_filter_is_rejected_for_one_reason(queue: Queue) -> None:
    wanted = Wanted(flag="numbers", artifact="tide")
    assert queue.decide_all(wanted, Action.REJECT, EVE, confirmed=6, reason_code="wrong_number") == 6
    for action, code in ((Action.REJECT, "ugly"), (Action.EDIT, None)):
        with pytest.raises(BlockedDecisionError):
            queue.decide_all(wanted, action, EVE, confirmed=0, reason_code=code)


# -- undo --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_sitting_is_undone_as_a_whole_and_no_other(desk: World) -> None:
    before = {item.id: replace(item, revision=0) for item in desk.review.everything("tide")}
    review = desk.review
    for words in WRONG[:3]:
        review.decide(desk.item(words).id, Action.ACCEPT, by="eve", said=Said(sitting="window-1"))
    review.decide(desk.item(WRONG[3]).id, Action.ACCEPT, by="eve", said=Said(sitting="window-9"))
    review.decide(desk.item(WRONG[0]).id, Action.REJECT, by="adam", said=Said(reason_code="other"))
    undone, refused = review.undo_sitting(by="eve", sitting="window-1")
    assert len(undone) == 2
    assert "was decided again by adam" in refused[0]
    review.undo(by="adam")
    assert len(review.undo_sitting(by="eve", sitting="window-1")[0]) == 1
    review.undo(by="eve")
    assert {item.id: replace(item, revision=0) for item in review.everything("tide")} == before


def test_undo_goes_back_through_one_window(desk: World) -> None:
    for words, window in ((WRONG[0], "a"), (WRONG[1], "a"), (WRONG[2], "b")):
        desk.review.decide(desk.item(words).id, Action.ACCEPT, by="eve", said=Said(sitting=window))
    undone = [desk.review.undo(by="eve", said=Said(sitting="a")).item.new for _ in range(2)]
    assert undone == [WRONG[1], WRONG[0]]
    with pytest.raises(DecisionRefusedError, match="nothing to undo"):
        desk.review.undo(by="eve", said=Said(sitting="a"))


# -- remarks and second opinions ---------------------------------------------------------------------------


def test_a_comment_stays_in_the_trail_and_changes_nothing(desk: World, queue: Queue) -> None:
    item = desk.item(WRONG[0])
    desk.review.decide(item.id, Action.COMMENT, by="eve", said=Said(comment="See the table."))
    assert desk.review.item(item.id) == item
    [event], _ = queue.events(limit=1, item=item.id)
    assert (event.action, event.comment, event.who) == ("comment", "See the table.", "eve")
    with pytest.raises(BlockedDecisionError, match="a comment needs its words"):
        desk.review.decide(item.id, Action.COMMENT, by="eve", said=Said(comment=" "))


def test_whoever_asks_for_a_second_opinion_does_not_give_it(desk: World) -> None:
    item = desk.item(WRONG[0])
    desk.review.decide(item.id, Action.REFER, by="eve")
    with pytest.raises(BlockedDecisionError, match="another editor decides, or undo the question"):
        desk.review.accept(item.id, by="eve")
    assert desk.review.accept(item.id, by="adam").item.referred_by is None


def test_with_a_second_editor_asked_for_an_edit_waits_for_one(desk: World) -> None:
    review = replace(desk.review, needs_second=True)
    item, words = desk.item(INVENTED), "Tide sorts by buoy."
    waiting = review.edit(item.id, by="eve", text=words, quotes=["Tide sorts readings by buoy."]).item
    assert (waiting.status, waiting.pending.by) == (ItemStatus.OPEN, "eve")
    assert words not in desk.texts("tide", public=True)
    with pytest.raises(BlockedDecisionError, match="which waits for another editor"):
        review.accept(item.id, by="eve")
    done = review.accept(item.id, by="adam").item
    assert (done.status, done.decided.by) == (ItemStatus.EDITED, "adam")
    assert words in desk.texts("tide", public=True)


# -- two made one, one made two ----------------------------------------------------------------------------


def test_a_duplicate_gives_its_evidence_to_the_sentence_that_stays(desk: World) -> None:
    kept, gone = desk.item(STORES), desk.item(WRONG[0])
    rejected, stays = desk.workspace.rewriting.merge(gone.id, kept.id, by="eve", said=Said(gone.revision))
    assert (rejected.item.status, rejected.event.reason_code) == (ItemStatus.REJECTED, "duplicate")
    assert (stays.item.status, stays.item.new) == (ItemStatus.EDITED, STORES)
    assert set(gone.evidence) <= set(stays.item.evidence)
    assert desk.texts("tide", public=True) == [STORES]


def test_only_what_is_of_one_artifact_is_merged(desk: World) -> None:
    item = desk.item(WRONG[0])
    for other in (item.id, desk.item("The noise-one hums 9 times.").id):
        with pytest.raises(BlockedDecisionError, match="can be merged into another sentence of tide alone"):
            desk.workspace.rewriting.merge(item.id, other, by="eve", said=Said())


def test_a_sentence_is_split_into_sentences_of_their_own(desk: World) -> None:
    item = desk.item(WRONG[0])
    parts = [Part("Tide stores readings."), Part("Tide sorts by buoy.", ("Tide sorts readings by buoy.",))]
    outcomes = desk.workspace.rewriting.split(item.id, parts, by="eve", said=Said(item.revision))
    assert [outcome.item.status for outcome in outcomes] == [ItemStatus.EDITED] * 2
    assert {part.text for part in parts} < set(desk.texts("tide", public=True))
    again = desk.item("Tide sorts by buoy.")
    assert again.evidence[0].quote == "Tide sorts readings by buoy."
    desk.review.undo(again.id, by="eve")
    for fewer in ([Part("One.")], [Part("One."), Part("One.")], [Part("One."), Part(" ")]):
        with pytest.raises(BlockedDecisionError, match="two or more different sentences"):
            desk.workspace.rewriting.split(item.id, fewer, by="eve", said=Said())


@pytest.mark.parametrize("sentence", [STORES, WRONG[0]])
@pytest.mark.parametrize("is_by_part", [False, True])
def test_one_undo_takes_a_split_back_and_the_added_sentence_is_nobodys(
    desk: World, sentence: str, *, is_by_part: bool
) -> None:
    before, whole = desk.show("tide", public=True), desk.item(sentence)
    for _ in range(2):
        _, part = desk.workspace.rewriting.split(whole.id, PARTS, by="eve", said=Said())
        undone = desk.review.undo(part.item.id if is_by_part else None, by="eve")
        assert undone.item.id == (part.item.id if is_by_part else whole.id)
        assert desk.show("tide", public=True) == before
        assert PARTS[1].text not in desk.texts("tide")
        assert replace(desk.review.item(whole.id), revision=1) == replace(whole, revision=1)
        assert part.item.id not in {item.id for item in desk.review.everything("tide")}
    with pytest.raises(DecisionRefusedError, match="nothing to undo"):
        desk.review.undo(by="eve")


def test_a_split_of_which_a_part_was_decided_again_is_taken_back_as_a_whole_or_not_at_all(desk: World) -> None:
    whole, part = desk.workspace.rewriting.split(desk.item(WRONG[0]).id, PARTS, by="eve", said=Said(sitting="window-1"))
    desk.review.reject(part.item.id, by="bob", code="overstated")
    before = desk.tables()
    with pytest.raises(DecisionRefusedError, match="was decided again by bob"):
        desk.review.undo(by="eve")
    undone, refused = desk.review.undo_sitting(by="eve", sitting="window-1")
    assert (undone, len(refused)) == ((), 1)
    assert desk.tables() == before
    desk.review.undo(by="bob")
    undone, refused = desk.review.undo_sitting(by="eve", sitting="window-1")
    assert ([one.item.id for one in undone], refused) == ([whole.item.id, part.item.id], ())


def test_a_sentence_is_not_split_into_one_that_was_split_from_it_before(desk: World) -> None:
    item = desk.item(WRONG[0])
    desk.workspace.rewriting.split(item.id, PARTS, by="eve", said=Said())
    before = desk.tables()
    with pytest.raises(BlockedDecisionError, match=r"“Tide sorts by buoy\.” was split from .* before"):
        desk.workspace.rewriting.split(item.id, PARTS, by="bob", said=Said())
    assert desk.tables() == before


def test_a_split_publishes_nothing_before_a_second_editor_has_accepted(desk: World) -> None:
    desk.workspace.__dict__["rewriting"] = Rewriting(desk.database, replace(desk.review, needs_second=True))
    before, whole = desk.show("tide", public=True), desk.item(STORES)
    outcomes = desk.workspace.rewriting.split(whole.id, PARTS, by="eve", said=Said())
    assert [outcome.item.status for outcome in outcomes] == [ItemStatus.OPEN] * 2
    assert desk.show("tide", public=True) == before
    for outcome in outcomes:
        desk.review.accept(outcome.item.id, by="bob")
    assert desk.texts("tide", public=True) == [part.text for part in PARTS]
    for _ in outcomes:
        desk.review.undo(by="bob")
    assert desk.show("tide", public=True) == before
    desk.review.undo(by="eve")
    assert desk.review.item(whole.id).pending is None
    assert outcomes[1].item.id not in {item.id for item in desk.review.everything("tide")}


def test_one_undo_takes_a_merge_back(desk: World) -> None:
    kept, gone = desk.item(STORES), desk.item(WRONG[0])
    before = desk.show("tide")
    desk.workspace.rewriting.merge(gone.id, kept.id, by="eve", said=Said())
    assert desk.review.undo(by="eve").item.id == gone.id
    assert desk.show("tide") == before
    assert desk.review.item(gone.id).status is ItemStatus.OPEN


def test_nothing_is_merged_into_a_rejected_sentence(desk: World) -> None:
    kept, gone = desk.item(STORES), desk.item(WRONG[0])
    desk.review.reject(kept.id, by="eve", code="wrong_number")
    before = desk.tables()
    with pytest.raises(BlockedDecisionError, match=f"{kept.id} was rejected by eve, and a merge would publish it"):
        desk.workspace.rewriting.merge(gone.id, kept.id, by="bob", said=Said())
    assert desk.tables() == before


def test_what_changed_since_it_was_seen_gets_nothing_by_a_merge(desk: World) -> None:
    kept, gone = desk.item(STORES), desk.item(WRONG[0])
    desk.review.edit(kept.id, by="eve", text="Tide keeps readings in a file.")
    before = desk.tables()
    with pytest.raises(StaleDecisionError, match=f"{kept.id} is at revision 2, the decision was made on 1"):
        desk.workspace.rewriting.merge(gone.id, kept.id, by="bob", said=Said(), seen_into=kept.revision)
    assert desk.tables() == before
    desk.workspace.rewriting.merge(gone.id, kept.id, by="bob", said=Said(), seen_into=2)
    assert desk.texts("tide", public=True) == ["Tide keeps readings in a file."]


def test_an_edit_that_waits_for_a_second_editor_is_not_lost_by_a_merge(desk: World) -> None:
    reviewing = replace(desk.review, needs_second=True)
    rewriting = Rewriting(desk.database, reviewing)
    kept, gone = desk.item(STORES), desk.item(WRONG[0])
    reviewing.edit(kept.id, by="bob", text="Tide keeps readings in a file.")
    before = desk.tables()
    with pytest.raises(BlockedDecisionError, match=f"{kept.id} holds an edit of bob, which waits"):
        rewriting.merge(gone.id, kept.id, by="eve", said=Said())
    assert desk.tables() == before
    _, stays = rewriting.merge(gone.id, kept.id, by="bob", said=Said())
    assert stays.item.pending
    assert stays.item.pending.text == "Tide keeps readings in a file."


def test_the_parts_of_a_sentence_survive_another_ingestion(desk: World) -> None:
    parts = [Part("Tide stores readings."), Part("Tide sorts by buoy.", ("Tide sorts readings by buoy.",))]
    desk.workspace.rewriting.split(desk.item(WRONG[0]).id, parts, by="eve", said=Said())
    desk.llm.says("tide", answer(record("storage of readings", claim(STORES))))
    desk.ingest(desk.document("tide.md", "# Tide", STORES, "Tide sorts readings by buoy.", "It is small."))
    assert {part.text for part in parts} < set(desk.texts("tide", public=True))


# -- many at once ------------------------------------------------------------------------------------------


def test_of_many_who_decide_the_same_item_one_does(desk: World, queue: Queue) -> None:
    items = [desk.item(words) for words in WRONG]

    def decide(who: int) -> int:
        done = 0
        for item in items:
            try:
                desk.review.decide(item.id, Action.ACCEPT, by=f"editor-{who}", said=Said(item.revision))
                done += 1
            except StaleDecisionError:
                pass
        return done

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(decide, range(6))) == len(items)
    for item in items:
        events, _ = queue.events(limit=50, item=item.id)
        assert [event.action for event in events] == ["accept"]
        assert desk.review.item(item.id).revision == item.revision + 1


def test_a_sentence_that_never_waited_is_decided_once_too(desk: World) -> None:
    item = desk.item(STORES)

    def decide(who: int) -> bool:
        try:
            desk.review.decide(item.id, Action.ACCEPT, by=f"editor-{who}", said=Said(item.revision))
        except StaleDecisionError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(decide, range(6))) == 1
