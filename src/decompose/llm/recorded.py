"""A language model that answers from recordings: the tests and the demo need no key and no network.

A recording is one JSON file, `<first 16 digits of the call key>.<prompt>.json`, with the canonical body of the
request, the reply, and free words about both. Text of several lines is stored as a list of its lines, so that a diff
of a recording reads like a diff of the prompt. A recording answers exactly the request that it was made for, and its
reply passes the same judgement as a live one.
"""

from __future__ import annotations

import difflib
import json
import os
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources.abc import Traversable
from itertools import chain, islice
from pathlib import Path
from typing import Any

from decompose.domain.identity import digest
from decompose.errors import ConfigurationError, RecordingMissingError
from decompose.llm.client import Reply, Request, Witness
from decompose.llm.judging import attempt_of, error_of, judge_answer

RECORDED_LLM = "recorded-llm"
_KEY_DIGITS = 16
_DIFF_HEAD = 2
_DIFF_LINES = 12
_LINE_WIDTH = 200


@dataclass(frozen=True, slots=True)
class RecordedReply:
    """What the model said. `usage` is the object of the chat completion as it came, or None."""

    content: str
    finish_reason: str = "stop"
    refusal: str | None = None
    usage: Mapping[str, Any] | None = None

    @property
    def raw(self) -> str:
        """The body of a chat completion that says this."""
        message = {"role": "assistant", "content": self.content, "refusal": self.refusal}
        choice = {"index": 0, "finish_reason": self.finish_reason, "message": message}
        return json.dumps({"model": RECORDED_LLM, "choices": [choice], "usage": self.usage}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Recording:
    """One file: the request's canonical body, the reply, and free words (slug, section ...)."""

    file: str
    request: Mapping[str, Any]
    reply: RecordedReply
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The call key of the recorded request."""
        return digest(self.request)

    @property
    def prompt(self) -> str:
        """The name of the prompt, which stands in the file's name alone."""
        return self.file.removesuffix(".json").partition(".")[2]


class RecordedLlm:
    """Answers what is recorded in any of the folders (the first one wins) and refuses everything else.

    The folders are read at the first call; one that does not exist holds no recordings.
    """

    name = RECORDED_LLM
    is_paid = False
    reads_prompts = True

    def __init__(self, folders: Sequence[Traversable]) -> None:
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._by_key: dict[str, Recording] | None = None

    def complete(self, request: Request, witness: Witness) -> Reply:
        """Answer from the recording of exactly this request.

        Raises:
            RecordingMissingError: there is none; the sentence shows how the nearest one differs.
            BadAnswerError: the recorded reply is refused, cut or empty.
            ConfigurationError: a file in the folders is no recording.
        """
        recordings = self._recordings()
        recording = recordings.get(request.key)
        if recording is None:
            raise _missing(request, recordings.values(), self._folders)
        ending = judge_answer(recording.reply.raw)
        attempt = attempt_of(request, ending)
        witness(attempt)
        if ending.outcome != "ok":
            raise error_of(ending, f"{RECORDED_LLM} ({recording.file})")
        return Reply(ending.text, attempt)

    def _recordings(self) -> Mapping[str, Recording]:
        with self._lock:
            if self._by_key is None:
                found = chain.from_iterable(map(load_recordings, reversed(self._folders)))
                self._by_key = {recording.key: recording for recording in found}
            return self._by_key


def load_recordings(folder: Traversable) -> tuple[Recording, ...]:
    """The recordings of a folder, sorted by file name; none where the folder does not exist.

    Raises:
        ConfigurationError: a JSON file that is no recording.
    """
    files = [file for file in folder.iterdir() if file.name.endswith(".json")] if folder.is_dir() else []
    return tuple(_loaded(file) for file in sorted(files, key=lambda file: file.name))


def write_recording(
    folder: Path, request: Request, reply: RecordedReply, about: Mapping[str, Any] | None = None
) -> Path:
    """Record `reply` as the answer to `request`, whichever LLM gave it; the same request again replaces the file.

    The file appears whole or not at all, and the same recording makes the same bytes.
    """
    body = {**request.body, "llm": RECORDED_LLM}
    messages = [{**message, "content": _lines(message["content"])} for message in body["messages"]]
    content = {
        "about": dict(about or {}),
        "reply": {**asdict(reply), "content": _lines(reply.content), "model": RECORDED_LLM},
        "request": {**body, "messages": messages},
    }
    path = folder / f"{digest(body, _KEY_DIGITS)}.{request.prompt}.json"
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    # A lone surrogate has no UTF-8 form; its backslash form is the JSON escape of the same character.
    _write_whole(path, text.encode("utf-8", "backslashreplace"))
    return path


def unused(folder: Traversable, used_keys: Collection[str]) -> tuple[str, ...]:
    """The files of a folder that answer none of the calls with these keys."""
    return tuple(recording.file for recording in load_recordings(folder) if recording.key not in used_keys)


def _loaded(file: Traversable) -> Recording:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        request, reply = content["request"], content["reply"]
        messages = [{**message, "content": _joined(message["content"])} for message in request["messages"]]
        said = RecordedReply(
            _joined(reply["content"]), reply.get("finish_reason", "stop"), reply.get("refusal"), reply.get("usage")
        )
        return Recording(file.name, {**request, "messages": messages}, said, content.get("about", {}))
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ConfigurationError(
            f"{file} is no recording ({type(exc).__name__}: {exc}): delete it and record again", subject=file.name
        ) from exc


def _lines(text: str) -> str | list[str]:
    return text.split("\n") if "\n" in text else text


def _joined(stored: str | list[str]) -> str:
    return stored if isinstance(stored, str) else "\n".join(stored)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _missing(
    request: Request, recordings: Collection[Recording], folders: Sequence[Traversable]
) -> RecordingMissingError:
    nearest = max(recordings, key=lambda recording: _likeness(request, recording), default=None)
    compared = (
        [f"there is no recording at all in {', '.join(map(str, folders)) or 'no folder'}"]
        if nearest is None
        else [f"the nearest is {nearest.file}:", *_differences(nearest, request)]
    )
    first = (
        f"no recording answers prompt {request.prompt}, key {request.key[:_KEY_DIGITS]}; "
        "record it with: decompose record PATH"
    )
    return RecordingMissingError("recording_missing", "\n".join([first, *compared]), subject=request.key)


def _likeness(request: Request, recording: Recording) -> tuple[bool, float]:
    """The same prompt first, then the share of lines that both have."""
    asked, recorded = set(_message_lines(request.body)), set(_message_lines(recording.request))
    return recording.prompt == request.prompt, len(asked & recorded) / max(1, len(asked | recorded))


def _differences(recording: Recording, request: Request) -> list[str]:
    """What differs: the first lines of a diff of the messages, or the names of the other parts."""
    recorded, asked = (list(_message_lines(body)) for body in (recording.request, request.body))
    diff = difflib.unified_diff(recorded, asked, recording.file, "this request", lineterm="", n=0)
    lines = [line[:_LINE_WIDTH] for line in islice(diff, _DIFF_HEAD + _DIFF_LINES)]
    if lines:
        return lines
    others = [name for name in ("llm", "schema", "parameters") if recording.request.get(name) != request.body[name]]
    return [f"the messages are the same; different: {', '.join(others)}"]


def _message_lines(body: Mapping[str, Any]) -> Iterator[str]:
    for message in body["messages"]:
        yield f"[{message['role']}]"
        yield from message["content"].split("\n")
