"""The review queue as JSON and as lines for a terminal. For editors: what is refused is shown here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from decompose.domain.agreement import Share, Stats
from decompose.domain.review import REOPENED, Action, AuditEvent, Edit, ItemStatus, ReviewItem
from decompose.page.json_views import evidence_json

Json = dict[str, Any]


def item_json(item: ReviewItem) -> Json:
    """An item in the shape of the public surface."""
    return {
        "id": item.id,
        "revision": item.revision,
        "status": item.status.value,
        "reason": item.reason.value if item.reason else None,
        "artifact": item.artifact,
        "capability_id": item.capability_id,
        "claim_id": item.claim_id,
        "field": item.field,
        "old": item.old,
        "new": item.new,
        "evidence": [evidence_json(evidence) for evidence in item.evidence],
        "flags": [{"check": flag.check, "detail": flag.detail} for flag in item.flags],
        "blocked": item.blocked,
        "edit": _edit(item.edit),
        "pending": _edit(item.pending),
        "decided": {"by": item.decided.by, "at": item.decided.at.isoformat(), "action": item.decided.action}
        if item.decided
        else None,
        "referred_by": item.referred_by,
        "lease": {"by": item.lease.by, "until": item.lease.until.isoformat(), "wanted_by": item.lease.wanted_by}
        if item.lease
        else None,
    }


def event_json(event: AuditEvent) -> Json:
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "who": event.who,
        "action": event.action,
        "item": event.item,
        "before": item_json(event.before),
        "after": item_json(event.after),
        "reason_code": event.reason_code,
        "comment": event.comment,
        "undoes": event.undoes,
    }


def outcome_text(item: ReviewItem, event: AuditEvent) -> str:
    """What a decision did, in one line."""
    done = f"{item.id}: {event.action}, now {item.status.value} (event {event.id})"
    if item.pending and event.action == Action.EDIT:
        why = "another editor must accept it" if item.pending.evidence else "its quote is not in the source"
        return f"{done}; {why}: the edit waits, and readers see what they saw before"
    return done


def items_text(items: Iterable[ReviewItem]) -> str:
    """One line an item: id, status, why it waits, where, and the sentence."""
    lines = [_line(item) for item in items]
    return "\n".join(lines) if lines else "nothing waits"


def item_text(item: ReviewItem) -> str:
    """One item with its flags and quotes."""
    lines = [
        f"{item.id}  revision {item.revision}  {item.status.value}",
        f"{item.artifact} · {item.field} · {_standing(item)}",
        *([f"{item.decided.action} by {item.decided.by} on {item.decided.at:%Y-%m-%d}"] if item.decided else []),
        "",
        *_versions(item),
        *([f"  edited, and waits: {item.pending.text}"] if item.pending else []),
        *(f"  ! {flag.check}: {flag.detail}" for flag in item.flags),
        *(f"  “{evidence.quote}” ({evidence.revision} {evidence.start}-{evidence.end})" for evidence in item.evidence),
        *([f"  cannot be accepted: {item.blocked}"] if item.blocked else []),
    ]
    return "\n".join(lines)


def _standing(item: ReviewItem) -> str:
    """Why an item waits or waited; of one that never did, whether the checks object all the same."""
    if item.reason:
        return item.reason.value
    return "objected to, but in no queue" if item.flags else "no check objects"


def _line(item: ReviewItem) -> str:
    why = item.reason.value if item.reason else item.status.value
    was = f" (was: {item.old})" if _is_changed(item) and item.old != item.new else ""
    return f"{item.id}  {why:18} {item.artifact} · {item.field}: {item.new}{was}"


def _versions(item: ReviewItem) -> list[str]:
    """The sentence, and before it the one that an editor decided for where that is another."""
    if not _is_changed(item):
        return [item.new]
    return [f"was: {item.old}", f"now: {item.new}" if item.old != item.new else "now: told no more, or on other words"]


def _is_changed(item: ReviewItem) -> bool:
    return item.status is ItemStatus.OPEN and item.reason in REOPENED and item.old is not None


def _edit(edit: Edit | None) -> Json | None:
    if edit is None:
        return None
    return {
        "text": edit.text,
        "status": edit.status.value,
        "evidence": [evidence_json(evidence) for evidence in edit.evidence],
        "reasons": [{"check": reason.check, "detail": reason.detail} for reason in edit.reasons],
        "by": edit.by,
    }


def stats_json(stats: Stats) -> Json:
    """The figures of the desk; a rate is null where nothing was counted."""
    return {
        "items": stats.items,
        "decisions": stats.decisions,
        "flags": {check: _share(share) for check, share in stats.flags.items()},
        "prompts": {prompt: _share(share) for prompt, share in stats.prompts.items()},
        "seconds_per_item": stats.seconds,
        "second_readings": {
            "pairs": stats.agreement.pairs,
            "same": stats.agreement.same,
            "kappa": stats.agreement.kappa,
        },
    }


def stats_text(stats: Stats) -> str:
    """The same in lines for a terminal."""
    counts = {"items": stats.items, "decisions": stats.decisions}
    lines = [
        f"{group}: {', '.join(f'{name} {count}' for name, count in sorted(each.items())) or 'none'}"
        for group, each in counts.items()
    ]
    lines += [f"flag {check}: right {share.part} of {share.whole}" for check, share in stats.flags.items()]
    lines += [f"prompt {prompt}: accepted {share.part} of {share.whole}" for prompt, share in stats.prompts.items()]
    if stats.seconds is not None:
        lines.append(f"seconds an item: {stats.seconds:.0f} (median)")
    if stats.agreement.kappa is not None:
        lines.append(f"second readings: {stats.agreement.pairs}, Cohen's kappa {stats.agreement.kappa:.2f}")
    return "\n".join(lines)


def _share(share: Share) -> Json:
    return {"part": share.part, "whole": share.whole, "rate": share.rate}
