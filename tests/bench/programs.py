"""Whole programs: each figure is the median of several processes, both sides in turn."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
RUNS = 7


@dataclass(frozen=True)
class Comparison:
    """`subject` takes at most `limit` times as long as `base`."""

    what: str
    subject: Sequence[str]
    base: Sequence[str]
    limit: float


PROGRAM = str(Path(PYTHON).with_name("decompose"))
LIBRARIES = "import sqlmodel, alembic.command, jinja2, markdown_it, selectolax.lexbor, scipy.optimize, typer"
COMPARISONS = (
    Comparison("--help, against import typer", [PROGRAM, "--help"], [PYTHON, "-c", "import typer"], 4.0),
    Comparison(
        "demo, against import of its libraries",
        [PROGRAM, "demo", "--db", "sqlite://"],
        [PYTHON, "-c", LIBRARIES],
        6.0,
    ),
)


def seconds(command: Sequence[str]) -> float:
    """User and system time of one run; the wall clock of a shared machine says less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(comparison: Comparison) -> float:
    """The median of pairwise ratios, after one run of each to warm the caches."""
    seconds(comparison.subject), seconds(comparison.base)
    return statistics.median(seconds(comparison.subject) / seconds(comparison.base) for _ in range(RUNS))


def main() -> int:
    failed = 0
    for comparison in COMPARISONS:
        found = ratio(comparison)
        is_over = found > comparison.limit
        failed += is_over
        print(f"{comparison.what:42} {found:5.2f}  (limit {comparison.limit}){'  OVER' if is_over else ''}")
    return failed
