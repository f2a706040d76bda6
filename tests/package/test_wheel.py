"""What is in the wheel: the prompts and the demo as git knows them, and nothing that git ignores."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from recordings import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as opened:
        yield opened


def tracked(folder: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return {str(Path(line).relative_to(folder)) for line in listed.stdout.splitlines()}


@pytest.mark.parametrize(
    ("inside", "folder"), [("decompose/_prompts/", "prompts"), ("decompose/_demo/", "fixtures/demo")]
)
def test_prompts_and_demo_are_in_the_wheel_as_git_knows_them(wheel, inside, folder) -> None:
    shipped = {name.removeprefix(inside) for name in wheel.namelist() if name.startswith(inside)}
    assert shipped == tracked(folder)


def test_templates_data_and_migrations_are_in_the_wheel(wheel) -> None:
    names = wheel.namelist()
    for needed in ("page/templates/", "page/static/app.css", "data/weights.toml", "store/migrations/versions/m0001"):
        assert any(name.startswith(f"decompose/{needed}") for name in names), needed


def test_the_demo_runs_from_the_wheel_alone(wheel, tmp_path) -> None:
    wheel.extractall(tmp_path / "site")
    environment = {"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"}
    code = (
        "import decompose, sys; assert 'site/decompose' in decompose.__file__; from decompose.cli import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "demo", "--db", "sqlite:///demo.db"],
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert "6 documents ingested" in run.stderr
