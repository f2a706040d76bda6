"""The desk in figures, and the blind second opinions that some of them rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from decompose.domain.agreement import (
    Stats,
    accepted_by_prompt,
    agreement,
    flag_precision,
    is_sampled,
    seconds_an_item,
)
from decompose.domain.review import Action, AuditEvent, ReviewItem
from decompose.errors import BlockedDecisionError
from decompose.services.review import found
from decompose.store import reviews, trail
from decompose.store.database import Database

# So many of the newest decisions are counted.
COUNTED = 10_000
VERDICTS = (Action.ACCEPT, Action.EDIT, Action.REJECT)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures; `goal` is how many decisions an editor wants to make in a day, 0 for no goal."""

    database: Database
    now: Callable[[], datetime]
    goal: int = 0

    def stats(self) -> Stats:
        with self.database.reading() as session:
            verdicts = trail.verdicts(session, COUNTED)
            return Stats(
                reviews.counts(session),
                reviews.decisions(session),
                flag_precision(verdicts),
                accepted_by_prompt(verdicts),
                seconds_an_item(verdicts),
                agreement(trail.opinions(session, COUNTED)),
            )

    def today(self, editor: str) -> int:
        """How many decisions an editor made in the last 24 hours and did not take back."""
        with self.database.reading() as session:
            return trail.decided_since(session, editor, self.now() - timedelta(days=1))

    def second_reading(self, editor: str) -> ReviewItem | None:
        """A decided item for a second editor, as it was before the decision; None where none is left for him."""
        with self.database.reading() as session:
            wanted = (event for event in trail.read_once(session, editor, COUNTED) if is_sampled(event.item))
            event = next(wanted, None)
            return event.before if event else None

    def give_opinion(self, item_id: str, *, by: str, verdict: Action) -> AuditEvent:
        """What a second editor would have decided; it changes nothing but the figures.

        Raises:
            BlockedDecisionError: it is no verdict, nobody else has decided the item, it is none of those that are read
                twice, or the editor has given his opinion.
        """
        if verdict not in VERDICTS:
            raise BlockedDecisionError(f"“{verdict}” is no verdict; say accept, edit or reject", subject=item_id)
        with self.database.writing() as session:
            item = found(session, item_id, to_change=self.now())
            first = reviews.last_event(session, item_id)
            if first is None or first.who == by:
                raise BlockedDecisionError(f"nobody else has decided {item_id}", subject=item_id)
            if not is_sampled(item_id):
                raise BlockedDecisionError(f"{item_id} is none of those that are read twice", subject=item_id)
            if trail.has_opinion(session, item_id, by):
                raise BlockedDecisionError(f"{by} has given an opinion on {item_id}; one counts", subject=item_id)
            return reviews.move(
                session, item, item, who=by, action=Action.OPINION, at=self.now(), reason_code=verdict.value
            )
