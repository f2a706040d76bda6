"""Artifacts of the catalogue are found by the names that sentences call them by."""

from __future__ import annotations

from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.rivals import Rival, named, possible

KNOWN = {
    slug: Artifact(slug, name)
    for slug, name in {
        "mixtral-8x7b": "Mixtral 8x7B",
        "mixtral": "Mixtral",
        "celery": "Celery",
        "the-stack-v2": "The Stack v2",
    }.items()
}


def comparing(text: str, field: str = "vs_alternatives") -> tuple[Capability, ...]:
    return (Capability("one", "One", CapabilityStatus.PUBLISHED, (Claim("c", field, text, ClaimStatus.VERIFIED),)),)


def who(text: str, hidden: frozenset[str] = frozenset()) -> list[str]:
    return [rival.slug for rival in named(comparing(text), KNOWN, hidden)]


def test_a_name_in_a_sentence_leads_to_its_artifact() -> None:
    records = comparing("It scores higher than Mixtral 8x7B, Celery’s peers (and The Stack v2).")
    assert {"mixtral-8x7b", "celery", "the-stack-v2"} <= set(possible(records))
    assert Rival("c", "mixtral-8x7b", "Mixtral 8x7B") in named(records, KNOWN, ())


def test_a_name_within_a_longer_one_is_not_named() -> None:
    assert who("It is smaller than Mixtral 8x7B.") == ["mixtral-8x7b"]
    assert who("It is smaller than Mixtral, and so than Mixtral 8x7B.") == ["mixtral-8x7b", "mixtral"]


def test_a_common_word_and_the_first_word_of_a_sentence_are_no_names() -> None:
    assert who("It needs no celery at all.") == []
    assert who("Celery is a vegetable.") == []


def test_who_is_held_back_is_not_named() -> None:
    assert who("It is smaller than Mixtral 8x7B.", frozenset({"mixtral-8x7b", "mixtral"})) == []


def test_other_fields_name_nobody() -> None:
    assert possible(comparing("It beats Mixtral 8x7B.", "description")) == ()


def test_a_page_asks_for_a_bounded_number_of_names() -> None:
    words = " ".join(f"Name{number}" for number in range(2_000))
    assert len(possible(comparing(words))) <= 400
