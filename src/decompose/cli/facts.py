"""What an operator states of artifacts: `facts state | import | withdraw | show | history`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decompose.cli.console import OPERATOR, Db, Json, Slug, end_import, opened, print_answer
from decompose.cli.review import Editor

app = typer.Typer(no_args_is_help=True, help="Kind, pricing, price and licence as the operator states them.")
Fact = Annotated[str, typer.Argument(help="kind, pricing, price or licence.")]


@app.command("state")
def state_fact(
    slug: Slug,
    fact: Fact,
    value: Annotated[
        str, typer.Argument(help="Such as “0.15 USD per 1M tokens input; 0.60 USD per 1M tokens output”.")
    ],
    source: Annotated[str, typer.Option("--source", help="Where it is stated: an address or a document.")],
    day: Annotated[str | None, typer.Option("--day", help="When it was so; by default today.")] = None,
    editor: Editor = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """State a fact; it stands above whatever documents say, until it is stated anew or withdrawn."""
    with opened(db) as workspace:
        changed = workspace.stating.state(slug, fact, value, source, day, who=editor)
    text = f"{slug}: {fact} is stated" if changed else f"{slug}: {fact} is stated so already"
    print_answer({"slug": slug, "fact": fact, "changed": changed}, text, as_json=as_json)


@app.command("import")
def import_facts(
    file: Annotated[Path, typer.Argument(help="CSV with slug, fact, value, source, day.")],
    partial: Annotated[bool, typer.Option("--partial", help="Take the sound rows of a file with wrong ones.")] = False,
    editor: Editor = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """State the facts of a file."""
    with opened(db) as workspace:
        report = workspace.stating.import_file(file, who=editor, partial=partial)
    end_import(file, report, f"{report.rows} facts, {report.changed} changed", as_json=as_json)


@app.command("withdraw")
def withdraw_fact(slug: Slug, fact: Fact, editor: Editor = OPERATOR, db: Db = None, as_json: Json = False) -> None:
    """Take a statement back: what documents say counts again."""
    with opened(db) as workspace:
        workspace.stating.withdraw(slug, fact, who=editor)
    print_answer({"slug": slug, "fact": fact, "changed": True}, f"{slug}: {fact} is no longer stated", as_json=as_json)


@app.command("show")
def show_facts(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show what is stated of an artifact."""
    from decompose.page.json_views import stated_json

    with opened(db) as workspace:
        found = workspace.stating.show(slug)
    lines = [f"{each.fact:8} {each.value}  ({each.source}, as of {each.day})" for each in found]
    print_answer(stated_json(found), "\n".join(lines) or f"nothing is stated of {slug}", as_json=as_json)


@app.command("history")
def history_of_facts(slug: Slug, db: Db = None, as_json: Json = False) -> None:
    """Show all that was ever stated of an artifact, the oldest first."""
    with opened(db) as workspace:
        found = workspace.stating.history(slug)
    rows = [
        {
            "at": each.at.isoformat(),
            "fact": each.fact.value,
            "value": each.value,
            "source": each.source,
            "day": each.day.isoformat(),
            "who": each.who,
        }
        for each in found
    ]
    lines = [f"{each.at:%Y-%m-%d %H:%M}  {each.who}  {each.fact}: {each.value or 'withdrawn'}" for each in found]
    print_answer(rows, "\n".join(lines), as_json=as_json)
