"""Signed messages to webhooks: `webhooks deliver | list | again`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from decompose.cli.console import DONE, RESUMABLE, Db, Json, opened, print_answer

app = typer.Typer(no_args_is_help=True, help="Signed messages to webhooks.")


@app.command("deliver")
def deliver(db: Db = None, as_json: Json = False) -> None:
    """Send what is due once, news of kept searches too; `serve` and `worker` send what is written all the time."""
    with opened(db) as workspace:
        for _ in workspace.following.renew():
            pass
        done = workspace.webhooks.deliver()
    text = f"{done.sent} sent, {done.waiting} wait for another attempt, {done.failed} given up"
    print_answer(asdict(done), text, as_json=as_json)
    raise typer.Exit(RESUMABLE if done.waiting or done.failed else DONE)


@app.command("list")
def list_messages(
    limit: Annotated[int, typer.Option("--limit", min=1, help="The newest so many.")] = 20,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show the newest messages, and what their addresses answered."""
    with opened(db) as workspace:
        found, counts = workspace.webhooks.newest(limit), workspace.webhooks.counts()
    rows = [
        {
            "id": each.id,
            "address": each.address,
            "type": each.kind,
            "state": each.state.value,
            "attempts": each.attempts,
            "at": each.at.isoformat(),
            "due_at": each.due_at.isoformat() if each.due_at else None,
            "said": each.said,
        }
        for each in found
    ]
    lines = [f"{each.at:%Y-%m-%d %H:%M}  {each.state:8} {each.kind}  {each.address}  {each.said}" for each in found]
    lines.append(", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "no messages")
    value = {"counts": {state.value: number for state, number in counts.items()}, "messages": rows}
    print_answer(value, "\n".join(lines), as_json=as_json)


@app.command("again")
def send_again(db: Db = None, as_json: Json = False) -> None:
    """Let the messages that were given up wait anew."""
    with opened(db) as workspace:
        number = workspace.webhooks.again()
    print_answer({"waiting": number}, f"{number} messages wait again", as_json=as_json)
