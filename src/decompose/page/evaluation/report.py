"""The report of an evaluation: one HTML file that stands alone, with what is to be read of each document.

Whatever stands in a document or an answer is escaped words here, and the report loads and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.domain.capability import CLAIM_FIELDS, Claim
from decompose.domain.decomposition import Decomposition
from decompose.domain.evaluation import SHORTEST_SENTENCE, Evaluation, Measured
from decompose.page.assets import assets
from decompose.page.evaluation.figures import DOCUMENT_COLUMNS, NOT_KNOWN, document_cells, summary, uneven_text
from decompose.page.render import _html
from decompose.page.wording import count

MOST_UNCOVERED = 20
PROSE = (
    "Prose sentences are those of paragraphs, list items and block quotes that may be quoted and fill at least "
    f"{SHORTEST_SENTENCE} columns; headings, tables and code are left out. A sentence is covered where a located quote "
    "touches it."
)


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
