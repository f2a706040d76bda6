"""What an order does with each document follows from what is known, before any model is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decompose.domain.artifact import Artifact
from decompose.domain.document import SourceDocument
from decompose.domain.plan import Candidate, Known, Mode, Planner, Step, plan

MODE = Mode("gpt")


def candidate(slug: str = "tide", content: str = "c1", path: str | None = None, *, named: bool = False) -> Candidate:
    path = path or f"{slug}.md"
    return Candidate(path, Artifact(slug, slug.title()), SourceDocument(slug, path), content, named)


def tide(path: str, content: str) -> Candidate:
    return candidate(content=content, path=path, named=True)


def known(slug: str = "tide", content: str = "c1", by: str | None = "gpt", origin: str | None = None) -> Known:
    return Known(slug, origin or f"{slug}.md", content, f"rev-{content}", by)


def steps(*candidates: Candidate, known: tuple[Known, ...] = (), mode: Mode = MODE) -> list[tuple[str, str | None]]:
    return [(planned.step.value, planned.code) for planned in plan(candidates, known, mode)]


def test_a_new_document_is_decomposed() -> None:
    assert steps(candidate()) == [("decompose", None)]


def test_a_document_with_records_is_skipped() -> None:
    assert steps(candidate(), known=(known(),)) == [("skip", None)]


def test_a_document_whose_records_are_missing_is_decomposed() -> None:
    assert steps(candidate(), known=(known(by=None),)) == [("decompose", None)]


def test_redo_decomposes_again() -> None:
    assert steps(candidate(), known=(known(),), mode=Mode("gpt", redo=True)) == [("decompose", None)]


def test_extractive_replaces_records_of_a_model_only_when_it_was_named() -> None:
    assert steps(candidate(), known=(known(),), mode=Mode("extractive", redo=True)) == [("skip", None)]
    named = Mode("extractive", is_named=True, redo=True)
    assert steps(candidate(), known=(known(),), mode=named) == [("decompose", None)]


def test_changed_content_is_a_new_revision() -> None:
    assert steps(candidate(content="c2"), known=(known(),)) == [("decompose", None)]


def test_the_same_text_under_another_artifact_is_a_duplicate() -> None:
    assert steps(candidate("ebb"), known=(known("tide"),)) == [("refuse", "duplicate")]
    assert steps(candidate("tide"), candidate("ebb")) == [("decompose", None), ("refuse", "duplicate")]


def test_the_same_text_twice_in_one_order_is_decomposed_once() -> None:
    order = (candidate(path="a.md", named=True), candidate(path="b.md", named=True))
    assert steps(*order) == [("decompose", None), ("skip", None)]


def moves(
    *candidates: Candidate, known: tuple[Known, ...] = (), withdrawn: tuple[Known, ...] = (), mode: Mode = MODE
) -> list[tuple[str, tuple[str, ...]]]:
    return [(planned.step.value, planned.continues) for planned in plan(candidates, known, mode, withdrawn, RUNS)]


RUNS = {"one": frozenset("abcd"), "one, and more": frozenset("abcde"), "two": frozenset("vwxyz")}
ONE, TWO = known(origin="a.md", content="one"), known(origin="b.md", content="two")
REDO, PRUNES = Mode("gpt", redo=True), Mode("gpt", prunes=True)


@pytest.mark.parametrize(
    ("order", "planned"),
    [
        ([("a.md", "two"), ("b.md", "one")], [("skip", ("b.md",)), ("skip", ("a.md",))]),
        ([("b.md", "one"), ("a.md", "three")], [("skip", ("a.md",)), ("decompose", ())]),
        ([("a.md", "three"), ("c.md", "one")], [("decompose", ()), ("skip", ("a.md",))]),
        ([("a.md", "three"), ("c.md", "one, and more")], [("decompose", ()), ("decompose", ())]),
    ],
    ids=["changed places", "came here", "went on", "another that is like it"],
)
def test_a_text_that_moved_goes_on_where_it_is_now(
    order: list[tuple[str, str]], planned: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Its records go with it, and so does what editors decided; nothing is asked again."""
    assert moves(*(tide(path, content) for path, content in order), known=(ONE, TWO)) == planned


