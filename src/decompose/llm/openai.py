"""A language model behind an OpenAI-compatible address. The one file that imports openai, and only when it calls.

tenacity is the one owner of retries: the client itself never retries, so that the ledger sees every call that could
cost money. What an answer means is decided in `judging`, what an endpoint understands in `endpoint`.
"""

from __future__ import annotations

import json
import random
import string
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from decompose.errors import (
    ConfigurationError,
    LlmError,
    NoAnswerError,
    ProviderDownError,
    ResumableError,
    TransientLlmError,
)
from decompose.llm.batch_files import ENDPOINT, WINDOW, BatchState, NotAResultError, state_of
from decompose.llm.client import Reply, Request, Usage, Witness
from decompose.llm.endpoint import EndpointProfile, Rung, chat_body, lesson, profile_for
from decompose.llm.judging import (
    Complaint,
    Ending,
    attempt_of,
    error_of,
    excerpt,
    is_server_fault,
    judge_answer,
    judge_status,
)
from decompose.llm.meter import Meter, Try, most_tokens, told_by

if TYPE_CHECKING:
    import openai

__all__ = ["EndpointProfile", "OpenAiLlm", "Rung", "chat_body", "profile_for"]

_OPENAI_ADDRESS = "https://api.openai.com/v1"
_PLACEHOLDER_KEY = "no-key"
_CONNECT_SECONDS = 5.0
_FIRST_WAIT = 0.5
# Providers count requests by the minute: without a hint, four doublings from here outlast that minute.
_FIRST_WAIT_WHEN_THROTTLED = 4.0
_LONGEST_WAIT = 60.0
_NEVER_SENT = frozenset({"ConnectError", "ConnectTimeout"})
_DOWN_WHEN_EXHAUSTED = frozenset({"throttled", "http_498"})
_SHORTEST_SECRET = 12
# Under this name a batch carries our own id, so that it can be found again.
_MARK = "decompose"
T = TypeVar("T")


