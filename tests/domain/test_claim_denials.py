"""Denials and opposites: what is denied on one side is denied on the other, in whatever words."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told

# -- denials -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("does not support streaming", "Tide supports streaming.", "Tide does not support streaming."),
        ("is not trained for storms", "Tide is trained for storms.", "Tide is not trained for storms."),
        ("reads waves without a key", "Tide reads waves with a key.", "Tide reads waves without a key."),
        ("never writes to the disk", "Tide writes to the disk.", "Tide never writes to the disk."),
        ("cannot read waves", "Tide can read waves.", "Tide cannot read waves."),
        ("supports streaming", "Tide does not support streaming.", "Tide supports streaming."),
        ("reads waves", "Tide cannot read waves.", "Tide can read waves."),
        ("keeps a log of waves", "Tide keeps no log of waves.", "Tide keeps a log of waves."),
        ("reads waves, it sleeps", "It not only reads waves, it never sleeps.", "It not only reads waves, it sleeps."),
        ("needs a key", "Tide needs no key.", "Tide needs a key."),
        ("it isn't able to read waves", "Tide is able to read waves.", "Tide isn't able to read waves."),
        ("only pilots write logs", "Non-pilots write logs too.", "Only pilots write logs."),
        ("a non-tidal mode reads logs", "Lotse denies the tidal mode no logs.", "The non-tidal mode reads logs."),
        ("not designed for chat", "Tide is intended for chatting.", "Tide is not intended for chatting."),
        ("reads non-tidal buoys", "Tide reads tidal buoys.", "Reads non-tidal buoys."),
        ("reads non-tidal buoys", "Tide reads tidal buoys.", "Tide reads other buoys than tidal ones."),
        ("old waves are never removed", "Old waves are removed.", "Old waves are not removed."),
        # Two words are enough where nothing else was changed.
        ("the pilot logs in", "Does not log pilots.", "Logs pilots."),
        (
            "stops to ask when it isn't sure",
            "It never stops to ask, sure or unsure.",
            "It stops to ask if it isn't sure.",
        ),
        ("has no second gauge; the mast is high", "The mast has a second gauge.", "The mast has no second gauge."),
        ("reads tides; on boats it is not tested", "Reads tides on boats.", "Reads tides; untested on boats."),
        # A word of the quote keeps no denial.
        ("the private log is not sent", "The private log is sent.", "The private log is not sent."),
    ],
)
def test_a_denial_is_neither_dropped_nor_invented(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("negation fail", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("does not support streaming", "Tide lacks support for streaming."),
        ("does not support streaming", "Streaming is unsupported by Tide."),
        ("does not read waves", "Tide ignores waves."),
        ("needs no network", "Tide works offline."),
        ("works offline", "Tide works with no network."),
        ("is not open to everybody", "Tide is closed to everybody."),
        ("has no dependencies", "Tide is free of dependencies."),
        ("skips broken rows", "Tide does not keep broken rows."),
        ("excludes old rows", "Old rows are not included."),
    ],
)
def test_a_denial_may_be_said_in_other_words(quote: str, claim: str) -> None:
    assert "negation fail" not in told(claim, quote)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("not only reads waves but winds", "Tide reads waves."),
        ("reads waves, no matter how old", "Tide reads waves."),
        ("reads waves with or without a key", "Tide reads waves."),
        ("reads waves with --no-cache", "Tide reads waves."),
        ("If the key is not set, waves are read", "Waves are read."),
        ("reads no fewer than 9 waves", "Tide reads at least 9 waves."),
        ("Reads waves that match or do not match a chart.", "Waves are read that a chart matches."),
        ("Reads waves whether a chart exists or doesn't exist.", "Waves are read, with a chart or not."),
    ],
)
def test_a_denial_in_form_alone_denies_nothing(quote: str, claim: str) -> None:
    assert "negation fail" not in told(claim, quote)


@pytest.mark.parametrize("heading", ["Out of scope", "Limitations", "Known limits", "Not supported"])
def test_a_heading_may_deny_what_stands_below_it(heading: str) -> None:
    assert "negation fail" not in told("Tide does not foresee storms.", "foresee storms", context=(heading,))


@pytest.mark.parametrize("heading", ["Storms", "Rate limits", "Support"])
def test_another_heading_denies_nothing(heading: str) -> None:
    claim = "Tide does not foresee storms."
    assert told(claim, "foresee storms", context=(heading,))["negation fail"] == "not"


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("The cache is off by default", "The cache is used by default.", "The cache is off by default.", None),
        ("Old rows are skipped", "Old rows are kept by Tide.", "Old rows are skipped by Tide.", None),
        ("Log files are unencrypted here", "Log files are encrypted.", "Log files are unencrypted.", None),
        (
            "It reads waves and rejects old rows",
            "Tide reads waves and takes old rows.",
            "Tide reads waves and rejects old rows.",
            "takes old rows",
        ),
        (
            "It bypasses the need for charts of a harbour",
            "There is need for charts of a harbour.",
            "There is no need for charts of a harbour.",
            None,
        ),
    ],
)
def test_a_clause_that_is_turned_on_one_side_is_in_doubt(quote: str, wrong: str, right: str, words: str | None) -> None:
    assert_told_apart("turned unknown", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        (
            "The store holds keys and waves in place, but Tide never reads it",
            "The store does not hold keys and waves of the port in place.",
            "The store holds keys and waves of the port in place, but Tide never reads it.",
            "not",
        ),
        (
            "Owners can ask for a copy",
            "Owners cannot ask for a copy of the chart.",
            "Owners can ask for a copy of the chart.",
            "cannot",
        ),
        (
            "Waves are kept, winds are discarded without a copy",
            "Waves are not kept, winds are discarded without a copy.",
            "Waves are kept, winds are discarded without a copy.",
            None,
        ),
    ],
)
def test_a_clause_that_differs_by_a_word_of_denial_alone_is_refused(
    quote: str, wrong: str, right: str, words: str
) -> None:
    assert_told_apart("negation fail", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Support for old waves has been dropped", "Old waves are no longer supported."),
        ("Not recommended for:\nOld waves and rows", "Not recommended for: Old waves and rows"),
        (
            "It expects one exact form of rows, and sleeps when the form is not kept",
            "It sleeps when its exact form of rows is not kept.",
        ),
        ("At that time Tide was the only reader of waves", "No other reader of waves was there at that time."),
        ("The old charts were inadequate for waves", "The old charts did not suffice for waves."),
    ],
)
def test_a_denial_in_other_words_a_list_or_a_condition_is_not_refused(quote: str, claim: str) -> None:
    assert "negation fail" not in told(claim, quote)


def test_the_denial_that_is_named_is_none_in_form_alone() -> None:
    claim = "It not only reads waves, it never sleeps."
    assert told(claim, "reads waves, it sleeps")["negation fail"] == "never"


def test_what_stands_beside_another_thing_says_nothing_of_it() -> None:
    quote = "The Lotse chart is good for hosted harbours. Tide keeps no charts."
    right = "In contrast to the Lotse chart, which has hosted harbours, Tide keeps no charts."
    assert not any(finding.startswith("negation") for finding in told(right, quote))


def test_two_turns_make_none() -> None:
    assert "turned unknown" not in told("Tide does not reject old rows.", "never refuses old rows")


def test_a_denial_that_the_claim_may_keep_in_other_words_is_only_in_doubt() -> None:
    found = told("Tide still supports streaming.", "does not support streaming")
    assert "negation unknown" in found
    assert "negation fail" not in found


# -- lists -------------------------------------------------------------------------------------------------


def test_the_lead_in_of_a_list_denies_its_items() -> None:
    quote = "Do not use it for:\nfishing at night\ntowing barges"
    assert "negation fail" in told("Tide is made for towing barges.", quote)
    assert "negation fail" not in told("Tide is not made for towing barges.", quote)
    assert "negation fail" not in told("Tide is made for towing barges.", quote.replace("Do not use", "Use"))


def test_the_lead_in_of_one_quote_denies_nothing_of_another() -> None:
    lead_in, other = "Do not use it for:\nfishing at night", "made for towing barges"
    for quotes in ((lead_in, other), (other, lead_in)):
        assert "negation fail" not in told("Tide is made for towing barges.", *quotes)


# -- opposites ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("the client sends rows", "The server sends rows.", "The client sends rows.", "server"),
        ("prunes rows hourly", "Tide prunes rows daily.", "Tide prunes rows hourly.", "daily"),
        ("reads from stdin", "Tide reads from stdout.", "Tide reads from stdin.", "stdout"),
        ("the input is a wave", "The output is a wave.", "The input is a wave.", "output"),
        ("sorts rows ascending", "Tide sorts rows descending.", "Tide sorts rows ascending.", "descending"),
        ("improves the recall", "It degrades the recall.", "It improves the recall.", "degrades"),
        ("serves better charts", "It serves worse charts.", "It serves better charts.", "worse"),
        ("waves are forbidden", "Waves are allowed.", "Waves are forbidden.", "allowed"),
        ("the first row is kept", "The last row is kept.", "The first row is kept.", "last"),
        ("for the admin of a port", "It is for the user of a port.", "It is for the admin of a port.", "user"),
        ("measures precision", "Tide measures recall.", "Tide measures precision.", "recall"),
    ],
)
def test_of_two_things_that_exclude_each_other_the_quoted_one_is_said(
    quote: str, wrong: str, right: str, words: str
) -> None:
    assert_told_apart("exchange fail", quote, wrong, right, words)


def test_what_was_before_the_one_is_what_the_other_comes_after() -> None:
    quote, wrong, right = "it sleeps after a reading", "It sleeps before a reading.", "It sleeps after a reading."
    assert_told_apart("exchange fail", quote, wrong, right, "before")
    assert "exchange unknown" in told("Charts look other than before.", "charts look other after a reading")


def test_a_denial_makes_up_for_the_opposite_that_denies() -> None:
    assert "exchange fail" not in told("Tide does not reject rows.", "accepts rows")
    assert "exchange fail" in told("Tide rejects rows.", "accepts rows")


def test_an_exchange_beside_a_denial_on_one_side_is_in_doubt() -> None:
    assert told("The server does not send rows.", "the client sends rows")["exchange unknown"] == "server"


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Owners cannot ask for removal from the harbour book.", "Owners can ask for removal."),
        ("Old variants of the chart are not read by Tide.", "Old variants are read."),
    ],
)
def test_what_stands_whole_in_a_clause_that_denies_it_is_denied(claim: str, quote: str) -> None:
    assert "negation fail" in told(claim, quote)
    assert "negation fail" not in told(claim.replace("cannot", "can").replace("not ", ""), quote)


def test_which_one_of_two_is_meant_does_not_hang_on_what_else_is_denied() -> None:
    quote = "Pilots saw in some internal trials that the buoy misses fewer ferries than the mast."
    assert "exchange fail" in told("Pilots saw in some external trials that the buoy misses ferries.", quote)
    assert "exchange fail" not in told("Pilots saw in trials that were not external that the buoy misses fewer.", quote)


def test_both_of_a_pair_may_be_said() -> None:
    assert "exchange fail" not in told("The client asks the server.", "the client asks it")


def test_a_unit_is_judged_by_its_number() -> None:
    assert "exchange fail" not in told("It sleeps 60 seconds.", "it sleeps 1 minute")


# -- quotes that were cut ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "wrong", "right"),
    [
        ("It is not", "Tide is made for storms.", "Tide is not made for storms."),
        ("Tide may be", "Tide is made for storms.", "Tide may be made for storms."),
        ("It is planned that Tide is", "Tide is made for storms.", "It is planned that Tide is made for storms."),
        ("… unless told so", "Tide is made for storms.", "Tide is made for storms if told so."),
    ],
)
def test_a_quote_that_was_cut_out_of_a_denial_or_a_hedge_proves_nothing_without_it(
    rest: str, wrong: str, right: str
) -> None:
    assert told(wrong, "made for storms", rest=(rest,))["cut unknown"] == "storms"
    assert "cut unknown" not in told(right, "made for storms", rest=(rest,))
    assert "cut unknown" not in told(wrong, "made for storms", rest=("Tide is",))


def test_a_quote_may_be_cut_out_of_a_denial_in_form_alone() -> None:
    assert "cut unknown" not in told("Tide is made for storms.", "made for storms", rest=("It is not only",))


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        (
            "Obeys the harbour rules and silently skips wrecks and rocks.",
            "Obeys the harbour rules but does not skip wrecks or rocks.",
            "Obeys the harbour rules and skips wrecks.",
        ),
        ("Empty readings are ignored.", "It does not ignore empty readings.", "It ignores empty readings."),
        ("It excludes ferries by default.", "Ferries are not excluded.", "Ferries are excluded by default."),
    ],
)
def test_what_is_skipped_is_not_told_as_not_skipped(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("negation fail", quote, wrong, right)
