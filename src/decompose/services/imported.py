"""What an import of a file did, and whom its rows are about, whatever they hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from decompose.store import capabilities, publishing
from decompose.store.database import Session


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows taken, values that changed, and by line the rows that were refused, with why.

    `renamed` are old slugs in the file, each with the one that its rows were taken for.
    """

    rows: int
    changed: int
    refused: tuple[tuple[int, str], ...]
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Subjects:
    """Finds the artifacts that the rows of a file name, under old slugs as well. `known` are those that there are."""

    session: Session
    known: Collection[str]
    _found: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Subjects:
        """Finds them among all artifacts."""
        return cls(session, {slug for slug, _ in capabilities.names(session)})

    def slug_of(self, named: str) -> str:
        """The slug that an artifact has today; the same again where no artifact is known by it."""
        if named in self.known:
            return named
        if named not in self._found:
            self._found[named] = publishing.redirected(self.session, named) or named
        return self._found[named]

    def why_not(self, slug: str) -> str | None:
        """Why nothing can be taken for a slug; None where an artifact has it."""
        return None if slug in self.known else publishing.absent(self.session, slug, "ingest or import it first")

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """The old slugs that were asked for, with those of today."""
        return tuple(sorted((old, new) for old, new in self._found.items() if old != new))
