"""Documents that came from the web, asked for again: what has not changed costs nothing, what is gone is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from decompose.domain.document import SourceDocument
from decompose.domain.identity import content_hash
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Known
from decompose.domain.said import Said
from decompose.errors import DocumentRefusedError, NotModifiedError, UsageError
from decompose.services import reingest
from decompose.services.fetching import ServerSaid, is_address
from decompose.services.inputs import Input, at_address
from decompose.services.opening import Handling
from decompose.store import artifacts, documents, remembered
from decompose.store.database import Database, Session

_PATIENCE = timedelta(days=30)
_AGE = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Visit:
    """The last visit to an address: what its server said, the hash of what it sent, and since when it is gone."""

    said: ServerSaid
    content: str
    asked_at: datetime
    gone_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What asking again gave: documents that changed, to be ingested, and how the others ended.

    `gone` are addresses whose document has been gone for longer than 30 days.
    """

    inputs: tuple[Input, ...]
    jobs: tuple[JobResult, ...]
    gone: tuple[str, ...]

    @property
    def order(self) -> tuple[Input, ...]:
        """All of it as an order: those that have ended stand in its report as well."""
        return (*(Input(Path(job.origin), job.origin, ended=job) for job in self.jobs), *self.inputs)


def parse_age(words: str) -> timedelta:
    """The length of time of "7d", "12h" or "2w". Raises UsageError."""
    found = _AGE.fullmatch(words.strip().lower())
    if not found:
        raise UsageError(f"“{words}” is no length of time; give one such as 12h, 7d or 2w")
    return int(found[1]) * _UNITS[found[2]]


def remember(database: Database, address: str, said: ServerSaid, content: str, now: datetime) -> None:
    """Keep what a server said of a document that it just sent."""
    _put(database, address, Visit(said, content, now))


def visit_of(database: Database, address: str) -> Visit | None:
    """The last visit to an address, or None where there was none."""
    with database.reading() as session:
        kept = remembered.get(session, _name(address))
    if kept is None:
        return None
    value = json.loads(kept)
    since = value["gone_since"]
    return Visit(
        ServerSaid(value["etag"], value["last_modified"]),
        value["content"],
        datetime.fromisoformat(value["asked_at"]),
        datetime.fromisoformat(since) if since else None,
    )


def _put(database: Database, address: str, visit: Visit) -> None:
    value = {
        "etag": visit.said.etag,
        "last_modified": visit.said.last_modified,
        "content": visit.content,
        "asked_at": visit.asked_at.isoformat(),
        "gone_since": visit.gone_since.isoformat() if visit.gone_since else None,
    }
    with database.writing() as session:
        remembered.put(session, _name(address), json.dumps(value))


def _name(address: str) -> str:
    return f"visit:{address}"


@dataclass(frozen=True)
class Refreshing:
    """Asks again for the known documents that have an address."""

    database: Database
    handling: Handling
    now: Callable[[], datetime]

    def ask(self, older: timedelta | None = None) -> Refreshed:
        """Ask for each document whose last visit is at least `older` ago; what did not change is not sent again."""
        inputs: list[Input] = []
        jobs: list[JobResult] = []
        gone: list[str] = []
        for known in self._known():
            visit = visit_of(self.database, known.origin)
            now = self.now()
            is_held = visit is not None and visit.content == known.content_hash
            # What was sent and did not come to be held is asked for again at once: the same order continues it.
            if visit and older and (is_held or visit.gone_since) and now - visit.asked_at < older:
                continue
            before = visit.said if visit and is_held else ServerSaid()
            try:
                fetched = self.handling.fetcher.fetch(known.origin, before)
            except NotModifiedError:
                _put(self.database, known.origin, Visit(before, known.content_hash, now))
                jobs.append(JobResult(known.origin, known.slug, "skipped", why="not modified"))
            except DocumentRefusedError as error:
                since = self._missing(known, visit, error, now)
                is_gone = since is not None and now - since > _PATIENCE
                jobs.append(
                    JobResult(known.origin, known.slug, "refused", error.code, _told(error, since, is_gone=is_gone))
                )
                gone += [known.origin] if is_gone else []
            else:
                content = content_hash(fetched.raw)
                remember(self.database, known.origin, fetched.said, content, now)
                if content == known.content_hash:
                    jobs.append(JobResult(known.origin, known.slug, "skipped", why="not modified"))
                else:
                    inputs.append(replace(self._input(known), raw=fetched.raw))
        return Refreshed(tuple(inputs), tuple(jobs), tuple(gone))

    def withdraw(self, gone: Collection[str]) -> None:
        """Make stale what stands on documents that have been gone for long, and queue what editors decided on them."""
        with self.database.writing() as session:
            for document in _at(session, gone):
                reingest.withdraw(session, document, self.now())

    def leaving(self, gone: Collection[str]) -> tuple[SourceDocument, ...]:
        """The documents that `withdraw` takes out of sight; nothing is written."""
        with self.database.reading() as session:
            return _at(session, gone)

    def _known(self) -> Iterator[Known]:
        with self.database.reading() as session:
            found = documents.known(session)
        yield from sorted((each for each in found if is_address(each.origin)), key=lambda each: each.origin)

    def _missing(
        self, known: Known, visit: Visit | None, error: DocumentRefusedError, now: datetime
    ) -> datetime | None:
        """Since when a document is gone, which is kept; None where its server only does not answer."""
        if not error.is_gone:
            return None
        since = (visit.gone_since if visit else None) or now
        # What its server said belongs to what it sent then, which need not be what is held.
        before = visit or Visit(ServerSaid(), known.content_hash, now)
        _put(self.database, known.origin, replace(before, asked_at=now, gone_since=since))
        return since

    def _input(self, known: Known) -> Input:
        """The document with what is known of its artifact, so that nothing of that is lost."""
        with self.database.reading() as session:
            artifact = artifacts.get(session, known.slug)
            summaries = documents.of_artifact(session, known.slug)
        summary = next((each for each in summaries if each.origin == known.origin), None)
        said = Said(slug=known.slug)
        if artifact:
            said = replace(said, name=artifact.name, kind=artifact.kind, pricing=artifact.pricing)
        if summary:
            said = replace(said, licence=summary.licence, publish=summary.publish)
        return replace(at_address(known.origin, said), handling=self.handling)


def _at(session: Session, addresses: Collection[str]) -> tuple[SourceDocument, ...]:
    return tuple(SourceDocument(one.slug, one.origin) for one in documents.known(session) if one.origin in addresses)


def _told(error: DocumentRefusedError, since: datetime | None, *, is_gone: bool) -> str:
    if since is None:
        return str(error)
    becomes = "its records are stale" if is_gone else f"its records are kept for {_PATIENCE.days} days"
    return f"{error}; gone since {since:%Y-%m-%d}, {becomes}"
