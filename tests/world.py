"""A small scripted world: a real database, a clock that moves when told, documents, and a language model on a leash.

world.document("tide.md", "# Tide", "Tide stores readings.")
world.llm.says("tide", answer(record("storage", claim("Tide stores readings."))))
world.ingest()
world.show("tide").capabilities
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from decompose.bootstrap import Workspace
from decompose.domain.comparison import Side
from decompose.domain.document import Revision
from decompose.domain.ledger import Entry
from decompose.domain.review import ReviewItem
from decompose.errors import LlmError
from decompose.llm.client import Attempt, Reply, Request, Usage, Witness
from decompose.llm.judging import attempt_of, error_of, judge_answer, judge_status
from decompose.services.ingest import Options, Report
from decompose.services.inputs import Said, gather
from decompose.services.review import Reviewing
from decompose.settings import Settings
from decompose.store import tables
from decompose.store.database import Database

assert tables.ArtifactRow.metadata is SQLModel.metadata

Json = dict[str, Any]
NOTHING_SAID = Said()
BEGINNING = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS_OF_RECORD = "description limitations unique vs_alternatives best_for requires".split()


# -- what a language model may answer ----------------------------------------------------------------------


def claim(text: str, *quotes: str, rival: str | None = None) -> Json:
    """A claim of an answer; without quotes it quotes itself."""
    return {"text": text, "quotes": list(quotes) or [text]} | ({"rival": rival} if rival else {})


def record(name: str, *description: Json, **fields: Any) -> Json:
    """A capability of an answer: its description claims, and by name whatever else it says."""
    empty: Json = {name: [] for name in WORDS_OF_RECORD} | {"unique": None, "vs_alternatives": None}
    return empty | {"name": name, "description": list(description), "intents": [], "inputs": [], "outputs": []} | fields


def fact(kind: str, text: str, *quotes: str) -> Json:
    return {"kind": kind} | claim(text, *quotes)


def answer(*records: Json, facts: Iterable[Json] = ()) -> Json:
    return {"capabilities": list(records), "facts": list(facts)}


USAGE = {"prompt_tokens": 100, "completion_tokens": 40, "prompt_tokens_details": {"cached_tokens": 10}}


@dataclass(frozen=True)
class Body:
    """A body of a chat completion as the line brought it."""

    raw: str


@dataclass(frozen=True)
class Status:
    """An answer with a 4xx or 5xx status."""

    code: int
    raw: str = '{"error": {"message": "no"}}'


@dataclass(frozen=True)
class Crash:
    """The process breaks down right after the answer was told to the witness."""

    said: Json


class ProcessDiedError(Exception):
    """Stands for a machine that goes dark."""


def completion(content: str, finish_reason: str = "stop", refusal: str | None = None) -> Body:
    """A chat completion with this content."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "finish_reason": finish_reason, "message": message}
    return Body(json.dumps({"model": "scripted-1", "choices": [choice], "usage": USAGE}))


Answer = Json | str | Body | Status | Crash | LlmError


@dataclass
class ScriptedLlm:
    """Says what it was told to say, about an artifact or next; of anything else it says its first paragraph.

    What a prompt without a document is answered is told under the name of the prompt.
    """

    name: str = "scripted"
    is_paid: bool = True
    reads_prompts: bool = True
    requests: list[Request] = field(default_factory=list)
    _scripts: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    _standing: dict[str, Answer] = field(default_factory=dict)

    def says(self, slug: str, *said: Answer) -> None:
        """The next answers about an artifact, in order, repairs included."""
        self._scripts[slug].extend(said)

    def keeps_saying(self, slug: str, said: Answer) -> None:
        """What it says of an artifact from now on, however often it is asked."""
        self._standing[slug] = said

    @property
    def calls(self) -> int:
        return len(self.requests)

    @property
    def prompts(self) -> list[str]:
        return [request.prompt for request in self.requests]

    def complete(self, request: Request, witness: Witness) -> Reply:
        self.requests.append(request)
        said = self._next(request)
        if isinstance(said, LlmError):
            witness(_attempt(request, said.outcome))
            raise said
        is_status = isinstance(said, Status)
        ending = judge_status(said.code, said.raw, {}) if is_status else judge_answer(_body(said).raw)
        attempt = attempt_of(request, ending, latency=0.5)
        witness(attempt)
        if isinstance(said, Crash):
            raise ProcessDiedError
        if ending.outcome != "ok":
            raise error_of(ending, self.name)
        return Reply(ending.text, attempt)

    def _next(self, request: Request) -> Answer:
        about = request.passage.slug if request.passage else request.prompt
        script = self._scripts[about]
        if script:
            return script.popleft()
        return self._standing.get(about) or (_first_paragraph(request) if request.passage else {"sentences": []})


def _attempt(request: Request, outcome: str) -> Attempt:
    return Attempt(request.key, request.prompt, request.template, request.llm, outcome, Usage())


def _body(said: Json | str | Body | Crash) -> Body:
    match said:
        case Body():
            return said
        case Crash(inner):
            return completion(json.dumps(inner))
        case str():
            return completion(said)
        case _:
            return completion(json.dumps(said))


def _first_paragraph(request: Request) -> Json:
    assert request.passage
    [first, *_] = [block for section in request.passage.sections for block in section.blocks]
    words = request.passage.visible.words_of(first.span)
    return answer(record(f"work of {request.passage.name}", claim(words.split(". ")[0])))


