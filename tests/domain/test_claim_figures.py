"""Numbers, versions, identifiers and names of a claim: each is quoted, or follows from what is quoted."""

from __future__ import annotations

import pytest

from decompose.domain.claim_check import unsupported_label
from decompose.domain.examination import Point
from decompose.domain.verification import is_question
from domain.claims import assert_told_apart, examined, exhibit, told

# -- numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        (
            "keeps readings for 30 days",
            "Tide keeps readings for 40 days.",
            "Tide keeps readings for 30 days.",
            "40 days",
        ),
        (
            "keeps readings for 30 days",
            "Tide keeps readings for 30 hours.",
            "Tide keeps them for thirty days.",
            "30 hours",
        ),
        ("reads 12 formats", "Tide reads 21 formats.", "Tide reads a dozen formats.", "21"),
        ("reads 12 formats", "Tide reads twenty formats.", "Tide reads twelve formats.", "twenty"),
        ("holds 5M rows", "Tide holds 50 million rows.", "Tide holds five million rows.", "50 million"),
        ("needs 8 GB of memory", "Tide needs 8 MB of memory.", "Tide needs 8GB of memory.", "8 MB"),
        ("sends 100 Mbit/s", "Tide sends 100 Gbps.", "Tide sends 100 Mbps.", "100 Gbps"),
        ("costs $4 a month", "Tide costs €4 a month.", "Tide costs 4 dollars a month.", "€4"),
        ("costs $4 a month", "Tide costs $4 a day.", "Tide costs $4 per month.", "$4"),
        ("answers 5 requests per minute", "Tide answers 5 requests per hour.", "It answers 5 requests a minute.", None),
        ("set the size to 12", "The size is 12 GB.", "The size is 12.", "12 GB"),
        ("runs Boje-32B-chat", "Boje has 33B weights.", "Boje has 32B weights.", "33B"),
        ("loses 2% of readings", "Tide loses 3% of readings.", "Tide loses 2 percent of readings.", "3%"),
        ("gained 4 points", "Tide gained 4%.", "Tide gained 4 points.", "4%"),
        ("at least 2 buoys", "Tide needs at most 2 buoys.", "Tide needs a minimum of 2 buoys.", None),
        ("up to 7 stations", "Tide serves at least 7 stations.", "Tide serves at most 7 stations.", None),
        ("up to 7 stations", "Tide serves 7 stations.", "Tide serves up to 7 stations.", "7"),
        ("more than 60 ports", "Tide knows fewer than 60 ports.", "Tide knows over 60 ports.", None),
        ("between 2 and 5 buoys", "Tide needs between 2 and 6 buoys.", "Tide needs 2 to 5 buoys.", "6"),
        ("it has no dependencies", "Tide has two dependencies.", "Tide has zero dependencies.", "two"),
        ("holds millions of rows", "Tide holds billions of rows.", "Tide holds millions of rows.", "billions"),
        ("takes 4 bytes", "Tide takes 4 notes.", "Tide takes 4 bytes.", "4"),
        ("released in 2021", "It was released in 2022.", "It was released in 2021.", "2022"),
        ("released on 2021-05-30", "It was released on 2021-06-30.", "It was released on 30 May 2021.", None),
        ("released in May '21", "It was released in May 2020.", "It was released in May 2021.", "2020"),
        ("waits half a minute", "Tide waits 40 seconds.", "Tide waits 30 seconds.", "40 seconds"),
        ("models of 8 or 70 billion weights", "It has 9 billion weights.", "It has 8 billion weights.", None),
        ("a third of readings", "Tide drops 50% of readings.", "Tide drops 33.3% of readings.", "50%"),
        (
            "half of the readings",
            "Tide drops a quarter of the readings.",
            "Tide drops 50% of the readings.",
            "a quarter",
        ),
        ("-5 degrees", "It works at -6 degrees.", "It works at -5 degrees.", None),
        ("10³ rows", "Tide holds 100 rows.", "Tide holds 1000 rows.", "100"),
        ("1,500 rows", "Tide holds 1,600 rows.", "Tide holds 1500 rows.", "1,600"),
        ("$2 per million waves", "It costs $2 per thousand waves.", "It costs $2 per million waves.", "per thousand"),
        ("has at least 12 GB", "It has 13 GB of memory or more.", "It has 12 GB of memory or more.", "13 GB"),
    ],
)
def test_a_number_that_is_not_quoted_is_named_and_one_in_another_spelling_is_not(
    quote: str, wrong: str, right: str, words: str | None
) -> None:
    assert_told_apart("numbers fail", quote, wrong, right, words)


