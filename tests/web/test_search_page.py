"""The page of a search: what was found and why, opened and judged without a script, and in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from decompose.domain.matching.events import times_matched
from decompose.store import matches
from decompose.web.app import create_app
from web.serving import served
from web.test_pages_in_browser import browser  # noqa: F401 - a fixture
from world import World, answer, claim, record

READER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
MARKUP = "<b>&\"'"


@pytest.fixture
def shop(world: World) -> World:
    for slug, does in (("tide", "stores sensor readings"), ("ebb", "stores small files")):
        sentence = f"{slug.title()} {does}."
        world.told(slug, answer(record("storage", claim(sentence))), sentence)
    return world


@pytest.fixture
def site(shop: World) -> Iterator[TestClient]:
    with TestClient(create_app(shop.workspace), headers=READER, follow_redirects=False) as client:
        yield client


def counts(world: World) -> dict[str, int]:
    """What the table of events adds up to, counted anew."""
    with world.database.reading() as session:
        return times_matched(matches.all_of(session))


def test_before_a_search_the_page_says_what_to_ask(site: TestClient, shop: World) -> None:
    assert "Say what the tool should do" in site.get("/search").text
    assert shop.workspace.events.export() == ()


@pytest.mark.slow
def test_who_asks_for_the_headers_of_a_search_has_not_searched(site: TestClient, shop: World) -> None:
    for twin in ("", ".md", ".json"):
        asked, read = (getattr(site, how)(f"/search{twin}", params={"q": "store"}) for how in ("head", "get"))
        assert (asked.status_code, asked.content) == (200, b"")
        assert asked.headers["content-type"] == read.headers["content-type"]
        assert asked.headers["x-robots-tag"] == read.headers["x-robots-tag"]
    assert len(shop.workspace.events.export()) == 3


@pytest.mark.slow
def test_results_are_grouped_by_artifact_with_the_words_marked_and_why(site: TestClient) -> None:
    page = site.get("/search", params={"q": "store readings"})
    assert page.headers["x-robots-tag"] == "noindex"
    groups = re.findall(r'<section class="group" id="g-([a-z-]+)"', page.text)
    assert groups == ["tide", "ebb"]
    assert "<mark>readings</mark>" in page.text
    assert "Why this matched" in page.text
    assert "2 matches in 2 artifacts" in page.text or "matches in 2 artifacts" in page.text


@pytest.mark.slow
def test_a_search_has_its_twins_for_scripts(site: TestClient, shop: World) -> None:
    page = site.get("/search", params={"q": "store readings", "verified": "1"})
    markdown, data = (re.findall(rf'href="(/search\.{twin}[^"]*)"', page.text) for twin in ("md", "json"))
    told = site.get(unescape(data[0]))
    assert told.headers["content-type"] == "application/json"
    assert [result["slug"] for result in told.json()["results"]] == ["tide", "ebb"]
    assert told.json()["search_id"] in {line["search_id"] for line in shop.workspace.events.export()}
    words = site.get(unescape(markdown[0]))
    assert words.headers["content-type"].startswith("text/markdown")
    assert "# Search: store readings" in words.text
    assert words.text.index("## [Tide](/artifacts/tide.md)") < words.text.index("## [Ebb](/artifacts/ebb.md)")
    assert {answer.headers["x-robots-tag"] for answer in (page, told, words)} == {"noindex"}


def test_the_twins_of_no_search_find_nothing(site: TestClient) -> None:
    assert site.get("/search.json").json() == {
        "search_id": None,
        "query": "",
        "results": [],
        "total": 0,
        "at_least": False,
    }
    assert "Say what the tool should do" in site.get("/search.md").text


@pytest.mark.slow
def test_what_was_typed_is_no_markup_in_a_twin(site: TestClient) -> None:
    words = site.get("/search.md", params={"q": "[x](http://y)\n# z"}).text
    assert words.splitlines()[0] == r"# Search: \[x\](http://y) # z"


@pytest.mark.slow
def test_what_was_typed_comes_back_as_text(site: TestClient) -> None:
    page = site.get("/search", params={"q": MARKUP}).text
    assert "<b>&" not in page
    assert f"“{MARKUP}”" in unescape(page)


@pytest.mark.slow
def test_a_filter_that_finds_nothing_offers_the_search_without_it(site: TestClient) -> None:
    page = site.get("/search", params={"q": "readings", "kind": "dataset"}).text
    assert "Nothing we have read says it can do" in page
    assert 'href="/search?q=readings"' in page


@pytest.mark.slow
def test_search_open_and_judge_without_a_script_count_once(site: TestClient, shop: World) -> None:
    page = site.get("/search", params={"q": "sensor readings"}).text
    href = re.search(r'<h2 id="h-tide"><a href="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    for _ in range(2):
        opened = site.get(href)
        assert (opened.status_code, opened.headers["location"]) == (303, "/artifacts/tide")
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    judged = site.post("/search/feedback", data={"token": token, "outcome": "success", "q": "sensor readings"})
    assert judged.status_code == 303
    after = site.get(judged.headers["location"]).text
    assert "is noted" in after
    assert "Times matched: 1" in after
    again = site.post("/search/feedback", data={"token": token, "outcome": "failure", "q": "sensor readings"})
    assert again.status_code == 303
    assert "You judged Tide for this search before." in site.get(again.headers["location"]).text
    assert site.post("/search/feedback", data={"token": "made.up", "outcome": "failure"}).status_code == 403
    assert counts(shop) == {"tide": 1}


@pytest.mark.slow
def test_a_judgement_keeps_the_filters_of_the_search(site: TestClient) -> None:
    asked = {"q": "stores readings", "kind": "cli", "licence": "mit", "verified": "1"}
    filtered = site.get("/search", params=asked).text
    assert "Nothing we have read" in filtered
    page = site.get("/search", params={"q": "stores readings", "verified": "1"}).text
    form = re.search(r'<form class="votes".*?</form>', page, re.DOTALL)[0]  # type: ignore[index]
    fields = dict(re.findall(r'name="([a-z]+)" value="([^"]*)">', form))
    assert (fields["q"], fields["verified"]) == ("stores readings", "1")
    judged = site.post("/search/feedback", data={**asked, "token": fields["token"], "outcome": "success"})
    shown = dict(parse_qsl(urlsplit(judged.headers["location"]).query))
    assert shown == {**asked, "noted": shown["noted"]}


@pytest.mark.slow
def test_pages_and_twins_filter_by_licence_as_the_api_does(site: TestClient, shop: World) -> None:
    for address in ("/search.json", "/api/v1/search"):
        assert site.get(address, params={"q": "stores", "licence": "gpl"}).json()["results"] == []
    assert 'name="licence" value="gpl"' in site.get("/search", params={"q": "stores", "licence": "gpl"}).text


@pytest.mark.slow
def test_a_search_that_is_cut_says_how_many_there_are(site: TestClient, shop: World) -> None:
    for number in range(22):
        said = f"Store{number} stores sensor readings."
        shop.told(f"store{number}", answer(record("storage", claim(said))), said)
    assert "in the best 20 of 24 artifacts" in site.get("/search", params={"q": "stores"}).text
    cut = site.get("/api/v1/search", params={"q": "stores", "limit": 3}).json()
    assert (len(cut["results"]), cut["total"], cut["at_least"]) == (3, 24, False)


@pytest.mark.slow
def test_results_that_were_shown_before_a_renaming_are_opened_and_judged_after_it(
    site: TestClient, shop: World
) -> None:
    page = site.get("/search", params={"q": "sensor readings"}).text
    href = re.search(r'<h2 id="h-tide"><a href="([^"]+)"', page)[1]  # type: ignore[index]
    token = re.search(r'name="token" value="([^"]+)"', page)[1]  # type: ignore[index]
    shop.workspace.publishing.rename("tide", "flood")
    assert site.get(href).headers["location"] == "/artifacts/flood"
    judged = site.post("/search/feedback", data={"token": token, "outcome": "success", "q": "sensor readings"})
    assert judged.headers["location"].endswith("noted=flood")
    assert counts(shop) == {"flood": 1}


@pytest.mark.slow
def test_who_only_looks_ahead_opens_nothing(site: TestClient, shop: World) -> None:
    page = site.get("/search", params={"q": "sensor readings"}).text
    href = re.search(r'<h2 id="h-tide"><a href="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert site.get(href, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 303
    assert site.get(href, headers={"User-Agent": "Googlebot/2.1"}).status_code == 303
    assert site.get("/search/open/made.up").status_code == 403
    assert counts(shop) == {}


@pytest.mark.slow
def test_a_search_can_be_followed_and_tells_what_is_new(site: TestClient, shop: World) -> None:
    page = site.get("/search", params={"q": "stores readings", "price": "unheard-of"}).text
    href = unescape(re.search(r'href="(/search\.atom[^"]*)"', page).group(1))  # type: ignore[union-attr]
    searches = len(shop.workspace.events.export())
    first = site.get(href)
    assert first.headers["content-type"].startswith("application/atom+xml")
    assert site.get(href, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    shop.clock.tick(hours=1)
    shop.told("gull", answer(record("storage", claim("Gull stores <readings>."))), "Gull stores <readings>.")
    feed = ET.fromstring(site.get(href).text)  # noqa: S314 - our own feed
    titles = [
        entry.findtext("{http://www.w3.org/2005/Atom}title")
        for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert titles[0] == "Gull: storage"
    assert "Tide: storage" in titles
    assert len(shop.workspace.events.export()) == searches
    assert site.get("/search.atom").status_code == 200


@pytest.mark.slow
def test_every_page_has_a_box_to_search_from(site: TestClient) -> None:
    for address in ("/", "/artifacts/tide", "/nowhere"):
        assert 'action="/search"' in site.get(address).text


# -- in a real browser -------------------------------------------------------------------------------------


@pytest.fixture
def address(shop: World) -> Iterator[str]:
    with served(create_app(shop.workspace)) as at:
        yield at


@pytest.mark.browser
def test_a_reader_searches_opens_and_judges_by_keyboard_and_the_count_goes_up_by_one(
    address: str,
    browser: Any,  # noqa: F811
    shop: World,
) -> None:
    context = browser.new_context(user_agent=READER["User-Agent"])
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{address}/artifacts/ebb")
    page.keyboard.press("/")
    page.keyboard.type("sensor readings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=sensor+readings")
    assert "Times matched: 0" in page.text_content("#g-tide")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Tide"
    page.keyboard.press("Enter")
    page.wait_for_url("**/artifacts/tide")
    page.go_back()
    page.locator("#g-tide").get_by_role("button", name=re.compile("^Good match")).click()
    page.wait_for_url("**noted=tide")
    assert "Times matched: 1" in page.text_content("#g-tide")
    assert counts(shop) == {"tide": 1}
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert told == []
    context.close()
