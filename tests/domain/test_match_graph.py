"""The match graph: a pure function of events in which nobody can vote himself up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.matching.events import Act, Trace, Visit, is_bot, roots, times_matched, visitor_of
from decompose.domain.matching.graph import (
    FEWEST_SHOWN,
    Used,
    beside,
    component_values,
    confidences,
    graph_of,
    places_of,
    reordered,
    votes_of,
)
from decompose.domain.matching.words import intent_of

BEGUN = datetime(2026, 3, 1, tzinfo=UTC)
WISH = "draw charts of sensor readings"


def trace(number: int, *, source: str = "web", visitor: str | None = None, query: str = WISH, **said: object) -> Trace:
    plain = {"shown": ("tide", "mole"), "opened": frozenset({"mole"})}
    return Trace(
        f"search-{number}",
        BEGUN + timedelta(minutes=number),
        Visit(visitor or f"visitor-{number}", source),
        query,
        intent_of(query),
        **(plain | said),  # type: ignore[arg-type]
    )


def crowd(count: int = 20, **said: object) -> list[Trace]:
    return [trace(number, **said) for number in range(count)]  # type: ignore[arg-type]


def test_without_events_nothing_is_known() -> None:
    used = graph_of([]).used(WISH)
    assert not used
    assert reordered(SLUGS, used) == list(SLUGS)


def test_many_voices_lend_their_choice_to_wishes_that_are_alike() -> None:
    graph = graph_of(crowd())
    assert graph.used(WISH).doors["mole"] > 15
    assert 0 < graph.used("charts of readings").doors["mole"] <= graph.used(WISH).doors["mole"]
    assert reordered([*SLUGS[2:], "mole"], graph.used(WISH))[0] == "mole"
    assert not graph.used("translate speech")


def test_what_words_did_not_find_is_lifted_from_the_end() -> None:
    used = graph_of(crowd()).used(WISH)
    assert beside(["tide"], used) == ["mole"]
    assert beside(["mole"], used) == []
    assert beside(["tide"], Used({"mole": 1.9}, {"quay": 1.4})) == []
    assert beside(["tide"], Used({}, {"quay": 1.5})) == ["quay"]


@pytest.mark.parametrize("sources", [1, 2, 3])
def test_three_sources_lift_by_two_places_at_most_however_often_they_speak(sources: int) -> None:
    pushed = [
        trace(1000 + number, source=f"pusher-{number % sources}", outcome={"cape": Act.SUCCESS}, opened=frozenset())
        for number in range(30)
    ]
    honest = crowd(600, query="translate speech into text")
    order = reordered(SLUGS, graph_of([*honest, *pushed]).used(WISH))
    assert order.index("cape") == len(SLUGS) - 1 - (0, 0, 1, 2)[sources]


def test_the_same_voice_counts_once() -> None:
    assert graph_of([trace(number, visitor="one") for number in range(40)]).used(WISH).doors["mole"] <= 1


def test_who_pushes_one_thing_for_every_wish_says_little_for_any() -> None:
    wishes = ("draw charts", "sing songs", "store files", "translate speech", "fold maps")
    pushed = [trace(number, visitor="one", query=wish) for number, wish in enumerate(wishes)]
    assert graph_of(pushed).used("fold maps").doors["mole"] < 1 / 4
    assert graph_of(pushed[-1:]).used("fold maps").doors["mole"] > 3 / 4


def test_a_voice_splits_one_vote_among_all_that_it_chose() -> None:
    both = crowd(opened=frozenset(), outcome={"mole": Act.SUCCESS, "tide": Act.SUCCESS})
    used = graph_of(both).used(WISH).doors
    assert used["mole"] + used["tide"] == pytest.approx(len(both))
    assert reordered(SLUGS, graph_of(both).used(WISH))[:2] == ["tide", "mole"]


@pytest.mark.parametrize(("votes", "places"), [(0.5, 0), (1.9, 0), (2.0, 1), (3.0, 2), (3.25, 3), (4.0, 6)])
def test_few_votes_lift_by_a_place_each_and_more_by_four(votes: float, places: int) -> None:
    assert places_of(votes) == places


def test_a_result_passes_those_that_were_chosen_less_by_what_it_was_chosen_more() -> None:
    order = ("pier", "tide", "reef", "quay", "mole", "cape")
    assert reordered(order, Used({"tide": 3.0, "cape": 4.0})) == ["tide", "cape", "pier", "reef", "quay", "mole"]
    assert reordered(order, Used({"cape": 3.0, "tide": 4.0})) == ["tide", "pier", "reef", "quay", "mole", "cape"]


def test_other_sources_must_make_up_for_what_visitors_chose() -> None:
    order = ("pier", "tide", "reef", "quay", "mole")
    assert reordered(order, Used({}, {"mole": 3.0})) == ["pier", "tide", "mole", "reef", "quay"]
    assert reordered(order, Used({"pier": 1.9}, {"mole": 3.0})) == list(order)
    assert reordered(order, Used({"mole": 1.9}, {"mole": 3.0})) == ["pier", "tide", "mole", "reef", "quay"]


SLUGS = ("tide", "mole", "quay", "pier", "reef", "sound", "shoal", "cape")
WISHES = (WISH, "draw charts", "draw charts of sensor readings and maps", "charts of the tides")
acts = st.builds(
    lambda query, opened, failed, shown: {
        "query": query,
        "opened": opened,
        "outcome": dict.fromkeys(failed, Act.FAILURE),
        "shown": tuple(shown),
    },
    st.sampled_from(WISHES),
    st.frozensets(st.sampled_from(SLUGS), max_size=3),
    st.frozensets(st.sampled_from(SLUGS), max_size=2),
    st.permutations(SLUGS),
)


def results(order: Sequence[str], events: Sequence[Trace]) -> list[str]:
    used = graph_of(events).used(WISH)
    return reordered([*order, *beside(order, used)], used)


@pytest.mark.slow
@settings(deadline=None)
@given(
    crowds=st.lists(st.tuples(acts, st.integers(1, 5)), max_size=5),
    said=st.lists(st.tuples(acts, st.integers(1, 3), st.integers(1, 4)), max_size=12),
    later=st.timedeltas(timedelta(days=-900), timedelta(days=900)),
    order=st.permutations(SLUGS),
)
def test_three_more_sources_move_no_result_by_more_than_two_places(
    crowds: list[tuple[dict[str, object], int]],
    said: list[tuple[dict[str, object], int, int]],
    later: timedelta,
    order: list[str],
) -> None:
    honest = [
        trace(n * 100 + each, source="web" if n % 3 else f"site-{n}-{each}", **act)  # type: ignore[arg-type]
        for n, (act, count) in enumerate(crowds)
        for each in range(count)
    ]
    pushed = [
        replace(trace(n * 10 + each, source=f"pusher-{source}", **act), id=f"{n}-{each}", at=BEGUN + each * later)  # type: ignore[arg-type]
        for n, (act, source, count) in enumerate(said)
        for each in range(count)
    ]
    before, after = results(order, honest), results(order, [*honest, *pushed])
    assert max(abs(place - after.index(slug)) for place, slug in enumerate(before)) <= 2


@pytest.mark.slow
@settings(deadline=None)
@given(
    said=st.lists(st.tuples(acts, st.integers(1, 3), st.integers(1, 4)), max_size=12),
    later=st.timedeltas(timedelta(days=-900), timedelta(days=900)),
    order=st.permutations(SLUGS),
)
def test_three_visitors_lift_nothing_that_nobody_chose_by_more_than_two_places(
    said: list[tuple[dict[str, object], int, int]], later: timedelta, order: list[str]
) -> None:
    honest = crowd(20, query="translate speech into text")
    pushed = [
        replace(trace(n * 10 + each, visitor=f"pusher-{who}", **act), id=f"{n}-{each}", at=BEGUN + each * later)  # type: ignore[arg-type]
        for n, (act, who, count) in enumerate(said)
        for each in range(count)
    ]
    after = results(order, [*honest, *pushed])
    assert max(abs(place - after.index(slug)) for place, slug in enumerate(order)) <= 2


def test_bots_do_not_count() -> None:
    bots = [replace(each, visit=replace(each.visit, is_bot=True)) for each in crowd()]
    assert not graph_of(bots).used(WISH)
    assert times_matched(bots) == {}
    assert confidences(bots) == {}


def test_failures_speak_against() -> None:
    failed = crowd(opened=frozenset(), outcome={"mole": Act.FAILURE})
    assert graph_of(failed).used(WISH).doors["mole"] < 0


def test_the_order_of_events_changes_nothing() -> None:
    events = [*crowd(), *crowd(12, query="draw maps", opened=frozenset({"tide"}))]
    shuffled = list(events)
    random.Random(5).shuffle(shuffled)
    assert graph_of(events).used(WISH) == graph_of(shuffled).used(WISH)
    assert confidences(events) == confidences(shuffled)


def test_an_open_further_down_counts_more_and_a_brief_one_less() -> None:
    far = trace(1, shown=(*(f"s{place}" for place in range(9)), "mole"))
    near = trace(2, shown=("mole",))
    brief = trace(3, shown=("mole",), dwelt={"mole": 1.0})
    assert votes_of(far)["mole"] > votes_of(near)["mole"] > votes_of(brief)["mole"] > 0


def test_time_takes_weight_away() -> None:
    old = [replace(each, id=f"old-{each.id}", at=each.at - timedelta(days=900)) for each in crowd()]
    newest = trace(99, query="something else entirely", opened=frozenset())
    assert graph_of([*old, newest]).used(WISH).doors["mole"] < graph_of(crowd()).used(WISH).doors["mole"]


def test_the_same_wish_of_the_same_visitor_within_a_day_is_one() -> None:
    day = timedelta(hours=24)
    asked = [("a", BEGUN), ("b", BEGUN + day / 2), ("c", BEGUN + day), ("d", BEGUN + day * 1.5)]
    found = roots((name, at, "one", "charts") for name, at in reversed(asked))
    assert found == {"a": "a", "b": "a", "c": "c", "d": "c"}
    assert roots([("a", BEGUN, "one", "charts"), ("e", BEGUN, "two", "charts")]) == {"a": "a", "e": "e"}


def test_times_matched_counts_searches_with_an_open_or_a_success_and_no_others() -> None:
    events = [
        trace(1),
        trace(2, opened=frozenset(), outcome={"mole": Act.SUCCESS}),
        trace(3, opened=frozenset({"mole"}), outcome={"mole": Act.SUCCESS}),
        trace(4, opened=frozenset(), outcome={"mole": Act.FAILURE}),
        trace(5, opened=frozenset()),
        trace(6, root="search-1"),
    ]
    assert times_matched(events) == {"mole": 3}


def test_a_component_is_measured_from_enough_searches_of_enough_voices() -> None:
    assert component_values(crowd(FEWEST_SHOWN - 1)) == {"tide": None, "mole": None}
    assert component_values([trace(n, visitor=f"v{n % 4}", query=f"draw {n}") for n in range(40)])["mole"] is None
    values = component_values(crowd(FEWEST_SHOWN))
    assert values["mole"] == 1
    assert values["tide"] == 0


def test_a_confidence_has_its_interval_and_the_share_of_success() -> None:
    events = [*crowd(10), *(trace(100 + n, opened=frozenset(), outcome={"mole": Act.FAILURE}) for n in range(10))]
    found = confidences(events)["mole"]
    assert 0 < found.low < found.value < found.high < 1
    assert (found.shown, found.success) == (20, 0.0)


def test_a_visitor_has_another_name_each_day_and_none_can_be_led_back() -> None:
    today = visitor_of("key", BEGUN, "192.0.2.1", "browser")
    assert today == visitor_of("key", BEGUN + timedelta(hours=5), "192.0.2.1", "browser")
    assert today != visitor_of("key", BEGUN + timedelta(days=1), "192.0.2.1", "browser")
    assert today != visitor_of("other", BEGUN, "192.0.2.1", "browser")
    assert "192" not in today


@pytest.mark.parametrize(
    ("agent", "is_one"),
    [("Mozilla/5.0 (X11; Linux) Firefox/140.0", False), ("Googlebot/2.1", True), ("", True), ("python-httpx/1", False)],
)
def test_crawlers_are_known_by_what_they_call_themselves(agent: str, *, is_one: bool) -> None:
    assert is_bot(agent) is is_one
