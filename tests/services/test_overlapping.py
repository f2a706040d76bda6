"""Who else does a job: counted over the whole catalogue, shown beside claims to be the only one, and queued."""

from __future__ import annotations

from collections import Counter

import pytest

from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.overlap import FEW, MOST_NEIGHBOURS, overlaps
from decompose.domain.review import ItemStatus, Why
from decompose.errors import UnknownSubjectError
from world import World, answer, claim, record

JOB = "Tide forecasts the water level of a harbour."
ONLY = "Tide reads the water level from a radar."


@pytest.fixture
def harbour(world: World) -> World:
    """Three artifacts: two of them forecast water levels, one of which says that it alone does."""
    said = record("forecast of water levels", claim(JOB), intents=["forecast the water level"], unique=[claim(ONLY)])
    world.told("tide", answer(said), JOB, ONLY)
    other = "Ebb forecasts the water level of a river."
    world.told("ebb", answer(record("forecast of water levels", claim(other), intents=["forecast the level"])), other)
    world.told("flow", answer(record("chart drawing", claim("Flow draws charts."))), "Flow draws charts.")
    return world


def test_others_with_the_same_job_stand_on_both_sides(harbour: World) -> None:
    found = harbour.workspace.overlapping.survey()
    assert found.pairs >= 1
    record_of = harbour.workspace.catalog.record
    assert [one.slug for one in record_of("tide", public=True).neighbours] == ["ebb"]
    assert [one.name for one in record_of("ebb", public=True).neighbours] == ["Tide"]
    assert record_of("flow", public=True).neighbours == ()


def test_a_claim_to_be_the_only_one_waits_for_an_editor_once_it_is_contested(harbour: World) -> None:
    harbour.workspace.overlapping.survey()
    item = harbour.item(ONLY, "tide")
    assert (item.status, item.reason) == (ItemStatus.OPEN, Why.UNIQUE)
    assert "1 others state the same job: ebb" in item.flags[0].detail
    harbour.review.accept(item.id, by="ada")
    harbour.workspace.overlapping.survey()
    assert harbour.item(ONLY, "tide").status is ItemStatus.ACCEPTED


def test_a_survey_of_one_artifact_leaves_the_others_as_they_are(harbour: World) -> None:
    harbour.workspace.overlapping.survey()
    harbour.workspace.overlapping.survey(["flow"])
    assert [one.slug for one in harbour.workspace.catalog.record("tide", public=True).neighbours] == ["ebb"]
    with pytest.raises(UnknownSubjectError):
        harbour.workspace.overlapping.survey(["nix"])


def test_whoever_is_held_back_is_nobodys_neighbour(harbour: World) -> None:
    harbour.workspace.overlapping.survey()
    harbour.workspace.publishing.hold("ebb")
    assert harbour.workspace.catalog.record("tide", public=True).neighbours == ()


def test_a_record_that_editors_rejected_is_nobodys_alternative_and_has_none(harbour: World) -> None:
    harbour.workspace.overlapping.survey()
    record_of = harbour.workspace.catalog.record
    for claim_ in record_of("ebb", public=True).side.capabilities[0].claims:
        harbour.review.reject(harbour.item(claim_.text, "ebb").id, by="ada", code="other")
    assert record_of("tide", public=True).neighbours == ()
    assert record_of("ebb", public=False).neighbours == ()


def _told(slug: str, name: str) -> tuple[Capability, ...]:
    said = Claim(f"{slug} claim", "description", f"It does {name}.", ClaimStatus.VERIFIED)
    return (Capability(f"{slug} record", name, CapabilityStatus.PUBLISHED, (said,)),)


def test_in_a_large_catalogue_the_neighbours_of_a_job_are_found_among_many_others() -> None:
    records = {f"a{number}": _told(f"a{number}", f"trade{number} ledger{number}") for number in range(2 * FEW)}
    records |= {slug: _told(slug, "otter census by sonar") for slug in ("otter-one", "otter-two", "otter-three")}
    found = {(one.slug, one.other) for one in overlaps(records)}
    otters = ("otter-one", "otter-two", "otter-three")
    assert found == {(one, other) for one in otters for other in otters if one != other}
    assert {(one.slug, one.other) for one in overlaps(records, ["otter-one"])} == {
        pair for pair in found if "otter-one" in pair
    }


VERBS = "encrypts validates renders compiles archives indexes samples".split()
OBJECTS = "graph tables|audio streams|customs forms|unit tests|tidal charts|court letters|seed lists".split("|")


@pytest.mark.parametrize("size", [FEW + 1, 2 * FEW, pytest.param(10 * FEW, marks=pytest.mark.slow)])
def test_two_that_tell_a_job_in_the_same_words_are_found_however_many_use_each_of_them(size: int) -> None:
    """Each word stands in a seventh of the records, so that none of them tells a neighbourhood alone."""
    names = [f"{verb} {told}" for told in OBJECTS for verb in VERBS]
    records = {f"a{number:04}": _told(f"a{number:04}", names[number % len(names)]) for number in range(size)}
    found = {(one.slug, one.other) for one in overlaps(records)}
    same = {(f"a{number:04}", f"a{number + len(names):04}") for number in range(size - len(names))}
    assert same <= found


@pytest.mark.slow
def test_a_job_of_nearly_all_has_neighbours_and_takes_none_from_a_rare_one() -> None:
    records = {f"a{number:04}": _told(f"a{number:04}", "search the web") for number in range(8 * FEW)}
    for slug in ("a0000", "a0400"):
        records[slug] = (*records[slug], *_told(f"{slug} rare", "otter census by sonar"))
    found = list(overlaps(records))
    neighbours = Counter(one.slug for one in found)
    assert min(neighbours[slug] for slug in records) >= FEW // 2
    assert max(neighbours.values()) <= 3 * MOST_NEIGHBOURS
    assert ("a0000 rare record", "a0400 rare record") in {(one.a, one.b) for one in found}
