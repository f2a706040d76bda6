"""Pairs that the words leave open wait for an editor; what he rules stands until the words change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.doubt import PAIR
from decompose.domain.review import ItemStatus, ReviewItem, Why
from decompose.llm.client import Reply, Request, Witness
from decompose.services.aligning import Aligned, Aligner
from decompose.services.asking import Asker
from decompose.services.inputs import Said
from world import World, answer, claim, record

TIDE = "Tide writes the readings of a harbour to disk."
EBB = "Ebb puts readings of a buoy into a file."


@pytest.fixture
def harbour(world: World) -> World:
    """Two artifacts whose records may be about one job."""
    for slug, sentence, job in (("tide", TIDE, "keeping of readings"), ("ebb", EBB, "a file of readings")):
        world.llm.says(slug, answer(record(job, claim(sentence))))
        path = world.document(f"{slug}.md", f"# {slug.title()}", sentence)
        world.ingest(path, said=Said(kind=Kind.FRAMEWORK))
        world.workspace.scores.import_file(world.scores(f"{slug},1,1,1,1,1"))
    world.workspace.compare.store("ebb", "tide")
    return world


def doubts(world: World) -> list[ReviewItem]:
    return [item for item in world.review.everything("ebb") if item.field == PAIR]


def pairs(world: World) -> list[str]:
    return [pair.why for pair in world.workspace.compare.view("tide", "ebb").comparison.alignment.both]


def test_a_doubtful_pair_is_in_no_row_and_in_the_queue_once(harbour: World) -> None:
    harbour.workspace.compare.store("ebb", "tide")
    [item] = doubts(harbour)
    assert (item.reason, item.status) == (Why.ALIGNMENT, ItemStatus.OPEN)
    assert item.new == "“a file of readings” of Ebb and “keeping of readings” of Tide do the same job."
    assert {flag.detail for flag in item.flags} >= {TIDE, EBB}
    assert pairs(harbour) == []


def test_an_editor_who_accepts_it_pairs_them_and_undo_takes_them_apart(harbour: World) -> None:
    [item] = doubts(harbour)
    harbour.review.accept(item.id, by="ada")
    assert pairs(harbour) == ["Matched by an editor"]
    harbour.review.undo(item.id, by="ada")
    assert pairs(harbour) == []


def test_what_an_editor_kept_apart_stays_apart_and_is_not_asked_again(harbour: World) -> None:
    [item] = doubts(harbour)
    harbour.review.reject(item.id, by="ada", code="other")
    found = harbour.workspace.compare.store("ebb", "tide").comparison.alignment
    assert (found.both, found.doubtful) == ((), ())
    assert doubts(harbour) == []


@pytest.mark.slow
def test_a_ruling_on_other_words_does_not_stand(harbour: World) -> None:
    [item] = doubts(harbour)
    harbour.review.accept(item.id, by="ada")
    again = "Ebb puts the readings of a buoy into one file."
    harbour.told("ebb", answer(record("a file of readings", claim(again))), again)
    assert pairs(harbour) == []
    harbour.workspace.compare.store("ebb", "tide")
    assert [one.status for one in doubts(harbour)] == [ItemStatus.OPEN]


class Ruling:
    """Says the same of every pair."""

    name, is_paid, reads_prompts = "ruling", False, True

    def __init__(self, *, same: bool) -> None:
        self.same = same
        self.requests: list[Request] = []

    def complete(self, request: Request, witness: Witness) -> Reply:
        self.requests.append(request)
        count = request.messages[-1].content.count('{"number"')
        told = [{"number": number, "job": "", "same": self.same} for number in range(1, count + 1)]
        return Reply(json.dumps({"pairs": told}), None)  # type: ignore[arg-type]


def align(world: World, llm: Ruling) -> Aligned:
    aligner = Aligner(Asker(world.database, llm, world.clock), world.workspace.prompts)
    return world.workspace.aligning.align("tide", "ebb", aligner)


def test_a_language_model_rules_in_one_call_and_empties_the_queue(harbour: World) -> None:
    llm = Ruling(same=True)
    assert align(harbour, llm) == Aligned("ebb", "tide", 1, 1)
    assert pairs(harbour) == ["Matched by a language model (ruling)"]
    assert doubts(harbour) == []
    assert align(harbour, llm).asked == 0
    assert len(llm.requests) == 1


def test_the_word_of_an_editor_goes_before_that_of_a_model(harbour: World) -> None:
    [item] = doubts(harbour)
    align(harbour, Ruling(same=False))
    assert pairs(harbour) == []
    harbour.review.accept(item.id, by="ada")
    assert pairs(harbour) == ["Matched by an editor"]


def test_an_answer_of_no_use_is_asked_for_once_more_and_then_reported(harbour: World) -> None:
    class Mumbling(Ruling):
        def complete(self, request: Request, witness: Witness) -> Reply:
            return replace(super().complete(request, witness), text="well")

    llm = Mumbling(same=True)
    aligner = Aligner(Asker(harbour.database, llm, harbour.clock), harbour.workspace.prompts)
    harbour.workspace.aligning.align("tide", "ebb", aligner)
    assert [("not JSON" in request.messages[-1].content) for request in llm.requests] == [False, True]
    assert len(aligner.failures) == 1
    assert [one.status for one in doubts(harbour)] == [ItemStatus.OPEN]
