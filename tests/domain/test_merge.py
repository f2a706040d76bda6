"""A document is read again: whose successor each record and claim is, and what becomes of what editors decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, FactKind
from decompose.domain.decision import Decision, decide
from decompose.domain.decomposition import (
    Decomposition,
    Draft,
    DraftCapability,
    DraftClaim,
    DraftFact,
    substantiate,
)
from decompose.domain.document import Hidden, Revision, SourceDocument
from decompose.domain.evidence import Evidence, canonical, locate
from decompose.domain.merge import Before, Merge, Outcome, merge, withdrawn
from decompose.domain.overlay import overlaid
from decompose.domain.pairing import likeness, paired
from decompose.domain.review import (
    Action,
    Edit,
    ItemStatus,
    ReviewItem,
    Why,
    base_of,
    item_of_claim,
    item_of_record,
)
from decompose.domain.workbench import Workbench
from domain.documents import visible

NOW = datetime(2026, 1, 2, tzinfo=UTC)
STORES = "Tide stores readings of every buoy in one file."
SORTS = "Tide sorts the readings by buoy and by hour."
DRAWS = "Tide draws maps of currents for small harbours."
KEEPS = "Readings are kept for 90 days."
KEEPS_LESS = "Readings are kept for 30 days."
DOCUMENT = SourceDocument("tide", "tide.md")


def source(*lines: str, number: int = 1, hidden: tuple[Hidden, ...] = ()) -> Revision:
    return Revision(f"rev-{number}", DOCUMENT, f"hash-{number}", visible("# Tide", *lines, hidden=hidden))


def claim(text: str, *quotes: str, field: str = "description") -> DraftClaim:
    return DraftClaim(field, text, quotes or (text,))


def record(name: str, *claims: DraftClaim) -> DraftCapability:
    return DraftCapability(name, claims)


def told(revision: Revision, *records: DraftCapability, facts: Sequence[DraftFact] = ()) -> Decomposition:
    draft = Draft(tuple(records), tuple(facts))
    return substantiate(draft, revision, names=("Tide",), llm="test", template=None)


def remember(
    made: Decomposition, items: Sequence[ReviewItem] = (), last: Sequence[ReviewItem] = (), was: Merge | None = None
) -> Before:
    """What is known of a document before it is read again; of an earlier merge, where there was one."""
    by_subject = {item.claim_id or item.capability_id or "": item for item in items}
    known = was or Merge(made.capabilities, made.facts)
    return Before(known.capabilities, known.facts, by_subject, {item.id: item for item in last}, made.revision)


def merged(before: Before, after: Decomposition) -> Merge:
    return merge(before, after, Workbench.of(after.revision, ("Tide",)))


def of_text(made: Decomposition | Merge, text: str) -> Claim:
    [found] = [one for one in every(made) if one.text == text]
    return found


def every(made: Decomposition | Merge) -> list[Claim]:
    return [one for each in made.capabilities for one in each.claims] + [fact.claim for fact in made.facts]


def outcomes(made: Merge) -> list[str]:
    return sorted(fate.outcome.value for fate in made.claims)


# -- records -----------------------------------------------------------------------------------------------

LARGE = f"{STORES} {SORTS} {DRAWS}"
STORAGE = record("storage of readings", claim(STORES))
SORTING = record("sorting of readings", claim(SORTS))
MAPS = record("maps of currents", claim(DRAWS))
WIDE = record("handling of readings", claim("Tide stores and sorts readings, and draws maps.", LARGE))
NARROW = record("sorting of readings", claim(SORTS, SORTS))
ANOTHER_JOB = "Anyone may rent a boat at the quay on Sundays."

# name: (lines before, records before, lines now, records now, [(name before, name now, outcome)])
RECORDS = {
    "the same again": ((STORES,), (STORAGE,), (STORES,), (STORAGE,), [(0, 0, "same")]),
    "a paragraph before it": ((STORES,), (STORAGE,), (DRAWS, STORES), (STORAGE,), [(0, 0, "same")]),
    "another name": (
        (STORES,),
        (STORAGE,),
        (STORES,),
        (record("keeping", claim(STORES)),),
        [(0, 0, "reworded")],
    ),
    "another sentence on the same words": (
        (STORES,),
        (STORAGE,),
        (STORES,),
        (record("storage of readings", claim("Readings of every buoy go into one file.", STORES)),),
        [(0, 0, "reworded")],
    ),
    "changed words": (
        (KEEPS,),
        (record("keeping", claim(KEEPS)),),
        (KEEPS_LESS,),
        (record("keeping", claim(KEEPS_LESS)),),
        [(0, 0, "changed")],
    ),
    "a claim more": (
        (STORES, KEEPS),
        (STORAGE,),
        (STORES, KEEPS),
        (record("storage of readings", claim(STORES), claim(KEEPS)),),
        [(0, 0, "changed")],
    ),
    "a claim less": (
        (STORES, KEEPS),
        (record("storage of readings", claim(STORES), claim(KEEPS)),),
        (STORES, KEEPS),
        (STORAGE,),
        [(0, 0, "changed")],
    ),
    "a record more": (
        (STORES, DRAWS),
        (STORAGE,),
        (STORES, DRAWS),
        (MAPS, STORAGE),
        [(None, 0, "new"), (0, 1, "same")],
    ),
    "a record less": ((STORES, DRAWS), (STORAGE, MAPS), (DRAWS,), (MAPS,), [(0, None, "gone"), (1, 0, "same")]),
    "another order": (
        (STORES, SORTS, DRAWS),
        (STORAGE, SORTING, MAPS),
        (DRAWS, STORES, SORTS),
        (MAPS, STORAGE, SORTING),
        [(2, 0, "same"), (0, 1, "same"), (1, 2, "same")],
    ),
    "names swapped between two jobs": (
        (STORES, DRAWS),
        (STORAGE, MAPS),
        (STORES, DRAWS),
        (record("maps of currents", claim(STORES)), record("storage of readings", claim(DRAWS))),
        [(0, 0, "reworded"), (1, 1, "reworded")],
    ),
    "the name of one job for another": (
        (STORES,),
        (STORAGE,),
        (ANOTHER_JOB,),
        (record("storage of readings", claim(ANOTHER_JOB)),),
        [(None, 0, "new"), (0, None, "gone")],
    ),
    "a small record inside the quote of a larger": (
        (LARGE,),
        (WIDE, NARROW),
        (LARGE,),
        (NARROW, WIDE),
        [(1, 0, "same"), (0, 1, "same")],
    ),
    "only the larger is left": ((LARGE,), (WIDE, NARROW), (LARGE,), (WIDE,), [(0, 0, "same"), (1, None, "gone")]),
    "only the smaller is left": ((LARGE,), (WIDE, NARROW), (LARGE,), (NARROW,), [(0, None, "gone"), (1, 0, "same")]),
    "two records on the very same words": (
        (STORES,),
        (record("storage", claim(STORES)), record("files", claim("One file holds every buoy.", STORES))),
        (STORES,),
        (record("files", claim("One file holds every buoy.", STORES)), record("storage", claim(STORES))),
        [(1, 0, "same"), (0, 1, "same")],
    ),
    "no chain over a third": (
        (f"{STORES} {SORTS}", f"{SORTS} {DRAWS}"),
        (record("a", claim(STORES)), record("b", claim(SORTS))),
        (f"{STORES} {SORTS}", f"{SORTS} {DRAWS}"),
        (record("b", claim(SORTS)), record("c", claim(DRAWS))),
        [(1, 0, "same"), (None, 1, "new"), (0, None, "gone")],
    ),
    "nothing left": ((STORES,), (STORAGE,), (DRAWS,), (), [(0, None, "gone")]),
    "nothing before": ((STORES,), (), (STORES,), (STORAGE,), [(None, 0, "new")]),
}


@pytest.mark.parametrize("case", RECORDS.values(), ids=RECORDS)
def test_records_are_paired_one_to_one_and_keep_their_ids(case) -> None:
    lines, records, lines_now, records_now, wanted = case
    was, now = told(source(*lines), *records), told(source(*lines_now, number=2), *records_now)
    result = merged(remember(was), now)
    ids = [each.id for each in was.capabilities]
    found = []
    for fate in result.records:
        at = ids.index(fate.before) if fate.before else None
        is_there = fate.outcome is not Outcome.GONE
        there = [each.id for each in result.capabilities].index(fate.after) if fate.after and is_there else None
        found.append((at, there, fate.outcome.value))
        if fate.before and is_there:
            assert fate.after == fate.before
    assert sorted(found, key=str) == sorted(wanted, key=str)


def test_ids_of_records_and_claims_are_unique_after_a_merge() -> None:
    was = told(source(STORES, DRAWS), STORAGE, MAPS)
    for names in permutations(("storage of readings", "maps of currents")):
        now = told(source(STORES, DRAWS), record(names[0], claim(STORES)), record(names[1], claim(DRAWS)))
        result = merged(remember(was), now)
        assert len({each.id for each in result.capabilities}) == 2
        assert len({one.id for one in every(result)}) == 2


# -- claims ------------------------------------------------------------------------------------------------

OTHER_WORDS = "One file takes the readings of every buoy."
CLAIMS = {
    "same": ((STORES,), claim(STORES), (STORES,), claim(STORES), "same"),
    "same, elsewhere": ((STORES,), claim(STORES), (DRAWS, SORTS, STORES), claim(STORES), "same"),
    "same, under another heading": (
        (STORES, "# Limits", DRAWS),
        claim(STORES),
        ("# Limits", DRAWS, "# Storage", STORES),
        claim(STORES),
        "same",
    ),
    "other spaces": ((STORES,), claim(STORES), (STORES,), claim(f" {STORES} "), "same"),
    "quoted with markup": ((STORES,), claim(STORES), (STORES,), claim(STORES, f"**{STORES}**"), "same"),
    "reworded": ((STORES,), claim(OTHER_WORDS, STORES), (STORES,), claim(STORES), "reworded"),
    "reworded out of recognition, the only one on its words": (
        (STORES,),
        claim(STORES),
        (STORES,),
        claim("Nothing gets lost at sea.", STORES),
        "reworded",
    ),
    "a longer quote": ((LARGE,), claim(SORTS), (LARGE,), claim(SORTS, f"{SORTS} {DRAWS}"), "same"),
    "a number of the source": ((KEEPS,), claim(KEEPS), (KEEPS_LESS,), claim(KEEPS_LESS), "changed"),
    "the same sentence on other words": (
        ("It keeps the readings of every buoy in one file.",),
        claim(STORES, "It keeps the readings of every buoy in one file."),
        ("All readings of all buoys go to one file.",),
        claim(STORES, "All readings of all buoys go to one file."),
        "changed",
    ),
}


@pytest.mark.parametrize("case", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_keeps_its_id_as_long_as_its_evidence_says_the_same(case) -> None:
    lines, said, lines_now, said_now, wanted = case
    was = told(source(*lines), record("work of Tide", said))
    now = told(source(*lines_now, number=2), record("work of Tide", said_now))
    result = merged(remember(was), now)
    [fate] = [fate for fate in result.claims if fate.before]
    assert fate.outcome == wanted
    assert (fate.after == fate.before) is (wanted != "changed")
    [one] = every(result)
    assert one.text == " ".join(said_now.text.split())
    assert {item.revision for item in one.evidence} == {"rev-2"}


def test_a_claim_that_went_over_to_another_record_keeps_its_id() -> None:
    was = told(source(STORES, SORTS), record("storage of readings", claim(STORES), claim(SORTS)))
    now = told(source(STORES, SORTS, number=2), STORAGE, SORTING)
    result = merged(remember(was), now)
    assert of_text(result, SORTS).id == of_text(was, SORTS).id
    assert of_text(result, STORES).id == of_text(was, STORES).id


def test_a_fact_is_followed_within_its_kind() -> None:
    facts = (
        DraftFact(FactKind.SIZE, claim(KEEPS, field="fact")),
        DraftFact(FactKind.ACCESS, claim(STORES, field="fact")),
    )
    was, now = told(source(KEEPS, STORES), facts=facts), told(source(STORES, KEEPS, number=2), facts=facts[::-1])
    result = merged(remember(was), now)
    assert {fact.kind: fact.claim.id for fact in result.facts} == {fact.kind: fact.claim.id for fact in was.facts}
    assert outcomes(result) == ["same", "same"]


def test_what_nobody_decided_goes_when_it_is_told_no_more() -> None:
    was = told(source(STORES, DRAWS), STORAGE, MAPS)
    result = merged(remember(was), told(source(STORES, DRAWS, number=2), STORAGE))
    assert [one.text for one in every(result)] == [STORES]
    assert result.moves == ()


# -- decisions: change x decision -> what becomes of it ----------------------------------------------------

MINE = "Tide keeps all readings in a file."
OWN_QUOTE = "Every harbour has a file of its own."


@dataclass(frozen=True)
class Ending:
    """What a decision has become: the item's status and reason, what readers see, the status of the claim."""

    status: str
    reason: Why | None = None
    seen: tuple[str, ...] = ()
    claim: ClaimStatus | None = None


