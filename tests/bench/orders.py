"""Whole orders as processes: `decompose ingest`, and beside it the bare client with threads, at the same server."""

from __future__ import annotations

import compileall
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import decompose
from decompose.bootstrap import Workspace
from decompose.llm.endpoint import chat_body, profile_for
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.settings import Settings
from faulty import Plan, Provider, Row, documents, running

PROGRAM = str(Path(sys.executable).with_name("decompose"))
LLM = "gpt-4o-mini"


@dataclass(frozen=True)
class Run:
    """A process that has ended. Times in seconds; `rows` is the server's ledger of it, `peak` its memory in MB.

    `span` is the time from the first request to the last answer, `cpu` that of the processor.
    """

    code: int
    report: Any
    wall: float
    cpu: float
    peak: float
    rows: Sequence[Row]

    @property
    def span(self) -> float:
        return max(row.ended or row.arrived for row in self.rows) - self.rows[0].arrived


@contextmanager
def folder(count: int) -> Iterator[Path]:
    """A folder with so many documents in `docs`."""
    with TemporaryDirectory(prefix="bench-") as name:
        documents(Path(name) / "docs", count)
        yield Path(name)


def ingested(place: Path, plan: Plan, *options: str, environment: dict[str, str] | None = None) -> Run:
    """`decompose ingest` over the documents of a place, with a new database."""
    (place / "bench.db").unlink(missing_ok=True)
    command = [PROGRAM, "ingest", str(place / "docs"), "--db", f"sqlite:///{place}/bench.db", "--json", *options]
    return _run(command, plan, {"DECOMPOSE_MODEL": LLM, **(environment or {})})


def bare(place: Path, plan: Plan, threads: int) -> Run:
    """The same requests by the bare client: nothing is kept, nothing is checked."""
    requests = place / "requests.jsonl"
    if not requests.exists():
        requests.write_text("".join(f"{json.dumps(body)}\n" for body in _bodies(place / "docs")))
    return _run([sys.executable, "-m", "bench.orders", str(requests), str(threads)], plan, {})


def _bodies(docs: Path) -> Iterator[dict[str, Any]]:
    with Workspace(Settings(database_url="sqlite://", base_url="http://127.0.0.1:9/v1", model=LLM)) as workspace:
        profile = profile_for(workspace.settings.base_url)
        ingestion = workspace.ingestion(workspace.llms.named("openai"), Options(is_llm_named=True))
        for _, request in ingestion.requests(gather([docs])):
            yield chat_body(request, profile.rungs[0], profile)


def _run(command: Sequence[str], plan: Plan, environment: dict[str, str]) -> Run:
    compileall.compile_dir(Path(decompose.__file__).parent, quiet=2)
    with running(plan) as provider:
        environment = _environment(provider) | environment
        begun = time.monotonic()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begun
        rows = provider.ledger()
    return Run(process.returncode, json.loads(said or "null"), wall, _cpu(used), used.ru_maxrss / 1024, rows)


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _environment(provider: Provider) -> dict[str, str]:
    """That of this program as it is installed: with its bytecode, and with no setting of ours."""
    ours = ("DECOMPOSE_", "OPENAI_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    folders = [str(Path(decompose.__file__).parents[1]), str(Path(__file__).parents[1])]
    return kept | {"OPENAI_BASE_URL": provider.url, "PYTHONPATH": os.pathsep.join(folders)}


def main(requests: Path, threads: int) -> None:
    """What the bare client does."""
    import openai

    client = openai.OpenAI(api_key="none", max_retries=0)
    bodies = [json.loads(line) for line in requests.read_text().splitlines()]

    def ask(body: dict[str, Any]) -> int:
        rest = {name: value for name, value in body.items() if name not in ("model", "messages")}
        answer = client.chat.completions.create(model=body["model"], messages=body["messages"], extra_body=rest)
        return len(json.loads(answer.choices[0].message.content or ""))

    with ThreadPoolExecutor(threads) as pool:
        print(json.dumps({"answers": len(list(pool.map(ask, bodies)))}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
