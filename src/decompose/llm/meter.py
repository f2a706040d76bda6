"""How fast calls may start: announced limits, limits that a server told or that were learnt, and shared pauses.

`Pace` decides and knows no clock; `Meter` asks it for all threads of a process and waits. Starts are counted over a
window that is longer than the server's minute by the time that a request may be on its way, so that no minute of
arrivals holds more than was announced. Within it starts are spread evenly, half a second is caught up at most.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from decompose.errors import ProviderDownError, ResumableError
from decompose.llm.client import Request, Usage
from decompose.llm.endpoint import OUTPUT_LIMIT
from decompose.llm.judging import hinted_wait

MINUTE = 60.0
ON_THE_WAY = 2.0
WINDOW = MINUTE + ON_THE_WAY
CATCH_UP = 0.5
_SHORTEST_WAIT = 0.001
_LOOK_UP = 0.25

# What is learnt of a limit that nobody announced (requests a second).
_OBSERVED_SPAN = 10.0
_BELOW_OBSERVED = 0.9
_STEEPEST_FALL = 0.5
_SLOWEST = 1 / MINUTE
# After so many waves in which nothing was taken the pace falls as steeply as it may.
_WAVES_BELIEVED = 2
_PAUSES_KEPT = 50
_RISE = 0.005
_RISE_DOUBLES_AFTER = 30.0
_LONGEST_OWN_PAUSE = 60.0
# An announced number that is this much smaller than what was just accepted does not count by the minute.
_CREDIBLE = 0.05
# Where nearly the announced number was taken, a throttle among others that were taken comes of starts that met: no
# reason to fall far below what was announced.
_NEARLY_TAKEN = 1.25
# Longer than this nobody waits: the order can be given again.
LONGEST_PAUSE = 900.0
LONGEST_THROTTLE = 1800.0

# Room for what a server adds around the messages, and for the note that tells a schema in words.
_AROUND = 200
_MARGIN = 1.05
_RATIOS_KEPT = 50
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|h|m|s)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def most_tokens(request: Request) -> Usage:
    """The most tokens that one try at a request can take: no token is shorter than a byte, nothing is cached."""
    limit = request.parameters.get(OUTPUT_LIMIT)
    return Usage(
        input=request.size + _AROUND,
        output=limit if isinstance(limit, int) else 0,
    )


@dataclass(slots=True, eq=False)
class Try:
    """One start. `most` are the tokens that it can take, `counted` those it is counted with until it has ended."""

    at: float
    most: int
    counted: int
    is_throttled: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the end of a try says about limits.

    `tokens` is what it took, None where nobody knows. `pause` is asked for, in seconds. `announced` is the number of
    requests that the server says it takes, by the minute as far as one can tell.
    """

    is_throttled: bool = False
    tokens: int | None = None
    pause: float | None = None
    announced: float | None = None


def told_by(headers: Mapping[str, str], *, is_throttled: bool, usage: Usage | None) -> Told:
    """What the headers of an answer say of limits; a pause is read off a throttle alone."""
    announced = _number(headers.get("x-ratelimit-limit-requests"))
    tokens = usage.input + usage.output if usage else None
    if not is_throttled:
        return Told(tokens=tokens, announced=announced)
    hint = hinted_wait(headers)
    if hint is None:
        resets = [
            _duration(headers.get(f"x-ratelimit-reset-{what}"))
            for what in ("requests", "tokens")
            if _number(headers.get(f"x-ratelimit-remaining-{what}")) == 0
        ]
        hint = max((reset for reset in resets if reset is not None), default=None)
    return Told(is_throttled=True, tokens=0, pause=hint, announced=announced)


class _Bucket:
    """Spreads amounts evenly at a rate (per second); an amount larger than what is there leaves a debt."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.level = 0.0
        self._at: float | None = None

    def advance(self, now: float) -> float:
        """Fill up; the seconds that have passed."""
        passed = max(0.0, now - self._at) if self._at is not None else 0.0
        self._at = now
        self.level = min(self.level + passed * self.rate, self.rate * CATCH_UP)
        return passed

    def delay(self, now: float) -> float:
        self.advance(now)
        return max(0.0, -self.level / self.rate)


class _Limit:
    """So much in any window, spread evenly."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bucket = _Bucket(most / WINDOW)
        self._started: deque[Try] = deque()
        self._amounts: dict[Try, int] = {}
        self._used = 0

    def delay(self, now: float, amount: int) -> float:
        """Seconds until so much more may start. What is larger than the limit itself starts alone."""
        self._forget(now)
        wait = self._bucket.delay(now)
        if self._amounts and self._used + amount > self._most:
            wait = max(wait, self._started[0].at + WINDOW - now, _SHORTEST_WAIT)
        return wait

    def begin(self, tried: Try, amount: int) -> None:
        self._started.append(tried)
        self._amounts[tried] = amount
        self._used += amount
        self._bucket.level -= amount

    def correct(self, tried: Try, amount: int) -> None:
        """What a try really took."""
        counted = self._amounts.get(tried)
        if counted is not None:
            self._amounts[tried] = amount
            self._used += amount - counted
            self._bucket.level += counted - amount

    def _forget(self, now: float) -> None:
        while self._started and self._started[0].at <= now - WINDOW:
            self._used -= self._amounts.pop(self._started.popleft())


