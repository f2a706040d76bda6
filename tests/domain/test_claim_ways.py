"""What differs without a word of denial: ways of doing things, lists with one item more, what holds of both."""

from __future__ import annotations

import pytest

from domain.claims import told


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Readings are stored in parallel.", "Readings are stored one after another.", "Stores readings concurrently."),
        ("Each tide gets its own folder.", "All tides share one folder.", "Each tide has a folder of its own."),
        ("The gate needs no account.", "The gate requires an account.", "Anybody opens the gate without an account."),
        ("It resumes from the last reading.", "It starts over after a crash.", "It goes on from the last reading."),
        ("Each alarm is sent exactly once.", "Each alarm is sent at least once.", "Each alarm is sent exactly once."),
        ("It gives the exact time of a wave.", "It gives the time of a wave roughly.", "The exact time of a wave."),
        (
            "Skips moorings with existing names.",
            "A mooring of the same name replaces the old one.",
            "Moorings whose names exist already are skipped.",
        ),
        (
            "Makes a log if there is none yet: it creates the log when it is missing.",
            "It fails as long as the log does not exist.",
            "It creates the log if it does not exist.",
        ),
    ],
)
def test_ways_of_doing_things_that_exclude_each_other_are_told_apart(quote: str, wrong: str, right: str) -> None:
    assert "exchange fail" in told(wrong, quote)
    assert "exchange fail" not in told(right, quote)


@pytest.mark.parametrize(
    ("quote", "wrong"),
    [
        ("Alarms are opt-in.", "Alarms ring unless somebody turns them off."),
        ("The tide cache must be enabled explicitly.", "The tide cache is always on."),
        ("Harbour photos are collected by default; you can opt out.", "Harbour photos are taken only if asked for."),
        ("We recommend mounting the buoy below the deck.", "Mounting the buoy below the deck should be avoided."),
        ("The compass runs without a receiver.", "The compass is useless without a receiver."),
        ("The pilot plugin is optional.", "The compass requires the pilot plugin."),
        ("New waves are appended to the end of the log.", "New waves are put at the head of the log."),
        ("The output depends on the chosen gauge.", "The output is the same for every gauge."),
        ("The chart is largely compatible with paper.", "The chart is compatible with paper to the letter."),
        ("Readings are lost when the buoy restarts.", "Readings survive a restart of the buoy."),
        ("If the port is unknown, an error is raised.", "If the port is unknown, it carries on silently."),
        ("Missing stations are skipped.", "A missing station stops the run."),
        ("The tide is computed in the background.", "The call waits until the tide is computed."),
        ("Log entries are immutable.", "Log entries can be edited later."),
        ("The tide table is computed in advance.", "The tide table is computed on demand."),
        ("Sorting changes the input list in place.", "Sorting leaves the input list untouched."),
        ("Tide is actively maintained.", "Tide has been put on hold."),
        ("It is a beta.", "It is past the beta phase."),
        ("Only members may post readings.", "Anyone may post readings."),
        ("The lamp switches on at dusk.", "The lamp switches off at dusk."),
        ("Comments are stripped from the file.", "Comments stay in the file."),
        ("The old format is still supported.", "The old format is gone."),
        ("Buoys can be shared between crews.", "Each crew has a buoy to itself."),
        ("Charts may not be used commercially.", "Charts may be used for any purpose."),
        ("Charts come during installation.", "Charts are fetched separately."),
        ("A click undoes the change.", "There is no way back after the change."),
        ("Waves come in a merged list.", "The lists of waves are printed apart."),
        ("Collisions are resolved with AI.", "Collisions are left to the user."),
        ("A wide gap parts the two gauges.", "The one gauge does just as well as the other."),
        ("Names of ports are case-insensitive.", "In names of ports capitals make a difference."),
    ],
)
def test_states_that_exclude_each_other_are_told_apart_however_they_are_said(quote: str, wrong: str) -> None:
    assert "exchange fail" in told(wrong, quote)
    assert "exchange fail" not in told(quote, quote)


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Deep mooring is not recommended.", "It is advised against mooring deep."),
        ("Waves are sorted silently if no port is named.", "Sorts waves, and without a port raises no error."),
        # What is said of the one bears on nothing that is said of the other.
        ("Charts need a licence. The compass is accurate.", "The compass is accurate without a receiver."),
        # Both ways are there.
        ("Alarms are opt-in for guests and on by default for crews.", "Alarms are on by default for crews."),
    ],
)
def test_a_state_is_told_in_other_words(quote: str, claim: str) -> None:
    assert "exchange fail" not in told(claim, quote)


