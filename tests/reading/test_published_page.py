"""A published page is read into values, whatever its records say, or refused with the line and the remedy."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slugify import slugify

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.published import PUBLISHED_COMPONENTS, RANK_ROW, PublishedPage, PublishedRecord, PublishedSide
from decompose.errors import PageFormatError
from decompose.page.seed import compose
from decompose.reading.published_page import lay_out, parse_page

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
TEXTS = {path.stem: path.read_bytes().decode() for path in sorted(PAGES.glob("*.txt"))}
HARBOUR = TEXTS["harbour-7b-vs-quayside-corpus"]


def with_raw_components(side: PublishedSide) -> PublishedSide:
    with (PAGES / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}
    row = rows[slugify(side.name)]
    return replace(side, components={name: Decimal(row[name.value]) for name in PUBLISHED_COMPONENTS})


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_read_and_composed_from_its_scores_is_the_same_to_the_byte(name: str) -> None:
    page = parse_page(TEXTS[name], name)
    raw = replace(page, a=with_raw_components(page.a), b=with_raw_components(page.b))
    assert compose(raw) == TEXTS[name]


def test_there_is_a_page_for_every_case_of_the_format() -> None:
    assert len(TEXTS) == 5
    has_price = {"Starting Price" in text for text in TEXTS.values()}
    has_leads = {" leads on " in text for text in TEXTS.values()}
    has_free_tier = {"free tier" in text for text in TEXTS.values()}
    has_more_of_a = {text.count("more capabilities") == 2 for text in TEXTS.values()}
    assert has_price == has_leads == has_free_tier == has_more_of_a == {True, False}


def test_everything_that_a_page_states_is_read() -> None:
    page = parse_page(HARBOUR, "harbour.txt")
    assert page.rank_label == "HarbourRank"
    assert (page.a.name, page.a.kind, page.a.rank) == ("Northpier: Harbour 7B", Kind.MODEL, 24)
    assert (page.a.pricing, page.a.starting_price) == (PricingModel.PAID, "$1.20e-7 per prompt token")
    assert (page.a.declared_capabilities, page.a.times_matched, len(page.a.records)) == (2, 0, 2)
    assert list(page.a.components.values()) == [0, 0, 0, 0]
    assert (page.b.name, page.b.kind, page.b.pricing) == ("Quayside Corpus", Kind.DATASET, PricingModel.FREE)
    assert (page.b.starting_price, page.b.declared_capabilities, len(page.b.records)) == (None, 11, 8)
    assert list(page.b.components.values()) == [1, 1, 0, 0]


def test_a_record_may_lack_a_part() -> None:
    records = parse_page(TEXTS["lantern-guard-2b-vs-quayside-corpus"], "lantern.txt").a.records
    assert records[1].vs_alternatives is None
    assert records[1].unique == "The sentence names the words that weighed most."


@pytest.mark.parametrize("name", TEXTS)
def test_every_part_of_a_page_is_found_on_its_line(name: str) -> None:
    page, layout = lay_out(TEXTS[name], name)
    for side, heading, lines in zip((page.a, page.b), layout.headings, layout.records, strict=True):
        assert layout.lines[heading - 1] == f"{side.name} Capabilities"
        assert [layout.lines[line - 1] for line in lines] == [record.description for record in side.records]
    assert layout.lines[layout.rows["Pricing"] - 1].startswith("| Pricing |")
    assert layout.lines[layout.rows[RANK_ROW] - 1].startswith(f"| {page.rank_label} |")
    assert layout.lines[layout.verdict - 2] == "Verdict"


def test_a_page_with_a_wrong_count_is_laid_out_where_the_count_does_not_bind() -> None:
    text = HARBOUR.replace("2 decomposed", "5 decomposed")
    page, _ = lay_out(text, "x", is_count_binding=False)
    assert (page.a.declared_capabilities, len(page.a.records)) == (5, 2)


def test_a_title_of_a_megabyte_is_cut_or_refused_at_once() -> None:
    with pytest.raises(PageFormatError):
        parse_page(HARBOUR.replace("Harbour 7B vs ", " vs " * 250_000), "x")


def test_line_endings_of_windows_a_mark_and_a_last_newline_change_nothing() -> None:
    foreign = "\ufeff" + HARBOUR.replace("\n", "\r\n") + "\r\n"
    assert parse_page(foreign, "x") == parse_page(HARBOUR, "x")


def test_a_name_may_hold_the_word_between_the_names() -> None:
    page = parse_page(HARBOUR.replace("Northpier: Harbour 7B", "Pier vs Port vs Pilot"), "x")
    assert page.a.name == "Pier vs Port vs Pilot"


TRICKY = [
    "Verdict",
    "Quayside Corpus Capabilities",
    "+3 more capabilities",
    "Unique: x",
    "| Type | a | b |",
    "a | b",
    "é—→",
]
texts = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)
records = st.lists(st.builds(PublishedRecord, texts, texts, texts), max_size=8).map(tuple)


@pytest.mark.slow
@settings(max_examples=400, derandomize=True, deadline=None)
@given(records, records, st.integers(0, 3))
def test_records_may_hold_any_text(
    of_a: tuple[PublishedRecord, ...], of_b: tuple[PublishedRecord, ...], more: int
) -> None:
    known = parse_page(HARBOUR, "x")
    page = PublishedPage(
        replace(known.a, records=of_a, declared_capabilities=len(of_a)),
        replace(known.b, records=of_b, declared_capabilities=len(of_b) + more),
        known.rank_label,
    )
    assert parse_page(compose(page), "x") == page


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Harbour 7B vs ", "Harbour 7B or ", 1, "A vs B"),
        ("| Type | Model | Dataset |", "| Type | Gadget | Dataset |", 5, "Gadget.*use one of"),
        ("24/100 | 61/100 |", "24/100 | 610/100 |", 6, "610/100.*0 to 100"),
        ("| HarbourRank | 24/100 | 61/100 |\n", "", 6, 'expected the row "rank"'),
        ("| Adoption | 0 |", "| Adoption | high |", 7, "high"),
        ("| Quality | 0 | 1 |\n", "", 8, 'expected the row "Quality"'),
        ("| Quality | 0 | 1 |", "| Quality | 1 |", 8, "value of A"),
        ("| Pricing | Paid |", "| Pricing | Barter |", 11, "Barter"),
        ("2 decomposed", "two decomposed", 13, "11 decomposed"),
        ("2 decomposed", "5 decomposed", 13, "5 and 11 .* 2 and 11"),
        ("Harbour 7B Capabilities\n", "Harbour 7B\n", 15, "Harbour 7B Capabilities"),
        ("Quayside Corpus Capabilities\n", "", 47, "Quayside Corpus Capabilities"),
        ("Answers questions about tide", "\nAnswers questions about tide", 19, "empty line"),
        ("\nVerdict\n", "\n", 47, "Verdict"),
        ("\nSearch the match graph →", "", 50, "cut off"),
    ],
)
def test_a_page_of_another_shape_is_refused_with_the_line_and_the_remedy(
    old: str, new: str, line: int, words: str
) -> None:
    broken = HARBOUR.replace(old, new, 1)
    assert broken != HARBOUR
    with pytest.raises(PageFormatError, match=rf"^harbour\.txt, line {line}: .*{words}") as caught:
        parse_page(broken, "harbour.txt")
    assert caught.value.subject == "harbour.txt"


@pytest.mark.parametrize("text", ["", "\n\n", "A vs B", "hello", HARBOUR[:400], HARBOUR[:3000]])
def test_no_cut_of_a_page_is_taken_for_a_page(text: str) -> None:
    with pytest.raises(PageFormatError):
        parse_page(text, "cut.txt")


@pytest.mark.parametrize("count", ["9" * 19, "1" * 5000])
@pytest.mark.parametrize("row", ["Times Matched | 0", "Capabilities | 2"])
def test_a_count_of_more_digits_than_any_count_has_is_refused_with_its_line(row: str, count: str) -> None:
    label = row.partition(" | ")[0]
    line = next(at for at, words in enumerate(HARBOUR.splitlines(), 1) if words.startswith(f"| {label} |"))
    with pytest.raises(PageFormatError, match=rf'page, line {line}: "\d+…?[a-z ]*" under "{label}" is not') as refused:
        parse_page(HARBOUR.replace(f"| {row}", f"| {label} | {count}", 1), "page")
    assert len(str(refused.value)) < 200


def test_a_line_that_counts_more_records_than_there_can_be_counts_none() -> None:
    text = re.sub(r"\+\d+ more capabilities", f"+{'9' * 5000} more capabilities", HARBOUR)
    with pytest.raises(PageFormatError, match=r"page, line \d+: 2 and 11 capabilities are declared"):
        parse_page(text, "page")
