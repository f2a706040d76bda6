"""What stands on the pages: answers first, figures that add up, every sentence with its quote, and nothing refused."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from decompose.domain.capability import Fact, FactKind
from decompose.domain.catalog import ArtifactSummary
from decompose.domain.document import Publish, Span
from decompose.page.comparison_view import compare_view
from decompose.page.render import (
    Site,
    render_artifact,
    render_compare,
    render_front,
    render_problem,
    render_source,
)
from decompose.page.text import compare_text
from decompose.page.wording import sum_up
from page import facts
from page.reading_pages import Page, read

COMPARE = render_compare(facts.compared())
MIXED = render_compare(facts.compared(facts.public(facts.bison()), facts.corpus(), is_stored=False))
ARTIFACT = render_artifact(facts.record(facts.atlas()))
IMPORTED = render_artifact(facts.record(facts.corpus()))
SOURCE = render_source(facts.source())
HOME = render_front(facts.front([facts.summary(facts.bison())]))
PAGES = {
    "compare": COMPARE,
    "mixed": MIXED,
    "artifact": ARTIFACT,
    "imported": IMPORTED,
    "source": SOURCE,
    "home": HOME,
    "problem": render_problem(404, "Nothing is kept here", "no such thing"),
}
every_page = pytest.mark.parametrize("html", PAGES.values(), ids=PAGES.keys())


@every_page
def test_a_page_has_one_h1_one_main_a_skip_link_and_no_level_skipped(html: str) -> None:
    page = read(html)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("a")[0].attributes["href"] == "#main"
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.unclosed == []


@every_page
def test_a_page_has_no_inline_style_no_handler_and_loads_nothing_from_elsewhere(html: str) -> None:
    page = read(html)
    for element in page.elements:
        assert element.tag != "style"
        assert not any(name == "style" or name.startswith("on") for name in element.attributes)
        is_data = element.attributes.get("type") == "application/ld+json"
        assert is_data or not (element.tag == "script" and element.words.strip())
        for name in ("src", "href"):
            assert not (element.attributes.get(name) or "/").startswith(("http", "//", "javascript:"))


@every_page
def test_ids_are_unique_and_every_link_inside_the_page_arrives(html: str) -> None:
    page = read(html)
    assert len(page.ids) == len(set(page.ids))
    for link in page.all("a"):
        target = link.attributes["href"] or ""
        assert not target.startswith("#") or target[1:] in page.ids


@every_page
def test_headers_of_tables_say_what_they_head_and_drawings_say_what_they_show(html: str) -> None:
    page = read(html)
    assert all(header.attributes.get("scope") in {"col", "row"} for header in page.all("th"))
    assert all(drawing.attributes.get("aria-label") for drawing in page.all("svg"))


@pytest.mark.parametrize("fmt", ["html", "markdown"])
def test_refused_rejected_and_quarantined_words_are_on_no_page(fmt: str) -> None:
    careless = facts.compared(facts.atlas(), facts.corpus())
    pages = [
        render_compare(careless, fmt),
        render_artifact(facts.record(facts.atlas()), fmt),
        render_artifact(facts.record(facts.corpus()), fmt),
        render_source(facts.source(publish=Publish.FULL), fmt),
        compare_text(careless),
    ]
    for page in pages:
        assert "Atlas" in page or "Corpus" in page
        for words in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED, facts.WITHHELD, "five stars"):
            assert words not in page


# -- comparison --------------------------------------------------------------------------------------------


def test_the_verdict_stands_before_scores_facts_and_capabilities() -> None:
    places = [COMPARE.index(f'id="{name}"') for name in ("verdict", "scores", "facts", "capabilities", "moved")]
    assert places == sorted(places)


def test_each_sentence_of_the_verdict_has_its_rule_and_its_facts() -> None:
    compared = facts.compared()
    reasons = read(COMPARE).all("details", "why")
    assert len(reasons) == len(compared.verdict.sentences)
    for details, sentence in zip(reasons, compared.verdict.sentences, strict=True):
        assert str(sentence.rule).replace("_", " ") in details.words
        assert all(path in details.words for path in sentence.facts)


def _figures(page: Page, css_class: str) -> list[str]:
    return [element.words for element in page.all("span", css_class)]


def test_printed_points_add_up_to_the_printed_rank_on_both_sides() -> None:
    points = [Decimal(words) for words in _figures(read(COMPARE), "p")]
    a, b = points[:-2:2], points[1:-2:2]
    assert (sum(a), sum(b)) == tuple(points[-2:]) == (Decimal("76.07"), Decimal("76.20"))


def test_each_row_of_points_is_component_times_weight() -> None:
    page = read(COMPARE)
    rows = zip(_figures(page, "n"), _figures(page, "w"), _figures(page, "p"), strict=True)
    for value, weight, points in list(rows)[:-2]:
        product = Decimal(value) * Decimal(weight.rstrip("%")) / 100
        assert abs(product - Decimal(points)) <= Decimal("0.02")


def test_what_is_not_measured_is_a_word_and_never_an_empty_bar() -> None:
    page = read(COMPARE)
    assert [element.words for element in page.all("span", "unmeasured")] == ["not measured"] * 2
    bars = [drawing.attributes["aria-label"] or "" for drawing in page.all("svg")]
    assert len(bars) == 10
    assert not any("Match Graph" in label for label in bars)


def test_a_rank_computed_elsewhere_is_said_to_be_and_ours_stands_apart() -> None:
    words = read(MIXED).words
    assert "The rank of Corpus v2 was computed elsewhere; our components give 86.00." in words
    assert "Ranks are computed within a kind" in words
    assert "noise band" not in words


def test_different_kinds_have_no_winner_and_no_difference() -> None:
    page = read(MIXED)
    assert page.all("h2")[2].words == "Different kinds, so no winner"
    assert not any(element.words == "Difference" for element in page.all("th"))


def test_every_claim_leads_to_its_quote_and_every_quote_to_a_mark_that_exists() -> None:
    sources = {name: read(render_source(facts.source(name))).ids for name in ("rev-atlas", "rev-bison")}
    for html in (COMPARE, ARTIFACT):
        page = read(html)
        assert page.all("a", "claim")
        assert len(page.all("a", "claim")) == len({link.attributes["href"] for link in page.all("a", "claim")})
        links = [link.attributes["href"] or "" for link in page.all("a") if "/sources/rev" in str(link.attributes)]
        for place in (link for link in links if "#" in link):
            revision, _, fragment = place.removeprefix("/sources/").partition("#")
            assert fragment in sources[revision]


def test_quotes_are_in_the_page_in_a_list_that_opens_without_script() -> None:
    page = read(COMPARE)
    lists = page.all("details", "ev")
    quotes = page.all("li", "quote")
    assert sum(int(details.words.split()[0]) for details in lists) == len(quotes) == 12
    assert "We measured 8.30 on MT-Bench for the Instruct release" in quotes[4].words


def test_attributed_and_edited_sentences_are_marked_and_verified_ones_are_quiet() -> None:
    tags = [tag.words for tag in read(COMPARE).all("span", "tag")]
    assert tags.count("reported by the makers") == 1
    assert tags.count("confirmed by ada, 14 Nov 2026") == 1
    assert tags.count("worded by ada, 14 Nov 2026") == 1
    assert "verified" not in tags


def test_one_side_only_is_worded_as_silence() -> None:
    words = read(COMPARE).words
    assert "Stated for Atlas 7B only" in words
    assert "Stated for Bison Vision only" in words
    assert "Not stated in the sources of Bison Vision. That does not mean that it is absent." in words
    assert "No sentence about Corpus v2 stands on a source yet" in read(MIXED).words


def test_an_imported_record_is_named_with_the_notice_that_nothing_supports_it() -> None:
    for html in (MIXED, IMPORTED):
        words = read(html).words
        assert "Near-duplicate removal" in words
        assert "no source: published elsewhere, unsupported" in words


def test_an_artifact_of_which_nothing_is_shown_says_why() -> None:
    side = replace(facts.corpus(), capabilities=())
    words = read(render_artifact(facts.record(side))).words
    assert "11 capabilities were declared where this was published, with no source" in words


def test_without_searches_there_is_no_talk_of_matches() -> None:
    words = read(COMPARE).words
    assert "0 searches so far" in words
    assert not re.search(r"\bmatched [1-9]|\d matches|search evidence", words)
    counted = replace(facts.public(facts.atlas()), times_matched=41, searches=29)
    assert "41in 29 searches" in read(render_compare(facts.compared(counted))).words


def test_what_is_not_stated_is_said_in_words() -> None:
    rows = {row.label: row.cells for row in compare_view(facts.compared()).facts}
    assert list(rows)[:5] == ["Type", "Rank", "Pricing", "Starting price", "Capabilities"]
    assert rows["Starting price"][0].text == "$0.15 in per 1M tokens; output price not on record"
    assert rows["Starting price"][1].text == "Free"
    assert rows["Licence"][1].absent == "not stated"
    assert "Benchmark" not in rows


def test_what_a_source_requires_of_one_job_is_not_called_not_stated() -> None:
    atlas, bison = facts.public(facts.atlas()), facts.public(facts.bison())
    needs = facts.claim("clm-r", "requires", "It needs text.", facts.quoted("rev-atlas", "Input is text"))
    first = replace(atlas.capabilities[0], claims=(*atlas.capabilities[0].claims, needs))
    told = Fact(FactKind.REQUIREMENT, replace(needs, id="clm-rf"))
    a, b = replace(atlas, capabilities=(first,)), replace(bison, facts=(*bison.facts, told))
    rows = {row.label: row.cells for row in compare_view(facts.compared(a, b)).facts}
    assert rows["Requirement"][0].absent == "stated with its capabilities, below"
    rows = {row.label: row.cells for row in compare_view(facts.compared(atlas, b)).facts}
    assert rows["Requirement"][0].absent == "not stated"


def test_a_list_of_quotes_says_how_many_sentences_they_are_for() -> None:
    cards = {row.a.name: row.a for row in compare_view(facts.compared()).aligned if row.a}
    summary = "5 quotes for 4 sentences: 2 verified, 1 reported by the makers, 1 confirmed by an editor"
    assert cards["Multi-turn conversation"].evidence.summary == summary
    assert sum_up(5, 0, 0) == ", all verified"
    assert sum_up(1, 0, 0) == ", verified"


def test_what_users_may_ask_for_stands_in_their_own_words() -> None:
    assert "Asked as“hold a conversation”" in read(COMPARE).words


def test_that_nobody_wins_is_said_once() -> None:
    even = facts.public(facts.atlas())
    other = replace(even, artifact=replace(even.artifact, slug="other", name="Other"))
    words = read(render_compare(facts.compared(even, other))).words
    assert words.count("Too close to call") == 2  # the headline, and the row of the ranks
    assert "Atlas 7B and Other both rank" in words


def test_the_change_log_words_what_moved_and_whether_the_winner_changed() -> None:
    words = read(COMPARE).words
    assert "Bison Vision quality 69.00 → 82.00" in words
    assert "Ranks higher: Atlas 7B no winner" in words
    assert "No effect on who ranks higher." in words


def test_a_pair_that_is_not_kept_is_not_for_search_engines() -> None:
    assert '<meta name="robots" content="noindex">' in MIXED
    assert "noindex" not in COMPARE


def test_a_site_address_makes_the_page_canonical() -> None:
    html = render_compare(facts.compared(), site=Site("Harbour", "https://example.org"))
    assert '<link rel="canonical" href="https://example.org/compare/atlas-7b/bison-vision">' in html
    assert "<title>Atlas 7B vs Bison Vision — Harbour</title>" in html


def test_words_of_a_source_are_text_and_never_markup() -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in COMPARE
    assert "<script>alert" not in COMPARE
    markdown = render_compare(facts.compared(), "markdown")
    assert r"\<script\>" in markdown
    assert "<script>" not in markdown


def test_a_name_full_of_markup_stays_a_name_in_every_format() -> None:
    nasty = "[x](javascript:1) *b* | <img src=x>\n# h"
    side = facts.public(facts.atlas())
    side = replace(side, artifact=replace(side.artifact, name=nasty))
    html, markdown = (render_compare(facts.compared(side), fmt) for fmt in ("html", "markdown"))
    assert "<img" not in html
    assert markdown.splitlines()[0] == r"# \[x\](javascript:1) \*b\* \| \<img src=x\> # h vs Bison Vision"


def test_markdown_has_the_figures_and_the_quotes_of_the_page() -> None:
    markdown = render_compare(facts.compared(), "markdown")
    assert "| Adoption | 91.00 × 33.34% = 30.34 | 84.00 × 33.34% = 28.00 |" in markdown
    assert "| Match Graph | not measured | not measured |" in markdown
    assert markdown.count("/sources/rev-") == 12
    assert "[reported by the makers]" in markdown


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="docx"):
        render_compare(facts.compared(), "docx")


# -- artifact and home -------------------------------------------------------------------------------------


def test_an_artifacts_page_sums_its_points_and_lists_its_sources() -> None:
    page = read(ARTIFACT)
    points = [cell.words for cell in page.all("td") if cell.attributes.get("data-h") == "Points"]
    assert points[-1] == "76.07"
    assert sum(map(Decimal, points[:-1])) == Decimal("76.07")
    assert "docs/card.md" in page.words
    assert "cited passages shown" in page.words
    assert "docs/card.md, characters" in page.words


def test_an_artifacts_page_leads_to_its_comparisons_in_canonical_order() -> None:
    other = ArtifactSummary("aardvark", "Aardvark", None, None, 0)
    html = render_artifact(facts.record(facts.atlas()), others=[other])
    assert 'href="/compare/aardvark/atlas-7b"' in html


def test_the_front_page_names_comparisons_and_artifacts() -> None:
    page = read(HOME)
    assert 'href="/compare/atlas-7b/bison-vision"' in HOME
    assert "Bison Vision" in page.words
    assert "Nothing has been read yet" in read(render_front(facts.front([], is_empty=True))).words


# -- source ------------------------------------------------------------------------------------------------


def test_a_source_shows_cited_blocks_by_their_kind_and_says_what_is_left_out() -> None:
    page = read(SOURCE)
    assert [element.words for element in page.all("p", "skipped")] == [
        "1 passage not shown",
        "2 passages not shown",
        "2 passages not shown",
    ]
    assert len(page.all("blockquote")) == 1
    assert "Only the passages that hold cited words are shown." in page.words
    assert "Serving engines" not in page.words


def test_a_source_published_in_full_shows_every_block() -> None:
    page = read(render_source(facts.source(publish=Publish.FULL)))
    assert page.all("pre")[0].words == "pip install atlas\natlas serve --port 8000"
    assert [cell.words for cell in page.all("td")] == ["MT-Bench", "8.30"]
    assert not page.all("p", "skipped")
    assert not page.all("p", "notice")


def test_a_source_that_is_not_published_keeps_the_places_that_quotes_lead_to() -> None:
    source = facts.source(publish=Publish.NONE)
    page = read(render_source(source))
    assert {f"s-{span.start}-{span.end}" for span in source.cited} <= set(page.ids)
    assert "Input is text" not in page.words


def test_overlapping_and_nested_passages_are_each_marked_once() -> None:
    source = facts.source()
    page = read(SOURCE)
    marks = [mark.attributes["id"] for mark in page.all("mark") if "id" in mark.attributes]
    assert sorted(marks) == sorted(f"s-{span.start}-{span.end}" for span in source.cited)
    crossing = [mark for mark in page.all("mark") if "data-part-of" in mark.attributes]
    assert [mark.words for mark in crossing] == [", up to the last turn."]


def test_a_passage_over_two_blocks_has_its_anchor_in_the_first() -> None:
    source = facts.source(publish=Publish.FULL)
    wide = replace(source, cited=(Span(4, 20),))
    page = read(render_source(wide))
    assert page.ids.count("s-4-20") == 1
    assert [mark.words for mark in page.all("mark")[:2]] == ["s 7B", "Input is te"]


def test_an_old_revision_says_that_it_is_old_and_is_not_indexed() -> None:
    html = render_source(facts.source(is_current=False))
    assert "A newer revision of this document has been read." in html
    assert 'content="noindex"' in html


# -- plain text --------------------------------------------------------------------------------------------


def test_plain_text_fits_a_terminal_and_says_rule_scores_and_quotes() -> None:
    text = compare_text(facts.compared())
    assert max(map(len, text.splitlines())) <= 100
    assert "[too close]" in text
    assert "76 of 100 (76.07)" in text
    assert "not measured" in text
    assert "5 quotes" in text
    assert "Bison Vision: not stated" in text


def test_plain_text_obeys_no_control_sequence() -> None:
    side = facts.public(facts.atlas())
    side = replace(side, artifact=replace(side.artifact, name="\x1b[2JAtlas"))
    assert "\x1b" not in compare_text(facts.compared(side))


def test_a_sentence_in_another_language_than_the_page_says_which() -> None:
    side = facts.atlas()
    korean = tuple(replace(claim, text="음악을 정리하는 도구입니다.") for claim in side.capabilities[0].claims)
    told = replace(side, capabilities=(replace(side.capabilities[0], claims=korean), *side.capabilities[1:]))
    page = read(render_artifact(facts.record(told)))
    marked = [each for each in page.elements if "lang" in each.attributes]
    assert {each.attributes["lang"] for each in marked if each.tag != "html"} == {"ko"}
    assert all("도구" in each.words for each in marked if each.tag != "html")
