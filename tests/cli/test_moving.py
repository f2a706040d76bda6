"""`copy` and `backup` on the command line: what they print, and how they end."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from decompose import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def ordered(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["decompose", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        return int(str(end.value.code)), told.out, told.err

    return ordered


@pytest.fixture
def source(noisy_file: Path, tmp_path: Path) -> str:
    shutil.copyfile(noisy_file, tmp_path / "source.db")
    return f"sqlite:///{tmp_path / 'source.db'}"


def artifacts(run: Run, url: str) -> Any:
    return json.loads(run("artifacts", "--db", url, "--json")[1])


@pytest.mark.slow
def test_a_copy_prints_every_table_and_shows_the_same(run: Run, source: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'target.db'}"
    code, out, err = run("copy", "--from", source, "--to", target, "--json")
    tables = {table["table"]: table["rows"] for table in json.loads(out)["tables"]}
    assert (code, tables["artifact"]) == (0, 2)
    assert "artifact: 2 rows" in err.splitlines()
    assert artifacts(run, target) == artifacts(run, source) != []


@pytest.mark.postgres
def test_a_copy_goes_to_postgres_and_back(
    run: Run, source: str, postgres_url: Callable[[], str], tmp_path: Path
) -> None:
    there, back = postgres_url(), f"sqlite:///{tmp_path / 'back.db'}"
    went = run("copy", "--from", source, "--to", there, "--json")
    came = run("copy", "--from", there, "--to", back, "--json")
    assert (went[0], came[0], json.loads(came[1])) == (0, 0, json.loads(went[1]))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["copy", "--from", "{source}", "--to", "{source}"], "to itself"),
        (
            ["copy", "--from", "sqlite:///{folder}/typo.db", "--to", "sqlite:///{folder}/new.db"],
            "typo.db does not exist; check --from",
        ),
        (["copy", "--from", "{source}", "--to", "sqlite:///{folder}/new.db", "--force"], "--force"),
        (["copy", "--from", "{source}"], "--to"),
        (["backup", "{folder}/source.db", "--db", "{source}"], "exists"),
        (["backup", "{folder}/none/copy.db", "--db", "{source}"], "folder does not exist"),
        (["backup", "{folder}/copy.db", "--db", "sqlite:///{folder}/typo.db"], "typo.db does not exist; check --db"),
        (["backup", "{folder}/copy.db", "--db", "sqlite://"], "names no file"),
    ],
)
def test_a_wrong_order_ends_with_2_and_leaves_nothing(
    run: Run, source: str, tmp_path: Path, words: list[str], told: str
) -> None:
    code, _, err = run(*(word.format(source=source, folder=tmp_path) for word in words))
    assert (code, told in err) == (2, True), err
    assert [path.name for path in tmp_path.glob("*.db")] == ["source.db"]


@pytest.mark.slow
def test_a_target_that_is_not_empty_ends_with_2(run: Run, source: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'target.db'}"
    run("copy", "--from", source, "--to", target)
    code, _, err = run("copy", "--from", source, "--to", target)
    assert (code, "is not empty" in err) == (2, True)


@pytest.mark.slow
def test_a_backup_can_be_opened(run: Run, source: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    code, out, _ = run("backup", copy, "--db", source, "--json")
    assert (code, json.loads(out)) == (0, {"file": str(copy), "bytes": copy.stat().st_size})
    assert artifacts(run, f"sqlite:///{copy}") == artifacts(run, source)


@pytest.mark.postgres
def test_a_backup_of_postgres_ends_with_2_and_names_the_command(
    run: Run, postgres_url: Callable[[], str], tmp_path: Path
) -> None:
    url = postgres_url()
    run("migrate", "--db", url)
    code, _, err = run("backup", tmp_path / "copy.dump", "--db", url)
    assert (code, "pg_dump --format=custom" in err) == (2, True)
