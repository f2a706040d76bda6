"""An operator's own instruments: figures of batches, calls and documents, and never a word of a document or a key."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from decompose.domain.pricing import Price, Prices
from decompose.errors import ConfigurationError
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.observing import NOBODY, JsonLog, Observer, Observers
from decompose.services.telemetry import Telemetry
from decompose.settings import read_settings
from world import Status, World

SECRET_WORDS = "readings of the sea"


@pytest.fixture
def priced(world: World) -> World:
    world.workspace.prices = Prices((Price("scripted", date(2026, 1, 1), Decimal(1), Decimal("0.5"), Decimal(2)),))
    world.document("tide.md", "# Tide", f"Tide stores {SECRET_WORDS}.")
    world.document("ebb.md", "# Ebb", f"Ebb sorts {SECRET_WORDS}.")
    world.document("empty.md")
    world.llm.says("ebb", Status(400, json.dumps({"error": {"message": f"no {SECRET_WORDS}"}})))
    return world


def ingested(world: World, observer: Observer) -> None:
    ingestion = world.workspace.ingestion(world.llm, Options(is_llm_named=True))
    replace(ingestion, observer=observer).run(gather([world.documents]))
    observer.close()


def test_each_thing_that_happens_is_a_line_of_json_with_figures_alone(priced: World) -> None:
    stream = io.StringIO()
    ingested(priced, JsonLog(priced.clock, stream))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in (lines[0], lines[-1])] == ["batch begun", "batch ended"]
    calls = {line["slug"]: line for line in lines if line["event"] == "call"}
    assert (calls["tide"]["outcome"], calls["tide"]["input_tokens"], calls["tide"]["cost_usd"]) == ("ok", 100, 0.000175)
    assert calls["ebb"]["outcome"] == "http_400"
    ended = {line.get("slug"): line["outcome"] for line in lines if line["event"] == "document"}
    assert ended == {"tide": "done", "ebb": "failed", None: "refused"}
    assert SECRET_WORDS not in stream.getvalue()


def test_a_batch_is_a_trace_whose_spans_are_its_calls_with_their_figures(priced: World) -> None:
    spans, metrics = InMemorySpanExporter(), InMemoryMetricReader()
    telemetry = Telemetry(SimpleSpanProcessor(spans), metrics)
    ingestion = priced.workspace.ingestion(priced.llm, Options(is_llm_named=True))
    replace(ingestion, observer=telemetry).run(gather([priced.documents]))
    told = dict(_points(metrics))
    telemetry.close()
    finished = spans.get_finished_spans()
    [batch] = [span for span in finished if span.name == "batch"]
    calls = {span.attributes["decompose.slug"]: span for span in finished if span.name == "chat scripted"}
    assert {span.parent.span_id for span in calls.values()} == {batch.context.span_id}
    assert calls["tide"].attributes["gen_ai.usage.output_tokens"] == 40
    assert calls["tide"].end_time - calls["tide"].start_time == 500_000_000
    assert (calls["tide"].status.is_ok, calls["ebb"].status.description) == (True, "http_400")
    assert told["decompose.documents"] == {"done": 1, "failed": 1, "refused": 1}
    assert told["decompose.cost"] == {"scripted": pytest.approx(0.000175)}
    assert SECRET_WORDS not in str([span.to_json() for span in finished])


def _points(metrics: InMemoryMetricReader) -> Iterator[tuple[str, dict[Any, Any]]]:
    data = metrics.get_metrics_data()
    assert data
    for metric in data.resource_metrics[0].scope_metrics[0].metrics:
        if metric.name in ("decompose.documents", "decompose.cost"):
            label = "decompose.outcome" if metric.name == "decompose.documents" else "gen_ai.request.model"
            yield metric.name, {point.attributes[label]: point.value for point in metric.data.data_points}


def test_by_default_nobody_hears_anything_and_no_library_is_loaded(world: World) -> None:
    assert world.workspace.observer == NOBODY == Observers()


def test_without_the_extra_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigurationError, match=r"install decompose\[telemetry\]"):
        Telemetry()


def test_the_settings_turn_instruments_on() -> None:
    settings = read_settings({"DECOMPOSE_TELEMETRY": "1", "DECOMPOSE_LOG": "json"})
    assert (settings.has_telemetry, settings.is_logged) == (True, True)
    assert not read_settings({}).has_telemetry
    with pytest.raises(ConfigurationError, match="give one of none, json"):
        read_settings({"DECOMPOSE_LOG": "loud"})
