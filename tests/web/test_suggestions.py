"""A reader says that a sentence is wrong: it goes to the desk as text, once, and changes nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from decompose.domain.review import ItemStatus, ReviewItem, Why
from decompose.domain.suggestion import LONGEST, MOST_WAITING
from decompose.errors import DecisionRefusedError
from decompose.services.suggestions import READER
from decompose.web.app import create_app
from decompose.web.suggestions import SUGGESTIONS_PER_MINUTE
from page.reading_pages import read
from world import World, answer, claim, record

READER_OF_PAGES = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
STORES, KEEPS = "Tide stores sensor readings.", "Tide keeps them for a year."
HOSTILE = "<script>alert(1)</script> \u202e'; DROP TABLE claim; -- {{ 7*7 }} \x00\x1b[2J 🙂"


@pytest.fixture
def tide(world: World) -> World:
    world.told("tide", answer(record("storage", claim(STORES), claim(KEEPS))), f"{STORES} {KEEPS}")
    return world


@pytest.fixture
def site(tide: World) -> Iterator[TestClient]:
    app = create_app(tide.workspace, rate_limit=0)
    with TestClient(app, "http://localhost", headers=READER_OF_PAGES, follow_redirects=False) as client:
        yield client


def address_of(world: World, sentence: str = STORES) -> str:
    return f"/suggest/{world.item(sentence).claim_id}"


def doubts(world: World) -> list[str]:
    """The sentences that wait because a reader doubts them."""
    return sorted(item.new for item in world.review.waiting() if item.reason is Why.SUGGESTION)


def comments(world: World, item: ReviewItem) -> list[tuple[str, str | None]]:
    events, _ = world.workspace.queue.events(limit=100, item=item.id)
    return [(event.who, event.comment) for event in events]


@pytest.mark.slow
def test_each_sentence_of_a_page_leads_to_its_form_and_the_form_to_the_queue(site: TestClient, tide: World) -> None:
    links = re.findall(r'href="(/suggest/[^"]+)">this sentence is wrong', site.get("/artifacts/tide").text)
    assert sorted(links) == sorted([address_of(tide, STORES), address_of(tide, KEEPS)])
    form = site.get(address_of(tide))
    assert form.headers["x-robots-tag"] == "noindex"
    assert {element.attributes["action"] for element in read(form.text).all("form", "suggest")} == {address_of(tide)}
    sent = site.post(address_of(tide), data={"words": "It stores\r\nfiles too."})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{address_of(tide)}?noted=1")
    assert "An editor reads what you said" in site.get(sent.headers["location"]).text
    item = tide.item(STORES)
    assert (item.status, item.reason) == (ItemStatus.OPEN, Why.SUGGESTION)
    assert comments(tide, item) == [(READER, "It stores files too.")]


@pytest.mark.slow
def test_what_readers_see_stays_until_an_editor_decides(site: TestClient, tide: World) -> None:
    before = site.get("/artifacts/tide.json").json()
    site.post(address_of(tide), data={"words": "wrong"})
    assert site.get("/artifacts/tide.json").json() == before
    tide.review.reject(tide.item(STORES).id, by="ann", code="overstated")
    assert STORES not in tide.texts("tide", public=True)
    assert site.get(address_of(tide)).status_code == 404


@pytest.mark.slow
def test_a_decision_that_a_reader_doubts_stands_while_it_waits_again(site: TestClient, tide: World) -> None:
    tide.review.edit(
        tide.item(STORES).id, by="ann", text="Tide stores readings.", quotes=["Tide stores sensor readings"]
    )
    [item] = [each for each in tide.review.everything() if each.edit]
    site.post(f"/suggest/{item.claim_id}", data={"words": "of sensors"})
    assert "Tide stores readings." in tide.texts("tide", public=True)
    assert tide.review.item(item.id).status is ItemStatus.OPEN
    tide.review.accept(item.id, by="ben")
    assert "Tide stores readings." in tide.texts("tide", public=True)
    assert doubts(tide) == []


@pytest.mark.slow
def test_undo_reaches_for_no_older_decision_where_a_reader_doubts_the_last_one(site: TestClient, tide: World) -> None:
    tide.review.reject(tide.item(KEEPS).id, by="eve", code="overstated")
    item = tide.item(STORES)
    tide.review.accept(item.id, by="eve")
    site.post(f"/suggest/{item.claim_id}", data={"words": "wrong"})
    with pytest.raises(DecisionRefusedError, match="waits again already: nothing to undo"):
        tide.review.undo(by="eve")
    assert tide.texts("tide", public=True) == [STORES]


def test_hostile_words_are_text_at_the_desk_and_in_the_trail(site: TestClient, tide: World) -> None:
    assert site.post(address_of(tide), data={"words": HOSTILE}).status_code == 303
    item = tide.item(STORES)
    [(_, comment)] = comments(tide, item)
    assert comment == "<script>alert(1)</script> '; DROP TABLE claim; -- {{ 7*7 }} [2J 🙂"
    page = site.get(f"/desk/items/{item.id}").text
    assert "<script>alert" not in page
    assert comment in read(page).words
    assert "A reader says" in page


@pytest.mark.slow
@pytest.mark.parametrize("words", ["", "  \n ", "\u202e", "x" * (LONGEST + 1), "x" * 100_000])
def test_no_words_and_too_many_are_refused_with_a_sentence(site: TestClient, tide: World, words: str) -> None:
    refused = site.post(address_of(tide), data={"words": words})
    assert refused.status_code == 400
    assert re.search(r"say (in a few words|it in at most 1,000)", refused.text)
    assert doubts(tide) == []


@pytest.mark.parametrize("claim_id", ["clm-nowhere", "%00", "x" * 101, "<b>"])
def test_what_is_no_sentence_of_a_page_has_no_form(site: TestClient, tide: World, claim_id: str) -> None:
    for answered in (site.get(f"/suggest/{claim_id}"), site.post(f"/suggest/{claim_id}", data={"words": "wrong"})):
        assert answered.status_code in (404, 422)
    assert doubts(tide) == []


def test_what_waits_is_no_sentence_of_a_page(site: TestClient, world: World) -> None:
    world.told("ebb", answer(record("storage", claim("Ebb stores 9 files.", "Ebb stores files."))), "Ebb stores files.")
    waiting = world.item("Ebb stores 9 files.")
    assert waiting.status is ItemStatus.OPEN
    assert site.get(f"/suggest/{waiting.claim_id}").status_code == 404


@pytest.mark.slow
def test_a_visitor_is_heard_once_about_a_sentence_until_it_is_decided(site: TestClient, tide: World) -> None:
    for words in ("wrong", "wrong again"):
        assert site.post(address_of(tide), data={"words": words}).status_code == 303
    item = tide.item(STORES)
    assert comments(tide, item) == [(READER, "wrong")]
    tide.review.accept(item.id, by="ann")
    site.post(address_of(tide), data={"words": "and yet"})
    assert comments(tide, item)[0] == (READER, "and yet")


@pytest.mark.slow
def test_of_one_sentence_so_many_readers_are_heard_and_no_more(site: TestClient, tide: World) -> None:
    for number in range(MOST_WAITING + 2):
        site.post(address_of(tide), data={"words": f"{number}"}, headers={"User-Agent": f"Firefox/{number}"})
    assert len(comments(tide, tide.item(STORES))) == MOST_WAITING


@pytest.mark.slow
def test_another_site_cannot_send_the_form_and_nobody_sends_it_in_a_stream(tide: World) -> None:
    with TestClient(create_app(tide.workspace), headers=READER_OF_PAGES, follow_redirects=False) as site:
        foreign = site.post(address_of(tide), data={"words": "wrong"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
        statuses = [
            site.post(address_of(tide), data={"words": "wrong"}).status_code for _ in range(SUGGESTIONS_PER_MINUTE)
        ]
    assert statuses[:-1] == [303] * (SUGGESTIONS_PER_MINUTE - 1)
    assert statuses[-1] == 429


@pytest.mark.slow
def test_a_new_text_that_says_the_same_leaves_the_doubt_where_it_is(site: TestClient, tide: World) -> None:
    tide.review.accept(tide.item(KEEPS).id, by="ann")
    for sentence in (STORES, KEEPS):
        site.post(address_of(tide, sentence), data={"words": "wrong"})
    told = answer(record("storage", claim(STORES), claim(KEEPS)))
    tide.told("tide", told, f"{STORES} {KEEPS}", "Another paragraph.")
    assert doubts(tide) == sorted([STORES, KEEPS])
    assert tide.item(KEEPS).decided is not None
