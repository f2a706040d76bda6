"""Scores files: taken whole or refused whole, with the line and the remedy; every value is remembered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decompose.domain.score import Component
from decompose.errors import DecomposeError, ScoresFileError, UnknownSubjectError
from world import BEGINNING, World, answer

HEADER = "slug,adoption,quality,ecosystem,match_graph,freshness"
GOOD = "tide,0.5,0.5,0.5,0.5,0.5"
# Reckoned by hand with the weights that ship: (10 x .25 + 30 x .10 + 100 x .15) / .50; 18.75 + 12.5 + 2.5 + 0 + 1.875.
RANKS = {"tide": Decimal(50), "noise-one": Decimal(41), "noise-two": Decimal("35.625")}


@pytest.fixture
def scored(world: World) -> World:
    world.told("tide", answer(), "Tide stores readings.")
    return world


def test_a_file_gives_a_rank_that_says_where_it_comes_from(scored: World) -> None:
    report = scored.workspace.scores.import_file(scored.scores("tide,0.5,0.5,,0.5,0.5"))
    assert (report.rows, report.changed, report.refused) == (1, 4, ())
    score = scored.workspace.scores.show("tide").score
    assert score.depth == "4 of 5 components"
    assert score.rank == 50
    assert score.components[Component.ECOSYSTEM].value is None
    assert score.components[Component.ADOPTION].origin == "scores.csv"
    assert score.components[Component.ADOPTION].at == BEGINNING.date()


def test_the_same_file_again_changes_nothing(scored: World) -> None:
    scored.score(GOOD)
    before = scored.tables()
    assert scored.workspace.scores.import_file(scored.scores(GOOD)).changed == 0
    assert scored.tables() == before


def test_an_empty_cell_takes_a_measurement_back(scored: World) -> None:
    scored.score(GOOD)
    scored.score("tide,,0.5,0.5,0.5,0.5")
    assert scored.workspace.scores.show("tide").score.components[Component.ADOPTION].value is None


def test_every_value_that_ever_counted_is_in_the_history(scored: World) -> None:
    scored.score(GOOD)
    scored.clock.tick(days=1)
    scored.score("tide,0.9,0.5,0.5,0.5,0.5")
    adoption = [entry for entry in scored.workspace.scores.history("tide") if entry.component == "adoption"]
    assert [(entry.value, entry.at) for entry in adoption] == [
        (Decimal("0.5"), BEGINNING),
        (Decimal("0.9"), scored.clock.now),
    ]


def test_a_pin_is_ended_by_a_row_of_the_history_and_no_row_changes(scored: World) -> None:
    scored.score(GOOD)
    before = scored.workspace.scores.history("tide")
    scored.score("tide,0.9,0.5,0.5,0.5,0.5", unpin=True)
    after = scored.workspace.scores.history("tide")
    assert after[: len(before)] == before
    assert [(entry.component, entry.value, entry.is_pinned) for entry in after[len(before) :]] == [
        ("unpin", None, False),
        ("adoption", Decimal("0.9"), False),
    ]
    scored.score("tide,0.9,0.5,0.5,0.5,0.5", unpin=True)
    assert scored.workspace.scores.history("tide") == after


def test_what_is_pinned_after_an_end_of_pins_counts(scored: World) -> None:
    scored.score(GOOD)
    scored.score(GOOD, unpin=True)
    scored.score("tide,0.7,0.5,0.5,0.5,0.5")
    scored.workspace.events.measure()
    components = scored.workspace.scores.show("tide").score.components
    assert (components[Component.ADOPTION].value, components[Component.MATCH_GRAPH].value) == (
        Decimal("0.7"),
        Decimal("0.5"),
    )


def test_a_rank_computed_elsewhere_stands_apart_from_our_sum(scored: World) -> None:
    path = scored.scores(f"{GOOD},77", header=f"{HEADER},rank")
    scored.workspace.scores.import_file(path)
    score = scored.workspace.scores.show("tide").score
    assert (score.rank, score.rank_exact, score.is_external) == (77, Decimal(50), True)


def test_lines_of_json_name_only_what_they_change(scored: World) -> None:
    scored.score(GOOD)
    path = scored.file("scores.jsonl", '{"slug": "tide", "quality": 1}\n\n')
    assert scored.workspace.scores.import_file(path).changed == 1
    score = scored.workspace.scores.show("tide").score
    assert (score.components[Component.QUALITY].value, score.components[Component.ADOPTION].value) == (
        1,
        Decimal("0.5"),
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("tide,1.5,0,0,0,0", "adoption 1.5 is not between 0 and 1"),
        ("tide,-0.1,0,0,0,0", "is not between 0 and 1"),
        ("tide,NaN,0,0,0,0", "is not between 0 and 1"),
        ("tide,high,0,0,0,0", "adoption “high” is no number"),
        ("tide,1e-99999999,0,0,0,0", "adoption 1e-99999999 has too many places; give 20 at most"),
        ("tide,0e99999999,0,0,0,0", "adoption 0e99999999 has too many places; give 20 at most"),
        (f"tide,0.{'3' * 21},0,0,0,0", "has too many places; give 20 at most"),
        ("flow,0,0,0,0,0", "no artifact flow; ingest or import it first"),
        ("tide,0,0", "not as many cells as the header"),
        ("tide,0,0,0,0,0,0", "not as many cells as the header"),
        (",0,0,0,0,0", "the row has no slug"),
        (GOOD, "tide stands on line 2 already"),
    ],
)
def test_one_wrong_row_refuses_the_file_with_its_line_and_the_remedy(scored: World, row: str, why: str) -> None:
    path = scored.scores(GOOD, row)
    before = scored.tables()
    with pytest.raises(ScoresFileError) as caught:
        scored.workspace.scores.import_file(path)
    assert "scores.csv, line 3: " in str(caught.value)
    assert why in str(caught.value)
    assert "nothing was taken, --partial takes the sound rows" in str(caught.value)
    assert scored.tables() == before


def test_of_an_old_name_the_new_one_is_said_to_readers_until_it_is_held_back(scored: World) -> None:
    scored.workspace.publishing.rename("tide", "waves")
    path = scored.scores(GOOD)
    taken = scored.workspace.scores.import_file(path)
    assert (taken.rows, taken.renamed) == (1, (("tide", "waves"),))
    assert scored.workspace.scores.show("waves").score.rank == 50
    operators = (
        lambda: scored.workspace.scores.show("tide"),
        lambda: scored.workspace.scores.history("tide"),
        lambda: scored.workspace.signals.show("tide"),
        lambda: scored.workspace.stating.show("tide"),
        lambda: scored.workspace.catalog.record("tide", public=False),
    )
    readers = (
        lambda: scored.workspace.catalog.record("tide", public=True),
        lambda: scored.workspace.compare.view("noise-one", "tide"),
    )
    told = "no artifact tide: it is waves now"
    for ask in (*operators, *readers):
        with pytest.raises(DecomposeError, match=told):
            ask()
    scored.workspace.publishing.hold("waves")
    for ask, why in (*((ask, told) for ask in operators), *((ask, "no artifact tide; see") for ask in readers)):
        with pytest.raises(DecomposeError, match=why):
            ask()
    assert scored.workspace.scores.import_file(path).renamed == (("tide", "waves"),)


@pytest.mark.parametrize("slugs", [("tide", "waves"), ("waves", "tide")])
def test_one_artifact_by_two_of_its_names_is_refused(scored: World, slugs: tuple[str, str]) -> None:
    scored.workspace.publishing.rename("tide", "waves")
    path = scored.scores(*(GOOD.replace("tide", slug) for slug in slugs))
    with pytest.raises(ScoresFileError, match="line 3: waves stands on line 2 already, by another of its names"):
        scored.workspace.scores.import_file(path)


def test_partial_takes_the_sound_rows_and_names_the_others(scored: World) -> None:
    path = scored.scores(GOOD, "flow,0,0,0,0,0", "noise-one,9,0,0,0,0")
    report = scored.workspace.scores.import_file(path, partial=True)
    assert (report.rows, [line for line, _ in report.refused]) == (1, [3, 4])
    assert scored.workspace.scores.show("tide").score.rank == 50
    assert scored.workspace.scores.show("noise-one").score.rank == 100


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f"{HEADER},stars\n{GOOD},1\n", "unknown column 'stars'"),
        ("slug,adoption\ntide,1\n", "missing column 'quality'"),
        (f"{HEADER},adoption\n{GOOD},1\n", "column 'adoption' twice"),
        ("", "missing column 'slug'"),
        (f"{HEADER}\n", "has no rows"),
        (b"\xff\xfe\x00s", "cannot be read"),
        (f"{HEADER}\n{'x' * 200_000},0,0,0,0,0\n", "is no CSV file"),
    ],
)
def test_a_file_of_the_wrong_form_is_refused_even_in_part(scored: World, content: str | bytes, why: str) -> None:
    path = scored.file("scores.csv", content)
    before = scored.tables()
    with pytest.raises(ScoresFileError, match=why):
        scored.workspace.scores.import_file(path, partial=True)
    assert scored.tables() == before


@pytest.mark.parametrize("line", ['{"slug": "tide", "stars": 1}', "[1]", "{", '{"slug": "tide", "quality": true}'])
def test_a_wrong_line_of_json_is_refused_with_its_number(scored: World, line: str) -> None:
    path = scored.file("scores.jsonl", f'{{"slug": "noise-one", "quality": 1}}\n{line}\n')
    with pytest.raises(ScoresFileError, match="line 2"):
        scored.workspace.scores.import_file(path)


def test_a_number_as_a_computer_writes_it_is_taken_as_it_stands(scored: World) -> None:
    scored.score("tide,0.30000000000000004,1e-20,0.0,1,0.5")
    components = scored.workspace.scores.show("tide").score.components
    assert components[Component.ADOPTION].value == Decimal("0.30000000000000004")
    assert components[Component.QUALITY].value == Decimal("1e-20")


@pytest.mark.parametrize("turn", range(4))
def test_the_order_of_rows_does_not_matter(scored: World, turn: int) -> None:
    rows = [GOOD, "noise-one,0.1,,0.3,,1", "noise-two,0.75,0.5,0.25,0,0.125"]
    order = [*rows, *rows][turn : turn + 3] if turn < 3 else rows[::-1]
    scored.workspace.scores.import_file(scored.scores(*order))
    found = {slug: scored.workspace.scores.show(slug).score for slug in ("tide", "noise-one", "noise-two")}
    assert {slug: score.rank_exact for slug, score in found.items()} == RANKS
    before = {name: len(rows) for name, rows in scored.tables().items()}
    assert scored.workspace.scores.import_file(scored.scores(*rows)).changed == 0
    assert {name: len(rows) for name, rows in scored.tables().items()} == before


def test_an_unknown_artifact_has_no_scores(scored: World) -> None:
    for ask in (scored.workspace.scores.show, scored.workspace.scores.history):
        with pytest.raises(UnknownSubjectError, match="no artifact flow; see: decompose artifacts"):
            ask("flow")
