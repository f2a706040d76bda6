"""Recordings: which requests have none, how they are written out, and answers kept word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from decompose.bootstrap import Workspace
from decompose.errors import UnreadableInputError
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm, load_recordings
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.recording import Wanted, ask_and_keep, keep_answers, write_requests
from decompose.settings import Settings
from world import Clock, ScriptedLlm, answer, claim, completion, record

STORES = "Tide stores readings."
GOOD = json.dumps(answer(record("storage", claim(STORES))), indent=1)
SHIPPED = Path(__file__).parents[2] / "prompts"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "tide.md").write_text(f"# Tide\n\n{STORES}\n")
    (folder / "ebb.md").write_text("# Ebb\n\nEbb stores nothing.\n")
    return folder


def missing(documents: Path, recordings: Path, prompts: Path = SHIPPED) -> tuple[Wanted, ...]:
    workspace = Workspace(Settings(), now=Clock(), new_id=iter("abc").__next__)
    workspace.__dict__["prompts"] = Prompts(prompts)
    return workspace.recorder(Options()).missing(gather([documents]), recordings)


def result(wanted: Wanted, content: str = GOOD) -> str:
    return json.dumps({"custom_id": wanted.request.key, "response": {"body": json.loads(completion(content).raw)}})


def test_requests_are_written_in_the_batch_form(documents: Path, tmp_path: Path) -> None:
    wanted = missing(documents, tmp_path / "llm")
    path = tmp_path / "out" / "requests.jsonl"
    assert write_requests(wanted, path, "some-llm") == 2
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["custom_id"] for line in lines] == [item.request.key for item in wanted]
    assert {(line["method"], line["url"], line["body"]["model"]) for line in lines} == {
        ("POST", "/v1/chat/completions", "some-llm")
    }
    assert [item.slug for item in wanted] == ["ebb", "tide"]
    assert STORES in lines[1]["body"]["messages"][-1]["content"]


@pytest.mark.slow
def test_answers_of_a_results_file_are_kept_word_for_word(documents: Path, tmp_path: Path) -> None:
    llm = tmp_path / "llm"
    _, tide = wanted = missing(documents, llm)
    results = tmp_path / "results.jsonl"
    stray = json.dumps({"custom_id": "unknown", "response": {"body": json.loads(completion("x").raw)}})
    results.write_text(f"{result(tide)}\n\n{stray}\n")
    [path] = keep_answers(wanted, results, llm)
    attempts: list[object] = []
    assert RecordedLlm([llm]).complete(tide.request, attempts.append).text == GOOD
    assert json.loads(path.read_text())["about"] == {"slug": "tide"}
    assert [item.slug for item in missing(documents, llm)] == ["ebb"]


def test_lines_that_tell_of_an_error_and_odd_ends_of_lines_leave_the_answers_beside_them(
    documents: Path, tmp_path: Path
) -> None:
    llm = tmp_path / "llm"
    ebb, tide = wanted = missing(documents, llm)
    odd = GOOD.replace("storage", "storage\u2028\x85")
    body = json.loads(completion(odd).raw)
    lines = [
        json.dumps({"custom_id": ebb.request.key, "response": None, "error": {"code": "batch_expired"}}),
        json.dumps({"custom_id": ebb.request.key, "response": {"body": {"choices": []}}}),
        json.dumps({"custom_id": tide.request.key, "response": {"body": body}}, ensure_ascii=False),
    ]
    results = tmp_path / "results.jsonl"
    results.write_text("\n".join(lines), encoding="utf-8")
    assert len(keep_answers(wanted, results, llm)) == 1
    [kept] = load_recordings(llm)
    assert kept.reply.content == odd


@pytest.mark.slow
def test_answers_may_be_files_named_by_their_call(documents: Path, tmp_path: Path) -> None:
    wanted = missing(documents, tmp_path / "llm")
    answers = tmp_path / "answers"
    answers.mkdir()
    for item in wanted:
        (answers / f"{item.request.key}.txt").write_text(GOOD)
    assert len(keep_answers(wanted, answers, tmp_path / "llm")) == 2


@pytest.mark.slow
def test_a_repair_that_the_answers_call_for_is_missing_next(documents: Path, tmp_path: Path) -> None:
    llm = tmp_path / "llm"
    wanted = missing(documents, llm)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(f"{result(item, 'no JSON')}\n" for item in wanted))
    keep_answers(wanted, answers, llm)
    assert [item.request.prompt for item in missing(documents, llm)] == ["repair", "repair"]


@pytest.mark.slow
def test_another_template_makes_every_recording_a_miss(documents: Path, tmp_path: Path) -> None:
    llm, prompts = tmp_path / "llm", tmp_path / "prompts"
    wanted = missing(documents, llm)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(f"{result(item)}\n" for item in wanted))
    keep_answers(wanted, answers, llm)
    prompts.mkdir()
    for file in SHIPPED.glob("*.j2"):
        (prompts / file.name).write_text(file.read_text().replace("one source document", "a source document"))
    assert [item.slug for item in missing(documents, llm, prompts)] == ["ebb", "tide"]


@pytest.mark.slow
def test_a_live_endpoint_is_recorded_whatever_it_says(documents: Path, tmp_path: Path) -> None:
    llm = ScriptedLlm()
    llm.says("ebb", completion("", refusal="I must not."))
    llm.says("tide", GOOD)
    wanted = missing(documents, tmp_path / "llm")
    assert len(ask_and_keep(wanted, llm, tmp_path / "llm")) == 2
    assert [item.slug for item in missing(documents, tmp_path / "llm")] == []


@pytest.mark.parametrize("content", ["{", '{"custom_id": "x"}', '{"custom_id": "x", "response": null}', b"\xff"])
def test_a_file_that_holds_no_answers_is_refused(documents: Path, tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableInputError, match=r"results.jsonl holds no answers"):
        keep_answers(missing(documents, tmp_path / "llm"), path, tmp_path / "llm")