def base(text: str = STORES, quote: str = STORES) -> Decomposition:
    return told(source(quote, OWN_QUOTE), record("storage of readings", claim(text, quote)))


def decided(made: Decomposition, action: str) -> ReviewItem:
    [one] = every(made)
    quote = OWN_QUOTE if action == "edit elsewhere" else one.evidence[0].quote
    span = locate(quote, canonical(made.revision.visible.text))
    assert span
    evidence = (Evidence("rev-1", span.start, span.end, quote),)
    edit = Edit(MINE, evidence, (), ClaimStatus.VERIFIED) if action.startswith("edit") else None
    decision = Decision(Action(action.split(maxsplit=1)[0]), "ada", NOW, edit, "other", base_of(one))
    return decide(item_of_claim("tide", made.capabilities[0].id, one), decision)


def after(lines: Sequence[str], *claims: DraftClaim, name: str = "storage of readings") -> Decomposition:
    return told(source(*lines, number=2), *([record(name, *claims)] if claims else []))


NEWER = "Tide stores readings of every buoy in two files."
CHANGES = {
    "nothing": after((STORES, OWN_QUOTE), claim(STORES)),
    "place": after((DRAWS, OWN_QUOTE, STORES), claim(STORES)),
    "wording": after((STORES, OWN_QUOTE), claim(OTHER_WORDS, STORES)),
    "not told": after((STORES, OWN_QUOTE)),
    "twice": after((STORES, OWN_QUOTE, "# Again", STORES), claim(STORES)),
    "source": after((NEWER, OWN_QUOTE), claim(NEWER)),
    "source, not told": after((NEWER, OWN_QUOTE)),
    "all": after((ANOTHER_JOB,), claim(ANOTHER_JOB), name="boats"),
}
KEPT = {
    "accept": Ending("accepted", None, (STORES,), ClaimStatus.VERIFIED),
    "reject": Ending("rejected", None, (), ClaimStatus.VERIFIED),
    "edit": Ending("edited", None, (MINE,), ClaimStatus.VERIFIED),
    "edit elsewhere": Ending("edited", None, (MINE,), ClaimStatus.VERIFIED),
}
WAITS = ClaimStatus.UNSUPPORTED
ENDINGS: dict[tuple[str, str], Ending] = {
    **{
        (change, action): ending
        for change in ("nothing", "place", "not told", "twice")
        for action, ending in KEPT.items()
    },
    **{("wording", action): ending for action, ending in KEPT.items()},
    ("source", "accept"): Ending("open", Why.CHANGED, (), WAITS),
    ("source", "reject"): Ending("open", Why.CHANGED, (), WAITS),
    ("source", "edit"): Ending("open", Why.EDIT_CONFLICT, (), WAITS),
    # What it stands on is there; what it was made instead of is another. Readers keep it until an editor says.
    ("source", "edit elsewhere"): Ending("open", Why.EDIT_CONFLICT, (MINE,), ClaimStatus.VERIFIED),
    ("source, not told", "accept"): Ending("open", Why.CHANGED, (), ClaimStatus.STALE),
    ("source, not told", "reject"): Ending("rejected", None, (), ClaimStatus.STALE),
    ("source, not told", "edit"): Ending("open", Why.CHANGED, (), ClaimStatus.STALE),
    ("source, not told", "edit elsewhere"): Ending("edited", None, (MINE,), ClaimStatus.VERIFIED),
    ("all", "accept"): Ending("open", Why.CHANGED, (), ClaimStatus.STALE),
    ("all", "reject"): Ending("rejected", None, (), ClaimStatus.STALE),
    ("all", "edit"): Ending("open", Why.CHANGED, (), ClaimStatus.STALE),
    ("all", "edit elsewhere"): Ending("open", Why.CHANGED, (), ClaimStatus.STALE),
}


