"""What to do with each document of an order, decided from what is known before anything is read by a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from decompose.domain.artifact import Artifact
from decompose.domain.continuing import Text, continued
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
    """A stored revision; `decomposed_by` names the llm of its current records, None where it has none.

    `is_gone`: its file is gone, and the order takes what nothing continues out of sight.
    """

    slug: str
    origin: str
    content_hash: str
    revision: str
    decomposed_by: str | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Mode:
    """How the order was given: by which llm, whether that was named, and whether to decompose again.

    `prunes`: whether what is gone from its folders is to be taken out of sight.
    """

    llm: str
    is_named: bool = False
    redo: bool = False
    prunes: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One document with its step; `code` and `why` say more for a refusal or a skip.

    `continues` are the other origins under which it was known and that it takes over.
    `is_left`: what its path told is its text no more, and another document tells what it says now.
    `speaks_of`: the origins of the stored documents that what was said of a skipped one holds for, None where its text
    is not known yet.
    """

    candidate: Candidate
    step: Step
    code: str | None = None
    why: str | None = None
    is_left: bool = False
    continues: tuple[str, ...] = ()
    speaks_of: tuple[str, ...] | None = None


def plan(
    candidates: Sequence[Candidate],
    known: Iterable[Known],
    mode: Mode,
    withdrawn: Iterable[Known] = (),
    runs: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Planned, ...]:
    """One step for each candidate, in the given order, which decides who comes first where two collide."""
    planner = Planner(known, mode, withdrawn)
    steps = [planner.step(candidate) for candidate in candidates]
    held = iter(planner.rest(runs or {}))
    return tuple(step or next(held) for step in steps)


