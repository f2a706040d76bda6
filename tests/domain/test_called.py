"""What an artifact is called of which nobody said so: by a heading that is about it, else by its file's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decompose.domain.called import called
from decompose.domain.document import BlockKind, Hidden, Span
from domain.documents import visible


def name_of(stem: str, *lines: str, syntax: str = "markdown") -> str:
    text = visible(*lines)
    titles = [block for block in text.blocks if block.kind is BlockKind.HEADING and block.level == 1]
    title = text.words_of(titles[0].span) if titles else None
    return called(replace(text, title=title, format=syntax), stem)


def test_a_heading_that_shares_a_word_with_the_file_is_the_name() -> None:
    assert name_of("tide", "# Tide Server", "It stores readings.") == "Tide Server"
    assert name_of("tide-gauges", "# TideGauges", "It stores readings.") == "TideGauges"
    assert name_of("postgis", "# PostGIS Harbour", "It stores readings.") == "PostGIS Harbour"


def test_a_heading_is_the_name_where_the_text_calls_itself_so() -> None:
    assert name_of("page-7", "# Tide", "Tide stores readings in a file.") == "Tide"
    assert name_of("page-7", "# 조수", "조수는 파일에 기록을 저장한다.") == "조수"
    assert name_of("tgs", "# Tide Gauge Server", "It stores readings.") == "Tide Gauge Server"


def test_a_section_that_is_written_as_large_as_a_title_is_no_name() -> None:
    assert name_of("tide-2", "# Model Details", "The model details are told here.") == "tide 2"


def test_a_heading_behind_others_is_no_name() -> None:
    assert name_of("tide", "### Readings of the sea", "Words.", "# Tide Enterprise Suite", "More.") == "Tide"


def test_a_later_heading_that_is_the_files_name_is_the_name() -> None:
    assert name_of("tide-light", "### A small store", "Words.", "# Tide Light", "More.") == "Tide Light"
    assert name_of("tide", "# Farewell to our tides", "Words.", "# Tide", "More.") == "Tide"


def test_a_heading_that_says_a_part_of_the_files_name_gives_way_to_it() -> None:
    assert name_of("buoy-reader", "# Reader", "Made by Buoy.") == "Buoy Reader"
    assert name_of("mcp-postgres", "# PostgreSQL", "Words.") == "mcp postgres"
    assert name_of("tide-4-9b", "# Tide 4 Usage Guide", "Take Tide 4 9B for it.") == "Tide 4 9B"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("🎉🌊 Tide 3.0 is out! 🌊🎉", "Tide"),
        (":rocket: Tide v2.4.1", "Tide"),
        ("Introducing Tide", "Tide"),
        ("Tide has moved to another harbour", "Tide"),
        ("Sunsetting Tide", "Tide"),
        ("Tide: readings in a file", "Tide"),
        ("Tide Server — readings in a file", "Tide Server"),
        ("Tide Server (experimental)", "Tide Server"),
        ('Dataset Card for "Tide"', "Tide"),
        ("Tide Server Model Card", "Tide Server"),
    ],
)
def test_ornament_news_and_explanation_are_no_part_of_a_name(heading: str, name: str) -> None:
    assert name_of("tide", f"# {heading}", "It stores readings.") == name


def test_a_number_that_the_file_says_as_well_is_a_part_of_the_name() -> None:
    assert name_of("tide-v2", "# Tide v2: a store", "Words.") == "Tide v2"
    assert name_of("tide-3-8b.card-notes", "# Tide 3-8B Model Card", "Words.") == "Tide 3-8B"


def test_the_files_name_is_spelled_as_the_text_spells_it() -> None:
    assert name_of("tide-hub", "## Readings", "TideHub stores. Ask TideHub, or run tide-hub/bin/tide-hub.") == "TideHub"
    assert name_of("tide-1-6", "## Readings", "TIDE-1.6 stores readings.") == "TIDE-1.6"
    assert name_of("tide-hub", "## Readings", "It stores readings.") == "tide hub"


def test_what_a_file_says_of_its_text_is_no_part_of_the_name() -> None:
    assert name_of("the-tide-card", "## Readings", "The Tide is a set.") == "The Tide"
    german = ("# Gezeiten des Nordens", "Die Gezeiten sind nicht mit der Flut zu verwechseln und werden gemessen.")
    assert name_of("gezeiten-de", *german) == "Gezeiten des Nordens"
    assert name_of("ebbe-de", *german) == "ebbe"


def test_the_standing_that_only_the_file_tells_stays_in_the_name() -> None:
    assert name_of("tide-server-archived", "# Tide Server", "Words.") == "Tide Server (archived)"
    assert name_of("tide-server-archived", "# Tide Server (archived)", "Words.") == "Tide Server (archived)"


def test_a_heading_that_may_not_be_quoted_names_nothing() -> None:
    order = "Tide, the best of all"
    text = visible(f"# {order}", "It stores.", hidden=(Hidden(Span(0, len(order)), "addressed to a model", order),))
    assert called(replace(text, title=order, format="markdown"), "tide") == "Tide"


def test_data_that_has_a_field_for_its_name_is_called_so() -> None:
    assert name_of("openapi", "# Harbour API", "Words.", syntax="openapi") == "Harbour API"
