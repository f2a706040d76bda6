"""Signals files, and the components that published formulas make of signals and of our own checks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from decompose.domain.capability import ClaimStatus
from decompose.domain.review import ItemStatus, ReviewItem
from decompose.domain.score import Component
from decompose.domain.signal import Formulas, Made, Signal, make_components, read_signal
from decompose.errors import ScoresFileError
from decompose.services.catalog import require_known
from decompose.services.imported import Imported, Subjects
from decompose.services.rows import filled_lines, numbered
from decompose.store import artifacts, capabilities, documents, reviews, scores, signals
from decompose.store.database import Database, Session

COLUMNS = ("slug", "signal", "value", "source", "day")
OUR_CHECKS = "our own checks"
_VERIFIED = frozenset({ClaimStatus.VERIFIED, ClaimStatus.DERIVED})
_TAKEN = frozenset({ItemStatus.ACCEPTED, ItemStatus.EDITED})


@dataclass(frozen=True, slots=True)
class Signalling:
    """`now` gives the day by which a release is old and a figure stale."""

    database: Database
    formulas: Formulas
    now: Callable[[], datetime]

    def import_file(self, path: Path, *, partial: bool = False) -> Imported:
        """Take the signals of a CSV or JSONL file, and make the components of their artifacts anew.

        Raises:
            ScoresFileError: the file has a wrong column or row; nothing of it was taken (unless `partial`).
        """
        return self.take(_rows(path), str(path), partial=partial)

    def take(self, rows: Iterable[tuple[int, Mapping[str, str]]], origin: str, *, partial: bool) -> Imported:
        """Take signals by line. Raises ScoresFileError as above."""
        now, named = self.now(), tuple(rows)
        with self.database.writing() as session:
            subjects = Subjects.of(session)
            given, refused = self._read(named, subjects, now.date())
            refused += [(line, why) for line, slug, _ in given if (why := subjects.why_not(slug))]
            refused.sort()
            if refused and not partial:
                raise ScoresFileError(_sentence(origin, refused), subject=origin)
            taken = [(slug, signal) for _, slug, signal in given if slug in subjects.known]
            signals.add(session, taken, now)
            changed = self._make(session, sorted({slug for slug, _ in taken}), now)
        return Imported(len(taken), changed, tuple(refused), subjects.renamed)

    def renew(self) -> int:
        """Make the components of every artifact anew, as of today; the values that changed are counted."""
        with self.database.writing() as session:
            return self._make(session, [slug for slug, _ in capabilities.names(session)], self.now())

    def show(self, slug: str) -> dict[Component, Made]:
        """How the components of an artifact come about from its signals today."""
        with self.database.reading() as session:
            require_known(session, slug)
            return self._components(session, slug, self.now().date())

    def _make(self, session: Session, slugs: Iterable[str], now: datetime) -> int:
        changed = 0
        origin = f"signals, formulas {self.formulas.version}"
        for slug in slugs:
            made = self._components(session, slug, now.date())
            values: dict[str, Decimal | None] = {
                formula.component.value: None for formula in self.formulas.by_signal.values()
            }
            values |= {component.value: each.value for component, each in made.items()}
            changed += scores.add(session, slug, values, origin=origin, at=now, pin=False)
        return changed

    def _components(self, session: Session, slug: str, today: date) -> dict[Component, Made]:
        artifact = artifacts.get_one(session, slug)
        given = (*signals.of(session, [slug])[slug], *own_signals(session, slug, today))
        return make_components(artifact.kind, given, self.formulas, today)

    def _read(
        self, rows: Iterable[tuple[int, Mapping[str, str]]], subjects: Subjects, today: date
    ) -> tuple[list[tuple[int, str, Signal]], list[tuple[int, str]]]:
        given: list[tuple[int, str, Signal]] = []
        refused: list[tuple[int, str]] = []
        seen: dict[tuple[str, str, date], int] = {}
        for line, row in rows:
            slug = subjects.slug_of(row["slug"])
            if not slug:
                refused.append((line, "the row has no slug, or not as many cells as the header"))
                continue
            try:
                signal = read_signal(row["signal"], row["value"], row["source"], row["day"], self.formulas, today)
            except ValueError as exc:
                refused.append((line, str(exc)))
                continue
            first = seen.setdefault((slug, signal.name, signal.day), line)
            if first != line:
                refused.append((line, f"{signal.name} of {slug} on {signal.day} stands on line {first} already"))
            else:
                given.append((line, slug, signal))
        return given, refused


def own_signals(session: Session, slug: str, today: date) -> Iterator[Signal]:
    """What our own checks say of an artifact: claims verified, blocks quoted, decisions that took what was proposed."""
    records, facts = capabilities.of_artifact(session, slug), capabilities.facts_of(session, slug)
    claims = [claim for record in records for claim in record.claims] + [fact.claim for fact in facts]
    if claims:
        yield _share("verified_claims", sum(claim.status in _VERIFIED for claim in claims), len(claims), today)
    cited = {(item.revision, item.start) for claim in claims for item in claim.evidence if claim.is_publishable}
    blocks = [
        (summary.id, block.span)
        for summary in documents.of_artifact(session, slug)
        if (revision := documents.get(session, summary.id))
        for block in revision.visible.blocks
    ]
    if blocks and claims:
        quoted = sum(
            any(revision == cited_in and span.start <= start < span.end for cited_in, start in cited)
            for revision, span in blocks
        )
        yield _share("source_coverage", quoted, len(blocks), today)
    decided = [item for item in reviews.by_subject(session, slug).values() if _is_judged(item)]
    if decided:
        yield _share("review_outcome", sum(item.status in _TAKEN for item in decided), len(decided), today)


def _is_judged(item: ReviewItem) -> bool:
    return item.claim_id is not None and item.status in {*_TAKEN, ItemStatus.REJECTED}


def _share(name: str, some: int, of: int, today: date) -> Signal:
    return Signal(name, (Decimal(some) / of).quantize(Decimal("0.000001")), OUR_CHECKS, today)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ScoresFileError(f"{path} cannot be read ({exc}); give CSV or JSONL in UTF-8", subject=str(path)) from exc
    rows = list(_json_rows(text) if path.suffix in {".jsonl", ".ndjson"} else _csv_rows(text, path))
    if not rows:
        raise ScoresFileError(f"{path} has no rows; it needs the columns {','.join(COLUMNS)}", subject=str(path))
    yield from rows


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(text))
    if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
        raise ScoresFileError(f"{path}: the header is {','.join(COLUMNS)}", subject=str(path))
    try:
        for line, row in numbered(reader):
            yield line, _words(row)
    except csv.Error as exc:
        raise ScoresFileError(f"{path} is no CSV file ({exc}); save it again as CSV", subject=str(path)) from exc


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in filled_lines(text):
        try:
            value = json.loads(line, parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            value = None
        yield number, _words(value if isinstance(value, dict) else {})


def _words(row: Mapping[Any, Any]) -> Mapping[str, str]:
    return {name: str(row.get(name) or "").strip() for name in COLUMNS}


def _sentence(origin: str, refused: list[tuple[int, str]]) -> str:
    line, why = refused[0]
    more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
    return f"{origin}, line {line}: {why}{more}; nothing was taken, --partial takes the sound rows"
