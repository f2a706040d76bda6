"""Signed webhooks: written down with what they tell of, sent later, tried again, and never sent by two at a time.

Whoever has something to tell calls `put` in the transaction of the change itself:

    webhooks.put(session, "search.matched", key=f"{search}:{slug}", data={...}, addresses=(address,))

- `kind` is the type of the event; receivers see it as `type` beside `timestamp` and `data` (any JSON).
- `key` names the event among those of its kind: whatever is put again under the same key is sent no second time.
- `addresses` are whom to tell, by default those of the settings (`DECOMPOSE_WEBHOOKS`).
- So a change and its message are kept together or not at all, and nobody waits for a server to answer.

`deliver` sends what is due, in whatever process it is called: `serve` and `worker` do so all the time (`delivering`),
and `regenerate` and `decompose webhooks deliver` once. Headers and signature are those of standard-webhooks
(`webhook-id`, which is the same at each attempt; `webhook-timestamp`; `webhook-signature`, `v1` by HMAC-SHA256). An
answer of 2xx ends it; 410, or ten failed attempts over three days, give it up. A process that dies with an attempt on
the way leaves it to be sent again under the same id. Addresses are guarded like those of documents: private ones only
where `DECOMPOSE_ALLOW_HOSTS` names them, and redirects are not followed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from decompose.domain.message import Answered, Message, MessageState, after, headers_of, message
from decompose.errors import ConfigurationError, ResumableError
from decompose.store import messages
from decompose.store.database import Database, Session
from decompose.store.messages import Listed

_AT_ONCE = 20
# Longer than all attempts of one round can take together.
_LEASE = timedelta(minutes=10)
_KEPT = timedelta(days=30)
_LOOK = 1.0
# What is to be sent is looked for so often: each time costs a search for each that is kept.
_LOOKED_EVERY = timedelta(minutes=1)


class Sends(Protocol):
    """Sends a body to an address, once. What goes wrong is an answer without a status."""

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answered: ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did: messages taken by their receivers, to be tried again, and given up."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Webhooks:
    """`addresses` hear of whatever names no others; `secrets` sign, the newest first."""

    database: Database
    sender: Sends
    now: Callable[[], datetime]
    addresses: tuple[str, ...] = ()
    secrets: tuple[bytes, ...] = ()

    def put(
        self, session: Session, kind: str, *, key: str, data: dict[str, Any], addresses: Sequence[str] | None = None
    ) -> int:
        """Write an event down for those who are to hear of it; how many messages that makes. See above.

        Raises:
            ConfigurationError: there is no secret to sign with.
        """
        to = self.addresses if addresses is None else tuple(addresses)
        if to:
            self.require_secret()
        return messages.put(session, [message(address, kind, key, self.now(), data) for address in to])

    def require_secret(self) -> None:
        """Raises ConfigurationError where there is no secret to sign with."""
        if not self.secrets:
            raise ConfigurationError("webhooks need DECOMPOSE_WEBHOOK_SECRET (whsec_...) to sign with")

    def deliver(self) -> Delivered:
        """Send what is due, each message once; an address that fails is left alone for the rest of the round."""
        done, resting = Delivered(), set[str]()
        # Who only looks takes no lock.
        with self.database.reading() as session:
            is_due = messages.is_due(session, self.now())
        while is_due:
            with self.database.writing() as session:
                taken = messages.take(session, self.now(), _LEASE, _AT_ONCE, sorted(resting))
            if not taken:
                break
            for each in taken:
                if each.message.address in resting:
                    with self.database.writing() as session:
                        messages.give_back(session, [each])
                    continue
                answered = self._answered(each.message)
                if not answered.is_taken:
                    resting.add(each.message.address)
                done = self._end(each, answered, done)
        if done.sent:
            with self.database.writing() as session:
                messages.tidy(session, self.now() - _KEPT)
        return done

    def again(self) -> int:
        """Let what was given up wait anew; how many messages that are."""
        with self.database.writing() as session:
            return messages.again(session, self.now())

    def newest(self, limit: int) -> tuple[Listed, ...]:
        with self.database.reading() as session:
            return messages.newest(session, limit)

    def counts(self) -> Mapping[MessageState, int]:
        with self.database.reading() as session:
            return messages.counts(session)

    @contextmanager
    def delivering(self, every: float = _LOOK, *, looking: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Send what is due from a thread of its own as long as the block runs.

        Args:
            looking: writes down what is to be sent by now; it is called at most once in `_LOOKED_EVERY`.
        """
        ended = threading.Event()

        def run() -> None:
            looked = None
            while not ended.wait(every):
                try:
                    if looked is None or self.now() - looked >= _LOOKED_EVERY:
                        looked = self.now()
                        looking()
                    self.deliver()
                except ResumableError:
                    # The database is locked or away: what is due stays due.
                    continue

        thread = threading.Thread(target=run, name="webhooks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _answered(self, sent: Message) -> Answered:
        """What became of it; whatever one receiver makes go wrong, the others still hear of theirs."""
        try:
            return self._send(sent)
        except Exception as exc:  # noqa: BLE001
            return Answered(None, f"could not be sent ({type(exc).__name__})")

    def _send(self, sent: Message) -> Answered:
        headers = headers_of(sent, self.secrets, self.now()) | {"content-type": "application/json"}
        return self.sender.post(sent.address, sent.body.encode(), headers)

    def _end(self, taken: messages.Taken, answered: Answered, done: Delivered) -> Delivered:
        state, due_at = after(answered, taken.attempts, self.now())
        said = answered.why or f"answered {answered.status}"
        with self.database.writing() as session:
            messages.end(session, taken, state, due_at, said, self.now())
        return Delivered(
            done.sent + (state is MessageState.SENT),
            done.waiting + (state is MessageState.WAITING),
            done.failed + (state is MessageState.FAILED),
        )