@pytest.mark.parametrize(
    ("content", "mode", "is_gone", "planned"),
    [
        ("one", MODE, False, ("skip", ())),
        ("one", PRUNES, False, ("skip", ("a.md",))),
        ("one", MODE, True, ("skip", ("a.md",))),
        ("one", REDO, False, ("decompose", ("a.md",))),
        ("one, and more", MODE, False, ("decompose", ("a.md",))),
        ("one, and more", MODE, True, ("decompose", ("a.md",))),
        ("two", REDO, False, ("decompose", ())),
    ],
    ids=["copy", "pruning order", "gone", "redo", "changed", "gone and changed", "another"],
)
def test_a_document_at_another_path_goes_on_with_the_one_of_before(
    content: str, mode: Mode, planned: tuple[str, tuple[str, ...]], *, is_gone: bool
) -> None:
    """While nothing is to be done, it may be a copy, and what is known stays where it is."""
    assert moves(tide("c.md", content), known=(replace(ONE, is_gone=is_gone),), mode=mode) == [planned]


@pytest.mark.parametrize("content", ["one", "one, and more"])
def test_what_was_pruned_comes_back_at_another_path(content: str) -> None:
    gone = replace(ONE, decomposed_by=None)
    assert moves(tide("c.md", content), withdrawn=(gone,)) == [("decompose", ("a.md",))]
    assert moves(tide("c.md", "two"), withdrawn=(gone,)) == [("decompose", ())]
    assert moves(candidate("ebb", content), withdrawn=(gone,)) == [("decompose", ())]


def test_what_is_gone_and_goes_on_nowhere_leaves() -> None:
    planner = Planner([replace(ONE, is_gone=True), replace(TWO, is_gone=True)], MODE)
    assert planner.step(tide("c.md", "one")) is None
    planner.rest({})
    assert [known.origin for known in planner.gone] == ["b.md"]


def test_the_text_of_a_document_that_is_gone_may_be_told_of_another_artifact() -> None:
    assert steps(candidate("ebb", "one"), known=(replace(ONE, is_gone=True),)) == [("decompose", None)]


def test_only_what_may_go_on_has_its_words_looked_at() -> None:
    planner = Planner([ONE, TWO, known("ebb", "three")], MODE)
    for each in (tide("a.md", "one"), tide("c.md", "one, and more"), candidate("kelp", "four")):
        planner.step(each)
    assert planner.sought == (TWO,)


def test_a_text_that_stays_where_it_was_is_told_once() -> None:
    for order in ((tide("a.md", "one"), tide("b.md", "one")), (tide("b.md", "one"), tide("a.md", "one"))):
        assert moves(*order, known=(ONE,)) == [("skip", ())] * 2
    moved = (tide("b.md", "one"), tide("c.md", "one"), tide("a.md", "two"))
    assert moves(*moved, known=(ONE,)) == [("skip", ("a.md",)), ("skip", ()), ("decompose", ())]


def test_what_a_document_told_is_left_where_another_one_tells_what_it_says_now() -> None:
    stored = (known(origin="a.md", content="one"), known(origin="b.md", content="two"))
    for order in ((tide("b.md", "one"),), (tide("a.md", "one"), tide("b.md", "one"))):
        assert [planned.is_left for planned in plan(order, stored, MODE)][-1]
    kept = plan((tide("a.md", "one"), tide("b.md", "two"), tide("c.md", "one")), stored, MODE)
    assert not any(planned.is_left for planned in kept)


def test_the_second_file_with_a_derived_slug_is_refused() -> None:
    assert steps(candidate(path="a/tide.md"), candidate(content="c2", path="b/tide.md")) == [
        ("decompose", None),
        ("refuse", "slug_taken"),
    ]


def test_a_slug_that_was_given_may_have_several_documents() -> None:
    order = (candidate(path="a.md", named=True), candidate(content="c2", path="b.md", named=True))
    assert [step for step, _ in steps(*order)] == ["decompose", "decompose"]


def test_a_refusal_says_what_to_do() -> None:
    planned = plan([candidate("tide"), candidate("ebb")], (), MODE)
    assert planned[1].step is Step.REFUSE
    assert "tide" in (planned[1].why or "")


def spoken_of(*candidates: Candidate, known: tuple[Known, ...]) -> list[tuple[str, ...] | None]:
    return [planned.speaks_of for planned in plan(candidates, known, MODE)]


def test_what_is_said_of_a_document_that_is_skipped_holds_for_it() -> None:
    assert spoken_of(candidate(), known=(known(),)) == [("tide.md",)]
    assert spoken_of(candidate(content="c2"), known=(known(),)) == [None]


def test_what_is_said_of_a_text_from_elsewhere_holds_for_the_documents_that_tell_it() -> None:
    stored = (known(origin="a.md"),)
    assert spoken_of(tide("b.md", "c1"), known=stored) == [("a.md",)]


def test_of_two_documents_of_one_text_the_known_one_is_spoken_of_by_its_own_row() -> None:
    order = (tide("b.md", "c1"), tide("a.md", "c1"))
    assert spoken_of(*order, known=(known(origin="a.md"),)) == [None, ("a.md",)]
