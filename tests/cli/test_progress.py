"""How far an order is, in one line: counts, pace, cost against budget, time left; live at a terminal only."""

from __future__ import annotations

import io
import sys
from decimal import Decimal

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from decompose.cli.progress import Lively, Plainly, Tally, watching
from decompose.domain.ledger import JobResult
from decompose.domain.pricing import Prices
from decompose.llm.client import Usage
from decompose.services.asking import Purse


def tally_of(*ends: tuple[str, float], total: int = 300, budget: Decimal | None = None) -> Tally:
    tally = Tally(total, budget)
    for outcome, at in ends:
        tally.add(outcome, at)
    return tally


def spent(cost: str | None) -> Purse:
    purse = Purse(Prices())
    purse.book(Usage(10, output=2), None if cost is None else Decimal(cost), is_paid=True)
    return purse


def test_nothing_is_told_of_a_pace_before_two_documents_were_worked_on() -> None:
    assert tally_of().line(0.0) == "0 of 300: nothing yet"
    assert (
        tally_of(("skipped", 0.0), ("refused", 0.0), ("done", 1.0)).line(1.0)
        == "3 of 300: 1 done, 1 refused, 1 skipped"
    )


def test_the_pace_is_that_of_the_last_minute_and_skipped_documents_have_none() -> None:
    steady = [("done", float(second)) for second in range(31)]
    assert tally_of(*steady, total=91).line(30.0) == "31 of 91: 31 done; 62 a minute; 58 s left"
    slower = [*steady, *(("failed", 60.0 + 10 * step) for step in range(1, 7))]
    assert tally_of(*slower, ("skipped", 120.0), total=0).line(120.0) == "38: 31 done, 6 failed, 1 skipped; 6 a minute"


@pytest.mark.parametrize(
    ("cost", "budget", "words"),
    [("0.04125", Decimal("2.5"), "; $0.0412 of $2.50"), ("0.04125", None, "; $0.0412"), (None, Decimal(1), "")],
)
def test_the_cost_stands_against_the_budget_where_it_is_known(cost, budget, words) -> None:
    tally = tally_of(("done", 0.0), budget=budget)
    tally.purse = spent(cost)
    assert tally.line(0.0) == f"1 of 300: 1 done{words}"


@pytest.mark.parametrize(("total", "words"), [(3, "1 s"), (61, "59 s"), (602, "10 min"), (12_002, "3.3 h")])
def test_the_time_left_is_in_words(total, words) -> None:
    tally = tally_of(("done", 0.0), ("done", 2.0), total=total)
    assert tally.line(2.0).endswith(f"; 60 a minute; {words} left")


def test_elsewhere_each_document_has_a_line_and_now_and_then_all_have_one(capsys) -> None:
    moments = iter([0.0, 20.0, 31.0])
    watch = Plainly(Tally(3), clock=lambda: next(moments))
    watch(JobResult("a.md", "a", "done"))
    watch(JobResult("b.md", "b", "failed", "bad_json", "no JSON"))
    watch(JobResult("c.md", "c", "done"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "done     a.md",
        "failed   b.md: bad_json, no JSON",
        "done     c.md",
        "3 of 3: 2 done, 1 failed; 6 a minute",
    ]


def test_at_a_terminal_the_line_moves_and_only_what_went_wrong_stays() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    with Progress(TextColumn("{task.description}", markup=False), console=console, auto_refresh=False) as bar:
        watch = Lively(Tally(2), bar, bar.add_task("", total=2), clock=lambda: 5.0)
        watch(JobResult("a[1].md", "a", "refused", "empty", "a[1].md is [empty]"))
        watch(JobResult("b.md", "b", "done"))
        bar.refresh()
    shown = screen.getvalue()
    assert "refused  a[1].md: empty, a[1].md is [empty]" in shown
    assert "2 of 2: 1 done, 1 refused" in shown
    assert "done     b.md" not in shown


def test_what_is_no_terminal_gets_plain_lines(monkeypatch) -> None:
    with watching(2) as plain:
        assert isinstance(plain, Plainly)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with watching(2) as lively:
        assert isinstance(lively, Lively)


@pytest.mark.parametrize(
    ("begun", "words"), [(0, "0 documents that were"), (1, "1 document that was"), (12, "12 documents that were")]
)
def test_an_interrupt_says_at_once_what_it_comes_to(begun: int, words: str, capsys) -> None:
    said = (
        f"interrupted: no further document is begun, {words} begun will be finished; "
        "press Ctrl-C again to end at once\n"
    )
    Plainly(Tally(3)).ends_early(begun)
    assert capsys.readouterr().err == said
    shown = io.StringIO()
    with Progress(console=Console(file=shown, width=200)) as bar:
        Lively(Tally(3), bar, bar.add_task("")).ends_early(begun)
    assert said in shown.getvalue()
