"""Which requests the documents of an order still need, where answers come in rounds and not while one waits.

A trial decomposes each document with the answers that are at hand, in a database of its own, and writes nothing else:
what it asks for in vain is the next round. First answers bring repairs, and both together what a judge is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from decompose.domain.artifact import Artifact
from decompose.domain.document import Revision
from decompose.errors import LlmError
from decompose.llm.batch_files import TIER
from decompose.llm.client import Reply, Request, Witness
from decompose.llm.judging import attempt_of, error_of, judge_answer
from decompose.services.decompose import PROMPT, Decomposer
from decompose.services.ingest import Ingestion
from decompose.services.inputs import Input
from decompose.services.judge import PROMPT as JUDGE
from decompose.store import batches
from decompose.store.database import Database

WAITING = "waiting"
_NOTHING_SAID = '{"capabilities": [], "facts": []}'


@dataclass(frozen=True, slots=True)
class Standing:
    """A document of an order: the answers that it waits for, and those that it asks for again because it failed."""

    path: str
    slug: str
    waits_for: tuple[Request, ...] = ()
    again: tuple[Request, ...] = ()

    @property
    def requests(self) -> tuple[Request, ...]:
        return self.waits_for + self.again


class AtHand:
    """Answers with what the ledger has, and with nothing else.

    An answer of a batch that was no good is given once more, so that its repair is asked for and not the same again.
    `is_trial`: what is missing is noted, and the document goes on, so that one round finds the repairs of all parts.
    """

    is_paid = False
    reads_prompts = True

    def __init__(self, name: str, database: Database, *, is_trial: bool = False) -> None:
        self.name = name
        self.asked: list[Request] = []
        self.missing: list[Request] = []
        self._database = database
        self._is_trial = is_trial

    def complete(self, request: Request, witness: Witness) -> Reply:  # noqa: ARG002
        """Answer; no attempt is made, so that the witness hears of none.

        Raises:
            BadAnswerError: the answer was no good.
            LlmError: there is none yet, with the outcome "waiting".
        """
        self.asked.append(request)
        with self._database.reading() as session:
            raw = batches.delivered(session, request.key, TIER)
        ending = judge_answer(_NOTHING_SAID if raw is None else raw)
        if raw is None:
            self.missing.append(request)
            if not self._is_trial or request.prompt == JUDGE:
                raise LlmError(WAITING, f"an answer to {request.key} is not here yet", subject=request.key)
            return Reply(_NOTHING_SAID, attempt_of(request, ending))
        if ending.outcome != "ok":
            raise error_of(ending, self.name)
        return Reply(ending.text, attempt_of(request, ending))


def standings(ingestion: Ingestion, inputs: Sequence[Input]) -> Iterator[Standing]:
    """Where each document stands that the ingestion would decompose; nothing is called and nothing written."""
    documents, _ = ingestion.opened(inputs)
    with closing(Database("sqlite://")) as trial_database:
        for path, artifact, revision in documents:
            yield _Trial(ingestion, trial_database).standing(path, artifact, revision)


@dataclass(frozen=True, slots=True)
class _Trial:
    ingestion: Ingestion
    database: Database

    def standing(self, path: str, artifact: Artifact, revision: Revision) -> Standing:
        first = list(self._decomposer(self._at_hand()).requests(artifact, revision))
        with self.ingestion.database.reading() as session:
            open_ones = [one for one in first if batches.delivered(session, one.key, TIER) is None]
        if len(open_ones) == len(first):
            return Standing(path, artifact.slug, tuple(open_ones))
        missing, again = self._asked(artifact, revision)
        if not missing and not again and self.ingestion.options.is_judged:
            missing, again = self._asked(artifact, revision, is_judged=True)
        waits_for = {request.key: request for request in (*open_ones, *missing)}
        return Standing(path, artifact.slug, tuple(waits_for.values()), again)

    def _asked(
        self, artifact: Artifact, revision: Revision, *, is_judged: bool = False
    ) -> tuple[tuple[Request, ...], tuple[Request, ...]]:
        """What is missing, and of a document that fails on what is there, the call to begin anew with."""
        llm = self._at_hand()
        try:
            self._decomposer(llm, is_judged=is_judged).decompose(artifact, revision)
        except LlmError:
            begun = [request for request in llm.asked if request.prompt == PROMPT]
            return tuple(llm.missing), tuple(begun[-1:])
        return tuple(llm.missing), ()

    def _at_hand(self) -> AtHand:
        return AtHand(self.ingestion.llm.name, self.ingestion.database, is_trial=True)

    def _decomposer(self, llm: AtHand, *, is_judged: bool = False) -> Decomposer:
        options = self.ingestion.options
        return Decomposer(
            self.database,
            llm,
            self.ingestion.prompts,
            self.ingestion.now,
            options.language,
            point=options.point,
            is_judged=is_judged,
        )
