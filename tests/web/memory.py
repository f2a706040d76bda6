"""A workspace in memory, so that the site is tested over real values without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from decompose.bootstrap import Workspace
from decompose.domain.access import Introduced, Token
from decompose.domain.artifact import Kind
from decompose.domain.catalog import ArtifactSummary, Change, Compared, Front, KeptPair, Moved, Record, Source, Turned
from decompose.domain.comparison import Side
from decompose.errors import UnknownSubjectError
from decompose.page.methodology import Methodology
from decompose.settings import Settings
from page import facts


@dataclass(frozen=True)
class MemoryCatalog:
    sides: dict[str, Side]
    sources: dict[str, Source]
    kept_pairs: tuple[tuple[str, str], ...] = (("atlas-7b", "bison-vision"),)
    renamed: dict[str, str] = field(default_factory=lambda: {"atlas-instruct": "atlas-7b"})
    version: str = "1"

    def artifacts(self) -> tuple[ArtifactSummary, ...]:
        return tuple(facts.summary(facts.public(side)) for side in self.sides.values())

    def listed(self, after: str, limit: int) -> tuple[tuple[ArtifactSummary, ...], int, bool]:
        left = [summary for summary in self.artifacts() if summary.slug > after]
        return tuple(left[:limit]), len(self.sides), len(left) > limit

    def listed_sources(self, after: str, limit: int) -> Mapping[str, Sequence[str]]:
        slugs = [slug for slug in self.sides if slug > after][:limit]
        return {slug: [document.id for document in self.record(slug, public=True).documents] for slug in slugs}

    def record(self, slug: str, *, public: bool) -> Record:
        return facts.record(self.side(slug))

    def source(self, revision_id: str, *, public: bool = False) -> Source:
        if revision_id not in self.sources:
            raise UnknownSubjectError(f'no revision "{revision_id}" is kept', subject=revision_id)
        return self.sources[revision_id]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return self.kept_pairs

    def front(self, artifacts_shown: int, pairs_shown: int) -> Front:
        kinds = Counter(side.artifact.kind for side in self.sides.values())
        pairs, names = self.kept(0, pairs_shown)
        return Front(dict(kinds), self.artifacts()[:artifacts_shown], pairs, names, len(self.kept_pairs))

    def browse(self, kind: Kind | None, offset: int, limit: int) -> tuple[ArtifactSummary, ...]:
        wanted = [summary for summary in self.artifacts() if kind is None or summary.kind is kind]
        return tuple(wanted[offset : offset + limit])

    def kept(self, offset: int, limit: int) -> tuple[tuple[KeptPair, ...], Mapping[str, str]]:
        pairs = tuple(KeptPair(a, b, None, facts.AT) for a, b in self.kept_pairs[offset : offset + limit])
        return pairs, {slug: side.artifact.name for slug, side in self.sides.items()}

    def turned(self, limit: int, pair: tuple[str, str] | None = None) -> tuple[tuple[Turned, ...], Mapping[str, str]]:
        moved = Moved(facts.AT, "atlas-7b", None, (Change("a.components.quality", 0.9, 0.4),))
        wanted = [each for each in self.kept_pairs if pair in (None, each)]
        turned = tuple(Turned(number, a, b, moved) for number, (a, b) in enumerate(wanted, start=1))
        return turned[:limit], self.kept(0, 0)[1]

    def kept_of(self, slug: str, limit: int) -> tuple[ArtifactSummary, ...]:
        partners = {b if a == slug else a for a, b in self.kept_pairs if slug in (a, b)}
        return tuple(summary for summary in self.artifacts() if summary.slug in partners)[:limit]

    def moved_to(self, slug: str) -> str | None:
        return self.renamed.get(slug)

    def state(self, slugs: Collection[str] = ()) -> str:
        return self.version

    def side(self, slug: str) -> Side:
        if slug not in self.sides:
            raise UnknownSubjectError(f'no artifact "{slug}" is kept; did you mean atlas-7b?', subject=slug)
        return self.sides[slug]


@dataclass(frozen=True)
class MemoryComparing:
    catalog: MemoryCatalog

    def view(self, a: str, b: str) -> Compared:
        sides = (facts.public(self.catalog.side(slug)) for slug in (a, b))
        return facts.compared(*sides, is_stored=(a, b) in self.catalog.pairs())


@dataclass(frozen=True)
class MemoryTokens:
    """Tokens by their secrets."""

    known: dict[str, Token] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def is_open(self) -> bool:
        return not self.known

    def with_secret(self, secret: str) -> Token | None:
        return self.known.get(secret)

    def with_id(self, token_id: str, sid: str) -> Token | None:
        if sid in self.ended:
            return None
        return next((token for token in self.known.values() if token.id == token_id), None)

    def end(self, sid: str) -> None:
        self.ended.add(sid)

    def signing_key(self) -> str:
        return "a key"

    def welcome(self, guest: Introduced) -> Token:
        raise NotImplementedError(guest)


@dataclass(frozen=True)
class MemoryWorkspace:
    catalog: MemoryCatalog = field(
        default_factory=lambda: MemoryCatalog(
            {side.artifact.slug: side for side in (facts.atlas(), facts.bison(), facts.corpus())},
            {name: facts.source(name) for name in ("rev-atlas", "rev-bison")},
        )
    )

    access: MemoryTokens = field(default_factory=MemoryTokens)
    provider: None = None

    @property
    def methodology(self) -> Methodology:
        return Workspace(Settings()).methodology

    @property
    def compare(self) -> MemoryComparing:
        return MemoryComparing(self.catalog)
