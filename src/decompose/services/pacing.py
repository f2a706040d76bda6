"""The pace that workers keep together where the operator told it: so many requests and tokens a minute, all in all."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.llm.meter import CATCH_UP, WINDOW
from decompose.store import paces
from decompose.store.database import Database


@dataclass(frozen=True, slots=True)
class SharedPace:
    """The limits of one llm over all processes at a database; None where nothing was told.

    What is bounded is any 60 seconds of arrivals, as by a meter of one process.
    """

    database: Database
    name: str
    rpm: int | None = None
    tpm: int | None = None

    def take(self, tokens: int) -> float:
        """Begin a call of so many tokens: 0.0, or the seconds until it may be asked for again."""
        with self.database.writing() as session:
            return paces.take(
                session,
                self.name,
                tokens,
                per_request=WINDOW / self.rpm if self.rpm else 0.0,
                per_token=WINDOW / self.tpm if self.tpm else 0.0,
                catch_up=CATCH_UP,
            )

    def give_back(self, tokens: int) -> None:
        """A call took so many tokens less than it was counted with."""
        if self.tpm and tokens:
            with self.database.writing() as session:
                paces.give_back(session, self.name, tokens * WINDOW / self.tpm)

    def block(self, seconds: float) -> None:
        """The provider asks everybody to wait."""
        with self.database.writing() as session:
            paces.block(session, self.name, seconds)
