"""A reader with a pencil: every figure of a page follows from other figures of the same page."""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from decompose.domain.score import Component
from decompose.page.breakdown import rank_cell, score_cells
from decompose.page.render import render_artifact, render_compare
from page import facts

NAMES = ("Atlas 7B", "Bison Vision")
BAND, LEAD = Decimal(3), Decimal(5)
HUNDRED = Decimal(100)
# What rounding may cost a row of points, as the page of the method says.
SLACK = Decimal("0.02")
Row = tuple[Decimal, Decimal, Decimal]


def drawn(seed: int) -> dict[str, str]:
    """Values of components, some not measured; never none at all."""
    chance = random.Random(seed)
    values = {name.value: str(Decimal(chance.randrange(10**6 + 1)).scaleb(-6)) for name in Component}
    for name in chance.sample(sorted(values), chance.randrange(len(values))):
        values[name] = ""
    return values


def rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def words(node: LexborNode | None) -> str:
    assert node is not None
    return node.text().strip()


def share(percent: str) -> Decimal:
    return Decimal(percent.removesuffix("%")) / HUNDRED


def check_sum(rows: list[Row], total: Decimal, rank: int) -> None:
    """Rows of score, weight and points against the sum and the whole number that stand below them."""
    assert sum(weight for _, weight, _ in rows) == 1
    assert sum(points for _, _, points in rows) == total
    assert all(abs(score * weight - points) <= SLACK for score, weight, points in rows)
    assert rounded(total) == rank


# -- the page of a comparison ------------------------------------------------------------------------------


def cell(row: LexborNode, name: str) -> Row | None:
    bar = row.css_first(f'td[data-h="{name}"] .bar')
    if "not measured" in words(bar):
        return None
    figures = [words(bar.css_first(f".{part}")) for part in "nwp"]
    return Decimal(figures[0]), share(figures[1]), Decimal(figures[2])


def difference(a: Row | None, b: Row | None) -> str:
    """The last column, reckoned from the two before it."""
    if a is None or b is None:
        return "cannot be said"
    gap = a[0] - b[0]
    return f"{'A' if gap > 0 else 'B'} by {abs(gap)}" if gap else "equal"


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_the_page_of_a_comparison_can_be_reckoned_by_hand(seed: int) -> None:
    html = render_compare(facts.compared(facts.atlas(**drawn(seed)), facts.bison(**drawn(seed + 1))))
    page = LexborHTMLParser(html)
    table = page.css_first("table.scores")
    rows = [(words(row.css_first("th")), [cell(row, name) for name in NAMES], row) for row in table.css("tbody tr")]
    assert [label for label, _, _ in rows] == [component.label for component in Component]
    for _, (a, b), row in rows:
        assert words(row.css_first('td[data-h="Difference"]')) == difference(a, b)
    totals = [cell(table.css_first("tfoot tr"), name) for name in NAMES]
    for at, total in enumerate(totals):
        assert total is not None
        check_sum([both[at] for _, both, _ in rows if both[at]], total[2], int(total[0]))
        assert total[1] == 1
    for reason in page.css("details.why"):
        reason.decompose()
    sentences = [words(item) for item in page.css("section:has(#verdict) ol > li")]
    check_verdict(" ".join(sentences), totals, [(label, both) for label, both, _ in rows])


def check_verdict(verdict: str, totals: list[Row | None], rows: list[tuple[str, list[Row | None]]]) -> None:
    """The verdict names the winner, and the leads, that follow from the table."""
    a, b = (total[2] for total in totals if total)
    if abs(a - b) > BAND:
        ranks = [(total[2], total[0], name) for total, name in zip(totals, NAMES, strict=True) if total]
        (_, low, loser), (_, high, winner) = sorted(ranks)
        assert f"{winner} ranks higher: {high} of 100 against {low} for {loser}" in verdict
    elif abs(a - b) < BAND:
        assert f"{NAMES[0]} ranks {a} of 100 and {NAMES[1]} {b}; {abs(a - b)} points is inside" in verdict
    for label, (x, y) in rows:
        if x and y and abs(x[0] - y[0]) >= LEAD and label != Component.MATCH_GRAPH.label:
            leader = NAMES[0] if x[0] > y[0] else NAMES[1]
            [part] = re.findall(rf"{leader} leads on [^;.]*", verdict)
            assert label.lower() in part


# -- the page of an artifact -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_the_page_of_an_artifact_can_be_reckoned_by_hand(seed: int) -> None:
    page = LexborHTMLParser(render_artifact(facts.record(facts.atlas(**drawn(seed)))))
    table = page.css_first("table.sums")
    rows = []
    for row in table.css("tbody tr"):
        weight, points = (words(row.css_first(f'td[data-h="{name}"]')) for name in ("Weight", "Points"))
        if row.css_first(".unmeasured"):
            assert (share(weight), Decimal(points)) == (0, 0)
            continue
        rows.append((Decimal(words(row.css_first(".n"))), share(weight), Decimal(points)))
    last = table.css_first("tfoot tr")
    total = Decimal(words(last.css_first('td[data-h="Points"]')))
    [rank, *_] = words(page.css_first("#rank")).removeprefix("Rank ").split()
    check_sum(rows, total, int(rank))
    assert words(last.css_first('td[data-h="Shown as"]')).startswith(f"{rank},")
    assert f"From {len(rows)} of 5 components." in page.body.text()


values = st.none() | st.integers(0, 10**6).map(lambda units: Decimal(units).scaleb(-6))


def is_measured(values: dict[str, Decimal | None]) -> bool:
    return any(value is not None for value in values.values())


@pytest.mark.slow
@settings(max_examples=10_000, derandomize=True, deadline=None)
@given(st.fixed_dictionaries({name.value: values for name in Component}).filter(is_measured))
def test_the_printed_breakdown_of_any_artifact_adds_up(values: dict[str, Decimal | None]) -> None:
    score = facts.atlas(**{name: str(value) for name, value in values.items() if value is not None}).score
    rank = rank_cell(score)
    rows = [
        (Decimal(cell.value), share(cell.weight), Decimal(cell.points))
        for cell in score_cells(score).values()
        if cell.value and cell.weight and cell.points
    ]
    assert rank.exact is not None
    assert rank.rank is not None
    check_sum(rows, Decimal(rank.exact), rank.rank)
