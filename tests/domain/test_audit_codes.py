"""Every code of the audit: a part of a page that has the defect, and a near twin that has not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit_pages import POLICY, SORTS, WEIGHS, Given, found, page, quotes, told
from decompose.domain.audit import CODES, audit

D = "Sorts parcels by size."
U = "Unique: "
V = "vs alternatives: "
PAID = Given(pricing=("Paid", "Free"))
MAPS = ("Draws maps of warehouse aisles from plans of shelves and doors.", "Unique: It draws.")
MAPS_AGAIN = ("Draws maps of the warehouse aisles out of shelves, doors and plans.", "Unique: It draws.")

# How large an artifact is may stand beside each of its jobs; who gives the same three numbers tells the same job.
SIZED = ("Ranks 67 parcels of 600 depots in 9 passes by colour of a lamp.", "Unique: It ranks.")
SIZED_AGAIN = ("Weighs 67 parcels of 600 depots in 9 passes, and prints addresses.", "Unique: It weighs.")
SIZED_TOO = ("Weighs 67 parcels of 600 depots, and prints addresses.", "Unique: It weighs.")

CASES: list[tuple[str, Given, Given]] = [
    (
        "D1",
        Given(verdict="Gantry 7B leads on ecosystem, while Ropeway 2B is stronger on adoption.", adoption=("0", "1")),
        Given(
            verdict="Gantry 7B leads on ecosystem, while Ropeway 2B is stronger on adoption.",
            adoption=("0", "1"),
            ecosystem=("1", "0"),
        ),
    ),
    ("D2", Given(adoption=("0", "1")), Given(adoption=("0", "1"), verdict="Ropeway 2B leads on adoption.")),
    (
        "D3",
        Given(summary="Backed by match graph evidence from real search data.", matched=(0, 0)),
        Given(summary="Backed by match graph evidence from real search data.", matched=(5, 9)),
    ),
    (
        "D4",
        Given(ranks=(58, 60), verdict="Ropeway 2B scores higher at 60/100 vs Gantry 7B at 58/100."),
        Given(ranks=(57, 60), verdict="Ropeway 2B scores higher at 60/100 vs Gantry 7B at 57/100."),
    ),
    ("D5", Given(kinds=("Model", "Dataset")), Given(kinds=("Model", "Fine-tune"))),
    (
        "D6",
        replace(PAID, verdict="Ropeway 2B also has a free tier."),
        Given(pricing=("Paid", "Freemium"), verdict="Ropeway 2B also has a free tier."),
    ),
    (
        "D6",
        Given(pricing=("Free", "Freemium"), verdict="Gantry 7B has a free tier, and Ropeway 2B has more."),
        Given(pricing=("Freemium", "Free"), verdict="Gantry 7B has a free tier, and Ropeway 2B has no price."),
    ),
    (
        "D7",
        replace(PAID, price="$2.50e-7 per prompt token"),
        replace(PAID, price="$0.25 per 1M prompt tokens, $1 per 1M completion tokens"),
    ),
    ("D7", replace(PAID, price="$-1 per month"), replace(PAID, price="$12 per month")),
    ("D7", replace(PAID, price="$0.25 per 1M prompt tokens"), replace(PAID, price="$12 per seat")),
    (
        "D8",
        told(D),
        Given(a=(("Sorting: sorts parcels by size.", "Unique: see https://gantry.example/sort."),), b=()),
    ),
    ("D9", told("Likely sorts parcels by weight."), told("Sorts parcels by weight.")),
    ("D9", told("Sorts by hash (MD5 or similar)."), told("Sorts by hash, MD5 or one that is similar to it.")),
    ("D9", told("It may keep parcels apart."), told("Users may keep parcels apart.")),
    ("D9", told("Plans routes (if supported) by night."), told("Plans routes if supported plans are given.")),
    ("D9", told("The order is not documented."), told("The order is documented.")),
    ("D9", told("Weighs in a second, suggesting a scale of its own."), told("Reads plans, suggesting changes.")),
    (
        "D10",
        told(D, V + "Runs 2x faster than Winch.", others=[("Lifts.", V + "Runs 5x faster than Winch.")]),
        told(D, V + "Runs 2x faster than Winch.", others=[("Lifts.", V + "Runs 5x faster than Crane.")]),
    ),
    (
        "D10",
        told(
            "Learns in 2 days.",
            V + "20x faster than Winch.",
            others=[("Lifts.", V + "Less than Winch, which needs 6 days.")],
        ),
        told(
            "Learns in 2 days.",
            V + "3x faster than Winch.",
            others=[("Lifts.", V + "Less than Winch, which needs 6 days.")],
        ),
    ),
    (
        "D10",
        told("Only 2B parameters activate.", V + "Uses 1/3 the active parameters of Winch 40B."),
        told("Only 2B parameters activate.", V + "Uses 1/20 the active parameters of Winch 40B."),
    ),
    (
        "D10",
        told("Serves 12 of 48 ports.", others=[("Covers 40% of ports.",)]),
        told("Serves 12 of 48 ports.", others=[("Covers 25% of ports.",)]),
    ),
    (
        "D10",
        told("Speaks 12 languages.", others=[("Understands 40 languages.",)]),
        told("Speaks 12 human languages.", others=[("Understands 40 programming languages.",)]),
    ),
    (
        "D11",
        told("Reads labels without a barcode scanner.", others=[("Reads labels through a barcode scanner.",)]),
        told("Reads labels without a barcode scanner.", others=[("Reads labels with a plain camera.",)]),
    ),
    ("D11", told("A frozen eye is trained end-to-end."), told("A frozen eye feeds a part that is trained.")),
    (
        "D11",
        told("Uses separate pipelines for text.", U + "A unified pipeline does all."),
        told("Uses separate pipelines for text.", U + "A unified form rather than separate pages."),
    ),
    (
        "D11",
        told("Weights are documented, though figures are not published."),
        told("Weights are documented, and figures are published."),
    ),
    (
        "D11",
        told("Removes phone numbers and author names.", others=[("Keeps weights with author names.",)]),
        told("Removes phone numbers and author names.", others=[("Keeps weights with dates.",)]),
    ),
    (
        "D11",
        told("Finds exactly equal parcels.", V + "Less exact than a scale."),
        told("Finds equal parcels.", V + "Less exact than a scale."),
    ),
    (
        "D10",
        told("Takes at most 40 parcels at a time.", others=[("Loads up to 90 parcels in one go.",)]),
        told("Takes at most 40 parcels at a time.", others=[("Loads up to 90 crates in one go.",)]),
    ),
    (
        "D10",
        told("A truck of parcels is sorted in 20 minutes by two belts.", U + "Sorts a truck of parcels in 50 minutes."),
        told(
            "A truck of parcels is sorted in 20 minutes by two belts.", U + "Sorts a truck of parcels in 1200 seconds."
        ),
    ),
    (
        "D10",
        told("The load is split: ships take 70 per cent, trains 20 and trucks 25."),
        told("The load is split: ships take 70 per cent, trains 20 and trucks 10."),
    ),
    (
        "D11",
        told("No label is stored.", others=[("Keeps the label of a parcel for a year.",)]),
        told("No label is stored.", others=[("Keeps the weight of a parcel for a year.",)]),
    ),
    (
        "D11",
        told("Nothing but Latin formats is admitted.", U + "Labels in another format are marked."),
        told("Nothing but Latin formats is admitted.", U + "Labels in another colour are marked."),
    ),
    (
        "D10",
        told("In one yard 24 hours of sorting shrink to 6 hours, a 9-fold gain."),
        told("In one yard 24 hours of sorting shrink to 6 hours, a 4-fold gain."),
    ),
    (
        "D10",
        told("It has 90 hours of film by 60 drivers, on average about 40 minutes for each driver."),
        told("It has 90 hours of film by 60 drivers, on average about 90 minutes for each driver."),
    ),
    (
        "D10",
        told("Each belt takes 300 MB of memory, so six of them together stay below 1 GB."),
        told("Each belt takes 300 MB of memory, so three of them together stay below 1 GB."),
    ),
    (
        "D10",
        told("Of the 50 gates, 20 open by hand, and the remaining 40 by motor."),
        told("Of the 50 gates, 20 open by hand, and the remaining 30 by motor."),
    ),
    (
        "D11",
        told("Once a label is torn, nothing can bring the address back.", others=[("A torn label can be restored.",)]),
        told("Once a label is torn, nothing can bring the address back.", others=[("A bent gate can be restored.",)]),
    ),
    (
        "D11",
        told(
            "The siren can be switched off for a night.", others=[("There is no setting that leaves the siren out.",)]
        ),
        told("The siren can be switched off for a night.", others=[("There is no setting that leaves the lamp out.",)]),
    ),
    (
        "D11",
        told("Manifests are plain JSON.", others=[("Manifests are encrypted on the belt.",)]),
        told("Manifests are plain JSON.", others=[("Letters are encrypted on the belt.",)]),
    ),
    (
        "D11",
        told("Weights are kept indefinitely.", others=[("Weights are deleted after a week.",)]),
        told("Weights are kept indefinitely.", others=[("Stamps are deleted after a week.",)]),
    ),
    (
        "D11",
        told("Lifts without a steel winch.", U + "Needs a steel winch."),
        told("Lifts with a steel winch, or on a pier that has no steel winch."),
    ),
    ("D12", Given(a=(MAPS, MAPS_AGAIN)), Given(a=(MAPS, WEIGHS))),
    ("D12", Given(a=(SIZED, SIZED_AGAIN)), Given(a=(SIZED, SIZED_TOO))),
    (
        "D12",
        told(
            *(D, V + "3x faster than Winch."),
            others=[("Lifts.", V + "3x faster than Winch."), ("Pulls.", V + "3x faster than Winch.")],
        ),
        told(*(D, V + "3x faster than Winch."), others=[("Lifts.", V + "3x faster than Winch.")]),
    ),
    ("D13", told(D, V + "Cuts the bill by 50-70%."), told("Holds 40 parcels.", V + "Holds 40 parcels, others fewer.")),
    ("D13", told(D, V + "Lighter due to a proprietary belt."), told(D, V + "Lighter due to a shorter belt.")),
    ("D13", told(D, V + "Twice as fast as a person."), told(D, V + "Unlike Winch 4, it needs no person.")),
    (
        "D13",
        told("Runs 12B of 48B parameters.", V + "Runs 30% of its weights."),
        told("Runs 12B of 48B parameters.", V + "Runs 25% of its weights."),
    ),
    ("D16", told("Sorts.", U + "Largest open yard of all."), told("Sorts.", U + "Puts the largest file first.")),
    ("D16", told("Sorts.", U + "First sorter to read labels."), told("Sorts.", U + "First by size, then by weight.")),
    ("D16", told("Sorts.", U + "No other sorter reads labels."), told("Sorts.", U + "Follows best practices.")),
    ("D16", told("It is the first sorter in which labels glow."), told("It is the first gate in the yard of two.")),
    ("D16", told("Sorts.", U + "Nothing else reads labels."), told("Sorts.", U + "It reads labels and nothing else.")),
    ("D16", told("At the moment it sorts alone."), told("It sorts at the moment a parcel arrives.")),
    ("D16", told("Best sorter at release."), told("Sorts parcels before their release.")),
    ("D18", told("Exposes sorting through Harborline's API."), told("Exposes sorting through Gantry's API.")),
    ("D18", told("Sorting runs at the gate, not the model itself."), told("Sorting runs at the gate itself.")),
    ("D18", told("Achieves 91% accuracy on the YardBench benchmark."), told("Scores parcels by weight and size.")),
    ("D18", told("Released under a licence for all uses."), told("Releases parcels from the belt.")),
    ("D18", told("Can be had through the Wharfline marketplace."), told("Can be had through the yard's gate.")),
    ("D18", told("Can be switched on in the Wharfline chat assistant."), told("Can be switched on at the gate.")),
    ("D18", told("Is sold as a licence per user at $9 per month."), told("Is told by a lamp at the gate.")),
    ("D18", told("Appears as a minor release every six weeks."), told("Appears on a screen at the gate.")),
    ("D18", told("Scores 88.5 on the long track of YardCup."), told("Scores each parcel on a scale of its own.")),
    ("D18", told("Has no lock on its gate."), told("Has a lock on its gate.")),
    ("D18", told("Is listed in three yard catalogues."), told("Lists parcels in three yard catalogues.")),
    ("D18", told("Has been praised at two fairs."), told("Has two belts for each fair.")),
    (
        "D19",
        told(D, U + "Sorts under rules that an auditor checks."),
        told("An auditor checks it.", U + "Sorts under rules that an auditor checks."),
    ),
    (
        "D19",
        told(D, U + "Sorts by size each week."),
        told("Sorts weekly, week by week.", U + "Sorts by size each week."),
    ),
    (
        "D19",
        told(D, U + "Looks for parcels four times a second."),
        told("Looks each second.", U + "Looks for parcels four times a second."),
    ),
    (
        "D19",
        told("Sorts 30 parcels on 9 belts.", U + "Sorts 280 parcels in a run."),
        told("Sorts 30 parcels on 9 belts.", U + "Sorts 270 parcels in a run."),
    ),
    ("D19", told(D, U + "Sorts 300 parcels."), told("Sorts 300 parcels.", U + "300 of them.")),
    (
        "D19",
        told(D, U + "Sorts with manual review."),
        told("Sorts, then a manual look.", U + "Sorts with manual review."),
    ),
    ("D19", told(D, U + "Sorts by way of Beltmaster."), told(D, U + "Sorts, unlike Beltmaster.")),
    ("D21", told(D, U + "Gantri 7B sorts."), told(D, U + "Gantry 7B sorts.")),
    ("D21", told(D, V + "Steadier than Ropewey 2B."), told(D, V + "Steadier than Ropeway 3B.")),
    (
        "D21",
        Given(names=("Parcelwright", "Ropeway 2B"), a=((D, U + "Here Parcelright sorts."),)),
        Given(names=("Parcelwright", "Ropeway 2B"), a=((D, U + "Here Parcelwright's belt sorts."),)),
    ),
    (
        "D21",
        Given(names=("Parcelwright", "Ropeway 2B"), b=((D, V + "Unlike Parcel Wright."),)),
        Given(names=("Parcelwright", "Ropeway 2B"), b=((D, V + "Unlike Parcel Winch."),)),
    ),
    ("D23", Given(a=(SORTS, SORTS)), Given(a=(SORTS, WEIGHS))),
]


@pytest.mark.parametrize(("code", "with_defect", "twin"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_a_defect_is_found_and_its_near_twin_is_not(code: str, with_defect: Given, twin: Given) -> None:
    assert quotes(code, with_defect), found(with_defect)
    assert quotes(code, twin) == []


def test_the_plain_page_has_no_defect_but_records_without_name_and_source() -> None:
    assert {defect.code for defect in found(Given())} == {"D8"}


ACROSS: list[tuple[str, Given, Given]] = [
    ("D17", Given(names=("Gantry 7B", "Winch"), a=(MAPS,)), Given(names=("Gantry 7B", "Winch"))),
    ("D17", Given(names=("Gantry 7B", "Winch"), ranks=(41, 60)), Given(names=("Gantry 7B", "Winch"))),
    ("D23", Given(names=("Gantry 7B", "Winch")), Given(names=("Crane", "Winch"))),
]


@pytest.mark.parametrize(("code", "with_defect", "twin"), ACROSS)
def test_pages_given_together_are_held_against_each_other(code: str, with_defect: Given, twin: Given) -> None:
    first = Given()
    assert {one.page for one in found(first, with_defect) if one.code == code} == {"0.txt", "1.txt"}
    assert quotes(code, first, twin) == []
    assert quotes(code, with_defect) == []


SOURCE = """# Gantry 7B