@pytest.mark.parametrize(("change", "action"), ENDINGS)
def test_a_decision_holds_while_its_words_stand_and_waits_again_when_they_do_not(change: str, action: str) -> None:
    wanted = ENDINGS[change, action]
    was = base()
    item = decided(was, action)
    result = merged(remember(was, [item]), CHANGES[change])
    now = next((move.after for move in result.moves if move.before == item), item)
    [one] = [one for one in every(result) if one.id == item.claim_id]
    shown = overlaid(one, now)
    seen = (shown.text,) if shown.is_publishable else ()
    reason = now.reason if now.status is ItemStatus.OPEN else None
    assert Ending(now.status.value, reason, seen, shown.status) == wanted
    if now.status is ItemStatus.OPEN:
        assert now.old
        assert now.new
        assert [move.action for move in result.moves] == [Action.REOPEN]
        assert "changed" in {flag.check for flag in now.flags}
    else:
        assert [move.action for move in result.moves if move.action] == []


@pytest.mark.parametrize(("change", "action"), ENDINGS)
def test_the_same_merge_twice_moves_nothing_more(change: str, action: str) -> None:
    was = base()
    item = decided(was, action)
    first = merged(remember(was, [item]), CHANGES[change])
    now = next((move.after for move in first.moves if move.before == item), item)
    again = merged(remember(CHANGES[change], [now], [item], was=first), CHANGES[change])
    assert again.moves == ()
    assert {one.id: (one.text, one.status, one.evidence) for one in every(again)} == {
        one.id: (one.text, one.status, one.evidence) for one in every(first)
    }


