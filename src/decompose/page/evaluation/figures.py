"""The figures of an evaluation in words: all trials side by side, and those of one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from decompose.domain.evaluation import (
    CLAIMS_A_RECORD,
    SHARES,
    Evaluation,
    Figures,
    Number,
    differences,
    merged_names,
    shares,
    table,
)
from decompose.page.wording import count, money

NOT_KNOWN = "not known"
NONE = "–"
_GROUPS = {
    "documents": "Documents",
    "answers": "Answers",
    "quotes": "Quotes",
    "claims": "Claims of records and facts",
    "objections": "Objections of the checks",
    "records": "Records",
    "facts": "Facts",
    "labels": "Labels",
    "sentences": "Prose sentences",
    "calls": "Calls",
    "tokens": "Tokens",
    "cost_usd": "Cost and time",
    "latency_s": "Cost and time",
}
_LABELS = {
    "answers.first": "first answers that came",
    "answers.valid": "of them, valid by the schema",
    "answers.repairs": "repairs asked",
    "answers.unusable_items": "items left out as unusable",
    "quotes.fabricated": "not in the source",
    "quotes.hidden_text": "in hidden text",
    "claims.standing": "readers may see",
    "claims.of_records": "in records",
    "records.review": "wait for an editor",
    "records.duplicates_held": "held as duplicates",
    "records.pairs_alike": "pairs that share half their words",
    "calls.all": "questions",
    "calls.paid_now": "attempts paid now",
    "calls.reused": "answers at hand",
    "calls.attempts": "attempts in the ledger",
    "tokens.cached": "of the input, cached",
    "cost_usd": "cost",
    "latency_s": "time of the attempts",
}
_SHARE_OF = {part: name for name, (part, _) in SHARES.items()} | {"claims.of_records": CLAIMS_A_RECORD}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in words: a cell for each trial, and the difference where there are two."""

    label: str
    cells: tuple[str, ...]
    difference: str | None


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    rows: tuple[Row, ...]


def summary(evaluation: Evaluation) -> tuple[Group, ...]:
    """The figures of all trials side by side. Rows in which every trial has none of a status or kind are left out."""
    tables = [table(trial.figures) for trial in evaluation.trials]
    names = merged_names(*tables) if len(tables) > 1 else list(tables[0])
    told = [name for name in names if name not in _MAY_BE_LEFT_OUT or any(rows.get(name, 0) for rows in tables)]
    return tuple(
        Group(label, tuple(_row(name, tables) for name in group)) for label, group in groupby(told, key=_group_of)
    )


_ALWAYS_TOLD = frozenset({"facts.all", "claims.all", "claims.standing", "claims.of_records", "claims.unsupported"})
_MAY_BE_LEFT_OUT = frozenset(
    name for name in table(Figures()) if name.startswith(("facts.", "claims.")) and name not in _ALWAYS_TOLD
)


def _group_of(name: str) -> str:
    return _GROUPS[name.partition(".")[0]]


def _row(name: str, tables: Sequence[Mapping[str, Number | None]]) -> Row:
    label = _LABELS.get(name, name.rpartition(".")[2].replace("_", " "))
    difference = _moved(name, tables[0], tables[1]) if len(tables) > 1 else None
    return Row(label, tuple(_cell(name, rows) for rows in tables), difference)


def _cell(name: str, rows: Mapping[str, Number | None]) -> str:
    words = _words(name, rows.get(name, 0))
    if name not in _SHARE_OF:
        return words
    share = shares(rows)[_SHARE_OF[name]]
    return words if share is None else f"{words} ({_share(name, share)})"


def _moved(name: str, first: Mapping[str, Number | None], second: Mapping[str, Number | None]) -> str:
    change = differences(first, second)[name]
    if change is None:
        return NOT_KNOWN
    words = "0" if not change else ("+" if change > 0 else "−") + _words(name, change if change > 0 else -change)
    if name not in _SHARE_OF:
        return words
    by = differences(shares(first), shares(second))[_SHARE_OF[name]]
    return f"{words} ({_share_moved(name, float(by))})" if by else words


def _words(name: str, value: Number | None) -> str:
    if value is None:
        return NOT_KNOWN
    if name == "cost_usd":
        return money(Decimal(value), "USD")
    return f"{value:,.1f} s" if name == "latency_s" else f"{value:,}"


def _share(name: str, share: float) -> str:
    return f"{share:.1f} a record" if name == "claims.of_records" else f"{100 * share:.1f}%"


def _share_moved(name: str, by: float) -> str:
    words = f"{by:+.1f} a record" if name == "claims.of_records" else f"{100 * by:+.1f} points"
    return words.replace("-", "−")


DOCUMENT_COLUMNS = (
    "valid",
    "quotes",
    "records",
    "claims",
    "a record",
    "facts",
    "refused",
    "alike",
    "uncovered",
)


def document_cells(figures: Figures) -> tuple[str, ...]:
    """The figures of one document under DOCUMENT_COLUMNS; claims are those of records, refused those of facts too."""
    rows = table(figures)
    mean = shares(rows)[CLAIMS_A_RECORD]
    return (
        f"{figures.valid}/{figures.answers}",
        f"{rows['quotes.located']}/{figures.quotes}",
        str(rows["records.all"]),
        str(figures.record_claims),
        NONE if mean is None else f"{mean:.1f}",
        str(rows["facts.all"]),
        str(sum(figures.claims.values()) - figures.standing),
        str(figures.alike),
        f"{figures.sentences - figures.covered}/{figures.sentences}",
    )


def uneven_text(evaluation: Evaluation) -> str:
    """Why the two sums cannot be compared as they stand."""
    failed = count(len(evaluation.uneven), "document")
    return f"{failed} failed by one version alone: the two sums, and their differences, are of different documents."
