"""What lists count as it is written: always what is there and in sight, and asked without a walk through it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from decompose.domain.artifact import Artifact, Kind
from decompose.services.stating import Stating
from decompose.store import artifacts, listing
from decompose.store.watching import Watcher
from world import World, answer, claim, record

SLUGS = ("ebb", "flow", "surge", "tide", "wave")


def filled(world: World) -> World:
    """Five artifacts of no kind, four stored pairs."""
    for slug in SLUGS:
        text_ = f"The {slug} stores readings."
        world.told(slug, answer(record("storage of readings", claim(text_))), text_)
    for pair in (("ebb", "flow"), ("ebb", "tide"), ("flow", "tide"), ("surge", "wave")):
        world.workspace.compare.store(*pair)
    return world


@pytest.fixture
def harbour(world: World) -> World:
    return filled(world)


def hold_an_artifact(world: World) -> None:
    world.workspace.publishing.hold("ebb")


def hold_both_of_a_pair(world: World) -> None:
    world.workspace.publishing.hold("ebb")
    world.workspace.publishing.hold("flow")
    world.workspace.publishing.hold("ebb", "flow")


def release_again(world: World) -> None:
    hold_both_of_a_pair(world)
    world.workspace.publishing.release("ebb")


def classify(world: World, slug: str = "ebb") -> None:
    world.review.edit(world.item("not stated", slug).id, by="eve", text="cli")


def classify_and_undo(world: World) -> None:
    item = world.item("not stated", "ebb")
    world.review.edit(item.id, by="eve", text="cli")
    world.review.undo(item.id, by="eve")


def state_of(world: World) -> Stating:
    return world.workspace.stating


def state(world: World) -> None:
    state_of(world).state("tide", "kind", "agent", "a page", None, who="olga")
    state_of(world).state("tide", "licence", "MIT", "a page", None, who="olga")


def state_what_is_classified_and_held(world: World) -> None:
    classify(world)
    state_of(world).state("ebb", "kind", "agent", "a page", None, who="olga")
    state_of(world).state("flow", "kind", "agent", "a page", None, who="olga")
    world.workspace.publishing.hold("flow")


def take_a_statement_back(world: World) -> None:
    state(world)
    state_of(world).withdraw("tide", "kind", who="olga")


def come_with_a_kind(world: World) -> None:
    with world.database.writing() as session:
        artifacts.save(session, Artifact("tide", "Tide", Kind.MCP), world.clock())


def come_with_another_kind(world: World) -> None:
    come_with_a_kind(world)
    with world.database.writing() as session:
        artifacts.save(session, Artifact("tide", "Tide", Kind.CLI), world.clock())


def rename(world: World) -> None:
    come_with_a_kind(world)
    world.workspace.publishing.rename("tide", "spring-tide")


def merge(world: World) -> None:
    classify(world)
    world.workspace.publishing.merge("ebb", "tide")


def remove(world: World) -> None:
    come_with_a_kind(world)
    world.workspace.publishing.remove("tide")


def fail_half_way(world: World) -> None:
    with suppress(ZeroDivisionError), world.database.writing() as session:
        artifacts.save(session, Artifact("neap", "Neap", Kind.MCP), world.clock())
        raise ZeroDivisionError


ACTS = (
    hold_an_artifact, hold_both_of_a_pair, release_again, classify, classify_and_undo, state,
    state_what_is_classified_and_held, take_a_statement_back, come_with_a_kind, come_with_another_kind, rename, merge,
    remove, fail_half_way,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_what_is_counted_is_what_can_be_paged_through(harbour: World, act: Callable[[World], None]) -> None:
    act(harbour)
    with harbour.database.reading() as session:
        seen = listing.slugs(session, None, 0, 1_000)
        kinds = Counter(artifact.kind for artifact in artifacts.some(session, seen).values())
        assert listing.count_by_kind(session) == dict(kinds)
        assert listing.count(session) == len(seen)
        assert listing.count_pairs(session) == len(listing.pairs(session, 0, 1_000))
        of_kinds = {kind: listing.slugs(session, kind, 0, 1_000) for kind in Kind}
        assert {kind: len(slugs) for kind, slugs in of_kinds.items() if slugs} == {k: n for k, n in kinds.items() if k}


def test_pages_of_a_kind_follow_one_another_whoever_told_it(harbour: World) -> None:
    come_with_a_kind(harbour)
    for slug in ("wave", "ebb", "surge"):
        state_of(harbour).state(slug, "kind", "mcp", "a page", None, who="olga")
    with harbour.database.reading() as session:
        pages = [listing.slugs(session, Kind.MCP, offset, 2) for offset in (0, 2, 4)]
    assert pages == [("ebb", "surge"), ("tide", "wave"), ()]


def asked_by_lists(world: World) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    event.listen(world.database.engine, "before_cursor_execute", note)
    catalog = world.workspace.catalog
    catalog.front(20, 20)
    catalog.browse(None, 0, 100)
    catalog.browse(Kind.AGENT, 0, 100)
    catalog.kept(0, 100)
    catalog.listed("ebb", 50)
    catalog.listed_sources("ebb", 500)
    event.remove(world.database.engine, "before_cursor_execute", note)
    return asked


def plans(world: World, asked: list[tuple[str, Any]]) -> set[str]:
    """The steps of what SQLite would do."""
    with world.database.engine.connect() as connection:
        explained = (connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given).all() for said, given in asked)
        return {str(row[-1]) for rows in explained for row in rows}


@pytest.mark.slow
def test_lists_are_read_in_their_order_and_no_row_is_passed_that_is_not_shown(tmp_path: Path) -> None:
    """SQLite says the plan that it takes for any number of rows; Postgres chooses by how many there are."""
    with closing(World(f"sqlite:///{tmp_path}/lists.db", tmp_path)) as world:
        filled(world)
        state(world)
        steps = plans(world, asked_by_lists(world))
    walks = {step for step in steps if re.match(r"SCAN (artifact|comparison|review_item|stated|claim)\b", step)}
    orders = "artifact USING COVERING INDEX listed_newest", "artifact USING COVERING INDEX listed_by_slug"
    assert walks == {f"SCAN {order}" for order in (*orders, "comparison USING INDEX listed_pairs")}
    assert not [step for step in steps if "ORDER BY" in step]


@pytest.mark.postgres
def test_writers_side_by_side_are_counted_before_and_after_they_are_added_up(
    postgres_url: Callable[[], str], tmp_path: Path
) -> None:
    with closing(World(postgres_url(), tmp_path)) as world:

        def counted() -> dict[Kind | None, int]:
            with world.database.reading() as session:
                return listing.count_by_kind(session)

        with world.database.writing() as first:
            artifacts.save(first, Artifact("tide", "Tide", Kind.CLI), world.clock())
            with world.database.writing() as second:
                artifacts.save(second, Artifact("ebb", "Ebb", Kind.CLI), world.clock())
            assert counted() == {Kind.CLI: 1}
            with closing(Watcher(world.database.engine)) as adding:
                adding.state()
            assert counted() == {Kind.CLI: 1}
        assert counted() == {Kind.CLI: 2}
        with closing(Watcher(world.database.engine)) as adding:
            adding.state()
        assert counted() == {Kind.CLI: 2}
        with world.database.reading() as session:
            assert session.execute(text("SELECT writer, number FROM watched_count")).all() == [(0, 2)]
