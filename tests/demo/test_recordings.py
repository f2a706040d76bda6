"""Recordings are what a model really answered to what we would ask today: none stale, none unused, no secret."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path

import pytest

from decompose import packaged
from decompose.bootstrap import current_time
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm, load_recordings, unused
from decompose.services.ingest import Ingestion, Options, Report
from decompose.services.inputs import Input, gather
from decompose.services.recording import Recorder
from decompose.store.database import Database
from recordings import DEMO, DOCUMENTS, FOLDERS, WRITE_UPS

ORDERS = {
    "demo": lambda: gather([], DEMO / "documents.csv"),
    "tests": lambda: gather([], DOCUMENTS / "documents.csv"),
}
_SECRETS = re.compile(
    r"sk-[A-Za-z0-9]{16,}|Bearer [A-Za-z0-9]|api[_-]key\W+[A-Za-z0-9]{16,}|-----BEGIN|/(?:home|root|Users)/",
    re.IGNORECASE,
)


@pytest.fixture(params=list(FOLDERS))
def folder(request) -> Path:
    return FOLDERS[request.param]


@pytest.fixture
def order(folder) -> tuple[Input, ...]:
    return next(ORDERS[name]() for name, known in FOLDERS.items() if known == folder)


def ids():
    numbers = count(1)
    return lambda: f"batch-{next(numbers)}"


@pytest.mark.slow
def test_every_request_of_today_has_its_recording(folder, order) -> None:
    recorder = Recorder(Prompts(packaged.prompts()), current_time, ids(), Options())
    stale = [
        f"{wanted.slug}: {wanted.request.prompt} {wanted.request.key[:16]}"
        for wanted in recorder.missing(order, folder)
    ]
    assert stale == [], "prompts or documents changed: record again (make recordings)"


@pytest.mark.slow
def test_no_recording_is_left_that_nothing_asks_for(folder, order, tmp_path) -> None:
    asked: set[str] = set()
    ingest(order, folder, tmp_path, asked)
    # Those of write-ups are looked at in test_write_ups.
    assert [file for file in unused(folder, asked) if not file.endswith(".compare.json")] == []


@pytest.mark.parametrize("folder", [*FOLDERS.values(), WRITE_UPS], ids=lambda folder: folder.parent.name)
def test_no_recording_holds_a_secret_or_a_path_of_a_machine(folder) -> None:
    found = [file.name for file in folder.iterdir() if _SECRETS.search(file.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("folder", [*FOLDERS.values(), WRITE_UPS], ids=lambda folder: folder.parent.name)
def test_the_field_that_names_the_llm_says_that_it_is_recorded(folder) -> None:
    for recording in load_recordings(folder):
        assert recording.request["llm"] == "recorded-llm"
        assert json.loads(recording.reply.raw)["model"] == "recorded-llm"


@pytest.mark.slow
def test_every_document_is_done_from_recordings_alone(folder, order, tmp_path) -> None:
    report = ingest(order, folder, tmp_path, set())
    assert [job.outcome for job in report.jobs] == ["done"] * len(order)
    assert report.spent.paid == 0


def ingest(order: tuple[Input, ...], folder: Path, tmp_path: Path, asked: set[str]) -> Report:
    database = Database(f"sqlite:///{tmp_path / 'recorded.db'}")
    try:
        llm = Listening(RecordedLlm([folder]), asked)
        return Ingestion(database, llm, Prompts(packaged.prompts()), current_time, ids(), Options()).run(order)
    finally:
        database.close()


class Listening:
    """Notes which keys are asked for."""

    is_paid = False
    reads_prompts = True

    def __init__(self, llm: RecordedLlm, asked: set[str]) -> None:
        self._llm = llm
        self._asked = asked
        self.name = llm.name

    def complete(self, request, witness):
        self._asked.add(request.key)
        return self._llm.complete(request, witness)
