"""What the desk shows, made of values: the queue, one item with its change, and its source. Nothing here decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlencode

from decompose.domain.artifact import Kind
from decompose.domain.decision import MOVES
from decompose.domain.queue import Background
from decompose.domain.review import (
    KIND,
    RECORD,
    REJECT_CODES,
    REOPENED,
    Action,
    AuditEvent,
    Edit,
    ItemStatus,
    ReviewItem,
    Why,
)
from decompose.page.desk_source import DeskSource, desk_source, glyphs

# One press each: (field of the filter, value, name).
CHIPS = (
    ("", "", "All"),
    ("reason", "contradicted", "Contradiction"),
    ("flag", "fabricated", "Quote not found"),
    ("flag", "numbers", "Number"),
    ("flag", "hedge", "Hedge"),
    ("reason", "duplicate", "Duplicate"),
    ("reason", "verdict_flip", "Verdict"),
    ("flag", "hidden_text", "Hidden text"),
)
FLAGS = (
    ("", "any"),
    ("fabricated", "Quote not found"),
    ("hidden_text", "Hidden text"),
    ("numbers", "Number"),
    ("hedge", "Hedge"),
    ("comparison", "Comparison"),
    ("names", "Name"),
    ("superlative", "Superlative"),
    ("negation", "Negation"),
    ("scope", "Scope"),
)
# The reason's name, its tone, and what an editor makes of it.
_REASONS = {
    Why.UNSUPPORTED: ("Unsupported", "warn", "Its quotes do not carry it."),
    Why.CONTRADICTED: ("Contradiction", "bad", "Its quotes, or another source, say otherwise."),
    Why.HIDDEN_INSTRUCTION: ("Hidden text", "bad", "Its words stand where no reader sees them, or speak to a model."),
    Why.DUPLICATE: ("Duplicate", "warn", "Another record tells the same job."),
    Why.CHANGED: ("Source changed", "warn", "The source has changed under the decision. Accept takes the new words."),
    Why.EDIT_CONFLICT: ("Edit conflict", "bad", "The source has changed under an edit. Accept takes the new words."),
    Why.VERDICT_FLIP: ("Verdict flip", "bad", "A verdict turns with it."),
    Why.CLASSIFICATION: ("Kind not stated", "plain", "Edit it to say which kind of thing this is."),
    Why.LANGUAGE: ("Language", "warn", "It is in another language than its quote, or no rules ship for its language."),
    Why.ALIGNMENT: ("Same job?", "plain", "Accept: the two do the same job. Reject: they do not."),
    Why.UNIQUE: ("Only here?", "warn", "Accept: nobody else has it. Reject: somebody has."),
    Why.SUGGESTION: ("A reader says", "warn", "A reader of the page doubts it."),
}
_CHECKS = {
    "fabricated": "Quote not found",
    "no_quote": "No quote",
    "split": "Split from another",
    "hidden_text": "Hidden text",
    "numbers": "Number not in source",
    "names": "Name not in source",
    "superlative": "Superlative",
    "comparison": "Comparison",
    "negation": "Negation",
    "scope": "Scope",
    "hedge": "Hedge dropped",
}
_STATUSES = {
    ItemStatus.OPEN: "waits",
    ItemStatus.ACCEPTED: "accepted",
    ItemStatus.EDITED: "edited",
    ItemStatus.REJECTED: "rejected",
    ItemStatus.NONE: "not in the queue",
}
_FILTERS = {"flag": "", "reason": "", "artifact": "", "prompt": "prompt ", "editor": "editor ", "days": "days old: "}
_LOUD = 31
_SEEN = 48
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a diff: `same`, `gone` or `new`; what has no shape is a `glyph`."""

    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue."""

    id: str
    href: str
    revision: int
    artifact: str
    sentence: str
    tags: tuple[tuple[str, str], ...]
    risk: int
    tone: str
    held_by: str | None
    is_current: bool
    is_acceptable: bool


@dataclass(frozen=True, slots=True)
class FlagView:
    name: str
    detail: str
    is_loud: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """The item that is open."""

    id: str
    revision: int
    artifact: str
    artifact_href: str
    title: str
    what: str
    status: str
    is_open: bool
    reason: tuple[str, str, str] | None
    flags: tuple[FlagView, ...]
    old_label: str
    old: tuple[Piece, ...]
    new_label: str
    new: tuple[Piece, ...]
    text: str
    quotes: tuple[str, ...]
    evidence: tuple[tuple[str, str, str], ...]
    pending: str | None
    blocked: str | None
    is_kind: bool
    is_record: bool
    facts: tuple[tuple[str, str], ...]
    trail: tuple[str, ...]
    siblings: tuple[tuple[str, int, str], ...]
    sources: tuple[DeskSource, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Three versions of one sentence: what both began with, what stands now, what was about to be saved."""

    who: str
    base: tuple[Piece, ...]
    theirs_label: str
    theirs: tuple[Piece, ...]
    yours_label: str
    yours: tuple[Piece, ...]
    action: str
    text: str
    quotes: tuple[str, ...]
    reason_code: str
    can_replace: bool


