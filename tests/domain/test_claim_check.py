"""The first checks of a claim: what its quotes do not hold is named, and what they hold in other words passes."""

from __future__ import annotations

import pytest

from decompose.domain.capability import ClaimStatus
from decompose.domain.claim_check import Exhibit, check, status_for, unsupported_label


def objections(claim: str, *quotes: str, context: tuple[str, ...] = (), rival: str | None = None) -> list[str]:
    exhibit = Exhibit(quotes, context, ("Tide 3", "tide 3"))
    return [reason.check for reason in check(claim, exhibit, rival=rival)]


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 holds 1,000,000 rows.", "holds 1M rows"),
        ("Tide 3 holds 5 million rows.", "holds 5,000,000 rows"),
        ("Tide 3 stores 67 TB of data.", "stores 67TB of data"),
        ("Tide 3 keeps 8 readings.", "keeps eight readings"),
        ("Tide 3 runs on 80 GB cards.", "runs on 80GB cards"),
        ("Tide 3 reaches 61 percent recall.", "reaches 61% recall"),
        ("Tide 3 answers in 2 to 5 seconds.", "answers in 2-5 seconds"),
        ("Tide 3 uses a ViT-L/14 encoder.", "uses a ViT-L/14 encoder"),
        ("Tide 3 costs $4 a month.", "costs $4 a month"),
        ("Tide 3 is a 7B model.", "7B\t:yes:\ta small model"),
        ("Tide 3 needs at least 2 cards.", "needs a minimum of 2 cards"),
        ("First the tide tables are read.", "Firstly, the tide tables are read"),
        ("Tide 3 fails if the format is not kept.", "Keep the format; otherwise it fails"),
    ],
)
def test_a_figure_in_another_spelling_is_the_same_figure(claim: str, quote: str) -> None:
    assert objections(claim, quote) == []


@pytest.mark.parametrize(
    ("claim", "quote", "check_name"),
    [
        ("Tide 3 holds 2 million rows.", "holds 1 million rows", "numbers"),
        ("Tide 3 takes 8 GB for 8 stations.", "takes 8 TB for 8 stations", "numbers"),
        ("Tide 3 stores 67 TB.", "stores 67 GB", "numbers"),
        ("Tide 3 reads the S7 format.", "reads the format", "names"),
        ("Tide 3 is the fastest store of readings.", "a fast store of readings", "superlative"),
        ("Tide 3 is the only store of readings.", "a store of readings", "superlative"),
        ("Tide 3 does not store readings.", "stores readings", "negation"),
        ("Ships deliver fresh oranges daily.", "stores readings of buoys", "coverage"),
    ],
)
def test_what_the_quote_does_not_hold_is_named(claim: str, quote: str, check_name: str) -> None:
    assert check_name in objections(claim, quote)


def test_a_figure_may_stand_in_the_header_of_its_table() -> None:
    assert (
        objections("Tide 3 reaches a recall of 61 % at k=10.", "English 61%", context=("Language Recall k=10",)) == []
    )


def test_a_superlative_may_not_stand_in_a_heading_alone() -> None:
    assert "superlative" in objections("Tide 3 is the best store.", "Tide 3 is a store", context=("The best store",))


def test_the_artifacts_own_name_needs_no_quote() -> None:
    assert objections("Tide 3 stores readings.", "stores readings") == []


def test_the_rival_stands_in_the_quote() -> None:
    assert objections("Tide 3 is smaller than Lotse.", "smaller than Lotse", rival="Lotse") == []
    assert "comparison" in objections("Tide 3 is smaller than Lotse.", "smaller than others", rival="Lotse")


def test_without_a_located_quote_nothing_is_supported() -> None:
    assert objections("Tide 3 stores readings.") == ["no_quote"]


def test_a_claim_without_objection_is_verified_and_a_comparison_is_the_vendors_word() -> None:
    assert status_for((), rival=None) is ClaimStatus.VERIFIED
    assert status_for((), rival="Lotse") is ClaimStatus.ATTRIBUTED
    assert status_for(check("It stores.", Exhibit(())), rival=None) is ClaimStatus.UNSUPPORTED


def test_a_label_with_a_figure_of_its_own_is_dropped_with_the_reason() -> None:
    exhibit = Exhibit(("reads 40 formats",))
    assert unsupported_label("files in 40 formats", exhibit) is None
    dropped = unsupported_label("files in 50 formats", exhibit)
    assert dropped is not None
    assert "50" in dropped.detail


def test_a_sentence_in_another_language_than_its_quote_is_never_verified_by_rule() -> None:
    assert "language" in objections("Tide 3 füllt die Lücken mit der Option.", "Tide 3 fills the gaps with an option")


def test_a_sentence_in_a_language_without_rules_is_never_verified_by_rule() -> None:
    assert objections("Tide 3 füllt die Lücken.", "Die Lücken werden von Tide 3 mit der Option gefüllt") == ["language"]


def test_the_sources_own_words_need_no_rules_of_their_language() -> None:
    assert objections("Die Lücken werden nicht gefüllt.", "Die Lücken werden nicht gefüllt.") == []
