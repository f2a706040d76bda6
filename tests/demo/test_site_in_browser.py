"""The demo's whole site in a real browser: open to everybody, quiet, at home on every screen, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.bootstrap import Workspace
from decompose.cli import app as commands
from decompose.settings import Settings
from decompose.web.app import create_app
from web.serving import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (360, 768, 1280, 1920)
SERIOUS = {"serious", "critical"}
SHOTS = Path(__file__).parents[2] / ".work" / "shots"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    CliRunner().invoke(commands, ["demo", "--db", url], catch_exceptions=False)
    with Workspace(Settings(database_url=url)) as workspace, served(create_app(workspace, rate_limit=0)) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def quiet_page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page; whatever the browser says, or asks of another site, fails the test."""
    context = browser.new_context(**getattr(request, "param", {}))
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith(address) else told.append(asked.url))
    yield page
    context.close()
    assert told == []


@pytest.fixture(scope="module")
def places(address: str, browser: Any) -> tuple[str, ...]:
    """Every page of the sitemap, a search, the form of a reader, and an error."""
    context = browser.new_context()
    told = context.request.get(f"{address}/sitemap.xml").text()
    found = [place.replace(address, "") for place in re.findall(r"<loc>([^<]*)</loc>", told)]
    artifact = next(place for place in found if place.startswith("/artifacts/"))
    html = context.request.get(address + artifact).text()
    context.close()
    suggest = re.search(r'href="(/suggest/[^"]+)"', html)
    assert len(found) > 25
    assert suggest
    return (*found, "/search", "/search?q=describe+a+picture", suggest[1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out(browser: Any, address: str, places: tuple[str, ...], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    page = browser.new_page(color_scheme=scheme)
    faults: list[tuple[str, str, str]] = []
    for place in places:
        page.goto(address + place)
        found = axe.run(page).response["violations"]
        faults += [(place, each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in SERIOUS]
    page.close()
    assert faults == []


def test_every_page_is_quiet_and_fits_every_screen(quiet_page: Any, address: str, places: tuple[str, ...]) -> None:
    for place in places:
        quiet_page.goto(address + place)
        for width in WIDTHS:
            quiet_page.set_viewport_size({"width": width, "height": 900})
            assert quiet_page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)


@pytest.mark.parametrize("quiet_page", [{"java_script_enabled": False}], indirect=True)
def test_without_script_a_reader_finds_reads_and_tells(quiet_page: Any, address: str) -> None:
    page = quiet_page
    page.goto(address)
    page.locator("#artifacts").locator("xpath=ancestor::section").locator("a").first.click()
    page.locator("a.claim").first.click()
    quote = page.locator(".quote:target")
    quote.get_by_role("link", name="this sentence is wrong").click()
    page.get_by_label("In your words").fill("It is not.")
    page.get_by_role("button", name="Tell an editor").click()
    assert page.locator("h1").inner_text() == "Thank you"


def test_pictures_of_the_pages_are_left_to_be_looked_at(browser: Any, address: str, places: tuple[str, ...]) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    wanted = {place.split("/")[1].partition("?")[0] or "front": place for place in places}
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        for name, place in wanted.items():
            page.goto(address + place)
            page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
        page.close()
    assert len(list(SHOTS.glob("*.png"))) >= 3 * len(wanted)
