"""Things carried out each in a thread of its own, so many at a time."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from decompose.services.threads import FreshThreads

PATIENCE = 20.0


def test_each_thing_has_a_thread_of_its_own_and_its_result_or_error_is_told() -> None:
    def divided(number: int, *, by: int) -> tuple[float, int]:
        return number / by, threading.get_ident()

    with FreshThreads(2, name="document") as pool:
        good, bad = pool.submit(divided, 3, by=2), pool.submit(divided, 3, by=0)
    assert good.result()[0] == 1.5
    assert good.result()[1] != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        bad.result()


def test_no_more_are_begun_at_a_time_than_were_said_and_the_others_keep_their_order() -> None:
    begun, may_end = list[int](), threading.Semaphore(0)
    are_two = threading.Event()

    def carry_out(number: int) -> int:
        begun.append(number)
        if len(begun) == 2:
            are_two.set()
        assert may_end.acquire(timeout=PATIENCE)
        return number

    with FreshThreads(2, name="document") as pool:
        # Handing in never waits.
        handed_in = [pool.submit(carry_out, number) for number in range(5)]
        assert are_two.wait(PATIENCE)
        assert sorted(begun) == [0, 1]
        may_end.release(5)
    assert [one.result() for one in handed_in] == [0, 1, 2, 3, 4]
    assert begun[2:] == sorted(begun[2:])


def test_after_the_end_what_waits_is_begun_unless_it_is_cancelled_and_nothing_is_taken() -> None:
    may_end = threading.Event()
    pool = FreshThreads(1, name="document")
    first, second = pool.submit(may_end.wait, PATIENCE), pool.submit(int, "2")
    pool.shutdown(wait=False)
    with pytest.raises(RuntimeError, match="document: nothing can be begun after the shutdown"):
        pool.submit(int, "3")
    may_end.set()
    pool.shutdown()
    assert (first.result(), second.result()) == (True, 2)


def test_what_waits_can_be_cancelled() -> None:
    may_end = threading.Event()
    pool = FreshThreads(1, name="document")
    first, second, third = (pool.submit(may_end.wait, PATIENCE) for _ in range(3))
    assert third.cancel()
    pool.shutdown(wait=False, cancel_futures=True)
    may_end.set()
    pool.shutdown()
    assert first.result()
    for cancelled in (second, third):
        with pytest.raises(CancelledError):
            cancelled.result()


def test_a_machine_that_gives_no_more_threads_fails_the_thing_and_not_the_others(monkeypatch) -> None:
    start, count = threading.Thread.start, iter(range(10))

    def started(thread: threading.Thread) -> None:
        if next(count) == 1:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", started)
    with FreshThreads(3, name="document") as pool:
        things = [pool.submit(int, str(number)) for number in range(3)]
    assert (things[0].result(), things[2].result()) == (0, 2)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        things[1].result()
