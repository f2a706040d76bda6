"""Two orders of results as one: what is high in both is higher, and without a second order nothing changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decompose.domain.matching.meaning import content_of, fused, passage_of, question_of
from decompose.domain.matching.ranking import Candidate, Match


def candidate(number: int) -> Candidate:
    return Candidate(number, f"slug-{number:02}", f"cap-{number}", ((), (), (), ()), 1.0)


def matches(numbers: list[int]) -> tuple[Match, ...]:
    return tuple(Match(candidate(number), 1.0 / place, ("term",)) for place, number in enumerate(numbers, start=1))


orders = st.lists(st.integers(0, 12), unique=True)


@given(orders)
def test_without_a_second_order_the_first_is_as_it_was(words: list[int]) -> None:
    assert fused(matches(words), []) == matches(words)


@given(orders, orders)
def test_what_is_before_another_in_both_orders_stays_before_it(words: list[int], near: list[int]) -> None:
    found = [match.candidate.id for match in fused(matches(words), [(candidate(number), 0.5) for number in near])]
    assert sorted(found) == sorted({*words, *near})
    for first in found:
        for second in found:
            is_ahead = all(
                first in order and (second not in order or order.index(first) < order.index(second))
                for order in (words, near)
            )
            if is_ahead and near:
                assert found.index(first) <= found.index(second)


@given(orders, orders.filter(bool))
def test_scores_fall_from_one_and_tell_what_meaning_found(words: list[int], near: list[int]) -> None:
    found = fused(matches(words), [(candidate(number), 0.5) for number in near])
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert {match.candidate.id for match in found if match.nearness} == set(near)
    assert {match.candidate.id for match in found if match.terms} == set(words)


@given(st.text(), st.text())
def test_whatever_is_asked_or_said_can_be_sent(name: str, text: str) -> None:
    for words in (passage_of(name + "\ud800", text), question_of(text + "\udfff")):
        words.encode()
    assert content_of(name, text) == content_of(name, text)


def test_the_same_words_have_the_same_digest_and_others_another() -> None:
    assert content_of("storage", "Tide stores.") == content_of("storage", "Tide stores.")
    assert content_of("storage", "Tide stores.") != content_of("storage", "Tide stores!")
