"""Search, resolve and feedback over HTTP, on a real database; the document of the API says what they do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from decompose.domain.access import Role
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.findings import Answer
from decompose.services.search import Searching
from decompose.store import matches
from decompose.web.app import create_app
from world import World, answer, claim, record

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


@pytest.fixture
def app(world: World) -> FastAPI:
    stores = "Tide stores sensor readings."
    limits = record("storage", claim(stores), limitations=[claim("Tide keeps one year of readings.")])
    world.told("tide", answer(limits), stores, "Tide keeps one year of readings.")
    world.told("ebb", answer(record("storage", claim("Ebb stores small files."))), "Ebb stores small files.")
    return create_app(world.workspace, clock=lambda: 0.0)


@pytest.fixture
def api(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://testserver/api/v1/", headers=BROWSER) as client:
        yield client


@pytest.mark.slow
def test_a_search_answers_one_result_an_artifact(api: TestClient) -> None:
    found = api.get("search", params={"q": "store readings", "limit": 5}).json()
    assert [result["slug"] for result in found["results"]] == ["tide", "ebb"]
    assert found["results"][0]["times_matched"] == 0
    assert api.get("search", params={"q": "store", "limit": 1}).json()["results"][1:] == []
    assert api.get("search", params={"q": "store", "kind": "dataset"}).json()["results"] == []


@pytest.mark.slow
def test_who_asks_for_the_headers_of_a_search_has_not_searched(api: TestClient, world: World) -> None:
    asked = api.head("search", params={"q": "store readings"})
    assert (asked.status_code, asked.content) == (200, b"")
    assert world.workspace.events.export() == ()


@pytest.mark.slow
def test_a_held_artifact_is_found_nowhere_and_found_again_when_it_is_released(api: TestClient, world: World) -> None:
    kept, _ = world.workspace.following.save("store readings", Filters(), owner="ann")

    def found() -> dict[str, set[str]]:
        atom = api.get("http://testserver/search.atom", params={"q": "store readings"}).text
        page = api.get("http://testserver/search", params={"q": "store readings"}).text
        resolved = api.post("resolve", json={"intent": "store readings"}).json()["resolved"]
        return {
            "list": {item["slug"] for item in api.get("artifacts").json()["items"]},
            "capabilities": {item["slug"] for item in api.get("capabilities").json()["items"]},
            "search": {one["slug"] for one in api.get("search", params={"q": "store readings"}).json()["results"]},
            "resolve": {one["slug"] for one in resolved},
            "page": {slug for slug in ("tide", "ebb") if f'id="g-{slug}"' in page},
            "feed": {slug for slug in ("tide", "ebb") if f"/artifacts/{slug}" in atom},
            "near names": {slug for slug, _ in world.workspace.search.near_names("tide")},
            "kept search": {one.slug for one in world.workspace.search.followed(kept.query)},
        }

    before = found()
    assert all("tide" in slugs for slugs in before.values())
    world.workspace.publishing.hold("tide", why="asked by its makers")
    assert not any("tide" in slugs for slugs in found().values())
    assert api.get("artifacts").json()["total"] == len(before["list"]) - 1
    assert api.get("artifacts/tide").json()["detail"] == "no artifact tide; see: decompose artifacts"
    world.told("tide", answer(record("store", claim("Tide stores readings twice."))), "Tide stores readings twice.")
    assert not any("tide" in slugs for slugs in found().values())
    world.workspace.publishing.release("tide")
    assert all("tide" in slugs for slugs in found().values())


@pytest.mark.slow
def test_a_held_pair_is_found_as_before(api: TestClient, world: World) -> None:
    world.workspace.publishing.hold("tide", "ebb")
    found = api.get("search", params={"q": "store readings"}).json()["results"]
    assert {one["slug"] for one in found} == {"tide", "ebb"}
    refused = api.get("compare/ebb/tide")
    assert (refused.status_code, refused.json()["detail"]) == (404, "ebb and tide are not shown together")


@pytest.mark.slow
def test_a_wish_is_answered_though_an_artifact_is_held_while_it_is_looked_up(
    api: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Searching.search

    def then_held(self: Searching, *given: Any, **named: Any) -> Answer:
        found = search(self, *given, **named)
        world.workspace.publishing.hold("tide")
        return found

    monkeypatch.setattr(Searching, "search", then_held)
    found = api.post("resolve", json={"intent": "store readings", "limit": 1})
    assert [one["slug"] for one in found.json()["resolved"]] == ["ebb"]


@pytest.mark.slow
def test_a_wish_resolves_with_its_grounds(api: TestClient) -> None:
    [first, *_] = api.post("resolve", json={"intent": "store readings"}).json()["resolved"]
    assert first["slug"] == "tide"
    assert first["limitations"] == ["Tide keeps one year of readings."]
    assert first["freshness"]["days"] == 0
    assert [other["slug"] for other in first["alternatives"]] == ["ebb"]
    assert first["feedback_url"] == "http://testserver/api/v1/feedback"


@pytest.mark.slow
def test_feedback_counts_once_and_only_with_the_token_of_its_answer(api: TestClient, world: World) -> None:
    found = api.get("search", params={"q": "store"}).json()
    tokens = {result["slug"]: result["callback_token"] for result in found["results"]}
    said = {"search_id": found["search_id"], "slug": "tide", "outcome": "success"}
    assert api.post("feedback", json=said | {"token": tokens["ebb"]}).status_code == 403
    assert api.post("feedback", json=said | {"token": "x"}).status_code == 403
    assert api.post("feedback", json=said | {"outcome": "meh", "token": tokens["tide"]}).status_code == 422
    assert api.post("feedback", json=said | {"token": tokens["tide"]}).json()["outcome"] == {"tide": "success"}
    assert api.post("feedback", json=said | {"token": tokens["tide"]}).status_code == 409
    world.clock.tick(days=8)
    late = api.post("feedback", json=said | {"slug": "ebb", "token": tokens["ebb"]})
    assert (late.status_code, late.headers["content-type"]) == (403, "application/problem+json")
    results = api.get("search", params={"q": "store"}).json()["results"]
    assert {result["slug"]: result["times_matched"] for result in results} == {"tide": 1, "ebb": 0}


def test_no_address_is_kept_and_crawlers_do_not_count(api: TestClient, world: World) -> None:
    for agent in (BROWSER["User-Agent"], "Googlebot/2.1"):
        found = api.get("search", params={"q": "store"}, headers={"User-Agent": agent}).json()
        world.workspace.search.opened(found["results"][0]["callback_token"])
    with world.database.reading() as session:
        one, other = matches.all_of(session)
    assert {one.visit.is_bot, other.visit.is_bot} == {True, False}
    assert "testclient" not in repr((one, other))
    results = api.get("search", params={"q": "store"}).json()["results"]
    assert sum(result["times_matched"] for result in results) == 1


def test_published_capabilities_are_listed_page_by_page(api: TestClient) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        page = api.get("capabilities", params={"limit": 1, "cursor": cursor}).json()
        seen += [(item["slug"], item["name"]) for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == page["total"] == len(set(seen))
    assert ("tide", "storage") in seen


def test_whoever_asks_too_often_is_told_when_to_come_again(world: World) -> None:
    clock = itertools.count(0, 0)
    with TestClient(create_app(world.workspace, rate_limit=3, clock=lambda: float(next(clock)))) as client:
        codes = [client.get("/api/v1/search", params={"q": "x"}).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        late = client.get("/api/v1/search", params={"q": "x"})
        assert int(late.headers["retry-after"]) == 20
        _, secret = world.workspace.access.create("reader", Role.READER)
        key = {"Authorization": f"Bearer {secret}"}
        assert client.get("/api/v1/search", params={"q": "x"}, headers=key).status_code == 200


@pytest.mark.slow
def test_every_example_in_the_document_runs(api: TestClient) -> None:
    document = api.get("openapi.json").json()
    ran = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            given = {one["name"]: one["schema"].get("examples") for one in operation.get("parameters", [])}
            query = {name: examples[0] for name, examples in given.items() if examples}
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            named = [each["$ref"] for each in (body, *body.get("anyOf", ())) if "$ref" in each]
            schemas = [document["components"]["schemas"][name.split("/")[-1]] for name in named]
            examples = [example for schema in schemas for example in schema.get("examples", [])]
            for example in examples or ([None] if query else []):
                answer_ = api.request(method, f"http://testserver{path}", params=query, json=example)
                assert answer_.status_code == 200, (path, answer_.text)
                ran += 1
    assert ran >= 2


@pytest.mark.slow
def test_no_request_that_the_document_allows_breaks_anything(app: FastAPI, world: World) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error

    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    ran: set[str] = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if "review" in operation.path or "audit" in operation.path:
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=25,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def hold(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        hold()
        ran.add(operation.path)
    assert {"/api/v1/search", "/api/v1/resolve", "/api/v1/feedback", "/api/v1/artifacts"} <= ran
