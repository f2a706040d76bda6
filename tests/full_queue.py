"""A queue of any length: copies of records that came in by the front door, written by the program's own store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability
from decompose.domain.review import item_of_claim
from decompose.store import artifacts, capabilities, reviews
from world import World, answer, claim, record

STORES, WRONG = "Tide stores readings in a file.", "Tide stores 9 readings in a file."
# Sentences of a record that wait, and records of an artifact: a decision must cost the same, however many others wait.
WAITING, RECORDS = 10, 10
_TOGETHER = 20


@dataclass(frozen=True)
class Shape:
    """How many sentences wait in a record, and how many such records an artifact has."""

    waiting: int = WAITING
    records: int = RECORDS


USUAL = Shape()


def fill(world: World, count: int, shape: Shape = USUAL) -> None:
    """Let `count` more items wait, of as many artifacts as that makes; each record publishes a sentence, too."""
    world.told("tide", answer(record("storage", claim(STORES), claim(WRONG, STORES))), STORES)
    [model] = world.show("tide").capabilities
    copied = _artifacts(model, count - 1, shape)
    while some := list(islice(copied, _TOGETHER)):
        _write(world, some)


def _artifacts(model: Capability, count: int, shape: Shape) -> Iterator[tuple[Artifact, list[Capability]]]:
    """Artifacts with records in which that many sentences wait in all."""
    number = 0
    while count > 0:
        slug, records = f"tide-{number}", []
        for at in range(shape.records):
            waiting = min(count, shape.waiting)
            if waiting:
                records.append(_copy(model, f"{slug}-{at}", waiting))
            count -= waiting
        yield Artifact(slug, f"Tide {number}"), records
        number += 1


def _copy(model: Capability, name: str, waiting: int) -> Capability:
    published, wrong = model.claims
    claims = [replace(published, id=f"claim-{name}")]
    claims += [replace(wrong, id=f"claim-{name}-{number}") for number in range(waiting)]
    return replace(model, id=f"cap-{name}", claims=tuple(claims))


def _write(world: World, some: list[tuple[Artifact, list[Capability]]]) -> None:
    now = world.clock()
    with world.database.writing() as session:
        for artifact, records in some:
            artifacts.save(session, artifact, now)
            capabilities.save_all(session, artifact.slug, records, (), decomposition_id=None)
            waiting = [
                item_of_claim(artifact.slug, each.id, one)
                for each in records
                for one in each.claims
                if not one.is_publishable
            ]
            reviews.enqueue(session, waiting, now)
