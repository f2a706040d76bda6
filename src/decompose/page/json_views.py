"""The JSON of artifacts, scores, comparisons and sources, as the public surface promises it.

Pure functions from values to what `json.dumps` takes. They are the `.json` twins, the commands'
`--json` and the API's answers; nothing is formatted for people here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from decompose.domain.alignment import Alignment
from decompose.domain.artifact import Pricing, Stated
from decompose.domain.capability import LABEL_FIELDS, LIST_FIELDS, PROSE_FIELDS, Capability, Claim, Fact, prose
from decompose.domain.catalog import ArtifactSummary, Change, Compared, Front, Moved, Record, Source
from decompose.domain.comparison import Comparison, JsonValue, Side
from decompose.domain.document import Hidden
from decompose.domain.evidence import Evidence
from decompose.domain.needs import needs
from decompose.domain.readership import (
    public_text,
    readable_capabilities,
    readable_claims,
    readable_comparison,
    readable_facts,
    still_read,
)
from decompose.domain.score import ComponentScore
from decompose.domain.verdict import Verdict
from decompose.domain.write_up.sentences import Told

Json = dict[str, Any]
_NO_MONEY = Decimal(0)


def claim_json(claim: Claim) -> Json:
    """One sentence with its status, the checks' reasons and its located quotes; `decided` and `edited` where so."""
    result: Json = {
        "id": claim.id,
        "text": claim.text,
        "status": claim.status.value,
        "reasons": [{"check": reason.check, "detail": reason.detail} for reason in claim.reasons],
        "evidence": [evidence_json(evidence) for evidence in claim.evidence],
    }
    if claim.decided:
        decided = claim.decided
        result["decided"] = {"by": decided.by, "at": decided.at.isoformat(), "action": decided.action}
    if claim.edited:
        result["edited"] = True
    return result


def capability_json(capability: Capability) -> Json:
    """A capability record. A prose field without claims is null; its `text` holds the publishable claims only."""
    result: Json = {"id": capability.id, "name": capability.name, "status": capability.status.value}
    for name in PROSE_FIELDS:
        result[name] = _prose(capability.of(name))
    for name in LIST_FIELDS:
        result[name] = [claim_json(claim) for claim in capability.of(name)]
    for name in LABEL_FIELDS:
        result[name] = list(getattr(capability, name))
    return result


def fact_json(fact: Fact) -> Json:
    """A fact: its kind and its claim in one object."""
    return {"kind": fact.kind.value, **claim_json(fact.claim)}


def artifact_json(record: Record) -> Json:
    """All of an artifact; of a public record, what readers may see and nothing else."""
    side = record.side
    capabilities: Sequence[Capability] = side.capabilities
    facts: Sequence[Fact] = side.facts
    if record.is_public:
        capabilities, facts = readable_capabilities(capabilities), readable_facts(facts)
    return {
        "slug": side.artifact.slug,
        "name": side.artifact.name,
        "kind": _kind(side),
        "pricing": pricing_json(side.artifact.pricing),
        "stated": stated_json(side.artifact.stated),
        "rank": side.score.rank,
        "components": {name.value: _number(row.value) for name, row in side.score.components.items()},
        "facts": [fact_json(fact) for fact in facts],
        "capabilities": [capability_json(capability) for capability in capabilities],
        "use": _use_json(record),
    }


def _use_json(record: Record) -> Json:
    """What searches say of an artifact; null is not measured."""
    use = record.use
    return {
        "times_matched": record.side.times_matched,
        "searches": record.side.searches,
        "confidence": (
            {"value": round(use.value, 4), "low": round(use.low, 4), "high": round(use.high, 4)}
            if use and use.is_measured
            else None
        ),
        "success_rate": round(use.success, 4) if use and use.has_success and use.success is not None else None,
        "outcomes": use.told if use else 0,
    }


def stated_json(stated: Iterable[Stated]) -> list[Json]:
    """What the operator states, above what documents say: each with its source and the day of which it was so."""
    return [
        {"fact": each.fact.value, "value": each.value, "source": each.source, "day": each.day.isoformat()}
        for each in stated
    ]


def artifacts_json(summaries: Iterable[ArtifactSummary]) -> list[Json]:
    """The list of artifacts."""
    return [
        {
            "slug": summary.slug,
            "name": summary.name,
            "kind": summary.kind.value if summary.kind else None,
            "rank": summary.rank,
            "capabilities": summary.capabilities,
        }
        for summary in summaries
    ]


def front_json(front: Front) -> Json:
    """What the front page lists: how many artifacts there are of which kind, the newest, and what moved last."""
    return {
        "artifacts": artifacts_json(front.artifacts),
        "comparisons": [
            {"a": pair.a, "b": pair.b, "winner": pair.winner, "at": pair.at.isoformat()} for pair in front.comparisons
        ],
        "kinds": {kind.value if kind else "": count for kind, count in front.kinds.items()},
        "artifact_count": front.artifact_count,
        "comparison_count": front.comparison_count,
        "names": dict(sorted(front.names.items())),
    }


def browse_json(rows: Iterable[ArtifactSummary], count: int, number: int, last: int) -> Json:
    """A page of the list of artifacts."""
    return {"artifacts": artifacts_json(rows), "total": count, "page": number, "pages": last}