@pytest.mark.parametrize(("change", "action"), [pair for pair in ENDINGS if ENDINGS[pair].status == "open"])
def test_a_decision_whose_ground_is_there_again_stands_again(change: str, action: str) -> None:
    was = base()
    item = decided(was, action)
    first = merged(remember(was, [item]), CHANGES[change])
    [now] = [move.after for move in first.moves]
    back = after((STORES, OWN_QUOTE), claim(STORES))
    [move] = merged(remember(CHANGES[change], [now], [item], was=first), back).moves
    assert move.action is Action.RESTORE
    assert (move.after.status, move.after.edit and move.after.edit.text) == (item.status, item.edit and item.edit.text)


def test_both_versions_are_told_of_a_conflict() -> None:
    was = base()
    item = decided(was, "edit")
    [move] = merged(remember(was, [item]), CHANGES["source"]).moves
    assert (move.after.old, move.after.new) == (MINE, NEWER)
    assert STORES in move.after.flags[0].detail
    assert move.after.evidence[0].quote == NEWER


def test_accepting_the_new_version_ends_the_conflict() -> None:
    was = base()
    result = merged(remember(was, [decided(was, "edit")]), CHANGES["source"])
    [move] = result.moves
    accepted = decide(move.after, Decision(Action.ACCEPT, "ada", NOW))
    shown = overlaid(of_text(result, NEWER), accepted)
    assert (shown.text, shown.is_publishable, shown.edited) == (NEWER, True, False)


