"""What all commands share: their common options, the workspace they open, and how an answer is printed.

With `--json`, standard output is exactly one JSON value; everything else goes to standard error.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace

DONE, SOME_FAILED, WRONG_USAGE, RESUMABLE = 0, 1, 2, 3

Db = Annotated[
    str | None,
    typer.Option("--db", help="Database URL; sqlite:///FILE.db or postgresql://HOST/NAME.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Slug = Annotated[str, typer.Argument(help="The artifact's slug.")]
LlmName = Annotated[str, typer.Option("--llm", help="auto, openai, recorded or extractive.")]
Model = Annotated[str | None, typer.Option("--model", help="Name of the llm at the endpoint.", show_default=False)]
Recordings = Annotated[
    Path | None, typer.Option("--recordings", help="Folder of recordings for --llm recorded.", show_default=False)
]


def opened(db: str | None) -> Workspace:
    """The workspace of a command; its settings are those of the environment."""
    from decompose.bootstrap import open_workspace
    from decompose.settings import read_settings

    return open_workspace(read_settings(os.environ), database_url=db)


def say(message: str) -> None:
    """A line on standard error."""
    typer.echo(message, err=True)


def print_answer(value: Any, text: str, *, as_json: bool) -> None:
    """The one answer of a command, as JSON or in words."""
    if as_json:
        print_json(value)
    else:
        typer.echo(text)


def print_json(value: Any) -> None:
    """One JSON value, readable by eye."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
