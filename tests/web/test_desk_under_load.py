"""Many editors at once over HTTP, a server that is killed, and requests that nobody meant."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import httpx2
import pytest
from sqlmodel import select

from decompose.domain.access import Role
from decompose.domain.queue import Wanted
from decompose.domain.review import ItemStatus
from decompose.store.tables import AuditEventRow, ReviewItemRow
from decompose.web.app import create_app
from full_queue import fill
from web.serving import served
from world import World

pytestmark = pytest.mark.slow

CLIENTS, ITEMS = 20, 1_000
KILLS = 20


def test_twenty_clients_decide_a_thousand_items_once_each(world: World) -> None:
    fill(world, ITEMS)
    before = len(world.review.waiting())
    secrets = [world.workspace.access.create(f"editor-{number}", Role.EDITOR)[1] for number in range(CLIENTS)]
    with served(create_app(world.workspace, rate_limit=0)) as address, ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda secret: work_off(address, secret), secrets))
    statuses = sum((Counter(found) for found, _ in answers), Counter())
    decided = [item for _, items in answers for item in items]
    assert set(statuses) == {200}
    assert len(decided) == len(set(decided)) == before
    assert world.review.waiting() == ()
    with world.database.reading() as session:
        events = session.exec(select(AuditEventRow).where(AuditEventRow.action == "reject")).all()
        revisions = set(session.exec(select(ReviewItemRow.revision).where(ReviewItemRow.id.in_(decided))).all())
    told = Counter(event.item_id for event in events if event.item_id in set(decided))
    assert set(told.values()) == {1}
    assert len(told) == before
    assert revisions == {2}


def work_off(address: str, secret: str) -> tuple[list[int], list[str]]:
    """Claim and reject until nothing is left; every status, and what was decided."""
    statuses, decided = [], []
    with httpx2.Client(base_url=address, headers={"Authorization": f"Bearer {secret}"}, timeout=120) as client:
        while True:
            claimed = client.post("/api/v1/reviews/claim", json={"limit": 5})
            statuses.append(claimed.status_code)
            items = claimed.json().get("items")
            if not items:
                return statuses, decided
            for item in items:
                body = {"action": "reject", "revision": item["revision"], "reason_code": "other"}
                done = client.post(f"/api/v1/reviews/{item['id']}/decisions", json=body)
                statuses.append(done.status_code)
                if done.status_code == 200:
                    decided.append(item["id"])


def test_several_who_decide_the_same_items_lose_no_update(world: World) -> None:
    fill(world, 60)
    items = [(item.id, item.revision) for item in world.review.waiting() if item.claim_id]

    def decide_all(client: httpx2.Client) -> Counter[int]:
        order = random.sample(items, len(items))
        body = {"action": "reject", "reason_code": "other"}
        return Counter(
            client.post(f"/api/v1/reviews/{item}/decisions", json=body | {"revision": revision}).status_code
            for item, revision in order
        )

    with served(create_app(world.workspace, rate_limit=0)) as address, ThreadPoolExecutor(8) as pool:
        clients = [httpx2.Client(base_url=address, timeout=120) for _ in range(8)]
        found = sum(pool.map(decide_all, clients), Counter())
        for client in clients:
            client.close()
    assert found == {200: len(items), 409: 7 * len(items)}


# -- a server that is killed -------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    world = World(f"sqlite:///{tmp_path}/desk.db", tmp_path)
    fill(world, 600)
    world.close()
    return tmp_path


def test_whatever_was_answered_with_success_is_there_after_a_kill(place: Path) -> None:
    draw = random.Random(7)
    answered: list[tuple[str, int]] = []
    for _ in range(KILLS):
        with server(place) as (address, process):
            answered += decide_until_killed(address, process, draw.randrange(1, 12), draw.uniform(0, 0.05))
    assert len(answered) > KILLS
    with closing(World(f"sqlite:///{place}/desk.db", place)) as world:
        for item, event in answered:
            assert world.review.item(item).status == "rejected"
            events, _ = world.workspace.queue.events(limit=50, item=item)
            assert event in [one.id for one in events]
        rejected = {
            item.id for item in world.workspace.queue.page(Wanted(status=ItemStatus.REJECTED), limit=1_000)[0].items
        }
        with world.database.reading() as session:
            trail = session.exec(select(AuditEventRow.item_id).where(AuditEventRow.action == "reject")).all()
        assert sorted(trail) == sorted(rejected)


class server:  # noqa: N801 - it is used as a statement
    """The program itself, serving the desk of a folder."""

    def __init__(self, place: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = taken.getsockname()[1]
        command = ["serve", "--db", f"sqlite:///{place}/desk.db", "--port", str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-c", "from decompose.cli import main; main()", *command])

    def __enter__(self) -> tuple[str, subprocess.Popen[bytes]]:
        address = f"http://127.0.0.1:{self.port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx2.get(f"{address}/healthz").status_code == 200:
                    return address, self.process
            except httpx2.TransportError:
                time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()


def decide_until_killed(
    address: str, process: subprocess.Popen[bytes], enough: int, seconds: float
) -> list[tuple[str, int]]:
    """Decisions that were answered with success before the server died: so many, and those that came until it did.

    It is killed some moments after them, in the middle of whatever it does then: how fast the machine is tells nothing.
    """
    answered: list[tuple[str, int]] = []
    is_enough = Event()
    with httpx2.Client(base_url=address, timeout=60) as client, ThreadPoolExecutor(1) as pool:

        def kill() -> None:
            is_enough.wait(120)
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)

        killed = pool.submit(kill)
        try:
            while True:
                [item] = client.post("/api/v1/reviews/claim", json={"limit": 1}).json()["items"]
                body = {"action": "reject", "revision": item["revision"], "reason_code": "other"}
                done = client.post(f"/api/v1/reviews/{item['id']}/decisions", json=body)
                assert done.status_code == 200
                answered.append((item["id"], done.json()["event"]["id"]))
                if len(answered) >= enough:
                    is_enough.set()
        except (httpx2.TransportError, ValueError):
            is_enough.set()
        killed.result()
    return answered
