"""Puts what the rules leave open to a language model: many claims of one document in one call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from decompose.domain.artifact import Artifact
from decompose.domain.document import VisibleText
from decompose.domain.verification import Judgement, Question
from decompose.errors import LlmError, ProviderDownError, UsageError
from decompose.llm.client import Llm, Passage, Request
from decompose.llm.judge_wire import judgement_schema, parse_judgements
from decompose.llm.passages import TOKENS_PER_PART, estimated_tokens
from decompose.llm.prompts import Prompts, delimiter
from decompose.services.asking import Asker
from decompose.services.insisting import insist

PROMPT = "judge"
MOST_CLAIMS = 60
_OUTPUT_FLOOR = 4_000
_OUTPUT_PER_CLAIM = 100
_CELL, _CELLS_APART = "\t", " | "


@dataclass(frozen=True)
class Judge:
    """Asks one llm. `failures` are sentences about calls that gave no usable answer, for whoever reports them."""

    asker: Asker
    prompts: Prompts
    failures: list[str] = field(default_factory=list)

    def judgements(
        self, artifact: Artifact, visible: VisibleText, questions: Sequence[Question]
    ) -> tuple[Judgement | None, ...]:
        """An answer for each question about one document, in their order; None where there is no usable one.

        Raises:
            ProviderDownError: no further call can succeed for now; answers that came are in the ledger.
        """
        passage = Passage(artifact.slug, artifact.name, (), visible)
        return tuple(answer for portion in _portions(questions) for answer in self._answers(portion, passage))

    def _answers(self, portion: Sequence[str], passage: Passage) -> Iterator[Judgement | None]:
        try:
            answers = self._asked(portion, passage)
        except ProviderDownError:
            raise
        except LlmError as exc:
            self.failures.append(f"{passage.slug}: {len(portion)} claims are not judged ({exc})")
            answers = {}
        for number, _ in enumerate(portion, start=1):
            yield answers.get(number)

    def _asked(self, portion: Sequence[str], passage: Passage) -> dict[int, Judgement]:
        given = insist(
            self.asker,
            lambda complaint: self._request(portion, passage, complaint=complaint),
            lambda text: parse_judgements(text, len(portion)),
            passage.slug,
        )
        return {number: Judgement(one.supported, tuple(one.missing)) for number, one in given.items()}

    def _request(self, portion: Sequence[str], passage: Passage, *, complaint: str | None) -> Request:
        claims = "\n".join(f'{{"number": {number}, {words}' for number, words in enumerate(portion, start=1))
        return self.prompts.request(
            PROMPT,
            self.asker.llm.name,
            schema=judgement_schema(),
            most_output=max(_OUTPUT_FLOOR, _OUTPUT_PER_CLAIM * len(portion)),
            passage=passage,
            name=passage.name,
            count=len(portion),
            claims=claims,
            delimiter=delimiter(claims),
            complaint=complaint,
        )


def reads_claims(llm: Llm) -> Llm:
    """The llm, if it can be a judge.

    Raises:
        UsageError: it follows rules and reads no prompt.
    """
    return reads_prompts(llm, "--judge")


def reads_prompts(llm: Llm, what: str) -> Llm:
    """The llm, if it reads prompts, as `what` needs.

    Raises:
        UsageError: it follows rules.
    """
    if not llm.reads_prompts:
        raise UsageError(
            f"{what} needs a language model, {llm.name} is none: set OPENAI_API_KEY or OPENAI_BASE_URL, "
            "or use --llm recorded",
            subject=llm.name,
        )
    return llm


def _portions(questions: Sequence[Question]) -> Iterator[list[str]]:
    """The questions as lines without their numbers, in as few calls as the limits allow."""
    portion: list[str] = []
    filled = 0
    for asked in questions:
        line = _line(asked)
        size = estimated_tokens(line)
        if portion and (len(portion) == MOST_CLAIMS or filled + size > TOKENS_PER_PART):
            yield portion
            portion, filled = [], 0
        portion.append(line)
        filled += size
    if portion:
        yield portion


def _line(asked: Question) -> str:
    """The rest of a JSON object, behind its number: a line of JSON cannot pretend to be several."""
    quotes = [
        {"around": [_readable(words) for words in quote.around], "words": _readable(quote.words)}
        for quote in asked.quotes
    ]
    return json.dumps({"claim": asked.text, "quotes": quotes}, ensure_ascii=False)[1:]


def _readable(words: str) -> str:
    return words.replace(_CELL, _CELLS_APART)
