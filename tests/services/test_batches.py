"""Orders in rounds: what goes into files, how they are cut, what a round asks after another, and what it cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from decompose.domain import claim_check
from decompose.domain.examination import Finding, Outcome
from decompose.domain.submission import Stage
from decompose.errors import LlmError
from decompose.llm.batch_files import BatchProvider, BatchState
from decompose.services.batches import Batching, Order
from decompose.services.ingest import Options
from decompose.services.inputs import gather
from decompose.services.receiving import Imported
from decompose.store import removing
from world import Body, World, answer, claim, completion, record

SENTENCE = "Tide stores readings of the harbour."
LLM = "gpt-4o-mini"


@dataclass
class ScriptedProvider:
    """Takes files and batches, and has them run when told to."""

    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, BatchState] = field(default_factory=dict)
    asked: list[list[dict[str, Any]]] = field(default_factory=list)

    def upload(self, content: bytes, name: str) -> str:
        self.files[f"file-{len(self.files)}"] = content
        return f"file-{len(self.files) - 1}"

    def create(self, file_id: str, mark: str) -> BatchState:
        self.asked.append([json.loads(line) for line in self.files[file_id].splitlines()])
        self.batches[f"batch-{len(self.batches)}"] = state = BatchState(f"batch-{len(self.batches)}", "in_progress")
        return state

    def find(self, mark: str) -> BatchState | None:
        raise AssertionError(mark)

    def retrieve(self, batch_id: str) -> BatchState:
        return self.batches[batch_id]

    def content(self, file_id: str) -> bytes:
        return self.files[file_id]

    def answers(self, says: Callable[[dict[str, Any]], Body]) -> None:
        """Every batch that runs is completed with what `says` gives for each of its lines."""
        for (identity, state), lines in zip(self.batches.items(), self.asked, strict=True):
            if state.status == "in_progress":
                results = [
                    {"custom_id": line["custom_id"], "response": {"body": json.loads(says(line).raw)}} for line in lines
                ]
                file = self.upload("\n".join(map(json.dumps, results)).encode(), "results")
                self.batches[identity] = BatchState(identity, "completed", len(lines), 0, file)


@pytest.fixture
def batching(world: World) -> Batching:
    return world.workspace.batching


@pytest.fixture
def provider() -> ScriptedProvider:
    return ScriptedProvider()


def of(*paths: Path, **options: Any) -> Order:
    return Order(tuple(map(str, paths)), llm=LLM, **options)


def says(value: Any) -> Callable[[object], Body]:
    return lambda _: completion(json.dumps(value))


GOOD = answer(record("storage", claim(SENTENCE)))


def round_trip(batching: Batching, provider: ScriptedProvider, order: Order, value: Any) -> Imported:
    batching.submit(order, provider)
    provider.answers(says(value))
    return batching.collect(provider)


def long_document(world: World) -> Path:
    sections = (f"## Part {n}\n\n" + f"{SENTENCE} Part {n} is long. " * 450 for n in range(6))
    return world.document("long.md", "# Long", *sections)


@pytest.mark.slow
def test_exactly_the_first_calls_of_ingest_are_exported(world: World, batching: Batching, tmp_path: Path) -> None:
    path = long_document(world)
    exported = batching.export(of(path), tmp_path / "out")
    world.llm.name = LLM
    ingestion = world.workspace.ingestion(world.llm, Options())
    wanted = [request.key for _, request in ingestion.requests(gather([path]))]
    [file] = exported.files
    assert [json.loads(line)["custom_id"] for line in file.read_text().splitlines()] == wanted
    assert exported.requests == len(wanted) > 1


def test_a_password_in_an_address_is_kept_nowhere_and_the_address_stays_refused(
    world: World, batching: Batching, provider: ScriptedProvider, tmp_path: Path
) -> None:
    path = world.document("tide.md", "# Tide", SENTENCE)
    order = replace(of(path), paths=(str(path), "HTTPS:/eve:hunter2@kelp.test/kelp.md"))
    batching.export(order, tmp_path / "out")
    batching.submit(order, provider)
    assert "hunter2" not in repr(world.tables())
    kept = Order.kept(batching.submissions()[0].order)
    assert [str(given.refusal) for given in kept.inputs() if given.refusal] == [
        str(given.refusal) for given in order.inputs() if given.refusal
    ]
    provider.answers(says(GOOD))
    assert [job.outcome for job in batching.collect(provider).jobs] == ["done"]


@pytest.mark.slow
def test_what_the_ledger_answers_is_not_exported(world: World, batching: Batching, tmp_path: Path) -> None:
    world.llm.name = LLM
    world.told("tide", GOOD, SENTENCE)
    tide = world.documents / "tide.md"
    ebb = world.document("ebb.md", "# Ebb", "Ebb stores nothing.")
    assert batching.export(of(tide, ebb), tmp_path / "out").requests == 1
    assert batching.export(of(tide, ebb, redo=True), tmp_path / "out").requests == 1


def test_files_are_cut_at_the_limits_and_an_earlier_export_goes(
    world: World, batching: Batching, tmp_path: Path
) -> None:
    paths = [world.document(f"tide-{n}.md", f"# Tide {n}", f"Tide {n} stores readings.") for n in range(5)]
    for name in ("requests-003.jsonl", "requests-009.jsonl", "mine.jsonl"):
        world.file(f"out/{name}", "old")
    small = Batching(**{**batching.__dict__, "most_lines": 2})
    exported = small.export(of(*paths), tmp_path / "out")
    assert [len(file.read_text().splitlines()) for file in exported.files] == [2, 2, 1]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "mine.jsonl",
        "requests-001.jsonl",
        "requests-002.jsonl",
        "requests-003.jsonl",
    ]


@pytest.mark.slow
def test_an_order_of_many_files_is_many_batches_and_one_order(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    paths = [world.document(f"tide-{n}.md", f"# Tide {n}", SENTENCE, f"It is number {n}.") for n in range(5)]
    small = Batching(**{**batching.__dict__, "most_lines": 2})
    assert [one.requests for one in small.submit(of(*paths), provider)] == [2, 2, 1]
    provider.answers(says(GOOD))
    report = small.collect(provider)
    assert (report.imported, len(report.submissions), len(report.jobs)) == (5, 3, 5)


@pytest.mark.slow
def test_an_answer_of_a_batch_costs_half(world: World, batching: Batching, provider: ScriptedProvider) -> None:
    path = world.document("tide.md", "# Tide", SENTENCE)
    planned = batching.plan(of(path))
    round_trip(batching, provider, of(path), GOOD)
    [entry] = world.ledger("tide")
    # 90 tokens at .15, 10 cached at .075 and 40 out at .60, per million, halved.
    assert (entry.tier, entry.cost) == ("batch", Decimal("0.000019125"))
    assert planned.cost_usd_max is not None
    assert entry.cost < planned.cost_usd_max


@pytest.mark.slow
def test_the_records_are_those_of_a_live_order(
    world: World, batching: Batching, provider: ScriptedProvider, new_world: Callable[[], World]
) -> None:
    path = world.document("tide.md", "# Tide", SENTENCE)
    round_trip(batching, provider, of(path), GOOD)
    live = new_world()
    live.llm.name = LLM
    live.llm.says("tide", GOOD)
    live.ingest(path)
    assert live.show("tide") == world.show("tide")


@pytest.mark.slow
def test_one_round_finds_the_repairs_of_all_parts(world: World, batching: Batching, provider: ScriptedProvider) -> None:
    order = of(long_document(world))
    report = round_trip(batching, provider, order, "no record")
    first = len(provider.asked[0])
    assert (report.imported, len(report.failed), report.waiting, report.jobs) == (0, first, first, [])
    report = round_trip(batching, provider, order, GOOD)
    assert (len(provider.asked[1]), report.waiting) == (first, 0)
    assert [job.outcome for job in report.jobs] == ["done"]


@pytest.mark.slow
def test_a_refusal_fails_the_document_and_the_next_round_asks_the_same_again(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    order = of(world.document("tide.md", "# Tide", SENTENCE))
    batching.submit(order, provider)
    provider.answers(lambda _: completion("", refusal="I must not."))
    report = batching.collect(provider)
    assert [(job.outcome, job.code) for job in report.jobs] == [("failed", "refusal")]
    assert "I must not." in report.failed[0].why
    report = round_trip(batching, provider, order, GOOD)
    assert provider.asked[1] == provider.asked[0]
    assert [job.outcome for job in report.jobs] == ["done"]


@pytest.mark.slow
def test_the_judge_is_asked_in_a_round_of_his_own(
    world: World, batching: Batching, provider: ScriptedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    vague = Finding("doubt", Outcome.UNKNOWN, "“gladly” is vague", doubt=3.0)
    monkeypatch.setattr(claim_check, "examine", lambda text, *_, **__: (vague,) if "gladly" in text else ())
    order = of(world.document("tide.md", "# Tide", SENTENCE), is_judged=True)
    report = round_trip(batching, provider, order, answer(record("storage", claim("It gladly stores.", SENTENCE))))
    assert (report.waiting, report.jobs) == (1, [])
    judgement = {"number": 1, "missing": ["gladly"], "supported": False}
    report = round_trip(batching, provider, order, {"judgements": [judgement]})
    assert "It gladly stores." in json.dumps(provider.asked[1])
    assert [job.outcome for job in report.jobs] == ["done"]
    assert world.outcomes("tide") == [("decompose", "ok"), ("judge", "ok")]
    assert [reason.check for reason in world.item("It gladly stores.").flags] == ["judge"]


@pytest.mark.slow
def test_an_order_keeps_its_words_until_it_is_finished(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    path = world.document("tide.md", "# Tide", SENTENCE)
    round_trip(batching, provider, of(path, slug="harbour", name="Harbour", kind="mcp", language="en"), GOOD)
    shown = world.show("harbour").artifact
    assert (shown.name, shown.kind) == ("Harbour", "mcp")


@pytest.mark.slow
def test_a_document_of_two_orders_is_asked_about_once_and_done_once(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    tide = world.document("tide.md", "# Tide", SENTENCE)
    ebb = world.document("ebb.md", "# Ebb", SENTENCE)
    batching.submit(of(tide), provider)
    batching.submit(of(tide, ebb), provider)
    assert [len(lines) for lines in provider.asked] == [1, 1]
    provider.answers(says(GOOD))
    report = batching.collect(provider)
    assert (report.waiting, sorted(job.outcome for job in report.jobs)) == (0, ["done", "done"])


@pytest.mark.slow
def test_an_answer_whose_document_is_gone_is_told_until_it_is_back(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    docs = world.document("docs/tide.md", "# Tide", SENTENCE).parent
    ebb = world.document("docs/ebb.md", "# Ebb", SENTENCE)
    exported = batching.export(of(docs), world.folder / "out")
    lines = [json.loads(line) for file in exported.files for line in file.read_text().splitlines()]
    results = world.file("results.jsonl", "\n".join(result(line["custom_id"], GOOD) for line in lines))
    words = ebb.read_text()
    ebb.unlink()
    why = "no document of ebb is there any more; its answers are kept, put it back and import again"
    for imported, done in ((2, ["done"]), (0, [])):
        report = batching.import_files([results])
        assert (report.imported, [job.outcome for job in report.jobs], report.unfinished) == (imported, done, [why])
    ebb.write_text(words)
    assert [job.outcome for job in batching.import_files([results]).jobs] == ["done"]
    ebb.unlink()
    assert batching.import_files([results]).unfinished == []


# -- what runners and editors do meanwhile -----------------------------------------------------------------


def result(key: str, value: Any) -> str:
    """A line of a result file: an answer, or a status where the value is a number."""
    if isinstance(value, int):
        return json.dumps(
            {"custom_id": key, "response": {"status_code": value, "body": {"error": f"overloaded {value}"}}}
        )
    return json.dumps({"custom_id": key, "response": {"body": json.loads(completion(json.dumps(value)).raw)}})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "ignored"),
    [
        ([[500, GOOD]], 0),
        ([[500, 503, GOOD]], 0),
        ([[500], [GOOD]], 0),
        ([[GOOD, 500]], 1),
        ([[500, GOOD, 500]], 1),
        ([[GOOD, GOOD]], 1),
        ([["no object", GOOD]], 0),
        ([["no object"], [GOOD]], 0),
        ([[GOOD, "no object"]], 1),
    ],
)
def test_a_runner_that_tries_again_appends_and_the_answer_counts(
    world: World, batching: Batching, files: list[list[Any]], ignored: int
) -> None:
    exported = batching.export(of(world.document("tide.md", "# Tide", SENTENCE)), world.folder / "out")
    key = json.loads(exported.files[0].read_text())["custom_id"]
    results = [
        world.file(f"results-{number}.jsonl", "\n".join(result(key, value) for value in values))
        for number, values in enumerate(files)
    ]
    report = batching.import_files(results)
    assert (report.imported, report.ignored, report.failed, report.waiting) == (1, ignored, [], 0)
    assert [job.outcome for job in report.jobs] == ["done"]


def test_an_answer_that_is_none_makes_room_for_one_that_comes_later(world: World, batching: Batching) -> None:
    exported = batching.export(of(world.document("tide.md", "# Tide", SENTENCE)), world.folder / "out")
    key = json.loads(exported.files[0].read_text())["custom_id"]
    bad = world.file("bad.jsonl", result(key, "no object"))
    first = batching.import_files([bad])
    [failure] = first.failed
    assert (first.imported, failure.custom_id, failure.why[:10], first.waiting) == (0, key, "bad_schema", 1)
    [standing] = batching.exports()
    assert (standing.done, standing.failed) == (0, 1)
    assert batching.import_files([bad]).ignored == 1
    later = batching.import_files([world.file("good.jsonl", result(key, GOOD))])
    assert (later.imported, later.ignored, later.failed, later.waiting) == (1, 0, [], 0)
    assert [job.outcome for job in later.jobs] == ["done"]


def test_of_a_request_that_failed_again_and_again_the_last_failure_is_told(world: World, batching: Batching) -> None:
    exported = batching.export(of(world.document("tide.md", "# Tide", SENTENCE)), world.folder / "out")
    key = json.loads(exported.files[0].read_text())["custom_id"]
    report = batching.import_files([world.file("results.jsonl", "\n".join([result(key, 500), result(key, 503)]))])
    [failure] = report.failed
    assert (failure.custom_id, failure.why[:8], report.waiting) == (key, "http_503", 1)


def test_of_a_request_that_failed_the_line_and_the_artifact_are_told(world: World, batching: Batching) -> None:
    exported = batching.export(of(world.document("tide.md", "# Tide", SENTENCE)), world.folder / "out")
    key = json.loads(exported.files[0].read_text())["custom_id"]
    results = world.file("results.jsonl", f"\n{result(key, 500)}\nno result\n")
    answered, cut = batching.import_files([results]).failed
    assert (answered.custom_id, answered.place, answered.slug) == (key, f"{results}, line 2", "tide")
    assert (cut.custom_id, cut.why) == (None, f"{results}, line 3: is not JSON; the file may be cut")


def test_how_an_export_stands_is_told_without_a_provider(world: World, batching: Batching) -> None:
    documents = [world.document(f"docs/{slug}.md", f"# {slug.title()}", SENTENCE) for slug in ("ebb", "flow", "tide")]
    exported = batching.export(of(documents[0].parent), world.folder / "out")
    keys = [json.loads(line)["custom_id"] for line in exported.files[0].read_text().splitlines()]
    batching.import_files([world.file("results.jsonl", f"{result(keys[0], GOOD)}\n{result(keys[1], 500)}\n")])

    def nobody() -> BatchProvider:
        raise AssertionError

    assert batching.status(nobody) == ()
    [progress] = batching.exports()
    assert (progress.submission.requests, progress.done, progress.failed) == (3, 1, 1)


@pytest.fixture
def two_known(world: World) -> Order:
    """An order of two documents that have records already, to be told anew."""
    for slug in ("tide", "ebb"):
        sentence = f"{slug.title()} stores readings of the harbour."
        world.told(slug, answer(record("storage", claim(sentence))), sentence)
    return of(world.documents / "tide.md", world.documents / "ebb.md", redo=True)


def says_itself(line: dict[str, Any]) -> Body:
    slug = "Ebb" if "Ebb stores" in line["body"]["messages"][-1]["content"] else "Tide"
    return completion(json.dumps(answer(record("storage", claim(f"{slug} stores readings of the harbour.")))))


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["upload", "create"])
def test_what_was_removed_before_it_was_handed_in_is_not_handed_in(
    world: World, batching: Batching, provider: ScriptedProvider, two_known: Order, broken: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        down = LlmError("http_400", "no file of yours today")
        patch.setattr(provider, broken, lambda *_: (_ for _ in ()).throw(down))
        with pytest.raises(LlmError):
            batching.submit(two_known, provider)
    with world.database.writing() as session:
        removing.remove_artifact(session, "tide", world.clock())
    batching.submit(of(world.documents / "ebb.md", redo=True), provider)
    [[line]] = provider.asked
    assert "Ebb stores" in line["body"]["messages"][-1]["content"]
    provider.answers(says_itself)
    report = batching.collect(provider)
    assert (report.imported, report.unknown, report.failed) == (1, 0, [])


@pytest.mark.slow
def test_a_file_of_which_everything_was_removed_is_given_up(
    world: World, batching: Batching, provider: ScriptedProvider
) -> None:
    world.told("tide", GOOD, SENTENCE)
    with pytest.MonkeyPatch.context() as patch:
        down = LlmError("http_400", "no file of yours today")
        patch.setattr(provider, "upload", lambda *_: (_ for _ in ()).throw(down))
        with pytest.raises(LlmError):
            batching.submit(of(world.documents / "tide.md", redo=True), provider)
    with world.database.writing() as session:
        removing.remove_artifact(session, "tide", world.clock())
    flow = world.document("flow.md", "# Flow", "Flow stores nothing.")
    assert [one.stage for one in batching.submit(of(flow), provider)] == [Stage.DROPPED, Stage.SUBMITTED]


@pytest.mark.slow
def test_an_answer_about_what_was_removed_meanwhile_is_nobodys(
    world: World, batching: Batching, provider: ScriptedProvider, two_known: Order
) -> None:
    batching.submit(two_known, provider)
    provider.answers(says_itself)
    with world.database.writing() as session:
        removing.remove_artifact(session, "tide", world.clock())
    report = batching.collect(provider)
    assert (report.imported, report.unknown, report.failed) == (1, 1, [])


def test_a_plan_writes_and_calls_nothing(world: World, batching: Batching) -> None:
    before = len(world.workspace.accounts.entries())
    planned = batching.plan(of(world.document("tide.md", "# Tide", SENTENCE)))
    assert (planned.documents, planned.requests, planned.files, planned.in_flight) == (1, 1, 1, 0)
    assert batching.submissions() == ()
    assert len(world.workspace.accounts.entries()) == before
