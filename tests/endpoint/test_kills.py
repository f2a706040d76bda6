"""kill -9 at any moment: the end is that of an undisturbed run, and only calls that were on the way are paid again."""

from __future__ import annotations

import json
import random
import signal
from pathlib import Path

import pytest

from endpoint.killing import PATIENCE, Operator, batches, booked, documents, dump, living, provider, written

pytestmark = pytest.mark.slow
DOCUMENTS = 60
CONCURRENCY = 10


@pytest.mark.parametrize("seed", range(4))
def test_a_process_that_is_killed_five_times_loses_nothing(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    folder = documents(tmp_path / "docs", DOCUMENTS)
    with provider(latency=0.05) as calm:
        undisturbed = Operator(f"sqlite:///{tmp_path}/undisturbed.db", calm.endpoint.url)
        assert undisturbed("ingest", str(folder), "--concurrency", str(CONCURRENCY))[0] == 0
    with provider() as busy:
        operator = Operator(f"sqlite:///{tmp_path}/killed.db", busy.endpoint.url)
        words = ["ingest", str(folder)]
        on_the_way: list[int] = []
        for kill in range(5):
            process = operator.start(*words, "--concurrency", str(CONCURRENCY))
            goal = busy.asked + draw.randint(0 if kill else 1, 12)
            busy.wait_for_calls(goal, process)
            busy.wait_for(_after(draw.random() * 0.3))
            process.send_signal(signal.SIGKILL)
            _, told = process.communicate()
            assert process.returncode == -signal.SIGKILL, told
            busy.wait_for(lambda: not busy.on_the_way)
            # What the ledger does not hold was on the way: never more than are asked at a time.
            lost = busy.asked - written(operator.url)
            assert 0 <= lost - sum(on_the_way) <= CONCURRENCY
            on_the_way.append(lost - sum(on_the_way))
            # What was not written down whole is given again; what of it is done already is left alone then.
            batch, state = batches(operator.url)[-1]
            words = ["ingest", "--resume", batch] if state != "writing" else ["ingest", str(folder)]
        code, _, told = operator(*words)
        *broken_off, (_, state) = batches(operator.url)
        assert (code, state) == (0, "finished"), told
        assert {state for _, state in broken_off} <= {"writing"}
        print(f"seed {seed}: {on_the_way} calls were on the way at the kills and paid again")
        assert busy.asked - DOCUMENTS == sum(on_the_way)
        assert written(operator.url) == DOCUMENTS
        # Each call that was lost is told, and so is one that was just about to go out.
        unknown = len(booked(operator.url)) - DOCUMENTS
        assert sum(on_the_way) <= unknown <= 5 * CONCURRENCY
    assert dump(operator.url) == dump(undisturbed.url)


def test_ctrl_c_says_what_it_comes_to_and_a_second_one_does_not_wait_for_the_calls_on_the_way(tmp_path: Path) -> None:
    folder = documents(tmp_path / "docs", DOCUMENTS)
    with provider(latency=2 * PATIENCE) as slow, Operator(f"sqlite:///{tmp_path}/x.db", slow.endpoint.url) as operator:
        process = operator.start("ingest", str(folder), "--concurrency", str(CONCURRENCY), "--json")
        slow.wait_for_calls(CONCURRENCY, process)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        told = next(line for line in process.stderr if line.startswith("interrupted"))
        assert f"{CONCURRENCY} documents that were begun will be finished; press Ctrl-C again to end at once" in told
        process.send_signal(signal.SIGINT)
        answer, told = process.communicate(timeout=PATIENCE)
        report = json.loads(answer)
        assert (process.returncode, len(report["waiting"])) == (3, DOCUMENTS)
        assert f"decompose ingest --resume {report['batch']}" in told
        assert slow.asked == CONCURRENCY
    with provider(latency=0.05) as calm:
        again = Operator(operator.url, calm.endpoint.url)
        code, _, told = again("ingest", str(folder), "--concurrency", str(CONCURRENCY))
        assert (code, calm.asked) == (0, DOCUMENTS), told


@pytest.mark.postgres
def test_of_three_workers_one_is_killed_and_one_stands_still_and_nothing_is_lost(postgres_url, tmp_path: Path) -> None:
    folder = documents(tmp_path / "docs", DOCUMENTS)
    with provider(latency=0.05) as calm:
        undisturbed = Operator(postgres_url(), calm.endpoint.url)
        assert undisturbed("migrate")[0] == 0
        assert undisturbed("ingest", str(folder), "--concurrency", str(CONCURRENCY))[0] == 0
    at_a_time = 5
    with provider(latency=1.0) as busy, Operator(postgres_url(), busy.endpoint.url) as operator:
        assert operator("migrate")[0] == 0
        at_work = [operator.start("worker", "--concurrency", str(at_a_time), "--patience", "10") for _ in range(3)]
        busy.wait_for(lambda: living(operator.url) == 3)
        order = operator.start("ingest", str(folder), "--concurrency", str(CONCURRENCY))
        busy.wait_for_calls(12, order)
        killed, frozen, left = at_work
        killed.send_signal(signal.SIGKILL)
        frozen.send_signal(signal.SIGSTOP)
        _, told = order.communicate(timeout=PATIENCE)
        assert order.returncode == 0, told
        frozen.send_signal(signal.SIGCONT)
        _, told_late = frozen.communicate(timeout=PATIENCE)
        left.send_signal(signal.SIGTERM)
        _, told_left = left.communicate(timeout=PATIENCE)
        killed.communicate()
        paid_again = busy.asked - DOCUMENTS
        print(f"{paid_again} calls on the way were paid again, of two workers with {at_a_time} at a time")
        assert (frozen.returncode, left.returncode) == (3, 0), (told_late, told_left)
        assert "stood still" in told_late
        assert 0 <= paid_again <= 2 * at_a_time
    assert dump(operator.url) == dump(undisturbed.url)


@pytest.mark.postgres
def test_two_workers_share_the_pace_that_was_told(postgres_url, tmp_path: Path) -> None:
    rpm, count = 240, 400
    folder = documents(tmp_path / "docs", count)
    with provider(latency=0.3) as calm, Operator(postgres_url(), calm.endpoint.url) as operator:
        assert operator("migrate")[0] == 0
        for _ in range(2):
            operator.start("worker", "--concurrency", "10")
        calm.wait_for(lambda: living(operator.url) == 2)
        code, _, told = operator("ingest", str(folder), "--rpm", str(rpm))
        assert code == 0, told
        arrived = calm.endpoint.arrived
    windows = [sum(start <= moment < start + 60 for moment in arrived) for start in arrived]
    second = sum(arrived[0] + 30 <= moment < arrived[0] + 90 for moment in arrived)
    print(f"at most {max(windows)} in any 60 s, {second} in the second half minute and the third; {rpm} were told")
    assert len(arrived) == count
    assert max(windows) <= rpm
    assert second >= 0.9 * rpm


def _after(seconds: float):
    import time

    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until
