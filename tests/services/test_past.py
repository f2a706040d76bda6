"""A page of a day that is over is reproduced to the fingerprint, or what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.matching.events import Visit
from decompose.errors import UnknownSubjectError, UsageError
from decompose.page.json_views import compare_json
from decompose.page.render import Format, render_compare
from decompose.page.text import compare_text
from decompose.services.compare import Cost
from decompose.services.inputs import Said
from world import World, answer, claim, record

FIRST, SECOND, THIRD = (date(2026, 3, at) for at in (1, 2, 3))
STORES, DRAWS, KEEPS = "The ebb stores readings.", "The ebb draws charts.", "The ebb keeps readings for years."
ORDER = "ebb: its records of that day stand in the order in which they are kept"
TODAYS = "weights (version 1), rules and bands are today's"


def ingest(world: World, *sentences: str) -> None:
    world.llm.says("ebb", answer(*(record(f"work {at}", claim(text)) for at, text in enumerate(sentences))))
    world.ingest(world.document("ebb.md", "# Ebb", *sentences), said=Said(kind=Kind.CLI))


@pytest.fixture
def pair(world: World) -> World:
    """Ebb and flow, compared on the first of March."""
    ingest(world, STORES, DRAWS)
    world.llm.says("flow", answer(record("storage", claim("The flow stores readings."))))
    world.ingest(world.document("flow.md", "# Flow", "The flow stores readings."), said=Said(kind=Kind.CLI))
    world.score("ebb,0.9,0.9,,,0.9", "flow,0.4,0.4,0.4,,0.4")
    world.workspace.compare.store("ebb", "flow")
    world.workspace.regenerate.run()
    return world


def page(world: World) -> dict[str, Any]:
    """What the page says, without its log."""
    return without_order(compare_json(world.workspace.compare.view("ebb", "flow")))


def page_of(world: World, day: date) -> tuple[dict[str, Any], list[str]]:
    found = compare_json(world.workspace.compare.as_of("flow", "ebb", day))
    assert found.pop("as_of") == day.isoformat()
    lost = found.pop("not_reproduced")
    return without_order(found), lost


def without_order(found: dict[str, Any]) -> dict[str, Any]:
    """A page without its log, and without the order of records: they move from place to place."""
    del found["moved"]
    found["verdict"]["needs"] = sorted(found["verdict"]["needs"], key=str)
    for name in ("only_a", "only_b"):
        found["alignment"][name].sort()
    return found


def next_day(world: World) -> None:
    world.workspace.regenerate.run()
    world.clock.tick(days=1)


@pytest.mark.slow
def test_scores_statements_and_records_are_those_of_the_day(pair: World) -> None:
    first = page(pair)
    next_day(pair)
    pair.score("ebb,0.1,0.1,,,0.1", "flow,0.4,0.4,0.4,,0.4")
    pair.workspace.stating.state("ebb", "price", "5 USD per month", "a page", None, who="olga")
    pair.workspace.regenerate.run()
    second = page(pair)
    next_day(pair)
    ingest(pair, STORES, KEEPS)
    pair.workspace.stating.withdraw("ebb", "price", who="olga")
    pair.workspace.regenerate.run()
    assert (first["verdict"]["winner"], second["verdict"]["winner"]) == ("ebb", "flow")
    assert page_of(pair, FIRST) == (first, [TODAYS, ORDER])
    assert page_of(pair, SECOND) == (second, [TODAYS, ORDER])
    assert page_of(pair, THIRD) == (page(pair), [TODAYS])
    assert DRAWS in str(page_of(pair, SECOND)[0]["facts"])
    assert DRAWS not in str(page(pair)["facts"])


def test_what_was_pinned_that_day_counts_as_pinned_though_it_was_unpinned_since(pair: World) -> None:
    stars = pair.file("signals.csv", "slug,signal,value,source,day\nebb,stars,1,https://code.test/ebb,2026-02-27\n")
    pair.workspace.signals.import_file(stars)
    before = page(pair)
    next_day(pair)
    pair.score("ebb,0.1,0.1,,,0.1", unpin=True)
    pair.workspace.regenerate.run()
    assert page(pair)["verdict"]["winner"] == "flow"
    assert page_of(pair, FIRST) == (before, [TODAYS])


def test_quotes_are_those_that_are_kept_and_what_was_edited_since_is_said(pair: World) -> None:
    before = page(pair)
    next_day(pair)
    pair.review.edit(pair.item(STORES).id, by="eve", text="The ebb stores your readings.", quotes=[STORES])
    pair.workspace.regenerate.run()
    then, lost = page_of(pair, FIRST)
    assert then["verdict"] == before["verdict"]
    assert {path: value for path, value in then["facts"].items() if "claims" in path} == {
        path: value for path, value in before["facts"].items() if "claims" in path
    }
    assert lost == [TODAYS, ORDER, "ebb: 1 sentences stand without quotes: they were in other words than are kept now"]


def test_a_page_that_had_not_been_made_anew_that_day_is_said(pair: World) -> None:
    pair.score("ebb,0.5,0.5,,,0.5")
    now = page(pair)
    pair.clock.tick(days=1)
    pair.workspace.regenerate.run()
    then, lost = page_of(pair, FIRST)
    assert then["verdict"] == now["verdict"]
    assert [words for words in lost if "ebb: the page that was stored that day showed rank 90" in words]


@pytest.mark.slow
def test_counters_are_those_of_the_day(pair: World) -> None:
    pair.score("ebb,0.9,0.9,,0.5,0.9")
    before = page(pair)
    next_day(pair)
    found = pair.workspace.search.search("stores readings", Visit("one", "web"))
    pair.workspace.search.opened(next(result.token for result in found.results if result.slug == "ebb"))
    pair.workspace.regenerate.run()
    assert page(pair)["facts"]["a.times_matched"] == 1
    assert page_of(pair, FIRST) == (before, [TODAYS])


def test_every_form_of_the_page_says_as_of_when_it_is(pair: World) -> None:
    next_day(pair)
    then = pair.workspace.compare.as_of("ebb", "flow", FIRST)
    for text in (compare_text(then), render_compare(then), render_compare(then, Format.MARKDOWN)):
        assert "As it was at the end of 1 Mar 2026. Not reproduced:" in " ".join(text.split())
    assert 'content="noindex"' in render_compare(then)


def test_a_pair_without_a_log_says_that_its_records_are_todays(pair: World) -> None:
    pair.workspace.compare.store("ebb", "noise-one")
    next_day(pair)
    pair.score("ebb,0.1,0.1,,,0.1")
    then = pair.workspace.compare.as_of("ebb", "noise-two", FIRST)
    assert then.comparison.a.score.rank == 90
    assert "has no log" in then.not_reproduced[1]


def test_days_of_which_nothing_can_be_known_are_refused(pair: World) -> None:
    compare = pair.workspace.compare
    with pytest.raises(UsageError, match="is a day to come"):
        compare.as_of("ebb", "flow", SECOND)
    with pytest.raises(UsageError, match="ebb was not known on 2026-02-28"):
        compare.as_of("ebb", "flow", date(2026, 2, 28))
    pair.workspace.publishing.hold("ebb")
    with pytest.raises(UnknownSubjectError, match="no artifact ebb"):
        compare.as_of("ebb", "flow", FIRST)


def test_why_tells_what_a_page_rested_on_then_and_what_moved_first(pair: World) -> None:
    next_day(pair)
    pair.score("flow,0.4,0.5,0.4,,0.4")
    pair.workspace.regenerate.run()
    found = pair.workspace.compare.why_then("ebb", "flow", FIRST)
    assert dict(found.rests_on)["b.components.quality"] == 0.4
    assert found.differs
    assert (found.differs.fact, found.differs.old, found.differs.new) == ("b.components.quality", 0.4, 0.5)
    assert pair.workspace.compare.why("ebb", "flow").cost == Cost(0, 0, Decimal(0))


CHANGES: tuple[Callable[[World, Random], object], ...] = (
    lambda world, chance: world.score(f"ebb,0.{chance.randrange(10, 99)},,0.5,,0.5"),
    lambda world, chance: world.score(f"flow,0.{chance.randrange(10, 99)},0.5,,,0.5"),
    lambda world, chance: ingest(world, *chance.sample((STORES, DRAWS, KEEPS), chance.randrange(1, 4))),
    lambda world, chance: world.workspace.stating.state(
        "ebb", "price", f"{chance.randrange(1, 9)} USD per month", "a page", None, who="olga"
    ),
    lambda world, chance: world.workspace.stating.state(
        "flow", "kind", chance.choice(("cli", "agent", "dataset")), "a page", None, who="olga"
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happened_every_day_is_reproduced(pair: World, seed: int) -> None:
    chance = Random(seed)
    pages = {}
    for _ in range(8):
        for change in chance.sample(CHANGES, chance.randrange(3)):
            change(pair, chance)
        pair.workspace.regenerate.run()
        pages[pair.clock.now.date()] = page(pair)
        next_day(pair)
    assert {day: page_of(pair, day)[0] for day in pages} == pages
