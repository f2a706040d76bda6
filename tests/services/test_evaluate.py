"""Evaluating: nothing is ingested, what was paid is in the ledger, and one bad document fails alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from decompose.bootstrap import Workspace
from decompose.domain.evaluation import Evaluation, Figures
from decompose.domain.examination import Point
from decompose.errors import ConfigurationError, ProviderDownError, UnreadableInputError, UsageError
from decompose.llm.client import Llm
from decompose.llm.extractive import ExtractiveLlm
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm
from decompose.services.evaluate import Version, documents_at
from decompose.services.ingest import Options
from decompose.settings import Settings
from recordings import DEMO
from world import ScriptedLlm, World, answer, claim, completion, fact, record

STORES = "Tide stores readings of a harbour."
SENDS = "Tide sends the heights of the water."
GOOD = answer(record("storage of readings", claim(STORES)))
SHIPPED = Path(__file__).parents[2] / "prompts"


def evaluate(world: World, *versions: Version, llm: Llm | None = None) -> Evaluation:
    evaluating = world.workspace.evaluating(llm or world.llm, Options(is_llm_named=True))
    return evaluating.run(documents_at([world.documents]), versions or world.workspace.versions([]))


def figures(world: World, llm: Llm | None = None) -> Figures:
    [trial] = evaluate(world, llm=llm).trials
    return trial.figures


@pytest.fixture
def tide(world: World) -> World:
    world.document("tide.md", "# Tide", STORES, SENDS)
    return world


@pytest.fixture
def other_prompts(tmp_path: Path) -> Version:
    """A version of the prompts with another first sentence."""
    folder = tmp_path / "other"
    folder.mkdir()
    for file in SHIPPED.glob("*.j2"):
        (folder / file.name).write_text(file.read_text().replace("one source document", "a source document"))
    return Version("other", Prompts(folder))


@pytest.mark.slow
def test_of_the_database_only_the_ledger_is_written(tide: World) -> None:
    before = tide.tables(but=["attempt"])
    tide.llm.says("tide", GOOD)
    evaluate(tide)
    assert tide.tables(but=["attempt"]) == before
    assert tide.outcomes("tide") == [("decompose", "ok")]


@pytest.mark.slow
def test_an_answer_that_was_paid_is_taken_again_and_its_tokens_are_told(tide: World) -> None:
    tide.llm.says("tide", GOOD)
    first, again = figures(tide), figures(tide)
    assert tide.llm.calls == 1
    assert (first.paid, first.reused, again.paid, again.reused) == (1, 0, 0, 1)
    assert (again.input, again.cached, again.output, again.seconds) == (100, 10, 40, 0.5)


@pytest.mark.slow
def test_ingesting_what_was_evaluated_costs_nothing_and_the_other_way_round(tide: World) -> None:
    tide.llm.says("tide", GOOD)
    evaluate(tide)
    assert tide.ingest().spent.paid == 0
    assert figures(tide).documents == 1
    assert tide.llm.calls == 1


def test_a_document_that_has_records_is_measured_all_the_same(tide: World) -> None:
    tide.llm.says("tide", GOOD)
    tide.ingest()
    assert figures(tide).record_claims == 1


@pytest.mark.parametrize(
    ("said", "valid"),
    [
        (GOOD, 1),
        ("no JSON", 0),
        ({"capabilities": GOOD["capabilities"]}, 0),
        (answer(record("storage", claim(STORES)), facts=[fact("colour", STORES)]), 0),
        (completion("", finish_reason="length"), 0),
    ],
)
def test_a_first_answer_is_valid_where_it_has_the_whole_schema(tide: World, said: Any, valid: int) -> None:
    tide.llm.says("tide", said, GOOD)
    found = figures(tide)
    assert (found.answers, found.valid) == (1, valid)


@pytest.mark.slow
def test_repairs_are_counted_whether_they_are_paid_or_at_hand(tide: World) -> None:
    tide.llm.says("tide", answer(record("storage", claim(STORES), claim(SENDS, "Tide whistles."))), GOOD)
    first, again = figures(tide), figures(tide)
    assert (first.calls, first.repairs) == (again.calls, again.repairs) == (2, 1)
    assert (first.attempts, first.input) == (again.attempts, again.input) == (2, 200)


@pytest.mark.slow
def test_an_answer_that_is_none_is_never_taken_again(tide: World) -> None:
    tide.llm.says("tide", "no JSON", "none either")
    assert figures(tide).failed == 1
    assert tide.outcomes("tide") == [("decompose", "bad_json"), ("repair", "bad_json")]
    tide.llm.says("tide", GOOD)
    again = figures(tide)
    assert (again.documents, again.answers, again.valid) == (1, 1, 0)


@pytest.mark.slow
def test_a_document_that_fails_is_listed_with_its_reason_and_the_rest_goes_on(tide: World) -> None:
    tide.document("ebb.md", "# Ebb", "Ebb stores nothing at all.")
    tide.document("void.md")
    tide.llm.says("tide", completion("", refusal="I must not."))
    [trial] = evaluate(tide).trials
    assert {(job.slug, job.outcome, job.code) for job in trial.failures} == {
        (None, "refused", "empty"),
        ("tide", "failed", "refusal"),
    }
    assert (trial.figures.documents, trial.figures.failed, trial.figures.answers) == (1, 2, 2)


@pytest.mark.slow
def test_a_provider_that_is_down_ends_the_evaluation_and_what_was_paid_is_kept(tide: World) -> None:
    tide.document("ebb.md", "# Ebb", "Ebb stores nothing at all.")
    tide.llm.says("tide", ProviderDownError("quota", "scripted has no quota left"))
    with pytest.raises(ProviderDownError, match="no quota left"):
        evaluate(tide)
    tide.llm.says("tide", GOOD)
    assert (figures(tide).paid, len(tide.ledger("ebb"))) == (1, 1)


def test_progress_hears_of_each_document_by_each_version(tide: World, other_prompts: Version) -> None:
    heard: list[tuple[str, str | None]] = []
    versions = [*tide.workspace.versions([]), other_prompts]
    evaluating = tide.workspace.evaluating(tide.llm, Options())
    evaluating.run(
        documents_at([tide.documents]), versions, lambda version, one: heard.append((version.name, one.slug))
    )
    assert heard == [("packaged", "tide"), ("other", "tide")]


# -- two versions ------------------------------------------------------------------------------------------


def test_two_versions_ask_for_themselves_and_are_told_apart(tide: World, other_prompts: Version) -> None:
    tide.llm.says("tide", GOOD, answer(record("storage", claim(STORES), claim(SENDS))))
    first, second = evaluate(tide, *tide.workspace.versions([]), other_prompts).trials
    assert (first.prompts, second.prompts) == ("packaged", "other")
    assert first.decompose != second.decompose
    assert (first.figures.record_claims, second.figures.record_claims) == (1, 2)
    assert (first.figures.calls, second.figures.calls) == (1, 1)


def test_more_than_two_versions_are_refused_before_anything_is_asked(tide: World, other_prompts: Version) -> None:
    with pytest.raises(UsageError, match="3 versions of the prompts; name 2 at most"):
        evaluate(tide, other_prompts, other_prompts, other_prompts)
    assert tide.llm.calls == 0


def test_an_llm_that_reads_no_prompts_has_no_versions_to_compare(tide: World, other_prompts: Version) -> None:
    with pytest.raises(UsageError, match="reads no prompts"):
        evaluate(tide, other_prompts, other_prompts, llm=ExtractiveLlm())


@pytest.mark.parametrize("lacking", ["decompose", "repair"])
def test_a_folder_without_a_prompt_is_refused_before_anything_is_asked(
    tide: World, tmp_path: Path, lacking: str
) -> None:
    kept = {"decompose", "repair"} - {lacking}
    for name in kept:
        (tmp_path / f"{name}.md.j2").write_text((SHIPPED / f"{name}.md.j2").read_text())
    with pytest.raises(ConfigurationError, match=f"there is no prompt .*{lacking}.md.j2"):
        evaluate(tide, *tide.workspace.versions([tmp_path]))
    assert tide.llm.calls == 0


# -- llms that cost nothing --------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [ExtractiveLlm, lambda: RecordedLlm([DEMO / "llm"])])
def test_an_llm_that_costs_nothing_opens_no_database(tide: World, make: Callable[[], Llm]) -> None:
    workspace = Workspace(Settings(database_url="sqlite:///nowhere/none.db"))
    evaluating = workspace.evaluating(make(), Options())
    [trial] = evaluating.run(documents_at([tide.documents]), workspace.versions([])).trials
    assert len(trial.documents) == 1


def test_claims_are_checked_at_the_operating_point_of_the_settings() -> None:
    workspace = Workspace(Settings(point="publish"))
    assert workspace.evaluating(ExtractiveLlm(), Options()).options.point is Point.PUBLISH


def test_what_follows_by_rule_is_no_call(tide: World) -> None:
    found = figures(tide, ExtractiveLlm())
    assert (found.documents, found.answers, found.calls, found.attempts) == (1, 0, 0, 0)
    assert found.claims


@pytest.mark.slow
def test_a_document_without_a_recording_fails_and_no_answer_came(tide: World) -> None:
    [trial] = evaluate(tide, llm=RecordedLlm([])).trials
    [failure] = trial.failures
    assert (failure.slug, failure.code) == ("tide", "recording_missing")
    assert (trial.figures.failed, trial.figures.answers, trial.figures.calls) == (1, 0, 1)


def test_an_unpaid_llm_with_prompts_is_not_counted_as_paid(tide: World) -> None:
    found = figures(tide, ScriptedLlm(is_paid=False))
    assert (found.calls, found.paid, found.reused) == (1, 0, 1)
    assert tide.ledger("tide") == []


# -- which documents ---------------------------------------------------------------------------------------


def test_a_folder_with_a_list_is_read_by_it(tmp_path: Path) -> None:
    for name in ("tide.md", "ebb.md", "README.md"):
        (tmp_path / name).write_text(f"# {name}\n\n{STORES}\n")
    (tmp_path / "documents.jsonl").write_text(json.dumps({"path": "tide.md", "name": "Tide 3"}))
    [listed] = documents_at([tmp_path])
    assert (listed.origin, listed.said.name) == ("tide.md", "Tide 3")
    (tmp_path / "documents.jsonl").unlink()
    assert len(documents_at([tmp_path])) == 3


def test_paths_and_a_list_are_taken_together(tmp_path: Path) -> None:
    for name in ("tide.md", "ebb.md"):
        (tmp_path / name).write_text(f"# {name}\n\n{STORES}\n")
    (tmp_path / "more.csv").write_text("name,path\nTide 3,tide.md\n")
    assert [given.path.name for given in documents_at([tmp_path / "ebb.md"], tmp_path / "more.csv")] == [
        "ebb.md",
        "tide.md",
    ]


def test_where_nothing_is_named_or_found_the_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name a file, a folder or a list"):
        documents_at([])
    with pytest.raises(UnreadableInputError, match="nowhere does not exist"):
        documents_at([tmp_path / "nowhere"])
