"""What readers see of the demo, made wrong on purpose in many ways: the checks refuse it."""

from __future__ import annotations

import pytest

from corruptions import GOAL, KINDS, Tried, published, shares, tried

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found() -> list[Tried]:
    return tried(published())


def test_the_demo_offers_claims_to_corrupt_in_every_way(found) -> None:
    assert len(found) >= 1_500
    assert {kind for kind, (_, of) in shares(found).items() if of} == set(KINDS)


def test_no_corruption_leaves_the_sentence_as_it_was(found) -> None:
    assert [one for one in found if " ".join(one.corruption.text.split()) == one.one.claim.text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_corrupted_sentence_is_refused(found, kind) -> None:
    missed = [one.corruption.text for one in found if one.corruption.kind == kind and not one.is_caught]
    caught, of = shares(found)[kind]
    assert caught >= GOAL * of, missed[:20]
