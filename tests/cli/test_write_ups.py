"""`regenerate --write-ups` from the command line: by files, from recordings, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from decompose.cli import app
from decompose.domain.artifact import Kind
from decompose.errors import UsageError
from decompose.services.inputs import Said
from world import World, answer, claim, record

SAID = {
    "sentences": [
        {
            "place": 1,
            "clauses": [
                {"about": "relation", "rests_on": ["rank: a > b"], "text": "{a.name} ranks higher than {b.name}"},
                {"about": "b", "rests_on": ["b1"], "text": "{b.name} may send mail"},
            ],
            "joint": "but",
        }
    ]
}


def run(world: World, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--db", world.url])


@pytest.fixture
def pair(world: World) -> Path:
    """Two artifacts that are compared, and a list that names them."""
    for slug, words in (("harbour", "Harbour stores readings."), ("pilot", "Pilot may send mail.")):
        world.told(slug, answer(record("work", claim(words))), words, said=Said(kind=Kind.CLI))
    world.score("harbour,1,1,1,,1", "pilot,0,0,0,,0")
    world.workspace.compare.store("harbour", "pilot")
    world.workspace.regenerate.run()
    return world.file("pairs.csv", "a,b\nharbour,pilot\n")


@pytest.mark.slow
def test_by_files_and_from_recordings(world: World, pair: Path) -> None:
    requests, folder = world.folder / "requests.jsonl", world.folder / "recorded"
    named = ("regenerate", "--write-ups", "--list", str(pair), "--llm", "recorded", "--recordings", str(folder))
    assert run(world, *named, "--requests", str(requests)).exit_code == 0
    [request] = map(json.loads, requests.read_text().splitlines())
    body = {"choices": [{"message": {"content": json.dumps(SAID)}, "finish_reason": "stop"}]}
    answered = world.file(
        "answers.jsonl", json.dumps({"custom_id": request["custom_id"], "response": {"body": body}}) + "\n"
    )
    assert run(world, *named, "--answers", str(answered)).exit_code == 0
    would = json.loads(run(world, *named, "--dry-run", "--json").stdout)
    assert (would["write_ups"]["pairs"], would["write_ups"]["calls"]["paid"]) == (1, 0)
    done = run(world, *named, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["write_ups"]["sentences"] == 1
    shown = json.loads(run(world, "compare", "harbour", "pilot", "--json").stdout)
    assert [one["text"] for one in shown["write_up"]] == ["Harbour ranks higher than Pilot, but Pilot may send mail."]
    assert json.loads(run(world, *named, "--json").stdout)["write_ups"]["pairs"] == 0


@pytest.mark.slow
def test_a_pair_without_an_answer_is_told_and_ends_with_one(world: World, pair: Path) -> None:
    empty = world.folder / "nothing"
    done = run(world, "regenerate", "--write-ups", "--list", str(pair), "--llm", "recorded", "--recordings", str(empty))
    assert done.exit_code == 1
    assert "harbour pilot: nothing is written" in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--budget", "2"), "go with --write-ups"),
        (("--write-ups", "--budget", "much"), "give a number of USD"),
        (("--write-ups", "--llm", "extractive"), "--write-ups"),
        (("--write-ups", "--llm", "recorded", "--answers", "x"), "add --recordings"),
    ],
)
def test_what_does_not_fit_is_refused(world: World, words: tuple[str, ...], why: str) -> None:
    refused = run(world, "regenerate", *words).exception
    assert isinstance(refused, UsageError)
    assert why in str(refused)
