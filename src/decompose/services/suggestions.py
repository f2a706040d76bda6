"""Readers who say that a sentence is wrong: their words go into the queue beside it, and nothing changes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from decompose.domain.readership import published_capabilities, readable_facts
from decompose.domain.review import Action, item_id_of
from decompose.domain.suggestion import LONGEST, MOST_WAITING, Said, doubted, worded
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.review import found
from decompose.store import artifacts, capabilities, publishing, reviews
from decompose.store.database import Database, Session

READER = "a reader"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Takes what readers say."""

    database: Database
    now: Callable[[], datetime]

    def about(self, claim_id: str) -> Said:
        """A sentence that readers see.

        Raises:
            UnknownSubjectError: there is none of that id in sight of readers.
        """
        with self.database.reading() as session:
            return _said(session, claim_id)

    def suggest(self, claim_id: str, words: str, visitor: str) -> bool:
        """Put a reader's words beside a sentence and let its item wait; whether they were kept.

        They are not where the same visitor spoke of the sentence before, or where enough others did, since an editor
        decided on it last.

        Args:
            visitor: a name of the day, which is no address.

        Raises:
            UnknownSubjectError: there is no such sentence in sight of readers.
            UsageError: there are no words, or too many.
        """
        comment = worded(words)
        if not comment:
            raise UsageError("say in a few words what is wrong with the sentence", subject=claim_id)
        if len(comment) > LONGEST:
            raise UsageError(f"say it in at most {LONGEST:,} characters; these are {len(comment):,}", subject=claim_id)
        with self.database.writing() as session:
            _said(session, claim_id)
            now = self.now()
            item = found(session, item_id_of(claim_id), to_change=now)
            told = reviews.suggestions(session, item.id)
            if visitor in told or len(told) >= MOST_WAITING:
                return False
            reviews.move(
                session,
                item,
                doubted(item),
                who=READER,
                action=Action.SUGGEST,
                at=now,
                comment=comment,
                sitting=visitor,
            )
            return True


def _said(session: Session, claim_id: str) -> Said:
    owner = capabilities.claim_of_item(session, item_id_of(claim_id))
    if owner and not publishing.is_held(session, owner[0]):
        slug, capability, _ = owner
        records, facts = capabilities.told(session, slug)
        claims = [claim for record in published_capabilities(records) for claim in record.claims]
        claims += [fact.claim for fact in readable_facts(facts)]
        artifact = artifacts.get_one(session, slug)
        for claim in claims:
            if claim.id == claim_id:
                return Said(slug, artifact.name, capability, claim)
    raise UnknownSubjectError("no sentence that readers see has this address", subject=claim_id)
