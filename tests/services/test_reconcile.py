"""Sentences that are each true to their quotes but not together: they wait, unseen by readers."""

from __future__ import annotations

import pytest

from decompose.domain.capability import ClaimStatus, FactKind
from decompose.domain.review import ItemStatus, Why
from decompose.services.inputs import Said
from world import World, answer, claim, fact, record

LONG = "Readings are kept for 90 days."
SHORT = "Readings are kept for 30 days."
MAPS = "Tide draws maps of buoys."
RIVAL = "Unlike Kelp, Tide supports audio."


def queued(world: World, slug: str) -> dict[str, Why | None]:
    return {item.new: item.reason for item in world.review.waiting(slug) if item.reason is not Why.CLASSIFICATION}


def public(world: World, slug: str = "tide") -> list[str]:
    return sorted(world.texts(slug, public=True))


def told_in(world: World, path: str, *records: dict, lines: tuple[str, ...], slug: str = "tide") -> None:
    """One more document of an artifact, in a folder that names it."""
    world.llm.says(slug, answer(*records))
    world.ingest(world.document(f"{slug}/{path}", f"# {slug.title()}", *lines), said=Said(slug=slug))


BOTH_SIDES = answer(record("keeping", claim(LONG), claim(SHORT)), record("maps", claim(MAPS)))


@pytest.fixture
def torn(world: World) -> World:
    """Tide with two sentences of one document that cannot both be true."""
    world.told("tide", BOTH_SIDES, LONG, SHORT, MAPS)
    return world


def test_contradicting_sentences_of_one_document_wait_with_the_reason_and_readers_see_neither(torn: World) -> None:
    assert queued(torn, "tide") == {LONG: Why.CONTRADICTED, SHORT: Why.CONTRADICTED}
    assert public(torn) == [MAPS]
    [flag] = torn.item(LONG).flags
    assert flag.check == "contradiction"
    assert SHORT in flag.detail


def test_an_accepted_side_is_published_and_stands_over_another_ingestion(torn: World) -> None:
    torn.review.accept(torn.item(LONG).id, by="eve")
    assert public(torn) == sorted([MAPS, LONG])
    torn.ingest(redo=True)
    assert public(torn) == sorted([MAPS, LONG])
    assert queued(torn, "tide") == {SHORT: Why.CONTRADICTED}


def test_a_rejected_side_frees_the_other_when_the_document_is_read_again(torn: World) -> None:
    torn.review.reject(torn.item(LONG).id, by="eve", code="wrong_number")
    # A rejection is told to the language model, which is asked anew by that.
    torn.llm.says("tide", BOTH_SIDES)
    torn.ingest(redo=True)
    assert public(torn) == sorted([MAPS, SHORT])
    assert queued(torn, "tide") == {}
    [free] = [one for each in torn.show("tide").capabilities for one in each.claims if one.text == SHORT]
    assert (free.status, free.reasons) == (ClaimStatus.VERIFIED, ())
    assert torn.review.item(torn.item(SHORT).id).status is ItemStatus.NONE


def test_documents_of_one_artifact_are_held_together_in_whatever_order_they_come(world: World, new_world) -> None:
    other = new_world()
    documents = [("a.md", LONG), ("b.md", SHORT)]
    for each, order in ((world, documents), (other, documents[::-1])):
        for path, text in order:
            told_in(each, path, record(f"keeping as {path}", claim(text)), lines=(text,))
    for each in (world, other):
        assert queued(each, "tide") == {LONG: Why.CONTRADICTED, SHORT: Why.CONTRADICTED}
        assert public(each) == []
    assert {item.id for item in world.review.waiting("tide")} == {item.id for item in other.review.waiting("tide")}


def test_what_a_new_revision_no_longer_says_contradicts_nothing(world: World) -> None:
    for path, text in (("a.md", LONG), ("b.md", SHORT)):
        told_in(world, path, record(f"keeping as {path}", claim(text)), lines=(text,))
    told_in(world, "b.md", record("maps", claim(MAPS)), lines=(MAPS,))
    assert public(world) == sorted([LONG, MAPS])
    assert queued(world, "tide") == {}


