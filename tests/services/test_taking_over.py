"""A document that is known costs nothing again, and what an operator says of it otherwise than before is taken over."""

from __future__ import annotations

from typing import Any

import pytest

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.document import Publish
from decompose.domain.review import Why
from decompose.page.json_views import compare_json
from decompose.page.render import Site
from decompose.services.ingest import Options
from decompose.services.inputs import Said, gather
from decompose.services.pages import Page, Pages
from world import World, answer, claim, record

BOOKKEEPING = ("batch", "job", "held_document")
COLUMNS = "slug,name,kind,pricing,licence,publish,path"
STORES, DRAWS = "Tide stores readings in a file.", "Ebb draws charts of a harbour."


def listed(world: World, *rows: str) -> Any:
    return world.ingest(list_file=world.file("list.csv", "\n".join((COLUMNS, *rows)) + "\n"))


def page_at(world: World, path: str) -> Page:
    workspace = world.workspace
    page = Pages(workspace.catalog, workspace.compare, Site(), workspace.methodology).at(path)
    assert isinstance(page, Page)
    return page


@pytest.fixture
def told(world: World) -> World:
    """Tide by a list that says all of it, and Ebb beside it."""
    world.document("tide.md", "# Tide", STORES, "Nothing is said of the moon.")
    world.document("ebb.md", "# Ebb", DRAWS)
    for slug, sentence in (("tide", STORES), ("ebb", DRAWS)):
        world.llm.says(slug, answer(record(f"job of {slug}", claim(sentence))))
    listed(world, "tide,Tide,mcp,free,MIT,full,documents/tide.md", "ebb,Ebb,mcp,,,,documents/ebb.md")
    world.workspace.compare.store("ebb", "tide")
    return world


def test_all_that_a_row_says_of_a_known_document_is_taken_over_and_told(told: World) -> None:
    before, calls = told.show("tide").capabilities, told.llm.calls
    report = listed(told, "tide,Tide Two,cli,paid,GPL-3.0,none,documents/tide.md")
    [job] = report.jobs
    assert (job.outcome, job.code, told.llm.calls) == ("skipped", "taken_over", calls)
    for word in ("name “Tide Two”", "kind cli", "pricing paid", "licence GPL-3.0", "publish none"):
        assert word in str(job.why)
    artifact, document = told.show("tide").artifact, told.revision("tide").document
    assert (artifact.name, artifact.kind, artifact.pricing.model) == ("Tide Two", Kind.CLI, PricingModel.PAID)
    assert (document.licence, document.publish) == ("GPL-3.0", Publish.NONE)
    assert told.show("tide").capabilities == before


def test_what_is_taken_over_is_on_the_pages_that_show_it(told: World) -> None:
    artifact, source = "/artifacts/tide", f"/sources/{told.revision('tide').id}"
    before = [page_at(told, path) for path in (artifact, source)]
    assert "of the moon" in before[1].render()
    listed(told, "tide,Tide Two,cli,,,none,documents/tide.md")
    after = [page_at(told, path) for path in (artifact, source)]
    assert "Tide Two" in after[0].render()
    assert "of the moon" not in after[1].render()
    assert all(was.tag != now.tag for was, now in zip(before, after, strict=True))


def test_a_stored_comparison_follows_a_kind_that_is_taken_over(told: World) -> None:
    before = told.workspace.compare.view("ebb", "tide").comparison.fingerprint
    listed(told, "tide,Tide,dataset,,,,documents/tide.md")
    assert told.workspace.compare.view("ebb", "tide").comparison.fingerprint != before
    assert told.workspace.regenerate.run().pages_touched == 1
    assert compare_json(told.workspace.compare.view("ebb", "tide"))["comparable"]["ok"] is False


@pytest.mark.parametrize(
    "row",
    [
        "tide,Tide,mcp,free,MIT,full,documents/tide.md",
        "tide,,,,,,documents/tide.md",
        ",,,unknown,,,documents/tide.md",
    ],
)
def test_what_is_not_said_or_not_news_writes_nothing(told: World, row: str) -> None:
    before = told.tables(but=BOOKKEEPING)
    report = listed(told, row)
    assert [(job.outcome, job.code) for job in report.jobs] == [("skipped", None)]
    assert told.tables(but=BOOKKEEPING) == before


def test_two_rows_of_one_artifact_each_say_their_part(told: World) -> None:
    told.document("more.md", "# More", "Tide sorts readings by buoy.")
    listed(told, "tide,,,,,,documents/more.md")
    listed(told, "tide,,cli,,,none,documents/tide.md", "tide,Tide Two,,,BSD,,documents/more.md")
    artifact = told.show("tide").artifact
    assert (artifact.name, artifact.kind) == ("Tide Two", Kind.CLI)
    documents = told.workspace.catalog.record("tide", public=False).documents
    assert [(one.origin, one.licence, one.publish) for one in documents] == [
        ("documents/more.md", "BSD", Publish.EXCERPT),
        ("documents/tide.md", "MIT", Publish.NONE),
    ]


def test_a_text_is_closed_under_whatever_name_its_file_is_ordered(told: World) -> None:
    told.file("moved/tide.md", (told.documents / "tide.md").read_bytes())
    listed(told, "tide,,,,,none,moved/tide.md")
    assert told.revision("tide").document.publish is Publish.NONE


def test_a_kind_that_is_said_of_a_known_document_ends_the_wait(world: World) -> None:
    path = world.document("tide.md", "# Tide", STORES)
    world.ingest(path)
    world.ingest(path, said=Said(kind=Kind.CLI))
    assert world.review.waiting("tide") == ()
    assert world.show("tide").artifact.kind is Kind.CLI


@pytest.mark.parametrize("redo", [False, True])
def test_the_kind_that_an_editor_gave_stays(world: World, *, redo: bool) -> None:
    path = world.document("tide.md", "# Tide", STORES)
    world.ingest(path)
    [item] = [item for item in world.review.waiting("tide") if item.reason is Why.CLASSIFICATION]
    world.review.edit(item.id, by="eve", text="model")
    world.ingest(path, said=Said(kind=Kind.CLI), redo=redo)
    assert world.show("tide").artifact.kind is Kind.MODEL


def test_a_dry_run_says_what_would_be_taken_over_and_writes_nothing(told: World) -> None:
    before = told.tables()
    ingestion = told.workspace.ingestion(told.llm, Options(is_llm_named=True))
    estimate = ingestion.estimate(gather([told.documents / "tide.md"], None, Said(name="Tide Two")))
    assert ["name “Tide Two”" in str(job.why) for job in estimate.taken_over] == [True]
    assert told.tables() == before


@pytest.mark.parametrize(("text", "redo"), [("Tide stores readings in a box.", False), (STORES, True)])
def test_a_new_text_or_another_reading_of_a_closed_document_is_closed(told: World, text: str, *, redo: bool) -> None:
    listed(told, "tide,,,,,none,documents/tide.md")
    told.document("tide.md", "# Tide", text, "Nothing is said of the moon.")
    plain = told.file("list.csv", "slug,path\ntide,documents/tide.md\n")
    assert [job.outcome for job in told.ingest(list_file=plain, redo=redo).jobs] == ["done"]
    document = told.revision("tide").document
    assert (document.publish, document.licence) == (Publish.NONE, "MIT")
    told.document("tide.md", "# Tide", "Tide stores readings on tape.")
    listed(told, "tide,,,,GPL-3.0,full,documents/tide.md")
    document = told.revision("tide").document
    assert (document.publish, document.licence) == (Publish.FULL, "GPL-3.0")
