"""Searches and what came of them: rows that are only ever added, and what they add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, func, select

from decompose.domain.matching.events import MATCHES, OUTCOMES, Act, Trace, Visit, roots
from decompose.store import usage
from decompose.store.chunks import among, chunks
from decompose.store.tables import MatchEventRow, SearchRow

_SEARCH = (
    SearchRow.id,
    SearchRow.at,
    SearchRow.visitor,
    SearchRow.source,
    SearchRow.is_bot,
    SearchRow.query,
    SearchRow.intent,
    SearchRow.root,
)
_EVENT = (
    MatchEventRow.search_id,
    MatchEventRow.slug,
    MatchEventRow.capability_id,
    MatchEventRow.act,
    MatchEventRow.place,
    MatchEventRow.seconds,
)


def add(session: Session, traces: Sequence[Trace]) -> int:
    """Keep searches with all that came of them; those that are kept already stay. Their number is returned."""
    known: set[str] = set()
    for some in chunks(traces):
        wanted = [trace.id for trace in some]
        known |= set(session.exec(select(SearchRow.id).where(col(SearchRow.id).in_(wanted))).all())
    new = list({trace.id: trace for trace in traces if trace.id not in known}.values())
    if not new:
        return 0
    session.flush()
    session.connection().execute(insert(SearchRow), [_search_values(trace) for trace in new])
    events = [event for trace in new for event in _events(trace)]
    if events:
        session.connection().execute(insert(MatchEventRow), events)
    _settle(session, {(trace.visit.visitor, trace.intent) for trace in new})
    usage.take_in(session, new)
    return len(new)


def note(session: Session, search_id: str, slug: str, act: Act, at: datetime, *, seconds: float | None = None) -> int:
    """Add that something happened to a result; the number of the event is returned."""
    shown = session.exec(
        select(MatchEventRow).where(
            MatchEventRow.search_id == search_id, MatchEventRow.slug == slug, MatchEventRow.act == Act.SHOWN.value
        )
    ).first()
    row = MatchEventRow(
        search_id=search_id,
        at=at,
        slug=slug,
        capability_id=shown.capability_id if shown else None,
        act=act.value,
        place=shown.place if shown else None,
        seconds=seconds,
    )
    session.add(row)
    session.flush()
    search = session.get(SearchRow, search_id)
    if search:
        trace = Trace(search.id, search.at, _visit(search), search.query, search.intent)
        usage.take_in_act(session, trace, slug, act, None if shown is None else shown.place or 0)
    return row.id or 0


def _visit(search: SearchRow) -> Visit:
    return Visit(search.visitor, search.source, search.is_bot)


def count_use_anew(session: Session, slug: str, *, old: str) -> None:
    """Add up anew what use says of an artifact that has the events of another one now."""
    usage.drop(session, [slug, old])
    of_it = select(MatchEventRow.search_id).where(MatchEventRow.slug == slug)
    usage.take_in(session, _traces(session, ids=of_it), only=slug)


def get(session: Session, search_id: str) -> Trace | None:
    """One search with all that came of it."""
    return next(iter(_traces(session, search_id=search_id)), None)


def all_of(session: Session) -> tuple[Trace, ...]:
    """Every search with all that came of it, the oldest first."""
    return _traces(session)


def last_act(session: Session, search_id: str, acts: Collection[Act]) -> tuple[str, datetime] | None:
    """To which artifact one of these last happened in a search, and when."""
    row = session.exec(
        select(MatchEventRow)
        .where(MatchEventRow.search_id == search_id, col(MatchEventRow.act).in_([act.value for act in acts]))
        .order_by(col(MatchEventRow.id).desc())
    ).first()
    return (row.slug, row.at) if row else None


def edition(session: Session) -> tuple[int, int]:
    """Differs as soon as an event came or went."""
    newest, count = session.exec(select(func.max(MatchEventRow.id), func.count())).one()
    return newest or 0, count


def times_matched(
    session: Session, slugs: Collection[str] | None = None, until: datetime | None = None
) -> dict[str, int]:
    """By artifact, in how many different searches of people it was opened or found good, so far or before a moment."""
    return _counted(session, MATCHES, slugs, until)


def times_shown(
    session: Session, slugs: Collection[str] | None = None, until: datetime | None = None
) -> dict[str, int]:
    """By artifact, in how many different searches of people it was shown, so far or before a moment."""
    return _counted(session, (Act.SHOWN,), slugs, until)


def counters(session: Session, slugs: Collection[str]) -> dict[str, tuple[int, int]]:
    """Both at once, as (matched, shown), of those of these artifacts that were found at all."""
    rows = session.execute(_COUNTERS, {"slugs": slugs}).all()
    return {slug: (matched, shown) for slug, matched, shown in rows}


def readers(session: Session, since: datetime, slugs: Collection[str] | None = None) -> dict[str, int]:
    """By artifact, how many people have opened a result of it or found it good since a moment."""
    query = (
        select(MatchEventRow.slug, func.count(func.distinct(SearchRow.visitor)))
        .join(SearchRow, col(SearchRow.id) == MatchEventRow.search_id)
        .where(
            col(MatchEventRow.act).in_([act.value for act in MATCHES]),
            col(MatchEventRow.at) > since,
            col(SearchRow.is_bot).is_(False),
        )
        .group_by(col(MatchEventRow.slug))
    )
    if slugs is not None:
        query = query.where(col(MatchEventRow.slug).in_(slugs))
    return {slug: count for slug, count in session.execute(query).all()}  # noqa: C416 - rows are no pairs to mypy


def matched_capabilities(session: Session, capabilities: Collection[str]) -> dict[str, int]:
    """By capability, in how many different searches of people its result was opened or found good."""
    rows = session.exec(
        select(MatchEventRow.capability_id, func.count(func.distinct(SearchRow.root)))
        .join(SearchRow, col(SearchRow.id) == MatchEventRow.search_id)
        .where(
            col(MatchEventRow.capability_id).in_(capabilities),
            col(MatchEventRow.act).in_([act.value for act in MATCHES]),
            col(SearchRow.is_bot).is_(False),
        )
        .group_by(col(MatchEventRow.capability_id))
    ).all()
    return {capability: count for capability, count in rows if capability}


def forget(session: Session, before: datetime) -> int:
    """Delete searches that are older, with all that came of them; their number is returned."""
    is_old = col(SearchRow.at) < before
    old = select(SearchRow.id).where(is_old)
    visitors = select(SearchRow.visitor).where(is_old)
    staying = session.exec(select(SearchRow.id).where(~is_old, col(SearchRow.visitor).in_(visitors))).all()
    usage.forget(session, visitors)
    session.connection().execute(delete(MatchEventRow).where(col(MatchEventRow.search_id).in_(old)))
    gone = session.connection().execute(delete(SearchRow).where(is_old))
    for some in chunks(staying):
        usage.take_in(session, _traces(session, ids=some))
    return int(gone.rowcount)


def _counted(
    session: Session, acts: Iterable[Act], slugs: Collection[str] | None, until: datetime | None = None
) -> dict[str, int]:
    query = _of_people(acts, func.count(func.distinct(SearchRow.root)))
    if slugs is not None:
        query = query.where(col(MatchEventRow.slug).in_(slugs))
    if until is not None:
        query = query.where(col(MatchEventRow.at) < until)
    return {slug: count for slug, count in session.execute(query).all()}  # noqa: C416 - rows are no pairs to mypy


def _of_people(acts: Iterable[Act], *counts: Any) -> Any:
    """Counts over these acts in the searches of people, by artifact."""
    return (
        select_columns(col(MatchEventRow.slug), *counts)
        .join(SearchRow, col(SearchRow.id) == MatchEventRow.search_id)
        .where(col(MatchEventRow.act).in_([act.value for act in acts]), col(SearchRow.is_bot).is_(False))
        .group_by(col(MatchEventRow.slug))
    )


def _searches(is_counted: ColumnElement[bool]) -> Any:
    return func.count(func.distinct(case((is_counted, col(SearchRow.root)))))


_IS_SHOWN = col(MatchEventRow.act) == Act.SHOWN.value
_COUNTERS = _of_people((*MATCHES, Act.SHOWN), _searches(~_IS_SHOWN), _searches(_IS_SHOWN)).where(
    among(col(MatchEventRow.slug), "slugs")
)


def _settle(session: Session, asked: Collection[tuple[str, str]]) -> None:
    """Say anew which of these visitors' searches repeat which."""
    visitors = sorted({visitor for visitor, _ in asked})
    columns = select_columns(
        *map(col, (SearchRow.id, SearchRow.at, SearchRow.visitor, SearchRow.intent, SearchRow.root))
    )
    moved = []
    for some in chunks(visitors):
        found = session.execute(columns.where(col(SearchRow.visitor).in_(some))).all()
        rows = [row for row in found if (row[2], row[3]) in asked]
        wanted = roots((row[0], row[1], row[2], row[3]) for row in rows)
        moved += [(row[0], wanted[row[0]]) for row in rows if wanted[row[0]] != row[4]]
    for identity, root in moved:
        session.connection().execute(update(SearchRow).where(col(SearchRow.id) == identity).values(root=root))


