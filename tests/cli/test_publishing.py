"""What readers see, by commands: held, released, merged and exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decompose.cli import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    for slug, sentence in (("tide", "Tide stores readings."), ("ebb", "Ebb draws charts.")):
        Path(f"{slug}.md").write_text(f"# {slug.title()}\n\n{sentence}\n")

    def command(*words: str):  # type: ignore[no-untyped-def]
        answer = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        return json.loads(answer.stdout)

    command("ingest", "tide.md", "ebb.md", "--llm", "extractive")
    command("compare", "tide", "ebb")
    return command


@pytest.mark.slow
def test_a_held_pair_is_not_exported_until_it_is_released(run) -> None:
    assert run("hold", "tide", "ebb", "--why", "checked again")[0]["why"] == "checked again"
    before = run("export", "site")
    assert before["broken"] == []
    assert not Path("site/compare").exists()
    assert run("release", "ebb", "tide") == {"released": ["ebb", "tide"]}
    assert run("export", "site")["written"] >= 3
    assert Path("site/compare/ebb/tide/index.html").exists()


@pytest.mark.slow
def test_two_artifacts_become_one(run) -> None:
    assert run("merge", "ebb", "tide") == {"slug": "tide", "was": "ebb"}
    assert [one["slug"] for one in run("artifacts")] == ["tide"]
