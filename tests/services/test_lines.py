"""Lines to the language model: as many as ordered, and the next document is asked about while one is checked."""

from __future__ import annotations

import sys
import threading

import pytest

from decompose.errors import LlmError
from decompose.services.lines import Lines, waking_early

PATIENCE = 20.0


def test_a_line_is_free_for_the_next_document_as_soon_as_the_answers_have_come() -> None:
    lines, asked, order = Lines(1), threading.Event(), []

    def ask() -> None:
        with lines.turn() as answered:
            order.append("second is asked about")
            asked.set()
            answered()
            order.append("second is checked")

    with lines.turn() as answered:
        other = threading.Thread(target=ask)
        other.start()
        assert not asked.wait(0.02)
        answered()
        assert asked.wait(PATIENCE)
        order.append("first is checked")
    other.join(PATIENCE)
    assert order == ["second is asked about", "first is checked", "second is checked"]


def test_a_document_that_fails_gives_its_line_and_the_desk_back() -> None:
    lines = Lines(1)

    def fail(*, is_answered: bool) -> None:
        with lines.turn() as answered:
            if is_answered:
                answered()
            raise LlmError("refusal", "no")

    for is_answered in (False, True, False):
        with pytest.raises(LlmError):
            fail(is_answered=is_answered)
    assert lines._free.acquire(blocking=False)
    assert lines._desk.acquire(blocking=False)


def test_one_line_needs_one_thread_and_many_need_others_to_check() -> None:
    assert [Lines(many).threads for many in (1, 2, 50)] == [1, 4, 100]


def test_threads_wake_early_only_as_long_as_an_order_is_carried_out() -> None:
    usual = sys.getswitchinterval()
    with waking_early():
        assert sys.getswitchinterval() < usual
    assert sys.getswitchinterval() == usual
