"""Recordings of what a language model answered: which requests have none, and answers kept word for word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from decompose.errors import BadAnswerError, RecordingMissingError, UnreadableInputError
from decompose.llm.batch_files import Result, read_result
from decompose.llm.client import Llm, Request
from decompose.llm.endpoint import EndpointProfile, Rung, chat_body
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm, RecordedReply, load_recordings, write_recording
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import Input
from decompose.store.database import Database

# What an endpoint says when it says something, good or bad; a line that tells of an error is no answer.
_ANSWERS = frozenset({"ok", "refusal", "cut", "empty"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that no recording answers, and the artifact that it is about."""

    slug: str
    request: Request


@dataclass(frozen=True)
class Recorder:
    """Finds what recordings are missing for documents. `new_id` and `now` are those of a trial ingestion."""

    prompts: Prompts
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    options: Options

    def missing(self, inputs: Sequence[Input], folder: Path) -> tuple[Wanted, ...]:
        """The requests that ingesting the inputs makes and that the folder does not answer, repairs included."""
        first: list[Wanted] = []

        def ingest(database: Database, llm: Llm) -> None:
            ingestion = Ingestion(database, llm, self.prompts, self.now, self.new_id, self.options)
            first.extend(Wanted(slug, request) for slug, request in ingestion.requests(inputs))
            ingestion.run(inputs)

        asked = missed(folder, ingest)
        recorded = {recording.key for recording in load_recordings(folder)}
        unanswered = [wanted for wanted in first if wanted.request.key not in recorded]
        return tuple({wanted.request.key: wanted for wanted in (*unanswered, *asked)}.values())


def missed(folder: Path | None, trial: Callable[[Database, Llm], object]) -> tuple[Wanted, ...]:
    """The requests of a trial that the folder does not answer, each once; without a folder none is answered.

    Args:
        trial: the work, to be done with an empty database and with the recordings for an llm.
    """
    watched = _Watched(RecordedLlm([folder] if folder else []))
    database = Database("sqlite://")
    try:
        trial(database, watched)
    finally:
        database.close()
    return tuple({wanted.request.key: wanted for wanted in watched.missing}.values())


class _Watched:
    """Answers from recordings and notes what is missing. A request without an answer fails its document alone."""

    is_paid = False
    reads_prompts = True

    def __init__(self, recorded: RecordedLlm) -> None:
        self._recorded = recorded
        self.name = recorded.name
        self.missing: list[Wanted] = []

    def complete(self, request: Request, witness: Any) -> Any:
        try:
            return self._recorded.complete(request, witness)
        except RecordingMissingError:
            slug = request.passage.slug if request.passage else ""
            self.missing.append(Wanted(slug, request))
            raise


def write_requests(wanted: Iterable[Wanted], path: Path, model: str | None) -> int:
    """The requests as lines of the OpenAI Batch form; the number of lines is returned."""
    lines = [json.dumps(_line(item.request, model), ensure_ascii=False) for item in wanted]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def keep_answers(wanted: Iterable[Wanted], answers: Path, folder: Path) -> tuple[Path, ...]:
    """Record the answers that a results file (JSONL), or a folder of `<call key>.*` files, has for the requests.

    Raises:
        UnreadableInputError: there is neither, or it cannot be read.
    """
    given = dict(_answers(answers))
    return tuple(
        write_recording(folder, item.request, given[item.request.key], {"slug": item.slug})
        for item in wanted
        if item.request.key in given
    )


def ask_and_keep(wanted: Iterable[Wanted], llm: Llm, folder: Path) -> tuple[Path, ...]:
    """Ask a live endpoint for each request and record what it says, good or bad."""
    return tuple(
        write_recording(folder, item.request, _asked(llm, item.request), {"slug": item.slug}) for item in wanted
    )


def _asked(llm: Llm, request: Request) -> RecordedReply:
    """What the endpoint answers; an answer that is no good is an answer all the same."""
    raw: list[str] = []
    with suppress(BadAnswerError):
        llm.complete(replace(request, llm=llm.name), lambda attempt: raw.append(attempt.raw))
    return _reply(json.loads(raw[-1]))


def _line(request: Request, model: str | None) -> dict[str, Any]:
    body = chat_body(request, Rung.JSON_SCHEMA, EndpointProfile())
    return {
        "custom_id": request.key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {**body, "model": model or body["model"]},
    }


def _answers(path: Path) -> Iterator[tuple[str, RecordedReply]]:
    try:
        if path.is_dir():
            for file in sorted(path.iterdir()):
                yield file.name.split(".")[0], RecordedReply(file.read_bytes().decode("utf-8"))
            return
        for result in _answered(path.read_text(encoding="utf-8")):
            yield result.custom_id, _reply(json.loads(result.ending.raw))
    except (OSError, ValueError) as exc:
        raise UnreadableInputError(
            f"{path} holds no answers ({exc}); give a results file in the Batch form", subject=str(path)
        ) from exc


def _answered(text: str) -> list[Result]:
    """The lines of a results file that hold an answer. Raises ValueError where it is none, or none does."""
    # Only "\n" ends a line: other ends of lines may stand in an answer as they are.
    results = [read_result(line) for line in text.split("\n") if line.strip()]
    found = [result for result in results if result.ending.outcome in _ANSWERS]
    if results and not found:
        raise ValueError("each line tells of an error")
    return found


def _reply(body: dict[str, Any]) -> RecordedReply:
    choice = body["choices"][0]
    message = choice["message"]
    return RecordedReply(
        content=message.get("content") or "",
        finish_reason=choice.get("finish_reason") or "stop",
        refusal=message.get("refusal"),
        usage=body.get("usage"),
    )
