"""Orders of many documents against a server that throttles, fails and hangs up: everything is done, and paid once."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.cli import app
from decompose.errors import UsageError
from decompose.llm.openai import OpenAiLlm
from endpoint.server import Answer, Throttle, refused, said, serving

pytestmark = pytest.mark.slow

GOOD = said(json.dumps({"capabilities": [], "facts": []}))
# 100 tokens in, 20 cached, 30 out at the price of gpt-4o-mini.
COST = (100 * 0.15 + 20 * 0.075 + 30 * 0.60) / 1e6


@pytest.fixture
def order(tmp_path, monkeypatch):
    """Runs a command with the endpoint in the environment; returns exit code, JSON and the words for people."""

    def run(url: str, *words: str) -> tuple[int, Any, str]:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        result = CliRunner().invoke(app, [*words, "--db", f"sqlite:///{tmp_path / 'tide.db'}", "--json"])
        code = 2 if isinstance(result.exception, UsageError) else result.exit_code
        return code, json.loads(result.stdout or "null"), result.stderr

    return run


@pytest.fixture
def documents(tmp_path) -> Callable[[int], str]:
    def make(count: int) -> str:
        folder = tmp_path / "docs"
        folder.mkdir()
        for number in range(count):
            (folder / f"buoy-{number}.md").write_text(f"# Buoy {number}\n\nBuoy {number} stores readings in a file.\n")
        return str(folder)

    return make


def faults(seed: int) -> Callable[[int, dict[str, Any]], Answer]:
    """A good answer to two requests of three, and one of these faults to the others."""
    draw = random.Random(seed)
    bad = (refused(429, {"retry-after-ms": "20"}), refused(500), Answer("", hangs_up=True), refused(503))
    return lambda _number, _body: draw.choice(bad) if draw.random() < 1 / 3 else GOOD


@pytest.mark.parametrize("seed", [1, 2])
def test_faults_cost_tries_and_no_document(order, documents, monkeypatch, seed) -> None:
    monkeypatch.setitem(OpenAiLlm.__init__.__kwdefaults__, "pause", lambda seconds: None)
    monkeypatch.setitem(OpenAiLlm.__init__.__kwdefaults__, "attempts", 12)
    folder = documents(25)
    with serving(faults(seed)) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", folder, "--concurrency", "10")
        _, ledger, _ = order(endpoint.url, "ledger")
        again, repeated, _ = order(endpoint.url, "ingest", folder)
    assert (code, report["jobs"]["done"], report["stopped"]) == (0, 25, None)
    outcomes = Counter(attempt["outcome"] for attempt in ledger["attempts"])
    sent = Counter("disconnected" if answer.hangs_up else answer.status for answer in endpoint.sent)
    assert outcomes == +Counter(
        {
            "ok": sent[200],
            "throttled": sent[429],
            "http_500": sent[500],
            "http_503": sent[503],
            "disconnected": sent["disconnected"],
        }
    )
    costs = {attempt["outcome"]: attempt["cost_usd"] for attempt in ledger["attempts"]}
    assert costs["ok"] == pytest.approx(COST)
    assert {costs[outcome] for outcome in ("throttled", "http_500") if outcome in costs} <= {0}
    assert costs.get("disconnected", 1) > 10 * COST
    assert ledger["cost_usd"] == pytest.approx(sum(attempt["cost_usd"] for attempt in ledger["attempts"]))
    assert report["cost_usd"] == pytest.approx(ledger["cost_usd"])
    assert (again, repeated["jobs"]["skipped"], repeated["cost_usd"]) == (0, 25, 0)


def test_without_quota_the_order_stops_and_can_be_given_again(order, documents) -> None:
    folder = documents(12)

    def script(number: int, _body: dict[str, Any]) -> Answer:
        return refused(429, code="insufficient_quota") if number >= 4 else GOOD

    with serving(script) as endpoint:
        code, report, told = order(endpoint.url, "ingest", folder, "--concurrency", "2")
        asked = len(endpoint.asked)
    assert (code, report["jobs"]["done"]) == (3, 4)
    assert asked <= 6
    assert "no quota left" in told
    with serving(lambda number, body: GOOD) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", folder, "--concurrency", "2")
    assert (code, report["jobs"], len(endpoint.asked)) == (
        0,
        {"done": 8, "failed": 0, "skipped": 4, "refused": 0},
        8,
    )


# -- money -------------------------------------------------------------------------------------------------


def test_a_budget_stops_the_order_and_a_larger_one_goes_on(order, documents) -> None:
    folder = documents(40)
    with serving(lambda number, body: GOOD) as endpoint:
        _, estimate, _ = order(endpoint.url, "ingest", folder, "--dry-run")
        # Room for the worst of about one call and the real cost of ten more.
        budget = estimate["cost_usd_max"] / 40 * 1.05 + 10 * COST
        code, report, told = order(endpoint.url, "ingest", folder, "--concurrency", "50", "--budget", f"{budget:.9f}")
        assert code == 3
        assert "give the same order again with a larger one" in told
        assert 10 <= report["jobs"]["done"] < 40
        assert COST * report["jobs"]["done"] == pytest.approx(report["cost_usd"])
        assert report["cost_usd"] <= budget
        code, report, _ = order(endpoint.url, "ingest", folder, "--concurrency", "50", "--budget", "1")
    assert code == 0
    assert report["jobs"]["done"] + report["jobs"]["skipped"] == len(endpoint.asked) == 40


@pytest.mark.parametrize("words", [("--budget", "1", "--model", "my-own"), ("--budget", "much"), ("--budget", "-1")])
def test_a_budget_that_cannot_be_kept_is_refused(order, documents, words) -> None:
    folder = documents(1)
    with serving(lambda number, body: GOOD) as endpoint:
        code, _, _ = order(endpoint.url, "ingest", folder, *words)
    assert (code, endpoint.asked) == (2, [])


def test_a_file_of_prices_takes_the_place_of_the_packaged_one(order, documents, tmp_path, monkeypatch) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text('[[price]]\nllm = "my-own"\nfrom = 2020-01-01\ninput = 1\ncached_input = 0.5\noutput = 10\n')
    monkeypatch.setenv("DECOMPOSE_PRICES", str(prices))
    folder = documents(2)
    with serving(lambda number, body: GOOD) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", folder, "--model", "my-own", "--budget", "1")
        _, ledger, _ = order(endpoint.url, "ledger", "--by", "artifact", "--artifact", "buoy-1")
        missing = order(endpoint.url, "ingest", folder, "--redo", "--budget", "1")[0]
    assert (code, missing) == (0, 2)
    assert report["cost_usd"] == pytest.approx(2 * (100 * 1 + 20 * 0.5 + 30 * 10) / 1e6)
    assert [(group["artifact"], group["calls"]) for group in ledger["by"]] == [("buoy-1", 1)]


@pytest.mark.parametrize("words", [("--day", "yesterday"), ("--by", "colour")])
def test_a_ledger_that_cannot_be_narrowed_so_is_refused(order, words) -> None:
    assert order("http://127.0.0.1:9/v1", "ledger", *words)[0] == 2


# -- limits ------------------------------------------------------------------------------------------------

TOLD: dict[str, Callable[[float], Mapping[str, str]]] = {
    "nothing": lambda wait: {},
    "retry-after": lambda wait: {"retry-after": "1"},
    "limits": lambda wait: {
        "x-ratelimit-limit-requests": "600",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": f"{wait:.3f}s",
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("told", TOLD)
def test_a_limit_that_was_not_announced_fails_nothing_and_is_nearly_used(order, documents, told) -> None:
    folder = documents(200)
    with serving(Throttle(Answer(GOOD.body, after=0.3), headers=TOLD[told])) as endpoint:
        code, report, _ = order(endpoint.url, "ingest", folder, "--concurrency", "50")
    took = endpoint.arrived[-1] - endpoint.arrived[0]
    throttled = sum(answer.status == 429 for answer in endpoint.sent)
    print(f"{told}: {took:.1f} s for 200 documents, 18 at the least; {throttled} throttled")
    assert (code, report["jobs"]["done"], report["jobs"]["failed"]) == (0, 200, 0)
    assert took < 18 / 0.8
    assert throttled < 120


@pytest.mark.slow
def test_a_limit_that_was_ordered_is_kept_and_nearly_used(order, documents) -> None:
    folder = documents(480)
    with serving(lambda number, body: Answer(GOOD.body, after=0.3)) as endpoint:
        order(endpoint.url, "ingest", folder, "--concurrency", "20", "--rpm", "300")
    arrived = endpoint.arrived
    in_minutes = [sum(start <= moment < start + 60 for moment in arrived) for start in arrived]
    print(max(in_minutes), len(arrived), arrived[-1] - arrived[0])
    assert max(in_minutes) <= 300
    assert sum(arrived[0] + 30 <= moment < arrived[0] + 90 for moment in arrived) >= 270
