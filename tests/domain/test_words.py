"""Words by their meaning: one stem for each form, synonyms both ways, and no word that is its own opposite."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.claim_check.opposites import EXCLUSIVE
from decompose.domain.claim_check.synonyms import SYNONYMS
from decompose.domain.claim_check.vocabulary import GRADED, LIGHT, STOP
from decompose.domain.claim_check.words import Sentence, exclusive, is_light, places_in, stem, synonyms
from decompose.domain.evidence import canonical


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line.strip()]


# -- stems -------------------------------------------------------------------------------------------------


def test_threads_that_stem_at_the_same_time_do_not_mix_their_words() -> None:
    words = [
        f"{word}{ending}" for word in ("consider", "anchor", "measur", "regul") for ending in ("ation", "ing", "ed")
    ]
    alone = [stem.__wrapped__(word) for word in words]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(stem.__wrapped__, words * 40))
    finally:
        sys.setswitchinterval(usual)
    assert together == alone * 40


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reads", "reading"),
        ("stored", "stores"),
        ("harbour", "harbor"),
        ("coloured", "colored"),
        ("behaviours", "behavior"),
        ("optimise", "optimize"),
        ("tokenisation", "tokenization"),
        ("summarised", "summarizes"),
        ("organisers", "organizer"),
        ("Waves", "wave"),
        ("tide's", "tide"),
        ("faster", "fast"),
        ("fastest", "fast"),
        ("bigger", "big"),
        ("earliest", "early"),
        ("larger", "large"),
        ("newer", "new"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("wave", "wind"), ("hour", "hor"), ("port", "export"), ("rise", "rize"), ("reader", "ready"), ("fast", "fasten")],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("graded", GRADED)
def test_every_graded_word_is_known_by_its_grades(graded: str) -> None:
    root = "bigg" if graded == "big" else graded.removesuffix("e")
    root = f"{root[:-1]}i" if root.endswith("y") else root
    assert stem(f"{root}er") == stem(f"{root}est") == stem(graded)


# -- synonyms and opposites --------------------------------------------------------------------------------


STEMS = sorted({stem(word) for line in lines(SYNONYMS) + lines(EXCLUSIVE) for word in line})


@pytest.mark.parametrize("relation", [synonyms, exclusive])
def test_what_holds_of_two_words_holds_both_ways_and_of_no_word_itself(relation) -> None:
    for word in STEMS:
        assert word not in relation(word)
        assert all(word in relation(other) for other in relation(word))


def test_no_two_words_mean_the_same_and_exclude_each_other() -> None:
    assert {word: both for word in STEMS if (both := synonyms(word) & exclusive(word))} == {}


@pytest.mark.parametrize("table", [SYNONYMS, EXCLUSIVE])
def test_no_line_is_idle(table: str) -> None:
    stems = [frozenset(map(stem, line)) for line in lines(table)]
    assert [line for line in stems if len(line) < 2] == []
    assert [(one, other) for one, other in combinations(stems, 2) if one == other] == []


@pytest.mark.parametrize("table", [SYNONYMS, EXCLUSIVE])
def test_every_word_of_a_line_is_one_that_a_sentence_can_have(table: str) -> None:
    assert [word for line in lines(table) for word in line if Sentence(word).all_stems != {stem(word)}] == []


@pytest.mark.parametrize(
    ("one", "other"), [("delete", "remove"), ("directory", "folder"), ("bug", "defect"), ("config", "settings")]
)
def test_a_sentence_means_what_its_synonyms_say(one: str, other: str) -> None:
    assert Sentence.of(f"the {one}").means(stem(other))
    assert Sentence.of(f"the {other}").means(stem(one))
    assert not Sentence.of(f"the {other}").means(stem("wave"))


@pytest.mark.parametrize(("one", "other"), [("client", "server"), ("minute", "hours"), ("Input", "outputs")])
def test_opposites_exclude_each_other_in_every_form(one: str, other: str) -> None:
    assert stem(other) in exclusive(stem(one))


def test_synonyms_of_synonyms_are_none() -> None:
    assert stem("folder") in synonyms(stem("directory"))
    assert stem("document") in synonyms(stem("file"))
    assert stem("manual") not in synonyms(stem("file"))


def test_light_words_assert_little_and_stop_words_nothing() -> None:
    assert all(is_light(stem(word)) for word in LIGHT)
    assert not any(is_light(stem(word)) for word in ("wave", "storm", "harbour"))
    assert Sentence.of(" ".join(sorted(STOP))).words == ()


# -- sentences ---------------------------------------------------------------------------------------------


def test_the_words_of_a_sentence_are_those_that_count_with_their_places() -> None:
    sentence = Sentence.of("It does not read the Waves.")
    assert [(word.stem, sentence.text[word.start : word.end]) for word in sentence.words] == [
        ("read", "read"),
        ("wave", "Waves"),
    ]
    assert stem("not") in sentence.all_stems


def test_clauses_end_at_points_commas_brackets_and_conjunctions() -> None:
    text = "It reads waves (of buoys), and writes rows; it sleeps while it waits. Version 3.1 counts."
    assert [clause.text for clause in Sentence.of(text).clauses] == [
        "It reads waves",
        "of buoys",
        "writes rows",
        "it sleeps",
        "it waits",
        "Version 3.1 counts",
    ]


def test_the_place_of_stems_runs_from_the_first_to_the_last() -> None:
    sentence = Sentence.of("Tide deletes the old rows of a port.")
    place = sentence.place_of([stem("remove"), stem("rows")])
    assert place is not None
    assert sentence.text[place.start : place.end] == "deletes the old rows"
    assert sentence.place_of(["mud"]) is None


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("The  “LLM” reads  waves", "waves", "waves"),
        ("The LLM reads waves", "language model", "LLM"),
        ("LLMs, LLMs read", "read", "read"),
        ("ﬁne waves", "fine", "ﬁne"),
    ],
)
def test_a_place_in_the_sentence_leads_back_to_the_text(text: str, word: str, written: str) -> None:
    at, places = Sentence.of(text).text.index(word), places_in(text)
    assert text[places[at].start : places[at + len(word) - 1].end] == written


@settings(max_examples=200, derandomize=True)
@given(st.text(alphabet="LMs “”a\u0301ﬁ\n\t.½ x", max_size=30))
def test_every_character_of_the_sentence_comes_from_the_text_in_order(text: str) -> None:
    places = places_in(text)
    assert len(places) == len(Sentence.of(text).text)
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert [place.start for place in places] == sorted(place.start for place in places)
    assert canonical(text).words == "" or places
