"""Learns what it weighs that records are alike in a part, from the labelled pairs in sight: `make alignment-weights`.

A logistic regression without negative weights, drawn towards nothing. What is printed first is what weights that were
learnt on all other fields give on one field, since records of one field share their words.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from alignment_figures import Labelled, figures, labelled
from decompose.domain import alignment, job_weights
from decompose.domain.alignment import parts_alike

LEARNT_FROM = ("dev", "late", "more")
_DRAWN = 30.0
_HEAD = '''"""What it weighs that records are alike in a part: learnt from labelled pairs by `tests/alignment_fit.py`.

The script writes this file. What is weighed is in 0..1; no weight is negative.
"""

from __future__ import annotations

'''
Weights = tuple[float, dict[str, float]]


def learnt(pairs: Sequence[Labelled]) -> Weights:
    """The bias and the weights that tell best which pairs two readers put in one row."""
    rows, told = [], []
    for one in pairs:
        for a, b, features in parts_alike(one.a.capabilities, one.b.capabilities):
            if (a, b) not in one.disputed:
                rows.append(features)
                told.append((a, b) in one.same)
    names = list(rows[0])
    return _fitted(names, np.array([[row[name] for name in names] for row in rows]), np.array(told, float))


def _fitted(names: Sequence[str], rows: np.ndarray, told: np.ndarray) -> Weights:
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = (rows - mean) / spread

    def loss(given: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = given[:-1], given[-1]
        sums = scaled @ weights + bias
        wrong = 1 / (1 + np.exp(-sums)) - told
        cost = np.logaddexp(0, np.where(told > 0, -sums, sums)).sum() + _DRAWN * (weights**2).sum()
        return float(cost), np.append(scaled.T @ wrong + 2 * _DRAWN * weights, wrong.sum())

    bounds = [(0.0, None)] * len(names) + [(None, None)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / spread
    bias = found[-1] - float((weights * mean).sum())
    return round(bias, 2), {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def fields(pairs: Sequence[Labelled]) -> list[list[Labelled]]:
    """The pairs in groups that have no artifact in common."""
    found: list[tuple[set[str], list[Labelled]]] = []
    for one in pairs:
        both = {one.a.artifact.slug, one.b.artifact.slug}
        met = [group for group in found if group[0] & both]
        found = [group for group in found if group not in met]
        found.append((both.union(*(slugs for slugs, _ in met)), [*(each for _, some in met for each in some), one]))
    return [some for _, some in found]


def with_weights(bias: float, weights: Mapping[str, float]) -> None:
    """Let the alignment weigh by these from now on."""
    alignment.BIAS, alignment.WEIGHTS = bias, dict(weights)  # type: ignore[attr-defined]
    alignment._all_pairs.cache_clear()


def crossed(pairs: Sequence[Labelled]) -> str:
    """F1 over all fields, each by what was learnt on the others."""
    counts = np.zeros(3)
    for field in fields(pairs):
        with_weights(*learnt([one for one in pairs if one not in field]))
        found = figures(field)
        counts += (found.right, found.wrong, found.possible)
    right, wrong, possible = counts
    return f"F1 {2 * right / (right + wrong + possible):.3f} ({int(possible)} rows)"


def main() -> int:
    pairs = labelled(*LEARNT_FROM)
    print(f"each field by what was learnt on the others: {crossed(pairs)}")
    bias, weights = learnt(pairs)
    lines = "".join(f'    "{name}": {weight},\n' for name, weight in weights.items())
    Path(job_weights.__file__).write_text(f"{_HEAD}BIAS = {bias}\nWEIGHTS = {{\n{lines}}}\n")
    with_weights(bias, weights)
    print(f"all in sight by all in sight: {figures(pairs)}")
    return 0 if math.isfinite(bias) else 1


if __name__ == "__main__":
    sys.exit(main())
