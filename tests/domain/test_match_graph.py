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
    component_values,
    confidences,
    favourite_of,
    graph_of,
    votes_of,
)
from decompose.domain.matching.ranking import Candidate, Match, lifted
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
    assert graph_of([]).used(WISH) == {}


def test_many_voices_lend_their_choice_to_wishes_that_are_alike() -> None:
    graph = graph_of(crowd())
    assert graph.used(WISH)["mole"] > 15
    assert 0 < graph.used("charts of readings")["mole"] <= graph.used(WISH)["mole"]
    assert favourite_of(graph.used(WISH)) == ("mole", 67)
    assert graph.used("translate speech") == {}


@pytest.mark.parametrize("sources", [1, 2, 3])
def test_three_sources_lend_nothing_however_often_they_speak(sources: int) -> None:
    pushed = [
        trace(1000 + number, source=f"pusher-{number % sources}", opened=frozenset({"tide"})) for number in range(30)
    ]
    honest = crowd(600, query="translate speech into text")
    assert favourite_of(graph_of([*honest, *pushed]).used(WISH)) is None


def test_the_same_voice_counts_once() -> None:
    assert graph_of([trace(number, visitor="one") for number in range(40)]).used(WISH)["mole"] <= 1


def test_a_voice_splits_one_vote_among_all_that_it_chose() -> None:
    both = crowd(opened=frozenset({"mole", "tide"}))
    used = graph_of(both).used(WISH)
    assert used["mole"] + used["tide"] == pytest.approx(len(both))
    assert favourite_of(used) is None


@pytest.mark.parametrize(("lead", "places"), [(1.0, 0), (1.2, 0), (1.25, 1), (1.5, 2), (6.0, 20)])
def test_a_lead_lifts_by_what_it_is_beyond_one_vote(lead: float, places: int) -> None:
    expected = ("mole", places) if places else None
    assert favourite_of({"mole": lead}) == expected
    assert favourite_of({"mole": lead, "tide": -5.0}) == expected
    assert favourite_of({"mole": lead + 8, "tide": 8.0}) == expected


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
    groups = [(Match(Candidate(n, slug, None, (), 1.0), 1.0 / (n + 1), ()),) for n, slug in enumerate(order)]
    favourite = favourite_of(graph_of(events).used(WISH))
    return [group[0].candidate.slug for group in (lifted(groups, *favourite) if favourite else groups)]


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


def test_bots_do_not_count() -> None:
    bots = [replace(each, visit=replace(each.visit, is_bot=True)) for each in crowd()]
    assert graph_of(bots).used(WISH) == {}
    assert times_matched(bots) == {}
    assert confidences(bots) == {}


def test_failures_speak_against() -> None:
    failed = crowd(opened=frozenset(), outcome={"mole": Act.FAILURE})
    assert graph_of(failed).used(WISH)["mole"] < 0


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
    assert graph_of([*old, newest]).used(WISH)["mole"] < graph_of(crowd()).used(WISH)["mole"]


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
