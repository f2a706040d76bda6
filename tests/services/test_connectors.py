"""Signals read elsewhere: answers in the shape of each place, written for these tests, through the guarded fetcher."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from decompose.errors import DocumentRefusedError, ScoresFileError
from decompose.services.connectors import Collecting, connectors
from decompose.services.fetching import Fetched, Fetcher, ServerSaid
from decompose.services.signals import Signalling
from world import World

PLACES = connectors("https://git.test/", "https://deps.test", "https://hub.test", "https://router.test")
ANSWERS: dict[str, Any] = {
    "https://git.test/repos/harbour/tide": {"full_name": "harbour/tide", "stargazers_count": 1200, "forks_count": 7},
    "https://git.test/repos/harbour/tide/releases/latest": {"tag_name": "v2", "published_at": "2026-02-01T08:00:00Z"},
    "https://git.test/repos/harbour/ebb": {"stargazers_count": 3},
    "https://git.test/repos/harbour/flow": {"stargazers_count": -1},
    "https://deps.test/v3/systems/npm/packages/%40harbour%2Ftide": {
        "versions": [
            {"versionKey": {"system": "NPM", "version": "1.0.0"}, "publishedAt": "2025-01-01T00:00:00Z"},
            {"versionKey": {"version": "2.0.0+b"}, "publishedAt": "2026-01-05T00:00:00Z", "isDefault": True},
        ]
    },
    "https://deps.test/v3alpha/systems/npm/packages/%40harbour%2Ftide/versions/2.0.0%2Bb:dependents": {
        "dependentCount": 41
    },
    "https://hub.test/api/models/harbour/tide-7b": {
        "downloads": 90000,
        "likes": 310,
        "lastModified": "2026-02-20T10:00:00.000Z",
    },
    "https://hub.test/api/datasets/harbour/log": {"downloads": 5, "likes": 1},
    "https://router.test/api/v1/models": {
        "data": [{"id": "harbour/tide-7b", "created": 1767225600, "pricing": {"prompt": "-1"}}, {"id": "other/one"}]
    },
    "https://git.test/repos/harbour/odd": [1, 2],
}


@dataclass
class Line:
    """Stands for the web: answers what it was told, and notes who asked."""

    asked: list[str] = field(default_factory=list)

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        if address not in ANSWERS:
            raise DocumentRefusedError("unreachable", f"{address} answers 404", subject=address, is_gone=True)
        return Fetched(address, json.dumps(ANSWERS[address]).encode(), ServerSaid())


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def collecting(world: World, line: Line) -> Collecting:
    signalling: Signalling = world.workspace.signals
    return Collecting(signalling, line, PLACES, world.clock)  # type: ignore[arg-type]


def listed(world: World, *rows: str) -> Path:
    return world.file("list.csv", "\n".join(["slug,connector,subject", *rows]) + "\n")


def given(world: World, slug: str) -> dict[str, str]:
    made = world.workspace.signals.show(slug)
    return {
        share.signal.name: str(share.signal.value)
        for each in made.values()
        for share in each.shares
        if share.signal.source.startswith("https://")
    }


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("github,harbour/tide", {"stars": "1200", "release_date": "2026-02-01"}),
        ("github,harbour/ebb", {"stars": "3"}),
        ("deps.dev,npm/@harbour/tide", {"dependents": "41", "release_date": "2026-01-05"}),
        ("huggingface,harbour/tide-7b", {"downloads": "90000", "likes": "310", "release_date": "2026-02-20"}),
        ("huggingface,datasets/harbour/log", {"downloads": "5", "likes": "1"}),
        ("openrouter,harbour/tide-7b", {"release_date": "2026-01-01"}),
        ("openrouter,nobody/knows", {}),
    ],
)
def test_each_place_gives_its_signals(collecting: Collecting, world: World, row: str, found: dict[str, str]) -> None:
    report = collecting.collect(listed(world, f"noise-one,{row}"))
    assert report.refused == ()
    assert given(world, "noise-one") == found


def test_each_signal_names_the_address_and_the_day_it_was_read(collecting: Collecting, world: World) -> None:
    collecting.collect(listed(world, "noise-one,github,harbour/ebb"))
    [share] = next(each.shares for each in world.workspace.signals.show("noise-one").values())
    assert share.signal.source == "https://git.test/repos/harbour/ebb"
    assert share.signal.day == world.clock.now.date()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("noise-one,github,harbour/nothing", "answers 404"),
        ("noise-one,github,harbour", "is no owner/repository"),
        ("noise-one,github,harbour/../../secrets", "is no owner/repository"),
        ("noise-one,gitlab,harbour/tide", "there is no connector “gitlab”; use one of github, deps.dev"),
        ("noise-one,github,harbour/flow", "stands for “not known”"),
        ("noise-one,github,harbour/odd", "answers with another shape of JSON"),
        ("nobody,github,harbour/ebb", "no artifact nobody"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line_and_the_rest_counts(
    collecting: Collecting, world: World, row: str, why: str
) -> None:
    report = collecting.collect(listed(world, row, "noise-two,github,harbour/ebb"))
    [(number, reason)] = report.refused
    assert number == 2
    assert why in reason
    assert given(world, "noise-two") == {"stars": "3"}


def test_a_subject_cannot_leave_its_place(collecting: Collecting, line: Line, world: World) -> None:
    collecting.collect(listed(world, "noise-one,huggingface,harbour/x?secret=1#y"))
    assert line.asked == ["https://hub.test/api/models/harbour/x%3Fsecret%3D1%23y"]


def test_connectors_ask_through_the_guarded_fetcher(world: World) -> None:
    collecting = world.workspace.collecting
    assert isinstance(collecting.fetcher, Fetcher)
    assert collecting.fetcher.allow_hosts == world.workspace.settings.allow_hosts


def test_a_list_with_other_columns_is_refused(collecting: Collecting, world: World) -> None:
    with pytest.raises(ScoresFileError, match="the header is slug,connector,subject"):
        collecting.collect(world.file("list.csv", "a,b\n1,2\n"))
