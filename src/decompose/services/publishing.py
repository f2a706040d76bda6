"""What an operator does to what is published: hold it back, show it again, rename, merge, and remove for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.artifact import is_slug
from decompose.domain.catalog import Moved
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.compare import Comparing
from decompose.services.reconcile import reconcile
from decompose.store import artifacts, documents, publishing
from decompose.store.database import Database, Session
from decompose.store.publishing import Hold, Kept


@dataclass(frozen=True, slots=True)
class Publishing:
    """`comparing` makes the comparisons of a renamed artifact anew under its new name."""

    database: Database
    comparing: Comparing
    now: Callable[[], datetime]

    def hold(self, slug: str, other: str | None = None, why: str = "") -> None:
        """Show readers an artifact, or the comparison of a pair, no longer.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: both are the same.
        """
        with self.database.writing() as session:
            publishing.hold(session, *_known(session, slug, other), why, self.now())

    def release(self, slug: str, other: str | None = None) -> None:
        """Show it again.

        Raises:
            UsageError: it was not held.
        """
        with self.database.writing() as session:
            if not publishing.release(session, *_known(session, slug, other)):
                what = slug if other is None else f"{slug} with {other}"
                raise UsageError(f"{what} is not held; see: decompose hold", subject=slug)

    def holds(self) -> tuple[Hold, ...]:
        with self.database.reading() as session:
            return publishing.holds(session)

    def rename(self, slug: str, new: str) -> None:
        """Give an artifact another slug; its old addresses lead to the new ones, and its comparisons keep their logs.

        Raises:
            UnknownSubjectError: no artifact has the slug.
            UsageError: the new one is no slug, or is taken.
        """
        if not is_slug(new):
            raise UsageError(f"“{new}” is no slug; use lower-case letters, digits and dashes", subject=new)
        with self.database.writing() as session:
            _known(session, slug, None)
            if artifacts.get(session, new):
                raise UsageError(f"{new} is taken; to make one of both: decompose merge {slug} {new}", subject=new)
            kept = publishing.take_comparisons(session, slug)
            publishing.copy_artifact(session, slug, new)
            self._hand_over(session, slug, new)
        self._compare_again(kept, slug, new)

    def merge(self, slug: str, into: str) -> None:
        """Make one artifact of two: documents, records and reviews of the first go to the second.

        The second keeps its name, kind, prices and scores; comparisons of the first are gone, and its addresses lead to
        the second. Records that both tell are held as duplicates.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: both are the same, or both have a document of one origin.
        """
        with self.database.writing() as session:
            _known(session, slug, into)
            shared = sorted(publishing.origins(session, slug) & publishing.origins(session, into))
            if shared:
                raise UsageError(
                    f"{slug} and {into} both have a document {shared[0]}; remove one of them first", subject=slug
                )
            publishing.take_comparisons(session, slug)
            publishing.drop_own(session, slug)
            self._hand_over(session, slug, into)
            reconcile(session, into, self.now())

    def remove(self, subject: str) -> str:
        """Delete an artifact, or one revision with its records, for good; which of both it was.

        Raises:
            UnknownSubjectError: it is neither.
        """
        with self.database.writing() as session:
            if artifacts.get(session, subject):
                publishing.remove_artifact(session, subject)
                return "artifact"
            revision = documents.get(session, subject)
            if revision is None:
                raise UnknownSubjectError(
                    f"no artifact and no revision {subject}; see: decompose artifacts", subject=subject
                )
            publishing.remove_revision(session, subject)
            reconcile(session, revision.document.slug, self.now())
            self.comparing.keeping.forget_words(session, revision.document.slug, self.now())
            return "revision"

    def _hand_over(self, session: Session, old: str, new: str) -> None:
        publishing.hand_over(session, old, new)
        publishing.redirect(session, old, new, self.now())

    def _compare_again(self, kept: Iterable[Kept], old: str, new: str) -> None:
        for each in kept:
            pair = [new if slug == old else slug for slug in (each.a, each.b)]
            is_turned = pair[0] > pair[1]
            self.comparing.store(*pair)
            log = tuple(_renamed(entry, old, new, is_turned=is_turned) for entry in each.log)
            with self.database.writing() as session:
                publishing.give_log(session, min(pair), max(pair), log)


def _known(session: Session, slug: str, other: str | None) -> tuple[str, str | None]:
    """The slugs, a pair in canonical order."""
    for one in (slug, other):
        if one is not None and artifacts.get(session, one) is None:
            raise UnknownSubjectError(f"no artifact {one}; see: decompose artifacts", subject=one)
    if other is None:
        return slug, None
    if slug == other:
        raise UsageError(f"{slug} and {other} are one artifact; name two", subject=slug)
    first, second = sorted((slug, other))
    return first, second


_TURNED = {"a.": "b.", "b.": "a."}


def _renamed(entry: Moved, old: str, new: str, *, is_turned: bool) -> Moved:
    """An entry of a change log as it would have been written under the new slug."""
    was, now = (new if winner == old else winner for winner in (entry.was, entry.now))
    because = tuple(
        replace(change, fact=_TURNED.get(change.fact[:2], change.fact[:2]) + change.fact[2:]) if is_turned else change
        for change in entry.because
    )
    return replace(entry, was=was, now=now, because=because)
