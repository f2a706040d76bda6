"""The meter: no minute of arrivals above the limits, hardly anything of them wasted, and unannounced limits found."""

from __future__ import annotations

import heapq
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.errors import ProviderDownError, ResumableError
from decompose.llm.client import Request, Usage
from decompose.llm.meter import LONGEST_PAUSE, LONGEST_THROTTLE, ON_THE_WAY, Meter, Pace, Told, most_tokens, told_by
from decompose.llm.openai import OpenAiLlm

MakeRequest = Callable[..., Request]


# -- a simulated endpoint ----------------------------------------------------------------------------------


@dataclass
class Bucket:
    """A server that takes `rate` requests a second and `burst` at once, and says so only by throttling."""

    rate: float
    burst: float
    headers: Callable[[Bucket], dict[str, str]] = lambda bucket: {}
    level: float = field(default=-1.0)
    at: float = 0.0

    def takes(self, now: float) -> bool:
        level = self.burst if self.level < 0 else self.level
        self.level = min(self.burst, level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


@dataclass
class Run:
    """What a simulation saw: moments of arrival, and which of them were throttled."""

    taken: list[float] = field(default_factory=list)
    throttled: list[float] = field(default_factory=list)

    def taken_between(self, start: float, end: float) -> int:
        return sum(start <= moment < end for moment in self.taken)


def simulate(server: Bucket, *, workers: int, seconds: float, latency: float = 0.5, **limits: int) -> Run:
    """So many workers that always have a call waiting, in simulated time."""
    pace, seen = Pace(**limits), Run()
    now, on_line, idle = 0.0, list[tuple[float, int, Any, bool]](), workers
    number = 0
    while now < seconds:
        wait = pace.delay(now, 1000) if idle else 1e9
        if not wait:
            tried = pace.begin(now, 1000)
            is_taken = server.takes(now)
            (seen.taken if is_taken else seen.throttled).append(now)
            number, idle = number + 1, idle - 1
            heapq.heappush(on_line, (now + (latency if is_taken else 0.01), number, tried, is_taken))
            continue
        ends = on_line[0][0] if on_line else 1e9
        now = min(ends, now + wait)
        if on_line and on_line[0][0] <= now:
            _, _, tried, is_taken = heapq.heappop(on_line)
            told = told_by(server.headers(server), is_throttled=not is_taken, usage=Usage(500, output=100))
            pace.end(tried, now, told)
            idle += 1
    return seen


UNANNOUNCED = {
    "no word": lambda bucket: {},
    "retry-after": lambda bucket: {"retry-after": "1"},
    "retry-after-ms": lambda bucket: {"retry-after-ms": "150"},
    "of a gateway": lambda bucket: {"llm_provider-retry-after": "1"},
    "limits": lambda bucket: {
        "x-ratelimit-limit-requests": "600",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "100ms",
    },
}


@pytest.mark.parametrize("words", UNANNOUNCED)
@pytest.mark.parametrize("latency", [0.2, 3.0])
def test_an_unannounced_limit_is_found_and_nearly_used_with_few_throttles(words: str, latency: float) -> None:
    seen = simulate(Bucket(10.0, 20.0, UNANNOUNCED[words]), workers=50, seconds=300, latency=latency)
    assert seen.taken_between(60, 300) >= 0.9 * 10 * 240
    assert len(seen.throttled) <= 0.05 * len(seen.taken)


def test_a_limit_that_is_raised_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Bucket(2.0, 5.0)
    takes = server.takes

    def growing(now: float) -> bool:
        server.rate = 2.0 if now < 100 else 8.0
        return takes(now)

    monkeypatch.setattr(server, "takes", growing)
    seen = simulate(server, workers=50, seconds=500)
    assert seen.taken_between(40, 100) >= 0.85 * 2 * 60
    assert seen.taken_between(400, 500) >= 0.85 * 8 * 100


def test_one_wave_of_throttles_lowers_the_pace_once() -> None:
    pace = Pace()
    tries = [pace.begin(0.0, 100) for _ in range(40)]
    for tried in tries[20:]:
        pace.end(tried, 0.1, Told(is_throttled=True, tokens=0))
    lowered = pace.learnt
    assert lowered is not None
    for tried in tries[:20]:
        pace.end(tried, 0.2, Told(is_throttled=True, tokens=0))
    assert pace.learnt == lowered


def test_throttles_among_calls_that_were_taken_leave_the_pace_near_what_was_announced() -> None:
    """Starts that meet on the way are throttled now and then, however well the pace keeps the limit."""
    pace, now = Pace(), 0.0
    for number in range(300):
        now += pace.delay(now, 0) + 0.1
        is_throttled = number % 20 == 19
        pace.end(pace.begin(now, 0), now + 0.05, Told(is_throttled=is_throttled, pause=0.05, announced=600.0))
    assert pace.learnt is not None
    assert pace.learnt * 60 >= 0.85 * 600


def test_a_limit_that_cannot_count_by_the_minute_is_not_believed() -> None:
    pace = Pace()
    tries = [pace.begin(number / 10, 100) for number in range(100)]
    pace.end(tries[-1], 10.0, Told(is_throttled=True, tokens=0, announced=10.0))
    assert pace.learnt is not None
    assert pace.learnt > 5


# -- limits that were ordered ------------------------------------------------------------------------------


def most_in_a_minute(arrivals: list[tuple[float, int]]) -> int:
    """The largest sum within any 60 seconds."""
    arrivals = sorted(arrivals)
    most = used = first = 0
    for moment, amount in arrivals:
        used += amount
        while arrivals[first][0] <= moment - 60:
            used -= arrivals[first][1]
            first += 1
        most = max(most, used)
    return most


def arrivals_of(
    pace: Pace, calls: list[tuple[float, float, float, int]], share: float, *, told: bool = True
) -> list[tuple[float, int]]:
    """Calls with (gap before, time on the way, latency, most tokens) through the pace; what the server sees of them."""
    now, arrivals, on_line = 0.0, [], list[tuple[float, int, Any, int]]()
    for number, (gap, way, latency, most) in enumerate(calls):
        now += gap
        while True:
            while on_line and on_line[0][0] <= now:
                _, _, tried, tokens = heapq.heappop(on_line)
                pace.end(tried, now, Told(tokens=tokens if told else None))
            wait = pace.delay(now, most)
            if not wait:
                break
            now += min(wait, on_line[0][0] - now) if on_line else wait
        took = int(most * share)
        heapq.heappush(on_line, (now + latency, number, pace.begin(now, most), took))
        arrivals.append((now + way, took))
    return arrivals


CALLS = st.lists(
    st.tuples(
        st.one_of(st.just(0.0), st.floats(0, 90)),
        st.floats(0, ON_THE_WAY - 0.001),
        st.floats(0, 100),
        st.integers(1, 1000),
    ),
    max_size=120,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(CALLS, st.integers(1, 40))
def test_no_minute_of_arrivals_has_more_requests_than_ordered(calls: Any, rpm: int) -> None:
    arrivals = arrivals_of(Pace(rpm=rpm), calls, 0.5)
    assert most_in_a_minute([(moment, 1) for moment, _ in arrivals]) <= rpm


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(calls=CALLS, tpm=st.integers(1000, 5000), share=st.floats(0.05, 1.0), told=st.booleans())
def test_no_minute_of_arrivals_has_more_tokens_than_ordered(calls: Any, tpm: int, share: float, *, told: bool) -> None:
    assert most_in_a_minute(arrivals_of(Pace(tpm=tpm), calls, share, told=told)) <= tpm


@pytest.mark.parametrize("rpm", [1, 7, 60, 600, 3000])
def test_nine_tenths_of_the_ordered_requests_are_used_while_work_waits(rpm: int) -> None:
    seen = simulate(Bucket(1e9, 1e9), workers=200, seconds=62 + 62 * 4, rpm=rpm)
    used = [seen.taken_between(start, start + 62) for start in (62, 124, 186, 248)]
    assert all(rpm >= count >= 0.9 * rpm for count in used)


def test_nine_tenths_of_the_ordered_tokens_are_used_while_work_waits() -> None:
    seen = simulate(Bucket(1e9, 1e9), workers=50, seconds=300, latency=2.0, tpm=60_000)
    for start in (60, 120, 180, 240):
        assert 60_000 >= 600 * seen.taken_between(start, start + 60) >= 0.9 * 60_000


def test_starts_are_spread_and_no_burst_is_saved_up() -> None:
    pace = Pace(rpm=62)
    assert pace.delay(1000.0, 1) == 0.0
    starts, now = [], 1000.0
    while len(starts) < 5:
        wait = pace.delay(now, 1)
        now += wait
        if not wait:
            starts.append(now)
            pace.begin(now, 1)
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert gaps == pytest.approx([1.0] * 4, abs=0.01)


def test_a_call_larger_than_the_limit_goes_alone() -> None:
    pace = Pace(tpm=100)
    assert pace.delay(0.0, 5000) == 0.0
    pace.begin(0.0, 5000)
    assert pace.delay(30.0, 1) > 0


# -- what servers say --------------------------------------------------------------------------------------

REMAINING = {"x-ratelimit-remaining-requests": "0"}


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"llm_provider-retry-after": "9"}, 9),
        (REMAINING | {"x-ratelimit-reset-requests": "6m0s"}, 360),
        (REMAINING | {"x-ratelimit-reset-requests": "20ms"}, 0.02),
        (REMAINING | {"x-ratelimit-reset-requests": "1h2m3.5s"}, 3723.5),
        (REMAINING | {"x-ratelimit-reset-requests": "12"}, 12),
        (REMAINING | {"x-ratelimit-reset-requests": "2s", "retry-after": "7"}, 7),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "3s"}, 3),
        ({"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "3s"}, None),
        (REMAINING | {"x-ratelimit-reset-requests": "soon"}, None),
        (REMAINING | {"x-ratelimit-reset-requests": "3s later"}, None),
    ],
)
def test_the_pause_after_a_throttle_is_read_off_the_headers(headers: dict[str, str], pause: float | None) -> None:
    assert told_by(headers, is_throttled=True, usage=None).pause == pytest.approx(pause) if pause else True
    assert (told_by(headers, is_throttled=True, usage=None).pause is None) == (pause is None)
    assert told_by(headers, is_throttled=False, usage=None).pause is None


