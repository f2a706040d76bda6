"""`doctor`: each thing that an order needs is looked at, what lacks has its remedy, and nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

import faulty
from decompose.cli import app
from decompose.store import engine_room
from decompose.store.database import HEAD

NOBODY = "http://127.0.0.1:9/v1"


@pytest.fixture
def examined(tmp_path, monkeypatch) -> Callable[..., tuple[int, dict[str, Any]]]:
    """The exit code, and the checks by name."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DECOMPOSE_MODEL"):
        monkeypatch.delenv(name, raising=False)

    def run(url: str | None = None, model: str | None = None, db: str = "tide.db") -> tuple[int, dict[str, Any]]:
        for name, value in (("OPENAI_BASE_URL", url), ("DECOMPOSE_MODEL", model)):
            if value:
                monkeypatch.setenv(name, value)
        result = CliRunner().invoke(app, ["doctor", "--db", f"sqlite:///{tmp_path / db}", "--json"])
        told = json.loads(result.stdout)
        assert told["ok"] == (result.exit_code == 0)
        return result.exit_code, {check["check"]: check for check in told["checks"]}

    return run


def made(tmp_path, version: str = HEAD) -> None:
    CliRunner().invoke(app, ["migrate", "--db", f"sqlite:///{tmp_path / 'tide.db'}"])
    engine = create_engine(f"sqlite:///{tmp_path / 'tide.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


@pytest.mark.slow
def test_where_all_is_there_every_check_is_well(examined, tmp_path) -> None:
    made(tmp_path)
    prices = tmp_path / "prices.toml"
    prices.write_text('[[price]]\nllm = "faulty-1"\nfrom = 2020-01-01\ninput = 1\ncached_input = 0.5\noutput = 10\n')
    with faulty.running(faulty.Plan()) as provider, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DECOMPOSE_PRICES", str(prices))
        code, checks = examined(provider.url, "faulty-1")
        assert provider.ledger() == []
    assert (code, {check["state"] for check in checks.values()}) == (0, {"ok"})
    assert list(checks) == ["python", "engine", "database", "disk", "prompts", "endpoint", "price"]
    assert {check["remedy"] for check in checks.values()} == {None}


def test_a_database_that_does_not_exist_is_not_made(examined, tmp_path) -> None:
    code, checks = examined()
    assert (code, checks["database"]["state"], list(tmp_path.iterdir())) == (0, "warning", [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "code", "state", "words"),
    [("0001", 0, "warning", "brought up to date"), ("9999", 1, "failed", "install a newer decompose")],
)
def test_an_old_schema_and_a_newer_one_have_their_remedies(examined, tmp_path, version, code, state, words) -> None:
    made(tmp_path, version)
    found, checks = examined()
    assert (found, checks["database"]["state"]) == (code, state)
    assert words in checks["database"]["remedy"]


@pytest.mark.parametrize(
    ("model", "check", "state", "words"),
    [(None, "endpoint", "warning", "--model"), ("unknown", "price", "warning", "--budget is refused")],
)
def test_a_language_model_that_is_not_there_or_has_no_price_is_told(examined, model, check, state, words) -> None:
    with faulty.running(faulty.Plan()) as provider:
        code, checks = examined(provider.url, model)
    assert (code, checks[check]["state"]) == (0, state)
    assert words in checks[check]["remedy"]


def test_an_endpoint_that_does_not_answer_fails(examined) -> None:
    code, checks = examined(NOBODY)
    assert (code, checks["endpoint"]["state"]) == (1, "failed")
    assert "OPENAI_BASE_URL" in checks["endpoint"]["remedy"]


def test_without_an_endpoint_the_other_way_is_named(examined) -> None:
    code, checks = examined()
    assert (code, checks["endpoint"]["state"], "price" in checks) == (0, "warning", False)
    assert "extractive" in checks["endpoint"]["remedy"]


def test_an_engine_that_cannot_start_fails_with_its_remedy(examined, monkeypatch) -> None:
    monkeypatch.setattr(engine_room, "obstacle", lambda: "SQLite is too old; install another")
    code, checks = examined()
    assert (code, checks["engine"]["detail"], checks["engine"]["remedy"]) == (
        1,
        "SQLite is too old",
        "install another",
    )


@pytest.mark.parametrize(("free", "state", "code"), [(1e12, "ok", 0), (1e9, "warning", 0), (1e7, "failed", 1)])
def test_a_disk_that_is_nearly_full_is_told(examined, monkeypatch, free, state, code) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    found, checks = examined()
    assert (found, checks["disk"]["state"]) == (code, state)


def test_for_people_each_check_is_a_line_with_its_remedy_below(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    result = CliRunner().invoke(app, ["doctor", "--db", f"sqlite:///{tmp_path / 'tide.db'}"])
    lines = result.stdout.splitlines()
    [at] = [number for number, line in enumerate(lines) if line.startswith("warning  endpoint")]
    assert lines[at + 1].strip().startswith("set OPENAI_API_KEY")
