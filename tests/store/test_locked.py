"""Whatever the store is asked for while another process holds the database: a resumable error, and soon.

A new public function of the store room goes into CALLS; a test below says so when it is forgotten.
"""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from decompose.domain.access import Role, Token
from decompose.domain.artifact import Artifact
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.comparison import compare, facts_of
from decompose.domain.decomposition import Draft, substantiate
from decompose.domain.document import SourceDocument
from decompose.domain.first_told import FirstTold
from decompose.domain.job import Batch, BatchState, Held
from decompose.domain.ledger import Entry, JobResult, Selection
from decompose.domain.matching.events import Act, Trace, Visit
from decompose.domain.queue import Wanted
from decompose.domain.regeneration import Kept, SideState, Step, new_pair, pair_id, renewed
from decompose.domain.review import Action, Lease, item_of_claim
from decompose.domain.signal import Signal
from decompose.domain.verdict import standing
from decompose.errors import ResumableError
from decompose.store import (
    artifacts,
    capabilities,
    comparisons,
    documents,
    firsts,
    jobs,
    ledger,
    mapping,
    matches,
    queue,
    remembered,
    reviews,
    scores,
    sides,
    signals,
    tokens,
    trail,
    usage,
)
from decompose.store.database import Database
from decompose.store.firsts import First
from decompose.store.tables import ComparisonChangeRow
from domain.documents import revision
from world import BEGINNING, World

SLUG = "noise-one"
TRACE = Trace("search-1", BEGINNING, Visit("visitor", "web"), "humming", "humming", shown=(SLUG,))
REVISION = revision("Tide stores readings.")
CLAIM = Claim("claim-1", "description", "Tide stores readings.", ClaimStatus.UNSUPPORTED)
ITEM = item_of_claim("noise-one", None, CLAIM)
HELD = Held("o", Artifact(SLUG, "Noise"), SourceDocument(SLUG, "o.md"), "hash", b"raw", is_masked=True)
ENTRY = Entry("key", "decompose", "t", "scripted", "ok", 0.1, "{}")
LEASE = Lease("e", None, BEGINNING)
TOKEN = Token("token-1", "eve", Role.EDITOR, BEGINNING)
ROOMS = (
    artifacts,
    capabilities,
    comparisons,
    documents,
    firsts,
    jobs,
    ledger,
    matches,
    queue,
    remembered,
    reviews,
    scores,
    sides,
    signals,
    tokens,
    trail,
    usage,
)
MADE = substantiate(Draft(), REVISION, names=(), llm="l", template=None)
NEW = replace(revision("Ebb stores readings.", slug="ebb"), id="rev-2")
FIRST = First(
    Artifact("ebb", "Ebb"),
    b"raw",
    substantiate(Draft(), NEW, names=(), llm="l", template=None),
    FirstTold((), {}),
)
SIGNAL = Signal("stars", Decimal(5), "a page", BEGINNING.date())
ENTRY_OF_LOG = {
    "comparison_id": pair_id(SLUG, "noise-two"),
    "at": BEGINNING,
    "was": None,
    "now": None,
    "because": [],
    "a_change": None,
    "b_change": None,
}


def _kept(world: World) -> tuple[Kept, SideState]:
    """A pair that is not stored yet, and the state of its first side."""
    keeping = world.workspace.keeping
    one, two = (world.show(slug, public=True) for slug in ("noise-one", "noise-two"))
    first, second = (SideState(*facts_of(side).digests, standing(side)) for side in (one, two))
    pair = replace(new_pair("noise-one", "noise-two"), id="cmp-1")
    comparison = compare(one, two, keeping.policy)
    return renewed(pair, first, second, keeping.policy, keeping.rules, comparison), first


