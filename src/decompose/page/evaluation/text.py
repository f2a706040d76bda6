"""An evaluation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.domain.evaluation import Evaluation, Trial
from decompose.page.evaluation.figures import DOCUMENT_COLUMNS, document_cells, summary, uneven_text
from decompose.page.wording import count


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