def test_a_stale_claim_cannot_be_accepted_unseen() -> None:
    was = base()
    [move] = merged(remember(was, [decided(was, "accept")]), CHANGES["all"]).moves
    assert "no longer says" in (move.after.blocked or "")


def test_a_rejected_claim_stays_rejected_when_it_comes_back_after_a_while() -> None:
    was = base()
    item = decided(was, "reject")
    first = merged(remember(was, [item]), CHANGES["all"])
    for text in (STORES, OTHER_WORDS):
        back = after((STORES,), claim(text, STORES))
        again = merged(remember(CHANGES["all"], [item], was=first), back)
        [one] = [one for one in every(again) if one.id == item.claim_id]
        assert overlaid(one, item).rejected
        assert [move for move in again.moves if move.action] == []


def test_a_rejection_does_not_swallow_another_sentence_on_the_same_words() -> None:
    wrong = "Tide is the fastest store there is."
    was = told(source(STORES), record("storage of readings", claim(STORES), claim(wrong, STORES)))
    one = of_text(was, wrong)
    item = decide(
        item_of_claim("tide", was.capabilities[0].id, one),
        Decision(Action.REJECT, "ada", NOW, None, "other", base_of(one)),
    )
    another = "A file holds every buoy."
    now = after((STORES,), claim(STORES), claim(another, STORES))
    result = merged(remember(was, [item]), now)
    assert of_text(result, another).id != one.id
    assert of_text(result, wrong).id == one.id