CALLS: dict[str, Callable[..., object]] = {
    "artifacts.save": lambda session, _: artifacts.save(session, Artifact("tide", "Tide"), BEGINNING),
    "artifacts.names_of": lambda session, _: artifacts.names_of(session, SLUG),
    "artifacts.get": lambda session, _: artifacts.get(session, SLUG),
    "artifacts.get_one": lambda session, _: artifacts.get_one(session, SLUG),
    "artifacts.known_since": lambda session, _: artifacts.known_since(session, SLUG),
    "artifacts.written": lambda session, _: artifacts.written(session, SLUG),
    "artifacts.some": lambda session, _: artifacts.some(session, [SLUG]),
    "artifacts.known": lambda session, _: artifacts.known(session, [SLUG]),
    "artifacts.all_of": lambda session, _: artifacts.all_of(session),
    "capabilities.some": lambda session, _: capabilities.some(session, SLUG, ["cap-1"]),
    "capabilities.save_decomposition": lambda session, _: capabilities.save_decomposition(session, MADE, BEGINNING),
    "capabilities.save": lambda session, _: capabilities.save(
        session, SLUG, Capability("cap-1", "storage", CapabilityStatus.REVIEW, (CLAIM,)), position=0
    ),
    "capabilities.save_all": lambda session, _: capabilities.save_all(
        session, SLUG, (Capability("cap-1", "storage", CapabilityStatus.REVIEW, (CLAIM,)),), (), decomposition_id=None
    ),
    "capabilities.drafted": lambda session, _: capabilities.drafted(session, "doc-1"),
    "capabilities.retire": lambda session, _: capabilities.retire(session, "doc-1"),
    "capabilities.newest_decomposition": lambda session, _: capabilities.newest_decomposition(session, "doc-1"),
    "capabilities.retire_imported": lambda session, _: capabilities.retire_imported(session, SLUG),
    "capabilities.in_sight": lambda session, _: capabilities.in_sight(session, SLUG),
    "capabilities.told_of": lambda session, _: capabilities.told_of(session, [SLUG]),
    "capabilities.told": lambda session, _: capabilities.told(session, SLUG),
    "capabilities.kept_records": lambda session, _: capabilities.kept_records(session, SLUG),
    "capabilities.kept_claims": lambda session, _: capabilities.kept_claims(session, SLUG),
    "capabilities.of_artifact": lambda session, _: capabilities.of_artifact(session, SLUG),
    "capabilities.facts_of": lambda session, _: capabilities.facts_of(session, SLUG),
    "capabilities.claim": lambda session, _: capabilities.claim(session, "claim-1"),
    "capabilities.claims_of": lambda session, _: capabilities.claims_of(session),
    "capabilities.cited": lambda session, _: capabilities.cited(session, SLUG, "rev-1"),
    "capabilities.claim_of_item": lambda session, _: capabilities.claim_of_item(session, "item-1"),
    "capabilities.add_beside": lambda session, _: capabilities.add_beside(session, "claim-1", CLAIM),
    "capabilities.origin_of": lambda session, _: capabilities.origin_of(session, "claim-1", "cap-1"),
    "capabilities.beside": lambda session, _: capabilities.beside(session, "cap-1", None),
    "capabilities.published_among": lambda session, _: capabilities.published_among(session, ["cap-1"]),
    "capabilities.take_away": lambda session, _: capabilities.take_away(session, "claim-1"),
    "capabilities.settle_claim": lambda session, _: capabilities.settle_claim(session, CLAIM),
    "capabilities.hold": lambda session, _: capabilities.hold(session, "cap-1", None),
    "capabilities.compared": lambda session, _: capabilities.compared(session),
    "capabilities.names": lambda session, _: capabilities.names(session),
    "comparisons.behind": lambda session, _: comparisons.behind(session, [SLUG], "b"),
    "comparisons.change": lambda session, kept: comparisons.change(session, [Step(kept[0], kept[0])], BEGINNING),
    "comparisons.facts": lambda session, kept: comparisons.facts(session, kept[0]),
    "comparisons.log": lambda session, _: comparisons.log(session, [ENTRY_OF_LOG]),
    "comparisons.get": lambda session, _: comparisons.get(session, "a", "b"),
    "comparisons.pairs": lambda session, _: comparisons.pairs(session),
    "comparisons.save": lambda session, kept: comparisons.save(session, kept[0], BEGINNING),
    "comparisons.moved": lambda session, _: comparisons.moved(session, "a", "b"),
    "comparisons.keep_words": lambda session, _: comparisons.keep_words(session, SLUG, {}),
    "comparisons.told": lambda session, _: comparisons.told(
        session, [ComparisonChangeRow(comparison_id="c", at=BEGINNING, because=[], a_change="moved-1")]
    ),
    "comparisons.of_artifact": lambda session, _: comparisons.of_artifact(session, SLUG),
    "documents.save": lambda session, _: documents.save(session, REVISION, b"raw", BEGINNING),
    "documents.get": lambda session, _: documents.get(session, "rev-1"),
    "documents.current": lambda session, _: documents.current(session, "doc-1"),
    "documents.withdraw": lambda session, _: documents.withdraw(session, "doc-1"),
    "documents.ordered_together": lambda session, _: documents.ordered_together(session),
    "documents.is_current": lambda session, _: documents.is_current(session, "rev-1"),
    "documents.decomposed_by": lambda session, _: documents.decomposed_by(session, "rev-1"),
    "documents.current_of": lambda session, _: documents.current_of(session, [SLUG]),
    "documents.known": lambda session, _: documents.known(session),
    "documents.withdrawn": lambda session, _: documents.withdrawn(session),
    "documents.texts": lambda session, _: documents.texts(session, ["rev-1"]),
    "documents.move": lambda session, _: documents.move(session, SLUG, [("a.md", "b.md")]),
    "documents.said": lambda session, _: documents.said(session, SLUG, ["tide.md"]),
    "documents.say": lambda session, _: documents.say(session, SourceDocument(SLUG, "tide.md")),
    "documents.of_artifact": lambda session, _: documents.of_artifact(session, SLUG),
    "firsts.add": lambda session, _: firsts.add(session, [FIRST], BEGINNING),
    "jobs.begin": lambda session, _: jobs.begin(session, Batch("batch", "llm"), BEGINNING),
    "jobs.set_state": lambda session, _: jobs.set_state(session, "id-1", BatchState.RUNNING, BEGINNING),
    "jobs.stop": lambda session, _: jobs.stop(session, "id-1", "why", BEGINNING),
    "jobs.finish": lambda session, _: jobs.finish(session, "id-1", BEGINNING),
    "jobs.batch": lambda session, _: jobs.batch(session, "id-1"),
    "jobs.batches": lambda session, _: jobs.batches(session),
    "jobs.add": lambda session, _: jobs.add(session, "id-1", [(0, JobResult("o", None, "refused"))], BEGINNING),
    "jobs.hold": lambda session, _: jobs.hold(session, "id-1", [(0, HELD)], BEGINNING),
    "jobs.jobs": lambda session, _: jobs.jobs(session, "id-1"),
    "jobs.givings": lambda session, _: jobs.givings(session, "llm"),
    "jobs.counts": lambda session, _: jobs.counts(session, "id-1"),
    "jobs.made": lambda session, _: jobs.made(session, "id-1"),
    "jobs.claim": lambda session, _: jobs.claim(session, [1], None, BEGINNING),
    "jobs.end": lambda session, _: jobs.end(session, [jobs.End(1, JobResult("o", None, "done"))], None, BEGINNING),
    "jobs.release": lambda session, _: jobs.release(session, "id-1", BEGINNING),
    "jobs.reopen": lambda session, _: jobs.reopen(session, "id-1", BEGINNING),
    "jobs.held": lambda session, _: jobs.held(session, 1),
    "jobs.forget_held": lambda session, _: jobs.forget_held(session, BEGINNING),
    "jobs.spent_by_prompt": lambda session, _: jobs.spent_by_prompt(session, "id-1"),
    "jobs.spent": lambda session, _: jobs.spent(session, "id-1"),
    "ledger.cost": lambda session, _: ledger.cost(session, "key"),
    "ledger.add": lambda session, _: ledger.add(session, ENTRY, BEGINNING),
    "ledger.mark": lambda session, _: ledger.mark(session, "key", "cut"),
    "ledger.answer": lambda session, _: ledger.answer(session, "key"),
    "ledger.entries": lambda session, _: ledger.entries(session),
    "ledger.newest": lambda session, _: ledger.newest(session),
    "ledger.has": lambda session, _: ledger.has(session, Selection(batch="batch")),
    "ledger.counted": lambda session, _: ledger.counted(session, "batch", 0),
    "remembered.get": lambda session, _: remembered.get(session, "name"),
    "remembered.put": lambda session, _: remembered.put(session, "name", "value"),
    "remembered.put_once": lambda session, _: remembered.put_once(session, "name", "value"),
    "queue.page": lambda session, _: queue.page(session, Wanted(), limit=1),
    "queue.before": lambda session, _: queue.before(session, Wanted(), "ff"),
    "queue.total": lambda session, _: queue.total(session, Wanted()),
    "queue.acceptable": lambda session, _: queue.acceptable(session, Wanted(), "e", BEGINNING),
    "queue.still_acceptable": lambda session, _: queue.still_acceptable(session, [("item-1", 1)], "e", BEGINNING),
    "queue.claim": lambda session, _: queue.claim(session, Wanted(), LEASE, BEGINNING, 1),
    "queue.hold": lambda session, _: queue.hold(session, "item-1", LEASE, BEGINNING),
    "queue.release": lambda session, _: queue.release(session, "e", None),
    "queue.ask": lambda session, _: queue.ask(session, "item-1", "e"),
    "queue.save_filter": lambda session, _: queue.save_filter(session, "e", "mine", {}),
    "queue.forget_filter": lambda session, _: queue.forget_filter(session, "e", "mine"),
    "queue.filters": lambda session, _: queue.filters(session, "e"),
    "queue.prompts": lambda session, _: queue.prompts(session),
    "reviews.count_readers": lambda session, _: reviews.count_readers(session, BEGINNING),
    "reviews.of_records": lambda session, _: reviews.of_records(session, ["cap-1"], ["claim-1"]),
    "reviews.enqueue": lambda session, _: reviews.enqueue(session, [ITEM], BEGINNING),
    "reviews.move": lambda session, _: reviews.move(session, ITEM, ITEM, who="e", action=Action.SKIP, at=BEGINNING),
    "reviews.follow": lambda session, _: reviews.follow(session, ITEM),
    "reviews.keep_as": lambda session, _: reviews.keep_as(session, ITEM.id, replace(ITEM, id="item-2")),
    "reviews.act_of": lambda session, _: [reviews.act_of(session, event) for event in reviews.events(session, limit=1)],
    "reviews.join": lambda session, _: reviews.join(session, reviews.events(session, limit=2)),
    "reviews.is_reopened": lambda session, _: [
        reviews.is_reopened(session, event) for event in reviews.events(session, limit=1)
    ],
    "reviews.get": lambda session, _: reviews.get(session, "item-1"),
    "reviews.place_anew": lambda session, _: reviews.place_anew(session, SLUG),
    "reviews.queue": lambda session, _: reviews.queue(session),
    "reviews.by_subject": lambda session, _: reviews.by_subject(session, SLUG),
    "reviews.last_event": lambda session, _: reviews.last_event(session),
    "reviews.rejections": lambda session, _: reviews.rejections(session, "doc-1"),
    "reviews.keep": lambda session, _: reviews.keep(session, ITEM, BEGINNING),
    "reviews.events": lambda session, _: reviews.events(session, limit=1),
    "reviews.decisions_of": lambda session, _: reviews.decisions_of(session, "e", "s"),
    "reviews.counts": lambda session, _: reviews.counts(session),
    "reviews.decisions": lambda session, _: reviews.decisions(session),
    "reviews.withdraw": lambda session, _: reviews.withdraw(session, SLUG, frozenset(), BEGINNING),
    "reviews.suggestions": lambda session, _: reviews.suggestions(session, "item"),
    "matches.readers": lambda session, _: matches.readers(session, BEGINNING),
    "matches.add": lambda session, _: matches.add(session, [TRACE]),
    "matches.note": lambda session, _: matches.note(session, "search-1", SLUG, Act.OPENED, BEGINNING),
    "matches.get": lambda session, _: matches.get(session, "search-1"),
    "matches.count_use_anew": lambda session, _: matches.count_use_anew(session, SLUG, old="old"),
    "usage.use_of": lambda session, _: usage.use_of(session, SLUG),
    "usage.take_in": lambda session, _: usage.take_in(session, [TRACE]),
    "usage.take_in_act": lambda session, _: usage.take_in_act(session, TRACE, SLUG, Act.OPENED, 0),
    "usage.forget": lambda session, _: usage.forget(session, ["visitor"]),
    "usage.drop": lambda session, _: usage.drop(session, [SLUG]),
    "matches.all_of": lambda session, _: matches.all_of(session),
    "matches.last_act": lambda session, _: matches.last_act(session, "search-1", [Act.OPENED]),
    "matches.edition": lambda session, _: matches.edition(session),
    "matches.times_matched": lambda session, _: matches.times_matched(session),
    "matches.counters": lambda session, _: matches.counters(session, [SLUG]),
    "matches.times_shown": lambda session, _: matches.times_shown(session),
    "matches.matched_capabilities": lambda session, _: matches.matched_capabilities(session, ["cap-1"]),
    "matches.forget": lambda session, _: matches.forget(session, BEGINNING),
    "scores.add": lambda session, _: scores.add(
        session, SLUG, {"adoption": Decimal("0.5")}, origin="o", at=BEGINNING, pin=True
    ),
    "scores.standing": lambda session, _: scores.standing(session, SLUG),
    "scores.standings": lambda session, _: scores.standings(session, [SLUG]),
    "scores.history": lambda session, _: scores.history(session, SLUG),
    "scores.unpin": lambda session, _: scores.unpin(session, SLUG, origin="o", at=BEGINNING),
    "trail.verdicts": lambda session, _: trail.verdicts(session, 1),
    "trail.opinions": lambda session, _: trail.opinions(session, 1),
    "trail.has_opinion": lambda session, _: trail.has_opinion(session, "item-1", "e"),
    "trail.read_once": lambda session, _: trail.read_once(session, "e", 1),
    "trail.decided_since": lambda session, _: trail.decided_since(session, "e", BEGINNING),
    "sides.compared": lambda session, _: sides.compared(session, [SLUG]),
    "sides.drop": lambda session, _: sides.drop(session, ["tide"]),
    "sides.facts": lambda session, _: sides.facts(session, [(SLUG, "digest")]),
    "sides.keep_words": lambda session, _: sides.keep_words(session, SLUG, {}),
    "sides.log_changes": lambda session, _: sides.log_changes(session, {"moved-1": (SLUG, ())}),
    "sides.put": lambda session, kept: sides.put(session, [(kept[1], {}, {})]),
    "sides.settle": lambda session, _: sides.settle(session, [sides.Behind(SLUG, "records", "scores", "")]),
    "sides.states": lambda session, _: sides.states(session, [SLUG]),
    "sides.take_touched": lambda session, _: sides.take_touched(session, [SLUG]),
    "sides.touch_all": lambda session, _: sides.touch_all(session),
    "sides.touched": lambda session, _: sides.touched(session),
    "sides.unsettled": lambda session, _: sides.unsettled(session),
    "signals.add": lambda session, _: signals.add(session, [(SLUG, SIGNAL)], BEGINNING),
    "signals.of": lambda session, _: signals.of(session, [SLUG]),
    "tokens.add": lambda session, _: tokens.add(session, TOKEN, "hash"),
    "tokens.all_of": lambda session, _: tokens.all_of(session),
    "tokens.get": lambda session, _: tokens.get(session, "token-1"),
    "tokens.is_empty": lambda session, _: tokens.is_empty(session),
    "tokens.rename": lambda session, _: tokens.rename(session, "token-1", "eve", Role.ADMIN),
    "tokens.revoke": lambda session, _: tokens.revoke(session, "token-1", BEGINNING),
    "tokens.valid": lambda session, _: tokens.valid(session, "hash"),
    "tokens.of_sitting": lambda session, _: tokens.of_sitting(session, "token-1", "sid"),
    "tokens.end_sitting": lambda session, _: tokens.end_sitting(session, "sid", BEGINNING),
    "tokens.resume_sittings": lambda session, _: tokens.resume_sittings(session, "token-1"),
    "tokens.forget_ended": lambda session, _: tokens.forget_ended(session, BEGINNING),
}


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Another process has the whole database to itself."""
    database.engine.dispose()
    if database.is_sqlite:
        with closing(sqlite3.connect(database.url.database or "", isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            other.execute("DELETE FROM setting")
            yield
            other.execute("ROLLBACK")
        return
    engine = create_engine(database.url)
    with engine.begin() as other:
        names = ", ".join(SQLModel.metadata.tables)
        other.execute(text(f"LOCK TABLE {names}, alembic_version IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_the_table_names_every_public_function_of_the_store() -> None:
    public = {
        f"{room.__name__.rpartition('.')[2]}.{name}"
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__ and not name.startswith("_")
        if "session" in inspect.signature(function).parameters
    }
    assert public == set(CALLS)
    assert mapping not in ROOMS


@pytest.fixture
def impatient(world: World) -> Iterator[Database]:
    with closing(Database(world.url, lock_timeout=0.01)) as database:
        yield database


@pytest.mark.slow
def test_a_locked_database_is_told_as_resumable_by_every_function(world: World, impatient: Database) -> None:
    kept = _kept(world)
    world.close()
    told: dict[str, list[str]] = {name: [] for name in CALLS}
    with held(impatient):
        for name, call in CALLS.items():
            for door in (impatient.reading, impatient.writing):
                try:
                    with door() as session:
                        call(session, kept)
                except ResumableError as exc:
                    told[name].append(str(exc))
    sentence = f"{impatient.name} is locked by another process; wait for it to end, then try again"
    assert told == {name: [sentence] * 2 for name in CALLS}


def test_opening_a_locked_database_is_resumable(world: World) -> None:
    world.close()
    with closing(Database(world.url)) as database, held(database), pytest.raises(ResumableError, match="locked"):
        Database(world.url, lock_timeout=0.01)


def test_every_function_works_again_when_the_lock_is_gone(world: World, impatient: Database) -> None:
    kept = _kept(world)
    world.close()
    with held(impatient):
        pass
    done = []
    for name, call in CALLS.items():
        if name != "capabilities.save_decomposition":
            with impatient.writing() as session:
                call(session, kept)
            done.append(name)
    assert len(done) == len(CALLS) - 1


def test_a_reader_does_not_wait_for_a_writer(world: World, impatient: Database) -> None:
    with world.database.writing() as writer:
        remembered.put(writer, "name", "value")
        with impatient.reading() as reader:
            assert remembered.get(reader, "name") is None


def test_a_second_writer_gives_up_after_its_timeout(world: World, impatient: Database) -> None:
    with world.database.writing() as first:
        remembered.put(first, "name", "value")
        with pytest.raises(ResumableError, match="locked"), impatient.writing() as second:
            remembered.put(second, "name", "other")
