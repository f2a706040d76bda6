"""One merge at work: links first, then each record and fact with its claims, and the moves of items on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Fact,
    Reason,
    status_of_capability,
)
from decompose.domain.consistency import is_objected
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Span
from decompose.domain.evidence import Evidence, near_miss
from decompose.domain.identity import identify
from decompose.domain.merge.places import relocated
from decompose.domain.merge.succession import (
    FACT,
    FACTS,
    New,
    Old,
    OldRecord,
    holds,
    linked,
    news_of,
    outcome_of,
    outcome_of_record,
    spans_of,
    succeeds,
    went_over,
)
from decompose.domain.merge.values import Before, Fate, Merge, Move, Outcome
from decompose.domain.overlay import is_all_stale, is_doubted
from decompose.domain.pairing import paired
from decompose.domain.review import (
    CHANGED_SOURCE,
    REOPENED,
    Action,
    Edit,
    ItemStatus,
    ReviewItem,
    Why,
    base_of,
    item_of_claim,
)
from decompose.domain.workbench import Workbench


def merge(before: Before, after: Decomposition, bench: Workbench) -> Merge:
    """What a document says now, laid over what it said before; `bench` holds the new revision."""
    return _Merging(before, after.capabilities, after.facts, bench, after.revision.document.slug).merged()


def withdrawn(before: Before, slug: str) -> Merge:
    """What is left of a document that is gone: all of it stale, and every decision on it told."""
    return _Merging(before, (), (), None, slug).merged()


_GONE = "the source no longer says what it stands on; edit it with words that are there, or reject it"


class _Merging:
    """One merge at work: links first, then each record and fact with its claims, and the moves on the way."""

    def __init__(
        self,
        before: Before,
        capabilities: Sequence[Capability],
        facts: Sequence[Fact],
        bench: Workbench | None,
        slug: str,
    ) -> None:
        self.before, self.bench, self.slug = before, bench, slug
        self.drafted, self.drafted_facts = capabilities, facts
        self.old = [self._old_record(record) for record in before.capabilities]
        self.old_facts = [self._old(fact.claim, FACT + fact.kind) for fact in before.facts]
        self.pairs = {new.id: old for old, new in paired(self.old, capabilities, succeeds)}
        self.links = self._links()
        self.linked = {id(old) for old in self.links.values()}
        self.moves: list[Move] = []
        self.records: list[Fate] = []
        self.claims: list[Fate] = []
        self.taken: set[str] = set()

    def merged(self) -> Merge:
        self._reserve()
        capabilities = [self._record(new, self.pairs.get(new.id)) for new in self.drafted]
        successors = {id(old) for old in self.pairs.values()}
        left = [self._left_over(old) for old in self.old if id(old) not in successors]
        facts = self._facts()
        return Merge(
            (*capabilities, *(record for record in left if record)),
            tuple(facts),
            tuple(self.moves),
            tuple(self.records),
            tuple(self.claims),
        )

    # -- who belongs to whom -------------------------------------------------------------------------------

    def _old_record(self, record: Capability) -> OldRecord:
        near: list[Span] = []
        for claim in record.claims:
            near += spans_of(relocated(claim.evidence, self.bench, self.before.revision))
        return OldRecord(record, tuple(self._old(claim, claim.field, near) for claim in record.claims))

    def _old(self, claim: Claim, kind: str, near: Sequence[Span] = ()) -> Old:
        grounds = relocated(claim.evidence, self.bench, self.before.revision, near)
        return Old(claim, kind, self.before.items.get(claim.id), grounds)

    def _links(self) -> dict[str, Old]:
        """The claims of before by the drafted ids of their successors: inside pairs of records, then across."""
        links: dict[str, Old] = {}
        rest: tuple[list[Old], list[New]] = ([], [])
        groups = [(self.pairs[new.id].claims, news_of(new)) for new in self.drafted if new.id in self.pairs]
        groups.append((tuple(self.old_facts), [New(each.claim, FACT + each.kind) for each in self.drafted_facts]))
        for old, new in groups:
            links |= linked(old, new)
        found = {id(old) for old in links.values()}
        for record in self.old:
            rest[0].extend(old for old in record.claims if id(old) not in found)
        for draft in self.drafted:
            rest[1].extend(new for new in news_of(draft) if new.claim.id not in links)
        return links | {new.claim.id: old for old, new in paired(*rest, went_over)}

    def _reserve(self) -> None:
        """Ids that stay with what they name; a drafted one that is the same gets another."""
        self.taken |= {old.record.id for old in self.pairs.values()}
        self.taken |= {old.claim.id for old in self.links.values()}
        successors = {id(old) for old in self.pairs.values()}
        for record in self.old:
            if id(record) not in successors:
                self.taken.add(record.record.id)
        for each in (*self.old_facts, *(old for record in self.old for old in record.claims)):
            if each.is_held:
                self.taken.add(each.claim.id)

    def _free(self, tag: str, drafted: str) -> str:
        identity = drafted
        while identity in self.taken:
            identity = identify(tag, identity, "again")
        self.taken.add(identity)
        return identity

    # -- records -------------------------------------------------------------------------------------------

    def _record(self, new: Capability, old: OldRecord | None) -> Capability:
        identity = old.record.id if old else self._free("cap", new.id)
        first = len(self.claims)
        claims = [self._successor(each, identity) for each in news_of(new)]
        for each in old.claims if old else ():
            if id(each) not in self.linked:
                claims += self._without_successor(each, identity, is_whole=False)
        outcome = outcome_of_record(old.record, new, self.claims[first:]) if old else Outcome.NEW
        self.records.append(Fate(old.record.id if old else None, identity, outcome))
        return _restated(replace(new, id=identity), claims)

    def _left_over(self, old: OldRecord) -> Capability | None:
        """A record without a successor goes, but for what editors decided on it."""
        item = self.before.items.get(old.record.id)
        rest = [each for each in old.claims if id(each) not in self.linked]
        is_whole = self.bench is None or holds(item) or any(self._keeps(each) for each in rest)
        claims = [claim for each in rest for claim in self._without_successor(each, old.record.id, is_whole=is_whole)]
        self.records.append(Fate(old.record.id, old.record.id if claims else None, Outcome.GONE))
        if item:
            self._settle_record(item, claims)
        if not claims:
            return None
        provenance = old.record.provenance
        if self.bench:
            # No call about this revision told it.
            provenance = replace(provenance, revision=self.bench.revision.id, call_key=None)
        return _restated(replace(old.record, provenance=provenance), claims)

    def _settle_record(self, item: ReviewItem, claims: Sequence[Claim]) -> None:
        """The item of a record whose words are all gone; a rejection rests."""
        if any(claim.status is not ClaimStatus.STALE for claim in claims):
            return
        if item.decided and item.decided.action == Action.ACCEPT:
            self._move(item, reopened(item, Why.CHANGED, item.new, item.new, item.evidence, (), _GONE), Action.REOPEN)
        elif self.bench is None and item.status is ItemStatus.OPEN and not holds(item):
            self._withdraw(item)

    def _facts(self) -> Iterator[Fact]:
        kinds = {fact.claim.id: fact.kind for fact in self.drafted_facts}
        for drafted in self.drafted_facts:
            claim = self._successor(New(drafted.claim, FACT + drafted.kind), FACTS)
            yield Fact(kinds[drafted.claim.id], claim)
        for fact, old in zip(self.before.facts, self.old_facts, strict=True):
            if id(old) not in self.linked:
                for claim in self._without_successor(old, FACTS, is_whole=self.bench is None):
                    yield Fact(fact.kind, claim)

    # -- claims with a successor ---------------------------------------------------------------------------

    def _successor(self, new: New, owner: str) -> Claim:
        old = self.links.get(new.claim.id)
        if old is None:
            claim = replace(new.claim, id=self._free("claim", new.claim.id))
            self.claims.append(Fate(None, claim.id, Outcome.NEW))
            return claim
        outcome = outcome_of(old, new)
        claim = self._decided(old, new, outcome, owner) if old.is_held else self._undecided(old, new, outcome, owner)
        self.claims.append(Fate(old.claim.id, claim.id, outcome))
        return claim

    def _undecided(self, old: Old, new: New, outcome: Outcome, owner: str) -> Claim:
        if outcome is Outcome.CHANGED:
            self.taken.discard(old.claim.id)
            return replace(new.claim, id=self._free("claim", new.claim.id))
        claim = replace(new.claim, id=old.claim.id)
        if outcome is Outcome.SAME and is_objected(old.claim) and claim.is_publishable:
            # What stands beside it objects; whether it still does is found out by reconciling.
            claim = replace(claim, status=old.claim.status, reasons=old.claim.reasons)
        if old.item:
            self._renew(old.item, item_of_claim(self.slug, owner or None, claim))
        return claim

    def _decided(self, old: Old, new: New, outcome: Outcome, owner: str) -> Claim:
        item = old.item
        assert item is not None  # noqa: S101 - a claim is held by its item
        successor = replace(new.claim, id=old.claim.id)
        waiting = item_of_claim(self.slug, owner or None, successor)
        if item.status is ItemStatus.OPEN and not is_doubted(item):
            return self._still_open(old, successor, waiting)
        if outcome is Outcome.CHANGED:
            self._reopen(old, waiting)
            return successor
        edit = self._edit(item.edit)
        if item.edit and edit is None:
            self._reopen(old, waiting)
            return successor
        self._follow(item, old, edit, owner)
        return self._as_decided(old, successor if outcome is Outcome.SAME else None)

    def _reopen(self, old: Old, waiting: ReviewItem) -> None:
        """What was decided on is another now: the item waits with both versions.

        An edit whose own words still stand stays in readers' sight until an editor says which one holds.
        """
        item = old.item
        assert item is not None  # noqa: S101
        edit = self._edit(item.edit)
        why = Why.EDIT_CONFLICT if item.edit else Why.CHANGED
        flags = (self._what_changed(old), *waiting.flags)
        after = reopened(item, why, words_decided(old), waiting.new, waiting.evidence, flags, waiting.blocked)
        if edit:
            after = replace(after, decided=item.decided, edit=edit)
        self._move(item, replace(after, capability_id=waiting.capability_id), Action.REOPEN)

    def _still_open(self, old: Old, successor: Claim, waiting: ReviewItem) -> Claim:
        """An item that waits already, with an editor's work in it, tells the newest version."""
        item = old.item
        assert item is not None  # noqa: S101
        for claim in (successor, replace(old.claim, evidence=old.grounds or ())):
            if self._restored(item, claim, waiting.capability_id):
                return claim
        flags = waiting.flags
        if item.reason in REOPENED:
            flags = (*(flag for flag in item.flags if flag.check == CHANGED_SOURCE), *flags)
        after = replace(
            item,
            new=waiting.new,
            evidence=waiting.evidence,
            flags=flags,
            blocked=waiting.blocked,
            capability_id=waiting.capability_id,
        )
        edit = self._edit(item.edit)
        if item.decided and item.edit and edit is None:
            self._move(item, replace(after, decided=None, edit=None, revision=item.revision + 1), Action.REOPEN)
        else:
            self._tell(item, replace(after, edit=edit))
        return successor

    # -- claims without one --------------------------------------------------------------------------------

    def _without_successor(self, old: Old, owner: str, *, is_whole: bool) -> list[Claim]:
        """A claim that is told no more: it goes, unless an editor's work hangs on it, or its record stays whole."""
        if not old.is_held:
            return self._undecided_left(old, is_whole=is_whole)
        item = old.item
        assert item is not None  # noqa: S101
        claim = self._as_decided(old, None)
        self.claims.append(Fate(old.claim.id, claim.id, Outcome.GONE))
        if item.status is ItemStatus.OPEN and not item.decided:
            if not self._restored(item, claim, owner or None):
                is_stale = claim.status is ClaimStatus.STALE
                blocked = _GONE if is_stale else item_of_claim(self.slug, None, claim).blocked
                evidence = item.evidence if is_stale else claim.evidence
                self._tell(item, replace(item, blocked=blocked, evidence=evidence, capability_id=owner or None))
        elif self._keeps(old):
            self._follow(item, old, self._edit(item.edit), owner)
        elif not item.decided or item.decided.action != Action.REJECT:
            words = words_decided(old)
            flags = (self._what_changed(old),)
            self._move(item, reopened(item, Why.CHANGED, words, words, item.evidence, flags, _GONE), Action.REOPEN)
        return [claim]

    def _undecided_left(self, old: Old, *, is_whole: bool) -> list[Claim]:
        is_kept = is_whole and (self.bench is None or old.stands)
        self.claims.append(Fate(old.claim.id, old.claim.id if is_kept else None, Outcome.GONE))
        if self.bench is None and old.item and old.item.status is ItemStatus.OPEN:
            self._withdraw(old.item)
        if not is_kept:
            return []
        self.taken.add(old.claim.id)
        claim = self._as_decided(old, None)
        if self.bench and old.item:
            self._renew(old.item, item_of_claim(self.slug, old.item.capability_id, claim))
        return [claim]

    def _keeps(self, old: Old) -> bool:
        """Whether the decision on a claim holds by itself: the words that it cites stand."""
        item = old.item
        if item is None or item.decided is None:
            return False
        if item.edit:
            return self._edit(item.edit) is not None
        return old.stands

    def _as_decided(self, old: Old, successor: Claim | None) -> Claim:
        """The claim in the words that were decided on, where they stand now; stale where they stand no more."""
        if successor:
            return successor
        if not old.claim.evidence:
            return old.claim
        if not old.grounds:
            gone = Reason(CHANGED_SOURCE, "the source no longer says what it stands on")
            return replace(old.claim, status=ClaimStatus.STALE, reasons=(gone,))
        if old.claim.status is ClaimStatus.STALE and self.bench:
            return replace(self.bench.judge(old.claim, near=spans_of(old.grounds)), evidence=old.grounds)
        return replace(old.claim, evidence=old.grounds)

    # -- items ---------------------------------------------------------------------------------------------

    def _edit(self, edit: Edit | None) -> Edit | None:
        """An edit with its evidence where that stands now; None where it stands no more."""
        if edit is None:
            return None
        evidence = relocated(edit.evidence, self.bench, self.before.revision)
        return replace(edit, evidence=evidence) if evidence else None

    def _restored(self, item: ReviewItem, claim: Claim, owner: str | None) -> bool:
        """A decision whose ground is there again stands again."""
        last = self.before.last.get(item.id)
        is_here = self.bench and all(one.revision == self.bench.revision.id for one in claim.evidence)
        if last is None or last.decided is None or item.pending or not (is_here and claim.evidence):
            return False
        if last.base != base_of(claim):
            return False
        edit = self._edit(last.edit)
        if last.edit and edit is None:
            return False
        after = replace(
            last,
            revision=item.revision + 1,
            capability_id=owner,
            edit=edit,
            evidence=edit.evidence if edit else claim.evidence,
            flags=edit.reasons if edit else claim.reasons,
        )
        self._move(item, after, Action.RESTORE)
        return True

    def _follow(self, item: ReviewItem, old: Old, edit: Edit | None, owner: str) -> None:
        """A decision that holds goes with its words, silently."""
        evidence = edit.evidence if edit else old.grounds or item.evidence
        self._move(item, replace(item, edit=edit or item.edit, evidence=evidence, capability_id=owner or None), None)

    def _renew(self, item: ReviewItem, waiting: ReviewItem) -> None:
        """An undecided item tells the newest words, or leaves the queue where they stand by themselves."""
        # What leaves the queue tells the newest words too: it may be opened again from the list of all claims.
        out = replace(waiting, status=ItemStatus.NONE, reason=item.reason, old=item.old, base=item.base)
        if item.status is ItemStatus.NONE:
            self._move(item, replace(out, revision=item.revision), None)
        elif waiting.status is ItemStatus.NONE and item.reason is Why.SUGGESTION:
            self._tell(item, replace(waiting, status=item.status, reason=item.reason, revision=item.revision))
        elif waiting.status is ItemStatus.NONE:
            self._move(item, replace(out, revision=item.revision + 1), Action.WITHDRAW)
        else:
            self._tell(item, replace(waiting, revision=item.revision))

    def _tell(self, item: ReviewItem, after: ReviewItem) -> None:
        """An item that waits on; who looked at other words or other objections looks again."""
        is_other = (item.new, item.flags, item.blocked) != (after.new, after.flags, after.blocked)
        if is_other:
            self._move(item, replace(after, revision=item.revision + 1), Action.RENEW)
        else:
            self._move(item, after, None)

    def _withdraw(self, item: ReviewItem) -> None:
        self._move(item, replace(item, status=ItemStatus.NONE, revision=item.revision + 1), Action.WITHDRAW)

    def _move(self, before: ReviewItem, after: ReviewItem, action: Action | None) -> None:
        if before != after:
            self.moves.append(Move(before, after, action))

    def _what_changed(self, old: Old) -> Reason:
        """What was decided on and what became of it, for the editor."""
        cited = old.item.edit.evidence if old.item and old.item.edit else old.claim.evidence
        told = [f"it stood on “{item.quote}”" for item in cited]
        if self.bench:
            for item in (*cited, *old.claim.evidence):
                if relocated([item], self.bench, self.before.revision) is None:
                    told += filter(None, [near_miss(item.quote, self.bench.words)])
                    break
        else:
            told.append("its source is gone")
        return Reason(CHANGED_SOURCE, "; ".join(dict.fromkeys(told)) or "it stood on no words of the source")


def _restated(record: Capability, claims: Iterable[Claim]) -> Capability:
    """The record with these claims, each once, and the status that follows from them."""
    kept = tuple({claim.id: claim for claim in claims}.values())
    is_quarantined = record.status is CapabilityStatus.QUARANTINED
    status = status_of_capability(kept, has_source=True, quarantined=is_quarantined, held=record.held is not None)
    return replace(record, claims=kept, status=CapabilityStatus.STALE if is_all_stale(kept) else status)


def words_decided(old: Old) -> str:
    """The words that an editor decided for."""
    return old.item.edit.text if old.item and old.item.edit else old.claim.text


def reopened(
    item: ReviewItem,
    why: Why,
    old: str,
    new: str,
    evidence: tuple[Evidence, ...],
    flags: tuple[Reason, ...],
    blocked: str | None,
) -> ReviewItem:
    return replace(
        item,
        revision=item.revision + 1,
        status=ItemStatus.OPEN,
        reason=why,
        old=old,
        new=new,
        evidence=evidence,
        flags=flags,
        blocked=blocked,
        decided=None,
        edit=None,
    )