# -- the world ---------------------------------------------------------------------------------------------


@dataclass
class Clock:
    """Time stands still until it is told to move."""

    now: datetime = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **time: float) -> None:
        self.now += timedelta(**time)


class World:
    """One database with the services over it, a folder of documents, and a scripted language model."""

    def __init__(self, url: str, folder: Path, *, lock_timeout: float = 5.0) -> None:
        self.url = url
        self.folder = folder
        self.documents = folder / "documents"
        self.clock = Clock()
        self.llm = ScriptedLlm()
        self._count = 0
        settings = Settings(database_url=url, lock_timeout=lock_timeout)
        self.workspace = Workspace(settings, now=self.clock, new_id=self._new_id)

    def close(self) -> None:
        self.workspace.__exit__(None, None, None)

    @property
    def database(self) -> Database:
        return self.workspace.database

    @property
    def review(self) -> Reviewing:
        return self.workspace.review

    # -- things to ingest ----------------------------------------------------------------------------------

    def document(self, path: str, *lines: str) -> Path:
        """A document of these paragraphs in the folder of documents."""
        return self.file(f"documents/{path}", "\n\n".join(lines) + "\n")

    def file(self, path: str, content: str | bytes) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def ingest(self, *paths: Path, said: Said = NOTHING_SAID, list_file: Path | None = None, **options: Any) -> Report:
        """Ingest these paths, or the whole folder of documents."""
        named = paths or (() if list_file else (self.documents,))
        ingestion = self.workspace.ingestion(self.llm, Options(**{"is_llm_named": True} | options))
        return ingestion.run(gather(named, list_file, said))

    def told(self, slug: str, reply: Json, *lines: str, **options: Any) -> Report:
        """A document of that slug, ingested with that answer."""
        path = self.document(f"{slug}.md", f"# {slug.title()}", *lines)
        self.llm.says(slug, reply)
        return self.ingest(path, **options)

    # -- what is known -------------------------------------------------------------------------------------

    def show(self, slug: str, *, public: bool = False) -> Side:
        return self.workspace.catalog.record(slug, public=public).side

    def texts(self, slug: str, *, public: bool = False) -> list[str]:
        """Every sentence of an artifact's records."""
        return [claim.text for record in self.show(slug, public=public).capabilities for claim in record.claims]

    def revision(self, slug: str) -> Revision:
        """The revision of an artifact's one current document."""
        [document] = self.workspace.catalog.record(slug, public=False).documents
        return self.workspace.catalog.source(document.id).revision

    def item(self, text: str, slug: str | None = None) -> ReviewItem:
        """The review item of a sentence, whether it waits or not."""
        [found] = [item for item in self.review.everything(slug) if item.new == text]
        return found

    def ledger(self, slug: str) -> list[Entry]:
        return [entry for entry in self.workspace.accounts.entries() if entry.slug == slug]

    def outcomes(self, slug: str) -> list[tuple[str, str]]:
        """The attempts at calls about an artifact: prompt and outcome."""
        return [(entry.prompt, entry.outcome) for entry in self.ledger(slug)]

    def tables(self, *, but: Iterable[str] = ()) -> Mapping[str, Counter[str]]:
        """Every row of every table. Of what was touched, what it says: Postgres numbers its notes by transaction."""
        noted = tables.TouchedRow
        with self.database.reading() as session:
            found = {
                table.name: Counter(repr(tuple(row)) for row in session.connection().execute(select(table)))
                for table in SQLModel.metadata.sorted_tables
                if table.name not in {*but, noted.__tablename__}
            }
            if noted.__tablename__ not in set(but):
                notes = session.connection().execute(select(noted.slug, noted.what).distinct())
                found[noted.__tablename__] = Counter(repr(tuple(row)) for row in notes)
            return found

    # -- scores and noise ----------------------------------------------------------------------------------

    def scores(self, *rows: str, header: str = "slug,adoption,quality,ecosystem,match_graph,freshness") -> Path:
        return self.file("scores.csv", "\n".join([header, *rows]) + "\n")

    def score(self, *rows: str, **options: bool) -> None:
        self.workspace.scores.import_file(self.scores(*rows), **options)

    def _new_id(self) -> str:
        self._count += 1
        return f"id-{self._count}"


def make_noise(world: World) -> None:
    """Rows of everything that no test asks for, so that a query without its condition finds too much."""
    for slug in ("noise-one", "noise-two"):
        path = world.file(f"noise/{slug}.md", f"# {slug}\n\nThe {slug} hums at night.\n")
        refused = claim(f"The {slug} hums 9 times.", f"The {slug} hums at night.")
        world.llm.says(slug, answer(record("humming", claim(f"The {slug} hums at night."), refused)))
        world.ingest(path)
    world.workspace.scores.import_file(
        world.file(
            "noise/scores.csv",
            "slug,adoption,quality,ecosystem,match_graph,freshness\nnoise-one,1,1,1,1,1\nnoise-two,0,0,0,,0\n",
        )
    )
    world.workspace.compare.store("noise-one", "noise-two")
    world.review.skip(world.item("The noise-one hums 9 times.").id, by="noise")
    world.review.reject(world.item("The noise-two hums 9 times.").id, by="noise", code="other")
    world.llm.requests.clear()
