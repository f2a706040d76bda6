"""Threads that carry out one thing each and end with it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class FreshThreads(Executor):
    """Carries out so many things at a time, each in a thread of its own; the others wait in their order.

    A thread that stays keeps the memory that passed through it at hand, for itself alone: hundreds of them that carry
    out thousands of things keep tens of megabytes. One that ends gives all of it back.
    """

    def __init__(self, many: int, *, name: str) -> None:
        self._name = name
        self._free = many
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._is_closed = False
        self._changed = threading.Condition()
        self._most = many

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have it begun as soon as a thread may be."""
        future: Future[T] = Future()
        with self._changed:
            if self._is_closed:
                raise RuntimeError(f"{self._name}: nothing can be begun after the shutdown")
            self._waiting.append((future, partial(fn, *args, **kwargs)))
            self._begin_what_waits()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as its base
        """Take nothing more; what waits is begun all the same, unless it is cancelled."""
        with self._changed:
            self._is_closed = True
            while cancel_futures and self._waiting:
                self._waiting.popleft()[0].cancel()
            if wait:
                self._changed.wait_for(lambda: self._free == self._most)

    def _begin_what_waits(self) -> None:
        while self._free and self._waiting:
            future, work = self._waiting.popleft()
            try:
                threading.Thread(target=self._carry_out, args=(future, work), name=self._name).start()
            except RuntimeError as exc:
                # The machine gives no more threads: told to whoever asks for the result.
                future.set_exception(exc)
            else:
                self._free -= 1

    def _carry_out(self, future: Future[Any], work: Callable[[], Any]) -> None:
        if future.set_running_or_notify_cancel():
            _settle(future, work)
        with self._changed:
            self._free += 1
            self._begin_what_waits()
            self._changed.notify_all()


def _settle(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        result = work()
    except BaseException as exc:  # noqa: BLE001 -- raised where the result is asked for
        future.set_exception(exc)
    else:
        future.set_result(result)
