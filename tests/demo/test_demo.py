"""What somebody without a key holds after one command: records with evidence, a comparison, a verdict."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from decompose.cli import app


@pytest.fixture(scope="module")
def db(tmp_path_factory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    result = CliRunner().invoke(app, ["demo", "--db", url], catch_exceptions=False)
    assert result.exit_code == 0
    assert "6 documents ingested" in result.stderr
    assert "LLaVA 1.6 vs Mixtral 8x7B" in result.stdout
    assert "Try next" in result.stdout
    return url


def ask(db: str, *words: str):
    result = CliRunner().invoke(app, [*words, "--db", db, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def claims(capability: dict) -> list[dict]:
    prose = [capability[field]["claims"] for field in ("description", "unique", "vs_alternatives") if capability[field]]
    lists = [capability[field] for field in ("limitations", "best_for", "requires")]
    return [claim for group in prose + lists for claim in group]


@pytest.mark.slow
def test_all_six_artifacts_have_records_and_ranks(db) -> None:
    artifacts = ask(db, "artifacts")
    assert len(artifacts) == 6
    assert all(artifact["rank"] is not None and artifact["capabilities"] >= 4 for artifact in artifacts)


@pytest.mark.slow
def test_every_sentence_that_readers_see_stands_on_words_of_its_source(db) -> None:
    seen = 0
    for artifact in ask(db, "artifacts"):
        shown = ask(db, "show", artifact["slug"], "--public")
        for claim in [claim for capability in shown["capabilities"] for claim in claims(capability)] + shown["facts"]:
            assert claim["evidence"]
            for evidence in claim["evidence"]:
                text = ask_source(db, evidence["revision"])
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
                seen += 1
    assert seen > 200


_texts: dict[str, str] = {}


def ask_source(db: str, revision: str) -> str:
    if revision not in _texts:
        _texts[revision] = ask(db, "source", revision)["text"]
    return _texts[revision]


def test_a_comment_that_speaks_to_a_model_is_shown_to_editors_and_stands_in_no_record(db) -> None:
    shown = ask(db, "show", "mixtral-8x7b")
    source = ask(db, "source", shown["facts"][0]["evidence"][0]["revision"])
    comments = [hidden["words"] for hidden in source["hidden"] if hidden["why"] == "comment"]
    assert len(comments) == 1
    assert comments[0] not in source["text"]
    assert comments[0][:40] not in json.dumps(shown)


def test_bad_answers_are_kept_and_their_sentences_wait(db) -> None:
    """The model wrote of "two of the three" shapes, of which its quotes name no number."""
    items = [item for item in ask(db, "review", "list")["items"] if item["reason"] != "alignment"]
    waiting = sorted((item["artifact"], item["reason"], item["flags"][0]["check"]) for item in items)
    assert waiting == [("llava-1-6", "unsupported", "computed")]
    for item in items:
        assert item["new"] not in json.dumps(ask(db, "show", item["artifact"], "--public"))


def test_two_ranks_inside_the_noise_band_have_no_winner(db) -> None:
    verdict = ask(db, "compare", "llava-1-6", "mixtral-8x7b")["verdict"]
    assert (verdict["winner"], verdict["reason"]) == (None, "too_close")


def test_a_model_and_a_dataset_have_no_winner_and_the_page_says_why(db) -> None:
    compared = ask(db, "compare", "llama-4-maverick", "the-stack-v2")
    assert compared["verdict"]["winner"] is None
    assert compared["comparable"]["ok"] is False
    assert "dataset" in compared["verdict"]["sentences"][0]["text"]


def test_a_clear_lead_has_a_winner(db) -> None:
    assert ask(db, "compare", "gemma-4-26b-a4b", "llama-guard-4-12b")["verdict"]["winner"] == "gemma-4-26b-a4b"


def test_every_sentence_of_a_verdict_names_facts_that_are_there(db) -> None:
    compared = ask(db, "compare", "gemma-4-26b-a4b", "llama-4-maverick")
    for sentence in compared["verdict"]["sentences"]:
        assert sentence["rule"]
        assert sentence["facts"]
        assert set(sentence["facts"]) <= compared["facts"].keys()


@pytest.mark.slow
def test_the_same_demo_again_ingests_nothing(db) -> None:
    before = ask(db, "show", "llava-1-6")
    result = CliRunner().invoke(app, ["demo", "--db", db], catch_exceptions=False)
    assert "0 documents ingested, 6 known already" in result.stderr
    assert ask(db, "show", "llava-1-6") == before


@pytest.mark.slow
def test_its_comparison_says_in_words_what_a_language_model_answered(db) -> None:
    shown = ask(db, "compare", "llava-1-6", "mixtral-8x7b")["write_up"]
    assert len(shown) >= 4, "alignment, checks or the prompt changed: record again (regenerate --write-ups --requests)"
    assert any(one["relations"] for one in shown)
    assert all(one["claims"] for one in shown)