class OpenAiLlm:
    """Asks an endpoint, again where that may help, and tells the witness of every single try.

    `timeout` is the longest silence of the server, `patience` the total of tries and pauses after which no further try
    begins, both in seconds. `profile` is what is believed of the endpoint at first; what it teaches by refusing is
    kept as long as this object lives. With a `meter` every try waits there for its turn, and one that was throttled
    goes back there: it uses up neither tries nor patience. May be used by many threads at once. `pause`, `draw` and
    `clock` are there to be replaced where time must not pass.

    Raises:
        ConfigurationError: neither a key nor an address, or one of them is malformed.
    """

    is_paid = True
    reads_prompts = True

    def __init__(
        self,
        *,
        model: str,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 120.0,
        attempts: int = 5,
        patience: float = 300.0,
        profile: EndpointProfile | None = None,
        http_client: Any = None,
        meter: Meter | None = None,
        pause: Callable[[float], None] | None = None,
        draw: Callable[[float, float], float] = random.uniform,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = model
        self._address = _checked_address(base_url)
        self._who = f"{model} at {_place(self._address)}"
        self._api_key = _checked_key(api_key, base_url)
        self._timeout = timeout
        self._attempts = attempts
        self._patience = patience
        self._profile = profile or profile_for(base_url)
        self._http_client = http_client
        self._meter = meter
        self._stopped = threading.Event()
        self._pause = pause or self._rest
        self._draw = draw
        self._clock = clock
        self._lock = threading.Lock()
        self._client: openai.OpenAI | None = None

    def complete(self, request: Request, witness: Witness) -> Reply:
        """Answer, as the protocol says.

        Raises:
            BadAnswerError: refused, cut or empty.
            NoAnswerError: the tries are used up on 5xx or broken lines.
            ProviderDownError: no quota, no access, or the tries are used up on throttles or reached nobody.
            LlmError: a request that the endpoint refuses or finds too long, or another end of the tries.
            ResumableError: `stop` was called before the next try.
        """
        queue = _Queue()
        return self._until_answered(lambda: self._ask(request, witness, queue), queue)

    def models(self) -> tuple[str, ...]:
        """The names of the llms that the endpoint lists; one try, which costs nothing.

        Raises:
            LlmError: it does not answer, refuses access, or lists nothing.
        """
        listed = self._told(lambda client: client.models.with_raw_response.list()).get("data")
        names = [each.get("id") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        return tuple(name for name in names if isinstance(name, str))

    # -- the Batch API -------------------------------------------------------------------------------------

    def upload(self, content: bytes, name: str) -> str:
        """Hand a request file over; its id is returned. A file that was uploaded twice costs nothing."""
        return self._identity(
            self._fetched(lambda client: client.files.with_raw_response.create(file=(name, content), purpose="batch"))
        )

    def create(self, file_id: str, mark: str) -> BatchState:
        """Begin a batch. One try: a second one could be a second batch, where the first one's answer was lost."""
        try:
            body = self._told(
                lambda client: client.batches.with_raw_response.create(
                    input_file_id=file_id, endpoint=ENDPOINT, completion_window=WINDOW, metadata={_MARK: mark}
                )
            )
        except TransientLlmError as exc:
            sentence = f"{exc}; give the same order again later"
            raise ProviderDownError(exc.outcome, sentence, subject=exc.subject) from exc
        return self._state(body)

    def find(self, mark: str) -> BatchState | None:
        """The batch that was begun with this mark, looked for from the newest one back."""
        after: str | None = None
        while True:
            page = self._fetched(partial(_page_of_batches, after=after))
            batches = [batch for batch in page.get("data") or () if isinstance(batch, dict)]
            for batch in batches:
                if (batch.get("metadata") or {}).get(_MARK) == mark:
                    return self._state(batch)
            if not batches or not page.get("has_more"):
                return None
            after = self._identity(batches[-1])

    def retrieve(self, batch_id: str) -> BatchState:
        """How a batch stands."""
        return self._state(self._fetched(lambda client: client.batches.with_raw_response.retrieve(batch_id)))

    def content(self, file_id: str) -> bytes:
        """A result file."""
        return _down_for_now(
            lambda: self._until_answered(lambda: self._said(lambda client: client.files.content(file_id).content))
        )

    def _fetched(self, ask: Callable[[openai.OpenAI], Any]) -> dict[str, Any]:
        return _down_for_now(lambda: self._until_answered(lambda: self._told(ask)))

    def _state(self, body: dict[str, Any]) -> BatchState:
        try:
            return state_of(body)
        except NotAResultError as exc:
            raise LlmError("not_json", f"{self._who} answered with what {exc}: {body}", subject=self._who) from exc

    def _identity(self, body: dict[str, Any]) -> str:
        identity = body.get("id")
        if not isinstance(identity, str) or not identity:
            raise LlmError("not_json", f"{self._who} answered without an id", subject=self._who)
        return identity

    def _told(self, ask: Callable[[openai.OpenAI], Any]) -> dict[str, Any]:
        """The JSON object that the endpoint answers."""
        raw = self._said(ask).http_response.text
        with suppress(ValueError, RecursionError):
            body = json.loads(raw)
            if isinstance(body, dict):
                return body
        raise error_of(Ending("not_json", f"answered 200 without JSON: {excerpt(raw)}"), self._who)

    def _said(self, ask: Callable[[openai.OpenAI], T]) -> T:
        """What one try gives, with its errors as those of a call."""
        import openai

        try:
            return ask(self._ready_client())
        except openai.APIStatusError as exc:
            raw = self._without_key(exc.response.text)
            raise error_of(judge_status(exc.status_code, raw, exc.response.headers, exc.request_id), self._who) from exc
        except openai.APIConnectionError as exc:
            raise error_of(_broken_line(exc, is_timeout=isinstance(exc, openai.APITimeoutError)), self._who) from exc

    def _until_answered(self, ask: Callable[[], T], queue: _Queue | None = None) -> T:
        """Ask again where that may help. What was waited in the queue uses up no patience."""
        started = self._clock()

        def is_spent(state: RetryCallState) -> bool:
            elapsed = self._clock() - started - (queue.waited if queue else 0.0)
            return state.attempt_number >= self._attempts or elapsed + state.upcoming_sleep > self._patience

        retrying = Retrying(
            retry=retry_if_exception_type(TransientLlmError),
            wait=self._wait,
            stop=is_spent,
            sleep=self._pause,
            reraise=True,
        )
        try:
            return retrying(ask)
        except TransientLlmError as exc:
            raise _given_up(exc, retrying.statistics["attempt_number"]) from exc

    def stop(self) -> None:
        """No further try begins; those on the line end. Whoever pauses or waits at the meter is sent away."""
        self._stopped.set()
        if self._meter:
            self._meter.stop()

    def _rest(self, seconds: float) -> None:
        self._stopped.wait(seconds)

    def close(self) -> None:
        """Close the connections. A later call opens new ones, unless the HTTP client was given from outside."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, request: Request, witness: Witness, queue: _Queue) -> Reply:
        """One try, and at once another one for each throttle, and for each thing that the endpoint does not take."""
        while True:
            profile = self._profile
            body = self._body(request, profile)
            # Before the start is counted: what the first call of a process imports takes seconds on a busy machine.
            create = self._create(self._ready_client())
            tried = self._enter(request, queue)
            begun = self._clock()
            ending, headers = self._send(partial(self._post, create, body))
            attempt = attempt_of(request, ending, rung=profile.rungs[0], latency=self._clock() - begun)
            is_throttled = ending.outcome == "throttled"
            if self._meter and tried:
                self._meter.leave(tried, told_by(headers, is_throttled=is_throttled, usage=ending.usage))
            witness(attempt)
            if ending.outcome == "ok":
                return Reply(ending.text, attempt)
            if is_throttled and self._meter:
                continue
            humbler = self._lesson(profile, ending.outcome, ending.complaint, body)
            if humbler is None:
                raise error_of(ending, self._who)
            self._learn(profile, humbler)

    def _enter(self, request: Request, queue: _Queue) -> Try | None:
        """Wait for one's turn; that time is no time of the call."""
        if self._stopped.is_set():
            raise ResumableError("interrupted before the next call; give the same order again to go on")
        if self._meter is None:
            return None
        came = self._clock()
        most = most_tokens(request)
        tried = self._meter.enter(most.input + most.output)
        queue.waited += self._clock() - came
        return tried

    def _send(self, post: Callable[[], Any]) -> tuple[Ending, Mapping[str, str]]:
        import openai

        try:
            answer = post()
        except openai.APIStatusError as exc:
            raw, headers = self._without_key(exc.response.text), exc.response.headers
            return judge_status(exc.status_code, raw, headers, exc.request_id), headers
        except openai.APIConnectionError as exc:
            return _broken_line(exc, is_timeout=isinstance(exc, openai.APITimeoutError)), {}
        return self._judge(answer.http_response.text, answer.request_id), answer.headers

    # What another sort of call does otherwise: see `embeddings`.

    def _body(self, request: Request, profile: EndpointProfile) -> dict[str, Any]:
        return chat_body(request, profile.rungs[0], profile)

    def _create(self, client: openai.OpenAI) -> Callable[..., Any]:
        return client.chat.completions.with_raw_response.create

    def _post(self, create: Callable[..., Any], body: Mapping[str, Any]) -> Any:
        # The rest goes past the client's own parameters, so that the line carries `body` and nothing else; so do the
        # messages, which the client would walk through for names to spell otherwise.
        rest = {name: value for name, value in body.items() if name != "model"}
        return create(model=body["model"], messages=[], extra_body=rest)

    def _judge(self, raw: str, request_id: str | None) -> Ending:
        return judge_answer(raw, request_id)

    def _lesson(
        self, profile: EndpointProfile, outcome: str, complaint: Complaint, body: Mapping[str, Any]
    ) -> EndpointProfile | None:
        return lesson(profile, outcome, complaint, body)

    def _ready_client(self) -> openai.OpenAI:
        import openai

        with self._lock:
            if self._client is None:
                self._client = openai.OpenAI(
                    api_key=self._api_key or _PLACEHOLDER_KEY,
                    base_url=self._address,
                    max_retries=0,
                    timeout=openai.Timeout(self._timeout, connect=min(_CONNECT_SECONDS, self._timeout)),
                    http_client=self._http_client,
                )
            return self._client

    def _learn(self, sent: EndpointProfile, humbler: EndpointProfile) -> None:
        with self._lock:
            # Another thread may have learnt meanwhile: then its profile is tried before anything more is given up.
            if self._profile is sent:
                self._profile = humbler

    def _wait(self, state: RetryCallState) -> float:
        """Never shorter than the server's hint, and never the same for two workers."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientLlmError) and error.wait is not None:
            return error.wait + self._draw(0.0, max(error.wait, 1.0) / 4)
        is_throttled = isinstance(error, TransientLlmError) and error.outcome == "throttled"
        first = _FIRST_WAIT_WHEN_THROTTLED if is_throttled else _FIRST_WAIT
        longest: float = min(_LONGEST_WAIT, first * 2 ** (state.attempt_number - 1))
        return self._draw(longest / 2, longest)

    def _without_key(self, words: str) -> str:
        """Some servers repeat the key that they refuse; it must reach neither the ledger nor a sentence."""
        is_secret = self._api_key is not None and len(self._api_key) >= _SHORTEST_SECRET
        return words.replace(self._api_key or "", "[key]") if is_secret else words


def _down_for_now(ask: Callable[[], T]) -> T:
    """Whatever may go better later is the provider being down: the order can be given again."""
    try:
        return ask()
    except TransientLlmError as exc:
        raise ProviderDownError(exc.outcome, str(exc), subject=exc.subject) from exc


def _page_of_batches(client: openai.OpenAI, *, after: str | None) -> Any:
    batches = client.batches.with_raw_response
    return batches.list(limit=100, after=after) if after else batches.list(limit=100)


@dataclass(slots=True)
class _Queue:
    """The seconds that one call has waited for its turns."""

    waited: float = 0.0


def _broken_line(exc: openai.APIConnectionError, *, is_timeout: bool) -> Ending:
    """A line that never stood cost nothing, and says so; of one that broke or fell silent nothing is known."""
    cause = type(exc.__cause__).__name__
    if cause in _NEVER_SENT:
        return Ending("disconnected", f"cannot be reached ({cause}): {exc.__cause__}", usage=Usage())
    if is_timeout:
        return Ending("timeout", "gave no answer in time; it may have been paid for")
    return Ending("disconnected", f"broke the line ({cause}); the answer may have been paid for")


def _given_up(exc: TransientLlmError, tries: int) -> LlmError:
    hint = "" if exc.wait is None else f"; it asks to wait {exc.wait:g} s"
    sentence = f"{exc}{hint}; gave up after {tries} tries, give the same order again later"
    if exc.outcome in _DOWN_WHEN_EXHAUSTED or (exc.outcome == "disconnected" and exc.is_unheard):
        return ProviderDownError(exc.outcome, sentence, subject=exc.subject)
    if exc.outcome == "disconnected" or is_server_fault(exc.outcome):
        return NoAnswerError(exc.outcome, sentence, subject=exc.subject)
    return TransientLlmError(exc.outcome, sentence, wait=exc.wait, subject=exc.subject)


def _checked_address(base_url: str | None) -> str:
    address = urlsplit(base_url or _OPENAI_ADDRESS)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigurationError(
            f"OPENAI_BASE_URL is no address: {base_url!r}; it looks like http://localhost:8080/v1", subject=base_url
        )
    return address.geturl()


def _checked_key(api_key: str | None, base_url: str | None) -> str | None:
    key = (api_key or "").strip()
    if not key and base_url is None:
        raise ConfigurationError("there is no LLM to ask: set OPENAI_API_KEY, or OPENAI_BASE_URL for another server")
    if not set(key) <= set(string.ascii_letters + string.digits + string.punctuation):
        raise ConfigurationError("OPENAI_API_KEY holds characters that no key has: copy it again")
    return key or None


def _place(address: str) -> str:
    """Host and port, without the credentials that an address may carry."""
    return urlsplit(address).netloc.rpartition("@")[2]
