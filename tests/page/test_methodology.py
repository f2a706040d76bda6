"""The page of the methodology says what the files say by which ranks are made."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from decompose.bootstrap import Workspace
from decompose.domain.score import Component
from decompose.page.methodology import Methodology
from decompose.settings import Settings


@pytest.fixture(scope="module")
def methodology() -> Methodology:
    return Workspace(Settings()).methodology


def test_every_weight_of_every_kind_is_on_the_page(methodology: Methodology) -> None:
    rows = dict(methodology.view().weights)
    assert rows["All other kinds"] == ("25%", "25%", "10%", "25%", "15%")
    assert len(rows) == 1 + len(methodology.weights.by_kind)
    for shares in rows.values():
        assert sum(Decimal(share.rstrip("%")) for share in shares) == 100
    html = methodology.render("html")
    assert all(f'<th scope="row">{kind}</th>' in html for kind in rows)


def test_every_signal_is_on_the_page_with_its_formula(methodology: Methodology) -> None:
    html, markdown = methodology.render("html"), methodology.render("markdown")
    for name in methodology.formulas.by_signal:
        assert name.replace("_", " ") in html
        assert name.replace("_", " ") in markdown
    assert "log(1 + n) / log(1 + 100,000), at most 1" in html
    assert "Below 3 points between two ranks no winner is named." in html


def test_the_twin_holds_the_numbers_of_the_files(methodology: Methodology) -> None:
    found = methodology.as_json()
    assert found["weights"]["default"] == {name.value: float(methodology.weights.default[name]) for name in Component}
    assert found["formulas"]["signals"]["stars"]["full_by_kind"]["mcp"] == 20_000
    assert found["policy"] == {"noise_band": 3.0, "lead": 5.0}


def test_the_page_has_one_heading_and_no_level_is_skipped(methodology: Methodology) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", methodology.render("html"))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_unknown_format_is_refused(methodology: Methodology) -> None:
    with pytest.raises(ValueError, match="pdf"):
        methodology.render("pdf")
