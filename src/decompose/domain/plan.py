"""What to do with each document of an order, decided from what is known before anything is read by a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from decompose.domain.artifact import Artifact
from decompose.domain.document import SourceDocument
from decompose.domain.identity import identify
from decompose.domain.said import NOTHING_SAID, Said

EXTRACTIVE = "extractive"


class Step(StrEnum):
    DECOMPOSE = "decompose"
    SKIP = "skip"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of an order, with what the operator said of it.

    `has_given_slug`: he named the artifact, it was not read off the file name.
    """

    path: str
    artifact: Artifact
    document: SourceDocument
    content_hash: str
    has_given_slug: bool = False
    said: Said = NOTHING_SAID


def identity_of(document: SourceDocument) -> str:
    """The id of a source document: an artifact has one document of an origin."""
    return identify("doc", document.slug, document.origin)


@dataclass(frozen=True, slots=True)
class Known:
    """A stored revision; `decomposed_by` names the llm of its current records, None where it has none."""

    slug: str
    origin: str
    content_hash: str
    revision: str
    decomposed_by: str | None


@dataclass(frozen=True, slots=True)
class Mode:
    """How the order was given: by which llm, whether that was named, and whether to decompose again."""

    llm: str
    is_named: bool = False
    redo: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One document with its step; `code` and `why` say more for a refusal or a skip.

    `is_left`: the text that its records are of is not its text any more, and another document tells the new one.
    `speaks_of`: the origins of the stored documents that what was said of a skipped one holds for, None where its text
    is not known yet.
    """

    candidate: Candidate
    step: Step
    code: str | None = None
    why: str | None = None
    is_left: bool = False
    speaks_of: tuple[str, ...] | None = None


def plan(candidates: Sequence[Candidate], known: Iterable[Known], mode: Mode) -> tuple[Planned, ...]:
    """One step for each candidate, in the given order, which decides who comes first where two collide."""
    planner = Planner(known, mode)
    steps = [planner.step(candidate) for candidate in candidates]
    held = iter(planner.rest())
    return tuple(step or next(held) for step in steps)


class Planner:
    """Decides candidate after candidate, so that nobody has to hold them all; the first of two that collide wins.

    Texts move between the documents of an artifact. So a candidate whose text another document told until now is held
    back: what becomes of it is known when it is known whether that one says something else in this order.
    """

    def __init__(self, known: Iterable[Known], mode: Mode) -> None:
        self._mode = mode
        self._by_hash: dict[str, list[Known]] = {}
        self._told: dict[tuple[str, str], str] = {}
        for revision in known:
            self._by_hash.setdefault(revision.content_hash, []).append(revision)
            if revision.decomposed_by:
                self._told[revision.slug, revision.origin] = revision.content_hash
        self._taken: dict[str, str] = {}
        self._seen: dict[str, tuple[str, str]] = {}
        self._says: dict[tuple[str, str], str] = {}
        self._held: list[Candidate] = []

    def step(self, candidate: Candidate) -> Planned | None:
        """The step of the next candidate; None where it is held back."""
        document, content = candidate.document, candidate.content_hash
        collision = _collision(candidate, self._taken, self._seen, self._by_hash.get(content, ()))
        if collision:
            return collision
        self._taken.setdefault(document.slug, candidate.path)
        self._says[document.slug, document.origin] = content
        tellers = self._tellers(candidate)
        if tellers and document.origin not in {known.origin for known in tellers}:
            self._held.append(candidate)
            return None
        return self._decided(candidate, tellers)

    def rest(self) -> tuple[Planned, ...]:
        """The steps of what was held back, in order; asked for when every candidate was given."""
        decided = []
        for candidate in self._held:
            slug, content = candidate.document.slug, candidate.content_hash
            tellers = self._tellers(candidate)
            staying = [known for known in tellers if self._says.get((slug, known.origin), content) == content]
            decided.append(self._decided(candidate, staying))
        return tuple(decided)

    def _tellers(self, candidate: Candidate) -> list[Known]:
        """The documents of the artifact that have records of the text."""
        same = self._by_hash.get(candidate.content_hash, ())
        return [known for known in same if known.slug == candidate.document.slug and known.decomposed_by]

    def _decided(self, candidate: Candidate, tellers: Sequence[Known]) -> Planned:
        document, content = candidate.document, candidate.content_hash
        twin = self._seen.setdefault(content, (document.slug, candidate.path))[1]
        if twin != candidate.path:
            planned = Planned(candidate, Step.SKIP, why=f"the same text as {twin}")
        else:
            planned = replace(_step(tellers, candidate, self._mode), speaks_of=_spoken_of(candidate, tellers))
        is_left = self._told.get((document.slug, document.origin), content) != content
        return replace(planned, is_left=is_left and planned.step is Step.SKIP)


def _spoken_of(candidate: Candidate, tellers: Sequence[Known]) -> tuple[str, ...] | None:
    """The origin of the document itself; of one that is not known, those of the documents that tell its text."""
    origins = tuple(known.origin for known in tellers)
    own = candidate.document.origin
    return (own,) if own in origins else origins or None


def _collision(
    candidate: Candidate, taken: Mapping[str, str], seen: Mapping[str, tuple[str, str]], same: Iterable[Known]
) -> Planned | None:
    """What another document, of this order or an earlier one, stands in the way of."""
    slug = candidate.document.slug
    if slug in taken and not candidate.has_given_slug:
        why = f"{taken[slug]} has the slug “{slug}” already; rename one, or give slugs in a list (--list)"
        return Planned(candidate, Step.REFUSE, "slug_taken", why)
    owners = {revision.slug for revision in same}
    if candidate.content_hash in seen:
        owners.add(seen[candidate.content_hash][0])
    if owners and slug not in owners:
        why = (
            f"the same text is known as “{min(owners)}”; ingest it under that slug, remove the other, or split the "
            "file where it tells of both"
        )
        return Planned(candidate, Step.REFUSE, "duplicate", why)
    return None


def _step(tellers: Sequence[Known], candidate: Candidate, mode: Mode) -> Planned:
    by = next((known.decomposed_by for known in tellers), None)
    if by is None:
        return Planned(candidate, Step.DECOMPOSE)
    if not mode.redo:
        return Planned(candidate, Step.SKIP, why=f"has records by {by}; --redo decomposes it again")
    if mode.llm == EXTRACTIVE and by != EXTRACTIVE and not mode.is_named:
        return Planned(candidate, Step.SKIP, why=f"records by {by} are replaced only by --llm extractive")
    return Planned(candidate, Step.DECOMPOSE)