def _search_values(trace: Trace) -> dict[str, object]:
    return {
        "id": trace.id,
        "at": trace.at,
        "visitor": trace.visit.visitor,
        "source": trace.visit.source,
        "is_bot": trace.visit.is_bot,
        "query": trace.query,
        "intent": trace.intent,
        "root": trace.root or trace.id,
    }


def _events(trace: Trace) -> Iterable[dict[str, object]]:
    places = {slug: place for place, slug in enumerate(trace.shown)}
    acts: list[tuple[str, Act, float | None]] = [(slug, Act.SHOWN, None) for slug in trace.shown]
    acts += [(slug, Act.OPENED, None) for slug in sorted(trace.opened)]
    acts += [(slug, Act.DWELT, seconds) for slug, seconds in sorted(trace.dwelt.items())]
    acts += [(slug, act, None) for slug, act in sorted(trace.outcome.items())]
    for slug, act, seconds in acts:
        yield {
            "search_id": trace.id,
            "at": trace.at,
            "slug": slug,
            "capability_id": trace.capabilities.get(slug),
            "act": act.value,
            "place": places.get(slug),
            "seconds": seconds,
        }


def _traces(session: Session, *, search_id: str | None = None, ids: Any = None) -> tuple[Trace, ...]:
    """Searches with all that came of them, the oldest first: all, one, or those whose ids are among these."""
    searches = select_columns(*map(col, _SEARCH))
    events = select_columns(*map(col, _EVENT)).order_by(col(MatchEventRow.id))
    if search_id is not None:
        searches = searches.where(col(SearchRow.id) == search_id)
        events = events.where(col(MatchEventRow.search_id) == search_id)
    if ids is not None:
        searches = searches.where(col(SearchRow.id).in_(ids))
        events = events.where(col(MatchEventRow.search_id).in_(ids))
    happened: dict[str, list[tuple[str, str | None, Act, int | None, float | None]]] = {}
    for search, of, capability, act, place, seconds in session.execute(events):
        happened.setdefault(search, []).append((of, capability, Act(act), place, seconds))
    traces = [
        _filled(Trace(id_, at, Visit(visitor, source, is_bot), query, intent, root=root), happened.get(id_, []))
        for id_, at, visitor, source, is_bot, query, intent, root in session.execute(searches)
    ]
    return tuple(sorted(traces, key=lambda trace: (trace.at, trace.id)))


def _filled(trace: Trace, events: Sequence[tuple[str, str | None, Act, int | None, float | None]]) -> Trace:
    shown = {place or 0: slug for slug, _, act, place, _ in events if act is Act.SHOWN}
    dwelt: dict[str, float] = {}
    for slug, _, act, _, seconds in events:
        if act is Act.DWELT:
            dwelt[slug] = dwelt.get(slug, 0.0) + (seconds or 0.0)
    outcome: Mapping[str, Act] = {slug: act for slug, _, act, _, _ in events if act in OUTCOMES}
    return replace(
        trace,
        shown=tuple(shown.get(place, "") for place in range(max(shown, default=-1) + 1)),
        capabilities={slug: capability for slug, capability, _, _, _ in events if capability},
        opened=frozenset(slug for slug, _, act, _, _ in events if act is Act.OPENED),
        dwelt=dwelt,
        outcome=outcome,
    )
