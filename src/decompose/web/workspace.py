"""What the site asks of the rest of the program. Whoever has these methods can be served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from decompose.domain.access import Token
from decompose.domain.catalog import ArtifactSummary, Compared, Record, Source
from decompose.services.figures import Figures
from decompose.services.queue import Queue
from decompose.services.review import Reviewing


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


class Tokens(Protocol):
    """The tokens that were made, and the key that signs sessions."""

    def is_open(self) -> bool:
        """Whether no token was ever made."""
        ...

    def with_secret(self, secret: str) -> Token | None: ...

    def with_id(self, token_id: str) -> Token | None: ...

    def signing_key(self) -> str: ...


class Workspace(Protocol):
    """All of them together."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def compare(self) -> Comparing: ...

    @property
    def access(self) -> Tokens: ...

    @property
    def review(self) -> Reviewing: ...

    @property
    def queue(self) -> Queue: ...

    @property
    def figures(self) -> Figures: ...

    @property
    def now(self) -> Callable[[], datetime]: ...
