"""Write-ups: sentences about stored pairs, and under which facts of a pair they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, delete, func, update
from sqlmodel import Session, col, select

from decompose.domain.regeneration import pair_id
from decompose.domain.write_up.sentences import Written
from decompose.store.chunks import chunks
from decompose.store.tables import AttemptRow, ComparisonRow, WriteUpRow, WriteUpSentenceRow


@dataclass(frozen=True, slots=True)
class Asked:
    """That a pair was looked at under facts of this digest, and what was asked for: llm, template, calls by key."""

    digest: str
    fingerprint: str
    llm: str | None = None
    template: str | None = None
    keys: tuple[str, ...] = ()
    refused: int = 0


@dataclass(frozen=True, slots=True)
class WriteUp:
    """All that is kept of a pair: when it was asked about, and each sentence with the digest of its asking."""

    asked: tuple[tuple[datetime, Asked], ...]
    written: tuple[tuple[str, Written], ...]

    def __bool__(self) -> bool:
        return bool(self.asked or self.written)

    def told_as(self, tell: Callable[[Written], Written], digests: Mapping[str, str]) -> WriteUp:
        """The same with its sentences told so, and with other digests where they are named; of two of one the newer."""
        asked = [(at, replace(one, digest=digests.get(one.digest, one.digest))) for at, one in self.asked]
        return WriteUp(
            tuple({one.digest: (at, one) for at, one in asked}.values()),
            tuple((digests.get(digest, digest), tell(one)) for digest, one in self.written),
        )


def of_pair(session: Session, a: str, b: str) -> WriteUp:
    """All that is kept of a pair, the oldest first."""
    name = pair_id(a, b)
    asked = session.exec(select(WriteUpRow).where(WriteUpRow.comparison_id == name).order_by(col(WriteUpRow.at))).all()
    rows = _sentences_of(session, name)
    return WriteUp(tuple((row.at, _asked(row)) for row in asked), tuple((row.digest, _written(row)) for row in rows))


def give(session: Session, a: str, b: str, write_up: WriteUp) -> None:
    """Hang a write-up on a stored pair that has none."""
    name = pair_id(a, b)
    for at, one in write_up.asked:
        session.add(_asked_row(name, one, at))
    for digest, sentence in write_up.written:
        session.add(_sentence_row(name, digest, sentence))
        session.flush()
    session.flush()


def sentences(session: Session, a: str, b: str) -> tuple[Written, ...]:
    """Every sentence of a pair, the oldest first, whether it holds today or not."""
    return tuple(_written(row) for row in _sentences_of(session, pair_id(a, b)))


def is_asked(session: Session, a: str, b: str, digest: str) -> bool:
    """Whether there is nothing to ask for under facts of this digest."""
    return session.get(WriteUpRow, (pair_id(a, b), digest)) is not None


def unseen(session: Session, after: str, limit: int) -> tuple[tuple[str, str, str], ...]:
    """Stored pairs that were not looked at since a fact of theirs moved: id, A and B, by id from one id on."""
    seen = select(WriteUpRow.digest).where(
        WriteUpRow.comparison_id == ComparisonRow.id, WriteUpRow.fingerprint == ComparisonRow.fingerprint
    )
    query = select(ComparisonRow.id, ComparisonRow.a, ComparisonRow.b).where(
        col(ComparisonRow.id) > after, ~seen.exists()
    )
    return tuple((name, a, b) for name, a, b in session.exec(query.order_by(ComparisonRow.id).limit(limit)).all())


def save(session: Session, a: str, b: str, asked: Asked, written: Iterable[Written], at: datetime) -> None:
    """Note that a pair was looked at, and keep what was written of it; nothing for a pair that is stored no more.

    What another process wrote under the same facts meanwhile stays, and this is dropped.
    """
    name = pair_id(a, b)
    if session.get(ComparisonRow, name) is None:
        return
    row = session.get(WriteUpRow, (name, asked.digest))
    if row is not None:
        row.fingerprint = asked.fingerprint
        session.flush()
        return
    give(session, a, b, WriteUp(((at, asked),), tuple((asked.digest, one) for one in written)))


def count(session: Session) -> int:
    """How many sentences are kept."""
    return session.exec(select(func.count(col(WriteUpSentenceRow.id)))).one()


def keep_words(session: Session, a: str, b: str, facts: Mapping[str, str]) -> None:
    """Of a pair keep no sentence that retells what is said no more, and no answer of a call that may hold one."""
    name = pair_id(a, b)
    for row in session.exec(select(WriteUpSentenceRow).where(WriteUpSentenceRow.comparison_id == name)).all():
        said = {path: value for path, value in row.rests_on.items() if ".claims." in path}
        if any(facts.get(path) != value for path, value in said.items()):
            session.delete(row)
    _empty_answers(session, [name])
    session.connection().execute(delete(WriteUpRow).where(col(WriteUpRow.comparison_id) == name))
    session.flush()


def erase(session: Session, comparisons: Sequence[str]) -> None:
    """Delete the write-ups of stored pairs by id, and what the ledger keeps of their calls' words.

    A later removal finds the answers about a pair by its write-up alone.
    """
    _empty_answers(session, comparisons)
    for some in chunks(comparisons):
        for table in (WriteUpSentenceRow, WriteUpRow):
            session.connection().execute(delete(table).where(col(table.comparison_id).in_(some)))
    session.expire_all()


_SENTENCES = (
    select(WriteUpSentenceRow)
    .where(WriteUpSentenceRow.comparison_id == bindparam("pair"))
    .order_by(col(WriteUpSentenceRow.id))
)


def _sentences_of(session: Session, name: str) -> Sequence[WriteUpSentenceRow]:
    return session.exec(_SENTENCES, params={"pair": name}).all()


def _asked(row: WriteUpRow) -> Asked:
    return Asked(row.digest, row.fingerprint, row.llm, row.template, tuple(row.keys), row.refused)


def _written(row: WriteUpSentenceRow) -> Written:
    return Written(row.place, row.text, row.rests_on, row.llm)


def _asked_row(name: str, asked: Asked, at: datetime) -> WriteUpRow:
    return WriteUpRow(
        comparison_id=name,
        digest=asked.digest,
        fingerprint=asked.fingerprint,
        llm=asked.llm,
        template=asked.template,
        keys=list(asked.keys),
        refused=asked.refused,
        at=at,
    )


def _sentence_row(name: str, digest: str, one: Written) -> WriteUpSentenceRow:
    return WriteUpSentenceRow(
        comparison_id=name,
        digest=digest,
        place=one.place,
        text=one.text,
        rests_on=dict(one.rests_on),
        llm=one.llm,
    )


def _empty_answers(session: Session, comparisons: Sequence[str]) -> None:
    for some in chunks(comparisons):
        rows = session.exec(select(WriteUpRow.keys).where(col(WriteUpRow.comparison_id).in_(some))).all()
        for keys in chunks([key for row in rows for key in row]):
            named = col(AttemptRow.key).in_(keys)
            session.connection().execute(update(AttemptRow).where(named).values(raw="", outcome="removed"))