class Planner:
    """Decides candidate after candidate, so that nobody has to hold them all; the first of two that collide wins.

    Texts move between the paths of an artifact. So a candidate whose text was told under another path, or whose path is
    new to its artifact, is held back: what it continues is known when it is known what the others say in this order.
    """

    def __init__(self, known: Iterable[Known], mode: Mode, withdrawn: Iterable[Known] = ()) -> None:
        """`withdrawn` are the last revisions of documents that are out of sight already."""
        self._mode = mode
        self._by_hash: dict[str, list[Known]] = {}
        self._before: dict[str, dict[str, Known]] = {}
        self._withdrawn: dict[str, dict[str, Known]] = {}
        for revision in known:
            if not revision.is_gone:
                self._by_hash.setdefault(revision.content_hash, []).append(revision)
            self._before.setdefault(revision.slug, {})[revision.origin] = revision
        for revision in withdrawn:
            self._withdrawn.setdefault(revision.slug, {})[revision.origin] = revision
        self._taken: dict[str, str] = {}
        self._seen: dict[str, tuple[str, str]] = {}
        self._says: dict[str, dict[str, str]] = {}
        self._held: list[Candidate] = []
        self._moved: set[tuple[str, str]] = set()

    def step(self, candidate: Candidate) -> Planned | None:
        """The step of the next candidate; None where it is held back."""
        document, content = candidate.document, candidate.content_hash
        collision = _collision(candidate, self._taken, self._seen, self._by_hash.get(content, ()))
        if collision:
            return collision
        self._taken.setdefault(document.slug, candidate.path)
        self._says.setdefault(document.slug, {})[document.origin] = content
        if self._is_held(candidate):
            self._held.append(candidate)
            if not self._sayers(candidate):
                self._seen.setdefault(content, (document.slug, candidate.path))
            return None
        own = self._before.get(document.slug, {}).get(document.origin)
        teller = own if own and own.content_hash == content and own.decomposed_by else None
        return replace(self._decided(candidate, teller), speaks_of=(document.origin,) if teller else None)

    def is_new(self, candidate: Candidate) -> bool:
        """Whether nothing is known of its text, so that only its words say what a candidate continues."""
        stored = self._withdrawn.get(candidate.document.slug, {}).values()
        said = {known.content_hash for known in (*self._sayers(candidate), *stored)}
        return candidate.content_hash not in said

    @property
    def sought(self) -> tuple[Known, ...]:
        """What a candidate that was held back may continue by its words; asked for when every candidate was given."""
        slugs = dict.fromkeys(each.document.slug for each in self._held if self.is_new(each))
        kept = [each.get(slug, {}) for slug in slugs for each in (self._before, self._withdrawn)]
        stored = [known for each in kept for known in each.values()]
        return tuple(known for known in stored if self._says[known.slug].get(known.origin) != known.content_hash)

    def rest(self, runs: Mapping[str, frozenset[str]]) -> tuple[Planned, ...]:
        """The steps of what was held back, in order; asked for when every candidate was given.

        Args:
            runs: of the texts that are known by their words, by their hashes.
        """
        slugs = dict.fromkeys(each.document.slug for each in self._held)
        goes_on = {slug: self._continued(slug, runs) for slug in slugs}
        return tuple(self._placed(candidate, goes_on[candidate.document.slug]) for candidate in self._held)

    @property
    def gone(self) -> tuple[Known, ...]:
        """What is out of sight from now on: its file is gone, and nothing continues it."""
        stored = [known for each in self._before.values() for known in each.values() if known.is_gone]
        return tuple(known for known in stored if (known.slug, known.origin) not in self._moved)

    def _is_held(self, candidate: Candidate) -> bool:
        document, content = candidate.document, candidate.content_hash
        before, withdrawn = (each.get(document.slug, {}) for each in (self._before, self._withdrawn))
        sayers = {known.origin for known in self._sayers(candidate)}
        if document.origin in sayers:
            return False
        if document.origin in before:
            return bool(sayers) or content in self._seen
        return bool(before or withdrawn)

    def _sayers(self, candidate: Candidate) -> list[Known]:
        """The documents of the artifact that said the same."""
        before = self._before.get(candidate.document.slug, {})
        return [known for known in before.values() if known.content_hash == candidate.content_hash]

    def _continued(self, slug: str, runs: Mapping[str, frozenset[str]]) -> Mapping[str, str]:
        def texts(said: Iterable[tuple[str, str]]) -> list[Text]:
            return [Text(origin, content, runs.get(content, frozenset())) for origin, content in said]

        before, withdrawn = (
            texts((known.origin, known.content_hash) for known in each.get(slug, {}).values())
            for each in (self._before, self._withdrawn)
        )
        return continued(texts(self._says[slug].items()), before, withdrawn)

    def _placed(self, candidate: Candidate, goes_on: Mapping[str, str]) -> Planned:
        """The step of a candidate that was held back, and what it takes over."""
        slug, origin, content = candidate.document.slug, candidate.document.origin, candidate.content_hash
        before, withdrawn = (each.get(slug, {}) for each in (self._before, self._withdrawn))
        taken = [before.get(old) or withdrawn[old] for old, new in goes_on.items() if new == origin]
        same = [known for known in taken if known.content_hash == content]
        planned = self._decided(candidate, next((known for known in same if known.decomposed_by), None))
        moved = [known for known in taken if known.origin != origin and self._moves(known, planned)]
        self._moved |= {(slug, known.origin) for known in moved}
        own = before.get(origin)
        is_left = bool(own and own.decomposed_by and origin not in goes_on)
        tellers = tuple(known.origin for known in same if known.decomposed_by and known not in moved)
        speaks_of = (origin,) if len(tellers) < len(same) else tellers or None
        continues = tuple(known.origin for known in moved)
        return replace(planned, continues=continues, is_left=is_left, speaks_of=speaks_of)

    def _moves(self, known: Known, planned: Planned) -> bool:
        """Whether a document takes another path; where all stays as it was, this one may be a copy of its file."""
        is_given = known.origin in self._says[known.slug]
        return planned.step is Step.DECOMPOSE or is_given or known.is_gone or self._mode.prunes

    def _decided(self, candidate: Candidate, teller: Known | None) -> Planned:
        document, content = candidate.document, candidate.content_hash
        twin = self._seen.setdefault(content, (document.slug, candidate.path))[1]
        if twin != candidate.path:
            return Planned(candidate, Step.SKIP, why=f"the same text as {twin}")
        return _step(teller, candidate, self._mode)


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


def _step(teller: Known | None, candidate: Candidate, mode: Mode) -> Planned:
    by = teller.decomposed_by if teller else None
    if by is None:
        return Planned(candidate, Step.DECOMPOSE)
    if not mode.redo:
        return Planned(candidate, Step.SKIP, why=f"has records by {by}; --redo decomposes it again")
    if mode.llm == EXTRACTIVE and by != EXTRACTIVE and not mode.is_named:
        return Planned(candidate, Step.SKIP, why=f"records by {by} are replaced only by --llm extractive")
    return Planned(candidate, Step.DECOMPOSE)
