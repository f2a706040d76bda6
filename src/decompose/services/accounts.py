"""What was asked of language models, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.ledger import Entry
from decompose.store import ledger
from decompose.store.database import Database


@dataclass(frozen=True, slots=True)
class Accounts:
    database: Database

    def entries(self) -> tuple[Entry, ...]:
        """Every attempt, the oldest first."""
        with self.database.reading() as session:
            return ledger.entries(session)
