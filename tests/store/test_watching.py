"""The word that says whether readers see anything new: it moves with every such commit, and with nothing else."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text
from sqlmodel import SQLModel

from decompose.domain.access import Role
from decompose.domain.matching.events import Visit
from decompose.domain.regeneration import pair_id
from decompose.domain.review import Action
from decompose.services.queue import Editor
from decompose.services.review import Said
from decompose.store import remembered
from decompose.store.tables import DoubtRow, OverlapRow, SignalRow, WriteUpSentenceRow
from decompose.store.watching import PREFIX, Watcher
from decompose.web.app import create_app
from world import World, answer, claim, record

READ = {**importlib.import_module("decompose.store.migrations.versions.m0010_watched").READ, "stated": ()}
READ["write_up_sentence"] = ()
# No public page reads these, but to say that it is gone. Of searches the counters are watched artifact by artifact.
UNSEEN = frozenset(
    "asked attempt audit_event batch ended_session held_document job message pace queue_term removed reservation "
    "saved_filter sealed_event saved_find saved_search submission submission_line token touched worker write_up".split()
)
COUNTED = frozenset({"match_event", "search", "use_voice", "wish_use"})
TIDE, EBB, WRONG = "Tide stores readings.", "Ebb stores readings in files.", "Tide stores 9 readings."
PAGES = (
    "/", "/browse/all/1", "/browse/comparisons/1", "/artifacts/tide", "/compare/ebb/tide", "/compare/flood/tide",
    "/methodology", "/sitemap.xml", "/feed.xml", "/changes.xml", "/llms.txt",
)  # fmt: skip
ADA, BOB = Editor("ada", "one"), Editor("bob", "two")


@pytest.fixture
def harbour(world: World) -> World:
    """Something in every table that readers see."""
    world.told("tide", answer(record("storage", claim(TIDE), claim(WRONG, TIDE))), TIDE)
    world.told("ebb", answer(record("storage", claim(EBB))), EBB)
    world.told("flow", answer(record("charts", claim("Flow draws charts."))), "Flow draws charts.")
    world.workspace.compare.store("tide", "ebb")
    world.score("tide,1,1,1,1,1", "ebb,0,0,0,0,0")
    world.workspace.regenerate.run()
    world.workspace.publishing.hold("flow")
    world.workspace.publishing.rename("flow", "flood")
    world.workspace.stating.state("tide", "licence", "MIT", "a page", None, who="olga")
    # The key that names visitors and signs sessions is made once.
    world.workspace.search.search("stores", Visit("v", "web"))
    first, second = (world.show(slug).capabilities[0].id for slug in ("tide", "ebb"))
    with world.database.writing() as session:
        pair = pair_id("ebb", "tide")
        session.add(WriteUpSentenceRow(comparison_id=pair, digest="d", place=1, text="", rests_on={}, llm="l"))
        session.add(DoubtRow(id="d", a=first, b=second, words="w"))
        session.merge(OverlapRow(a=first, b=second, slug="tide", other="ebb", similarity=0.5))
        session.add(SignalRow(slug="tide", signal="stars", value="1", source="s", day="2026-03-01", at=world.clock()))
    return world


@contextmanager
def moves(world: World, *slugs: str) -> Iterator[None]:
    before = world.database.state(slugs)
    yield
    assert world.database.state(slugs) != before


@contextmanager
def stays(world: World, *slugs: str) -> Iterator[None]:
    before = world.database.state(slugs)
    yield
    assert world.database.state(slugs) == before


def test_every_table_is_watched_or_said_to_be_seen_by_nobody() -> None:
    assert set(SQLModel.metadata.tables) == {*READ, *UNSEEN, *COUNTED}


@pytest.mark.slow
@pytest.mark.parametrize("table", sorted(READ))
def test_a_write_to_what_readers_see_moves_it(harbour: World, table: str) -> None:
    column = (READ[table] or SQLModel.metadata.tables[table].primary_key.columns.keys())[0]
    with moves(harbour), harbour.database.writing() as session:
        changed = session.connection().execute(text(f"UPDATE {table} SET {column} = {column}"))
        assert changed.rowcount > 0


@pytest.mark.slow
def test_public_pages_read_watched_tables_only(harbour: World) -> None:
    harbour.workspace.publishing.release("flood")
    read: set[str] = set()

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    revision = harbour.revision("tide").id
    event.listen(harbour.database.engine, "before_cursor_execute", note)
    with TestClient(create_app(harbour.workspace, site_url="https://example.org")) as site:
        for path in (*PAGES, f"/sources/{revision}"):
            assert site.get(path).status_code == 200
    event.remove(harbour.database.engine, "before_cursor_execute", note)
    tables = {name for name in read if not name.startswith(("anon", PREFIX, "pragma"))} & set(SQLModel.metadata.tables)
    assert {"artifact", "claim", "comparison", "revision"} <= tables
    assert tables <= {*READ, *COUNTED}


@pytest.mark.slow
def test_what_readers_do_not_see_leaves_it(harbour: World) -> None:
    item = harbour.item(WRONG)
    queue = harbour.workspace.queue
    with stays(harbour, "tide", "ebb"):
        queue.claim(ADA, limit=1)
        queue.hold(item.id, ADA)
        harbour.clock.tick(minutes=1)
        queue.hold(item.id, ADA)
        queue.ask_for(item.id, BOB)
        queue.release(ADA)
        queue.save_filter("ada", "mine", {"q": "tide"})
        harbour.workspace.access.create("ada", Role.EDITOR)
    with stays(harbour):
        harbour.workspace.search.search("stores readings", Visit("v", "web"))


def test_a_search_moves_the_pages_of_what_it_showed(harbour: World) -> None:
    with stays(harbour), stays(harbour, "flood"), moves(harbour, "tide"), moves(harbour, "ebb", "tide"):
        harbour.workspace.search.search("stores readings", Visit("v", "web"))


def test_a_decision_moves_it(harbour: World) -> None:
    item = harbour.item(WRONG)
    with moves(harbour):
        harbour.review.decide(item.id, Action.REJECT, by="ada", said=Said(reason_code="other"))


def test_it_moves_with_the_commit_and_not_before(harbour: World) -> None:
    before = harbour.database.state()
    with harbour.database.writing() as session:
        remembered.put(session, "label", "y")
        session.flush()
        assert harbour.database.state() == before
    assert harbour.database.state() != before


@pytest.mark.slow
def test_a_write_that_is_taken_back_leaves_it(harbour: World) -> None:
    def fails() -> None:
        with harbour.database.writing() as session:
            remembered.put(session, "label", "y")
            session.flush()
            raise ZeroDivisionError

    with stays(harbour), pytest.raises(ZeroDivisionError):
        fails()


@pytest.mark.postgres
def test_of_two_writers_who_end_in_another_order_than_they_began_both_are_seen(
    postgres_url: Callable[[], str], tmp_path: Path
) -> None:
    with closing(World(postgres_url(), tmp_path)) as world:
        begun = world.database.state()
        with world.database.writing() as first:
            remembered.put(first, "first", "x")
            first.flush()
            with world.database.writing() as second:
                remembered.put(second, "second", "x")
            between = world.database.state()
        assert len({begun, between, world.database.state()}) == 3


@pytest.mark.postgres
def test_rows_of_writers_are_added_up_and_the_word_stays(postgres_url: Callable[[], str], tmp_path: Path) -> None:
    with closing(World(postgres_url(), tmp_path)) as world:
        state = world.database.state()
        for number in range(5):
            remembered_in(world, str(number))
        assert int(world.database.state()) == int(state) + 5
        with world.database.writing() as session:
            remembered.put(session, "open", "x")
            session.flush()
            with closing(Watcher(world.database.engine)) as another:
                assert int(another.state()) == int(state) + 5
            with world.database.reading() as reading:
                assert reading.execute(text("SELECT count(*) FROM watched_write")).scalar() == 0
        assert int(world.database.state()) == int(state) + 6


def remembered_in(world: World, name: str) -> None:
    with world.database.writing() as session:
        remembered.put(session, name, "x")


# -- what that spares --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_editors_at_work_leave_the_answers_that_are_known(harbour: World, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "/artifacts/tide"
    with TestClient(create_app(harbour.workspace)) as site:
        tag = {"If-None-Match": site.get(page).headers["etag"]}
        with monkeypatch.context() as patched:
            patched.setattr("decompose.services.pages.Pages.at", None)
            harbour.workspace.queue.hold(harbour.item(WRONG).id, ADA)
            harbour.workspace.search.search("draws charts", Visit("v", "web"))
            assert site.get(page, headers=tag).status_code == 304
        harbour.review.edit(harbour.item(WRONG).id, by="ada", text="Tide stores all readings.", quotes=[TIDE])
        assert "Tide stores all readings." in site.get(page, headers=tag).text


def test_an_address_that_no_database_can_keep_is_one_that_is_not_there(harbour: World) -> None:
    with TestClient(create_app(harbour.workspace)) as site:
        for path in ("/artifacts/%00", "/compare/ebb/%00", "/artifacts/%00.json"):
            assert site.get(path).status_code == 404
