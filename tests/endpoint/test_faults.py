"""Orders of hundreds of documents against a provider that fails in every way: by its own ledger nothing is lost.

What it answered whole is what documents were made of, and the bad answers that it sent; not one answer more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from typer.testing import CliRunner

import faulty
from decompose.cli import app
from faulty import BAD_ANSWERS, GOOD, Plan, Row

pytestmark = pytest.mark.slow

FAULTS = {"http_500": 0.05, "throttled": 0.05, "disconnect": 0.02, "bad_json": 0.03, "bad_schema": 0.03}
PRICED = "gpt-4o-mini"
INPUT, OUTPUT = 0.15 / 1e6, 0.60 / 1e6
BUDGET = 0.05


@pytest.fixture
def order(tmp_path, monkeypatch) -> Callable[..., tuple[int, Any]]:
    """Runs a command at a provider; returns exit code and JSON."""

    def run(provider: faulty.Provider, *words: str) -> tuple[int, Any]:
        monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
        monkeypatch.setenv("DECOMPOSE_MODEL", PRICED)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        result = CliRunner().invoke(app, [*words, "--db", f"sqlite:///{tmp_path / 'tide.db'}", "--json"])
        return result.exit_code, json.loads(result.stdout)

    return run


def whole(rows: Sequence[Row]) -> list[Row]:
    """The answers that went out whole: what a provider charges for."""
    return [row for row in rows if row.is_answered and row.sent in {GOOD, *BAD_ANSWERS}]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_document_is_done_or_failed_with_its_reason_and_no_answer_is_asked_for_twice(
    order, tmp_path, seed
) -> None:
    count = 300
    docs = faulty.documents(tmp_path / "docs", count)
    with faulty.running(Plan(seed=seed, latency=0.1, shares=FAULTS)) as provider:
        code, report = order(provider, "ingest", str(docs), "--concurrency", "50")
        rows = provider.ledger()
        again, repeated = order(provider, "ingest", str(docs), "--concurrency", "50")
        later = provider.ledger()[len(rows) :]
    done, failed = report["jobs"]["done"], report["failed"]
    assert done + len(failed) == count
    assert len(failed) <= 0.01 * count
    assert all(one["code"] in {"bad_json", "bad_schema"} and one["why"] for one in failed)
    assert (code, report["stopped"]) == (1 if failed else 0, None)
    met = Counter(row.sent for row in rows)
    assert set(met) == {GOOD, *FAULTS}
    assert met[GOOD] == done
    assert len(whole(rows)) == done + met["bad_json"] + met["bad_schema"]
    assert max(Counter(row.document for row in rows if row.sent == GOOD).values()) == 1
    assert report["calls"]["paid"] == len(rows)
    assert {row.document for row in later} <= {row.document for row in rows if row.sent in BAD_ANSWERS}
    assert repeated["jobs"]["skipped"] == done
    assert again in (0, 1)


@pytest.mark.parametrize("fault", ["refusal", "length", "html", "error_in_200", "empty", "hang"])
def test_each_other_fault_costs_no_other_document_anything(order, tmp_path, monkeypatch, fault) -> None:
    monkeypatch.setenv("DECOMPOSE_LLM_TIMEOUT", "2")
    count = 60
    docs = faulty.documents(tmp_path / "docs", count)
    with faulty.running(Plan(seed=4, latency=0.02, shares={fault: 0.1})) as provider:
        code, report = order(provider, "ingest", str(docs), "--concurrency", "30")
        rows = provider.ledger()
    met = Counter(row.sent for row in rows)
    done, failed = report["jobs"]["done"], report["failed"]
    assert met[fault] > 0
    assert (done + len(failed), report["stopped"]) == (count, None)
    assert met[GOOD] == done
    # A refusal is final, and an answer that is cut is asked for once more.
    assert len(failed) <= met[fault] if fault in BAD_ANSWERS else not failed
    assert code == (1 if failed else 0)


def test_a_budget_is_not_exceeded_by_the_servers_ledger_and_is_used(order, tmp_path) -> None:
    docs = faulty.documents(tmp_path / "docs", 250)
    with faulty.running(Plan(seed=3, latency=0.1, shares={"disconnect": 0.02, "bad_json": 0.03})) as provider:
        code, report = order(provider, "ingest", str(docs), "--concurrency", "50", "--budget", f"{BUDGET}")
        rows = provider.ledger()
    charged = sum(row.input * INPUT + row.output * OUTPUT for row in whole(rows))
    # Of a broken line nobody knows: the provider may charge for all of it.
    charged_at_most = charged + sum(
        row.body_bytes * INPUT + row.worst_output * OUTPUT for row in rows if row.sent == "disconnect"
    )
    print(f"charged {charged:.4f} to {charged_at_most:.4f} of {BUDGET}, {report['jobs']}")
    assert (code, report["jobs"]["done"] < 250) == (3, True)
    assert 0.8 * BUDGET <= report["cost_usd"] <= BUDGET
    assert charged <= charged_at_most <= BUDGET
