"""Orders in rounds, by a Batch API on loopback: half-done submissions, odd results, and what of it ends as records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.cli import app
from decompose.llm.openai import OpenAiLlm
from endpoint.provider import Json, Provider, answered, expired, providing, refused
from world import answer, claim, record

pytestmark = pytest.mark.slow

SENTENCES = {name: f"The {name} tool counts birds over a harbour." for name in ("ebb", "flood", "tide")}


def good(line: Json) -> str:
    """An answer about the artifact that a request line is about."""
    [name] = [name for name, sentence in SENTENCES.items() if sentence in line["body"]["messages"][-1]["content"]]
    return json.dumps(answer(record("counting of birds", claim(SENTENCES[name]))))


def all_good(provider: Provider) -> list[Json]:
    return [answered(line, good(line)) for line in provider.lines()]


class Order:
    """Commands with one database against one provider."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.docs = folder / "docs"
        self.docs.mkdir()
        for name, sentence in SENTENCES.items():
            (self.docs / f"{name}.md").write_text(f"# {name.title()}\n\n{sentence}\n")

    def __call__(self, *words: object, code: int = 0) -> Any:
        """The JSON that a command prints; its exit code must be the one that is named."""
        result = CliRunner().invoke(
            app, [*map(str, words), "--db", f"sqlite:///{self.folder / 'birds.db'}", "--json"], catch_exceptions=True
        )
        assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
        return json.loads(result.stdout)

    def fails(self, *words: object) -> BaseException | None:
        result = CliRunner().invoke(app, [*map(str, words), "--db", f"sqlite:///{self.folder / 'birds.db'}"])
        assert result.exit_code
        return result.exception

    def done(self) -> list[str]:
        return [artifact["slug"] for artifact in self("artifacts")]


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OpenAiLlm.__init__.__kwdefaults__, "pause", lambda seconds: None)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with providing() as provider:
        monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-a-test-0123456789")
        monkeypatch.setenv("DECOMPOSE_MODEL", "tidal-1")
        yield provider


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(tmp_path)


# -- from documents to records -----------------------------------------------------------------------------


def test_an_order_is_submitted_run_and_imported(order: Order, provider: Provider) -> None:
    [batch] = order("batch", "submit", order.docs)["batches"]
    assert (batch["status"], batch["requests"], batch["done"], batch["failed"]) == ("validating", 3, 0, 0)
    provider.finish(all_good(provider))
    [batch] = order("batch", "status")["batches"]
    assert (batch["status"], batch["requests"], batch["done"], batch["failed"]) == ("completed", 3, 3, 0)
    report = order("batch", "import")
    assert {name: report[name] for name in ("imported", "failed", "unknown", "waiting")} == {
        "imported": 3,
        "failed": [],
        "unknown": 0,
        "waiting": 0,
    }
    assert report["jobs"] == {"done": 3, "failed": 0, "skipped": 0, "refused": 0}
    assert order.done() == ["ebb", "flood", "tide"]
    ledger = order("ledger")
    assert {(attempt["outcome"], attempt["tier"]) for attempt in ledger["attempts"]} == {("ok", "batch")}
    assert ledger["tokens"] == {"input": 360, "cached": 60, "output": 90}