def test_nobody_starts_before_the_pause_that_was_asked_for_is_over() -> None:
    pace = Pace()
    pace.end(pace.begin(0.0, 1), 1.0, Told(is_throttled=True, tokens=0, pause=30.0))
    assert pace.delay(1.0, 1) == pytest.approx(30.0)
    assert pace.delay(30.9, 1) > 0
    assert pace.delay(31.0, 1) == 0.0


def test_no_token_is_shorter_than_a_byte(make_request: MakeRequest) -> None:
    request = make_request(parameters={"max_output_tokens": 4000})
    most = most_tokens(request)
    assert most.input >= sum(len(message.content.encode()) for message in request.messages)
    assert most.output == 4000


# -- threads and their calls -------------------------------------------------------------------------------


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


class Scene:
    """An endpoint that throttles as scripted, asked through a meter in simulated time."""

    def __init__(self, *answers: httpx2.Response, **options: Any) -> None:
        self.time, self.answers, self.outcomes = Time(), list(answers), list[str]()
        self.meter = Meter(clock=self.time, sleep=self.time.sleep)
        self.llm = OpenAiLlm(
            model="gpt-4o-mini",
            api_key="key",
            meter=self.meter,
            clock=self.time,
            pause=self.time.sleep,
            http_client=httpx2.Client(transport=httpx2.MockTransport(self._answer)),
            **options,
        )

    def _answer(self, _request: httpx2.Request) -> httpx2.Response:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def ask(self, request: Request) -> str:
        return self.llm.complete(request, lambda attempt: self.outcomes.append(attempt.outcome)).text


