"""The six artifacts of the demo, ingested from recordings, scored, compared and written about."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from itertools import combinations

from decompose.llm.client import Llm
from decompose.services.compare import Comparing
from decompose.services.ingest import Ingestion, Options, Report
from decompose.services.inputs import gather
from decompose.services.overlapping import Overlapping
from decompose.services.scores import Scoring
from decompose.services.write_up import WritingUp
from decompose.services.writing import Writer

PAIR = ("llava-1-6", "mixtral-8x7b")
# The comparisons that a language model wrote about.
WRITTEN = (
    PAIR,
    ("gemma-4-26b-a4b", "llama-4-maverick"),
    ("llama-guard-4-12b", "mixtral-8x7b"),
    ("llava-1-6", "the-stack-v2"),
)


def load_demo(
    ingestion: Callable[[Llm, Options], Ingestion],
    llm: Callable[[str], Llm],
    scoring: Scoring,
    comparing: Comparing,
    overlapping: Overlapping,
    writing_up: WritingUp,
    writer: Callable[[Llm], Writer],
    folder: Traversable,
) -> Report:
    """Ingest the demo's documents, give them their scores, keep every comparison of them, and write of some."""
    with as_file(folder) as files:
        inputs = gather([], files / "documents.csv")
        report = ingestion(llm("recorded"), Options(is_llm_named=True)).run(inputs)
        scoring.import_file(files / "scores.csv")
    slugs = sorted(given.said.slug for given in inputs if given.said.slug)
    for a, b in combinations(slugs, 2):
        comparing.store(a, b)
    overlapping.survey()
    writing_up.run(writer(llm("recorded")), WRITTEN)
    return report
