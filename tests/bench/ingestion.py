"""Orders of hundreds of documents beside the bare client with threads: time, processor and memory.

BENCH_FULL=1 compares the memory of 300 and 3,000 documents, and runs the whole programs at 600.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar

from bench.orders import LLM, Run, bare, folder, ingested
from decompose.bootstrap import Workspace
from decompose.domain.decomposition import Draft
from decompose.llm.client import Reply, Request, Witness
from decompose.llm.judging import attempt_of, judge_answer
from decompose.services import reingest
from decompose.services.computing import Here
from decompose.services.examining import Case, look_and_examine
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.intake import Opened
from decompose.settings import Settings
from faulty import Plan
from faulty.plan import GOOD, answer_to

IS_FULL = os.environ.get("BENCH_FULL") == "1"
IN_FLIGHT = 50
TOGETHER = 16
# What is aimed at on a machine that does nothing else, and above which the bench fails anywhere.
SPAN_GOAL, SPAN_LIMIT = 1.10, 2.5
WHOLE_GOAL, WHOLE_LIMIT = 1.35, 4.0
ENGINE_LIMIT = 8.0  # milliseconds of the processor a document, engine and ledger together
GROWTH_LIMIT = 1.25  # of the peak memory
PLAN = Plan()
T = TypeVar("T")


def told(what: str, figure: float, limit: float, unit: str = "", aim: float | None = None) -> bool:
    """Print a figure with its limit; whether it is over."""
    is_over = figure > limit
    aimed = f"aim {aim}, " if aim else ""
    print(f"{what:58} {figure:7.2f}{unit}  ({aimed}limit {limit}){'  OVER' if is_over else ''}")
    return is_over


# -- beside the bare client --------------------------------------------------------------------------------


def pace() -> int:
    """300 documents, 50 in flight, half a second an answer: from the first request to the last answer."""
    count, rounds = 300, 2
    with folder(count) as place:
        runs = [(bare(place, PLAN, IN_FLIGHT), _ordered(place)) for _ in range(rounds)]
    print(", ".join(f"{one.span:.1f} s and {other.span:.1f} s" for one, other in runs), "bare and ours")
    ratio = min(other.span / one.span for one, other in runs)
    return told(f"{count} documents, first request to last answer, to bare", ratio, SPAN_LIMIT, aim=SPAN_GOAL)


def whole() -> int:
    """The whole processes at 600 documents."""
    count = 600 if IS_FULL else 300
    with folder(count) as place:
        ratio = _ordered(place).wall / bare(place, PLAN, IN_FLIGHT).wall
    return told(f"{count} documents, whole process, to bare", ratio, WHOLE_LIMIT, aim=WHOLE_GOAL)


def _ordered(place: Path, plan: Plan = PLAN) -> Run:
    run = ingested(place, plan, "--concurrency", str(IN_FLIGHT))
    assert run.code == 0, run.report
    assert run.report["jobs"]["done"] == len(run.rows)
    return run


def memory() -> int:
    """The peak at many documents to that at few: what is read is not kept."""
    few, many = (300, 3_000) if IS_FULL else (300, 900)
    peaks = []
    for count in (few, many):
        with folder(count) as place:
            peaks.append(_ordered(place, Plan(latency=0.05)).peak)
    print(f"{peaks[0]:.0f} MB and {peaks[1]:.0f} MB")
    return told(f"peak memory, {few} to {many} documents", peaks[1] / peaks[0], GROWTH_LIMIT)


# -- the processor, by part --------------------------------------------------------------------------------


class AtOnce:
    """A language model that answers well and takes no time."""

    name, is_paid, reads_prompts = LLM, True, True

    def complete(self, request: Request, witness: Witness) -> Reply:
        words = "\n".join(message.content for message in request.messages)
        ending = judge_answer(answer_to(GOOD, words, Random(), Plan()).body)
        attempt = attempt_of(request, ending)
        witness(attempt)
        return Reply(ending.text, attempt)


def milliseconds(work: Callable[[], T], count: int) -> tuple[T, float]:
    """What work gives, and the milliseconds of the processor that it takes for each of so many."""
    begun = time.process_time()
    made = work()
    return made, (time.process_time() - begun) / count * 1000


def processor(count: int = 200) -> int:
    """Where the time of the processor goes, each part by itself, one document after the other."""
    with folder(count) as place:
        client = _of_client(place, count)
        with Workspace(Settings(database_url=f"sqlite:///{place}/parts.db")) as workspace:
            ingestion = workspace.ingestion(AtOnce(), Options(is_llm_named=True))
            ordering = ingestion._ordering(Here())
            steps, reading = milliseconds(lambda: list(ordering.plan(gather([place / "docs"]))), count)
            documents = [step for step in steps if isinstance(step, Opened)]
            assert len(documents) == count
            asker, decomposer = ingestion._decomposer()._asker, ingestion._decomposer()
            requests = [next(iter(decomposer.requests(_artifact(each), each.revision))) for each in documents]
            _, answering = milliseconds(lambda: [AtOnce().complete(each, lambda _: None) for each in requests], count)
            texts, asking = milliseconds(lambda: [asker.ask(each, "any") for each in requests], count)
            _checked(documents[:1], texts[:1])  # what is made once at the first use is no part of a document
            made, checking = milliseconds(lambda: _checked(documents, texts), count)
            _, storing = milliseconds(lambda: _written(workspace, made), count)
        with Workspace(Settings(database_url=f"sqlite:///{place}/whole.db")) as workspace:
            ingestion = replace(workspace.ingestion(AtOnce(), Options(is_llm_named=True)), computing=_here)
            _, running = milliseconds(lambda: ingestion.run(gather([place / "docs"])), count)
    ledger = asking - answering
    engine = running - reading - asking - checking - storing
    parts = {"reading": reading, "client": client, "check": checking, "store": storing, "ledger": ledger}
    print("ms of the processor a document:", ", ".join(f"{part} {spent:.1f}" for part, spent in parts.items()), end="")
    print(f", engine {engine:.1f}")
    return told("engine and ledger, a document", engine + ledger, ENGINE_LIMIT, " ms")


def _of_client(place: Path, count: int) -> float:
    """The bare client's, without what it takes to start."""
    plan = Plan(latency=0.05)
    with folder(1) as alone:
        start = median(bare(alone, plan, 1).cpu for _ in range(3))
    return (bare(place, plan, IN_FLIGHT).cpu - start) / count * 1000


def _artifact(document: Opened):
    return document.candidate.artifact


def _checked(documents: Sequence[Opened], texts: Sequence[str]) -> list[reingest.Made]:
    made = []
    for document, text in zip(documents, texts, strict=True):
        case = Case(_artifact(document), document.revision, LLM, "0")
        examined = look_and_examine(text, "key", Draft(), case, is_repairable=True).examined
        assert examined
        made.append(reingest.Made(case.artifact, document.raw, examined.decomposition, examined.told))
    return made


def _written(workspace: Workspace, made: Sequence[reingest.Made]) -> None:
    """As many at a time as end together with 50 in flight."""
    for start in range(0, len(made), TOGETHER):
        with workspace.database.writing() as session:
            reingest.write_all(session, made[start : start + TOGETHER], workspace.now(), point=Options().point)


@contextmanager
def _here(_: int) -> Iterator[Here]:
    """In this process, whatever the number of documents."""
    yield Here()


def main() -> int:
    return processor() + pace() + whole() + memory()
