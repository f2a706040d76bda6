"""What all commands share: their common options, the workspace they open, and how an answer is printed.

With `--json`, standard output is exactly one JSON value; everything else goes to standard error.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.services.imported import Imported
    from decompose.services.recording import Wanted

DONE, SOME_FAILED, WRONG_USAGE, RESUMABLE = 0, 1, 2, 3

Db = Annotated[
    str | None,
    typer.Option("--db", help="Database URL; sqlite:///FILE.db or postgresql://HOST/NAME.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Slug = Annotated[str, typer.Argument(help="The artifact's slug.")]
# Who acts where no editor is named.
OPERATOR = "operator"
LlmName = Annotated[str, typer.Option("--llm", help="auto, openai, recorded or extractive.")]
Model = Annotated[str | None, typer.Option("--model", help="Name of the llm at the endpoint.", show_default=False)]
Recordings = Annotated[
    Path | None, typer.Option("--recordings", help="Folder of recordings for --llm recorded.", show_default=False)
]

# An order of documents, and what is said of all of them.
Paths = Annotated[
    list[Path] | None, typer.Argument(help="Documents, folders of documents, or addresses.", show_default=False)
]
ListFile = Annotated[
    Path | None, typer.Option("--list", help="CSV or JSONL with name, kind, pricing, path ...", show_default=False)
]
GivenSlug = Annotated[str | None, typer.Option("--artifact", help="Slug for the document.", show_default=False)]
GivenName = Annotated[str | None, typer.Option("--name", help="Name of the artifact.", show_default=False)]
GivenKind = Annotated[str | None, typer.Option("--kind", help="Kind of the artifact.", show_default=False)]
Language = Annotated[
    str | None, typer.Option("--language", help="Write all records in this language.", show_default=False)
]
Redo = Annotated[bool, typer.Option("--redo", help="Decompose again what has records.")]
AsksJudge = Annotated[bool, typer.Option("--judge", help="Ask the llm about what the rules leave open.")]
# At what pace and cost an llm is asked.
Rpm = Annotated[int | None, typer.Option("--rpm", min=1, help="Requests a minute, at most.", show_default=False)]
Tpm = Annotated[int | None, typer.Option("--tpm", min=1, help="Tokens a minute, at most.", show_default=False)]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="USD", help="What the calls may cost, at most.", show_default=False),
]
# Questions to an llm by way of files.
Requests = Annotated[
    Path | None,
    typer.Option("--requests", help="Write the unanswered requests here (Batch JSONL).", show_default=False),
]
Answers = Annotated[
    Path | None, typer.Option("--answers", help="Results file, or folder of <call key>.* files.", show_default=False)
]


def opened(db: str | None, *, is_made_new: bool = False) -> Workspace:
    """The workspace of a command; its settings are those of the environment.

    Only what begins to fill a database makes a new one: to any other command a name that is not there is mistyped.
    """
    from decompose.bootstrap import open_workspace
    from decompose.settings import read_settings

    return open_workspace(read_settings(os.environ), database_url=db, is_made_new=is_made_new)


def in_memory() -> Workspace:
    """The workspace of a command that keeps nothing."""
    from decompose.bootstrap import memory_workspace
    from decompose.settings import read_settings

    return memory_workspace(read_settings(os.environ))


def counting(db: str | None) -> Workspace:
    """The workspace of a command that only counts what an order would do.

    A SQLite file that is not there is not made: an empty database in memory stands for it, and that is said.
    """
    from decompose.services.moving import not_there
    from decompose.settings import read_settings

    settings = read_settings(os.environ)
    missing = not_there(db or settings.database_url)
    if not missing:
        return opened(db)
    say(f"{missing} does not exist: counted as for a new database")
    return in_memory()


def usd(words: str | None) -> Decimal | None:
    """What --budget says: USD, None where it is not given."""
    if words is None:
        return None
    try:
        amount = Decimal(words)
    except InvalidOperation:
        raise UsageError(f"--budget is “{words}”; give a number of USD, such as 2.50") from None
    if not amount.is_finite() or amount < 0:
        raise UsageError(f"--budget is {words}; give a number of USD from 0 on")
    return amount


def say(message: str) -> None:
    """A line on standard error."""
    typer.echo(message, err=True)


def by_files(
    wanted: Sequence[Wanted],
    requests: Path | None,
    answers: Path | None,
    recordings: Path | None,
    model: str | None,
) -> Iterator[dict[str, Any]]:
    """Write the requests that no recording answers, or record the answers to them; what was done, an object each."""
    from decompose.services.recording import keep_answers, write_requests

    if requests:
        yield {"requests": write_requests(wanted, requests, model)}
    if answers:
        if recordings is None:
            raise UsageError("--answers needs a folder to keep them in: add --recordings DIR")
        yield recorded(wanted, keep_answers(wanted, answers, recordings))


def recorded(wanted: Sequence[Wanted], kept: Sequence[Path]) -> dict[str, Any]:
    """Which answers were kept, and how many requests have none."""
    return {"missing": len(wanted) - len(kept), "recorded": [path.name for path in kept]}


def print_by_files(done: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    """The one answer of what `by_files` did, files by their number."""
    told = {name: value for one in done for name, value in one.items()}
    counts = {name: len(value) if isinstance(value, list) else value for name, value in told.items()}
    print_answer(told, ", ".join(f"{name}: {count}" for name, count in counts.items()), as_json=as_json)


def end_import(file: Path, report: Imported, text: str, *, as_json: bool) -> NoReturn:
    """Say what an import of a file did, its refused rows line by line, and end the command."""
    refused = [{"line": line, "why": why} for line, why in report.refused]
    for row in refused:
        say(f"{file}, line {row['line']}: {row['why']}")
    for old, new in report.renamed:
        say(f"{file}: {old} is {new} now; its rows were taken for {new}")
    value = {"rows": report.rows, "changed": report.changed, "refused": refused, "renamed": dict(report.renamed)}
    print_answer(value, text, as_json=as_json)
    raise typer.Exit(SOME_FAILED if refused else DONE)


def print_answer(value: Any, text: str, *, as_json: bool) -> None:
    """The one answer of a command, as JSON or in words."""
    if as_json:
        print_json(value)
    else:
        typer.echo(text)


def print_json(value: Any) -> None:
    """One JSON value, readable by eye."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
