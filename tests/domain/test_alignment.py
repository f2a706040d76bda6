"""Capabilities of two artifacts stand side by side where they do the same job, and only there."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.alignment import SAME_JOB, Alignment, align
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.job_families import FAMILIES
from decompose.domain.job_words import words_of


def record(
    name: str,
    description: str = "",
    intents: tuple[str, ...] = (),
    inputs: tuple[str, ...] = (),
    outputs: tuple[str, ...] = (),
    side: str = "x",
) -> Capability:
    claim = Claim(f"claim of {side} {name}", "description", description, ClaimStatus.VERIFIED)
    return Capability(f"{side}: {name}", name, CapabilityStatus.PUBLISHED, (claim,), intents, inputs, outputs)


PICTURES = record(
    "Visual question answering",
    "Given a picture and a question, it answers in free text.",
    ("answer questions about an image",),
    ("image", "text"),
    ("text",),
)
PHOTOS = record(
    "Answers questions about images", "Free-form questions on photos are answered.", ("ask about a photo",), ("image",)
)
WRITING = record("Code generation", "Writes code from a plain request.", ("generate code",), ("text",), ("code",))
PROGRAMS = record("Writing code", "Generates source code in 80 programming languages.", ("generate a function",))
SEARCHING = record("Code search", "Finds code in a repository by meaning.", ("search code by description",), ("text",))
CLEANING = record("Dataset deduplication", "Removes duplicate code files by hashing.", ("remove duplicate data",))
TALKING = record("Multi-turn conversation", "Holds conversations over several turns.", ("chat with an assistant",))
TURNS = record("Chat with several turns", "Keeps earlier turns of the dialogue in view.", ("have a conversation",))


def names(alignment: Alignment) -> list[tuple[str, str]]:
    return sorted((pair.a.removeprefix("x: "), pair.b.removeprefix("x: ")) for pair in alignment.both)


def test_two_phrasings_of_one_job_are_a_pair() -> None:
    found = align((PICTURES,), (PHOTOS,))
    assert names(found) == [("Visual question answering", "Answers questions about images")]
    assert found.only_a == found.only_b == ()


def test_the_pair_names_the_words_that_both_records_share() -> None:
    (pair,) = align((PICTURES,), (PHOTOS,)).both
    assert pair.why.startswith("Shared words: ")
    assert "question" in pair.why
    assert pair.similarity >= SAME_JOB


def test_the_pair_names_the_job_of_the_trade_that_both_tell() -> None:
    (pair,) = align((PICTURES,), (PHOTOS,)).both
    assert ". Both tell of image understanding" in pair.why


def test_what_several_parts_of_a_record_tell_counts_more_than_what_one_sentence_mentions() -> None:
    hybrid = record("Hybrid search", "Finds by words and by meaning.", ("combine BM25 and vectors",))
    whole = record("Rank fusion", "Hybrid search over text.", ("hybrid search", "combine keyword and vector search"))
    aside = record("Dashboards", "Charts of usage. Hybrid search is counted too.", ("watch usage",), side="y")
    assert names(align((hybrid,), (aside, whole))) == [("Hybrid search", "Rank fusion")]


def test_records_of_a_job_that_no_family_knows_are_paired_by_their_words_alone() -> None:
    bread, loaves = record("Proving sourdough loaves"), record("Sourdough loaves, proved overnight")
    (pair,) = align((bread,), (loaves,)).both
    assert pair.why == "Shared words: loaves, proved, sourdough"


def test_every_phrasing_has_two_words_that_tell_and_stands_in_one_family() -> None:
    seen: dict[frozenset[str], str] = {}
    for line in FAMILIES.replace("\n    ", " ").strip().splitlines():
        family, _, phrasings = line.partition(": ")
        for phrasing in phrasings.split("; "):
            words = frozenset(meaning for meaning, _ in words_of(phrasing))
            assert len(words) > 1, phrasing
            assert seen.setdefault(words, family) == family, phrasing


def test_jobs_that_share_nothing_but_their_subject_are_not_a_pair() -> None:
    shrinking = record("Image compression", "Makes image files smaller.", outputs=("image",))
    assert align((WRITING,), (CLEANING,)).both == ()
    assert align((WRITING,), (SEARCHING,)).both == ()
    assert align((PICTURES,), (shrinking,)).both == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Get the tree of a harbour", "Show the working tree"),
        ("Get the contents of a drawer or box", "Get the weight of a drawer or box"),
        ("Show what lies on the quay", "Remove what lies on the quay"),
        ("Search: search ships", "Search for quays"),
    ],
)
def test_short_records_that_share_half_a_job_are_not_a_pair(one: str, other: str) -> None:
    """An act without its object, an object without an act, or what is looked at here and changed there."""
    unrelated = record("Colours of flags", "Flags have colours.")
    found = align((record(one, f"{one}."), unrelated), (record(other, f"{other}.", side="y"),))
    assert found.both == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Get details of a mooring", "Get details for a single mooring"),
        ("List moorings", "List and filter moorings of a harbour"),
        ("Search moorings", "Search for harbours and moorings"),
        ("Update or list moorings", "List moorings"),
    ],
)
def test_short_records_that_share_an_act_and_its_object_are_a_pair(one: str, other: str) -> None:
    found = align((record(one, f"{one}."),), (record(other, f"{other}.", side="y"),))
    assert len(found.both) == 1


def test_what_a_trained_thing_will_do_is_not_the_job_of_what_trains_it() -> None:
    training = record(
        "Pre-training of code language models",
        "The corpus is for pre-training models that complete code or write programs from a description.",
        ("train a model that writes programs from a description",),
        outputs=("models that complete code or write programs",),
    )
    programs = record(
        "Writing of programs", "It writes programs.", ("write a program from a description",), (), ("code",)
    )
    corpus = record(
        "Data for language models", "Pre-training data for language models.", ("pre-train a language model",)
    )
    assert align((programs,), (training,)).both == ()
    assert names(align((corpus,), (training,))) == [
        ("Data for language models", "Pre-training of code language models")
    ]


def test_what_is_found_once_is_found_again_and_changes_with_the_words() -> None:
    first = align((PICTURES,), (PHOTOS, WRITING))
    assert align((PICTURES,), (PHOTOS, WRITING)) == first
    renamed = replace(PHOTOS, name="Sound", claims=(), intents=(), inputs=())
    assert align((PICTURES,), (renamed, WRITING)).both == ()


def test_what_has_no_partner_is_left_over_on_its_side() -> None:
    found = align((TALKING, WRITING, PICTURES), (SEARCHING, TURNS, PROGRAMS, CLEANING))
    assert names(found) == [("Code generation", "Writing code"), ("Multi-turn conversation", "Chat with several turns")]
    assert found.only_a == (PICTURES.id,)
    assert found.only_b == (SEARCHING.id, CLEANING.id)


def test_a_record_is_in_one_pair_only_and_the_closer_partner_wins() -> None:
    twin = record("Code generation", "Writes code from a plain request.", ("generate code",), ("text",), side="y")
    found = align((WRITING,), (PROGRAMS, twin))
    assert [pair.b for pair in found.both] == [twin.id]
    assert found.only_b == (PROGRAMS.id,)


def test_inflection_and_case_do_not_matter() -> None:
    assert len(align((record("Summarising long REPORTS"),), (record("Summarises a long report"),)).both) == 1


def test_records_without_words_pair_with_nothing() -> None:
    assert align((record("…"),), (record("…", side="y"), record("the", side="z"))).both == ()


def test_other_scripts_are_read_as_words() -> None:
    assert len(align((record("генерация кода"),), (record("Генерация кода"),)).both) == 1


POOL = [PICTURES, PHOTOS, WRITING, PROGRAMS, SEARCHING, CLEANING, TALKING, TURNS]
sides = st.lists(st.sampled_from(POOL), unique_by=lambda record: record.id, max_size=6).map(tuple)


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(sides, sides, st.randoms(use_true_random=False))
def test_every_record_is_placed_once_and_order_and_side_change_nothing(
    a: tuple[Capability, ...], b: tuple[Capability, ...], random: Random
) -> None:
    found = align(a, b)
    assert sorted([pair.a for pair in found.both] + [*found.only_a]) == sorted(record.id for record in a)
    assert sorted([pair.b for pair in found.both] + [*found.only_b]) == sorted(record.id for record in b)
    assert align(tuple(random.sample(a, len(a))), tuple(random.sample(b, len(b)))).both == found.both


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(sides, sides)
def test_a_pair_is_as_close_from_either_side(a: tuple[Capability, ...], b: tuple[Capability, ...]) -> None:
    there = {(pair.a, pair.b): (pair.similarity, pair.why) for pair in align(a, b).both}
    back = {(pair.b, pair.a): (pair.similarity, pair.why) for pair in align(b, a).both}
    assert there == back
