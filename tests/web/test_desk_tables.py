"""Queue and decisions as tables: whole, in order, by filter, read page by page, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from decompose.cli import app
from decompose.domain.queue import Wanted
from decompose.domain.review import Action
from decompose.page.queue_csv import DECISIONS, QUEUE
from decompose.services.review import Said
from decompose.store import queue
from decompose.web.app import create_app
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
FORMULAS = [f"{sign}HYPERLINK(9) stores, “9” readings" for sign in "=+-@"]


@pytest.fixture
def desk(world: World) -> World:
    """Sentences that wait and begin like formulas."""
    wrong = [claim(words, STORES) for words in FORMULAS]
    world.told("tide", answer(record("storage", claim(STORES), *wrong)), STORES)
    return world


@pytest.fixture
def site(desk: World) -> Iterator[TestClient]:
    with TestClient(create_app(desk.workspace, rate_limit=0), base_url="http://localhost") as client:
        yield client


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_queue_is_a_table_in_its_order_and_by_its_filter(desk: World, site: TestClient) -> None:
    found = site.get("/desk/queue.csv")
    assert found.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert found.headers["content-disposition"] == 'attachment; filename="queue-2026-03-01.csv"'
    assert found.headers["cache-control"] == "no-store"
    assert found.text.startswith("\ufeff" + ",".join(QUEUE) + "\r\n")
    waiting = desk.review.waiting()
    assert [(row["item"], row["revision"], row["artifact"]) for row in rows(found.text)] == [
        (item.id, str(item.revision), item.artifact) for item in waiting
    ]
    of_tide = rows(site.get("/desk/queue.csv", params={"artifact": "tide", "reason": "unsupported"}).text)
    assert {row["quotes"] for row in of_tide} == {STORES}
    assert len(of_tide) == len(FORMULAS)
    assert site.get("/desk/queue.csv", params={"artifact": "nobody"}).status_code == 404


def test_no_cell_is_a_formula(desk: World, site: TestClient) -> None:
    desk.review.decide(
        desk.item(FORMULAS[0]).id, Action.REJECT, by="@eve", said=Said(comment="\t=1", reason_code="other")
    )
    table = rows(site.get("/desk/queue.csv").text)
    assert {row["sentence"] for row in table if row["artifact"] == "tide"} >= {f"'{words}" for words in FORMULAS[1:]}
    [decided, *_] = rows(site.get("/desk/decisions.csv").text)
    assert (decided["who"], decided["comment"], decided["before"]) == ("'@eve", "'\t=1", f"'{FORMULAS[0]}")
    cells = [cell for row in (*table, decided) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_decisions_are_a_table_of_what_editors_decided_and_took_back(desk: World, site: TestClient) -> None:
    first, second = (desk.item(words).id for words in FORMULAS[:2])
    desk.review.accept(first, by="eve")
    desk.clock.tick(days=1)
    desk.review.undo(first, by="eve")
    desk.review.skip(second, by="eve")
    desk.review.reject(second, by="ada", code="wrong_number")
    found = site.get("/desk/decisions.csv").text
    assert found.startswith("\ufeff" + ",".join(DECISIONS) + "\r\n")
    mine = [row for row in rows(found) if row["artifact"] == "tide"]
    assert [(row["who"], row["action"], row["item"], row["status"]) for row in mine] == [
        ("ada", "reject", second, "rejected"),
        ("eve", "undo", first, "open"),
        ("eve", "accept", first, "accepted"),
    ]
    assert mine[1]["undoes"] == mine[2]["event"]
    since = rows(site.get("/desk/decisions.csv", params={"since": "2026-03-02"}).text)
    assert [row["action"] for row in since] == ["reject", "undo"]
    assert site.get("/desk/decisions.csv", params={"since": "yesterday"}).status_code == 400


def test_a_table_is_read_a_page_at_a_time_while_it_is_sent(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    whole, page = [item.id for item in desk.review.waiting()], queue.page

    def counted(*given: Any, **named: Any) -> Any:
        read.append(named["limit"])
        return page(*given, **named)

    monkeypatch.setattr(queue, "page", counted)
    monkeypatch.setattr("decompose.services.queue._A_PAGE", 2)
    items = desk.workspace.queue.everything(Wanted())
    begun = [item.id for item in islice(items, 2)]
    assert read == [2]
    assert begun + [item.id for item in items] == whole
    for number, item in enumerate(whole[:5]):
        desk.review.decide(item, Action.REJECT, by=f"editor {number}", said=Said(reason_code="other"))
    told = [event.who for event in desk.workspace.queue.decisions()]
    assert told[:5] == [f"editor {number}" for number in (4, 3, 2, 1, 0)]


def test_the_tables_of_the_command_line_are_those_of_the_desk(
    desk: World, site: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.review.accept(desk.item(FORMULAS[0]).id, by="eve")
    for address, *words in (
        ("/desk/queue.csv", "export"),
        ("/desk/decisions.csv", "decisions"),
        ("/desk/decisions.csv?since=2026-03-02", "decisions", "--since", "2026-03-02"),
    ):
        file = tmp_path / "table.csv"
        done = CliRunner().invoke(app, ["review", words[0], str(file), *words[1:], "--db", desk.url])
        assert done.exit_code == 0, done.output
        assert file.read_bytes().decode() == site.get(address).text
        assert done.output.strip().split(": ")[1].split()[0] == str(len(rows(site.get(address).text)))
