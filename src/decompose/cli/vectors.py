"""Searches by meaning: `vectors renew`."""

from __future__ import annotations

from typing import Annotated

import typer

from decompose.cli.console import Budget, Db, Json, opened, print_answer, usd

app = typer.Typer(no_args_is_help=True, help="Vectors of what capabilities say, for searches by meaning.")


@app.command()
def renew(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is missing and what it may cost.")] = False,
    budget: Budget = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Ask for the vectors of capabilities that are new or say something else; the others stay."""
    limit = usd(budget)
    with opened(db) as workspace:
        vectors = workspace.vectors
        name = vectors.llm.name
        if dry_run:
            due = vectors.due()
            most = "of unknown cost" if due.most is None else f"for {due.most:f} USD at the most"
            value = {
                "llm": name,
                "dimension": due.dimension,
                "missing": due.missing,
                "calls": due.calls,
                "most_usd": None if due.most is None else float(due.most),
            }
            print_answer(value, f"{due.missing} vectors are missing: {due.calls} calls {most}", as_json=as_json)
            return
        done = vectors.renew(limit)
    cost = done.spent.cost_usd
    value = {
        "llm": name,
        "dimension": done.dimension,
        "embedded": done.embedded,
        "removed": done.removed,
        "calls": done.spent.paid,
        "reused": done.spent.reused,
        "cost_usd": None if cost is None else float(cost),
    }
    told = "of unknown cost" if cost is None else f"for {cost:f} USD"
    words = f"{done.embedded} vectors made, {done.removed} deleted: {done.spent.paid} calls {told}"
    print_answer(value, f"{words}, {done.spent.reused} answers were at hand", as_json=as_json)
