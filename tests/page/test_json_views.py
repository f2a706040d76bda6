"""The JSON of the public surface: its shapes, its sums, and what never gets into it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from decompose.domain.catalog import Record
from decompose.domain.document import Publish
from decompose.domain.score import Component
from decompose.page.json_views import (
    artifact_json,
    artifacts_json,
    capability_json,
    claim_json,
    compare_json,
    front_json,
    scores_json,
    source_json,
)
from page import facts


def test_a_claim_carries_its_status_its_reasons_and_its_located_quotes() -> None:
    claim = facts.atlas().capabilities[0].claims[0]
    assert claim_json(claim) == {
        "id": "clm-a1",
        "text": "The Instruct release is tuned for multi-turn conversation.",
        "status": "verified",
        "reasons": [],
        "evidence": [
            {
                "revision": "rev-atlas",
                "start": claim.evidence[0].start,
                "end": claim.evidence[0].end,
                "quote": "The Instruct release was tuned for dialogue.",
            }
        ],
    }


def test_an_editors_decision_is_told_only_where_there_is_one() -> None:
    chat, routing = facts.atlas().capabilities[:2]
    accepted, edited = chat.of("limitations")[0], routing.of("description")[0]
    assert claim_json(accepted)["decided"] == {"by": "ada", "at": facts.AT.isoformat(), "action": "accept"}
    assert "edited" not in claim_json(accepted)
    assert claim_json(edited)["edited"] is True


def test_the_text_of_a_prose_field_holds_publishable_claims_only_and_silence_is_null() -> None:
    result = capability_json(facts.atlas().capabilities[0])
    assert facts.REFUSED not in result["description"]["text"]
    assert len(result["description"]["claims"]) == 3
    assert result["vs_alternatives"] is None
    assert result["requires"] == []
    assert result["inputs"] == ["text"]


def test_a_public_record_drops_refused_rejected_and_quarantined_words() -> None:
    words = json.dumps(artifact_json(facts.record(facts.atlas())))
    assert all(refused not in words for refused in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED))


def test_an_editors_record_keeps_them() -> None:
    words = json.dumps(artifact_json(Record(facts.atlas(), (), is_public=False)))
    assert all(refused in words for refused in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED))


def test_an_artifact_has_its_price_its_rank_and_null_for_what_is_not_measured() -> None:
    result = artifact_json(facts.record(facts.atlas()))
    assert result["pricing"]["prices"] == [
        {"amount": 0.15, "currency": "USD", "per": "1M tokens", "direction": "input"}
    ]
    assert result["pricing"]["as_of"] == "2026-10-30"
    assert result["components"]["match_graph"] is None
    assert result["components"]["adoption"] == 0.91
    assert result["rank"] == 76
    assert result["facts"][0]["kind"] == "licence"


@pytest.mark.parametrize("side", [facts.atlas(), facts.bison(), facts.corpus()], ids=lambda side: side.artifact.slug)
def test_points_sum_to_the_exact_rank_and_weights_to_one(side: facts.Side) -> None:
    result = scores_json(side)
    rows = result["components"].values()
    assert sum(row["points"] for row in rows) == pytest.approx(result["rank_exact"], abs=1e-9)
    assert sum(row["weight"] for row in rows) == pytest.approx(1, abs=1e-9)
    for row in rows:
        assert row["points"] == pytest.approx(100 * (row["value"] or 0) * row["weight"], abs=1e-6)


def test_an_external_rank_stands_apart_from_our_sum() -> None:
    result = scores_json(facts.corpus())
    assert (result["rank"], result["external"], result["external_rank"], result["rank_exact"]) == (58, True, 58, 86)


def test_nothing_measured_is_null_and_not_nought() -> None:
    side = replace(facts.bison(), score=facts.score_of(None, {}, facts.WEIGHTS))
    result = scores_json(side)
    assert result["rank"] is None
    assert result["rank_exact"] is None
    assert result["components"][Component.QUALITY]["value"] is None


def test_every_fact_of_a_verdicts_sentence_is_among_the_facts() -> None:
    result = compare_json(facts.compared())
    for sentence in result["verdict"]["sentences"]:
        assert set(sentence["facts"]) <= set(result["facts"])
    assert (result["a"], result["b"]) == ("atlas-7b", "bison-vision")
    assert json.loads(json.dumps(result)) == result


def test_alignment_names_capabilities_by_id() -> None:
    alignment = compare_json(facts.compared())["alignment"]
    assert [(pair["a"], pair["b"]) for pair in alignment["both"]] == [("cap-a-chat", "cap-b-chat")]
    assert alignment["only_a"] == ["cap-a-moe"]
    assert alignment["only_b"] == ["cap-b-vqa"]


def test_a_comparison_over_careless_sides_still_says_nothing_that_is_refused() -> None:
    words = json.dumps(compare_json(facts.compared(facts.atlas(), facts.corpus())))
    assert all(refused not in words for refused in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED))


def test_the_change_log_keeps_figures_and_forgets_withdrawn_sentences() -> None:
    first = compare_json(facts.compared())["moved"][0]
    assert (first["was"], first["now"]) == ("atlas-7b", None)
    assert first["because"][0] == {"fact": "b.components.quality", "old": 0.69, "new": 0.82}
    assert first["because"][1]["old"] == {"field": "description", "text": None, "status": "verified"}


def test_an_excerpt_keeps_every_offset_and_shows_cited_blocks_only() -> None:
    source = facts.source()
    result = source_json(source, public=True)
    original = source.revision.visible.text
    assert len(result["text"]) == len(original)
    for span in source.cited:
        assert result["text"][span.start : span.end] == original[span.start : span.end]
    assert "Serving engines" not in result["text"]
    assert "Atlas holds a context" in result["text"]


@pytest.mark.parametrize("publish", list(Publish))
def test_words_addressed_to_a_machine_are_for_editors(publish: Publish) -> None:
    source = facts.source(publish=publish)
    public, full = source_json(source, public=True), source_json(source, public=False)
    assert facts.WITHHELD not in public["text"]
    assert public["hidden"] == []
    assert facts.WITHHELD in full["text"]
    assert [hidden["why"] for hidden in full["hidden"]] == ["comment", "addressed to a model"]


def test_a_source_that_is_not_published_has_no_text_and_one_in_full_has_all() -> None:
    assert source_json(facts.source(publish=Publish.NONE), public=True)["text"] == ""
    assert "Serving engines" in source_json(facts.source(publish=Publish.FULL), public=True)["text"]


def test_lists_name_kinds_by_value_and_pairs_by_slug() -> None:
    summaries = [facts.summary(facts.public(facts.bison()))]
    row = {"slug": "bison-vision", "name": "Bison Vision", "kind": "model", "rank": 76, "capabilities": 2}
    assert artifacts_json(summaries) == [row]
    front = facts.front(summaries)
    assert front_json(front)["artifacts"] == [row]
    assert [(pair["a"], pair["b"]) for pair in front_json(front)["comparisons"]] == [("atlas-7b", "bison-vision")]


def test_numbers_are_those_of_the_decimals() -> None:
    assert scores_json(facts.atlas(quality="0.785"))["components"]["quality"]["value"] == float(Decimal("0.785"))
