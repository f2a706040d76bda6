"""What the site asks of the rest of the program. Whoever has these methods can be served; nothing here writes."""

from __future__ import annotations

from typing import Protocol

from decompose.domain.catalog import ArtifactSummary, Compared, Record, Source


class Catalog(Protocol):
    """What is stored. A slug or revision that is unknown raises UnknownSubjectError."""

    def artifacts(self) -> tuple[ArtifactSummary, ...]: ...

    def record(self, slug: str, *, public: bool) -> Record: ...

    def source(self, revision_id: str) -> Source: ...

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The stored comparisons, as pairs of slugs in canonical order."""
        ...


class Comparing(Protocol):
    """The comparison of two artifacts, kept or not; looking at one stores nothing."""

    def view(self, a: str, b: str) -> Compared: ...


class Workspace(Protocol):
    """The two together."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def compare(self) -> Comparing: ...
