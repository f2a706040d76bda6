"""The ledger answers for what there is or once was, and refuses a name that nobody ever had."""

from __future__ import annotations

import pytest

from decompose.domain.ledger import Selection
from decompose.errors import UnknownSubjectError
from world import World, answer, claim, record

STORES = "Tide stores readings in a file."


@pytest.mark.parametrize("wanted", [Selection(batch="nope"), Selection(slug="nope"), Selection(prompt="nope")])
def test_what_never_was_is_refused(world: World, wanted: Selection) -> None:
    with pytest.raises(UnknownSubjectError, match="nope"):
        world.workspace.accounts.entries(wanted)


def test_what_asked_nothing_has_no_attempts(world: World) -> None:
    report = world.ingest(world.document("void.md", ""))
    entries = world.workspace.accounts.entries
    assert entries(Selection(batch=report.batch)) == entries(Selection(prompt="compare")) == ()


def test_what_is_gone_has_its_attempts(world: World) -> None:
    world.told("tide", answer(record("storage", claim(STORES))), STORES)
    world.workspace.publishing.rename("tide", "waves")
    entries = world.workspace.accounts.entries
    assert {entry.prompt for entry in entries(Selection(slug="tide"))} == {"decompose"}
    assert entries(Selection(slug="waves")) == ()


def test_a_known_name_beside_an_unknown_one_is_refused_all_the_same(world: World) -> None:
    world.told("tide", answer(record("storage", claim(STORES))), STORES)
    with pytest.raises(UnknownSubjectError, match="there is no prompt nope"):
        world.workspace.accounts.entries(Selection(slug="tide", prompt="nope"))
