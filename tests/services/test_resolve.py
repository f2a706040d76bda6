"""From a wish to what does it, whatever the number of answers."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from decompose.domain.matching.events import Visit
from world import World, answer, claim, record

READER = Visit("reader", "api")
SLUGS = ("ebb", "flow", "gull", "heron", "tern", "tide")


@pytest.fixture
def shore(world: World) -> World:
    for slug in SLUGS:
        said = f"{slug.title()} stores readings."
        world.told(slug, answer(record("storage", claim(said))), said)
    return world


def test_as_many_questions_are_asked_whatever_the_number_of_answers(shore: World) -> None:
    asked: list[str] = []
    counts = {}

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    resolve = shore.workspace.resolve.resolve
    resolve("store readings", READER)
    event.listen(shore.database.engine, "before_cursor_execute", note)
    for limit in (1, len(SLUGS)):
        asked.clear()
        assert len(resolve("store readings", READER, limit=limit).resolved) == limit
        counts[limit] = len(asked)
    event.remove(shore.database.engine, "before_cursor_execute", note)
    assert counts[1] == counts[len(SLUGS)]


def test_what_is_read_together_is_what_a_reader_sees_of_each_and_what_is_held_is_left_out(shore: World) -> None:
    catalog = shore.workspace.catalog
    shore.workspace.publishing.hold("gull", why="asked by its makers")
    found = catalog.readable(["tide", "gull", "nobody", "ebb"])
    assert [*found] == ["tide", "ebb"]
    for slug, readable in found.items():
        alone = catalog.record(slug, public=True)
        assert (readable.side, readable.documents) == (alone.side, alone.documents)
