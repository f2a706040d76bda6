"""The desk: decide an item and get the next one, beside a bare transaction over the same rows.

`DECOMPOSE_BENCH_QUEUE` gives other sizes of the queue than 1,000 and 20,000, such as `1000,100000`.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlmodel import select

from decompose.domain.identity import identify
from decompose.domain.queue import Wanted
from decompose.domain.review import Action
from decompose.services.queue import Editor
from decompose.services.review import Said
from decompose.store.database import Database
from decompose.store.tables import AuditEventRow, ClaimRow, ReviewItemRow
from world import World, answer, claim, record

SIZES = tuple(int(size) for size in os.environ.get("DECOMPOSE_BENCH_QUEUE", "1000,20000").split(","))
ROUNDS = 300
# p95 of the desk over p95 of a bare transaction that reads and writes the same rows.
OVER_BARE = 3.0
# p95 in the largest queue over p95 in the smallest.
LARGE_OVER_SMALL = 1.5
EDITOR = Editor("bench", "window")


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        ninety_five: dict[int, float] = {}
        for size in SIZES:
            world = filled(Path(folder) / str(size), size)
            bare = p95(lambda number, world=world: bare_round(world.database, number), ROUNDS)
            desk = p95(lambda _, world=world: desk_round(world), ROUNDS)
            world.close()
            ninety_five[size] = desk
            failed += told(f"decide and get the next of {size:,}, over bare", desk / bare, OVER_BARE, desk)
        growth = ninety_five[SIZES[-1]] / ninety_five[SIZES[0]]
        failed += told(f"{SIZES[-1]:,} items over {SIZES[0]:,}", growth, LARGE_OVER_SMALL, ninety_five[SIZES[-1]])
    return failed


def told(what: str, ratio: float, limit: float, seconds: float) -> int:
    print(f"{what}: {ratio:.2f} x (limit {limit:g}), p95 {1000 * seconds:.1f} ms")
    return ratio > limit


def p95(one_round: Callable[[int], object], rounds: int) -> float:
    """Seconds; the first rounds warm everything up and do not count."""
    times = []
    for number in range(rounds + 20):
        started = time.perf_counter()
        one_round(number)
        times.append(time.perf_counter() - started)
    return sorted(times[20:])[int(0.95 * rounds)]


def desk_round(world: World) -> None:
    """What the API and the desk do: lease the next item, decide it."""
    [item] = world.workspace.queue.claim(EDITOR, limit=1, wanted=Wanted(artifact=None))
    said = Said(seen=item.revision, sitting=EDITOR.sitting, reason_code="other")
    world.review.decide(item.id, Action.REJECT, by=EDITOR.name, said=said)


def bare_round(database: Database, number: int) -> None:
    """The same rows by the same driver in two transactions: find and mark one, then change it and write its event."""
    with database.writing() as session:
        row = session.exec(
            select(ReviewItemRow).where(ReviewItemRow.status == "open").order_by(ReviewItemRow.place).limit(1)
        ).one()
        row.held_by = "bare"
        identity = row.id
    with database.writing() as session:
        row = session.get_one(ReviewItemRow, identity)
        state = row.model_dump(mode="json")
        session.get(ClaimRow, row.claim_id)
        row.status, row.revision = "rejected", row.revision + 1
        row.decided = {"by": "bare", "at": row.created_at.isoformat(), "action": "reject"}
        event = AuditEventRow(
            at=row.created_at,
            who="bare",
            action="reject",
            item_id=row.id,
            before=state,
            after=state,
            reason_code="other",
        )
        session.add(event)


def filled(folder: Path, size: int) -> World:
    """A world with a queue of that size: one item that came in by the front door, and copies of it."""
    folder.mkdir()
    world = World(f"sqlite:///{folder}/desk.db", folder)
    stores, wrong = "Tide stores readings in a file.", "Tide stores 9 readings in a file."
    world.told("tide", answer(record("storage", claim(stores), claim(wrong, stores))), stores)
    model = world.item(wrong)
    with world.database.writing() as session:
        claimed = session.get_one(ClaimRow, model.claim_id).model_dump()
        item = session.get_one(ReviewItemRow, model.id).model_dump()
        claims, items = [], []
        for number in range(size + 2 * (ROUNDS + 20)):
            claim_id, item_id = f"claim-{number:016x}", identify("item", f"claim-{number:016x}")
            claims.append(claimed | {"id": claim_id, "item_id": item_id, "is_current": True})
            place = item["place"].replace(model.id.encode().hex(), item_id.encode().hex())
            items.append(item | {"id": item_id, "claim_id": claim_id, "place": place})
        session.connection().execute(ClaimRow.__table__.insert(), claims)
        session.connection().execute(ReviewItemRow.__table__.insert(), items)
        session.connection().execute(text("ANALYZE"))
    return world
