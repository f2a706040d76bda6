"""Holding back, renaming, merging and removing: what readers see follows at once, and nothing of value is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from decompose.domain.artifact import Artifact, Kind
from decompose.domain.catalog import Compared
from decompose.domain.matching.events import Visit
from decompose.domain.queue import Wanted
from decompose.domain.review import ItemStatus, Why, item_of_kind
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.inputs import Said
from decompose.services.keeping import Keeping
from decompose.store import tables
from world import World, answer, claim, record

TIDE, EBB, FLOW = "Tide stores readings.", "Ebb stores readings in files.", "Flow draws charts."
STORING = "storing readings"


@pytest.fixture
def harbour(world: World) -> World:
    for slug, job, sentence in (("tide", STORING, TIDE), ("ebb", STORING, EBB), ("flow", "drawing", FLOW)):
        world.told(slug, answer(record(job, claim(sentence))), sentence)
    world.workspace.compare.store("tide", "ebb")
    world.workspace.compare.store("tide", "flow")
    return world


def shown(world: World, a: str, b: str) -> Compared:
    return world.workspace.compare.view(a, b)


def slugs(world: World) -> set[str]:
    return {summary.slug for summary in world.workspace.catalog.browse(None, 0, 100)} - {"noise-one", "noise-two"}


def kept(world: World) -> set[tuple[str, str]]:
    pairs, _ = world.workspace.catalog.kept(0, 100)
    return {(pair.a, pair.b) for pair in pairs} - {("noise-one", "noise-two")}


# -- holds -------------------------------------------------------------------------------------------------


def test_a_held_artifact_is_on_no_page_and_back_when_it_is_released(harbour: World) -> None:
    catalog, publishing = harbour.workspace.catalog, harbour.workspace.publishing
    revision = harbour.revision("ebb").id
    publishing.hold("ebb", why="asked by its makers")
    assert slugs(harbour) == {"tide", "flow"}
    assert kept(harbour) == {("flow", "tide")}
    for look in (
        lambda: catalog.record("ebb", public=True),
        lambda: catalog.source(revision, public=True),
        lambda: shown(harbour, "tide", "ebb"),
    ):
        with pytest.raises(UnknownSubjectError):
            look()
    assert catalog.record("ebb", public=False).side.artifact.slug == "ebb"
    publishing.release("ebb")
    assert slugs(harbour) == {"tide", "ebb", "flow"}
    assert shown(harbour, "tide", "ebb").is_stored


def test_a_held_pair_leaves_both_artifacts_in_sight(harbour: World) -> None:
    harbour.workspace.publishing.hold("tide", "ebb")
    assert slugs(harbour) == {"tide", "ebb", "flow"}
    assert kept(harbour) == {("flow", "tide")}
    with pytest.raises(UnknownSubjectError):
        shown(harbour, "ebb", "tide")
    assert [(one.slug, one.other) for one in harbour.workspace.publishing.holds()] == [("ebb", "tide")]
    harbour.workspace.publishing.release("ebb", "tide")
    assert shown(harbour, "ebb", "tide")


def test_what_is_not_held_cannot_be_released(harbour: World) -> None:
    with pytest.raises(UsageError, match="tide is not held"):
        harbour.workspace.publishing.release("tide")
    with pytest.raises(UnknownSubjectError, match="no artifact nix"):
        harbour.workspace.publishing.hold("nix")
    with pytest.raises(UsageError, match="one artifact"):
        harbour.workspace.publishing.hold("tide", "tide")


@pytest.mark.parametrize("is_held", [False, True])
def test_holding_and_releasing_follow_a_name_that_was_given_up(harbour: World, *, is_held: bool) -> None:
    publishing = harbour.workspace.publishing
    if is_held:
        publishing.hold("tide")
    publishing.rename("tide", "waves")
    publishing.hold("tide", why="again")
    assert [(one.slug, one.why) for one in publishing.holds()] == [("waves", "again")]
    assert publishing.release("tide") == ("waves",)
    publishing.hold("tide", "ebb")
    assert publishing.release("ebb", "tide") == ("ebb", "waves")
    assert publishing.holds() == ()
    with pytest.raises(UsageError, match="both are one artifact, waves; name two"):
        publishing.hold("tide", "waves")
    with pytest.raises(UsageError, match="waves is not held"):
        publishing.release("tide")


@pytest.mark.parametrize("is_held", [False, True])
def test_what_cannot_be_taken_back_is_done_under_the_name_of_today_alone(harbour: World, *, is_held: bool) -> None:
    publishing = harbour.workspace.publishing
    publishing.rename("tide", "waves")
    if is_held:
        publishing.hold("waves")
    for act in (
        lambda: publishing.rename("tide", "swell"),
        lambda: publishing.merge("ebb", "tide"),
        lambda: publishing.remove("tide"),
        lambda: harbour.workspace.overlapping.survey(["tide"]),
        lambda: harbour.review.waiting("tide"),
        lambda: harbour.workspace.queue.page(Wanted(artifact="tide"), limit=1),
    ):
        with pytest.raises(UnknownSubjectError, match="no artifact tide: it is waves now"):
            act()


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_renamed_artifact_keeps_all_it_had_and_its_comparisons_their_log(harbour: World) -> None:
    harbour.score("tide,1,1,1,1,1", "ebb,0,0,0,0,0")
    harbour.clock.tick(days=1)
    harbour.workspace.compare.store("tide", "ebb")
    before = shown(harbour, "tide", "ebb").moved
    ids = [one.id for one in harbour.show("tide").capabilities]
    harbour.workspace.publishing.rename("tide", "aardvark")
    assert slugs(harbour) == {"aardvark", "ebb", "flow"}
    assert [one.id for one in harbour.show("aardvark").capabilities] == ids
    assert harbour.show("aardvark").score.rank == 100
    assert harbour.workspace.catalog.moved_to("tide") == "aardvark"
    assert kept(harbour) == {("aardvark", "ebb"), ("aardvark", "flow")}
    after = shown(harbour, "aardvark", "ebb").moved
    assert [entry.at for entry in after][-len(before) :] == [entry.at for entry in before]
    moved = {change.fact: change.new for change in after[-1].because}
    assert moved["a.rank"] == 100
    assert moved["b.rank"] == 0


def flipped(world: World, *pair: str) -> list[tuple[int, str, str, str | None, str | None]]:
    """The verdicts that readers are told flipped: number, pair, who won and who wins."""
    turned, _ = world.workspace.catalog.turned(100, (min(pair), max(pair)) if pair else None)
    return [(one.number, one.a, one.b, one.moved.was, one.moved.now) for one in turned]


def test_flips_are_told_in_every_feed_under_the_new_name(world: World) -> None:
    for slug in ("tide", "ebb"):
        world.ingest(world.document(f"{slug}.md", f"# {slug.title()}", TIDE), said=Said(kind=Kind.CLI))
    world.workspace.compare.store("tide", "ebb")
    world.score("tide,1,1,1,1,1", "ebb,0,0,0,0,0")
    world.workspace.regenerate.run()
    [(number, *told)] = flipped(world)
    assert told == ["ebb", "tide", None, "tide"]
    world.workspace.publishing.rename("tide", "aardvark")
    assert flipped(world) == flipped(world, "ebb", "aardvark") == [(number, "aardvark", "ebb", None, "aardvark")]


def verdicts(world: World) -> list[tuple[str, str, str, ItemStatus, str]]:
    """The items about verdicts: id, artifact, what is said of the winner, status, and the verdict."""
    return [
        (item.id, item.artifact, item.flags[0].detail, item.status, item.new)
        for item in world.review.everything()
        if item.reason is Why.VERDICT_FLIP
    ]


@pytest.fixture
def turning(harbour: World) -> World:
    """The verdict on tide and ebb has flipped, and waits for an editor."""
    harbour.workspace.__dict__["keeping"] = replace(harbour.workspace.keeping, reviews_flips=True)
    for slug in ("tide", "ebb"):
        harbour.review.edit(item_of_kind(Artifact(slug, slug)).id, by="ada", text="cli")
    harbour.workspace.regenerate.run()
    harbour.score("tide,1,1,1,1,1", "ebb,0,0,0,0,0")
    harbour.workspace.regenerate.run()
    return harbour


@pytest.mark.parametrize(("old", "new", "pair"), [("tide", "aardvark", "aardvark"), ("ebb", "zephyr", "tide")])
def test_a_verdict_that_waits_is_the_same_item_under_the_new_name(
    turning: World, old: str, new: str, pair: str
) -> None:
    [(before, _, _, _, said)] = verdicts(turning)
    turning.review.skip(before, by="ada")
    turning.workspace.publishing.rename(old, new)
    [(item, artifact, detail, status, verdict)] = verdicts(turning)
    winner = "aardvark" if old == "tide" else "tide"
    assert (artifact, status, verdict) == (pair, ItemStatus.OPEN, said)
    assert detail.endswith(f"the winner was nobody, is {winner}")
    assert [event.action for event in turning.workspace.queue.events(limit=9, item=item)[0]] == ["skip"]
    found, _ = turning.workspace.queue.page(Wanted(words=pair, reason=Why.VERDICT_FLIP), limit=9)
    assert [one.id for one in found.items] == [item]
    turning.score("tide,0,0,0,0,0".replace("tide", winner), f"{'ebb' if old == 'tide' else new},1,1,1,1,1")
    turning.workspace.regenerate.run()
    assert [(one[0], one[3]) for one in verdicts(turning)] == [(item, ItemStatus.OPEN)]
    turning.review.accept(item, by="ada")
    turning.workspace.publishing.rename(new, old)
    turning.review.undo(before, by="ada")
    assert [(one[0], one[3]) for one in verdicts(turning)] == [(before, ItemStatus.OPEN)]


@pytest.mark.parametrize("gone", ["tide", "ebb"])
def test_a_verdict_waits_for_nobody_when_one_of_its_artifacts_is_gone(turning: World, gone: str) -> None:
    turning.workspace.publishing.remove(gone)
    assert verdicts(turning) == []


def test_a_verdict_waits_for_nobody_when_one_of_its_artifacts_became_part_of_another(turning: World) -> None:
    [(item, *_)] = verdicts(turning)
    turning.workspace.publishing.merge("ebb", "flow")
    assert turning.review.item(item).status is ItemStatus.NONE


@pytest.mark.slow
def test_a_log_that_turns_names_the_side_that_moved(harbour: World) -> None:
    more = (claim("Ebb prints labels on paper."), claim(EBB))
    harbour.told("ebb", answer(record("printing", more[0]), record(STORING, more[1])), EBB, more[0]["text"])
    harbour.workspace.regenerate.run()
    [entry] = shown(harbour, "ebb", "tide").moved
    facts = {change.fact: (change.old, change.new) for change in entry.because}
    assert facts["alignment.only_a"] == (0, 1)
    assert "alignment.only_b" not in facts
    harbour.workspace.publishing.rename("ebb", "zephyr")
    [entry] = shown(harbour, "tide", "zephyr").moved
    told = {change.fact: (change.old, change.new) for change in entry.because}
    assert told["alignment.only_b"] == (0, 1)
    assert told["b.capabilities"] == (1, 2)
    assert not [fact for fact in told if fact.startswith("a.") or fact == "alignment.only_a"]


@pytest.mark.parametrize("at", [1, 2])
def test_a_renaming_that_is_broken_off_has_changed_nothing_and_can_be_ordered_again(
    harbour: World, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    before, whole, calls = harbour.tables(), Keeping.keep, count(1)

    def broken_off(*given: Any) -> None:
        if next(calls) == at:
            raise KeyboardInterrupt
        whole(*given)

    monkeypatch.setattr(Keeping, "keep", broken_off)
    with pytest.raises(KeyboardInterrupt):
        harbour.workspace.publishing.rename("tide", "aardvark")
    assert harbour.tables() == before
    monkeypatch.undo()
    harbour.workspace.publishing.rename("tide", "aardvark")
    assert kept(harbour) == {("aardvark", "ebb"), ("aardvark", "flow")}


def test_a_merging_that_is_broken_off_has_changed_nothing(harbour: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = harbour.tables()

    def broken_off(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("decompose.services.publishing.reconcile", broken_off)
    with pytest.raises(KeyboardInterrupt):
        harbour.workspace.publishing.merge("ebb", "tide")
    assert harbour.tables() == before
    monkeypatch.undo()
    harbour.workspace.publishing.merge("ebb", "tide")
    assert kept(harbour) == {("flow", "tide")}


def test_what_people_chose_is_theirs_under_another_name(harbour: World) -> None:
    answer = harbour.workspace.search.search("tide", Visit("visitor", "web"))
    [token] = [result.token for result in answer.results if result.slug == "tide"]
    harbour.workspace.search.opened(token)
    harbour.workspace.publishing.rename("tide", "aardvark")
    assert harbour.show("aardvark").times_matched == 1
    assert [line["opened"] for line in harbour.workspace.events.export()] == [["aardvark"]]


@pytest.mark.slow
def test_what_is_held_back_stays_so_under_another_name(harbour: World) -> None:
    publishing = harbour.workspace.publishing
    publishing.hold("ebb", why="asked by its makers")
    publishing.hold("flow", "tide")
    publishing.rename("ebb", "aardvark")
    publishing.rename("tide", "atoll")
    assert slugs(harbour) == {"atoll", "flow"}
    with pytest.raises(UnknownSubjectError):
        shown(harbour, "atoll", "flow")
    assert [(one.slug, one.other, one.why) for one in publishing.holds()] == [
        ("aardvark", None, "asked by its makers"),
        ("atoll", "flow", ""),
    ]
    publishing.release("aardvark")
    publishing.release("flow", "atoll")
    assert slugs(harbour) == {"aardvark", "atoll", "flow"}


def test_the_next_text_of_a_renamed_artifacts_document_is_merged_with_it(harbour: World) -> None:
    harbour.review.edit(harbour.item(TIDE).id, by="ada", text="Tide stores readings.", quotes=[TIDE])
    harbour.workspace.publishing.rename("tide", "waves")
    path = harbour.document("tide.md", "# Tide", TIDE, "It is small.")
    harbour.llm.says("waves", answer(record(STORING, claim(TIDE))))
    harbour.ingest(path)
    assert slugs(harbour) == {"waves", "ebb", "flow"}
    [told] = [each for one in harbour.show("waves").capabilities for each in one.claims]
    assert told.edited


def test_a_name_that_is_taken_or_none_is_refused(harbour: World) -> None:
    with pytest.raises(UsageError, match="decompose merge tide ebb"):
        harbour.workspace.publishing.rename("tide", "ebb")
    with pytest.raises(UsageError, match="no slug"):
        harbour.workspace.publishing.rename("tide", "Old Tide")


def test_names_that_lead_on_lead_to_the_last_one(harbour: World) -> None:
    harbour.workspace.publishing.rename("tide", "waves")
    harbour.workspace.publishing.rename("waves", "swell")
    assert harbour.workspace.catalog.moved_to("tide") == "swell"
    assert harbour.workspace.catalog.moved_to("waves") == "swell"


@pytest.mark.slow
def test_a_name_that_is_given_back_leads_nowhere_else(harbour: World) -> None:
    publishing, catalog = harbour.workspace.publishing, harbour.workspace.catalog
    publishing.rename("tide", "waves")
    publishing.rename("waves", "tide")
    assert catalog.redirects() == (("waves", "tide"),)
    publishing.rename("tide", "swell")
    publishing.rename("flow", "tide")
    assert catalog.redirects() == (("flow", "tide"), ("waves", "swell"))


def test_merged_artifacts_are_one_with_the_records_of_both(harbour: World) -> None:
    harbour.workspace.publishing.merge("ebb", "tide")
    assert slugs(harbour) == {"tide", "flow"}
    assert set(harbour.texts("tide")) == {TIDE, EBB}
    assert harbour.workspace.catalog.moved_to("ebb") == "tide"
    assert kept(harbour) == {("flow", "tide")}
    assert len(harbour.workspace.catalog.record("tide", public=True).documents) == 2


def test_a_held_artifact_is_merged_when_it_is_released(harbour: World) -> None:
    publishing = harbour.workspace.publishing
    publishing.hold("ebb", why="asked by its makers")
    before = harbour.tables()
    with pytest.raises(UsageError, match="ebb is held, and a merge would publish it; first: decompose release ebb"):
        publishing.merge("ebb", "tide")
    assert harbour.tables() == before
    publishing.release("ebb")
    publishing.merge("ebb", "tide")
    assert set(harbour.texts("tide")) == {TIDE, EBB}


def test_renaming_and_merging_are_events_of_the_trail(harbour: World) -> None:
    harbour.workspace.publishing.rename("ebb", "neap", by="olga")
    harbour.workspace.publishing.merge("neap", "tide", by="otto")
    (merged, renamed), _ = harbour.workspace.queue.events(limit=2)
    assert (renamed.who, renamed.action, renamed.comment, renamed.after.new) == ("olga", "rename", "was ebb", "neap")
    assert (merged.who, merged.action, merged.comment, merged.after.new) == ("otto", "merge", "with neap", "tide")


def test_two_documents_of_one_origin_cannot_become_one(harbour: World) -> None:
    path = harbour.file("elsewhere/tide.md", "# Ebb\n\nEbb is old.\n")
    harbour.llm.says("ebb", answer(record("age", claim("Ebb is old."))))
    harbour.ingest(path, said=Said(slug="ebb"))
    with pytest.raises(UsageError, match=r"both have a document tide\.md"):
        harbour.workspace.publishing.merge("ebb", "tide")


# -- for good ----------------------------------------------------------------------------------------------


def test_a_removed_artifact_leaves_no_word_behind(harbour: World) -> None:
    harbour.review.reject(harbour.item(EBB).id, by="ada", code="other")
    harbour.workspace.overlapping.survey()
    others = {name: rows for name, rows in harbour.tables().items() if name == "artifact"}
    assert harbour.workspace.publishing.remove("ebb").what == "artifact"
    left = "\n".join(row for rows in harbour.tables(but={"batch", "job", "held", "touched"}).values() for row in rows)
    assert EBB not in left
    assert others["artifact"].total() - harbour.tables()["artifact"].total() == 1
    assert kept(harbour) == {("flow", "tide")}
    assert {entry.slug for entry in harbour.workspace.accounts.entries()} >= {"ebb"}


def test_a_removed_revision_takes_its_records_along_and_nothing_else(harbour: World) -> None:
    asked = {item.artifact for item in harbour.review.waiting() if item.reason is Why.CLASSIFICATION}
    assert harbour.workspace.publishing.remove(harbour.revision("ebb").id).what == "revision"
    assert harbour.texts("ebb") == []
    assert harbour.texts("tide") == [TIDE]
    still = {item.artifact for item in harbour.review.waiting() if item.reason is Why.CLASSIFICATION}
    assert asked - still == {"ebb"}
    with harbour.database.reading() as session:
        assert EBB not in str(session.exec(select(tables.RevisionRow.text)).all())


@pytest.mark.slow
def test_a_removed_revision_leaves_no_word_in_comparisons_and_their_logs(harbour: World) -> None:
    later = "Ebb stores readings in tables."
    removed = harbour.revision("ebb").id
    harbour.told("ebb", answer(record(STORING, claim(later))), later)
    harbour.workspace.regenerate.run()
    harbour.score("ebb,0.7,0.7,0.7,,0.7", "tide,0.2,0.2,0.2,,0.2")
    harbour.workspace.regenerate.run()
    of_sides = ("side_part", "side_change", "comparison", "comparison_change")
    assert EBB in words(harbour, *of_sides)
    assert harbour.workspace.publishing.remove(removed).what == "revision"
    assert EBB not in words(harbour, *harbour.tables().keys() - {"batch", "job", "attempt", "held_document"})
    assert later in words(harbour, "side_part")
    assert "components.adoption" in words(harbour, "side_change")
    assert harbour.workspace.regenerate.run().pages_touched == 0


@pytest.mark.slow
def test_what_a_removed_revision_said_of_a_pair_is_said_no_longer(harbour: World) -> None:
    harbour.workspace.publishing.remove(harbour.revision("ebb").id)
    assert EBB not in words(harbour, "side_part", "side_change", "comparison", "comparison_change")
    assert TIDE in words(harbour, "side_part")
    [moved] = shown(harbour, "ebb", "tide").moved
    facts = {change.fact: (change.old, change.new) for change in moved.because}
    assert facts["a.capabilities"] == (1, 0)
    assert harbour.workspace.regenerate.run().pages_touched == 0


def words(world: World, *tables: str) -> str:
    """Every row of these tables, in one text."""
    return "\n".join(row for name, rows in world.tables().items() if name in tables for row in rows)


def test_what_is_neither_cannot_be_removed(harbour: World) -> None:
    with pytest.raises(UnknownSubjectError, match="no artifact nix; no revision either"):
        harbour.workspace.publishing.remove("nix")


def test_a_list_reads_its_artifacts_together_however_many_they_are(harbour: World) -> None:
    def questions(limit: int) -> int:
        asked: list[str] = []

        def note(*given: Any) -> None:
            asked.append(given[2])

        event.listen(harbour.database.engine, "before_cursor_execute", note)
        listed = harbour.workspace.catalog.browse(None, 0, limit)
        event.remove(harbour.database.engine, "before_cursor_execute", note)
        assert len(listed) == limit
        return len(asked)

    assert questions(3) == questions(1)
