"""Who may do what: every endpoint of the site, by method and role, in one table. A new endpoint must be put into it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from decompose.domain.access import Role
from decompose.web.app import create_app
from world import World, answer, claim, record

pytestmark = pytest.mark.slow

STORES, WRONG = "Tide stores readings in a file.", "Tide stores 9 readings in a file."
NEEDED = {
    ("GET", "/api/v1/searches"): Role.READER,
    ("GET", "/api/v1/reviews"): Role.READER,
    ("GET", "/api/v1/reviews/{item}"): Role.READER,
    ("GET", "/api/v1/audit"): Role.READER,
    ("POST", "/api/v1/reviews/claim"): Role.EDITOR,
    ("POST", "/api/v1/reviews/{item}/decisions"): Role.EDITOR,
    ("GET", "/desk"): Role.READER,
    ("GET", "/desk/items/{item}"): Role.READER,
    ("GET", "/desk/sources/{revision}"): Role.READER,
    ("GET", "/desk/stats"): Role.READER,
    ("GET", "/desk/queue.csv"): Role.READER,
    ("GET", "/desk/decisions.csv"): Role.READER,
    ("GET", "/desk/searches"): Role.READER,
    ("POST", "/desk/searches/{search}/forget"): Role.READER,
    ("GET", "/batches"): Role.READER,
    ("GET", "/batches/{batch}"): Role.READER,
    ("GET", "/desk/second"): Role.EDITOR,
    ("POST", "/desk/second"): Role.EDITOR,
    ("POST", "/desk/items/{item}/lease"): Role.EDITOR,
    ("POST", "/desk/items/{item}/check"): Role.EDITOR,
    ("POST", "/desk/items/{item}/ask"): Role.EDITOR,
    ("POST", "/desk/items/{item}/{action}"): Role.EDITOR,
    ("POST", "/desk/release"): Role.EDITOR,
    ("POST", "/desk/undo"): Role.EDITOR,
    ("POST", "/desk/undo-all"): Role.EDITOR,
    ("POST", "/desk/selected"): Role.EDITOR,
    ("GET", "/desk/all"): Role.EDITOR,
    ("POST", "/desk/all"): Role.EDITOR,
    ("POST", "/desk/filters"): Role.EDITOR,
    ("POST", "/batches/{batch}/retry"): Role.OPERATOR,
}
# Open to all: what is published, searches and what readers say of them, and the way in.
PUBLIC = {
    "GET": """
        / /index{suffix} /methodology /methodology{suffix} /browse/{name}/{last} /artifacts/{last} /compare/{a}/{last}
        /sources/{last} /sitemap.xml /sitemap-{number}.xml /feed.xml /changes.xml /llms.txt /robots.txt
        /static/{name} /healthz
        /api/v1/openapi.json /api/v1/artifacts /api/v1/artifacts/{slug} /api/v1/compare/{a}/{b} /api/v1/search
        /api/v1/capabilities /searches/{link}.atom /search /search.md /search.json /search.atom /search/open/{token}
        /suggest/{claim} /desk/login /desk/oidc /desk/oidc/callback
    """.split(),
    "POST": """
        /api/v1/resolve /api/v1/feedback /api/v1/searches /searches /search/feedback /suggest/{claim} /desk/login
        /desk/logout
    """.split(),
    "DELETE": ["/api/v1/searches/{link}"],
}
FORM = {"revision": "1", "action": "skip", "count": "0", "verdict": "accept", "name": "mine"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[World, FastAPI]]:
    world = World(f"sqlite:///{tmp_path}/roles.db", tmp_path)
    world.told("tide", answer(record("storage", claim(STORES), claim(WRONG, STORES))), STORES)
    yield world, create_app(world.workspace, rate_limit=0)
    world.close()


def endpoints(app: FastAPI) -> set[tuple[str, str]]:
    found = set()
    for route in app.routes:
        contexts = route.effective_route_contexts() if hasattr(route, "effective_route_contexts") else [route]
        found |= {(method, each.path) for each in contexts for method in each.methods if method != "HEAD"}
    return found


def test_every_endpoint_stands_in_the_table(site: tuple[World, FastAPI]) -> None:
    public = {(method, path) for method, paths in PUBLIC.items() for path in paths}
    assert endpoints(site[1]) == NEEDED.keys() | public


@pytest.mark.parametrize("holder", [None, "nobody", *Role])
def test_every_endpoint_by_role(site: tuple[World, FastAPI], holder: str | None) -> None:
    """Who may not ask is told so before he learns whether there is such a thing."""
    world, app = site
    secret = {role: world.workspace.access.create(f"{role}", role)[1] for role in Role}.get(holder or "", "nobody")
    item = world.item(WRONG)
    programs = TestClient(app, headers={"Authorization": f"Bearer {secret}"} if holder else {})
    browser, csrf = logged_in(app, secret if holder in set(Role) else None)
    before = world.tables()
    for (method, path), needed in NEEDED.items():
        for name in (item.id, "item-0"):
            address = re.sub(r"\{\w+\}", name, path.replace("{action}", "skip"))
            if path.startswith("/api"):
                body = {"action": "skip", "revision": 1} if "decisions" in path else {"limit": 1}
                sent = programs.request(method, address, **({"json": body} if method == "POST" else {}))
            else:
                fields = {"data": FORM | {"csrf": csrf, "item": item.id}} if method == "POST" else {}
                sent = browser.request(method, address, follow_redirects=False, **fields)
            if holder not in set(Role):
                assert sent.status_code == 401, (method, path)
            elif not Role(holder).covers(needed):
                assert sent.status_code == 403, (method, path)
            else:
                assert sent.status_code < 500, (method, path)
                assert sent.status_code not in (401, 403, 405), (method, path)
            if path.startswith("/api"):
                is_there = name == item.id or "{item}" not in path
                if holder in set(Role) and Role(holder).covers(needed):
                    assert sent.status_code == (200 if is_there else 404), (method, path)
                else:
                    assert sent.headers["content-type"] == "application/problem+json", (method, path)
    if holder in (None, "nobody", Role.READER):
        assert world.tables() == before


def test_an_endpoint_of_programs_knows_its_own_methods_alone(site: tuple[World, FastAPI]) -> None:
    world, app = site
    admin = world.workspace.access.create("admin", Role.ADMIN)[1]
    client = TestClient(app, headers={"Authorization": f"Bearer {admin}"})
    known = endpoints(app)
    for path in sorted({path for _, path in NEEDED if path.startswith("/api")}):
        address = re.sub(r"\{\w+\}", "item-0", path)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            # `/reviews/claim` reads as an item's address to a GET.
            if (method, path) not in known and (method, path) != ("GET", "/api/v1/reviews/claim"):
                refused = client.request(method, address)
                assert (refused.status_code, refused.headers["content-type"]) == (405, "application/problem+json")


def logged_in(app: FastAPI, secret: str | None) -> tuple[TestClient, str]:
    """A browser, with its session if it has a token, and the word that its forms carry."""
    client = TestClient(app)
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/desk/login").text)
    assert csrf
    if secret is None:
        return client, html.unescape(csrf[1])
    client.post("/desk/login", data={"csrf": html.unescape(csrf[1]), "token": secret}, follow_redirects=False)
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/desk/stats").text)
    assert csrf
    return client, html.unescape(csrf[1])
