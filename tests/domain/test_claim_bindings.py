"""What belongs to what: names keep their part, figures their things, and what a quote sets aside stays aside."""

from __future__ import annotations

import pytest

from domain.claims import told


def test_two_names_of_a_quote_do_not_change_places() -> None:
    quote = "Tide gives quick readings through Buoys and slow, careful charts through Moorings."
    assert "part fail" in told("Moorings give quick readings, while Buoys draw slow, careful charts.", quote)
    assert "part fail" not in told("Buoys give quick readings, while Moorings draw slow, careful charts.", quote)


def test_what_a_sentence_says_of_one_name_is_doubted_of_another_name_in_it() -> None:
    quote = "Harbour Logs share a reading or a chart as a private link, and Harbour Rooms group boats."
    assert "part unknown" in told("With Harbour Rooms, a chart can be passed on as a private link.", quote)
    assert "part unknown" not in told("With Harbour Logs, a chart can be passed on as a private link.", quote)


def test_what_is_said_of_the_artifact_is_said_of_nobody_else() -> None:
    quote = "One Tide boat reads millions of waves, in a calm (using WaveMQ and fast charts)."
    assert "part unknown" not in told("Reads millions of waves with WaveMQ and fast charts.", quote)
    assert "part unknown" in told(
        "Reads millions of waves with WaveMQ and fast charts.", quote.replace("Tide boat", "Lotse boat")
    )


def test_what_stands_beside_another_thing_is_said_of_that() -> None:
    quote = "Unlike Lotse Harbour, which uses a pier and boats, Lotse Sea reads waves inside the boat."
    assert "part unknown" not in told("Lotse Sea reads waves inside the boat, unlike the harbour and its pier.", quote)


@pytest.mark.parametrize(
    "quote",
    [
        "Instead of wrapping the old harbour core, it draws its own charts.",
        "Rather than wrapping the old harbour core, it draws its own charts.",
    ],
)
def test_what_a_quote_sets_aside_is_not_told_as_what_is_done(quote: str) -> None:
    assert "aside unknown" in told("A thin layer wrapping the old harbour core.", quote)
    assert "aside unknown" not in told("It draws its own charts.", quote)
    assert "aside unknown" not in told("It no longer wraps the old harbour core.", quote)


def test_the_one_word_that_is_set_aside_is_not_told_in_place_of_the_other() -> None:
    quote = "Waves are bounded by the number of moorings instead of the number of pilots."
    assert "part fail" in told("Waves are bounded by the number of pilots.", quote)
    assert "part fail" not in told("Waves are bounded by the number of moorings.", quote)
    assert "part fail" not in told("Not pilots but moorings bound the waves.", quote)


def test_a_figure_counts_what_it_counts_in_the_quote() -> None:
    quote = "Over 200 charts ready to be drawn from any readings"
    assert "counted unknown" in told("Over 200 readings are included.", quote)
    assert "counted unknown" not in told("Over 200 charts are included.", quote)


def test_the_number_of_a_name_counts_nothing() -> None:
    assert "counted unknown" not in told("Tide 3 reads charts.", "reads 3 charts")