def answered() -> httpx2.Response:
    return httpx2.Response(200, json={"choices": [{"message": {"content": "{}"}}]})


def refused(status: int, headers: dict[str, str] | None = None, **error: str) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": "no", **error}}, headers=headers)


def test_throttles_use_up_neither_tries_nor_patience(make_request: MakeRequest) -> None:
    throttled = [refused(429, {"retry-after": "60"})] * 12
    scene = Scene(*throttled, refused(500), answered(), attempts=2, patience=300)
    assert scene.ask(make_request()) == "{}"
    assert scene.outcomes == ["throttled"] * 12 + ["http_500", "ok"]
    assert scene.time.now >= 720


def test_without_quota_the_provider_is_down_though_there_is_a_meter(make_request: MakeRequest) -> None:
    scene = Scene(refused(429, code="insufficient_quota"))
    with pytest.raises(ProviderDownError):
        scene.ask(make_request())
    assert scene.outcomes == ["quota"]


@pytest.mark.parametrize("pause", [LONGEST_PAUSE + 1, 86_400])
def test_a_pause_that_nobody_waits_for_is_the_provider_being_down(pause: float, make_request: MakeRequest) -> None:
    scene = Scene(refused(429, {"retry-after": str(pause)}), answered())
    with pytest.raises(ProviderDownError, match="asks to wait"):
        scene.ask(make_request())
    assert scene.outcomes == ["throttled"]


def test_a_provider_that_takes_nothing_for_long_is_down(make_request: MakeRequest) -> None:
    scene = Scene(refused(429))
    with pytest.raises(ProviderDownError, match="has taken no call"):
        scene.ask(make_request())
    assert LONGEST_THROTTLE < scene.time.now < 1.2 * LONGEST_THROTTLE
    assert len(scene.outcomes) < 60


def test_a_pause_holds_for_all_threads(make_request: MakeRequest) -> None:
    scene = Scene(refused(429, {"retry-after": "50"}), answered())
    scene.ask(make_request())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: scene.ask(make_request()), range(8)))
    assert scene.outcomes.count("throttled") == 1
    assert scene.time.now >= 50


def test_a_meter_that_was_stopped_sends_everybody_away(make_request: MakeRequest) -> None:
    scene = Scene(answered())
    scene.llm.stop()
    with pytest.raises(ResumableError, match="same order again"):
        scene.ask(make_request())
    with pytest.raises(ResumableError, match="same order again"):
        scene.meter.enter(1)
    assert scene.outcomes == []


def test_many_threads_keep_the_pace_of_one_meter() -> None:
    time = Time()
    meter, starts, lock = Meter(rpm=60, clock=time, sleep=time.sleep), list[tuple[float, int]](), threading.Lock()

    def work(number: int) -> None:
        random.seed(number)
        for _ in range(15):
            tried = meter.enter(10)
            with lock:
                starts.append((tried.at, 1))
            meter.leave(tried, Told(tokens=5))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))
    assert most_in_a_minute(starts) <= 60
    assert len(starts) == 300
    assert time.now <= 300 * 62 / 60 * 1.02
