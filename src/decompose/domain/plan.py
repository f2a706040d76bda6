"""What to do with each document of an order, decided from what is known before anything is read by a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from decompose.domain.artifact import Artifact
from decompose.domain.document import SourceDocument
from decompose.domain.identity import identify

EXTRACTIVE = "extractive"


class Step(StrEnum):
    DECOMPOSE = "decompose"
    SKIP = "skip"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of an order. `has_given_slug`: the operator named the artifact, it was not read off the file name."""

    path: str
    artifact: Artifact
    document: SourceDocument
    content_hash: str
    has_given_slug: bool = False


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
    """One document with its step; `code` and `why` say more for a refusal or a skip."""

    candidate: Candidate
    step: Step
    code: str | None = None
    why: str | None = None


def plan(candidates: Sequence[Candidate], known: Iterable[Known], mode: Mode) -> tuple[Planned, ...]:
    """One step for each candidate, in the given order, which decides who comes first where two collide."""
    planner = Planner(known, mode)
    return tuple(planner.step(candidate) for candidate in candidates)


class Planner:
    """Decides candidate after candidate, so that nobody has to hold them all; the first of two that collide wins."""

    def __init__(self, known: Iterable[Known], mode: Mode) -> None:
        self._mode = mode
        self._by_hash: dict[str, list[Known]] = {}
        for revision in known:
            self._by_hash.setdefault(revision.content_hash, []).append(revision)
        self._taken: dict[str, str] = {}
        self._seen: dict[str, tuple[str, str]] = {}

    def step(self, candidate: Candidate) -> Planned:
        """The step of the next candidate."""
        same = self._by_hash.get(candidate.content_hash, [])
        slug = candidate.document.slug
        collision = _collision(candidate, self._taken, self._seen, same)
        if collision:
            return collision
        self._taken.setdefault(slug, candidate.path)
        self._seen.setdefault(candidate.content_hash, (slug, candidate.path))
        return _step([revision for revision in same if revision.slug == slug], candidate, self._mode)


def _collision(
    candidate: Candidate, taken: Mapping[str, str], seen: Mapping[str, tuple[str, str]], same: Iterable[Known]
) -> Planned | None:
    """What another document, of this order or an earlier one, stands in the way of."""
    slug = candidate.document.slug
    if slug in taken and not candidate.has_given_slug:
        why = f"{taken[slug]} has the slug “{slug}” already; rename one, or give slugs in a list (--list)"
        return Planned(candidate, Step.REFUSE, "slug_taken", why)
    twin = seen.get(candidate.content_hash)
    owners = {twin[0]} if twin else set()
    owners |= {revision.slug for revision in same}
    if owners and slug not in owners:
        why = f"the same text is known as “{min(owners)}”; ingest it under that slug, or remove the other"
        return Planned(candidate, Step.REFUSE, "duplicate", why)
    if twin:
        return Planned(candidate, Step.SKIP, why=f"the same text as {twin[1]}")
    return None


def _step(same: Sequence[Known], candidate: Candidate, mode: Mode) -> Planned:
    by = next((known.decomposed_by for known in same if known.decomposed_by), None)
    if by is None:
        return Planned(candidate, Step.DECOMPOSE)
    if not mode.redo:
        return Planned(candidate, Step.SKIP, why=f"has records by {by}; --redo decomposes it again")
    if mode.llm == EXTRACTIVE and by != EXTRACTIVE and not mode.is_named:
        return Planned(candidate, Step.SKIP, why=f"records by {by} are replaced only by --llm extractive")
    return Planned(candidate, Step.DECOMPOSE)
