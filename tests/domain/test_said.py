"""What an operator says of a known document is news where it is another thing than before, and only then."""

from __future__ import annotations

import pytest

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel
from decompose.domain.document import Publish, SourceDocument
from decompose.domain.said import Said, as_known, news

COSTS = Pricing(PricingModel.PAID, (Price(5, "USD", "month", None),))  # type: ignore[arg-type]
TIDE = Artifact("tide", "Tide", Kind.MCP, COSTS)
DOCUMENT = SourceDocument("tide", "tide.md", "MIT", Publish.FULL)


@pytest.mark.parametrize(
    "said",
    [
        Said(),
        Said(slug="tide"),
        Said(name=" Tide "),
        Said("tide", "Tide", Kind.MCP, Pricing(PricingModel.PAID), "MIT", Publish.FULL),
        Said(pricing=Pricing(PricingModel.UNKNOWN)),
    ],
)
def test_what_is_known_or_not_said_is_no_news(said: Said) -> None:
    assert news(said, TIDE, [DOCUMENT]) is None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Said(name="Tide  Two"), "name “Tide Two”"),
        (Said(kind=Kind.CLI), "kind cli"),
        (Said(pricing=Pricing(PricingModel.FREE)), "pricing free"),
        (Said(licence="GPL-3.0"), "licence GPL-3.0"),
        (Said(publish=Publish.NONE), "publish none"),
    ],
)
def test_what_is_said_otherwise_is_told_and_the_rest_stays(said: Said, word: str) -> None:
    told = news(said, TIDE, [DOCUMENT])
    assert told
    assert told.words == (word,)
    again = news(said, told.artifact, told.documents)
    assert again is None


def test_the_kind_that_an_editor_gave_goes_before_what_is_said() -> None:
    assert news(Said(kind=Kind.CLI), TIDE, [DOCUMENT], is_classified=True) is None
    told = news(Said(name="Tide Two", kind=Kind.CLI), TIDE, [], is_classified=True)
    assert told
    assert (told.artifact.kind, told.words) == (Kind.MCP, ("name “Tide Two”",))


def test_a_document_that_is_given_again_keeps_what_is_not_said_of_it_now() -> None:
    given = SourceDocument("tide", "tide.md")
    assert as_known(Said(), given, DOCUMENT) == DOCUMENT
    assert as_known(Said(publish=Publish.NONE), given, DOCUMENT).publish is Publish.NONE
    said_now = SourceDocument("tide", "tide.md", "BSD")
    assert as_known(Said(licence="BSD"), said_now, DOCUMENT).licence == "BSD"