def as_json(value: Any) -> str:
    """A JSON value as a body."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def pricing_json(pricing: Pricing) -> Json:
    """What an artifact costs; amounts are numbers of the currency named beside them."""
    return {
        "model": pricing.model.value,
        "prices": [
            {
                "amount": _number(price.amount),
                "currency": price.currency,
                "per": price.per,
                "direction": price.direction,
            }
            for price in pricing.prices
        ],
        "as_of": pricing.as_of.isoformat() if pricing.as_of else None,
        "as_published": pricing.as_published,
    }


def scores_json(side: Side) -> Json:
    """The breakdown of a rank: values and weights in 0..1; points (= 100 x value x weight) sum to `rank_exact`.

    `external_rank` is a rank computed elsewhere, or null; `rank_exact` is always the sum of the points.
    """
    score = side.score
    return {
        "slug": side.artifact.slug,
        "kind": _kind(side),
        "rank": score.rank,
        "rank_exact": _number(score.rank_exact),
        "external": score.is_external,
        "external_rank": _number(score.external),
        "components": {name.value: _component(row) for name, row in score.components.items()},
    }


def compare_json(compared: Compared) -> Json:
    """A comparison over public records, with verdict, fingerprint and change log.

    Words of records that readers may not see today are in neither: they are left out of the facts, and null in the
    log.
    """
    comparison = compared.comparison
    facts = readable_comparison(comparison)
    return {
        "a": comparison.a.artifact.slug,
        "b": comparison.b.artifact.slug,
        "comparable": {"ok": comparison.comparable.ok, "reason": comparison.comparable.reason},
        "facts": facts,
        "alignment": _alignment(comparison.alignment),
        "verdict": _verdict(compared.verdict, comparison),
        "write_up": [_told(one) for one in compared.write_up],
        "fingerprint": comparison.fingerprint,
        "moved": [_moved(entry, facts) for entry in compared.moved],
        **_as_of(compared),
    }


def _as_of(compared: Compared) -> Json:
    """Of a comparison that is reproduced: as of which day, and what of that day is known no longer."""
    if compared.as_of is None:
        return {}
    return {"as_of": compared.as_of.isoformat(), "not_reproduced": list(compared.not_reproduced)}


def grounds_json(
    pair: tuple[str, str],
    rests_on: Iterable[tuple[str, JsonValue]],
    differs: Change | None,
    *,
    is_stale: bool,
    calls: int = 0,
    sentences: int = 0,
    usd: Decimal | None = _NO_MONEY,
    as_of: date | None = None,
) -> Json:
    """What a comparison rests on, and the first fact that moved since it was stored, or since the day `as_of`.

    `cost_usd_max` is the most that making the page anew costs, null where a call has no price.
    """
    moved = {"path": differs.fact, "old": differs.old, "new": differs.new} if differs else None
    return {
        "a": pair[0],
        "b": pair[1],
        "stale": is_stale,
        "rests_on": [{"path": path, "value": value} for path, value in rests_on],
        "differs": moved,
        "llm_calls": calls,
        "sentences": sentences,
        "cost_usd_max": _number(usd),
        **({"as_of": as_of.isoformat()} if as_of else {}),
    }


def source_json(source: Source, *, public: bool) -> Json:
    """A revision's visible text; what is hidden in it for editors only.

    In the public form every character that readers may not see is a space (line breaks stay), so that
    `text[start:end]` equals each quote that is shown. A source that is not published at all has the text "".
    """
    revision = source.revision
    document = revision.document
    return {
        "revision": revision.id,
        "slug": document.slug,
        "origin": document.origin,
        "licence": document.licence,
        "publish": document.publish.value,
        "is_current": source.is_current,
        "text": public_text(source) if public else revision.visible.text,
        "hidden": [] if public else [_hidden(hidden) for hidden in revision.visible.hidden],
        "cited": [{"start": span.start, "end": span.end} for span in source.cited],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _kind(side: Side) -> str | None:
    return side.artifact.kind.value if side.artifact.kind else None


def evidence_json(evidence: Evidence) -> Json:
    return {
        "revision": evidence.revision,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
    }


def _prose(claims: tuple[Claim, ...]) -> Json | None:
    if not claims:
        return None
    return {"text": prose(readable_claims(claims)), "claims": [claim_json(claim) for claim in claims]}


def _component(row: ComponentScore) -> Json:
    return {
        "value": _number(row.value),
        "weight": _number(row.weight),
        "points": _number(row.points),
        "origin": row.origin,
    }


def _alignment(alignment: Alignment) -> Json:
    return {
        "both": [{"a": pair.a, "b": pair.b, "why": pair.why} for pair in alignment.both],
        "only_a": list(alignment.only_a),
        "only_b": list(alignment.only_b),
    }


def _verdict(verdict: Verdict, comparison: Comparison) -> Json:
    return {
        "winner": verdict.winner,
        "reason": verdict.reason.value,
        "sentences": [
            {"text": sentence.text, "rule": sentence.rule, "facts": list(sentence.facts)}
            for sentence in verdict.sentences
        ],
        "needs": [
            {"side": need.side, "text": need.text, "rule": need.rule.value, "facts": list(need.facts)}
            for need in needs(comparison)
        ],
    }


def _told(one: Told) -> Json:
    """A sentence of the write-up; `claims` are ids of claims of either side, whose quotes carry it."""
    relations = [{"of": of, "is": value} for of, value in one.relations]
    return {"text": one.text, "relations": relations, "claims": list(one.claims), "llm": one.llm}


def _moved(entry: Moved, facts: Json) -> Json:
    because = [still_read(change, facts) for change in entry.because]
    return {
        "at": entry.at.isoformat(),
        "was": entry.was,
        "now": entry.now,
        "because": [{"fact": change.fact, "old": change.old, "new": change.new} for change in because],
    }


def _hidden(hidden: Hidden) -> Json:
    return {"start": hidden.span.start, "end": hidden.span.end, "why": hidden.why, "words": hidden.words}