def test_one_wrong_number_refuses_a_claim_that_is_right_in_all_else() -> None:
    examination = examined("Tide keeps readings for 31 days.", exhibit("Tide keeps readings for 30 days."))
    assert [examination.is_supported(point) for point in Point] == [False, False]


def test_the_number_that_is_named_is_the_one_in_question_and_not_the_artifacts() -> None:
    held_against = exhibit("reads formats", names=("Tide 3",))
    claim = "Tide 3 reads 3 formats."
    [finding] = examined(claim, held_against).failures
    assert finding.said is not None
    assert (finding.said.start, finding.said.end) == (13, 14)


def test_a_place_is_one_in_the_claim_as_it_was_written() -> None:
    claim = "The “LLM”  of Tide  reads ９ formats."
    [finding] = examined(claim, exhibit("The LLM of Tide reads 8 formats.")).failures
    assert finding.said is not None
    assert claim[finding.said.start : finding.said.end] == "９"


# -- numbers that follow -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("waits 90 seconds", "Tide waits 2 minutes.", "Tide waits 1.5 minutes."),
        ("keeps 3 years of readings", "Tide keeps 30 months of readings.", "Tide keeps 36 months of readings."),
        ("writes 2048 MB", "Tide writes 3 GB.", "Tide writes 2 GB."),
        ("serves 4821 ports", "Tide serves about 4000 ports.", "Tide serves about 4800 ports."),
        ("serves 4821 ports", "Tide serves more than 5000 ports.", "Tide serves more than 4800 ports."),
        ("serves 4821 ports", "Tide serves fewer than 4000 ports.", "Tide serves fewer than 5000 ports."),
        ("reads tides, waves, wind and rain", "Tide reads five things.", "Tide reads four things."),
        ("a recall of 0.61", "It has a recall of 62%.", "It has a recall of 61%."),
        ("takes 10 ms, was 40 ms", "It is 5x as quick.", "It is 4x as quick."),
        ("takes 10 ms, was 40 ms", "It takes 20 ms less.", "It takes 30 ms less."),
        ("60 MB of tides and 20 MB of waves", "It takes 90 MB.", "It takes 80 MB."),
    ],
)
def test_a_number_that_follows_from_quoted_ones_is_derived(quote: str, wrong: str, right: str) -> None:
    assert "numbers fail" in told(wrong, quote)
    assert "derived pass" not in told(wrong, quote)
    assert "derived pass" in told(right, quote)
    assert "numbers fail" not in told(right, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads 12 formats", "Tide reads at least 12 formats.", "Tide reads 12 formats.", "12 formats"),
        ("grew by ~4 points", "It grew by exactly 4 points.", "It grew by about 4 points.", "exactly"),
    ],
)
def test_a_bound_is_the_quoted_one(quote: str, wrong: str, right: str, words: str) -> None:
    found = told(wrong, quote)
    assert found["bound fail"].startswith(words.split(maxsplit=1)[0])
    assert "bound fail" not in told(right, quote)


