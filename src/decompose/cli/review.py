"""The review queue: `review list | show | accept | edit | reject | skip | undo | export | decisions | stats`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import DONE, SOME_FAILED, Db, Json, opened, print_answer

if TYPE_CHECKING:
    from decompose.services.review import Outcome


app = typer.Typer(no_args_is_help=True, help="The review queue: what waits for an editor, and decisions on it.")


Editor = Annotated[str, typer.Option("--editor", help="Who decides.", envvar="DECOMPOSE_EDITOR")]
Seen = Annotated[
    int | None,
    typer.Option("--revision", help="Revision of the item that the decision is made on.", show_default=False),
]


@app.command("list")
def review_list(
    everything: Annotated[bool, typer.Option("--all", help="Every claim, whether it waits or not.")] = False,
    artifact: Annotated[str | None, typer.Option("--artifact", help="Of one artifact.", show_default=False)] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List what waits, the riskiest first."""
    from decompose.page.queue import item_json, items_text

    with opened(db) as workspace:
        items = workspace.review.everything(artifact) if everything else workspace.review.waiting(artifact)
    print_answer(
        {"items": [item_json(item) for item in items], "total": len(items)}, items_text(items), as_json=as_json
    )


@app.command("show")
def review_show(item: str, db: Db = None, as_json: Json = False) -> None:
    """Show one item with its flags and its evidence."""
    from decompose.page.queue import item_json, item_text

    with opened(db) as workspace:
        found = workspace.review.item(item)
    print_answer(item_json(found), item_text(found), as_json=as_json)


@app.command("accept")
def review_accept(
    item: str, editor: Editor = "editor", seen: Seen = None, db: Db = None, as_json: Json = False
) -> None:
    """Publish a sentence as it stands."""
    with opened(db) as workspace:
        _print_outcome(workspace.review.accept(item, by=editor, seen=seen), as_json=as_json)