def test_an_edit_stands_in_the_place_of_its_base_in_other_words() -> None:
    was = base()
    item = decided(was, "edit")
    result = merged(remember(was, [item]), CHANGES["wording"])
    assert [one.id for one in every(result)] == [item.claim_id]


def test_a_short_quote_stands_only_with_the_words_around_it() -> None:
    """“5” stands somewhere in any document."""
    was = told(
        source("| Plan | Price", "| Harbour | 5"), record("price of a harbour", claim("A harbour costs 5.", "5"))
    )
    item = decided(was, "accept")
    kept = merged(remember(was, [item]), told(source("| Plan | Price", "| Ship | 9", "| Harbour | 5", number=2)))
    assert [move.action for move in kept.moves] == [None]
    now = told(source("| Plan | Price", "| Ship | 5", "| Harbour | 7", number=2))
    [move] = merged(remember(was, [item]), now).moves
    assert move.action is Action.REOPEN


def test_a_quote_that_occurs_twice_now_is_taken_where_its_paragraph_stands() -> None:
    short = "It sorts by buoy."
    was = told(source(f"{short} {STORES}"), record("sorting of readings", claim(short)))
    item = decided(was, "accept")
    result = merged(remember(was, [item]), told(source(short, DRAWS, f"{short} {STORES}", number=2)))
    [one] = every(result)
    assert one.evidence[0].start > len(short)


def test_words_that_readers_no_longer_see_carry_no_decision() -> None:
    was = base()
    item = decided(was, "accept")
    plain = source(STORES, number=2)
    start = plain.visible.text.index(STORES)
    span = replace(every(was)[0].evidence[0].span, start=start, end=start + len(STORES))
    hidden = source(STORES, number=2, hidden=(Hidden(span, "addressed to a model", STORES),))
    [move] = merged(remember(was, [item]), told(hidden)).moves
    assert (move.action, move.after.decided) == (Action.REOPEN, None)


