"""An order read, planned and written down, a few documents at a time, so that the first are asked about meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from decompose.domain.continuing import runs_of
from decompose.domain.document import SourceDocument
from decompose.domain.job import Job, sharded
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Known, Mode, Planned, Planner, Step
from decompose.domain.said import as_known
from decompose.errors import DocumentRefusedError
from decompose.services import reingest
from decompose.services.computing import Computing
from decompose.services.fetching import is_address
from decompose.services.inputs import Input
from decompose.services.intake import Intake, Opened, Reach, not_done
from decompose.services.reingest import Settled, news_of, take_over
from decompose.store import documents, jobs, publishing
from decompose.store.database import Database, Session

# Documents written down in one transaction.
_TOGETHER = 32

# A document that is to be decomposed, one that is not, or how one ended that could not be opened.
Planning = Opened | Planned | JobResult


@dataclass(frozen=True)
class Ordering:
    """Plans the documents of one order, and writes them down as jobs of a batch that wait, or have ended already."""

    database: Database
    now: Callable[[], datetime]
    mode: Mode
    max_bytes: int
    computing: Computing

    def plan(
        self,
        inputs: Sequence[Input],
        gone: Collection[SourceDocument] = (),
        settle: Callable[[Settled], None] = lambda _: None,
    ) -> Iterator[Planning]:
        """What to do with each document, in order, but what the planner holds back last.

        Nothing is written but what servers said of their documents.

        Args:
            gone: stored documents whose files are gone.
            settle: hears what becomes of the documents of before, ahead of what the planner holds back.
        """
        with self.database.reading() as session:
            redirects = dict(publishing.redirects(session))
        planner = self._planner(gone)
        intake = Intake(self.database, self.computing, self.max_bytes, self.now(), redirects)
        held: list[Input] = []
        runs: dict[str, frozenset[str]] = {}
        for given, end in intake.opened(dict.fromkeys(inputs)):
            if not isinstance(end, Opened):
                yield _ended(given, end)
                continue
            step = planner.step(end.candidate)
            if step:
                yield end if step.step is Step.DECOMPOSE else step
                continue
            held.append(given)
            if planner.is_new(end.candidate):
                runs[end.candidate.content_hash] = runs_of(end.visible.text)
        steps = planner.rest(runs | self._runs(_left(planner.sought, inputs)))
        settle(_settled(steps, planner.gone))
        # Read once more, so that nobody has to hold them all: where a folder got another name, they are many.
        wanted = (given for step, given in zip(steps, held, strict=True) if step.step is Step.DECOMPOSE)
        again = intake.opened(wanted)
        for step in steps:
            if step.step is not Step.DECOMPOSE:
                yield step
                continue
            given, end = next(again)
            yield end if isinstance(end, Opened) else _ended(given, end)

    def _planner(self, gone: Collection[SourceDocument]) -> Planner:
        leaving = {(document.slug, document.origin) for document in gone}
        with self.database.reading() as session:
            stored, withdrawn = documents.known(session), documents.withdrawn(session)
        known = (replace(each, is_gone=(each.slug, each.origin) in leaving) for each in stored)
        return Planner(known, self.mode, withdrawn)

    def _runs(self, sought: Sequence[Known]) -> dict[str, frozenset[str]]:
        """The words of stored texts. A page stays at its address, were another one ever so like it."""
        files = {known.revision: known.content_hash for known in sought if not is_address(known.origin)}
        with self.database.reading() as session:
            texts = documents.texts(session, files)
        return {files[revision]: runs_of(text) for revision, text in texts.items()}

    def write_down(self, batch: str, inputs: Sequence[Input], size: int, writing: Writing) -> Iterator[Sequence[int]]:
        """Write the jobs of a batch; shards of about that size are given out as soon as their documents are held.

        Documents of an artifact that is named several times come last, all in one shard.
        """
        with self.database.reading() as session:
            redirects = dict(publishing.redirects(session))
        slugs = Counter(redirects.get(slug, slug) for slug in (given.slug("") for given in inputs))
        later: list[Job] = []

        def settle(settled: Settled) -> None:
            # As with what is written of rivals, below.
            with self.database.writing(alone=bool(settled.left or settled.gone)) as session:
                reingest.settle(session, settled, self.now())
            writing.settled(settled)

        numbered = enumerate(self.plan(inputs, writing.gone, settle))
        while together := tuple(islice(numbered, _TOGETHER)):
            now: list[Job] = []
            for job, document in self._write(batch, together, writing):
                is_alone = slugs[job.slug or ""] <= 1
                (now if is_alone else later).append(job)
                # What waits for the end is read once more then: it would take the place of all that comes before.
                if is_alone:
                    writing.reach.put(job.id, document)
            yield from sharded(now, size)
            if writing.is_over():
                return
        writing.is_whole = True
        yield from sharded(later, size)

    def foreseen(self, step: Planned) -> JobResult:
        """How a document would end that is not decomposed; nothing is written."""
        with self.database.reading() as session:
            return not_done(step, news_of(session, step))

    def _write(
        self, batch: str, together: Iterable[tuple[int, Planning]], writing: Writing
    ) -> Iterable[tuple[Job, Opened]]:
        """Write jobs down and tell of those that have ended by that; those that wait are returned.

        What is said otherwise of known documents and their artifacts is taken over.
        """
        steps = tuple(together)
        with self.database.reading() as session:
            held = [(number, _as_known(session, step)) for number, step in steps if isinstance(step, Opened)]
            is_news = any(isinstance(step, Planned) and news_of(session, step) for _, step in steps)
        # What is told of rivals is held together pair by pair: two at a time would each miss the other.
        with self.database.writing(alone=is_news) as session:
            ended = [(number, self._end(session, step)) for number, step in steps if not isinstance(step, Opened)]
            waiting = jobs.hold(session, batch, [(number, document.held) for number, document in held], self.now())
            jobs.add(session, batch, ended, self.now())
        for _, result in ended:
            writing.tell(result)
        return zip(waiting, (document for _, document in held), strict=True)

    def _end(self, session: Session, step: Planned | JobResult) -> JobResult:
        """How a document ends that is not decomposed, with what follows from that for what is known."""
        if isinstance(step, JobResult):
            return step
        news = news_of(session, step)
        if news:
            take_over(session, news, self.now())
        return not_done(step, news)


def _as_known(session: Session, opened: Opened) -> Opened:
    """A document with what was said of it before: a new text of a closed one is closed until somebody opens it."""
    candidate = opened.candidate
    known = documents.said(session, candidate.document.slug, [candidate.document.origin])
    if not known:
        return opened
    return replace(
        opened, candidate=replace(candidate, document=as_known(candidate.said, candidate.document, known[0]))
    )


def _left(sought: Sequence[Known], inputs: Sequence[Input]) -> list[Known]:
    """What no longer lies where it lay, or says something else now: only that may be a file under another name."""
    if not sought:
        return []
    named = {given.origin for given in inputs}
    roots = {root for given in inputs if (root := given.root)}
    return [each for each in sought if each.origin in named or not any((root / each.origin).exists() for root in roots)]


def _settled(steps: Iterable[Planned], gone: Iterable[Known]) -> Settled:
    """What the steps of those that were held back, and what nothing continues, make of the documents of before."""
    steps = tuple(steps)
    moved = [(step.candidate.document, old) for step in steps for old in step.continues]
    return Settled(
        left=tuple(step.candidate.document for step in steps if step.is_left),
        gone=tuple(SourceDocument(known.slug, known.origin) for known in gone),
        moved=tuple((document.slug, old, document.origin) for document, old in moved),
    )


def _ended(given: Input, end: DocumentRefusedError | JobResult) -> JobResult:
    """How a document ended that could not be opened."""
    return end if isinstance(end, JobResult) else JobResult(given.where, None, "refused", end.code, str(end))


@dataclass
class Writing:
    """How the writing down of an order stands: `tell` hears of documents that ended by it, `reach` keeps the others.

    `gone` are documents whose files are gone, `settled` hears what becomes of them and of the others of before.
    `is_over` says that nothing more is to be written, `is_whole` that everything was.
    """

    tell: Callable[[JobResult], None]
    reach: Reach = field(default_factory=lambda: Reach(0))
    is_over: Callable[[], bool] = lambda: False
    is_whole: bool = False
    gone: Collection[SourceDocument] = ()
    settled: Callable[[Settled], None] = lambda _: None
