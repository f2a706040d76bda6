"""The faulty server itself: each fault is what it is called, draws follow from the seed, the ledger tells all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest

import faulty
from decompose.errors import LlmError, ProviderDownError
from decompose.llm.client import Attempt, Message, Request
from decompose.llm.openai import OpenAiLlm
from decompose.llm.wire import AnswerShapeError, parse_answer
from faulty import Plan

OUTCOMES = {
    "throttled": "throttled",
    "http_500": "http_500",
    "disconnect": "disconnected",
    "hang": "timeout",
    "refusal": "refusal",
    "length": "cut",
    "empty": "empty",
    "html": "not_json",
    "error_in_200": "error_in_200",
}
DOCUMENT = (
    "Artifact: Tide\n<document-0123>\n# Tide\n\nTide stores readings.\n- reads\nTide sends a message.\n</document-0123>"
)


@pytest.fixture
def ask() -> Callable[..., tuple[str | None, list[Attempt]]]:
    """Asks once; the text of the answer, if there is one, and the attempts."""

    def run(url: str, words: str = DOCUMENT, **options: float) -> tuple[str | None, list[Attempt]]:
        attempts: list[Attempt] = []
        llm = OpenAiLlm(model="any", base_url=url, attempts=1, **options)
        try:
            return llm.complete(Request("p", "t", "any", (Message("user", words),), {}), attempts.append).text, attempts
        except (LlmError, ProviderDownError):
            return None, attempts
        finally:
            llm.close()

    return run


@pytest.mark.parametrize("fault", OUTCOMES)
def test_each_fault_is_what_it_is_called(ask, fault) -> None:
    with faulty.running(Plan(latency=0, shares={fault: 1.0})) as provider:
        text, [attempt] = ask(provider.url, timeout=0.5)
        [row] = provider.ledger()
    assert (text, attempt.outcome) == (None, OUTCOMES[fault])
    assert (row.sent, row.document) == (fault, "Tide")
    assert row.is_answered == (fault not in {"hang", "disconnect"})


@pytest.mark.slow
def test_a_good_answer_quotes_the_document(ask) -> None:
    with faulty.running(Plan(latency=0)) as provider:
        text, [attempt] = ask(provider.url)
        [row] = provider.ledger()
    [record] = json.loads(text)["capabilities"]
    assert [claim["quotes"] for claim in record["description"]] == [
        ["Tide stores readings."],
        ["Tide sends a message."],
    ]
    assert (attempt.usage.input, attempt.usage.output) == (row.input, row.output)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["bad_json", "bad_schema"])
def test_a_bad_answer_looks_right_to_the_client_and_cannot_be_used(ask, fault) -> None:
    with faulty.running(Plan(latency=0, shares={fault: 1.0})) as provider:
        text, [attempt] = ask(provider.url)
    assert (attempt.outcome, attempt.usage is not None) == ("ok", True)
    with pytest.raises(AnswerShapeError) as refused:
        parse_answer(text)
    assert refused.value.outcome == fault


def test_faults_follow_from_the_seed_and_come_in_their_shares() -> None:
    plan = Plan(seed=3, shares={"http_500": 0.05, "bad_json": 0.03})
    drawn = [plan.draw(f"document {number}", 0)[0] for number in range(4_000)]
    assert drawn == [plan.draw(f"document {number}", 0)[0] for number in range(4_000)]
    assert drawn != [plan.draw(f"document {number}", 1)[0] for number in range(4_000)]
    assert Counter(drawn)["http_500"] / 4_000 == pytest.approx(0.05, abs=0.012)
    assert Counter(drawn)["bad_json"] / 4_000 == pytest.approx(0.03, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("hint", ["retry-after", "retry-after-ms", "llm_provider-retry-after", "limits", "nothing"])
def test_a_limit_takes_its_burst_and_refuses_the_rest(ask, hint) -> None:
    with faulty.running(Plan(latency=0, per_minute=0.6, burst=3, hint=hint)) as provider:
        outcomes = [ask(provider.url)[1][0].outcome for _ in range(5)]
        rows = provider.ledger()
    assert outcomes == ["ok"] * 3 + ["throttled"] * 2
    assert [row.status for row in rows] == [200] * 3 + [429] * 2
