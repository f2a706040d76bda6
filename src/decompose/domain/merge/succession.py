"""Which claim or record succeeds which, and what became of it: its evidence decides, then its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.domain.capability import Capability, Claim
from decompose.domain.document import Span
from decompose.domain.evidence import Evidence, folded
from decompose.domain.merge.values import Fate, Outcome
from decompose.domain.pairing import likeness, overlap, paired, same_words, share
from decompose.domain.review import REOPENED, ItemStatus, ReviewItem

# The field of a fact, as far as succession is concerned.
FACT = "fact:"
FACTS = ""


# -- claims ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Old:
    """A claim of before with its item. `grounds` is its evidence in the new revision, None where that is gone."""

    claim: Claim
    kind: str
    item: ReviewItem | None
    grounds: tuple[Evidence, ...] | None

    @property
    def is_held(self) -> bool:
        """Whether an editor's work hangs on it."""
        return holds(self.item)

    @property
    def stands(self) -> bool:
        return bool(self.grounds)

    @property
    def texts(self) -> tuple[str, ...]:
        edit = self.item.edit if self.item else None
        return (self.claim.text, edit.text) if edit else (self.claim.text,)


@dataclass(frozen=True, slots=True, eq=False)
class New:
    claim: Claim
    kind: str


def holds(item: ReviewItem | None) -> bool:
    """Whether an editor's work lies in an item: a decision, an edit that waits, or a decision that was reopened."""
    if item is None:
        return False
    is_reopened = item.status is ItemStatus.OPEN and item.reason in REOPENED
    return item.decided is not None or item.pending is not None or is_reopened


# Of the telling words: below it two sentences are about different things.
ALIKE = 0.5
# Enough where the evidence says the same.
LITTLE_ALIKE = 0.3
QUOTES_ALIKE = 0.6


def link(old: Old, new: New, sole: frozenset[tuple[str, ...]]) -> float:
    """How surely one claim is the successor of another in the same record; 0 where it is not.

    Args:
        sole: the evidence that carries one sentence before and one now; whatever that says, it is the successor.
    """
    alike = max(likeness(text, new.claim.text) for text in old.texts)
    is_same_text = same_words(old.claim.text, new.claim.text)
    if old.kind != new.kind:
        return 1.0 if is_same_text and old.stands else 0.0
    key = key_of(old.claim)
    is_same_evidence = bool(key) and key == key_of(new.claim)
    common = 1.0 if is_same_evidence else share(spans_of(old.grounds), spans_of(new.claim.evidence))
    if old.stands or not old.claim.evidence:
        is_successor = (
            is_same_text
            or (is_same_evidence and (key in sole or alike >= LITTLE_ALIKE))
            or (common >= ALIKE and alike >= ALIKE)
            or (not old.claim.evidence and alike >= ALIKE)
        )
    else:
        quotes = likeness(" ".join(key), " ".join(key_of(new.claim)))
        is_successor = alike >= ALIKE or (quotes >= QUOTES_ALIKE and alike >= LITTLE_ALIKE)
    return 2 * common + alike + is_same_text + 0.01 if is_successor else 0.0


def went_over(old: Old, new: New) -> float:
    """How surely a claim went over to another record: the same evidence, and much the same words."""
    if not old.stands or old.kind.startswith(FACT) or new.kind.startswith(FACT):
        return 0.0
    alike = max(likeness(text, new.claim.text) for text in old.texts)
    is_same_evidence = key_of(old.claim) == key_of(new.claim)
    is_moved = is_same_evidence and (alike >= ALIKE or old.kind == new.kind)
    return 1 + alike if is_moved and alike >= LITTLE_ALIKE else 0.0


def outcome_of(old: Old, new: New) -> Outcome:
    """What a claim is to its successor: its evidence decides between another wording and another claim."""
    is_same_text = same_words(old.claim.text, new.claim.text)
    if old.claim.evidence:
        is_grounded = old.stands and (
            is_same_text
            or key_of(old.claim) == key_of(new.claim)
            or share(spans_of(old.grounds), spans_of(new.claim.evidence)) >= ALIKE
        )
    else:
        is_grounded = not new.claim.evidence
    if not is_grounded:
        return Outcome.CHANGED
    return Outcome.SAME if is_same_text else Outcome.REWORDED


def key_of(claim: Claim) -> tuple[str, ...]:
    """The words that a claim stands on, or was given where none were found."""
    quotes = [item.quote for item in claim.evidence] or list(claim.quotes)
    return tuple(sorted({folded(quote) for quote in quotes}))


def spans_of(evidence: Iterable[Evidence] | None) -> tuple[Span, ...]:
    return tuple(item.span for item in evidence or ())


# -- records ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class OldRecord:
    record: Capability
    claims: tuple[Old, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span for old in self.claims for span in spans_of(old.grounds))


def successor(name: float, words: float, evidence: float) -> float:
    """How surely a record is the successor of another; 0 where it is not. A name alone says nothing.

    Args:
        name, words: how alike the names, and the sentences, are.
        evidence: how far they stand on the same words. That alone is not enough where it is little, since a small
            record may lie inside a larger one's quote.
    """
    is_successor = evidence >= ALIKE or words >= ALIKE or (words >= LITTLE_ALIKE and (evidence >= 0.2 or name >= 0.8))
    return 2 * evidence + words + 0.5 * name if is_successor else 0.0


def succeeds(old: OldRecord, new: Capability) -> float:
    spans = [span for claim in new.claims for span in spans_of(claim.evidence)]
    said = " ".join(claim.text for claim in new.claims)
    words = max(
        likeness(" ".join(each.claim.text for each in old.claims), said),
        likeness(" ".join(each.texts[-1] for each in old.claims), said),
    )
    weight = successor(likeness(old.record.name, new.name), words, overlap(old.spans, spans))
    # Of two that are equally alike, the one that was drafted under the same id.
    return weight + 0.001 if weight and old.record.id == new.id else weight


def linked(old: Sequence[Old], new: Sequence[New]) -> dict[str, Old]:
    """The successors of claims inside one record."""
    times = Counter(key_of(each.claim) for each in old), Counter(key_of(each.claim) for each in new)
    sole = frozenset(key for key in times[0] if key and times[0][key] == times[1][key] == 1)
    return {two.claim.id: one for one, two in paired(old, new, lambda one, two: link(one, two, sole))}


def news_of(record: Capability) -> list[New]:
    return [New(claim, claim.field) for claim in record.claims]


def outcome_of_record(old: Capability, new: Capability, claims: Iterable[Fate]) -> Outcome:
    outcomes = {fate.outcome for fate in claims}
    if outcomes & {Outcome.CHANGED, Outcome.GONE, Outcome.NEW}:
        return Outcome.CHANGED
    is_same = outcomes <= {Outcome.SAME} and same_words(old.name, new.name)
    return Outcome.SAME if is_same else Outcome.REWORDED
