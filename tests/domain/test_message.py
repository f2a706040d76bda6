"""Messages as standard-webhooks has them: a known signature, ids that stay, and attempts that grow rarer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from decompose.domain.message import Answered, Message, MessageState, after, headers_of, message, secrets_of
from decompose.errors import ConfigurationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILED = Answered(500)


def test_a_signature_is_that_of_the_published_example() -> None:
    sent = Message("msg_p5jXN8AQM9LWM0D4loKWxJek", "https://a.test", "test", '{"test": 2432232314}', AT)
    headers = headers_of(sent, secrets_of(SECRET), datetime.fromtimestamp(1_614_265_330, UTC))
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_two_secrets_sign_both_while_one_takes_the_others_place() -> None:
    both = secrets_of(f"{SECRET} whsec_{'QUFB' * 8}")
    [first, second] = headers_of(message("https://a.test", "k", "1", AT, {}), both, AT)["webhook-signature"].split()
    assert first != second


@pytest.mark.parametrize("words", ["secret", "whsec_QUFB", "whsec_***", f"whsec_{'QUFB' * 30}"])
def test_what_is_no_secret_is_refused(words: str) -> None:
    with pytest.raises(ConfigurationError, match="whsec_"):
        secrets_of(words)


def test_an_event_has_one_id_for_each_address() -> None:
    ids = {message(address, "k", key, AT, {}).id for address in ("https://a.test", "https://b.test") for key in "xyx"}
    assert len(ids) == 4


def test_attempts_grow_rarer_and_end_after_three_days() -> None:
    now, attempts = AT, 1
    while (due := after(FAILED, attempts, now))[0] is MessageState.WAITING:
        assert due[1] is not None
        assert due[1] > now
        now, attempts = due[1], attempts + 1
    assert due == (MessageState.FAILED, None)
    assert (attempts, now - AT) == (10, timedelta(seconds=272_105))


def test_what_the_address_says_counts() -> None:
    assert after(Answered(204), 1, AT) == (MessageState.SENT, None)
    assert after(Answered(410), 1, AT) == (MessageState.FAILED, None)
    assert after(Answered(302), 1, AT) == (MessageState.WAITING, AT + timedelta(seconds=5))
    assert after(Answered(429, retry_after=60), 1, AT) == (MessageState.WAITING, AT + timedelta(seconds=60))
    for long in (1e9, 1e17, float("inf")):
        assert after(Answered(503, retry_after=long), 1, AT) == (MessageState.WAITING, AT + timedelta(days=1))
