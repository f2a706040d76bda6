"""Data beside the code is found in an installed package and in a checkout."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from decompose import packaged
from decompose.errors import ConfigurationError


def test_a_checkout_has_its_prompts_and_its_demo_beside_the_code() -> None:
    root = Path(__file__).parents[2]
    assert packaged.prompts() == root / "prompts"
    assert packaged.demo() == root / "fixtures" / "demo"


def test_the_wheel_puts_them_where_they_are_looked_for() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    sources = project["tool"]["hatch"]["build"]["targets"]["wheel"]["sources"]
    assert (sources["prompts"], sources["fixtures/demo"]) == ("decompose/_prompts", "decompose/_demo")


def test_the_packaged_folder_comes_first_even_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "wheel.zip", "w") as archive:
        archive.writestr("decompose/_prompts/ask.md.j2", "hello")
    with zipfile.ZipFile(tmp_path / "wheel.zip") as archive:
        inside = zipfile.Path(archive, "decompose/_prompts/")
        assert packaged.located(inside, tmp_path) is inside


def test_a_folder_that_is_nowhere_is_told_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"neither .*installed_here.* nor .*checkout_here"):
        packaged.located(tmp_path / "installed_here", tmp_path / "checkout_here")


def test_a_missing_file_of_data_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"data/no-such-file\.toml"):
        packaged.data("no-such-file.toml")


def test_a_file_of_data_is_found() -> None:
    folder = Path(packaged.__file__).parent / "data"
    for file in folder.iterdir():
        if file.is_file():
            assert packaged.data(file.name).read_bytes() == file.read_bytes()
