"""Whoever is told a line opens the file there: blank lines, long cells and odd separators put nobody off."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from decompose.errors import DecomposeError
from decompose.services.compare import listed_pairs
from decompose.services.inputs import Said, gather
from decompose.services.rows import filled_lines, numbered
from world import World


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a,b\n1,2\n3,4\n", [2, 3]),
        ("a,b\n\n1,2\n\n\n3,4\n", [3, 6]),
        ('a,b\n"1\n1",2\n3,"4\n\n4"\n5,6\n', [2, 4, 7]),
        ('a,b\n1\n2,3,"4\n4","5\n5"\n6,7\n', [2, 3, 6]),
    ],
)
def test_a_row_of_csv_begins_on_its_line(text: str, lines: list[int]) -> None:
    assert [line for line, _ in numbered(csv.DictReader(io.StringIO(text)))] == lines


def test_what_only_looks_like_the_end_of_a_line_ends_none() -> None:
    text = '{"a": "1\u2028\x85\x0c2"}\n \n{"a": "3"}\n'
    assert list(filled_lines(text)) == [(1, '{"a": "1\u2028\x85\x0c2"}'), (3, '{"a": "3"}')]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("list.csv", 'name,path\n"Ti\nde",tide.md\n\nEbb,ebb.md\n,\n', ["line 5: ", "line 6: "]),
        ("list.jsonl", '\n{"path": "ebb.md"}\n\n{"name": "Tide"}\n{\n', ["line 2: ", "line 4: ", "line 5: "]),
    ],
)
def test_a_list_of_documents_is_refused_by_line(tmp_path: Path, name: str, text: str, lines: list[str]) -> None:
    (tmp_path / "tide.md").write_text("# Tide\n\nTide stores readings.\n")
    (tmp_path / name).write_text(text)
    refused = [str(given.refusal) for given in gather([], tmp_path / name, Said()) if given.refusal]
    assert len(refused) == len(lines)
    assert all(why.startswith(line) for why, line in zip(refused, lines, strict=True))


def test_pairs_are_known_by_their_lines(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("a,b\ntide,ebb\n\nebb,flow\n")
    assert listed_pairs(tmp_path / "pairs.csv") == {2: ("tide", "ebb"), 4: ("ebb", "flow")}


SCORES = "slug,adoption,quality,ecosystem,match_graph,freshness\n"
FACTS = 'slug,fact,value,source,day\nnoise-one,licence,MIT,"a\npage",2026-02-01\n\n'
SIGNALS = 'slug,signal,value,source,day\nnoise-one,stars,5,"a\npage",2026-02-01\n\n'
JSON_SIGNAL = '{"slug": "%s", "signal": "stars", "value": 5, "source": "a\u2028page", "day": "2026-02-01"}\n'
JSON_SCORE = '{"slug": "%s", "adoption": 1, "quality": 1, "ecosystem": 1, "match_graph": 1, "freshness": 1}\n'
IMPORTS: dict[str, Callable[[World, Path], object]] = {
    "scores": lambda world, path: world.workspace.scores.import_file(path),
    "facts": lambda world, path: world.workspace.stating.import_file(path, who="olga"),
    "signals": lambda world, path: world.workspace.signals.import_file(path),
}


@pytest.mark.parametrize(
    ("what", "name", "text", "line"),
    [
        ("scores", "s.csv", f"{SCORES}\nnoise-one,1,1,1,1,1\n\nnobody,1,1,1,1,1\n", 5),
        ("scores", "s.jsonl", f"{JSON_SCORE % 'noise-one'}\n{JSON_SCORE % 'nobody'}", 3),
        ("facts", "f.csv", f'{FACTS}nobody,kind,"cli\n",me,2026-02-01\n', 5),
        ("signals", "s.csv", f'{SIGNALS}nobody,stars,5,"a\npage",2026-02-01\n', 5),
        ("signals", "s.jsonl", f"{JSON_SIGNAL % 'noise-one'}\n{JSON_SIGNAL % 'nobody'}", 3),
    ],
)
def test_an_import_names_the_line_on_which_the_wrong_row_begins(
    world: World, what: str, name: str, text: str, line: int
) -> None:
    with pytest.raises(DecomposeError, match=rf"{name}, line {line}: no artifact nobody"):
        IMPORTS[what](world, world.file(name, text))
