"""Orders against a provider that fails, throttles and charges: what is lost, what is paid again, how a limit is used.

BENCH_FULL=1 also runs 1,200 documents against an unannounced limit of 600 a minute, and 1,300 with --rpm 600.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.ingestion import IN_FLIGHT, IS_FULL, told
from bench.orders import folder, ingested
from faulty import BAD_ANSWERS, GOOD, Plan

FAULTS = {"http_500": 0.05, "throttled": 0.05, "disconnect": 0.02, "bad_json": 0.03, "bad_schema": 0.03}
MINUTE = 60.0


def faults() -> int:
    """Every document ends, and by the server's ledger no answer is asked for twice."""
    count = 600 if IS_FULL else 300
    with folder(count) as place:
        run = ingested(place, Plan(latency=0.2, shares=FAULTS), "--concurrency", str(IN_FLIGHT))
    met = Counter(row.sent for row in run.rows)
    answered = sum(row.is_answered and row.sent in {GOOD, *BAD_ANSWERS} for row in run.rows)
    done, failed = run.report["jobs"]["done"], run.report["jobs"]["failed"]
    again = answered - done - sum(met[fault] for fault in BAD_ANSWERS)
    print(f"{len(run.rows)} requests: {dict(met)}")
    return sum(
        (
            told(f"{count} documents with faults: neither done nor failed", count - done - failed, 0),
            told("failed, of all", failed / count, 0.01),
            told("answers asked for again", again, 0),
        )
    )


def unannounced() -> int:
    """The pace is learnt from what is refused."""
    with folder(1_200) as place:
        run = ingested(place, Plan(latency=0.5, per_minute=600, hint="limits"), "--concurrency", str(IN_FLIGHT))
    later = [row for row in run.rows if row.arrived >= run.rows[0].arrived + MINUTE]
    throttled = sum(row.status == 429 for row in later) / max(1, len(later))
    print(f"{run.span:.0f} s for 1,200 documents; 118 s at the least")
    return told("documents lost at an unannounced limit", 1_200 - run.report["jobs"]["done"], 0) + told(
        "throttled after the first minute, of all", throttled, 0.05
    )


def ordered() -> int:
    """No minute of arrivals holds more than was ordered, and each but the first nearly as many."""
    rpm = 600
    with folder(1_300) as place:
        run = ingested(place, Plan(latency=0.5), "--concurrency", str(IN_FLIGHT), "--rpm", str(rpm))
    most, least = windows([row.arrived for row in run.rows])
    return told(f"most arrivals of a minute with --rpm {rpm}", most, rpm) + told(
        "ordered requests that were not used, of all", 1 - least / rpm, 0.1
    )


def windows(arrived: Sequence[float]) -> tuple[int, int]:
    """The most and the fewest arrivals of any minute; the fewest from the second minute on, while work waits."""
    begun, over = arrived[0], arrived[-1]
    counts = [(start, sum(start <= moment < start + MINUTE for moment in arrived)) for start in arrived]
    full = [count for start, count in counts if begun + MINUTE <= start <= over - MINUTE]
    return max(count for _, count in counts), min(full, default=0)


def main() -> int:
    return faults() + ((unannounced() + ordered()) if IS_FULL else 0)
