"""Scores move, and exactly the comparisons that they touch are made anew: the same as if all were made from nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.comparison import facts_of
from decompose.domain.matching.events import Visit
from decompose.domain.regeneration import Kept, SideState, new_pair, renewed
from decompose.domain.review import ItemStatus, Why
from decompose.domain.verdict import standing
from decompose.services.inputs import Said
from decompose.services.regenerate import Regenerated, Regenerating
from decompose.store import comparisons
from world import BEGINNING, World, answer, claim, record

SLUGS = ("ebb", "flow", "gale", "tide")
START = ("ebb,0.9,0.9,0.9,,0.9", "flow,0.4,0.4,0.4,,0.4", "gale,0.41,0.4,0.4,,0.4", "tide,0.2,0.2,,,0.2")


@pytest.fixture
def four(world: World) -> World:
    """Four artifacts of one kind and every pair of them: ebb far ahead, flow and gale too close to call."""
    for slug in SLUGS:
        world.ingest(
            world.document(f"{slug}.md", f"# {slug.title()}", f"The {slug} stores readings."), said=Said(kind=Kind.CLI)
        )
    world.score(*START)
    for pair in combinations(SLUGS, 2):
        world.workspace.compare.store(*pair)
    world.workspace.regenerate.run()
    return world


def kept(world: World) -> dict[tuple[str, str], Kept]:
    """Every stored comparison without its log."""
    with world.database.reading() as session:
        return {pair: comparisons.get(session, *pair) for pair in comparisons.pairs(session)}


def counts(done: Regenerated) -> tuple[int, int, int]:
    return done.pairs_checked, done.pages_touched, done.verdicts_changed


def from_nothing(world: World) -> dict[tuple[str, str], Kept]:
    """The same pairs, made by the rules alone from what readers see today."""
    keeping = world.workspace.keeping
    made = {}
    for pair in kept(world):
        comparison = world.workspace.compare.view(*pair).comparison
        a, b = (SideState(*facts_of(side).digests, standing(side)) for side in (comparison.a, comparison.b))
        made[pair] = renewed(new_pair(*pair), a, b, keeping.policy, keeping.rules, comparison)
    return made


def test_where_nothing_moved_no_pair_is_looked_at(four: World) -> None:
    before = four.tables()
    done = four.workspace.regenerate.run()
    assert counts(done) == (0, 0, 0)
    assert done.llm_calls == 0
    assert four.tables() == before


def test_importing_the_same_scores_again_moves_nothing(four: World) -> None:
    four.score(*START)
    assert counts(four.workspace.regenerate.run()) == (0, 0, 0)


def test_one_score_touches_the_pairs_of_its_artifact_and_no_other(four: World) -> None:
    before = kept(four)
    four.score("flow,0.42,0.4,0.4,,0.4")
    assert counts(four.workspace.regenerate.run())[:2] == (3, 3)
    after = kept(four)
    assert {pair for pair in before if before[pair] != after[pair]} == {
        ("ebb", "flow"), ("flow", "gale"), ("flow", "tide"),
    }  # fmt: skip
    assert after == from_nothing(four)


def test_a_score_that_turns_no_relation_and_no_printed_figure_changes_no_sentence(four: World) -> None:
    four.score("ebb,0.9001,0.9,0.9,,0.9")
    done = four.workspace.regenerate.run()
    assert counts(done) == (3, 3, 0)
    assert done.sentences_changed == 0


def test_changed_and_reverted_is_where_it_began(four: World) -> None:
    before = kept(four)
    four.score("tide,1,1,1,,1")
    four.workspace.regenerate.run()
    assert kept(four) != before
    four.score("tide,0.2,0.2,,,0.2")
    assert four.workspace.regenerate.run().flips > 0
    assert kept(four) == before


def test_changed_and_reverted_between_two_runs_costs_no_pair(four: World) -> None:
    four.score("tide,1,1,1,,1")
    four.score("tide,0.2,0.2,,,0.2")
    assert counts(four.workspace.regenerate.run()) == (0, 0, 0)


def test_all_scores_at_once_look_at_every_pair_once(four: World) -> None:
    four.score(*(f"{slug},0.5,0.5,0.5,,0.{at}" for at, slug in enumerate(SLUGS)))
    assert counts(four.workspace.regenerate.run())[0] == 6
    assert kept(four) == from_nothing(four)


def test_a_decision_of_an_editor_touches_the_pairs_of_his_artifact(four: World) -> None:
    refused = claim("The ebb stores 9 readings.", "The ebb stores readings.")
    said = answer(record("storage", claim("The ebb stores readings."), refused))
    four.told("ebb", said, "The ebb stores readings.", "It is small.")
    four.workspace.regenerate.run()
    four.review.edit(four.item("The ebb stores 9 readings.").id, by="eve", text="The ebb stores your readings.")
    assert counts(four.workspace.regenerate.run())[:2] == (3, 3)
    assert kept(four) == from_nothing(four)


def test_a_decision_that_readers_do_not_see_touches_nothing(four: World) -> None:
    four.review.skip(four.item("The noise-one hums 9 times.").id, by="eve")
    assert counts(four.workspace.regenerate.run()) == (0, 0, 0)


@pytest.mark.slow
def test_a_dry_run_says_the_same_and_changes_nothing(four: World) -> None:
    four.score("tide,1,1,1,,1", "flow,0.5,0.4,0.4,,0.4")
    before = four.tables()
    would = four.workspace.regenerate.run(dry_run=True)
    assert four.tables() == before
    done = four.workspace.regenerate.run()
    assert counts(would) == counts(done) != (0, 0, 0)
    assert would.sentences_changed == done.sentences_changed


def test_others_write_while_a_dry_run_is_on_its_way(four: World) -> None:
    four.score("tide,1,1,1,,1")
    asked = four.workspace.regenerate
    beside = World(four.url, four.folder, lock_timeout=0.1)

    def written() -> datetime:
        beside.score("gale,0.6,0.5,0.4,,0.4")
        return four.clock()

    would = replace(asked, now=written).run(dry_run=True)
    beside.close()
    # A transaction on Postgres sees what others commit meanwhile: the two pairs more of gale may count.
    assert counts(would)[:2] in ({(3, 3)} if four.database.is_sqlite else {(3, 3), (5, 5)})
    assert four.show("gale").score.rank == 50


def test_what_moved_is_in_the_log_of_each_pair_it_touched(four: World) -> None:
    four.score("tide,1,1,1,,1")
    four.clock.tick(hours=1)
    four.workspace.regenerate.run()
    [moved] = four.workspace.compare.view("tide", "ebb").moved
    assert (moved.at, moved.was, moved.now) == (four.clock.now, "ebb", "tide")
    assert {change.fact: (change.old, change.new) for change in moved.because}["b.rank"] == (20, 100)
    assert not [change for change in moved.because if change.fact.startswith("a.")]
    assert four.workspace.compare.view("ebb", "flow").moved == ()


def test_why_says_stale_until_the_pair_is_made_anew(four: World) -> None:
    four.score("tide,1,1,1,,1")
    stale = four.workspace.compare.why("ebb", "tide")
    assert stale.is_stale
    assert stale.differs
    assert (stale.differs.fact, stale.differs.old, stale.differs.new) == ("b.components.adoption", 0.2, 1.0)
    four.workspace.regenerate.run()
    assert not four.workspace.compare.why("ebb", "tide").is_stale


def test_a_pair_compared_by_hand_leaves_the_others_to_be_regenerated(four: World) -> None:
    four.score("tide,1,1,1,,1")
    four.workspace.compare.store("ebb", "tide")
    assert counts(four.workspace.regenerate.run()) == (2, 2, 2)
    assert kept(four) == from_nothing(four)


def test_other_rules_look_at_every_pair_and_move_only_what_they_change(four: World) -> None:
    keeping = replace(four.workspace.keeping, rules="later")
    later = Regenerating(four.database, keeping, four.clock)
    assert counts(later.run()) == (len(kept(four)), 0, 0)
    assert counts(later.run()) == (0, 0, 0)


def test_what_was_not_finished_is_taken_up_by_the_next_run(four: World) -> None:
    four.score(*(f"{slug},0.5,0.5,0.5,,0.{at}" for at, slug in enumerate(SLUGS)))
    work = four.workspace.regenerate.chunks(four.database.writing)
    next(work)
    work.close()
    four.workspace.regenerate.run()
    assert kept(four) == from_nothing(four)


# -- matches ----------------------------------------------------------------------------------------------


def open_result(world: World, words: str, slug: str, visit: Visit) -> None:
    """Search, and open what was found of an artifact."""
    [token] = [result.token for result in world.workspace.search.search(words, visit).results if result.slug == slug]
    world.workspace.search.opened(token)


@pytest.fixture
def measured(four: World) -> World:
    """Ebb and tide have a match graph already; no search has matched anything yet."""
    four.score("ebb,0.9,0.9,0.9,0.6,0.9", "tide,0.2,0.2,,0.3,0.2")
    four.workspace.regenerate.run()
    return four


@pytest.mark.slow
@pytest.mark.parametrize("bots", [0, 3])
def test_the_first_match_touches_the_pairs_that_speak_of_matches_and_later_ones_none(
    measured: World, bots: int
) -> None:
    for number in range(bots):
        open_result(measured, "stores readings", "ebb", Visit(f"bot-{number}", "web", is_bot=True))
    assert counts(measured.workspace.regenerate.run()) == (0, 0, 0)
    open_result(measured, "stores readings", "ebb", Visit("one", "web"))
    assert counts(measured.workspace.regenerate.run())[:2] == (3, 3)
    assert kept(measured) == from_nothing(measured)
    before = measured.tables()["touched"]
    open_result(measured, "stores readings", "ebb", Visit("two", "web"))
    assert measured.tables()["touched"] == before
    assert counts(measured.workspace.regenerate.run()) == (0, 0, 0)


@pytest.mark.slow
def test_matches_that_are_imported_or_forgotten_touch_as_well(measured: World) -> None:
    line = {"at": BEGINNING.isoformat(), "visitor": "v", "source": "web", "query": "readings", "shown": ["tide", "ebb"]}
    measured.workspace.events.import_file(measured.file("e.jsonl", json.dumps(line | {"opened": ["tide", "ebb"]})))
    assert measured.workspace.regenerate.run().pages_touched == 5
    assert kept(measured) == from_nothing(measured)
    measured.clock.tick(days=9)
    measured.workspace.events.forget(8)
    assert measured.workspace.regenerate.run().pages_touched == 5
    assert kept(measured) == from_nothing(measured)


def test_a_result_that_is_only_shown_touches_nothing(measured: World) -> None:
    assert measured.workspace.search.search("stores readings", Visit("one", "web")).results
    assert not measured.tables()["touched"]


@pytest.mark.slow
def test_parts_that_no_pair_rests_on_any_more_are_forgotten(four: World) -> None:
    for at in range(5):
        four.score(f"tide,0.{at},0.2,,,0.2")
        four.workspace.regenerate.run()
    parts = four.tables()["side_part"]
    assert sum("'tide'" in row for row in parts) == 2


# -- flips ------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(four: World) -> World:
    """Verdicts that flip wait for an editor."""
    four.workspace.__dict__["keeping"] = replace(four.workspace.keeping, reviews_flips=True)
    return four


def flips(world: World) -> list[tuple[str, str, str | None, str]]:
    return [
        (item.id, item.status, item.old, item.new)
        for item in world.review.everything()
        if item.reason is Why.VERDICT_FLIP and item.status is ItemStatus.OPEN
    ]


def run(world: World) -> None:
    Regenerating(world.database, world.workspace.keeping, world.clock).run()


@pytest.mark.slow
def test_a_flip_waits_with_the_old_and_the_new_verdict(watched: World) -> None:
    watched.score("gale,0.6,0.5,0.4,,0.4")
    run(watched)
    [(_, _, old, new)] = flips(watched)
    assert old is not None
    assert old.startswith("Too close to call: Flow ranks 40.00 of 100 and Gale")
    assert new == "Gale ranks higher: 50 of 100 against 40 for Flow."


@pytest.mark.slow
def test_no_flip_waits_where_nobody_asked_for_it(four: World) -> None:
    four.score("gale,0.6,0.5,0.4,,0.4")
    assert four.workspace.regenerate.run().flips == 1
    assert flips(four) == []


def test_a_flip_that_flips_back_waits_no_longer(watched: World) -> None:
    for row in ("gale,0.6,0.5,0.4,,0.4", START[2]):
        watched.score(row)
        run(watched)
    assert flips(watched) == []


@pytest.mark.slow
def test_a_flip_that_was_seen_and_flips_again_waits_again(watched: World) -> None:
    watched.score("gale,0.6,0.5,0.4,,0.4")
    run(watched)
    [(item, _, _, seen)] = flips(watched)
    watched.review.accept(item, by="eve")
    assert flips(watched) == []
    watched.score(START[2])
    run(watched)
    [(again, _, old, _)] = flips(watched)
    assert (again, old) == (item, seen)
