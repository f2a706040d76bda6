"""What an operator does to what is published: hold it back, show it again, rename, merge, and remove for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from decompose.domain.artifact import why_no_slug
from decompose.domain.comparison import Comparison
from decompose.domain.flip import item_id_of_pair, item_under
from decompose.domain.renaming import Renaming
from decompose.domain.review import Action, ItemStatus, item_of_page
from decompose.domain.write_up.material import material_of
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.catalog import require_known
from decompose.services.compare import Comparing
from decompose.services.reconcile import comparing_with, reconcile
from decompose.services.reingest import settle_queue
from decompose.store import artifacts, documents, publishing, removing, reviews
from decompose.store.database import Database, Session
from decompose.store.publishing import Hold, Kept
from decompose.store.search import index

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, an artifact or a revision, and whether its bytes are gone from the file of the database too."""

    what: str
    is_overwritten: bool


@dataclass(frozen=True, slots=True)
class _Taken:
    """A comparison on its way to another name; `digest` names the material of a write-up that turns with it."""

    kept: Kept
    renaming: Renaming
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Publishing:
    """`comparing` makes the comparisons of a renamed artifact anew under its new name."""

    database: Database
    comparing: Comparing
    now: Callable[[], datetime]

    def hold(self, slug: str, other: str | None = None, why: str = "", by: str = OPERATOR) -> None:
        """Show readers an artifact, or the comparison of a pair, no longer; names that were given up are followed.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: both are the same.
        """
        with self.database.writing() as session:
            pair = _of_today(session, slug, other)
            publishing.hold(session, *pair, why, self.now())
            self._note(session, *pair, Action.HOLD, by, why or None)

    def release(self, slug: str, other: str | None = None, by: str = OPERATOR) -> tuple[str, ...]:
        """Show it again; under which slugs readers find it.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: it was not held.
        """
        with self.database.writing() as session:
            pair = _of_today(session, slug, other)
            slugs = tuple(one for one in pair if one is not None)
            if not publishing.release(session, *pair):
                raise UsageError(f"{' with '.join(slugs)} is not held; see: decompose hold", subject=slug)
            self._note(session, *pair, Action.RELEASE, by)
            return slugs

    def holds(self) -> tuple[Hold, ...]:
        with self.database.reading() as session:
            return publishing.holds(session)

    def rename(self, slug: str, new: str, by: str = OPERATOR) -> None:
        """Give an artifact another slug; its old addresses lead to the new ones.

        Its comparisons keep their logs and write-ups. All of it is done, or nothing.

        Raises:
            UnknownSubjectError: no artifact has the slug.
            UsageError: the new one is no slug, or is taken.
        """
        if why := why_no_slug(new):
            raise UsageError(why, subject=new)
        with self.database.writing() as session:
            require_known(session, slug)
            if artifacts.get(session, new):
                raise UsageError(f"{new} is taken; to make one of both: decompose merge {slug} {new}", subject=new)
            taken = [self._taken(session, kept, slug, new) for kept in publishing.take_comparisons(session, slug)]
            publishing.copy_artifact(session, slug, new)
            self._hand_over(session, slug, new)
            for each in taken:
                self._give_back(session, each)
            self._note(session, new, None, Action.RENAME, by, f"was {slug}")

    def merge(self, slug: str, into: str, by: str = OPERATOR) -> None:
        """Make one artifact of two: documents, records and reviews of the first go to the second.

        The second keeps its name, kind, prices and scores; comparisons of the first are gone, and its addresses lead to
        the second. Records that both tell are held as duplicates.

        Raises:
            UnknownSubjectError: one of them is not known.
            UsageError: both are the same, both have a document of one origin, or the first is held back.
        """
        with self.database.writing() as session:
            _require_two(session, slug, into)
            if publishing.is_held(session, slug):
                raise UsageError(
                    f"{slug} is held, and a merge would publish it; first: decompose release {slug}",
                    subject=slug,
                )
            shared = sorted(publishing.origins(session, slug) & publishing.origins(session, into))
            if shared:
                raise UsageError(
                    f"{slug} and {into} both have a document {shared[0]}; remove one of them first", subject=slug
                )
            for pair in publishing.erase_comparisons(session, slug):
                self._close_flip(session, *pair)
            publishing.drop_own(session, slug)
            self._hand_over(session, slug, into)
            reconcile(session, into, self.now())
            self._note(session, into, None, Action.MERGE, by, f"with {slug}")

    def remove(self, subject: str, by: str = OPERATOR) -> Removed:
        """Delete an artifact, or one revision with its records, for good; the trail keeps who decided, and digests.

        Raises:
            UnknownSubjectError: it is neither.
        """
        with self.database.writing() as session:
            slug = self._owner(session, subject)
            is_artifact = slug == subject
            words = removing.words_of(session, slug, None if is_artifact else subject)
            others = {*removing.neighbours(session, slug), *comparing_with(session, slug)}
            if is_artifact:
                self._note(session, slug, None, Action.REMOVE, by)
                removing.remove_artifact(session, slug, self.now())
            else:
                removing.remove_revision(session, subject, self.now())
                self._note(session, slug, None, Action.REMOVE, by, subject)
                settle_queue(session, slug, (), self.now())
                self.comparing.keeping.forget_words(session, slug, self.now())
                others.add(slug)
            for other in sorted(others):
                reconcile(session, other, self.now())
            removing.forget_in_objections(session, sorted(others), words)
            index.renew(session, sorted({slug, *others}))
            removing.overwrite(session)
        return Removed("artifact" if is_artifact else "revision", self.database.overwrite())

    def _owner(self, session: Session, subject: str) -> str:
        """The artifact that a slug or the id of a revision names."""
        if artifacts.get(session, subject):
            return subject
        revision = documents.get(session, subject)
        if revision is None:
            remedy = "no revision either; see: decompose artifacts"
            raise UnknownSubjectError(publishing.absent(session, subject, remedy), subject=subject)
        return revision.document.slug

    def _note(
        self, session: Session, slug: str, other: str | None, action: Action, by: str, comment: str | None = None
    ) -> None:
        """Write into the trail what an operator did to what readers see."""
        item = item_of_page(slug, other)
        before = reviews.get(session, item.id) or item
        reviews.move(
            session,
            before,
            replace(before, revision=before.revision + 1),
            who=by,
            action=action,
            at=self.now(),
            comment=comment,
        )

    def _hand_over(self, session: Session, old: str, new: str) -> None:
        publishing.hand_over(session, old, new)
        publishing.redirect(session, old, new, self.now())

    def _taken(self, session: Session, kept: Kept, old: str, new: str) -> _Taken:
        """What was taken, with the material of its write-up where that is about to turn."""
        renaming = Renaming(old, new, kept.b if kept.a == old else kept.a)
        if not (renaming.is_turned and kept.write_up):
            return _Taken(kept, renaming)
        before = self.comparing.of(session, kept.a, kept.b)
        partners = {pair.a: pair.b for pair in before.alignment.both}
        return _Taken(kept, replace(renaming, partners=partners), self._digest(before))

    def _give_back(self, session: Session, taken: _Taken) -> None:
        """Compare a pair anew under its new slug; log and write-up are those that it had."""
        comparison = self.comparing.keep(session, *taken.renaming.pair)
        digests = {taken.digest: self._digest(comparison)} if taken.digest else {}
        publishing.give_back(session, taken.kept, taken.renaming, digests)
        item = reviews.get(session, item_id_of_pair(taken.kept.a, taken.kept.b))
        if item:
            reviews.keep_as(session, item.id, item_under(item, taken.renaming))

    def _close_flip(self, session: Session, a: str, b: str) -> None:
        """The verdict of a pair that is stored no more waits for nobody."""
        item = reviews.get(session, item_id_of_pair(a, b))
        if item and item.status is ItemStatus.OPEN:
            after = replace(item, status=ItemStatus.NONE, revision=item.revision + 1)
            reviews.move(session, item, after, who=reviews.PROGRAM, action=Action.WITHDRAW, at=self.now())

    def _digest(self, comparison: Comparison) -> str:
        return material_of(comparison, self.comparing.keeping.policy).digest


def _of_today(session: Session, slug: str, other: str | None) -> tuple[str, str | None]:
    """The slugs that they have today, a pair in canonical order; what can be taken back follows names given up."""
    slug = publishing.redirected(session, slug) or slug
    if other is None:
        require_known(session, slug)
        return slug, None
    other = publishing.redirected(session, other) or other
    _require_two(session, slug, other)
    first, second = sorted((slug, other))
    return first, second


def _require_two(session: Session, slug: str, other: str) -> None:
    require_known(session, slug, other)
    if slug == other:
        raise UsageError(f"both are one artifact, {slug}; name two", subject=slug)
