"""The protocol of a language model: a request in, a reply out, every attempt told as soon as it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from decompose.domain.document import Section, VisibleText
from decompose.domain.identity import canonical_json, content_hash


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The part of a document that a request is about, for an implementation that reads it without a prompt."""

    slug: str
    name: str
    sections: tuple[Section, ...]
    visible: VisibleText


@dataclass(frozen=True)
class Request:
    """One question to a language model.

    `prompt` is the name of the template and `template` its digest (both for the ledger, not part of the key);
    `schema` is the JSON schema that the answer must have; `parameters` are sampling and output limits.
    """

    prompt: str
    template: str
    llm: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    passage: Passage | None = None

    @cached_property
    def body(self) -> dict[str, Any]:
        """The canonical body: what the key is taken over, and what a recording is matched on."""
        return {
            "llm": self.llm,
            "messages": [{"role": message.role, "content": message.content} for message in self.messages],
            "schema": dict(self.schema),
            "parameters": dict(self.parameters),
        }

    @property
    def key(self) -> str:
        """The call key: no address, no credentials, no rung of a degrade ladder is in it."""
        return self._measured[0]

    @property
    def size(self) -> int:
        """Bytes of the canonical body."""
        return self._measured[1]

    @cached_property
    def _measured(self) -> tuple[str, int]:
        # Both are asked for several times a call, and the body is a whole document.
        written = canonical_json(self.body).encode("utf-8", "surrogatepass")
        return content_hash(written), len(written)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one attempt. `output` includes `reasoning`; `input` includes `cached` and `cache_write`."""

    input: int = 0
    cached: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a call, for the ledger: made before anything judges the answer.

    `outcome` is "ok" or a code of the public surface (http_<status>, throttled, quota, auth, too_long, timeout,
    disconnected, not_json, error_in_200, bad_json, bad_schema, refusal, cut, empty). `usage` is None where the server
    told nothing (a known zero is `Usage()`). `llm` is the name that was asked, `served` the one that answered, `raw`
    the body as it came, `rung` the schema mode really used, `latency` in seconds.
    """

    key: str
    prompt: str
    template: str
    llm: str
    outcome: str
    usage: Usage | None = None
    raw: str = ""
    served: str | None = None
    tier: str | None = None
    rung: str | None = None
    request_id: str | None = None
    latency: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A usable answer: its text (JSON, fences and thinking taken off) and the attempt that brought it."""

    text: str
    attempt: Attempt


Witness = Callable[[Attempt], None]


class Llm(Protocol):
    """Anything that answers a request."""

    @property
    def name(self) -> str:
        """The name that stands in requests, keys and provenance."""

    @property
    def is_paid(self) -> bool:
        """Whether an attempt can cost money; only then is it a call for the ledger."""

    @property
    def reads_prompts(self) -> bool:
        """Whether the answer follows from the prompt (and can be repaired by another), not from the passage alone."""

    def complete(self, request: Request, witness: Witness) -> Reply:
        """Answer, telling `witness` each attempt before its answer is judged.

        Raises:
            BadAnswerError: the answer came and cannot be used; asking the same again is the caller's choice.
            ProviderDownError: no further call can succeed for now.
            LlmError: the attempts are used up; `outcome` says how the last one ended.
            RecordingMissingError: only by recordings.
        """
