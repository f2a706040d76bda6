"""The review queue: `review list | show | accept | edit | reject | skip | undo | stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import Db, Json, opened, print_answer

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
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take back the last decision: a new event, no deletion."""
    with opened(db) as workspace:
        _print_outcome(workspace.review.undo(item, by=editor), as_json=as_json)


@app.command("stats")
def review_stats(db: Db = None, as_json: Json = False) -> None:
    """Count items and decisions."""
    with opened(db) as workspace:
        stats = workspace.review.stats()
    lines = [
        f"{group}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        for group, counts in stats.items()
    ]
    print_answer(stats, "\n".join(lines), as_json=as_json)


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    from decompose.page.queue import event_json, item_json, outcome_text

    value = {"item": item_json(outcome.item), "event": event_json(outcome.event)}
    print_answer(value, outcome_text(outcome.item, outcome.event), as_json=as_json)