@pytest.mark.parametrize(
    ("claim", "fails"),
    [
        ("A pilot can be had without a licence.", True),
        ("It is required for the chart and optional for the pilot.", True),
        ("The chart can be had without it, a pilot requires one.", False),
        ("It is optional for the chart.", False),
    ],
)
def test_of_two_things_in_two_states_each_keeps_its_own(claim: str, fails: bool) -> None:  # noqa: FBT001 - a table
    quote = "Required when a pilot is on board.\nOptional for whoever has the chart."
    assert ("exchange fail" in told(claim, quote)) == fails


def test_a_way_that_is_denied_is_the_other_way() -> None:
    assert "exchange fail" not in told("Neither chart is shown.", "Both charts are hidden.")
    assert "exchange fail" in told("Either chart is shown.", "Both charts are hidden.")


def test_a_word_that_denies_by_itself_excludes_its_opposite() -> None:
    assert "exchange fail" in told("It overwrites charts that are known.", "It ignores charts that are known.")


def test_a_way_that_the_quote_has_too_is_no_exchange() -> None:
    quote = "Ports are read in parallel, waves one at a time."
    assert "exchange fail" not in told("Waves are read one at a time.", quote)


@pytest.mark.parametrize("claim", ["Works only with waves.", "It only reads waves."])
def test_what_holds_of_both_is_not_said_of_one(claim: str) -> None:
    assert "restriction fail" in told(claim, "It works with both waves and tides.")
    assert "restriction fail" not in told(claim, "It works with both waves and tides, but only on Linux.")
    assert "restriction fail" not in told("Reads both waves and tides only.", "It works with both waves and tides.")


@pytest.mark.parametrize(
    ("claim", "fails"),
    [
        ("Stores tides, waves, winds and moods.", True),
        ("Stores tides, waves and breezes.", False),  # stands for winds, perhaps
        ("Stores tides, waves and winds.", False),
        ("Stores, for sailors, tides, waves and winds.", False),
    ],
)
def test_an_item_more_than_the_quoted_list_has_is_new(claim: str, fails: bool) -> None:  # noqa: FBT001 - a table
    assert ("item fail" in told(claim, "It stores tides, waves and winds.")) == fails


def test_a_list_may_stand_in_lines() -> None:
    quote = "Searches across:\n- harbour names\n- ship types\n- cargo content"
    assert "item fail" in told("Searches harbour names, ship types, cargo content and moods.", quote)
    assert "item fail" not in told("Searches harbour names, ship types and cargo content.", quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Storing a tide costs nothing.", "There is a free tier for storing a tide."),
        ("A tide is stored at no cost.", "A tide is stored for free."),
        ("Old boats may need a pilot.", "Old boats are not always steered, so a pilot might be needed."),
        ("Duplicates are kept out of the list.", "You can prevent duplicates in the list."),
    ],
)
def test_a_denial_that_says_what_the_quote_says_is_none(claim: str, quote: str) -> None:
    assert "negation fail" not in told(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote", "check"),
    [
        ("The newest version needs Linux.", "The latest version needs Linux.", "superlative"),
        ("Unlike the first version it has no sails.", "Unlike with Tide 1, it has no sails.", "superlative"),
        ("Its makers recommend a pilot.", "A pilot is the recommended way.", "hedge"),
        ("Needs version 2.5 onwards.", "Needs version >= 2.5.", "numbers"),
        (
            "Trained on waves plus winds, as sailors wish.",
            "Trained on waves as well as winds, as sailors wish.",
            "altered",
        ),
    ],
)
def test_the_same_in_other_words_is_not_refused(claim: str, quote: str, check: str) -> None:
    assert f"{check} fail" not in told(claim, quote)


def test_an_aim_is_no_fact() -> None:
    quote = "Tide aims to be faster than all other stores."
    assert "hedge fail" in told("Tide is faster than all other stores.", quote)
    assert "hedge fail" not in told("Tide aims to be faster than all other stores.", quote)


def test_fully_managed_does_not_speak_of_every_tier() -> None:
    assert "scope fail" in told("All tiers are free.", "A fully managed store with a free tier.")
    assert "scope fail" not in told("All tiers are free.", "Every tier of the store is free.")


def test_a_unit_that_the_source_tells_apart_is_another() -> None:
    quote = "Maximum number of characters to return (default: 5000)"
    assert "numbers fail" in told("Returns at most 5,000 tokens.", quote)
    assert "numbers fail" not in told("Returns at most 5,000 characters.", quote)


def test_a_rival_ends_where_the_sentence_goes_on() -> None:
    quote = "This makes tide slower on long coasts."
    assert "rival unknown" in told("Slower than ebbline on long coasts.", quote)


def test_what_excludes_a_word_excludes_its_synonyms() -> None:
    assert "exchange fail" in told("A search is quick on long coasts.", "A search is slow on long coasts.")
