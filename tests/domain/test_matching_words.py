"""Texts as terms: whatever is typed becomes words, and the same wish gets the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.domain.matching.explaining import likeness
from decompose.domain.matching.words import MOST_TERMS, grams_of, intent_of, length_of, name_terms, query_of, terms_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("summarise meetings", "Summarize a meeting"),
        ("Café tables", "cafe table"),
        ("ＦＵＬＬ　ＷＩＤＴＨ", "full width"),
        ("categorising e-mails", "categorized e mail"),
    ],
)
def test_spellings_of_one_thing_have_the_same_terms(one: str, other: str) -> None:
    assert set(terms_of(one)) == set(terms_of(other))


def test_a_query_asks_for_near_words_as_well_but_less() -> None:
    query = query_of("photos of company cars")
    assert query.terms["photo"] == 1.0
    assert query.terms["compani"] == 0.5
    assert 0 < query.near["imag"] < query.terms["photo"]


def test_small_words_alone_are_still_a_query() -> None:
    assert set(query_of("what is it").words.values()) == {"what", "is", "it"}


def test_scripts_without_spaces_are_found_by_neighbouring_letters() -> None:
    assert set(terms_of("网页搜索")) == {"网页", "页搜", "搜索"}
    assert "搜索" in query_of("搜索").terms
    assert length_of(["网页", "页搜", "搜索"]) == pytest.approx(1)


def test_a_name_is_known_at_the_humps_of_its_capitals() -> None:
    assert {"researchhelp", "research", "helper"} <= set(name_terms("ResearchHelper"))


@pytest.mark.parametrize(
    ("word", "name", "is_like"),
    [
        ("mav", "maverick", True),
        ("mavrick", "maverick", True),
        ("celry", "celeri", True),
        ("ma", "maverick", False),
        ("mixtral", "maverick", False),
        ("cat", "car", False),
    ],
)
def test_a_beginning_or_a_slip_of_the_finger_means_the_name(word: str, name: str, *, is_like: bool) -> None:
    assert (likeness(word, name) > 0) is is_like


@given(st.text(max_size=300))
def test_no_term_holds_anything_but_letters_digits_and_the_marks_of_scripts(text: str) -> None:
    query = query_of(text)
    assert len(query.terms) <= MOST_TERMS
    for term in (*query.weights, *grams_of(query.words.values())):
        assert term
        assert not set(term) & set("\"'*():&|!<>\\^ \t\n\x00-_")


@pytest.mark.slow
@given(st.text(max_size=100))
def test_the_name_of_a_wish_is_its_own_name(text: str) -> None:
    assert intent_of(f"  {text.upper() if text.isascii() else text}  ") == intent_of(text)
