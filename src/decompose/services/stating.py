"""Operators state facts of artifacts, one at a time or by a file; what counts stands above what documents say."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from decompose.domain.artifact import Stated
from decompose.domain.review import Action, item_of_stated
from decompose.domain.stated import contradiction, read_stated
from decompose.errors import ScoresFileError, UsageError
from decompose.services.catalog import require_known
from decompose.services.imported import Imported, Subjects
from decompose.services.rows import numbered
from decompose.store import reviews, stated
from decompose.store.database import Database, Session
from decompose.store.stated import Statement

COLUMNS = ("slug", "fact", "value", "source", "day")


@dataclass(frozen=True, slots=True)
class Stating:
    """`now` gives the time of the history; a statement for a later day is refused."""

    database: Database
    now: Callable[[], datetime]

    def state(self, slug: str, fact: str, value: str, source: str, day: str | None, *, who: str) -> bool:
        """State one fact; whether that changed anything.

        Args:
            day: when it was so; None for today.

        Raises:
            UnknownSubjectError: no artifact has that slug.
            UsageError: the value cannot be, or does not go together with what is stated already.
        """
        now = self.now()
        with self.database.writing() as session:
            require_known(session, slug)
            try:
                said = read_stated(fact, value, source, day or now.date().isoformat(), now.date())
                return _take(session, slug, said, who, now)
            except ValueError as exc:
                raise UsageError(f"{slug}: {exc}", subject=slug) from exc

    def withdraw(self, slug: str, fact: str, *, who: str) -> None:
        """Take a statement back: documents count again.

        Raises:
            UsageError: nothing is stated.
        """
        now = self.now()
        with self.database.writing() as session:
            require_known(session, slug)
            before = _counts(session, slug).get(fact)
            if before is None:
                raise UsageError(f"{slug}: {fact} is not stated; see: decompose facts show {slug}", subject=slug)
            _append(session, slug, Statement(before.fact, None, before.source, before.day, who, now), before)

    def import_file(self, path: Path, *, who: str, partial: bool = False) -> Imported:
        """Take the statements of a CSV file.

        Raises:
            ScoresFileError: it has a wrong column or row; nothing of it was taken (unless `partial`).
        """
        now, refused, changed, taken = self.now(), list[tuple[int, str]](), 0, 0
        with self.database.writing() as session:
            subjects = Subjects.of(session)
            for line, row in _rows(path):
                slug = subjects.slug_of(row["slug"])
                if why := subjects.why_not(slug):
                    refused.append((line, why))
                    continue
                try:
                    said = read_stated(row["fact"], row["value"], row["source"], row["day"], now.date())
                    changed += _take(session, slug, said, who, now)
                except ValueError as exc:
                    refused.append((line, str(exc)))
                else:
                    taken += 1
            if refused and not partial:
                line, why = refused[0]
                raise ScoresFileError(
                    f"{path}, line {line}: {why}; nothing was taken, --partial takes the sound rows", subject=str(path)
                )
        return Imported(taken, changed, tuple(refused), subjects.renamed)

    def show(self, slug: str) -> tuple[Stated, ...]:
        """What counts for an artifact. Raises UnknownSubjectError."""
        with self.database.reading() as session:
            require_known(session, slug)
            return tuple(_counts(session, slug).values())

    def history(self, slug: str) -> tuple[Statement, ...]:
        """All that was ever stated of an artifact, the oldest first. Raises UnknownSubjectError."""
        with self.database.reading() as session:
            require_known(session, slug)
            return stated.history(session, slug)


def _take(session: Session, slug: str, said: Stated, who: str, now: datetime) -> bool:
    """Raises ValueError for what is older than what counts, or does not go together with the rest."""
    counts = _counts(session, slug)
    before = counts.get(said.fact)
    if before == said:
        return False
    if before and said.day < before.day:
        raise ValueError(f"{said.fact} is stated for a later day already ({before.day}, {before.source})")
    if why := contradiction((counts | {said.fact: said}).values()):
        raise ValueError(why)
    _append(session, slug, Statement(said.fact, said.value, said.source, said.day, who, now), before)
    return True


def _append(session: Session, slug: str, statement: Statement, before: Stated | None) -> None:
    """Write the statement, and the event of the trail beside it."""
    stated.add(session, slug, statement)
    item = item_of_stated(slug, statement.fact, _words(before))
    known = reviews.get(session, item.id) or item
    after = item_of_stated(slug, statement.fact, _words(statement.counts))
    after = replace(after, revision=known.revision + 1)
    reviews.move(session, known, after, who=statement.who, action=Action.STATE, at=statement.at)


def _words(said: Stated | None) -> str | None:
    return f"{said.value} ({said.source}, {said.day})" if said else None


def _counts(session: Session, slug: str) -> dict[str, Stated]:
    return {each.fact: each for each in stated.of(session, [slug])[slug]}


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
            raise ScoresFileError(f"{path}: the header is {','.join(COLUMNS)}", subject=str(path))
        for line, row in numbered(reader):
            yield line, {name: (row.get(name) or "").strip() for name in COLUMNS}
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise ScoresFileError(f"{path} cannot be read ({exc}); give a CSV file in UTF-8", subject=str(path)) from exc
