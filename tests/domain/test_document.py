"""The document cut at its headings, the way back to the original, and what stands around a quote."""

from __future__ import annotations

from decompose.domain.context import surroundings
from decompose.domain.document import SourceMap, Span, sections
from domain.documents import visible

TEXT = visible(
    "Intro.",
    "# Tide",
    "Words.",
    "## Limits",
    "These seas are left out:",
    "- Baltic",
    "# Use",
    "| Sea | Depth",
    "| North | 9",
)


def span_of(words: str) -> Span:
    start = TEXT.text.index(words)
    return Span(start, start + len(words))


def test_sections_carry_the_path_of_their_headings() -> None:
    assert [section.path for section in sections(TEXT)] == [(), ("Tide",), ("Tide", "Limits"), ("Use",)]


def test_a_section_spans_its_heading_and_its_blocks() -> None:
    tide = list(sections(TEXT))[1]
    assert TEXT.words_of(tide.span) == "Tide\n\nWords."


def test_around_an_item_stand_its_headings_and_its_lead_in() -> None:
    assert surroundings(TEXT).of(span_of("Baltic")) == ("Tide", "Limits", "These seas are left out:")


def test_around_a_cell_stand_its_header_and_its_whole_row() -> None:
    assert surroundings(TEXT).of(span_of("9")) == ("Use", "Sea\tDepth", "North\t9")


def test_before_the_first_heading_nothing_stands_around() -> None:
    assert surroundings(TEXT).of(span_of("Intro.")) == ()


def test_a_document_without_blocks_has_no_surroundings() -> None:
    assert surroundings(visible()).of(Span(0, 0)) == ()


def test_the_way_back_follows_the_runs() -> None:
    back = SourceMap(((0, 5, 10), (7, 9, 30)))
    assert [back.original(offset) for offset in (0, 4, 5, 6, 7, 8, 9)] == [10, 14, None, None, 30, 31, None]
    assert SourceMap().original(0) is None
