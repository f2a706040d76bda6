"""The answers to searches, as JSON and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from decompose.domain.capability import Claim, FactKind, prose
from decompose.domain.matching.events import Trace
from decompose.domain.matching.findings import Answer, Hit, Listed, News, Resolution, Resolved, Result, Saved

Json = dict[str, Any]


def search_json(answer: Answer | None) -> Json:
    """One result an artifact, the best first; `capabilities` are all that matched, the best first.

    Where nothing was asked there is no search to name.
    """
    if answer is None:
        return {"search_id": None, "query": "", "results": [], "total": 0, "at_least": False}
    return {
        "search_id": answer.search_id,
        "query": answer.query,
        "results": [_result(result) for result in answer.results],
        "total": answer.total,
        "at_least": not answer.is_all,
        **_note(answer.note),
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
    note = [answer.note] if answer.note else []
    if not answer.results:
        return "\n".join(["nothing that has been read says it can do this; try other words", *note])
    cut = [f"the best {len(answer.results)} of {artifacts_of(answer)}"] if answer.is_cut else []
    lines = [f"search {answer.search_id}", *cut, *note]
    for place, result in enumerate(answer.results, start=1):
        best = result.best
        lines.append(f"{place:2}. {result.slug}  {best.score:.2f}  {result.name}: {best.name}")
        lines.append(f"    {best.why} {_matched(result.times_matched)}")
    return "\n".join(lines)


def artifacts_of(answer: Answer) -> str:
    """How many artifacts answer a search, as words."""
    said = f"{answer.total} {'artifact' if answer.total == 1 else 'artifacts'}"
    return said if answer.is_all else f"at least {said}"


def resolution_json(resolution: Resolution, base: str) -> Json:
    """The best answers to a wish; `base` is the address of the site, without a slash at its end."""
    return {
        "search_id": resolution.search_id,
        "intent": resolution.wish,
        "resolved_at": resolution.at.isoformat(),
        "resolved": [_resolved(each, resolution, base) for each in resolution.resolved],
        **_note(resolution.note),
    }


def capabilities_json(listed: Sequence[Listed], total: int, limit: int) -> Json:
    """A page of the list of published capabilities; one more than `limit` says that there is another page."""
    shown = listed[:limit]
    return {
        "items": [
            {
                "id": each.capability,
                "name": each.name,
                "description": each.text,
                "slug": each.slug,
                "artifact": each.artifact,
                "kind": each.kind,
                "times_matched": each.times_matched,
            }
            for each in shown
        ],
        "total": total,
        "next": str(shown[-1].number) if len(listed) > limit else None,
    }


def saved_json(kept: Saved, link: str, base: str) -> Json:
    """A search that is kept, with the address of its feed."""
    return {
        "id": kept.id,
        "link": link,
        "owner": kept.owner,
        "query": kept.query,
        "kind": kept.filters.kind.value if kept.filters.kind else None,
        "price": kept.filters.price,
        "licence": kept.filters.licence,
        "verified": kept.filters.is_verified,
        "hook": kept.hook,
        "created_at": kept.created_at.isoformat(),
        "feed_url": f"{base}/searches/{link}.atom",
    }


def news_json(kept: Saved, news: Sequence[News]) -> Json:
    """What came to answer a kept search."""
    told = [
        {"slug": one.slug, "name": one.name, "capability": one.capability, "at": one.at.isoformat()} for one in news
    ]
    return {"id": kept.id, "query": kept.query, "news": told}


def _note(note: str | None) -> Json:
    """Said only where there is something to say."""
    return {"note": note} if note else {}


def _resolved(each: Resolved, resolution: Resolution, base: str) -> Json:
    result, capability = each.result, each.capability
    said = capability.of if capability else _nothing
    requires = [*said("requires"), *(fact.claim for fact in each.record.side.facts if fact.kind in _REQUIRED)]
    return {
        "slug": result.slug,
        "name": result.name,
        "kind": result.kind,
        "capability": {"id": result.best.capability, "name": result.best.name, "description": result.best.text},
        "score": result.best.score,
        "why": result.best.why,
        "unique": prose(said("unique")) or None,
        "vs_alternatives": prose(said("vs_alternatives")) or None,
        "best_for": [claim.text for claim in said("best_for")],
        "limitations": [claim.text for claim in said("limitations")],
        "requires": [claim.text for claim in requires],
        "alternatives": [
            {"slug": other.slug, "name": other.name, "why": other.best.why} for other in each.alternatives
        ],
        "freshness": _freshness(each, resolution),
        "times_matched": result.times_matched,
        "page_url": f"{base}/artifacts/{result.slug}",
        "feedback_url": f"{base}/api/v1/feedback",
        "callback_token": result.token,
    }


def _freshness(each: Resolved, resolution: Resolution) -> Json | None:
    """When the words that it stands on were read; null where no source was read."""
    documents = each.record.documents
    if each.capability and each.capability.provenance.revision:
        own = [document for document in documents if document.id == each.capability.provenance.revision]
        documents = tuple(own) or documents
    if not documents:
        return None
    newest = max(documents, key=lambda document: document.added)
    return {
        "read_at": newest.added.isoformat(),
        "days": max(0, (resolution.at - newest.added).days),
        "revision": newest.id,
        "origin": newest.origin,
    }


def _nothing(field: str) -> tuple[Claim, ...]:
    del field
    return ()


_REQUIRED = (FactKind.REQUIREMENT, FactKind.ACCESS)


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
