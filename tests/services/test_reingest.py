"""A document is ingested again, as another revision or by another llm: what readers see, waits, and is in the trail."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from decompose.domain.capability import CapabilityStatus, ClaimStatus
from decompose.domain.review import ItemStatus, ReviewItem, Why
from decompose.errors import DecisionRefusedError
from decompose.llm.passages import TOKENS_PER_PART
from decompose.page.queue import item_json, item_text, items_text
from decompose.services.inputs import Said, at_address, gather
from decompose.services.review import Said as Comment
from world import Json, World, answer, claim, fact, record

STORES = "Tide stores readings of every buoy in one file."
TWO_FILES = "Tide stores readings of every buoy in two files."
SORTS = "Tide sorts the readings by buoy and by hour."
DRAWS = "Tide draws maps of currents for small harbours."
REWORDED = "One file takes the readings of every buoy."
MINE = "Tide keeps the readings of all buoys in a file."
WRONG = "Tide stores 9 readings of every buoy in one file."
BOOKKEEPING = ("batch", "job", "held_document")


def storage(*claims: Json) -> Json:
    return record("storage of readings", *(claims or (claim(STORES),)))


MAPS = record("maps of currents", claim(DRAWS))
SORTING = record("sorting of readings", claim(SORTS))


def public(world: World, slug: str = "tide") -> list[str]:
    return world.texts(slug, public=True)


def waiting(world: World, slug: str = "tide") -> dict[str, Why | None]:
    return {item.new: item.reason for item in world.review.waiting(slug) if item.reason is not Why.CLASSIFICATION}


def trail(world: World, item: ReviewItem) -> list[str]:
    with world.database.reading() as session:
        rows = session.connection().execute(
            sql("SELECT action FROM audit_event WHERE item_id = :item ORDER BY id"), {"item": item.id}
        )
        return [row[0] for row in rows]


@pytest.fixture
def told(world: World) -> World:
    """Tide as it was told first."""
    world.told("tide", answer(storage(), MAPS), STORES, DRAWS)
    return world


# -- ids ---------------------------------------------------------------------------------------------------


def test_records_and_claims_keep_their_ids_when_the_document_gets_longer(told: World) -> None:
    before = told.show("tide").capabilities
    told.told("tide", answer(SORTING, storage(), MAPS), SORTS, STORES, DRAWS)
    now = {record.name: record for record in told.show("tide").capabilities}
    for known in before:
        assert now[known.name].id == known.id
        assert [one.id for one in now[known.name].claims] == [one.id for one in known.claims]
    revision = told.revision("tide")
    for one in (one for each in now.values() for one in each.claims):
        assert {item.revision for item in one.evidence} == {revision.id}
        assert all(revision.visible.words_of(item.span) == item.quote for item in one.evidence)


def test_a_record_keeps_its_id_in_other_words(told: World) -> None:
    [known, _] = told.show("tide").capabilities
    told.told("tide", answer(record("keeping of files", claim(REWORDED, STORES)), MAPS), STORES, DRAWS, SORTS)
    [now, _] = told.show("tide").capabilities
    assert (now.id, now.name, now.claims[0].id, now.claims[0].text) == (
        known.id,
        "keeping of files",
        known.claims[0].id,
        REWORDED,
    )


def test_documents_of_one_artifact_do_not_take_each_others_records(world: World) -> None:
    for path, said, line in (("a.md", storage(), STORES), ("b.md", MAPS, DRAWS)):
        world.llm.says("tide", answer(said))
        world.ingest(world.document(f"tide/{path}", "# Tide", line), said=Said(slug="tide"))
    before = world.show("tide").capabilities
    world.llm.says("tide", answer(MAPS))
    world.ingest(world.document("tide/b.md", "# Tide", SORTS, DRAWS), said=Said(slug="tide"))
    assert [each.id for each in world.show("tide").capabilities] == [each.id for each in before]
    assert sorted(public(world)) == sorted([STORES, DRAWS])


def told_in(world: World, lines: dict[str, str], *asked: str) -> None:
    """An order of documents of one artifact, each of which says one sentence; they are asked about in that order."""
    for name, line in lines.items():
        world.document(f"tide/{name}.md", "# Tide", line)
    world.llm.says("tide", *(answer(record(f"job {line}", claim(line))) for line in asked))
    world.ingest(said=Said(slug="tide"), concurrency=1)


@pytest.mark.parametrize(
    ("then", "asked", "now"),
    [
        ({"a": DRAWS, "b": STORES}, (), [STORES, DRAWS]),
        ({"a": SORTS, "b": STORES}, (SORTS,), [STORES, SORTS]),
        ({"a": DRAWS, "b": SORTS}, (SORTS, DRAWS), [SORTS, DRAWS]),
        ({"a": SORTS, "c": STORES}, (SORTS,), [STORES, DRAWS, SORTS]),
        ({"a": DRAWS}, (), [DRAWS]),
    ],
    ids=["changed places", "went on", "came here", "went to another", "is here too"],
)
def test_a_text_that_moves_between_documents_of_an_artifact_is_told_once_where_it_is(
    world: World, then: dict[str, str], asked: tuple[str, ...], now: list[str]
) -> None:
    told_in(world, {"a": STORES, "b": DRAWS}, STORES, DRAWS)
    told_in(world, then, *asked)
    assert sorted(public(world)) == sorted(now)
    assert waiting(world) == {}
    before = world.tables(but=BOOKKEEPING)
    told_in(world, {})
    assert world.tables(but=BOOKKEEPING) == before


# -- decisions that hold -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ([storage(), MAPS], (SORTS, DRAWS, STORES)),
        ([storage(claim(REWORDED, STORES)), MAPS], (STORES, DRAWS, SORTS)),
        ([MAPS], (STORES, DRAWS, SORTS)),
        ([record("all", claim("Tide stores and draws.", STORES), claim(DRAWS))], (STORES, DRAWS, SORTS)),
    ],
    ids=["elsewhere", "reworded", "told no more", "in one record"],
)
def test_an_edit_stays_while_its_words_stand(told: World, said: list[Json], lines: tuple[str, ...]) -> None:
    item = told.item(STORES)
    told.review.edit(item.id, by="eve", text=MINE, quotes=[STORES])
    told.told("tide", answer(*said), *lines)
    assert MINE in public(told)
    assert STORES not in public(told)
    assert waiting(told) == {}
    assert told.review.item(item.id).status is ItemStatus.EDITED
    assert trail(told, item) == ["edit"]
    [edited] = [one for each in told.show("tide").capabilities for one in each.claims if one.edited]
    assert {item.revision for item in edited.evidence} == {told.revision("tide").id}


def test_an_accepted_sentence_stays_as_it_was_accepted(world: World) -> None:
    world.told("tide", answer(storage(claim(STORES), claim(WRONG, STORES))), STORES)
    world.review.accept(world.item(WRONG).id, by="eve")
    world.told("tide", answer(storage(claim(STORES))), DRAWS, STORES)
    assert public(world) == [STORES, WRONG]


@pytest.mark.slow
def test_a_rejected_sentence_stays_rejected_in_other_words_and_does_not_wait(told: World) -> None:
    told.review.reject(told.item(STORES).id, by="eve", code="overstated")
    told.told("tide", answer(storage(claim(REWORDED, STORES)), MAPS), STORES, DRAWS, SORTS)
    assert public(told) == [DRAWS]
    assert waiting(told) == {}


def test_a_rejected_sentence_that_was_gone_for_a_while_stays_rejected(told: World) -> None:
    told.review.reject(told.item(STORES).id, by="eve", code="overstated")
    told.told("tide", answer(MAPS), DRAWS)
    assert (public(told), waiting(told)) == ([DRAWS], {})
    told.told("tide", answer(storage(), MAPS), SORTS, STORES, DRAWS)
    assert (public(told), waiting(told)) == ([DRAWS], {})


def test_redo_by_another_llm_keeps_what_editors_decided(told: World) -> None:
    told.review.edit(told.item(STORES).id, by="eve", text=MINE)
    told.review.reject(told.item(DRAWS).id, by="eve", code="other")
    told.llm.name = "scripted-2"
    told.llm.says("tide", answer(storage(claim(REWORDED, STORES)), record("charts", claim("Charts.", DRAWS))))
    told.ingest(redo=True)
    assert public(told) == [MINE]
    assert waiting(told) == {}


# -- decisions whose ground changed ------------------------------------------------------------------------


def test_an_edit_on_changed_words_waits_with_both_versions_and_readers_see_neither(told: World) -> None:
    item = told.item(STORES)
    told.review.edit(item.id, by="eve", text=MINE)
    told.told("tide", answer(storage(claim(TWO_FILES)), MAPS), TWO_FILES, DRAWS)
    assert public(told) == [DRAWS]
    assert waiting(told) == {TWO_FILES: Why.EDIT_CONFLICT}
    now = told.review.item(item.id)
    assert (now.old, now.new, now.status) == (MINE, TWO_FILES, ItemStatus.OPEN)
    assert trail(told, item) == ["edit", "reopen"]
    shown = item_json(now)
    assert (shown["old"], shown["new"], shown["reason"]) == (MINE, TWO_FILES, "edit_conflict")
    for words in (MINE, TWO_FILES, STORES):
        assert words in item_text(now)
    assert f"{TWO_FILES} (was: {MINE})" in items_text([now])


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_decision_on_changed_words_waits_again(told: World, action: str) -> None:
    item = told.item(STORES)
    if action == "accept":
        told.review.accept(item.id, by="eve")
    else:
        told.review.reject(item.id, by="eve", code="other")
    told.told("tide", answer(storage(claim(TWO_FILES)), MAPS), TWO_FILES, DRAWS)
    now = told.review.item(item.id)
    assert (now.reason, now.old, now.new) == (Why.CHANGED, STORES, TWO_FILES)
    assert public(told) == [DRAWS]
    told.review.accept(item.id, by="eve")
    assert public(told) == [TWO_FILES, DRAWS]


def test_what_is_gone_is_stale_and_waits(told: World) -> None:
    item = told.item(STORES)
    told.review.accept(item.id, by="eve")
    told.told("tide", answer(MAPS), DRAWS)
    assert public(told) == [DRAWS]
    now = told.review.item(item.id)
    assert (now.status, now.reason) == (ItemStatus.OPEN, Why.CHANGED)
    [stale] = [each for each in told.show("tide").capabilities if each.status is CapabilityStatus.STALE]
    assert [one.status for one in stale.claims] == [ClaimStatus.STALE]
    with pytest.raises(DecisionRefusedError, match="no longer says"):
        told.review.accept(item.id, by="eve")
    told.review.edit(item.id, by="eve", text="Tide draws maps.", quotes=[DRAWS])
    assert "Tide draws maps." in public(told)


def test_what_comes_back_as_it_was_has_its_decision_again(told: World) -> None:
    item = told.item(STORES)
    told.review.edit(item.id, by="eve", text=MINE)
    told.told("tide", answer(storage(claim(TWO_FILES)), MAPS), TWO_FILES, DRAWS)
    told.told("tide", answer(storage(), MAPS), STORES, DRAWS)
    assert public(told) == [MINE, DRAWS]
    assert waiting(told) == {}
    assert trail(told, item) == ["edit", "reopen", "restore"]


def test_a_fact_follows_the_same_rules(world: World) -> None:
    world.told(
        "tide",
        answer(storage(), facts=[fact("price", "Tide costs 5 euro a month.")]),
        STORES,
        "Tide costs 5 euro a month.",
    )
    item = world.item("Tide costs 5 euro a month.")
    world.review.accept(item.id, by="eve")
    world.told(
        "tide",
        answer(storage(), facts=[fact("price", "Tide costs 7 euro a month.")]),
        STORES,
        "Tide costs 7 euro a month.",
    )
    assert waiting(world) == {"Tide costs 7 euro a month.": Why.CHANGED}
    assert world.show("tide", public=True).facts == ()


def test_an_edit_that_waits_for_a_quote_is_not_lost(told: World) -> None:
    item = told.item(STORES)
    told.review.edit(item.id, by="eve", text=MINE, quotes=["nowhere said"])
    told.told("tide", answer(MAPS), DRAWS)
    now = told.review.item(item.id)
    assert now.pending
    assert (now.status, now.pending.text) == (ItemStatus.OPEN, MINE)
    assert item.id in [one.id for one in told.review.waiting("tide")]


# -- undo --------------------------------------------------------------------------------------------------


def test_a_decision_that_followed_its_words_is_taken_back_where_they_stand_now(told: World) -> None:
    item = told.item(STORES)
    told.review.edit(item.id, by="eve", text=MINE)
    told.told("tide", answer(storage(), MAPS), SORTS, STORES, DRAWS)
    told.review.undo(item.id, by="eve")
    assert public(told) == [STORES, DRAWS]
    assert {one.revision for one in told.review.item(item.id).evidence} == {told.revision("tide").id}


def test_a_decision_whose_ground_changed_is_not_taken_back(told: World) -> None:
    item = told.item(STORES)
    told.review.accept(told.item(DRAWS).id, by="eve")
    told.review.edit(item.id, by="eve", text=MINE)
    told.told("tide", answer(storage(claim(TWO_FILES)), MAPS), TWO_FILES, DRAWS)
    for last in (item.id, None):
        with pytest.raises(DecisionRefusedError, match="waits again already: nothing to undo"):
            told.review.undo(last, by="eve")
    assert told.review.undo(told.item(DRAWS).id, by="eve").item.new == DRAWS


# -- what it costs -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_changed_section_of_a_long_document_costs_its_own_call_alone(world: World) -> None:
    def lines(changed: int | None = None) -> list[str]:
        many = TOKENS_PER_PART // 12
        return [
            line
            for number in range(4)
            for line in (
                f"## Part {number}",
                f"Part {number} of Tide {'draws' if number == changed else 'stores'} all readings. " * many,
            )
        ]

    first = world.ingest(world.document("tide.md", "# Tide", *lines()))
    again = world.ingest(world.document("tide.md", "# Tide", *lines(2)))
    assert first.spent.paid > 2
    assert (again.spent.paid, again.spent.reused) == (1, first.spent.paid - 1)


def test_an_unchanged_document_costs_nothing_and_moves_nothing(told: World) -> None:
    told.review.edit(told.item(STORES).id, by="eve", text=MINE)
    before, calls = told.tables(but=BOOKKEEPING), told.llm.calls
    told.ingest()
    told.ingest(redo=True)
    assert (told.tables(but=BOOKKEEPING), told.llm.calls) == (before, calls)


def test_a_write_that_fails_leaves_records_and_decisions_as_they_were(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.review.edit(told.item(STORES).id, by="eve", text=MINE)
    kept = (*BOOKKEEPING, "attempt")
    before = told.tables(but=kept)

    def breaks(*_: Any, **__: Any) -> None:
        raise ArithmeticError

    with monkeypatch.context() as patched:
        patched.setattr("decompose.services.reingest.reconcile", breaks)
        with pytest.raises(ArithmeticError):
            told.told("tide", answer(storage(claim(TWO_FILES))), TWO_FILES)
    assert told.tables(but=kept) == before


# -- prune -------------------------------------------------------------------------------------------------


def pruned(world: World, folder: Path) -> tuple[str, ...]:
    """Have the folder ingested and pruned; what left sight."""
    ingestion, inputs, left = world.workspace.ingestion(world.llm, _options()), gather([folder]), list[str]()
    gone = ingestion.gone([folder], inputs)
    ingestion = replace(ingestion, prunes=True)
    ingestion.run(inputs, gone=gone, settled=lambda settled: left.extend(each.origin for each in settled.gone))
    return tuple(left)


def _options() -> Any:
    from decompose.services.ingest import Options

    return Options(is_llm_named=True)


@pytest.fixture
def shelf(world: World) -> World:
    """A folder of two documents, and one that came by itself."""
    for slug, line in (("kelp", SORTS), ("tide", STORES)):
        world.document(f"{slug}.md", f"# {slug.title()}", line)
        world.llm.says(slug, answer(record(f"work of {slug}", claim(line))))
    world.ingest()
    return world


def test_a_file_that_is_gone_changes_nothing_unless_asked(shelf: World) -> None:
    (shelf.documents / "tide.md").unlink()
    before = shelf.tables(but=BOOKKEEPING)
    shelf.ingest()
    assert shelf.tables(but=BOOKKEEPING) == before


def test_what_is_pruned_is_stale_and_seen_by_no_reader_and_its_decisions_wait(shelf: World) -> None:
    item = shelf.item(STORES)
    shelf.review.accept(item.id, by="eve")
    (shelf.documents / "tide.md").unlink()
    assert pruned(shelf, shelf.documents) == ("tide.md",)
    assert public(shelf) == []
    assert public(shelf, "kelp") == [SORTS]
    assert [each.status for each in shelf.show("tide").capabilities] == [CapabilityStatus.STALE]
    now = shelf.review.item(item.id)
    assert (now.status, now.reason, now.old) == (ItemStatus.OPEN, Why.CHANGED, STORES)
    assert trail(shelf, item) == ["accept", "reopen"]
    assert shelf.workspace.figures.stats().decisions["prune"] == 1


def kinds_asked_for(world: World) -> set[str]:
    return {item.artifact for item in world.review.waiting() if item.reason is Why.CLASSIFICATION}


def test_nobody_is_asked_for_the_kind_of_what_no_document_in_sight_tells_of(shelf: World) -> None:
    shelf.ingest(shelf.file("more/tide-api.md", "# Tide API\n\nTide draws currents.\n"), said=Said(slug="tide"))
    before = kinds_asked_for(shelf)
    assert {"kelp", "tide"} <= before
    (shelf.documents / "tide.md").unlink()
    pruned(shelf, shelf.documents)
    assert kinds_asked_for(shelf) == before
    (shelf.documents / "kelp.md").unlink()
    shelf.document("tide.md", "# Tide", STORES)
    shelf.ingest()
    pruned(shelf, shelf.documents)
    assert kinds_asked_for(shelf) == before - {"kelp"}
    shelf.document("kelp.md", "# Kelp", SORTS)
    shelf.ingest()
    assert kinds_asked_for(shelf) == before


def test_pruning_twice_prunes_once(shelf: World) -> None:
    (shelf.documents / "tide.md").unlink()
    pruned(shelf, shelf.documents)
    before = shelf.tables(but=BOOKKEEPING)
    assert pruned(shelf, shelf.documents) == ()
    assert shelf.tables(but=BOOKKEEPING) == before


def test_a_pruned_document_that_comes_back_stands_again_with_its_decisions_and_pays_nothing(shelf: World) -> None:
    item = shelf.item(STORES)
    shelf.review.edit(item.id, by="eve", text=MINE)
    (shelf.documents / "tide.md").unlink()
    pruned(shelf, shelf.documents)
    shelf.document("tide.md", "# Tide", STORES)
    report = shelf.ingest()
    assert report.spent.paid == 0
    assert public(shelf) == [MINE]
    assert trail(shelf, item) == ["edit", "reopen", "restore"]


def test_a_document_of_another_folder_is_left_alone(shelf: World) -> None:
    shelf.ingest(shelf.file("elsewhere/ebb.md", "# Ebb\n\nEbb rings a bell at noon.\n"))
    shelf.ingest(shelf.file("alone/flow.md", "# Flow\n\nFlow rings a bell at night.\n"))
    (shelf.folder / "alone/flow.md").unlink()
    assert pruned(shelf, shelf.documents) == ()
    assert pruned(shelf, shelf.folder / "elsewhere") == ()


def test_a_document_of_the_web_is_in_no_folder_though_it_was_ordered_with_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.document("tide.md", "# Tide", STORES)
    monkeypatch.chdir(world.documents)
    page = replace(at_address("https://kelp.test/kelp.md"), raw=f"# Kelp\n\n{SORTS}\n".encode())
    world.workspace.ingestion(world.llm, _options()).run([*gather(["."]), page])
    assert len(public(world, "kelp")) == 1
    assert pruned(world, Path()) == ()
    assert len(public(world, "kelp")) == 1


def test_a_copy_of_the_folder_prunes_what_it_lacks(shelf: World) -> None:
    copy = shelf.folder / "copy"
    copy.mkdir()
    shutil.copyfile(shelf.documents / "kelp.md", copy / "kelp.md")
    assert pruned(shelf, copy) == ("tide.md",)


def test_a_dry_run_sees_the_documents_as_they_are_once_what_is_gone_is_pruned(shelf: World) -> None:
    (shelf.documents / "tide.md").rename(shelf.documents / "ebb.md")
    ingestion, inputs = shelf.workspace.ingestion(shelf.llm, _options()), gather([shelf.documents])
    before = shelf.tables()
    unpruned = ingestion.estimate(inputs)
    pruned_first = ingestion.estimate(inputs, ingestion.gone([shelf.documents], inputs))
    assert shelf.tables() == before
    assert [job.code for job in unpruned.unusable] == ["duplicate"]
    assert (pruned_first.documents, pruned_first.unusable) == (1, ())
    assert [document.origin for document in pruned_first.gone] == ["tide.md"]
    assert pruned(shelf, shelf.documents) == ("tide.md",)
    assert len(shelf.show("ebb").capabilities) == 1


# -- another path ------------------------------------------------------------------------------------------

DECISIONS = ("edit", "reject", "merge", "accept")


@pytest.fixture
def decided(world: World, request: pytest.FixtureRequest) -> Decided:
    """Tide with a decision on one sentence, and Kelp beside it in the same folder."""
    world.document("kelp.md", "# Kelp", "Kelp rings a bell at noon.")
    world.document("tide/readme.md", "# Tide", STORES, DRAWS)
    world.llm.keeps_saying("tide", answer(storage(), MAPS))
    world.ingest()
    action, [item, other] = request.param, (world.item(STORES), world.item(DRAWS))
    match action:
        case "edit":
            world.review.edit(item.id, by="eve", text=MINE)
        case "reject":
            world.review.reject(item.id, by="eve", code="other")
        case "merge":
            world.workspace.rewriting.merge(item.id, other.id, by="eve", said=Comment())
        case _:
            world.review.accept(item.id, by="eve")
    return Decided(world, item, public(world))


@dataclass(frozen=True)
class Decided:
    world: World
    item: ReviewItem
    shown: list[str]

    def renamed(self, *more: str) -> Path:
        """The file under another name, with these sentences more."""
        (self.world.documents / "tide/readme.md").unlink()
        return self.world.document("tide/index.md", "# Tide", STORES, DRAWS, *more)

    def holds(self) -> None:
        """Silently: readers see what they saw, nothing waits, and the trail has the decision alone."""
        before, now = self.item, self.world.review.item(self.item.id)
        assert public(self.world) == self.shown
        assert waiting(self.world) == {}
        assert now.decided
        assert now.claim_id == before.claim_id
        assert len(trail(self.world, before)) == 1


@pytest.mark.parametrize("more", [(), ("Tide is read by many sailors.",)], ids=["as it was", "changed"])
@pytest.mark.parametrize("order", ["plain", "prune", "plain, then prune", "prune, then back", "redo"])
@pytest.mark.parametrize("decided", DECISIONS, indirect=True)
def test_a_decision_holds_where_its_file_is_renamed(decided: Decided, order: str, more: tuple[str, ...]) -> None:
    world = decided.world
    decided.renamed(*more)
    if order.startswith("prune"):
        assert pruned(world, world.documents) == ()
    else:
        world.ingest(redo=order == "redo")
    decided.holds()
    if order == "plain, then prune":
        assert pruned(world, world.documents) == ()
    elif order == "prune, then back":
        (world.documents / "tide/index.md").rename(world.documents / "tide/readme.md")
        assert pruned(world, world.documents) == ()
    decided.holds()
    before = world.tables(but=BOOKKEEPING)
    world.ingest()
    assert world.tables(but=BOOKKEEPING) == before


@pytest.mark.parametrize("is_redone", [False, True])
@pytest.mark.parametrize("more", [(), ("Tide is read by many sailors.",)], ids=["as it was", "changed"])
@pytest.mark.parametrize("decided", DECISIONS, indirect=True)
def test_a_decision_holds_where_a_list_or_another_folder_names_the_file(
    decided: Decided, more: tuple[str, ...], *, is_redone: bool
) -> None:
    world = decided.world
    file = decided.renamed(*more)
    rows = world.file("tools.csv", f"slug,name,kind,path\ntide,Tide,mcp,{file}\n")
    world.ingest(list_file=rows, redo=is_redone)
    assert public(world) == decided.shown
    world.ingest(world.documents / "tide", redo=is_redone)
    assert public(world) == decided.shown
    assert world.review.item(decided.item.id).decided


def test_what_was_pruned_and_comes_back_under_another_name_has_its_decisions_again(shelf: World) -> None:
    item = shelf.item(STORES)
    shelf.review.edit(item.id, by="eve", text=MINE)
    (shelf.documents / "tide.md").unlink()
    pruned(shelf, shelf.documents)
    shelf.document("tide/index.md", "# Tide", STORES)
    shelf.ingest()
    assert public(shelf) == [MINE]
    assert trail(shelf, item) == ["edit", "reopen", "restore"]


@pytest.mark.parametrize("first", ["a", "b"])
def test_decisions_go_along_where_documents_change_their_names(world: World, first: str) -> None:
    told_in(world, {"a": STORES, "b": DRAWS}, STORES, DRAWS)
    world.review.reject(world.item(STORES).id, by="eve", code="other")
    world.review.edit(world.item(DRAWS).id, by="eve", text=MINE, quotes=[DRAWS])
    told_in(world, {first: DRAWS, "b" if first == "a" else "a": STORES})
    assert public(world) == [MINE]
    assert waiting(world) == {}


# -- any history -------------------------------------------------------------------------------------------

SENTENCES = (
    (STORES, TWO_FILES, REWORDED),
    (SORTS, "Tide sorts the readings by buoy and by day.", "By buoy and by hour readings are sorted."),
    (DRAWS, "Tide draws maps of currents for large harbours.", "Small harbours get maps of their currents."),
)
_place = st.tuples(st.integers(0, 1), st.integers(0, 2), st.booleans())
_revision = st.tuples(st.just("revise"), st.permutations(range(3)), st.tuples(_place, _place, _place), st.booleans())
_decision = st.tuples(st.sampled_from(["accept", "reject", "edit", "skip", "undo"]), st.integers(0, 8))
_gone = st.tuples(st.just("gone"))
_histories = st.lists(st.one_of(_revision, _decision, _decision, _gone), min_size=2, max_size=9)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(_histories)
@example(
    [
        *(("gone",), ("edit", 0), ("reject", 4)),
        ("revise", [1, 2, 0], ((0, 0, True), (0, 1, True), (0, 1, True)), False),
        ("revise", [1, 2, 0], ((0, 0, False), (1, 2, False), (0, 1, False)), False),
        ("reject", 8),
    ]
)
def test_after_any_history_no_decision_is_lost_untold_and_the_same_order_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, noisy_file: Path, history: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    shutil.copyfile(noisy_file, folder / "world.db")
    world = World(f"sqlite:///{folder}/world.db", folder)
    world._count = 100
    try:
        world.document("kelp.md", "# Kelp", "Kelp rings a bell at noon.")
        _revise(world, (0, 1, 2), ((0, 0, True),) * 3, is_one_record=False)
        for number, step in enumerate(history):
            world.clock.tick(hours=1)
            _take(world, step, number)
            _check(world)
        before = world.tables(but=BOOKKEEPING)
        world.ingest()
        assert world.tables(but=BOOKKEEPING) == before
        world.ingest(redo=True)
        # An llm that is told of a rejection is asked anew, which the ledger keeps: by another call.
        after = world.tables(but=BOOKKEEPING)
        assert _without_calls(after) == _without_calls(before)
    finally:
        world.close()


def _without_calls(tables: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    told = {name: rows for name, rows in tables.items() if name != "attempt"}
    return {
        name: Counter(re.sub(r"'call_key': '\w+'", "", row) for row in rows.elements()) for name, rows in told.items()
    }


def _take(world: World, step: tuple[Any, ...], number: int) -> None:
    match step:
        case ("revise", order, places, is_one_record):
            _revise(world, order, places, is_one_record=is_one_record)
        case ("gone",):
            (world.documents / "tide.md").unlink(missing_ok=True)
            pruned(world, world.documents)
        case (action, at):
            items = [item for item in world.review.everything("tide") if item.claim_id]
            if items:
                _decide(world, action, items[at % len(items)], number)


def _revise(world: World, order: Any, places: Any, *, is_one_record: bool) -> None:
    lines, claims = [], []
    for each in order:
        line, wording, is_told = places[each]
        lines.append(SENTENCES[each][line])
        if is_told:
            claims.append(claim(SENTENCES[each][wording], SENTENCES[each][line]))
    records = [record("all of it", *claims)] if is_one_record else [record(f"job {one['text']}", one) for one in claims]
    world.llm.keeps_saying("tide", answer(*(records if claims else [])))
    world.document("tide.md", "# Tide", *lines)
    world.ingest()


def _decide(world: World, action: str, item: ReviewItem, number: int) -> None:
    try:
        match action:
            case "accept":
                world.review.accept(item.id, by="eve")
            case "reject":
                world.review.reject(item.id, by="eve", code="other")
            case "edit":
                quotes = [evidence.quote for evidence in item.evidence]
                world.review.edit(item.id, by="eve", text=f"Mine is number {number}.", quotes=quotes)
            case "skip":
                world.review.skip(item.id, by="eve")
            case _:
                world.review.undo(by="eve")
    except DecisionRefusedError:
        pass


def _check(world: World) -> None:
    """Every decision stands or the trail says what became of it; what readers see stands in a current revision."""
    with world.database.reading() as session:
        rows = session.connection().execute(
            sql(
                "SELECT id, item_id, action, at FROM audit_event WHERE item_id IN"
                " (SELECT id FROM review_item WHERE slug = 'tide') ORDER BY id"
            )
        )
        events = [tuple(row) for row in rows]
    for at, (_, item_id, action, _) in enumerate(events):
        later = [event[2] for event in events[at + 1 :] if event[1] == item_id and event[2] != "skip"]
        if action in {"accept", "reject", "edit"} and not set(later) - {"renew"}:
            now = world.review.item(item_id)
            assert now.decided or now.pending
            assert now.pending or (now.decided and now.decided.action == action)
    shown = world.show("tide", public=True)
    for one in (one for each in shown.capabilities for one in each.claims):
        assert one.evidence
        for item in one.evidence:
            source = world.workspace.catalog.source(item.revision)
            assert source.is_current
            assert source.revision.visible.words_of(item.span) == item.quote
    ids = [one.id for each in world.show("tide").capabilities for one in each.claims]
    assert len(ids) == len(set(ids))