def test_the_submitted_file_asks_exactly_what_ingest_asks(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    order("batch", "import")
    report = order("ingest", order.docs, "--redo")
    assert report["calls"] == {"paid": 0, "reused": 3}
    assert "POST /chat/completions" not in provider.calls


def test_a_second_submit_of_the_same_order_submits_nothing_twice(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs / "ebb.md")
    assert order("batch", "submit", order.docs / "ebb.md")["batches"] == []
    order("batch", "submit", order.docs)
    assert [len(provider.lines(batch)) for batch in range(len(provider.batches))] == [1, 2]
    assert order("batch", "plan", order.docs) == {
        "documents": 3,
        "requests": 0,
        "files": 0,
        "tokens": {"input": 0, "output": 0},
        "in_flight": 3,
        "cost_usd_max": None,
    }


def test_nothing_is_submitted_again_when_everything_is_done(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    order("batch", "import")
    assert order("batch", "submit", order.docs)["batches"] == []
    assert order("batch", "import")["imported"] == 0
    assert len(provider.batches) == 1


def test_a_batch_that_runs_still_is_left_alone(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    report = order("batch", "import")
    assert (report["imported"], report["failed"], report["batches"]) == (0, [], [])
    assert order.done() == []


# -- a crash, or a line that breaks, between two steps ---------------------------------------------------------


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["POST /files", "POST /batches"])
def test_a_line_that_breaks_while_submitting_neither_loses_nor_doubles(
    order: Order, provider: Provider, step: str, moment: str
) -> None:
    provider.breaks[step] = moment
    if step == "POST /batches":
        assert "same order again" in str(order.fails("batch", "submit", order.docs))
    order("batch", "submit", order.docs)
    assert [len(provider.lines(batch)) for batch in range(len(provider.batches))] == [3]
    provider.finish(all_good(provider))
    assert order("batch", "import")["imported"] == 3


@pytest.mark.parametrize("step", ["upload", "create"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_that_dies_while_submitting_neither_loses_nor_doubles(
    order: Order, provider: Provider, monkeypatch: pytest.MonkeyPatch, step: str, moment: str
) -> None:
    honest = getattr(OpenAiLlm, step)

    def dies(self: OpenAiLlm, *given: object) -> None:
        if moment == "after":
            honest(self, *given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(OpenAiLlm, step, dies)
        order.fails("batch", "submit", order.docs)
    order("batch", "submit", order.docs)
    assert [len(provider.lines(batch)) for batch in range(len(provider.batches))] == [3]


def test_a_batch_that_was_begun_unseen_is_found_among_many(order: Order, provider: Provider) -> None:
    provider.breaks["POST /batches"] = "after"
    order.fails("batch", "submit", order.docs)
    for _ in range(4):
        provider.calls.append("POST /batches")
        provider.begin({"metadata": None, "input_file_id": "of-others"})
    order("batch", "submit", order.docs)
    assert provider.calls.count("GET /batches") == 3
    assert [batch["provider_id"] for batch in order("batch", "status")["batches"]] == ["batch_1"]


def test_where_nobody_can_tell_nothing_is_begun_again_until_the_operator_says_so(
    order: Order, provider: Provider
) -> None:
    provider.breaks["POST /batches"] = "after"
    order.fails("batch", "submit", order.docs)
    provider.refuses["GET /batches"] = (404, {"error": {"message": "not here"}})
    sentence = str(order.fails("batch", "submit", order.docs))
    assert (len(provider.batches), "decompose batch drop" in sentence) == (1, True)
    order("batch", "drop", sentence.rpartition(" ")[2])
    assert order("batch", "submit", order.docs)["batches"][0]["requests"] == 3


@pytest.mark.parametrize("call", ["GET /batches/batch_1", "GET /files/file-2/content", "POST /files"])
def test_what_may_be_asked_again_is_asked_again(order: Order, provider: Provider, call: str) -> None:
    provider.refuses[call] = (503, {"error": {"message": "one moment"}})
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    assert order("batch", "import")["imported"] == 3
    assert provider.calls.count(call) == 2


@pytest.mark.parametrize(
    ("status", "words", "uploads"), [(429, "slow down", 1), (401, "who is there", 1), (400, "this file is bad", 2)]
)
def test_a_provider_that_refuses_a_batch_gets_it_once_it_does_not(
    order: Order, provider: Provider, status: int, words: str, uploads: int
) -> None:
    provider.refuses["POST /batches"] = (status, {"error": {"message": words}})
    assert words in str(order.fails("batch", "submit", order.docs))
    assert [batch["stage"] for batch in order("batch", "submit", order.docs)["batches"]] == ["submitted"]
    assert (len(provider.batches), len(provider.files)) == (1, uploads)
    assert "GET /batches" not in provider.calls


def test_an_import_that_dies_is_given_again_and_books_nothing_twice(
    order: Order, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    order("batch", "submit", order.docs)
    bad, *others = provider.lines()
    provider.finish([answered(bad, "", finish_reason="length"), *(answered(line, good(line)) for line in others)])
    with monkeypatch.context() as patch:
        patch.setattr(
            "decompose.services.batches.Batching._finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        order.fails("batch", "import")
    report = order("batch", "import", code=1)
    assert (report["imported"], report["ignored"], report["jobs"]["done"]) == (0, 3, 2)
    assert len(order("ledger")["attempts"]) == 3


# -- odd results ---------------------------------------------------------------------------------------------


def test_results_out_of_order_twice_or_of_nobody_are_told_apart(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    lines = all_good(provider)
    stranger = {**lines[0], "custom_id": "somebody-else"}
    second = answered(provider.lines()[2], "another answer")
    provider.finish([lines[2], stranger, lines[0], second, lines[1]])
    report = order("batch", "import")
    assert (report["imported"], report["unknown"], report["ignored"], report["failed"]) == (3, 1, 1, [])
    assert order.done() == ["ebb", "flood", "tide"]


def test_of_all_results_for_one_request_the_usable_one_counts(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs / "tide.md")
    [line] = provider.lines()
    cut = answered(line, "", finish_reason="length")
    provider.finish([cut, cut], [answered(line, good(line)), refused(line)])
    report = order("batch", "import")
    assert (report["imported"], report["ignored"], report["failed"]) == (1, 2, [])
    assert [attempt["outcome"] for attempt in order("ledger")["attempts"]] == ["cut", "ok"]


def test_a_completed_batch_with_only_an_error_file_says_why_and_can_be_submitted_again(
    order: Order, provider: Provider
) -> None:
    order("batch", "submit", order.docs)
    provider.finish(errors=[refused(line, 400, "this schema is bad") for line in provider.lines()])
    report = order("batch", "import", code=1)
    assert (report["imported"], report["waiting"]) == (0, 3)
    assert [failure["custom_id"] for failure in report["failed"]] == [line["custom_id"] for line in provider.lines()]
    assert all("this schema is bad" in failure["why"] for failure in report["failed"])
    assert {attempt["outcome"] for attempt in order("ledger")["attempts"]} == {"http_400"}
    assert order("batch", "submit", order.docs)["batches"][0]["requests"] == 3


def test_an_expired_batch_keeps_what_was_answered_and_asks_for_the_rest_again(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    first, second, third = provider.lines()
    provider.finish([answered(first, good(first))], [expired(second)], status="expired")
    report = order("batch", "import", code=1)
    assert (report["imported"], report["waiting"], order.done()) == (1, 2, ["ebb"])
    whys = {failure["custom_id"]: failure["why"] for failure in report["failed"]}
    assert "batch_expired" in whys[second["custom_id"]]
    assert "without a line" in whys[third["custom_id"]]
    order("batch", "submit", order.docs)
    assert [line["custom_id"] for line in provider.lines()] == [second["custom_id"], third["custom_id"]]


def test_a_batch_that_failed_without_any_file_can_be_submitted_again(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    provider.finish(status="failed")
    assert len(order("batch", "import", code=1)["failed"]) == 3
    assert order("batch", "submit", order.docs)["batches"][0]["requests"] == 3


def test_a_result_file_that_is_cut_short_gives_what_it_has(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    lines = [json.dumps(line) for line in all_good(provider)]
    provider.finish([*lines[:2], lines[2][:40]])
    report = order("batch", "import", code=1)
    assert (report["imported"], order.done()) == (2, ["ebb", "flood"])
    assert [failure["custom_id"] for failure in report["failed"]] == [None, provider.lines()[2]["custom_id"]]


def test_a_result_file_that_is_gone_is_told_and_the_batch_can_be_dropped(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    provider.files.clear()
    report = order("batch", "import", code=1)
    assert "batch drop" in report["failed"][0]["why"]
    [dropped] = order("batch", "drop", "batch_1")["batches"]
    assert dropped["stage"] == "dropped"
    assert order("batch", "submit", order.docs)["batches"][0]["requests"] == 3


def test_a_batch_that_the_provider_does_not_know_holds_up_no_other(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs / "ebb.md")
    kept = provider.batches.pop("batch_1")
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    report = order("batch", "import", code=1)
    assert (report["imported"], report["waiting"], order.done()) == (2, 1, ["flood", "tide"])
    assert [batch["status"] for batch in order("batch", "status")["batches"]] == ["not_found", "completed"]
    provider.batches = {"batch_1": kept}
    assert order("batch", "status")["batches"][0]["status"] == "validating"


# -- further rounds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["no JSON at all", '{"records": []}', ""])
def test_a_repair_waits_for_the_next_round_and_no_call_is_made(order: Order, provider: Provider, bad: str) -> None:
    order("batch", "submit", order.docs / "tide.md")
    [first] = provider.lines()
    provider.finish([answered(first, bad)])
    report = order("batch", "import", code=1)
    assert (report["waiting"], order.done()) == (1, [])
    order("batch", "submit", order.docs / "tide.md")
    [repair] = provider.lines()
    assert repair["custom_id"] != first["custom_id"]
    provider.finish([answered(repair, good(first))])
    assert order("batch", "import")["jobs"]["done"] == 1
    assert [attempt["prompt"] for attempt in order("ledger")["attempts"]] == ["decompose", "repair"]
    assert "POST /chat/completions" not in provider.calls


def test_a_document_that_two_bad_answers_fail_begins_anew(order: Order, provider: Provider) -> None:
    asked = []
    for _ in range(2):
        order("batch", "submit", order.docs / "tide.md")
        asked += provider.lines()
        provider.finish([answered(provider.lines()[0], "no JSON")])
        report = order("batch", "import", code=1)
    assert report["jobs"]["failed"] == 1
    order("batch", "submit", order.docs / "tide.md")
    [anew] = provider.lines()
    assert anew["custom_id"] == asked[0]["custom_id"]
    provider.finish([answered(anew, good(anew))])
    assert order("batch", "import")["jobs"]["done"] == 1


def test_only_faulty_items_are_asked_for_in_the_second_round(order: Order, provider: Provider) -> None:
    order("batch", "submit", order.docs / "tide.md")
    [first] = provider.lines()
    invented = claim("It counts gulls.", "counts every gull")
    faulty = answer(record("counting of birds", claim(SENTENCES["tide"]), invented))
    provider.finish([answered(first, json.dumps(faulty))])
    assert order("batch", "import", code=1)["waiting"] == 1
    order("batch", "submit", order.docs / "tide.md")
    [repair] = provider.lines()
    assert "counts every gull" in repair["body"]["messages"][-1]["content"]
    provider.finish([answered(repair, json.dumps(answer()))])
    assert order("batch", "import")["jobs"]["done"] == 1


# -- files for others ------------------------------------------------------------------------------------------


def test_exported_files_are_answered_by_an_offline_runner(order: Order, provider: Provider, tmp_path: Path) -> None:
    exported = order("batch", "export", order.docs, "--out", tmp_path / "out")
    [file] = exported["files"]
    assert exported["requests"] == 3
    lines = [json.loads(line) for line in Path(file).read_text().splitlines()]
    results = tmp_path / "results.jsonl"
    results.write_text("".join(json.dumps({**answered(line, good(line)), "error": None}) + "\n" for line in lines))
    report = order("batch", "import", results)
    assert (report["imported"], report["jobs"]["done"], report["batches"]) == (3, 3, [])
    again = order("batch", "import", results)
    assert (again["imported"], again["ignored"], again["failed"]) == (0, 3, [])
    assert provider.calls == []


def test_part_of_the_results_finishes_part_of_the_order(order: Order, provider: Provider, tmp_path: Path) -> None:
    [file] = order("batch", "export", order.docs, "--out", tmp_path / "out")["files"]
    lines = [json.loads(line) for line in Path(file).read_text().splitlines()]
    for number, line in enumerate(lines):
        path = tmp_path / f"part-{number}.jsonl"
        path.write_text(json.dumps(answered(line, good(line))))
    report = order("batch", "import", tmp_path / "part-1.jsonl", code=1)
    assert (report["waiting"], order.done()) == (2, ["flood"])
    assert order("batch", "export", order.docs, "--out", tmp_path / "out")["requests"] == 2
    assert order("batch", "import", tmp_path / "part-0.jsonl", tmp_path / "part-2.jsonl")["jobs"]["done"] == 2
    assert order("batch", "export", order.docs, "--out", tmp_path / "out") == {"files": [], "requests": 0}
    assert list((tmp_path / "out").iterdir()) == []


def test_exported_files_can_be_submitted_as_they_are(order: Order, provider: Provider, tmp_path: Path) -> None:
    [file] = order("batch", "export", order.docs, "--out", tmp_path / "out")["files"]
    [batch] = order("batch", "submit", "--files", file)["batches"]
    assert (batch["requests"], provider.files["file-1"]) == (3, Path(file).read_bytes())
    assert order("batch", "submit", "--files", file)["batches"] == []
    assert order("batch", "submit", order.docs)["batches"] == []
    provider.finish(all_good(provider))
    assert order("batch", "import")["jobs"]["done"] == 3


def test_documents_that_have_gone_leave_their_answers_in_the_ledger(
    order: Order, provider: Provider, tmp_path: Path
) -> None:
    order("batch", "submit", order.docs)
    provider.finish(all_good(provider))
    order.docs.rename(tmp_path / "moved")
    report = order("batch", "import", code=1)
    assert report["imported"] == 3
    assert "does not exist" in report["unfinished"][0]
    assert order("ingest", tmp_path / "moved")["calls"] == {"paid": 0, "reused": 3}


# -- wrong orders ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["submit", "--files", "{docs}/tide.md"], "batch export"),
        (["submit", "{docs}", "--files", "{docs}/tide.md"], "not both"),
        (["import", "{docs}/none.jsonl"], "cannot be read"),
        (["import", "{docs}"], "cannot be read"),
        (["export", "{docs}", "--out", "{docs}/out", "--llm", "extractive"], "makes no calls"),
        (["drop", "batch_9"], "in flight"),
        (["plan", "{docs}/none.md"], "does not exist"),
    ],
)
def test_a_wrong_order_says_so(order: Order, provider: Provider, words: list[str], told: str) -> None:
    order("migrate")
    assert told in str(order.fails("batch", *(word.format(docs=order.docs) for word in words)))
    assert provider.calls == []


def test_a_key_that_a_server_repeats_is_told_to_nobody(order: Order, provider: Provider) -> None:
    provider.refuses["POST /files"] = (401, {"error": {"message": "bad key key-of-a-test-0123456789"}})
    error = order.fails("batch", "submit", order.docs)
    assert "check OPENAI_API_KEY" in str(error)
    assert "0123456789" not in str(error)
