"""An order of documents: read and plan them all, decompose several at a time, write each in one transaction.

The one place with threads. They decompose; everything is decided before and written after by the thread that ordered.
"""

from __future__ import annotations

import signal
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import FrameType

from decompose.domain.artifact import Artifact, Pricing
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Revision, SourceDocument, VisibleText
from decompose.domain.examination import Point
from decompose.domain.identity import content_hash, identify
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Candidate, Mode, Planned, Step, plan
from decompose.domain.pricing import NOTHING, Price, Prices
from decompose.errors import (
    BudgetReachedError,
    DocumentRefusedError,
    LlmError,
    ProviderDownError,
    ResumableError,
    UsageError,
)
from decompose.llm.client import Llm, Request
from decompose.llm.meter import most_tokens
from decompose.llm.passages import estimated_tokens
from decompose.llm.prompts import Prompts
from decompose.reading.masking import masked_count
from decompose.services import reingest
from decompose.services.asking import Purse, Spent, Stoppable, worst_case
from decompose.services.decompose import Decomposer
from decompose.services.fetching import ServerSaid
from decompose.services.inputs import Input
from decompose.services.manifest import decomposition_of, is_manifest, stated_in
from decompose.services.opening import name_of, visible_text
from decompose.services.refreshing import remember
from decompose.store import documents, ledger
from decompose.store.database import Database

INTERRUPTED = "interrupted; give the same order again to go on"


