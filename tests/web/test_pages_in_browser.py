"""The pages in a real browser: nothing is blocked, nothing scrolls sideways, and each claim leads to its passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from decompose.page.render import render_compare
from decompose.web.app import create_app
from page import facts
from web.memory import MemoryWorkspace
from web.serving import chromium, served

pytestmark = pytest.mark.browser

ADDRESSES = (
    "/",
    "/compare/atlas-7b/bison-vision",
    "/compare/bison-vision/corpus-v2",
    "/artifacts/atlas-7b",
    "/artifacts/corpus-v2",
    "/sources/rev-atlas",
)
CLAIM = 'a.claim[href="#q-clm-a2"]'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(create_app(MemoryWorkspace())) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """A function that opens a page of the site with given settings; complaints of the browser fail the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_at(path: str, **settings: Any) -> Any:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_without_complaint_and_fits_360_pixels(open_page: Any, path: str, scheme: str) -> None:
    page = open_page(path, viewport={"width": 360, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(251, 250, 247)", "dark": "rgb(23, 23, 21)"}[scheme]


@pytest.mark.parametrize("width", [320, 800, 1400])
def test_a_comparison_fits_any_width(open_page: Any, width: int) -> None:
    page = open_page("/compare/atlas-7b/bison-vision", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_of_one_long_word_do_not_push_the_page_wide(open_page: Any, address: str) -> None:
    long = "Meta-Llama_4_Maverick_17B_128E_Instruct_FP8_quantised_by_somebody"
    sides = [replace(side, artifact=replace(side.artifact, name=long)) for side in (facts.atlas(), facts.bison())]
    sides[0] = replace(
        sides[0], capabilities=tuple(replace(each, name=f"{long} {each.name}") for each in sides[0].capabilities)
    )
    html = render_compare(facts.compared(*sides))
    page = open_page("/", viewport={"width": 320, "height": 800})
    page.route(f"{address}/long", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{address}/long")
    for width in (320, 800, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def _marked(page: Any) -> str:
    """The words that the browser shows as the passage that the reader came for."""
    page.wait_for_url("**/sources/rev-atlas#s-*")
    assert page.locator("mark:target").is_visible()
    return str(page.locator("mark:target").inner_text())


def test_a_click_on_a_claim_shows_its_quote_and_the_next_its_passage(open_page: Any) -> None:
    page = open_page("/compare/atlas-7b/bison-vision")
    page.click(CLAIM)
    card = page.locator(".pop")
    assert "We measured 8.30 on MT-Bench for the Instruct release" in card.inner_text()
    card.get_by_role("link", name="open in source").first.click()
    assert _marked(page) == "We measured 8.30 on MT-Bench for the Instruct release"


def test_without_script_the_same_two_clicks_arrive(open_page: Any) -> None:
    page = open_page("/compare/atlas-7b/bison-vision", java_script_enabled=False)
    page.click(CLAIM)
    quote = page.locator("#q-clm-a2")
    quote.wait_for(state="visible")
    quote.get_by_role("link", name="open in source").click()
    assert _marked(page) == "We measured 8.30 on MT-Bench for the Instruct release"


def test_the_quote_card_is_used_by_keyboard_and_gives_the_focus_back(open_page: Any) -> None:
    page = open_page("/artifacts/atlas-7b")
    claim = page.locator(CLAIM)
    claim.focus()
    page.keyboard.press("Enter")
    card = page.locator(".pop")
    card.wait_for(state="visible")
    assert claim.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.hash") == "#q-clm-a2"


def test_every_part_of_a_crossing_passage_is_lit(open_page: Any) -> None:
    page = open_page("/sources/rev-atlas")
    anchor = page.locator("mark[data-part-of]").get_attribute("data-part-of")
    page.evaluate("anchor => { location.hash = anchor }", anchor)
    page.locator("mark.on[data-part-of]").wait_for()
    assert page.locator("mark:target").inner_text() == "measured 8.30 on MT-Bench for the Instruct release"


@pytest.mark.parametrize(
    "path", ["/compare/bison-vision/corpus-v2", "/artifacts/atlas-7b", "/sources/rev-atlas#s-367-439"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_on_its_ground(open_page: Any, path: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    assert page.evaluate(_LOW_CONTRAST) == []


# Every element that has words of its own, with a contrast below 4.5:1 against the nearest ground that is painted.
_LOW_CONTRAST = """() => {
  const rgb = (value) => value.match(/[\\d.]+/g).map(Number);
  const light = (value) => rgb(value).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    const value = getComputedStyle(element).backgroundColor;
    const parts = rgb(value);
    return parts.length === 4 && parts[3] === 0 ? ground(element.parentElement) : value;
  };
  const ownWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("main *, header *, footer *")].filter(ownWords).filter((element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    return (one + 0.05) / (other + 0.05) < 4.5;
  }).map((element) => `${element.className}: ${element.textContent.trim()}`);
}"""
