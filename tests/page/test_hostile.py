"""Hostile words in every field: pages stay well made, nothing of them runs, and what can be read is read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest

from decompose.domain.capability import Capability, Claim
from decompose.domain.catalog import Front, KeptPair, Neighbour, Record
from decompose.domain.comparison import Side
from decompose.page import feeds
from decompose.page.render import (
    Format,
    Site,
    render_artifact,
    render_browse,
    render_compare,
    render_front,
    render_kept,
    render_source,
)
from decompose.page.wording import inert
from page import facts
from page.reading_pages import read

NAMES = {
    "script": "</script></title><script>alert(1)</script><svg onload=alert(2)>",
    "attribute": "\" onmouseover=alert(1) x='y' `z`",
    "template": "{{ 7*7 }} {% raise %} ${1} <%= 1 %>",
    "xml": "]]></title><!--& &amp; <![CDATA[ --> \x00\x0b\x1b[2J\ufffe",
    "override": "Kelpline \u202eships\u202c log \u2066lines\u2069",
    "written from the right": "مقارنة بين النماذج עברית",
    "pictures": "👩‍🔬🇯🇵 🌊 ﷽ e\u0301\u0301\u0301\u0301",
    "markdown": "[x](javascript:1) *b* | <img src=x>\n# h\n\n```",
    "huge": "long " * 20_000,
    "one word": "x" * 100_000,
}
CASES = [pytest.param(name, marks=pytest.mark.slow) if len(words) > 50_000 else name for name, words in NAMES.items()]
URL = Site("Har<b>our & \u202eco", "https://example.org")


def _claim(one: Claim, words: str) -> Claim:
    return replace(one, text=words, evidence=tuple(replace(each, quote=words) for each in one.evidence))


def _record(one: Capability, words: str) -> Capability:
    claims = tuple(_claim(each, words) for each in one.claims)
    return replace(one, name=words, claims=claims, intents=(words,), inputs=(words,), outputs=(words,))


def _side(side: Side, words: str) -> Side:
    pricing = replace(side.artifact.pricing, as_published=words)
    return replace(
        side,
        artifact=replace(side.artifact, name=words, pricing=pricing),
        capabilities=tuple(_record(each, words) for each in facts.public(side).capabilities),
        facts=tuple(replace(each, claim=_claim(each.claim, words)) for each in facts.public(side).facts),
    )


def _artifact(words: str) -> Record:
    record = facts.record(_side(facts.atlas(), words))
    documents = tuple(replace(each, origin=words, licence=words) for each in record.documents)
    neighbours = tuple(Neighbour(each.id, "bison-vision", words, words) for each in record.side.capabilities)
    return replace(record, documents=documents, neighbours=neighbours)


def _front(words: str) -> Front:
    rows = tuple(facts.summary(_side(side, words)) for side in (facts.atlas(), facts.bison()))
    return replace(facts.front(rows), names={"atlas-7b": words, "bison-vision": words})


def pages(words: str, fmt: str = Format.HTML) -> dict[str, str]:
    """Every public page with these words in whatever field somebody else writes."""
    record, front = _artifact(words), _front(words)
    compared = facts.compared(_side(facts.atlas(), words), _side(facts.bison(), words))
    compared = replace(compared, neighbours=record.neighbours, documents=record.documents)
    source = facts.source()
    document = replace(source.revision.document, origin=words, licence=words)
    pairs = (KeptPair("atlas-7b", "bison-vision", "atlas-7b", facts.AT),)
    return {
        "front": render_front(front, fmt, URL),
        "browse": render_browse(front.artifacts, None, 2, 1, 1, fmt, URL),
        "kept": render_kept(pairs, front.names, 1, 1, 1, fmt, URL),
        "artifact": render_artifact(record, fmt, URL, others=front.artifacts[1:]),
        "compare": render_compare(compared, fmt, URL),
        "source": render_source(
            replace(source, artifact=words, revision=replace(source.revision, document=document)), fmt, URL
        ),
    }


@pytest.fixture(scope="module", params=CASES)
def hostile(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    words = NAMES[request.param]
    return words, pages(words)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in inner for each in _strings(part)]


def strictly_parsed(html: str) -> Any:
    """The document; raises html5lib's ParseError at the first fault."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def test_pages_are_valid_nothing_runs_and_the_words_are_there(hostile: tuple[str, dict[str, str]]) -> None:
    words, found = hostile
    shown = " ".join(inert(words).split())
    for name, html in found.items():
        document = strictly_parsed(html)
        scripts = [each.get("src") or each.get("type") for each in document.iter("script")]
        assert all(each == "application/ld+json" or each.startswith("/static/") for each in scripts), name
        assert [key for each in document.iter() for key in each.attrib if key.startswith("on")] == [], name
        links = [each.get("href") or "" for each in document.iter("a")]
        assert [each for each in links if not each.startswith(("/", "#"))] == [], name
        assert shown in " ".join("".join(document.find("body").itertext()).split()), name


def test_no_sign_turns_the_words_of_a_page_round(hostile: tuple[str, dict[str, str]]) -> None:
    for name, html in hostile[1].items():
        assert inert(html) == html, name


def test_linked_data_is_json_whose_name_is_the_words(hostile: tuple[str, dict[str, str]]) -> None:
    words, found = hostile
    for name in ("front", "artifact", "compare"):
        [text] = [
            each.words for each in read(found[name]).all("script") if each.attributes.get("type", "").endswith("json")
        ]
        assert any(inert(words) in inert(said) for said in _strings(json.loads(text))), name


@pytest.mark.parametrize("name", CASES)
def test_feeds_are_well_formed_and_say_the_words(name: str) -> None:
    words = NAMES[name]
    feed = ET.fromstring(feeds.atom(_front(words), URL))  # noqa: S314 - our own
    titles = [each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert " ".join(titles[1].split()) == " ".join(f"{inert(words)} vs {inert(words)}".split())
    told = feeds.llms_txt(_front(words), URL)
    assert inert(told) == told
    [line] = [line for line in told.splitlines() if " vs " in line]
    assert line.endswith("(https://example.org/compare/atlas-7b/bison-vision.md)")


@pytest.mark.parametrize("name", CASES)
def test_markdown_has_no_line_of_somebody_elses(name: str) -> None:
    harmless = {page: text.count("\n") for page, text in pages("Harmless", Format.MARKDOWN).items()}
    for page, text in pages(NAMES[name], Format.MARKDOWN).items():
        assert inert(text) == text
        # What a comparison pairs depends on the words, and a source prints its own lines.
        if page not in ("source", "compare"):
            assert text.count("\n") == harmless[page], page
        assert "\n# h" not in text, page


def test_the_sitemap_is_well_formed_whatever_the_address_of_the_site_holds() -> None:
    site = "https://example.org/?a=1&b=<2>"
    places = ET.fromstring(feeds.sitemap(site, ["/", "/artifacts/atlas-7b"]))  # noqa: S314
    assert [place.text for place in places.findall(".//{*}loc")] == [f"{site}/", f"{site}/artifacts/atlas-7b"]
