"""Lines to the language model: as many as ordered, and the next document is asked about while one is checked."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import ExitStack

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
    assert [Lines(many).threads for many in (1, 2, 50, 1_000)] == [1, 12, 300, 2_000]
    assert Lines(50, ahead=50).threads == 100


def test_a_document_is_checked_at_once_when_none_waits_for_a_line() -> None:
    lines = Lines(1, rest=PATIENCE)
    begun = time.monotonic()
    with lines.turn() as answered:
        answered()
    assert time.monotonic() - begun < PATIENCE / 2


def test_an_answered_document_rests_until_the_last_one_has_its_line() -> None:
    lines, order = Lines(2, rest=PATIENCE), []
    has_line, answer, ask = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        with lines.turn() as answered:
            has_line.set()
            assert answer.wait(PATIENCE)
            answered()
            order.append("first is checked")

    def others() -> None:
        with lines.turn():
            order.append("another is asked about")
            assert ask.wait(PATIENCE)

    threads = [threading.Thread(target=work) for work in (first, others, others, others)]
    threads[0].start()
    assert has_line.wait(PATIENCE)
    for thread in threads[1:]:
        thread.start()
    while lines._wanting != 2:
        threading.Event().wait(0.001)
    answer.set()
    while len(order) < 2:
        threading.Event().wait(0.001)
    assert order == ["another is asked about"] * 2
    ask.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(order) == ["another is asked about"] * 3 + ["first is checked"]


def test_no_document_rests_for_long() -> None:
    lines = Lines(1, rest=0.001)
    lines._wanting = 1
    with lines.turn() as answered:
        answered()
    assert lines._wanting == 1


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