Gantry 7B sorts parcels by size on 40 belts. Gantry 3B sorts 900 parcels an hour.
It prints stamps in five colours of ink.
The gates are the same on all yards, except for Harborline. The drone that lifts mail was removed.

| | Gantry 7B | Gantry 3B |
|---|---|---|
| Belt length | 90 metres | 30 metres |
| Attempts per parcel | 6 | 2 |
| Night shift | no | yes |
| Scent of wax | no | yes |

It may lift crates off belts. It never hides the crates that it moves. Dropped parcels are picked up by a clerk.

No routes.

Parcels are sorted with an error rate of 9 per day. Feeding a furnace requires a steel glove.

There is no whistle and no horn. QX9 labels and letters of lead are not recognised.

## Planned

- Weighing of barrels by sound

## Gantry Harbour

A crane of its own: it lifts boats over the pier at night, by order of the captain.

## History

- 7.1: gates of oak
- 2.0: drying of ropes removed; 55 belts at that time
"""
FROM_SOURCE: list[tuple[str, str, str]] = [
    ("D14", "Sorts parcels by size on 60 belts.", "Sorts parcels by size on 40 belts."),
    ("D14", "Sorts the crates and plans routes.", "Sorts the crates and plans belts."),
    ("D14", "Sorts parcels with an error rate of 3 per day.", "Sorts parcels with an error rate of 9 per day."),
    ("D14", "It does not sort parcels by size on belts.", "It sorts parcels by size on belts."),
    ("D14", "The gates are the same on all yards.", "The gates are the same on all yards except for Harborline."),
    ("D14", "A drone lifts the mail.", "A belt moves the crates."),
    ("D14", "Makes 8 attempts to sort a parcel.", "Makes 6 attempts to sort a parcel."),
    ("D14", "Barrels are weighed by their sound.", "Barrels are painted by their sound."),
    ("D14", "Ropes are dried and coiled.", "Ropes are bought and coiled."),
    ("D14", "Calls the crew with a whistle.", "Calls the crew without a whistle."),
    ("D14", "Reads QX8 and QX9 labels.", "Reads QX8 and QX7 labels."),
    ("D14", "Reads QX8 and QX9 labels.", "QX9 labels are left out."),
    ("D14", "Hides the crates that it moves.", "Marks the crates that it moves."),
    ("D14", "Eight attempts are made for each parcel.", "Six attempts are made for each parcel."),
    ("D15", "Sorts 900 parcels an hour.", "Sorts parcels on 40 belts."),
    ("D15", "Gantry 3B sorts parcels.", "Gantry 7B sorts parcels."),
    ("D15", "Each belt has a length of 30 metres.", "Each belt has a length of 90 metres, Gantry 3B's of 30 metres."),
    ("D15", "Prints stamps in any colour of ink.", "Prints the weight on a slip."),
    ("D15", "A scent of wax comes with each parcel.", "A scent of roses comes with each parcel."),
    ("D15", "Boats are lifted over the pier by a captain's order.", "Crates are lifted over the belt by an order."),
]


@pytest.mark.parametrize(("code", "claim", "twin"), FROM_SOURCE)
def test_a_claim_is_held_against_its_source_document(code: str, claim: str, twin: str) -> None:
    documents = {"Gantry 7B": SOURCE}
    assert quotes(code, told(claim), documents=documents)
    assert quotes(code, told(twin), documents=documents) == []
    assert quotes(code, told(claim)) == []


@pytest.mark.parametrize(
    "claim",
    [
        "Routes are not planned.",
        "No barrel is weighed by its sound yet.",
        "Sorts on 15 more belts, whatever their order was before.",
        "Sorts parcels in 10 passes of 90 metres and 9 of 40.",
        "Feeds a furnace without a wooden glove.",
        "Parcels are picked up by a clerk where they fell.",
        "Letters arrive, and lead is not touched.",
    ],
)
def test_what_agrees_with_the_source_or_has_nothing_of_it_is_no_defect(claim: str) -> None:
    assert {one.code for one in found(told(claim), documents={"Gantry 7B": SOURCE})} <= {"D8"}


def test_a_figure_of_another_version_is_told_once_as_what_it_is() -> None:
    claim = told("Works the night with belts of a length of 30 metres.")
    assert quotes("D15", claim, documents={"Gantry 7B": SOURCE})
    assert quotes("D14", claim, documents={"Gantry 7B": SOURCE}) == []


def test_a_table_may_have_its_versions_in_rows() -> None:
    rows = "# Gantry 7B\n\n| Size | Belts | Crew |\n|---|---|---|\n| 7B | 40 | 3 |\n| 3B | 12 | none |\n"
    assert quotes("D15", told("Moves parcels on 12 belts."), documents={"Gantry 7B": rows})
    assert quotes("D15", told("Moves parcels on 40 belts."), documents={"Gantry 7B": rows}) == []


def test_what_the_source_does_not_speak_of_is_no_contradiction() -> None:
    silent = {"Gantry 7B": "Gantry 7B was painted green in the yard at Harborline."}
    assert {one.code for one in found(told("Sorts 60 parcels by size."), documents=silent)} == {"D8"}


def test_every_code_is_told_of_and_every_quote_is_a_part_of_its_line() -> None:
    seen = set()
    for _, given, _ in CASES:
        lines = given.text.split("\n")
        for defect in found(given):
            assert defect.quote
            assert defect.quote in lines[defect.line - 1]
            assert defect.why
            seen.add(defect.code)
    assert seen | {"D14", "D15", "D17"} == set(CODES)


LONG = [
    "a",
    "9 ",
    "without a b c ",
    "2x faster than Winch 3 ",
    "Foo Bar ",
    "(",
    "may ",
    "a-",
    "Foo 3 is 4. ",
    "— ",
    "x, ",
    "leads on quality, ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", LONG)
def test_a_line_of_a_megabyte_is_audited_and_what_is_beyond_the_first_part_of_it_is_not(piece: str) -> None:
    beyond = piece * (1_000_000 // len(piece)) + " Likely sorts."
    given = Given(a=((beyond, U + beyond, V + beyond),), verdict=beyond)
    assert "Likely sorts" not in quotes("D9", given, documents={"Gantry 7B": beyond})


def test_the_order_is_that_of_the_pages_and_the_lines() -> None:
    sheets = [page(Given(kinds=("Model", "Dataset"), ranks=(1, 1), verdict="Gantry 7B wins."), name) for name in "zy"]
    defects = audit(sheets, {}, POLICY)
    assert [one.page for one in defects] == sorted((one.page for one in defects), reverse=True)
    for name in "zy":
        lines = [one.line for one in defects if one.page == name]
        assert lines == sorted(lines)
