"""Comparisons that somebody asked to keep, and the log of what moved in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, insert, or_, type_coerce, update
from sqlalchemy.types import NullType
from sqlmodel import Session, col, select

from decompose.domain.catalog import Change, Moved
from decompose.domain.comparison import JsonValue
from decompose.domain.regeneration import Kept, Step, may_stay, pair_id
from decompose.store import sides
from decompose.store.tables import ComparisonChangeRow, ComparisonRow, SideChangeRow, SideRow

_TABLE = ComparisonRow.__table__  # type: ignore[attr-defined]
_JSON = ("shared", "remarks", "sentences")
_COLUMNS = tuple(
    type_coerce(_TABLE.c[name], NullType()) if name in _JSON else _TABLE.c[name]
    for name in (
        "id", "a", "b", "fingerprint", "winner", "reason", "a_records", "a_scores", "b_records", "b_scores", "rules",
        "shared", "remarks", "sentences",
    )
)  # fmt: skip
_LASTING = ("rules", "shared", "remarks")
_MOVING = (
    "a_records", "a_scores", "b_records", "b_scores", "fingerprint", "winner", "reason", "sentences", "stored_at",
)  # fmt: skip


_PAIR = select(*_COLUMNS).where(_TABLE.c.id == bindparam("pair"))
_LOG = (
    select(ComparisonChangeRow)
    .where(ComparisonChangeRow.comparison_id == bindparam("pair"))
    .order_by(col(ComparisonChangeRow.id).desc())
)


def get(session: Session, a: str, b: str) -> Kept | None:
    row = session.execute(_PAIR, {"pair": pair_id(a, b)}).first()
    return _kept(row) if row else None


def facts(session: Session, kept: Kept) -> dict[str, JsonValue]:
    """The lasting facts that a stored pair was made from."""
    wanted = [(kept.a, kept.parts[0]), (kept.a, kept.parts[1]), (kept.b, kept.parts[2]), (kept.b, kept.parts[3])]
    found = sides.facts(session, wanted)
    by_path: dict[str, JsonValue] = dict(kept.shared)
    for letter, part in zip("aabb", wanted, strict=True):
        by_path |= {f"{letter}.{path}": value for path, value in found.get(part, {}).items()}
    return by_path


def pairs(session: Session) -> tuple[tuple[str, str], ...]:
    """The stored pairs, by slug."""
    return tuple(sorted(session.exec(select(ComparisonRow.a, ComparisonRow.b)).all()))


def behind(session: Session, slugs: Sequence[str], letter: str, after: str = "", limit: int = 2000) -> tuple[Kept, ...]:
    """The pairs that have one of these artifacts for their A or B, by id from one id on.

    Of their B only those whose A is not behind itself: where both are, the pair belongs to its A.
    """
    page = select(*_COLUMNS).where(_TABLE.c[letter].in_(slugs), _TABLE.c.id > after)
    if letter == "b":
        of_a = select(SideRow.slug).where(SideRow.slug == _TABLE.c.a, col(SideRow.is_settled).is_(False))
        page = page.where(~of_a.exists())
    return tuple(_kept(row) for row in session.execute(page.order_by(_TABLE.c.id).limit(limit)))


def of_artifact(session: Session, slug: str) -> tuple[Kept, ...]:
    """Every stored pair of an artifact, by id."""
    mine = or_(_TABLE.c.a == slug, _TABLE.c.b == slug)
    return tuple(_kept(row) for row in session.execute(select(*_COLUMNS).where(mine).order_by(_TABLE.c.id)))


def save(session: Session, kept: Kept, now: datetime) -> None:
    """Write a pair that was not stored before."""
    session.connection().execute(insert(ComparisonRow), [_values(kept) | {"id": kept.id, "stored_at": now}])


def change(session: Session, steps: Iterable[Step], now: datetime) -> None:
    """Bring stored pairs up to date; what records say is written only where that moved."""
    whole: list[dict[str, Any]] = []
    lean: list[dict[str, Any]] = []
    for step in steps:
        row = _values(step.after) | {"key": step.after.id, "stored_at": now}
        before, after = step.before, step.after
        is_same = (before.rules, before.shared, before.remarks) == (after.rules, after.shared, after.remarks)
        (lean if is_same else whole).append(row)
    for rows, names in ((whole, _MOVING + _LASTING), (lean, _MOVING)):
        if rows:
            statement = update(_TABLE).where(_TABLE.c.id == bindparam("key"))
            values: dict[str, Any] = {name: bindparam(name) for name in names}
            session.connection().execute(
                statement.values(values), [{name: row[name] for name in ("key", *names)} for row in rows]
            )


def log(session: Session, entries: Iterable[dict[str, Any]]) -> None:
    """Append to the change log: `comparison_id, at, was, now`, what moved of each side by id, and of the pair."""
    rows = list(entries)
    if rows:
        session.connection().execute(insert(ComparisonChangeRow), rows)


def moved(session: Session, a: str, b: str) -> tuple[Moved, ...]:
    """The change log of a pair, the newest first."""
    rows = session.exec(_LOG, params={"pair": pair_id(a, b)}).all()
    return told(session, rows)


def told(session: Session, rows: Sequence[ComparisonChangeRow]) -> tuple[Moved, ...]:
    """Rows of the change log with what moved."""
    named = {name for row in rows for name in (row.a_change, row.b_change) if name}
    found = session.exec(select(SideChangeRow).where(col(SideChangeRow.id).in_(named))).all() if named else ()
    of_sides = {row.id: row.changes for row in found}
    return tuple(Moved(row.at, row.was, row.now, _because(row, of_sides)) for row in rows)


def keep_words(session: Session, slug: str, said: Mapping[str, Any]) -> None:
    """Of what moved of an artifact in its pairs' own logs, keep no words but those that are said still.

    Logs of pairs that came along under another name tell it themselves; the others refer to `side_change`.
    """
    for pair in of_artifact(session, slug):
        letter = "a." if pair.a == slug else "b."
        query = select(ComparisonChangeRow).where(ComparisonChangeRow.comparison_id == pair.id)
        for row in session.exec(query).all():
            kept = [each for each in row.because if not _is_gone(each, letter, said)]
            if kept != row.because:
                row.because = kept
    session.flush()


def _is_gone(change: Mapping[str, Any], letter: str, said: Mapping[str, Any]) -> bool:
    path = change["fact"]
    return path.startswith(letter) and not may_stay(path.removeprefix(letter), said, change["old"], change["new"])


def _because(row: ComparisonChangeRow, of_sides: dict[str, list[Any]]) -> tuple[Change, ...]:
    found = [Change(one["fact"], one["old"], one["new"]) for one in row.because]
    for letter, name in (("a", row.a_change), ("b", row.b_change)):
        found += [Change(f"{letter}.{one['fact']}", one["old"], one["new"]) for one in of_sides.get(name or "", ())]
    return tuple(sorted(found, key=lambda one: one.fact))


def _values(kept: Kept) -> dict[str, Any]:
    a_records, a_scores, b_records, b_scores = kept.parts
    return {
        "a": kept.a,
        "b": kept.b,
        "a_records": a_records,
        "a_scores": a_scores,
        "b_records": b_records,
        "b_scores": b_scores,
        "rules": kept.rules,
        "shared": kept.shared,
        "remarks": kept.remarks,
        "fingerprint": kept.fingerprint,
        "winner": kept.winner,
        "reason": kept.reason,
        "sentences": kept.sentences,
    }


def _kept(row: Row[Any]) -> Kept:
    # By place: a run reads many rows.
    name, a, b, fingerprint, winner, reason, a_records, a_scores, b_records, b_scores, rules, shared, said, texts = (
        tuple[Any, ...](row)
    )
    parts = (a_records, a_scores, b_records, b_scores)
    known, lasting = _parsed(shared), _texts(_parsed(said))
    own = json.loads(texts) if type(texts) is str else texts
    return Kept(name, a, b, parts, rules, known, lasting, fingerprint, winner, reason, _texts(own))


def _parsed(stored: Any) -> Any:
    """JSON as the driver gives it: Postgres parses it, SQLite has its text."""
    return _from_text(stored) if type(stored) is str else stored


@lru_cache(maxsize=4096)
def _from_text(text: str) -> Any:
    """What many pairs have in common is parsed once; nobody changes it in place."""
    return json.loads(text)


def _texts(stored: list[Any]) -> tuple[str, ...]:
    """An older program stored each sentence with its rule and facts."""
    if stored and isinstance(stored[0], dict):
        return tuple(each["text"] for each in stored)
    return tuple(stored)
