"""What an operator runs: `ledger`, `serve`, `migrate`."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from decompose.cli.console import Db, Json, opened, print_answer, say
from decompose.errors import UsageError

app = typer.Typer()


@app.command()
def ledger(db: Db = None, as_json: Json = False) -> None:
    """Show every attempt at a call and what it cost."""
    from decompose.page.accounts import ledger_json, ledger_text

    with opened(db) as workspace:
        entries = workspace.accounts.entries()
    print_answer(ledger_json(entries), ledger_text(entries), as_json=as_json)


def _listening(host: str, port: int) -> socket.socket:
    """A socket on which nobody else listens, taken before anything is promised."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise UsageError(
            f"{host}:{port} cannot be listened on: {exc.strerror}; name another with --port or --host"
        ) from exc


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    db: Db = None,
) -> None:
    """Show the pages in a browser, read-only."""
    import uvicorn

    from decompose.web.app import create_app

    with opened(db) as workspace:
        _ = workspace.database
        site = create_app(workspace, site_url=workspace.settings.site_url, site_name=workspace.settings.site_name)
        with _listening(host, port) as taken:
            say(f"http://{host}:{port}/")
            uvicorn.Server(uvicorn.Config(site, log_level="warning")).run(sockets=[taken])


@app.command()
def migrate(db: Db = None) -> None:
    """Bring the schema of the database to the newest version."""
    with opened(db) as workspace:
        had = workspace.migrate()
    typer.echo(f"up to date; the schema was {had or 'not there yet'}")