class _Learnt:
    """The pace that throttles have taught: lowered by each wave of them, raised slowly while none comes."""

    def __init__(self) -> None:
        self._bucket: _Bucket | None = None
        self._starts: deque[Try] = deque()
        self._announced: float | None = None
        self._ceiling: float | None = None
        self._lowered_at = -math.inf
        self._waves = 0
        self._pauses: deque[tuple[float, float]] = deque(maxlen=_PAUSES_KEPT)
        self.throttled_since: float | None = None
        self.blocked_until = -math.inf

    @property
    def rate(self) -> float | None:
        """Requests a second; None while no throttle was seen."""
        return self._bucket.rate if self._bucket else None

    def delay(self, now: float) -> float:
        blocked = max(0.0, self.blocked_until - now)
        if self._bucket is None:
            return blocked
        passed = min(self._bucket.advance(now), 1.0)
        if not blocked:
            self._raise(passed, now - max(self._lowered_at, self.blocked_until))
        return max(blocked, self._bucket.delay(now))

    def begin(self, tried: Try) -> None:
        self._starts.append(tried)
        while self._starts[0].at < tried.at - _OBSERVED_SPAN:
            self._starts.popleft()
        if self._bucket:
            self._bucket.level -= 1

    def end(self, tried: Try, now: float, told: Told) -> None:
        if told.announced:
            self._announced = told.announced
        if not told.is_throttled:
            if tried.at > self._lowered_at:
                self._waves, self.throttled_since = 0, None
            return
        tried.is_throttled = True
        if self.throttled_since is None:
            self.throttled_since = now
        # Many tries of one wave come back throttled; the pace is to blame for the first of them alone.
        is_new_wave = tried.at > self._lowered_at
        if is_new_wave:
            has_taken = any(other.at > self._lowered_at and not other.is_throttled for other in self._starts)
            self._waves = 1 if has_taken else self._waves + 1
            self._lower(now)
        until = now + self._pause(told.pause, is_new_wave=is_new_wave)
        if until > self.blocked_until:
            self._pauses.append((max(now, self.blocked_until), until))
            self.blocked_until = until
        if is_new_wave:
            self._lowered_at = now

    def _lower(self, now: float) -> None:
        observed = self._observed(now)
        target, least = _BELOW_OBSERVED * observed, 0.0
        per_second = self._announced / WINDOW if self._announced else None
        if per_second and per_second >= _CREDIBLE * observed:
            target = self._ceiling = per_second
            if per_second <= _NEARLY_TAKEN * observed and self._waves <= 1:
                least = _BELOW_OBSERVED * per_second
        if self._bucket is None:
            self._bucket = _Bucket(max(target, _SLOWEST))
        else:
            rate = self._bucket.rate
            if self._waves > _WAVES_BELIEVED:
                target = 0.0
            lowered = max(min(target, rate * _BELOW_OBSERVED), rate * _STEEPEST_FALL, _SLOWEST)
            self._bucket.rate = max(lowered, min(rate, least))
        self._bucket.advance(now)
        self._bucket.level = min(self._bucket.level, 0.0)

    def _observed(self, now: float) -> float:
        """Requests a second that were taken lately, pauses left out; what has not come back counts as taken."""
        since = max(now - _OBSERVED_SPAN, self._starts[0].at if self._starts else now)
        paused = sum(max(0.0, min(end, now) - max(start, since)) for start, end in self._pauses)
        taken = sum(tried.at >= since and not tried.is_throttled for tried in self._starts)
        return taken / max(1.0, now - since - paused)

    def _pause(self, asked: float | None, *, is_new_wave: bool) -> float:
        """Never shorter than the server asks; of our own accord longer with each wave that nothing got through."""
        if asked is not None or not is_new_wave or self._bucket is None:
            return asked or 0.0
        again = 0.5 * 2 ** min(self._waves - 2, 10) if self._waves > 1 else 0.0
        return min(max(1 / self._bucket.rate, again), _LONGEST_OWN_PAUSE)

    def _raise(self, passed: float, calm: float) -> None:
        if self._bucket:
            raised = self._bucket.rate * (1 + passed * _RISE * (1 + max(0.0, calm) / _RISE_DOUBLES_AFTER))
            self._bucket.rate = min(raised, max(self._ceiling or raised, self._bucket.rate))


