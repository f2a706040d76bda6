"""The demo's whole site, read like a crawler that trusts nothing: every sentence leads to its words in the source."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html import unescape

import html5lib
import pytest
from fastapi.testclient import TestClient

from decompose.bootstrap import Workspace
from decompose.cli import app as commands
from decompose.settings import Settings
from decompose.web.app import create_app
from page.reading_pages import read

pytestmark = pytest.mark.slow
MOST_BYTES = 60_000
_FRAGMENT = re.compile(r"^/sources/([^#]+)#s-(\d+)-(\d+)$")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    from typer.testing import CliRunner

    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    CliRunner().invoke(commands, ["demo", "--db", url], catch_exceptions=False)
    with Workspace(Settings(database_url=url)) as workspace, TestClient(create_app(workspace, rate_limit=0)) as client:
        yield client


@pytest.fixture(scope="module")
def pages(site: TestClient) -> dict[str, str]:
    """Every page of the sitemap by its address."""
    places = re.findall(r"<loc>http://testserver([^<]*)</loc>", site.get("/sitemap.xml").text)
    found = {place: site.get(place) for place in places}
    assert all(answer.status_code == 200 for answer in found.values())
    assert len(found) > 25
    return {place: answer.text for place, answer in found.items()}


def test_every_sentence_resolves_to_a_quote_that_stands_in_the_linked_source(
    site: TestClient, pages: dict[str, str]
) -> None:
    texts: dict[str, str] = {}
    ids: dict[str, set[str]] = {}
    sentences = 0
    for place, html in pages.items():
        page = read(html)
        anchors = {each.attributes["id"] for each in page.elements if "id" in each.attributes}
        for each in page.elements:
            href = each.attributes.get("href") or ""
            if each.tag == "a" and "claim" in (each.attributes.get("class") or "").split():
                sentences += 1
                assert href.removeprefix("#") in anchors, (place, href)
        for words, href in re.findall(r'<q>(.*?)</q> <span class="where">.*?<a href="([^"]+)">open in source', html):
            revision, start, end = _FRAGMENT.match(href).groups()
            if revision not in texts:
                texts[revision] = site.get(f"/sources/{revision}.json").json()["text"]
                ids[revision] = set(re.findall(r'id="([^"]+)"', pages[f"/sources/{revision}"]))
            assert f"s-{start}-{end}" in ids[revision]
            assert " ".join(unescape(words).split()) == " ".join(texts[revision][int(start) : int(end)].split())
    assert sentences > 300


def test_every_page_is_small_on_the_wire_and_well_made(pages: dict[str, str]) -> None:
    for place, html in pages.items():
        assert len(gzip.compress(html.encode())) < MOST_BYTES, place
        tags = [each.tag for each in read(html).elements]
        assert (tags.count("h1"), tags.count("main")) == (1, 1), place
        assert {"header", "nav", "footer"} <= set(tags), place
        anchors = re.findall(r'\bid="([^"]*)"', html)
        assert len(anchors) == len(set(anchors)), place


def test_every_page_is_valid_html(pages: dict[str, str], site: TestClient) -> None:
    others = ("/search", "/search?q=describe+a+picture", "/nowhere")
    for place, html in {**pages, **{other: site.get(other).text for other in others}}.items():
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(html)
        assert parser.errors == [], place


def test_every_link_of_the_site_leads_somewhere(site: TestClient, pages: dict[str, str]) -> None:
    links = {href.partition("#")[0] for html in pages.values() for href in re.findall(r'href="(/[^"]*)"', html)}
    assert [link for link in sorted(links) if site.get(link).status_code != 200] == []


def test_all_artifacts_and_all_their_pairs_are_on_the_site(pages: dict[str, str], site: TestClient) -> None:
    assert site.get("/index.json").json()["artifact_count"] == 6
    assert sum(place.startswith("/compare/") for place in pages) == 15