@dataclass(frozen=True, slots=True)
class Options:
    """How an order is carried out. `is_llm_named` says that the operator chose the llm himself.

    `point` is where the claim check draws the line, `is_judged` whether the llm is asked about what that leaves open.
    `concurrency` is how many documents are decomposed at a time, `budget` what their calls may cost together, in USD.
    """

    is_llm_named: bool = False
    redo: bool = False
    language: str | None = None
    max_bytes: int = 20_000_000
    point: Point = Point.BALANCED
    is_judged: bool = False
    concurrency: int = 1
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would do: documents to decompose, calls, tokens in, and the most tokens that may come out.

    `cost_max` is the most that these calls can cost in USD, None where the llm has no price. Repair calls and the
    judge's come on top: whether there are any depends on the answers.
    """

    documents: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost_max: Decimal | None


@dataclass(frozen=True, slots=True)
class Report:
    """How an order ended: a result for each document, in order, and what was spent.

    `stopped` says why the order ended early (the provider gives nothing more, the budget is reached, interrupted); it
    can be given again.
    """

    batch: str
    jobs: tuple[JobResult, ...]
    capabilities: int
    spent: Spent
    stopped: str | None = None
    masked: int = 0

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


# How the decomposing of a document ended: with its result, with a failure, or not at all.
_End = Decomposition | JobResult | None


@dataclass
class _Halt:
    """Why no further document is begun, if that is so. Documents that were begun go on."""

    purse: Purse
    llm: Llm
    why: str | None = None
    is_interrupted: bool = False

    def stop(self, why: str) -> None:
        self.why = self.why or why

    def interrupt(self) -> None:
        """No call goes out any more either; those on the way end and are kept."""
        self.is_interrupted = True
        self.stop(INTERRUPTED)
        self.purse.close(INTERRUPTED)
        if isinstance(self.llm, Stoppable):
            self.llm.stop()


@dataclass
class _Turns:
    """Hands documents on in the order in which they end, but those of one artifact in the order of the plan."""

    waiting: defaultdict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    ended: dict[int, tuple[_Opened, _End]] = field(default_factory=dict)

    def expect(self, number: int, document: _Opened) -> None:
        self.waiting[document.candidate.artifact.slug].append(number)

    def end(self, number: int, document: _Opened, end: _End) -> Iterator[tuple[int, _Opened, _End]]:
        """The documents whose turn has come."""
        self.ended[number] = document, end
        queue = self.waiting[document.candidate.artifact.slug]
        while queue and queue[0] in self.ended:
            first = queue.popleft()
            yield first, *self.ended.pop(first)


@dataclass(frozen=True)
class Ingestion:
    """Carries out orders with one llm. `now` gives the time of what is written, `new_id` the name of a batch."""

    database: Database
    llm: Llm
    prompts: Prompts
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    options: Options = field(default_factory=Options)
    prices: Prices = field(default_factory=Prices)

    def run(self, inputs: Sequence[Input], progress: Callable[[JobResult], None] | None = None) -> Report:
        """Ingest every input; `progress` hears of each document as it ends, by the thread that called.

        An interrupt (Ctrl-C) lets the calls on the way end, and what came back whole is written.

        Raises:
            UsageError: a budget, and no price of the llm.
        """
        self.require_price()
        batch = self.new_id()
        with self.database.writing() as session:
            ledger.begin_batch(session, batch, self.llm.name, self.now())
        purse = Purse(self.prices, self.options.budget)
        halt = _Halt(purse, self.llm)
        jobs: dict[int, JobResult] = {}
        made = masked = 0
        with (
            _interruptible(halt.interrupt),
            closing(self._jobs(inputs, self._decomposer(batch, purse), halt)) as ended,
        ):
            for number, job, count, hidden in ended:
                jobs[number] = job
                made += count
                masked += hidden
                if progress:
                    progress(job)
        in_order = tuple(jobs[number] for number in sorted(jobs))
        with self.database.writing() as session:
            ledger.end_batch(session, batch, in_order, self.now())
        return Report(batch, in_order, made, purse.spent, halt.why, masked)

    def opened(
        self, inputs: Sequence[Input]
    ) -> tuple[tuple[tuple[str, Artifact, Revision], ...], tuple[JobResult, ...]]:
        """The documents that `run` would decompose, each with its path, and how the others end."""
        planned, refused = self._planned(inputs)
        wanted = [(step.candidate, document) for step, document in planned if step.step is Step.DECOMPOSE]
        others = (_not_done(step) for step, _ in planned if step.step is not Step.DECOMPOSE)
        documents = tuple((candidate.path, candidate.artifact, document.revision) for candidate, document in wanted)
        return documents, (*refused, *others)

    def _decomposer(self, batch: str | None = None, purse: Purse | None = None) -> Decomposer:
        return Decomposer(
            self.database,
            self.llm,
            self.prompts,
            self.now,
            self.options.language,
            batch,
            purse or Purse(self.prices),
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
        wanted = [(step, document) for step, document in planned if step.step is Step.DECOMPOSE]
        decomposer = self._decomposer()
        requests = [
            request
            for step, document in wanted
            for request in decomposer.requests(step.candidate.artifact, document.revision)
        ]
        return Estimate(
            len(wanted),
            len(requests),
            sum(estimated_tokens(message.content) for request in requests for message in request.messages),
            sum(most_tokens(request).output for request in requests),
            self._most_usd(requests),
        )

    def require_price(self) -> None:
        """See that a budget can be kept.

        Raises:
            UsageError: there is one, and the llm is paid and has no price.
        """
        if self.options.budget is not None and self.llm.is_paid and self._price is None:
            raise UsageError(
                f"--budget needs the price of {self.llm.name}, and none is known; add it to a file of prices and name "
                "that by DECOMPOSE_PRICES",
                subject=self.llm.name,
            )

    @property
    def _price(self) -> Price | None:
        return self.prices.at(self.llm.name, self.now().astimezone(UTC).date())

    def _most_usd(self, requests: Iterable[Request]) -> Decimal | None:
        price = self._price
        if not self.llm.is_paid:
            return NOTHING
        return sum((worst_case(request, price) for request in requests), NOTHING) if price else None

    def _jobs(
        self, inputs: Sequence[Input], decomposer: Decomposer, halt: _Halt
    ) -> Generator[tuple[int, JobResult, int, int], None, None]:
        """Each document's end: its number in the order of the report, its records, and what was masked in it."""
        planned, refused = self._planned(inputs)
        yield from ((number, job, 0, 0) for number, job in enumerate(refused))
        wanted = []
        for number, (step, document) in enumerate(planned, start=len(refused)):
            if step.step is Step.DECOMPOSE:
                wanted.append((number, document))
            else:
                yield number, _not_done(step), 0, 0
        with closing(self._ends(wanted, decomposer, halt)) as ends:
            for number, document, end in ends:
                masked = masked_count(document.visible)
                yield from ((*kept, masked) for kept in self._kept(number, document, end))

    def _ends(
        self, wanted: Sequence[tuple[int, _Opened]], decomposer: Decomposer, halt: _Halt
    ) -> Generator[tuple[int, _Opened, _End], None, None]:
        """Decompose the documents, as many at a time as was ordered; each comes when its turn has come."""
        left, turns = deque(wanted), _Turns()
        running: dict[Future[_End], tuple[int, _Opened]] = {}
        with ThreadPoolExecutor(self.options.concurrency) as pool:
            try:
                while left or running:
                    # One more for each thread lies ready, so that no thread waits for this one to write.
                    while left and len(running) < 2 * self.options.concurrency:
                        number, document = left.popleft()
                        turns.expect(number, document)
                        running[pool.submit(self._decomposed, document, decomposer, halt)] = number, document
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in sorted(ended, key=lambda future: running[future][0]):
                        yield from turns.end(*running.pop(future), future.result())
            except BaseException:
                halt.stop(INTERRUPTED)
                halt.purse.close(INTERRUPTED)
                raise

    def _planned(self, inputs: Sequence[Input]) -> tuple[list[tuple[Planned, _Opened]], list[JobResult]]:
        """What to do with each document that could be opened, and the ends of those that could not."""
        opened: list[_Opened] = []
        refused: list[JobResult] = []
        for given in dict.fromkeys(inputs):
            try:
                opened.append(self._open(given))
            except DocumentRefusedError as exc:
                refused.append(JobResult(given.where, None, "refused", exc.code, str(exc)))
        with self.database.reading() as session:
            known = documents.known(session)
        mode = Mode(self.llm.name, self.options.is_llm_named, self.options.redo)
        steps = plan([document.candidate for document in opened], known, mode)
        return list(zip(steps, opened, strict=True)), refused

    def _open(self, given: Input) -> _Opened:
        if given.refusal:
            raise given.refusal
        raw, said_by_server = _bytes(given, self.options.max_bytes)
        visible = visible_text(
            raw, path=given.where, max_bytes=self.options.max_bytes, is_masked=given.handling.is_masked
        )
        content = content_hash(raw)
        if given.address and said_by_server:
            remember(self.database, given.address, said_by_server, content, self.now())
        said = given.said
        slug = given.slug(content)
        name = " ".join(said.name.split()) if said.name else name_of(visible, given.stem_words)
        stated = stated_in(visible)
        pricing = stated.pricing if stated.pricing and said.pricing == Pricing() else said.pricing
        artifact = Artifact(slug, name, said.kind or stated.kind, pricing)
        document = SourceDocument(slug, given.origin, said.licence or stated.licence, said.publish)
        return _Opened(raw, visible, Candidate(given.where, artifact, document, content, bool(said.slug)))

    def _decomposed(self, document: _Opened, decomposer: Decomposer, halt: _Halt) -> _End:
        """What a thread does."""
        path, artifact = document.candidate.path, document.candidate.artifact
        if halt.why:
            return None
        try:
            if is_manifest(document.visible):
                return decomposition_of(document.revision, artifact.names, point=self.options.point)
            return decomposer.decompose(artifact, document.revision)
        except (ProviderDownError, BudgetReachedError) as exc:
            halt.stop(str(exc))
        except LlmError as exc:
            return JobResult(path, artifact.slug, "failed", exc.outcome, str(exc))
        except ResumableError:
            if not halt.is_interrupted:
                raise
        return None

    def _kept(self, number: int, document: _Opened, end: _End) -> Iterator[tuple[int, JobResult, int]]:
        """Write what a document gave. One that was not finished has no end in this batch."""
        if isinstance(end, Decomposition):
            self._write(document, end)
            done = JobResult(document.candidate.path, document.candidate.artifact.slug, "done")
            yield number, done, len(end.capabilities)
        elif end:
            yield number, end, 0

    def _write(self, document: _Opened, decomposition: Decomposition) -> None:
        """The whole document, or nothing of it."""
        with self.database.writing() as session:
            artifact, point = document.candidate.artifact, self.options.point
            reingest.write(session, artifact, document.raw, decomposition, self.now(), point=point)

    def prune(self, paths: Sequence[Path], inputs: Sequence[Input]) -> tuple[str, ...]:
        """Take documents of these folders out of sight whose files are gone; the origins of those."""
        folders = [path for path in paths if path.is_dir()]
        with self.database.writing() as session:
            return reingest.prune(session, folders, inputs, self.now())


