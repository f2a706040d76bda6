"""The alignment over the labelled set: as good as it was measured, the same from both sides, and explained."""

from __future__ import annotations

import pytest

from alignment_figures import RECORDINGS, figures, labelled, most_rows, ruled_by
from alignment_fit import LEARNT_FROM, fields, learnt
from decompose.domain.alignment import align
from decompose.domain.job_weights import BIAS, WEIGHTS
from decompose.llm.recorded import RecordedLlm


def test_the_set_is_large_enough_to_say_something() -> None:
    pairs = labelled()
    assert len(pairs) >= 12
    assert sum(len(one.a.capabilities) * len(one.b.capabilities) for one in pairs) >= 300
    for one in pairs:
        ids_a, ids_b = ({record.id for record in side.capabilities} for side in (one.a, one.b))
        assert all(a in ids_a and b in ids_b for a, b in one.same | one.disputed)


@pytest.mark.slow
def test_rules_alone_are_as_good_as_they_were_measured() -> None:
    kept_back, in_sight = figures(labelled("test", "unseen", "new")), figures(labelled("dev", "late", "more"))
    assert kept_back.f1 >= 0.81
    assert kept_back.precision >= 0.84
    assert in_sight.f1 >= 0.82
    assert figures(labelled()).f1 >= 0.82


@pytest.mark.slow
def test_the_weights_are_those_that_the_labelled_pairs_in_sight_give() -> None:
    bias, weights = learnt(labelled(*LEARNT_FROM))
    assert bias == pytest.approx(BIAS, abs=0.05)
    assert weights == pytest.approx(WEIGHTS, abs=0.05)
    assert min(weights.values()) >= 0


def test_fields_have_no_artifact_in_common() -> None:
    slugs = [{side.artifact.slug for one in field for side in (one.a, one.b)} for field in fields(labelled())]
    assert len(slugs) > 8
    assert sum(map(len, slugs)) == len(set().union(*slugs))


@pytest.mark.slow
def test_a_language_model_settles_most_of_what_the_words_leave_open() -> None:
    rulings = ruled_by(RecordedLlm([RECORDINGS]))
    for part in ("dev", "test"):
        assert figures(labelled(part), rulings).f1 >= 0.9


@pytest.mark.parametrize("one", labelled(), ids=lambda one: f"{one.a.artifact.slug} {one.b.artifact.slug}")
def test_pairs_are_the_same_from_either_side_never_within_one_artifact_and_say_why(one) -> None:
    there = align(one.a.capabilities, one.b.capabilities)
    back = align(one.b.capabilities, one.a.capabilities)
    assert {(pair.a, pair.b) for pair in there.both} == {(pair.b, pair.a) for pair in back.both}
    assert {(pair.a, pair.b) for pair in there.doubtful} == {(pair.b, pair.a) for pair in back.doubtful}
    ids_a, ids_b = ({record.id for record in side.capabilities} for side in (one.a, one.b))
    assert all(pair.a in ids_a and pair.b in ids_b for pair in there.both)
    assert len({pair.a for pair in there.both}) == len({pair.b for pair in there.both}) == len(there.both)
    assert all(pair.why.startswith(("Shared words: ", "Both tell of ")) and len(pair.why) > 14 for pair in there.both)


def test_the_most_rows_are_counted_whatever_comes_first() -> None:
    assert most_rows(frozenset({("a", "x"), ("a", "y"), ("b", "x")})) == 2
    assert most_rows(frozenset({("a", "x"), ("b", "x")})) == 1
