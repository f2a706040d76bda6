"""An evaluation as JSON, as lines for a terminal, and as a report: one HTML file that stands alone.

Whatever stands in a document or an answer is escaped words here, and the report loads and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from decompose.domain.capability import CLAIM_FIELDS, Claim
from decompose.domain.decomposition import Decomposition
from decompose.domain.evaluation import (
    CLAIMS_A_RECORD,
    SHARES,
    SHORTEST_SENTENCE,
    Evaluation,
    Figures,
    Measured,
    Number,
    Trial,
    differences,
    merged_names,
    shares,
    table,
)
from decompose.page.assets import assets
from decompose.page.render import _html
from decompose.page.wording import count, money

Json = dict[str, Any]
NOT_KNOWN = "not known"
NONE = "–"
MOST_UNCOVERED = 20
PROSE = (
    "Prose sentences are those of paragraphs, list items and block quotes that may be quoted and fill at least "
    f"{SHORTEST_SENTENCE} columns; headings, tables and code are left out. A sentence is covered where a located quote "
    "touches it."
)
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


# -- JSON --------------------------------------------------------------------------------------------------


def evaluation_json(evaluation: Evaluation) -> Json:
    """Every figure of every trial and document.

    `differences` are those of the second trial to the first, or null; `uneven` are the documents that failed in one of
    them alone, so that the sums and their differences are of different documents.
    """
    return {
        "llm": evaluation.llm,
        "trials": [_trial_json(trial) for trial in evaluation.trials],
        "differences": _differences_json(*evaluation.trials) if len(evaluation.trials) > 1 else None,
        "uneven": list(evaluation.uneven),
    }


def _trial_json(trial: Trial) -> Json:
    return {
        "prompts": trial.prompts,
        "templates": {"decompose": trial.decompose, "repair": trial.repair},
        **_figures_json(trial.figures),
        "documents": [
            {"path": document.path, "slug": document.slug, **_figures_json(document.figures)}
            for document in trial.documents
            if document.failure is None
        ],
        "failures": [
            {"path": job.origin, "slug": job.slug, "outcome": job.outcome, "code": job.code, "why": job.why}
            for job in trial.failures
        ],
    }


def _figures_json(figures: Figures) -> Json:
    rows = table(figures)
    return {"figures": _nested(rows), "shares": shares(rows)}


def _differences_json(first: Trial, second: Trial) -> Json:
    one, other = table(first.figures), table(second.figures)
    return {"figures": _nested(differences(one, other)), "shares": differences(shares(one), shares(other))}


def _nested(rows: Mapping[str, Number | None]) -> Json:
    found: Json = {}
    for name, value in rows.items():
        group, _, rest = name.partition(".")
        plain = float(value) if isinstance(value, Decimal) else value
        if rest:
            found.setdefault(group, {})[rest] = plain
        else:
            found[group] = plain
    return {"objections": {}, **found}


# -- the summary -------------------------------------------------------------------------------------------


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


# -- document by document ----------------------------------------------------------------------------------

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


def evaluation_text(evaluation: Evaluation) -> str:
    """A Markdown table of documents for each trial, then the figures side by side, then what failed."""
    parts = [_documents_text(trial) for trial in evaluation.trials]
    parts.append("\n".join(_summary_lines(evaluation)))
    parts += [uneven_text(evaluation)] if evaluation.uneven else []
    failed = [
        f"{job.outcome} {job.origin} ({trial.prompts}): {job.code}, {_first_line(job.why)}"
        for trial in evaluation.trials
        for job in trial.failures
    ]
    return "\n\n".join([*parts, "\n".join(failed)]).rstrip()


def uneven_text(evaluation: Evaluation) -> str:
    """Why the two sums cannot be compared as they stand."""
    failed = count(len(evaluation.uneven), "document")
    return f"{failed} failed by one version alone: the two sums, and their differences, are of different documents."


def _documents_text(trial: Trial) -> str:
    head = ["document", *DOCUMENT_COLUMNS]
    named = [(document.slug or document.path, document.figures) for document in trial.documents if not document.failure]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join([name, *document_cells(figures)])} |" for name, figures in named]
    summed = f"**{count(len(named), 'document')}**"
    lines.append(f"| {' | '.join([summed, *document_cells(trial.figures)])} |")
    return "\n".join([f"prompts: {trial.prompts} ({trial.decompose}, repair {trial.repair})", "", *lines])


def _summary_lines(evaluation: Evaluation) -> Iterator[str]:
    for group in summary(evaluation):
        yield group.label
        for row in group.rows:
            cells = "  ".join(f"{cell:>20}" for cell in (*row.cells, *([row.difference] if row.difference else [])))
            yield f"  {row.label:34}{cells}".rstrip()


def _first_line(words: str | None) -> str:
    return (words or "").partition("\n")[0]


# -- the report --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A claim that readers do not see: where it stands, its words, the quotes as they were given, and why."""

    where: str
    text: str
    status: str
    quotes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FaultsView:
    """What is to be read about one document by one version of the prompts."""

    prompts: str
    refused: tuple[RefusedView, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    unusable: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    not_shown: int = 0

    @property
    def size(self) -> tuple[int, int, int]:
        """Refused claims weigh before what else was said and cannot be used, and that before what was not said."""
        others = len(self.dropped) + len(self.held) + len(self.unusable)
        return len(self.refused), others, len(self.uncovered) + self.not_shown

    @property
    def summed_up(self) -> str:
        left = len(self.uncovered) + self.not_shown
        counted = (
            (len(self.refused), "claim refused", "claims refused"),
            (len(self.dropped), "label dropped", "labels dropped"),
            (len(self.held), "record held", "records held"),
            (len(self.unusable), "item unusable", "items unusable"),
            (left, "sentence not covered", "sentences not covered"),
        )
        return ", ".join(count(number, one, many) for number, one, many in counted if number)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its faults, one view for each version of the prompts that has any."""

    name: str
    path: str
    faults: tuple[FaultsView, ...]


def evaluation_html(evaluation: Evaluation) -> str:
    """The report as one file: styles inside, no script, nothing loaded."""
    template = _html().get_template("evaluation.html.j2")
    return template.render(
        evaluation=evaluation,
        css=assets()["app.css"].content.decode("utf-8"),
        columns=DOCUMENT_COLUMNS,
        cells=document_cells,
        groups=summary(evaluation),
        documents=documents_by_faults(evaluation),
        uneven=uneven_text(evaluation) if evaluation.uneven else None,
        prose=PROSE,
        unknown=NOT_KNOWN,
    )


def documents_by_faults(evaluation: Evaluation) -> tuple[DocumentView, ...]:
    """The documents of which something is to be read, those with the most first."""
    found: dict[str, list[FaultsView]] = {}
    names: dict[str, str] = {}
    for trial in evaluation.trials:
        for document in trial.documents:
            faults = _faults(trial.prompts, document)
            if faults.summed_up:
                found.setdefault(document.path, []).append(faults)
                names[document.path] = document.slug or document.path
    views = [DocumentView(names[path], path, tuple(faults)) for path, faults in found.items()]
    return tuple(sorted(views, key=lambda view: max(faults.size for faults in view.faults), reverse=True))


def _faults(prompts: str, document: Measured) -> FaultsView:
    decomposition = document.decomposition
    if decomposition is None:
        return FaultsView(prompts)
    words = [decomposition.revision.visible.words_of(span) for span in document.uncovered]
    records = decomposition.capabilities
    return FaultsView(
        prompts,
        refused=tuple(_refused(decomposition)),
        dropped=tuple((record.name, reason.detail) for record in records for reason in record.dropped_labels),
        held=tuple((record.name, record.held.detail) for record in records if record.held),
        unusable=tuple(reason.detail for reason in decomposition.refused),
        uncovered=tuple(words[:MOST_UNCOVERED]),
        not_shown=max(0, len(words) - MOST_UNCOVERED),
    )


def _refused(decomposition: Decomposition) -> Iterator[RefusedView]:
    for record in decomposition.capabilities:
        for claim in sorted(record.claims, key=lambda claim: CLAIM_FIELDS.index(claim.field)):
            yield from _view(f"{record.name}, {claim.field.replace('_', ' ')}", claim)
    for fact in decomposition.facts:
        yield from _view(f"fact, {fact.kind.value}", fact.claim)


def _view(where: str, claim: Claim) -> Iterable[RefusedView]:
    if not claim.is_publishable:
        reasons = tuple((reason.check.replace("_", " "), reason.detail) for reason in claim.reasons)
        yield RefusedView(where, claim.text, claim.status.value, claim.quotes, reasons)
