"""One question to a language model: what was paid for is taken again, every attempt is in the ledger first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from decompose.domain.ledger import Entry
from decompose.llm.client import Attempt, Llm, Request, Usage
from decompose.llm.judging import judge_answer
from decompose.store import ledger
from decompose.store.database import Database


@dataclass
class Spent:
    """What the calls of one document cost. `paid` counts attempts that went out, `reused` answers that were at hand."""

    paid: int = 0
    reused: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0


@dataclass(frozen=True)
class Asker:
    """Asks one llm and books what that took. `now` gives the time of ledger rows, `batch` their order."""

    database: Database
    llm: Llm
    now: Callable[[], datetime]
    batch: str | None = None
    spent: Spent = field(default_factory=Spent)

    def ask(self, request: Request, slug: str) -> str:
        """The text of a usable answer: one that is in the ledger already, or a new one.

        What follows from the document by rule is no call: it is not booked, and made anew each time.

        Raises:
            LlmError: no usable answer; whatever was paid is in the ledger.
        """
        if not self.llm.reads_prompts:
            return self.llm.complete(request, _unbooked).text
        with self.database.reading() as session:
            known = ledger.answer(session, request.key)
        if known is not None:
            self.spent.reused += 1
            return judge_answer(known).text
        reply = self.llm.complete(request, lambda attempt: self._witness(attempt, slug))
        if not self.llm.is_paid:
            self.spent.reused += 1
        return reply.text

    def note(self, request: Request, outcome: str) -> None:
        """The answer came whole and was still no answer: its ledger row says so, and it is never taken again."""
        with self.database.writing() as session:
            ledger.mark(session, request.key, outcome)

    def _witness(self, attempt: Attempt, slug: str) -> None:
        """Write an attempt down before anything judges its answer. One that reached nobody is known to cost nothing."""
        usage = attempt.usage
        if self.llm.is_paid and usage != Usage():
            self.spent.paid += 1
        if usage:
            self.spent.input += usage.input
            self.spent.cached += usage.cached
            self.spent.output += usage.output
        entry = Entry(
            key=attempt.key,
            prompt=attempt.prompt,
            template=attempt.template,
            llm=attempt.llm,
            outcome=attempt.outcome,
            latency=attempt.latency,
            raw=attempt.raw,
            slug=slug,
            input=usage.input if usage else None,
            cached=usage.cached if usage else None,
            cache_write=usage.cache_write if usage else None,
            output=usage.output if usage else None,
            reasoning=usage.reasoning if usage else None,
            served=attempt.served,
            tier=attempt.tier,
            rung=attempt.rung,
            request_id=attempt.request_id,
        )
        with self.database.writing() as session:
            ledger.add(session, entry, self.now(), self.batch)


def _unbooked(_: Attempt) -> None:
    """Nothing to write down."""
