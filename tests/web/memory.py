"""A workspace in memory, so that the site is tested over real values without a database."""

from __future__ import annotations

from dataclasses import dataclass, field

from decompose.domain.access import Token
from decompose.domain.catalog import ArtifactSummary, Compared, Record, Source
from decompose.domain.comparison import Side
from decompose.errors import UnknownSubjectError
from page import facts


@dataclass(frozen=True)
class MemoryCatalog:
    sides: dict[str, Side]
    sources: dict[str, Source]
    kept: tuple[tuple[str, str], ...] = (("atlas-7b", "bison-vision"),)

    def artifacts(self) -> tuple[ArtifactSummary, ...]:
        return tuple(facts.summary(facts.public(side)) for side in self.sides.values())

    def record(self, slug: str, *, public: bool) -> Record:
        return facts.record(self.side(slug))

    def source(self, revision_id: str) -> Source:
        if revision_id not in self.sources:
            raise UnknownSubjectError(f'no revision "{revision_id}" is kept', subject=revision_id)
        return self.sources[revision_id]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return self.kept

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

    def is_open(self) -> bool:
        return not self.known

    def with_secret(self, secret: str) -> Token | None:
        return self.known.get(secret)

    def with_id(self, token_id: str) -> Token | None:
        return next((token for token in self.known.values() if token.id == token_id), None)

    def signing_key(self) -> str:
        return "a key"


@dataclass(frozen=True)
class MemoryWorkspace:
    catalog: MemoryCatalog = field(
        default_factory=lambda: MemoryCatalog(
            {side.artifact.slug: side for side in (facts.atlas(), facts.bison(), facts.corpus())},
            {name: facts.source(name) for name in ("rev-atlas", "rev-bison")},
        )
    )

    access: MemoryTokens = field(default_factory=MemoryTokens)

    @property
    def compare(self) -> MemoryComparing:
        return MemoryComparing(self.catalog)
