"""Results of requests that were answered later, brought into the ledger by the same door as live answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from decompose.domain.ledger import JobResult
from decompose.domain.pricing import Prices
from decompose.domain.submission import Asked, Submission
from decompose.errors import LlmError, UnreadableInputError
from decompose.llm.batch_files import TIER, BatchProvider, NotAResultError, Result, read_result
from decompose.llm.client import Reply, Request, Witness
from decompose.llm.judge_wire import parse_judgements
from decompose.llm.judging import attempt_of, error_of
from decompose.llm.wire import parse_answer
from decompose.services.asking import Asker, Purse
from decompose.services.decompose import PROMPT, REPAIR
from decompose.services.insisting import parsed
from decompose.services.judge import PROMPT as JUDGE
from decompose.services.submitting import request_of
from decompose.store import batches
from decompose.store.database import Database

# What shows at first sight that an answer to a prompt is none. Its parts are looked into with its document.
_SHAPES: Mapping[str, Callable[[str], object]] = {
    PROMPT: parse_answer,
    REPAIR: parse_answer,
    JUDGE: partial(parse_judgements, count=0),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a usable answer; `custom_id` is None for a line that names none.

    `place` is the file and line that it came in, or its batch; `slug` the artifact that it asks about, where known.
    """

    custom_id: str | None
    why: str
    place: str | None = None
    slug: str | None = None


@dataclass
class Imported:
    """What came in. `unknown` results answer nothing that was ever exported or submitted, `ignored` were here already.

    `waiting` counts the requests that the touched orders need still: the next round. `unfinished` says which orders
    could not be ingested, in whole or in part, and why. `taken` are the calls that were answered by what came in.
    """

    imported: int = 0
    unknown: int = 0
    ignored: int = 0
    failed: list[Failure] = field(default_factory=list)
    waiting: int = 0
    jobs: list[JobResult] = field(default_factory=list)
    submissions: tuple[Submission, ...] = ()
    unfinished: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Delivered:
    """An llm that gives one result, once, to the request that it belongs to."""

    name: str
    result: Result
    rung: str
    is_paid: bool = True
    reads_prompts: bool = True

    def complete(self, request: Request, witness: Witness) -> Reply:
        attempt = attempt_of(request, self.result.ending, rung=self.rung)
        witness(attempt)
        if self.result.ending.outcome != "ok":
            raise error_of(self.result.ending, self.name)
        return Reply(self.result.ending.text, attempt)


@dataclass(frozen=True)
class Receiving:
    """Takes lines of results. What comes in is told in a report."""

    database: Database
    now: Callable[[], datetime]
    prices: Prices

    def download(self, submission: Submission, provider: BatchProvider, report: Imported) -> None:
        """Take the lines of a finished batch; a request without any is said to have none."""
        files = [file for file in (submission.output_file_id, submission.error_file_id) if file]
        contents = [provider.content(file) for file in files]
        where = submission.batch_id or submission.id
        named = self.take((line for content in contents for line in content.split(b"\n")), report, where)
        with self.database.reading() as session:
            asked = batches.asked(session, submission.id)
        why = f"the batch ended ({submission.standing}) without a line for it"
        missing = [one for one in asked if one.key not in named and not one.is_removed]
        report.failed += [Failure(one.key, why, f"batch {where}", one.slug) for one in missing]

    def take(self, lines: Iterable[bytes], report: Imported, where: str) -> set[str]:
        """Each line into the ledger; the keys of known requests are returned.

        Whoever tries again appends: of a request that failed and was answered later, the answer counts.
        """
        named: set[str] = set()
        answered: set[str] = set()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            place = f"{where}, line {number}"
            try:
                result = read_result(line.decode("utf-8", "replace"))
            except NotAResultError as exc:
                report.failed.append(Failure(None, f"{place}: {exc}"))
                continue
            with self.database.reading() as session:
                asked = batches.asked_by_key(session, result.custom_id)
            if asked is None or asked.is_removed:
                report.unknown += 1
                continue
            named.add(asked.key)
            if self._is_known(result):
                report.ignored += 1
            elif self._is_booked_well(asked, result, report, place):
                answered.add(asked.key)
        report.taken |= answered
        report.failed = _last_of_each(report.failed, answered)
        return named

    def _is_known(self, result: Result) -> bool:
        """Whether the call has a usable answer already, or this one is in the ledger."""
        with self.database.reading() as session:
            raw = batches.delivered(session, result.custom_id, "")
            return raw is not None or batches.is_booked(session, result.custom_id, result.ending.raw, TIER)

    def _is_booked_well(self, asked: Asked, result: Result, report: Imported, place: str) -> bool:
        """Bring a result into the ledger; whether it is an answer that can be used."""
        llm, request = _Delivered(asked.llm, result, asked.rung), request_of(asked)
        asker = Asker(self.database, llm, self.now, purse=Purse(self.prices))
        try:
            # Looked into now, and not when its document is finished: until then a better one may have come.
            parsed(asker, request, _SHAPES.get(asked.prompt, str), *filter(None, [asked.slug]))
        except LlmError as exc:
            report.failed.append(Failure(asked.key, f"{exc.outcome}: {exc}", place, asked.slug))
            return False
        report.imported += 1
        return True


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file of results.

    Raises:
        UnreadableInputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as exc:
        raise UnreadableInputError(f"{path} cannot be read: {exc.strerror}; check the path", subject=str(path)) from exc


def _last_of_each(failed: Sequence[Failure], answered: Collection[str]) -> list[Failure]:
    """The last failure of each request that was not answered; lines that name no request stand for themselves."""
    last = {failure.custom_id or place: failure for place, failure in enumerate(failed)}
    return [failure for failure in last.values() if failure.custom_id not in answered]
