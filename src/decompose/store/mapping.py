"""Domain values as the JSON that the tables hold, and back. Nothing here knows a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from decompose.domain.artifact import Price, Pricing, PricingModel
from decompose.domain.capability import Claim, ClaimStatus, Decided, Provenance, Reason
from decompose.domain.document import Block, BlockKind, Hidden, SourceMap, Span
from decompose.domain.evidence import Evidence
from decompose.domain.review import AuditEvent, Edit, ItemStatus, Lease, ReviewItem, Why

Json = dict[str, Any]


# -- documents ---------------------------------------------------------------------------------------------


def blocks_to_json(blocks: Iterable[Block]) -> list[Any]:
    """Short rows, since a long document has thousands: kind, start, end, level, group, is_head, cells."""
    return [
        [block.kind.value, block.span.start, block.span.end, block.level, block.group, int(block.is_head)]
        + [[cell.start, cell.end] for cell in block.cells]
        for block in blocks
    ]


def blocks_from_json(rows: Iterable[Any]) -> tuple[Block, ...]:
    return tuple(
        Block(
            kind=BlockKind(kind),
            span=Span(start, end),
            level=level,
            group=group,
            is_head=bool(is_head),
            cells=tuple(Span(*cell) for cell in cells),
        )
        for kind, start, end, level, group, is_head, *cells in rows
    )


def hidden_to_json(hidden: Iterable[Hidden]) -> list[Any]:
    return [[range_.span.start, range_.span.end, range_.why, range_.words] for range_ in hidden]


def hidden_from_json(rows: Iterable[Any]) -> tuple[Hidden, ...]:
    return tuple(Hidden(Span(start, end), why, words) for start, end, why, words in rows)


def source_map_from_json(rows: Iterable[Any]) -> SourceMap:
    return SourceMap(tuple((start, end, original) for start, end, original in rows))


# -- artifacts ---------------------------------------------------------------------------------------------


def pricing_to_json(pricing: Pricing) -> Json:
    return {
        "model": pricing.model.value,
        "prices": [
            {"amount": str(price.amount), "currency": price.currency, "per": price.per, "direction": price.direction}
            for price in pricing.prices
        ],
        "as_of": pricing.as_of.isoformat() if pricing.as_of else None,
        "as_published": pricing.as_published,
    }


def pricing_from_json(value: Mapping[str, Any]) -> Pricing:
    return Pricing(
        model=PricingModel(value["model"]),
        prices=tuple(
            Price(Decimal(price["amount"]), price["currency"], price["per"], price["direction"])
            for price in value["prices"]
        ),
        as_of=date.fromisoformat(value["as_of"]) if value["as_of"] else None,
        as_published=value["as_published"],
    )


# -- claims ------------------------------------------------------------------------------------------------


def reasons_to_json(reasons: Iterable[Reason]) -> list[Any]:
    return [[reason.check, reason.detail] for reason in reasons]


def reasons_from_json(rows: Iterable[Any]) -> tuple[Reason, ...]:
    return tuple(Reason(check, detail) for check, detail in rows)


def evidence_to_json(evidence: Iterable[Evidence]) -> list[Any]:
    return [[item.revision, item.start, item.end, item.quote] for item in evidence]


def evidence_from_json(rows: Iterable[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(revision, start, end, quote) for revision, start, end, quote in rows)


def provenance_to_json(provenance: Provenance) -> Json:
    return {
        "revision": provenance.revision,
        "prompt": provenance.prompt,
        "llm": provenance.llm,
        "call_key": provenance.call_key,
    }


def provenance_from_json(value: Mapping[str, Any]) -> Provenance:
    return Provenance(value["revision"], value["prompt"], value["llm"], value["call_key"])


def decided_to_json(decided: Decided | None) -> Json | None:
    return {"by": decided.by, "at": decided.at.isoformat(), "action": decided.action} if decided else None


def decided_from_json(value: Mapping[str, Any] | None) -> Decided | None:
    return Decided(value["by"], datetime.fromisoformat(value["at"]), value["action"]) if value else None


def claim_from(row: Any) -> Claim:
    """The claim of a row, as it was decomposed; an editor's decision is laid over it elsewhere."""
    return Claim(
        id=row.id,
        field=row.field,
        text=row.text,
        status=ClaimStatus(row.status),
        reasons=reasons_from_json(row.reasons),
        evidence=evidence_from_json(row.evidence),
        quotes=tuple(row.quotes),
        rival=row.rival,
    )


# -- review ------------------------------------------------------------------------------------------------


def edit_to_json(edit: Edit | None) -> Json | None:
    if edit is None:
        return None
    return {
        "text": edit.text,
        "evidence": evidence_to_json(edit.evidence),
        "reasons": reasons_to_json(edit.reasons),
        "status": edit.status.value,
        "by": edit.by,
    }


def edit_from_json(value: Mapping[str, Any] | None) -> Edit | None:
    if value is None:
        return None
    return Edit(
        text=value["text"],
        evidence=evidence_from_json(value["evidence"]),
        reasons=reasons_from_json(value["reasons"]),
        status=ClaimStatus(value["status"]),
        by=value.get("by"),
    )


def item_to_json(item: ReviewItem) -> Json:
    """The whole state of an item but its lease and readers: what an audit event keeps, and what its row holds."""
    return {
        "id": item.id,
        "revision": item.revision,
        "status": item.status.value,
        "reason": item.reason.value if item.reason else None,
        "slug": item.artifact,
        "field": item.field,
        "new": item.new,
        "capability_id": item.capability_id,
        "claim_id": item.claim_id,
        "old": item.old,
        "evidence": evidence_to_json(item.evidence),
        "flags": reasons_to_json(item.flags),
        "blocked": item.blocked,
        "edit": edit_to_json(item.edit),
        "pending": edit_to_json(item.pending),
        "decided": decided_to_json(item.decided),
        "base": item.base,
        "referred_by": item.referred_by,
    }


def item_from_json(value: Mapping[str, Any]) -> ReviewItem:
    return ReviewItem(
        id=value["id"],
        revision=value["revision"],
        status=ItemStatus(value["status"]),
        reason=Why(value["reason"]) if value["reason"] else None,
        artifact=value["slug"],
        field=value["field"],
        new=value["new"],
        capability_id=value["capability_id"],
        claim_id=value["claim_id"],
        old=value["old"],
        evidence=evidence_from_json(value["evidence"]),
        flags=reasons_from_json(value["flags"]),
        blocked=value["blocked"],
        edit=edit_from_json(value["edit"]),
        pending=edit_from_json(value["pending"]),
        decided=decided_from_json(value["decided"]),
        base=value["base"],
        referred_by=value.get("referred_by"),
    )


def item_from(row: Any) -> ReviewItem:
    """The item of a row, with its lease, be it over or not."""
    state: Json = row.model_dump()
    held = row.held_by is not None and row.held_until is not None
    lease = Lease(row.held_by or "", row.held_in, row.held_until, row.wanted_by) if held and row.held_until else None
    return replace(item_from_json(state), lease=lease, readers=row.readers)


def event_from(row: Any) -> AuditEvent:
    return AuditEvent(
        id=row.id or 0,
        at=row.at,
        who=row.who,
        action=row.action,
        item=row.item_id,
        before=item_from_json(row.before),
        after=item_from_json(row.after),
        reason_code=row.reason_code,
        undoes=row.undoes,
        comment=row.comment,
    )
