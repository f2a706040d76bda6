"""Verdicts that flip are told to webhooks: signed, once each, tried again, and without keeping regeneration waiting."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from threading import Event, Thread
from typing import Any

import pytest

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Kind
from decompose.domain.message import Answered, MessageState
from decompose.errors import ConfigurationError
from decompose.services.inputs import Said
from decompose.services.webhooks import Delivered, Webhooks
from world import World, answer, claim, record

SECRET = base64.b64encode(b"twenty-four random bytes").decode()
SLUGS = ("ebb", "flow", "tide")


@dataclass
class Receiver:
    """A server on loopback: what it was sent, and with which status it answers, 200 when nothing else is said."""

    port: int = 0
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    said = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            said.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(said.statuses.pop(0) if said.statuses else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    said.port = server.server_port
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield said
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def three(world: World, receiver: Receiver) -> Iterator[World]:
    """Three artifacts of one kind and all their pairs, ebb ahead; flips are told to the receiver."""
    said = replace(
        world.workspace.settings,
        webhooks=(receiver.address,),
        webhook_secret=f"whsec_{SECRET}",
        allow_hosts=frozenset(["127.0.0.1"]),
        site_url="https://site.test/",
    )
    world.close()
    world.workspace = Workspace(said, now=world.clock, new_id=world.workspace.new_id)
    for slug in SLUGS:
        world.llm.says(slug, answer(record("storage", claim(f"The {slug} stores readings."))))
        world.ingest(
            world.document(f"{slug}.md", f"# {slug.title()}", f"The {slug} stores readings."), said=Said(kind=Kind.CLI)
        )
    world.score("ebb,0.9,0.9,0.9,,0.9", "flow,0.4,0.4,0.4,,0.4", "tide,0.2,0.2,0.2,,0.2")
    for pair in combinations(SLUGS, 2):
        world.workspace.compare.store(*pair)
    world.workspace.regenerate.run()
    return world


def flip(world: World) -> None:
    """Two verdicts have another winner, one is too close to call."""
    world.score("ebb,0.1,0.1,0.1,,0.1", "flow,0.4,0.4,0.4,,0.4", "tide,0.41,0.4,0.4,,0.4")
    assert world.workspace.regenerate.run().flips == 3


def hooks(world: World) -> Webhooks:
    return world.workspace.webhooks


def is_signed(headers: Mapping[str, str], body: bytes) -> bool:
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    mine = base64.b64encode(hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{mine}"


@pytest.mark.slow
def test_each_flip_is_told_once_and_signed(three: World, receiver: Receiver) -> None:
    flip(three)
    assert receiver.got == []
    assert hooks(three).deliver() == Delivered(sent=3)
    assert hooks(three).deliver() == Delivered()
    assert len(set(receiver.ids)) == len(receiver.got) == 3
    assert all(is_signed(headers, body) for headers, body in receiver.got)
    events = {tuple(data["names"]): data for data in (json.loads(body)["data"] for _, body in receiver.got)}
    told = events["ebb", "flow"]
    assert told["was"] == {"winner": "ebb", "reason": "higher_rank"}
    assert told["now"] == {"winner": "flow", "reason": "higher_rank"}
    assert told["url"] == "https://site.test/compare/ebb/flow"
    assert told["sentence"] == "Flow ranks higher: 40 of 100 against 10 for Ebb."
    assert {"fact": "a.components.quality", "old": 0.9, "new": 0.1} in told["because"]
    assert events["flow", "tide"]["now"] == {"winner": None, "reason": "too_close"}
    assert {json.loads(body)["type"] for _, body in receiver.got} == {"verdict.changed"}


def test_flips_are_listed_with_what_moved_and_pairs_that_are_held_are_not(three: World) -> None:
    three.score("ebb,0.91,0.9,0.9,,0.9")
    three.workspace.regenerate.run()
    catalog = three.workspace.catalog
    assert catalog.turned(9) == ((), {})
    flip(three)
    turned, names = catalog.turned(9)
    assert {(each.a, each.b, each.moved.was, each.moved.now) for each in turned} == {
        ("ebb", "flow", "ebb", "flow"), ("ebb", "tide", "ebb", "tide"), ("flow", "tide", "flow", None),
    }  # fmt: skip
    assert names == {slug: slug.title() for slug in SLUGS}
    [of_pair] = catalog.turned(9, ("ebb", "flow"))[0]
    assert "a.components.quality" in {change.fact for change in of_pair.moved.because}
    three.workspace.publishing.hold("ebb")
    assert [(each.a, each.b) for each in catalog.turned(9)[0]] == [("flow", "tide")]


@pytest.mark.slow
def test_nobody_is_told_of_what_is_held_or_removed(three: World, receiver: Receiver) -> None:
    three.workspace.publishing.hold("ebb", "flow")
    three.score("ebb,0.1,0.1,0.1,,0.1", "flow,0.4,0.4,0.4,,0.4", "tide,0.41,0.4,0.4,,0.4")
    assert three.workspace.regenerate.run().flips == 3
    three.workspace.publishing.remove("ebb")
    assert hooks(three).deliver() == Delivered(sent=1)
    [(_, body)] = receiver.got
    assert json.loads(body)["data"]["names"] == {"flow": "Flow", "tide": "Tide"}
    assert "ebb" not in str(three.tables()["message"])


def test_scores_that_flip_nothing_and_dry_runs_tell_nobody(three: World, receiver: Receiver) -> None:
    three.score("ebb,0.91,0.9,0.9,,0.9")
    three.workspace.regenerate.run()
    three.score("ebb,0.1,0.1,0.1,,0.1")
    assert three.workspace.regenerate.run(dry_run=True).flips == 2
    assert hooks(three).deliver() == Delivered()
    assert receiver.got == []


def test_what_failed_is_sent_again_later_under_its_id_and_the_rest_does_not_wait(
    three: World, receiver: Receiver
) -> None:
    receiver.statuses[:] = [500]
    flip(three)
    assert hooks(three).deliver() == Delivered(waiting=1)
    assert hooks(three).deliver() == Delivered(sent=2)
    [first, *others] = receiver.ids
    assert first not in others
    assert hooks(three).deliver() == Delivered()
    three.clock.tick(seconds=5)
    assert hooks(three).deliver() == Delivered(sent=1)
    assert receiver.ids == [first, *others, first]
    assert all(is_signed(*each) for each in receiver.got)


def test_what_is_gone_is_given_up_and_can_be_asked_for_again(three: World, receiver: Receiver) -> None:
    receiver.statuses[:] = [410]
    flip(three)
    assert hooks(three).deliver().failed == 1
    assert hooks(three).deliver() == Delivered(sent=2)
    assert hooks(three).again() == 1
    assert hooks(three).deliver() == Delivered(sent=1)
    assert hooks(three).counts() == {MessageState.SENT: 3}


class DiedError(BaseException):
    """The machine goes dark."""


@dataclass
class DiesAfter:
    """Sends, and the process is gone before anything can be noted."""

    sender: Any

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        self.sender.post(address, body, headers)
        raise DiedError


def test_a_process_that_dies_on_the_way_leaves_the_message_to_another(three: World, receiver: Receiver) -> None:
    flip(three)
    dying = replace(hooks(three), sender=DiesAfter(hooks(three).sender))
    with pytest.raises(DiedError):
        dying.deliver()
    [sent] = receiver.ids
    assert hooks(three).deliver() == Delivered()
    three.clock.tick(minutes=10)
    assert hooks(three).deliver() == Delivered(sent=3)
    assert len(receiver.got) == 4
    assert sorted(set(receiver.ids)) == sorted({sent, *receiver.ids[1:]})
    assert len(set(receiver.ids)) == 3


def test_private_addresses_are_refused_unless_the_settings_name_them(three: World, receiver: Receiver) -> None:
    flip(three)
    guarded = replace(hooks(three), sender=replace(hooks(three).sender, allow_hosts=frozenset()))
    assert guarded.deliver() == Delivered(waiting=1)
    assert receiver.got == []
    assert "leads to a private address" in max(each.said for each in hooks(three).newest(9))


def test_a_service_may_name_its_own_key_and_addresses(three: World, receiver: Receiver) -> None:
    with three.database.writing() as session:
        told = [
            hooks(three).put(session, "search.matched", key=key, data={"slug": "ebb"}, addresses=(receiver.address,))
            for key in ("a", "a", "b")
        ]
    assert told == [1, 0, 1]
    assert hooks(three).deliver() == Delivered(sent=2)
    with (
        three.database.writing() as session,
        pytest.raises(ConfigurationError, match="DECOMPOSE_WEBHOOK_SECRET"),
    ):
        replace(hooks(three), secrets=()).put(session, "search.matched", key="c", data={})


def test_they_are_sent_by_a_thread_while_a_site_is_served(three: World, receiver: Receiver) -> None:
    flip(three)
    sent = Event()
    sender = hooks(three).sender

    class Watched:
        def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answered:
            said = sender.post(address, body, headers)
            if len(receiver.got) == 3:
                sent.set()
            return said

    looked: list[int] = []
    with replace(hooks(three), sender=Watched()).delivering(every=0.01, looking=lambda: looked.append(1)):
        assert sent.wait(20)
    assert hooks(three).counts() == {MessageState.SENT: 3}
    # The clock stands still: there is no second minute.
    assert looked == [1]
