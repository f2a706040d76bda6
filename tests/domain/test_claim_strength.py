"""How far a claim goes: no further than its quote, and what only a vendor says is told as the vendor's."""

from __future__ import annotations

import pytest

from decompose.domain.examination import Point
from domain.claims import assert_told_apart, examined, exhibit, told

# -- beyond doubt ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("storms bend the mast", "Storms are certain to bend the mast.", "Storms bend the mast.", "certain to"),
        ("storms bend the mast", "Storms inevitably bend the mast.", "Storms bend the mast.", "inevitably"),
        ("reads logs of Lotse or Boje", "It reads whichever log it gets.", "It reads both logs.", "whichever"),
    ],
)
def test_what_is_beyond_doubt_or_free_to_choose_is_quoted(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("scope fail", quote, wrong, right, words)


# -- superlatives ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        (
            "a fast store of readings",
            "It is the fastest store of readings.",
            "It is a fast store of readings.",
            "fastest",
        ),
        ("a store of readings", "It is the best store of readings.", "It is a store of readings.", "best"),
        ("a large archive of waves", "It is the largest archive.", "It is a large archive.", "largest"),
        ("a leading store of waves", "It is a unique store of waves.", "It is a leading store of waves.", "unique"),
        ("a store of waves", "It is the most precise store.", "It is a precise store.", "most precise"),
        ("a store of waves", "It is state-of-the-art.", "It is a store.", "state-of-the-art"),
        ("a store of waves", "It is the only store of waves.", "It is a store of waves.", "the only"),
        ("a modern store", "It was the first store.", "It is a modern store.", "first"),
        ("the smallest store", "It is the cheapest store.", "It is the smallest store.", "cheapest"),
    ],
)
def test_a_superlative_stands_in_the_quote_itself(quote: str, wrong: str, right: str, words: str) -> None:
    outcome = "unknown" if "leading" in quote or "smallest" in quote else "fail"
    assert_told_apart(f"superlative {outcome}", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("the most recent list of ports", "It has the newest list of ports."),
        ("serves a majority of ports", "It serves most ports."),
        ("waves, then winds", "It reads waves first, then winds."),
    ],
)
def test_a_superlative_may_be_said_otherwise_or_be_none(quote: str, claim: str) -> None:
    assert not {"superlative fail", "superlative unknown"} & told(claim, quote).keys()


@pytest.mark.parametrize("quote", ["opens a pull request", "a first-party test", "the latest version"])
def test_a_word_that_only_looks_like_a_superlative_vouches_for_none(quote: str) -> None:
    assert "superlative fail" in told("It is the fastest one.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("stores waves quickly", "It stores waves, unlike boje.", "It stores waves quickly."),
        ("stores waves, unlike a boje", "It stores waves, unlike lotse.", "It stores waves, unlike a boje."),
        ("stores most waves", "It stores waves, faster than lotse.", "It stores waves faster than before."),
        ("stores waves", "It stores waves, which lotse does not.", "It stores waves, which it does not read."),
    ],
)
def test_a_rival_is_in_the_evidence_even_in_small_letters(quote: str, wrong: str, right: str) -> None:
    assert "rival unknown" in told(wrong, quote)
    assert "rival unknown" not in told(right, quote)


def test_a_superlative_of_a_heading_is_not_the_quotes() -> None:
    assert "superlative fail" in told("It is the fastest store.", "a store", context=("The fastest store",))


