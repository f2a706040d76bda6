"""The report of an evaluation: figures that add up, everything refused with its reasons, and nothing that runs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from decompose.domain.capability import Reason
from decompose.domain.decomposition import Draft, DraftCapability, DraftClaim, substantiate
from decompose.domain.document import Span
from decompose.domain.evaluation import Evaluation, Figures, Measured, Trial, measured, prose, uncovered
from decompose.domain.ledger import JobResult
from decompose.page.evaluation.as_json import evaluation_json
from decompose.page.evaluation.figures import summary
from decompose.page.evaluation.report import MOST_UNCOVERED, documents_by_faults, evaluation_html
from decompose.page.evaluation.text import evaluation_text
from domain.documents import revision
from page.reading_pages import Page, read

STORES = "Tide stores readings of a harbour in a plain file."
WRONG = "Tide stores 9 readings of <b>a harbour</b>."
BAD_LABEL = "9000 barrels"
LEFT = tuple(f"The quay number {number} lies open to the western sea." for number in range(30))


def document(slug: str, *claims: tuple[str, str], left: tuple[str, ...] = (), label: str = "readings") -> Measured:
    drafted = tuple(DraftClaim("description", text, (quote,)) for text, quote in claims)
    draft = Draft((DraftCapability(f"storage of {slug}", drafted, inputs=(label,)),))
    found = substantiate(draft, revision(STORES, *left, slug=slug), names=("Tide",), llm="any", template="0")
    sentences = tuple(prose(found.revision.visible, lambda words: [Span(0, len(words))]))
    return Measured(f"docs/{slug}.md", slug, measured(found, sentences), found, uncovered(found, sentences))


GOOD = document("good", (STORES, STORES))
FAULTY = document("faulty", (STORES, STORES), (WRONG, STORES), left=LEFT[:2], label=BAD_LABEL)
QUIET = document("quiet", (STORES, STORES), left=LEFT)
WORSE = document("worse", (STORES, STORES), (WRONG, STORES), ("Tide sinks.", "Tide <i>sinks</i>."))
FAILED = Measured(
    "docs/void.md",
    None,
    Figures(failed=1),
    failure=JobResult("docs/void.md", None, "failed", "recording_missing", "none answers\nthe nearest is <x>"),
)
ONE = Evaluation("any-llm", (Trial("packaged", "d0", "r0", (FAILED, GOOD, FAULTY, QUIET, WORSE)),))
TWO = Evaluation("any-llm", (Trial("old", "d0", "r0", (GOOD, FAULTY)), Trial("new", "d1", "r0", (GOOD, WORSE, FAILED))))
PAGES = {"one": evaluation_html(ONE), "two": evaluation_html(TWO)}
every_report = pytest.mark.parametrize("html", PAGES.values(), ids=PAGES.keys())


def cells(evaluation: Evaluation, label: str, of: str = "") -> tuple[str | None, ...]:
    rows = [row for group in summary(evaluation) if group.label.startswith(of) for row in group.rows]
    [row] = [row for row in rows if row.label == label]
    return (*row.cells, row.difference)


# -- the report --------------------------------------------------------------------------------------------


@every_report
def test_a_report_has_one_h1_one_main_and_no_level_skipped(html: str) -> None:
    page = read(html)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.unclosed == []
    names = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(names) == len(set(names))


@every_report
def test_a_report_stands_alone_and_runs_nothing(html: str) -> None:
    page: Page = read(html)
    for element in page.elements:
        assert element.tag not in {"script", "img", "link", "iframe", "object"}
        assert not {"src", "style"} & set(element.attributes)
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.attributes.get("href", "#").startswith("#")
    assert "default-src 'none'" in html
    assert "url(" not in html


def test_words_of_documents_and_answers_are_escaped() -> None:
    html = PAGES["one"]
    assert "&lt;b&gt;a harbour&lt;/b&gt;" in html
    assert "Tide &lt;i&gt;sinks&lt;/i&gt;." in html
    assert "the nearest is &lt;x&gt;" in html
    assert not re.search(r"<b>a harbour|<i>sinks|<x>", html)


def test_each_refused_claim_stands_with_its_quote_and_its_reasons() -> None:
    [faulty] = [view for view in documents_by_faults(ONE) if view.name == "faulty"]
    [faults] = faulty.faults
    [refused] = faults.refused
    assert (refused.text, refused.quotes, refused.where) == (WRONG, (STORES,), "storage of faulty, description")
    assert "numbers" in {check for check, _ in refused.reasons}
    assert [name for name, _ in faults.dropped] == ["storage of faulty"]
    for _, detail in refused.reasons:
        assert detail.split("“")[0] in PAGES["one"]


def test_documents_with_the_most_that_was_refused_come_first_and_sound_ones_not_at_all() -> None:
    sound = Evaluation("any-llm", (Trial("packaged", "d", "r", (GOOD,)),))
    assert [view.name for view in documents_by_faults(ONE)] == ["worse", "faulty", "quiet"]
    assert documents_by_faults(sound) == ()
    assert "every sentence is covered" in evaluation_html(sound)


def test_of_the_uncovered_sentences_the_first_are_shown_and_all_are_counted() -> None:
    [quiet] = [view for view in documents_by_faults(ONE) if view.name == "quiet"]
    assert quiet.faults[0].uncovered == LEFT[:MOST_UNCOVERED]
    assert f"the first {MOST_UNCOVERED} of {len(LEFT)}" in PAGES["one"]
    assert LEFT[MOST_UNCOVERED - 1] in PAGES["one"]
    assert LEFT[MOST_UNCOVERED] not in PAGES["one"]


def test_a_held_record_and_an_unusable_item_are_told() -> None:
    found = FAULTY.decomposition
    assert found
    [record] = found.capabilities
    twin = replace(record, held=Reason("duplicate", "looks like another"))
    changed = replace(found, capabilities=(twin,), refused=(Reason("shape", "facts[3]: no text"),))
    html = evaluation_html(
        Evaluation("any", (Trial("p", "d", "r", (replace(FAULTY, decomposition=changed),)),)),
    )
    assert "looks like another" in html
    assert "facts[3]: no text" in html


def test_with_two_versions_the_faults_of_both_stand_in_the_section_of_the_document() -> None:
    both = Evaluation("any", (Trial("old", "d", "r", (FAULTY,)), Trial("new", "d", "r", (FAULTY,))))
    [view] = documents_by_faults(both)
    assert [faults.prompts for faults in view.faults] == ["old", "new"]


# -- figures -----------------------------------------------------------------------------------------------


def test_a_share_stands_beside_the_counts_that_it_follows_from() -> None:
    assert cells(ONE, "located") == ("6 (85.7%)", None)
    assert cells(ONE, "given", "Quotes")[0] == "7"
    assert cells(ONE, "in records") == ("7 (1.8 a record)", None)


def test_a_difference_stands_beside_the_two_that_it_follows_from() -> None:
    assert cells(TWO, "located") == ("3 (100.0%)", "3 (75.0%)", "0 (−25.0 points)")
    assert cells(TWO, "failed") == ("0", "1", "+1")
    assert cells(TWO, "dropped")[2] == "−1 (−50.0 points)"


def test_what_nobody_told_is_said_to_be_not_known() -> None:
    untold = replace(GOOD, figures=replace(GOOD.figures, attempts=1, untold=1, unpriced=1))
    unknown = Evaluation("any", (Trial("p", "d", "r", (untold,)), Trial("q", "d", "r", (GOOD,))))
    assert cells(unknown, "cost") == ("not known", "$0", "not known")
    assert cells(unknown, "input") == ("not known", "0", "not known")


def test_sums_over_different_documents_are_said_to_be_such() -> None:
    words = "1 document failed by one version alone"
    assert words in evaluation_text(TWO)
    assert words in PAGES["two"]
    assert words not in PAGES["one"]


def test_the_text_has_a_row_for_each_document_and_a_line_for_each_failure() -> None:
    text = evaluation_text(ONE)
    assert "| worse | 0/0 | 2/3 | 1 | 3 | 3.0 | 0 | 2 | 0 | 0/1 |" in text
    assert "| **4 documents** | 0/0 | 6/7 | 4 | 7 | 1.8 | 0 | 3 | 0 | 32/36 |" in text
    assert text.endswith("failed docs/void.md (packaged): recording_missing, none answers")


# -- JSON --------------------------------------------------------------------------------------------------


def test_the_json_has_the_figures_of_the_sums_and_of_each_document() -> None:
    value = json.loads(json.dumps(evaluation_json(ONE)))
    [trial] = value["trials"]
    documents = trial["documents"]
    assert [row["slug"] for row in documents] == ["good", "faulty", "quiet", "worse"]
    for group in ("quotes", "claims", "records", "labels", "sentences"):
        for name, whole in trial["figures"][group].items():
            assert sum(row["figures"][group][name] for row in documents) == whole
    assert trial["shares"]["located"] == pytest.approx(6 / 7)
    assert trial["templates"] == {"decompose": "d0", "repair": "r0"}
    assert [failure["code"] for failure in trial["failures"]] == ["recording_missing"]
    assert value["differences"] is None


def test_the_json_of_two_versions_has_their_differences() -> None:
    value = evaluation_json(TWO)
    first, second = (trial["figures"] for trial in value["trials"])
    moved = value["differences"]["figures"]
    assert moved["quotes"] == {name: second["quotes"][name] - first["quotes"][name] for name in first["quotes"]}
    assert moved["objections"]["fabricated"] == 1
    assert value["differences"]["shares"]["located"] == -0.25
    assert value["uneven"] == ["docs/void.md"]