def test_a_job_told_by_two_documents_is_published_once(world: World) -> None:
    for path in ("a.md", "b.md"):
        told_in(world, path, record("maps of buoys", claim(MAPS)), lines=(MAPS, f"This is {path}."))
    assert public(world) == [MAPS]
    [held] = [item for item in world.review.waiting("tide") if item.reason is Why.DUPLICATE]
    assert "of another source" in held.flags[0].detail
    world.review.accept(held.id, by="eve")
    assert public(world) == [MAPS, MAPS]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["tide", "kelp"])
def test_what_is_said_of_a_rival_waits_where_its_own_records_say_otherwise(world: World, first: str) -> None:
    compared = record("audio", claim("Tide supports audio."), vs_alternatives=[claim(RIVAL, rival="Kelp")])
    said = {
        "tide": (answer(compared), "Tide supports audio.", RIVAL),
        "kelp": (answer(record("audio", claim(KELP))), KELP),
    }
    for slug in sorted(said, key=lambda slug: slug != first):
        world.told(slug, *said[slug])
    assert queued(world, "tide") == {RIVAL: Why.CONTRADICTED}
    assert public(world, "kelp") == [KELP]
    assert public(world) == ["Tide supports audio."]
    assert KELP in world.item(RIVAL).flags[0].detail
    world.review.accept(world.item(RIVAL).id, by="eve")
    assert RIVAL in public(world)


KELP = "Kelp supports audio."


@pytest.mark.parametrize("first", ["tide", "kelp"])
def test_whoever_a_comparison_names_is_asked_besides_the_rival_that_the_answer_gives(world: World, first: str) -> None:
    both = "Unlike Reef and Kelp, Tide supports audio."
    compared = record("audio", claim("Tide supports audio."), vs_alternatives=[claim(both, rival="Reef")])
    said = {
        "tide": (answer(compared), "Tide supports audio.", both),
        "kelp": (answer(record("audio", claim(KELP))), KELP),
    }
    for slug in sorted(said, key=lambda slug: slug != first):
        world.told(slug, *said[slug])
    assert queued(world, "tide") == {both: Why.CONTRADICTED}
    assert KELP in world.item(both).flags[0].detail


def test_an_objection_goes_when_the_rival_no_longer_says_so(world: World) -> None:
    world.told("tide", answer(record("audio", claim(MAPS), vs_alternatives=[claim(RIVAL, rival="Kelp")])), MAPS, RIVAL)
    world.told("kelp", answer(record("audio", claim(KELP))), KELP)
    assert RIVAL not in public(world)
    world.told("kelp", answer(record("maps", claim("Kelp draws maps."))), "Kelp draws maps.")
    [free] = [one for each in world.show("tide").capabilities for one in each.claims if one.text == RIVAL]
    assert free.status is ClaimStatus.ATTRIBUTED
    assert queued(world, "tide") == {}


def test_a_banner_becomes_a_status_and_praise_of_the_retired_waits(world: World) -> None:
    praise = "Tide is recommended for new projects."
    said = answer(record("maps", claim(MAPS), best_for=[claim(praise)]))
    world.told("tide", said, "This project is no longer maintained.", MAPS, praise)
    [status] = [one for one in world.show("tide", public=True).facts if one.kind is FactKind.STATUS]
    assert status.claim.text == status.claim.evidence[0].quote == "This project is no longer maintained."
    assert queued(world, "tide") == {praise: Why.CONTRADICTED}
    assert public(world) == [MAPS]


def test_a_status_that_the_answer_tells_is_not_told_twice(world: World) -> None:
    banner = "Tide is deprecated in favour of Kelp."
    world.told("tide", answer(record("maps", claim(MAPS)), facts=[fact("status", banner)]), banner, MAPS)
    assert [one.claim.text for one in world.show("tide").facts] == [banner]


def test_a_guess_of_the_writer_waits(world: World) -> None:
    guess = "Tide probably draws maps of buoys."
    world.told("tide", answer(record("maps", claim(MAPS), claim(guess, MAPS))), MAPS)
    assert public(world) == [MAPS]
    assert "own_hedge" in {flag.check for flag in world.item(guess).flags}