def test_praise_in_quotation_marks_is_nobodys_finding() -> None:
    claim = "It is the best store of waves."
    assert "superlative fail" in told(claim, '"It is the best store of waves!"')
    assert "superlative fail" not in told(claim, "It is the best store of waves!")


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("reads waves", "Tide reads only waves.", "Tide reads waves."),
        ("runs on boards", "Tide only runs on boards.", "Tide runs on boards."),
    ],
)
def test_a_restriction_that_is_not_quoted_is_in_doubt(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("restriction unknown", quote, wrong, right, "only")


@pytest.mark.parametrize(
    "quote", ["reads only waves", "reads just waves", "reads waves alone", "reads nothing but waves"]
)
def test_a_restriction_may_be_said_in_other_words(quote: str) -> None:
    assert "restriction unknown" not in told("Tide reads only waves.", quote)


# -- words without exception -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads formats", "Tide reads all formats.", "Tide reads formats.", "all"),
        ("reads formats of buoys", "Tide reads every format.", "Tide reads formats.", "every"),
        ("keeps readings", "Tide always keeps readings.", "Tide keeps readings.", "always"),
        ("keeps readings", "Tide keeps readings, no matter when.", "Tide keeps readings.", "no matter"),
        ("keeps readings", "Tide must keep readings.", "Tide keeps readings.", "must"),
        ("a result is given", "A result is guaranteed.", "A result is given.", "guaranteed"),
        ("is tested", "Tide is fully tested.", "Tide is tested.", "fully"),
        ("is tested", "Tide is completely tested.", "Tide is tested.", "completely"),
        ("drops readings", "Tide never drops readings.", "Tide drops readings.", "never"),
        ("key may be set", "The key must be set.", "The key may be set.", "must"),
        ("key may be set", "The key is required.", "The key may be set.", "required"),
        ("key is optional", "The key is mandatory.", "The key is optional.", "mandatory"),
        ("a key is recommended", "It needs to have a key.", "A key is recommended.", "needs to"),
    ],
)
def test_a_word_without_exception_stands_in_the_quote(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("scope fail", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("reads any format", "Tide reads all formats."),
        ("reads the whole file", "Tide reads all of the file."),
        ("reads it regardless of its size", "Tide always reads the file."),
        ("reads three formats", "Tide reads all three formats."),
        ("a key is needed", "The key must be set."),
        ("Set the key first", "The key must be set."),
        ("without dropping readings", "Tide never drops readings."),
        ("ensures a result", "A result is guaranteed."),
        ("is tested 100%", "Tide is fully tested."),
    ],
)
def test_a_word_without_exception_may_stand_there_in_another_form(quote: str, claim: str) -> None:
    assert "scope fail" not in told(claim, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads waves", "Tide reads anything.", "Tide reads waves.", "anything"),
        ("runs on boards", "Tide runs anywhere.", "Tide runs on boards.", "anywhere"),
        ("reads a format", "Tide reads any format.", "Tide reads a format.", "any"),
    ],
)
def test_a_manner_of_speaking_is_a_doubt_and_no_failure(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("scope unknown", quote, wrong, right, words)
    assert "scope fail" not in told(wrong, quote)


def test_above_all_speaks_of_no_whole() -> None:
    assert "scope fail" not in told("Tide cares above all about waves.", "Our focus is on waves.")
    assert "scope fail" in told("Tide cares about all waves.", "Our focus is on waves.")


def test_what_is_preferred_is_better() -> None:
    quote = "Read charts on paper, otherwise prefer the buoy."
    assert "comparison fail" not in told("Unless charts are on paper the buoy is better.", quote)


def test_any_of_a_sort_is_what_the_quote_says_of_the_sort() -> None:
    quote = "Tide works with wave-compatible buoys."
    assert "scope unknown" not in told("Tide works with any wave-compatible buoy.", quote)
    assert "scope fail" in told("Tide works with any buoy.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("a key is required", "The key is optional.", "The key is required.", "optional"),
        ("a key must be set", "The key can be omitted.", "The key must be set.", "can be omitted"),
        ("a key is mandatory", "The key is not needed.", "The key is mandatory.", "not needed"),
    ],
)
def test_what_the_quote_demands_is_not_left_open(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("duty unknown", quote, wrong, right, words)


# -- comparisons -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads waves", "Tide reads waves faster.", "Tide reads waves.", "faster"),
        ("needs a board", "Tide needs a cheaper board.", "Tide needs a board.", "cheaper"),
        ("needs memory", "Tide needs less memory than Lotse.", "Tide needs memory.", "less memory than"),
        ("works beside Lotse", "Tide outperforms Lotse.", "Tide works beside Lotse.", "outperforms"),
        ("is on par with Lotse", "Tide beats Lotse.", "Tide is on par with Lotse.", "beats"),
        ("the same recall as Lotse", "Tide surpasses Lotse.", "Tide has the recall of Lotse.", "surpasses"),
    ],
)
def test_a_comparison_is_quoted_and_ends_the_same_way(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("comparison fail", quote, wrong, right, words)


@pytest.mark.parametrize(
    "quote",
    ["reads waves in less time", "improves the reading of waves", "reads waves 3x as fast", "speeds up reading"],
)
def test_a_comparative_may_rephrase_one(quote: str) -> None:
    assert "comparison fail" not in told("Tide reads waves faster.", quote)


@pytest.mark.parametrize(
    ("quote", "rival", "fails"),
    [
        ("smaller than Lotse", "Lotse", False),
        ("an alternative to Lotse", "Lotse", False),
        ("works with Lotse on boards", "Lotse", True),
        ("smaller than others", "Lotse", True),
        ("smaller than Lotsen", "Lots", True),
        ("smaller than Lotse and Boje", "Lotse and Boje", False),
        ("smaller than Lotse", "Lotse, Boje", True),
    ],
)
def test_the_rival_is_named_and_compared_with(quote: str, rival: str, fails: bool) -> None:  # noqa: FBT001 - a table
    claim = f"Tide is set against {rival}."
    failures = examined(claim, exhibit(quote), rival=rival).failures
    places = {failure.said for failure in failures if failure.check == "comparison"}
    assert bool(places) is fails
    assert None not in places


# -- praise ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("praise", "plain"),
    [
        ("Tide is the best store of waves.", "Tide is a store of waves."),
        ("Tide is trusted by harbours.", "Tide is used in harbours."),
        ("Tide is industry-leading.", "Tide is a store."),
        ("Tide is used by more than 40 harbours.", "Tide is used in 40 harbours."),
        ("Tide ranks first of all stores.", "Tide stores waves first."),
        ("Tide is faster than Lotse.", "Tide is faster than before."),
        ("Tide outperforms Lotse.", "Tide performs well."),
        ("Tide has a quality score of 9.", "Tide has a file of 9."),
    ],
)
def test_praise_is_the_vendors_word_however_well_it_is_quoted(praise: str, plain: str) -> None:
    told_of = examined(praise, exhibit(praise))
    assert told_of.is_attributed
    assert all(told_of.is_supported(point) for point in Point)
    assert not examined(plain, exhibit(plain)).is_attributed
