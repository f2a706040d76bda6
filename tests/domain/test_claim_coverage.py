"""Words that nobody quoted, things that changed places, and sentences about something else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.examination import Point
from domain.claims import NAMES, assert_told_apart, examined, exhibit, told, words_of

# -- new words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "claim", "new"),
    [
        ("reads waves", "Tide reads storms.", "storms"),
        ("deletes old rows", "Tide removes ancient rows.", "ancient"),
        ("reads waves quickly", "Tide reads waves secretly.", "secretly"),
    ],
)
def test_a_word_without_a_counterpart_is_a_doubt(quote: str, claim: str, new: str) -> None:
    assert told(claim, quote)["new_word unknown"] == new


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("deletes old rows", "Tide removes old rows."),
        ("colours the rows", "Tide is coloring the rows."),
        ("a repo of waves", "A repository of waves."),
        ("reads 12 waves", "Tide reads twelve waves."),
        ("uses an LLM", "It uses a language model."),
        ("summarises waves", "It summarizes waves."),
    ],
)
def test_another_form_or_a_synonym_is_no_new_word(quote: str, claim: str) -> None:
    assert "new_word unknown" not in told(claim, quote)


def test_a_word_is_told_of_once() -> None:
    findings = examined("Storms, storms, storms: Tide reads waves.", exhibit("reads waves")).findings
    assert [finding.check for finding in findings].count("new_word") == 1


def test_words_of_the_context_and_light_words_weigh_less() -> None:
    held_against = exhibit("reads waves", context=("Storms",))
    weights = {
        words_of(finding, claim): finding.doubt
        for claim in ("Tide reads waves of storms.", "Tide offers waves.", "Tide reads waves of mud.")
        for finding in examined(claim, held_against).findings
        if finding.check.endswith("_word")
    }
    assert weights["offers"] < weights["storms"] < weights["mud"]


@pytest.mark.parametrize(
    ("claim", "finding"),
    [
        ("Ships deliver fresh oranges daily.", "coverage fail"),
        ("Buoys sing readings fresh.", "coverage unknown"),
        ("Buoys deliver readings fresh.", "thin unknown"),
        ("Buoys store readings safely dry.", "thin unknown"),
        ("It stores readings of buoys.", None),
    ],
)
def test_the_less_a_sentence_shares_with_its_quote_the_more_is_in_doubt(claim: str, finding: str | None) -> None:
    found = set(told(claim, "stores readings of buoys")) & {"coverage fail", "coverage unknown", "thin unknown"}
    assert found == ({finding} if finding else set())


def test_what_any_sentence_may_say_tells_little_where_something_is_quoted() -> None:
    quote = "stores readings of buoys"
    assert (
        told("Is able to store the readings that users provide.", quote)
        .keys()
        .isdisjoint({"coverage unknown", "thin unknown"})
    )
    assert "coverage unknown" in told("Stores parcels.", quote)
    assert "coverage fail" in told("Users may choose to obtain support for stores.", quote)


# -- items -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("Tide reads waves and storms.", "Tide reads waves and winds.", "storms."),
        ("Tide reads waves, winds or mud.", "Tide reads winds or waves.", "mud."),
        ("Winds are read, and ice.", "Winds are read, and waves.", "ice."),
    ],
)
def test_an_item_of_which_no_word_is_quoted_is_a_doubt(wrong: str, right: str, words: str) -> None:
    assert_told_apart("item unknown", "reads waves and winds", wrong, right, words)


def test_an_item_that_is_added_expressly_fails() -> None:
    quote = "reads waves and winds"
    assert_told_apart("item fail", quote, "Winds as well as ice.", "Winds as well as waves.", "ice.")


def test_a_sentence_without_a_list_has_no_items() -> None:
    assert "item unknown" not in told("Storms.", "reads waves")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Tide reads waves, mud and winds of harbours.", "Tide reads winds and waves."),
        ("Tide reads waves and winds and mud of harbours.", "Tide reads waves and winds of harbours."),
    ],
)
def test_an_item_that_is_put_into_the_words_of_the_quote_fails(wrong: str, right: str) -> None:
    assert_told_apart("altered fail", "Tide reads waves and winds of harbours.", wrong, right)


# -- identifiers made alike --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("run tide-read first", "Run tide-write first.", "Run tide-read first.", "tide-write"),
        ("set wave_file to it", "Set wave_path to it.", "Set wave_file to it.", "wave_path"),
        ("import tide.waves", "Import tide.winds.", "Import tide.waves.", "tide.winds"),
        ("in .tide/rows/all.json", "In .tide/waves/all.json.", "In .tide/rows/all.json.", ".tide/waves/all.json"),
        ("the flag --keep-rows", "The flag --keep-logs.", "The flag --keep-rows.", "--keep-logs"),
    ],
)
def test_of_identifiers_made_alike_the_quoted_one_is_said(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("names fail", quote, wrong, right, words)


def test_another_ending_of_the_same_words_is_no_other_name() -> None:
    assert "names fail" not in told("A tide-checker of harbours.", "does tide-checking in harbours")


def test_an_identifier_unlike_all_quoted_ones_is_only_new() -> None:
    assert "names fail" not in told("Run mud-bath first.", "run tide-read first")


# -- modifiers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        (
            "writes to the server directory",
            "It writes to the home directory.",
            "It writes to the directory.",
            "home directory",
        ),
        ("reads harbour tables", "Tide reads river tables.", "Tide reads harbour tables.", "river tables"),
    ],
)
def test_another_word_before_the_same_one_is_a_doubt(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("modifier unknown", quote, wrong, right, words)


def test_another_name_before_the_same_word_fails() -> None:
    assert_told_apart(
        "modifier fail", "the Lotse reader of waves", "Priel reader of waves.", "Lotse reader of waves.", "Priel reader"
    )


# -- contrasts, roles, order -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("reads waves rather than winds", "Tide reads winds rather than waves.", "Tide reads waves instead of winds."),
        ("writes rows instead of pages", "It writes pages instead of rows.", "It writes rows, not pages."),
        ("counts waves, not storms", "Tide counts storms, not waves.", "Tide counts waves, not storms."),
    ],
)
def test_one_thing_rather_than_another_is_not_the_other_rather_than_the_one(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("roles fail", quote, wrong, right)


@pytest.mark.parametrize(
    "claim",
    [
        "Buoys and masts measure waves and winds.",
        "Buoys measure, masts measure, waves and winds.",
        "Waves, winds, buoys with masts.",
        "Masts with buoys, measure waves, winds.",
        "Buoys with masts measure waves, winds.",
    ],
)
def test_what_is_only_joined_or_parted_is_not_exchanged(claim: str) -> None:
    assert "roles unknown" not in told(claim, "buoys measure waves, and masts measure winds")


def test_what_is_said_of_two_things_is_not_exchanged() -> None:
    quote = "buoys measure waves, and masts measure winds"
    assert_told_apart(
        "roles unknown",
        quote,
        "Buoys measure winds, and masts measure waves.",
        "Masts measure winds, and buoys measure waves.",
    )


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("harbours warn ships of storms", "Storms of ships warn harbours.", "Harbours warn ships of storms."),
        ("the reader feeds the writer rows", "Rows the writer feeds the reader.", "The reader feeds the writer rows."),
    ],
)
def test_words_that_changed_places_are_a_doubt(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("order unknown", quote, wrong, right)


def test_a_passive_may_turn_the_order() -> None:
    assert "order unknown" not in told("Of storms ships are warned by harbours.", "harbours warn ships of storms")


# -- subject -----------------------------------------------------------------------------------------------


def test_a_quote_that_speaks_of_something_else_first_is_in_doubt() -> None:
    assert_told_apart(
        "subject unknown", "NorthBoje reads waves", "Tide reads waves.", "Tide and NorthBoje read waves.", "Tide"
    )


def test_a_quote_that_begins_with_a_plain_word_speaks_of_the_artifact() -> None:
    assert "subject unknown" not in told("Tide reads waves.", "Reads waves")
    assert "subject unknown" not in told("Tide reads waves.", "Tide reads waves")


# -- additions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("Tide reads waves and paints coral reefs.", "Tide reads waves and reefs.", "paints coral reefs"),
        ("Tide reads coral reef polyp maps of waves.", "Tide reads maps of waves.", "coral reef polyp maps"),
    ],
)
def test_many_new_words_in_a_row_are_a_doubt_of_their_own(wrong: str, right: str, words: str) -> None:
    assert_told_apart("addition unknown", "reads waves", wrong, right, words)


# -- language ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "claim", "fails"),
    [
        ("fills the gaps with an option", "Tide füllt die Lücken mit der Option.", True),
        ("Die Lücken werden mit der Option gefüllt", "Tide füllt die Lücken und ist nicht langsam.", True),
        ("Die Lücken werden nicht gefüllt.", "Die Lücken werden nicht gefüllt.", False),
        ("波を読む道具です", "波を読みます。", True),
        ("fills the gaps with an option", "Tide fills the gaps with an option.", False),
        ("waves", "Tide waves", False),
    ],
)
def test_what_is_rephrased_in_a_language_without_rules_is_never_verified_by_rule(
    quote: str,
    claim: str,
    fails: bool,  # noqa: FBT001 - a table
) -> None:
    assert ("language fail" in told(claim, quote)) is fails


# -- what holds of every claim -----------------------------------------------------------------------------

SENTENCES = (
    "Tide reads waves of 12 harbours.",
    "It does not foresee storms.",
    "Rows may be dropped after 30 days.",
    "The client sends rows to the server every minute.",
    "Lotse 2.1 is faster than the old reader.",
    "Maps are planned for version 3.10.",
    "All formats are read, except S57.",
    "Set the key before the first start.",
    "Some harbours share their tables by default.",
    "Its reader was removed in 2021.",
    "Nothing is written to the disk unless the flag --keep-rows is set.",
    "Readings are recommended to be stored for 2 GB at most.",
)
QUOTES = (*SENTENCES, "Do not use it for:\ntowing barges", "Made for towing barges", "Husum\t61%\t20 ms")
sentences, quoted = st.sampled_from(SENTENCES), st.sampled_from(QUOTES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_claim_in_the_words_of_its_quote_is_supported_at_both_points(sentence: str) -> None:
    examination = examined(sentence, exhibit(sentence))
    assert [examination.is_supported(point) for point in Point] == [True, True], examination.findings


NONSENSE = st.lists(st.sampled_from("zorb quibble flarn grommel".split()), min_size=1, max_size=3)


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, deadline=None)
@given(sentences, quoted, NONSENSE)
def test_a_clause_that_nobody_quoted_never_raises_the_score(claim: str, quote: str, clause: list[str]) -> None:
    longer = f"{claim.rstrip('.')}, {' '.join(clause)}."
    assert examined(longer, exhibit(quote)).score <= examined(claim, exhibit(quote)).score


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, deadline=None)
@given(sentences, st.permutations(QUOTES), st.integers(1, 4))
def test_the_order_of_the_quotes_does_not_matter(claim: str, quotes: list[str], count: int) -> None:
    chosen = quotes[:count]
    there, back = exhibit(*chosen), exhibit(*reversed(chosen))
    assert examined(claim, there).score == pytest.approx(examined(claim, back).score)


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    sentences, sentences, st.lists(st.sampled_from(("Lotse", "Boje 4", "waves", "reader of rows", "S57")), max_size=3)
)
def test_another_name_of_the_artifact_never_costs(claim: str, quote: str, more: list[str]) -> None:
    one, several = exhibit(quote), exhibit(quote, names=(*NAMES, *more))
    assert examined(claim, several).score >= examined(claim, one).score


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=3), st.text(max_size=20))
def test_whatever_is_written_is_examined(claim: str, quotes: list[str], around: str) -> None:
    examined(claim, exhibit(*quotes, context=(around,), names=(around,), rest=(around,)), rival=around or None)


WORDS = st.lists(
    st.sampled_from(
        "Tide reads not may only the best waves 12 GB two and, rather than instead of v3.1 half a minute LLM no "
        "(beta) C# --dry-run Lotse's ½ 10² ﬁle “S57” naïve\u0301 ... \t \n faster if all never".split(" ")
    ),
    max_size=14,
).map(" ".join)


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_whatever_is_found_lies_in_the_claim(claim: str, quote: str, around: str) -> None:
    examined(claim, exhibit(quote, context=(around,), rest=(around,)), rival="Lotse and Priel")
