"""`verify` on the command line: a line for each claim, and exit codes that tell a bad order from a bad claim."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from decompose import cli
from decompose.bootstrap.llms import Llms
from decompose.domain import claim_check
from decompose.domain.examination import Finding, Outcome
from world import ScriptedLlm

STORES = "Tide stores readings in a file."
CLAIMS = [
    {"id": "c1", "slug": "tide", "claim": STORES, "quotes": [STORES]},
    {"id": 2, "slug": "tide", "claim": "Tide stores 9 readings in a file.", "quotes": [STORES], "field": "limitations"},
    {"id": "c3", "slug": "ebb", "claim": "Tide stores readings.", "quotes": [STORES]},
]
ORDER = ("verify", "--documents", "docs", "--claims", "claims.jsonl")
YES = {"judgements": [{"number": 1, "missing": [], "supported": True}]}


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command in a folder with two documents and three claims, through the entry point."""
    monkeypatch.chdir(tmp_path)
    for name in [*os.environ]:
        if name.startswith(("DECOMPOSE_", "OPENAI_")):
            monkeypatch.delenv(name)
    Path("docs").mkdir()
    Path("docs/tide.md").write_text(f"# Tide\n\n{STORES}\n")
    Path("docs/ebb.txt").write_text("Ebb stores nothing at all.\n")
    Path("claims.jsonl").write_text("".join(f"{json.dumps(claim)}\n" for claim in CLAIMS))

    def call(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["decompose", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return call


@pytest.fixture
def undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that leave every claim open."""
    doubt = Finding("doubt", Outcome.UNKNOWN, "who knows", doubt=3.0)
    monkeypatch.setattr(claim_check, "examine", lambda *_, **__: (doubt,))


@pytest.fixture
def llm(monkeypatch: pytest.MonkeyPatch) -> ScriptedLlm:
    """Answers whatever llm a command asks for."""
    scripted = ScriptedLlm()
    monkeypatch.setattr(Llms, "named", lambda *_, **__: scripted)
    return scripted


@pytest.mark.slow
def test_each_claim_has_its_line_in_order_and_bad_claims_are_no_failure(run: Callable[..., Ran]) -> None:
    ran = run(*ORDER)
    assert (ran.code, ran.err) == (0, "")
    assert [(line["id"], line["supported"], line["status"]) for line in ran.lines] == [
        ("c1", True, "verified"),
        (2, False, "unsupported"),
        ("c3", False, "unsupported"),
    ]
    assert [[reason["check"] for reason in line["reasons"]] for line in ran.lines] == [
        [],
        ["numbers"],
        ["misattributed"],
    ]
    for line in ran.lines:
        assert list(line) == ["id", "supported", "score", "status", "reasons"]
        assert 0 <= line["score"] <= 1
    assert not Path("decompose.db").exists()


def test_with_json_it_prints_the_same(run: Callable[..., Ran]) -> None:
    assert run(*ORDER, "--json").out == run(*ORDER).out


@pytest.mark.slow
@pytest.mark.usefixtures("undecided")
def test_the_point_is_that_of_the_order_else_of_the_settings(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def supported(*words: str) -> bool:
        return bool(run(*ORDER, *words).lines[0]["supported"])

    assert supported()
    assert not supported("--point", "publish")
    monkeypatch.setenv("DECOMPOSE_POINT", "publish")
    assert not supported()
    assert supported("--point", "balanced")


@pytest.mark.slow
@pytest.mark.usefixtures("undecided")
def test_the_judge_is_asked_where_he_is_ordered_and_his_calls_are_in_the_ledger(
    run: Callable[..., Ran], llm: ScriptedLlm
) -> None:
    llm.says("tide", YES)
    ran = run(*ORDER, "--judge", "--point", "publish")
    assert (ran.code, ran.err) == (0, "llm: scripted\n")
    assert [line["supported"] for line in ran.lines] == [True, False, False]
    attempts = json.loads(run("ledger", "--json").out)["attempts"]
    assert [(attempt["prompt"], attempt["slug"]) for attempt in attempts] == [("judge", "tide")]


@pytest.mark.slow
@pytest.mark.usefixtures("undecided")
def test_1_a_judge_that_gives_no_answer(run: Callable[..., Ran], llm: ScriptedLlm) -> None:
    llm.says("tide", "no JSON", "nor this")
    ran = run(*ORDER, "--judge")
    assert (ran.code, len(ran.lines)) == (1, 3)
    assert "decompose: tide: 2 claims are not judged" in ran.err


@pytest.mark.slow
@pytest.mark.usefixtures("undecided")
def test_requests_and_answers_go_by_files(run: Callable[..., Ran]) -> None:
    kept = ("--judge", "--recordings", "llm")
    assert run(*ORDER, *kept, "--requests", "out/requests.jsonl", "--model", "some-llm").lines == [{"requests": 1}]
    [request] = map(json.loads, Path("out/requests.jsonl").read_text().splitlines())
    assert (request["url"], request["body"]["model"]) == ("/v1/chat/completions", "some-llm")
    Path("answers").mkdir()
    Path(f"answers/{request['custom_id']}.json").write_text(json.dumps(YES))
    [told] = run(*ORDER, *kept, "--answers", "answers").lines
    assert (told["missing"], len(told["recorded"])) == (0, 1)
    assert run(*ORDER, *kept, "--requests", "out/requests.jsonl").lines == [{"requests": 0}]
    ran = run(*ORDER, *kept, "--llm", "recorded", "--point", "publish")
    assert [line["supported"] for line in ran.lines] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--documents", "nowhere", "--claims", "claims.jsonl"), "nowhere cannot be read"),
        (("--documents", "docs", "--claims", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
        (("--documents", "docs", "--claims", "docs"), "docs cannot be read"),
        (("--documents", "docs", "--claims", "docs/tide.md"), "docs/tide.md, line 1 is no claim (Invalid JSON"),
        ((*ORDER[1:], "--point", "strict"), "there is no point “strict”; use one of balanced, publish"),
        ((*ORDER[1:], "--judge"), "--judge needs a language model, extractive is none"),
        ((*ORDER[1:], "--requests", "x.jsonl"), "--requests and --answers are about the judge; add --judge"),
        ((*ORDER[1:], "--judge", "--answers", "docs"), "add --recordings DIR"),
        (("--documents", "docs"), "Missing option '--claims'"),
    ],
)
def test_2_an_order_that_cannot_be_carried_out_is_refused_in_one_line(
    run: Callable[..., Ran], words: tuple[str, ...], message: str
) -> None:
    ran = run("verify", *words)
    assert (ran.code, ran.out) == (2, "")
    [line] = ran.err.splitlines()
    assert message in line


def test_1_a_claim_whose_document_is_not_there_is_named_and_the_others_are_printed(run: Callable[..., Ran]) -> None:
    stray = {"id": "c", "slug": "flow", "claim": STORES, "quotes": []}
    Path("stray.jsonl").write_text(f"{json.dumps(stray)}\n{json.dumps(CLAIMS[0])}\n")
    ran = run("verify", "--documents", "docs", "--claims", "stray.jsonl")
    assert (ran.code, [line["id"] for line in ran.lines]) == (1, [CLAIMS[0]["id"]])
    assert "line 1, slug flow: docs has neither flow.md nor flow.txt" in ran.err


@pytest.mark.slow
def test_2_ingest_judges_only_with_a_language_model(run: Callable[..., Ran]) -> None:
    ran = run("ingest", "docs", "--judge")
    assert ran.code == 2
    assert "--judge needs a language model" in ran.err
