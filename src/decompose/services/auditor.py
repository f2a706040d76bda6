"""Has a language model read what a published page says of an artifact: beside itself, and beside a source document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from decompose.domain.artifact import slug_for
from decompose.domain.audit import SheetSide
from decompose.domain.audit.suspicion import Suspicion
from decompose.domain.document import VisibleText
from decompose.domain.identity import content_hash
from decompose.errors import LlmError, ProviderDownError
from decompose.llm.audit_wire import WireDefect, defects_schema, parse_defects
from decompose.llm.client import Request
from decompose.llm.passages import TOKENS_PER_PART, Part, estimated_tokens, parts
from decompose.llm.prompts import Prompts, delimiter
from decompose.services.asking import Asker
from decompose.services.insisting import insist

PROMPT = "audit"
_MOST_OUTPUT = 6_000


@dataclass(frozen=True)
class Auditor:
    """Asks one llm. `failures` are sentences about calls that gave no usable answer, for whoever reports them.

    Of a side the first lines are read, as far as one call goes: no page is longer. `is_masked` says that secrets and
    personal data are masked in them, as they are in documents.
    """

    asker: Asker
    prompts: Prompts
    is_masked: bool = True
    failures: list[str] = field(default_factory=list)

    def of_records(self, side: SheetSide) -> Iterator[Suspicion]:
        """What is wrong with the lines of a side by themselves.

        Raises:
            ProviderDownError: no further call can succeed for now.
        """
        yield from self._told(side, None, 1)

    def of_source(self, side: SheetSide, visible: VisibleText) -> Iterator[Suspicion]:
        """What is wrong with them beside a source document: one call for each part of it.

        Raises:
            ProviderDownError: no further call can succeed for now.
        """
        found = parts(visible)
        for part in found:
            yield from self._told(side, part, len(found))

    def _told(self, side: SheetSide, part: Part | None, of: int) -> Iterator[Suspicion]:
        slug = slug_for(side.name, content_hash(side.name.encode()))
        try:
            answer = insist(self.asker, partial(self._request, side, part, of), parse_defects, slug)
        except ProviderDownError:
            raise
        except LlmError as exc:
            against = "" if part is None else f", part {part.number} of its document"
            self.failures.append(f"{side.name}{against}: its records are not read ({exc})")
            return
        yield from map(_suspicion, answer)

    def _request(self, side: SheetSide, part: Part | None, of: int, complaint: str | None) -> Request:
        statements = self._lines(side)
        document = part.text if part else ""
        return self.prompts.request(
            PROMPT,
            self.asker.llm.name,
            schema=defects_schema(),
            most_output=_MOST_OUTPUT,
            name=side.name,
            statements=statements,
            delimiter=delimiter(statements),
            document=document,
            document_delimiter=delimiter(document),
            part=part.number if part else 1,
            parts=of,
            complaint=complaint,
        )

    def _lines(self, side: SheetSide) -> str:
        """Numbered within the side and not by the page, so that the same records on two pages are one question."""
        told = [
            {"number": number, "record": one.record, "field": one.field, "text": text}
            for number, (one, text) in enumerate(zip(side.statements, self._shown(side), strict=True), start=1)
        ]
        lines = [json.dumps(line, ensure_ascii=False) for line in told]
        filled = accumulate(map(estimated_tokens, lines))
        return "\n".join(line for line, size in zip(lines, filled, strict=True) if size <= TOKENS_PER_PART)

    def _shown(self, side: SheetSide) -> Sequence[str]:
        texts = [one.text for one in side.statements]
        if not self.is_masked:
            return texts
        from decompose.reading.masking import masked_words

        return [masked_words(text) for text in texts]


def _suspicion(told: WireDefect) -> Suspicion:
    return Suspicion(told.code, told.statement, told.words, told.against, told.against_words or "", told.why)
