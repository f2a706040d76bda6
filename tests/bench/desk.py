"""The desk: decide an item and get the next one, beside a bare transaction over the same rows.

`DECOMPOSE_BENCH_QUEUE` gives other sizes of the queue than 1,000 and 10,000, such as `1000,10000,100000`;
`DECOMPOSE_TEST_POSTGRES_URL` the server of which a schema is used as well.
"""

from __future__ import annotations

import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, delete, insert, make_url, text, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from decompose.domain.queue import Wanted
from decompose.domain.review import Action
from decompose.services.queue import Editor
from decompose.services.review import Said
from decompose.store.database import Database
from decompose.store.search import index
from decompose.store.search.schema import ENTRY, STATE
from decompose.store.tables import AuditEventRow, ClaimRow, ReviewItemRow
from full_queue import fill
from world import World

SIZES = tuple(int(size) for size in os.environ.get("DECOMPOSE_BENCH_QUEUE", "1000,10000").split(","))
POSTGRES = os.environ.get("DECOMPOSE_TEST_POSTGRES_URL")
ROUNDS = 200
# The two take turns a few rounds at a time, so that whatever else the machine does meets both.
TURN = 10
# p95 of the desk over p95 of a bare transaction that reads and writes the same rows.
OVER_BARE = 3.0
# p95 over bare in the largest queue, over the same in the smallest.
LARGE_OVER_SMALL = 1.5
EDITOR = Editor("bench", "window")
SAID = {
    Action.REJECT: Said(sitting=EDITOR.sitting, reason_code="other"),
    Action.ACCEPT: Said(sitting=EDITOR.sitting),
}


def main() -> int:
    return sum(measured(name) for name in ("sqlite", "postgres") if name == "sqlite" or POSTGRES)


def measured(backend: str) -> int:
    """All sizes of the queue on one database; how many figures are over their limits."""
    failed = 0
    over: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, address(backend, Path(folder)) as url:
            world = World(url, Path(folder))
            fill(world, size + 4 * (ROUNDS + 2 * TURN))
            with world.database.writing() as session:
                session.execute(text("ANALYZE"))
            rounds = [partial(one, world, action) for action in SAID for one in (bare_round, round_of)]
            took = taking_turns(*rounds)
            world.close()
        over[size] = max(desk / bare for bare, desk in zip(took[::2], took[1::2], strict=True))
        for action, bare, desk in zip(SAID, took[::2], took[1::2], strict=True):
            print(f"{backend}, {size:,} wait: p95 of {action} {1000 * desk:.1f} ms, bare {1000 * bare:.1f} ms")
        failed += told(f"{backend}: decide and get the next of {size:,}, over bare", over[size], OVER_BARE)
    growth = over[SIZES[-1]] / over[SIZES[0]]
    return failed + told(f"{backend}: {SIZES[-1]:,} that wait over {SIZES[0]:,}", growth, LARGE_OVER_SMALL)


def told(what: str, ratio: float, limit: float) -> int:
    print(f"{what}: {ratio:.2f} x (limit {limit:g})")
    return ratio > limit


def taking_turns(*rounds: Callable[[], object]) -> list[float]:
    """The p95 of each, in seconds; the first two turns warm everything up and do not count."""
    times: list[list[float]] = [[] for _ in rounds]
    for _ in range(0, ROUNDS + 2 * TURN, TURN):
        for one, taken in zip(rounds, times, strict=True):
            for _ in range(TURN):
                started = time.perf_counter()
                one()
                taken.append(time.perf_counter() - started)
    return [sorted(taken[2 * TURN :])[int(0.95 * ROUNDS)] for taken in times]


def round_of(world: World, action: Action) -> None:
    """What the API and the desk do: lease the next item, decide it."""
    [item] = world.workspace.queue.claim(EDITOR, limit=1, wanted=Wanted(artifact=None))
    world.review.decide(item.id, action, by=EDITOR.name, said=SAID[action])


def bare_round(world: World, action: Action) -> None:
    """The same rows by the same driver in two transactions: find and mark one, then change it and write its event; of
    one that is accepted, the entry of the search index too."""
    with bare(world.database) as session:
        row = session.exec(
            select(ReviewItemRow).where(ReviewItemRow.status == "open").order_by(ReviewItemRow.place).limit(1)
        ).one()
        row.held_by = "bare"
        identity = row.id
    with bare(world.database) as session:
        row = session.get_one(ReviewItemRow, identity)
        state = row.model_dump(mode="json")
        session.get(ClaimRow, row.claim_id)
        row.status, row.revision = f"{action}ed", row.revision + 1
        row.decided = {"by": "bare", "at": row.created_at.isoformat(), "action": action}
        event = AuditEventRow(
            at=row.created_at,
            who="bare",
            action=action,
            item_id=row.id,
            before=state,
            after=state,
            reason_code="other",
        )
        session.add(event)
        if action is Action.ACCEPT:
            index_again(session, row.capability_id)


def index_again(session: Session, capability: str | None) -> None:
    """Take an entry out of the search index, and put the same in again."""
    engine = index.full_text(session)
    entry = dict(session.execute(select_columns(ENTRY).where(ENTRY.c.capability == capability)).mappings().one())
    engine.remove(session, [entry])
    session.execute(delete(ENTRY).where(ENTRY.c.id == entry.pop("id")))
    [number] = session.execute(insert(ENTRY), entry).inserted_primary_key or ()
    engine.add(session, [entry | {"id": number}])
    session.execute(update(STATE).values(edition=STATE.c.edition + 1))


@contextmanager
def bare(database: Database) -> Iterator[Session]:
    """A transaction that writes, and nothing that the program does around it."""
    with Session(database.engine.execution_options(writes=True)) as session, session.begin():
        yield session


@contextmanager
def address(backend: str, folder: Path) -> Iterator[str]:
    """An empty database: a file of its own, or a schema of its own that is dropped afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder}/desk.db"
        return
    url, name = make_url(POSTGRES or ""), f"bench_{uuid.uuid4().hex}"
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()
