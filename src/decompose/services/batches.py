"""Orders whose calls are answered later, at half the price: request files, submissions to a provider, their results.

What is about to happen is written before it happens, so that a crash between two steps neither loses a request nor
asks for it twice. A result enters the ledger by the same door as a live answer; then the order is ingested with what
is at hand, and no call is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from decompose.domain.artifact import Kind
from decompose.domain.identity import canonical_json, content_hash
from decompose.domain.pricing import Prices
from decompose.domain.said import Said
from decompose.domain.submission import Asked, Progress, Stage, Submission
from decompose.errors import LlmError, ProviderDownError, UnreadableInputError, UsageError
from decompose.llm.batch_files import (
    MOST_BYTES,
    MOST_LINES,
    TIER,
    BatchProvider,
    is_over,
    packed,
    request_line,
)
from decompose.llm.client import Llm
from decompose.llm.endpoint import EndpointProfile
from decompose.llm.meter import most_tokens
from decompose.llm.passages import estimated_tokens
from decompose.services.fetching import emptied_of_user
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import Input, gather
from decompose.services.opening import AS_USUAL, Handling
from decompose.services.receiving import Failure, Imported, Receiving, lines_of
from decompose.services.recording import Wanted
from decompose.services.rounds import AtHand, Standing, standings
from decompose.services.submitting import Submitting, request_of
from decompose.store import batches, capabilities, publishing
from decompose.store.database import Database

_OURS = re.compile(r"requests-\d{3,6}\.jsonl")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be ingested and how, in words that can be kept: it is given again when the answers are here."""

    paths: tuple[str, ...] = ()
    list_file: str | None = None
    slug: str | None = None
    name: str | None = None
    kind: str | None = None
    llm: str = ""
    is_llm_named: bool = False
    redo: bool = False
    language: str | None = None
    is_judged: bool = False

    def inputs(self, handling: Handling = AS_USUAL) -> tuple[Input, ...]:
        """The documents, as `ingest` finds them."""
        said = Said(slug=self.slug, name=self.name, kind=Kind(self.kind) if self.kind else None)
        list_file = Path(self.list_file) if self.list_file else None
        return gather(self.paths, list_file, said, handling)

    def options(self, max_bytes: int) -> Options:
        return Options(
            is_llm_named=self.is_llm_named,
            redo=self.redo,
            language=self.language,
            max_bytes=max_bytes,
            is_judged=self.is_judged,
        )

    def words(self) -> dict[str, Any]:
        """What is stored of it: all but names and passwords in addresses."""
        return asdict(self) | {"paths": [emptied_of_user(path) for path in self.paths]}

    @classmethod
    def kept(cls, words: Mapping[str, Any]) -> Order:
        """The order that was stored as JSON."""
        return cls(**{**words, "paths": tuple(words["paths"])})


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What an order would send: tokens in by estimate, and the most that may come out; `in_flight` is sent already.

    `cost_usd_max` is the most that it can cost at the half price of a batch, None where the llm has no price.
    """

    documents: int
    requests: int
    files: int
    input_tokens: int
    output_tokens: int
    in_flight: int
    cost_usd_max: Decimal | None


@dataclass(frozen=True, slots=True)
class Exported:
    files: tuple[Path, ...]
    requests: int


@dataclass(frozen=True)
class Batching:
    """Carries orders out in rounds. `profile` is what is believed of the endpoint that will read the files."""

    database: Database
    ingestion: Callable[[Llm, Options], Ingestion]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    profile: EndpointProfile
    max_bytes: int
    prices: Prices = field(default_factory=Prices)
    most_lines: int = MOST_LINES
    most_bytes: int = MOST_BYTES
    handling: Handling = AS_USUAL

    # -- out -----------------------------------------------------------------------------------------------

    def plan(self, order: Order) -> BatchPlan:
        """What `submit` would send; nothing is called and nothing written."""
        found = self._standings(order)
        wanted, in_flight = self._free(_wanted(found))
        lines = [request_line(one.request, self.profile) for one in wanted]
        most = [most_tokens(one.request) for one in wanted]
        tokens = {"input": sum(one.input for one in most), "output": sum(one.output for one in most)}
        price = self.prices.at(order.llm, self.now().astimezone(UTC).date())
        return BatchPlan(
            documents=len(found),
            requests=len(wanted),
            files=len(list(self._packed(lines))),
            input_tokens=sum(estimated_tokens(said.content) for one in wanted for said in one.request.messages),
            output_tokens=tokens["output"],
            in_flight=in_flight,
            cost_usd_max=price.cost(**tokens, tier=TIER) if price else None,
        )

    def export(self, order: Order, folder: Path) -> Exported:
        """Write the request files of an order, whole or not at all, and remember what is in them.

        Files of an earlier export into the same folder go: nobody shall run them again by mistake.
        """
        wanted = _wanted(self._standings(order))
        files = list(self._files(wanted))
        folder.mkdir(parents=True, exist_ok=True)
        with self.database.writing() as session:
            known = {submission.digest for submission in batches.submissions(session, [Stage.EXPORTED])}
            for content, asked in files:
                submission = self._new(order, content, asked, Stage.EXPORTED)
                if submission.digest not in known:
                    batches.add(session, submission, asked, self.now())
        written = []
        for number, (content, _) in enumerate(files, start=1):
            path = folder / f"requests-{number:03}.jsonl"
            draft = path.with_suffix(".partial")
            draft.write_bytes(content)
            draft.replace(path)
            written.append(path)
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name) and path not in written:
                path.unlink()
        return Exported(tuple(written), len(wanted))

    def submit(self, order: Order, provider: BatchProvider) -> tuple[Submission, ...]:
        """Hand in what the order needs and what is not in flight; first, what an earlier try left half done.

        Raises:
            LlmError: the provider refuses; what was written down is handed in by the next `submit`.
        """
        resumed = self._submitting.hand_in(provider)
        wanted, _ = self._free(_wanted(self._standings(order)))
        self._prepare([(order, wanted)])
        return (*resumed, *self._submitting.hand_in(provider))

    def submit_files(self, paths: Sequence[Path], provider: BatchProvider) -> tuple[Submission, ...]:
        """Hand in request files that `export` wrote, without what is answered or in flight meanwhile.

        Raises:
            UsageError: a file that no export of this database wrote.
        """
        orders = [self._exported(path) for path in paths]
        resumed = self._submitting.hand_in(provider)
        for order, wanted in orders:
            self._prepare([(order, self._free(self._unanswered(wanted))[0])])
        return (*resumed, *self._submitting.hand_in(provider))

    def submissions(self) -> tuple[Submission, ...]:
        """Everything that was ever handed in, the oldest first."""
        return self._submitting.submissions()

    def status(self, provider: Callable[[], BatchProvider]) -> tuple[Submission, ...]:
        """Ask how everything in flight stands, and keep the answer; a provider is needed where something is."""
        return self._submitting.status(provider)

    def exports(self) -> tuple[Progress, ...]:
        """The files that were written for others to run, the oldest first, and what has come back of each."""
        return self._submitting.exports()

    def drop(self, identity: str) -> Submission:
        """Give a submission up: what it asked for may be submitted again.

        Raises:
            UsageError: there is none of that id in flight.
        """
        return self._submitting.drop(identity)

    # -- in ------------------------------------------------------------------------------------------------

    def import_files(self, paths: Sequence[Path]) -> Imported:
        """Take result files, of any provider or offline runner, and finish the jobs.

        Raises:
            UnreadableInputError: a file cannot be read; of those before it the answers are kept.
        """
        report = Imported()
        taken: set[str] = set()
        for path in paths:
            taken |= self._receiving.take(lines_of(path), report, str(path))
        with self.database.reading() as session:
            touched = batches.holding(session, sorted(taken))
        self._finish(touched, report)
        report.submissions = tuple(one for one in touched if one.stage is not Stage.EXPORTED)
        return report

    def collect(self, provider: BatchProvider) -> Imported:
        """Download what is finished, take it, and finish the jobs; what is not finished is left alone."""
        report = Imported()
        over = []
        for submission in self._submitting.at(Stage.SUBMITTED):
            now = submission if is_over(submission.status) else self._submitting.refreshed(submission, provider)
            if not is_over(now.status):
                continue
            try:
                self._receiving.download(now, provider, report)
            except ProviderDownError:
                raise
            except LlmError as exc:
                why = f"{exc}; to give it up and submit anew: decompose batch drop {now.id}"
                report.failed.append(Failure(None, f"batch {now.batch_id}: {why}"))
            else:
                over.append(now)
        self._finish(over, report)
        # Only now: a crash before this line means that the files are read once more, and their lines are known.
        report.submissions = tuple(self._submitting.save(replace(one, stage=Stage.IMPORTED)) for one in over)
        return report

    def _finish(self, submissions: Sequence[Submission], report: Imported) -> None:
        """Ingest the orders with the answers at hand; a document that waits for more is left for the next round."""
        orders: dict[str, list[Submission]] = {}
        for submission in submissions:
            orders.setdefault(canonical_json(submission.order), []).append(submission)
        waits_for: set[str] = set()
        for served in orders.values():
            order = Order.kept(served[0].order)
            try:
                inputs = order.inputs(self.handling)
            except UsageError as exc:
                report.unfinished.append(f"{exc}; the answers are kept, give the order again where its documents are")
                continue
            ingestion = self._ingestion(order)
            found = tuple(standings(ingestion, inputs))
            report.unfinished += self._without_document(served, ingestion, inputs, found, report.taken)
            waits_for |= {request.key for standing in found for request in standing.waits_for}
            ready = {standing.path for standing in found if not standing.waits_for}
            if ready:
                done = ingestion.run([given for given in inputs if given.where in ready])
                report.jobs += done.jobs
        report.waiting = len(waits_for)

    def _without_document(
        self,
        submissions: Sequence[Submission],
        ingestion: Ingestion,
        inputs: Sequence[Input],
        found: Sequence[Standing],
        taken: AbstractSet[str],
    ) -> Iterator[str]:
        """Artifacts whose requests are answered, and of which the order finds no document any more."""
        with self.database.reading() as session:
            asked = [one for each in submissions for one in batches.asked(session, each.id) if not one.is_removed]
            moved = dict(publishing.redirects(session))
            answered = {
                moved.get(one.slug, one.slug)
                for one in asked
                if one.key in taken or batches.delivered(session, one.key, TIER) is not None
            }
            new = {moved.get(one.slug, one.slug) for one in asked if one.key in taken}
            # What has records and was answered before has been used.
            gone = answered - {standing.slug for standing in found}
            gone -= {slug for slug, _ in capabilities.names(session)} - new
        if gone:
            gone -= {ended.slug for ended in ingestion.opened(inputs)[1] if ended.slug}
        for slug in sorted(gone):
            yield f"no document of {slug} is there any more; its answers are kept, put it back and import again"

    # -- which requests ------------------------------------------------------------------------------------

    def _ingestion(self, order: Order) -> Ingestion:
        return self.ingestion(AtHand(order.llm, self.database), order.options(self.max_bytes))

    def _standings(self, order: Order) -> tuple[Standing, ...]:
        return tuple(standings(self._ingestion(order), order.inputs(self.handling)))

    def _free(self, wanted: Sequence[Wanted]) -> tuple[tuple[Wanted, ...], int]:
        """Those that nobody is answering yet, and how many somebody is."""
        with self.database.reading() as session:
            taken = batches.in_flight(session)
        free = tuple(one for one in wanted if one.request.key not in taken)
        return free, len(wanted) - len(free)

    def _unanswered(self, wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
        with self.database.reading() as session:
            return tuple(one for one in wanted if batches.delivered(session, one.request.key, TIER) is None)

    def _exported(self, path: Path) -> tuple[Order, tuple[Wanted, ...]]:
        try:
            digest = content_hash(path.read_bytes())
        except OSError as exc:
            raise UnreadableInputError(f"{path} cannot be read: {exc.strerror}", subject=str(path)) from exc
        with self.database.reading() as session:
            for submission in batches.submissions(session):
                if submission.digest == digest:
                    asked = batches.asked(session, submission.id)
                    left = [one for one in asked if not one.is_removed]
                    return Order.kept(submission.order), tuple(Wanted(one.slug, request_of(one)) for one in left)
        raise UsageError(f"{path} was not written by: decompose batch export (with this database)", subject=str(path))

    # -- request files -----------------------------------------------------------------------------

    def _packed(self, lines: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        return packed(map(len, lines), most_lines=self.most_lines, most_bytes=self.most_bytes)

    def _files(self, wanted: Sequence[Wanted]) -> Iterator[tuple[bytes, tuple[Asked, ...]]]:
        lines = [request_line(one.request, self.profile) for one in wanted]
        for start, end in self._packed(lines):
            yield b"".join(lines[start:end]), tuple(self._asked_of(one) for one in wanted[start:end])

    def _asked_of(self, wanted: Wanted) -> Asked:
        request = wanted.request
        rung = self.profile.rungs[0].value
        return Asked(request.key, wanted.slug, request.prompt, request.template, request.llm, rung, request.body)

    def _new(self, order: Order, content: bytes, asked: Sequence[Asked], stage: Stage) -> Submission:
        return Submission(self.new_id(), content_hash(content), order.llm, stage, len(asked), order.words())

    def _prepare(self, orders: Sequence[tuple[Order, Sequence[Wanted]]]) -> None:
        """Write down what will be handed in."""
        with self.database.writing() as session:
            for order, wanted in orders:
                for content, asked in self._files(wanted):
                    batches.add(session, self._new(order, content, asked, Stage.PREPARED), asked, self.now())

    # -- the parts -----------------------------------------------------------------------------------------

    @property
    def _submitting(self) -> Submitting:
        return Submitting(self.database, self.now, self.profile)

    @property
    def _receiving(self) -> Receiving:
        return Receiving(self.database, self.now, self.prices)


def _wanted(found: Iterable[Standing]) -> tuple[Wanted, ...]:
    """The requests of the next round, each once."""
    every = (Wanted(standing.slug, request) for standing in found for request in standing.requests)
    return tuple({one.request.key: one for one in every}.values())