# -- versions and identifiers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("needs Lotse v5.7.x", "It needs Lotse 5.8.", "It needs Lotse 5.7."),
        ("a pre-v1 of Lotse", "It has not reached version 2.", "It has not reached version 1."),
        ("runs on version 3.10", "It runs on version 3.1.", "It runs on version 3.10."),
        ("runs on version 18 or newer", "It runs on version 19 or newer.", "It runs on version 18 or later."),
    ],
)
def test_a_version_is_the_quoted_one(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("numbers fail", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads the S57 format", "Tide reads the S63 format.", "Tide reads the S57 format.", "S63"),
        ("runs Boje-7B", "Tide runs Boje-9B.", "Tide runs Boje 7B.", "Boje-9B"),
        ("version 3.10.2", "It is version 3.10.3.", "It is version 3.10.2.", "3.10.3"),
        ("licensed under Apache-2.0", "It is under Apache-2.1.", "It is under Apache 2.0.", "Apache-2.1"),
        ("pass --dry-run to it", "Pass --dry-add to it.", "Pass --dry-run to it.", "--dry-add"),
        ("install tide-waves", "Install tide-winds.", "Install tide-waves.", "tide-winds"),
        ("set tide.wave_file", "Set tide.wave_name.", "Set tide.wave_file.", "tide.wave_name"),
    ],
)
def test_an_identifier_is_the_quoted_one(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("names fail", quote, wrong, right, words)


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("writes to Lotse", "Tide writes to Priel.", "Tide writes to Lotse.", "Priel"),
        ("written in JavaScript", "It is written in Java.", "It is written in JavaScript.", "Java"),
        ("built by a firm", "Google built it.", "Somebody built it.", "Google"),
        ("built by a firm", "The firm is sound. OpenBoje built it.", "The firm is sound. Others built it.", "OpenBoje"),
        ("runs on k8s", "Tide runs on Docker.", "Tide runs on Kubernetes.", "Docker"),
        ("stores rows in Postgres", "It stores rows in MySQL.", "It stores rows in PostgreSQL.", "MySQL"),
        ("voice activity detection", "It offers VOD.", "It offers VAD.", "VOD"),
        ("on the HuggingFace Hub", "It is on the Tugging Face Hub.", "It is on the Hugging Face Hub.", "Tugging"),
        ("readings as a PDF", "Readings are written as SVGs.", "Readings are written as PDFs.", "SVGs"),
        ("the C++ client", "It has a C# client.", "It has a C++ client.", "C#"),
    ],
)
def test_a_name_is_the_quoted_one_however_it_is_spelt(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("names fail", quote, wrong, right, words)


@pytest.mark.parametrize("opening", ["Readings", "Stations", "Nobody", "The"])
def test_a_capital_at_the_start_of_a_sentence_makes_no_name(opening: str) -> None:
    assert "names fail" not in told(f"{opening} told it. {opening} knows.", "told it")


def test_a_known_name_is_a_name_at_the_start_of_a_sentence_as_well() -> None:
    assert told("Microsoft maintains it.", "Somebody maintains it.")["names fail"] == "Microsoft"


@pytest.mark.parametrize("word", ["API", "URL", "March", "Sunday", "LLM", "OK"])
def test_what_every_reader_knows_needs_no_quote(word: str) -> None:
    assert "names fail" not in told(f"Tide sends the {word}.", "Tide sends it")


def test_a_name_may_stand_in_the_heading_a_number_of_a_name_vouches_for_nothing() -> None:
    assert "names fail" not in told("Tide writes to Boje.", "writes to it", context=("Boje 4",))
    assert "numbers fail" in told("Tide writes 4 rows.", "writes rows to Boje-4")


# -- tables ------------------------------------------------------------------------------------------------

HEAD = "Port\tRecall\tDelay"


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Husum\t61%\t20 ms", "For Husum the recall is 20 ms.", "For Husum the delay is 20 ms."),
        ("Husum\t61%\t20 ms", "In Husum the delay is 61%.", "In Husum the recall is 61%."),
        ("Husum\t61\t20\nBremen\t70\t30", "In Husum the recall is 70.", "In Bremen the recall is 70."),
        ("Husum\t61\t20\nBremen\t70\t30", "In Bremen the delay is 20.", "In Bremen the delay is 30."),
    ],
)
def test_a_number_of_a_table_belongs_to_its_row_and_its_head(quote: str, wrong: str, right: str) -> None:
    assert "numbers fail" in told(wrong, quote, context=(HEAD,))
    assert "numbers fail" not in told(right, quote, context=(HEAD,))


