"""The desk in a real browser: by keys alone, by two at once, without script, and for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.job import BatchState
from decompose.domain.review import ItemStatus, ReviewItem
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.queue import Editor
from decompose.store import jobs
from decompose.web.app import create_app
from web.serving import chromium, served
from world import World, answer, claim, record

pytestmark = pytest.mark.browser

STORES = "Tide stores readings in a file."
SORTS = "Tide sorts readings by buoy."
INVENTED = "Tide paints readings."
COUNT = 24
# Milliseconds after which words that need no act are taken away.
HIDDEN_AFTER = 8_000
WRONG = [f"Tide stores {count} readings in a file." for count in range(2, COUNT + 2)]
SCREENSHOTS = Path(__file__).parents[2] / ".work" / "screenshots"
DIGITS = {"1": "not_in_source", "2": "wrong_number", "3": "overstated", "7": "other"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[World]:
    world = World(f"sqlite:///{tmp_path}/desk.db", tmp_path)
    claims = [claim(STORES), *(claim(words, STORES) for words in WRONG), claim(INVENTED, "Tide paints it all nicely.")]
    world.llm.says("tide", answer(record("storage of readings", *claims)), *["no repair"] * 2)
    lines = ["# Tide", *(f"Paragraph {count} of the harbour book says little." for count in range(60)), STORES, SORTS]
    world.ingest(world.document("tide.md", *lines))
    yield world
    world.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def complaints() -> list[str]:
    """What browsers wrote down."""
    return []


@pytest.fixture
def open_desk(browser: Any, desk: World, complaints: list[str]) -> Iterator[Callable[..., Any]]:
    """Opens windows of the desk; what the browser complains of fails the test."""
    contexts: list[Any] = []

    def watch(page: Any) -> None:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))

    with served(create_app(desk.workspace, rate_limit=0)) as address:

        def open_at(path: str = "/desk", **settings: Any) -> Any:
            context = browser.new_context(**settings)
            context.set_default_timeout(20_000)
            contexts.append(context)
            page = context.new_page()
            watch(page)
            page.goto(address + path)
            return page

        yield open_at
        for context in contexts:
            context.close()
    # A refused decision, and a line that a test has cut, the browser writes down by itself.
    assert [words for words in complaints if not re.search("status of 409|INTERNET_DISCONNECTED", words)] == []


def current(page: Any) -> str:
    return str(page.locator("#desk").get_attribute("data-item"))


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_for(page: Any, item: str | None) -> None:
    """Until another item than this one is open."""
    page.wait_for_function("it => document.querySelector('#desk').dataset.item !== it", arg=item)


def posted_by(page: Any) -> list[str]:
    """The acts that a page posts from now on; not what its script sends of its own accord."""
    acts: list[str] = []

    def see(request: Any) -> None:
        act = request.url.partition("?")[0].rpartition("/")[2]
        if request.method == "POST" and act not in ("lease", "check", "release"):
            acts.append(act)

    page.on("request", see)
    return acts


def ids(desk: World) -> list[str]:
    return [desk.item(words).id for words in WRONG]


def test_an_editor_clears_twenty_items_with_keys_alone_and_takes_it_all_back(
    desk: World, open_desk: Callable[..., Any]
) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    before = {item.id: item.status for item in desk.review.everything("tide")}
    wrong = ids(desk)
    for number in range(20):
        item = current(page)
        if number % 4 == 1:
            press(page, "r", "2")
        elif number % 4 == 2:
            press(page, "e")
            page.locator("#edit-text").fill("Tide stores readings.")
            press(page, "Control+Enter")
        else:
            press(page, "a")
        wait_for(page, item)
    found = [desk.review.item(item).status for item in wrong]
    assert (found.count(ItemStatus.ACCEPTED), found.count(ItemStatus.REJECTED), found.count(ItemStatus.EDITED)) == (
        10,
        5,
        5,
    )
    for _ in range(20):
        item = current(page)
        press(page, "u")
        wait_for(page, item)
    assert {item.id: item.status for item in desk.review.everything("tide")} == before
    events, _ = desk.workspace.queue.events(limit=60)
    assert sum(event.action == "undo" for event in events) == 20


@pytest.mark.parametrize(("digit", "code"), DIGITS.items())
def test_after_r_a_digit_says_why(desk: World, open_desk: Callable[..., Any], digit: str, code: str) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    press(page, "r", digit)
    wait_for(page, item)
    events, _ = desk.workspace.queue.events(limit=1, item=item)
    assert (events[0].action, events[0].reason_code) == ("reject", code)


def test_keys_move_select_filter_and_show(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    first = current(page)
    press(page, "j")
    wait_for(page, first)
    second = current(page)
    press(page, "k")
    wait_for(page, second)
    assert current(page) == first
    press(page, "x", "j")
    wait_for(page, first)
    press(page, "k")
    wait_for(page, second)
    press(page, "?")
    page.get_by_role("dialog").wait_for()
    press(page, "Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    press(page, "/")
    assert page.evaluate("document.activeElement.id") == "qsearch"
    press(page, "a")
    assert desk.review.item(first).status is ItemStatus.OPEN
    page.evaluate("document.activeElement.blur()")
    press(page, "g")
    assert page.evaluate("document.activeElement.id") == "source"
    mark = page.locator("mark.on").first
    top = mark.bounding_box()["y"]
    pane = page.locator("#source").bounding_box()
    assert pane["y"] < top < pane["y"] + pane["height"] * 0.6


def test_a_kind_is_given_by_keys_alone(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?reason=classification")
    item = current(page)
    press(page, "e")
    assert page.evaluate("document.activeElement.id") == "edit-text"
    page.keyboard.type("dataset")
    press(page, "Control+Enter")
    page.get_by_text("Nothing waits in this filter").wait_for()
    assert (desk.review.item(item).status, desk.show("tide").artifact.kind) == (ItemStatus.EDITED, Kind.DATASET)


def test_selected_items_are_accepted_together(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    for box in page.locator(".pick").all()[:4]:
        box.check()
    page.evaluate("document.activeElement.blur()")
    press(page, "a")
    page.wait_for_url("**done=4*")
    assert [desk.item(words).status for words in WRONG].count(ItemStatus.ACCEPTED) == 4


def test_a_selection_is_made_by_keys_alone_and_rejected_with_one_reason(
    desk: World, open_desk: Callable[..., Any]
) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    selected = []
    for _ in range(3):
        selected.append(current(page))
        press(page, "x", "j")
        wait_for(page, selected[-1])
    assert page.locator("#picked").inner_text() == "3 selected"
    press(page, "r")
    assert "all 3 selected" in page.locator("#panel-reject").inner_text().lower()
    press(page, "2")
    page.wait_for_url("**done=3*")
    assert {desk.review.item(item).status for item in selected} == {ItemStatus.REJECTED}
    assert [desk.item(words).status for words in WRONG].count(ItemStatus.REJECTED) == 3
    assert page.locator("#picked").inner_text() == ""


def test_the_whole_filter_is_accepted_after_its_count_is_confirmed(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide")
    press(page, "Shift+A")
    page.wait_for_url("**/desk/all*")
    page.get_by_role("button", name=re.compile(r"^Accept \d+$")).wait_for()
    press(page, "Escape")
    page.wait_for_url(re.compile(r"/desk(/items/[^/]+)?\?artifact=tide$"))
    assert desk.item(WRONG[0]).status is ItemStatus.OPEN
    press(page, "Shift+A")
    page.wait_for_url("**/desk/all*")
    press(page, "a")
    page.wait_for_url(f"**done={COUNT}*")
    assert {desk.item(words).status for words in WRONG} == {ItemStatus.ACCEPTED}
    assert desk.item(INVENTED).status is ItemStatus.OPEN


def test_letters_can_be_remapped_and_switched_off(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    press(page, "?")
    field = page.get_by_label("Key: Accept the open item, or all selected")
    field.fill("y")
    field.blur()
    press(page, "Escape")
    press(page, "a")
    assert desk.review.item(item).status is ItemStatus.OPEN
    press(page, "y")
    wait_for(page, item)
    assert desk.review.item(item).status is ItemStatus.ACCEPTED
    item = current(page)
    press(page, "?")
    page.get_by_label("Single-letter keys are on").uncheck()
    press(page, "Escape")
    posted = posted_by(page)
    press(page, "y", "s", "u")
    assert (current(page), posted) == (item, [])


def test_a_draft_and_its_focus_survive_a_reload(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    press(page, "e")
    page.locator("#edit-text").fill("")
    page.keyboard.type("Tide keeps readings, for long.")
    press(page, "ArrowLeft", "ArrowLeft")
    page.keyboard.type("x")
    page.reload()
    assert current(page) == item
    assert page.evaluate("document.activeElement.id") == "edit-text"
    assert page.locator("#edit-text").input_value() == "Tide keeps readings, for lonxg."
    assert page.evaluate("document.activeElement.selectionStart") == len("Tide keeps readings, for lonx")
    page.locator("#checked").filter(has_text="long").or_(page.locator("#checked:not(:empty)")).first.wait_for()
    press(page, "Escape")
    page.reload()
    assert page.locator("#panel-edit").is_hidden()


def test_two_browsers_on_one_item_see_the_lease_and_then_three_versions(
    desk: World, open_desk: Callable[..., Any]
) -> None:
    item = desk.item(WRONG[0])
    first, second = open_desk(f"/desk/items/{item.id}"), open_desk(f"/desk/items/{item.id}")
    assert "Yours until" in first.locator("#lease").inner_text()
    assert "Open before editor" in second.locator("#lease").inner_text()
    accept = second.get_by_role("button", name=re.compile("^Accept"))
    assert accept.is_disabled()
    press(first, "e")
    first.locator("#edit-text").fill("Tide stores readings.")
    press(first, "Control+Enter")
    wait_for(first, item.id)
    accept.click()
    conflict = second.locator("#conflict")
    conflict.wait_for()
    for words in ("You both started from", "editor: edited", "You were about to accept"):
        assert re.search(words, conflict.inner_text(), re.IGNORECASE)
    assert desk.review.item(item.id).new == "Tide stores readings."
    press(second, "1")
    conflict.wait_for(state="detached")


@pytest.mark.parametrize("has_script", [True, False])
def test_whoever_comes_second_writes_a_third_version_from_his_own_words(
    desk: World, open_desk: Callable[..., Any], *, has_script: bool
) -> None:
    item, mine = desk.item(WRONG[0]), "Tide stores all readings."
    page = open_desk(f"/desk/items/{item.id}?panel=edit", java_script_enabled=has_script)
    page.get_by_label("Sentence", exact=True).fill(mine)
    now = desk.review.item(item.id)
    desk.workspace.queue.release(Editor(now.lease.by, now.lease.sitting))
    desk.review.edit(item.id, by="adam", text="Tide keeps readings.", quotes=[STORES])
    page.get_by_role("button", name="Save and accept").click()
    page.locator("#conflict").wait_for()
    if has_script:
        assert page.locator("#panel-edit").is_hidden()
        press(page, "3")
    else:
        page.get_by_role("link", name="Write a third").click()
    field = page.get_by_label("Sentence", exact=True)
    assert field.input_value() == mine
    field.fill("Tide stores readings.")
    page.get_by_role("button", name="Save and accept").click()
    page.locator("#conflict").wait_for(state="detached")
    assert desk.review.item(item.id).new == "Tide stores readings."


@pytest.mark.parametrize("what", ["no answer", "the session is over"])
def test_what_was_written_stays_when_it_cannot_be_saved(
    desk: World, open_desk: Callable[..., Any], what: str, complaints: list[str]
) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item, mine = current(page), "Tide keeps readings."
    press(page, "e")
    page.locator("#edit-text").fill(mine)
    if what == "no answer":
        page.context.set_offline(True)
    else:
        page.context.clear_cookies()
    press(page, "Control+Enter")
    page.locator("#toast").get_by_text(re.compile("cannot be reached|Not done")).wait_for()
    assert (current(page), page.locator("#edit-text").input_value()) == (item, mine)
    page.context.set_offline(False)
    page.reload()
    assert (current(page), page.locator("#edit-text").input_value()) == (item, mine)
    if what == "the session is over":
        page.get_by_role("button", name="Take it over").click()
        page.get_by_text("Yours until").wait_for()
    press(page, "Control+Enter")
    wait_for(page, item)
    assert desk.review.item(item).new == mine
    # What the browser itself says of a request that failed.
    assert all("Failed to load resource" in words for words in complaints)
    complaints.clear()


def test_what_was_not_done_is_told_until_the_next_act(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    toast = page.locator("#toast")
    press(page, "k")
    page.clock.run_for(HIDDEN_AFTER - 1)
    assert toast.inner_text() == "There is no other."
    page.context.set_offline(True)
    with page.expect_request("**/accept*"):
        press(page, "a")
    toast.get_by_text("cannot be reached").wait_for()
    page.clock.run_for(10 * HIDDEN_AFTER)
    assert toast.is_visible()
    press(page, "k")
    assert toast.inner_text() == "There is no other."
    page.clock.run_for(HIDDEN_AFTER - 1)
    assert toast.is_visible()
    page.clock.run_for(1)
    assert toast.is_hidden()


class Held:
    """Requests of some addresses that get no answer until they are let go, and all that is posted meanwhile."""

    def __init__(self, page: Any, addresses: str) -> None:
        self.page, self.posted = page, posted_by(page)
        self._routes: list[Any] = []
        page.route(addresses, self._hold)

    def _hold(self, route: Any) -> None:
        self._routes.append(route)

    def wait(self) -> None:
        """Until one is under way."""
        while not self._routes:
            self.page.evaluate("1")

    def let_go(self) -> None:
        self._routes.pop(0).continue_()

    def abort(self) -> None:
        self._routes.pop(0).abort()


def test_an_edit_that_is_saved_while_a_page_is_on_its_way_goes_after_it(
    desk: World, open_desk: Callable[..., Any]
) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item, mine = current(page), "Tide keeps readings."
    held = Held(page, "**/comment*")
    page.get_by_text("Comment, second opinion").click()
    page.get_by_label("Comment", exact=True).fill("To be said in other words.")
    press(page, "Enter")
    held.wait()
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("button", name=re.compile("^Edit")).click()
    page.locator("#edit-text").fill(mine)
    press(page, "Control+Enter", "Control+Enter")
    held.let_go()
    wait_for(page, item)
    assert held.posted == ["comment", "edit"]
    assert desk.review.item(item).new == mine


def test_saving_twice_in_haste_saves_once(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    held = Held(page, "**/edit*")
    press(page, "e")
    page.locator("#edit-text").fill("Tide keeps readings.")
    press(page, "Control+Enter", "Control+Enter")
    held.wait()
    held.let_go()
    wait_for(page, item)
    assert (held.posted, page.locator("#conflict").count()) == (["edit"], 0)


def test_keys_pressed_in_haste_act_on_the_page_that_comes(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    held = Held(page, "**/skip*")
    press(page, "s")
    held.wait()
    press(page, "r", "2")
    held.let_go()
    page.locator("#live").get_by_text("Rejected").wait_for()
    assert (held.posted, desk.review.item(item).status) == (["skip", "reject"], ItemStatus.OPEN)


@pytest.mark.parametrize("answer", ["none", "a refusal"])
def test_keys_pressed_in_haste_act_on_no_item_when_the_page_does_not_come(
    desk: World, open_desk: Callable[..., Any], complaints: list[str], answer: str
) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers")
    item = current(page)
    held = Held(page, "**/reject*")
    press(page, "r", "2")
    held.wait()
    press(page, "a")
    if answer == "none":
        held.abort()
        page.locator("#toast").get_by_text("cannot be reached").wait_for()
    else:
        now = desk.review.item(item)
        desk.workspace.queue.release(Editor(now.lease.by, now.lease.sitting))
        desk.review.edit(item, by="adam", text="Tide keeps readings.", quotes=[STORES])
        held.let_go()
        page.locator("#conflict").wait_for()
    assert (held.posted, current(page)) == (["reject"], item)
    assert all("Failed to load resource" in words for words in complaints)
    complaints.clear()


def test_a_sentence_that_changed_under_an_edit_shows_both_texts_and_both_sources(
    desk: World, open_desk: Callable[..., Any]
) -> None:
    was, changed = "Ebb stores readings in one file.", "Ebb stores readings in two files."
    mine = "Ebb keeps its readings."
    desk.told("ebb", answer(record("storage", claim(was))), was)
    desk.review.edit(desk.item(was).id, by="eve", text=mine, quotes=[was])
    desk.told("ebb", answer(record("storage", claim(changed))), changed)
    page = open_desk("/desk?artifact=ebb&reason=edit_conflict")
    assert "Edit conflict" in page.locator("#main").inner_text()
    assert page.locator(".diff dd").first.inner_text() == mine
    assert page.locator(".diff dd").nth(1).inner_text() == changed
    sources = page.locator(".srcdoc")
    assert changed in sources.first.inner_text()
    assert was in sources.nth(1).inner_text()


def test_everything_works_without_script(desk: World, open_desk: Callable[..., Any]) -> None:
    page = open_desk("/desk?artifact=tide&flag=numbers", java_script_enabled=False)

    def shown() -> ReviewItem:
        found = re.search(r"item-[0-9a-f]{16}", page.locator("article.item").get_attribute("id"))
        return desk.review.item(found[0])

    item = shown()
    page.get_by_role("button", name="Accept", exact=True).click()
    assert desk.review.item(item.id).status is ItemStatus.ACCEPTED
    page.get_by_role("button", name="Undo", exact=True).first.click()
    assert shown().id == item.id
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Sentence", exact=True).fill("Tide stores readings.")
    page.get_by_role("button", name="Save and accept").click()
    assert desk.review.item(item.id).status is ItemStatus.EDITED
    item = shown()
    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_role("button", name="wrong number").click()
    assert desk.review.item(item.id).status is ItemStatus.REJECTED
    item = shown()
    page.get_by_role("button", name="Skip", exact=True).click()
    assert shown().id != item.id
    assert desk.review.item(item.id).status is ItemStatus.OPEN


PAGES = {
    "desk": "/desk?artifact=tide",
    "blocked": "/desk?flag=fabricated",
    "edit": "/desk?artifact=tide&flag=numbers&panel=edit",
    "empty": "/desk?q=nothing+of+the+sort",
    "all": "/desk/all",
    "stats": "/desk/stats",
    "searches": "/desk/searches",
    "batches": "/batches",
    "login": "/desk/login",
}


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_width_and_are_kept_as_pictures(
    desk: World, open_desk: Callable[..., Any], width: int, scheme: str
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    batch = desk.workspace.jobs.recent()[0].id
    for name, path in (PAGES | {"batch": f"/batches/{batch}"}).items():
        page = open_desk(path, viewport={"width": width, "height": 800}, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png")
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(desk: World, open_desk: Callable[..., Any], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    batch = desk.workspace.jobs.recent()[0].id
    for path in (*PAGES.values(), f"/batches/{batch}", f"/desk/items/{desk.item(WRONG[0]).id}?panel=reject"):
        page = open_desk(path, color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True)
        found = Axe().run(page).response["violations"]
        serious = [
            (path, each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == []
        page.context.close()


def test_a_batch_that_runs_is_shown_anew_until_it_has_ended(desk: World, open_desk: Callable[..., Any]) -> None:
    desk.document("ebb.md", "# ebb", "The ebb stores readings.")
    batch = desk.workspace.ingestion(desk.llm, Options(is_llm_named=True)).order(gather([desk.documents]))

    def becomes(state: BatchState) -> None:
        with desk.database.writing() as session:
            jobs.set_state(session, batch, state, desk.clock.now)

    becomes(BatchState.RUNNING)
    page = open_desk(f"/batches/{batch}")
    assert "running" in page.locator("main").inner_text()
    assert page.locator("main[data-live=yes]").count() == 1
    becomes(BatchState.FINISHED)
    page.locator("main[data-live=no]").wait_for()
    assert "finished" in page.locator("main").inner_text()
