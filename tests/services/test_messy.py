"""An order of messy inputs: each ends with its own code and one line, and the others go on."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from binaries import docx, line, paragraph, pdf, run
from decompose import cli
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.opening import handling_of
from decompose.settings import read_settings
from world import World

GOOD = "# Tide\n\nTide stores readings in a file.\n"
LIMIT = 4_000_000
DOCX = docx(paragraph(run("Tide reads the state of the sea.")))

# Each file with the code of its refusal; None for one that is ingested.
FILES: dict[str, tuple[bytes, str | None]] = {
    "good.md": (GOOD.encode(), None),
    "empty.md": (b"", "empty"),
    "blank.md": (b" \n\t\n", "empty"),
    "binary.md": (bytes(range(256)) * 40, "not_text"),
    "wide.md": ("# Swell\n\nSwell counts the waves of a bay.\n".encode("utf-16"), None),
    "half-wide.md": (b"\xff\xfe\x00\xd8\x00\xd8ab", "encoding"),
    "large.md": (b"Tide stores readings. " * 240_000, "too_large"),
    "picture.pdf": (pdf(["0 0 612 792 re f"]), "too_little"),
    "paper.pdf": (pdf([line("Ebb draws the depth of a channel.", 740)]), None),
    "broken.pdf": (b"%PDF-1.7 ...", "format"),
    "office.docx": (DOCX, None),
    "broken.docx": (DOCX[:-80], "format"),
    "cut.md.gz": (gzip.compress(GOOD.encode() * 500, mtime=0)[:-20], "format"),
    "bomb.md.gz": (gzip.compress(bytes(30_000_000), mtime=0), "too_large"),
    "packed.md.gz": (b"".join([gzip.compress(b"# Foam\n\nFoam names the winds of a coast.\n", mtime=0)]), None),
    "twin.md": (GOOD.encode(), "duplicate"),
    "badges.md": (b"[![b](https://example.org/b.svg)](https://example.org)\n" * 3, "too_little"),
    "two.md": (b"# Reef\n\nReef maps the corals of an atoll.\n\n# Kelp\n\nKelp weighs the weeds of a bay.\n", None),
}
LIST = [
    '{"path": "files/good.md", "slug": "Not A Slug"}',
    '{"path": "files/good.md", "slug": "kinds", "kind": "spaceship"}',
    '{"path": "files/absent.md"}',
    '{"name": "Nothing"}',
    "{this is no JSON",
    '["neither", "is", "this"]',
    '{"url": "http://127.0.0.1:1/a.md"}',
    '{"url": "http://169.254.169.254/latest/meta-data"}',
    '{"url": "http://[::ffff:10.0.0.1]/b.md"}',
    '{"url": "http://0x7f.1/c.md"}',
    '{"url": "file:///etc/passwd"}',
    '{"url": "https://mara:h7Gk2pQx@93.184.216.34/d.md"}',
]
CODES = ["list_row"] * 6 + ["forbidden"] * 6


@pytest.fixture
def files(world: World) -> Path:
    for name, (raw, _) in FILES.items():
        world.file(f"files/{name}", raw)
    return world.folder / "files"


def test_each_messy_document_ends_with_its_code_and_the_others_go_on(world: World, files: Path) -> None:
    report = world.ingest(files, max_bytes=LIMIT)
    ended = {Path(job.origin).name: (job.outcome, job.code) for job in report.jobs}
    assert ended == {name: ("refused", code) if code else ("done", None) for name, (_, code) in FILES.items()}
    for job in report.ended("refused"):
        assert job.why
        assert "\n" not in job.why
        assert len(job.why) < 300


def test_each_messy_row_of_a_list_ends_with_its_code_and_the_good_one_is_done(world: World, files: Path) -> None:
    rows = [*LIST, '{"path": "files/good.md", "name": "Tide"}']
    report = world.ingest(list_file=world.file("tools.jsonl", "\n".join(rows)))
    refused = [job for job in report.jobs if job.outcome == "refused"]
    assert [job.code for job in refused] == CODES
    assert [job.outcome for job in report.jobs if job not in refused] == ["done"]
    assert not any("h7Gk2pQx" in (job.why or "") for job in refused)
    assert all(job.why and "\n" not in job.why for job in refused)


def test_the_formats_of_one_order_become_records(world: World, files: Path) -> None:
    world.ingest(files, max_bytes=LIMIT)
    for slug, words in (
        ("good", "Tide stores readings in a file."),
        ("wide", "Swell counts the waves of a bay."),
        ("paper", "Ebb draws the depth of a channel."),
        ("office", "Tide reads the state of the sea."),
        ("packed", "Foam names the winds of a coast."),
    ):
        assert words in world.revision(slug).visible.text


def test_secrets_do_not_reach_the_language_model_and_the_database_shows_them_masked(world: World) -> None:
    key = "sk-proj-" + "Qm7xV2kL9rT4wZ8nP1yC6hB3jD5fS0gE"
    path = world.document(
        "tide.md", "# Tide", "Tide stores readings.", f"Ask mara@tide.io. Set `TIDE_KEY={key}` first."
    )
    world.ingest(path)
    asked = "".join(message.content for request in world.llm.requests for message in request.messages)
    assert "Tide stores readings." in asked
    assert key not in asked
    assert "mara@tide.io" not in asked
    assert "[masked API key]" in world.revision("tide").visible.text


@pytest.mark.slow
def test_an_order_with_messy_inputs_ends_with_1_and_a_line_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "files").mkdir()
    for name, (raw, _) in FILES.items():
        (tmp_path / "files" / name).write_bytes(raw)
    (tmp_path / "tools.jsonl").write_text("\n".join(LIST))
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("DECOMPOSE_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DECOMPOSE_MAX_BYTES", str(LIMIT))
    words = ["ingest", "files", "--list", "tools.jsonl", "--llm", "extractive", "--json"]
    monkeypatch.setattr(sys, "argv", ["decompose", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    captured = capsys.readouterr()
    told: dict[str, Any] = json.loads(captured.out)
    refused = [code for _, code in FILES.values() if code] + CODES
    assert ended.value.code == 1
    assert sorted(each["code"] for each in told["refused"]) == sorted(refused)
    assert told["jobs"]["done"] == len(FILES) - sum(code is not None for _, code in FILES.values())
    assert sum(each.startswith("refused ") for each in captured.err.splitlines()) == len(refused)


def test_masking_can_be_turned_off(world: World) -> None:
    path = world.document("tide.md", "# Tide", "Ask mara@tide.io for readings.")
    inputs = gather([path], handling=handling_of(read_settings({"DECOMPOSE_MASK": "0"})))
    world.workspace.ingestion(world.llm, Options(is_llm_named=True)).run(inputs)
    assert "mara@tide.io" in world.revision("tide").visible.text


def test_the_settings_name_hosts_that_may_be_private() -> None:
    settings = read_settings({"DECOMPOSE_ALLOW_HOSTS": "Wiki.intern, localhost:8080"})
    assert handling_of(settings).fetcher.allow_hosts == {"wiki.intern", "localhost:8080"}
    assert handling_of(read_settings({})).is_masked


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://tide.io/docs/swell-notes.html?x=1", "swell-notes"),
        ("https://host.io/tide/buoys/README.md", "buoys"),
        ("https://host.io/foam.md.gz", "foam"),
    ],
)
def test_the_slug_of_an_address_is_that_of_its_last_words(address: str, slug: str) -> None:
    [found] = gather([address])
    assert (found.slug("hash"), found.origin, found.where) == (slug, address, address)


def test_a_line_of_a_list_ends_where_the_next_begins_whatever_stands_in_it(world: World) -> None:
    world.document("tide.md", "# Tide", "Tide stores readings.")
    row = json.dumps({"path": "documents/tide.md", "name": "Tide\u2028Three"}, ensure_ascii=False)
    report = world.ingest(list_file=world.file("tools.jsonl", f"{row}\n"))
    assert [job.outcome for job in report.jobs] == ["done"]
    assert world.show("tide").artifact.name == "Tide Three"


def test_a_pipe_in_a_folder_is_refused_and_nobody_waits_for_it(world: World) -> None:
    world.document("tide.md", "# Tide", "Tide stores readings.")
    os.mkfifo(world.documents / "pipe.md")
    report = world.ingest()
    assert [(job.outcome, job.code) for job in report.jobs] == [("refused", "unreachable"), ("done", None)]


@pytest.mark.parametrize(
    "words", ["https://bob:h7Gk2p@tide.test/tide.md", "https:/bob:h7Gk2p@tide.test/tide.md", "http://h7Gk2p@[oops/x.md"]
)
def test_a_password_in_an_address_is_refused_and_nowhere_told(world: World, words: str) -> None:
    given = gather([words])
    report = world.workspace.ingestion(world.llm, Options()).run(given)
    [job] = report.jobs
    assert (job.outcome, job.code) == ("refused", "forbidden")
    row = world.file("tools.jsonl", json.dumps({"url": words, "kind": "no kind at all"}))
    listed = world.ingest(list_file=row)
    kept = json.dumps(world.tables(), default=str)
    assert "h7Gk2p" not in f"{given} {report} {listed} {kept}"
