"""Tags that are known before a page is rendered, addresses that moved, feeds, and who may read from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from decompose.services import pages
from decompose.web.app import create_app
from page import facts
from page.reading_pages import read
from web.memory import MemoryWorkspace

PAIR = "/compare/atlas-7b/bison-vision"
CROSSED = "/compare/atlas-7b/corpus-v2.xml"
PAGES = ("/", "/browse/all/1", "/browse/comparisons/1", "/artifacts/atlas-7b", PAIR, "/sources/rev-atlas")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def workspace() -> MemoryWorkspace:
    return MemoryWorkspace()


@pytest.fixture
def site(workspace: MemoryWorkspace) -> Iterator[TestClient]:
    with TestClient(create_app(workspace, site_url="https://example.org"), follow_redirects=False) as client:
        yield client


def _set(workspace: MemoryWorkspace, **changes: object) -> None:
    """Change a frozen catalogue in place, as a database would change under the site."""
    for name, value in changes.items():
        object.__setattr__(workspace.catalog, name, value)


@pytest.mark.parametrize("suffix", ["", ".md", ".json"])
def test_a_tag_that_is_still_true_is_answered_without_rendering(
    site: TestClient, workspace: MemoryWorkspace, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    tag = site.get(f"{PAIR}{suffix}").headers["etag"]

    def refuse(*_: object) -> str:
        raise AssertionError("rendered")

    monkeypatch.setattr(pages, "render_compare", refuse)
    monkeypatch.setattr(pages, "as_json", refuse)
    assert site.get(f"{PAIR}{suffix}", headers={"If-None-Match": tag}).status_code == 304
    _set(workspace, version="2")
    assert site.get(f"{PAIR}{suffix}", headers={"If-None-Match": tag}).status_code == 304


def test_while_the_database_is_the_same_the_page_is_not_looked_at_again(
    site: TestClient, workspace: MemoryWorkspace
) -> None:
    tag = site.get(PAIR).headers["etag"]
    _set(workspace, sides={})
    assert site.get(PAIR, headers={"If-None-Match": tag}).status_code == 304
    _set(workspace, version="2")
    assert site.get(PAIR, headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Atlas 8B"},
        {"times_matched": 9},
        {"score": "0.11"},
        {"records": ()},
    ],
)
def test_whatever_a_page_shows_is_in_its_tag(
    site: TestClient, workspace: MemoryWorkspace, change: dict[str, object]
) -> None:
    before = site.get(PAIR)
    side = workspace.catalog.sides["atlas-7b"]
    if "name" in change:
        side = replace(side, artifact=replace(side.artifact, name=change["name"]))
    if "times_matched" in change:
        side = replace(side, times_matched=9, searches=20)
    if "score" in change:
        side = replace(side, score=facts.atlas(adoption="0.11").score)
    if "records" in change:
        side = replace(side, capabilities=())
    _set(workspace, sides=workspace.catalog.sides | {"atlas-7b": side}, version="2")
    after = site.get(PAIR, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.text != before.text


def test_twins_have_tags_of_their_own(site: TestClient) -> None:
    assert len({site.get(f"{PAIR}{suffix}").headers["etag"] for suffix in ("", ".md", ".json")}) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/artifacts/atlas-instruct", "/artifacts/atlas-7b"),
        ("/artifacts/atlas-instruct.json", "/artifacts/atlas-7b.json"),
        ("/compare/atlas-instruct/bison-vision.md", "/compare/atlas-7b/bison-vision.md"),
    ],
)
def test_a_renamed_artifact_is_found_under_its_old_address(site: TestClient, old: str, new: str) -> None:
    answer = site.get(old)
    assert (answer.status_code, answer.headers["location"]) == (308, new)
    assert answer.headers["cache-control"] == "no-cache", "a rename may be taken back: no browser keeps it"


@pytest.mark.slow
def test_a_pair_that_became_one_artifact_has_no_page(site: TestClient) -> None:
    assert site.get("/compare/atlas-7b/atlas-instruct").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/browse/all/0",
        "/browse/all/2",
        "/browse/nothing/1",
        "/browse/all/x",
        "/browse/all/01",
        f"/browse/all/{'9' * 4_301}",
    ],
)
def test_a_list_has_no_pages_beyond_its_end(site: TestClient, address: str) -> None:
    assert site.get(address).status_code == 404


def test_lists_are_turned_page_by_page_and_hold_everything_once(
    site: TestClient, workspace: MemoryWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 2)
    found, address = [], "/browse/all/1"
    while address:
        page = read(site.get(address).text)
        links = [(each.attributes.get("rel"), each.attributes["href"]) for each in page.elements if each.tag == "a"]
        found += [href for _, href in links if href.startswith("/artifacts/")]
        address = next((href for rel, href in links if rel == "next"), "")
    assert sorted(found) == sorted(f"/artifacts/{slug}" for slug in workspace.catalog.sides)


def test_the_feed_is_atom_with_full_addresses(site: TestClient) -> None:
    answer = site.get("/feed.xml")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own feed
    assert feed.find(f"{ATOM}updated").text == facts.AT.isoformat()
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").attrib["href"] == f"https://example.org{PAIR}"
    assert entry.find(f"{ATOM}title").text == "Atlas 7B vs Bison Vision"


def test_what_programs_look_for_is_there_and_leads_to_pages(site: TestClient) -> None:
    said = site.get("/llms.txt").text
    assert said.startswith("# decompose\n\n> ")
    places = [part.split(")")[0] for part in said.split("](https://example.org")[1:]]
    assert f"{PAIR}.md" in places
    assert all(site.get(place).status_code == 200 for place in places)
    assert "Sitemap: https://example.org/sitemap.xml" in site.get("/robots.txt").text


def test_a_map_that_is_too_long_is_cut_in_parts_that_hold_each_page_once(
    site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def places(address: str) -> list[str]:
        found = ET.fromstring(site.get(address).text)  # noqa: S314 - our own feed
        return [place.text or "" for place in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    whole = places("/sitemap.xml")
    monkeypatch.setattr(pages, "IN_SITEMAP", 4)
    parts = places("/sitemap.xml")
    assert parts[0] == "https://example.org/sitemap-1.xml"
    cut = [places(part.removeprefix("https://example.org")) for part in parts]
    assert [place for part in cut for place in part] == whole
    assert max(map(len, cut)) == 4
    for number in (0, len(parts) + 1):
        assert site.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_every_page_names_its_canonical_address(site: TestClient, address: str) -> None:
    assert f'<link rel="canonical" href="https://example.org{address}">' in site.get(address).text


@pytest.mark.parametrize("address", ["/", "/artifacts/atlas-7b", PAIR])
def test_linked_data_is_json_and_says_what_the_page_is_about(site: TestClient, address: str) -> None:
    page = read(site.get(address).text)
    [data] = [each.words for each in page.elements if each.attributes.get("type") == "application/ld+json"]
    value = json.loads(data)
    assert value["@context"] == "https://schema.org"
    assert value["url"] == f"https://example.org{address}"
    assert not any(words in data for words in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED))


def test_pages_of_other_origins_may_read_what_is_for_programs_and_nothing_else(site: TestClient) -> None:
    for address in (f"{PAIR}.json", f"{PAIR}.md", "/feed.xml", "/api/v1/artifacts"):
        assert site.get(address).headers["access-control-allow-origin"] == "*"
    for address in (PAIR, "/"):
        assert "access-control-allow-origin" not in site.get(address).headers
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    preflight = site.options("/api/v1/artifacts", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-credentials" not in preflight.headers


def test_the_page_of_the_method_has_its_twins_and_leads_from_every_breakdown(site: TestClient) -> None:
    html, words, value = (site.get(f"/methodology{suffix}") for suffix in ("", ".md", ".json"))
    assert "How ranks come about" in html.text
    assert "| All other kinds | 25% | 25% | 10% | 25% | 15% |" in words.text
    assert value.json()["weights"]["default"]["adoption"] == 0.25
    assert site.get("/methodology", headers={"If-None-Match": html.headers["etag"]}).status_code == 304
    for page in ("/artifacts/atlas-7b", PAIR):
        assert site.get(page).text.count('href="/methodology"') == 2
    assert "<loc>https://example.org/methodology</loc>" in site.get("/sitemap.xml").text
    assert site.get("/methodologies").status_code == 404


@pytest.mark.parametrize(("path", "entries"), [("/changes.xml", 1), (f"{PAIR}.xml", 1), (CROSSED, 0)])
def test_verdicts_that_flipped_can_be_followed(site: TestClient, path: str, entries: int) -> None:
    answered = site.get(path)
    assert answered.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answered.text)  # noqa: S314 - our own feed
    found = feed.findall(f"{ATOM}entry")
    assert len(found) == entries
    for entry in found:
        assert entry.findtext(f"{ATOM}summary") == (
            "The winner was Atlas 7B, is nobody. What moved: Atlas 7B quality: 90.00 → 40.00."
        )
        assert entry.findtext(f"{ATOM}id") == f"https://example.org{PAIR}#change-1"


def test_a_feed_of_no_pair_is_not_there_and_one_in_the_other_order_leads_on(site: TestClient) -> None:
    assert site.get("/compare/atlas-7b/nobody.xml").status_code == 404
    assert site.get("/compare/atlas-7b.xml").status_code == 404
    turned = site.get("/compare/bison-vision/atlas-7b.xml")
    assert (turned.status_code, turned.headers["location"]) == (308, f"{PAIR}.xml")
