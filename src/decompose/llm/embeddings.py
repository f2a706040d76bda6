"""An OpenAI-compatible `/embeddings`. Tries, pauses and the ledger are those of any other call; see `vector_wire`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from decompose.llm.client import Request
from decompose.llm.endpoint import EndpointProfile
from decompose.llm.judging import Complaint, Ending, judge_vectors
from decompose.llm.openai import OpenAiLlm

if TYPE_CHECKING:
    import openai


class OpenAiEmbeddings(OpenAiLlm):
    """Answers a request of `vector_wire` with the body of the endpoint."""

    def _body(self, request: Request, profile: EndpointProfile) -> dict[str, Any]:
        del profile
        return {
            "model": request.llm,
            "input": [message.content for message in request.messages],
            "encoding_format": "float",
            **request.parameters,
        }

    def _create(self, client: openai.OpenAI) -> Callable[..., Any]:
        return client.embeddings.with_raw_response.create

    def _post(self, create: Callable[..., Any], body: Mapping[str, Any]) -> Any:
        return create(**body)

    def _judge(self, raw: str, request_id: str | None) -> Ending:
        return judge_vectors(raw, request_id)

    def _lesson(
        self, profile: EndpointProfile, outcome: str, complaint: Complaint, body: Mapping[str, Any]
    ) -> EndpointProfile | None:
        """Nothing of the body can be left out: other dimensions would be other vectors."""
        del profile, outcome, complaint, body
        return None
