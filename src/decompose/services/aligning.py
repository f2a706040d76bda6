"""Puts pairs of capabilities that the words leave open to a language model: all those of two artifacts in one call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from decompose.domain.alignment import Pair, uncertain
from decompose.domain.capability import Capability, prose
from decompose.domain.comparison import Side, ordered
from decompose.domain.doubt import doubt_about
from decompose.domain.review import Action, ItemStatus
from decompose.domain.score import Weights
from decompose.errors import LlmError, ProviderDownError
from decompose.llm.align_wire import parse_rulings, rulings_schema
from decompose.llm.client import Request
from decompose.llm.prompts import Prompts, delimiter
from decompose.services.asking import Asker
from decompose.services.catalog import sides_of
from decompose.services.doubts import rulings
from decompose.services.insisting import insist
from decompose.store import doubts, reviews
from decompose.store.database import Database, Session

PROMPT = "align"
_OUTPUT_FLOOR, _OUTPUT_PER_PAIR = 2_000, 60


@dataclass(frozen=True)
class Aligner:
    """Asks one llm. `failures` are sentences about calls that gave no usable answer, for whoever reports them."""

    asker: Asker
    prompts: Prompts
    failures: list[str] = field(default_factory=list)

    def rule(self, a: Side, b: Side, pairs: Sequence[Pair]) -> dict[Pair, bool]:
        """Whether each of these pairs of two artifacts, in canonical order, is the same job; left out: no answer.

        Raises:
            ProviderDownError: no further call can succeed for now.
        """
        if not pairs:
            return {}
        slugs = (a.artifact.slug, b.artifact.slug)
        try:
            answer = insist(
                self.asker,
                lambda complaint: self._request(a, b, pairs, complaint),
                lambda text: parse_rulings(text, len(pairs)),
                *slugs,
            )
        except ProviderDownError:
            raise
        except LlmError as exc:
            self.failures.append(f"{' '.join(slugs)}: {len(pairs)} pairs are not ruled on ({exc})")
            return {}
        return {pair: answer[number] for number, pair in enumerate(pairs, start=1) if number in answer}

    def _request(self, a: Side, b: Side, pairs: Sequence[Pair], complaint: str | None) -> Request:
        records = "\n".join(_record(side, number, record) for side, number, record in _numbered(a, b))
        name = {record.id: f"{side}{number}" for side, number, record in _numbered(a, b)}
        asked = "\n".join(
            json.dumps({"number": number, "records": [name[pair.a], name[pair.b]]})
            for number, pair in enumerate(pairs, start=1)
        )
        return self.prompts.request(
            PROMPT,
            self.asker.llm.name,
            schema=rulings_schema(),
            most_output=_OUTPUT_FLOOR + _OUTPUT_PER_PAIR * len(pairs),
            name_a=a.artifact.name,
            name_b=b.artifact.name,
            count=len(pairs),
            records=records,
            pairs=asked,
            delimiter=delimiter(records),
            complaint=complaint,
        )


def _numbered(a: Side, b: Side) -> list[tuple[str, int, Capability]]:
    return [
        (letter, number, record)
        for letter, side in (("A", a), ("B", b))
        for number, record in enumerate(sorted(side.capabilities, key=lambda one: one.id), start=1)
    ]


def _record(side: str, number: int, record: Capability) -> str:
    said = {
        "id": f"{side}{number}",
        "name": record.name,
        "description": prose(record.of("description")),
        "intents": list(record.intents),
        "inputs": list(record.inputs),
        "outputs": list(record.outputs),
    }
    return json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Aligned:
    """What became of one pair of artifacts: how many pairs of capabilities were open, and how many are the same."""

    a: str
    b: str
    asked: int
    same: int


@dataclass(frozen=True, slots=True)
class Aligning:
    """Has a language model rule on what is open between artifacts, and keeps its rulings."""

    database: Database
    weights: Weights
    now: Callable[[], datetime]

    def align(self, a: str, b: str, aligner: Aligner) -> Aligned:
        """Ask about one pair of artifacts; what an editor or an earlier answer ruled is not asked again."""
        first, second, pairs = self.questions(a, b)
        answers = aligner.rule(first, second, pairs)
        with self.database.writing() as session:
            self._keep(session, first, second, answers, aligner.asker.llm.name)
        return Aligned(first.artifact.slug, second.artifact.slug, len(pairs), sum(answers.values()))

    def questions(self, a: str, b: str) -> tuple[Side, Side, tuple[Pair, ...]]:
        """The two sides in canonical order, and the pairs that nobody ruled on.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: both are the same.
        """
        with self.database.reading() as session:
            first, second = ordered(*sides_of(session, (a, b), self.weights, public=True))
            ruled = rulings(session, first, second)
        return first, second, uncertain(first.capabilities, second.capabilities, ruled)

    def _keep(self, session: Session, a: Side, b: Side, answers: dict[Pair, bool], llm: str) -> None:
        records = {record.id: record for side in (a, b) for record in side.capabilities}
        for pair, is_same in answers.items():
            doubt = doubt_about(records[pair.a], records[pair.b])
            doubts.save(session, doubt)
            doubts.answer(session, doubt.id, llm, is_same=is_same)
            item = reviews.get(session, doubt.id)
            if item and item.status is ItemStatus.OPEN:
                closed = replace(item, status=ItemStatus.NONE, revision=item.revision + 1)
                reviews.move(session, item, closed, who=reviews.PROGRAM, action=Action.WITHDRAW, at=self.now())
