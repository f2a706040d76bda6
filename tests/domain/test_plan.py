"""What an order does with each document follows from what is known, before any model is asked."""

from __future__ import annotations

from decompose.domain.artifact import Artifact
from decompose.domain.document import SourceDocument
from decompose.domain.plan import Candidate, Known, Mode, Step, plan

MODE = Mode("gpt")


def candidate(slug: str = "tide", content: str = "c1", path: str | None = None, *, named: bool = False) -> Candidate:
    path = path or f"{slug}.md"
    return Candidate(path, Artifact(slug, slug.title()), SourceDocument(slug, path), content, named)


def known(slug: str = "tide", content: str = "c1", by: str | None = "gpt") -> Known:
    return Known(slug, f"{slug}.md", content, f"rev-{content}", by)


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
