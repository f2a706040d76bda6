"""kill -9 at any moment: the end is that of an undisturbed run, and only calls that were on the way are paid again."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from endpoint.killing import Operator, batches, documents, dump, provider

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
        on_the_way = 0
        for kill in range(5):
            process = operator.start(*words, "--concurrency", str(CONCURRENCY))
            goal = busy.asked + draw.randint(0 if kill else 1, 12)
            busy.wait_for_calls(goal, process)
            busy.wait_for(_after(draw.random() * 0.3))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            on_the_way += busy.on_the_way
            busy.wait_for(lambda: not busy.on_the_way)
            [(batch, state)] = batches(operator.url)
            words = ["ingest", "--resume", batch] if state != "writing" else words
        code, _, told = operator(*words)
        assert (code, batches(operator.url)) == (0, [(batch, "finished")]), told
        paid_again = busy.asked - DOCUMENTS
        print(f"seed {seed}: {paid_again} of {on_the_way} calls on the way at the kills were paid again")
        assert 0 <= paid_again <= on_the_way
    assert dump(operator.url) == dump(undisturbed.url)


def _after(seconds: float):
    import time

    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until
