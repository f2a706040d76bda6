"""Documents taken in: opened once when they are ordered, and again from what was held of them when their turn comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Lock

from decompose.domain.artifact import Artifact, Pricing
from decompose.domain.called import called
from decompose.domain.document import Publish, Revision, SourceDocument, VisibleText
from decompose.domain.identity import content_hash, identify
from decompose.domain.job import Held
from decompose.domain.ledger import TAKEN_OVER, JobResult
from decompose.domain.plan import Candidate, Planned, Step
from decompose.domain.said import News
from decompose.errors import ComputingDiedError, DocumentRefusedError
from decompose.services.computing import DIED, Computing
from decompose.services.fetching import ServerSaid
from decompose.services.inputs import Input, begun_reading
from decompose.services.manifest import stated_in
from decompose.services.opening import visible_text
from decompose.services.refreshing import remember
from decompose.store.database import Database

# Blocks, places and names of a document, in bytes, were it ever so short.
_OF_EACH = 16_000
# What is held was measured against the limit when it was ordered.
_NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that could be read."""

    raw: bytes
    visible: VisibleText
    candidate: Candidate
    is_masked: bool

    @property
    def revision(self) -> Revision:
        document = self.candidate.document
        identity = identify("rev", document.slug, document.origin, self.candidate.content_hash)
        return Revision(identity, document, self.candidate.content_hash, self.visible)

    @property
    def held(self) -> Held:
        """What has to be kept of it until its turn comes."""
        candidate = self.candidate
        return Held(
            candidate.path,
            candidate.artifact,
            candidate.document,
            candidate.content_hash,
            self.raw,
            self.is_masked,
            candidate.has_given_slug,
        )


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes the documents of one order in. `redirects` are the slugs of artifacts that were renamed or merged."""

    database: Database
    computing: Computing
    max_bytes: int
    now: datetime
    redirects: Mapping[str, str]

    def opened(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, Opening]]:
        """Every input with what it is, why it cannot be used, or how it ended; in their order.

        Some are read ahead, as many as keep the processes busy that read.
        """
        begun: deque[tuple[Input, Callable[[], Opened | JobResult]]] = deque()
        for given in inputs:
            begun.append((given, self._begin(given)))
            if len(begun) >= self.computing.width:
                yield self._ended(*begun.popleft())
        while begun:
            yield self._ended(*begun.popleft())

    def _ended(self, given: Input, open_it: Callable[[], Opened | JobResult]) -> tuple[Input, Opening]:
        try:
            return given, open_it()
        except DocumentRefusedError as exc:
            return given, exc
        except ComputingDiedError as exc:
            return given, JobResult(given.where, None, "failed", DIED, str(exc))

    def _begin(self, given: Input) -> Callable[[], Opened | JobResult]:
        """Get the bytes, and have them read; what goes wrong is raised when the document is asked for."""
        ended = given.ended
        if ended:
            return lambda: ended
        ahead = given.ahead
        if ahead:
            return lambda: self._opened(given, ahead.raw, ahead.read(), None)
        try:
            if given.refusal:
                raise given.refusal
            raw, said_by_server = _bytes(given, self.max_bytes)
        except DocumentRefusedError as exc:
            return partial(_refuse, exc)
        read = begun_reading(given, raw, self.max_bytes, self.computing)
        return lambda: self._opened(given, raw, read(), said_by_server)

    def _opened(self, given: Input, raw: bytes, visible: VisibleText, said_by_server: ServerSaid | None) -> Opened:
        content = content_hash(raw)
        if given.address and said_by_server:
            remember(self.database, given.address, said_by_server, content, self.now)
        slug = given.slug(content)
        return _as_said(given, raw, visible, content, self.redirects.get(slug, slug))


def _refuse(error: DocumentRefusedError) -> Opened:
    raise error


def _as_said(given: Input, raw: bytes, visible: VisibleText, content: str, slug: str) -> Opened:
    """A document with what the operator said of it, and what it states itself."""
    said = given.said
    name = " ".join(said.name.split()) if said.name else called(visible, given.stem_words)
    stated = stated_in(visible)
    pricing = stated.pricing if stated.pricing and said.pricing == Pricing() else said.pricing
    artifact = Artifact(slug, name, said.kind or stated.kind, pricing)
    licence, publish = said.licence or stated.licence, said.publish or Publish.EXCERPT
    document = SourceDocument(slug, given.origin, licence, publish)
    candidate = Candidate(given.where, artifact, document, content, bool(said.slug), said)
    return Opened(raw, visible, candidate, given.handling.is_masked)


def reopened(held: Held, computing: Computing) -> Opened:
    """Read a document again from what was held of it."""
    visible = computing.run(visible_text, held.raw, path=held.path, max_bytes=_NO_LIMIT, is_masked=held.is_masked)
    candidate = Candidate(held.path, held.artifact, held.document, held.content_hash, held.has_given_slug)
    return Opened(held.raw, visible, candidate, held.is_masked)


# What comes of an input: a document, why it is none that can be used, or an end.
Opening = Opened | DocumentRefusedError | JobResult


class Reach:
    """Opened documents within reach, by job, as long as there is room; whoever takes one takes it away."""

    def __init__(self, room: int) -> None:
        """`room` is in bytes of what was read; a small document takes more than its bytes."""
        self._room = room
        self._documents: dict[int, Opened] = {}
        self._lock = Lock()

    def put(self, job: int, document: Opened) -> None:
        with self._lock:
            if _weight(document) <= self._room:
                self._room -= _weight(document)
                self._documents[job] = document

    def take(self, job: int) -> Opened | None:
        with self._lock:
            document = self._documents.pop(job, None)
            self._room += _weight(document) if document else 0
            return document


def _weight(document: Opened) -> int:
    return _OF_EACH + len(document.raw)


def not_done(step: Planned, news: News | None = None) -> JobResult:
    """How a document ends that is not decomposed, with what was said otherwise of it than it was known."""
    outcome = "refused" if step.step is Step.REFUSE else "skipped"
    path, slug = step.candidate.path, step.candidate.document.slug
    if news is None:
        return JobResult(path, slug, outcome, step.code, step.why)
    return JobResult(path, slug, outcome, TAKEN_OVER, f"{', '.join(news.words)}; {step.why}")


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
        if not given.path.is_file():
            why = f"{given.path} is no file that can be read to its end; name a file"
            raise DocumentRefusedError("unreachable", why, subject=str(given.path))
        return given.path.read_bytes(), None
    except OSError as exc:
        why = f"{given.path} cannot be read: {exc.strerror}; check its permissions"
        raise DocumentRefusedError("unreachable", why, subject=str(given.path)) from exc
