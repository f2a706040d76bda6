"""The ledger as JSON and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from decompose.domain.ledger import Entry

Json = dict[str, Any]


def ledger_json(entries: Sequence[Entry]) -> Json:
    """The ledger in the shape of the public surface; tokens that no server told count as 0."""
    costs = [entry.cost for entry in entries if entry.cost is not None]
    return {
        "calls": len(entries),
        "tokens": {
            "input": sum(entry.input or 0 for entry in entries),
            "cached": sum(entry.cached or 0 for entry in entries),
            "output": sum(entry.output or 0 for entry in entries),
        },
        "cost_usd": float(sum(costs, Decimal(0))),
        "attempts": [_attempt(entry) for entry in entries],
    }


def ledger_text(entries: Sequence[Entry]) -> str:
    """One line an attempt, then the sums."""
    sums = ledger_json(entries)
    lines = [
        f"{entry.outcome:14} {entry.prompt:10} {entry.llm:16} {entry.slug or '–':24} "
        f"{entry.input or 0:>7} in {entry.output or 0:>7} out"
        for entry in entries
    ]
    tokens = sums["tokens"]
    return "\n".join([*lines, f"{sums['calls']} attempts, {tokens['input']} tokens in, {tokens['output']} out"])


def _attempt(entry: Entry) -> Json:
    return {
        "key": entry.key,
        "slug": entry.slug,
        "prompt": entry.prompt,
        "template": entry.template,
        "llm": entry.llm,
        "served": entry.served,
        "outcome": entry.outcome,
        "tier": entry.tier,
        "rung": entry.rung,
        "tokens": {
            "input": entry.input,
            "cached": entry.cached,
            "cache_write": entry.cache_write,
            "output": entry.output,
            "reasoning": entry.reasoning,
        },
        "cost_usd": float(entry.cost) if entry.cost is not None else None,
        "latency_s": round(entry.latency, 3),
    }
