"""Recordings: an exact request has an exact answer, and a miss says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.errors import BadAnswerError, ConfigurationError, RecordingMissingError
from decompose.llm.client import Attempt, Llm, Message, Request, Usage
from decompose.llm.recorded import RecordedLlm, RecordedReply, load_recordings, unused, write_recording

MakeRequest = Callable[..., Request]
texts = st.text(st.characters(exclude_categories=()), max_size=40).filter(
    lambda text: not any("\ud800" <= mark <= "\udfff" for mark in text)
)


@pytest.fixture
def ask_for(make_request: MakeRequest) -> MakeRequest:
    return lambda **changes: make_request(**{"llm": "recorded-llm", **changes})


def test_a_recording_answers_its_request_with_usage(tmp_path: Path, ask_for: MakeRequest) -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 4}
    write_recording(tmp_path, ask_for(), RecordedReply('{"name": "mail"}', usage=usage))
    attempts: list[Attempt] = []
    llm: Llm = RecordedLlm([tmp_path])
    reply = llm.complete(ask_for(), attempts.append)
    assert reply.text == '{"name": "mail"}'
    assert attempts == [reply.attempt]
    assert (reply.attempt.outcome, reply.attempt.usage, reply.attempt.llm) == (
        "ok",
        Usage(input=9, output=4),
        "recorded-llm",
    )
    assert (llm.name, llm.is_paid) == ("recorded-llm", False)


def test_what_another_llm_answered_is_recorded_for_this_one(
    tmp_path: Path, make_request: MakeRequest, ask_for: MakeRequest
) -> None:
    path = write_recording(tmp_path, make_request(llm="gpt-4o-mini"), RecordedReply("{}"))
    assert path.name == f"{ask_for().key[:16]}.decompose.json"
    assert RecordedLlm([tmp_path]).complete(ask_for(), lambda _attempt: None).text == "{}"


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (RecordedReply("", refusal="I must not."), "refusal"),
        (RecordedReply('{"na', finish_reason="length"), "cut"),
        (RecordedReply("  "), "empty"),
    ],
)
def test_a_recorded_reply_is_judged_like_a_live_one(
    reply: RecordedReply, outcome: str, tmp_path: Path, ask_for: MakeRequest
) -> None:
    path = write_recording(tmp_path, ask_for(), reply)
    attempts: list[Attempt] = []
    with pytest.raises(BadAnswerError, match=path.name) as caught:
        RecordedLlm([tmp_path]).complete(ask_for(), attempts.append)
    assert caught.value.outcome == outcome
    assert [attempt.outcome for attempt in attempts] == [outcome]


def test_thinking_and_fences_of_a_recording_are_taken_off(tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(), RecordedReply("<think>hm</think>\n```json\n{}\n```"))
    assert RecordedLlm([tmp_path]).complete(ask_for(), lambda _attempt: None).text == "{}"


@pytest.mark.parametrize(
    "changes",
    [
        {"llm": "gpt-4o-mini"},
        {"messages": (Message("user", "Acme sends mail. "),)},
        {"schema": {"type": "object"}},
        {"parameters": {"temperature": 1}},
    ],
)
def test_any_difference_of_the_body_is_a_miss(changes: dict[str, Any], tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(), RecordedReply("{}"))
    attempts: list[Attempt] = []
    with pytest.raises(RecordingMissingError):
        RecordedLlm([tmp_path]).complete(ask_for(**changes), attempts.append)
    assert attempts == []


def test_a_miss_shows_the_nearest_recording_and_how_to_record(tmp_path: Path, ask_for: MakeRequest) -> None:
    near, far = Message("user", "Acme sends mail.\nFast."), Message("user", "Something else.")
    nearest = write_recording(tmp_path, ask_for(messages=(near,)), RecordedReply("{}"))
    write_recording(tmp_path, ask_for(messages=(far,)), RecordedReply("{}"))
    asked = ask_for(messages=(Message("user", "Acme sends mail.\nSlowly."),))
    write_recording(tmp_path, ask_for(prompt="judge", messages=asked.messages * 2), RecordedReply("{}"))
    with pytest.raises(RecordingMissingError) as caught:
        RecordedLlm([tmp_path]).complete(asked, lambda _attempt: None)
    first, second, *diff = str(caught.value).splitlines()
    assert first == (
        f"no recording answers prompt decompose, key {asked.key[:16]}; record it with: decompose record PATH"
    )
    assert second == f"the nearest is {nearest.name}:"
    assert diff[3:] == ["-Fast.", "+Slowly."]
    assert caught.value.subject == asked.key


def test_the_diff_of_a_miss_is_short(tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(messages=(Message("user", f"{'b' * 9000}\n" * 500),)), RecordedReply("{}"))
    asked = ask_for(messages=(Message("user", "a\n" * 500),))
    with pytest.raises(RecordingMissingError) as caught:
        RecordedLlm([tmp_path]).complete(asked, lambda _attempt: None)
    assert len(str(caught.value).splitlines()) == 16
    assert len(str(caught.value)) < 4000


def test_a_miss_with_the_same_messages_names_the_part_that_differs(tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(), RecordedReply("{}"))
    with pytest.raises(RecordingMissingError, match="the messages are the same; different: schema"):
        RecordedLlm([tmp_path]).complete(ask_for(schema={}), lambda _attempt: None)


def test_a_miss_without_any_recording_names_the_folders(tmp_path: Path, ask_for: MakeRequest) -> None:
    with pytest.raises(RecordingMissingError, match=r"no recording at all in .*absent"):
        RecordedLlm([tmp_path / "absent"]).complete(ask_for(), lambda _attempt: None)


def test_of_two_folders_the_first_one_answers(tmp_path: Path, ask_for: MakeRequest) -> None:
    for folder in ("own", "shipped"):
        write_recording(tmp_path / folder, ask_for(), RecordedReply(f'{{"from": "{folder}"}}'))
    llm = RecordedLlm([tmp_path / "own", tmp_path / "shipped"])
    assert llm.complete(ask_for(), lambda _attempt: None).text == '{"from": "own"}'


@settings(max_examples=60, derandomize=True, deadline=None)
@given(system=texts, user=texts, content=texts, refusal=st.none() | texts)
def test_any_text_survives_being_recorded(system: str, user: str, content: str, refusal: str | None) -> None:
    messages = (Message("system", system), Message("user", f"{user}\r\n\n{system}"))
    request = Request("decompose", "t", "recorded-llm", messages, {}, {"temperature": 0})
    reply = RecordedReply(content, "stop", refusal, {"prompt_tokens": 3})
    with TemporaryDirectory() as folder:
        path = write_recording(Path(folder), request, reply, {"slug": system})
        (recording,) = load_recordings(Path(folder))
    assert recording.request == request.body
    assert (recording.key, recording.reply, recording.about) == (request.key, reply, {"slug": system})
    assert (recording.file, recording.prompt) == (path.name, "decompose")


def test_half_a_character_survives_being_recorded(tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(), RecordedReply("a\ud800b"))
    assert load_recordings(tmp_path)[0].reply.content == "a\ud800b"


def test_recording_again_replaces_the_file_by_the_same_bytes(tmp_path: Path, ask_for: MakeRequest) -> None:
    first = write_recording(tmp_path, ask_for(), RecordedReply("{}"), {"slug": "acme"}).read_bytes()
    again = write_recording(tmp_path, ask_for(), RecordedReply("{}"), {"slug": "acme"})
    assert again.read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == [again.name]


def test_text_of_several_lines_is_stored_line_by_line(tmp_path: Path, ask_for: MakeRequest) -> None:
    stored = json.loads(write_recording(tmp_path, ask_for(), RecordedReply("{\n}")).read_text())
    assert stored["request"]["messages"][1]["content"] == ["Acme sends mail.", "Fast."]
    assert stored["reply"] == {
        "content": ["{", "}"],
        "finish_reason": "stop",
        "refusal": None,
        "usage": None,
        "model": "recorded-llm",
    }


def test_a_recording_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, ask_for: MakeRequest) -> None:
    path = write_recording(tmp_path, ask_for(), RecordedReply("{}"))
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match=path.name):
        write_recording(tmp_path, ask_for(), RecordedReply("{}"))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"request": {}, "reply": {}}', '{"request": 1, "reply": 2}'])
def test_a_file_that_is_no_recording_is_named(content: str, tmp_path: Path, ask_for: MakeRequest) -> None:
    (tmp_path / "0123.decompose.json").write_text(content)
    with pytest.raises(ConfigurationError, match=r"0123\.decompose\.json is no recording"):
        RecordedLlm([tmp_path]).complete(ask_for(), lambda _attempt: None)


def test_recordings_that_answered_nothing_are_told(tmp_path: Path, ask_for: MakeRequest) -> None:
    write_recording(tmp_path, ask_for(), RecordedReply("{}"))
    idle = write_recording(tmp_path, ask_for(schema={}), RecordedReply("{}"))
    assert unused(tmp_path, {ask_for().key}) == (idle.name,)
