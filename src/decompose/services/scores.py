"""Scores files: read whole, refused whole (or row by row where the operator says so), and the history of values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from decompose.domain.comparison import Side
from decompose.domain.score import Component, Weights
from decompose.errors import ScoresFileError
from decompose.services.catalog import require_known, side_of
from decompose.services.imported import Imported, Subjects
from decompose.services.rows import filled_lines, numbered
from decompose.store import scores
from decompose.store.database import Database
from decompose.store.scores import RANK, ScoreEntry

COLUMNS = ("slug", *(component.value for component in Component))
_MAX_RANK = Decimal(100)
# Sums are exact: each number is reckoned with as many digits as the one with the most places has.
_MOST_PLACES = 20
_LONGEST_TOLD = 40  # characters of a cell


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of a scores file; only the columns that the file has are in `values`, None is *not measured*."""

    line: int
    slug: str
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Scoring:
    database: Database
    weights: Weights
    now: Callable[[], datetime]

    def import_file(self, path: Path, *, partial: bool = False, unpin: bool = False) -> Imported:
        """Take the values of a CSV or JSONL file.

        Raises:
            ScoresFileError: the file has a wrong column or value; nothing of it was taken (unless `partial`).
        """
        rows, refused = parse_scores(_text(path), path)
        now = self.now()
        with self.database.writing() as session:
            subjects = Subjects.of(session)
            taken, unknown = _of_today(rows, subjects)
            refused = sorted([*refused, *unknown])
            if refused and not partial:
                raise ScoresFileError(_sentence(path, refused), subject=str(path))
            changed = 0
            for row in taken:
                if unpin:
                    scores.unpin(session, row.slug, origin=path.name, at=now)
                changed += scores.add(session, row.slug, row.values, origin=path.name, at=now, pin=not unpin)
        return Imported(len(taken), changed, tuple(refused), subjects.renamed)

    def show(self, slug: str) -> Side:
        """An artifact with its score."""
        with self.database.reading() as session:
            require_known(session, slug)
            return side_of(session, slug, self.weights, public=True)

    def history(self, slug: str) -> tuple[ScoreEntry, ...]:
        """Every value that ever counted, the oldest first."""
        with self.database.reading() as session:
            require_known(session, slug)
            return scores.history(session, slug)


def _of_today(rows: Iterable[ScoreRow], subjects: Subjects) -> tuple[list[ScoreRow], list[tuple[int, str]]]:
    """Rows by the slugs that their artifacts have today, and by line why others cannot be taken."""
    taken: dict[str, ScoreRow] = {}
    refused: list[tuple[int, str]] = []
    for row in rows:
        slug = subjects.slug_of(row.slug)
        if why := subjects.why_not(slug):
            refused.append((row.line, why))
        elif slug in taken:
            refused.append((row.line, f"{slug} stands on line {taken[slug].line} already, by another of its names"))
        else:
            taken[slug] = replace(row, slug=slug)
    return list(taken.values()), refused


def parse_scores(text: str, path: Path) -> tuple[list[ScoreRow], list[tuple[int, str]]]:
    """The rows of a scores file and, by line, why others cannot be read.

    Raises:
        ScoresFileError: the columns are wrong.
    """
    try:
        given = list(_json_lines(text) if path.suffix in {".jsonl", ".ndjson"} else _csv_rows(text, path))
    except csv.Error as exc:
        raise ScoresFileError(f"{path} is no CSV file ({exc}); save it again as CSV", subject=str(path)) from exc
    if not given:
        raise ScoresFileError(f"{path} has no rows; it needs the columns {','.join(COLUMNS)}[,rank]", subject=str(path))
    rows: list[ScoreRow] = []
    refused: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for line, values in given:
        try:
            row = _row(line, values)
        except ValueError as exc:
            refused.append((line, str(exc)))
            continue
        if row.slug in seen:
            refused.append((line, f"{row.slug} stands on line {seen[row.slug]} already"))
        else:
            seen[row.slug] = line
            rows.append(row)
    return rows, refused


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ScoresFileError(
            f"{path} cannot be read ({exc}); give a CSV or JSONL file in UTF-8", subject=str(path)
        ) from exc


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    columns = tuple(reader.fieldnames or ())
    wrong = [name for name in columns if name not in {*COLUMNS, RANK}]
    missing = [name for name in COLUMNS if name not in columns]
    twice = [name for name in columns if columns.count(name) > 1]
    if wrong or missing or twice:
        what = f"unknown column {wrong[0]!r}" if wrong else f"column {twice[0]!r} twice" if twice else ""
        what = what or f"missing column {missing[0]!r}"
        raise ScoresFileError(f"{path}: {what}; the header is {','.join(COLUMNS)}[,rank]", subject=str(path))
    for line, row in numbered(reader):
        if None in row or None in row.values():
            yield line, {"slug": ""}
        else:
            yield line, row


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in filled_lines(text):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        yield number, value if isinstance(value, dict) else {"slug": ""}


def _row(line: int, values: Mapping[str, Any]) -> ScoreRow:
    slug = str(values.get("slug") or "").strip()
    if not slug:
        raise ValueError("the row has no slug, or not as many cells as the header")
    wrong = [name for name in values if name not in {*COLUMNS, RANK}]
    if wrong:
        raise ValueError(f"unknown column {wrong[0]!r}")
    read = {name: _value(name, values[name]) for name in (*COLUMNS[1:], RANK) if name in values}
    return ScoreRow(line, slug, read)


def _value(name: str, given: Any) -> Decimal | None:
    words = "" if given is None else str(given).strip()
    if not words:
        return None
    limit = _MAX_RANK if name == RANK else Decimal(1)
    try:
        value = Decimal(words)
    except InvalidOperation:
        raise ValueError(f"{name} “{words}” is no number") from None
    if isinstance(given, bool) or not value.is_finite() or not 0 <= value <= limit:
        raise ValueError(f"{name} {words} is not between 0 and {limit}")
    if abs(int(value.as_tuple().exponent)) > _MOST_PLACES:
        raise ValueError(f"{name} {words[:_LONGEST_TOLD]} has too many places; give {_MOST_PLACES} at most")
    return value


def _sentence(path: Path, refused: list[tuple[int, str]]) -> str:
    line, why = refused[0]
    more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
    return f"{path}, line {line}: {why}{more}; nothing was taken, --partial takes the sound rows"
