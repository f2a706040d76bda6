"""Which earlier orders an order goes on with, so that one budget is kept over all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from decompose.domain.giving import Giving, continued

OPTIONS = {"redo": False, "language": None, "point": "balanced", "is_judged": False, "concurrency": 8}
ALL = frozenset({"a.md", "b.md", "c.md"})
STOPPED = Giving("one", OPTIONS, ALL, frozenset({"b.md", "c.md"}))
AGAIN = replace(STOPPED, id="two", left=frozenset({"c.md"}), continues=("one",))
WRITTEN = replace(STOPPED, documents=frozenset({"a.md"}), left=frozenset())


@pytest.mark.parametrize(
    ("documents", "earlier", "found"),
    [
        (ALL, [], ()),
        (ALL, [STOPPED], ("one",)),
        (ALL | {"new.md"}, [STOPPED], ("one",)),
        ({"b.md", "c.md"}, [STOPPED], ("one",)),
        # A part of what it left, or something else altogether.
        ({"b.md"}, [STOPPED], ()),
        ({"d.md"}, [STOPPED], ()),
        # Given again and again.
        (ALL, [STOPPED, AGAIN], ("one", "two")),
        # It has ended, so that the next one begins anew.
        (ALL, [replace(STOPPED, left=frozenset(), is_over=True)], ()),
        (ALL, [STOPPED, replace(AGAIN, left=frozenset(), is_over=True)], ()),
        (ALL, [STOPPED, replace(STOPPED, id="other", left=frozenset(), is_over=True)], ("one",)),
        # It broke off while it was written down.
        (ALL, [WRITTEN], ("one",)),
        ({"b.md"}, [WRITTEN], ()),
        (ALL, [replace(WRITTEN, documents=frozenset())], ()),
    ],
)
def test_an_order_goes_on_with_those_that_left_nothing_but_what_it_names(
    documents: frozenset[str], earlier: list[Giving], found: tuple[str, ...]
) -> None:
    assert continued(OPTIONS, documents, earlier) == found


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"concurrency": 50}, True),
        ({"language": "de"}, False),
        ({"is_judged": True}, False),
        ({"redo": True}, False),
        ({"point": "publish"}, False),
    ],
)
def test_what_is_asked_makes_an_order_and_not_how_fast(change: dict[str, Any], is_same: bool) -> None:  # noqa: FBT001
    assert bool(continued(OPTIONS | change, ALL, [STOPPED])) == is_same
