"""Documents of the web asked for again: nothing is paid for what has not changed, and nothing is lost that is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.capability import CapabilityStatus
from decompose.errors import DocumentRefusedError, NotModifiedError, UsageError
from decompose.services.fetching import Fetched, Fetcher, ServerSaid
from decompose.services.ingest import Options
from decompose.services.inputs import Said, gather
from decompose.services.opening import Handling
from decompose.services.refreshing import Refreshed, Refreshing, parse_age, visit_of
from world import World

ADDRESS = "https://tide.test/docs/tide.md"
OLD, NEW = b"# Tide\n\nTide stores readings.\n", b"# Tide\n\nTide sorts readings.\n"


@dataclass(frozen=True)
class Web:
    """A web of pages; one that has the tag that is asked with is not sent again. None is a page that is gone."""

    pages: dict[str, bytes | None]
    tags: dict[str, str] = field(default_factory=dict, hash=False)
    asked: list[ServerSaid] = field(default_factory=list, hash=False)
    max_bytes: int = 1_000_000

    def __hash__(self) -> int:
        return id(self.pages)

    def fetch(self, address: str, before: ServerSaid) -> Fetched:
        self.asked.append(before)
        raw, tag = self.pages[address], self.tags.get(address)
        if raw is None:
            raise DocumentRefusedError("unreachable", f"{address} answers 404", is_gone=True)
        if tag and before.etag == tag:
            raise NotModifiedError(f"{address} has not changed")
        return Fetched(address, raw, ServerSaid(tag))


@pytest.fixture
def web() -> Web:
    return Web({ADDRESS: OLD}, {ADDRESS: "a1"})


def ingested(world: World, web: Web) -> None:
    handling = Handling(cast("Fetcher", web))
    inputs = gather([ADDRESS], None, Said(name="Tide 3", kind=Kind.CLI, licence="MIT"), handling)
    report = world.workspace.ingestion(world.llm, Options(is_llm_named=True)).run(inputs)
    assert [job.outcome for job in report.jobs] == ["done"]


def asked(world: World, web: Web, older: timedelta | None = None) -> Refreshed:
    return Refreshing(world.database, Handling(cast("Fetcher", web)), world.clock).ask(older)


def ends(refreshed: Refreshed) -> list[tuple[str, str | None]]:
    return [(job.outcome, job.code) for job in refreshed.jobs]


def test_a_document_of_the_web_keeps_its_address_and_what_its_server_said(world: World, web: Web) -> None:
    ingested(world, web)
    revision = world.revision("tide")
    assert (revision.document.origin, revision.visible.title) == (ADDRESS, "Tide")
    visit = visit_of(world.database, ADDRESS)
    assert visit is not None
    assert (visit.said, visit.content) == (ServerSaid("a1"), revision.content_hash)


def test_what_has_not_changed_is_asked_for_with_its_tag_and_costs_nothing(world: World, web: Web) -> None:
    ingested(world, web)
    calls = world.llm.calls
    refreshed = asked(world, web)
    assert web.asked[-1] == ServerSaid("a1")
    assert (refreshed.inputs, ends(refreshed), world.llm.calls) == ((), [("skipped", None)], calls)


def test_the_same_bytes_from_a_server_without_tags_are_no_change(world: World, web: Web) -> None:
    web.tags.clear()
    ingested(world, web)
    assert ends(asked(world, web)) == [("skipped", None)]


def test_what_changed_is_ingested_and_keeps_what_is_known_of_its_artifact(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS], web.tags[ADDRESS] = NEW, "a2"
    refreshed = asked(world, web)
    report = world.workspace.ingestion(world.llm, Options(is_llm_named=True)).run(refreshed.inputs)
    assert [job.outcome for job in report.jobs] == ["done"]
    assert "Tide sorts readings." in world.revision("tide").visible.text
    side = world.show("tide")
    assert (side.artifact.name, side.artifact.kind) == ("Tide 3", Kind.CLI)
    assert world.revision("tide").document.licence == "MIT"
    assert ends(asked(world, web)) == [("skipped", None)]


def test_only_what_was_asked_long_enough_ago_is_asked_again(world: World, web: Web) -> None:
    ingested(world, web)
    week = timedelta(days=7)
    assert asked(world, web, week).jobs == ()
    world.clock.tick(days=8)
    assert ends(asked(world, web, week)) == [("skipped", None)]
    assert asked(world, web, week).jobs == ()


def test_what_changed_and_was_not_ingested_is_asked_for_again_whatever_its_age(world: World, web: Web) -> None:
    ingested(world, web)
    world.clock.tick(days=8)
    web.pages[ADDRESS], web.tags[ADDRESS] = NEW, "a2"
    week = timedelta(days=7)
    only_counted = asked(world, web, week)
    again = asked(world, web, week)
    assert [given.raw for given in (*only_counted.inputs, *again.inputs)] == [NEW, NEW]
    world.workspace.ingestion(world.llm, Options(is_llm_named=True)).run(again.inputs)
    assert asked(world, web, week).order == ()


def test_a_change_that_was_seen_before_a_document_was_gone_for_a_while_is_not_lost(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS], web.tags[ADDRESS] = NEW, "a2"
    only_counted = asked(world, web)
    web.pages[ADDRESS] = None
    assert ends(asked(world, web)) == [("refused", "unreachable")]
    web.pages[ADDRESS] = NEW
    again = asked(world, web)
    assert [given.raw for given in (*only_counted.inputs, *again.inputs)] == [NEW, NEW]
    assert web.asked[-1] == ServerSaid()


def test_what_is_gone_is_not_asked_for_before_its_age(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS] = None
    asked(world, web)
    assert asked(world, web, timedelta(days=7)).order == ()


def test_what_is_gone_is_kept_and_told_and_after_thirty_days_named(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS] = None
    first = asked(world, web)
    assert (ends(first), first.gone) == ([("refused", "unreachable")], ())
    assert "its records are kept" in str(first.jobs[0].why)
    world.clock.tick(days=29)
    assert asked(world, web).gone == ()
    world.clock.tick(days=2)
    assert asked(world, web).gone == (ADDRESS,)
    assert world.show("tide").capabilities


def test_what_has_been_gone_for_long_is_stale_and_no_reader_sees_it(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS] = None
    asked(world, web)
    world.clock.tick(days=31)
    refreshing = Refreshing(world.database, Handling(cast("Fetcher", web)), world.clock)
    refreshed = refreshing.ask()
    assert "its records are stale" in str(refreshed.jobs[0].why)
    refreshing.withdraw(refreshed.gone)
    assert {record.status for record in world.show("tide").capabilities} == {CapabilityStatus.STALE}
    assert world.show("tide", public=True).capabilities == ()
    assert asked(world, web).jobs == ()


def test_what_was_asked_again_is_an_order_whose_report_tells_everything(world: World, web: Web) -> None:
    ingested(world, web)
    report = world.workspace.ingestion(world.llm, Options(is_llm_named=True)).run(asked(world, web).order)
    assert [(job.origin, job.outcome, job.why) for job in report.jobs] == [(ADDRESS, "skipped", "not modified")]


def test_what_is_back_is_not_gone_any_more(world: World, web: Web) -> None:
    ingested(world, web)
    web.pages[ADDRESS] = None
    asked(world, web)
    web.pages[ADDRESS] = OLD
    world.clock.tick(days=40)
    assert ends(asked(world, web)) == [("skipped", None)]
    visit = visit_of(world.database, ADDRESS)
    assert visit is not None
    assert visit.gone_since is None


@pytest.mark.parametrize(
    ("words", "age"), [("7d", timedelta(days=7)), ("12h", timedelta(hours=12)), ("2W", timedelta(weeks=2))]
)
def test_an_age_is_a_number_with_a_unit(words: str, age: timedelta) -> None:
    assert parse_age(words) == age


@pytest.mark.parametrize("words", ["", "7", "d", "-1d", "7 days", "7m"])
def test_any_other_age_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        parse_age(words)