def entries(
    items: Iterable[ReviewItem], query: str, current: str | None, names: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Lines of the queue; `query` is the filter as part of an address, `names` are those of artifacts by slug."""
    return tuple(_entry(item, query, item.id == current, names) for item in items)


def item_view(item: ReviewItem, background: Background) -> ItemView:
    """The item that is open, with what stands beside it."""
    old, new = difference(item.old or "", item.new)
    origin = background.origin
    made = f"{origin.llm}, prompt {origin.prompt[:8]}" if origin.llm and origin.prompt else origin.llm
    facts = [
        ("Field", item.field.replace("_", " ")),
        ("Proposed by", made or "nobody: it came from no document"),
        ("Item", f"{item.id}, revision {item.revision}"),
    ]
    if origin.cost_usd is not None:
        facts.append(("Cost", f"${origin.cost_usd.normalize():f} for the call about this part of the document"))
    if item.readers:
        facts.append(("Read by", f"{item.readers:,} readers a week" if item.readers > 1 else "1 reader a week"))
    if item.referred_by:
        facts.append(("Second opinion", f"asked for by {item.referred_by}"))
    words = item.pending or item.edit
    return ItemView(
        id=item.id,
        revision=item.revision,
        artifact=background.artifact,
        artifact_href=f"/artifacts/{item.artifact}",
        title=origin.record or background.artifact,
        what=_what(item),
        status=_STATUSES[item.status],
        is_open=item.status is ItemStatus.OPEN,
        reason=_reason(item),
        # That no kind is given, the reason says already.
        flags=tuple(_flag(flag.check, flag.detail, item) for flag in item.flags if item.field != KIND),
        old_label="Yours" if item.reason in REOPENED else "Published",
        old=old,
        new_label="Source now says" if item.reason in REOPENED else "Proposed" if item.old != item.new else "Sentence",
        new=new,
        text=words.text if words else item.new,
        quotes=tuple(one.quote for one in (words.evidence if words and words.evidence else item.evidence)),
        evidence=tuple(
            (one.quote, f"#s-{one.start}-{one.end}", _where(one.revision, background)) for one in item.evidence
        ),
        pending=_pending(item.pending),
        blocked=item.blocked,
        is_kind=item.field == KIND,
        is_record=item.field == RECORD,
        facts=tuple(facts),
        trail=tuple(_event(event) for event in background.trail),
        siblings=background.siblings,
        sources=_sources(item, background),
        kinds=tuple(kind.value for kind in Kind),
    )


def conflict_view(
    base: str, current: ReviewItem, action: Action, said: Mapping[str, str], quotes: Sequence[str]
) -> ConflictView:
    """What both began with, what stands, and what was about to be saved; one is marked against the other."""
    yours = said.get("text") or base
    theirs = current.edit.text if current.edit else current.pending.text if current.pending else current.new
    began, now = difference(base, theirs)
    _, mine = difference(base, yours)
    decided = current.decided.by if current.decided and current.status is not ItemStatus.OPEN else None
    return ConflictView(
        who=decided or "Somebody",
        base=began,
        theirs_label=f"{decided or 'somebody'}: {_STATUSES[current.status]}",
        theirs=now,
        yours_label=f"You were about to {action}",
        yours=mine,
        action=action,
        text=yours,
        quotes=tuple(quotes),
        reason_code=said.get("reason_code", ""),
        can_replace=(current.status, action) in MOVES and action in (Action.EDIT, Action.REJECT, Action.ACCEPT),
    )


def difference(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Removed words marked in the old text alone, added words in the new one alone."""
    if not old:
        return (), _pieces([("new", new)])
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for step, start_a, end_a, start_b, end_b in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = "".join(a[start_a:end_a]), "".join(b[start_b:end_b])
        left.append(("same" if step == "equal" else "gone", gone))
        right.append(("same" if step == "equal" else "new", come))
    return _pieces(left), _pieces(right)


def query_of(wanted: Mapping[str, str]) -> str:
    """A filter as the query of an address, with its question mark; "" where it filters nothing."""
    kept = {name: value for name, value in wanted.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that one press chooses, or, where it is chosen, a part of the filter that one press takes away."""

    name: str
    href: str
    is_current: bool


def chips(wanted: Mapping[str, str]) -> tuple[Chip, ...]:
    """The filters that are offered; of what objects and why it waits, one at a time."""
    rest = {name: value for name, value in wanted.items() if name not in ("flag", "reason")}
    return tuple(
        Chip(
            name,
            f"/desk{query_of(rest | {field: value} if field else rest)}",
            wanted.get(field) == value if field else not (wanted.get("flag") or wanted.get("reason")),
        )
        for field, value, name in CHIPS
    )


def parts_of_filter(wanted: Mapping[str, str]) -> tuple[Chip, ...]:
    """What else the filter says, each with the way to the filter without it."""
    offered = {(field, value) for field, value, _ in CHIPS} | {("q", wanted.get("q", ""))}
    named = {"flag": dict(FLAGS), "reason": dict(whys())}
    return tuple(
        Chip(
            named.get(field, {}).get(value, f"{_FILTERS[field]}{value}"),
            f"/desk{query_of({**wanted, field: ''})}",
            is_current=True,
        )
        for field, value in wanted.items()
        if value and (field, value) not in offered
    )


def whys() -> tuple[tuple[str, str], ...]:
    """(value, name) of every reason for which items wait."""
    return (("", "any"), *((why.value, name) for why, (name, _, _) in _REASONS.items()))


def reasons_to_reject() -> tuple[tuple[int, str, str], ...]:
    """(key, code, words), in the order of the keys."""
    return tuple((number, code, code.replace("_", " ")) for number, code in enumerate(REJECT_CODES, start=1))


def _pieces(runs: Iterable[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(
        Piece(f"{sort} glyph" if run.sort == "glyph" else sort, run.words)
        for sort, words in runs
        if words
        for run in glyphs(words)
    )


def _entry(item: ReviewItem, query: str, is_current: bool, names: Mapping[str, str]) -> Entry:  # noqa: FBT001 - one line of a list
    reason = _reason(item)
    checks = dict.fromkeys(flag.check for flag in item.flags if item.claim_id)
    tags = ([(reason[0], reason[1])] if reason else []) + [
        (_CHECKS.get(check, check.replace("_", " ")), "bad" if check in ("fabricated", "hidden_text") else "warn")
        for check in checks
    ]
    tone = "hi" if item.risk < _LOUD else "mid" if item.risk < _SEEN else "lo"
    return Entry(
        id=item.id,
        href=f"/desk/items/{item.id}{query}",
        revision=item.revision,
        artifact=names.get(item.artifact, item.artifact),
        sentence=item.pending.text if item.pending else item.new,
        tags=tuple(dict.fromkeys(tags))[:3],
        risk=100 - item.risk,
        tone=tone,
        held_by=item.lease.by if item.lease else None,
        is_current=is_current,
        is_acceptable=item.is_acceptable,
    )


def _reason(item: ReviewItem) -> tuple[str, str, str] | None:
    """Why it waits; that it is unsupported is said better by the checks that object."""
    if item.reason is None or (item.reason is Why.UNSUPPORTED and item.flags):
        return None
    return _REASONS[item.reason]


def _flag(check: str, detail: str, item: ReviewItem) -> FlagView:
    is_loud = check in ("fabricated", "hidden_text") or item.reason is Why.CONTRADICTED
    return FlagView(_CHECKS.get(check, check.replace("_", " ").capitalize()), detail, is_loud)


def _what(item: ReviewItem) -> str:
    if item.field == KIND:
        return "kind of the artifact"
    if item.field == RECORD:
        return "whole record"
    if item.old is None:
        return "new sentence"
    return "changed sentence" if item.old != item.new else "published sentence"


def _pending(edit: Edit | None) -> str | None:
    if edit is None:
        return None
    if not edit.evidence:
        return f"An edit waits, and no quote of it is in the source: “{edit.text}”"
    return f"An edit of {edit.by or 'an editor'} waits for another editor: “{edit.text}”"


def _where(revision: str, background: Background) -> str:
    source = next((one for one in background.sources if one.id == revision), None)
    return source.document.origin if source else revision


def _event(event: AuditEvent) -> str:
    words = f"{event.at:%-d %b %Y %H:%M} {event.who}: {event.action.replace('_', ' ')}"
    if event.reason_code:
        words += f" ({event.reason_code.replace('_', ' ')})"
    return f"{words}. {event.comment}" if event.comment else words


def _sources(item: ReviewItem, background: Background) -> tuple[DeskSource, ...]:
    cited = (*item.evidence, *background.earlier)
    return tuple(desk_source(revision, cited, quotes=background.origin.quotes) for revision in background.sources)
