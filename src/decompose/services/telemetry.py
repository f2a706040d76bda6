"""Spans and metrics for OpenTelemetry: a trace for each batch, a span for each attempt at a call.

The library is an extra. Where they go is said by its own variables (OTEL_EXPORTER_OTLP_ENDPOINT and its kin).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from decompose.domain.ledger import Entry, JobResult
from decompose.errors import ConfigurationError
from decompose.services.observing import figures_of

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics.export import MetricReader
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span

_NAME = "decompose"
# What the conventions for language models call our figures.
_CONVENTIONS = {
    "llm": "gen_ai.request.model",
    "served": "gen_ai.response.model",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
}


class Telemetry:
    """Hears of batches, calls and documents, and sends spans and metrics.

    Without `spans` and `metrics`, which are there for tests, they go out by OTLP over HTTP.

    Raises:
        ConfigurationError: the extra is not installed.
    """

    def __init__(self, spans: SpanProcessor | None = None, metrics: MetricReader | None = None) -> None:
        try:
            from opentelemetry.sdk.metrics import MeterProvider
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
        except ImportError as exc:
            raise ConfigurationError(
                "DECOMPOSE_TELEMETRY needs OpenTelemetry; install decompose[telemetry]", subject="telemetry"
            ) from exc
        resource = Resource.create({"service.name": _NAME})
        self._tracing = TracerProvider(resource=resource)
        self._tracing.add_span_processor(spans or _exported_spans())
        self._metering = MeterProvider([metrics or _exported_metrics()], resource=resource)
        self._tracer = self._tracing.get_tracer(_NAME)
        meter = self._metering.get_meter(_NAME)
        self._duration = meter.create_histogram("gen_ai.client.operation.duration", "s")
        self._tokens = meter.create_counter("decompose.tokens", "{token}", "Tokens by direction")
        self._cost = meter.create_counter("decompose.cost", "USD", "What attempts cost, where that is known")
        self._documents = meter.create_counter("decompose.documents", "{document}", "Documents by how they ended")
        self._batches: dict[str, Span] = {}

    def begun(self, batch: str, llm: str) -> None:
        self._batches[batch] = self._tracer.start_span(
            "batch", attributes={"decompose.batch": batch, "gen_ai.request.model": llm}
        )

    def called(self, batch: str | None, entry: Entry) -> None:
        from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context

        end = time.time_ns()
        root = self._batches.get(batch or "")
        span = self._tracer.start_span(
            f"chat {entry.llm}",
            set_span_in_context(root) if root else None,
            SpanKind.CLIENT,
            attributes=_attributes(entry),
            start_time=end - round(entry.latency * 1e9),
        )
        if entry.outcome != "ok":
            span.set_status(Status(StatusCode.ERROR, entry.outcome))
        span.end(end)
        labels = {"gen_ai.request.model": entry.llm, "decompose.outcome": entry.outcome}
        self._duration.record(entry.latency, labels)
        for direction, count in (("input", entry.input), ("output", entry.output)):
            self._tokens.add(count or 0, {"gen_ai.request.model": entry.llm, "gen_ai.token.type": direction})
        if entry.cost:
            self._cost.add(float(entry.cost), {"gen_ai.request.model": entry.llm})

    def ended(self, batch: str, job: JobResult) -> None:  # noqa: ARG002 - a batch is no label: there are too many
        self._documents.add(1, {"decompose.outcome": job.outcome, "decompose.code": job.code or ""})

    def finished(self, batch: str, stopped: str | None) -> None:
        from opentelemetry.trace import Status, StatusCode

        span = self._batches.pop(batch, None)
        if span:
            if stopped:
                span.set_status(Status(StatusCode.ERROR, "stopped"))
            span.end()

    def close(self) -> None:
        for batch in tuple(self._batches):
            self.finished(batch, "closed")
        self._tracing.shutdown()
        self._metering.shutdown()


def _attributes(entry: Entry) -> dict[str, Any]:
    known = {name: value for name, value in figures_of(entry).items() if value is not None and name != "seconds"}
    return {_CONVENTIONS.get(name, f"decompose.{name}"): value for name, value in known.items()}


def _exported_spans() -> SpanProcessor:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(OTLPSpanExporter())


def _exported_metrics() -> MetricReader:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

    return PeriodicExportingMetricReader(OTLPMetricExporter())