def test_a_record_with_a_decision_that_holds_is_carried_whole() -> None:
    whole = record("storage of readings", claim(STORES), claim(KEEPS, field="limitations"))
    was = told(source(STORES, KEEPS), whole)
    one = of_text(was, KEEPS)
    item = decide(
        item_of_claim("tide", was.capabilities[0].id, one), Decision(Action.ACCEPT, "ada", NOW, base=base_of(one))
    )
    result = merged(remember(was, [item]), told(source(KEEPS, STORES, number=2)))
    [carried] = result.capabilities
    assert [claim.text for claim in carried.claims] == [STORES, KEEPS]
    assert (carried.id, carried.status) == (was.capabilities[0].id, CapabilityStatus.PUBLISHED)
    assert carried.provenance.revision == "rev-2"


def test_a_rejected_record_stays_rejected_under_another_name() -> None:
    was = told(source(STORES), STORAGE, record("readings of storage", claim(STORES)))
    held: Capability = was.capabilities[1]
    item = decide(item_of_record("tide", held), Decision(Action.REJECT, "ada", NOW, None, "duplicate"))
    now = told(source(STORES, number=2), STORAGE, record("files of readings", claim(STORES)))
    result = merged(remember(was, [item]), now)
    assert [each.id for each in result.capabilities] == [each.id for each in was.capabilities]
    assert result.moves == ()


def test_an_undecided_item_tells_the_newest_words() -> None:
    wrong = "Tide stores 9 readings of every buoy."
    was = told(source(STORES), record("storage of readings", claim(wrong, STORES)))
    item = item_of_claim("tide", was.capabilities[0].id, of_text(was, wrong))
    other = "Tide stores 8 readings of every buoy."
    [move] = merged(remember(was, [item]), after((STORES,), claim(other, STORES))).moves
    assert (move.action, move.after.new, move.after.revision) == (Action.RENEW, other, item.revision + 1)
    [move] = merged(remember(was, [item]), after((STORES,), claim(STORES))).moves
    assert (move.action, move.after.status) == (Action.WITHDRAW, ItemStatus.NONE)


def test_of_a_document_that_is_gone_nothing_stands_and_every_decision_is_told() -> None:
    records = [record(f"job {text}", claim(text)) for text in (STORES, SORTS, DRAWS)]
    was = told(source(STORES, SORTS, DRAWS), *records)
    items = []
    for each, action in zip(was.capabilities, (Action.ACCEPT, Action.REJECT), strict=False):
        [one] = each.claims
        decision = Decision(action, "ada", NOW, None, "other", base_of(one))
        items.append(decide(item_of_claim("tide", each.id, one), decision))
    result = withdrawn(remember(was, items), "tide")
    assert {one.status for one in every(result)} == {ClaimStatus.STALE}
    assert {each.status for each in result.capabilities} == {CapabilityStatus.STALE}
    assert [(move.action, move.before) for move in result.moves] == [(Action.REOPEN, items[0])]


# -- pairing -----------------------------------------------------------------------------------------------


def best(weights: Sequence[Sequence[int]]) -> float:
    """By trying everything."""
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        weights = list(zip(*weights, strict=True))
        rows, columns = columns, rows
    return max(sum(weights[row][place[row]] for row in range(rows)) for place in permutations(range(columns), rows))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=5
        )
    )
)
def test_the_pairs_weigh_as_much_as_any_one_to_one_choice_could(weights: list[list[int]]) -> None:
    rows, columns = range(len(weights)), range(len(weights[0]))
    pairs = paired(rows, columns, lambda row, column: weights[row][column])
    assert sum(weights[row][column] for row, column in pairs) == best(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] for row, column in pairs)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (STORES, STORES, 1, 1),
        (STORES, f"  {STORES} ", 1, 1),
        (KEEPS, KEEPS_LESS, 0.5, 0.99),
        (STORES, ANOTHER_JOB, 0, 0.1),
        ("潮汐保存读数", "潮汐保存数据", 0.3, 0.9),
        ("潮汐保存读数", "船在港口", 0, 0.1),
        ("", "", 1, 1),
        ("a", "b", 0, 0),
    ],
)
def test_likeness_is_that_of_the_telling_words(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most
    assert likeness(one, other) == likeness(other, one)
