"""The ledger as JSON and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from decompose.domain.ledger import Entry, Facet, Sums, summed, summed_by

Json = dict[str, Any]


def ledger_json(entries: Sequence[Entry], facet: Facet | None = None) -> Json:
    """The ledger in the shape of the public surface; tokens that no server told count as 0.

    `cost_usd` is None where an attempt has no price; `cost_usd_known` adds up the others.
    """
    groups = [{facet.value: sums.of} | _sums(sums) for sums in summed_by(entries, facet)] if facet else []
    return _sums(summed(entries)) | {
        "attempts": [_attempt(entry) for entry in entries],
        **({"by": groups} if facet else {}),
    }


def ledger_text(entries: Sequence[Entry], facet: Facet | None = None) -> str:
    """One line an attempt, or one for each batch, artifact, prompt or day, then the sums."""
    lines = [f"{sums.of or '–':40} {_words(sums)}" for sums in summed_by(entries, facet)] if facet else []
    if facet is None:
        lines = [
            f"{entry.outcome:14} {entry.prompt:10} {entry.llm:16} {entry.slug or '–':24} "
            f"{entry.input or 0:>7} in {entry.output or 0:>7} out {_usd(entry.cost):>12}"
            for entry in entries
        ]
    return "\n".join([*lines, _words(summed(entries))])


def _sums(sums: Sums) -> Json:
    return {
        "calls": sums.calls,
        "tokens": {"input": sums.input, "cached": sums.cached, "output": sums.output},
        "cost_usd": _number(sums.cost_usd),
        "cost_usd_known": float(sums.cost),
        "unpriced": sums.unpriced,
    }


def _words(sums: Sums) -> str:
    cost = _usd(sums.cost) + (f" and {sums.unpriced} attempts without a price" if sums.unpriced else "")
    return f"{sums.calls} attempts, {sums.input} tokens in, {sums.output} out, {cost}"


def _usd(amount: Decimal | None) -> str:
    return "no price" if amount is None else f"${amount:.6f}"


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


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
        "cost_usd": _number(entry.cost),
        "batch": entry.batch,
        "at": entry.at.isoformat() if entry.at else None,
        "latency_s": round(entry.latency, 3),
    }
