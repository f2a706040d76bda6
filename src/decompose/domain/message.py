"""Messages to webhooks, in the form of standard-webhooks: an id, a moment, a body, and a signature over the three."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from decompose.domain.identity import identify
from decompose.errors import ConfigurationError

_PREFIX = "whsec_"
_LENGTHS = range(24, 65)
_GONE = 410
# After so long each, as standard-webhooks proposes: three days in all.
_WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
_LONGEST_WAIT = timedelta(days=1)


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to one address. `id` is the same however often it is sent, so that a receiver takes it once.

    `kind` is the type of the event, such as `verdict.changed`; `body` the very text that is signed.
    """

    id: str
    address: str
    kind: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What an address answered: a status, or None where it did not; `retry_after` is in seconds."""

    status: int | None
    why: str = ""
    retry_after: float | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def message(address: str, kind: str, key: str, at: datetime, data: dict[str, Any]) -> Message:
    """The message of an event; `key` names the event, and makes the id: one message for an event and an address."""
    body = {"type": kind, "timestamp": at.isoformat(), "data": data}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Message(identify("msg", address, kind, key), address, kind, text, at)


def secrets_of(words: str) -> tuple[bytes, ...]:
    """Signing secrets, the newest first: `whsec_` and base64 of 24 to 64 bytes each. Raises ConfigurationError."""
    found = []
    for each in words.split():
        try:
            secret = base64.b64decode(each.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            secret = b""
        if not each.startswith(_PREFIX) or len(secret) not in _LENGTHS:
            raise ConfigurationError(
                "DECOMPOSE_WEBHOOK_SECRET: give whsec_ and base64 of 24 to 64 random bytes, or two of them while one "
                "takes the other's place",
                subject="WEBHOOK_SECRET",
            )
        found.append(secret)
    return tuple(found)


def headers_of(sent: Message, secrets: Sequence[bytes], now: datetime) -> dict[str, str]:
    """The headers of one attempt; each secret signs, so that a receiver may hold the old one or the new one."""
    moment = str(int(now.timestamp()))
    signed = f"{sent.id}.{moment}.{sent.body}".encode()
    signatures = (base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode() for secret in secrets)
    return {
        "webhook-id": sent.id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }


def after(answered: Answered, attempts: int, now: datetime) -> tuple[MessageState, datetime | None]:
    """What becomes of a message after so many attempts, and when it is due again."""
    if answered.is_taken:
        return MessageState.SENT, None
    if answered.status == _GONE or attempts > len(_WAITS):
        return MessageState.FAILED, None
    wait = _WAITS[attempts - 1]
    if answered.retry_after is not None:
        asked = min(answered.retry_after, _LONGEST_WAIT.total_seconds())
        wait = max(wait, timedelta(seconds=asked))
    return MessageState.WAITING, now + wait