class Pace:
    """Decides when a call may start. `rpm` and `tpm` are requests and tokens a minute, None where nothing was ordered.

    All times are seconds on one clock that never goes back.
    """

    def __init__(self, rpm: int | None = None, tpm: int | None = None) -> None:
        self._requests = _Limit(rpm) if rpm else None
        self._tokens = _Limit(tpm) if tpm else None
        self._learnt = _Learnt()
        self._ratios: deque[float] = deque(maxlen=_RATIOS_KEPT)

    @property
    def learnt(self) -> float | None:
        """Requests a second that throttles have taught."""
        return self._learnt.rate

    def delay(self, now: float, most: int) -> float:
        """Seconds until a call of at most so many tokens may start; 0.0 means now."""
        waits = [self._learnt.delay(now)]
        if self._requests:
            waits.append(self._requests.delay(now, 1))
        if self._tokens:
            waits.append(self._tokens.delay(now, self.expected(most)))
        wait = max(waits)
        return 0.0 if wait < 1e-9 else max(wait, _SHORTEST_WAIT)

    def begin(self, now: float, most: int) -> Try:
        """A call starts."""
        tried = Try(now, most, self.expected(most))
        self._learnt.begin(tried)
        if self._requests:
            self._requests.begin(tried, 1)
        if self._tokens:
            self._tokens.begin(tried, tried.counted)
        return tried

    def end(self, tried: Try, now: float, told: Told) -> None:
        """A call has ended."""
        self._learnt.end(tried, now, told)
        if told.tokens is None:
            return
        if not told.is_throttled and tried.most:
            self._ratios.append(min(1.0, told.tokens / tried.most))
        if self._tokens:
            self._tokens.correct(tried, told.tokens)

    def hopeless(self, now: float) -> str | None:
        """Why waiting makes no sense, if it makes none."""
        asked = self._learnt.blocked_until - now
        if asked > LONGEST_PAUSE:
            return f"asks to wait {asked:.0f} s"
        since = self._learnt.throttled_since
        if since is not None and now - since > LONGEST_THROTTLE:
            return f"has taken no call for {now - since:.0f} s"
        return None

    def expected(self, most: int) -> int:
        """Tokens that a call is counted with before it has ended: as many as the greediest of the last calls took."""
        ratio = min(1.0, max(self._ratios) * _MARGIN) if self._ratios else 1.0
        return math.ceil(most * ratio)


class Together(Protocol):
    """Limits that several processes keep together."""

    def take(self, tokens: int) -> float:
        """Begin a call of so many tokens: 0.0, or the seconds until it may be asked for again."""

    def give_back(self, tokens: int) -> None:
        """A call took so many tokens less than it was counted with."""

    def block(self, seconds: float) -> None:
        """The provider asks everybody to wait."""


class Meter:
    """One pace for all threads. `clock` and `sleep` are there to be replaced where time must not pass.

    With limits that are kept `together` with other processes a call begins only when both agree.
    """

    def __init__(
        self,
        *,
        rpm: int | None = None,
        tpm: int | None = None,
        together: Together | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._pace = Pace(rpm, tpm)
        self._together = together
        self._clock = clock
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._turn = threading.Lock()
        self._lock = threading.Lock()

    def enter(self, most: int) -> Try:
        """Wait until a call of at most so many tokens may start, one thread after the other.

        Raises:
            ProviderDownError: the server asks for a longer pause than anybody waits.
            ResumableError: the meter was stopped.
        """
        with self._turn:
            while True:
                if self._stopped.is_set():
                    raise ResumableError("interrupted before the next call; give the same order again to go on")
                with self._lock:
                    now = self._clock()
                    wait = self._pace.delay(now, most)
                    hopeless = self._pace.hopeless(now) if wait else None
                    tokens = self._pace.expected(most)
                if not wait and self._together:
                    wait = self._together.take(tokens)
                if not wait:
                    with self._lock:
                        return self._pace.begin(self._clock(), most)
                if hopeless:
                    raise ProviderDownError("throttled", f"the provider {hopeless}; give the same order again then")
                # Calls that end meanwhile may have made room, or a longer pause.
                self._sleep(min(wait, _LOOK_UP))

    def leave(self, tried: Try, told: Told) -> None:
        """A call that had entered has ended."""
        with self._lock:
            self._pace.end(tried, self._clock(), told)
        if self._together and told.tokens is not None:
            self._together.give_back(tried.counted - told.tokens)
        if self._together and told.is_throttled and told.pause:
            self._together.block(told.pause)

    def stop(self) -> None:
        """Nobody enters any more, whoever waits is sent away."""
        self._stopped.set()


def _number(words: str | None) -> float | None:
    try:
        value = float(words or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _duration(words: str | None) -> float | None:
    """Seconds of "6m0s", "1h2m3.5s", "20ms" or a bare number."""
    seconds = _number(words)
    if seconds is not None:
        return seconds
    found = list(_DURATION.finditer(words or ""))
    if not found or "".join(part[0] for part in found) != (words or "").strip():
        return None
    return sum(float(part[1]) * _SECONDS[part[2]] for part in found)
