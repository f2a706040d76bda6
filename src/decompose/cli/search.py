"""The match graph: `search`, `feedback`, `events`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import DONE, SOME_FAILED, Db, Json, opened, print_answer, print_json, say
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.domain.artifact import Kind

app = typer.Typer()
events = typer.Typer(no_args_is_help=True, help="What people searched for, and what came of it.")
# Who asks at a terminal is one visitor, however often.
_VISITOR, _SOURCE = "terminal", "cli"


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What the tool should do, in your words.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 10,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind.", show_default=False)] = None,
    price: Annotated[
        str | None, typer.Option("--price", help="Only this pricing model: free, paid ...", show_default=False)
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="Only where the licence names this.", show_default=False)
    ] = None,
    verified: Annotated[bool, typer.Option("--verified", help="Only what does not rest on a vendor's word.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Find artifacts by what they can do; the search is remembered."""
    from decompose.domain.matching.entries import Filters
    from decompose.domain.matching.events import Visit
    from decompose.page.search_views import search_json, search_text

    filters = Filters(kind_of(kind), price, licence, verified)
    with opened(db) as workspace:
        answer = workspace.search.search(query, Visit(_VISITOR, _SOURCE), filters=filters, limit=limit)
    print_answer(search_json(answer), search_text(answer), as_json=as_json)


@app.command()
def feedback(
    search_id: Annotated[str, typer.Argument(help="Id that `search` printed.")],
    slug: Annotated[str, typer.Argument(help="Slug of a result of it.")],
    outcome: Annotated[str, typer.Option("--outcome", help="success or failure.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Say whether a result of a search was good."""
    from decompose.page.search_views import trace_json

    with opened(db) as workspace:
        trace = workspace.search.feedback(search_id, slug, outcome, None)
    print_answer(trace_json(trace), f"{slug}: {outcome} noted", as_json=as_json)


@events.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSONL: {at, visitor, source, query, shown, opened, outcome} a line.")],
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Take searches and what came of them from elsewhere; they count like live ones."""
    with opened(db) as workspace:
        done = workspace.events.import_file(file)
    for line, why in done.refused:
        say(f"{file}, line {line}: {why}")
    value = {
        "imported": done.imported,
        "known": done.known,
        "refused": [{"line": line, "why": why} for line, why in done.refused],
    }
    print_answer(value, f"{done.imported} searches imported, {done.known} were known", as_json=as_json)
    return SOME_FAILED if done.refused else DONE


@events.command()
def export(db: Db = None, as_json: Json = False) -> None:
    """Print every search with what came of it, one JSON line each; with --json, as one list."""
    with opened(db) as workspace:
        lines = workspace.events.export()
        if as_json:
            print_json(list(lines))
            return
        for line in lines:
            typer.echo(json.dumps(line, ensure_ascii=False))


@events.command()
def prune(
    days: Annotated[float, typer.Option("--days", min=0, help="Keep so many days.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Delete searches that are older, with all that came of them."""
    with opened(db) as workspace:
        gone = workspace.events.forget(days)
    print_answer({"deleted": gone}, f"{gone} searches deleted", as_json=as_json)


@events.command()
def measure(db: Db = None, as_json: Json = False) -> None:
    """Hand what the match graph measures of each artifact to its score."""
    with opened(db) as workspace:
        changed = workspace.events.measure()
    print_answer({"changed": changed}, f"{changed} values changed; see: decompose regenerate", as_json=as_json)


def kind_of(words: str | None) -> Kind | None:
    from decompose.domain.artifact import Kind, parse_kind

    if words is None:
        return None
    kind = parse_kind(words)
    if kind is None:
        raise UsageError(f"--kind is “{words}”; give one of {', '.join(Kind)}", subject=words)
    return kind
