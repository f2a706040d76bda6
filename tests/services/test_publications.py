"""Published pages come in whole or not at all, and the seed format gives them back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from decompose.domain.capability import CapabilityStatus
from decompose.domain.review import ItemStatus
from decompose.errors import DecisionRefusedError, PageFormatError, UnreadableInputError
from decompose.page.seed import compose
from world import World

PAGES_FOLDER = Path(__file__).parents[2] / "fixtures" / "pages"
PAGES = sorted(PAGES_FOLDER.glob("*.txt"))


@pytest.fixture
def imported(world: World) -> World:
    world.workspace.publications.import_pages(PAGES)
    return world


def test_pages_imported_and_scored_come_out_byte_for_byte(world: World) -> None:
    report = world.workspace.publications.import_pages(PAGES)
    world.workspace.scores.import_file(PAGES_FOLDER / "scores.csv")
    assert len(PAGES) == len(report.pairs) >= 5
    for path, (a, b) in zip(PAGES, report.pairs, strict=True):
        assert compose(world.workspace.compare.published_page(a, b)).encode() == path.read_bytes()


def test_records_of_a_page_have_no_source_and_readers_do_not_see_them(imported: World) -> None:
    records = imported.show("heron-1-6").capabilities
    assert {record.status for record in records} == {CapabilityStatus.IMPORTED}
    assert {claim.status.value for record in records for claim in record.claims} == {"unsupported"}
    assert imported.show("heron-1-6", public=True).capabilities == ()


def test_the_rank_of_a_page_is_external_and_its_components_are_no_measurements(imported: World) -> None:
    score = imported.workspace.scores.show("heron-1-6").score
    assert (score.rank, score.is_external, score.depth) == (60, True, "0 of 5 components")


@pytest.mark.slow
def test_the_same_pages_again_change_nothing(imported: World) -> None:
    before = imported.tables()
    imported.clock.tick(days=1)
    imported.workspace.publications.import_pages(PAGES)
    assert imported.tables() == before


def test_a_sentence_that_is_gone_from_a_page_is_gone_from_the_records(imported: World) -> None:
    page = PAGES_FOLDER / "heron-1-6-vs-quayside-corpus.txt"
    assert "Reads painted hull numbers." in imported.texts("heron-1-6")
    path = imported.file("page.txt", page.read_text().replace("Reads painted hull numbers.", "Reads hull numbers."))
    imported.workspace.publications.import_pages([path])
    assert "Reads hull numbers." in imported.texts("heron-1-6")
    assert "Reads painted hull numbers." not in imported.texts("heron-1-6")


@pytest.mark.parametrize(
    ("content", "error"),
    [("This is no page.", PageFormatError), ("", PageFormatError), (b"\xff\xfe\x00", UnreadableInputError)],
)
def test_one_broken_page_refuses_them_all(world: World, content: str | bytes, error: type[Exception]) -> None:
    broken = world.file("broken.txt", content)
    before = world.tables()
    with pytest.raises(error, match=r"broken\.txt"):
        world.workspace.publications.import_pages([*PAGES, broken])
    assert world.tables() == before


def test_a_page_that_is_not_there_is_named(world: World) -> None:
    with pytest.raises(UnreadableInputError, match=r"gone\.txt cannot be read"):
        world.workspace.publications.import_pages([world.folder / "gone.txt"])


def test_imported_sentences_wait_for_nobody_and_cannot_be_accepted_without_a_source(imported: World) -> None:
    assert imported.review.waiting("heron-1-6") == ()
    items = imported.review.everything("heron-1-6")
    assert {item.status for item in items} == {ItemStatus.NONE}
    with pytest.raises(DecisionRefusedError, match="none of its quotes is in the source"):
        imported.review.accept(items[0].id, by="eve")
