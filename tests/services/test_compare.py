"""Two artifacts side by side: what is kept, what moved, and what makes a kept comparison stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from decompose.domain.artifact import Kind
from decompose.domain.catalog import Change
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.catalog import side_of, sides_of
from decompose.services.compare import every_pair, listed_pairs
from decompose.services.inputs import Said
from world import BEGINNING, World, answer, claim, record


@pytest.fixture
def pair(world: World) -> World:
    """Two artifacts of one kind, ebb clearly ahead of tide."""
    for slug in ("tide", "ebb"):
        path = world.document(f"{slug}.md", f"# {slug.title()}", f"The {slug} stores readings.")
        world.ingest(path, said=Said(kind=Kind.CLI))
    world.score("tide,0.4,0.4,0.4,0.4,0.4", "ebb,0.9,0.9,0.9,0.9,0.9")
    return world


def test_a_pair_has_one_order_whatever_the_order_of_the_arguments(pair: World) -> None:
    compare = pair.workspace.compare
    assert compare.view("tide", "ebb") == compare.view("ebb", "tide")
    assert compare.view("tide", "ebb").comparison.a.artifact.slug == "ebb"


def test_looking_stores_nothing(pair: World) -> None:
    before = pair.tables()
    assert pair.workspace.compare.view("tide", "ebb").is_stored is False
    assert pair.tables() == before


def test_a_comparison_is_read_in_as_many_questions_whatever_its_artifacts_hold(pair: World) -> None:
    asked: list[str] = []
    engine = pair.database.engine

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    compare = pair.workspace.compare
    compare.view("tide", "ebb")
    event.listen(engine, "before_cursor_execute", note)
    compare.view("tide", "ebb")
    small = len(asked)
    lines = [f"Ebb {job}." for job in ("stores readings", "draws maps", "counts boats", "sends letters")]
    pair.told("ebb", answer(*(record(line[4:-1], claim(line)) for line in lines)), *lines)
    asked.clear()
    assert len(compare.view("tide", "ebb").comparison.a.capabilities) == len(lines)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == small <= 16
    assert not any("revision.raw" in one or "revision.blocks" in one for one in asked)


def test_both_sides_are_read_as_each_alone(pair: World) -> None:
    weights = pair.workspace.keeping.weights
    with pair.database.reading() as session:
        together = sides_of(session, ("tide", "ebb"), weights, public=True)
        assert together == tuple(side_of(session, slug, weights, public=True) for slug in ("tide", "ebb"))
        with pytest.raises(UnknownSubjectError, match="surf"):
            sides_of(session, ("tide", "surf"), weights, public=True)


def test_a_stored_pair_is_kept_once(pair: World) -> None:
    first = pair.workspace.compare.store("tide", "ebb")
    before = pair.tables()
    assert first.is_stored
    assert first.verdict.winner == "ebb"
    pair.clock.tick(days=1)
    assert pair.workspace.compare.store("ebb", "tide") == first
    assert pair.tables() == before
    assert pair.workspace.catalog.pairs() == (("ebb", "tide"), ("noise-one", "noise-two"))


def test_readers_are_told_what_moved_without_the_words_that_an_editor_refused(world: World) -> None:
    wrong = "Ebb draws 4 maps."
    world.told("tide", answer(record("storage", claim("Tide stores readings."))), "Tide stores readings.")
    world.told(
        "ebb", answer(record("charts", claim("Ebb draws maps."), claim(wrong, "Ebb draws maps."))), "Ebb draws maps."
    )
    item = world.item(wrong)
    world.review.accept(item.id, by="eve")
    compare = world.workspace.compare
    compare.store("tide", "ebb")
    world.review.reject(item.id, by="eve", code="wrong_number")
    full, public = compare.why("tide", "ebb"), compare.why("tide", "ebb", public=True)
    assert wrong in str(full.differs)
    assert public.is_stale
    assert public.differs
    assert wrong not in str(public)


def test_readers_are_told_nothing_of_what_a_held_pair_rests_on(pair: World) -> None:
    compare, publishing = pair.workspace.compare, pair.workspace.publishing
    publishing.hold("ebb", "tide")
    with pytest.raises(UnknownSubjectError, match="not shown together"):
        compare.why("tide", "ebb", public=True)
    assert compare.why("tide", "ebb").rests_on
    publishing.release("ebb", "tide")
    publishing.hold("ebb")
    with pytest.raises(UnknownSubjectError, match="no artifact ebb"):
        compare.why("tide", "ebb", public=True)


def test_a_stored_pair_is_not_stale_until_a_fact_of_it_moves(pair: World) -> None:
    pair.workspace.compare.store("tide", "ebb")
    pair.score("noise-one,0.2,0.2,0.2,0.2,0.2")
    grounds = pair.workspace.compare.why("tide", "ebb")
    assert (grounds.a, grounds.b, grounds.is_stale, grounds.differs) == ("ebb", "tide", False, None)
    assert dict(grounds.rests_on)["a.rank"] == 90


def test_a_score_that_moves_makes_the_pair_stale_and_is_named(pair: World) -> None:
    pair.workspace.compare.store("tide", "ebb")
    pair.score("tide,0.5,0.4,0.4,0.4,0.4")
    grounds = pair.workspace.compare.why("tide", "ebb")
    assert grounds.is_stale
    assert grounds.differs == Change("b.components.adoption", 0.4, 0.5)


def test_a_record_that_moves_makes_the_pair_stale(pair: World) -> None:
    pair.workspace.compare.store("tide", "ebb")
    path = pair.document("tide.md", "# Tide", "The tide sorts readings.")
    pair.ingest(path)
    assert pair.workspace.compare.why("tide", "ebb").is_stale


def test_what_readers_may_not_see_moves_nothing(pair: World) -> None:
    refused = claim("The flow stores 9 readings.", "The flow stores readings.")
    pair.told(
        "flow", answer(record("storage", claim("The flow stores readings."), refused)), "The flow stores readings."
    )
    before = pair.workspace.compare.store("flow", "ebb").comparison.fingerprint
    item = pair.item("The flow stores 9 readings.")
    pair.review.edit(item.id, by="eve", text="The flow stores 8 readings.", quotes=["nowhere to be found"])
    assert pair.workspace.compare.view("flow", "ebb").comparison.fingerprint == before
    pair.review.edit(item.id, by="eve", text="The flow stores your readings.")
    assert pair.workspace.compare.view("flow", "ebb").comparison.fingerprint != before


def test_what_moved_is_logged_with_the_winners_and_the_facts(pair: World) -> None:
    pair.workspace.compare.store("tide", "ebb")
    pair.score("tide,1,1,1,1,1")
    pair.clock.tick(hours=1)
    [moved] = pair.workspace.compare.store("tide", "ebb").moved
    assert (moved.was, moved.now) == ("ebb", "tide")
    assert moved.at == pair.clock.now != BEGINNING
    assert Change("b.rank", 40, 100) in moved.because
    assert {change.fact.partition(".")[0] for change in moved.because} == {"b"}


@pytest.mark.slow
def test_reverted_facts_bring_the_old_fingerprint_back_and_the_log_grows(pair: World) -> None:
    first = pair.workspace.compare.store("tide", "ebb").comparison.fingerprint
    pair.score("tide,1,1,1,1,1")
    assert pair.workspace.compare.store("tide", "ebb").comparison.fingerprint != first
    pair.score("tide,0.4,0.4,0.4,0.4,0.4")
    again = pair.workspace.compare.store("tide", "ebb")
    assert again.comparison.fingerprint == first
    assert [(moved.was, moved.now) for moved in again.moved] == [("tide", "ebb"), ("ebb", "tide")]


def test_a_kind_that_an_editor_gives_moves_the_comparison(world: World) -> None:
    for slug in ("tide", "ebb"):
        world.told(slug, answer(record("work", claim(f"The {slug} stores readings."))), f"The {slug} stores readings.")
        [item] = world.review.waiting(slug)
        world.review.edit(item.id, by="eve", text="cli")
    assert world.workspace.compare.view("tide", "ebb").comparison.comparable.ok


def test_a_pair_that_cannot_be_compared_is_refused(pair: World) -> None:
    before = pair.tables()
    with pytest.raises(UnknownSubjectError, match="no artifact flow; see: decompose artifacts"):
        pair.workspace.compare.store("tide", "flow")
    with pytest.raises(UsageError, match="cannot be compared with itself"):
        pair.workspace.compare.store("tide", "tide")
    assert pair.tables() == before


def test_the_seed_format_needs_ranks(world: World) -> None:
    world.told("tide", answer(), "The tide stores readings.")
    with pytest.raises(UsageError, match="tide has no rank; give it scores first"):
        world.workspace.compare.published_page("tide", "noise-one")


def test_every_pair_is_named_once(pair: World) -> None:
    pairs = every_pair(pair.workspace.catalog.artifacts())
    assert len(pairs) == len(set(pairs)) == 6
    assert all(a < b for a, b in pairs)


def test_a_list_of_pairs_is_read(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("a,b\ntide, ebb\n", encoding="utf-8-sig")
    assert listed_pairs(tmp_path / "pairs.csv") == {2: ("tide", "ebb")}


def test_a_pair_with_a_missing_cell_is_refused_by_itself(tmp_path: Path, pair: World) -> None:
    (tmp_path / "pairs.csv").write_text("a,b\ntide\n", encoding="utf-8")
    [(a, b)] = listed_pairs(tmp_path / "pairs.csv").values()
    with pytest.raises(UsageError):
        pair.workspace.compare.store(a, b)


@pytest.mark.parametrize("content", ["x,y\n1,2\n", b"\xff\xfe\x00"])
def test_a_list_of_pairs_that_cannot_be_read_is_refused(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(
        UsageError, match=r"pairs.csv (has the columns x,y|cannot be read .*); give a CSV file with the columns a,b"
    ):
        listed_pairs(path)
