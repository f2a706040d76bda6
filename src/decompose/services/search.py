"""Searches: read the index, let the domain rank, remember what was shown; and what people did with the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import OUTCOMES, Act, Trace, Visit
from decompose.domain.matching.explaining import likeness, why
from decompose.domain.matching.findings import Answer, Hit, Listed, News, Result
from decompose.domain.matching.graph import Graph, Used, beside, graph_of, reordered
from decompose.domain.matching.lexicon import SMALL
from decompose.domain.matching.meaning import fused
from decompose.domain.matching.ranking import NAME, Candidate, Corpus, Match, best_of_each, covers, lifted, rank
from decompose.domain.matching.words import Query, grams_of, intent_of, query_of
from decompose.errors import FeedbackRefusedError, ForbiddenError, UnknownSubjectError, UsageError
from decompose.services.callbacks import Signer
from decompose.services.vectors import Meanings, Question
from decompose.store import matches, publishing
from decompose.store.database import Database, Session
from decompose.store.search import index

# How many entries are read to rank; the best are among them whatever the rest is.
DEPTH = 100
MOST_RESULTS = 50
MOST_OF_AN_ARTIFACT = 4
SHORTEST, LONGEST = 1, 100_000
# A term in more entries than this, and in more than this share of them, tells little and costs much: it is looked up
# only where the others find less than this.
_COMMON, _COMMON_SHARE, _FEWEST_FOUND = 1_000, 0.02, 30
_NAMES_TRIED = 20
# Who types a name types little else; in a sentence, a word that no entry has is just another word.
_LONGEST_OF_NAMES = 4
GRAPH_AGE = timedelta(seconds=60)
TIDIED_EVERY = timedelta(hours=1)
_READS_AT_MOST = timedelta(hours=1)


@dataclass
class _Learnt:
    """The graph that is in use, and the events that it was made of."""

    graph: Graph = field(default_factory=Graph)
    edition: tuple[int, int] = (0, 0)
    made: datetime | None = None


@dataclass
class Searching:
    """`signer` makes the tokens of answers. The graph is made anew at most once a minute.

    What is older than `kept_for` goes when a search is written, at most once an hour. With `meanings` a search is one
    by meaning as well; feeds, kept searches and near names go by words alone.
    """

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    signer: Signer
    kept_for: timedelta | None = None
    meanings: Meanings | None = None
    _learnt: _Learnt = field(default_factory=_Learnt)
    _frequencies: dict[str, int] = field(default_factory=dict)
    _edition: int = -1
    _tidied: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # -- asking --------------------------------------------------------------------------------------------

    def search(self, text: str, visit: Visit, *, filters: Filters | None = None, limit: int = 10) -> Answer:
        """The artifacts that answer a query; the search is remembered with what was shown.

        Raises:
            UsageError: nothing is asked, or more than anybody reads.
        """
        query = query_of(text)
        if not text.strip():
            raise UsageError("nothing is asked: say in a few words what the tool should do")
        if len(text) > LONGEST:
            raise UsageError(f"the query has {len(text):,} characters; {LONGEST:,} are the most")
        self._keep_up()
        graph = self.graph()
        limit = max(1, min(limit, MOST_RESULTS))
        filters = filters or Filters()
        # Before the session: nobody waits for an endpoint with a connection in hand.
        question = self.meanings.question(text) if self.meanings else Question()
        with self.database.reading() as session:
            near = self._near(session, question, filters)
            answering, is_all = self._found(session, query, graph.used(text), filters, near)
            found = answering[:limit]
            shown = index.shown(session, [match.candidate.id for group in found for match in group])
            counts = matches.times_matched(session, [group[0].candidate.slug for group in found])
            known = [match.candidate.capability for group in found for match in group if match.candidate.capability]
            of_capabilities = matches.matched_capabilities(session, known)
        trace = self._traced(text, visit, found)
        with self.database.writing() as session:
            matches.add(session, [trace])
            self._tidy(session)
        results = [self._result(trace.id, group, query, shown, counts, of_capabilities) for group in found]
        return Answer(trace.id, text, tuple(results), question.note, len(answering), is_all)

    def find(self, text: str, *, filters: Filters | None = None) -> tuple[tuple[Match, ...], ...]:
        """The matches of a query by artifact, the best first; nothing is remembered."""
        self._keep_up()
        with self.database.reading() as session:
            return self._found(session, query_of(text), self.graph().used(text), filters or Filters())[0]

    def followed(self, text: str, *, filters: Filters | None = None, limit: int = 30) -> tuple[News, ...]:
        """What answers a search that somebody follows, the newest first; nothing is remembered.

        What has less than half of the words is no news to anybody.
        """
        query = query_of(text)
        groups = [group for group in self.find(text, filters=filters) if covers(group[0], query)]
        with self.database.reading() as session:
            shown = index.shown(session, [group[0].candidate.id for group in groups])
            added = index.added(session, [each.slug for each in shown.values()])
        news = [
            News(each.slug, each.artifact, each.name, each.text, added[each.slug])
            for each in shown.values()
            if each.slug in added
        ]
        return tuple(sorted(news, key=lambda one: (one.at, one.slug), reverse=True)[:limit])

    def near_names(self, words: str, limit: int = 5) -> tuple[tuple[str, str], ...]:
        """Artifacts that may have been meant by a slug or name that nobody has, as (slug, name)."""
        self._keep_up()
        with self.database.reading() as session:
            found = dict(index.near_names(session, words, limit))
            query = query_of(words)
            matches_ = self._found(session, query, Used(), Filters())[0][:limit]
            shown = index.shown(session, [group[0].candidate.id for group in matches_])
        found.update({each.slug: each.artifact for each in shown.values()})
        return tuple(found.items())[:limit]

    def capabilities(self, after: int, limit: int) -> tuple[tuple[Listed, ...], int]:
        """Published capabilities behind the one of that number, and how many there are in all."""
        self._keep_up()
        with self.database.reading() as session:
            rows = index.capabilities_after(session, after, limit)
            counts = matches.matched_capabilities(session, [shown.capability or "" for _, shown in rows])
            total = index.count_capabilities(session)
        return tuple(_listed(number, shown, counts) for number, shown in rows), total

    def kinds(self) -> tuple[str, ...]:
        """The kinds that something can be found of."""
        self._keep_up()
        with self.database.reading() as session:
            return index.kinds(session)

    # -- what came of it -----------------------------------------------------------------------------------

    def opened(self, token: str) -> str:
        """Note that a result was opened; its slug is returned. Opening it again changes nothing.

        Raises:
            ForbiddenError: the token is forged or too old.
            UnknownSubjectError: the search is kept no more.
        """
        search_id, slug = self.signer.read(token, self.now())
        with self.database.writing() as session:
            slug = _now(session, slug)
            trace = self._trace(session, search_id, slug)
            self._dwelt(session, trace)
            if slug not in trace.opened:
                matches.note(session, search_id, slug, Act.OPENED, self.now())
        return slug

    def shown_by(self, token: str) -> str:
        """The artifact of a token; nothing is noted. Raises ForbiddenError as `opened` does."""
        return self.signer.read(token, self.now())[1]

    def judged(self, token: str, outcome: str) -> str:
        """Note what the bearer of a token thinks of its result; the slug is returned. Raises as `feedback` does."""
        search_id, slug = self.signer.read(token, self.now())
        self.feedback(search_id, slug, outcome, token)
        with self.database.reading() as session:
            return _now(session, slug)

    def feedback(self, search_id: str, slug: str, outcome: str, token: str | None) -> Trace:
        """Note whether a result was good. Without a token only on the machine itself (`token` None).

        Raises:
            UsageError: there is no such outcome.
            ForbiddenError: the token is forged, too old, or of another answer.
            FeedbackRefusedError: this result was judged already.
            UnknownSubjectError: there is no such search, or it did not show that artifact.
        """
        if outcome not in OUTCOMES:
            raise UsageError(f"outcome is “{outcome}”; give one of {', '.join(OUTCOMES)}", subject=outcome)
        if token is not None and self.signer.read(token, self.now()) != (search_id, slug):
            raise ForbiddenError("this token belongs to another answer; send the token that came with this result")
        with self.database.writing() as session:
            slug = _now(session, slug)
            trace = self._trace(session, search_id, slug)
            if slug in trace.outcome:
                raise FeedbackRefusedError(f"{slug} was judged for this search already; search again", subject=slug)
            self._dwelt(session, trace)
            matches.note(session, search_id, slug, Act(outcome), self.now())
            return self._trace(session, search_id, slug)

    # -- the graph -----------------------------------------------------------------------------------------

    def graph(self, *, fresh: bool = False) -> Graph:
        """What use says; made anew where events came since and a minute has passed, or it must be `fresh`."""
        with self._lock:
            learnt, now = self._learnt, self.now()
            if not fresh and learnt.made and now - learnt.made < GRAPH_AGE:
                return learnt.graph
            with self.database.reading() as session:
                edition = matches.edition(session)
                traces = matches.all_of(session) if edition != learnt.edition else ()
            graph = graph_of(traces) if edition != learnt.edition else learnt.graph
            self._learnt = _Learnt(graph, edition, now)
            return graph

    # -- inside --------------------------------------------------------------------------------------------

    def _tidy(self, session: Session) -> None:
        """Forget what is kept no longer."""
        now = self.now()
        with self._lock:
            if self.kept_for is None or (self._tidied and now - self._tidied < TIDIED_EVERY):
                return
            self._tidied = now
        matches.forget(session, now - self.kept_for)

    def _keep_up(self) -> None:
        """Make the index where a new analysis, or an older database, has none."""
        with self.database.reading() as session:
            is_stale = index.is_stale(session)
        if is_stale:
            with self.database.writing() as session:
                if index.is_stale(session):
                    index.rebuild(session)

    def _near(self, session: Session, question: Question, filters: Filters) -> list[tuple[Candidate, float]]:
        """Entries that are like a query by meaning, the best first."""
        if self.meanings is None or question.vector is None:
            return []
        likeness = dict(self.meanings.nearest(session, question.vector, filters))
        candidates = {each.id: each for each in index.candidates(session, likeness, filters)}
        return [(candidates[each], likeness[each]) for each in likeness if each in candidates]

    def _found(
        self,
        session: Session,
        query: Query,
        used: Used,
        filters: Filters,
        near: Sequence[tuple[Candidate, float]] = (),
    ) -> tuple[tuple[tuple[Match, ...], ...], bool]:
        """The matches by artifact, the best first, and whether all that match were read."""
        state = index.state(session)
        frequency = self._frequency(session, state, query)
        corpus = Corpus(state.entries, state.mean_length, frequency)
        ids, is_all = self._looked_up(session, query, corpus, filters)
        is_short = len(query.terms) <= _LONGEST_OF_NAMES
        unknown = [
            word for term, word in query.words.items() if is_short and word not in SMALL and not frequency.get(term)
        ]
        named = index.full_text(session).resembling(session, grams_of(unknown), _NAMES_TRIED) if unknown else []
        candidates = index.candidates(session, list(dict.fromkeys(ids + named)), filters)
        meant = _meant(unknown, candidates)
        corpus = self._with(session, state, corpus, [term for terms in meant.values() for term in terms])
        groups = best_of_each(fused(rank(query, candidates, corpus, names=meant), near))
        if not used:
            return groups, is_all
        unfound = beside({group[0].candidate.slug for group in groups}, used)
        groups = (*groups, *self._beside(session, unfound, filters))
        found = lifted(groups, reordered([group[0].candidate.slug for group in groups], used))
        told = tuple(
            group for group in found if group[0].terms or group[0].nearness or group[0].lifted or group is found[0]
        )
        return told, is_all

    @staticmethod
    def _beside(session: Session, slugs: Sequence[str], filters: Filters) -> tuple[tuple[Match, ...], ...]:
        """Artifacts that words did not find, as the last results."""
        if not slugs:
            return ()
        found = index.candidates(session, index.of_artifacts(session, slugs, filters), filters)
        of_each = best_of_each(Match(each, 0.0, ()) for each in sorted(found, key=lambda each: each.id))
        return tuple(sorted(of_each, key=lambda group: slugs.index(group[0].candidate.slug)))

    def _looked_up(self, session: Session, query: Query, corpus: Corpus, filters: Filters) -> tuple[list[int], bool]:
        """Entries with all of the terms; where they are few, entries with any of those that tell.

        Whether they are all of them stands beside: no more than so many are read.
        """
        engine, where = index.full_text(session), index.conditions(filters)
        known = [term for term in query.weights if corpus.frequency.get(term)]
        own = [term for term in query.terms if term in known]
        if not known:
            return [], True
        ids = engine.matching(session, own, where, every=True, limit=DEPTH) if len(own) > 1 else []
        if len(ids) >= DEPTH:
            return ids, False
        common = max(_COMMON, _COMMON_SHARE * corpus.entries)
        is_all = True
        rare = [term for term in known if corpus.frequency[term] <= common]
        for asked in (rare, known):
            if asked and len(ids) < _FEWEST_FOUND:
                found = engine.matching(session, asked, where, every=False, limit=DEPTH)
                is_all = is_all and len(found) < DEPTH
                ids += found
        return list(dict.fromkeys(ids)), is_all

    def _frequency(self, session: Session, state: index.State, query: Query) -> Mapping[str, int]:
        return self._counted(session, state, list(query.weights))

    def _with(self, session: Session, state: index.State, corpus: Corpus, terms: Sequence[str]) -> Corpus:
        return replace(corpus, frequency={**corpus.frequency, **self._counted(session, state, terms)})

    def _counted(self, session: Session, state: index.State, terms: Sequence[str]) -> dict[str, int]:
        """In how many entries each term is; remembered until the index changes."""
        with self._lock:
            if self._edition != state.edition:
                self._frequencies, self._edition = {}, state.edition
            known = self._frequencies
        missing = [term for term in terms if term not in known]
        if missing:
            found = index.full_text(session).frequencies(session, missing)
            known.update({term: found.get(term, 0) for term in missing})
        return {term: known[term] for term in terms}

    def _traced(self, text: str, visit: Visit, found: Sequence[tuple[Match, ...]]) -> Trace:
        best = [_named(group) for group in found]
        return Trace(
            id=self.new_id(),
            at=self.now(),
            visit=visit,
            query=text,
            intent=intent_of(text),
            shown=tuple(each.slug for each in best),
            capabilities={each.slug: each.capability for each in best if each.capability},
        )

    def _result(
        self,
        search_id: str,
        group: Sequence[Match],
        query: Query,
        shown: Mapping[int, index.Shown],
        counts: Mapping[str, int],
        of_capabilities: Mapping[str, int],
    ) -> Result:
        first = shown[group[0].candidate.id]
        # The artifact itself is shown where no capability of it was found, and lends the first one its score.
        records = [match for match in group if match.candidate.capability] or group
        hits = tuple(
            _hit(match, shown[match.candidate.id], query, of_capabilities) for match in records[:MOST_OF_AN_ARTIFACT]
        )
        hits = (replace(hits[0], score=round(group[0].score, 4)), *hits[1:])
        token = self.signer.sign(search_id, first.slug, self.now())
        return Result(first.slug, first.artifact, first.kind, hits, counts.get(first.slug, 0), token)

    @staticmethod
    def _trace(session: Session, search_id: str, slug: str) -> Trace:
        trace = matches.get(session, search_id)
        if trace is None:
            raise UnknownSubjectError(f"no search {search_id} is kept; search again", subject=search_id)
        if slug not in trace.shown:
            raise UnknownSubjectError(f"the search {search_id} did not show {slug}", subject=slug)
        return trace

    def _dwelt(self, session: Session, trace: Trace) -> None:
        """Whoever comes back has read what was opened before, for so long."""
        last = matches.last_act(session, trace.id, (Act.OPENED, Act.DWELT))
        if last is None or last[0] in trace.dwelt:
            return
        slug, since = last
        seconds = min(self.now() - since, _READS_AT_MOST).total_seconds()
        matches.note(session, trace.id, slug, Act.DWELT, self.now(), seconds=max(0.0, seconds))


def _now(session: Session, slug: str) -> str:
    """The artifact that answers for one which a token names: another one where it was renamed since."""
    return publishing.redirected(session, slug) or slug


def _named(group: Sequence[Match]) -> Candidate:
    """What stands for an artifact in the events: its best capability, or itself."""
    return next((match.candidate for match in group if match.candidate.capability), group[0].candidate)


def _listed(number: int, shown: index.Shown, counts: Mapping[str, int]) -> Listed:
    capability = shown.capability or ""
    return Listed(
        number,
        shown.slug,
        shown.artifact,
        capability,
        shown.name,
        shown.text,
        shown.kind,
        counts.get(capability, 0),
    )


def _meant(unknown: Sequence[str], candidates: Sequence[Candidate]) -> dict[str, dict[str, float]]:
    """Of words that no entry has, which terms of names they may be misspelt forms or beginnings of."""
    names = {term for candidate in candidates for term in candidate.fields[NAME]}
    found = {word: {term: like for term in names if (like := likeness(word, term))} for word in unknown}
    return {word: terms for word, terms in found.items() if terms}


def _hit(match: Match, shown: index.Shown, query: Query, of_capabilities: Mapping[str, int]) -> Hit:
    names = {word: {term: 1.0} for word in query.words.values() for term in match.terms if likeness(word, term)}
    unknown = {word: terms for word, terms in names.items() if not set(terms) & query.weights.keys()}
    return Hit(
        capability=shown.capability,
        name=shown.name,
        text=shown.text,
        score=round(match.score, 4),
        why=why(match, query, unknown),
        words=tuple(word for term, word in query.words.items() if term in match.terms),
        times_matched=of_capabilities.get(shown.capability or "", 0),
    )
