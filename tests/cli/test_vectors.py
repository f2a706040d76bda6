"""`vectors renew` at a terminal, against an endpoint on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from decompose.cli import app
from decompose.errors import UsageError
from endpoint.server import Answer, serving
from world import World


def embedded(_: int, body: dict[str, Any]) -> Answer:
    data = [{"index": place, "embedding": [1.0, len(text), 0.5]} for place, text in enumerate(body["input"])]
    return Answer(json.dumps({"data": data, "usage": {"prompt_tokens": 9, "total_tokens": 9}}))


@pytest.mark.slow
def test_a_renewal_tells_what_it_did_and_what_is_unknown(
    new_world: Callable[[], World], backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend != "sqlite":
        pytest.skip("the commands are the same")
    url = new_world().url

    def told(*words: str) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["vectors", "renew", *words, "--db", url, "--json"], catch_exceptions=False)
        return dict(json.loads(done.stdout))

    with pytest.raises(UsageError, match="DECOMPOSE_EMBEDDINGS_MODEL"):
        told()
    with serving(embedded) as endpoint:
        monkeypatch.setenv("DECOMPOSE_EMBEDDINGS_MODEL", "vectors-1")
        monkeypatch.setenv("DECOMPOSE_EMBEDDINGS_BASE_URL", endpoint.url)
        due = told("--dry-run")
        assert due == {"llm": "vectors-1", "dimension": None, "missing": 2, "calls": 2, "most_usd": None}
        assert told() == {
            "llm": "vectors-1", "dimension": 3, "embedded": 2, "removed": 0, "calls": 2, "reused": 0, "cost_usd": None,
        }  # fmt: skip
        assert told("--dry-run")["missing"] == 0
        with pytest.raises(UsageError, match="--budget needs the price of vectors-1"):
            told("--budget", "1")
