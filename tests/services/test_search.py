"""Searches over what was ingested, on both databases: what is found, what is counted, and what is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import Session

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Kind
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Act, Trace, Visit, times_matched
from decompose.domain.matching.findings import Answer
from decompose.domain.matching.graph import FEWEST_SHOWN, FEWEST_TOLD, confidences
from decompose.errors import FeedbackRefusedError, ForbiddenError, UnknownSubjectError, UsageError
from decompose.page.json_views import artifact_json
from decompose.page.render import Format, Site, render_artifact
from decompose.services.ingest import Options
from decompose.services.inputs import Said, gather
from decompose.services.moving import copy
from decompose.store import matches, usage
from decompose.store.search import index
from decompose.store.search.schema import ENTRY
from world import BEGINNING, World, answer, claim, fact, record

PERSON = Visit("visitor-1", "web")
NASTY = [
    '"', '""', "'", "*", "(", ")", "-", ":", "^", "+", "a AND", "OR", "NOT NOT", "NEAR(a b)", "name:tide", "{name}: x",
    "tide*", "'; DROP TABLE index_entry; --", "%_%", "\\", "\x00", "a\x00b", "\ud800", "\u202eedit\u202c", "🙂 tide 🌊",
    "tide & | ! <-> :*", "x" * 100_000, "tide " * 20_000, "ﷺ", "İ", "ß", "े", "1e999", "<script>",
]  # fmt: skip


def told(world: World, slug: str, kind: str, said: dict[str, object], *sentences: str) -> None:
    path = world.document(f"{slug}.md", f"# {slug.title()}", *sentences)
    world.llm.says(slug, said)
    world.ingest(path, said=Said(kind=Kind(kind)))


@pytest.fixture
def shop(world: World) -> World:
    """Tide stores readings and draws charts; Heron translates speech."""
    stores, draws, free = (
        "Tide stores sensor readings.",
        "Tide draws charts of readings.",
        "Tide is under the MIT licence.",
    )
    storage = record("storage of readings", claim(stores), intents=["keep sensor readings"])
    said = answer(storage, record("charts", claim(draws)), facts=[fact("licence", free)])
    told(world, "tide", "platform", said, stores, draws, free)
    speaks = "Heron translates speech into text."
    told(world, "heron", "model", answer(record("translation", claim(speaks))), speaks)
    return world


def ask(world: World, text: str, visit: Visit = PERSON, **options: object) -> Answer:
    return world.workspace.search.search(text, visit, **options)  # type: ignore[arg-type]


def slugs(world: World, text: str, **options: object) -> list[str]:
    return [result.slug for result in ask(world, text, **options).results]


def test_what_is_published_is_found_by_its_words_once_an_artifact(shop: World) -> None:
    found = ask(shop, "keep the readings of a sensor")
    assert [result.slug for result in found.results] == ["tide"]
    [tide] = found.results
    assert tide.best.name == "storage of readings"
    assert "charts" in [hit.name for hit in tide.hits]
    assert "“sensor”" in tide.best.why
    assert 0 < tide.best.score <= 1


@pytest.mark.parametrize("words", ["heron", "Hero", "herron", "HERON translations"])
def test_a_name_is_found_unfinished_or_misspelt(shop: World, words: str) -> None:
    assert slugs(shop, words)[0] == "heron"


def test_a_small_word_is_no_misspelt_name(world: World) -> None:
    told(world, "annot", "cli", answer(record("labels", claim("Annot labels audio."))), "Annot labels audio.")
    found = ask(world, "cannot accept audio")
    assert "“cannot” is close" not in found.results[0].best.why


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kind=Kind.PLATFORM), ["tide"]),
        (Filters(kind=Kind.MODEL), ["heron"]),
        (Filters(licence="mit"), ["tide"]),
        (Filters(licence="50%_"), []),
        (Filters(price="paid"), []),
        (Filters(is_verified=True), ["heron", "tide"]),
    ],
)
def test_filters_leave_out_whatever_does_not_pass(shop: World, filters: Filters, expected: list[str]) -> None:
    assert sorted(slugs(shop, "tide heron readings speech", filters=filters)) == expected


def test_what_an_editor_decides_is_found_or_not_at_once(shop: World) -> None:
    item = shop.item("Heron translates speech into text.")
    event = shop.review.reject(item.id, by="eve", code="other")
    assert slugs(shop, "translates speech") == []
    shop.review.undo(item.id, by="eve")
    assert slugs(shop, "translates speech") == ["heron"]
    assert event


def test_a_new_text_takes_the_old_words_out_of_sight(shop: World) -> None:
    shop.told("heron", answer(record("songs", claim("Heron sings songs."))), "Heron sings songs.")
    assert slugs(shop, "translates speech") == []
    assert slugs(shop, "sings songs") == ["heron"]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_whatever_is_typed_is_words_and_never_syntax(shop: World, text: str) -> None:
    if not text.strip():
        return
    found = ask(shop, text)
    assert {result.slug for result in found.results} <= {"tide", "heron", "noise-one", "noise-two"}
    assert ask(shop, "heron").results


@pytest.mark.parametrize("text", ["", "   \n", "x" * 100_001])
def test_nothing_and_far_too_much_are_refused(shop: World, text: str) -> None:
    with pytest.raises(UsageError):
        ask(shop, text)


def test_a_search_open_and_feedback_move_times_matched_by_one(shop: World) -> None:
    search = shop.workspace.search
    [result] = ask(shop, "stores readings").results
    assert result.times_matched == 0
    search.opened(result.token)
    search.opened(result.token)
    search.feedback(ask(shop, "stores readings").search_id, "tide", "success", None)
    assert ask(shop, "stores readings").results[0].times_matched == 1
    with shop.database.reading() as session:
        traces = matches.all_of(session)
        assert matches.times_matched(session) == times_matched(traces) == {"tide": 1}


def test_the_next_day_the_same_wish_counts_again_and_bots_never(shop: World) -> None:
    for hours, visit in (
        (0, PERSON),
        (1, PERSON),
        (25, PERSON),
        (0, Visit("visitor-2", "web")),
        (0, Visit("b", "web", True)),
    ):
        shop.clock.tick(hours=hours)
        [result] = ask(shop, "  Stores READINGS", visit).results
        shop.workspace.search.opened(result.token)
    with shop.database.reading() as session:
        assert matches.times_matched(session) == times_matched(matches.all_of(session)) == {"tide": 3}


def test_feedback_forged_replayed_late_or_for_another_artifact_is_refused(shop: World) -> None:
    search = shop.workspace.search
    found = ask(shop, "tide heron")
    tokens = {result.slug: result.token for result in found.results}
    other = ask(shop, "tide").search_id
    for search_id, slug, token in [
        (found.search_id, "tide", tokens["heron"]),
        (other, "tide", tokens["tide"]),
        (found.search_id, "tide", "made.up"),
        (found.search_id, "tide", ""),
    ]:
        with pytest.raises(ForbiddenError):
            search.feedback(search_id, slug, "success", token)
    search.feedback(found.search_id, "tide", "success", tokens["tide"])
    with pytest.raises(FeedbackRefusedError):
        search.feedback(found.search_id, "tide", "failure", tokens["tide"])
    shop.clock.tick(days=8)
    with pytest.raises(ForbiddenError, match="older than"):
        search.feedback(found.search_id, "heron", "success", tokens["heron"])
    with pytest.raises(UnknownSubjectError):
        search.feedback("no-such-search", "tide", "success", None)
    with pytest.raises(UnknownSubjectError):
        search.feedback(other, "heron", "success", None)
    with pytest.raises(UsageError):
        search.feedback(found.search_id, "heron", "splendid", None)


def test_who_comes_back_has_read_what_was_opened_before(shop: World) -> None:
    found = ask(shop, "tide heron")
    tokens = {result.slug: result.token for result in found.results}
    shop.workspace.search.opened(tokens["tide"])
    shop.clock.tick(seconds=40)
    shop.workspace.search.opened(tokens["heron"])
    with shop.database.reading() as session:
        trace = matches.get(session, found.search_id)
    assert trace
    assert trace.dwelt == {"tide": 40.0}


@pytest.mark.slow
def test_events_come_back_as_they_went_out_and_count_once(shop: World, new_world: Callable[[], World]) -> None:
    [result] = ask(shop, "stores readings").results
    shop.workspace.search.opened(result.token)
    lines = shop.workspace.events.export()
    file = shop.file("events.jsonl", "\n".join(json.dumps(line) for line in lines))
    other = new_world()
    assert other.workspace.events.import_file(file).imported == 1
    again = other.workspace.events.import_file(file)
    assert (again.imported, again.known) == (0, 1)
    assert other.workspace.events.export() == lines
    assert shop.workspace.events.import_file(file).known == 1


def test_a_wrong_line_is_refused_and_the_others_are_taken(shop: World) -> None:
    good = {"at": "2026-02-01T00:00:00Z", "visitor": "v", "source": "s", "query": "charts", "shown": ["tide"]}
    wrong = [
        "no json", "[]", json.dumps(good | {"at": "noon"}), json.dumps(good | {"query": ""}),
        json.dumps(good | {"outcome": {"tide": "meh"}}), json.dumps(good | {"shown": "tide"}),
    ]  # fmt: skip
    done = shop.workspace.events.import_file(shop.file("events.jsonl", "\n".join([*wrong, json.dumps(good)])))
    assert (done.imported, [line for line, _ in done.refused]) == (1, [1, 2, 3, 4, 5, 6])


def test_imported_searches_that_lie_between_others_are_counted_by_the_same_rule(shop: World) -> None:
    def line(hour: int) -> str:
        said = {"visitor": "v", "source": "s", "query": "charts", "shown": ["tide"], "opened": ["tide"]}
        return json.dumps(said | {"at": f"2026-02-{1 + hour // 24:02}T{hour % 24:02}:00:00Z"})

    for hours in ([20], [0, 30], [10, 60]):
        shop.workspace.events.import_file(shop.file("events.jsonl", "\n".join(map(line, hours))))
    with shop.database.reading() as session:
        assert matches.times_matched(session) == times_matched(matches.all_of(session)) == {"tide": 3}


def test_what_many_chose_is_put_first_for_a_wish_that_is_alike(shop: World) -> None:
    before = [(result.slug, result.best.score) for result in ask(shop, "speech readings").results]
    lines = [
        {"at": f"2026-02-01T00:{n:02}:00Z", "visitor": f"v{n}", "source": "web", "query": "readings of speech",
         "shown": [before[0][0], before[1][0]], "opened": [before[1][0]]}
        for n in range(30)
    ]  # fmt: skip
    shop.workspace.events.import_file(shop.file("events.jsonl", "\n".join(map(json.dumps, lines))))
    assert [(r.slug, r.best.score) for r in ask(shop, "speech readings").results] == before
    shop.clock.tick(minutes=2)
    after = ask(shop, "speech readings").results
    assert [result.slug for result in after] == [before[1][0], before[0][0]]
    assert "people with like wishes chose it" in after[0].best.why


def test_old_events_are_forgotten_when_told(shop: World) -> None:
    ask(shop, "charts")
    shop.clock.tick(days=40)
    ask(shop, "charts")
    assert shop.workspace.events.forget(30) == 1
    assert len(shop.workspace.events.export()) == 1


def test_what_is_older_than_the_setting_goes_with_the_next_search(shop: World) -> None:
    searching = replace(shop.workspace.search, kept_for=timedelta(days=30))
    searching.search("charts", PERSON)
    shop.clock.tick(days=29)
    searching.search("readings", PERSON)
    assert len(shop.workspace.events.export()) == 2
    shop.clock.tick(days=2)
    searching.search("speech", PERSON)
    assert [line["query"] for line in shop.workspace.events.export()] == ["readings", "speech"]
    shop.clock.tick(days=40)
    assert replace(shop.workspace.events, kept_for=timedelta(days=30)).export() == ()


@pytest.mark.slow
def test_the_page_of_an_artifact_says_what_a_recount_of_the_events_says(shop: World) -> None:
    assert shop.workspace.catalog.record("tide", public=True).use is None
    for number in range(24):
        answer = ask(shop, "tide heron readings", Visit(f"visitor-{number}", "web"))
        token = {result.slug: result.token for result in answer.results}["tide"]
        if number % 3:
            shop.workspace.search.opened(token)
        if number % 2:
            shop.workspace.search.judged(token, "success" if number % 4 == 1 else "failure")
        shop.clock.tick(minutes=3)
        known = artifact_json(shop.workspace.catalog.record("tide", public=True))["use"]
        assert (known["confidence"] is not None) == (number + 1 >= FEWEST_SHOWN)
        assert (known["success_rate"] is not None) == ((number + 1) // 2 >= FEWEST_TOLD)
    with shop.database.reading() as session:
        traces = matches.all_of(session)
    recount = confidences(traces)
    for slug in ("tide", "heron"):
        assert shop.workspace.catalog.record(slug, public=True).use == recount[slug]
    assert known["times_matched"] == times_matched(traces)["tide"] == 18
    assert (known["searches"], known["outcomes"], known["success_rate"]) == (24, 12, 0.5)
    page = render_artifact(shop.workspace.catalog.record("tide", public=True), Format.HTML, Site())
    assert ">50%" in page
    assert "of 12 outcomes told" in page
    assert f"from {recount['tide'].shown} searches" in page


def test_the_database_adds_up_the_use_of_an_artifact_as_a_recount_of_all_events_does(world: World) -> None:
    """Bots, other sources, repeated wishes, judgements of both kinds and opens of what was not shown among them."""
    with world.database.writing() as session:
        matches.add(session, rolled(random.Random(7)))
        assert len(confidences(matches.all_of(session))) == 3
        recounted(session)


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) if seed else seed for seed in range(6)])
def test_whatever_comes_and_goes_the_use_that_is_kept_is_that_of_a_recount(shop: World, seed: int) -> None:
    """Searches in any order, each with what happens later, searches that are forgotten, artifacts of another name."""
    dice = random.Random(seed)
    traces = dice.sample(rolled(dice), 120)
    for start in range(0, 120, 40):
        with shop.database.writing() as session:
            for trace in traces[start : start + 40]:
                matches.add(session, [replace(trace, opened=frozenset(), outcome={})])
            happened = [(trace.id, slug, Act.OPENED) for trace in traces[start : start + 40] for slug in trace.opened]
            happened += [(one.id, slug, act) for one in traces[start : start + 40] for slug, act in one.outcome.items()]
            for search, slug, act in dice.sample(happened, len(happened)):
                matches.note(session, search, slug, act, BEGINNING)
            recounted(session)
            matches.forget(session, BEGINNING + timedelta(hours=start // 8))
            recounted(session)
    shop.workspace.publishing.rename("heron", "egret")
    shop.workspace.publishing.merge("egret", "tide")
    with shop.database.reading() as session:
        recounted(session)
        assert usage.use_of(session, "heron") is usage.use_of(session, "egret") is None


def rolled(dice: random.Random) -> list[Trace]:
    return [
        Trace(
            id=f"search-{number:03}",
            at=BEGINNING + timedelta(hours=dice.randint(0, 40)),
            visit=Visit(f"v{dice.randint(0, 9)}", dice.choice(["web", "api", "feed"]), dice.random() < 0.1),
            query="a wish",
            intent=dice.choice(["a wish", "another wish"]),
            shown=tuple(dice.sample(["tide", "heron", "gull"], dice.randint(0, 3))),
            opened=frozenset(slug for slug in ("tide", "gull") if dice.random() < 0.3),
            outcome={
                slug: dice.choice([Act.SUCCESS, Act.FAILURE]) for slug in ("tide", "heron") if dice.random() < 0.4
            },
        )
        for number in range(120)
    ]


def recounted(session: Session) -> None:
    recount = confidences(matches.all_of(session))
    for slug in ("tide", "heron", "gull", "egret", "nobody"):
        assert usage.use_of(session, slug) == recount.get(slug)


def test_the_component_is_handed_to_the_scores_once_there_is_enough(shop: World) -> None:
    assert shop.workspace.events.measure() == 0
    lines = [
        {"at": f"2026-02-01T00:{n:02}:00Z", "visitor": f"v{n}", "source": "web", "query": "charts", "shown": ["tide"],
         "opened": ["tide"] if n % 2 else []}
        for n in range(30)
    ]  # fmt: skip
    shop.workspace.events.import_file(shop.file("events.jsonl", "\n".join(map(json.dumps, lines))))
    assert shop.workspace.events.measure() == 1
    components = shop.workspace.scores.show("tide").score.components
    assert components["match_graph"].value is not None  # type: ignore[index]
    assert float(components["match_graph"].value) == 0.5  # type: ignore[index]


@pytest.mark.slow
def test_many_ask_while_others_write_and_nobody_fails(shop: World) -> None:
    def asks(number: int) -> bool:
        found = ask(shop, f"readings {number}", Visit(f"visitor-{number}", "web"))
        shop.workspace.search.opened(found.results[0].token)
        return bool(found.results)

    def writes(number: int) -> bool:
        text = f"Gull {number} stores readings."
        with Workspace(shop.workspace.settings, now=shop.clock) as other:
            path = shop.document(f"gull-{number}.md", f"# Gull {number}", text)
            report = other.ingestion(other.llms.named("extractive"), Options()).run(gather([path], None, Said()))
            return report.stopped is None

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(asks, number) for number in range(24)] + [
            pool.submit(writes, number) for number in range(4)
        ]
        assert all(each.result() for each in done)
    assert len(slugs(shop, "gull", limit=50)) == 4
    with shop.database.reading() as session:
        assert matches.times_matched(session) == times_matched(matches.all_of(session))


@pytest.mark.slow
def test_a_copied_database_finds_the_same(shop: World, empty_url: Callable[[], str], tmp_path: Path) -> None:
    target = empty_url()
    with Workspace(shop.workspace.settings.__class__(database_url=target), now=shop.clock) as other:
        copy(shop.database, other.database, lambda _: None)
        assert [r.slug for r in other.search.search("heron", PERSON).results] == ["heron"]


# -- the index after decisions -----------------------------------------------------------------------------


def entries(session: Session) -> list[tuple[str, str | None, str]]:
    found = session.execute(select(ENTRY.c.slug, ENTRY.c.capability, ENTRY.c.digest)).all()
    return sorted((slug, capability or "", name) for slug, capability, name in found)


def assert_as_made_anew(world: World) -> None:
    """What the index holds is what it would hold if it was made from the records."""
    with world.database.writing() as session:
        kept, state = entries(session), index.state(session)
        index.rebuild(session)
        assert kept == entries(session)
        assert (state.entries, round(state.mean_length, 6)) == (len(kept), round(index.state(session).mean_length, 6))


def test_after_every_decision_the_index_is_what_the_records_make_of_it(world: World) -> None:
    stores, wrong = "Quarry stores stones.", "Quarry stores 9 stones."
    carves, free = "Quarry carves marble.", "Quarry is under the MIT licence."
    hidden = record("carving", claim("Quarry carves 9 marbles.", carves))
    said = answer(record("storage", claim(stores), claim(wrong, stores)), hidden, facts=[fact("licence", free)])
    told(world, "quarry", "platform", said, stores, carves, free)
    review = world.review
    waits, whole = world.item(wrong).id, world.item("Quarry carves 9 marbles.").id
    for decide in (
        lambda: review.accept(waits, by="ada"),
        lambda: review.undo(waits, by="ada"),
        lambda: review.reject(waits, by="ada", code="other"),
        lambda: review.undo(waits, by="ada"),
        lambda: review.edit(waits, by="ada", text="Quarry stores many stones.", quotes=[stores]),
        lambda: review.accept(whole, by="ada"),
        lambda: review.reject(world.item(stores).id, by="ada", code="other"),
        lambda: review.undo(whole, by="ada"),
        lambda: review.reject(world.item(free).id, by="ada", code="other"),
        lambda: review.undo(by="ada"),
    ):
        decide()
        assert_as_made_anew(world)
