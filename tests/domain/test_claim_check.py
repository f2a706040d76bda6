"""The first checks of a claim: what its quotes do not hold is named, and what they hold in other words passes."""

from __future__ import annotations

import pytest

from decompose.domain.capability import ClaimStatus
from decompose.domain.claim_check import Exhibit, check, examine, unsupported_label
from decompose.domain.examination import Examination, Point, status_at


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


@pytest.mark.parametrize(
    "quote",
    [
        "smaller than Lotse",
        "an alternative to Lotse",
        "unlike Lotse, it is smaller",
        "as small as Lotse",
        "beats Lotse",
    ],
)
def test_the_rival_stands_in_a_quote_that_compares(quote: str) -> None:
    assert "comparison" not in objections("Tide 3 is set against Lotse.", quote, rival="Lotse")


@pytest.mark.parametrize("quote", ["smaller than others", "smaller than Lotsen-Pro", "works with Lotse on a server"])
def test_a_rival_that_is_not_named_or_not_compared_with_is_refused(quote: str) -> None:
    rival = "Lotse" if "Pro" not in quote else "Lots"
    assert "comparison" in objections("Tide 3 is set against it.", quote, rival=rival)


def test_of_several_rivals_each_is_named() -> None:
    quote = "faster than Lotse and Boje"
    assert objections("Tide 3 is faster than Lotse and Boje.", quote, rival="Lotse and Boje") == []
    assert "comparison" in objections("Tide 3 is faster than both.", quote, rival="Lotse, Boje and Priel")


# -- grounds -----------------------------------------------------------------------------------------------


def test_the_artifacts_name_supports_no_quantity() -> None:
    assert objections("Tide 3 reads 3 formats.", "reads formats") == ["numbers"]
    assert objections("Tide 3 reads 3 formats.", "reads 3 formats") == []


def test_a_name_with_a_number_may_be_spelt_with_a_dash_or_a_space() -> None:
    assert objections("The code is under Apache 2.0.", "Code: licensed under Apache-2.0") == []
    assert "names" in objections("The code is under Apache-2.0.", "Code: licensed under Apache-2.1")


def test_zero_is_what_a_quote_without_any_says() -> None:
    assert objections("Tide 3 has zero dependencies.", "has no dependencies") == []
    assert "numbers" in objections("Tide 3 has zero dependencies.", "has few dependencies")


def test_round_numbers_in_words_are_quoted() -> None:
    assert objections("Tide 3 holds billions of rows.", "holds billions of rows") == []
    assert "numbers" in objections("Tide 3 holds trillions of rows.", "holds billions of rows")


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 writes to Lotse.", "writes to lotse"),
        ("Its code is under the MIT licence.", "code: MIT License"),
        ("It is hosted on the Hugging Face Hub.", "hosted on the HuggingFace Hub"),
        ("It offers VAD on readings.", "offers voice activity detection on readings"),
        ("Readings are written as PDFs.", "readings are written as a PDF"),
        ("An API writes readings in May.", "writes readings"),
    ],
)
def test_a_name_of_the_quote_may_be_said(claim: str, quote: str) -> None:
    assert objections(claim, quote) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 writes to Boje.", "writes to Lotse"),
        ("Its code is under the MIT licence.", "code: GPL licence"),
        ("It is written in Java.", "It is written in JavaScript"),
        ("OpenBoje writes readings.", "writes readings"),
    ],
)
def test_a_name_that_nobody_quoted_is_refused(claim: str, quote: str) -> None:
    assert "names" in objections(claim, quote)


def test_a_name_may_stand_in_the_heading() -> None:
    assert objections("Tide 3 writes to Boje.", "writes to it", context=("Boje",)) == []


# -- denials, hedges, strong words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 supports streaming.", "does not support streaming"),
        ("Tide 3 is trained for translation.", "is not trained for translation tasks"),
        ("Each sample includes the prompt.", "the sample only, without the prompt"),
        ("Tide 3 needs no key.", "is free and needs a key"),
        ("Tide 3 does not write readings.", "has a limit and only writes readings"),
    ],
)
def test_a_denial_is_neither_dropped_nor_invented(claim: str, quote: str) -> None:
    assert "negation" in objections(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 does not support streaming.", "does not support streaming"),
        ("Tide 3 lacks streaming support.", "does not support streaming"),
        ("Tide 3 resizes collections.", "resizes collections with zero downtime"),
        ("Tide 3 writes readings.", "not only writes readings"),
        ("Tide 3 writes readings.", "writes readings with the option --no-writes"),
        ("The cloud is used.", "If the key is not used, the cloud is used"),
    ],
)
def test_a_denial_that_is_kept_or_bears_on_something_else_passes(claim: str, quote: str) -> None:
    assert objections(claim, quote) == []


def test_a_heading_supports_a_denial_only_where_it_denies_itself() -> None:
    claim, quote = "Tide 3 does not forecast storms.", "forecast storms"
    assert "negation" in objections(claim, quote, context=("Storms",))
    assert "negation" in objections(claim, quote, context=("Rate limits",))
    assert objections(claim, quote, context=("Out of scope",)) == []
    assert objections(claim, quote, context=("Limits",)) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 fills gaps.", "may fill gaps"),
        ("Tide 3 exports maps.", "map export is planned"),
        ("Tide 3 writes to disk.", "writes to disk by default"),
    ],
)
def test_a_hedge_of_the_quote_is_kept(claim: str, quote: str) -> None:
    assert "hedge" in objections(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 can fill gaps.", "may fill gaps"),
        ("Tide 3 fills gaps.", "can fill gaps"),
        ("Tide 3 writes to disk unless told otherwise.", "writes to disk by default"),
        ("Tide 3 fills gaps.", "fills gaps; storms may be missed"),
    ],
)
def test_a_hedge_that_is_kept_or_bears_on_something_else_passes(claim: str, quote: str) -> None:
    assert objections(claim, quote) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 reads all formats.", "reads formats"),
        ("The key must be set.", "a key may be set"),
        ("The result is guaranteed.", "the result is likely"),
        ("Tide 3 is fully tested.", "is tested"),
    ],
)
def test_a_word_without_exception_needs_its_like(claim: str, quote: str) -> None:
    assert "scope" in objections(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Tide 3 reads all formats.", "reads any format"),
        ("The key must be set.", "Set the key"),
        ("The key must be set.", "the key is required to be set"),
        ("Tide 3 reads all three formats.", "reads three formats"),
    ],
)
def test_a_word_without_exception_may_be_rephrased(claim: str, quote: str) -> None:
    assert objections(claim, quote) == []


def test_a_comparative_needs_a_quote_that_compares() -> None:
    assert "comparison" in objections("Tide 3 reads faster.", "reads readings")
    assert "comparison" in objections("It needs less memory than others.", "It needs memory on a server")
    assert objections("Tide 3 reads faster.", "improves how fast it reads") == []


def test_without_a_located_quote_nothing_is_supported() -> None:
    assert objections("Tide 3 stores readings.") == ["no_quote"]


def test_a_claim_without_objection_is_verified_and_a_comparison_is_the_vendors_word() -> None:
    assert status_at(Examination(()), Point.BALANCED, rival=None) is ClaimStatus.VERIFIED
    assert status_at(Examination(()), Point.BALANCED, rival="Lotse") is ClaimStatus.ATTRIBUTED
    assert (
        status_at(Examination(examine("It stores.", Exhibit(()))), Point.BALANCED, rival=None)
        is ClaimStatus.UNSUPPORTED
    )


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
