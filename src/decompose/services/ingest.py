"""An order of documents, one after the other: read, plan, decompose, and write each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from decompose.domain.artifact import Artifact
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Revision, SourceDocument, VisibleText
from decompose.domain.examination import Point
from decompose.domain.identity import content_hash, identify
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Candidate, Mode, Planned, Step, plan
from decompose.domain.review import item_of_kind, items_of
from decompose.errors import DocumentRefusedError, LlmError, ProviderDownError
from decompose.llm.client import Llm, Request
from decompose.llm.passages import estimated_tokens, parts
from decompose.llm.prompts import Prompts
from decompose.services.asking import Spent
from decompose.services.decompose import Decomposer
from decompose.services.inputs import Input
from decompose.services.opening import name_of, visible_text
from decompose.services.reconcile import reconcile
from decompose.store import artifacts, capabilities, documents, ledger, reviews
from decompose.store.database import Database


@dataclass(frozen=True, slots=True)
class Options:
    """How an order is carried out. `is_llm_named` says that the operator chose the llm himself.

    `point` is where the claim check draws the line, `is_judged` whether the llm is asked about what that leaves open.
    """

    is_llm_named: bool = False
    redo: bool = False
    language: str | None = None
    max_bytes: int = 20_000_000
    point: Point = Point.BALANCED
    is_judged: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would do: documents to decompose, calls, tokens in, and the most tokens that may come out."""

    documents: int
    calls: int
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Report:
    """How an order ended: a result for each document, in order, and what was spent.

    `stopped` is the sentence of a provider that gives nothing more; the order can be given again.
    """

    batch: str
    jobs: tuple[JobResult, ...]
    capabilities: int
    spent: Spent
    stopped: str | None = None

    def ended(self, outcome: str) -> tuple[JobResult, ...]:
        return tuple(job for job in self.jobs if job.outcome == outcome)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document that could be read."""

    raw: bytes
    visible: VisibleText
    candidate: Candidate

    @property
    def revision(self) -> Revision:
        document = self.candidate.document
        identity = identify("rev", document.slug, document.origin, self.candidate.content_hash)
        return Revision(identity, document, self.candidate.content_hash, self.visible)


@dataclass(frozen=True)
class Ingestion:
    """Carries out orders with one llm. `now` gives the time of what is written, `new_id` the name of a batch."""

    database: Database
    llm: Llm
    prompts: Prompts
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    options: Options = field(default_factory=Options)

    def run(self, inputs: Sequence[Input], progress: Callable[[JobResult], None] | None = None) -> Report:
        """Ingest every input; `progress` hears of each document as it ends."""
        batch = self.new_id()
        with self.database.writing() as session:
            ledger.begin_batch(session, batch, self.llm.name, self.now())
        decomposer = self._decomposer(batch)
        jobs: list[JobResult] = []
        made = 0
        stopped = None
        try:
            for job, count in self._jobs(inputs, decomposer):
                jobs.append(job)
                made += count
                if progress:
                    progress(job)
        except ProviderDownError as exc:
            stopped = str(exc)
        with self.database.writing() as session:
            ledger.end_batch(session, batch, jobs, self.now())
        return Report(batch, tuple(jobs), made, decomposer.spent, stopped)

    def opened(
        self, inputs: Sequence[Input]
    ) -> tuple[tuple[tuple[str, Artifact, Revision], ...], tuple[JobResult, ...]]:
        """The documents that `run` would decompose, each with its path, and how the others end."""
        planned, refused = self._planned(inputs)
        wanted = [(step.candidate, document) for step, document in planned if step.step is Step.DECOMPOSE]
        others = (_not_done(step) for step, _ in planned if step.step is not Step.DECOMPOSE)
        documents = tuple((candidate.path, candidate.artifact, document.revision) for candidate, document in wanted)
        return documents, (*refused, *others)

    def _decomposer(self, batch: str | None = None) -> Decomposer:
        return Decomposer(
            self.database,
            self.llm,
            self.prompts,
            self.now,
            self.options.language,
            batch,
            point=self.options.point,
            is_judged=self.options.is_judged,
        )

    def requests(self, inputs: Sequence[Input]) -> Iterator[tuple[str, Request]]:
        """The first calls that `run` would make, with the slug that each is about; nothing is called or written."""
        planned, _ = self._planned(inputs)
        decomposer = self._decomposer()
        for step, document in planned:
            if step.step is Step.DECOMPOSE:
                artifact = step.candidate.artifact
                yield from ((artifact.slug, request) for request in decomposer.requests(artifact, document.revision))

    def estimate(self, inputs: Sequence[Input]) -> Estimate:
        """What `run` would ask for; nothing is called and nothing written."""
        planned, _ = self._planned(inputs)
        wanted = [document for step, document in planned if step.step is Step.DECOMPOSE]
        calls = tokens = 0
        for document in wanted:
            found = parts(document.visible)
            calls += len(found)
            tokens += sum(estimated_tokens(part.text) for part in found)
        instructions = calls * estimated_tokens(self._instructions())
        return Estimate(len(wanted), calls, tokens + instructions, 2 * tokens)

    def _instructions(self) -> str:
        messages = self.prompts.render(
            "decompose", name="", document="", delimiter="", language=None, part=1, parts=1, path="", rejections=()
        )
        return "".join(message.content for message in messages)

    def _jobs(self, inputs: Sequence[Input], decomposer: Decomposer) -> Iterator[tuple[JobResult, int]]:
        """Each document's end, with the number of records that it gave."""
        planned, refused = self._planned(inputs)
        for job in refused:
            yield job, 0
        for step, document in planned:
            if step.step is Step.DECOMPOSE:
                yield self._decomposed(document, decomposer)
            else:
                yield _not_done(step), 0

    def _planned(self, inputs: Sequence[Input]) -> tuple[list[tuple[Planned, _Opened]], list[JobResult]]:
        """What to do with each document that could be opened, and the ends of those that could not."""
        opened: list[_Opened] = []
        refused: list[JobResult] = []
        for given in dict.fromkeys(inputs):
            try:
                opened.append(self._open(given))
            except DocumentRefusedError as exc:
                refused.append(JobResult(str(given.path), None, "refused", exc.code, str(exc)))
        with self.database.reading() as session:
            known = documents.known(session)
        mode = Mode(self.llm.name, self.options.is_llm_named, self.options.redo)
        steps = plan([document.candidate for document in opened], known, mode)
        return list(zip(steps, opened, strict=True)), refused

    def _open(self, given: Input) -> _Opened:
        if given.refusal:
            raise given.refusal
        raw = _bytes(given, self.options.max_bytes)
        visible = visible_text(raw, path=str(given.path), max_bytes=self.options.max_bytes)
        content = content_hash(raw)
        said = given.said
        slug = given.slug(content)
        name = " ".join(said.name.split()) if said.name else name_of(visible, given.stem_words)
        artifact = Artifact(slug, name, said.kind, said.pricing)
        document = SourceDocument(slug, given.origin, said.licence, said.publish)
        return _Opened(raw, visible, Candidate(str(given.path), artifact, document, content, bool(said.slug)))

    def _decomposed(self, document: _Opened, decomposer: Decomposer) -> tuple[JobResult, int]:
        path, artifact = document.candidate.path, document.candidate.artifact
        try:
            decomposition = decomposer.decompose(artifact, document.revision)
        except ProviderDownError:
            raise
        except LlmError as exc:
            return JobResult(path, artifact.slug, "failed", exc.outcome, str(exc)), 0
        self._write(document, decomposition)
        return JobResult(path, artifact.slug, "done"), len(decomposition.capabilities)

    def _write(self, document: _Opened, decomposition: Decomposition) -> None:
        """The whole document, or nothing of it."""
        now = self.now()
        slug = document.candidate.artifact.slug
        with self.database.writing() as session:
            artifacts.save(session, document.candidate.artifact, now)
            documents.save(session, decomposition.revision, document.raw, now)
            capabilities.save_decomposition(session, decomposition, now)
            stored = artifacts.get(session, slug)
            unclassified = item_of_kind(stored) if stored else None
            in_sight = {slug} if unclassified else set()
            for _, record, claim in capabilities.claims_of(session, slug):
                in_sight |= {claim.id, record or claim.id}
            reviews.withdraw(session, slug, frozenset(in_sight), now)
            reviews.enqueue(session, items_of(decomposition), now)
            reviews.enqueue(session, [unclassified] if unclassified else [], now)
            reconcile(session, slug, now)


def _bytes(given: Input, limit: int) -> bytes:
    try:
        if given.path.stat().st_size > limit:
            why = f"{given.path} is larger than {limit} bytes; raise DECOMPOSE_MAX_BYTES, or split it"
            raise DocumentRefusedError("too_large", why, subject=str(given.path))
        return given.path.read_bytes()
    except OSError as exc:
        why = f"{given.path} cannot be read: {exc.strerror}; check its permissions"
        raise DocumentRefusedError("unreachable", why, subject=str(given.path)) from exc


def _not_done(step: Planned) -> JobResult:
    outcome = "refused" if step.step is Step.REFUSE else "skipped"
    return JobResult(step.candidate.path, step.candidate.document.slug, outcome, step.code, step.why)
