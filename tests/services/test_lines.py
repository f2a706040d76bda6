"""Lines to the language model: as many as ordered, and the next document is asked about while one is checked."""

from __future__ import annotations

import sys
import threading
from contextlib import ExitStack

import pytest

from decompose.errors import LlmError
from decompose.services.lines import Lines, waking_early

PATIENCE = 20.0


def test_a_line_is_free_for_the_next_document_as_soon_as_an_answer_has_come() -> None:
    lines, asked = Lines(1), threading.Event()

    def ask() -> None:
        with lines.turn():
            asked.set()

    with lines.turn() as line:
        other = threading.Thread(target=ask)
        other.start()
        assert not asked.wait(0.02)
        line.answered()
        assert asked.wait(PATIENCE)
    other.join(PATIENCE)


def test_a_second_call_about_a_document_waits_for_a_line_again() -> None:
    lines, may_end, has_line, order = Lines(1), threading.Event(), threading.Event(), list[str]()

    def ask() -> None:
        with lines.turn():
            has_line.set()
            assert may_end.wait(PATIENCE)
            order.append("another is asked about")

    with lines.turn() as line:
        line.asks()
        line.answered()
        other = threading.Thread(target=ask)
        other.start()
        assert has_line.wait(PATIENCE)
        may_end.set()
        line.asks()
        order.append("the first is asked about again")
    other.join(PATIENCE)
    assert order == ["another is asked about", "the first is asked about again"]


@pytest.mark.parametrize("answers", [0, 1])
def test_a_document_that_fails_gives_its_line_back(answers: int) -> None:
    lines = Lines(1)

    def fail() -> None:
        with lines.turn() as line:
            for _ in range(answers):
                line.answered()
            raise LlmError("refusal", "no")

    with pytest.raises(LlmError):
        fail()
    assert lines.free.acquire(blocking=False)
    assert not lines.free.acquire(blocking=False)


def test_a_document_is_begun_from_its_first_line_to_its_end() -> None:
    lines = Lines(2)
    with lines.turn() as line, lines.turn():
        line.answered()
        assert lines.begun == 2
    assert lines.begun == 0


def test_one_line_needs_one_thread_and_many_need_others_to_check() -> None:
    assert [Lines(many).threads for many in (1, 2, 50, 1_000)] == [1, 8, 200, 2_000]
    assert Lines(50, ahead=50).threads == 100


def test_threads_wake_early_only_as_long_as_an_order_is_carried_out() -> None:
    usual = sys.getswitchinterval()
    with waking_early():
        assert sys.getswitchinterval() < usual
    assert sys.getswitchinterval() == usual


def test_of_two_orders_at_a_time_the_one_that_ends_last_sets_the_clock_back() -> None:
    usual = sys.getswitchinterval()
    first, second = ExitStack(), ExitStack()
    first.enter_context(waking_early())
    second.enter_context(waking_early())
    first.close()
    assert sys.getswitchinterval() < usual
    second.close()
    assert sys.getswitchinterval() == usual
