"""Prose of a language model on a page: under the verdict, marked as such, each sentence with what carries it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decompose.domain.capability import Claim
from decompose.domain.catalog import Compared
from decompose.domain.write_up.sentences import Told
from decompose.page.json_views import compare_json
from decompose.page.render import Format, render_compare
from decompose.page.text import compare_text
from page.facts import compared
from page.reading_pages import Page, read

RELATIONS = (("rank", "a < b"), ("price.input-usd-per-1m-tokens", "a > b"), ("“reading charts”", "only a"))


def quoted(pair: Compared) -> Claim:
    """A claim that readers see, with its quote."""
    claims = [claim for record in pair.comparison.a.capabilities for claim in record.public().claims]
    return next(claim for claim in claims if claim.evidence)


def written(text: str = "Atlas 7B ranks lower than Bison <Vision>.") -> Compared:
    pair = compared()
    told = Told(text, RELATIONS, (quoted(pair).id, "gone"), "gpt-4o-mini")
    return replace(pair, write_up=(told, Told("Both are free.", (("pricing", "same"),), (), "gpt-4o-mini")))


def html(pair: Compared) -> Page:
    return read(render_compare(pair, Format.HTML))


def test_it_stands_below_the_verdict_and_says_who_wrote_it() -> None:
    words = html(written()).words
    assert words.index("Composed by rule") < words.index("Side by side, in words") < words.index("Both are free.")
    assert "Written by a language model (gpt-4o-mini)" in words
    assert "The verdict does not rest on it." in words


def test_a_pair_without_one_has_no_heading_for_it() -> None:
    assert "Side by side, in words" not in html(compared()).words


def test_each_sentence_opens_relations_in_words_and_a_quote_that_is_on_the_page() -> None:
    pair = written()
    page, quote = render_compare(pair, Format.HTML), quoted(pair)
    words = read(page).words
    assert "higher for Bison Vision" in words
    assert "price input usd per 1m tokens" in words
    assert "stated for Atlas 7B only" in words
    assert page.count(f'href="#q-{quote.id}"') >= 1
    assert f'id="q-{quote.id}"' in page
    assert "gone" not in words


def test_what_it_says_is_text_and_never_markup() -> None:
    page = render_compare(written(), Format.HTML)
    assert "Bison &lt;Vision&gt;." in page
    assert "<Vision>" not in page


@pytest.mark.parametrize("words", ["Atlas 7B ranks lower", "rank: higher for Bison Vision", "Both are free."])
def test_markdown_has_the_same(words: str) -> None:
    assert words in render_compare(written(), Format.MARKDOWN)


def test_plain_text_marks_who_wrote_each() -> None:
    assert "- Both are free. [written by gpt-4o-mini]" in compare_text(written())


def test_json_has_text_relations_claims_and_llm() -> None:
    first, second = compare_json(written())["write_up"]
    assert (second["text"], second["claims"], second["llm"]) == ("Both are free.", [], "gpt-4o-mini")
    assert second["relations"] == [{"of": "pricing", "is": "same"}]
    assert first["relations"][0] == {"of": "rank", "is": "a < b"}
    assert compare_json(compared())["write_up"] == []
