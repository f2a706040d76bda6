"""Searches that are kept: what has come to answer them since, each artifact told once.

A kept search is known by its link, which nobody can make up. One that has no owner is forgotten when its feed was not
read for `UNREAD`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from decompose.domain.matching.entries import Filters
from decompose.domain.matching.findings import News, Saved
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.search import DEPTH, Searching
from decompose.services.webhooks import Webhooks
from decompose.store import saved as store
from decompose.store.database import Database
from decompose.store.search import index

UNREAD = timedelta(days=90)
MOST_UNOWNED = 10_000
MOST_TOLD = 50
LONGEST = 2_000
# The type of the messages to webhooks.
MATCHED = "search.matched"


@dataclass(frozen=True, slots=True)
class Following:
    """`key` is asked when a link is first made or read."""

    database: Database
    search: Searching
    key: Callable[[], str]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    webhooks: Webhooks

    def save(self, query: str, filters: Filters, owner: str | None, hook: str | None = None) -> tuple[Saved, str]:
        """Keep a search; it is returned with its link. What answers it now is no news.

        Args:
            hook: an address that is sent a signed message for each artifact that comes to answer it.

        Raises:
            UsageError: nothing is asked, too much, or too many keep searches without a name; a hook without an owner,
                or that is no address.
            ConfigurationError: there is no secret to sign with.
        """
        if not query.strip() or len(query) > LONGEST:
            raise UsageError(f"a search that is kept has 1 to {LONGEST:,} characters", subject=query[:40])
        if hook is not None:
            self._check(hook, owner)
        now = self.now()
        kept = Saved(self.new_id(), owner, query.strip(), filters, now, now, hook=hook)
        with self.database.writing() as session:
            store.forget(session, now - UNREAD)
            if owner is None and store.count_unowned(session) >= MOST_UNOWNED:
                raise UsageError("too many searches are kept without a token; send one, or follow /search.atom?q=")
            store.add(session, kept)
        self._look_through(kept)
        return kept, self.link(kept)

    def link(self, kept: Saved) -> str:
        """The secret part of a kept search's addresses, the same each time."""
        return str(self._serializer().dumps(kept.id))

    def of_link(self, link: str) -> Saved:
        """The kept search of a link.

        Raises:
            UnknownSubjectError: there is none, or none any more.
        """
        try:
            saved_id = str(self._serializer().loads(link))
        except (BadSignature, ValueError):
            saved_id = ""
        return self._kept(saved_id)

    def all_of(self, owner: str | None = None) -> tuple[Saved, ...]:
        """Every kept search, or those of an owner, the oldest first."""
        with self.database.reading() as session:
            return store.all_of(session, owner)

    def remove(self, saved_id: str) -> Saved:
        """Forget a kept search. Raises UnknownSubjectError as `of_link` does."""
        kept = self._kept(saved_id)
        with self.database.writing() as session:
            store.remove(session, saved_id)
        return kept

    def news(self, kept: Saved) -> tuple[News, ...]:
        """What came to answer a search since it was saved, the newest first; that somebody read it is noted.

        What is not published any more is left out.
        """
        self._look_through(kept)
        with self.database.writing() as session:
            store.ask(session, kept.id, self.now())
            since = store.news(session, kept.id)
        told = [replace(one, at=since[one.slug]) for one in self._answers(kept) if one.slug in since]
        return tuple(sorted(told, key=lambda one: (one.at, one.slug), reverse=True)[:MOST_TOLD])

    def renew(self) -> Iterator[tuple[Saved, tuple[News, ...]]]:
        """Look every kept search through that was not since the index last changed; those with news are given out."""
        with self.database.reading() as session:
            waiting = store.all_of(session, but_seen_in=index.state(session).edition)
        for kept in waiting:
            new = set(self._look_through(kept))
            if new:
                yield kept, tuple(replace(one, at=self.now()) for one in self._answers(kept) if one.slug in new)

    def tell(self) -> None:
        """Look through the searches that are told to an address, and write down what is news to them."""
        with self.database.reading() as session:
            waiting = store.all_of(session, but_seen_in=index.state(session).edition)
        for kept in waiting:
            if kept.hook:
                self._look_through(kept)

    def _look_through(self, kept: Saved) -> tuple[str, ...]:
        """Note what answers a search, unless nothing changed since it was done last; what is news is returned."""
        with self.database.reading() as session:
            edition = index.state(session).edition
        if edition == kept.edition:
            return ()
        answers = {one.slug: one for one in self._answers(kept)}
        with self.database.writing() as session:
            new = store.note(session, kept.id, answers, edition, self.now())
            for slug in new if kept.hook else ():
                one = answers[slug]
                data = {
                    "search": kept.id,
                    "query": kept.query,
                    "slug": slug,
                    "name": one.name,
                    "capability": one.capability,
                }
                self.webhooks.put(session, MATCHED, key=f"{kept.id}:{slug}", data=data, addresses=(kept.hook or "",))
            return new

    def _check(self, hook: str, owner: str | None) -> None:
        if owner is None:
            raise UsageError("only the searches of a token are told to an address: give an owner", subject=hook)
        if not hook.startswith(("https://", "http://")) or len(hook) > LONGEST:
            raise UsageError(f"“{hook[:80]}” is no address; give one that begins with https://", subject=hook)
        self.webhooks.require_secret()

    def _answers(self, kept: Saved) -> tuple[News, ...]:
        return self.search.followed(kept.query, filters=kept.filters, limit=DEPTH)

    def _kept(self, saved_id: str) -> Saved:
        with self.database.reading() as session:
            kept = store.get(session, saved_id)
        if kept is None:
            raise UnknownSubjectError("no such search is kept; see: decompose saved list", subject=saved_id)
        return kept

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.key(), salt="saved search")
