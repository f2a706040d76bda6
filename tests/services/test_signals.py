"""Signals files, and the components that become of them beside the values of scores files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from decompose.domain.score import Component
from decompose.errors import ScoresFileError
from world import World, answer, claim, record

HEADER = "slug,signal,value,source,day"
STARS = "noise-one,stars,1000,https://code.test/one,2026-02-27"


def signals(world: World, *rows: str, name: str = "signals.csv") -> Path:
    return world.file(name, "\n".join([HEADER, *rows]) + "\n")


def standing(world: World, slug: str) -> dict[str, tuple[Decimal, str | None]]:
    rows = world.show(slug).score.components
    return {name.value: (row.value, row.origin) for name, row in rows.items() if row.value is not None}


@pytest.fixture
def flow(world: World) -> World:
    """An artifact without scores: one sentence verified, one refused."""
    refused = claim("The flow stores 9 readings.", "The flow stores readings.")
    said = answer(record("storage", claim("The flow stores readings."), refused))
    world.told("flow", said, "The flow stores readings.", "It was built by the harbour.")
    return world


def test_signals_give_components_with_their_origin(flow: World) -> None:
    report = flow.workspace.signals.import_file(signals(flow, "flow,stars,100000,https://code.test/flow,2026-02-27"))
    assert (report.rows, report.refused) == (1, ())
    assert standing(flow, "flow")["adoption"] == (Decimal(1), "signals, formulas 2")
    assert "ecosystem" not in standing(flow, "flow")


def test_signals_of_an_old_name_are_those_of_the_artifact_and_the_report_says_so(flow: World) -> None:
    flow.workspace.publishing.rename("flow", "stream")
    row = "flow,stars,100000,https://code.test/flow,2026-02-27"
    report = flow.workspace.signals.import_file(signals(flow, row))
    assert (report.rows, report.renamed) == (1, (("flow", "stream"),))
    assert standing(flow, "stream")["adoption"] == (Decimal(1), "signals, formulas 2")
    with pytest.raises(ScoresFileError, match="line 3: stars of stream on 2026-02-27 stands on line 2 already"):
        flow.workspace.signals.import_file(signals(flow, row, row.replace("flow,", "stream,")))


def test_quality_is_counted_by_our_own_checks(flow: World) -> None:
    flow.workspace.signals.import_file(signals(flow, "flow,stars,100000,https://code.test/flow,2026-02-27"))
    flow.workspace.signals.renew()
    made = flow.workspace.signals.show("flow")[Component.QUALITY]
    shares = {share.signal.name: (share.signal.value, share.signal.source) for share in made.shares}
    assert shares["verified_claims"] == (Decimal("0.5"), "our own checks")
    assert shares["source_coverage"][0] == Decimal("0.333333")
    assert standing(flow, "flow")["quality"][0] == made.value
    flow.review.reject(flow.item("The flow stores 9 readings.").id, by="eve", code="other")
    flow.workspace.signals.renew()
    again = {share.signal.name: share.value for share in flow.workspace.signals.show("flow")[Component.QUALITY].shares}
    assert again["review_outcome"] == 0


def test_our_own_checks_alone_rank_nothing(flow: World) -> None:
    assert flow.workspace.signals.renew() == 0
    assert (flow.workspace.signals.show("flow"), flow.show("flow").score.rank) == ({}, None)
    flow.workspace.signals.import_file(signals(flow, "flow,stars,100000,https://code.test/flow,2026-02-27"))
    assert set(standing(flow, "flow")) == {"adoption", "quality"}
    flow.clock.tick(days=120)
    assert flow.workspace.signals.renew() == 2
    assert (standing(flow, "flow"), flow.show("flow").score.rank) == ({}, None)


def test_a_value_of_a_scores_file_counts_until_it_is_unpinned(flow: World) -> None:
    flow.score("flow,0.3,,,,")
    flow.workspace.signals.import_file(signals(flow, "flow,stars,100000,https://code.test/flow,2026-02-27"))
    assert standing(flow, "flow")["adoption"] == (Decimal("0.3"), "scores.csv")
    flow.score("flow,0.3,,,,", unpin=True)
    assert standing(flow, "flow")["adoption"] == (Decimal("0.3"), "scores.csv")
    flow.workspace.signals.renew()
    assert standing(flow, "flow")["adoption"] == (Decimal(1), "signals, formulas 2")


def test_the_same_file_again_changes_nothing(flow: World) -> None:
    flow.workspace.signals.import_file(signals(flow, STARS))
    before = flow.tables()
    assert flow.workspace.signals.import_file(signals(flow, STARS)).changed == 0
    assert flow.tables() == before


def test_the_order_of_rows_does_not_matter(world: World) -> None:
    rows = [
        STARS,
        "noise-one,likes,50,https://code.test/one,2026-02-27",
        "noise-two,stars,5,https://code.test/two,2026-02-27",
    ]
    world.workspace.signals.import_file(signals(world, *rows))
    one = [world.workspace.signals.show(slug) for slug in ("noise-one", "noise-two")]
    world.workspace.signals.import_file(signals(world, *rows[::-1]))
    assert [world.workspace.signals.show(slug) for slug in ("noise-one", "noise-two")] == one


BAD = (
    "nobody,stars,5,https://code.test/x,2026-02-27",
    "noise-two,stars,-1,https://code.test/two,2026-02-27",
    "noise-one,stars,7,https://code.test/one,2026-02-27",
    ",stars,7,https://code.test/one,2026-02-27",
)


def test_a_file_with_a_wrong_row_is_refused_whole(world: World) -> None:
    before = world.tables()
    with pytest.raises(ScoresFileError, match=r"line 3: no artifact nobody; ingest or import it first .and 3 more"):
        world.workspace.signals.import_file(signals(world, STARS, *BAD))
    assert world.tables() == before


def test_partial_takes_the_sound_rows_and_lists_the_others(world: World) -> None:
    report = world.workspace.signals.import_file(signals(world, STARS, *BAD), partial=True)
    assert report.rows == 1
    assert [line for line, _ in report.refused] == [3, 4, 5, 6]
    assert "stands on line 2 already" in report.refused[2][1]


def test_signals_are_read_from_json_lines(world: World) -> None:
    row = '{"slug": "noise-one", "signal": "stars", "value": 1000, "source": "a page", "day": "2026-02-27"}'
    report = world.workspace.signals.import_file(world.file("signals.jsonl", row + "\nnonsense\n"), partial=True)
    assert (report.rows, len(report.refused)) == (1, 1)


@pytest.mark.parametrize("content", ["slug,signal\nx,y\n", "", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_refused(world: World, content: str | bytes) -> None:
    with pytest.raises(ScoresFileError, match=r"signals\.csv"):
        world.workspace.signals.import_file(world.file("signals.csv", content))


@pytest.mark.slow
def test_a_signal_moves_the_pairs_of_its_artifact(world: World) -> None:
    world.workspace.regenerate.run()
    world.score("noise-one,,1,1,1,1", unpin=True)
    world.clock.tick(days=1)
    world.workspace.signals.import_file(signals(world, STARS))
    assert world.workspace.regenerate.run().pages_touched == 1
