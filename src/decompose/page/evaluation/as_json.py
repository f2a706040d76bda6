"""Every figure of an evaluation, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from decompose.domain.evaluation import Evaluation, Figures, Number, Trial, differences, shares, table

Json = dict[str, Any]


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
