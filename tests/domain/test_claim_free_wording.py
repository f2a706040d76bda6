"""Claims in words of their own: bounds, denials and technical words that come to what the quote says."""

from __future__ import annotations

import pytest

from domain.claims import told


def _is_refused(claim: str, quote: str) -> bool:
    return any(finding.endswith("fail") for finding in told(claim, quote))


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        # Two bounds in one sentence, of which the second one is no part of the first.
        ("Needs Wave >=3.1 <3.9.", "Wave must be at least 3.1 and older than 3.9.", "Wave is at most 3.1."),
        # What does not go with anything older needs that version.
        ("Needs Wave 3.8 or higher.", "It cannot be used with a Wave older than 3.8.", "It needs Wave 3.8 or lower."),
        ("Needs Wave 3.8 or higher.", "It does not start below 3.8.", "It does not start above 3.8."),
        ("Needs Wave 3.8 or newer.", "Works with Wave 3.8 or any later version.", "Works with any later gauge."),
    ],
)
def test_a_bound_is_told_in_other_words(quote: str, right: str, wrong: str) -> None:
    assert not _is_refused(right, quote)
    assert _is_refused(wrong, quote)


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        # One word that denies, or several.
        (
            "It has a lock-free reader of tides.",
            "Tides are read by a reader without locks.",
            "Tides never have a reader.",
        ),
        ("Do not open the gauge on an unsafe pier.", "Keep the gauge off unsafe piers.", "Open it on unsafe piers."),
        (
            "The pier is supported but not required.",
            "The pier is supported without being required.",
            "It needs a pier.",
        ),
        # What denies a denial denies nothing.
        ("Tide is not afraid of being slower.", "Tide is slower.", None),
        ("Rejects gauges that come without a plate of brass.", "Gauges need a brass plate.", None),
        # What was not there yet came later.
        ("There was no radar when the pier was built.", "The pier was built before radar.", None),
        # Technical words that deny.
        ("Tides are drawn in headless mode.", "Tides are drawn without a window.", "Tides are drawn in a window."),
        ("Finds tides automatically.", "Finds tides without help.", None),
        ("Written in pure brass.", "Written in nothing but brass.", None),
    ],
)
def test_a_denial_is_told_in_other_words(quote: str, right: str, wrong: str | None) -> None:
    assert not any(finding.startswith(("negation", "restriction")) for finding in told(right, quote))
    assert wrong is None or told(wrong, quote)


def test_what_is_named_after_an_ignoring_ignores_nothing() -> None:
    assert "negation unknown" not in told("Moon-ignored boats are left out.", "Skips boats of the moonignore list.")


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("Saves memory.", "Saves RAM.", "Saves ROM."),
        ("A low FPR.", "A low false positive rate.", "A low false harbour rate."),
        ("Follows the moonignore list.", "Follows what is moon ignored.", "Follows what is sun ignored."),
        ("See the charts at http://localhost:81/.", "See the charts locally.", "See the charts remotely."),
        ("Reads folders recursively.", "Reads folders and those beneath.", "Reads folders and those outside."),
        ("Built for speed.", "Built so that it is fast.", "Built so that it is heavy."),
        ("For virtually every boat.", "For almost every boat.", "For clearly every boat."),
        ("With minimal changes.", "With hardly any changes.", "With clearly any changes."),
        ("Headed and headless mode.", "A mode with or without a visible window.", "A mode with a visible moon."),
    ],
)
def test_a_word_may_be_told_by_what_it_comes_to(quote: str, right: str, wrong: str) -> None:
    def says_more(claim: str) -> bool:
        return any(finding.startswith(("new_word", "names", "feature", "member")) for finding in told(claim, quote))

    assert not says_more(right)
    assert says_more(wrong)


def test_what_is_headless_shows_no_window() -> None:
    assert "new_word unknown" in told("Draws in a visible window.", "Draws in headless mode.")


def test_what_is_ordered_by_something_has_the_most_of_it_first() -> None:
    quote = "Gauges, ordered by relevance"
    assert "superlative fail" not in told("The most relevant gauges come first.", quote)
    assert "superlative fail" in told("The most expensive gauges come first.", quote)
    assert "superlative fail" in told("It has the most relevant gauges.", quote)


def test_the_working_directory_is_the_current_one() -> None:
    assert "exchange fail" not in told("Reads the working directory.", "Reads the current directory.")
    assert "exchange fail" in told("Reads the home directory.", "Reads the current directory.")


def test_a_name_is_in_no_state() -> None:
    claim = "Moving needs other gauges."
    assert "exchange fail" not in told(claim, "Moving to Reef Standalone, or to other gauges.")
    assert "exchange fail" in told(claim, "Moving is standalone, as are gauges.")


def test_what_is_remembered_is_still_known() -> None:
    assert "status unknown" not in told("The gauge still knows them.", "The gauge remembers them.")
    assert "status unknown" in told("The gauge still knows them.", "The gauge knows them.")


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("Needs Wave 18 or newer.", "Anything before Wave 18 will not do.", "Anything after Wave 18 will not do."),
        (
            "Moons are drawn since version 2.4.",
            "Before version 2.4 no moons are drawn.",
            "No moons are drawn after 2.4.",
        ),
        ("Boats start at $9 per month.", "A boat costs at least $9 a month.", None),
        ("Boats start at $9 per month.", "The cheapest boat is $9 a month.", "The largest boat is $9 a month."),
        ("Tides are kept for 24 hours.", "Tides are kept for a day.", "Tides are kept for a week."),
        ("Gauges are off by default.", "Gauges have to be turned on.", "Gauges are turned on."),
        ("Gauges are off by default.", "Unless they are turned on, there are no gauges.", "There are always gauges."),
        ("We plan to draw moons.", "Drawing moons is not there yet.", "Drawing moons is not the aim."),
        ("Only pilots can move gauges.", "Nobody but a pilot can move gauges.", "Nobody can move gauges."),
        ("Drawn only on brass.", "It is not drawn on other plates.", "It is not drawn on plates."),
        ("Brass is optional.", "Brass is not mandatory.", "Brass is mandatory."),
        ("Runs in the browser.", "Runs with no server.", "Runs with no window."),
        ("Gauges are read in parallel.", "Gauges do not wait for gauges.", "Gauges do not read gauges."),
        ("Safe to read twice.", "Reading twice does no harm.", "Reading twice does no good."),
        ("Names are redacted from charts.", "Names do not appear in charts.", "Names do not leave charts."),
        ("Boats without brass are refused.", "Boats must have brass.", "Boats must have moons and stars."),
        ("Tides are deterministic.", "Tides are always the same.", None),
        ("Fully open tide.", "All of its tide is open.", "All tides are open."),
        ("Nobody reads it; this gauge is no longer read.", "This gauge is not read any more.", "This gauge is read."),
    ],
)
def test_a_thing_is_told_from_its_other_end(quote: str, right: str, wrong: str | None) -> None:
    assert not _is_refused(right, quote)
    assert wrong is None or _is_refused(wrong, quote)
