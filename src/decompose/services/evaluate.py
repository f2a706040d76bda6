"""Answers about a folder of documents, measured: with one version of the prompts, or with two side by side.

Nothing is ingested. What a call that costs something answers is booked in the ledger like any other, and taken from it.
What the rules leave open is not put to a judge: the figures are those of the prompts and of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from decompose.domain.artifact import Artifact
from decompose.domain.document import Revision
from decompose.domain.evaluation import (
    Asked,
    Evaluation,
    Figures,
    Measured,
    Trial,
    measured,
    prose,
    uncovered,
    with_calls,
)
from decompose.domain.ledger import Entry, JobResult
from decompose.domain.pricing import Prices
from decompose.errors import LlmError, ProviderDownError, UsageError
from decompose.llm.client import Attempt, Llm, Reply, Request, Witness
from decompose.llm.judging import judge_answer
from decompose.llm.prompts import Prompts
from decompose.llm.wire import AnswerShapeError, WireAnswer, parse_answer
from decompose.services.asking import Asker, Purse
from decompose.services.decompose import PROMPT, REPAIR, Decomposer
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import Input, gather
from decompose.store import ledger
from decompose.store.database import Database

MOST_VERSIONS = 2
LIST_NAMES = ("documents.csv", "documents.jsonl")
# How an attempt ends to which an answer came, usable or not; all others brought none.
_ANSWERED = frozenset({"ok", "bad_json", "bad_schema", "refusal", "cut", "empty"})


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the prompts, and what it is called."""

    name: str
    prompts: Prompts


def documents_at(paths: Iterable[Path], list_file: Path | None = None) -> tuple[Input, ...]:
    """The documents that paths and a list name; a folder with a `documents.csv` or `.jsonl` is read by that list.

    Raises:
        UnreadableInputError: a path does not exist, a folder holds no document, the list cannot be read.
        UsageError: nothing is named.
    """
    plain: list[Path] = []
    found: list[Input] = []
    for path in paths:
        own = next((path / name for name in LIST_NAMES if (path / name).is_file()), None)
        if own is None:
            plain.append(path)
        else:
            found += gather([], own)
    if plain or list_file or not found:
        found += gather(plain, list_file)
    return tuple(found)


@dataclass(frozen=True)
class Evaluating:
    """Evaluates one llm. `database` is where paid attempts are booked; it is needed by an llm that is paid only."""

    llm: Llm
    database: Database | None
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    options: Options = field(default_factory=Options)
    prices: Prices = field(default_factory=Prices)

    def run(
        self,
        inputs: Sequence[Input],
        versions: Sequence[Version],
        progress: Callable[[Version, Measured], None] | None = None,
    ) -> Evaluation:
        """Decompose every document by every version; `progress` hears of each document as it ends.

        Raises:
            UsageError: too many versions, or several for an llm that reads no prompts; a prompt is missing or wrong.
            ProviderDownError: no further call can succeed for now; what was answered is in the ledger.
        """
        if len(versions) > MOST_VERSIONS:
            raise UsageError(f"{len(versions)} versions of the prompts; name {MOST_VERSIONS} at most")
        if len(versions) > 1 and not self.llm.reads_prompts:
            raise UsageError(f"{self.llm.name} reads no prompts; name two versions with --llm recorded or openai")
        digests = [(version.prompts.digest(PROMPT), version.prompts.digest(REPAIR)) for version in versions]
        with closing(Database("sqlite://")) as scratch, closing(Database("sqlite://")) as own_ledger:
            ingestion = Ingestion(scratch, self.llm, versions[0].prompts, self.now, self.new_id, self.options)
            opened, ended = ingestion.opened(inputs)
            trials = []
            for version, (first, repair) in zip(versions, digests, strict=True):
                bench = _Bench(self, version, scratch, self.database or own_ledger, progress)
                trials.append(Trial(version.name, first, repair, bench.documents(opened, ended)))
        return Evaluation(self.llm.name, tuple(trials))


