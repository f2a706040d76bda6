"""Opening a database: what is made, what is refused and with which remedy, and what a transaction keeps."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text
from sqlmodel import Session, SQLModel

from decompose.domain.review import item_id_of
from decompose.errors import DecomposeError, NewerSchemaError, ResumableError, StoreError
from decompose.store import database as opening
from decompose.store import listing, remembered, watching
from decompose.store.address import without_passwords
from decompose.store.database import Database
from decompose.store.search import schema
from world import World, answer

NOBODY = 65534
MakeUrl = Callable[[], str]

HEAD = opening.HEAD
LATER = f"{int(HEAD) + 1:04}"
ONE_MORE_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{later}"
down_revision = "{head}"


def upgrade():
    op.add_column("setting", sa.Column("note", sa.String(), nullable=True))
    {then}
"""


@pytest.fixture
def database(empty_url: MakeUrl) -> Iterator[Database]:
    with closing(Database(empty_url(), lock_timeout=5)) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.db"


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Turns this program into a later one, with one migration more."""

    def turn(then: str = "") -> None:
        migrations = tmp_path / "migrations"
        shutil.copytree(opening.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
        said = ONE_MORE_MIGRATION.format(head=opening.HEAD, later=LATER, then=then)
        (migrations / "versions" / f"m{LATER}_later.py").write_text(said)
        monkeypatch.setattr(opening, "MIGRATIONS", migrations)
        monkeypatch.setattr(opening, "KNOWN", (*opening.KNOWN, LATER))
        monkeypatch.setattr(opening, "HEAD", LATER)

    return turn


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    """A folder that an ordinary user may enter, and where permissions hold for whoever runs the tests."""
    folder = Path(tempfile.mkdtemp())
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Permissions mean nothing to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def put(database: Database, name: str, value: str = "x") -> None:
    with database.writing() as session:
        remembered.put(session, name, value)


def got(database: Database, name: str) -> str | None:
    with database.reading() as session:
        return remembered.get(session, name)


def sql(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


# -- the schema --------------------------------------------------------------------------------------------


def _is_of_the_code(name: str | None, sort: str, _parents: object) -> bool:
    """What is found is indexed in tables of the database's own sort, and triggers count in tables of theirs; lists lie
    in an order that neither database tells again."""
    apart = {"table": (schema.PREFIX, watching.PREFIX), "index": (listing.PREFIX,)}
    return not (name and name.startswith(apart.get(sort, ())))


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_of_the_code})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_program_knows_its_last_migration() -> None:
    scripts = ScriptDirectory(str(opening.MIGRATIONS))
    assert scripts.get_heads() == [opening.HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == set(opening.KNOWN)


def test_a_new_database_is_made_when_it_is_first_opened(empty_url: MakeUrl) -> None:
    url = empty_url()
    with closing(Database(url)) as database:
        put(database, "kept")
    with closing(Database(url)) as again:
        assert got(again, "kept") == "x"


def test_a_new_database_can_be_made_by_migrating(empty_url: MakeUrl) -> None:
    url = empty_url()
    with closing(Database(url, is_to_migrate=True)) as database:
        assert database.migrate() == ""
        assert database.migrate() == opening.HEAD
    with closing(Database(url)) as again:
        put(again, "kept")


def test_a_database_without_our_tables_is_left_alone_by_who_makes_none(empty_url: MakeUrl) -> None:
    url = empty_url()
    with closing(Database(url, is_to_migrate=True)) as theirs, theirs.engine.begin() as connection:
        connection.execute(text("CREATE TABLE their_own (id INTEGER)"))
    with pytest.raises(StoreError, match=r"holds nothing of decompose; check the address, or .*: decompose migrate"):
        Database(url, is_made_new=False)
    with closing(Database(url, is_to_migrate=True)) as theirs, theirs.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["their_own"]
    Database(url).close()
    Database(url, is_made_new=False).close()


def test_many_may_open_a_new_database_at_once(empty_url: MakeUrl) -> None:
    url = empty_url()
    failures: list[DecomposeError] = []

    def open_it() -> None:
        try:
            Database(url, lock_timeout=20).close()
        except DecomposeError as exc:
            failures.append(exc)

    threads = [Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_newer_schema_is_refused_with_the_remedy(empty_url: MakeUrl) -> None:
    url = empty_url()
    with closing(Database(url)) as database, database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    refusal = r"schema 0999.*install a newer decompose"
    with pytest.raises(NewerSchemaError, match=refusal):
        Database(url)
    with closing(Database(url, is_to_migrate=True)) as database, pytest.raises(NewerSchemaError, match=refusal):
        database.migrate()


# -- an older schema ---------------------------------------------------------------------------------------


def test_an_older_file_is_copied_and_then_migrated(file: Path, later_program: Callable[..., None]) -> None:
    with closing(Database(f"sqlite:///{file}")) as database:
        put(database, "kept")
    later_program()
    with closing(Database(f"sqlite:///{file}")) as database:
        assert got(database, "kept") == "x"
    assert sql(file, "SELECT version_num FROM alembic_version") == [(LATER,)]
    assert sql(file, "SELECT name, note FROM setting") == [("kept", None)]
    copy = file.with_name(f"some.db.before-{LATER}")
    assert sql(copy, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert sql(copy, "SELECT name FROM setting") == [("kept",)]


def test_a_file_that_is_up_to_date_is_not_copied(file: Path) -> None:
    for _ in range(2):
        Database(f"sqlite:///{file}").close()
    assert [path.name for path in file.parent.glob("*before*")] == []


def test_a_migration_that_fails_leaves_the_file_as_it_was(file: Path, later_program: Callable[..., None]) -> None:
    with closing(Database(f"sqlite:///{file}")) as database:
        put(database, "kept")
    later_program("op.execute('SELECT nonsense')")
    with pytest.raises(StoreError, match="nonsense"):
        Database(f"sqlite:///{file}")
    assert sql(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert sql(file, "SELECT * FROM setting") == [("kept", "x")]


def test_a_copy_that_cannot_be_made_stops_the_migration(file: Path, later_program: Callable[..., None]) -> None:
    Database(f"sqlite:///{file}").close()
    file.with_name(f"some.db.before-{LATER}").mkdir()
    later_program()
    with pytest.raises(StoreError, match=r"some\.db"):
        Database(f"sqlite:///{file}")
    assert sql(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]


@pytest.mark.postgres
def test_an_older_schema_on_postgres_waits_for_the_operator(
    postgres_url: MakeUrl, later_program: Callable[..., None]
) -> None:
    url = postgres_url()
    with closing(Database(url)) as database:
        put(database, "kept")
    later_program()
    with pytest.raises(StoreError, match="run: decompose migrate"):
        Database(url)
    with closing(Database(url, is_to_migrate=True)) as database:
        assert database.migrate() == HEAD
        assert got(database, "kept") == "x"
    Database(url).close()


@pytest.mark.postgres
def test_migrations_on_postgres_wait_for_each_other(postgres_url: MakeUrl) -> None:
    url = postgres_url()
    with closing(Database(url, is_to_migrate=True, lock_timeout=0.05)) as database:
        with database.engine.begin() as other:
            other.execute(text(opening._LOCK_MIGRATION))
            with pytest.raises(ResumableError, match="locked"):
                database.migrate()
            with closing(Database(postgres_url(), is_to_migrate=True, lock_timeout=0.05)) as elsewhere:
                assert elsewhere.migrate() == ""
        assert database.migrate() == ""


# -- pragmas and transactions ------------------------------------------------------------------------------


def test_a_file_checks_foreign_keys_and_keeps_a_write_ahead_log(file: Path) -> None:
    with closing(Database(f"sqlite:///{file}")) as database, database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal"}


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"), database.writing() as session:
        session.connection().execute(
            text("INSERT INTO source_document (id, slug, origin, publish) VALUES ('d', 'nobody', 'o', 'full')")
        )


def test_a_transaction_that_fails_half_way_leaves_nothing(database: Database) -> None:
    def fails(session: Session) -> None:
        remembered.put(session, "half", "done")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.writing() as session:
        fails(session)
    assert got(database, "half") is None


def test_a_reader_sees_one_state_of_the_data(database: Database) -> None:
    put(database, "name", "old")
    with database.reading() as session:
        seen = [remembered.get(session, "name")]
        put(database, "name", "new")
        session.expire_all()
        seen.append(remembered.get(session, "name"))
    assert seen == ["old", "old"]
    assert got(database, "name") == "new"


def test_what_a_reader_writes_is_not_kept(database: Database) -> None:
    with database.reading() as session:
        remembered.put(session, "written", "by a reader")
    assert got(database, "written") is None


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_characters_that_no_database_holds_are_replaced(database: Database, character: str) -> None:
    put(database, "words", f"a{character}b")
    assert got(database, "words") == "a\ufffdb"


# -- what cannot be opened ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("tide.db", "is no database URL; write sqlite:///FILE.db"),
        ("mysql://localhost/x", "is not supported; use sqlite or postgresql"),
        ("oracle+nothing://localhost/x", "is not supported; use sqlite or postgresql"),
        ("postgresql://nobody:geheim@127.0.0.1:1/x", "cannot be reached; check that the server runs"),
        ("sqlite://tide.db", "names a server, not a file; a file has three slashes: sqlite:///tide.db"),
        ("sqlite://folder/tide.db", "three slashes: sqlite:///folder/tide.db"),
        *((url, "names no file, .*; write sqlite:///FILE.db") for url in ("sqlite:///", "sqlite:///:memory:")),
        ("sqlite:///?timeout=3", "names no file"),
        ("sqlite:///tide.db?timeout=long", "tide.db: .*; check what stands behind “\\?” in --db"),
        ("postgresql://nobody:geheim@127.0.0.1:many/x", r"nobody:\*\*\*@.* is no database URL; .*PORT is a number"),
        ("postgresql://127.0.0.1:99999/x", "check the port and what stands behind “\\?” in --db"),
        ("postgresql://127.0.0.1/x?nothing=1&password=geheim", "check the port and what stands behind “\\?” in --db"),
        ("postgresql://127.0.0.1/x?PASSWORD=geheim", "check the port and what stands behind “\\?” in --db"),
        ("postgresql://127.0.0.1:1/x?sslpassword=geheim", "cannot be reached"),
        ("postgresql://127.0.0.1:1/x?user=u&pass%77ord=geheim", "cannot be reached"),
        ("postgresql://nobody:geheim?@127.0.0.1:1/x", "cannot be reached"),
        ("postgresql://nobody:ge@geheim@127.0.0.1:many/x", "is no database URL"),
        ("sqlite://nobody:geheim@host/tide.db", r"three slashes: sqlite:///nobody:\*\*\*@host/tide\.db"),
        (
            "sqlite:///tide.db?mode=ro",
            "“mode” of “sqlite:///tide.db\\?mode=ro” says nothing here: .*; write sqlite:///tide.db,",
        ),
        ("sqlite:///file:tide.db?mode=ro&uri=true", "“mode” of .* says nothing here"),
        ("sqlite:///tide.db?password=geheim", "“password” of .* says nothing here"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_one_line(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        Database(url)
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql://host/x?application_name=tide", "postgresql://host/x?application_name=tide"),
        ("postgresql://ada@host/x", "postgresql://ada@host/x"),
        ("postgresql://ada:geheim@host/x?password=geheim&connect_timeout=3", "postgresql://ada:***@host/x?password=***&connect_timeout=3"),
        ("postgresql://:geheim@host/x", "postgresql://:***@host/x"),
        ("postgresql://host/x?options=-c%20password%3Dgeheim", "postgresql://host/x?options=***"),
        ("ada:geheim@host://x:geheim@host", "ada:***@host"),
        ("ada:geheim@host/x", "ada:***@host/x"),
        ("postgresql//ada:geheim@host/x", "postgresql//ada:***@host/x"),
        ("postgresql:/ada:geheim@host/x", "postgresql:/ada:***@host/x"),
        ("postgresql:ada:geheim@host/x", "postgresql:***@host/x"),
    ],
)  # fmt: skip
def test_an_address_is_shown_as_typed_but_for_its_passwords(url: str, seen: str) -> None:
    assert without_passwords(url) == seen


@pytest.mark.parametrize("version", [None, "a1b2c3d4e5f6", "0001", HEAD])
def test_the_tables_of_another_program_are_left_as_they_are(empty_url: MakeUrl, version: str | None) -> None:
    url = empty_url()
    with closing(Database(url, is_to_migrate=True)) as database:
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            connection.execute(text("CREATE TABLE artifact (id INTEGER)"))
            if version:
                connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
        openings = (lambda: Database(url), lambda: Database(url, is_made_new=False), database.migrate, database.version)
        for open_it in openings:
            with pytest.raises(StoreError, match=r"holds tables of another program .*; nothing was changed: name"):
                open_it()
        assert set(inspect(database.engine).get_table_names()) == {"alembic_version", "artifact"}


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"database": "no_such_database"}, r"no_such_database does not exist, though its server answers; create it"),
        ({"username": "nobody_here", "password": "geheim"}, r"refuses this user; check the user and the password"),
        ({"query": {"options": "-csearch_path=nowhere"}}, r"has no schema to make tables in; create the one"),
    ],
    ids=["database", "user", "schema"],
)
def test_what_a_server_refuses_is_told_apart_from_one_that_does_not_run(
    postgres_server: str, change: dict[str, Any], sentence: str
) -> None:
    url = make_url(postgres_server).set(**change).render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=sentence) as caught:
        Database(url)
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.postgres
def test_a_database_is_called_as_it_was_typed(postgres_url: MakeUrl) -> None:
    url = postgres_url()
    with closing(Database(url, is_to_migrate=True)) as database:
        assert database.name == url
    with closing(Database(url.replace("postgresql://", "postgres://"), is_to_migrate=True)) as database:
        assert database.name.startswith("postgres://")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder does not exist; make it, or name another with --db"):
        Database(f"sqlite:///{tmp_path}/nowhere/some.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_the_place_of_a_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(StoreError, match=r"cannot be opened; .*--db"):
        Database(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    words = b"These are my notes. " * 100
    file.write_bytes(words)
    with pytest.raises(StoreError, match=r"some.db is no database that can be read; .*--db") as caught:
        Database(f"sqlite:///{file}")
    assert "\n" not in str(caught.value)
    assert file.read_bytes() == words


def test_a_folder_that_may_not_be_written_is_refused(folder_of_nobody: Path) -> None:
    folder_of_nobody.chmod(0o500)
    with ordinary_user(), pytest.raises(StoreError, match=r"cannot be opened; .*--db"):
        Database(f"sqlite:///{folder_of_nobody}/new.db")
    folder_of_nobody.chmod(0o700)
    assert list(folder_of_nobody.iterdir()) == []


def test_a_file_that_may_not_be_written_can_be_read_and_refuses_writes(folder_of_nobody: Path) -> None:
    path = folder_of_nobody / "some.db"
    with ordinary_user():
        with closing(Database(f"sqlite:///{path}")) as database:
            put(database, "kept")
        path.chmod(0o400)
        with closing(Database(f"sqlite:///{path}")) as database:
            assert got(database, "kept") == "x"
            with pytest.raises(StoreError, match=r"cannot be written; check its owner and permissions.*--db"):
                put(database, "more")


def test_a_disk_that_is_full_stops_the_work_and_keeps_what_was_there(file: Path) -> None:
    with closing(Database(f"sqlite:///{file}")) as database:
        put(database, "kept")
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(ResumableError, match=r"no space left; .* give the same order again"):
            put(database, "large", "x" * 1_000_000)
        assert got(database, "kept") == "x"


@pytest.mark.postgres
def test_a_database_that_orders_text_by_language_answers_in_the_same_order(
    postgres_server: str, tmp_path: Path
) -> None:
    url = make_url(postgres_server).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(
                text(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
            )
        world = World(url.set(database=name).render_as_string(hide_password=False), tmp_path)
        with closing(world):
            for slug in ("ab", "a-c"):
                world.told(slug, answer(), f"The {slug} stores readings.")
            assert [summary.slug for summary in world.workspace.catalog.artifacts()] == ["a-c", "ab"]
            assert [item.artifact for item in world.review.waiting()] == ["a-c", "ab"]
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        engine.dispose()


# -- data of an earlier schema -----------------------------------------------------------------------------

ROWS_OF_0004 = """
INSERT INTO artifact (slug, name, pricing, created_at) VALUES ('tide', 'Tide', '{}', '2026-01-01 00:00:00');
INSERT INTO claim (id, slug, field, position, text, status, reasons, evidence, quotes, is_current)
VALUES ('claim-1', 'tide', 'description', 0, 'It is.', 'unsupported', '[]', '[]', '[]', true);
INSERT INTO review_item
(id, slug, claim_id, field, reason, status, revision, risk, new, flags, evidence, created_at)
VALUES ('item-1', 'tide', 'claim-1', 'description', 'unsupported', 'open', 1, 40, 'It is.',
'[["numbers", "9"]]', '[]', '2026-01-01 00:00:00');
INSERT INTO audit_event (at, who, action, item_id, before, after)
VALUES ('2026-01-01 00:00:00', 'eve', 'skip', 'item-1', '{}', '{}');
"""


def test_the_rows_of_an_earlier_schema_are_brought_along(file: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(opening.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for statement in filter(str.strip, ROWS_OF_0004.split(";")):
            connection.execute(text(statement))
    engine.dispose()
    with closing(Database(f"sqlite:///{file}")):
        pass
    [(place, acceptable)] = sql(file, "SELECT place, is_acceptable FROM review_item")
    assert (place, acceptable) == (f"40ffffff{b'tide'.hex()}00{b'item-1'.hex()}", 1)
    terms = {term for (term,) in sql(file, "SELECT term FROM queue_term WHERE item_id = 'item-1'")}
    assert {"flag:numbers", "why:unsupported", "tide"} <= terms
    [(item,)] = sql(file, "SELECT item_id FROM claim")
    assert item == item_id_of("claim-1")
    assert sql(file, "SELECT who FROM audit_event") == [("eve",)]
