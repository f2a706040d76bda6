"""A whole database to another one, and a copy of one in use: all of it and the same, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from decompose.errors import StoreError, UsageError
from decompose.services import moving
from decompose.store import moving as tables
from decompose.store.database import Database
from world import World, answer, claim, record

MakeUrl = Callable[[], str]


@pytest.fixture
def filled(world: World) -> World:
    """A world with a row in most tables, an undone decision among them."""
    said = answer(record("storage", claim("Tide stores readings.", "Tide stores 40 readings.")))
    world.told("tide", said, "Tide stores 40 readings.")
    item = world.item("The noise-one hums 9 times.")
    world.review.reject(item.id, by="ann", code="other")
    world.review.undo(item.id, by="ann")
    return world


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        request.getfixturevalue("postgres_url")()
        if request.param == "postgres"
        else f"sqlite:///{tmp_path / 'target.db'}"
    )
    with closing(Database(url)) as database:
        yield database


def rows(database: Database, table: str) -> int:
    with database.reading() as session:
        return tables.count(session, table)


@pytest.mark.slow
def test_every_row_of_every_table_arrives_and_is_the_same(filled: World, target: Database) -> None:
    moved = {one.table: one for one in moving.copy(filled.database, target)}
    assert set(moved) == set(tables.table_names())
    assert all(moved[name].rows for name in ("artifact", "revision", "claim", "attempt", "job", "audit_event"))
    with target.reading() as session:
        assert {name: tables.table_hash(session, name) for name in moved} == {
            name: one.hash for name, one in moved.items()
        }


@pytest.mark.slow
def test_the_copy_shows_the_same_records_and_sources(filled: World, target: Database, tmp_path: Path) -> None:
    moving.copy(filled.database, target)
    there = World(target.url.render_as_string(hide_password=False), tmp_path)
    assert there.show("tide") == filled.show("tide")
    assert there.revision("tide") == filled.revision("tide")
    assert there.review.everything("noise-one") == filled.review.everything("noise-one")
    there.close()


@pytest.mark.slow
def test_work_goes_on_in_the_copy_where_numbers_are_given_out(filled: World, target: Database, tmp_path: Path) -> None:
    moving.copy(filled.database, target)
    there = World(target.url.render_as_string(hide_password=False), tmp_path)
    before = rows(target, "audit_event")
    there.review.reject(there.item("The noise-one hums 9 times.").id, by="ann", code="other")
    assert rows(target, "audit_event") == before + 1
    there.close()


@pytest.mark.slow
def test_a_database_comes_back_as_it_went(filled: World, target: Database, empty_url: MakeUrl) -> None:
    went = moving.copy(filled.database, target)
    with closing(Database(empty_url())) as back:
        assert moving.copy(target, back) == went


@pytest.mark.slow
def test_chunks_of_any_size_copy_the_same(filled: World, target: Database) -> None:
    with filled.database.reading() as source, target.writing() as goal:
        for name in tables.table_names():
            tables.copy_table(source, goal, name, chunk=2)
            assert tables.table_hash(goal, name, chunk=3) == tables.table_hash(source, name)


@pytest.mark.slow
def test_nothing_and_a_null_of_json_stay_what_they_were(filled: World, target: Database) -> None:
    with filled.database.writing() as session:
        session.execute(text("UPDATE review_item SET edit = NULL, pending = 'null'"))
    moving.copy(filled.database, target)
    with target.reading() as session:
        query = text("SELECT count(*) FROM review_item WHERE edit IS NULL AND pending IS NOT NULL")
        assert session.execute(query).scalar_one() == rows(target, "review_item") > 0


def test_a_target_that_holds_anything_is_refused_and_left_alone(filled: World, target: Database) -> None:
    with target.writing() as session:
        session.execute(text("INSERT INTO setting (name, value) VALUES ('kept', 'x')"))
    with pytest.raises(UsageError, match="is not empty"):
        moving.copy(filled.database, target)
    assert (rows(target, "setting"), rows(target, "artifact")) == (1, 0)


@pytest.mark.slow
def test_an_empty_source_and_a_copy_to_itself_are_refused(filled: World, target: Database, empty_url: MakeUrl) -> None:
    with closing(Database(empty_url())) as empty, pytest.raises(UsageError, match="holds nothing"):
        moving.copy(empty, target)
    with pytest.raises(UsageError, match="to itself"):
        moving.copy(filled.database, filled.database)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["DELETE FROM job", "UPDATE job SET why = 'other'"])
def test_what_does_not_arrive_the_same_is_not_kept(
    filled: World, target: Database, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    honest = tables.copy_table

    def lossy(source, goal, name, **options):
        copied = honest(source, goal, name, **options)
        if name == "job":
            goal.execute(text(damage))
        return copied

    monkeypatch.setattr(tables, "copy_table", lossy)
    with pytest.raises(StoreError, match="table job"):
        moving.copy(filled.database, target)
    assert rows(target, "artifact") == 0


# -- backup ------------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_world(noisy_file: Path, tmp_path: Path) -> World:
    path = tmp_path / "world.db"
    path.write_bytes(noisy_file.read_bytes())
    return World(f"sqlite:///{path}", tmp_path)


def test_a_backup_holds_what_is_kept_while_somebody_writes(sqlite_world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    before = rows(sqlite_world.database, "job")
    with sqlite_world.database.writing() as session:
        session.execute(text("DELETE FROM job"))
        assert moving.backup(sqlite_world.database, copy) == copy.stat().st_size
    assert (rows(sqlite_world.database, "job"), before > 0) == (0, True)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM job").fetchone() == (before,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    sqlite_world.close()


def test_a_backup_never_writes_over_a_file(sqlite_world: World, tmp_path: Path) -> None:
    kept = tmp_path / "notes.md"
    kept.write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        moving.backup(sqlite_world.database, kept)
    with pytest.raises(UsageError, match="exists"):
        moving.backup(sqlite_world.database, tmp_path / "world.db")
    assert kept.read_text() == "mine"
    sqlite_world.close()


@pytest.mark.postgres
def test_for_postgres_the_command_is_named_without_the_password(postgres_url: MakeUrl, tmp_path: Path) -> None:
    with closing(Database(postgres_url())) as database:
        options = {"password": "secret-words", "sslpassword": "secret-words", "connect_timeout": "9"}
        database.url = database.url.set(password="secret-words").update_query_dict(options)
        with pytest.raises(UsageError, match=r"pg_dump --format=custom --file=\S+copy.db 'postgresql://") as refusal:
            moving.backup(database, tmp_path / "copy.db")
    assert "secret-words" not in str(refusal.value)
    assert "connect_timeout=9" in str(refusal.value)


def test_a_file_that_is_not_there_is_not_made_by_asking_for_it(tmp_path: Path) -> None:
    path = tmp_path / "typo.db"
    with pytest.raises(UsageError, match=r"typo.db does not exist; check --db"):
        moving.require_there(f"sqlite:///{path}")
    assert not path.exists()
