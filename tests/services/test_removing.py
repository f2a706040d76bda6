"""What is removed is gone: from every table, from the bytes of a file, from pages; the trail keeps digests."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text
from sqlmodel import select

from decompose.domain.matching.events import Visit
from decompose.store import removing
from decompose.store.tables import ClaimRow
from decompose.web.app import create_app
from world import World, answer, claim, fact, record

# A word that nothing else in the world says, in every part of a document and of what is made of it.
WORD = "zanzibarite"
SENTENCE = f"Ebb stores {WORD} readings in files."
WRONG = f"Ebb stores 9 {WORD} readings in files."
FEE = f"Ebb asks a {WORD} fee of 5 dollars a month."
EDITED = f"Ebb stores all {WORD} readings."
LATER = "Ebb stores its readings in tables."
TIDE = "Tide stores readings in files."


@pytest.fixture
def harbour(world: World) -> World:
    """Ebb has been told, edited, rejected, compared, searched for, overlapped and talked about."""
    about = record(f"{WORD} storage", claim(SENTENCE), claim(WRONG, SENTENCE), intents=[f"keep {WORD} readings"])
    world.told("ebb", answer(about, facts=[fact("price", FEE)]), SENTENCE, FEE)
    world.told("tide", answer(record("storage", claim(TIDE))), TIDE)
    world.told("flow", answer(record("storage", claim("Flow stores readings."))), "Flow stores readings.")
    world.workspace.compare.store("tide", "ebb")
    world.workspace.compare.store("ebb", "flow")
    review, item = world.review, world.item(WRONG)
    review.edit(item.id, by="ada", text=EDITED, quotes=[SENTENCE])
    review.undo(item.id, by="ada")
    review.reject(item.id, by="bob", code="wrong_number")
    world.clock.tick(days=1)
    world.workspace.overlapping.survey()
    world.workspace.regenerate.run()
    world.workspace.search.search("stores readings", Visit("v", "web"))
    return world


def places(world: World) -> Iterator[str]:
    """Every column of every table, index and all, that holds the word."""
    tables = inspect(world.database.engine)
    with world.database.reading() as session:
        for table in tables.get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for name, value in row.items():
                    said = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    if WORD in said:
                        yield f"{table}.{name}"


def files(world: World) -> list[str]:
    """The files of a SQLite database whose bytes hold the word."""
    base = Path(str(world.database.url.database))
    return [path.name for path in base.parent.glob(f"{base.name}*") if WORD.encode() in path.read_bytes()]


def test_the_world_of_these_tests_says_the_word_in_many_places(harbour: World) -> None:
    found = {place.partition(".")[0] for place in places(harbour)}
    assert found >= {
        "revision", "claim", "capability", "review_item", "audit_event", "attempt", "side_part", "index_entry",
    }  # fmt: skip


def test_a_removed_artifact_is_in_no_table_and_in_no_byte(harbour: World) -> None:
    done = harbour.workspace.publishing.remove("ebb", by="olga")
    assert done.what == "artifact"
    assert sorted(set(places(harbour))) == []
    assert done.is_overwritten == harbour.database.is_sqlite
    if harbour.database.is_sqlite:
        assert files(harbour) == []


@pytest.mark.slow
def test_a_removed_revision_is_in_no_table_and_in_no_byte(harbour: World) -> None:
    removed = harbour.revision("ebb").id
    harbour.told("ebb", answer(record("storage", claim(LATER))), LATER)
    harbour.workspace.regenerate.run()
    harbour.workspace.publishing.remove(removed)
    assert sorted(set(places(harbour))) == []
    assert harbour.texts("ebb") == [LATER]
    assert [entry.outcome for entry in harbour.ledger("ebb")] == ["removed", "ok"]
    if harbour.database.is_sqlite:
        assert files(harbour) == []


def test_a_revision_that_came_along_under_other_names_is_gone_all_the_same(harbour: World) -> None:
    publishing = harbour.workspace.publishing
    publishing.rename("ebb", "aardvark")
    publishing.rename("aardvark", "zebra")
    publishing.merge("zebra", "tide")
    removed = next(
        one.id for one in harbour.workspace.catalog.record("tide", public=False).documents if one.origin == "ebb.md"
    )
    publishing.remove(removed)
    assert sorted(set(places(harbour))) == []
    assert harbour.texts("tide") == [TIDE]


def test_what_others_were_objected_to_in_removed_words_is_blotted_out(harbour: World) -> None:
    objection = ["contradicted", f"Ebb says: “{SENTENCE}”"]
    with harbour.database.writing() as session:
        for row in session.exec(select(ClaimRow).where(ClaimRow.slug == "tide")).all():
            row.reasons = [objection]
        words = removing.words_of(session, "ebb")
        removing.forget_in_objections(session, ["tide"], words)
    assert [reason.detail for record in harbour.show("tide").capabilities for reason in record.claims[0].reasons] == [
        "Ebb says: “[removed]”"
    ]


def test_the_trail_of_what_was_removed_says_who_did_what_and_keeps_digests(harbour: World) -> None:
    item = harbour.item(WRONG).id
    harbour.workspace.publishing.remove("ebb", by="olga")
    events, _ = harbour.workspace.queue.events(limit=20, item=item)
    assert [(event.who, event.action, event.reason_code) for event in events] == [
        ("bob", "reject", "wrong_number"),
        ("ada", "undo", None),
        ("ada", "edit", None),
    ]
    assert events[-1].before.new == (f"sha256:{sha256(WRONG.encode()).hexdigest()}")
    assert events[-1].after.edit
    assert events[-1].after.edit.text == f"sha256:{sha256(EDITED.encode()).hexdigest()}"
    newest, _ = harbour.workspace.queue.events(limit=1)
    assert [(event.who, event.action) for event in newest] == [("olga", "remove")]


def test_holding_and_releasing_are_events_of_the_trail(harbour: World) -> None:
    harbour.workspace.publishing.hold("ebb", why="asked by its makers", by="olga")
    harbour.workspace.publishing.release("ebb", by="otto")
    (released, held), _ = harbour.workspace.queue.events(limit=2)
    assert (held.who, held.action, held.comment) == ("olga", "hold", "asked by its makers")
    assert (released.who, released.action, released.before.new) == ("otto", "release", "ebb")


@pytest.mark.slow
def test_pages_twins_and_api_say_that_it_is_gone(harbour: World) -> None:
    revision = harbour.revision("ebb").id
    harbour.workspace.publishing.rename("ebb", "ebbtide")
    harbour.workspace.publishing.remove("ebbtide")
    with TestClient(create_app(harbour.workspace), follow_redirects=False) as site:
        for stem in ("/artifacts/ebb", "/artifacts/ebbtide", "/compare/ebbtide/tide", f"/sources/{revision}"):
            for suffix in ("", ".md", ".json"):
                assert site.get(stem + suffix).status_code == 410, stem + suffix
        for path in ("/api/v1/artifacts/ebbtide", "/api/v1/compare/ebbtide/tide", "/api/v1/artifacts/ebb"):
            answered = site.get(path)
            assert (answered.status_code, answered.headers["content-type"]) == (410, "application/problem+json")
        assert site.get("/artifacts/never").status_code == 404
        assert "ebb" not in site.get("/sitemap.xml").text


def test_what_is_ingested_again_is_there_again(harbour: World) -> None:
    harbour.workspace.publishing.remove("ebb")
    harbour.told("ebb", answer(record("storage", claim(LATER))), LATER)
    with TestClient(create_app(harbour.workspace)) as site:
        assert site.get("/artifacts/ebb").status_code == 200


@pytest.mark.slow
def test_the_export_takes_its_pages_away_and_lists_them(harbour: World, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    harbour.workspace.export(folder)
    assert (folder / "artifacts/ebb/index.html").exists()
    harbour.workspace.publishing.remove("ebb")
    done = harbour.workspace.export(folder)
    assert {"artifacts/ebb/index.html", "artifacts/ebb.json", "artifacts/ebb.md"} <= set(done.deleted)
    assert WORD not in "".join(
        path.read_text() for path in folder.rglob("*") if path.suffix in {".html", ".md", ".json"}
    )
    listed = (folder / "removed.txt").read_text().splitlines()
    assert "/artifacts/ebb" in listed
