"""Whether a provider is down, or one document is what it fails on."""

from __future__ import annotations

import pytest

from decompose.domain.outage import Silence, is_answer


@pytest.mark.parametrize(
    ("told", "down_by"),
    [
        ("", None),
        ("-a", None),
        ("-a -b", None),
        ("-a -b -c", "c"),
        ("-a -b -c -d", "c"),
        ("-a -b ok -c", None),
        ("ok -a -b -c", "c"),
        ("-a ok -b ok -c ok -d ok", None),
        ("-a -a -a", None),
        ("-a http_500 -b disconnected -c", "c"),
        ("-a timeout -b throttled -c", "c"),
        ("-a http_400 -b -c", None),
        ("-a refusal -b too_long -c empty", None),
        ("-a error_in_200 -b not_json -c", "c"),
    ],
)
def test_only_several_documents_without_an_answer_between_them_are_an_outage(told: str, down_by: str | None) -> None:
    """A word with a dash is a document whose tries are used up, any other the outcome of an attempt."""
    silence, found = Silence(), None
    for word in told.split():
        silence = silence.with_one_more(word[1:]) if word.startswith("-") else silence.after(word)
        found = found or (word[1:] if silence.is_outage else None)
    assert found == down_by


@pytest.mark.parametrize("outcome", ["ok", "refusal", "cut", "empty", "too_long", "http_400", "http_404", "http_422"])
def test_whoever_looked_into_a_request_is_there(outcome: str) -> None:
    assert is_answer(outcome)


@pytest.mark.parametrize(
    "outcome", ["http_500", "http_503", "http_529", "http_498", "http_408", "disconnected", "timeout", "throttled"]
)
def test_a_fault_shows_nobody(outcome: str) -> None:
    assert not is_answer(outcome)
