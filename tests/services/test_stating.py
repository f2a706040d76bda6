"""An operator's facts stand above the documents', are shown as his, and survive whatever is ingested later."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from decompose.domain.artifact import Kind, PricingModel, StatedFact
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit
from decompose.errors import ScoresFileError, UnknownSubjectError, UsageError
from decompose.page.json_views import artifact_json, compare_json
from decompose.page.render import Format, render_artifact, render_compare
from decompose.services.inputs import Said
from world import World, answer, claim, fact, record

PAGE = "https://ebb.test/pricing"
PRICE = "5 USD per month"


@pytest.fixture
def three(world: World) -> World:
    for slug in ("ebb", "flow", "tide"):
        said = answer(record("storage", claim("It stores readings.")), facts=[fact("licence", "The licence is MIT.")])
        world.llm.says(slug, said)
        text = world.document(f"{slug}.md", f"# {slug.title()}", "It stores readings.", "The licence is MIT.")
        world.ingest(text, said=Said(kind=Kind.CLI))
    for pair in combinations(("ebb", "flow", "tide"), 2):
        world.workspace.compare.store(*pair)
    world.workspace.regenerate.run()
    return world


def state(world: World, fact: str, value: str, slug: str = "ebb", day: str | None = "2026-02-27") -> bool:
    return world.workspace.stating.state(slug, fact, value, PAGE, day, who="olga")


def test_what_is_stated_is_shown_with_its_source_and_day_on_pages_and_twins(three: World) -> None:
    state(three, "price", PRICE)
    state(three, "licence", "Apache 2.0")
    artifact = three.workspace.catalog.record("ebb", public=True)
    compared = three.workspace.compare.view("ebb", "flow")
    mark = f"stated by the operator ({PAGE}), as of 27 Feb 2026"
    for page in (
        render_artifact(artifact),
        render_artifact(artifact, Format.MARKDOWN),
        render_compare(compared),
        render_compare(compared, Format.MARKDOWN),
    ):
        assert page.count(mark) == 2
        assert page.index("Apache 2.0") < page.index("The licence is MIT.")
    assert artifact_json(artifact)["stated"] == [
        {"fact": "price", "value": PRICE, "source": PAGE, "day": "2026-02-27"},
        {"fact": "licence", "value": "Apache 2.0", "source": PAGE, "day": "2026-02-27"},
    ]
    facts = compare_json(compared)["facts"]
    assert facts["a.stated.price"] == f"{PRICE} ({PAGE}, 2026-02-27)"
    assert (facts["a.pricing.model"], facts["a.pricing.as_of"]) == ("paid", "2026-02-27")


def test_what_is_ingested_later_does_not_replace_it(three: World) -> None:
    state(three, "pricing", "paid")
    state(three, "kind", "agent")
    manifest = "decompose: 1\nname: Ebb\nkind: cli\npricing: free\nlicence: MIT\n"
    manifest += "capabilities:\n  - {name: storing, description: It stores readings.}\n"
    later = three.file("documents/ebb.yml", manifest)
    three.ingest(later, said=Said(slug="ebb"))
    artifact = three.show("ebb").artifact
    assert (artifact.pricing.model, artifact.kind) == (PricingModel.PAID, Kind.AGENT)
    assert artifact.pricing.as_of == date(2026, 2, 27)
    three.workspace.stating.withdraw("ebb", "pricing", who="olga")
    assert three.show("ebb").artifact.pricing.model is PricingModel.FREE


def test_a_statement_touches_the_pairs_of_its_artifact_and_taking_it_back_brings_the_old_pages(three: World) -> None:
    before = three.workspace.compare.view("ebb", "flow").comparison.fingerprint
    state(three, "price", PRICE)
    assert three.workspace.compare.why("ebb", "flow").is_stale
    assert three.workspace.regenerate.run().pages_touched == 2
    [moved] = three.workspace.compare.view("ebb", "flow").moved
    assert "a.prices" in {change.fact for change in moved.because}
    three.workspace.stating.withdraw("ebb", "price", who="olga")
    assert three.workspace.regenerate.run().pages_touched == 2
    assert three.workspace.compare.view("ebb", "flow").comparison.fingerprint == before


def test_lists_and_search_know_the_kind_and_the_licence_that_are_stated(three: World) -> None:
    state(three, "kind", "agent")
    state(three, "licence", "Apache 2.0")
    catalog = three.workspace.catalog
    assert [row.slug for row in catalog.browse(Kind.AGENT, 0, 9)] == ["ebb"]
    assert "ebb" not in [row.slug for row in catalog.browse(Kind.CLI, 0, 9)]
    assert catalog.front(0, 0).kinds == {Kind.AGENT: 1, Kind.CLI: 2, None: 2}
    found = three.workspace.search.search("stores readings", Visit("one", "web"), filters=Filters(licence="apache"))
    assert [result.slug for result in found.results] == ["ebb"]


def test_every_statement_stays_in_the_history_and_in_the_trail(three: World) -> None:
    state(three, "price", PRICE)
    assert not state(three, "price", PRICE)
    state(three, "price", "6 USD per month", day="2026-03-01")
    three.workspace.stating.withdraw("ebb", "price", who="otto")
    history = three.workspace.stating.history("ebb")
    assert [(each.value, each.who) for each in history] == [
        (PRICE, "olga"), ("6 USD per month", "olga"), (None, "otto"),
    ]  # fmt: skip
    events, _ = three.workspace.queue.events(limit=3)
    assert [(event.who, event.action) for event in events] == [("otto", "state"), ("olga", "state"), ("olga", "state")]
    assert f"price: 6 USD per month ({PAGE}, 2026-03-01)" == events[1].after.new
    assert three.workspace.stating.show("ebb") == ()


def test_what_cannot_be_is_refused_and_changes_nothing(three: World) -> None:
    state(three, "pricing", "free")
    before = three.tables()
    for value in ("-1 USD per month", PRICE):
        with pytest.raises(UsageError, match=r"not known|withdraw one of both"):
            state(three, "price", value)
    with pytest.raises(UsageError, match="stated for a later day already"):
        state(three, "pricing", "paid", day="2026-02-26")
    with pytest.raises(UnknownSubjectError):
        state(three, "price", PRICE, slug="nobody")
    with pytest.raises(UsageError, match="is not stated"):
        three.workspace.stating.withdraw("ebb", "licence", who="olga")
    assert three.tables() == before


def test_a_file_is_taken_whole_or_the_sound_rows_where_asked(three: World) -> None:
    rows = [
        "slug,fact,value,source,day",
        f"ebb,price,{PRICE},{PAGE},2026-02-27",
        f"flow,licence,MIT,{PAGE},2026-02-27",
        f"nobody,licence,MIT,{PAGE},2026-02-27",
    ]
    file = three.file("facts.csv", "\n".join(rows))
    with pytest.raises(ScoresFileError, match="line 4: no artifact nobody"):
        three.workspace.stating.import_file(file, who="olga")
    assert three.workspace.stating.show("ebb") == ()
    report = three.workspace.stating.import_file(file, who="olga", partial=True)
    assert (report.rows, report.changed, [line for line, _ in report.refused]) == (2, 2, [4])
    assert three.show("ebb").artifact.pricing.model is PricingModel.PAID


def test_statements_under_an_old_name_are_of_the_artifact_and_the_report_says_so(three: World) -> None:
    three.workspace.publishing.rename("ebb", "neap")
    file = three.file("facts.csv", f"slug,fact,value,source,day\nebb,price,{PRICE},{PAGE},2026-02-27\n")
    report = three.workspace.stating.import_file(file, who="olga")
    assert (report.rows, report.renamed) == (1, (("ebb", "neap"),))
    assert three.show("neap").artifact.statement(StatedFact.PRICE)


def test_a_statement_goes_with_its_artifact(three: World) -> None:
    state(three, "price", PRICE)
    three.workspace.publishing.rename("ebb", "neap")
    assert three.show("neap").artifact.statement(StatedFact.PRICE)
    three.workspace.publishing.hold("neap")
    with pytest.raises(UnknownSubjectError):
        three.workspace.catalog.record("neap", public=True)
    three.workspace.publishing.remove("neap")
    assert three.tables()["stated"].total() == 0
