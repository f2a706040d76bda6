"""What was asked of language models, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.ledger import EVERYTHING, Entry, Selection
from decompose.errors import UnknownSubjectError
from decompose.services import jobs
from decompose.services.catalog import require_known
from decompose.store import jobs as batches
from decompose.store import ledger
from decompose.store.database import Database, Session


@dataclass(frozen=True, slots=True)
class Accounts:
    """`prompts` are the names of those that there are."""

    database: Database
    prompts: tuple[str, ...]

    def entries(self, wanted: Selection = EVERYTHING) -> tuple[Entry, ...]:
        """The attempts that are meant, the oldest first; by default every one.

        Raises:
            UnknownSubjectError: there is no such batch, artifact or prompt, and never was.
        """
        with self.database.reading() as session:
            found = ledger.entries(session, wanted)
            if not found:
                self._require_known(session, wanted)
        return found

    def _require_known(self, session: Session, wanted: Selection) -> None:
        """What the ledger names was there once, whether it is there today or not."""
        if wanted.batch is not None and not ledger.has(session, Selection(batch=wanted.batch)):
            jobs.known(batches.batch(session, wanted.batch), wanted.batch)
        if wanted.slug is not None and not ledger.has(session, Selection(slug=wanted.slug)):
            require_known(session, wanted.slug)
        if wanted.prompt is not None and not ledger.has(session, Selection(prompt=wanted.prompt)):
            self._require_prompt(wanted.prompt)

    def _require_prompt(self, name: str) -> None:
        if name not in self.prompts:
            raise UnknownSubjectError(f"there is no prompt {name}; use one of {', '.join(self.prompts)}", subject=name)
