"""The queue over HTTP: its shapes to the letter. Who may ask what stands in `test_roles`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from decompose.domain.access import Role
from decompose.web.app import create_app
from web.test_roles import NEEDED
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."
WRONG = "Tide stores 9 readings in a file."
INVENTED = "Tide sorts readings."
ITEM = {
    "id": str,
    "revision": int,
    "status": str,
    "reason": (str, type(None)),
    "artifact": str,
    "capability_id": (str, type(None)),
    "field": str,
    "old": (str, type(None)),
    "new": str,
    "evidence": list,
    "flags": list,
    "blocked": (str, type(None)),
    "lease": (dict, type(None)),
}


@pytest.fixture
def desk(world: World) -> World:
    world.llm.says(
        "tide",
        answer(record("storage", claim(STORES), claim(WRONG, STORES), claim(INVENTED, "Tide sorts it nicely."))),
        *["no repair"] * 2,
    )
    world.ingest(world.document("tide.md", "# Tide", STORES, "Tide sorts readings by buoy."))
    return world


@pytest.fixture
def api(desk: World) -> Iterator[TestClient]:
    app = create_app(desk.workspace, rate_limit=0)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def post(api: TestClient, item: str, action: str, revision: int, **said: Any) -> Any:
    return api.post(f"/api/v1/reviews/{item}/decisions", json={"action": action, "revision": revision, **said})


def test_an_item_has_the_shape_that_is_promised(desk: World, api: TestClient) -> None:
    listed = api.get("/api/v1/reviews").json()
    assert listed["total"] == len(listed["items"]) == len(desk.review.waiting())
    assert listed["next"] is None
    for item in listed["items"]:
        assert all(isinstance(item[name], kind) for name, kind in ITEM.items())
        assert api.get(f"/api/v1/reviews/{item['id']}").json() == item
    [wrong] = [item for item in listed["items"] if item["new"] == WRONG]
    revision = desk.revision("tide")
    start = revision.visible.text.index(STORES)
    assert wrong["evidence"] == [{"revision": revision.id, "start": start, "end": start + len(STORES), "quote": STORES}]
    assert (wrong["artifact"], wrong["field"], wrong["reason"]) == ("tide", "description", "unsupported")
    assert [flag["check"] for flag in wrong["flags"]] == ["numbers"]
    [invented] = [item for item in listed["items"] if item["new"] == INVENTED]
    assert invented["blocked"] == "none of its quotes is in the source"


def test_the_queue_is_read_page_by_page_and_by_filter(desk: World, api: TestClient) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = api.get("/api/v1/reviews", params={"limit": 2, "cursor": cursor}).json()
        found += page["items"]
        cursor = page["next"]
    assert [item["id"] for item in found] == [item.id for item in desk.review.waiting()]
    assert api.get("/api/v1/reviews", params={"artifact": "tide", "reason": "classification"}).json()["total"] == 1
    assert api.get("/api/v1/reviews", params={"status": "rejected"}).json()["total"] == 1
    assert api.get("/api/v1/reviews", params={"q": "sorts"}).json()["total"] == 1
    assert api.get("/api/v1/reviews", params={"older_than_days": 1}).json()["total"] == 0
    assert api.get("/api/v1/reviews", params={"artifact": "ebb"}).status_code == 404
    for wrong in ({"status": "odd"}, {"reason": "odd"}, {"limit": 0}, {"limit": 101}, {"older_than_days": -1}):
        answer = api.get("/api/v1/reviews", params=wrong)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_decision_answers_with_the_item_and_its_event(desk: World, api: TestClient) -> None:
    item = desk.item(WRONG)
    answer = post(api, item.id, "accept", item.revision).json()
    assert (answer["item"]["status"], answer["item"]["revision"]) == ("accepted", item.revision + 1)
    assert (answer["event"]["action"], answer["event"]["item"], answer["event"]["who"]) == (
        "accept",
        item.id,
        "editor",
    )
    undone = post(api, item.id, "undo", item.revision + 1).json()
    assert (undone["item"]["status"], undone["event"]["undoes"]) == ("open", answer["event"]["id"])
    rejected = post(api, item.id, "reject", item.revision + 2, reason_code="wrong_number").json()
    assert (rejected["item"]["status"], rejected["event"]["reason_code"]) == ("rejected", "wrong_number")
    skipped = post(api, item.id, "skip", item.revision + 3).json()
    assert skipped["item"] == rejected["item"]


@pytest.mark.slow
def test_an_edit_brings_its_quotes(desk: World, api: TestClient) -> None:
    item = desk.item(INVENTED)
    said = {"text": "Tide sorts by buoy.", "quotes": ["Tide sorts readings by buoy."]}
    answer = post(api, item.id, "edit", item.revision, **said).json()
    assert (answer["item"]["status"], answer["item"]["new"]) == ("edited", "Tide sorts by buoy.")
    assert "Tide sorts by buoy." in desk.texts("tide", public=True)


@pytest.mark.slow
def test_a_stale_decision_is_answered_with_the_item_as_it_is(desk: World, api: TestClient) -> None:
    item = desk.item(WRONG)
    now = post(api, item.id, "reject", item.revision, reason_code="other").json()["item"]
    for action in ("accept", "edit", "skip", "undo"):
        stale = post(api, item.id, action, item.revision, text="Tide stores readings.")
        assert (stale.status_code, stale.headers["content-type"]) == (409, "application/problem+json")
        assert stale.json()["current"] == now
    again = post(api, item.id, "reject", now["revision"], reason_code="other")
    assert (again.status_code, again.json()["current"]) == (409, now)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sentence", "action", "said"),
    [
        (INVENTED, "accept", {}),
        (WRONG, "reject", {}),
        (WRONG, "reject", {"reason_code": "ugly"}),
        (WRONG, "edit", {}),
        (WRONG, "edit", {"text": " "}),
        (WRONG, "edit", {"text": "x", "quotes": "words"}),
        (WRONG, "comment", {}),
        (WRONG, "burn", {}),
        (WRONG, "accept", {"colour": "red"}),
    ],
)
def test_what_cannot_be_carried_out_changes_nothing(
    desk: World, api: TestClient, sentence: str, action: str, said: dict[str, Any]
) -> None:
    item, before = desk.item(sentence), desk.tables()
    answer = post(api, item.id, action, item.revision, **said)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert desk.tables() == before


def test_a_decision_names_the_revision_that_it_is_made_on(desk: World, api: TestClient) -> None:
    answer = api.post(f"/api/v1/reviews/{desk.item(WRONG).id}/decisions", json={"action": "accept"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "revision: Field required")


def test_a_claim_that_says_nothing_is_for_one_item(desk: World, api: TestClient) -> None:
    first = api.post("/api/v1/reviews/claim")
    assert (first.status_code, len(first.json()["items"])) == (200, 1)
    assert first.json()["items"][0]["lease"]["by"] == "editor"


def test_claimed_items_are_leased_to_whoever_claims_them(desk: World) -> None:
    _, eves = desk.workspace.access.create("eve", Role.EDITOR)
    _, adams = desk.workspace.access.create("adam", Role.EDITOR)
    app = create_app(desk.workspace)
    eve, adam = (TestClient(app, headers={"Authorization": f"Bearer {secret}"}) for secret in (eves, adams))
    [first, second] = eve.post("/api/v1/reviews/claim", json={"limit": 2}).json()["items"]
    assert first["lease"] == {"by": "eve", "until": "2026-03-01T12:10:00+00:00", "wanted_by": None}
    assert first["id"] not in {item["id"] for item in adam.post("/api/v1/reviews/claim", json={}).json()["items"]}
    refused = post(adam, second["id"], "reject", second["revision"], reason_code="other")
    assert (refused.status_code, refused.json()["current"]["lease"]["by"]) == (409, "eve")
    assert post(adam, second["id"], "skip", second["revision"]).status_code == 200
    done = post(eve, second["id"], "reject", second["revision"], reason_code="other").json()
    assert (done["event"]["who"], done["item"]["lease"]) == ("eve", None)


def test_the_trail_is_read_page_by_page(desk: World, api: TestClient) -> None:
    item = desk.item(WRONG)
    for action in ("skip", "accept", "undo", "skip"):
        post(api, item.id, action, desk.review.item(item.id).revision)
    found, cursor = [], None
    while True:
        page = api.get("/api/v1/audit", params={"item": item.id, "limit": 3} | ({"cursor": cursor} if cursor else {}))
        found += page.json()["events"]
        if (cursor := page.json()["next"]) is None:
            break
    assert [event["action"] for event in found] == ["skip", "undo", "accept", "skip"]
    assert len({event["id"] for event in found}) == 4
    assert {"id", "at", "who", "action", "item", "before", "after", "reason_code"} <= found[0].keys()
    assert len(api.get("/api/v1/audit").json()["events"]) > 4


def test_without_a_token_only_this_machine_reads_the_queue_and_writes(desk: World) -> None:
    item = desk.item(WRONG)
    for base, headers in (("http://example.org", {}), ("http://localhost", {"X-Forwarded-For": "10.0.0.1"})):
        client = TestClient(create_app(desk.workspace), base_url=base, headers=headers)
        assert client.get("/api/v1/reviews").status_code == 401
        answer = post(client, item.id, "accept", item.revision)
        assert (answer.status_code, "decompose token create" in answer.json()["detail"]) == (401, True)
    assert desk.review.item(item.id) == item


@pytest.mark.slow
def test_the_endpoints_stand_in_the_openapi_document(api: TestClient) -> None:
    document = api.get("/api/v1/openapi.json").json()
    for method, path in NEEDED:
        if not path.startswith(("/api/v1/reviews", "/api/v1/audit")):
            continue
        described = document["paths"][path][method.lower()]
        assert described["security"]
        assert {"401", "403", "422", "429"} <= described["responses"].keys()
    assert ITEM.keys() <= document["components"]["schemas"]["ItemShape"]["properties"].keys()
