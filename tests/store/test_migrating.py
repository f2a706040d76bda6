"""A database of each earlier schema, with people's work in it, is brought to the newest one: nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import select

from decompose.store import database as opening
from decompose.store import matches
from decompose.store.database import Database
from decompose.store.tables import ClaimRow, QueueTermRow, ReviewItemRow
from services.test_search import rolled
from world import World, answer, claim, record

pytestmark = pytest.mark.slow

STORES, WRONG = "Tide stores readings in a file.", "Tide stores 9 readings in a file."
EDITED = "Tide keeps readings in a file."


def take_back(url: str, version: str) -> None:
    """Make the schema of a database what it was, with all of the rows that it had a place for."""
    with closing(Database(url, is_to_migrate=True)) as database, database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.commit()
        with connection.begin():
            config = Config()
            config.set_main_option("script_location", str(opening.MIGRATIONS))
            config.attributes["connection"] = connection
            command.downgrade(config, version)
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def kept(world: World) -> dict[str, Any]:
    """What people and money have put into a database, and what is worked out from that."""
    with world.database.reading() as session:
        places = session.exec(select(ReviewItemRow.id, ReviewItemRow.place, ReviewItemRow.is_acceptable)).all()
        terms = session.exec(select(QueueTermRow.term, QueueTermRow.item_id)).all()
        claims = session.exec(select(ClaimRow.id, ClaimRow.item_id)).all()
    events, _ = world.workspace.queue.events(limit=100)
    pairs = world.workspace.catalog.pairs()
    return {
        "items": sorted(world.review.everything(), key=lambda item: item.id),
        "queue": [item.id for item in world.review.waiting()],
        "events": [(event.at, event.who, event.action, event.item, event.after.revision) for event in events],
        "places": sorted(map(tuple, places)),
        "terms": sorted(map(tuple, terms)),
        "claims": sorted(map(tuple, claims)),
        "sides": [world.show(slug) for slug in ("tide", "noise-one", "noise-two")],
        "public": [world.show(slug, public=True) for slug in ("tide", "noise-one", "noise-two")],
        "ledger": world.ledger("tide"),
        "pairs": pairs,
        "compared": [world.workspace.compare.view(*pair).verdict for pair in pairs],
    }


def test_what_use_says_is_added_up_by_the_migration_as_it_is_when_it_comes(new_world: Callable[[], World]) -> None:
    world = new_world()
    with world.database.writing() as session:
        matches.add(session, rolled(random.Random(3)))
    before = {name: world.tables()[name] for name in ("wish_use", "use_voice")}
    assert all(before.values())
    world.close()
    take_back(world.url, "0019")
    with closing(Database(world.url, is_to_migrate=True)) as database:
        database.migrate()
    with closing(World(world.url, world.folder)) as again:
        assert {name: again.tables()[name] for name in before} == before


@pytest.mark.parametrize("version", opening.KNOWN[:-1])
def test_what_people_did_on_an_earlier_schema_is_there_on_the_newest(
    new_world: Callable[[], World], version: str
) -> None:
    world = new_world()
    world.told("tide", answer(record("storage", claim(STORES), claim(WRONG, STORES))), STORES, EDITED)
    item = world.item(WRONG)
    world.review.edit(item.id, by="eve", text=EDITED, quotes=(EDITED,), seen=item.revision)
    world.clock.tick(minutes=1)
    before = kept(world)
    world.close()
    take_back(world.url, version)
    with closing(Database(world.url, is_to_migrate=True)) as database:
        assert database.version() == version
        assert database.migrate() == version
        assert database.version() == opening.HEAD
    with closing(World(world.url, world.folder)) as again:
        again._count = 1_000
        after = kept(again)
        assert after == before
        again.told("ebb", answer(record("storage", claim("Ebb stores readings."))), "Ebb stores readings.")
        assert again.texts("ebb") == ["Ebb stores readings."]
