"""What a quote says in its way and a claim in another: a check fails only where they say something else."""

from __future__ import annotations

import pytest

from domain.claims import examined, exhibit, told


@pytest.mark.parametrize(
    ("quote", "right", "wrong", "check"),
    [
        ("Needs Harbour >=2.4 <2.9.", "Needs Harbour 2.4 to 2.8.", "Needs Harbour 2.4 to 2.7.", "numbers"),
        ("Needs Harbour >=2.4,<=2.8.", "Runs on Harbour 2.4 through 2.8.", "Runs on Harbour 2.3 to 2.8.", "numbers"),
        (
            "Pause in milliseconds between two waves (default: 4000).",
            "The pause between two waves is four seconds by default.",
            "The pause between two waves is forty seconds by default.",
            "numbers",
        ),
        (
            "Proceedings of the Society for Tides and Oceans",
            "Printed by the STO, the Society for Tides and Oceans.",
            "Printed by the STA, the Society for Tides and Oceans.",
            "names",
        ),
        (
            "An urgent buoy is read before other buoys.",
            "An urgent buoy is read first.",
            "An urgent buoy is read fastest.",
            "superlative",
        ),
        (
            "A pilot is mandatory for tankers, optional for yachts.",
            "A pilot is required for tankers, but not for yachts.",
            "A pilot is not available for tankers.",
            "negation",
        ),
        (
            "Alarms are repeated when a buoy is silent.",
            "Alarms are repeated when a buoy is silent.",
            "Alarms are repeated whatever the buoy does.",
            "scope",
        ),
        (
            "Reading takes 3 s, and 9 s with the default Reader.",
            "With Reader it takes 9 s.",
            "By default reading takes 3 s, and always 9 s with a Reader.",
            "scope",
        ),
    ],
)
def test_a_check_lets_other_words_pass_and_another_meaning_not(quote: str, right: str, wrong: str, check: str) -> None:
    assert f"{check} fail" not in told(right, quote)
    assert f"{check} fail" in told(wrong, quote)


def test_the_first_word_of_an_order_is_no_name() -> None:
    quote = "Announce new harbours by mail"
    assert "modifier fail" not in told("Tells of new harbours by mail.", quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Naming buoys is left to the masters.", "Masters hold the right to name buoys."),
        ("Naming buoys is left to the masters.", "The rights to name buoys are held by masters."),
        ("Sailors get a chart.", "Harbours post a chart."),
    ],
)
def test_a_word_in_another_sense_is_no_other_side(claim: str, quote: str) -> None:
    assert "exchange fail" not in told(claim, quote)


def test_the_left_is_not_the_right() -> None:
    assert "exchange fail" in told("The chart is on the left.", "The chart is on the right.")


def test_where_a_rate_was_computed_its_number_is_looked_at_and_not_its_unit() -> None:
    quote = "It reads 120 waves per minute."
    assert "exchange fail" not in told("It reads two waves per second.", quote)
    assert "exchange fail" in told("It reads 120 waves per second.", quote)


@pytest.mark.parametrize(
    ("claim", "denied", "affirmed"),
    [
        ("The old format is insecure.", "The old format is not secure.", "The old format is secure."),
        ("Its releases are unsigned.", "Its releases are not yet signed.", "Its releases are signed."),
        ("The cache is unsafe.", "The cache isn't safe.", "The cache is safe."),
    ],
)
def test_a_denied_word_may_be_told_by_its_opposite(claim: str, denied: str, affirmed: str) -> None:
    assert examined(claim, exhibit(denied)).is_supported()
    assert not examined(claim, exhibit(affirmed)).is_supported()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The harbour is maintained by volunteers.", "Contributors of the harbour are volunteers."),
        ("It wards off attacks on harbours.", "Defends harbours."),
        ("The chart is built anew on request.", "The chart is drawn again when a user asks."),
        ("It operates in harbours.", "Made for visitors of harbours."),
    ],
)
def test_what_is_done_is_not_who_does_it(claim: str, quote: str) -> None:
    assert not any(finding.startswith("exchange") for finding in told(claim, quote))


def test_who_does_it_is_not_who_has_it_done() -> None:
    assert "exchange fail" in told("Developers read the chart.", "Users read the chart.")
    assert "exchange fail" in told("Attackers leave the harbour.", "Defenders leave the harbour.")
