"""What was asked of language models, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.ledger import EVERYTHING, Entry, Selection
from decompose.store import ledger
from decompose.store.database import Database


@dataclass(frozen=True, slots=True)
class Accounts:
    database: Database

    def entries(self, wanted: Selection = EVERYTHING) -> tuple[Entry, ...]:
        """The attempts that are meant, the oldest first; by default every one."""
        with self.database.reading() as session:
            return ledger.entries(session, wanted)
