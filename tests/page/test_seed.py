"""The seed format comes out byte for byte, and what it leaves open is decided."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.published import PUBLISHED_COMPONENTS, PublishedPage, PublishedRecord, PublishedSide
from decompose.page.seed import compose

RECORD = PublishedRecord("Sorts ships.", "By draught.", "Faster than by hand.")


def side(name: str, rank: int, values: str = "0 0 0 0", **changes: object) -> PublishedSide:
    components = dict(zip(PUBLISHED_COMPONENTS, map(Decimal, values.split()), strict=True))
    plain = PublishedSide(name, Kind.MODEL, rank, components, PricingModel.PAID, None, 1, 0, (RECORD,))
    return replace(plain, **changes)  # type: ignore[arg-type]


def page(a: PublishedSide, b: PublishedSide) -> str:
    return compose(PublishedPage(a, b, "HarbourRank"))


def line(text: str, start: str) -> str:
    return next(line for line in text.split("\n") if line.startswith(start))


def verdict(a: PublishedSide, b: PublishedSide) -> str:
    return page(a, b).split("\n")[-3]


def test_the_whole_page() -> None:
    a = side("Heron", 20, "0.4 0.5 0.9 0", starting_price="$1 per month", declared_capabilities=3)
    b = side("Wharf", 31, "0.6 0.7 0.2 0", kind=Kind.DATASET, pricing=PricingModel.FREE, times_matched=4)
    assert page(a, b).split("\n") == [
        "Heron vs Wharf",
        (
            "Wharf ranks higher at 31/100 vs Heron at 20/100. "
            "Capability-level comparison backed by match graph evidence from real search data."
        ),
        "| Feature | Heron | Wharf |",
        "|---|---|---|",
        "| Type | Model | Dataset |",
        "| HarbourRank | 20/100 | 31/100 |",
        "| Adoption | 0 | 1 |",
        "| Quality | 1 | 1 |",
        "| Ecosystem | 1 | 0 |",
        "| Match Graph | 0 | 0 |",
        "| Pricing | Paid | Free |",
        "| Starting Price | $1 per month | — |",
        "| Capabilities | 3 decomposed | 1 decomposed |",
        "| Times Matched | 0 | 4 |",
        "Heron Capabilities",
        "Sorts ships.",
        "Unique: By draught.",
        "vs alternatives: Faster than by hand.",
        "+2 more capabilities",
        "Wharf Capabilities",
        "Sorts ships.",
        "Unique: By draught.",
        "vs alternatives: Faster than by hand.",
        "Verdict",
        (
            "Wharf scores higher at 31/100 vs Heron at 20/100. "
            "Heron leads on ecosystem, while Wharf is stronger on adoption and quality. "
            "Wharf also has a free tier, making it more accessible."
        ),
        "Need something different?",
        "Search the match graph →",
    ]


def test_the_starting_price_has_a_row_only_where_a_side_has_one() -> None:
    assert "Starting Price" not in page(side("A", 1), side("B", 2))
    assert line(page(side("A", 1), side("B", 2, starting_price="$2")), "| Starting") == "| Starting Price | — | $2 |"


def test_eight_records_are_shown_and_the_others_counted() -> None:
    text = page(side("A", 1, records=(RECORD,) * 9, declared_capabilities=9), side("B", 2))
    assert text.count("Sorts ships.") == 8 + 1
    assert text.count("+1 more capabilities") == 1
    assert "more capabilities" not in page(side("A", 1, records=(RECORD,) * 8, declared_capabilities=8), side("B", 2))


def test_a_missing_part_of_a_record_leaves_no_line() -> None:
    text = page(side("A", 1, records=(PublishedRecord("Plain."),)), side("B", 2, records=()))
    assert "A Capabilities\nPlain.\nB Capabilities\n+1 more capabilities\nVerdict" in text


def test_a_line_break_in_a_sentence_stays_inside_its_line() -> None:
    assert "\nOne. Two.\n" in page(side("A", 1, records=(PublishedRecord("One.\nTwo."),)), side("B", 2))


def test_with_equal_ranks_a_is_named_first() -> None:
    text = page(side("A", 50), side("B", 50))
    assert line(text, "A ranks").startswith("A ranks higher at 50/100 vs B at 50/100.")
    assert verdict(side("A", 50), side("B", 50)) == "A scores higher at 50/100 vs B at 50/100."


def test_leads_are_spoken_of_only_where_each_side_has_one() -> None:
    assert "leads" not in verdict(side("A", 1, "0.9 0.9 0 0"), side("B", 2, "0.1 0.1 0 0"))
    assert "leads" in verdict(side("A", 1, "0.9 0 0 0"), side("B", 2, "0 0.0001 0 0"))


def test_a_comes_first_among_the_leads_even_if_it_wins_and_three_are_joined_by_commas() -> None:
    text = verdict(side("A", 9, "0.9 0.9 0.9 0"), side("B", 2, "0 0 0 0.1"))
    assert "A leads on adoption, quality and ecosystem, while B is stronger on match graph." in text


def test_the_free_tier_is_said_of_a_free_winner_over_a_side_that_is_not_free() -> None:
    free, freemium = PricingModel.FREE, PricingModel.FREEMIUM
    assert "free tier" in verdict(side("A", 1, pricing=freemium), side("B", 2, pricing=free))
    assert "free tier" not in verdict(side("A", 1, pricing=free), side("B", 2))
    assert "free tier" not in verdict(side("A", 1, pricing=free), side("B", 2, pricing=free))
    assert "free tier" not in verdict(side("A", 1), side("B", 2, pricing=freemium))


def test_components_are_rounded_half_up_and_a_dash_leads_nothing() -> None:
    assert line(page(side("A", 1, "0.5 0 0 0"), side("B", 2, "0.4999 0 0 0")), "| Adoption") == "| Adoption | 1 | 0 |"
    unmeasured = side("A", 1, components=dict.fromkeys(PUBLISHED_COMPONENTS))
    text = page(unmeasured, side("B", 2, "0.9 0.9 0.9 0.9"))
    assert line(text, "| Quality") == "| Quality | — | 1 |"
    assert "leads" not in text
