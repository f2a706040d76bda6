"""What the site asks of the rest of the program. Whoever has these methods can be served."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from decompose.domain.access import Introduced, Token
from decompose.domain.catalog import ArtifactSummary
from decompose.page.methodology import Methodology
from decompose.services import pages
from decompose.services.figures import Figures
from decompose.services.following import Following
from decompose.services.jobs import Jobs
from decompose.services.provider import Provider
from decompose.services.queue import Queue
from decompose.services.resolve import Resolving
from decompose.services.review import Reviewing
from decompose.services.rewriting import Rewriting
from decompose.services.search import Searching
from decompose.services.suggestions import Suggestions


class Catalog(pages.Catalog, Protocol):
    """What pages read, and the lists that the API gives out."""

    def listed(self, after: str, limit: int) -> tuple[tuple[ArtifactSummary, ...], int, bool]: ...

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The stored comparisons, as pairs of slugs in canonical order."""
        ...

    def state(self, slugs: Collection[str] = ()) -> str:
        """A word that is another one after every change of what readers see; of counters, those of these artifacts."""
        ...


class Tokens(Protocol):
    """The tokens that were made, and the key that signs sessions."""

    def is_open(self) -> bool:
        """Whether no token was ever made."""
        ...

    def with_secret(self, secret: str) -> Token | None: ...

    def with_id(self, token_id: str, sid: str) -> Token | None:
        """The token of that id, unless it was revoked or the session `sid` ended."""
        ...

    def end(self, sid: str) -> None:
        """End a session before its time."""
        ...

    def signing_key(self) -> str: ...

    def welcome(self, guest: Introduced) -> Token:
        """The token of somebody whom a provider vouches for."""
        ...


class Workspace(Protocol):
    """All of them together."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def compare(self) -> pages.Comparing: ...

    @property
    def methodology(self) -> Methodology: ...

    @property
    def access(self) -> Tokens: ...

    @property
    def provider(self) -> Provider | None:
        """Whom people may log in with instead of a token."""
        ...

    @property
    def review(self) -> Reviewing: ...

    @property
    def queue(self) -> Queue: ...

    @property
    def rewriting(self) -> Rewriting: ...

    @property
    def suggestions(self) -> Suggestions: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def figures(self) -> Figures: ...

    @property
    def search(self) -> Searching: ...

    @property
    def following(self) -> Following: ...

    @property
    def resolve(self) -> Resolving: ...

    @property
    def now(self) -> Callable[[], datetime]: ...
