"""The answers to searches, as JSON and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from decompose.domain.matching.events import Trace
from decompose.domain.matching.findings import Answer, Hit, Result

Json = dict[str, Any]


def search_json(answer: Answer) -> Json:
    """One result an artifact, the best first; `capabilities` are all that matched, the best first."""
    return {
        "search_id": answer.search_id,
        "query": answer.query,
        "results": [_result(result) for result in answer.results],
    }


def trace_json(trace: Trace) -> Json:
    """What a search is known to have led to."""
    return {
        "search_id": trace.id,
        "shown": list(trace.shown),
        "opened": sorted(trace.opened),
        "outcome": {slug: act.value for slug, act in sorted(trace.outcome.items())},
    }


def search_text(answer: Answer) -> str:
    """For a terminal: what was found and why, or that nothing was."""
    if not answer.results:
        return "nothing that has been read says it can do this; try other words"
    lines = [f"search {answer.search_id}"]
    for place, result in enumerate(answer.results, start=1):
        best = result.best
        lines.append(f"{place:2}. {result.slug}  {best.score:.2f}  {result.name}: {best.name}")
        lines.append(f"    {best.why} {_matched(result.times_matched)}")
    return "\n".join(lines)


def _matched(times: int) -> str:
    return f"Matched {times} {'time' if times == 1 else 'times'}." if times else "Not matched before."


def _result(result: Result) -> Json:
    best = result.best
    return {
        "slug": result.slug,
        "name": result.name,
        "kind": result.kind,
        "capability_id": best.capability,
        "capability": best.name,
        "score": best.score,
        "why": best.why,
        "times_matched": result.times_matched,
        "callback_token": result.token,
        "capabilities": _hits(result.hits),
    }


def _hits(hits: Sequence[Hit]) -> list[Json]:
    return [
        {
            "id": hit.capability,
            "name": hit.name,
            "description": hit.text,
            "score": hit.score,
            "why": hit.why,
            "words": list(hit.words),
            "times_matched": hit.times_matched,
        }
        for hit in hits
    ]
