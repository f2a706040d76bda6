"""What use says of artifacts, kept as it comes: a row for each wish of a visitor, and for each voice.

Pages add these up, and read no search: a row only ever takes in what comes to its wish, in whatever order that comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, case, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from decompose.domain.matching.events import OUTCOMES, Act, Trace, Visit
from decompose.domain.matching.graph import DOORS, Confidence, confidence_of
from decompose.store.tables import UseVoiceRow, WishUseRow

_WISH: Table = WishUseRow.__table__  # type: ignore[attr-defined]
_VOICE: Table = UseVoiceRow.__table__  # type: ignore[attr-defined]
Row = dict[str, Any]


def use_of(session: Session, slug: str) -> Confidence | None:
    """How often an artifact was what was looked for; None where nobody was shown it."""
    wishes = session.execute(
        select(_WISH.c.place, _WISH.c.matched, _WISH.c.good, func.count())
        .where(_WISH.c.slug == slug)
        .group_by(_WISH.c.place, _WISH.c.matched, _WISH.c.good)
    ).all()
    voices = session.execute(
        select(_VOICE.c.source, func.count()).where(_VOICE.c.slug == slug).group_by(_VOICE.c.source)
    ).all()
    told = [(good, times) for _, _, good, times in wishes if good is not None]
    return confidence_of(
        [(place, bool(matched), times) for place, matched, _, times in wishes if place is not None],
        sum(times for good, times in told if good),
        sum(times for _, times in told),
        sum(times if source in DOORS else 1 for source, times in voices),
    )


def take_in(session: Session, traces: Iterable[Trace], only: str | None = None) -> None:
    """Take in what new searches say; with `only` of that artifact alone."""
    rows: dict[tuple[str, str, str], Row] = {}
    voices: dict[tuple[str, str, str], Row] = {}
    for trace in traces:
        if trace.visit.is_bot:
            continue
        # An artifact that took another one in may stand in a search twice: its best place counts.
        places = {slug: place for place, slug in reversed(list(enumerate(trace.shown))) if slug}
        for slug in places.keys() | trace.outcome.keys():
            if only is not None and slug != only:
                continue
            row = _row(trace, slug, places.get(slug), trace.outcome.get(slug), is_matched=slug in trace.matched)
            key = (slug, row["visitor"], row["intent"])
            rows[key] = _joined(rows[key], row) if key in rows else row
            if slug in places:
                voices[slug, trace.visit.source, trace.visit.visitor] = _voice(slug, trace.visit)
    _put(session, [rows[key] for key in sorted(rows)], [voices[key] for key in sorted(voices)])


def take_in_act(session: Session, trace: Trace, slug: str, act: Act, place: int | None) -> None:
    """Take in that something happened to a result of a search; `place` is where it was shown there, if it was."""
    if trace.visit.is_bot or act not in (Act.OPENED, *OUTCOMES):
        return
    outcome = act if act in OUTCOMES else None
    _put(session, [_row(trace, slug, place, outcome, is_matched=act is not Act.FAILURE)], [])


def forget(session: Session, visitors: Any) -> None:
    """Drop what these visitors said, who are named by a query."""
    for table in (_WISH, _VOICE):
        session.connection().execute(delete(table).where(table.c.visitor.in_(visitors)))


def drop(session: Session, slugs: Sequence[str]) -> None:
    """Drop all that was said of these artifacts."""
    for table in (_WISH, _VOICE):
        session.connection().execute(delete(table).where(table.c.slug.in_(slugs)))


def _row(trace: Trace, slug: str, place: int | None, outcome: Act | None, *, is_matched: bool) -> Row:
    return {
        "slug": slug,
        "visitor": trace.visit.visitor,
        "intent": trace.intent,
        "place": place,
        "matched": int(place is not None and is_matched),
        "good": None if outcome is None else int(outcome is Act.SUCCESS),
        "told_at": None if outcome is None else trace.at,
        "told_in": None if outcome is None else trace.id,
    }


def _voice(slug: str, visit: Visit) -> Row:
    return {"slug": slug, "source": visit.source, "visitor": visit.visitor}


def _joined(one: Row, other: Row) -> Row:
    """Two rows of one wish as one; of two judgements, that of the later search."""
    places = [row["place"] for row in (one, other) if row["place"] is not None]
    later = max((one, other), key=_told)
    told = {name: later[name] for name in ("good", "told_at", "told_in")}
    return one | told | {"place": min(places, default=None), "matched": max(one["matched"], other["matched"])}


def _told(row: Row) -> tuple[bool, datetime | int, str]:
    return row["good"] is not None, row["told_at"] or 0, row["told_in"] or ""


def _put(session: Session, rows: Sequence[Row], voices: Sequence[Row]) -> None:
    session.flush()
    wish, voice = _ADDING[session.get_bind().dialect.name]
    if rows:
        session.connection().execute(wish, rows)
    if voices:
        session.connection().execute(voice, voices)


def _both(made: Any) -> Row:
    """What a row of a wish becomes where another one of it is there: see `_joined`."""
    there, new = _WISH.c, made.excluded
    nearer = or_(there.place.is_(None), new.place < there.place)
    later = and_(
        new.good.is_not(None),
        or_(
            there.good.is_(None),
            new.told_at > there.told_at,
            and_(new.told_at == there.told_at, new.told_in >= there.told_in),
        ),
    )
    told = {name: case((later, new[name]), else_=there[name]) for name in ("good", "told_at", "told_in")}
    matched = case((new.matched > there.matched, new.matched), else_=there.matched)
    return {"place": case((nearer, new.place), else_=there.place), "matched": matched, **told}


def _adding(dialect: Any) -> tuple[Any, Any]:
    wish, voice = dialect.insert(_WISH), dialect.insert(_VOICE)
    both = wish.on_conflict_do_update(index_elements=_WISH.primary_key, set_=_both(wish))
    return both, voice.on_conflict_do_nothing()


# Said for every search: these are put together once.
_ADDING = {"sqlite": _adding(sqlite), "postgresql": _adding(postgresql)}
