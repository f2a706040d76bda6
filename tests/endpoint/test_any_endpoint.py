"""The whole program against a server at OPENAI_BASE_URL: how many calls it makes, and how each bad answer ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.cli import app
from decompose.llm.openai import OpenAiLlm
from endpoint.server import Answer, said, serving

SENTENCE = "Tide removes duplicate readings before they are stored."
CLAIM = {"text": SENTENCE, "quotes": [SENTENCE]}
EMPTY = {"limitations": [], "unique": None, "vs_alternatives": None, "intents": [], "best_for": [], "requires": []}
RECORD = {"name": "removal of duplicates", "description": [CLAIM], **EMPTY, "inputs": [], "outputs": []}
GOOD = json.dumps({"capabilities": [RECORD], "facts": []})


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch) -> None:
    """Pauses between tries last no time: only what is sent and what comes of it is looked at."""
    monkeypatch.setitem(OpenAiLlm.__init__.__kwdefaults__, "pause", lambda seconds: None)


@pytest.fixture
def document(tmp_path) -> Path:
    path = tmp_path / "tide.md"
    path.write_text(f"# Tide\n\n{SENTENCE}\n", encoding="utf-8")
    return path


@pytest.fixture
def order(tmp_path, monkeypatch):
    """Runs a command with the endpoint in the environment; returns exit code, JSON and the words for people."""
    db = f"sqlite:///{tmp_path / 'tide.db'}"

    def run(url: str, *words: str) -> tuple[int, Any, str]:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        result = CliRunner().invoke(app, [*words, "--db", db, "--json"])
        return result.exit_code, json.loads(result.stdout), result.stderr

    return run


@pytest.mark.slow
def test_a_short_document_is_one_call_and_says_which_llm_it_took(order, document) -> None:
    with serving(lambda n, body: said(GOOD)) as endpoint:
        code, report, told = order(endpoint.url, "ingest", str(document), "--model", "tidal-1")
    assert (code, report["jobs"]["done"], report["calls"]["paid"]) == (0, 1, 1)
    assert report["tokens"] == {"input": 120, "cached": 20, "output": 30}
    assert "tidal-1" in told
    [asked] = endpoint.asked
    assert asked["model"] == "tidal-1"
    assert asked["response_format"]["type"] == "json_schema"


@pytest.mark.slow
def test_the_same_order_again_pays_nothing(order, document) -> None:
    with serving(lambda n, body: said(GOOD)) as endpoint:
        order(endpoint.url, "ingest", str(document))
        _, report, _ = order(endpoint.url, "ingest", str(document), "--redo")
    assert len(endpoint.asked) == 1
    assert report["calls"] == {"paid": 0, "reused": 1}


@pytest.mark.slow
def test_a_long_document_is_asked_about_by_sections(order, tmp_path) -> None:
    path = tmp_path / "long.md"
    sections = (f"## Part {n}\n\n" + f"{SENTENCE} Part {n} is long. " * 250 for n in range(4))
    path.write_text("# Tide\n\n" + "\n\n".join(sections), encoding="utf-8")
    with serving(lambda n, body: said(GOOD)) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", str(path))
    assert (code, len(endpoint.asked), report["calls"]["paid"]) == (0, 2, 2)
    assert "part 1 of 2" in endpoint.asked[0]["messages"][1]["content"]


BAD_ANSWERS = {
    "bad_json": (said("I would rather not write JSON."), 2),
    "bad_schema": (said('{"records": []}'), 2),
    "cut": (said('{"capabilities": [', finish_reason="length"), 2),
    "refusal": (said("", message={"refusal": "I cannot help with that."}), 1),
    "empty": (said(""), 2),
    "auth": (Answer('{"error": {"message": "no such key"}}', 401), 1),
    "too_long": (Answer('{"error": {"message": "maximum context length", "code": "context_length_exceeded"}}', 400), 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("outcome", BAD_ANSWERS)
def test_a_bad_answer_ends_as_a_typed_failure_with_its_usage_and_one_repair_at_most(order, document, outcome) -> None:
    answer, calls = BAD_ANSWERS[outcome]
    with serving(lambda n, body: answer) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", str(document))
        _, ledger, _ = order(endpoint.url, "ledger")
    assert len(endpoint.asked) == calls
    assert code == (3 if outcome == "auth" else 1)
    if code == 1:
        assert [failed["code"] for failed in report["failed"]] == [outcome]
    assert {attempt["outcome"] for attempt in ledger["attempts"]} == {outcome}
    if answer.status == 200:
        assert ledger["tokens"] == {"input": 120 * calls, "cached": 20 * calls, "output": 30 * calls}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        ("not_json", Answer("<html>Bad gateway</html>", media_type="text/html")),
        ("error_in_200", Answer('{"error": {"message": "upstream is away"}}')),
    ],
)
def test_a_gateways_page_is_tried_again_and_then_fails_by_name(order, document, outcome, answer) -> None:
    with serving(lambda n, body: answer) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", str(document))
        _, ledger, _ = order(endpoint.url, "ledger")
    assert (code, report["failed"][0]["code"]) == (1, outcome)
    assert len(endpoint.asked) == len(ledger["attempts"]) == 5


@pytest.mark.slow
def test_a_repair_that_works_makes_the_document_done(order, document) -> None:
    with serving(lambda n, body: said(GOOD if n else "no JSON at all")) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", str(document))
    assert (code, report["jobs"]["done"], len(endpoint.asked)) == (0, 1, 2)


@pytest.mark.slow
def test_only_the_faulty_items_are_asked_for_again(order, document) -> None:
    fabricated = {"text": "Tide removes spikes.", "quotes": ["Tide removes every spike."]}
    faulty = json.dumps({"capabilities": [{**RECORD, "description": [CLAIM, fabricated]}], "facts": []})
    mended = json.dumps({"capabilities": [], "facts": []})
    with serving(lambda n, body: said(mended if n else faulty)) as endpoint:
        code, _, _ = order(endpoint.url, "ingest", str(document))
        _, shown, _ = order(endpoint.url, "show", "tide")
    assert (code, len(endpoint.asked)) == (0, 2)
    repair = endpoint.asked[1]["messages"][1]["content"]
    assert "Tide removes every spike." in repair
    assert [claim["text"] for claim in shown["capabilities"][0]["description"]["claims"]] == [SENTENCE]


@pytest.mark.slow
def test_a_server_without_json_schema_is_asked_in_a_humbler_way(order, document) -> None:
    def script(n: int, body: dict[str, Any]) -> Answer:
        if body.get("response_format", {}).get("type") == "json_schema":
            return Answer('{"error": {"message": "response_format json_schema is not supported"}}', 400)
        return said(GOOD)

    with serving(script) as endpoint:
        code, _, _ = order(endpoint.url, "ingest", str(document))
        _, ledger, _ = order(endpoint.url, "ledger")
    assert code == 0
    assert [attempt["rung"] for attempt in ledger["attempts"]][-1] != "json_schema"
    assert ledger["attempts"][-1]["outcome"] == "ok"


@pytest.mark.slow
def test_a_server_that_is_not_there_leaves_the_order_resumable(order, document) -> None:
    code, report, told = order("http://127.0.0.1:9/v1", "ingest", str(document))
    assert (code, report["jobs"]["done"]) == (3, 0)
    assert "same order again" in told