@contextmanager
def _interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl-C is an order to end soon; the next one is what it always was."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end_soon(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, usual)
        interrupt()

    usual = signal.signal(signal.SIGINT, end_soon) or signal.default_int_handler
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _bytes(given: Input, limit: int) -> tuple[bytes, ServerSaid | None]:
    """The bytes of a document, and what its server said of them, if one was asked just now."""
    if given.raw is not None:
        return given.raw, None
    if given.address:
        fetched = replace(given.handling.fetcher, max_bytes=limit).fetch(given.address, ServerSaid())
        return fetched.raw, fetched.said
    try:
        if given.path.stat().st_size > limit:
            why = f"{given.path} is larger than {limit} bytes; raise DECOMPOSE_MAX_BYTES, or split it"
            raise DocumentRefusedError("too_large", why, subject=str(given.path))
        return given.path.read_bytes(), None
    except OSError as exc:
        why = f"{given.path} cannot be read: {exc.strerror}; check its permissions"
        raise DocumentRefusedError("unreachable", why, subject=str(given.path)) from exc


def _not_done(step: Planned) -> JobResult:
    outcome = "refused" if step.step is Step.REFUSE else "skipped"
    return JobResult(step.candidate.path, step.candidate.document.slug, outcome, step.code, step.why)
