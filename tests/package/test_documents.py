"""What the documents say can be done, can be done."""

from __future__ import annotations

import re

import pytest
import typer

from decompose.cli import app
from recordings import ROOT

SURFACE = ROOT / "docs" / "surface.md"
SETTINGS = ROOT / "src" / "decompose" / "settings.py"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
_COMMAND = re.compile(r"^(?:[A-Z_]+=\S+ )*decompose ([^#\n]+)", re.MULTILINE)


def commands() -> dict[str, set[str]]:
    """Every command, "scores import" and the like, with its options."""
    found: dict[str, set[str]] = {}

    def walk(command, path: str) -> None:
        children = getattr(command, "commands", {})
        for name, child in children.items():
            walk(child, f"{path} {name}".strip())
        if not children:
            found[path] = {option for parameter in command.params for option in parameter.opts}

    walk(typer.main.get_command(app), "")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists_with_its_options(page) -> None:
    known = commands()
    shown = _COMMAND.findall(page.read_text(encoding="utf-8"))
    assert shown
    for line in shown:
        words = line.split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        assert name in known, line
        assert {word for word in words if word.startswith("--")} <= known[name], line


def named_in_the_table() -> set[str]:
    """The commands of the first column of the surface, "`review list`, `show ITEM`" being two of one group."""
    found: set[str] = set()
    for row in re.findall(r"^\| (`[^|\n]*(?:\\\|[^|\n]*)*) \|", SURFACE.read_text(encoding="utf-8"), re.MULTILINE):
        group = ""
        for words in (cell.split() for cell in re.findall(r"`([^`]+)`", row)):
            name = " ".join(words[:2])
            if " " in name and name in commands():
                group = words[0]
            found |= {name, words[0], f"{group} {words[0]}"}
    return found


def test_every_command_stands_in_the_table_of_the_surface() -> None:
    assert set(commands()) - {"demo"} <= named_in_the_table()


def test_every_setting_is_named_in_the_surface() -> None:
    text = SURFACE.read_text(encoding="utf-8")
    named = set(re.findall(r"\bown\(\"([A-Z_]+)\"\)", SETTINGS.read_text(encoding="utf-8")))
    assert len(named) > 30
    unnamed = {name for name in named if name not in text and f"_{name.partition('_')[2]}`" not in text}
    # The addresses of connectors are of one sort, and told as that.
    assert unnamed <= {"DEPS_DEV_URL", "HUGGING_FACE_URL", "OPEN_ROUTER_URL"}


@pytest.mark.parametrize("page", [*PAGES, SURFACE, ROOT / "docs" / "architecture.md"], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= targets
