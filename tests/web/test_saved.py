"""Searches that are kept, over HTTP: saved with and without a token, followed by their links, forgotten by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from decompose.domain.access import Role
from decompose.web.app import create_app
from world import World, answer, claim, record

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


def publish(world: World, slug: str) -> None:
    stores = f"{slug.title()} stores sensor readings."
    world.told(slug, answer(record("storage", claim(stores))), stores)


@pytest.fixture
def site(world: World) -> Iterator[TestClient]:
    publish(world, "tide")
    with TestClient(create_app(world.workspace, clock=lambda: 0.0), headers=BROWSER) as client:
        yield client


@pytest.mark.slow
def test_a_kept_search_has_a_feed_of_what_came_since(site: TestClient, world: World) -> None:
    kept = site.post("/api/v1/searches", json={"query": "store readings"}).json()
    assert kept["owner"] is None
    assert "<entry>" not in site.get(kept["feed_url"]).text
    publish(world, "ebb")
    feed = site.get(kept["feed_url"])
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.headers["x-robots-tag"] == "noindex"
    assert re.findall(r"<id>[^<]*/artifacts/([^<]*)</id>", feed.text) == ["ebb"]
    assert site.delete(f"/api/v1/searches/{kept['link']}").json()["id"] == kept["id"]
    assert site.get(kept["feed_url"]).status_code == 404
    assert site.delete(f"/api/v1/searches/{kept['link']}").status_code == 404
    assert site.get("/searches/made-up.atom").status_code == 404


def test_a_token_sees_its_own_searches_and_no_others(site: TestClient, world: World) -> None:
    secrets = {name: world.workspace.access.create(name, Role.READER)[1] for name in ("eve", "adam")}
    keys = {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
    kept = site.post("/api/v1/searches", json={"query": "store", "verified": True}, headers=keys["eve"]).json()
    assert (kept["owner"], kept["verified"]) == ("eve", True)
    assert site.get("/api/v1/searches", headers=keys["eve"]).json() == {"items": [kept]}
    assert site.get("/api/v1/searches", headers=keys["adam"]).json() == {"items": []}
    assert site.get("/api/v1/searches").status_code == 401
    wrong = site.post("/api/v1/searches", json={"query": "store"}, headers={"Authorization": "Bearer x"})
    assert wrong.status_code == 401


@pytest.mark.slow
@pytest.mark.parametrize("body", [{}, {"query": ""}, {"query": "  "}, {"query": "x", "kind": "toaster"}, {"q": "x"}])
def test_what_is_no_search_is_not_kept(site: TestClient, body: dict[str, str]) -> None:
    assert site.post("/api/v1/searches", json=body).status_code == 422


@pytest.mark.slow
def test_the_button_below_the_results_keeps_the_search_with_its_filters(site: TestClient, world: World) -> None:
    page = site.get("/search", params={"q": "store “readings”", "kind": "model"}).text
    form = page[page.index('<form id="keep"') :]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    answered = site.post("/searches", data={name: unescape(value) for name, value in fields.items()})
    assert answered.headers["content-type"].startswith("application/atom+xml")
    [kept] = world.workspace.following.all_of()
    assert (kept.query, kept.filters.kind) == ("store “readings”", "model")
    foreign = site.post("/searches", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


@pytest.mark.slow
def test_only_so_many_are_kept_a_minute(site: TestClient) -> None:
    statuses = [site.post("/api/v1/searches", json={"query": "store"}).status_code for _ in range(21)]
    assert set(statuses[:20]) == {200}
    assert statuses[20] == 429