def test_without_a_head_in_the_claim_any_column_of_the_row_will_do() -> None:
    assert "numbers fail" not in told("Husum reaches 61%.", "Husum\t61%\t20 ms", context=(HEAD,))


def test_a_row_that_is_the_artifacts_own_needs_no_label_in_the_claim() -> None:
    rows = "Tide\t61\t20\nBoje\t70\t30"
    assert "numbers fail" not in told("It has a recall of 61, Boje has not.", rows, context=(HEAD,))
    assert "numbers fail" in told("It has a recall of 70, Tide has.", rows, context=(HEAD,))


# -- labels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("9 ports", "8 ports"),
        ("rows in Priel", "rows in Lotse"),
        ("the fastest rows", "the rows"),
    ],
)
def test_a_label_that_goes_further_than_its_quotes_is_dropped(wrong: str, right: str) -> None:
    held_against = exhibit("writes rows of 8 ports to Lotse")
    if wrong != "rows in Priel":  # the names of a label are looked at with its record
        assert unsupported_label(wrong, held_against) is not None
    assert unsupported_label(right, held_against) is None


# -- numbers that a reader may find ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("reads logs, charts, buoy maps and radio", "Tide reads four sorts, two of which are maps."),
        ("cuts the load by up to 96%", "The load can shrink to 4% of what it was."),
        ("scores 0.71, and Lotse 0.52", "Tide scores 0.19 above Lotse."),
    ],
)
def test_what_may_be_computed_is_refused_and_open_to_a_judge(quote: str, claim: str) -> None:
    found = examined(claim, exhibit(quote))
    assert any(finding.check == "computed" for finding in found.failures), found.failures
    assert not found.is_supported()
    assert is_question(found)


def test_a_number_that_nothing_leads_to_is_refused_and_a_judge_may_read_it() -> None:
    found = examined("Tide reads 9 sorts of logs.", exhibit("reads logs and charts"))
    assert [finding.check for finding in found.failures] == ["numbers"]
    assert not found.is_supported()
    assert is_question(found)


def test_a_round_number_is_not_exact_in_whatever_letters_it_is_written() -> None:
    quote = "A wave is made of about 4 ripples."
    assert "bound fail" in told("A wave is made of exactly four ripples.", quote)
    assert "bound fail" in told("A wave always has precisely 4 ripples.", quote)
    assert "bound fail" not in told("A wave has some four ripples.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("The binary is `tg`.", "The binary goes by the name of tgrab.", "The binary goes by the name of tg."),
        ("Ships the kelp module.", "It is a module called mossy.", "It is a module called kelp."),
        ("The mirror is tideline.", "The mirror is known as shoreline.", "The mirror is known as tideline."),
    ],
)
def test_a_name_that_is_given_is_quoted_though_it_has_no_capital(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("names fail", quote, wrong, right)


def test_what_is_called_up_is_no_name() -> None:
    assert "names fail" not in told("The hook is called automatically.", "The hook runs at each tide.")


def test_what_is_told_as_the_most_may_be_the_whole() -> None:
    assert "bound unknown" in told("Tide is set up in no more than 5 lines.", "Tide is set up in 5 lines.")
    assert "numbers fail" in told("Tide is set up in no more than 5 lines.", "Tide is set up in at least 5 lines.")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Kept by a firm in Estonia.", "Kept by Pegel, an Estonian firm."),
        ("Kept by an Estonian firm.", "Kept by Pegel, a firm in Estonia."),
        ("It is a SWELL-like reader.", "A SWELL-style reader"),
    ],
)
def test_a_name_may_stand_for_what_comes_from_it(claim: str, quote: str) -> None:
    assert "names fail" not in told(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Kept by a firm in Latvia.", "Kept by Pegel, an Estonian firm."),
        ("Kept by a Latvian firm.", "Kept by Pegel, a firm in Estonia."),
        ("It is a DRIFT-like reader.", "A SWELL-style reader"),
    ],
)
def test_another_country_or_sort_is_another_name(claim: str, quote: str) -> None:
    assert "names fail" in told(claim, quote)
