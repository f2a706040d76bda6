"""How many documents a shard: the processor that handing work out takes, with the engine and without it.

Whole orders of 300 documents in processes of their own, 50 in flight, half a second an answer. BENCH_ROUNDS=3 repeats.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.orders import LLM, _run, folder
from decompose.bootstrap import Workspace
from decompose.services.engine import Embedded
from decompose.services.ingest import SHARD, Options
from decompose.services.inputs import gather
from decompose.services.shards import Directly
from decompose.settings import Settings
from faulty import Plan

COUNT, IN_FLIGHT = 300, 50
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "1"))
# Nothing hands out but threads, and then the engine with so many documents a shard.
WAYS = (0, 1, 4, SHARD, 64)
LIMIT = 8.0  # milliseconds of the processor a document


def main() -> int:
    used: dict[int, list[float]] = {way: [] for way in WAYS}
    span: dict[int, list[float]] = {way: [] for way in WAYS}
    with folder(COUNT) as place:
        for _ in range(ROUNDS):
            for way in WAYS:
                (place / "bench.db").unlink(missing_ok=True)
                command = [sys.executable, "-m", "bench.engine", str(place / "docs"), str(way)]
                run = _run(command, Plan(), {"DECOMPOSE_MODEL": LLM})
                assert (run.code, len(run.rows)) == (0, COUNT)
                used[way].append(1000 * run.cpu / COUNT)
                span[way].append(run.span)
    for way in WAYS:
        what = f"the engine, {way} a shard" if way else "threads alone"
        print(f"{what:28} {median(used[way]):6.1f} ms a document, {median(span[way]):5.1f} s from first to last")
    more = min(used[SHARD]) - min(used[0])
    is_over = more > LIMIT
    print(f"the engine at {SHARD} a shard adds {more:.1f} ms a document (limit {LIMIT}){'  OVER' if is_over else ''}")
    return int(is_over)


def order(docs: Path, way: int) -> None:
    """One order, with the engine or without."""
    settings = Settings(
        database_url=f"sqlite:///{docs.parent}/bench.db", base_url=os.environ["OPENAI_BASE_URL"], model=LLM
    )
    with Workspace(settings) as workspace:
        options = Options(is_llm_named=True, concurrency=IN_FLIGHT)
        ingestion = replace(workspace.ingestion(workspace.llms.named("openai"), options), shard=way or SHARD)
        if not way:
            report = replace(ingestion, hands=Directly()).run(gather([docs]))
        else:
            with Embedded(workspace.database, workspace.now) as hands:
                report = replace(ingestion, hands=hands).run(gather([docs]))
        print(len(report.ended("done")))


if __name__ == "__main__":
    order(Path(sys.argv[1]), int(sys.argv[2]))