@app.command("edit")
def review_edit(
    item: str,
    text: Annotated[str, typer.Option("--text", help="The editor's own words.")],
    quote: Annotated[list[str] | None, typer.Option("--quote", help="Words of the source.", show_default=False)] = None,
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Fix a sentence and publish it; it is checked like any other."""
    with opened(db) as workspace:
        outcome = workspace.review.edit(item, by=editor, text=text, quotes=tuple(quote or ()), seen=seen)
        _print_outcome(outcome, as_json=as_json)


@app.command("reject")
def review_reject(
    item: str,
    reason: Annotated[str, typer.Option("--reason", help="Why: not_in_source, wrong_number, overstated ...")],
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Refuse a sentence for good, with a reason."""
    with opened(db) as workspace:
        _print_outcome(workspace.review.reject(item, by=editor, code=reason, seen=seen), as_json=as_json)


@app.command("skip")
def review_skip(item: str, editor: Editor = "editor", seen: Seen = None, db: Db = None, as_json: Json = False) -> None:
    """Leave an item as it is."""
    with opened(db) as workspace:
        _print_outcome(workspace.review.skip(item, by=editor, seen=seen), as_json=as_json)


@app.command("undo")
def review_undo(
    item: Annotated[
        str | None, typer.Argument(help="The item; without it, the editor's last.", show_default=False)
    ] = None,
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take back the last decision: a new event, no deletion."""
    from decompose.services.review import Said

    with opened(db) as workspace:
        _print_outcome(workspace.review.undo(item, by=editor, said=Said(seen)), as_json=as_json)


@app.command("comment")
def review_comment(
    item: str,
    words: Annotated[str, typer.Argument(help="What to say.")],
    editor: Editor = "editor",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Say something about an item without deciding it."""
    from decompose.domain.review import Action
    from decompose.services.review import Said

    with opened(db) as workspace:
        said = Said(comment=words)
        _print_outcome(workspace.review.decide(item, Action.COMMENT, by=editor, said=said), as_json=as_json)


@app.command("refer")
def review_refer(item: str, editor: Editor = "editor", seen: Seen = None, db: Db = None, as_json: Json = False) -> None:
    """Ask for a second opinion: another editor decides."""
    from decompose.domain.review import Action
    from decompose.services.review import Said

    with opened(db) as workspace:
        _print_outcome(workspace.review.decide(item, Action.REFER, by=editor, said=Said(seen)), as_json=as_json)


@app.command("merge")
def review_merge(
    item: Annotated[str, typer.Argument(help="The duplicate.")],
    into: Annotated[str, typer.Argument(help="The item of the sentence that stays.")],
    editor: Editor = "editor",
    seen: Seen = None,
    seen_into: Annotated[
        int | None, typer.Option("--into-revision", help="The same of the sentence that stays.", show_default=False)
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Reject a duplicate and give its evidence to the sentence that stays."""
    from decompose.services.review import Said

    with opened(db) as workspace:
        outcomes = workspace.rewriting.merge(item, into, by=editor, said=Said(seen), seen_into=seen_into)
        _print_outcomes(outcomes, as_json=as_json)


@app.command("split")
def review_split(
    item: str,
    text: Annotated[list[str], typer.Option("--text", help="One of the new sentences; give it twice or more.")],
    editor: Editor = "editor",
    seen: Seen = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Put several sentences in the place of one; each stands on its quotes and is checked."""
    from decompose.services.review import Said
    from decompose.services.rewriting import Part

    with opened(db) as workspace:
        parts = [Part(words) for words in text]
        _print_outcomes(workspace.rewriting.split(item, parts, by=editor, said=Said(seen)), as_json=as_json)


@app.command("accept-all")
def review_accept_all(
    count: Annotated[int, typer.Option("--count", help="How many you agree to; another number is refused.")],
    artifact: Annotated[str | None, typer.Option("--artifact", help="Of one artifact.", show_default=False)] = None,
    flag: Annotated[str | None, typer.Option("--flag", help="To which this check objects.", show_default=False)] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="Made with this prompt.", show_default=False)] = None,
    words: Annotated[str | None, typer.Option("--words", help="With these words.", show_default=False)] = None,
    editor: Editor = "editor",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Accept every waiting item of a filter that is not blocked, after their number was confirmed."""
    from decompose.domain.queue import Wanted
    from decompose.domain.review import Action
    from decompose.services.queue import Editor as Who

    wanted = Wanted(artifact=artifact, flag=flag, prompt=prompt, words=words)
    with opened(db) as workspace:
        done = workspace.queue.decide_all(wanted, Action.ACCEPT, Who(editor), confirmed=count)
    print_answer({"accepted": done}, f"{done} accepted", as_json=as_json)


@app.command("export")
def review_export(
    file: Annotated[Path, typer.Argument(help="File for the lines, one an item; FILE.csv for a table.")],
    artifact: Annotated[str | None, typer.Option("--artifact", help="Of one artifact.", show_default=False)] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write what waits as lines of JSON, for a tool of your own; into FILE.csv as a table for a spreadsheet."""
    from decompose.domain.queue import Wanted
    from decompose.page.queue_csv import queue_csv

    with opened(db) as workspace:
        if file.suffix == ".csv":
            count = _write(file, queue_csv(workspace.queue.everything(Wanted(artifact=artifact)))) - 1
        else:
            told = workspace.exchange.lines(artifact)
            count = _write(file, (json.dumps(line, ensure_ascii=False) + "\n" for line in told))
    print_answer({"items": count, "file": str(file)}, f"{file}: {count} items", as_json=as_json)


@app.command("decisions")
def review_decisions(
    file: Annotated[Path, typer.Argument(help="CSV file for the table.")],
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="From this day (UTC) on.")
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write what editors decided and took back as a table for a spreadsheet, the newest first."""
    from decompose.page.queue_csv import decisions_csv

    begun = since.replace(tzinfo=UTC) if since else None
    with opened(db) as workspace:
        count = _write(file, decisions_csv(workspace.queue.decisions(begun))) - 1
    print_answer({"decisions": count, "file": str(file)}, f"{file}: {count} decisions", as_json=as_json)


def _write(file: Path, lines: Iterable[str]) -> int:
    """Write a file line by line; how many there were."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        for line in lines:
            out.write(line)
            count += 1
    return count


@app.command("import")
def review_import(
    file: Annotated[Path, typer.Argument(help="Decisions, one a line.", exists=True, dir_okay=False)],
    editor: Editor = "editor",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Carry out decisions that were made elsewhere; a line that cannot be is refused alone."""
    with opened(db) as workspace, file.open(encoding="utf-8", errors="replace") as lines:
        taken = workspace.exchange.take(lines, by=editor)
    refused = [{"line": number, "why": why} for number, why in taken.refused]
    text = "\n".join([f"{taken.decided} decided", *(f"line {one['line']}: {one['why']}" for one in refused)])
    print_answer({"decided": taken.decided, "refused": refused}, text, as_json=as_json)
    raise typer.Exit(SOME_FAILED if refused else DONE)


@app.command("stats")
def review_stats(db: Db = None, as_json: Json = False) -> None:
    """Count items and decisions, and say what objections and prompts are worth."""
    from decompose.page.queue import stats_json, stats_text

    with opened(db) as workspace:
        stats = workspace.figures.stats()
    print_answer(stats_json(stats), stats_text(stats), as_json=as_json)


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    from decompose.page.queue import event_json, item_json, outcome_text

    value = {"item": item_json(outcome.item), "event": event_json(outcome.event)}
    print_answer(value, outcome_text(outcome.item, outcome.event), as_json=as_json)


def _print_outcomes(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    from decompose.page.queue import event_json, item_json, outcome_text

    value = [{"item": item_json(outcome.item), "event": event_json(outcome.event)} for outcome in outcomes]
    lines = [outcome_text(outcome.item, outcome.event) for outcome in outcomes]
    print_answer(value, "\n".join(lines), as_json=as_json)
