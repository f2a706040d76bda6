"""The API as its own OpenAPI document describes it: nothing that schemathesis thinks of breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from decompose.web.app import create_app
from world import World, answer, claim, record

pytestmark = pytest.mark.slow

STORES, WRONG = "Tide stores readings in a file.", "Tide stores 9 readings in a file."
SOUGHT = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(tmp_path: Path) -> Iterator[Any]:
    world = World(f"sqlite:///{tmp_path}/api.db", tmp_path)
    world.told("tide", answer(record("storage", claim(STORES), claim(WRONG, STORES))), STORES)
    world.told("ebb", answer(record("storage", claim("Ebb stores readings."))), "Ebb stores readings.")
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(world.workspace, rate_limit=0))
    world.close()


def test_no_request_breaks_the_api(schema: Any) -> None:
    asked = {}
    for operation in (found.ok() for found in schema.get_all_operations()):
        asked[operation.label] = statuses_of(operation)
    assert all(asked.values())
    assert "POST /api/v1/reviews/{item}/decisions" in asked


def statuses_of(operation: Any) -> set[int]:
    """What an endpoint answers to requests of all sorts, none of which breaks it."""
    statuses: set[int] = set()

    @SOUGHT
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        response = case.call(headers={"Host": "localhost"})
        statuses.add(response.status_code)
        assert response.status_code < 500, (case.method, case.path, response.text)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]

    send()
    return statuses