@dataclass(frozen=True)
class _Bench:
    """Measures documents by one version. `scratch` is thrown away, `booked` is the database of the ledger."""

    order: Evaluating
    version: Version
    scratch: Database
    booked: Database
    progress: Callable[[Version, Measured], None] | None

    def documents(
        self, opened: Sequence[tuple[str, Artifact, Revision]], ended: Sequence[JobResult]
    ) -> tuple[Measured, ...]:
        refused = tuple(self._told(Measured(job.origin, job.slug, Figures(failed=1), failure=job)) for job in ended)
        measurements: list[tuple[Measured, _Booking]] = []
        for document in opened:
            llm = _Booking(
                self.order.llm, Asker(self.booked, self.order.llm, self.order.now, purse=Purse(self.order.prices))
            )
            measurements.append((self._told(self._document(*document, llm)), llm))
        attempts = self._attempts({key for _, llm in measurements for key in llm.asked})
        return refused + tuple(
            replace(document, figures=with_calls(document.figures, llm.asked_of(attempts)))
            for document, llm in measurements
        )

    def _told(self, document: Measured) -> Measured:
        if self.progress:
            self.progress(self.version, document)
        return document

    def _document(self, path: str, artifact: Artifact, revision: Revision, llm: _Booking) -> Measured:
        from decompose.llm.extractive.sentences import split

        order = self.order
        language, point = order.options.language, order.options.point
        decomposer = Decomposer(self.scratch, llm, self.version.prompts, order.now, language, point=point)
        try:
            decomposition = decomposer.decompose(artifact, revision).decomposition
        except ProviderDownError:
            raise
        except LlmError as exc:
            failure = JobResult(path, artifact.slug, "failed", exc.outcome, str(exc))
            return Measured(path, artifact.slug, Figures(failed=1), failure=failure)
        sentences = tuple(prose(revision.visible, split))
        left = uncovered(decomposition, sentences)
        return Measured(path, artifact.slug, measured(decomposition, sentences), decomposition, left)

    def _attempts(self, keys: Collection[str]) -> dict[str, list[Entry]]:
        """The rows of the ledger about these calls, the oldest first."""
        found: dict[str, list[Entry]] = {key: [] for key in keys}
        if found:
            with self.booked.reading() as session:
                for entry in ledger.entries(session):
                    if entry.key in found:
                        found[entry.key].append(entry)
        return found


@dataclass(frozen=True)
class _Booking:
    """An llm whose attempts are booked, and whose answers are taken, in a ledger of their own.

    To the one who asks it costs nothing: the money is the asker's business here. `asked` are the prompts by call key.
    """

    llm: Llm
    asker: Asker
    asked: dict[str, str] = field(default_factory=dict)
    is_paid = False

    @property
    def name(self) -> str:
        return self.llm.name

    @property
    def reads_prompts(self) -> bool:
        return self.llm.reads_prompts

    def complete(self, request: Request, witness: Witness) -> Reply:  # noqa: ARG002 - the asker is the witness
        if self.reads_prompts:
            self.asked[request.key] = request.prompt
        text = self.asker.ask(request, request.passage.slug if request.passage else "")
        if self.reads_prompts:
            self._note_unless_answer(request, text)
        return Reply(text, Attempt(request.key, request.prompt, request.template, request.llm, "ok"))

    def asked_of(self, attempts: Mapping[str, Sequence[Entry]]) -> Asked:
        """What was asked, with what the ledger has about it."""
        firsts = [attempts[key] for key, prompt in self.asked.items() if prompt == PROMPT]
        answers = (next((entry for entry in rows if entry.outcome in _ANSWERED), None) for rows in firsts)
        return Asked(
            keys=tuple(self.asked),
            repairs=sum(prompt == REPAIR for prompt in self.asked.values()),
            valid=tuple(_has_schema(answer) for answer in answers if answer),
            attempts=tuple(entry for key in self.asked for entry in attempts[key]),
            paid=self.asker.spent.paid,
            reused=self.asker.spent.reused,
        )

    def _note_unless_answer(self, request: Request, text: str) -> None:
        """An answer that is none is noted in the ledger, where it was booked as usable."""
        try:
            parse_answer(text)
        except AnswerShapeError as exc:
            self.asker.note(request, exc.outcome)


def _has_schema(entry: Entry) -> bool:
    """Whether an answer as it came has the wire schema whole."""
    try:
        WireAnswer.model_validate_json(judge_answer(entry.raw).text)
    except ValidationError:
        return False
    return True
